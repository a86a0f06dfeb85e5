"""Columns that several tables share: the indicator, the period, the members of each dimension, amounts."""

from __future__ import annotations

from dataclasses import replace

from salesplan_xl.tables.column import Choice, Column
from salesplan_xl.tables.indicators import INDICATOR_CHOICES

INDICATOR = Column(
    "indicator",
    "open_choice",
    "Indicator",
    "指标",
    ("measure", "metric", "kpi"),
    ("指标名称", "考核指标", "衡量指标", "项目"),
    choices=INDICATOR_CHOICES,
)
PERIOD = Column(
    "period",
    "period",
    "Period",
    "期间",
    ("month", "date", "time"),
    ("月份", "本月", "时间", "月度", "期数", "年月"),
)
MONTH = Column(
    "month",
    "month",
    "Month",
    "月份",
    ("date", "period", "order date", "invoice date"),
    (
        *("日期", "期间", "年月", "本月", "时间", "订单日期", "开票日期", "发货日期"),
        *("单据日期", "制单日期", "出库日期", "下单日期", "会计期间", "销售月份", "销售日期"),
    ),
    required=True,
    filled=True,
)
DEPARTMENT = Column(
    "department",
    "text",
    "Department",
    "部门",
    ("division", "team", "business unit"),
    ("事业部", "团队", "销售部门"),
)
REGION = Column(
    "region",
    "text",
    "Region",
    "区域",
    ("territory", "area", "zone", "sales region"),
    ("大区", "省区", "地区", "片区", "销售区域", "所属区域", "办事处", "区域名称", "销售大区"),
)
CHANNEL = Column(
    "channel",
    "text",
    "Channel",
    "渠道",
    ("sales channel", "route to market", "segment"),
    ("通路", "销售渠道", "渠道类型", "渠道类别", "渠道名称"),
)
PRODUCT = Column(
    "product",
    "text",
    "Product",
    "产品",
    ("sku", "item", "product group", "category", "product line"),
    (
        *("商品", "品类", "产品线", "产品名称", "品项", "产品类别", "货品"),
        *("品名", "产品名", "商品名称", "货品名称", "存货名称", "物料名称", "物料描述"),
    ),
)
CUSTOMER = Column(
    "customer",
    "text",
    "Customer",
    "客户",
    ("account", "dealer", "client", "customer name", "distributor"),
    (
        "经销商",
        "客户名称",
        "代理商",
        "门店",
        "终端",
        "客户名",
        "客户简称",
        "经销商名称",
        "购货单位",
        "往来单位",
    ),
)
REP = Column(
    "rep",
    "text",
    "Sales rep",
    "业务员",
    ("rep", "salesperson", "ae", "account executive", "sales representative", "seller"),
    ("销售代表", "客户经理", "销售员", "销售人员", "业务代表", "姓名", "业务员姓名", "业务员名称"),
)


def added(column: Column) -> Column:
    """Return a column that is understood where a planner adds it, but not prepared in the templates."""
    return replace(column, prepared=False)


def required(column: Column) -> Column:
    return replace(column, required=True)


def filled(column: Column) -> Column:
    """Return a column that must be there, and not be blank in any row."""
    return replace(column, required=True, filled=True)


def written(column: Column) -> Column:
    """Return a column as an action fills it."""
    return replace(column, writer="action")


LEAF_KEY: tuple[Column, ...] = (
    required(INDICATOR),
    required(PERIOD),
    added(DEPARTMENT),
    REGION,
    CHANNEL,
    PRODUCT,
    CUSTOMER,
    REP,
)
LEAF_KEY_IDS: tuple[str, ...] = tuple(column.id for column in LEAF_KEY)


def by_person(
    id: str,
    unit: str,
    en: str,
    zh: str,
    synonyms: str = "",
    *,
    required: bool = False,
    filled: bool = False,
    negative: bool = True,
) -> Column:
    """Declare a column that a person fills. Synonyms in either language are separated by bars."""
    names = tuple(name.strip() for name in synonyms.split("|") if name.strip())
    return Column(
        id,
        unit,
        en,
        zh,
        tuple(name for name in names if name.isascii()),
        tuple(name for name in names if not name.isascii()),
        required=required or filled,
        filled=filled,
        negative=negative,
    )


def by_action(id: str, unit: str, en: str, zh: str, synonyms: str = "", *, required: bool = False) -> Column:
    """Declare a column that an action fills. Synonyms in either language are separated by bars."""
    return written(by_person(id, unit, en, zh, synonyms, required=required))


def from_list(
    id: str,
    en: str,
    zh: str,
    choices: dict[str, Choice],
    synonyms: str = "",
    *,
    open: bool = False,
    required: bool = False,
    filled: bool = False,
) -> Column:
    """Declare a column of a closed list; an open one also takes the planner's own words."""
    column = by_person(
        id, "open_choice" if open else "choice", en, zh, synonyms, required=required, filled=filled
    )
    return replace(column, choices=choices)
