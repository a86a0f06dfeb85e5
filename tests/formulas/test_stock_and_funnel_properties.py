"""Stock, outlets, funnels, launches and risk, held against simulation, other libraries and invariants."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from salesplan_xl.formulas.activity import activity_quota, contacts
from salesplan_xl.formulas.channel import numeric_distribution, sell_out_rate, weighted_distribution
from salesplan_xl.formulas.funnel import binding_input, bottleneck, funnel_forecast, funnel_loss
from salesplan_xl.formulas.launch import launch_curve, life_cycle_stage, vitality_index
from salesplan_xl.formulas.market import real_growth, share_change
from salesplan_xl.formulas.phasing import seasonality
from salesplan_xl.formulas.risk import scenario_percentile, warning_score
from salesplan_xl.formulas.stock import (
    channel_stuffing,
    closing_stock,
    required_sell_in,
    stock_cover,
    stock_projection,
)
from salesplan_xl.formulas.targets import funnel_required
from tests.formulas.independent import as_read

flows = st.lists(st.integers(0, 1000), min_size=1, max_size=18)
percents = st.integers(0, 100).map(lambda n: n / 100)
rates = st.lists(st.integers(1, 100).map(lambda n: n / 100), min_size=1, max_size=5)


class TestStock:
    @given(st.integers(0, 1000), st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1))
    def test_projection_is_the_closing_stock_carried_on(self, opening: int, moves: list[tuple[int, int]]):
        """Period by period with CLOSING_STOCK."""
        stock, expected = float(opening), []
        for came, went in moves:
            stock = closing_stock(stock, came, went)
            expected.append(stock)
        came, went = (list(column) for column in zip(*moves, strict=True))
        assert np.atleast_1d(stock_projection(opening, came, went)).tolist() == expected

    @given(st.integers(0, 3000), flows, st.integers(0, 8).map(lambda n: n / 2))
    def test_deliveries_reach_the_goal_or_are_zero(self, opening: int, sold: list[int], cover: float):
        """After each delivery the stock is at its goal; without one it is above."""
        delivered = np.atleast_1d(required_sell_in(opening, sold, cover))
        stock = np.atleast_1d(stock_projection(opening, delivered.tolist(), sold))
        k = max(1, int(-(-cover // 1)))
        for period, (came, level) in enumerate(zip(delivered, stock, strict=True)):
            following = sold[period + 1 : period + 1 + k] or sold[-k:]
            goal = cover * sum(following) / len(following)
            assert level == pytest.approx(goal, abs=1e-6) if came > 1e-9 else level >= goal - 1e-6

    @given(st.integers(0, 5000), flows.filter(any))
    def test_run_down_by_selling_day_by_day(self, stock: int, sold: list[int]):
        """Sell from the stock until it is gone."""
        if stock > sum(sold):
            return
        left, periods = Fraction(stock), Fraction(0)
        for demand in sold:
            if not left:
                break
            part = min(Fraction(1), left / demand) if demand else Fraction(1)
            left -= part * demand
            periods += part
        assert stock_cover(stock, sold, "run_down") == pytest.approx(float(periods), abs=1e-12)

    @given(
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=9), st.integers(1, 4)
    )
    def test_flags_by_adding_up_windows(self, moves: list[tuple[int, int]], window: int):
        """Every window in fractions; a row of dealers gives each dealer's own flags."""
        came, went = (list(column) for column in zip(*moves, strict=True))
        expected: list[int | None] = [None] * min(window - 1, len(came))
        for end in range(window, len(came) + 1):
            part = slice(end - window, end)
            expected.append(int(sum(came[part]) > Fraction(11, 10) * sum(went[part])))
        assert [row[0] for row in channel_stuffing(came, went, 0.1, window)] == expected
        if len(came) > 1:
            both = channel_stuffing([came, went], [went, went], 0.1, window)
            assert both[0] == expected
            assert not any(both[1])


class TestOutlets:
    @given(
        st.lists(st.sampled_from([None, 0, 1, 7]), min_size=1, max_size=20).filter(lambda v: set(v) - {None})
    )
    def test_equal_outlets_weigh_alike(self, stocked: list[int | None]):
        """With the same turnover everywhere both distributions agree; what was not checked is left out."""
        weighted = weighted_distribution(stocked, [3.5] * len(stocked))
        checked = [value for value in stocked if value is not None]
        assert numeric_distribution(stocked) == pytest.approx(weighted)
        assert weighted == pytest.approx(sum(value > 0 for value in checked) / len(checked))

    @given(flows)
    def test_what_is_sold_was_there(self, sold: list[int]):
        """Whatever the stock, the rate stays within 0 and 1."""
        assert 0 <= sell_out_rate(sold, [1] * len(sold)) <= 1


