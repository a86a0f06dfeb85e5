"""The bridge as a planner runs it: against target and last year, by month, quarter and year to date."""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction

import pytest
from typer.testing import CliRunner

from salesplan_xl import cli
from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.undo import undo
from tests.plan_books import plan_book, rows_of
from tests.plan_files import plan_file

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}
PARTS = ("price", "volume", "mix", "new", "discontinued")


def sale(month, region, product, quantity, amount, **more):
    return {
        "month": month,
        "region": region,
        "product": product,
        "quantity": quantity,
        "amount": amount,
        **more,
    }


def quota(indicator, month, region, product, amount):
    return {
        "indicator": indicator,
        "period": month,
        "region": region,
        "product": product,
        "committed": amount,
    }


LAST_YEAR = [
    sale("2026-01", "East", "Tea", 10, 100.00),
    sale("2026-01", "East", "Juice", 5, 80.05),
    sale("2026-01", "West", "Tea", 7, 70.10),
    sale("2026-02", "East", "Tea", 8, 81.00),
    sale("2026-02", "West", "Cola", 3, 33.33),
    sale("2026-03", "West", "Tea", 4, 41.00),
]
THIS_YEAR = [
    sale("2027-01", "East", "Tea", 12, 132.00),
    sale("2027-01", "West", "Tea", 6, 59.99),
    sale("2027-02", "East", "Tea", 9, 100.01),
    sale("2027-02", "East", "Tea", -1, -11.01),
    sale("2027-02", "West", "Water", 20, 40.00),
    sale("2027-02", "West", "Cola", 5, 50.50),
    sale("2027-03", "West", "Tea", 5, 55.00),
    sale("2027-03", "East", "Juice", 1, 17.00),
]
PLAN = [
    quota("sales_amount", "2027-01", "East", "Tea", 120),
    quota("sales_amount", "2027-01", "West", "Tea", 80),
    quota("sales_amount", "2027-02", "East", "Tea", 100),
    quota("sales_amount", "2027-02", "West", "Cola", 40),
    quota("sales_amount", "2027-03", "West", "Tea", 50),
    quota("sales_amount", "2027-12", "West", "Tea", 900),
]
PIECES = [
    quota("volume", "2027-01", "East", "Tea", 11),
    quota("volume", "2027-01", "West", "Tea", 8),
    quota("volume", "2027-02", "East", "Tea", 10),
    quota("volume", "2027-02", "West", "Cola", 4),
    quota("volume", "2027-03", "West", "Tea", 5),
]


def book_of(language="en", **tables):
    given = {
        "tblSettings": SETTINGS,
        "tblHistory": LAST_YEAR,
        "tblActuals": THIS_YEAR,
        "tblQuota": [*PLAN, *PIECES],
        **tables,
    }
    return plan_book(language, **given)


def by_hand(before, after, member=None):
    """Price, volume, mix, new, discontinued of lines (product, quantity, amount), by the definition."""
    sums = [defaultdict(lambda: [Fraction(0), Fraction(0)]) for _ in range(2)]
    for side, lines in zip(sums, (before, after), strict=True):
        for product, quantity, amount in lines:
            side[product][0] += Fraction(str(quantity or 0))
            side[product][1] += Fraction(str(amount))
    both = [p for p in sums[0] if p in sums[1] and sums[0][p][0] and sums[1][p][0]]
    total0 = sum(sums[0][p][0] for p in both)
    total1 = sum(sums[1][p][0] for p in both)
    price = sum(sums[1][p][1] - sums[0][p][1] / sums[0][p][0] * sums[1][p][0] for p in both)
    moved = sum((sums[1][p][0] - sums[0][p][0]) * sums[0][p][1] / sums[0][p][0] for p in both)
    volume = (total1 - total0) * sum(sums[0][p][1] for p in both) / total0 if total0 else Fraction(0)
    mix = moved - volume
    volume += sum(sums[1][p][1] - sums[0][p][1] for p in sums[0] if p in sums[1] and p not in both)
    return {
        "price": price,
        "volume": volume,
        "mix": mix,
        "new": sum(amount for p, (_, amount) in sums[1].items() if p not in sums[0]),
        "discontinued": -sum(amount for p, (_, amount) in sums[0].items() if p not in sums[1]),
        "base": sum(amount for _, amount in sums[0].values()),
        "actual": sum(amount for _, amount in sums[1].values()),
    }


def lines_of(rows, months, region=None, product=None):
    return [
        (row["product"], row["quantity"], row["amount"])
        for row in rows
        if row["month"] in months and region in (None, row["region"]) and product in (None, row["product"])
    ]


def planned(months, region=None, product=None):
    return [
        (
            row["product"],
            *((0, row["committed"]) if row["indicator"] == "sales_amount" else (row["committed"], 0)),
        )
        for row in [*PLAN, *PIECES]
        if row["period"] in months and region in (None, row["region"]) and product in (None, row["product"])
    ]


MONTHS = {
    "2027-03": ("2027-03",),
    "2027Q1": ("2027-01", "2027-02", "2027-03"),
    "2027-01": ("2027-01",),
    "2027-02": ("2027-02",),
    "2027-01..02": ("2027-01", "2027-02"),
}


