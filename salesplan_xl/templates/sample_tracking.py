"""What the sample company follows beside sales: funnel, receivables, dealers' stock, outlets, expense.

Half a year of it, in whole numbers that follow from its sales: new business of each rep, what customers owe
and pay, what distributors hold, the outlets they serve, what the branches spend. Two stories are in it: a
distributor who takes in more than he sells on, and supermarkets that pay late.
"""

from __future__ import annotations

from collections import defaultdict

from salesplan_xl.messages import Language
from salesplan_xl.tables.tracking_choices import EXPENSE_CLASSES
from salesplan_xl.templates.prepared_rows import Row, whole_rows
from salesplan_xl.templates.sample_company import LAST_ACTUAL, sample_sales
from salesplan_xl.templates.sample_inputs import PLAN_YEAR
from salesplan_xl.templates.sample_members import CUSTOMERS, PRODUCTS, REGIONS, REPS, Name
from salesplan_xl.units import Month

MONTHS = tuple(Month(PLAN_YEAR, month) for month in range(1, LAST_ACTUAL.month + 1))
_STUFFED = 0
"""The first distributor takes in more than he sells on from March."""
_SUPERMARKETS = 1
_OUTLETS_OF_A_DEALER = 3

# Department, then what it spends a month in 元 by class: selling, people, advertising, other.
_HEAD_OFFICE: tuple[tuple[Name, tuple[int, int, int, int]], ...] = (
    (Name("Marketing", "市场部"), (30_000, 160_000, 420_000, 25_000)),
    (Name("Sales operations", "销售管理部"), (20_000, 140_000, 0, 40_000)),
)
_ITEMS: dict[str, Name] = {
    "selling": Name("Travel and entertaining", "差旅与业务招待"),
    "people": Name("Pay and social insurance", "工资与社保"),
    "advertising": Name("Shelf and media", "陈列与媒体"),
    "other": Name("Freight and office", "运杂与办公"),
}


def tracking_tables(language: Language) -> dict[str, list[Row]]:
    """Return the rows of the tables of monthly tracking, ready for cells.

    >>> rows = tracking_tables("en")["tblStock"]
    >>> rows[0]["month"], rows[0]["opening"] > 0, rows[1]["closing"]
    ('2027-01', True, None)
    """
    rows = {
        "tblFunnel": _funnel(language),
        "tblReceivables": _receivables(language),
        "tblStock": _stock(language),
        "tblOutlets": _outlets(language),
        "tblExpenseActuals": _expense(language),
    }
    return {table: whole_rows(table, found) for table, found in rows.items()}


