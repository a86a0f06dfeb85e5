"""Hold, release and spread as a planner runs them: what moves, what stays, what is refused."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.hold import hold
from salesplan_xl.actions.release import release
from salesplan_xl.actions.spread import spread
from salesplan_xl.actions.undo import undo
from tests.actions.test_decompose import SETTINGS, TARGETS, book_of, quota, sales
from tests.plan_books import SMALL, plan_book, rows_of

PLAN = ("tblQuota", "tblQuotaSummary", "tblHolds")
MEMBERS = [
    {"dimension": "region", "member": "East", "alias": "东区", "code": "R1"},
    {"dimension": "region", "member": "West"},
]


def decomposed(language="en", **tables):
    book = book_of(language, **tables)
    assert decompose(book).problems == ()
    book.calls.clear()
    return book


def plan(book):
    return {table: book.read_table(table).rows for table in PLAN}


def holds(book):
    return [(row["period"], row["region"], row["amount"]) for row in rows_of(book, "tblHolds")]


def reasons(outcome):
    return [problem.reason for problem in outcome.problems]


def sums(cells, at):
    """Return the sums of leaves by one part of their key."""
    found = {}
    for key, amount in cells.items():
        found[key[at]] = found.get(key[at], 0) + amount
    return found


def type_into(book, table, row, label, value):
    """Overwrite one cell by its row (0-based) and header, and return its address."""
    block = book.read_table(table)
    rows = [list(cells) for cells in block.rows]
    column = block.info.header.index(label)
    rows[row][column] = value
    book.write_table(table, rows)
    return f"'{block.info.sheet}'!{block.address(row, column)}"


def matrix_row(book, member):
    return next(n for n, row in enumerate(rows_of(book, "tblQuotaSummary")) if row["member"] == member)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hold_by_members_keeps_the_amount_and_siblings_absorb(language):
    book = decomposed(language, tblMembers=MEMBERS)
    before = quota(book)
    outcome = hold(book, region="East", period="2027-03", amount=10, reason="谈定")
    assert outcome.problems == ()
    after = quota(book)
    assert after["2027-03", "East"] == 10
    # March keeps its total: West absorbs all of the difference, and no other cell moves.
    assert after["2027-03", "West"] == before["2027-03", "West"] + before["2027-03", "East"] - 10
    assert {key for key in after if after[key] != before[key]} == {("2027-03", "East"), ("2027-03", "West")}
    assert outcome.figures["cells"] == 2
    assert outcome.figures["more"] == outcome.figures["less"] == before["2027-03", "East"] - 10
    assert [row["reason"] for row in rows_of(book, "tblHolds")] == ["谈定"]
    assert all(level["exact"] for level in outcome.figures["levels"])
    march = next(row["m03"] for row in rows_of(book, "tblQuotaSummary") if row["member"] == "East")
    assert march == 10
    assert "10" in outcome.summary.sentence(language)


def test_the_changes_name_the_nodes_with_before_and_after():
    book = decomposed()
    before = quota(book)
    outcome = hold(book, region="East", amount=800, dry_run=True)
    changes = outcome.figures["changes"]
    # The year of East rises: months keep their totals, so only the leaves of both regions move.
    assert {change["level"] for change in changes} == {"region"}
    assert len(changes) == outcome.figures["changes_in_all"] == outcome.figures["cells"]
    for change in changes:
        assert change["before"] == before[change["period"], change["region"]]
        assert change["after"] - change["before"] == change["change"]
    assert sum(change["after"] for change in changes if change["region"] == "East") == 800
    assert outcome.figures["more"] == outcome.figures["less"] == 800 - sums(before, 1)["East"]


def test_a_trial_writes_nothing():
    book = decomposed()
    before = plan(book)
    book.calls.clear()
    for outcome in (
        hold(book, region="East", period="2027-03", amount=10, dry_run=True),
        spread(book, region="East", period="2027Q1", amount=100, dry_run=True),
    ):
        assert outcome.problems == ()
        assert outcome.tables == {}
        assert outcome.figures["cells"] > 0
        assert "Nothing was written" in outcome.summary.sentence("en")
    assert not [call for call in book.calls if call.startswith("write")]
    assert plan(book) == before
    assert outcome.attention[0].reason == "cell_moves"


@pytest.mark.parametrize("name", ["R1", "东区", " east "])
def test_codes_and_aliases_are_accepted_and_the_member_is_written(name):
    book = decomposed(tblMembers=MEMBERS)
    assert hold(book, region=name, period="2027年3月", amount=10).problems == ()
    assert holds(book) == [("2027-03", "East", 10)]


def test_without_an_amount_the_node_keeps_what_it_has():
    book = decomposed()
    before = quota(book)
    assert hold(book, region="East", period="2027Q1").problems == ()
    first_quarter = sum(before[f"2027-0{month}", "East"] for month in (1, 2, 3))
    assert holds(book) == [("2027Q1", "East", first_quarter)]
    assert quota(book) == before


def test_a_hold_on_the_same_cells_is_overwritten_in_its_place():
    book = decomposed(
        tblHolds=[
            {"period": "2027-01..03", "region": "East", "amount": 100, "reason": "old"},
            {"period": "2027-07", "region": "West", "amount": 20},
        ]
    )
    hold(book, region="East", period="2027Q1", amount=120)
    assert holds(book) == [("2027Q1", "East", 120), ("2027-07", "West", 20)]
    assert [row["reason"] for row in rows_of(book, "tblHolds")] == ["old", None]
    hold(book, region="East", period="2027Q1", amount=130, reason="new")
    assert [row["reason"] for row in rows_of(book, "tblHolds")] == ["new", None]


@pytest.mark.parametrize(
    "run",
    [
        lambda book: hold(book, region="East", period="2027-03", amount=10),
        lambda book: spread(book, region="East", period="2027Q1", amount=100, mode="equal"),
        lambda book: spread(book, region="East", amount=600, over="period"),
    ],
)
def test_a_second_run_changes_nothing_and_tables_are_touched_once(run):
    book = decomposed()
    assert run(book).tables
    assert max(book.calls.values()) == 1
    before = plan(book)
    again = run(book)
    assert again.problems == ()
    assert again.tables == {}
    assert plan(book) == before


@pytest.mark.parametrize(
    "run",
    [
        lambda book: hold(book, region="East", period="2027-03", amount=10),
        lambda book: spread(book, region="East", period="2027Q1", amount=100),
        lambda book: release(book, region="West", period="2027-07"),
    ],
)
def test_undo_takes_all_of_it_back_in_one_step(run):
    book = decomposed(tblHolds=[{"period": "2027-07", "region": "West", "amount": 50, "reason": "agreed"}])
    before = plan(book)
    assert run(book).tables
    assert plan(book) != before
    assert undo(book).problems == ()
    assert plan(book) == before


def test_release_gives_the_cells_back():
    book = decomposed()
    before = quota(book)
    hold(book, region="East", period="2027-03", amount=10)
    hold(book, region="West", period="2027-07", amount=50)
    outcome = release(book, region="East", period="2027-03")
    assert outcome.problems == ()
    assert holds(book) == [("2027-07", "West", 50)]
    after = quota(book)
    assert after["2027-03", "East"] == before["2027-03", "East"]
    assert after["2027-07", "West"] == 50
    assert release(book, all_=True).problems == ()
    assert quota(book) == before
    assert holds(book) == []
    assert reasons(release(book, all_=True)) == ["nothing_held_at_all"]


def test_release_of_all_that_name_a_member():
    given = [("2027-03", "East", 10), ("2027-04", "East", 11), ("2027-04", "West", 12)]
    book = decomposed(tblHolds=[{"period": p, "region": r, "amount": a} for p, r, a in given])
    assert release(book, region="East", all_=True).problems == ()
    assert holds(book) == [("2027-04", "West", 12)]


def test_release_of_what_is_not_held_names_what_is():
    book = decomposed(tblHolds=[{"period": "2027-03", "region": "East", "amount": 10}])
    outcome = release(book, region="East")
    assert reasons(outcome) == ["nothing_held"]
    assert "2027-03 · East" in outcome.problems[0].sentence("en")
    assert reasons(release(book)) == ["release_all_or_named"]


def test_a_wrong_hold_can_be_released_and_overwritten_though_the_plan_cannot_be_decomposed():
    wrong = [{"period": "2027-03", "region": "East", "amount": 5000}]
    book = book_of(tblHolds=wrong)
    assert decompose(book).problems
    assert release(book, region="East", period="2027-03").problems == ()
    assert sum(quota(book).values()) == 1000
    book = book_of(tblHolds=[{"period": "2027-03", "region": "East", "amount": "many"}])
    assert hold(book, region="East", period="2027-03", amount=10).problems == ()
    assert quota(book)["2027-03", "East"] == 10


@pytest.mark.parametrize("language", ["en", "zh"])
def test_conflicts_are_refused_by_name(language):
    book = decomposed(language)
    before = plan(book)
    outcome = hold(book, region="East", period="2027-03", amount=1200)
    assert reasons(outcome) == ["bounds_conflict"]
    sentence = outcome.problems[0].sentence(language)
    assert "2027-03, East" in sentence
    assert "1,200" in sentence
    assert plan(book) == before


def test_an_upper_node_that_gives_way_is_named():
    book = decomposed()
    outcome = hold(book, region="East", period="2027-03", amount=200)
    assert outcome.problems == ()
    assert quota(book)["2027-03", "East"] == 200
    assert sum(quota(book).values()) == 1000
    gave_way = [said.sentence("en") for said in outcome.attention if said.reason == "nodes_gave_way"]
    assert len(gave_way) == 1
    assert "2027-03" in gave_way[0]
    assert outcome.figures["changes"][0]["level"] == "period"


def test_months_before_from_stay():
    book = decomposed()
    before = quota(book)
    assert hold(book, region="East", period="2027H2", amount=100, from_month="2027-07").problems == ()
    after = quota(book)
    assert all(after[key] == amount for key, amount in before.items() if key[0] < "2027-07")
    assert sum(amount for key, amount in after.items() if key[1] == "East" and key[0] >= "2027-07") == 100


BAD_OPTIONS = [
    ({"region": "Eest", "period": "2027-13", "indicator": "nonsense"}, 3),
    ({"region": "Eest"}, 1),
    ({"period": "2028-01", "region": "East"}, 1),
    ({}, 1),
    ({"period": "2027"}, 1),
    ({"region": "East", "amount": 10.5}, 1),
    ({"region": "East", "amount": float("nan")}, 1),
    ({"region": "East", "amount": 1e300}, 1),
    ({"region": "East", "at": "Quota!B6"}, 1),
    ({"region": "East", "from_month": "soon"}, 1),
    ({"customer": "Nobody"}, 1),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("options", "count"), BAD_OPTIONS)
def test_bad_options_are_all_listed_and_nothing_is_written(options, count, language):
    book = decomposed(language)
    outcome = hold(book, **options)
    assert len(outcome.problems) == count
    assert not [call for call in book.calls if call.startswith("write")]
    for problem in outcome.problems:
        sentence = problem.sentence(language)
        assert language == "en" or any("一" <= letter <= "龥" for letter in sentence), sentence


def test_an_unknown_name_is_refused_with_the_nearest():
    outcome = hold(decomposed(), region="Easst", indicator="Sales amout")
    assert reasons(outcome) == ["indicator_unknown_near", "member_unknown_near"]
    sentences = " ".join(problem.sentence("en") for problem in outcome.problems)
    assert "East" in sentences
    assert "Sales amount" in sentences


def test_a_plan_without_a_quota_needs_an_amount():
    book = book_of()
    assert reasons(hold(book, region="East")) == ["node_without_amount"]
    assert reasons(spread(book, region="East", amount=5)) == ["node_without_cells"]
    assert hold(book, region="East", amount=600).problems == ()
    assert sums(quota(book), 1) == {"East": 600, "West": 400}


def test_problems_of_the_tables_stop_a_hold():
    book = book_of(tblTargets=[{**TARGETS[0], "committed": "lots"}])
    assert hold(book, region="East", amount=10).problems
    bare = decomposed()
    rows = [[None, *row[1:]] for row in bare.read_table("tblTargets").rows]
    bare.write_table("tblTargets", rows)
    assert hold(bare, region="East", amount=10).problems


# Selections of cells


def test_an_amount_typed_over_the_month_matrix_is_held():
    book = decomposed(tblSettings={**SETTINGS, "money_unit": 10})
    before = quota(book)
    at = type_into(book, "tblQuotaSummary", matrix_row(book, "East"), "Mar", 2)
    outcome = hold(book, at=at, reason="谈定")
    assert outcome.problems == ()
    assert holds(book) == [("2027-03", "East", 20)]
    after = quota(book)
    assert after["2027-03", "East"] == 20
    assert after["2027-03", "West"] == before["2027-03", "West"] + before["2027-03", "East"] - 20
    assert rows_of(book, "tblQuotaSummary")[matrix_row(book, "East")]["m03"] == 2
    book.calls.clear()
    assert hold(book, at=at).tables == {}
    assert max(book.calls.values()) == 1


def test_an_amount_with_its_own_unit_is_not_taken_in_the_money_unit():
    book = decomposed("zh", tblSettings={**SETTINGS, "money_unit": 10000})
    at = type_into(book, "tblQuotaSummary", matrix_row(book, "East"), "3月", "20元")
    assert hold(book, at=at).problems == ()
    assert holds(book) == [("2027-03", "East", 20)]


@pytest.mark.parametrize(
    ("label", "period"), [("Q2", "2027Q2"), ("H1", "2027H1"), ("Full year", None), ("Dec", "2027-12")]
)
def test_every_amount_column_of_the_matrix_stands_for_its_period(label, period):
    book = decomposed()
    row = matrix_row(book, "West")
    now = rows_of(book, "tblQuotaSummary")[row]
    block = book.read_table("tblQuotaSummary")
    column = block.info.header.index(label)
    at = f"'{block.info.sheet}'!{block.address(row, column)}"
    assert hold(book, at=at).problems == ()
    id = {"Q2": "q2", "H1": "h1", "Full year": "year", "Dec": "m12"}[label]
    assert holds(book) == [(period, "West", now[id])]


def test_a_fiscal_year_gives_columns_their_own_months():
    settings = {**SETTINGS, "fiscal_start": 4}
    book = decomposed(tblSettings=settings, tblHistory=[*sales(2026, *range(4, 13)), *sales(2027, 1, 2, 3)])
    at = type_into(book, "tblQuotaSummary", matrix_row(book, "East"), "Jan", 5)
    assert hold(book, at=at).problems == ()
    assert holds(book) == [("2028-01", "East", 5)]
    assert quota(book)["2028-01", "East"] == 5


def test_the_total_row_stands_for_a_month_of_all():
    book = decomposed()
    at = type_into(book, "tblQuotaSummary", 0, "Mar", 100)
    assert hold(book, at=at).problems == ()
    assert sums(quota(book), 0)["2027-03"] == 100
    year = type_into(book, "tblQuotaSummary", 0, "Full year", 1100)
    assert reasons(hold(book, at=year)) == ["node_names_nothing"]


def test_a_range_holds_every_cell_in_it():
    book = decomposed()
    before = quota(book)
    block = book.read_table("tblQuotaSummary")
    row = matrix_row(book, "East")
    first = block.address(row, block.info.header.index("Jan"))
    last = block.address(row, block.info.header.index("Mar"))
    at = f"'{block.info.sheet}'!{first}:{last}"
    assert hold(book, at=at).problems == ()
    assert holds(book) == [(f"2027-0{m}", "East", before[f"2027-0{m}", "East"]) for m in (1, 2, 3)]
    assert reasons(hold(book, at=at, amount=5)) == ["one_amount_for_many"]
    assert release(book, at=at).problems == ()
    assert holds(book) == []


def test_a_cell_of_the_quota_stands_for_its_leaf():
    book = decomposed()
    key = [(row["period"], row["region"]) for row in rows_of(book, "tblQuota")][4]
    at = type_into(book, "tblQuota", 4, "Committed target", 33)
    assert hold(book, at=at).problems == ()
    assert holds(book) == [(*key, 33)]
    assert quota(book)[key] == 33
    assert sum(quota(book).values()) == 1000


def test_a_row_of_the_holds_can_be_selected():
    book = decomposed(tblHolds=[{"period": "2027-03", "region": "East", "amount": 10}])
    at = type_into(book, "tblHolds", 0, "Held amount", 12)
    assert hold(book, at=at).problems == ()
    assert quota(book)["2027-03", "East"] == 12
    assert release(book, at=at).problems == ()
    assert holds(book) == []


def test_a_row_that_shares_its_cells_is_refused():
    rows = [{**row, "channel": "Retail"} for row in sales(2026, *range(1, 13))]
    levels = [*({"order": n, "dimension": d} for n, d in enumerate(("period", "region", "channel"), 1))]
    book = decomposed(tblHistory=rows, tblLevels=levels)
    at = type_into(book, "tblQuota", 1, "Channel", None)
    block = book.read_table("tblQuota")
    leaf = [list(block.rows[1])]
    leaf[0][block.info.header.index("Channel")] = "Online"
    book.write_table("tblQuota", [*block.rows, *leaf])
    at = at.replace(at[at.index("!") + 1 :], block.address(1, block.info.header.index("Committed target")))
    outcome = hold(book, at=at)
    assert reasons(outcome) == ["selected_row_not_alone"]
    assert "channel" in outcome.problems[0].sentence("en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_cells_that_are_no_amounts_are_refused_with_a_sentence(language):
    book = decomposed(language)
    before = plan(book)
    matrix, leaves = book.tables()["tblQuotaSummary"], book.tables()["tblQuota"]
    last = matrix.top + matrix.row_count
    for at, reason in {
        f"'{matrix.sheet}'!D{matrix.top + 1}": "selection_no_amount",
        f"'{matrix.sheet}'!$B${matrix.top}": "selection_outside",
        f"'{matrix.sheet}'!F{last + 3}": "selection_outside",
        f"'{leaves.sheet}'!I:I": "selection_no_amount",
        "Nowhere!B2": "selection_no_sheet",
        "B2": "selection_unreadable",
        "Sheet!": "selection_unreadable",
        f"'{matrix.sheet}'!B:2": "selection_unreadable",
    }.items():
        outcome = hold(book, at=at)
        assert set(reasons(outcome)) == {reason}, at
        assert outcome.problems[0].sentence(language)
    assert plan(book) == before


def test_a_blank_cell_a_text_and_a_row_of_no_member_are_refused():
    book = decomposed(tblSettings={**SETTINGS, "reserve": 0.1})
    at = type_into(book, "tblQuotaSummary", matrix_row(book, "East"), "Mar", None)
    assert reasons(hold(book, at=at)) == ["selected_cell_blank"]
    type_into(book, "tblQuotaSummary", matrix_row(book, "East"), "Mar", "about 5")
    assert reasons(hold(book, at=at)) == ["cell_not_a_number"]
    reserve = next(n for n, row in enumerate(rows_of(book, "tblQuotaSummary")) if row["member"] == "Reserve")
    of_reserve = type_into(book, "tblQuotaSummary", reserve, "Full year", 5)
    assert reasons(hold(book, at=of_reserve)) == ["selection_no_node"]
    both = type_into(book, "tblQuotaSummary", matrix_row(book, "East"), "Mar", 5)
    leaf = [(row["period"], row["region"]) for row in rows_of(book, "tblQuota")].index(("2027-03", "East"))
    other = type_into(book, "tblQuota", leaf, "Committed target", 6)
    assert reasons(hold(book, at=f"{both},{other}")) == ["selected_cell_twice"]


# Spread


def test_spread_writes_the_cells_and_siblings_absorb():
    book = decomposed()
    before = quota(book)
    outcome = spread(book, region="East", period="2027Q1", amount=120, mode="equal")
    assert outcome.problems == ()
    after = quota(book)
    assert [after[f"2027-0{month}", "East"] for month in (1, 2, 3)] == [40, 40, 40]
    assert sum(after.values()) == 1000
    # Months have room: each keeps its total, West absorbs.
    assert sums(after, 0) == sums(before, 0)
    assert holds(book)[0] == ("2027Q1", "East", 120)
    assert {row["reason"] for row in rows_of(book, "tblHolds")} == {"spread: equal"}
    decompose(book)
    assert quota(book) == after


MODES = [
    # mode, amount, parameter: what 63, 63, 63 of January to March become, by the formula of each mode
    ("proportional", 90, None, [30, 30, 30]),
    ("repeat", 20, None, [20, 20, 20]),
    ("percent", None, 0.5, [32, 32, 31]),
    ("linear", 10, 30, [10, 20, 30]),
    ("growth", 16, 0.5, [16, 24, 36]),
    ("relative", 60, None, [10, 20, 30]),
    ("relative_percent", None, 1.0, [4, 8, 12]),
    ("-equal", 30, None, [53, 53, 53]),
    ("+repeat", 5, None, [68, 68, 68]),
    ("clear", None, None, [0, 0, 0]),
]


@pytest.mark.parametrize(("mode", "amount", "parameter", "expected"), MODES)
def test_modes_of_spread(mode, amount, parameter, expected):
    """Last year East sold 2, 4 and 6 in these months, which the relative modes go by; 94.5 rounds once."""
    history = [*sales(2025, *range(1, 13)), *sales(2026, *range(4, 13))]
    history += [row for month in (1, 2, 3) for row in sales(2026, month, east=2 * month)]
    book = decomposed(tblHistory=history)
    first = [(f"2027-0{month}", "East") for month in (1, 2, 3)]
    for key in first:
        rows = [(row["period"], row["region"]) for row in rows_of(book, "tblQuota")]
        type_into(book, "tblQuota", rows.index(key), "Committed target", 63)
    outcome = spread(book, region="East", period="2027Q1", amount=amount, mode=mode, parameter=parameter)
    assert outcome.problems == ()
    assert [quota(book)[key] for key in first] == expected


def test_held_cells_keep_their_amount_in_a_spread_and_a_later_spread_overwrites_an_earlier_one():
    book = decomposed(tblHolds=[{"period": "2027-02", "region": "East", "amount": 10, "reason": "agreed"}])
    assert spread(book, region="East", period="2027Q1", amount=110, mode="equal").problems == ()
    assert [quota(book)[f"2027-0{month}", "East"] for month in (1, 2, 3)] == [50, 10, 50]
    assert spread(book, region="East", period="2027Q1", amount=70, mode="equal").problems == ()
    assert [quota(book)[f"2027-0{month}", "East"] for month in (1, 2, 3)] == [30, 10, 30]
    assert len(holds(book)) == 4
    assert release(book, region="East", period="2027Q1").problems == ()
    assert holds(book) == [("2027-02", "East", 10)]


def test_spread_over_months_leaves_the_split_below_to_the_plan():
    rows = [{**row, "channel": channel} for row in sales(2026, *range(1, 13)) for channel in ("A", "B")]
    levels = [*({"order": n, "dimension": d} for n, d in enumerate(("period", "region", "channel"), 1))]
    book = decomposed(tblHistory=rows, tblLevels=levels)
    outcome = spread(
        book, region="East", period="2027Q1", amount=60, mode="linear", parameter=60, over="month"
    )
    assert outcome.problems == ()
    assert holds(book)[1:] == [("2027-01", "East", 60), ("2027-02", "East", 60), ("2027-03", "East", 60)]
    leaves = [
        row for row in rows_of(book, "tblQuota") if row["region"] == "East" and row["period"] == "2027-02"
    ]
    assert [row["committed"] for row in leaves] == [30, 30]


def test_spread_over_selected_cells():
    book = decomposed()
    block = book.read_table("tblQuotaSummary")
    row = matrix_row(book, "West")
    cells = [block.address(row, block.info.header.index(label)) for label in ("Jan", "Mar")]
    at = f"'{block.info.sheet}'!{cells[0]},{cells[1]}"
    assert spread(book, at=at, amount=30, mode="equal").problems == ()
    assert holds(book) == [("2027-01", "West", 15), ("2027-03", "West", 15)]
    overlapping = f"{at},{block.address(row, block.info.header.index('Q1'))}"
    assert set(reasons(spread(book, at=overlapping, amount=30))) == {"spread_overlaps"}
    assert reasons(spread(book, at=at, amount=30, over="month")) == ["spread_of_several"]
    typed = type_into(book, "tblQuotaSummary", row, "Q3", 90)
    assert spread(book, at=typed, mode="equal").problems == ()
    assert [quota(book)[f"2027-0{month}", "West"] for month in (7, 8, 9)] == [30, 30, 30]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"region": "East"}, "spread_needs_amount"),
        ({"region": "East", "amount": 10, "mode": "equally"}, "not_a_word"),
        ({"region": "East", "amount": 10, "over": "colour"}, "over_unknown"),
        ({"region": "East", "amount": 10, "over": "channel"}, "over_not_split"),
        ({"region": "East", "amount": 10.5}, "off_grid"),
        ({"region": "East", "amount": 10, "mode": "linear"}, "missing_argument"),
        ({"region": "East", "amount": float("inf")}, "amount_not_finite"),
        ({"amount": 10}, "node_names_nothing"),
    ],
)
def test_spreads_that_cannot_be_are_refused(options, reason):
    book = decomposed()
    outcome = spread(book, **options)
    assert reasons(outcome) == [reason], outcome.problems
    assert not [call for call in book.calls if call.startswith("write")]


def test_too_many_cells_are_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr("salesplan_xl.actions.spread.MOST_CELLS", 11)
    monkeypatch.setattr("salesplan_xl.actions.selection.MOST_CELLS", 11)
    book = decomposed()
    outcome = spread(book, region="East", amount=600)
    assert reasons(outcome) == ["spread_too_many"]
    assert "--over" in outcome.problems[0].sentence("en")
    assert reasons(hold(book, at="Quota!J:J")) == ["selection_too_large"]


def test_a_count_of_further_changes_is_readable_and_says_what_it_counts():
    regions = [f"R{number:04d}" for number in range(1200)]
    history = [{"month": "2026-03", "region": region, "amount": 1000} for region in regions]
    levels = [{"order": 1, "dimension": "period"}, {"order": 2, "dimension": "region"}]
    targets = [{"indicator": "sales_amount", "unit": "base", "committed": 1_200_000}]
    book = plan_book(**{**SMALL, "tblTargets": targets, "tblHistory": history, "tblLevels": levels})
    decompose(book)
    outcome = hold(book, region="R0000", period="2027-03", amount=120_000, dry_run=True)
    last = [said for said in outcome.attention if said.reason == "cells_move_too"]
    # 1,200 regions, of which all change; the first ten are told one by one.
    assert [said.sentence("zh") for said in last] == ["另有1,190处变动，包括明细单元和各级合计。"]
    assert [said.sentence("en") for said in last] == [
        "1,190 more changes, of cells and of the sums above them."
    ]
