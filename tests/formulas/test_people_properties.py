"""Teams, commission, scores and fairness, held against fractions, enumeration and their own invariants."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.cells import CellError
from salesplan_xl.errors import OutOfRange, WrongKind
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.formulas.attrition import attrition_per_period
from salesplan_xl.formulas.capacity import capacity, heads_required, ramp
from salesplan_xl.formulas.commission import commission, commission_cliffs, commission_rate
from salesplan_xl.formulas.concentration import abc_class, concentration, dispersion, pareto_count
from salesplan_xl.formulas.fairness import equal_chance_quota, quota_fairness, size_bias, street_quota
from salesplan_xl.formulas.incentives import most_improved, ranking, score, team_bonus
from salesplan_xl.registry import FORMULAS
from tests.formulas.independent import as_read

cents = st.integers(0, 10**9).map(lambda n: n / 100)
percents = st.integers(0, 100).map(lambda n: n / 100)
sizes = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@st.composite
def tier_tables(draw: st.DrawFn) -> list[list[float]]:
    starts = sorted(draw(st.sets(st.integers(0, 300), min_size=1, max_size=5)))
    return [[start / 100, draw(percents)] for start in starts]


def commission_in_fractions(actual: float, quota: float, tiers: list[list[float]], method: str) -> Fraction:
    """Pay each tier its part, or all at the rate reached, without rounding."""
    sold, task = as_read(actual), as_read(quota)
    table = [(as_read(start) * task, as_read(rate)) for start, rate in tiers]
    if method == "retroactive":
        reached = [rate for start, rate in table if sold >= start]
        return (reached[-1] if reached else Fraction(0)) * sold
    ends = [start for start, _ in table[1:]] + [max(sold, table[-1][0])]
    parts = (
        rate * (min(sold, end) - start)
        for (start, rate), end in zip(table, ends, strict=True)
        if sold > start
    )
    return sum(parts, Fraction(0))


def half_up(amount: Fraction, step: Fraction) -> Fraction:
    return math.floor(amount / step + Fraction(1, 2)) * step


class TestCommission:
    @given(cents, st.integers(1, 10**8), tier_tables(), st.sampled_from(["marginal", "retroactive"]))
    def test_equals_the_tiers_in_fractions(
        self, actual: float, quota: int, tiers: list[list[float]], method: str
    ):
        """To the cent, for any tiers, on and off their limits."""
        expected = half_up(commission_in_fractions(actual, quota, tiers, method), Fraction(1, 100))
        assert Fraction(Decimal(repr(commission(actual, quota, tiers, method)))) == expected

    @given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20), tier_tables())
    def test_marginal_never_falls(self, sales: list[int], tiers: list[list[float]]):
        """Selling more never pays less where each rate holds on its own part."""
        paid = commission(sorted(sales), 250_000, tiers)
        assert (np.diff(paid) >= 0).all()

    @given(tier_tables(), st.integers(1, 10**6))
    def test_a_cliff_is_the_jump_at_its_tier(self, tiers: list[list[float]], quota: int):
        """The jump is what retroactive commission gains from just below a tier's start to the start."""
        for start, jump in commission_cliffs(quota, tiers, "retroactive"):
            if start:
                at, below = (
                    commission_in_fractions(sold, quota, tiers, "retroactive")
                    for sold in (start, start * (1 - 1e-12))
                )
                assert float(at - below) == pytest.approx(jump, abs=1e-5)

    @given(st.integers(1, 10**6), tier_tables(), st.sampled_from(["marginal", "retroactive"]))
    def test_effective_rate_times_sales_is_commission(
        self, actual: int, tiers: list[list[float]], method: str
    ):
        """Both functions tell the same."""
        paid = commission(actual, 10_000, tiers, method)
        assert commission_rate(actual, 10_000, tiers, method) * actual == pytest.approx(paid, abs=0.0051)

    def test_tiers_are_for_all_rows_and_bad_rows_stay_alone(self):
        """A column of sales against one table: a text and an error value spoil their rows only."""
        found = evaluate_cells(
            FORMULAS["COMMISSION"], [[[100], ["x"], [CellError.NA], [50]], 100, [[0, 0.1], [1, 0.2]]]
        )
        assert found == [(10.0,), (CellError.VALUE,), (CellError.NA,), (5.0,)]

    @pytest.mark.parametrize("table", [[[0, CellError.REF]], [[0, "x"]], [[0, None]], [[0, np.inf]]])
    def test_a_bad_table_is_one_error(self, table: list[list[object]]):
        """What is wrong in the tiers is wrong for every row."""
        if table[0][1] is CellError.REF:
            assert evaluate_cells(FORMULAS["COMMISSION"], [[[1], [2]], 1, table]) is CellError.REF
        else:
            with pytest.raises(Exception, match="tiers"):
                evaluate_cells(FORMULAS["COMMISSION"], [[[1], [2]], 1, table])

    def test_a_wrong_tier_is_named_by_its_place(self):
        """The sentence says which tier does not rise."""
        with pytest.raises(OutOfRange, match="place 3"):
            commission([1, 2], 1, [[0, 0.1], [1, 0.1], [1, 0.2]])


