"""RECONCILE: both margins exact, bounds and holds kept, conflicts named."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import OutOfRange, SalesPlanError, WrongKind
from salesplan_xl.formulas.margin_sentences import Sentences
from salesplan_xl.formulas.reconcile import reconcile
from salesplan_xl.formulas.transport import Conflict
from salesplan_xl.units import Step
from tests.formulas.two_way_tables import Table, bounded_tables, is_possible

N = None


@settings(max_examples=200, deadline=None)
@given(bounded_tables(), st.sampled_from([1, 0.01, 0.05, 1000]), st.integers(0, 2**32 - 1))
def test_possible_margins_are_met_exactly(drawn: tuple[Table, Table, Table, Table], step: float, start: int):
    """Whatever some table can meet is met: totals, steps, held cells, floors and caps; zeros stay zero."""
    seed, table, low, high = drawn
    random = np.random.default_rng(start)
    holds = random.random(table.shape) < 0.15
    held = [
        [float(c) * step if h else N for c, h in zip(*rows, strict=True)]
        for rows in zip(table, holds, strict=True)
    ]
    free_low = np.where(seed > 0, low, 0)
    floor = [[float(c) * step if c else N for c in row] for row in free_low]
    cap = [
        [float(c) * step if s and c <= table.sum() else N for c, s in zip(*rows, strict=True)]
        for rows in zip(high, seed, strict=True)
    ]
    rows, columns = table.sum(axis=1) * step, table.sum(axis=0) * step
    found = reconcile(seed, rows, columns, step, held, floor, cap)
    steps = np.rint(np.array(found) / step).astype(int)
    assert found == pytest.approx(steps * step, rel=1e-15)
    assert (steps.sum(axis=1) == table.sum(axis=1)).all()
    assert (steps.sum(axis=0) == table.sum(axis=0)).all()
    assert (steps[holds] == table[holds]).all()
    assert (steps >= free_low).all()
    assert (steps <= np.where(seed > 0, high, table)).all()
    assert (steps[(seed == 0) & ~holds] == 0).all()


@settings(max_examples=200, deadline=None)
@given(bounded_tables(4), st.integers(0, 2**32 - 1))
def test_refused_exactly_when_no_table_exists(drawn: tuple[Table, Table, Table, Table], start: int):
    """Random margins are refused when a plain maximum flow says so, and only then."""
    seed, table, _, _ = drawn
    m, n = table.shape
    random = np.random.default_rng(start)
    total = int(table.sum())
    rows, columns = random.multinomial(total, np.ones(m) / m), random.multinomial(total, np.ones(n) / n)
    possible = is_possible(rows.tolist(), columns.tolist(), 0 * seed, np.where(seed > 0, total, 0))
    if not possible:
        with pytest.raises(OutOfRange) as refused:
            reconcile(seed, rows, columns, 1)
        assert refused.value.reason in ("line_without_seed", "lines_get_too_little")
        assert refused.value.sentence("zh")
        return
    found = reconcile(seed, rows, columns, 1)
    assert (found.sum(axis=1) == rows).all()
    assert (found.sum(axis=0) == columns).all()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 8),
    st.integers(1, 8),
    st.sampled_from([2.0, 0.1, 1e-6, 1e9]),
)
def test_scale_sign_and_rerun(start: int, m: int, n: int, scale: float):
    """The unit of the seed does not matter, a negative table is the mirror, a result reconciles to itself."""
    random = np.random.default_rng(start)
    seed, table = random.integers(1, 1000, (m, n)), random.integers(0, 50, (m, n))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    found = reconcile(seed, rows, columns, 1)
    assert (reconcile(seed * scale, rows, columns, 1) == found).all()
    assert (reconcile(seed, -rows, -columns, 1) == -found).all()
    assert (reconcile(found, rows, columns, 1) == found).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_of_rows_does_not_matter_without_ties(start: int):
    """Shuffled rows and columns give the shuffled table, where no two results are equally near."""
    random = np.random.default_rng(start)
    seed, table = random.uniform(1, 2, (5, 4)), random.integers(0, 50, (5, 4))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    i, j = random.permutation(5), random.permutation(4)
    found = reconcile(seed, rows, columns, 1)
    assert (reconcile(seed[i][:, j], rows[i], columns[j], 1) == found[i][:, j]).all()


def test_totals_may_lie_in_a_row_or_a_column():
    """Margins are a series; how they lie in the sheet does not matter."""
    expected = [[2.0, 3.0], [8.0, 7.0]]
    for rows in ([5, 15], [[5, 15]], [[5], [15]]):
        assert reconcile([[7, 9], [12, 7]], rows, [[10], [10]], 1).tolist() == expected


def test_floor_of_a_negative_table():
    """A floor of -4 in a negative table lets no cell go below -4."""
    found = reconcile([[9, 1], [1, 9]], [-6, -6], [-6, -6], 1, floor=-4)
    assert found.tolist() == [[-4, -2], [-2, -4]]


def test_a_forced_zero_leaves_the_other_cells_exact():
    """The 8 of row 3 can only be 0; the four cells beside it keep a d / (b c) = 2 * 6 / (8 * 8)."""
    rows, columns = [991594247841, 1508308641910, 644947785861], [1755981601790, 743921287961, 644947785861]
    with localcontext() as context:
        context.prec = 60
        # 64 a (a + slack) = 12 (rows[0] - a) (columns[0] - a), solved for a
        slack = Decimal(rows[1] - columns[0])
        two, one = Decimal(52), 64 * slack + 12 * (rows[0] + columns[0])
        first = ((one * one + 4 * two * 12 * rows[0] * columns[0]).sqrt() - one) / (2 * two)
        nearest = int(first.to_integral_value())
    found = reconcile([[2, 8, 0], [8, 6, 0], [0, 8, 4]], rows, columns, 1)
    assert found.tolist() == [
        [nearest, rows[0] - nearest, 0],
        [columns[0] - nearest, rows[1] - columns[0] + nearest, 0],
        [0, 0, rows[2]],
    ]


def test_cap_of_a_negative_table():
    """A cap of -2 in a negative table keeps every cell at least 2 below zero."""
    found = reconcile([[9, 1], [1, 9]], [-10, -10], [-10, -10], 1, cap=-2)
    assert found.tolist() == [[-8, -2], [-2, -8]]


def test_more_held_than_a_negative_total():
    """The free cell beside a held -20 may not turn positive for the row to come to -10."""
    with pytest.raises(OutOfRange, match=r"Row 1 must add up to -10, but the held cells .* come to -20;"):
        reconcile([[1, 1], [1, 1]], [-10, -5], [-20, 5], 1, held=[[-20, N], [N, N]])


def test_what_is_left_below_a_total_of_zero_is_negative():
    """Row total 0 less the held 5 leaves -5 for the other cell."""
    assert reconcile([[1, 1]], [0], [5, -5], 1, held=[[5, N]]).tolist() == [[5, -5]]


def test_bounds_where_all_totals_are_zero():
    """Zero is within a floor of -3 and a cap of 3; floors of 3 are more than a row's 0."""
    zeros = [[1, 1], [1, 1]], [0, 0], [0, 0], 1
    assert reconcile(*zeros, floor=-3, cap=3).tolist() == [[0, 0], [0, 0]]
    with pytest.raises(OutOfRange, match=r"Row 1 must add up to 0, but the held cells and floors .* to 6;"):
        reconcile(*zeros, floor=3)


