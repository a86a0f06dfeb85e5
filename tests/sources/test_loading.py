"""Exports as systems and people write them: titles, merged headers, totals, months across, units, filters."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from salesplan_xl.errors import Problem
from salesplan_xl.sources import Loaded, remembered
from salesplan_xl.units import Month, Step
from tests.sources.conftest import reasons

Load = Callable[..., Loaded]


def rows(loaded: Loaded) -> list[list[object]]:
    assert loaded.problems == [], [problem.sentence("en") for problem in loaded.problems]
    return [[None if cell != cell else cell for cell in row] for row in loaded.frame.values.tolist()]


def test_titles_blank_rows_and_totals(load: Load) -> None:
    """Titles above the header and total rows below are not data; a customer that sounds like a total is."""
    loaded = load(
        "2026年销售明细,,,\n制表：张三,,,\n\n日期,区域,客户,金额\n"
        "2026-01-05,华东,合计贸易,10\n2026-01-09,华东,总计科技,20\n,华东小计,,30\n"
        "2026-02-01,华南,小计,5\n2026-02-01,华南,甲,7\n,,,\n合 计,,,37\n备注：未含退货,,,\n"
    )
    assert rows(loaded) == [
        ["2026-01", "华东", "合计贸易", 10.0],
        ["2026-01", "华东", "总计科技", 20.0],
        ["2026-02", "华南", "甲", 7.0],
    ]
    assert loaded.taken.header_line == 4
    assert loaded.taken.total_rows == 3
    assert loaded.taken.total_words == ["华东小计", "合 计", "小计"]
    assert loaded.taken.blank_rows == 1
    assert loaded.taken.rows_without_numbers == 1


@pytest.mark.parametrize(
    ("word", "skipped"),
    [("Total", True), ("GRAND TOTAL", True), ("Sub-total:", True), ("East Total", True), ("Total East", True),
     ("总计", True), ("累计", True), ("West Total", False), ("Total Energies", False), ("合计贸易", False),
     ("小计：东", False), ("Totalia", False), ("北京设计院", False)],
)  # fmt: skip
def test_which_words_make_a_total(load: Load, word: str, skipped: bool) -> None:
    """The word alone, or beside a member that is there; "West Total" is a name where no West is."""
    loaded = load(f"Month,Region,Amount\n2026-01,East,1\n2026-01,{word},5\n")
    assert [row[1] for row in rows(loaded)] == (["East"] if skipped else ["East", word])
    assert loaded.taken.total_rows == int(skipped)


def test_a_total_is_also_seen_in_a_column_that_is_not_loaded(load: Load) -> None:
    """A subtotal by a dimension that is left out would count twice."""
    text = "Month,Region,Line,Amount\n2026-01,East,Tea,1\n2026-01,East,Rice,2\n2026-01,East,Subtotal,3\n"
    assert rows(load(text)) == [["2026-01", "East", 3.0]]


def test_a_total_may_stand_above_its_member(load: Load) -> None:
    """Members are known from the whole file, not only from the rows before."""
    assert rows(load("Month,Region,Amount\n2026-01,East Total,3\n2026-01,East,3\n")) == [
        ["2026-01", "East", 3.0]
    ]


def test_a_repeated_header_is_skipped(load: Load) -> None:
    """Page-wise exports print the header again."""
    loaded = load("Month,Region,Amount\n2026-01,East,1\nMonth,Region,Amount\n2026-02,East,2\n")
    assert rows(loaded) == [["2026-01", "East", 1.0], ["2026-02", "East", 2.0]]
    assert loaded.taken.header_rows == 1


def test_months_across(load: Load) -> None:
    """One column a month, quarters and totals beside them left alone, the year from the title."""
    loaded = load(
        "2027年度计划（万元）\n区域,产品,1月,2月,3月,一季度,合计\n华东,茶,1.5,2,,3.5,3.5\n华南,茶,1,1,1,3,3\n总计,,2.5,3,1,6.5,6.5\n"
    )
    assert rows(loaded) == [
        ["2027-01", "华东", "茶", 15000.0],
        ["2027-01", "华南", "茶", 10000.0],
        ["2027-02", "华东", "茶", 20000.0],
        ["2027-02", "华南", "茶", 10000.0],
        ["2027-03", "华南", "茶", 10000.0],
    ]
    assert (loaded.taken.months_across, loaded.taken.year_from) == (3, "titles")
    assert loaded.taken.units == {"amount": 4}
    assert loaded.taken.unused == ["一季度", "合计"]


@pytest.mark.parametrize(
    ("header", "options"),
    [("区域,2027-01,2027-02", {}), ("区域,2027年1月,2027年2月", {}), ("区域,Jan-27,Feb-27", {}),
     ("区域,202701,202702", {}),
     ("区域,1月,2月", {"first": Month(2027, 1)}), ("区域,1月,2月", {"name": "销售2027.csv"}),
     ("区域,Jan,Feb", {"first": Month(2027, 1), "last": Month(2027, 12)})],
)  # fmt: skip
def test_ways_to_write_months_across(load: Load, header: str, options: dict[str, object]) -> None:
    """The year stands in the labels, the file's name, or is told by the months asked for."""
    assert rows(load(f"{header}\n华东,1,2\n", **options)) == [
        ["2027-01", "华东", 1.0],
        ["2027-02", "华东", 2.0],
    ]


