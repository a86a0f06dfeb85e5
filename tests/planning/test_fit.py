"""Whole amounts under crossing bounds, against every table there is and against a general optimiser."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pytest
from scipy import optimize, sparse

from salesplan_xl.planning import fit
from salesplan_xl.planning.fit import System, conflict, fitted, is_possible, merged, rounded, whole_point


def system(
    rows: list[tuple[int, list[int]]],
    bounds: list[tuple[list[int], int, int]],
    seeds: list[float] | None = None,
) -> System:
    """Return a system of rows (total, patterns of its bins) and bounds (patterns, low, high)."""
    row = [number for number, (_, patterns) in enumerate(rows) for _ in patterns]
    pattern = np.array([pattern for _, patterns in rows for pattern in patterns], dtype=np.int64)
    inside = np.zeros((len(bounds), len(pattern)), dtype=np.int64)
    for number, (covered, _, _) in enumerate(bounds):
        inside[number] = np.isin(pattern, covered)
    return System(
        np.array([total for total, _ in rows], dtype=np.int64),
        np.array(row, dtype=np.int64),
        pattern,
        np.ones(len(row)) if seeds is None else np.array(seeds, dtype=np.float64),
        sparse.csr_matrix(inside),
        np.array([low for _, low, _ in bounds], dtype=np.int64),
        np.array([high for _, _, high in bounds], dtype=np.int64),
    )


def cuts(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Return every way to cut a total into so many parts of zero or more."""
    for bars in combinations(range(total + parts - 1), parts - 1):
        ends = (-1, *bars, total + parts - 1)
        yield tuple(ends[place + 1] - ends[place] - 1 for place in range(parts))


def every_table(sought: System) -> Iterator[list[int]]:
    """Return every table of whole amounts that meets the totals and the bounds, by trying them all."""
    inside = sought.inside.toarray().tolist()
    sizes = np.bincount(sought.row, minlength=len(sought.totals)).tolist()
    for parts in product(*(list(cuts(t, s)) for t, s in zip(sought.totals.tolist(), sizes, strict=True))):
        table = [amount for part in parts for amount in part]
        sums = [sum(a for a, covers in zip(table, line, strict=True) if covers) for line in inside]
        if all(low <= s <= high for s, low, high in zip(sums, sought.low, sought.high, strict=True)):
            yield table


def random_system(seed: int) -> System:
    """Return two rows of three bins each under two to four bounds, possible or not."""
    random = np.random.default_rng(seed)
    rows = [(int(random.integers(0, 9)), [0, 1, 2]), (int(random.integers(0, 9)), [0, 1 + seed % 2, 3])]
    bounds = []
    for _ in range(int(random.integers(2, 5))):
        covered = random.choice(4, int(random.integers(1, 4)), replace=False).tolist()
        low = int(random.integers(0, 8))
        bounds.append((covered, low, low + int(random.choice([0, 0, 1, 4]))))
    return system(rows, bounds, random.uniform(0.1, 2.0, 6).tolist())


@pytest.mark.parametrize("seed", range(30))
def test_possible_is_what_some_table_meets(seed):
    """The answer of trying every table; a point that is returned is one of them."""
    sought = random_system(seed)
    tables = list(every_table(sought))
    assert is_possible(sought) == bool(tables)
    point = whole_point(sought)
    assert (point.tolist() in tables) if tables else point is None


def test_a_parity_that_only_halves_meet_is_impossible():
    """Three pairs of three bins at 1 each: a half in each bin, which linear programming alone would take."""
    pairs = [([0, 1], 1, 1), ([0, 2], 1, 1), ([1, 2], 1, 1)]
    assert not is_possible(system([(5, [0, 1, 2, 3])], pairs))
    doubled = [(covered, 2, 2) for covered, _, _ in pairs]
    assert whole_point(system([(5, [0, 1, 2, 3])], doubled)).tolist() == [1, 1, 1, 2]