def test_zero_seed_takes_its_floor():
    """A cell without history gets its floor and no more."""
    assert reconcile([[0, 1], [1, 1]], [10, 10], [10, 10], 1, floor=[[2, N], [N, N]]).tolist() == [
        [2, 8],
        [8, 2],
    ]


REFUSED = {
    "Row totals and column totals": (
        ([[1, 1], [1, 1]], [1, 3], [1, 4.5], 0.5),
        "The row totals add up to 4.0 but the column totals to 5.5",
    ),
    "zeros": (
        ([[0, 0, 0], [1, 4, 0], [0, 3, 20]], [0, 2, 6], [4, 1, 3], 1),
        "Row 3 must add up to 6, but columns 2, 3 can give at most 4",
    ),
    "a row without seed": (([[0, 0], [1, 1]], [1, 3], [2, 2], 1), "Row 1 must add up to 1 more than is held"),
    "a column without seed": (
        ([[0, 1], [0, 1]], [1, 3], [2, 2], 1),
        "Column 1 must add up to 2 more than is held",
    ),
    "both signs": (([[1, 1], [1, 1]], [-1, 3], [1, 1], 1), "row_totals is -1 in place 1 while"),
    "held beyond": (
        ([[1, 1], [1, 1]], [10, 10], [10, 10], 1, [[12, N], [N, N]]),
        "Row 1 must add up to 10, but the held cells and floors there come to 12",
    ),
    "floors beyond": (
        ([[1, 1], [1, 1]], [20, 4], [12, 12], 1, N, [[N, N], [3, 3]]),
        "Row 2 must add up to 4, but the held cells and floors there come to 6",
    ),
    "caps": (
        ([[1, 1], [1, 1]], [10, 10], [10, 10], 1, N, N, 4),
        "Row 2 must add up to 10, but columns 1, 2 can give at most 8",
    ),
    "held and zeros": (
        ([[1, 1, 0], [1, 1, 0], [1, 1, 1]], [9, 9, 2], [5, 5, 10], 1, [[N, N, N], [N, 2, N], [N, N, N]]),
        "can give at most",
    ),
    "held below floor": (
        ([[1, 1], [1, 1]], [10, 10], [10, 10], 1, [[2, N], [N, N]], 3),
        "The held amount 2 is below the floor 3 in row 1, column 1",
    ),
    "held above cap": (
        ([[1, 1], [1, 1]], [10, 10], [10, 10], 1, [[9, N], [N, N]], N, 8),
        "The held amount 9 is above the cap 8 in row 1, column 1",
    ),
    "cap below zero": (([[1, 1], [1, 1]], [10, 10], [10, 10], 1, N, N, -4), "The cap is -4"),
    "seed below zero": (([[1, -1], [1, 1]], [10, 10], [10, 10], 1), "seed is -1 in row 1, column 2"),
    "off the grid": (([[1, 1]], [10.5], [5, 5.5], 1), "no multiple of the step 1"),
    "cap of a huge total": (([[1, 1]], [2**53 - 1], [2**52, 2**52 - 1], 1, N, N, 2**52 - 1), "Row 1 must"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_say_what_conflicts(name: str):
    """Each impossible table is refused with the lines and amounts in question, in both languages."""
    arguments, sentence = REFUSED[name]
    with pytest.raises(OutOfRange) as refused:
        reconcile(*arguments)
    assert sentence in refused.value.sentence("en")
    assert refused.value.sentence("zh")


def test_lengths_that_do_not_belong_together():
    """Three row totals for two rows, and two column totals for three columns."""
    for margins in (([1, 1, 1], [1, 2]), ([1, 2], [1, 1, 1])):
        with pytest.raises(WrongKind, match="but the seed has 2"):
            reconcile([[1, 1], [1, 1]], *margins, 1)


def test_sums_beyond_what_a_cell_can_hold():
    """Totals that fit a cell each but not together are refused."""
    with pytest.raises(OutOfRange, match="more than 9,007,199,254,740,991 steps"):
        reconcile([[1, 1], [1, 1]], [2**53 - 1] * 2, [2**53 - 1] * 2, 1)


def test_long_lists_of_lines_are_cut():
    """Of many conflicting rows the first are listed and the others counted."""
    seed = np.zeros((40, 2))
    seed[:, 0] = 1
    seed[0, 1] = 1
    with pytest.raises(SalesPlanError) as refused:
        reconcile(seed, [3] * 40, [30, 90], 1)
    assert "olumn" in refused.value.sentence("en")


@pytest.mark.parametrize(
    ("count", "words"), [(12, "9, 10, 11, 12 must"), (13, "9, 10, 11, 12 and 1 more must")]
)
def test_twelve_lines_are_listed(count: int, words: str):
    """Of more the number is told."""
    sentences = Sentences(Step.of(1), 1, np.full(13, 2), np.array([26]), np.zeros((13, 1), dtype=np.int64))
    refused = sentences.conflict(Conflict(0, tuple(range(count)), (0,), 26, 5, too_full=False))
    assert words in refused.sentence("en")


def test_the_place_of_a_negative_total_in_chinese():
    """The second column total is the one of another sign."""
    with pytest.raises(SalesPlanError) as refused:
        reconcile([[1, 1], [1, 1]], [5, 5], [11, -1], 1)
    assert "第2个" in refused.value.sentence("zh")


def test_inputs_are_not_changed():
    """The caller's arrays stay as they were."""
    seed, rows, columns = np.ones((2, 2)), np.array([3.0, 4]), np.array([2.0, 5])
    reconcile(seed, rows, columns, 1, floor=0)
    assert (seed == 1).all()
    assert rows.tolist() == [3, 4]
    assert columns.tolist() == [2, 5]
