"""What undo keeps: enough to go back, small, and unable to do harm."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.actions.undo_record import (
    CELL_CHARACTERS,
    TableChange,
    filled,
    packed,
    rows_equal,
    unpacked,
)
from salesplan_xl.cells import CellError
from salesplan_xl.errors import WrongKind

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.dates(),
    st.datetimes(),
    st.sampled_from(list(CellError)),
)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6)
HEADER = ("a", "b", "c")


def change(before, after, people=(), key=()):
    return TableChange.between("tblQuota", HEADER, before, after, people, key)


@given(TABLES, TABLES)
def test_undo_gives_back_exactly_what_was_there(before, after):
    made = change(before, after)
    if made is None:
        assert rows_equal(filled(before), filled(after))
        return
    action, (read,) = unpacked(packed("decompose", [made]))
    assert action == "decompose"
    assert read.edited_since(after) == []
    assert rows_equal(read.restored(after), filled(before))


def test_nothing_changed_needs_no_record():
    assert change([(1, "x", None)], [(1.0, "x", "")]) is None


def test_sorting_is_no_edit():
    made = change([(1, 1, 1), (2, 2, 2)], [(1, 5, 1), (2, 6, 2)])
    sorted_since = [(2, 6, 2), (1, 5, 1)]
    assert made.edited_since(sorted_since) == []
    assert made.restored(sorted_since) == [[1, 1, 1], [2, 2, 2]]


@pytest.mark.parametrize(
    ("now", "edited"),
    [
        ([(1, 5, 1), (2, 7, 2)], [1]),
        ([(1, 5, 1)], [1]),
        ([(1, 5, 1), (2, 6, 2), (3, 3, 3)], [2]),
        ([(1, "5", 1), (2, 6, 2)], [0]),
    ],
)
def test_an_edit_since_is_seen(now, edited):
    made = change([(1, 1, 1), (2, 2, 2)], [(1, 5, 1), (2, 6, 2)])
    assert made.edited_since(now) == edited


def test_what_people_type_in_their_own_columns_is_kept():
    made = change([(1, 1, None)], [(1, 5, None)], people=(2,), key=(0,))
    typed = [(1, 5, "a reason")]
    assert made.edited_since(typed) == []
    assert made.restored(typed) == [[1, 1, "a reason"]]


@pytest.mark.parametrize(
    ("after", "typed"),
    [
        ([(1, 5, None), (2, 6, None)], [(1, 5, None), (2, 6, "a bid")]),
        ([(7, 5, None)], [(7, 5, "a bid")]),
    ],
)
def test_what_people_typed_into_rows_that_would_vanish_stops_undo(after, typed):
    made = change([(1, 1, None)], after, people=(2,), key=(0,))
    assert made.edited_since(after) == []
    assert made.edited_since(typed) == [len(typed) - 1]


def test_a_record_is_cut_to_fit_into_cells():
    import random

    noise = random.Random(1)
    rows = [(noise.random(), noise.random(), noise.random()) for _ in range(3000)]
    texts = packed("load", [change(rows, [])])
    assert len(texts) > 1
    assert max(map(len, texts)) == CELL_CHARACTERS
    assert unpacked(texts)[1][0].restored([]) == [list(row) for row in rows]


def test_only_changed_cells_are_kept():
    rows = [(i, "same", dt.date(2027, 1, 1)) for i in range(1000)]
    after = [(i, "same", dt.date(2027, 1, 1)) for i in range(999)] + [(999, "other", dt.date(2027, 1, 1))]
    assert change(rows, after).changed == ((999, 1, "same"),)


@pytest.mark.parametrize("text", ["", "nonsense", "eJwDAAAAAAE=", "💥", "W10="])
def test_a_damaged_record_is_refused(text):
    with pytest.raises(WrongKind):
        unpacked([text])
