"""What the sample company's planner argued for expense, departments, new products and payment terms."""

from __future__ import annotations

from typing import Any

from salesplan_xl.messages import Language
from salesplan_xl.tables.choices import DIMENSIONS, YES_NO
from salesplan_xl.tables.expense_tables import EXPENSE_METHODS
from salesplan_xl.tables.tracking_choices import EXPENSE_CLASSES
from salesplan_xl.templates.prepared_rows import Row, whole_rows
from salesplan_xl.templates.sample_members import PRODUCTS, REGIONS, Name

_MARKETING = Name("Marketing", "市场部")
_OPERATIONS = Name("Sales operations", "销售管理部")
_NEW_PRODUCT = next(product for product in PRODUCTS if product.code == "P0404")
_LIKE = next(product for product in PRODUCTS if product.code == "P0104")

# Item, class, method, what the method needs and the rest by column, amounts in 元.
_LINES: tuple[tuple[Name, str, str, dict[str, Any]], ...] = (
    (Name("Travel and entertaining", "差旅与业务招待"), "selling", "ratio", {"last_year": 2_780_000}),
    (Name("Freight", "物流运杂"), "selling", "percent", {"parameter": 0.005}),
    (
        Name("Pay and social insurance", "工资与社保"),
        "people",
        "incremental",
        {"parameter": 0.08, "last_year": 5_100_000},
    ),
    (
        Name("Pay and social insurance", "工资与社保"),
        "people",
        "incremental",
        {"department": _MARKETING, "parameter": 0.08, "last_year": 1_780_000},
    ),
    (
        Name("Pay and social insurance", "工资与社保"),
        "people",
        "incremental",
        {"department": _OPERATIONS, "parameter": 0.08, "last_year": 1_560_000},
    ),
    (
        Name("Shelf and display", "终端陈列"),
        "advertising",
        "percent",
        {"parameter": 0.018, "lead_months": 1},
    ),
    (
        Name("Brand advertising", "品牌广告"),
        "advertising",
        "incremental",
        {"department": _MARKETING, "parameter": 0.3, "last_year": 3_900_000, "lead_months": 2},
    ),
    (
        Name("Online traffic", "电商投流"),
        "advertising",
        "parity",
        {"parameter": 0.06, "sales": 32_000_000, "note": Name("Rival spends 6%", "对标竞品费率6%")},
    ),
    (
        Name("Market research", "市场研究"),
        "other",
        "incremental",
        {"department": _MARKETING, "parameter": 0.1, "last_year": 300_000},
    ),
    (
        Name("Launch of new product", "新品上市费用"),
        "advertising",
        "margin",
        {"product": _NEW_PRODUCT.name, "parameter": 0.2, "lead_months": 1},
    ),
    (
        Name("Dealer conference", "经销商大会"),
        "other",
        "objective",
        {"department": _OPERATIONS, "cost": 680_000, "note": Name("Sum of its tasks", "任务费用合计")},
    ),
    (Name("Office", "办公费用"), "other", "prior", {"department": _OPERATIONS, "last_year": 610_000}),
    (
        Name("Spring promotion fund", "春季促销机动费"),
        "selling",
        "objective",
        {
            "cost": 400_000,
            "contingency": "yes",
            "trigger": 0.97,
            "trigger_month": "2027-03",
            "spent": 260_000,
            "extra_sales": 1_150_000,
        },
    ),
    (
        Name("Second-half fund", "下半年机动费"),
        "selling",
        "objective",
        {"cost": 1_200_000, "contingency": "yes", "trigger": 0.9, "trigger_month": "2027-08"},
    ),
)
_HEADS = (
    Name("Shen Yue", "沈悦"),
    Name("Liang Hao", "梁浩"),
    Name("Tang Wei", "唐薇"),
    Name("Gao Feng", "高峰"),
    Name("Luo Jie", "罗洁"),
    Name("Sun Tao", "孙涛"),
)
_ATTAINED = (0.97, 1.02, 0.94, 0.91, 1.05, 0.88)
_TERMS = (0.35, 0.4, 0.18, 0.06)


def profit_tables(language: Language) -> dict[str, list[Row]]:
    """Return the sample company's budget lines, departments, new products and payment terms."""
    rows: dict[str, list[Row]] = {
        "tblExpenses": [_line(*line, language) for line in _LINES],
        "tblDepartments": _departments(language),
        "tblNewProducts": [
            {
                "product": _NEW_PRODUCT.name.of(language),
                "launch_month": "2027-03",
                "analogue": _LIKE.name.of(language),
                "price": 142,
                "unit_cost": 89.3,
                "target": 6_000_000,
                "margin": 0.2,
            }
        ],
        "tblPaymentTerms": [{"months_later": lag, "share": share} for lag, share in enumerate(_TERMS)],
    }
    return {table: whole_rows(table, found) for table, found in rows.items()}


def _line(item: Name, class_id: str, method: str, given: dict[str, Any], language: Language) -> Row:
    row: Row = {
        "item": item.of(language),
        "class": EXPENSE_CLASSES[class_id].label(language),
        "method": EXPENSE_METHODS[method].label(language),
    }
    for id, value in given.items():
        row[id] = value.of(language) if isinstance(value, Name) else value
    if "contingency" in row:
        row["contingency"] = YES_NO[str(row["contingency"])].label(language)
    return row


def _departments(language: Language) -> list[Row]:
    """Return the branches, each with its region, and the two departments of the head office."""
    branches: list[Row] = [
        {
            "department": region.name.of(language),
            "head": head.of(language),
            "dimension": DIMENSIONS["region"].label(language),
            "members": region.name.of(language),
            "last_attainment": attained,
        }
        for region, head, attained in zip(REGIONS, _HEADS, _ATTAINED, strict=True)
    ]
    offices: list[Row] = [{"department": name.of(language)} for name in (_MARKETING, _OPERATIONS)]
    return branches + offices