class TestFunnel:
    @given(st.integers(0, 10**6), st.integers(1, 10**4), rates)
    def test_required_start_is_enough_and_the_least(self, target: int, value: int, chances: list[float]):
        """FUNNEL_REQUIRED's start brings the target, one fewer does not."""
        start = funnel_required(target, value, chances)[0]
        orders = funnel_forecast(start, chances)[-1]
        assert orders * value >= target * (1 - 1e-12)
        if start >= 1:
            assert funnel_forecast(start - 1, chances)[-1] * value < target * (1 + 1e-12)

    @given(st.integers(1, 10**6), rates)
    def test_a_benchmark_that_is_reached_brings_what_it_says(self, start: int, chances: list[float]):
        """Raising one rate to 1 adds the loss of that step to the orders."""
        counts = funnel_forecast(start, chances)
        loss = np.atleast_1d(funnel_loss(counts, 1))
        for step in range(len(chances)):
            better = [1.0 if place == step else rate for place, rate in enumerate(chances)]
            more = funnel_forecast(start, better)[-1] - counts[-1]
            assert more == pytest.approx(loss[step], rel=1e-6, abs=1e-6)
        worst = int(bottleneck(counts))
        assert worst == 0 or loss[worst - 1] == pytest.approx(loss.max())

    @given(
        st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1).filter(
            lambda v: any(r for r, _ in v)
        )
    )
    def test_the_binding_input_is_the_scarcest(self, inputs: list[tuple[int, int]]):
        """No required input is covered less."""
        required, available = (list(column) for column in zip(*inputs, strict=True))
        [[place, coverage, gap]] = binding_input(required, available)
        shares = [Fraction(have, need) if need else None for need, have in inputs]
        known = [share for share in shares if share is not None]
        assert shares[place - 1] == min(known)
        assert place - 1 == shares.index(min(known))
        assert coverage == pytest.approx(float(min(known)))
        assert gap == required[place - 1] - available[place - 1]

    @given(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(1, 300))
    def test_activity_quota_is_the_least_that_suffices(self, required: int, done: int, periods: int):
        """Keeping it meets the requirement, one fewer a period does not."""
        quota = activity_quota(required, done, periods)
        assert done + quota * periods >= required
        assert quota == 0 or done + (quota - 1) * periods < required

    def test_half_monthly_is_the_default(self):
        """B customers are called on 24 times a year unless 26 is said."""
        assert contacts([0, 1, 0]) == 24
        assert contacts([0, 1, 0], [52, 26, 12]) == 26


class TestLaunch:
    @given(st.integers(1, 5), st.integers(2, 8), st.integers(0, 10**6))
    def test_complete_histories_give_pooled_shares(self, products: int, months: int, seed: int):
        """Without gaps link ratios are the shares of the summed months, as SEASONALITY pools them."""
        sales = np.random.default_rng(seed).integers(1, 100, (products, months)).astype(float)
        assert launch_curve(sales) == pytest.approx(seasonality(sales)[0], abs=1e-12)

    @given(st.integers(2, 6), st.integers(0, 10**6))
    def test_a_triangle_adds_up_to_one(self, months: int, seed: int):
        """Young products count as far as they go; the shares sum to 1."""
        sales = np.random.default_rng(seed).integers(1, 100, (months, months)).astype(float)
        sales[np.add.outer(np.arange(months), np.arange(months)) >= months] = np.nan
        curve = launch_curve(sales)
        assert curve.sum() == pytest.approx(1, abs=1e-13)
        assert (curve > 0).all()

    @given(
        st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1).filter(
            lambda v: any(s for s, _ in v)
        )
    )
    def test_vitality_grows_with_the_window(self, products: list[tuple[int, int]]):
        """A longer window counts more products as new, in the end all."""
        sales, ages = (list(column) for column in zip(*products, strict=True))
        indices = [vitality_index(sales, ages, window) for window in (0, 36, 99)]
        assert indices == sorted(indices)
        assert indices[-1] == 1

    @given(st.integers(1, 500), st.integers(0, 500))
    def test_stage_by_the_rolling_year(self, before: int, now: int):
        """The tolerance in fractions, itself level."""
        change = Fraction(now, before) - 1
        limit = Fraction(1, 10)
        expected = "growth" if change > limit else "decline" if change < -limit else "maturity"
        assert life_cycle_stage([before, now], 0.1, 1) == expected


class TestMarketAndRisk:
    @given(st.integers(0, 500), st.integers(500, 999), st.integers(0, 500), st.integers(500, 999))
    def test_share_change_turns_round(self, own: int, market: int, own0: int, market0: int):
        """The other way round it is the negative; real growth is the inverse."""
        assert share_change(own, market, own0, market0) == -share_change(own0, market0, own, market)
        if own and own0:
            there, back = real_growth(own, own0, market, market0), real_growth(own0, own, market0, market)
            assert there * back == pytest.approx(1)

    @given(st.tuples(*[st.integers(-1000, 1000)] * 3).map(sorted), percents)
    def test_percentile_as_scipy_has_it(self, three: list[int], chance: float):
        """Against scipy's triangular distribution."""
        low, base, high = three
        if low == high:
            assert scenario_percentile(low, base, high, chance) == low
            return
        expected = triang.ppf(chance, (base - low) / (high - low), loc=low, scale=high - low)
        assert scenario_percentile(low, base, high, chance) == pytest.approx(expected, abs=1e-6)

    @given(st.lists(st.tuples(percents, st.integers(1, 9)), min_size=2, max_size=6))
    def test_an_unknown_signal_leaves_with_its_weight(self, signals: list[tuple[float, int]]):
        """The score without a signal is the score of the others."""
        values, weights = (list(column) for column in zip(*signals, strict=True))
        [[without]] = warning_score([[None, *values[1:]]], weights)
        [[others]] = warning_score([values[1:]], weights[1:]) if len(values) > 2 else [[values[1]]]
        exact = sum(as_read(v) * w for v, w in zip(values[1:], weights[1:], strict=True)) / sum(weights[1:])
        assert without == pytest.approx(others)
        assert without == pytest.approx(float(exact))