def test_months_across_with_a_year_column(load: Load) -> None:
    """Several years below each other, each row with its own."""
    loaded = load("年份,区域,1月,2月\n2025,华东,1,2\n2026年,华东,3,4\n")
    assert rows(loaded) == [
        ["2025-01", "华东", 1.0],
        ["2025-02", "华东", 2.0],
        ["2026-01", "华东", 3.0],
        ["2026-02", "华东", 4.0],
    ]


def test_months_across_without_any_year(load: Load) -> None:
    """A month without a year is asked about."""
    assert set(reasons(load("区域,1月,2月\n华东,1,2\n"))) == {"source_month_without_year"}


def test_months_across_of_several_measures(load: Load) -> None:
    """Merged group headers: one row of months, below it the measures."""
    loaded = load("区域,2027年1月,,2027年2月,\n,销量,金额,销量,金额\n华东,1,10,2,20\n")
    assert list(loaded.frame.columns) == ["month", "region", "quantity", "amount"]
    assert rows(loaded) == [["2027-01", "华东", 1.0, 10.0], ["2027-02", "华东", 2.0, 20.0]]


def test_a_header_of_two_rows(load: Load) -> None:
    """Groups above, columns below."""
    loaded = load("订单,,销售,\n日期,区域,数量,金额\n2026-01-01,华东,1,10\n")
    assert rows(loaded) == [["2026-01", "华东", 1.0, 10.0]]


def test_year_and_month_in_two_columns(load: Load) -> None:
    """A month column without years takes the year beside it, found or asked for."""
    expected = [["2026-01", "华东", 1.0], ["2026-12", "华东", 2.0]]
    assert rows(load("年,月份,区域,金额\n2026,1月,华东,1\n2026,12月,华东,2\n")) == expected
    assert rows(load("Year,Month,Region,Amount\n2026,Jan,华东,1\n2026,Dec,华东,2\n")) == expected
    joined = load("A,B,区域,金额\n2026,1,华东,1\n2026,12,华东,2\n", mapping={"month": "A+B"})
    assert rows(joined) == expected


@pytest.mark.parametrize("label", ["金额(万元)", "金额（万元）", "金额 万元", "销售额[万元]", "Amount (10k)"])
def test_a_unit_in_the_label_is_applied(load: Load, label: str) -> None:
    """Amounts in ten thousands are stored in the base unit, exactly; quantities are not touched."""
    loaded = load(f"月份,销量,{label}\n2026-01,3,1.23456\n")
    assert rows(loaded) == [["2026-01", 3.0, 12345.6]]


