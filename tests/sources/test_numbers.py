"""Numbers as text. The expected values are what a person reads, written as fractions by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.sources.number_columns import BLANK, OK, UNREADABLE, read_numbers
from salesplan_xl.sources.numbers import MarkEvidence, Scaled, evidence, read_number

READ = [
    ("1234", ".", Fraction(1234)),
    ("1,234", ".", Fraction(1234)),
    ("1,234.56", ".", Fraction(123456, 100)),
    ("1.234,56", ",", Fraction(123456, 100)),
    ("1 234,56", ",", Fraction(123456, 100)),
    ("1\u00a0234,56", ",", Fraction(123456, 100)),
    ("1\u202f234,56", ",", Fraction(123456, 100)),
    ("1'234.50", ".", Fraction(123450, 100)),
    ("12,34,567", ".", Fraction(1234567)),
    ("1,2345,6789", ".", Fraction(123456789)),
    (".5", ".", Fraction(1, 2)),
    ("5.", ".", Fraction(5)),
    ("-3", ".", Fraction(-3)),
    ("+3", ".", Fraction(3)),
    ("\u22123", ".", Fraction(-3)),
    ("－３．５", ".", Fraction(-7, 2)),
    ("１，２３４", ".", Fraction(1234)),
    ("(123)", ".", Fraction(-123)),
    ("（1,234.5）", ".", Fraction(-12345, 10)),
    ("123-", ".", Fraction(-123)),
    ("1.234,50-", ",", Fraction(-123450, 100)),
    ("¥1,234", ".", Fraction(1234)),
    ("￥1,234", ".", Fraction(1234)),
    ("-$5.25", ".", Fraction(-21, 4)),
    ("$-5.25", ".", Fraction(-21, 4)),
    ("($5.25)", ".", Fraction(-21, 4)),
    ("€ 1.234,5", ",", Fraction(12345, 10)),
    ("1.234,5 €", ",", Fraction(12345, 10)),
    ("CNY 12", ".", Fraction(12)),
    ("12元", ".", Fraction(12)),
    ("3万", ".", Fraction(30000)),
    ("3.25万元", ".", Fraction(32500)),
    ("1.2亿", ".", Fraction(120_000_000)),
    ("2百万", ".", Fraction(2_000_000)),
    ("1.5E+05", ".", Fraction(150_000)),
    ("1e-3", ".", Fraction(1, 1000)),
    ('="00123"', ".", Fraction(123)),
    (" - ", ".", Fraction(0)),
    ("123456789012345678901234", ".", Fraction(123456789012345678901234)),
    (1234.5, ",", Fraction(12345, 10)),
    (0.1 + 0.2, ".", Fraction(3, 10)),
    (1305.9599999999998, ".", Fraction(130596, 100)),
]


@pytest.mark.parametrize(("cell", "mark", "expected"), READ)
def test_a_number_is_read_exactly(cell: object, mark: str, expected: Fraction) -> None:
    """Every spelling of a number gives its exact value."""
    found = read_number(cell, mark)  # type: ignore[arg-type]
    assert found is not None
    assert Fraction(found.unscaled, 10**found.places) == expected


@pytest.mark.parametrize(
    "cell",
    ["", "abc", "1.2.3", "1,23,4", "12,34", "1,234,56", "--1", "(-1)", "-1-", "(1", "1)", "12 pcs",
     "1e999", "#N/A",
     "=1+1", "=cmd|' /C calc'!A0", "NaN", "inf", True, None, float("inf"), float("nan"), "0x10", "1_000"],
)  # fmt: skip
def test_what_is_no_number_is_not_read(cell: object) -> None:
    """Words, broken grouping, two signs, formulas and infinities are refused, never guessed."""
    assert read_number(cell) is None


def test_a_percent_is_marked() -> None:
    """A percent is a rate: readable, but not among amounts that are added up."""
    assert read_number("12.5%") == Scaled(125, 3, percent=True)
    assert read_numbers(["12%"]).state.tolist() == [UNREADABLE]
    assert read_numbers(["12%"], percent=True).state.tolist() == [OK]


def test_blank_zero_and_text_are_three_things() -> None:
    """A blank is no zero, and a word is no blank."""
    numbers = read_numbers(["", "  ", "NULL", "\\N", None, "0", "无", "1"])
    assert numbers.state.tolist() == [BLANK, BLANK, BLANK, BLANK, BLANK, OK, UNREADABLE, OK]


@given(
    st.lists(
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
    )
)
def test_the_fast_and_the_slow_way_agree(amounts: list[object]) -> None:
    """Whole-array reading gives what reading one by one gives."""
    texts = [f"{amount:f}" for amount in amounts]
    numbers = read_numbers(texts)
    for text, unscaled in zip(texts, numbers.unscaled.tolist(), strict=True):
        assert Fraction(unscaled, 10**numbers.places) == Fraction(text)


@given(st.lists(st.text(alphabet="0123456789.,-", max_size=12), max_size=30), st.sampled_from([".", ","]))
def test_broken_numbers_are_broken_either_way(texts: list[str], mark: str) -> None:
    """Whatever digits, marks and signs are strung together, both ways read the same or both refuse."""
    numbers = read_numbers(texts, mark)  # type: ignore[arg-type]
    for position, text in enumerate(texts):
        alone = read_number(text, mark) if text else None  # type: ignore[arg-type]
        assert (numbers.state[position] == OK) == (alone is not None)
        if alone:
            found = Fraction(int(numbers.unscaled[position]), 10**numbers.places)
            assert found == Fraction(alone.unscaled, 10**alone.places)


def test_thousands_marks_are_noticed() -> None:
    """Whether a column has thousands marks is reported."""
    assert read_numbers(["1,234.5", "2"]).grouped
    assert read_numbers(["¥1,234"]).grouped
    assert not read_numbers(["1234.5", "1.5"]).grouped
    assert read_numbers(["1.234"], ",").grouped


def test_numbers_beyond_64_bits_stay_exact() -> None:
    """Where an int64 would overflow, Python integers take over."""
    texts = ["99999999999999999.99", "0.0000000001", "-3"]
    numbers = read_numbers(texts)
    assert numbers.unscaled.dtype == object
    assert [Fraction(value, 10**numbers.places) for value in numbers.unscaled] == [
        Fraction(text) for text in texts
    ]


def test_a_long_cell_costs_nothing() -> None:
    """One cell of a million letters does not widen the array of all."""
    numbers = read_numbers(["1"] * 1000 + ["x" * 1_000_000])
    assert numbers.state.tolist() == [OK] * 1000 + [UNREADABLE]


@pytest.mark.parametrize(
    ("text", "mark"),
    [("1.234,56", ","), ("1,234.56", "."), ("1.234.567", ","), ("1,234,567", "."), ("12,5", ","),
     ("12.5", "."),
     ("1234.567", "."), ("0.123", "."), ("0,123", ","), ("1.234", "?"), ("12,345", "?"), ("-1,234",
     "?"), ("1234", None),
     ("abc", None), ("1.2.3", None), ("1,234.5.6", None)],
)  # fmt: skip
def test_what_a_number_proves(text: str, mark: str | None) -> None:
    """A number proves a decimal mark exactly when the other reading is impossible."""
    assert evidence(text) == mark


def test_one_proof_settles_a_file() -> None:
    """Ambiguous numbers follow the one that is not; without any mark at all nothing is asked."""
    seen = MarkEvidence()
    seen.add(["1.234", "2.500"])
    assert seen.mark is None
    seen.add(["7,5"])
    assert seen.mark == ","
    plain = MarkEvidence()
    plain.add(["1", "2", "", "x", 3.5])
    assert plain.mark == "."


def test_values_are_not_changed() -> None:
    """Reading leaves what it reads alone."""
    values = np.array(["1.5", "", "3"], dtype=object)
    read_numbers(values.tolist())
    assert values.tolist() == ["1.5", "", "3"]
