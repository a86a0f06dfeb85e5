"""Receivables and collection plans: balances, ages and counting back, in exact fractions."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.formulas.collection_plans import collection_plan, collections_required, receivables
from salesplan_xl.formulas.receivables import ageing, dso, dso_countback, provision

cents = st.integers(0, 10**9)
months = st.lists(cents, min_size=1, max_size=24)


def yuan(amounts: list[int]) -> list[float]:
    return [amount / 100 for amount in amounts]


def counted_back(owed: int, sales: list[int], days: list[int]) -> tuple[Fraction, int]:
    """Days and what is older, one month after the other."""
    counted = Fraction(0)
    for sold, length in zip(reversed(sales), reversed(days), strict=True):
        if owed <= 0:
            break
        if sold > owed:
            return counted + Fraction(owed, sold) * length, 0
        owed, counted = owed - sold, counted + length
    return counted, owed


@given(cents, months, st.data())
def test_counting_back_month_by_month(owed: int, sales: list[int], data: st.DataObject) -> None:
    """The days in fractions; what no month explains is said to be older."""
    days = data.draw(st.lists(st.integers(28, 31), min_size=len(sales), max_size=len(sales)))
    expected, older = counted_back(owed, sales, days)
    found = dso_countback(owed / 100, yuan(sales), days)
    if older:
        assert re.fullmatch(r">\d+", found[0][0])
        assert int(found[0][0][1:]) == sum(days)
    else:
        assert found == pytest.approx(float(expected), rel=1e-14)


@given(st.integers(1, 10**6), st.integers(1, 12))
def test_even_sales_give_the_simple_days(sold: int, count: int) -> None:
    """Where every month sells the same, counting back is the simple method."""
    owed = sold * count / 2
    assert dso_countback(owed, [sold] * count, 30) == pytest.approx(dso(owed, sold * count, 30 * count))


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 200)), min_size=1, max_size=40))
def test_ages_add_up_to_the_invoices(invoices: list[tuple[int, int]]) -> None:
    """Each invoice is in one bucket, whatever their order."""
    amounts, days = yuan([amount for amount, _ in invoices]), [age for _, age in invoices]
    found = ageing(amounts, days)
    expected = [0] * 4
    for amount, age in invoices:
        expected[(age > 30) + (age > 60) + (age > 90)] += amount
    assert [round(bucket * 100) for bucket in found.tolist()] == expected
    assert ageing(amounts[::-1], days[::-1]).tolist() == found.tolist()


@given(st.lists(st.tuples(st.integers(-(10**8), 10**8), st.integers(0, 100)), min_size=1, max_size=10))
def test_provision_counts_debts_only(buckets: list[tuple[int, int]]) -> None:
    """Balance by balance in fractions."""
    expected = sum(Fraction(max(balance, 0) * rate, 10**4) for balance, rate in buckets)
    found = provision(yuan([b for b, _ in buckets]), [r / 100 for _, r in buckets])
    assert found == pytest.approx(float(expected), rel=1e-13)


@given(months, st.lists(st.integers(0, 25), min_size=1, max_size=4))
def test_collections_and_what_stays_open_make_up_the_sales(sales: list[int], pattern: list[int]) -> None:
    """Every collection by hand; the balance rolled forward is what is not yet collected."""
    shares = [share / 100 for share in pattern]
    plan = collection_plan(yuan(sales), shares)
    for period, found in enumerate(plan.tolist()):
        due = sum(
            Fraction(sales[period - lag] * share, 10**4) for lag, share in enumerate(pattern) if lag <= period
        )
        assert found == pytest.approx(float(due), rel=1e-12, abs=1e-9)
    closing = receivables(0, yuan(sales), plan)
    assert closing[-1] == pytest.approx(sum(sales) / 100 - plan.sum(), rel=1e-12, abs=1e-6)


@given(st.integers(-(10**8), 10**8), months, cents)
def test_required_collections_keep_the_ceiling_and_no_more(opening: int, sales: list[int], most: int) -> None:
    """Rolled forward with them, receivables stay within the ceiling; where one is due they just reach it."""
    required = collections_required(opening / 100, yuan(sales), most / 100)
    closing = receivables(opening / 100, yuan(sales), required)
    assert (np.round(closing * 100) <= most).all()
    assert (required >= 0).all()
    assert np.round(closing[required > 0] * 100).tolist() == [most] * int((required > 0).sum())
