"""A sample company: three years of monthly sales, half a year of actuals, its members, targets and holds.

Everything comes from one fixed seed and whole numbers, so that every machine makes the same cells.

The sales know: 春节 that moves with the lunar year (goods are shipped 45 to 5 days ahead), the peaks of
online sales in June and November, regional growth, products that came and went, customers of one region each,
reps who joined and left, a few returns, and prices that make amounts with two decimals.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np

from salesplan_xl.formulas.lunar_new_year import new_year
from salesplan_xl.messages import Language
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.templates.prepared_rows import Row, whole_rows
from salesplan_xl.templates.sample_inputs import PLAN_YEAR, holds, levels, members, reps, settings, targets
from salesplan_xl.templates.sample_members import (
    CHANNELS,
    CUSTOMERS,
    PRODUCTS,
    REGIONS,
    REPS,
    Customer,
    Product,
)
from salesplan_xl.units import Month

SEED = 20270101
FIRST_MONTH = Month(2024, 1)
LAST_ACTUAL = Month(PLAN_YEAR, 6)

_STOCKING_FROM, _STOCKING_TO = 45, 5
_ONE_CASE = 10**3 * 10**2 * 10**3 * 12_000 * 10**2 * 10**2 * 10**3 * 10**2 // 13
"""What the factors of a quantity multiply to for one case."""
_COLLECTION, _NEW_OUTLETS = "collection", "new_outlets"


@dataclass(frozen=True)
class Sale:
    """What one customer bought of one product in one month: cases, and amounts in 分."""

    month: Month
    customer: int
    product: int
    rep: int
    quantity: int
    amount: int
    cost: int


def sample_tables(language: Language) -> dict[str, list[Row]]:
    """Return the sample company's input tables: for each table id its rows by column id, ready for cells.

    Closed lists are in the words of the language, months are ``YYYY-MM``, amounts are in 元. The same call
    gives the same rows on every machine.

    >>> rows = sample_tables("zh")["tblActuals"]
    >>> rows[0]["month"], rows[0]["region"]
    ('2027-01', '华东')
    """
    sales = sample_sales()
    history = [sale for sale in sales if sale.month.year < PLAN_YEAR]
    actuals = [sale for sale in sales if sale.month.year == PLAN_YEAR]
    rows = {
        "tblSettings": settings(language),
        "tblTargets": targets(language, _last_year(history)),
        "tblHistory": _sales_rows(history, language),
        "tblActuals": _sales_rows(actuals, language),
        "tblMembers": members(language),
        "tblReps": reps(language),
        "tblLevels": levels(language),
        "tblHolds": holds(language),
    }
    return {table: whole_rows(table, found) for table, found in rows.items()}


@cache
def sample_sales() -> tuple[Sale, ...]:
    """Return every sale of the sample company, in the order of month, customer and product."""
    return tuple(_sales())


def _sales() -> list[Sale]:
    random = np.random.Generator(np.random.PCG64(SEED))
    listed = random.integers(0, 100, size=(len(CUSTOMERS), len(PRODUCTS)))
    taste = random.integers(60, 141, size=(len(CUSTOMERS), len(PRODUCTS)))
    months = [FIRST_MONTH + m for m in range(LAST_ACTUAL.index - FIRST_MONTH.index + 1)]
    shape = (len(months), len(CUSTOMERS), len(PRODUCTS))
    noise = random.integers(-18, 19, size=shape) + random.integers(-18, 19, size=shape)
    discount = random.integers(0, 61, size=shape)
    skipped = random.integers(0, 100, size=shape)
    returned = random.integers(0, 1000, size=shape)
    sales: list[Sale] = []
    for at, month in enumerate(months):
        for k, customer in enumerate(CUSTOMERS):
            if not _within(month, customer.first, customer.last):
                continue
            rep = _rep_of(customer, month)
            for p, product in enumerate(PRODUCTS):
                on_sale = _within(month, product.first, product.last)
                if not on_sale or listed[k, p] >= 58 or skipped[at, k, p] < 4:
                    continue
                quantity = _quantity(month, customer, product, int(taste[k, p]), int(noise[at, k, p]))
                if quantity:
                    sale = _priced(month, k, p, rep, quantity, int(discount[at, k, p]))
                    sales.append(sale)
                    if returned[at, k, p] < 9 and quantity >= 12:
                        back = -(quantity * (3 + int(returned[at, k, p])) // 60)
                        if back:
                            sales.append(_priced(month, k, p, rep, back, int(discount[at, k, p])))
    return sales


def _quantity(month: Month, customer: Customer, product: Product, taste: int, noise: int) -> int:
    region = REGIONS[customer.region]
    age = month.index - FIRST_MONTH.index
    trend = 12_000 + region.growth * age
    ramp = 100
    if product.first:
        ramp = min(100, 25 + 15 * (month.index - product.first.index))
    if product.last:
        ramp = min(ramp, 100 - max(0, 40 - 8 * (product.last.index - month.index)))
    season = (
        CHANNELS[customer.channel].months[month.month - 1] + _stocking_days(month) * product.festival // 14
    )
    if month.month == 9:
        season = season * product.mid_autumn // 100
    story = region.pace + _told(month, customer, product) if month.year == PLAN_YEAR else 1000
    factors = customer.size * region.size * taste * trend * ramp * season * story * (100 + noise)
    return product.popularity * factors // _ONE_CASE


def _told(month: Month, customer: Customer, product: Product) -> int:
    """Return what the plan year brought beside its pace, per mille: events a planner has to explain."""
    told = 0
    if customer.rep == 10 and month.month in (3, 4, 5):
        told -= 220
    if customer.region == 1 and customer.channel == 1 and month.month >= 4:
        told -= 160
    if customer.channel == 2 and month.month == 6:
        told += 180
    if product.code == "P0202":
        told += 70
    return told


@cache
def _stocking_days(month: Month) -> int:
    """Return how many days of a month lie in the weeks in which trade stocks up for the next 春节."""
    count = 0
    for year in (month.year, month.year + 1):
        first_day = new_year(year)
        days = (first_day - dt.timedelta(days=before) for before in range(_STOCKING_TO, _STOCKING_FROM + 1))
        count += sum((day.year, day.month) == (month.year, month.month) for day in days)
    return count


def _priced(month: Month, customer: int, product: int, rep: int, quantity: int, discount: int) -> Sale:
    years = month.year - FIRST_MONTH.year
    list_price = PRODUCTS[product].price * (1000 + 15 * years)
    channel = CHANNELS[CUSTOMERS[customer].channel].price
    return Sale(
        month,
        customer,
        product,
        rep,
        quantity,
        _rounded(quantity * list_price * channel * (1000 - discount), 10**9),
        _rounded(quantity * PRODUCTS[product].cost * (1000 + 20 * years), 10**3),
    )


def _rounded(number: int, divisor: int) -> int:
    size = (2 * abs(number) + divisor) // (2 * divisor)
    return size if number >= 0 else -size


def _within(month: Month, first: Month | None, last: Month | None) -> bool:
    return (first is None or month >= first) and (last is None or month <= last)


def _rep_of(customer: Customer, month: Month) -> int:
    rep = customer.rep
    last, successor = REPS[rep].last, REPS[rep].successor
    return successor if last and month > last and successor is not None else rep


def _sales_rows(sales: list[Sale], language: Language) -> list[Row]:
    rows = [_sales_row(sale, language) for sale in sales]
    for (month, k, rep), amount in _paid(sales).items():
        customer = CUSTOMERS[k]
        rows.append(
            {
                "month": str(month),
                "indicator": INDICATORS[_COLLECTION].choice.label(language),
                "region": REGIONS[customer.region].name.of(language),
                "channel": CHANNELS[customer.channel].name.of(language),
                "customer": customer.name.of(language),
                "rep": REPS[rep].name.of(language),
                "amount": amount / 100,
            }
        )
    for (month, rep), outlets in _opened(sales).items():
        rows.append(
            {
                "month": str(month),
                "indicator": INDICATORS[_NEW_OUTLETS].choice.label(language),
                "region": REGIONS[REPS[rep].region].name.of(language),
                "rep": REPS[rep].name.of(language),
                "amount": outlets,
            }
        )
    return rows


def _paid(sales: list[Sale]) -> dict[tuple[Month, int, int], int]:
    """Return what each customer paid of a month's sales, in 分; supermarkets pay later than others."""
    sold: dict[tuple[Month, int, int], int] = defaultdict(int)
    for sale in sales:
        sold[sale.month, sale.customer, sale.rep] += sale.amount
    paid = {}
    for (month, k, rep), amount in sorted(sold.items()):
        rate = 955 + (month.month * 7 + k * 13) % 40 - (30 if CUSTOMERS[k].channel == 1 else 0)
        paid[month, k, rep] = _rounded(amount * rate, 1000)
    return paid


