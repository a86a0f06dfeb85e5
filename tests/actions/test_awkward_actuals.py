"""Awkward actuals: misspelt, twice, negative, changed after the close; each is said, nothing is lost."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.load import load
from salesplan_xl.actions.undo import undo
from salesplan_xl.actions.variance import variance
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}


def sale(month, region, amount, product="Tea", quantity=1):
    return {
        "month": f"2027-{month:02d}",
        "region": region,
        "product": product,
        "quantity": quantity,
        "amount": amount,
    }


def book_of(language="en", **tables):
    quota = [
        {"indicator": "sales_amount", "period": f"2027-{month:02d}", "region": region, "committed": 100}
        for month in range(1, 13)
        for region in ("East", "West")
    ]
    given = {"tblSettings": SETTINGS, "tblQuota": quota, "tblActuals": [sale(1, "East", 90)], **tables}
    return plan_book(language, **given)


def write_actuals(book, rows, language="en"):
    other = plan_book(language, tblActuals=rows)
    book.write_table("tblActuals", other.read_table("tblActuals").rows)


def said(outcome, reason, language="en"):
    return [entry.sentence(language) for entry in outcome.attention if entry.reason == reason]


def log_of(book):
    return [row["action"] for row in rows_of(book, "tblLog")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_closed_month_that_changed_is_warned_of_and_kept_in_the_log(language):
    book = book_of(language, tblActuals=[sale(1, "East", 90), sale(2, "East", 12_345_678)])
    assert said(variance(book), "variance_month_changed") == []
    write_actuals(book, [sale(1, "East", 90), sale(2, "East", 12_400_000), sale(3, "East", 5)], language)
    (sentence,) = said(variance(book), "variance_month_changed", language)
    for word in ("2027-02", "12,345,678", "12,400,000"):
        assert word in sentence
    assert sentence in log_of(book)
    assert said(variance(book), "variance_month_changed") == [], "said once"
    assert sentence in log_of(book)


def test_the_month_looked_at_may_grow_and_one_that_is_gone_is_zero():
    book = book_of(tblActuals=[sale(1, "East", 90), sale(2, "East", 50)])
    variance(book)
    write_actuals(book, [sale(1, "East", 90), sale(2, "East", 70)])
    assert said(variance(book), "variance_month_changed") == []
    write_actuals(book, [sale(2, "East", 70), sale(3, "East", 1)])
    (sentence,) = said(variance(book), "variance_month_changed")
    assert "was 90 " in sentence
    assert "is 0 now" in sentence
    assert variance(book).tables == {}


def test_what_was_kept_cannot_break_a_run():
    rows = [
        {"table": "tblVariance", "source": month, "mapping": text}
        for month, text in (
            ("2027-01", "no json"),
            ("soon", '{"a": 1}'),
            ("2027-01", '{"sales_amount": "x"}'),
        )
    ]
    book = book_of(tblImports=rows)
    assert variance(book).problems == ()


def test_loading_remembers_its_columns_beside_the_closed_months(tmp_path):
    path = tmp_path / "jan.csv"
    path.write_text("When,Where,What\n2027-01-03,East,10\n")
    book = book_of(tblActuals=[])
    assert load(book, "tblActuals", path, ["month=When", "region=Where", "amount=What"]).problems == ()
    assert variance(book).problems == ()
    (tmp_path / "feb.csv").write_text("When,Where,What\n2027-02-03,East,10\n")
    assert load(book, "tblActuals", tmp_path / "feb.csv").problems == ()


def test_undo_takes_back_what_was_kept_too():
    book = book_of()
    variance(book)
    assert [row["source"] for row in rows_of(book, "tblImports")] == ["2027-01"]
    undo(book)
    assert rows_of(book, "tblImports") == []


@pytest.mark.parametrize(("language", "near"), [("en", "Esat ≈ East"), ("zh", "Esat ≈ East")])
def test_a_misspelt_member_is_shown_and_the_nearest_planned_one_offered(language, near):
    book = book_of(language, tblActuals=[sale(1, "East", 90), sale(1, "Esat", 40), sale(1, "Overseas", 7)])
    outcome = variance(book)
    (sentence,) = said(outcome, "variance_alike", language)
    assert near in sentence
    assert "Overseas" not in sentence
    assert "Overseas" in said(outcome, "variance_unplanned", language)[0]
    rows = {
        row["member"]: row["actual"] for row in rows_of(book, "tblVariance") if row["dimension"] == "region"
    }
    assert rows["Esat"] == 40, "shown as it stands"
    bridge(book)
    assert "Esat" in {row["member"] for row in rows_of(book, "tblBridge")}


def test_loading_offers_the_nearest_known_name(tmp_path):
    path = tmp_path / "一月.csv"
    path.write_text("月份,区域,金额\n2027-01,华冻,10\n2027-01,海外,5\n", encoding="utf-8")
    members = [{"dimension": "region", "member": name} for name in ("华东", "华南", "东北")]
    book = book_of("zh", tblActuals=[], tblMembers=members)
    outcome = load(book, "tblActuals", path)
    assert "华冻" in said(outcome, "load_members_added", "zh")[0]
    (sentence,) = said(outcome, "load_members_alike", "zh")
    assert "华冻 ≈ 华东/华南" in sentence, "either may be meant"
    assert "海外" not in sentence


def test_an_alias_puts_the_misspelt_one_right():
    members = [{"dimension": "region", "member": "East", "alias": "Esat"}]
    book = book_of(tblActuals=[sale(1, "East", 90), sale(1, "Esat", 40)], tblMembers=members)
    variance(book)
    rows = {
        row["member"]: row["actual"] for row in rows_of(book, "tblVariance") if row["dimension"] == "region"
    }
    assert rows["East"] == 130
    assert "Esat" not in rows


def test_a_month_that_stands_twice_is_asked_about():
    january = [sale(1, "East", 90), sale(1, "West", 80), sale(1, "West", 70)]
    february = [sale(2, "East", 90), sale(2, "West", 80)]
    outcome = variance(book_of(tblActuals=[*january, *january, *february]))
    (sentence,) = said(outcome, "variance_month_twice")
    assert "2027-01" in sentence
    assert "2027-02" not in sentence
    assert said(variance(book_of(tblActuals=[*january, *february])), "variance_month_twice") == []


def test_returns_are_legal_and_shown():
    rows = [sale(1, "East", 90), sale(1, "West", -30.5, quantity=-3)]
    book = book_of(tblActuals=rows)
    outcome = variance(book)
    (sentence,) = said(outcome, "variance_returns")
    assert "1 rows of 2027-01" in sentence
    assert "-30.5" in sentence
    west = next(row for row in rows_of(book, "tblVariance") if row["member"] == "West")
    assert (west["actual"], west["variance"]) == (-30.5, -130.5)
    assert bridge(book, against="target", by="region").problems == ()
    row = next(row for row in rows_of(book, "tblBridge") if row["member"] == "West")
    assert (row["base"], row["actual"]) == (100, -30.5)
    parts = [row[part] for part in ("price", "volume", "mix", "new", "discontinued")]
    assert sum(parts) == -130.5


def test_a_plan_year_without_history_and_with_one_region():
    quota = [{"indicator": "sales_amount", "period": "2027-01", "region": "East", "committed": 100}]
    book = book_of(tblQuota=quota)
    assert variance(book).problems == ()
    row = rows_of(book, "tblVariance")[0]
    assert (row["target"], row["last_year"], row["yoy"]) == (100, None, None)
    assert bridge(book).problems == ()
    assert [row["member"] for row in rows_of(book, "tblBridge")] == ["Total", "East"]


def test_ten_thousand_reps():
    reps = [f"Rep {number:05d}" for number in range(10_000)]
    quota = [{"indicator": "sales_amount", "period": "2027-01", "rep": rep, "committed": 100} for rep in reps]
    actuals = [{"month": "2027-01", "rep": rep, "quantity": 1, "amount": 99.5} for rep in reps]
    actuals += [{"month": "2027-01", "rep": f"rep {number:05d}x", "amount": 1} for number in range(50)]
    book = book_of(tblQuota=quota, tblActuals=actuals)
    outcome = variance(book)
    assert outcome.problems == ()
    assert outcome.tables["tblVariance"] == 1 + 10_000 + 50
    assert bridge(book).problems == ()
    rows = rows_of(book, "tblBridge")
    assert rows[0]["actual"] == 995_050
    assert sum(row["actual"] for row in rows[1:]) == 995_050