def check(row, expected):
    exact = {name: Fraction(str(row[name])) for name in ("base", *PARTS, "actual")}
    assert exact["base"] + sum(exact[part] for part in PARTS) == exact["actual"]
    for name, amount in exact.items():
        assert (amount * 100).denominator == 1, "whole cents"
        assert abs(amount - expected[name]) < Fraction(1, 100), (name, row)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_against_the_definition(language):
    book = book_of(language)
    outcome = bridge(book)
    assert [problem.sentence(language) for problem in outcome.problems] == []
    rows = rows_of(book, "tblBridge")
    members = [row for row in rows if row["dimension"] != "total"]
    assert {row["period"] for row in members} == {"2027-03", "2027Q1"}, "to date is the quarter, once"
    assert {row["period"] for row in rows} == {"2027-01", "2027-02", "2027-03", "2027Q1"}
    assert {row["dimension"] for row in rows} == {"total", "region", "product"}
    for row in rows:
        months = MONTHS[row["period"]]
        where = {row["dimension"]: row["member"]} if row["dimension"] == "region" else {}
        if row["dimension"] == "product":
            continue
        before = (
            planned(months, **where)
            if row["against"] == "target"
            else lines_of(LAST_YEAR, [m.replace("2027", "2026") for m in months], **where)
        )
        check(row, by_hand(before, lines_of(THIS_YEAR, months, **where)))


@pytest.mark.parametrize("method", ["classic", "lmdi", "shapley"])
def test_members_add_up_to_the_total_and_products_part_by_part(method):
    book = book_of()
    assert bridge(book, method=method).problems == ()
    rows = rows_of(book, "tblBridge")
    for total in rows[:4]:
        key = (total["period"], total["against"])
        for dimension in ("region", "product"):
            members = [r for r in rows if (r["period"], r["against"]) == key and r["dimension"] == dimension]
            assert members
            for name in ("base", "actual", *(PARTS if dimension == "product" else ())):
                sums = sum(Fraction(str(row[name])) for row in members)
                assert sums == Fraction(str(total[name])), (key, dimension, name)


def test_totals_stand_first_in_a_stable_order():
    book = book_of(tblActuals=[row for row in THIS_YEAR if row["month"] != "2027-03"])
    bridge(book)
    rows = rows_of(book, "tblBridge")
    assert [(row["period"], row["against"]) for row in rows if row["dimension"] == "total"] == [
        ("2027-02", "target"),
        ("2027-02", "last_year"),
        ("2027-01..02", "target"),
        ("2027-01..02", "last_year"),
        ("2027-01", "target"),
        ("2027-01", "last_year"),
    ]
    assert [row["dimension"] for row in rows[:6]] == ["total"] * 6
    assert {row["dimension"] for row in rows[6:]} == {"region", "product"}


def test_a_plan_without_volumes_is_taken_at_last_years_prices():
    """East sold Tea at 10.0556 (181 / 18) last year; 240 planned are 23.867… pieces at that price."""
    actual = [sale("2027-01", "East", "Tea", 20, 220)]
    plan = [quota("sales_amount", "2027-01", "East", "Tea", 240)]
    book = book_of(tblQuota=plan, tblActuals=actual)
    outcome = bridge(book, against="target", period="2027-01", by="region")
    assert "bridge_plan_without_volume" in [said.reason for said in outcome.attention]
    total = rows_of(book, "tblBridge")[0]
    price = Fraction(181, 18)  # East sold 18 at 181.00 in the whole of last year
    assert rows_of(book, "tblBridge")[1]["price"] == float(round(220 - price * 20, 2))
    overall = Fraction("292.10") / 29  # the total: all regions' Tea
    assert total["price"] == float(round(220 - overall * 20, 2))
    assert total["volume"] == float(round(Fraction(-20) - (220 - overall * 20), 2))


def test_without_any_quantity_all_is_volume_and_said():
    actual = [{**row, "quantity": None} for row in THIS_YEAR]
    history = [{**row, "quantity": None} for row in LAST_YEAR]
    book = book_of(tblActuals=actual, tblHistory=history, tblQuota=PLAN)
    outcome = bridge(book)
    said = [said for said in outcome.attention if said.reason == "bridge_untold"]
    assert len(said) == 2
    assert {row["price"] for row in rows_of(book, "tblBridge")} == {0}
    assert {row["mix"] for row in rows_of(book, "tblBridge")} == {0}
    total = rows_of(book, "tblBridge")[0]
    assert (total["base"], total["volume"], total["new"], total["actual"]) == (50, 5, 17, 72)


def test_a_year_without_history_is_compared_with_the_target_alone():
    book = book_of(tblHistory=[])
    outcome = bridge(book)
    assert {row["against"] for row in rows_of(book, "tblBridge")} == {"target"}
    (said,) = [said for said in outcome.attention if said.reason == "bridge_no_last_year"]
    assert "2027-03, 2027Q1" in said.sentence("zh")


