"""Decompose and variance as a planner runs them: what comes out, what stays, what is refused."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.check import check
from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.finalise import finalise
from salesplan_xl.actions.undo import undo
from salesplan_xl.actions.variance import variance
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}
LEVELS = [{"order": 1, "dimension": "period"}, {"order": 2, "dimension": "region"}]
TARGETS = [{"indicator": "sales_amount", "unit": "base", "committed": 1000, "stretch": 1100}]


def sales(year, *months, east=3, west=1):
    return [
        {"month": f"{year}-{month:02d}", "region": region, "amount": amount}
        for month in months
        for region, amount in (("East", east), ("West", west))
    ]


def book_of(language="en", **tables):
    given = {
        "tblSettings": SETTINGS,
        "tblTargets": TARGETS,
        "tblLevels": LEVELS,
        "tblHistory": sales(2026, *range(1, 13)),
        **tables,
    }
    return plan_book(language, **given)


def quota(book, column="committed"):
    return {(row["period"], row["region"]): row[column] for row in rows_of(book, "tblQuota")}


def test_every_level_adds_up_to_the_target():
    book = book_of()
    outcome = decompose(book)
    assert outcome.problems == ()
    cells = quota(book)
    assert sum(cells.values()) == 1000
    assert sum(quota(book, "stretch").values()) == 1100
    months = {period: 0 for period, _ in cells}
    for (period, _), amount in cells.items():
        months[period] += amount
    assert sorted(months.values()) == [83] * 8 + [84] * 4
    assert all(row["exact"] for row in outcome.figures["levels"])


def test_each_table_is_read_and_written_at_most_once():
    book = book_of()
    decompose(book)
    assert max(book.calls.values()) == 1
    book = book_of(tblActuals=sales(2027, 1, 2))
    decompose(book)
    book.calls.clear()
    variance(book)
    assert max(book.calls.values()) == 1


def test_a_second_run_gives_the_same_workbook():
    book = book_of()
    decompose(book)
    before = {table: rows_of(book, table) for table in ("tblQuota", "tblQuotaSummary", "tblUndo")}
    outcome = decompose(book)
    assert outcome.tables == {}
    assert {table: rows_of(book, table) for table in before} == before


def test_the_month_matrix_shows_every_member_and_no_difference():
    book = book_of()
    decompose(book)
    rows = rows_of(book, "tblQuotaSummary")
    assert [(row["dimension"], row["member"], row["year"]) for row in rows[:1]] == [("total", "Total", 1000)]
    east = next(row for row in rows if row["member"] == "East")
    assert east["year"] == east["h1"] + east["h2"] == sum(east[f"q{q}"] for q in range(1, 5))
    assert east["year"] == sum(east[f"m{m:02d}"] for m in range(1, 13))
    assert east["last_year"] == 36
    assert {row["difference"] for row in rows} == {0}


@pytest.mark.parametrize(
    ("setting", "member", "extra", "handed"),
    [("reserve", "Reserve", 100, 900), ("over_assignment", "Over-assignment", -100, 1100)],
)
def test_reserve_and_over_assignment_are_rows_of_their_own(setting, member, extra, handed):
    book = book_of(tblSettings={**SETTINGS, setting: 0.1})
    decompose(book)
    total, own = rows_of(book, "tblQuotaSummary")[:2]
    assert (total["member"], total["year"], own["member"], own["year"]) == ("Total", handed, member, extra)
    assert total["year"] + own["year"] == 1000
    assert sum(quota(book).values()) == handed


def test_the_matrix_is_shown_in_the_money_unit():
    book = book_of(tblSettings={**SETTINGS, "money_unit": 100})
    decompose(book)
    assert rows_of(book, "tblQuotaSummary")[0]["year"] == 10


def test_a_held_cell_keeps_its_amount_and_siblings_absorb():
    holds = [{"indicator": "sales_amount", "period": "2027-03", "region": "East", "amount": 10}]
    book = book_of(tblHolds=holds)
    assert decompose(book).problems == ()
    cells = quota(book)
    assert cells["2027-03", "East"] == 10
    assert cells["2027-03", "West"] in (73, 74)
    assert sum(cells.values()) == 1000


def test_what_people_wrote_stays_with_its_row():
    book = book_of()
    decompose(book)
    block = book.read_table("tblQuota")
    rows = [list(row) for row in block.rows]
    note, bid = block.info.header.index("Note"), block.info.header.index("Bid")
    rows[5][note], rows[5][bid] = "agreed by phone", 77
    key = (rows_of(book, "tblQuota")[5]["period"], rows_of(book, "tblQuota")[5]["region"])
    book.write_table("tblQuota", rows)
    holds = book.read_table("tblHolds").info.header
    hold = {"Indicator": "Sales amount", "Period": "2027-01", "Region": "East", "Held amount": 5}
    book.write_table("tblHolds", [[hold.get(label) for label in holds]])
    decompose(book)
    assert quota(book, "note")[key] == "agreed by phone"
    assert quota(book, "bid")[key] == 77


def test_undo_takes_a_decomposition_back():
    book = book_of()
    decompose(book)
    undo(book)
    assert rows_of(book, "tblQuota") == []
    assert rows_of(book, "tblQuotaSummary") == []


def test_a_finalised_version_is_what_later_runs_are_compared_with():
    book = book_of()
    decompose(book)
    finalise(book)
    info = book.tables()["tblTargets"]
    row = list(book.read_table("tblTargets").rows[0])
    row[info.header.index("Committed target")] = 1090
    book.write_table("tblTargets", [row])
    decompose(book)
    assert sum(quota(book, "previous").values()) == 1000
    assert sum(quota(book, "change").values()) == 90
    assert [(row["version"], row["status"]) for row in rows_of(book, "tblVersions")] == [
        ("V1", "final"),
        ("V2", "draft"),
    ]
    finalise(book)
    assert [(row["version"], row["status"]) for row in rows_of(book, "tblVersions")] == [
        ("V1", "final"),
        ("V2", "final"),
    ]


def test_from_a_month_on_what_is_before_stays():
    book = book_of()
    decompose(book)
    before = quota(book)
    info = book.tables()["tblTargets"]
    row = list(book.read_table("tblTargets").rows[0])
    row[info.header.index("Committed target")] = 1060
    book.write_table("tblTargets", [row])
    assert decompose(book, from_month="2027-07").problems == ()
    after = quota(book)
    assert sum(after.values()) == 1060
    assert all(after[key] == amount for key, amount in before.items() if key[0] < "2027-07")
    assert decompose(book, from_month="2026-07").problems[0].reason == "from_outside_year"
    assert decompose(book, from_month="July").problems[0].reason == "option_not_a_month"


def test_variance_of_what_was_decomposed():
    book = book_of(tblActuals=sales(2027, 1, 2, east=90, west=10))
    decompose(book)
    outcome = variance(book)
    assert outcome.problems == ()
    rows = rows_of(book, "tblVariance")
    january = next(row for row in rows if row["period"] == "2027-01" and row["member"] == "East")
    assert (january["actual"], january["target"], january["last_year"]) == (90, 63, 3)
    assert january["variance"] == 27
    assert january["attainment"] == pytest.approx(90 / 63)
    assert january["yoy"] == 29
    assert outcome.figures["as_of"] == "2027-02"


def test_variance_up_to_a_month():
    book = book_of(tblActuals=sales(2027, 1, 2))
    decompose(book)
    variance(book, as_of="2027-01")
    assert {row["period"] for row in rows_of(book, "tblVariance")} == {"2027-01"}
    assert variance(book, as_of="2028-01").problems[0].reason == "as_of_outside_year"


def test_causes_that_people_wrote_stay():
    book = book_of(tblActuals=sales(2027, 1))
    decompose(book)
    variance(book)
    block = book.read_table("tblVariance")
    rows = [list(row) for row in block.rows]
    rows[1][block.info.header.index("Cause")] = "late delivery"
    book.write_table("tblVariance", rows)
    actual = book.read_table("tblActuals")
    grown = [list(row) for row in actual.rows]
    grown[0][actual.info.header.index("Amount")] = 500
    book.write_table("tblActuals", grown)
    variance(book)
    assert rows_of(book, "tblVariance")[1]["cause"] == "late delivery"


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"tblQuota": []}, "quota_empty"),
        ({"tblQuota": [{"indicator": "sales_amount", "period": "2027-01", "committed": 5}]}, "actuals_empty"),
    ],
)
def test_variance_without_quota_or_actuals_says_what_to_do_first(tables, reason):
    reasons = [problem.reason for problem in variance(book_of(**tables)).problems]
    assert reason in reasons


AWKWARD = [
    ({"tblTargets": [{**TARGETS[0], "committed": 1000.5}]}, 1),
    ({"tblTargets": [{**TARGETS[0], "committed": "lots"}]}, 1),
    ({"tblHolds": [{"indicator": "sales_amount", "region": "Eest", "amount": 5}]}, 1),
    ({"tblHolds": [{"indicator": "sales_amount", "region": "East", "amount": 5000}]}, 1),
    ({"tblMembers": [{"dimension": "region", "member": "East", "floor": 2000}]}, 1),
    ({"tblSettings": {**SETTINGS, "plan_year": None}}, 1),
    ({"tblTargets": [*TARGETS, *TARGETS]}, 1),
    ({"tblTargets": []}, 1),
]


@pytest.mark.parametrize(("tables", "least"), AWKWARD)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_input_is_listed_in_the_workbooks_language_and_nothing_is_written(tables, least, language):
    book = book_of(language, **tables)
    outcome = decompose(book)
    assert len(outcome.problems) >= least
    assert not [call for call in book.calls if call.startswith("write")]
    for problem in outcome.problems:
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in problem.sentence(language))
        assert chinese or language == "en", problem.sentence(language)
    if tables != {"tblTargets": []}:
        assert len(check(book).problems) == len(outcome.problems)


@pytest.mark.parametrize("table", ["tblHistory", "tblActuals"])
def test_a_misspelt_column_is_named_and_not_taken_for_absent(table):
    book = book_of("zh", tblActuals=sales(2027, 1))
    info = book.tables()[table]
    header = tuple("金额额" if label == "金额" else label for label in info.header)
    book._tables[table] = type(info)(info.name, info.sheet, info.top, info.left, header, info.row_count)
    (problem,) = [problem for problem in check(book).problems if problem.reason.startswith("column_missing")]
    assert "金额额" in problem.sentence("zh")


def test_a_quota_without_months_says_what_variance_needs():
    book = book_of(tblLevels=[LEVELS[1]], tblActuals=sales(2027, 1))
    assert decompose(book).problems == ()
    assert [problem.reason for problem in variance(book).problems] == ["quota_without_months"]


def test_undo_survives_a_program_that_keeps_fewer_digits_of_a_ratio():
    book = book_of()
    decompose(book)
    block = book.read_table("tblQuota")
    growth = block.info.header.index("Growth")
    rows = [
        [float(f"{cell:.12g}") if at == growth and cell else cell for at, cell in enumerate(row)]
        for row in block.rows
    ]
    book.write_table("tblQuota", rows)
    assert undo(book).problems == ()
