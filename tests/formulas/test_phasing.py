"""Seasonal shares, the moving New Year and annual totals by month, in fractions and by property."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.formulas.lunar_new_year import window_by_month
from salesplan_xl.formulas.phasing import denton, lunar_shift, seasonality

whole = st.integers(1, 10**6)
tables = st.integers(1, 5).flatmap(
    lambda years: st.integers(2, 13).flatmap(
        lambda months: st.lists(
            st.lists(whole, min_size=months, max_size=months), min_size=years, max_size=years
        )
    )
)


def smoothest_in_fractions(pattern: list[Fraction], totals: list[Fraction | None]) -> list[Fraction]:
    """Solve Denton's equations exactly, by Gaussian elimination of the full system."""
    n, years = len(pattern), len(totals)
    length = n // years
    size = n + years
    matrix = [[Fraction(0)] * (size + 1) for _ in range(size)]
    for t in range(n - 1):
        for row, column, value in ((t, t, 1), (t + 1, t + 1, 1), (t, t + 1, -1), (t + 1, t, -1)):
            matrix[row][column] += value
    for year, total in enumerate(totals):
        if total is None:
            matrix[n + year][n + year] = Fraction(1)
            continue
        for t in range(year * length, (year + 1) * length):
            matrix[t][n + year] = matrix[n + year][t] = pattern[t]
        matrix[n + year][size] = total
    for pivot in range(size):
        best = next(row for row in range(pivot, size) if matrix[row][pivot])
        matrix[pivot], matrix[best] = matrix[best], matrix[pivot]
        for row in range(size):
            if row != pivot and matrix[row][pivot]:
                factor = matrix[row][pivot] / matrix[pivot][pivot]
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[pivot], strict=True)]
    return [matrix[t][size] / matrix[t][t] * pattern[t] for t in range(n)]


class TestSeasonality:
    @settings(deadline=None)
    @given(tables)
    def test_pooled_and_mean_in_exact_fractions(self, history: list[list[int]]):
        """Both definitions, computed in fractions."""
        if len(history[0]) == 1:
            return
        total = sum(map(sum, history))
        pooled = [Fraction(sum(column), total) for column in zip(*history, strict=True)]
        mean = [
            sum(Fraction(cell, sum(year)) for cell, year in zip(column, history, strict=True)) / len(history)
            for column in zip(*history, strict=True)
        ]
        for method, expected in (("pooled", pooled), ("mean", mean)):
            found = seasonality(history, method)
            assert found.shape == (1, len(history[0]))
            assert found[0] == pytest.approx([float(share) for share in expected], abs=1e-14)

    @settings(deadline=None)
    @given(tables, st.sampled_from(["pooled", "mean", "moving_average"]))
    def test_shares_add_up_to_one_at_any_scale(self, history: list[list[int]], method: str):
        """Shares sum to 1 whatever the method, and the unit of the history does not matter."""
        if method == "moving_average" and len(history) < 3:
            return
        shares = seasonality(history, method)
        assert shares.sum() == pytest.approx(1, abs=1e-14)
        assert seasonality(np.array(history) / 10_000, method) == pytest.approx(shares, abs=1e-13)

    def test_moving_average_takes_the_trend_out(self):
        """A pure trend has no season: every index is near 1, while pooled shares follow the growth."""
        line = np.arange(100, 136, dtype=float).reshape(3, 12)
        assert seasonality(line, "moving_average")[0] == pytest.approx([1 / 12] * 12, abs=1e-12)
        assert seasonality(line)[0, 11] > seasonality(line)[0, 0] + 0.005

    def test_moving_average_with_an_odd_number_of_columns(self):
        """Three periods a year are averaged over three; ratios by hand: 1 2 3 repeated has average 2."""
        assert seasonality([[1, 2, 3]] * 3, "moving_average")[0] == pytest.approx([1 / 6, 1 / 3, 1 / 2])

    def test_unfinished_last_year_counts_in_moving_average_only(self):
        """Blank months of the last year leave its known months in the moving average, by hand."""
        history = [[10, 20, 30, 40], [10, 20, 30, 40], [10, 20, None, None]]
        assert seasonality(history, "moving_average")[0] == pytest.approx([0.1, 0.2, 0.3, 0.4])
        assert seasonality([*history[:2], [900, 20, None, None]])[0] == pytest.approx([0.1, 0.2, 0.3, 0.4])

    def test_single_column_is_one_year(self):
        """A flat list, or one column of cells, is a year."""
        assert seasonality([1, 3]).tolist() == [[0.25, 0.75]]

    @pytest.mark.parametrize(
        ("history", "method", "error"),
        [
            ([[1, None], [None, 1]], "pooled", NotFound),
            ([[1, -1], [1, 2]], "mean", NoBasis),
            ([[0, 0], [0, 0]], "pooled", NoBasis),
            ([[-1, 1, 0, 0]] * 3, "moving_average", OutOfRange),
            ([[1, 2, 3, 4]], "moving_average", NotFound),
        ],
    )
    def test_refusals(self, history: list[list[float]], method: str, error: type[Exception]):
        """What has no shares is refused by its kind."""
        with pytest.raises(error):
            seasonality(history, method)