def test_a_unit_above_the_header(load: Load) -> None:
    """单位：万元 above the header holds for money without a unit of its own."""
    loaded = load("销售明细,,,单位：万元\n月份,销量,金额,成本(元)\n2026-01,3,1.5,9000\n")
    assert rows(loaded) == [["2026-01", 3.0, 15000.0, 9000.0]]


def test_leading_zeros_stay(load: Load) -> None:
    """A code is text, also in the form that exports use against Excel."""
    loaded = load('月份,产品,客户,金额\n2026-01,00123,"=""007""",1\n2026-01,123,8,2\n')
    assert rows(loaded) == [["2026-01", "00123", "007", 1.0], ["2026-01", "123", "8", 2.0]]


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_an_ambiguous_number_is_asked_about(load: Load, text: str) -> None:
    """Where nothing settles the decimal mark, --decimal does."""
    data = f'月份;金额\n2026-01;"{text}"\n2026-02;500\n'
    asked = load(data)
    assert reasons(asked) == ["source_decimal_unclear"]
    assert "--decimal" in asked.problems[0].sentence("zh")
    mark, other = text[1], {".": ",", ",": "."}[text[1]]
    assert rows(load(data, decimal=mark, step=Step.of("0.001")))[0][1] == 1.234
    assert rows(load(data, decimal=other))[0][1] == 1234.0


def test_another_row_settles_the_mark_wherever_it_stands(load: Load) -> None:
    """The proof may come after the first two hundred rows, and in another number column."""
    body = "".join("2026-01;1.234;10\n" for _ in range(300)) + "2026-01;1.000;7,5\n"
    loaded = load("月份;金额;销量\n" + body)
    assert loaded.taken.decimal == ","
    assert loaded.taken.totals == {"amount": Decimal(300 * 1234 + 1000), "quantity": Decimal("3007.5")}


def test_the_order_of_day_and_month(load: Load) -> None:
    """One date decides all; where none does, --date-order does; where two contradict, both are named."""
    assert rows(load("Date,Amount\n03/05/2026,1\n25/05/2026,2\n")) == [["2026-05", 3.0]]
    assert rows(load("Date,Amount\n03/05/2026,1\n03/25/2026,2\n")) == [["2026-03", 3.0]]
    open_dates = "Date,Amount\n03/05/2026,1\n04/06/2026,2\n"
    assert reasons(load(open_dates)) == ["source_date_order"]
    assert rows(load(open_dates, date_order="dmy")) == [["2026-05", 1.0], ["2026-06", 2.0]]
    assert rows(load(open_dates, date_order="mdy")) == [["2026-03", 1.0], ["2026-04", 2.0]]
    contradicting = "Date,Amount\n25/05/2026,1\n05/26/2026,2\n"
    assert reasons(load(contradicting)) == ["source_dates_contradict"]
    listed = load(contradicting, date_order="dmy")
    assert [(problem.reason, problem.facts["line"]) for problem in listed.problems] == [
        ("source_no_month", 3)
    ]


def test_an_open_date_outside_the_months_does_not_matter_once_settled(load: Load) -> None:
    """A lost zero is settled by the column."""
    assert rows(load("月份,金额\n2026.09,1\n2026.1,2\n2026.11,3\n")) == [
        ["2026-09", 1.0],
        ["2026-10", 2.0],
        ["2026-11", 3.0],
    ]
    assert reasons(load("月份,金额\n2026.1,2\n2026.2,3\n")) == ["source_month_lost"]


def test_all_unreadable_cells_are_listed_with_their_lines(load: Load) -> None:
    """Several problems at once, each with line, column and reason; nothing is loaded."""
    loaded = load(
        "月份,区域,金额\n2026-01,华东,1\n2026-13,华东,2\n,华东,3\n2026-01,#N/A,4\n2026-01,华东,五\n2026-01,华东,#DIV/0!\n"
    )
    assert [(problem.reason, problem.facts["line"], problem.column) for problem in loaded.problems] == [
        ("source_no_month", 3, "月份"),
        ("source_month_blank", 4, "月份"),
        ("source_cell_error", 5, "区域"),
        ("source_no_number", 6, "金额"),
        ("source_no_number", 7, "金额"),
    ]
    assert loaded.frame.empty
    assert all(problem.sentence(language) for problem in loaded.problems for language in ("en", "zh"))  # type: ignore[arg-type]