def test_without_a_quota_it_is_compared_with_last_year_alone():
    book = book_of(tblQuota=[])
    assert "bridge_no_plan" in [said.reason for said in bridge(book).attention]
    assert {row["against"] for row in rows_of(book, "tblBridge")} == {"last_year"}


def test_without_anything_to_compare_with_it_says_so_and_writes_nothing():
    book = book_of(tblQuota=[], tblHistory=[])
    assert [problem.reason for problem in bridge(book).problems] == ["bridge_nothing"]
    assert not [call for call in book.calls if call.startswith("write")]


def test_a_fiscal_year_that_starts_in_april():
    """April to June are its first quarter, and the months to date."""
    months = [f"-{month:02d}" for month in (4, 5, 6, 7)]
    book = book_of(
        tblSettings={**SETTINGS, "fiscal_start": 4},
        tblHistory=[sale("2026" + month, "East", "Tea", 10, 100) for month in months],
        tblActuals=[sale("2027" + month, "East", "Tea", 11, 121) for month in months],
        tblQuota=[],
    )
    assert bridge(book, by="region").problems == ()
    rows = [row for row in rows_of(book, "tblBridge") if row["dimension"] == "region"]
    assert [(row["period"], row["price"], row["volume"]) for row in rows] == [
        ("2027-07", 11, 10),
        ("2027Q1", 33, 30),
        ("2027-04..07", 44, 40),
    ]


def test_without_actuals_it_says_what_to_do_first():
    assert [problem.reason for problem in bridge(book_of(tblActuals=[])).problems] == ["actuals_empty"]


def test_a_month_set_to_look_at_that_has_no_sales_yet_is_said():
    book = book_of(tblSettings={**SETTINGS, "as_of": "2027-04"})
    outcome = bridge(book)
    assert "bridge_no_sales" in [said.reason for said in outcome.attention]
    assert "bridge_months_missing" in [said.reason for said in outcome.attention]


def test_lines_that_name_no_member_stand_last_so_that_totals_agree():
    book = book_of(tblActuals=[*THIS_YEAR, sale("2027-03", None, "Tea", 1, 9)])
    bridge(book, by="region", against="去年")
    rows = [row for row in rows_of(book, "tblBridge") if row["period"] == "2027-03"]
    assert [row["member"] for row in rows] == ["Total", "East", "West", "Not named"]
    assert sum(row["actual"] for row in rows[1:]) == rows[0]["actual"] == 81


def test_bad_options_and_bad_cells_are_all_listed_and_nothing_is_written():
    book = book_of(tblActuals=[*THIS_YEAR, sale("2027-03", "East", "Tea", "many", "lots")])
    outcome = bridge(book, against="budgets", method="guess", by="region,colour")
    reasons = [problem.reason for problem in outcome.problems]
    assert reasons.count("option_not_a_choice") == 3
    assert len(reasons) == 5, "and the two cells that are no numbers"
    assert not [call for call in book.calls if call.startswith("write")]
    assert all(problem.sentence("zh") for problem in outcome.problems)


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ("spring", "bridge_not_a_period"),
        ("2026Q1", "bridge_period_outside_year"),
        ("2027Q3", "bridge_period_to_come"),
    ],
)
def test_periods_that_cannot_be_compared(period, reason):
    assert [problem.reason for problem in bridge(book_of(), period=period).problems] == [reason]


def test_a_period_that_is_not_over_is_compared_up_to_the_last_month():
    book = book_of()
    bridge(book, period="2027H1")
    assert {row["period"] for row in rows_of(book, "tblBridge")} == {"2027Q1"}


def test_each_table_is_read_and_written_once_and_a_second_run_changes_nothing():
    book = book_of()
    bridge(book)
    assert max(book.calls.values()) == 1
    before = rows_of(book, "tblBridge")
    assert bridge(book).tables == {}
    assert rows_of(book, "tblBridge") == before


def test_undo_brings_the_former_rows_back():
    book = book_of()
    bridge(book, by="region")
    before = rows_of(book, "tblBridge")
    bridge(book, by="product")
    assert rows_of(book, "tblBridge") != before
    undo(book)
    assert rows_of(book, "tblBridge") == before


def test_the_command_line_has_every_option_and_leaves_the_file_alone_where_something_is_wrong(tmp_path):
    cli._add_actions()
    path = plan_file(tmp_path / "plan.xlsx", book_of("zh"))

    def run(*options):
        return CliRunner().invoke(cli.app, ["bridge", str(path), *options])

    before = path.read_bytes()
    refused = run("--period", "spring", "--against", "budgets")
    assert refused.exit_code == 1
    assert "--against" in refused.stderr
    assert path.read_bytes() == before
    options = ("--period", "2027Q1", "--against", "last_year", "--by", "region", "--method", "shapley")
    done = run(*options, "--json")
    assert done.exit_code == 0
    totals = json.loads(done.stdout)["figures"]["totals"]
    assert [(row["period"], row["against"], row["actual"]) for row in totals] == [
        ("2027Q1", "last_year", 443.49)
    ]
    written = path.read_bytes()
    assert run(*options).exit_code == 0
    assert path.read_bytes() == written, "a second run changes nothing"
