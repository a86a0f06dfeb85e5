"""What key figures are computed from beside sales: deals, customers, activities and leads, the market."""

from __future__ import annotations

from dataclasses import replace

from salesplan_xl.tables.choices import YES_NO
from salesplan_xl.tables.column import Table
from salesplan_xl.tables.customer_choices import (
    LOSS_REASONS,
    OUTCOMES,
    RENEWALS,
    SOURCES,
    STAGES,
    TIERS,
)
from salesplan_xl.tables.shared_columns import (
    CHANNEL,
    CUSTOMER,
    MONTH,
    PRODUCT,
    REGION,
    REP,
    by_person,
    filled,
    from_list,
)

_DEAL_CUSTOMER = replace(CUSTOMER, synonyms_zh=("经销商", "客户名称", "代理商"))

CUSTOMER_TABLES: tuple[Table, ...] = (
    Table(
        "tblDeals",
        "input",
        "Deals",
        "商机项目跟踪",
        (
            by_person(
                "deal",
                "text",
                "Deal",
                "商机",
                "opportunity | project | project name | 项目 | 项目名称 | 商机名称",
                filled=True,
            ),
            _DEAL_CUSTOMER,
            REGION,
            CHANNEL,
            PRODUCT,
            REP,
            from_list("source", "Lead source", "线索来源", SOURCES, "source | 来源 | 来源渠道", open=True),
            from_list("stage", "Stage", "阶段", STAGES, "sales stage | 项目阶段 | 销售阶段", open=True),
            by_person(
                "first_contact",
                "date",
                "First contact",
                "首次接触日期",
                "lead date | created | created on | 线索日期 | 创建日期 | 首次接触",
            ),
            by_person("quoted", "date", "Quoted on", "报价日期", "quote date | quotation date | 报价"),
            by_person("shown", "date", "Demo on", "演示日期", "demo date | demonstration date | 演示"),
            by_person(
                "closed",
                "date",
                "Closed on",
                "结束日期",
                "close date | signed on | closing date | 成交日期 | 签约日期 | 关闭日期",
            ),
            by_person(
                "amount",
                "money",
                "Amount",
                "金额",
                "deal value | value | 合同金额 | 预计金额",
                negative=False,
            ),
            by_person(
                "probability", "ratio", "Probability", "成交概率", "chance | 概率 | 赢率", negative=False
            ),
            from_list("outcome", "Outcome", "结果", OUTCOMES, "result | won/lost | 商机结果 | 商机状态"),
            from_list(
                "loss_reason",
                "Reason lost",
                "未成交原因",
                LOSS_REASONS,
                "loss reason | why lost | 丢单原因 | 流失原因",
                open=True,
            ),
            by_person("due", "date", "Next step due", "下一步期限", "due | next due | 计划完成日期 | 期限"),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("deal",),
    ),
    Table(
        "tblCustomers",
        "input",
        "Customers",
        "客户档案",
        (
            filled(CUSTOMER),
            from_list("tier", "Customer tier", "客户层级", TIERS, "tier | 客户分层 | 客户等级", open=True),
            by_person("industry", "text", "Industry", "行业", "sector | 所属行业 | 客户行业"),
            by_person("size", "text", "Customer size", "客户规模", "size | company size | 规模"),
            REGION,
            REP,
            from_list("strategic", "Strategic account", "战略客户", YES_NO, "strategic | key | 是否战略客户"),
            from_list("source", "Lead source", "客户来源", SOURCES, "source | 来源 | 线索来源", open=True),
            by_person(
                "first_order",
                "month",
                "First order",
                "首单月份",
                "first order month | customer since | 首购月份 | 首次成交",
            ),
            by_person("churned", "month", "Lost in", "流失月份", "churned | lost month | churn month | 流失"),
            by_person(
                "renewal_due", "month", "Renewal due", "续约到期月份", "contract end | 到期月份 | 续约到期"
            ),
            from_list("renewed", "Renewed", "续约结果", RENEWALS, "renewal | renewal result | 是否续约"),
            by_person(
                "nps",
                "count",
                "NPS answer (0–10)",
                "推荐意愿(0–10)",
                "nps | nps score | NPS评分",
                negative=False,
            ),
            by_person(
                "csat",
                "count",
                "Satisfaction (1–5)",
                "满意度(1–5)",
                "csat | csat score | 满意度评分",
                negative=False,
            ),
            by_person(
                "wallet",
                "money",
                "Wallet a year",
                "年采购总额",
                "wallet | total spend | 采购总额 | 钱包",
                negative=False,
            ),
            by_person(
                "cost",
                "money",
                "Resources spent",
                "投入资源",
                "cost | allocated cost | 投入费用",
                negative=False,
            ),
            by_person(
                "roles",
                "count",
                "Decision roles known",
                "决策链角色数",
                "roles | mapped roles | 决策人数 | 关键人数",
                negative=False,
            ),
            by_person(
                "contacted",
                "count",
                "Decision roles contacted",
                "已接触角色数",
                "contacted | roles contacted | 已接触人数",
                negative=False,
            ),
            from_list("falling", "Satisfaction falling", "满意度下降", YES_NO, "falling | 满意度下滑"),
            from_list(
                "rival", "Competitor has entered", "竞品介入", YES_NO, "rival | competitor | 竞争对手介入"
            ),
            from_list(
                "change", "Internal change", "内部变化", YES_NO, "change | reorganisation | 客户内部变化"
            ),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("customer",),
    ),
    Table(
        "tblActivities",
        "input",
        "Activities and leads",
        "活动与线索",
        (
            MONTH,
            by_person("activity", "text", "Activity", "活动", "campaign | event | 活动名称 | 推广活动"),
            from_list("source", "Lead source", "线索来源", SOURCES, "source | 来源 | 来源渠道", open=True),
            REGION,
            by_person(
                "spend",
                "money",
                "Marketing spend",
                "市场费用",
                "spend | cost | 投入 | 推广费用",
                negative=False,
            ),
            by_person(
                "selling",
                "money",
                "Selling cost of winning",
                "销售获客费用",
                "selling cost | sales cost | 销售人员费用",
                negative=False,
            ),
            by_person("leads", "count", "Leads", "线索数", "lead count | 线索 | 线索数量", negative=False),
            by_person(
                "in_time",
                "count",
                "Leads answered in time",
                "时限内响应数",
                "answered in time | touched in SLA | 及时响应数",
                negative=False,
            ),
            by_person(
                "untouched",
                "count",
                "Leads untouched",
                "未跟进线索数",
                "untouched | 遗漏线索数",
                negative=False,
            ),
            by_person(
                "delivered", "count", "Mails delivered", "送达数", "delivered | 邮件送达数", negative=False
            ),
            by_person(
                "opens", "count", "Mails opened", "打开数", "opens | opened | 邮件打开数", negative=False
            ),
            by_person("clicks", "count", "Clicks", "点击数", "clicked | 邮件点击数", negative=False),
            by_person("attendees", "count", "Attendees", "参会人数", "visitors | 到场人数", negative=False),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
    ),
    Table(
        "tblMarket",
        "input",
        "Market and competitors",
        "市场与竞品",
        (
            MONTH,
            PRODUCT,
            REGION,
            by_person(
                "market",
                "money",
                "Market sales",
                "市场总额",
                "market size | market | 市场规模 | 市场容量",
                negative=False,
            ),
            by_person("rival", "text", "Largest competitor", "最大竞争对手", "competitor | rival | 竞争对手"),
            by_person(
                "rival_sales",
                "money",
                "Competitor's sales",
                "竞争对手销售额",
                "rival sales | competitor sales | 竞品销售额",
                negative=False,
            ),
            by_person("own_price", "money", "Own price", "本企业价格", "price | 我方价格", negative=False),
            by_person(
                "rival_price",
                "money",
                "Competitor's price",
                "竞争对手价格",
                "rival price | competitor price | 竞品价格",
                negative=False,
            ),
            by_person(
                "asked", "count", "People asked", "受访人数", "surveyed | sample | 调查人数", negative=False
            ),
            by_person("aware", "count", "Know the brand", "知晓品牌人数", "aware | 知晓人数", negative=False),
            by_person("buyers", "count", "Bought the brand", "购买人数", "buyers | 购买户数", negative=False),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
    ),
)
