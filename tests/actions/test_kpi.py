"""KPI as a planner runs it: figures against target and last year, what lacks data, what stays."""

from __future__ import annotations

import datetime as dt

import pytest

from salesplan_xl.actions.kpi import kpi
from salesplan_xl.actions.undo import undo
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "lunar_new_year": "no"}


def sales(year, last, factor=1.0):
    return [
        {
            "month": f"{year}-{month:02d}",
            "region": region,
            "customer": customer,
            "product": product,
            "amount": amount * month * factor,
            "quantity": amount,
            "cost": amount * month * factor * 0.6,
        }
        for month in range(1, last + 1)
        for region, customer, product, amount in (("East", "A", "P1", 100), ("West", "B", "P2", 50))
    ]


def deals():
    return [
        {
            "deal": "d1",
            "customer": "A",
            "source": "referral",
            "first_contact": dt.datetime(2027, 1, 5),
            "closed": dt.datetime(2027, 3, 1),
            "outcome": "won",
            "amount": 100,
        },
        {"deal": "d2", "customer": "B", "closed": dt.datetime(2027, 5, 1), "outcome": "lost", "amount": 300},
        {"deal": "d3", "customer": "B", "outcome": "won", "amount": 70},
    ]


def book_of(language="en", **tables):
    given = {
        "tblSettings": SETTINGS,
        "tblActuals": sales(2027, 6),
        "tblHistory": sales(2026, 12, 0.5),
        "tblQuota": [
            {
                "indicator": "sales_amount",
                "period": f"2027-{month:02d}",
                "region": region,
                "committed": 100 * month,
            }
            for month in range(1, 13)
            for region in ("East", "West")
        ],
        "tblDeals": deals(),
        **tables,
    }
    return plan_book(language, **given)


def figure(book, code, member="Total"):
    found = [row for row in rows_of(book, "tblKpi") if (row["code"], row["member"]) == (code, member)]
    assert len(found) == 1
    return found[0]


def test_figures_stand_with_target_last_year_and_change():
    book = book_of()
    outcome = kpi(book)
    assert outcome.problems == ()
    row = figure(book, "sales")
    assert (row["value"], row["target"], row["comparison"]) == (3150, 4200, 1575)
    assert (row["period"], row["unit"], row["status"], row["change"]) == ("2027H1", "money", "red", 1)
    assert figure(book, "attainment")["value"] == 0.75
    assert figure(book, "win_rate")["value"] == 0.5
    assert outcome.figures["period"] == "2027-01..06"


def test_what_lacks_data_says_which_column_of_which_sheet():
    book = book_of()
    outcome = kpi(book)
    row = figure(book, "renewal")
    assert (row["value"], row["status"]) == (None, "missing")
    assert row["source"] == "Missing: Customers – Renewal due, Customers – Renewed"
    assert outcome.figures["not_computed"]["renewal"] == ["tblCustomers.renewal_due", "tblCustomers.renewed"]
    assert any(said.reason == "kpi_missing" for said in outcome.attention)


def test_a_deal_that_is_decided_but_undated_is_told():
    outcome = kpi(book_of())
    said = next(said for said in outcome.attention if said.reason == "kpi_won_without_day")
    assert dict(said.facts) == {"count": 1, "names": "d3"}


def test_words_that_name_no_day_are_told_and_left_out():
    book = book_of(tblDeals=[*deals(), {"deal": "d4", "first_contact": "next week", "quoted": "2027-02-03"}])
    outcome = kpi(book)
    said = next(said for said in outcome.attention if said.reason == "kpi_not_a_day")
    assert dict(said.facts) == {"count": 1, "names": "d4 next week"}
    assert figure(book, "leads")["value"] == 1


def test_by_region_and_period():
    book = book_of()
    kpi(book, period="2027Q1", by="Region")
    assert figure(book, "sales", "East")["value"] == 600
    assert figure(book, "mix", "West")["value"] == pytest.approx(1 / 3)
    assert figure(book, "sales")["period"] == "2027Q1"
    book = book_of("zh")
    kpi(book, period="2027年一季度", by="区域，产品")
    assert figure(book, "sales", "P1")["value"] == 600
    assert figure(book, "attainment", "合计")["metric"] == "达成率"


def test_a_period_is_cut_where_actuals_end():
    book = book_of(tblActuals=sales(2027, 5))
    outcome = kpi(book, period="2027H1")
    assert figure(book, "sales")["period"] == "2027-01..05"
    assert any(said.reason == "kpi_cut" for said in outcome.attention)


def test_targets_of_figures_come_from_the_targets_table():
    targets = [{"indicator": "Win rate", "unit": "percent", "committed": 60, "aggregation": "ratio"}]
    book = book_of(tblTargets=targets)
    kpi(book)
    row = figure(book, "win_rate")
    assert (row["target"], row["status"]) == (0.6, "red")


def test_every_problem_is_told_and_nothing_written():
    bad = [{"deal": "x", "amount": "many"}, {"deal": "y", "outcome": "perhaps"}]
    book = book_of(tblDeals=bad, tblSettings={**SETTINGS, "discount_rate": "lots"})
    outcome = kpi(book, by="planet")
    assert len(outcome.problems) == 4
    assert rows_of(book, "tblKpi") == []
    book = book_of()
    assert [p.reason for p in kpi(book, period="soon").problems] == ["kpi_option_not_a_period"]
    book = book_of(tblActuals=[])
    assert [p.reason for p in kpi(book).problems] == ["kpi_no_period"]
    assert kpi(book, period="2027H1").problems == ()


def test_a_second_run_changes_nothing_and_notes_stay():
    book = book_of()
    kpi(book)
    block = book.read_table("tblKpi")
    rows = [list(row) for row in block.rows]
    rows[0][block.info.header.index("Note")] = "ask finance"
    book.write_table("tblKpi", rows)
    outcome = kpi(book)
    assert outcome.tables == {}
    assert rows_of(book, "tblKpi")[0]["note"] == "ask finance"


def test_undo_and_the_number_of_calls():
    book = book_of()
    kpi(book)
    assert max(book.calls.values()) == 1
    undo(book)
    assert rows_of(book, "tblKpi") == []


def test_values_of_lists_are_shown_in_the_language_of_the_workbook():
    book = book_of("zh")
    kpi(book)
    assert figure(book, "leads", "转介绍")["value"] == 1


def test_a_workbook_of_deals_alone_is_enough():
    book = plan_book("en", tblSettings=SETTINGS, tblDeals=deals())
    outcome = kpi(book, period="2027")
    assert outcome.problems == ()
    assert figure(book, "win_rate")["value"] == 0.5
    assert figure(book, "sales")["status"] == "missing"