def test_a_million_bad_rows_are_counted_not_listed(load: Load) -> None:
    """The list ends after a hundred; the rest is a number."""
    loaded = load("月份,金额\n" + "x,1\n" * 5000)
    assert len(loaded.problems) == 101
    assert loaded.problems[-1].facts == {"count": 4900}


def test_bad_rows_outside_the_months_asked_for_do_not_matter(load: Load) -> None:
    """What is not loaded is not complained about; what has no month is."""
    text = "月份,金额\n2025-01,x\n2026-01,1\n"
    assert reasons(load(text)) == ["source_no_number"]
    loaded = load(text, first=Month(2026, 1))
    assert rows(loaded) == [["2026-01", 1.0]]


def test_months_asked_for_and_not_there(load: Load) -> None:
    """The months that are there are named."""
    loaded = load("月份,金额\n2025-01,1\n2025-03,1\n", first=Month(2026, 1))
    (problem,) = loaded.problems
    assert problem.facts == {"first": "2025-01", "last": "2025-03"}


def test_profit_instead_of_cost(load: Load) -> None:
    """Cost is amount less profit, row by row and exactly; a row without profit has no cost."""
    loaded = load(
        "月份,区域,销售额,毛利\n2026-01,A,10.005,1.001\n2026-01,A,1,\n2026-01,B,5,\n",
        step=Step.of("0.001"),
        decimal=".",
    )
    assert list(loaded.frame.columns) == ["month", "region", "amount", "cost"]
    assert rows(loaded) == [["2026-01", "A", 11.005, 9.004], ["2026-01", "B", 5.0, None]]
    assert loaded.taken.without_cost == 2


def test_a_blank_number_is_no_zero(load: Load) -> None:
    """A group without any number of a measure stays blank; with a zero it is zero."""
    loaded = load("月份,区域,销量,金额\n2026-01,A,,1\n2026-01,B,0,1\n2026-01,C,,\n")
    assert rows(loaded) == [["2026-01", "A", None, 1.0], ["2026-01", "B", 0.0, 1.0]]
    assert loaded.taken.rows_without_numbers == 1


def test_blank_members_are_blank(load: Load) -> None:
    """A member that is not given is none, and does not merge with another."""
    assert rows(load("月份,区域,金额\n2026-01,,1\n2026-01,NULL,2\n2026-01,A,3\n")) == [
        ["2026-01", None, 3.0],
        ["2026-01", "A", 3.0],
    ]


def test_each_stored_row_is_rounded_once(load: Load) -> None:
    """Ten times 0.005 is 0.05, not ten times 0.01; the residual is what rounding left."""
    loaded = load("月份,区域,金额\n" + "2026-01,A,0.005\n" * 10 + "2026-01,B,0.004\n")
    assert rows(loaded) == [["2026-01", "A", 0.05], ["2026-01", "B", 0.0]]
    assert loaded.taken.residual["amount"] == Decimal("0.004")


def test_an_amount_beyond_a_cell_is_refused(load: Load) -> None:
    """More steps than a cell can tell apart."""
    assert reasons(load("月份,金额\n2026-01,99999999999999999\n")) == ["source_too_large"]


def test_lists_are_stored_as_ids(load: Load) -> None:
    """Status and indicator become ids; the planner's own indicator stays; an unknown status is no status."""
    loaded = load("月份,指标,数据状态,金额\n2026-01,销售额,预计,1\n2026-01,回款,实际,2\n2026-01,样品数,,3\n")
    assert rows(loaded) == [
        ["2026-01", "sales_amount", 1.0, "estimate"],
        ["2026-01", "collection", 2.0, "actual"],
        ["2026-01", "样品数", 3.0, None],
    ]
    states = load("Month,State,Amount\n2026-01,Texas,1\n")
    assert list(states.frame.columns) == ["month", "amount"]
    asked = load("Month,State,Amount\n2026-01,Texas,1\n", mapping={"state": "State"})
    assert reasons(asked) == ["source_not_in_list"]


