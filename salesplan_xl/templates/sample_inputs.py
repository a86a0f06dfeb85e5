"""What the sample company's planner typed: settings, targets, members, reps, levels and holds."""

from __future__ import annotations

from decimal import Decimal

from salesplan_xl.cells import Cell
from salesplan_xl.messages import Language
from salesplan_xl.tables.choices import AGGREGATIONS, BASES, LEVEL_BASES, METHODS, ROW_UNITS
from salesplan_xl.tables.contract import DIMENSIONS, INDICATORS, UNIT_CHOICES
from salesplan_xl.templates.prepared_rows import Row, level_rows, setting_rows
from salesplan_xl.templates.sample_members import CHANNELS, COMPANY, CUSTOMERS, PRODUCTS, REGIONS, REPS, Name
from salesplan_xl.units import Month

PLAN_YEAR = 2027
_LITTLE_HISTORY_FROM = Month(2026, 7)
"""Whoever joined from then on has too little history to be planned by it."""


def settings(language: Language) -> list[Row]:
    """Return the settings table: the template's, with the company's own words."""
    given: dict[str, Cell] = {
        "company": COMPANY.of(language),
        "plan_year": PLAN_YEAR,
        "currency": "CNY",
        "step": 1_000,
        "lunar_new_year": "Yes" if language == "en" else "是",
        "days_before": 45,
        "days_after": 0,
        "threshold_amber": 0.92,
        "expense_ceiling": 0.15,
        "prepared_by": Name("Zheng Min, sales operations", "销售管理部 郑敏").of(language),
        "approved_by": Name("Guo Jian, sales director", "销售总监 郭健").of(language),
    }
    return setting_rows(language, given)


# Indicator, basis ids, last year's estimate, assigned, committed and stretch in base units, method, note.
_TARGETS: tuple[tuple[str, tuple[str, ...], int, int, int, int, str, Name], ...] = (
    (
        "sales_amount",
        ("tax_excluded", "invoiced"),
        162_000_000,
        182_000_000,
        180_000_000,
        188_000_000,
        "growth",
        Name("Agreed at the November planning meeting", "11月经营计划会确定"),
    ),
    (
        "collection",
        ("tax_included", "collected"),
        158_600_000,
        172_000_000,
        172_000_000,
        178_000_000,
        "growth",
        Name("At least 95% of sales collected", "回款率不低于95%"),
    ),
    (
        "volume",
        ("shipped",),
        1_090_000,
        1_190_000,
        1_180_000,
        1_230_000,
        "growth",
        Name("Cases shipped", "以出库箱数计"),
    ),
    (
        "new_outlets",
        ("sell_out",),
        440,
        480,
        480,
        520,
        "consulted",
        Name("Outlets that sold within 30 days", "30天内产生动销的网点"),
    ),
)


def targets(language: Language, last_year: dict[str, Decimal]) -> list[Row]:
    """Return the targets, given last year's actual by indicator in base units."""
    rows: list[Row] = []
    for id, bases, estimate, assigned, committed, stretch, method, note in _TARGETS:
        indicator = INDICATORS[id]
        unit = indicator.unit_en if language == "en" else indicator.unit_zh
        factor = ROW_UNITS[unit].factor
        before = last_year[id]

        def shown(amount: Decimal | int, factor: Decimal = factor) -> float:
            return float(round(Decimal(amount) / factor, 2))

        rows.append(
            {
                "indicator": indicator.choice.label(language),
                "unit": UNIT_CHOICES[unit].label(language),
                "basis": (", " if language == "en" else "、").join(BASES[b].label(language) for b in bases),
                "aggregation": AGGREGATIONS[indicator.aggregation].label(language),
                "last_year": shown(before),
                "estimate": shown(estimate),
                "assigned": shown(assigned),
                "committed": shown(committed),
                "stretch": shown(stretch),
                "growth": float(round(committed / before - 1, 4)),
                "method": METHODS[method].label(language),
                "note": note.of(language),
            }
        )
    return rows


def members(language: Language) -> list[Row]:
    """Return the regions, channels, products, customers and successors, with what bounds them."""

    def row(dimension: str, name: Name, code: str) -> Row:
        return {
            "dimension": DIMENSIONS[dimension].label(language),
            "member": name.of(language),
            "code": code,
        }

    rows: list[Row] = []
    for region in REGIONS:
        rows.append({**row("region", region.name, region.code), "potential": region.potential})
    for channel in CHANNELS:
        rows.append(row("channel", channel.name, channel.code))
    for product in PRODUCTS:
        rows.append(
            {
                **row("product", product.name, product.code),
                "like": PRODUCTS[product.like].name.of(language) if product.like is not None else None,
                "from_month": _month(product.first),
                "to_month": _month(product.last),
                "note": product.group.of(language),
            }
        )
    for customer in CUSTOMERS:
        rows.append(
            {
                **row("customer", customer.name, customer.code),
                "parent": REGIONS[customer.region].name.of(language),
                "from_month": _month(customer.first),
                "to_month": _month(customer.last),
            }
        )
    for rep in REPS:
        successor = REPS[rep.successor] if rep.successor is not None else None
        if successor is not None and successor.first >= _LITTLE_HISTORY_FROM:
            rows.append(
                {
                    "dimension": DIMENSIONS["rep"].label(language),
                    "member": successor.name.of(language),
                    "like": rep.name.of(language),
                    "note": Name("Took over the customers", "接手其客户").of(language),
                }
            )
    return rows


def reps(language: Language) -> list[Row]:
    """Return the reps with their home region and the months on the job."""
    return [
        {
            "rep": rep.name.of(language),
            "region": REGIONS[rep.region].name.of(language),
            "email": f"{rep.name.en.lower().replace(' ', '.')}@example.com",
            "start_month": _month(rep.first),
            "end_month": _month(rep.last),
            "fte": 1,
            "ability": rep.ability / 100,
        }
        for rep in REPS
    ]


def levels(language: Language) -> list[Row]:
    """Return the levels: history throughout, the regions with a fifth of market potential."""
    rows = level_rows(language)
    for row in rows:
        if row["dimension"] == DIMENSIONS["region"].label(language):
            row["basis"] = LEVEL_BASES["potential"].label(language)
            row["blend"] = 0.2
    return rows


def holds(language: Language) -> list[Row]:
    """Return what was negotiated before the split, each with its reason."""
    sales = INDICATORS["sales_amount"].choice.label(language)
    new_product = next(product for product in PRODUCTS if product.like is not None)
    gift_box = next(product for product in PRODUCTS if product.festival > 100)
    contract = max(
        (customer for customer in CUSTOMERS if customer.channel == 1), key=lambda customer: customer.size
    )
    return [
        {
            "indicator": sales,
            "period": str(PLAN_YEAR),
            "customer": contract.name.of(language),
            "amount": 8_600_000,
            "reason": Name("Annual contract signed", "年度框架合同已签").of(language),
        },
        {
            "indicator": sales,
            "period": str(PLAN_YEAR),
            "product": new_product.name.of(language),
            "amount": 3_600_000,
            "reason": Name("Launch budget approved", "新品上市预算已批").of(language),
        },
        {
            "indicator": sales,
            "period": f"{PLAN_YEAR}-01",
            "region": REGIONS[3].name.of(language),
            "product": gift_box.name.of(language),
            "amount": 1_150_000,
            "reason": Name("Gift boxes ordered ahead", "礼盒订货会已下单").of(language),
        },
    ]


def _month(month: Month | None) -> str | None:
    return None if month is None else str(month)
