"""The sample company is the same everywhere and tells the stories it promises."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from decimal import Decimal

import pytest

from salesplan_xl.formulas.lunar_new_year import new_year
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.templates.sample_company import sample_tables

DIGESTS = {
    "zh": "344ae70f467e51f377dbcfd4582735ad7a87b00c61e081656c797a57805b5b8e",
    "en": "27a1d93d22911c23fa69fbf5d220a5b7f1242c30999e7984ab5ac2bbcaa4c456",
}
"""SHA-256 of the sales rows as JSON: the sample may only change on purpose."""

ZH = sample_tables("zh")
SALES = [row for row in (*ZH["tblHistory"], *ZH["tblActuals"]) if row["indicator"] is None]


def amount(*, start="2024-01", end="2027-12", **wanted):
    """Add the sales amount of the rows that match, exactly."""
    return sum(
        Decimal(repr(row["amount"]))
        for row in SALES
        if start <= row["month"] <= end and all(row[key] == value for key, value in wanted.items())
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_cells_on_every_machine(language):
    tables = sample_tables(language)
    rows = [{**row, "indicator": None} for id in ("tblHistory", "tblActuals") for row in tables[id]]
    cells = json.dumps(rows, ensure_ascii=False).encode()
    assert hashlib.sha256(cells).hexdigest() == DIGESTS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_have_the_columns_of_the_contract(language):
    for table, rows in sample_tables(language).items():
        columns = [column.id for column in TABLES[table].columns if column.prepared]
        assert all(list(row) == columns for row in rows), table


def test_languages_tell_the_same_story():
    """Numbers and months are equal row by row; names are translated one to one."""
    names: dict[str, str] = {}
    for table in ("tblHistory", "tblActuals"):
        for zh, en in zip(ZH[table], sample_tables("en")[table], strict=True):
            for column, value in zh.items():
                if column in ("month", "quantity", "amount", "cost"):
                    assert en[column] == value
                elif value is not None:
                    assert names.setdefault(value, en[column]) == en[column]
    assert all(name.isascii() for name in names.values())


def test_size_is_that_of_a_real_firm():
    assert len({row["region"] for row in SALES}) == 6
    assert len({row["channel"] for row in SALES}) == 4
    assert len({row["customer"] for row in SALES}) == 60
    assert len({row["rep"] for row in SALES}) == 17
    assert len({row["product"] for row in SALES}) == 14
    assert {row["month"][:4] for row in ZH["tblHistory"]} == {"2024", "2025", "2026"}
    assert {row["month"] for row in ZH["tblActuals"]} == {f"2027-{month:02d}" for month in range(1, 7)}
    assert 12_000 <= len(ZH["tblHistory"]) <= 20_000


def test_gift_boxes_move_with_the_lunar_new_year():
    """Of the four years, 2025 had the earliest 春节 (29 January): trade stocked up in December 2024."""
    assert max((2025, 2026, 2027), key=lambda year: dt.date(year, 3, 1) - new_year(year)) == 2025
    gift = "坚果礼盒1.6kg"
    december = {
        year: amount(start=f"{year}-12", end=f"{year}-12", product=gift) for year in (2024, 2025, 2026)
    }
    january = {
        year: amount(start=f"{year}-01", end=f"{year}-01", product=gift) for year in (2025, 2026, 2027)
    }
    assert december[2024] / january[2025] > december[2025] / january[2026]
    assert december[2024] / january[2025] > december[2026] / january[2027]


def test_online_peaks_in_june_and_november():
    for year in (2024, 2025, 2026):
        month = {
            m: amount(start=f"{year}-{m:02d}", end=f"{year}-{m:02d}", channel="电商") for m in range(3, 13)
        }
        assert sorted(month, key=month.__getitem__)[-2:] in ([6, 11], [11, 6])


def test_nobody_sells_what_or_when_he_cannot():
    """Members and reps sell within their months only; a customer stays in one region."""
    bounds = {
        row["member"]: (row["from_month"] or "0", row["to_month"] or "9") for row in ZH["tblMembers"]
    } | {row["rep"]: (row["start_month"] or "0", row["end_month"] or "9") for row in ZH["tblReps"]}
    regions = defaultdict(set)
    for row in SALES:
        for column in ("product", "customer", "rep"):
            first, last = bounds[row[column]]
            assert first <= row["month"] <= last
        regions[row["customer"]].add(row["region"])
    parents = {row["member"]: {row["parent"]} for row in ZH["tblMembers"] if row["dimension"] == "客户"}
    assert regions == parents


def test_products_and_people_come_and_go():
    assert {row["member"] for row in ZH["tblMembers"] if row["dimension"] == "产品" and row["to_month"]} == {
        "海盐威化150g",
        "红枣饮245ml",
    }
    assert amount(product="益生菌燕麦600g", end="2027-02") == 0 < amount(product="益生菌燕麦600g")
    assert [row["rep"] for row in ZH["tblReps"] if row["end_month"]] == ["林涛", "孙悦", "周宁"]
    assert amount(rep="孙悦", start="2027-04") == 0 < amount(rep="吴昊", start="2027-04")


def test_there_are_a_few_returns_and_amounts_with_cents():
    returns = [row for row in SALES if row["amount"] < 0]
    assert 0.003 < len(returns) / len(SALES) < 0.03
    assert all(row["quantity"] < 0 and row["cost"] < 0 for row in returns)
    assert sum(row["amount"] % 1 != 0 for row in SALES) > len(SALES) / 2
    assert all(round(row["amount"], 2) == row["amount"] for row in SALES)


def test_targets_rest_on_last_year():
    """Last year's sales of the target row are the history's own, in the row's unit."""
    row = ZH["tblTargets"][0]
    assert (row["indicator"], row["unit"]) == ("销售额", "万元")
    assert Decimal(repr(row["last_year"])) == round(amount(start="2026-01", end="2026-12") / 10_000, 2)
    assert all(row["committed"] < row["stretch"] for row in ZH["tblTargets"])


def test_holds_name_known_members_and_keep_to_the_step():
    names = {row["member"] for row in ZH["tblMembers"]}
    for hold in ZH["tblHolds"]:
        assert hold["amount"] % 1000 == 0
        assert hold["reason"]
        assert {hold[c] for c in ("region", "channel", "product", "customer") if hold[c]} <= names