def test_only_some_rows(load: Load) -> None:
    """A filter by a source label or by a column of the plan; nothing left is said."""
    text = "月份,区域,公司,金额\n2026-01,A,X,1\n2026-01,B,Y,2\n"
    assert rows(load(text, only={"公司": "x"})) == [["2026-01", "A", 1.0]]
    assert rows(load(text, only={"region": "B"})) == [["2026-01", "B", 2.0]]
    assert load(text, only={"公司": "x"}).taken.rows_filtered == 1
    assert reasons(load(text, only={"公司": "Z"})) == ["source_only_finds_nothing"]
    assert reasons(load(text, only={"nowhere": "Z"})) == ["source_no_column"]


TEXT = "When,Where,What,Net,Gross\n2026-01,A,T,1,2\n"


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ({}, ["source_unmapped", "source_unmapped"]),
        ({"month": "When"}, ["source_unmapped"]),
        ({"month": "When", "amount": "Nett"}, ["source_no_column"]),
        ({"month": "When", "amount": "Net", "金额": "Gross"}, ["source_target_twice"]),
        ({"month": "When", "amount": "Net", "colour": "What"}, ["source_no_target"]),
    ],
)
def test_a_mapping_that_does_not_fit(load: Load, mapping: dict[str, str], expected: list[str]) -> None:
    """What is missing, misspelt or given twice is named, with what is there."""
    loaded = load(TEXT, mapping=mapping)
    assert reasons(loaded) == expected
    for problem in loaded.problems:
        assert problem.sentence("en")
        assert problem.sentence("zh")


def test_the_nearest_label_is_named(load: Load) -> None:
    """A label that is nearly known is offered."""
    (problem,) = load("Month,Region,Amounts due\n2026-01,A,1\n").problems
    assert problem.reason == "source_unmapped_near"
    assert problem.facts["first"] == "Amounts due"


def test_two_columns_of_one_label(load: Load) -> None:
    """Which of two is meant cannot be told when it is asked for by label."""
    loaded = load("月份,金额,金额\n2026-01,1,2\n", mapping={"amount": "金额"})
    assert reasons(loaded) == ["source_label_twice"]


def test_what_is_remembered_is_enough_next_month(load: Load) -> None:
    """The second load needs no options."""
    text = "When;Where;Net\n01/02/2026;A;1.234\n"
    asked = {"month": "When", "region": "Where", "amount": "Net"}
    first = load(text, mapping=asked, decimal=",", date_order="dmy")
    again = load(text, **remembered(first.mapping))
    assert again.frame.equals(first.frame)
    assert rows(again) == [["2026-02", "A", 1234.0]]
    with pytest.raises(ValueError, match="1"):
        remembered("[1]")


def test_a_column_left_out_stays_left_out(load: Load) -> None:
    """An empty source label leaves a column out, next month too."""
    text = "月份,区域,金额\n2026-01,A,1\n2026-01,B,2\n"
    first = load(text, mapping={"region": ""})
    assert rows(first) == [["2026-01", 3.0]]
    assert rows(load(text, **remembered(first.mapping))) == [["2026-01", 3.0]]


def test_members_are_taken_row_by_row(load: Load) -> None:
    """Other input tables are not added up: numbers, months, lists and codes by their column's unit."""
    loaded = load(
        '维度,成员,编码,市场潜力,启用月份,备注\n区域,华东,007,"1,234.5",2026年3月,x\n区域,华东,007,2万,,\n合计,,,3,,\n,,,,,\n',
        table="tblMembers",
    )
    assert list(loaded.frame.columns) == ["dimension", "member", "code", "potential", "from_month", "note"]
    assert loaded.frame.values.tolist() == [
        ["region", "华东", "007", 1234.5, "2026-03", "x"],
        ["region", "华东", "007", 20000.0, None, None],
    ]
    assert (loaded.taken.rows_stored, loaded.taken.total_rows, loaded.taken.blank_rows) == (2, 1, 1)


