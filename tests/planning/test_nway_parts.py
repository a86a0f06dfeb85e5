"""Parts of fitting in several dimensions: margins read, conflicts and forced zeros, factors, units."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from salesplan_xl.errors import OutOfRange
from salesplan_xl.planning.factor_fit import fit_factors, is_done, largest, table_of
from salesplan_xl.planning.nway_conflicts import Change, forced_to_zero, least_changes
from salesplan_xl.planning.nway_fitting import Margin, fit_rows, fit_table
from salesplan_xl.planning.nway_margins import check_basis, read_margins, without_held

N = np.nan
ROWS, COLUMNS = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
UNITS = [1.0, 2.0**-40, 2.0**40]


def test_a_margin_without_a_name_is_called_by_its_dimensions():
    assert Margin((0, 2), np.ones((2, 2))).called() == {"en": "dimension 1 x 3", "zh": "第1、3维"}


def test_what_is_held_is_taken_out_but_for_noise():
    """0.1 + 0.2 is more than 0.3 in doubles only, and 100 in 10^12 is noise; a hundredth of 1 is not."""
    margin = Margin((0,), np.array([0.3, 1e12, 7]))
    assert without_held(margin, np.array([0.1 + 0.2, 1e12 + 100, 3])).totals.tolist() == [0, 0, 4]
    with pytest.raises(OutOfRange, match="in place"):
        without_held(margin, np.array([0.31, 0, 0]))


def test_small_totals_that_disagree():
    with pytest.raises(OutOfRange) as refused:
        read_margins([Margin((0,), np.array([1e-12])), Margin((0, 1), np.array([[2e-12]]))], (1, 1))
    assert refused.value.reason == "nway_totals_disagree"


def test_a_total_below_one_needs_a_basis_too():
    check_basis(Margin((0,), np.array([0.5])), np.array([0.25]))
    with pytest.raises(OutOfRange) as refused:
        check_basis(Margin((0,), np.array([1, 0.5])), np.array([1.0, 0]))
    assert refused.value.reason == "nway_no_basis"


def test_a_grand_total_is_a_margin_of_no_dimension():
    margins = [Margin((), np.array(30.0))]
    assert fit_table([[1, 2], [3, 4]], margins).values.tolist() == [[3, 6], [9, 12]]
    members = [ROWS, COLUMNS]
    assert fit_rows([1, 2, 3, 4], members, margins).values.tolist() == [3, 6, 9, 12]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("lower", "upper", "possible"), [(3, np.inf, 6), (0, 2, 4), (0, 3, None)])
def test_the_least_change_of_every_total(unit, lower, upper, possible):
    """Four cells of at least 3 give 6 and of at most 2 give 4, where every row and column should have 5."""
    totals = [np.array([5.0, 5]) * unit, np.array([5.0, 5]) * unit]
    found = least_changes([ROWS, COLUMNS], totals, np.full(4, lower * unit), np.full(4, upper * unit))
    expected = [Change(m, at, possible * unit) for m in (0, 1) for at in (0, 1)] if possible else []
    assert [(one.margin, one.flat) for one in found] == [(one.margin, one.flat) for one in expected]
    assert [one.possible for one in found] == pytest.approx([one.possible for one in expected], rel=1e-6)


def test_the_least_change_of_totals_that_are_zero():
    found = least_changes([np.array([0, 0])], [np.zeros(1)], np.array([1.0, 2]), np.full(2, np.inf))
    assert [(one.margin, one.flat) for one in found] == [(0, 0)]
    assert found[0].possible == pytest.approx(3)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("start", range(6))
def test_cells_that_are_zero_in_every_table(unit, start):
    """Against the largest each cell can be, found one by one."""
    random = np.random.default_rng(start)
    ids = [random.integers(0, 4, 9), random.integers(0, 4, 9)]
    table = random.integers(1, 9, 9) * (random.random(9) < 0.5)
    totals = [np.bincount(one, table, minlength=4) for one in ids]
    totals[0][start % 4] = N
    upper = np.where(random.random(9) < 0.3, table + 1.0, np.inf)
    known = ~np.isnan(np.concatenate(totals))
    matrix = np.array([one == at for one in ids for at in range(4)], dtype=float)[known]
    wanted = np.concatenate(totals)[known]
    expected = []
    for cell in range(9):
        cost = np.zeros(9)
        cost[cell] = -1
        bounds = [(0, None if np.isinf(cap) else cap) for cap in upper]
        best = linprog(cost, A_eq=matrix, b_eq=wanted, bounds=bounds)
        expected.append(bool(best.status != 3 and best.x[cell] < 1e-9))
    assert forced_to_zero(ids, [one * unit for one in totals], upper * unit).tolist() == expected


def test_when_a_sweep_was_the_last():
    """Within the noise, about to be, stalled near it, nothing to scale; not while error still goes."""
    assert is_done(1e-15, 1.0, 1.0, 1e-15)
    assert is_done(1e-12, 1e-8, 1.0, 1e-15)
    assert is_done(1e-12, 1.01e-12, 1.0, 1e-15)
    assert is_done(np.inf, np.inf, 1.0, 1e-15)
    assert not is_done(1e-12, 1e-11, 1.0, 1e-15)
    assert not is_done(1e-9, 1e-9, 1.0, 1e-15)
    assert not is_done(1e-15, 1e-15, 1e-6, 1e-15)


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_of_the_totals_changes_nothing(unit):
    """The same table after about as many sweeps; also where it comes near slowly."""
    random = np.random.default_rng(4)
    seed, table = random.gamma(1.0, 1.0, (3, 4, 2)), random.gamma(1.0, 20.0, (3, 4, 2))
    axes = [(0, 1), (1, 2), (0, 2)]
    totals = [table.sum(axis=({0, 1, 2} - set(kept)).pop()) for kept in axes]
    plain, other = fit_factors(seed, axes, totals), fit_factors(seed, axes, [one * unit for one in totals])
    assert abs(other.sweeps - plain.sweeps) <= 2  # they begin at factors of one
    found, expected = (table_of(seed, axes, fitted.factors) for fitted in (other, plain))
    np.testing.assert_allclose(found, expected * unit, rtol=1e-12)
    corner = np.array([[1.0, 1], [0, 1]])
    slow = fit_factors(corner, [(0,), (1,)], [np.array([1.0, 3]) * unit] * 2)
    assert (
        slow.sweeps
        == fit_factors(np.array([[1.0, 1], [0, 1]]), [(0,), (1,)], [np.array([1.0, 3])] * 2).sweeps
    )
    assert largest([np.array([N, 3.0]) * unit, np.array([2.0]) * unit]) == 3 * unit


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_of_bounds_and_totals_changes_nothing(unit):
    random = np.random.default_rng(8)
    seed, table = random.gamma(2.0, 1.0, (3, 4)), random.gamma(2.0, 10.0, (3, 4))
    floor = np.where(random.random((3, 4)) < 0.3, table * 0.8, N)
    cap = np.where(random.random((3, 4)) < 0.3, table * 1.2, N)
    held = np.where(random.random((3, 4)) < 0.1, table, N)

    def fitted(scale):
        margins = [Margin((0,), table.sum(axis=1) * scale), Margin((1,), table.sum(axis=0) * scale)]
        bounds = {"held": held * scale, "floor": floor * scale, "cap": cap * scale}
        full = fit_table(seed, margins, **bounds).values
        members = [at.ravel() for at in np.indices(seed.shape)]
        rows = fit_rows(seed.ravel(), members, margins, **{k: v.ravel() for k, v in bounds.items()}).values
        assert rows.reshape(seed.shape) == pytest.approx(full, rel=1e-7)
        return full / scale

    assert fitted(unit) == pytest.approx(fitted(1.0), rel=1e-9)


@pytest.mark.parametrize("shape", [(70_000,), (1, 300, 300), (3, 300, 300), (2, 1, 70_000)])
def test_large_tables_are_multiplied_in_blocks(shape):
    random = np.random.default_rng(1)
    seed = random.random(shape)
    axes = [(axis,) for axis in range(len(shape))]
    factors = [random.random(length) for length in shape]
    expected = seed.copy()
    for axis, factor in enumerate(factors):
        expected *= factor.reshape([-1 if at == axis else 1 for at in range(len(shape))])
    np.testing.assert_allclose(table_of(seed, axes, factors), expected, rtol=1e-14)


def test_the_wrong_cell_is_named_in_both_languages():
    """The third of four cells; a zero before it and a floor equal to its cap are nothing wrong."""
    margins = [Margin((0,), np.array([2.0, 2]))]
    cases = [
        ([[0, 1], [-1, 1]], {}),
        ([[1, 1], [1, 1]], {"floor": [[1, 0], [3, 0]], "cap": [[1, 9], [2, 9]]}),
    ]
    for seed, bounds in cases:
        with pytest.raises(OutOfRange) as refused:
            fit_table(seed, margins, **{name: np.array(one, float) for name, one in bounds.items()})
        assert "in place 3" in refused.value.sentence("en")
        assert "第3个" in refused.value.sentence("zh")