class TestTeam:
    @given(st.lists(st.integers(0, 100), min_size=2, max_size=8), st.integers(1, 6), st.randoms())
    def test_capacity_of_a_month_is_that_month_alone(self, quotas: list[int], months: int, random: object):
        """A ramp of several months gives each month's own capacity."""
        table = np.array([[(i * 7 + j * 3) % 11 / 10 for j in range(months)] for i in range(len(quotas))])
        table = np.minimum(table, 1)
        found = np.atleast_1d(capacity(quotas, table, 0.8, 0.1))
        alone = [capacity(quotas, table[:, month].tolist(), 0.8, 0.1) for month in range(months)]
        by_hand = [
            sum(q * share for q, share in zip(quotas, column, strict=True)) * 0.72 for column in table.T
        ]
        assert found == pytest.approx(alone)
        assert found == pytest.approx(by_hand)

    @given(st.integers(0, 10**9), st.integers(1, 10**6), percents.filter(lambda p: p > 0))
    def test_heads_are_the_fewest_that_suffice(self, target: int, quota: int, reached: float):
        """One head fewer would not do."""
        heads = int(heads_required(target, quota, reached))
        brings = quota * as_read(reached)
        assert heads * brings >= target
        assert heads == 0 or (heads - 1) * brings < target

    @given(st.floats(0, 0.99), st.integers(1, 52))
    def test_rate_of_a_period_compounds_to_the_year(self, annual: float, periods: int):
        """Back and forth gives the same rate."""
        rate = attrition_per_period(annual, periods)
        assert 1 - (1 - rate) ** periods == pytest.approx(annual, abs=1e-12)
        assert attrition_per_period(rate, 1 / periods) == pytest.approx(annual, abs=1e-12)

    @given(st.lists(st.integers(-3, 20), min_size=1, max_size=9), st.lists(percents, min_size=1, max_size=6))
    def test_ramp_looks_up_the_curve(self, tenure: list[int], curve: list[float]):
        """Written a second time with plain lists."""
        expected = [0.0 if month < 1 else curve[min(month, len(curve)) - 1] for month in tenure]
        assert ramp(tenure, curve).tolist() == expected


class TestShares:
    @given(st.integers(0, 10**7), st.integers(0, 10**7), percents, sizes.filter(any))
    def test_bonus_adds_up_to_the_pool(self, actual: int, target: int, rate: float, weights: list[int]):
        """Not a cent is lost or made."""
        found = team_bonus(actual, target, rate, weights)
        pool = half_up(max(0, actual - target) * as_read(rate), Fraction(1, 100))
        assert sum(map(as_read, found.tolist())) == pool
        assert all(not bonus for bonus, weight in zip(found, weights, strict=True) if not weight)

    @given(
        st.integers(10**6, 10**7),
        st.lists(st.tuples(st.integers(0, 10**5), st.integers(1, 100)), min_size=1, max_size=9),
    )
    def test_equal_chance_adds_up_and_is_equal(self, total: int, reps: list[tuple[int, int]]):
        """Quotas sum to the total, and lie the same number of deviations from what is expected."""
        expected, deviation = zip(*reps, strict=True)
        found = equal_chance_quota(total, list(expected), list(deviation), 1)
        z = Fraction(total - sum(expected), sum(deviation))
        assert found.sum() == total
        for quota, mean, spread in zip(found.tolist(), expected, deviation, strict=True):
            assert abs(quota - (mean + z * spread)) < 1

    @given(st.integers(0, 10**8), st.lists(st.integers(-50, 60), min_size=1, max_size=4))
    def test_street_quota_is_rounded_once_on_the_safe_side(self, target: int, over: list[int]):
        """Each level is the exact product, at most one step beyond it."""
        exact = Fraction(target)
        for quota, percent in zip(street_quota(target, [p / 100 for p in over], 1), over, strict=True):
            exact *= 1 + Fraction(percent, 100)
            assert 0 <= quota - exact < 1 if percent >= 0 else 0 <= exact - quota < 1

    @given(
        st.lists(st.integers(0, 300), min_size=1, max_size=12),
        st.integers(1, 40).map(lambda n: n / 10),
    )
    def test_fairness_is_a_count_at_any_scale(self, actual: list[int], scale: float):
        """Counted in fractions; the unit of money does not matter."""
        inside = sum(Fraction(4, 5) <= Fraction(a, 100) <= Fraction(6, 5) for a in actual)
        quota = [100 * scale] * len(actual)
        assert quota_fairness([a * scale for a in actual], quota) == pytest.approx(inside / len(actual))

    @given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=3, max_size=12))
    def test_size_bias_is_the_correlation(self, reps: list[tuple[int, int]]):
        """As numpy's correlation matrix has it, where there is one."""
        actual, quota = (np.array(column, dtype=float) for column in zip(*reps, strict=True))
        reached = actual / quota
        if reached.std() < 1e-9 or quota.std() < 1e-9:
            return
        assert size_bias(actual, quota) == pytest.approx(np.corrcoef(reached, quota)[0, 1], abs=1e-9)