def _funnel(language: Language) -> list[Row]:
    rows: list[Row] = []
    for month in MONTHS:
        for place, rep in enumerate(REPS):
            if month < rep.first or (rep.last and month > rep.last):
                continue
            turn = month.month * 7 + place * 5
            leads = 46 + (turn * 13) % 29 + rep.ability // 10
            quotes = leads * (44 + turn % 9) // 100
            demos = quotes * (52 + (turn * 3) % 11) // 100
            won = max(1, demos * (34 + (turn * 5) % 13) // 100)
            orders = won + (turn % 3)
            rows.append(
                {
                    "month": str(month),
                    "region": REGIONS[rep.region].name.of(language),
                    "rep": rep.name.of(language),
                    "leads": leads,
                    "quotes": quotes,
                    "demos": demos,
                    "won": won,
                    "orders": orders,
                    "amount": orders * (28_600 + (turn * 311) % 6_400),
                    "target": 150_000 + rep.ability * 500,
                }
            )
    return rows


def _receivables(language: Language) -> list[Row]:
    """Return what each customer owes: sales of the month with tax, paid at the pace of his channel."""
    sold: dict[tuple[Month, int], int] = defaultdict(int)
    for sale in sample_sales():
        sold[sale.month, sale.customer] += sale.amount
    rows: list[Row] = []
    owed = {
        k: sum(sold[Month(PLAN_YEAR - 1, 12 - back), k] for back in range(1)) // 80
        for k in range(len(CUSTOMERS))
    }
    for month in MONTHS:
        for k, customer in enumerate(CUSTOMERS):
            invoiced = max(0, sold[month, k]) * 113 // 10_000
            opening = owed[k]
            if not opening and not invoiced:
                continue
            slow = customer.channel == _SUPERMARKETS
            turn = (month.month * 11 + k * 7) % 17
            pace = (52 if slow else 68) + turn
            collected = min(opening + invoiced, (opening * pace + invoiced * (18 + turn)) // 100)
            written_off = 2_000 if k % 23 == 4 and month.month == 5 else 0
            closing = opening + invoiced - collected - written_off
            behind = slow or k % 9 == 4
            old = closing * ((26 if slow else 12) + turn // 3) // 100 if behind else 0
            older = old * (28 + turn) // 100
            oldest = older * (30 if slow else 12) // 100
            rows.append(
                {
                    "month": str(month),
                    "customer": customer.name.of(language),
                    "opening": opening,
                    "invoiced": invoiced,
                    "collected": collected,
                    "written_off": written_off,
                    "due": opening * 92 // 100,
                    "planned": (opening * 78 + invoiced * 24) // 100 // 1_000 * 1_000,
                    "term": 60 if slow else 30,
                    "age_30": closing - old,
                    "age_60": old - older,
                    "age_90": older - oldest,
                    "age_over": oldest,
                }
            )
            owed[k] = closing
    return rows


def _stock(language: Language) -> list[Row]:
    """Return distributors' stock of the four best known products, in cases."""
    sold: dict[tuple[Month, int, int], int] = defaultdict(int)
    for sale in sample_sales():
        sold[sale.month, sale.customer, sale.product] += sale.quantity
    dealers = [k for k, customer in enumerate(CUSTOMERS) if customer.channel == 0]
    products = sorted(range(len(PRODUCTS)), key=lambda p: -PRODUCTS[p].popularity)[:4]
    rows: list[Row] = []
    for month in MONTHS:
        for dealer in dealers:
            for product in products:
                came = [max(0, sold[month + back, dealer, product]) for back in (-1, 0)]
                if not any(came):
                    continue
                stuffed = dealer == dealers[_STUFFED] and month.month >= 3
                went = _sold_on(came, stuffed, dealer + product + month.month)
                first = month == MONTHS[0]
                rows.append(
                    {
                        "month": str(month),
                        "customer": CUSTOMERS[dealer].name.of(language),
                        "product": PRODUCTS[product].name.of(language),
                        "opening": 40 + came[0] if first else None,
                        "sell_in": came[1],
                        "sell_out": went,
                        "planned": 40 + (came[0] + came[1]) // 2,
                        "forecast": (came[0] + came[1]) // 2 + 1,
                    }
                )
    return _with_openings(rows)


def _sold_on(came: list[int], stuffed: bool, turn: int) -> int:
    usual = (came[0] + came[1]) // 2
    return usual * (62 if stuffed else 97 + turn % 6) // 100


def _with_openings(rows: list[Row]) -> list[Row]:
    """Fill each opening with what the same dealer and product closed with; nobody sells what he has not."""
    stock: dict[tuple[object, object], int] = {}
    for row in rows:
        key = row["customer"], row["product"]
        opening = row["opening"] if row["opening"] is not None else stock.get(key, 0)
        came, went = row["sell_in"], row["sell_out"]
        assert isinstance(opening, int)
        assert isinstance(came, int)
        assert isinstance(went, int)
        row["opening"], row["sell_out"] = opening, min(went, opening + came)
        stock[key] = opening + came - min(went, opening + came)
    return rows


def _outlets(language: Language) -> list[Row]:
    """Return the outlets of distributors and supermarkets, three or four each, one opened in April."""
    rows: list[Row] = []
    served = [k for k, customer in enumerate(CUSTOMERS) if customer.channel in (0, _SUPERMARKETS)]
    for month in MONTHS:
        for k in served:
            customer = CUSTOMERS[k]
            for number in range(1, _OUTLETS_OF_A_DEALER + 1 + (k % 4 == 0 and month.month >= 4)):
                turn = month.month * 5 + k * 3 + number * 11
                idle = (k + number) % 13 == 0 and month.month >= 5
                sold = 0 if idle else 18 + turn % 37 + customer.size // 12
                rows.append(
                    {
                        "month": str(month),
                        "city": _city(customer.name, language),
                        "customer": customer.name.of(language),
                        "outlet": _outlet(customer.name, number, language),
                        "display": 0 if (k * 7 + number) % 9 == 0 else 4 + turn % 9,
                        "sell_out": sold,
                        "stock": 12 + turn % 23 + customer.size // 20,
                        "active": "Yes"
                        if language == "en" and sold
                        else "是"
                        if sold
                        else "No"
                        if language == "en"
                        else "否",
                    }
                )
    return rows


def _city(name: Name, language: Language) -> str:
    if language == "en":
        return name.en.split()[0]
    return name.zh[:3] if name.zh.startswith("石家庄") else name.zh[:2]


def _outlet(name: Name, number: int, language: Language) -> str:
    if language == "en":
        return f"{' '.join(name.en.split()[:2])} store {number}"
    return f"{name.zh[: 5 if name.zh.startswith('石家庄') else 4]}{number}店"


def _expense(language: Language) -> list[Row]:
    """Return what the branches and the head office spent, by class."""
    sold: dict[tuple[Month, int], int] = defaultdict(int)
    for sale in sample_sales():
        sold[sale.month, CUSTOMERS[sale.customer].region] += sale.amount
    rows: list[Row] = []
    for month in MONTHS:
        for place, region in enumerate(REGIONS):
            heads = sum(
                rep.region == place and rep.first <= month and not (rep.last and month > rep.last)
                for rep in REPS
            )
            turnover = sold[month, place] // 100
            spent = {
                "selling": turnover * (15 + (place + month.month) % 4) // 1_000,
                "people": heads * (18_500 + place * 300),
                "advertising": turnover * (21 + (place * 3 + month.month) % 5) // 1_000,
                "other": turnover * 4 // 1_000,
            }
            rows += _spent(month, region.name.of(language), spent, language)
        for name, amounts in _HEAD_OFFICE:
            peak = 130 if month.month in (1, 6) else 100
            by_class = {
                id: amount * (peak if id == "advertising" else 100) // 100
                for id, amount in zip(EXPENSE_CLASSES, amounts, strict=True)
            }
            rows += _spent(month, name.of(language), by_class, language)
    return rows


def _spent(month: Month, department: str, by_class: dict[str, int], language: Language) -> list[Row]:
    return [
        {
            "month": str(month),
            "department": department,
            "class": EXPENSE_CLASSES[id].label(language),
            "item": _ITEMS[id].of(language),
            "amount": amount,
        }
        for id, amount in by_class.items()
        if amount
    ]
