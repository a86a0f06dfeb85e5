"""Numbers as planners type them. Expected values are read off the text by a person, or by Decimal."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.tables.cell_reading import plain, typed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("1,234,567.89", 1234567.89),
        ("１２３", 123),
        ("１，２３４．５", 1234.5),
        ("3万", 30_000),
        ("3.5 万元", 35_000),
        ("1.2亿", 120_000_000),
        ("0.1亿", 10_000_000),
        ("5千", 5_000),
        ("2百万", 2_000_000),
        ("1.5k", 1_500),
        ("2.5M", 2_500_000),
        ("1 bn", 1_000_000_000),
        ("500元", 500),
        ("12件", 12),
        ("30家", 30),
        ("−5", -5),
        ("–5", -5),
        ("－5", -5),
        ("+5", 5),
        ("5-", -5),
        ("(123)", -123),
        ("（1,234.50）", -1234.5),
        ("¥1,234", 1234),
        ("￥1,234", 1234),
        ("$ 12.50", 12.5),
        ("-€5", -5),
        ("€-5", -5),
        ("RMB 100", 100),
        ("1\u00a0234", 1234),
        ("1 234 567,5", 1234567.5),
        ("1'234.5", 1234.5),
        ("1.234,56", 1234.56),
        ("1.234.567", 1234567),
        ("1.234.567,8", 1234567.8),
        ("12,34,567", 1234567),
        ("'0123", 123),
        (" 7 ", 7),
        ("\u200b7", 7),
        (".5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        ("1.5E+06", 1_500_000),
        ("1.234", 1.234),
    ],
)
def test_a_number_is_read_as_the_planner_meant_it(text, value):
    number = typed_number(text)
    assert number is not None
    assert number.value == value
    assert not number.percent


@pytest.mark.parametrize(
    ("text", "value"),
    [("12%", 0.12), ("１２％", 0.12), ("-3.5 %", -0.035), ("(5%)", -0.05), ("110%", 1.1), ("0.5%", 0.005)],
)
def test_a_percentage_is_a_fraction(text, value):
    number = typed_number(text)
    assert number is not None
    assert (number.value, number.percent, number.absolute) == (value, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "-",
        "无",
        "12,5",  # 12.5 on the continent, or 125 with a slip
        "1,2345",
        "1,23",
        "1.234.56",
        "1,234,56",
        "12..5",
        "1 2 3",
        "10²",  # not 102
        "½",
        "１２３abc",
        "3万%",
        "5元%",
        "$5%",
        "-(5)",
        "(-5)",
        "-5-",
        "(5-)",
        "$$5",
        "nan",
        "inf",
        "infinity",
        "1e999",
        "1_000",
        "0x10",
        "2027-03",
        "3+4",
        "=3",
        "1e3%",
    ],
)
def test_what_is_no_number_for_certain_is_not_read(text):
    assert typed_number(text) is None


@pytest.mark.parametrize("text", ["3万", "500元", "12%", "1.2亿"])
def test_a_number_that_names_its_unit_is_known_as_such(text):
    assert typed_number(text).absolute


@pytest.mark.parametrize("text", ["3", "1,234", "¥5", "12件"])
def test_a_bare_number_takes_the_unit_of_its_row(text):
    assert not typed_number(text).absolute


AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(AMOUNTS)
def test_an_amount_written_with_marks_reads_back_the_same(amount: Decimal):
    for written in (f"{amount}", f"{amount:,}", f"¥{amount:,}", f"{amount:,}".replace(",", " ")):
        if written.startswith("¥-"):
            written = f"-¥{written[2:]}"
        number = typed_number(written)
        assert number is not None, written
        assert number.value == float(amount)


@given(AMOUNTS)
def test_an_amount_written_full_width_reads_back_the_same(amount: Decimal):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in f"{amount:,}")
    assert typed_number(wide).value == float(amount)


@given(AMOUNTS)
def test_an_amount_in_brackets_is_negative(amount: Decimal):
    assert typed_number(f"({abs(amount):,})").value == -float(abs(amount))


@given(st.decimals(min_value=0, max_value=10**6, places=4))
def test_ten_thousands_are_exact(amount: Decimal):
    assert typed_number(f"{amount}万").value == float(amount * 10_000)


@given(st.decimals(min_value=-1000, max_value=1000, places=3))
def test_percentages_are_exact(amount: Decimal):
    assert typed_number(f"{amount}%").value == float(amount / 100)


@given(st.text(max_size=12))
def test_no_text_makes_reading_fail(text: str):
    number = typed_number(text)
    assert number is None or number.value == number.value
    assert plain(text) == plain(plain(text))
