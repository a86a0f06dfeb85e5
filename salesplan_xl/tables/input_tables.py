"""The tables a planner fills: settings, targets, history, actuals, members, reps, levels, holds."""

from __future__ import annotations

from salesplan_xl.tables.choices import (
    AGGREGATIONS,
    BASES,
    DIMENSIONS,
    LEVEL_BASES,
    METHODS,
    ROW_STATES,
    UNIT_CHOICES,
)
from salesplan_xl.tables.column import Column, Table
from salesplan_xl.tables.shared_columns import (
    CHANNEL,
    CUSTOMER,
    DEPARTMENT,
    INDICATOR,
    LEAF_KEY,
    LEAF_KEY_IDS,
    MONTH,
    PRODUCT,
    REGION,
    REP,
    by_person,
    filled,
    from_list,
)

_SALES_COLUMNS: tuple[Column, ...] = (
    MONTH,
    INDICATOR,
    DEPARTMENT,
    REGION,
    CHANNEL,
    PRODUCT,
    CUSTOMER,
    REP,
    by_person("quantity", "number", "Quantity", "销量", "qty | units | volume | 数量 | 销售数量 | 件数"),
    by_person(
        "amount",
        "money",
        "Amount",
        "金额",
        "sales | sales amount | revenue | value | net sales | 销售额 | 销售金额 | 销售收入 | 含税金额 | "
        "数值 | 不含税金额 | 未税金额 | 无税金额 | 价税合计 | 营业额",
    ),
    by_person("cost", "money", "Cost", "成本", "cogs | cost of sales | 销售成本 | 成本金额 | 结转成本"),
    from_list("state", "Status", "数据状态", ROW_STATES, "state | data status | 状态 | 实际/预计"),
)