shares12 = st.lists(st.integers(1, 1000), min_size=12, max_size=12)
years = st.integers(1990, 2050)


class TestLunarShift:
    @settings(deadline=None)
    @given(shares12, st.lists(years, min_size=1, max_size=5), years)
    def test_january_and_february_keep_their_sum(self, shares: list[int], base: list[int], goal: int):
        """With the usual window the sum of the two months and every other month stay as they are."""
        before = np.array(shares) / sum(shares)
        after = lunar_shift(shares, base, goal)
        assert after.sum() == pytest.approx(1, abs=1e-14)
        assert after[:2].sum() == pytest.approx(before[:2].sum(), abs=1e-14)
        assert after[2:] == pytest.approx(before[2:], abs=1e-14)
        assert (after >= -1e-15).all()

    @settings(deadline=None)
    @given(shares12, years, st.integers(-10, 60), st.integers(-10, 60))
    def test_same_year_changes_nothing(self, shares: list[int], year: int, before: int, after: int):
        """From a year to itself nothing moves, with any window."""
        if before + after + 1 < 1:
            return
        found = lunar_shift(shares, [year], year, before, after)
        assert found == pytest.approx(np.array(shares) / sum(shares), abs=1e-14)

    @settings(max_examples=300, deadline=None)
    @given(
        st.lists(st.integers(100, 1000), min_size=12, max_size=12),
        years,
        years,
        st.integers(-200, 3000),
        st.sampled_from([(20, 6), (0, 6), (20, -1)]),
    )
    def test_a_known_effect_is_found_again(
        self, ordinary: list[int], start: int, goal: int, effect: int, span: tuple[int, int]
    ):
        """A table made of level days in January and February and an effect is moved as it was made."""
        base, moved = window_by_month(start, *span), window_by_month(goal, *span)
        days = np.array([31.0, 29.0 if start % 4 == 0 else 28.0])
        if abs(base[0] * days[1] - base[1] * days[0]) < 0.1 * days.sum():
            return
        year = np.array(ordinary, dtype=float)
        year[:2] = days * ordinary[0] / 20
        made, expected = year + effect * base, year + effect * moved
        if (made < 0).any() or (expected < 0).any():
            return
        found = lunar_shift(made, [start], goal, *span)
        assert found == pytest.approx(expected / expected.sum(), abs=1e-12)

    def test_even_windows_hardly_tell(self):
        """Worked out by hand: of the 27 days around 6 February 2027 fifteen lie in January, of those around
        22 January 2023 all. January has 31 of the 59 days, so the windows tell the effect apart by 48 / 1593,
        less than 0.1: the effect counts with the square of what that is of 0.1."""
        told = Fraction(15, 27) * Fraction(28, 59) - Fraction(12, 27) * Fraction(31, 59)
        assert told == Fraction(48, 1593)
        excess = Fraction("0.12") * Fraction(28, 59) - Fraction("0.06") * Fraction(31, 59)
        moving = excess / told * (told / Fraction("0.1")) ** 2 * Fraction(12, 27)
        moved = lunar_shift([0.12, 0.06] + [0.082] * 10, [2027], 2023)
        expected = [Fraction("0.12") + moving, Fraction("0.06") - moving] + [Fraction("0.082")] * 10
        assert moved == pytest.approx([float(share) for share in expected], abs=1e-15)

    def test_windows_as_even_as_the_days_tell_nothing(self):
        """The window from 1 January to 28 February 2027 weighs every day alike, so nothing moves."""
        shares = [0.12, 0.06] + [0.082] * 10
        assert lunar_shift(shares, [2027], 2023, 36, 22) == pytest.approx(shares, abs=1e-15)

    def test_shipments_ahead_move_between_december_and_january(self):
        """With 45 to 15 days before, the New Year of January 2028 draws on December 2027; Q1 may lose."""
        shares = [0.12, 0.06] + [0.082] * 10
        moved = lunar_shift(shares, [2026], 2027, 45, -15)
        assert moved.sum() == pytest.approx(1, abs=1e-14)
        assert moved[11] > 0.082 + 0.01

    def test_effect_below_zero_moves_too(self):
        """Works closed for the holiday: a month that loses sales gets them back when the window leaves."""
        moved = lunar_shift([0.05, 0.07] + [0.088] * 10, [2023], 2026)
        assert moved[0] > 0.07
        assert moved[1] < 0.05

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (([1] * 11, [2025], 2026), WrongKind),
            (([0] * 12, [2025], 2026), NoBasis),
            (([1] * 12, [1989], 2026), NotFound),
            (([1] * 12, [2025], 2051), NotFound),
            (([1] * 12, [2025], 2026, 0, -1), OutOfRange),
            (([1] * 12, [2025.5], 2026), OutOfRange),
        ],
    )
    def test_refusals(self, arguments: tuple[object, ...], error: type[Exception]):
        """Wrong lengths, years and windows are refused by their kind."""
        with pytest.raises(error):
            lunar_shift(*arguments)


