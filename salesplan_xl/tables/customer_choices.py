"""The closed lists of deals, customers, campaigns and key figures."""

from __future__ import annotations

from salesplan_xl.tables.choices import STATUSES, VIEWS
from salesplan_xl.tables.column import Choice

STAGES: dict[str, Choice] = {
    "lead": Choice("Lead", "线索", ("prospect", "初步接触", "潜在")),
    "quote": Choice("Quote", "报价", ("quotation", "proposal", "意向")),
    "demo": Choice("Demo", "演示", ("demonstration", "presentation", "试用")),
    "sign": Choice("Signed", "签约", ("contract", "closed won", "成交", "合同")),
    "design": Choice("Outline design", "初步设计", ("preliminary design", "方案设计")),
    "tender": Choice("Tender", "投标", ("bid", "bidding", "招投标")),
    "detail": Choice("Detailed design", "详细设计", ("detail design", "深化设计")),
    "material": Choice("Procurement", "备料", ("material", "preparation", "采购备料")),
    "acceptance": Choice("Acceptance", "验收", ("handover", "交付验收")),
}
"""Stages of a deal: those of a sale, then those of a project."""

OUTCOMES: dict[str, Choice] = {
    "open": Choice("Open", "进行中", ("pending", "in progress", "跟进中", "未决")),
    "won": Choice("Won", "赢单", ("closed won", "成交", "已成交", "成功")),
    "lost": Choice("Lost", "丢单", ("closed lost", "输单", "未成交", "失败")),
}

LOSS_REASONS: dict[str, Choice] = {
    "rival": Choice("Competitor", "竞品", ("competition", "竞争", "竞争对手")),
    "unsuitable": Choice("Does not fit the need", "需求不匹配", ("no fit", "不适用", "产品不适用")),
    "price": Choice("Price", "价格", ("too expensive", "价格高")),
    "budget": Choice("Budget", "预算", ("no budget", "预算不足")),
    "service": Choice("Service", "服务", ("support", "售后服务")),
    "timing": Choice("Timing", "时机", ("postponed", "项目推迟")),
}

SOURCES: dict[str, Choice] = {
    "referral": Choice("Referral", "转介绍", ("referred", "介绍", "客户介绍", "老客户介绍")),
    "online": Choice("Online", "线上推广", ("web", "website", "网络推广", "官网")),
    "event": Choice("Event", "会展活动", ("exhibition", "webinar", "展会", "沙龙", "研讨会")),
    "mailing": Choice("Mailing", "邮件", ("email", "newsletter", "邮件营销")),
    "call": Choice("Cold call", "电话拜访", ("phone", "telesales", "电话")),
    "partner": Choice("Partner", "合作伙伴", ("dealer", "渠道伙伴", "伙伴")),
}
"""Where a lead, and later a customer, came from."""

TIERS: dict[str, Choice] = {
    "key": Choice("Key account", "KA", ("ka", "key", "大客户", "重点客户")),
    "standard": Choice("Small and medium", "中小客户", ("smb", "sme", "中小", "普通客户")),
}

RENEWALS: dict[str, Choice] = {
    "renewed": Choice("Renewed", "已续约", ("yes", "是", "续约")),
    "not_renewed": Choice("Not renewed", "未续约", ("no", "否", "不续约")),
    "pending": Choice("Pending", "待定", ("open", "未定", "洽谈中")),
}

KPI_VIEWS: dict[str, Choice] = {
    **{id: choice for id, choice in VIEWS.items() if id != "period"},
    "tier": Choice("Customer tier", "客户层级", ("tier", "客户分层", "客户等级")),
    "industry": Choice("Industry", "行业", ("sector", "客户行业")),
    "size": Choice("Customer size", "客户规模", ("size", "规模")),
    "source": Choice("Lead source", "线索来源", ("source", "来源")),
    "loss_reason": Choice("Reason lost", "未成交原因", ("loss reason", "丢单原因")),
}
"""What key figures can be cut by: the plan's dimensions and what is known of customers and deals."""

KPI_GROUPS: dict[str, Choice] = {
    "results": Choice("Results", "销售业绩", ("performance", "业绩")),
    "customers": Choice("Customers", "客户", ("customer",)),
    "funnel": Choice("Funnel", "商机与转化", ("pipeline", "转化")),
    "marketing": Choice("Leads and activities", "活动与线索", ("marketing", "线索")),
    "market": Choice("Market and competition", "市场与竞争", ("market share", "市场")),
    "accounts": Choice("Strategic accounts", "战略客户", ("key accounts", "大客户")),
    "team": Choice("Team", "团队", ("people", "人员")),
    "money": Choice("Collections and expense", "回款与费用", ("finance", "资金")),
    "channel": Choice("Channel and stock", "渠道与库存", ("stock", "进销存")),
}

KPI_UNITS: dict[str, Choice] = {
    "money": Choice("currency units", "元", ("amount",)),
    "ratio": Choice("%", "%", ("percent", "比率")),
    "points": Choice("percentage points", "百分点", ("pp",)),
    "score": Choice("score", "分", ("marks",)),
    "count": Choice("number", "个", ("pieces", "数量")),
    "days": Choice("days", "天", ("day",)),
    "months": Choice("months", "个月", ("month",)),
    "index": Choice("index", "指数", ("times", "倍")),
}
"""Units of key figures. A ratio is a fraction, 0.25, shown as 25%; so are percentage points."""

KPI_STATUSES: dict[str, Choice] = {
    **STATUSES,
    "missing": Choice("No data", "缺数据", ("not computed", "未计算")),
}