def _opened(sales: list[Sale]) -> dict[tuple[Month, int], int]:
    """Return how many outlets each rep won in a month."""
    lines = Counter((sale.month, sale.rep) for sale in sales)
    return {key: 1 + (count + key[0].month * 5 + key[1] * 3) % 4 for key, count in sorted(lines.items())}


def _last_year(history: list[Sale]) -> dict[str, Decimal]:
    """Return the last year before the plan by indicator, in base units."""
    sales = [sale for sale in history if sale.month.year == PLAN_YEAR - 1]
    return {
        "sales_amount": Decimal(sum(sale.amount for sale in sales)) / 100,
        "volume": Decimal(sum(sale.quantity for sale in sales)),
        _COLLECTION: Decimal(sum(_paid(sales).values())) / 100,
        _NEW_OUTLETS: Decimal(sum(_opened(sales).values())),
    }


def _sales_row(sale: Sale, language: Language) -> Row:
    customer = CUSTOMERS[sale.customer]
    return {
        "month": str(sale.month),
        "region": REGIONS[customer.region].name.of(language),
        "channel": CHANNELS[customer.channel].name.of(language),
        "product": PRODUCTS[sale.product].name.of(language),
        "customer": customer.name.of(language),
        "rep": REPS[sale.rep].name.of(language),
        "quantity": sale.quantity,
        "amount": sale.amount / 100,
        "cost": sale.cost / 100,
    }
