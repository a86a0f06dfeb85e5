"""Floors and caps of the open months against brute force: kept, or refused with the month to blame."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.errors import OutOfRange
from salesplan_xl.formulas.replanning import replan

amounts = st.integers(0, 60)
bounds = st.lists(st.one_of(st.none(), amounts), min_size=5, max_size=5)


@given(st.lists(st.integers(1, 50), min_size=6, max_size=6), st.integers(0, 120), bounds, bounds)
def test_the_target_is_kept_or_the_month_is_named(plan, actual, floors, gaps):
    """Six periods, the first done; the least and the most of the others add up to a range or miss it."""
    caps = [None if gap is None else gap + (floor or 0) for floor, gap in zip(floors, gaps, strict=True)]
    left = sum(plan) - actual
    if left < 0:
        return
    least = [floor or 0 for floor in floors]
    most = [float("inf") if cap is None else cap for cap in caps]
    arguments = (plan, [actual] + [None] * 5, [None, *floors], [None, *caps], 1)
    if sum(least) <= left <= sum(most):
        revised = replan(*arguments)
        assert sum(revised) == sum(plan)
        assert all(low <= x <= high for low, x, high in zip(least, revised[1:], most, strict=True))
        return
    with pytest.raises(OutOfRange) as refused:
        replan(*arguments)
    facts = refused.value.facts
    too_high = sum(least) > left
    shares = [Fraction(left * weight, sum(plan[1:])) for weight in plan[1:]]
    beyond = [
        low - share if too_high else share - high
        for low, share, high in zip(least, shares, most, strict=True)
        if not too_high or low
    ]
    places = [place for place, low in enumerate(least) if not too_high or low]
    worst = places[beyond.index(max(beyond))]
    assert refused.value.reason == ("replan_floors_too_high" if too_high else "replan_caps_too_low")
    assert facts["month"] == {"en": f"Period {worst + 2}", "zh": f"第{worst + 2}期"}
    assert facts["bounds"] == str(sum(least if too_high else most))
    assert facts["miss"] == str(abs(sum(least if too_high else most) - left))


def test_both_languages_name_the_months():
    """A year of twelve periods is spoken of in months; 900 is left, caps of 110 allow 660."""
    with pytest.raises(OutOfRange) as refused:
        replan([100] * 12, [50] * 6 + [None] * 6, None, 110)
    assert refused.value.sentence("en") == (
        "The target cannot be kept: 900.00 is left for the open periods, but the caps of months 7–12 allow "
        "660.00 or less. Month 7 of 12 falls furthest short of its share: its cap is 110.00, its share "
        "150.00. Raise caps or lower the target by 240.00."
    )
    assert refused.value.sentence("zh") == (
        "无法保持全年目标：未发生各期还剩900.00，而第7–12个月的上限最多只允许660.00。"
        "第7个月（共12个月）低于其份额最多：上限110.00，份额150.00。请把上限调高或把目标调低240.00。"
    )


def test_a_single_month_is_no_list():
    """One open month with one floor is named alone."""
    with pytest.raises(OutOfRange, match=r"floors of month 12 ask for 200\.00 or more\. Month 12 of 12 goes"):
        replan([10] * 12, [10] * 11 + [None], [None] * 11 + [200])