class TestDenton:
    @settings(deadline=None)
    @given(
        st.integers(1, 4).flatmap(
            lambda n: st.tuples(
                st.lists(st.one_of(st.none(), st.integers(-(10**6), 10**6)), min_size=n, max_size=n),
                st.integers(1, 4).flatmap(
                    lambda k: st.lists(st.integers(1, 1000), min_size=n * k, max_size=n * k)
                ),
            )
        )
    )
    def test_equals_the_equations_in_exact_fractions(self, case: tuple[list[int | None], list[int]]):
        """The amounts solve Denton's equations, worked out in fractions."""
        totals, pattern = case
        if all(total is None for total in totals):
            return
        expected = smoothest_in_fractions(
            [Fraction(p) for p in pattern], [None if t is None else Fraction(t) for t in totals]
        )
        size = max(1.0, max(abs(float(x)) for x in expected))
        assert denton(pattern, totals) == pytest.approx([float(x) for x in expected], abs=1e-10 * size)

    @settings(deadline=None)
    @given(
        st.lists(st.integers(1, 10**9), min_size=1, max_size=30), st.integers(1, 12), st.integers(0, 10**6)
    )
    def test_years_add_up_to_fifteen_digits(self, totals: list[int], length: int, start: int):
        """The amounts of a year add up to its total."""
        pattern = np.random.default_rng(start).uniform(0.5, 2, len(totals) * length)
        years = denton(pattern, totals).reshape(len(totals), -1)
        for year, total in zip(years, totals, strict=True):
            assert sum(map(Fraction, year)) == pytest.approx(total, abs=2e-15 * max(map(abs, year)) * length)

    def test_long_series_equals_the_short_way(self, monkeypatch: pytest.MonkeyPatch):
        """The banded solution of 40 years of months equals the full one."""
        random = np.random.default_rng(7)
        pattern, totals = random.uniform(1, 3, 480), random.uniform(100, 200, 40)
        banded = denton(pattern, totals)
        monkeypatch.setattr("salesplan_xl.formulas.phasing.DENSE", 10_000)
        assert banded == pytest.approx(denton(pattern, totals), abs=1e-9)

    def test_annual_pattern_is_the_totals(self):
        """One period a year leaves nothing to choose."""
        assert denton([3, 4, 5], [10, -20, 30]).tolist() == [10, -20, 30]

    def test_year_without_pattern_and_total(self):
        """A year of zeros with a total of zero stays zero; the others keep their sums."""
        found = denton([0, 0, 1, 1], [0, 8])
        assert found == pytest.approx([0, 0, 4, 4])
        assert denton([0, 0], [0]).tolist() == [0, 0]

    @pytest.mark.parametrize(
        ("pattern", "totals", "error"),
        [
            ([1, -1], [1], OutOfRange),
            ([1, 1], [None], NotFound),
            ([1, 1, 1], [1, 2], WrongKind),
            ([0, 0, 1, 1], [1, 2], NoBasis),
        ],
    )
    def test_refusals(self, pattern: list[float], totals: list[float], error: type[Exception]):
        """What cannot be spread is refused by its kind."""
        with pytest.raises(error):
            denton(pattern, totals)