class TestConcentration:
    @given(sizes.filter(any))
    def test_gini_over_all_pairs(self, values: list[int]):
        """The definition by pairs, in fractions."""
        pairs = sum(abs(one - other) for one in values for other in values)
        expected = Fraction(pairs, 2 * len(values) * sum(values))
        assert concentration(values) == pytest.approx(float(expected), abs=1e-14)
        assert concentration(values, "hhi") == pytest.approx(sum((v / sum(values)) ** 2 for v in values))

    @given(sizes.filter(any), st.integers(1, 1000), st.randoms())
    def test_order_and_unit_do_not_matter(self, values: list[int], scale: int, random: object):
        """A permutation or another unit gives the same."""
        other = [value * scale for value in reversed(values)]
        for method in ("gini", "hhi", "top"):
            assert concentration(other, method) == pytest.approx(concentration(values, method), abs=1e-14)
        assert pareto_count(other) == pareto_count(values)

    @given(sizes.filter(any), percents.filter(lambda p: p > 0))
    def test_pareto_count_is_the_smallest(self, values: list[int], share: float):
        """By trying every number of members."""
        ranked, goal = sorted(values, reverse=True), sum(values) * as_read(share)
        assert pareto_count(values, share) == next(
            k for k in range(1, len(values) + 1) if sum(ranked[:k]) >= goal
        )

    @given(sizes.filter(any))
    def test_classes_follow_the_cumulative_share(self, values: list[int]):
        """Larger members never have a lower class; A holds at most 80 % unless it is one member."""
        classes = [row[0] for row in abc_class(values)]
        order = sorted(range(len(values)), key=lambda place: -values[place])
        ranked = [classes[place] for place in order]
        assert ranked == sorted(ranked)
        assert ranked[0] == "A"
        for letter, limit in (("A", Fraction(4, 5)), ("AB", Fraction(19, 20))):
            inside = [value for value, of in zip(values, classes, strict=True) if of in letter]
            assert sum(inside) <= limit * sum(values) or len(inside) == 1
            following = sorted(values, reverse=True)[: len(inside) + 1]
            assert len(inside) == len(values) or sum(following) > limit * sum(values)

    @given(st.lists(st.integers(1, 1000), min_size=2, max_size=12), st.integers(1, 50))
    def test_dispersion_has_no_unit(self, values: list[int], scale: int):
        """Ten times as much lies ten times as far apart."""
        for method in ("cv", "p90_p10"):
            scaled = dispersion([value * scale for value in values], method)
            assert scaled == pytest.approx(dispersion(values, method), abs=1e-12)


class TestRanks:
    @given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1, max_size=15))
    def test_ranks_by_counting(self, values: list[int | None]):
        """Dense counts the values above, competition the members above."""
        above = [[v for v in values if v is not None and own is not None and v > own] for own in values]
        blank = [value is None for value in values]
        for ties, count in (("dense", lambda v: len(set(v))), ("competition", len)):
            expected = [[None if empty else count(v) + 1] for empty, v in zip(blank, above, strict=True)]
            assert ranking(values, ties) == expected

    def test_ranges_keep_their_shape(self):
        """A row is ranked as a row."""
        assert ranking([[3, 1, 2]]) == [[1, 3, 2]]
        assert most_improved([[1, 1, None]], [[2, 3, 4]]) == [[2, 1, None]]

    @given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9)), min_size=1, max_size=6))
    def test_score_ignores_the_scale_of_weights(self, items: list[tuple[int, int]]):
        """Weights of 50 and 30 or of .5 and .3 are the same."""
        values, weights = ([float(v) for v in column] for column in zip(*items, strict=True))
        targets = [100.0] * len(values)
        expected = sum(
            Fraction(int(w)) * min(Fraction(int(v), 100), Fraction(6, 5))
            for v, w in zip(values, weights, strict=True)
        ) / int(sum(weights))
        for scale in (1, 0.01):
            found = score(values, targets, [weight * scale for weight in weights], 1.2)
            assert found == pytest.approx(float(expected), abs=1e-13)


def test_a_wide_curve_is_refused():
    """A ramp curve is one line; a rectangle is named with its size."""
    with pytest.raises(WrongKind, match="2 rows and 2 columns"):
        ramp([1, 2], [[1, 2], [3, 4]])