INPUT_TABLES: tuple[Table, ...] = (
    Table(
        "tblSettings",
        "input",
        "Settings",
        "参数设置",
        (
            by_person(
                "key", "text", "Setting", "参数", "key | parameter | name | 参数名称 | 项目", filled=True
            ),
            by_person(
                "value", "value", "Value", "取值", "setting value | 值 | 参数值 | 设置值", required=True
            ),
            by_person("note", "text", "Note", "说明", "notes | remark | comment | 备注"),
        ),
        ("key",),
    ),
    Table(
        "tblTargets",
        "input",
        "Annual targets",
        "年度目标",
        (
            filled(INDICATOR),
            from_list("unit", "Unit", "单位", UNIT_CHOICES, "uom | 计量单位", required=True),
            from_list("basis", "Basis", "口径", BASES, "measured on | 统计口径", open=True),
            from_list("aggregation", "Aggregation", "汇总方式", AGGREGATIONS, "roll-up | 汇总 | 累计方式"),
            by_person(
                "last_year",
                "row_amount",
                "Last year actual",
                "上年实际",
                "last year | prior year | 上年 | 去年 | 去年实际 | 上年完成",
            ),
            by_person(
                "estimate",
                "row_amount",
                "Last year estimate",
                "上年预计",
                "estimate | full-year estimate | 去年预计 | 预计完成",
            ),
            by_person(
                "assigned",
                "row_amount",
                "Assigned from above",
                "上级任务",
                "assigned | assigned target | 上级目标 | 下达任务 | 上级下达任务",
            ),
            by_person(
                "committed",
                "row_amount",
                "Committed target",
                "必达目标",
                "committed | target | commit | 必达任务 | 目标 | 任务 | 年度目标 | 年度任务",
                required=True,
            ),
            by_person(
                "stretch",
                "row_amount",
                "Stretch target",
                "挑战目标",
                "stretch | 挑战任务 | 冲刺目标 | 冲刺任务",
            ),
            by_person(
                "growth",
                "ratio",
                "Growth on last year",
                "同比增长率",
                "growth | yoy growth | 同比增长 | 增长率 | 增长",
            ),
            from_list("method", "How it was set", "制定方法", METHODS, "method | 方法 | 制定依据", open=True),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("indicator",),
    ),
    Table("tblHistory", "input", "Sales history", "历史销售", _SALES_COLUMNS),
    Table("tblActuals", "input", "Actual sales", "实际销售", _SALES_COLUMNS),
    Table(
        "tblMembers",
        "input",
        "Members",
        "维度成员",
        (
            from_list("dimension", "Dimension", "维度", DIMENSIONS, "分解维度 | 维度名称", filled=True),
            by_person("member", "text", "Member", "成员", "name | 成员名称 | 名称", filled=True),
            by_person("code", "text", "Code", "编码", "id | no. | 编号 | 代码"),
            by_person("alias", "text", "Alias", "别名", "also known as | other name | 简称 | 曾用名"),
            by_person("parent", "text", "Belongs to", "上级", "parent | 所属 | 归属 | 上级成员"),
            by_person("like", "text", "Similar to", "参照成员", "like | modelled on | 参照 | 参考成员"),
            by_person(
                "potential",
                "number",
                "Market potential",
                "市场潜力",
                "potential | 潜力 | 市场容量",
                negative=False,
            ),
            by_person("weight", "number", "Weight", "权重", "比重 | 系数", negative=False),
            by_person("floor", "money", "Floor", "下限", "minimum | at least | 最低 | 最小值"),
            by_person("cap", "money", "Cap", "上限", "maximum | at most | 最高 | 最大值"),
            by_person("from_month", "month", "From month", "启用月份", "from | valid from | 开始月份 | 启用"),
            by_person("to_month", "month", "To month", "停用月份", "to | valid to | 结束月份 | 停用"),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("dimension", "member"),
    ),
    Table(
        "tblReps",
        "input",
        "Sales reps",
        "业务员",
        (
            filled(REP),
            by_person(
                "region", "text", "Home region", "所属区域", "region | territory | area | 区域 | 大区 | 省区"
            ),
            by_person("email", "text", "Email", "邮箱", "e-mail | mail | 邮件 | 电子邮箱 | 邮箱地址"),
            by_person(
                "start_month",
                "month",
                "Start month",
                "到岗月份",
                "start | joined | hired | 入职月份 | 到岗 | 入职",
            ),
            by_person("end_month", "month", "End month", "离岗月份", "end | left | 离职月份 | 离岗 | 离职"),
            by_person(
                "fte", "number", "FTE", "折合人数", "full-time equivalent | 人数 | 在岗系数", negative=False
            ),
            by_person("ability", "number", "Ability", "能力系数", "ability factor | 能力", negative=False),
        ),
        ("rep",),
    ),
    Table(
        "tblLevels",
        "input",
        "Levels",
        "分解层级",
        (
            by_person("order", "count", "Order", "顺序", "no. | level | 序号 | 层级", required=True),
            from_list(
                "dimension",
                "Split by",
                "分解维度",
                DIMENSIONS,
                "dimension | level dimension | 维度",
                filled=True,
            ),
            from_list(
                "basis", "In proportion to", "分解依据", LEVEL_BASES, "basis | driver | 依据 | 分解方法"
            ),
            by_person(
                "blend",
                "ratio",
                "Share of this basis",
                "混合比例",
                "blend | mix | 依据占比 | 混合",
                negative=False,
            ),
            by_person(
                "step", "number", "Smallest amount", "最小单位", "step | rounding | 步长", negative=False
            ),
        ),
        ("dimension",),
    ),
    Table(
        "tblHolds",
        "input",
        "Holds",
        "锁定",
        (
            *LEAF_KEY,
            by_person(
                "amount",
                "money",
                "Held amount",
                "锁定值",
                "amount | hold | held | 锁定金额 | 金额 | 锁定",
                filled=True,
            ),
            by_person("reason", "text", "Reason", "锁定原因", "note | why | 原因 | 备注 | 说明"),
        ),
        LEAF_KEY_IDS,
    ),
)