def test_a_table_row_that_cannot_be_read(load: Load) -> None:
    """Problems of other tables name line and column too."""
    loaded = load("业务员,到岗月份,折合人数\n张伟,13月,一\n李娜,2026-01,1\n", table="tblReps")
    assert [(problem.reason, problem.facts["line"]) for problem in loaded.problems] == [
        ("source_no_month", 2),
        ("source_no_number", 2),
    ]


def test_progress_is_told(load: Load) -> None:
    """Progress ends with everything read."""
    told: list[tuple[int, int]] = []
    load("月份,金额\n" + "2026-01,1\n" * 10, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0


def test_what_a_person_should_look_at_is_said(load: Load) -> None:
    """Units applied, months turned, where the year came from, totals and rows passed over."""
    loaded = load("2027年（万元）\n区域,1月,2月,合计\n华东,1,2,3\n注,,,\n合计,1,2,3\n")
    assert [key for key, _ in loaded.taken.remarks()] == [
        "source_units_applied",
        "source_months_across",
        "source_year_from",
        "source_totals_skipped",
        "source_rows_without_numbers",
    ]
    for key, facts in loaded.taken.remarks():
        problem = Problem(key, dict(facts))
        assert problem.sentence("en")
        assert problem.sentence("zh")


def test_two_columns_that_mean_one_month(load: Load) -> None:
    """Two blocks of months without years would add up to one; that is asked about."""
    assert "source_label_twice" in reasons(load("区域,1月,2月,1月,2月\n华东,1,2,3,4\n", first=Month(2027, 1)))
    assert reasons(load("月份,金额,金额\n2026-01,1,2\n")) == ["source_label_twice"]


def test_other_tables_ask_too(load: Load) -> None:
    """Marks, orders, filters and repeated headers hold for tables that are not summed."""
    header = "业务员,区域,到岗月份,折合人数\n"
    text = f"{header}张伟,华东,03/05/2026,1\n{header}李娜,华南,04/06/2026,0.5\n"
    assert reasons(load(text, table="tblReps")) == ["source_date_order"]
    loaded = load(text, table="tblReps", date_order="dmy", only={"区域": "华南"})
    assert loaded.frame.values.tolist() == [["李娜", "华南", "2026-06", 0.5]]
    assert (loaded.taken.header_rows, loaded.taken.rows_filtered) == (1, 1)
    assert reasons(load("业务员,折合人数\n张伟,1.234\n", table="tblReps")) == ["source_decimal_unclear"]
    assert reasons(load("业务员,折合人数\n", table="tblReps")) == ["source_no_rows"]
    many = load("业务员,折合人数\n" + "张伟,x\n" * 150, table="tblReps")
    assert (len(many.problems), many.problems[-1].facts) == (101, {"count": 50})


def test_settings_and_holds_keep_their_values(load: Load) -> None:
    """A setting's value stays a word; a period stays as written."""
    settings = load("参数,取值\n计划年度,2027\n公司,甲\n", table="tblSettings")
    assert settings.frame.values.tolist() == [["计划年度", "2027"], ["公司", "甲"]]
    holds = load("指标,期间,区域,锁定值\n销售额,2027Q1,华东,5万\n", table="tblHolds")
    assert holds.frame.values.tolist() == [["sales_amount", "2027Q1", "华东", 50000.0]]


def test_one_bad_cell_is_told_once(load: Load) -> None:
    """A member that cannot be read spoils the rows of twelve months, and is one problem."""
    months = ",".join(f"{month}月" for month in range(1, 13))
    loaded = load(f"区域,{months}\n#N/A,{'1,' * 11}1\n", first=Month(2027, 1))
    assert reasons(loaded) == ["source_cell_error"]