def test_whole_amounts_are_found_where_a_corner_is_a_fraction():
    """One table alone meets six crossing bounds in whole steps; a linear programme ends in fractions."""
    bounds = [([2, 3], 1, 1), ([1, 2, 4], 0, 1), ([1, 3, 4], 1, 2), ([0, 3, 4], 1, 2)]
    sought = system([(3, [0, 1, 2, 3, 4])], [*bounds, ([1, 2], 1, 2), ([1, 3], 1, 2)])
    assert list(every_table(sought)) == [[1, 1, 0, 1, 0]]
    assert whole_point(sought).tolist() == [1, 1, 0, 1, 0]


def test_without_bins_only_floors_of_nothing_can_be_met():
    nothing = system([], [([0], 0, 5)])
    assert whole_point(nothing).tolist() == []
    assert is_possible(nothing)
    assert rounded(nothing, np.zeros(0), 10).tolist() == []
    assert not is_possible(system([], [([0], 1, 5)]))


def test_rows_of_the_same_patterns_become_one():
    """Rows of 3 and 4 over the patterns 0 and 1 are of one kind, the third of another."""
    small = merged(
        system([(3, [0, 1]), (5, [1, 2]), (4, [0, 1])], [([1], 0, 9)], [0.5, 0.5, 1.0, 1.0, 0.25, 0.75])
    )
    kinds = {
        tuple(small.pattern[small.row == kind].tolist()): (
            int(total),
            small.seeds[small.row == kind].tolist(),
        )
        for kind, total in enumerate(small.totals)
    }
    # masses 3 * 0.5 + 4 * 0.25 and 3 * 0.5 + 4 * 0.75
    assert kinds == {(0, 1): (7, [2.5, 4.5]), (1, 2): (5, [5.0, 5.0])}


@pytest.mark.parametrize("seed", range(20))
def test_a_conflict_is_impossible_and_any_fewer_of_its_bounds_possible(seed):
    """By trying every table for the bounds named, and for them less each one."""
    sought = random_system(1000 + seed)
    if next(every_table(sought), None) is not None:
        tight = sought.high.copy()
        tight[0] = sought.low[0] = 1 + int(sought.totals.sum())
        sought = System(
            sought.totals, sought.row, sought.pattern, sought.seeds, sought.inside, sought.low, tight
        )
    named = conflict(sought)
    assert named
    assert next(every_table(sought.only(named)), None) is None
    for left_out in named:
        fewer = [bound for bound in named if bound != left_out]
        assert next(every_table(sought.only(fewer)), None) is not None


def information(sought: System, amounts: np.ndarray) -> float:
    """Return the information of amounts over the shares of their rows: what the fit makes least."""
    shares = sought.seeds / np.bincount(sought.row, sought.seeds)[sought.row]
    expected = sought.totals[sought.row] * shares
    return float(sum(a * np.log(a / e) for a, e in zip(amounts, expected, strict=True) if a > 0))


