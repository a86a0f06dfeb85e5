"""Targets and bids brought together as a planner does it."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.reconcile import reconcile
from salesplan_xl.actions.undo import undo
from salesplan_xl.addin.ribbon_actions import run as run_button
from salesplan_xl.hosts.memory import MemoryWorkbook
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}
TARGETS = [{"indicator": "sales_amount", "unit": "base", "committed": 2400, "stretch": 2640}]
LEVELS = [{"order": 1, "dimension": "period"}, {"order": 2, "dimension": "region"}]
HISTORY = [
    {"month": f"2026-{m:02d}", "region": region, "amount": 10}
    for m in range(1, 13)
    for region in ("East", "West")
]
BID = {"en": "Bid", "zh": "申报数"}


def book_of(language="en", bids=None, **tables):
    """Return a decomposed plan of 100 a month for East and West, in which some have bid."""
    given = {
        "tblSettings": SETTINGS,
        "tblTargets": TARGETS,
        "tblLevels": LEVELS,
        "tblHistory": HISTORY,
        **tables,
    }
    book = plan_book(language, **given)
    assert decompose(book).problems == ()
    bid(book, {"East": 140, "West": 80} if bids is None else bids, language)
    book.calls.clear()
    return book


def bid(book, bids, language="en"):
    header = list(book.tables()["tblQuota"].header)
    at, region = header.index(BID[language]), header.index("Region" if language == "en" else "区域")
    rows = [list(row) for row in book.read_table("tblQuota").rows]
    for row in rows:
        row[at] = bids.get(row[region])
    book.write_table("tblQuota", rows)


def committed(book, region="East"):
    return [row["committed"] for row in rows_of(book, "tblQuota") if row["region"] == region]


@pytest.mark.parametrize(("language", "total"), [("en", "Total"), ("zh", "合计")])
def test_the_comparison_is_written_and_the_quota_stays(language, total):
    """Half of 140 and 100 is 120, of 80 and 100 is 90: 2400 in that proportion is 1371 and 1029."""
    book = book_of(language)
    outcome = reconcile(book)
    assert outcome.problems == ()
    assert set(outcome.tables) == {"tblReconcile"}
    rows = {(row["dimension"], row["member"]): row for row in rows_of(book, "tblReconcile")}
    whole = rows["total", total]
    assert [whole[c] for c in ("top_down", "bid", "typed", "gap", "negotiated", "change")] == [
        2400, 2640, 2640, 240, 2400, 0,
    ]  # fmt: skip
    east = rows["region", "East"]
    assert (east["gap"], east["negotiated"]) == (480, 1368)  # each month's 200 is 114.3 and 85.7
    assert committed(book) == [100] * 12
    assert "+240" in outcome.as_json(language)["summary"]


def test_apply_puts_it_into_the_quota_with_all_that_stands_beside():
    book = book_of()
    outcome = reconcile(book, apply=True)
    assert outcome.problems == ()
    assert committed(book) == [114] * 12
    row = rows_of(book, "tblQuota")[0]
    assert (row["committed"], row["stretch"], row["share"], row["bid"]) == (114, 124, 114 / 2400, 140)
    matrix = {row["member"]: row for row in rows_of(book, "tblQuotaSummary")}
    assert (matrix["East"]["year"], matrix["West"]["year"], matrix["Total"]["year"]) == (1368, 1032, 2400)
    assert {row["difference"] for row in matrix.values()} == {0}


def test_a_second_apply_changes_nothing_until_a_bid_does():
    book = book_of()
    reconcile(book, apply=True)
    before = {t: rows_of(book, t) for t in ("tblQuota", "tblReconcile", "tblQuotaSummary", "tblUndo")}
    for options in ({"apply": True}, {}, {"apply": True, "trust": "1"}):
        outcome = reconcile(book, **options)
        assert outcome.tables == {}
        assert outcome.summary.reason == "reconcile_settled"
    assert {table: rows_of(book, table) for table in before} == before
    bid(book, {"East": 150, "West": 80})
    assert reconcile(book, apply=True).tables


def test_each_table_is_read_and_written_at_most_once_and_undo_goes_back():
    book = book_of()
    before = {table: rows_of(book, table) for table in ("tblQuota", "tblQuotaSummary", "tblReconcile")}
    book.calls.clear()
    reconcile(book, apply=True)
    assert max(book.calls.values()) == 1
    undo(book)
    assert {table: rows_of(book, table) for table in before} == before


@pytest.mark.parametrize(
    ("trust", "east"),
    [
        ("0", [100] * 12),
        ("1", [127] * 12),  # 140 of 220 on 200
        ("100%", [127] * 12),
        ("0, East=1", [117] * 12),  # 140 of 240 on 200: 116.7
        ("0，东区＝1", [117] * 12),
        ("region", [117] * 12),
    ],
)
def test_trust_for_all_for_a_member_or_by_weights(trust, east):
    members = [
        {"dimension": "region", "member": "East", "alias": "东区", "weight": 1},
        {"dimension": "region", "member": "West", "weight": 0},
    ]
    book = book_of(tblMembers=members)
    assert reconcile(book, trust=trust, apply=True).problems == ()
    assert committed(book) == east


def test_the_setting_is_the_trust_where_no_option_is_given():
    book = book_of(tblSettings={**SETTINGS, "bid_trust": 1})
    reconcile(book, apply=True)
    assert committed(book) == [127] * 12


def test_a_kept_level():
    book = book_of()
    reconcile(book, apply=True, keep="区域")
    assert committed(book) == [100] * 12


def test_wrong_options_are_all_listed_and_nothing_is_written():
    book = book_of()
    problems = reconcile(book, trust="2,Eest=0.5,East=high", keep=None, apply=True).problems
    assert [problem.reason for problem in problems] == ["reconcile_trust"] * 3
    assert [problem.reason for problem in reconcile(book, keep="colour").problems] == ["option_not_a_choice"]
    assert not [call for call in book.calls if call.startswith("write")]


def test_weights_above_one_are_no_trust():
    book = book_of(tblMembers=[{"dimension": "region", "member": "East", "weight": 30}])
    assert [p.reason for p in reconcile(book, trust="region").problems] == ["reconcile_trust_weight"]


def test_cells_without_a_bid_count_with_their_target():
    book = book_of(bids={"East": 140})
    said = reconcile(book, apply=True).as_json("en")["attention"]
    assert "Sales amount: 12 of 24 cells have no bid and count with their target." in said
    assert committed(book) == [109] * 12  # 120 of 220 on 200


def test_bids_against_caps_are_named():
    members = [{"dimension": "region", "member": "East", "cap": 1300}]
    book = book_of(tblMembers=members)
    said = reconcile(book, apply=True).as_json("en")["attention"]
    assert any("cap 1,300" in line and "1,680" in line for line in said)
    assert committed(book) == [108] * 12  # a month of 108.3 is cut, never more than the cap


def test_without_bids_or_with_bad_ones_nothing_is_written():
    book = book_of(bids={})
    assert [p.reason for p in reconcile(book).problems] == ["reconcile_no_bids"]
    bid(book, {"East": "much", "West": -5})
    book.calls.clear()
    assert len(reconcile(book).problems) == 12
    bid(book, {"West": -5})
    book.calls.clear()
    assert [p.reason for p in reconcile(book).problems] == ["reconcile_negative"]
    assert not [call for call in book.calls if call.startswith("write")]


def test_a_bid_whose_row_has_no_target_is_told():
    book = book_of()
    rows = [list(row) for row in book.read_table("tblQuota").rows]
    header = list(book.tables()["tblQuota"].header)
    lone = [None] * len(header)
    lone[header.index("Period")], lone[header.index("Bid")] = "2027-03", 9
    book.write_table("tblQuota", [*rows, lone])
    assert any("1 bids stand" in line for line in reconcile(book).as_json("en")["attention"])


def test_a_workbook_without_the_comparison_table_says_so():
    book = book_of()
    blocks = {name: book.read_table(name) for name in ("tblSettings", "tblTargets", "tblQuota")}
    bare = MemoryWorkbook(
        {n: (b.info.sheet, 5, 2, b.info.header, [list(r) for r in b.rows]) for n, b in blocks.items()}
    )
    outcome = reconcile(bare)
    assert outcome.problems == ()
    assert outcome.figures["totals"][0]["gap"] == 240
    assert "tblReconcile" in outcome.as_json("en")["attention"][0]


@pytest.mark.parametrize(("typed", "amounts"), [("", 100), ("no", 100), ("是", 114), ("Yes", 114)])
def test_the_button_asks_whether_to_write_it_into_the_quota(typed, amounts):
    book = book_of()
    assert "Sales amount" in run_button("reconcile", {"apply": typed}, "en", book)
    assert committed(book) == [amounts] * 12
