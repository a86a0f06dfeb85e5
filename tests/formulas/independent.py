"""Apportionment written a second time, slowly and in fractions, to hold the fast arithmetic against."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Bound = int | None


def as_read(weight: float) -> Fraction:
    """The decimal of 15 significant digits that a cell shows."""
    return Fraction(Decimal(f"{float(weight):.14e}"))


def round_by_remainder(quotas: Sequence[Fraction], total: int) -> list[int]:
    """Round down, then one more for the largest remainders; the earlier wins a tie."""
    shares = [quota.numerator // quota.denominator for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda cell: (shares[cell] - quotas[cell], cell))
    for cell in order[: total - sum(shares)]:
        shares[cell] += 1
    return shares


def hamilton(total: int, weights: Sequence[float]) -> list[int]:
    """Largest remainders without bounds."""
    read = [as_read(weight) for weight in weights]
    whole = sum(read)
    if not whole:
        return [0] * len(read)
    shares = round_by_remainder([abs(total) * weight / whole for weight in read], abs(total))
    return [-share for share in shares] if total < 0 else shares


def limits(
    total: int, weights: Sequence[float], floor: Sequence[Bound], cap: Sequence[Bound]
) -> tuple[list[int], list[int]]:
    """Least and most of each share of a total of zero or more; a zero weight gets its floor only."""
    least = [max(0, bound or 0) for bound in floor]
    most = [total if bound is None else min(total, bound) for bound in cap]
    return least, [
        max(high, low) if weight else low for low, high, weight in zip(least, most, weights, strict=True)
    ]


def hamilton_within(
    total: int, weights: Sequence[float], least: Sequence[int], most: Sequence[int]
) -> list[int]:
    """Largest remainders of the quotas cut to their bounds, the rate found between its breakpoints."""
    read = [as_read(weight) for weight in weights]

    def cut(rate: Fraction) -> list[Fraction]:
        return [
            min(max(rate * weight, Fraction(low)), Fraction(high)) if weight else Fraction(low)
            for weight, low, high in zip(read, least, most, strict=True)
        ]

    breaks = {Fraction(0)}
    for weight, low, high in zip(read, least, most, strict=True):
        breaks |= {low / weight, high / weight} if weight else set()
    rates = sorted(breaks)
    for left, right in zip(rates, [*rates[1:], rates[-1]], strict=True):
        one, other = sum(cut(left)), sum(cut(right))
        if one <= total <= other:
            rate = left if one == other else left + (right - left) * (total - one) / (other - one)
            return round_by_remainder(cut(rate), total)
    raise AssertionError("the bounds cannot be met")


def priority(method: str, weight: Fraction, step: int) -> tuple[int, Fraction]:
    """Rank a weight's next step; a signpost of zero comes before everything, larger weights first."""
    if method == "webster":
        return 0, weight / (2 * step - 1)
    if method == "jefferson":
        return 0, weight / step
    if step == 1:
        return 1, weight
    if method == "adams":
        return 0, weight / (step - 1)
    if method == "huntington":
        return 0, weight**2 / (step * (step - 1))
    return 0, weight * (2 * step - 1) / (step * (step - 1))


def by_divisor(
    method: str, total: int, weights: Sequence[float], least: Sequence[int], most: Sequence[int]
) -> list[int]:
    """Give out step by step from the floors, each to the cell of highest priority below its cap."""
    read = [as_read(weight) for weight in weights]
    shares = list(least)
    while sum(shares) < total:
        open_cells = [cell for cell, weight in enumerate(read) if weight and shares[cell] < most[cell]]
        shares[max(open_cells, key=lambda cell: (priority(method, read[cell], shares[cell] + 1), -cell))] += 1
    return shares