@pytest.mark.parametrize("seed", range(8))
def test_the_fit_is_the_least_information_a_general_optimiser_finds(seed):
    """Sequential quadratic programming (scipy's SLSQP) on the primal; the fit works on the dual."""
    random = np.random.default_rng(seed)
    rows = [(int(random.integers(50, 200)), [0, 1, 2, 3]), (int(random.integers(50, 200)), [0, 1, 2, 4])]
    seeds = random.uniform(0.2, 2.0, 8)
    amounts = random.uniform(0.2, 2.0, 8)
    amounts *= np.repeat([rows[0][0] / amounts[:4].sum(), rows[1][0] / amounts[4:].sum()], 4)
    patterns = np.array([0, 1, 2, 3, 0, 1, 2, 4])
    bounds = []
    for covered in ([0, 1], [1, 2], [0, 3], [2]):
        middle = amounts[np.isin(patterns, covered)].sum()
        spread = random.choice([0.0, 3.0, 30.0])
        # A fixed bound takes the sum of the amounts down to a whole step, which the amounts nearly meet.
        bounds.append((covered, int(np.floor(middle - spread)), int(np.floor(middle + spread))))
    sought = system(rows, bounds, seeds.tolist())
    answer = fitted(sought)
    inside = sought.inside.toarray()
    sums = inside @ answer
    assert np.allclose([answer[:4].sum(), answer[4:].sum()], [rows[0][0], rows[1][0]])
    assert (sums >= sought.low - 1e-3).all()
    assert (sums <= sought.high + 1e-3).all()
    each = np.array([[1.0] * 4 + [0.0] * 4, [0.0] * 4 + [1.0] * 4])
    primal = optimize.minimize(
        lambda x: information(sought, np.maximum(x, 1e-12)),
        amounts,
        bounds=[(1e-9, None)] * 8,
        constraints=[
            {"type": "eq", "fun": lambda x: each @ x - sought.totals},
            {"type": "ineq", "fun": lambda x: inside @ x - sought.low},
            {"type": "ineq", "fun": lambda x: sought.high - inside @ x},
        ],
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert primal.success
    assert np.allclose(answer, primal.x, atol=0.02)


def test_a_floor_let_go_again_leaves_the_proportions():
    """Floors of 30 on the first bin and 90 on the first two, of 100 in ten equal shares.

    Both are missed at first. Met by both, the first bin would be held *down* to 30; let go, it is 45.
    """
    sought = system([(100, list(range(10)))], [([0], 30, 100), ([0, 1], 90, 100)])
    assert np.allclose(fitted(sought), [45, 45, *[1.25] * 8])


def test_floors_that_both_bind_are_both_met():
    """Floors of 30 and 60: 30 and 30, and 5 each for the other eight."""
    sought = system([(100, list(range(10)))], [([0], 30, 100), ([0, 1], 60, 100)])
    assert np.allclose(fitted(sought), [30, 30, *[5] * 8])


def test_a_bin_that_bounds_keep_at_zero_is_zero():
    """A cap of nothing on one bin; the others keep their proportion of 1 to 3."""
    sought = system([(80, [0, 1, 2])], [([0], 0, 0)], [5.0, 1.0, 3.0])
    assert np.allclose(fitted(sought), [0, 20, 60])


def test_a_row_whose_seeds_are_all_blocked_takes_what_is_open():
    """Seeds lie on a bin that must be zero; the hold is met by the bin without a seed."""
    sought = system([(40, [0, 1])], [([0], 0, 0)], [1.0, 1e-12])
    assert np.allclose(fitted(sought), [0, 40])


def test_many_bounds_are_scaled_in_turns(monkeypatch):
    """The fit in turns meets the Newton fit where both can run: three crossing holds on six bins."""
    bounds = [([0, 1], 40, 40), ([1, 2], 30, 30), ([3], 12, 12)]
    sought = system([(60, [0, 1, 2, 3]), (50, [0, 2, 3, 4])], bounds, [1, 2, 3, 4, 4, 3, 2, 1])
    newton = fitted(sought)
    monkeypatch.setattr(fit, "DENSE_BOUNDS", 2)
    in_turns = fitted(sought)
    assert np.allclose(sought.inside @ in_turns, [40, 30, 12], atol=1e-5)
    assert np.allclose(in_turns, newton, atol=1e-4)


def nearest(sought: System, amounts: np.ndarray) -> tuple[int, float] | None:
    """Return the least width at which a table exists, and the least distance there, by trying every table."""
    base = np.floor(amounts + 1e-9)
    found = [
        (int(max(np.max(table - base) - 1, np.max(base - table), 0)), float(np.abs(table - amounts).sum()))
        for table in map(np.array, every_table(sought))
    ]
    for width in (0, 1, 4, 32, 1024):
        inside = [distance for needed, distance in found if needed <= width]
        if inside:
            return width, min(inside)
    return None


@pytest.mark.parametrize("seed", range(20))
def test_whole_amounts_are_the_nearest_of_the_least_width(seed):
    """Amounts that miss the bounds by far are widened to; of all tables within the width none is nearer."""
    sought = random_system(2000 + seed)
    random = np.random.default_rng(seed)
    shares = random.uniform(0.0, 1.0, 6) ** 3
    amounts = shares / np.bincount(sought.row, shares)[sought.row] * sought.totals[sought.row]
    expected = nearest(sought, amounts)
    if expected is None:
        with pytest.raises(ArithmeticError):
            rounded(sought, amounts, 1)
        return
    width, distance = expected
    whole = rounded(sought, amounts, 1)
    assert sought.is_met(whole)
    base = np.floor(amounts + 1e-9)
    assert ((whole >= base - width) & (whole <= base + width + 1)).all()
    assert np.isclose(np.abs(whole - amounts).sum(), distance)


def test_no_bin_moves_further_than_it_must():
    """Two floors of 4 share a bin. With 4 in it 8 steps would move in all; with 2 in each of three 12 do.

    The three are taken, as none of them is more than a step beyond its neighbours; six others give one each.
    """
    sought = system([(18, list(range(9)))], [([0, 1], 4, 18), ([0, 2], 4, 18)])
    assert rounded(sought, np.array([0.0] * 3 + [3.0] * 6), 1).tolist() == [2] * 9


@pytest.mark.parametrize(("start", "held"), [(9, 8), (9, 5), (90, 70), (900, 30), (50_000, 10)])
def test_bounds_far_from_the_fit_are_met_at_any_width(start, held):
    """One bin must go from ``start`` to ``held``; beyond the widest width any whole point is taken."""
    sought = system([(start + 1, [0, 1])], [([0], held, held)])
    answer = rounded(sought, np.array([float(start), 1.0]), 1)
    assert answer.tolist() == [held, start + 1 - held]


def test_a_system_without_whole_amounts_is_an_error_of_the_caller():
    with pytest.raises(ArithmeticError, match="no whole amounts"):
        rounded(system([(10, [0, 1])], [([0], 11, 11)]), np.array([9.0, 1.0]), 1)


def test_amounts_keep_the_grid_where_bounds_allow():
    """Tens: 33 and 67 are 30 and 70. A total of 105 is off the grid, so its row goes in single steps."""
    rows = [(100, [0, 1]), (105, [0, 1])]
    free = system(rows, [([0], 0, 200)])
    whole = rounded(free, np.array([33.0, 67.0, 52.6, 52.4]), 10)
    assert whole.tolist() == [30, 70, 53, 52]


def test_a_hold_off_the_grid_loosens_one_row_alone():
    """A hold of 87 over two rows of 100: one of them leaves the tens, the larger part of the hold's."""
    sought = system([(100, [0, 1]), (100, [0, 1])], [([0], 87, 87)])
    whole = rounded(sought, np.array([30.4, 69.6, 56.6, 43.4]), 10)
    assert whole.tolist() == [30, 70, 57, 43]


def test_a_row_wholly_inside_a_hold_is_not_loosened_for_it():
    """A hold of 187 on all of the first row and a part of the second: only the second can make the 7."""
    sought = system([(100, [0, 1]), (100, [2, 3])], [([0, 1, 2], 187, 187)])
    whole = rounded(sought, np.array([92.2, 7.8, 86.7, 13.3]), 10)
    assert whole.tolist() == [90, 10, 87, 13]


def test_the_grid_is_given_up_where_no_table_on_it_meets_the_bounds():
    """Between 34 and 36 lies no ten: single steps, nearest to 35.2."""
    sought = system([(100, [0, 1])], [([0], 34, 36)])
    assert rounded(sought, np.array([35.2, 64.8]), 10).tolist() == [35, 65]
