"""The workbook names, cell by cell in IronCalc, against the Python functions."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import ironcalc
import pytest
import xlsxwriter

from salesplan_xl.addin.lambda_names import FORMULAS, LONGEST, file_form, lambda_names
from salesplan_xl.call_protocol import call
from salesplan_xl.cells import CellError, column_letters
from salesplan_xl.declaration import check_name
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.registry import FORMULAS as DECLARED
from salesplan_xl.templates.catalogue import template_names, template_path

ERRORS = {error.value: error for error in CellError}
FORMULA_OF_ERROR = {CellError.NA: "=NA()", CellError.DIV0: "=1/0", CellError.NUM: "=SQRT(-1)"}
TEXT = "x"
MISSING = object()


@pytest.fixture(scope="module")
def workbook_file(tmp_path_factory):
    """An empty workbook with all names, as a template's builder writes them."""
    path = tmp_path_factory.mktemp("names") / "names.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("S")
        for name, text in lambda_names().items():
            book.define_name(name, f"={text}")
    return path


class Calculated:
    """Calls of one workbook name, each in a column of its own with its arguments to the right of it."""

    def __init__(self, path: Path, name: str, cases: list[list[object]]) -> None:
        self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self.places = []
        column = 1
        for arguments in cases:
            place = column
            column += 1
            written = []
            for argument in arguments:
                text, width = self._write(argument, column)
                written.append(text)
                column += width
            while written and not written[-1]:
                written.pop()
            self.model.set_user_input(0, 1, place, f"=SP.{name}({','.join(written)})")
            column += 13  # room for an answer that lies in a row
            self.places.append(place)
        self.model.evaluate()

    def _write(self, argument: object, column: int) -> tuple[str, int]:
        if argument is MISSING:
            return "", 0
        rows = argument if isinstance(argument, list) else [[argument]]
        for down, row in enumerate(rows):
            for right, cell in enumerate(row):
                self._put(30 + down, column + right, cell)
        first = f"{column_letters(column)}30"
        last = f"{column_letters(column + len(rows[0]) - 1)}{29 + len(rows)}"
        return (first if first == last else f"{first}:{last}"), len(rows[0])

    def _put(self, row: int, column: int, cell: object) -> None:
        if isinstance(cell, CellError):
            self.model.set_user_input(0, row, column, FORMULA_OF_ERROR[cell])
        elif isinstance(cell, str):
            self.model.update_cell_with_text(0, row, column, cell)
        elif isinstance(cell, bool):
            self.model.update_cell_with_bool(0, row, column, cell)
        elif cell is not None:
            self.model.update_cell_with_number(0, row, column, float(cell))

    def answer(self, case: int, rows: int, columns: int) -> list[list[object]]:
        def cell(down, right):
            value = self.model.get_cell_value(0, 1 + down, self.places[case] + right)
            return ERRORS.get(value, value)

        return [[cell(down, right) for right in range(columns)] for down in range(rows)]


def wanted(name, arguments):
    """Return the function's answer as rows of cells."""
    given = [None if argument is MISSING else argument for argument in arguments]
    try:
        value = call(name, given)
    except SalesPlanError as error:
        return [[error.cell_error]]
    if isinstance(value, list):
        return [list(row) for row in value]
    return [[value]]


def compare(workbook_file, name, cases, tolerance=0.0):
    """Hold every cell of every case against the function; return how many cases were errors."""
    calculated = Calculated(workbook_file, name, cases)
    errors = 0
    for number, arguments in enumerate(cases):
        expected = wanted(name, arguments)
        found = calculated.answer(number, len(expected), len(expected[0]))
        errors += isinstance(expected[0][0], CellError)
        for expected_row, found_row in zip(expected, found, strict=True):
            for one, other in zip(expected_row, found_row, strict=True):
                place = f"case {number} {arguments}: {found} instead of {expected}"
                if isinstance(one, CellError):
                    assert other is one, place
                else:
                    assert isinstance(other, float | int), place
                    assert abs(other - one) <= tolerance * max(1.0, abs(one), size(arguments)), place
    return errors


def size(arguments):
    """Return the largest number among the arguments: what 15 digits of noise are measured by."""
    cells = [
        cell
        for argument in arguments
        for row in (argument if isinstance(argument, list) else [[argument]])
        for cell in row
    ]
    return max((abs(cell) for cell in cells if isinstance(cell, float | int)), default=1.0)


def parameters(name):
    """Return the parameters that a name declares."""
    inside = re.match(r"LAMBDA\(((?:\[?[a-z_]+\]?,\s*)+)", FORMULAS[name])[1]
    return re.findall(r"[a-z_]+", inside)


def column(cells):
    return [[cell] for cell in cells]


def lay(random_, cells):
    """Lay cells as a column, a row or a rectangle."""
    kind = random_.randrange(3)
    if kind == 2 and len(cells) % 2 == 0:
        half = len(cells) // 2
        return [cells[:half], cells[half:]]
    return [cells] if kind else column(cells)


def decompose_case(random_):
    places = random_.choice([0, 0, 1, 2])
    weights = [
        random_.choice([0, None, random_.randint(0, 9), random_.randint(0, 10**6)])
        for _ in range(random_.randint(1, 12))
    ]
    weights = [w / 10**places if w else w for w in weights]
    step = random_.choice([MISSING, 1, 0.05, 1000, 0.1, 25])
    unit = Decimal("0.01") if step is MISSING else Decimal(str(step))
    steps = random_.choice([random_.randint(-50, 50), random_.randint(0, 10**6), random_.randint(0, 10**11)])
    return [float(steps * unit), lay(random_, weights), step]


def test_decompose_on_hundreds_of_cases(workbook_file):
    random_ = random.Random(20270101)
    cases = [decompose_case(random_) for _ in range(300)]
    assert 0 < compare(workbook_file, "DECOMPOSE", cases) < 100


def test_decompose_decides_ties_as_the_function_does(workbook_file):
    """All weights equal or in simple ratios: nearly every remainder ties."""
    random_ = random.Random(7)
    cases = [
        [random_.randint(1, 999) / 100, column([random_.choice([0.1, 0.2, 0.3]) for _ in range(9)])]
        for _ in range(150)
    ]
    compare(workbook_file, "DECOMPOSE", cases)


def test_decompose_is_exact_where_doubles_are_not(workbook_file):
    """Products of steps and weights far beyond 2^53."""
    random_ = random.Random(11)
    cases = []
    for _ in range(60):
        weights = [random_.randint(1, 10**10) for _ in range(random_.randint(2, 12))]
        cases.append([random_.randint(10**13, 10**15 - 1), column(weights), 1])
    compare(workbook_file, "DECOMPOSE", cases)


def test_decompose_adds_up_also_with_long_weights(workbook_file):
    """Such as thirds have more digits than are counted: the sum is exact, no share a step off its quota."""
    random_ = random.Random(13)
    cases = [[12345.67, column([random_.random() for _ in range(9)])] for _ in range(40)]
    calculated = Calculated(workbook_file, "DECOMPOSE", cases)
    for number, (total, weights) in enumerate(cases):
        found = [row[0] for row in calculated.answer(number, 9, 1)]
        assert sum(Decimal(str(share)) for share in found) == Decimal(str(total))
        whole = sum(row[0] for row in weights)
        for share, (weight,) in zip(found, weights, strict=True):
            assert abs(share - total * weight / whole) < 0.01 + 1e-9


ONE = column([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        (
            "DECOMPOSE",
            [
                [None, ONE], [TEXT, ONE], [CellError.NA, ONE], [100, column([1, TEXT])],
                [100, column([1, CellError.DIV0])], [100, column([None, None])], [100, column([1, -1])],
                [100.001, ONE], [100, ONE, 0], [100, ONE, -1], [100, ONE, 3], [100, column([0, 0])],
                [0, column([0, 0])], [0, ONE], [-100, ONE], [100, ONE, TEXT], [100, ONE, None],
                [100, column([1, True])], [True, ONE], [100, 5],
            ],
        ),
        (
            "SEASONALITY",
            [
                [[[1, TEXT]]], [[[1, CellError.NA]]], [[[1, None], [None, 2]]], [[[0, 0]]],
                [column([1, 2, 3])], [column([1, None, 3])], [[[1, -1]]], [[[None, 1], [2, 3]]],
            ],
        ),
        (
            "PACE",
            [
                [column([None, None]), column([1, 2])], [column([1, None]), column([0, 2])],
                [column([1, None]), column([-10, 2])], [column([1, TEXT]), column([1, 2])],
                [column([1, None]), column([1, None])], [column([1, 2, 3]), column([1, 2])],
                [column([1, CellError.NUM]), column([1, 2])], [column([1, 2]), column([CellError.NA, 2])],
            ],
        ),
        (
            "LANDING",
            [
                [column([None, None]), column([1, 2])], [column([1, None]), column([0, 2])],
                [column([1, None]), column([-10, 2])], [column([1, TEXT]), column([1, 2])],
            ],
        ),
        (
            "MIX_SHARE",
            [
                [column([0, 0])], [column([1, TEXT])], [column([None, None])], [ONE, 13], [ONE, -1],
                [ONE, 1.5], [ONE, None], [ONE, 0], [ONE, 12], [column([1, CellError.NA])], [column([3, -1])],
                [column([-3, 1])], [column([1, -1])], [column([1, None])], [ONE, TEXT],
            ],
        ),
        (
            "BLEND",
            [
                [ONE, column([0, 0, 0])], [ONE, column([1, -1, 1])], [ONE, column([1, 2])],
                [column([None, None]), column([1, 2])], [column([1, TEXT]), column([1, 2])],
                [column([1, None]), column([0, 2])], [ONE, column([1, None, None])],
                [ONE, column([None, None, None])], [ONE, column([1, CellError.NA, 1])],
            ],
        ),
        (
            "REPLAN",
            [
                [ONE, column([1, 2, 3])], [ONE, column([1, 2, 4])], [ONE, column([1, None, TEXT])],
                [column([1, None, 3]), column([1, None, None])], [column([1, 0, 0]), column([2, None, None])],
                [column([1, 0, 0]), column([1, None, None])], [column([1, -1, 3]), column([1, None, None])],
                [ONE, column([9, None, None])], [ONE, column([1, None])], [ONE, column([None] * 3)],
                [ONE, column([1.234, None, None])], [ONE, column([1.2, None, None]), MISSING, MISSING, 0.5],
                [ONE, column([1, CellError.DIV0, None])], [ONE, column([1, None, None]), None, None, 0],
            ],
        ),
        (
            "BREAKEVEN_SALES",
            [[300, 0.4], [300, 0.4, 100], [300, 0], [300, 1.5], [300, -0.5], [-1, 0.4], [None, 0.4],
             [300, TEXT], [300, 0.4, None], [300, 0.4, CellError.NA], [300, 0.4, TEXT]],
        ),
        ("CAGR", [[100, 121, 2], [0, 1, 1], [-1, 1, 1], [1, -1, 1], [1, 1, 0], [1, 0, 2], [None, 1, 1]]),
        ("MARKET_TARGET", [[5e7, 0.08, 0.15], [-1, 0, 0], [1, -2, 0], [1, 0, 2], [1, 0, -1], [1, 0, None]]),
        ("ATTAINMENT", [[-8, -10], [75, 100], [1, 0], [None, 1], [1, None], [TEXT, 1], [1, True]]),
        ("GAP", [[75_000.10, 100_000], [None, 1], [1, TEXT], [CellError.NA, TEXT]]),
        ("CHANGE_RATE", [[120, 100], [-50, -100], [1, 0], [1, None], [CellError.NUM, 1]]),
    ],
)  # fmt: skip
def test_edges_and_error_values(workbook_file, name, cases):
    assert compare(workbook_file, name, cases, tolerance=1e-14) > 0


@pytest.mark.parametrize(
    "name",
    [
        *("ATTAINMENT", "GAP", "CHANGE_RATE", "CAGR", "MARKET_TARGET", "BREAKEVEN_SALES", "GROSS_MARGIN"),
        *("NET_MARGIN", "EXPENSE_RATIO", "RETURN_ON_INVESTMENT", "DSO", "AOV", "WIN_RATE", "CONVERSION"),
        *("NPS", "RETENTION", "NRR", "GRR"),
    ],
)
def test_one_bad_row_spoils_one_row(workbook_file, name):
    random_ = random.Random(name)
    count = len(parameters(name))
    cells = [0, 0.5, 1, 2.5, -3, 100, 12345.67, None, TEXT, True, CellError.NA, CellError.DIV0]
    cases = []
    for _ in range(60):
        rows = random_.randint(2, 6)
        cases.append([column([random_.choice(cells) for _ in range(rows)]) for _ in range(count)])
        cases[-1][random_.randrange(count)] = random_.choice([1, 0.5, 20])  # one cell stands for all rows
    compare(workbook_file, name, cases, tolerance=1e-12)


def periods_case(random_):
    months = random_.choice([4, 6, 12])
    plan = [random_.randint(0, 10**6) / 100 for _ in range(months)]
    done = random_.randint(1, months)
    actual = [random_.randint(-(10**3), 10**6) / 100 if m < done else None for m in range(months)]
    return plan, actual


@pytest.mark.parametrize("name", ["PACE", "LANDING"])
def test_series_of_periods(workbook_file, name):
    random_ = random.Random(name)
    cases = []
    for _ in range(100):
        plan, actual = periods_case(random_)
        cases.append([[actual], [plan]] if random_.random() < 0.5 else [column(actual), column(plan)])
    compare(workbook_file, name, cases, tolerance=1e-14)


def test_replan_on_hundreds_of_cases(workbook_file):
    random_ = random.Random(3)
    cases = []
    for _ in range(200):
        plan, actual = periods_case(random_)
        random_.shuffle(actual)
        step = random_.choice([MISSING, 1, 0.5, 100])
        case = [[plan], [actual]] if random_.random() < 0.5 else [column(plan), column(actual)]
        cases.append([*case, MISSING, MISSING, step])
    errors = compare(workbook_file, "REPLAN", cases)
    assert errors < 100
    calculated = Calculated(workbook_file, "REPLAN", cases)
    for number, (plan, actual, *_) in enumerate(cases):
        cells = [cell for row in plan for cell in row]
        if None in [cell for row in actual for cell in row] and sum(cells):
            found = [cell for row in calculated.answer(number, len(plan), len(plan[0])) for cell in row]
            if not isinstance(found[0], CellError):
                assert sum(map(Decimal, map(str, found))) == sum(map(Decimal, map(str, cells)))


def test_replan_says_that_it_has_no_floors_and_caps(workbook_file):
    case = [ONE, column([1, None, None]), column([None, 2, None])]
    calculated = Calculated(workbook_file, "REPLAN", [case])
    assert calculated.answer(0, 1, 1) == [[CellError.VALUE]]


def test_mix_share_on_hundreds_of_cases(workbook_file):
    random_ = random.Random(5)
    cases = []
    for _ in range(200):
        count = random_.randint(1, 9)
        values = [random_.choice([0, 1, 2, random_.randint(-99, 9999) / 100]) for _ in range(count)]
        cases.append([lay(random_, values), random_.choice([MISSING, 0, 1, 2, 4, 6])])
    compare(workbook_file, "MIX_SHARE", cases)


def test_blend_and_seasonality_on_many_cases(workbook_file):
    random_ = random.Random(9)
    blends, seasons = [], []
    for _ in range(100):
        count = random_.randint(1, 8)
        values = [random_.choice([None, random_.randint(-500, 5000) / 10]) for _ in range(count)]
        weights = [random_.choice([None, 0, random_.randint(1, 9) / 10]) for _ in range(count)]
        blends.append([column(values), column(weights)])
        years, months = random_.randint(1, 4), random_.choice([2, 4, 12])
        rows = [[random_.choice([None, *range(1, 60)]) for _ in range(months)] for _ in range(years)]
        seasons.append([rows])
    assert compare(workbook_file, "BLEND", blends, tolerance=1e-14) < 60
    assert compare(workbook_file, "SEASONALITY", seasons, tolerance=1e-14) < 90


def test_every_name_is_a_function_of_ours_with_its_arguments_in_order():
    from salesplan_xl import formulas  # noqa: F401 - declares them

    for name in FORMULAS:
        names = [argument.name for argument in DECLARED[name].arguments]
        declared = parameters(name)
        assert declared
        assert declared == names[: len(declared)], name


def test_every_text_fits_into_a_cell_and_uses_no_word_that_excel_refuses():
    for name, text in lambda_names().items():
        assert len(text) <= LONGEST, name
        assert text.count("(") == text.count(")")
        words = set(re.findall(r"_xl(?:pm|op)\.(\w+)", text))
        assert not words & {"r", "c"}
        assert not any(re.fullmatch(r"[a-z]{1,3}\d+", word) for word in words)
        check_name(name.removeprefix("SP."))
        optional = set(re.findall(r"_xlop\.(\w+)", text))
        assert all(f"_xlpm.{word}" in text for word in optional)


def test_every_parameter_is_declared_before_it_is_used():
    """A word that is nowhere declared would be read as another name of the workbook."""
    for name, text in FORMULAS.items():
        used = set(re.findall(r"\b[a-z][a-z_]*\b", text))
        declared = set(re.findall(r"(?:LAMBDA\(|LET\(|,)\s*\[?([a-z][a-z_]*)\]?\s*(?=,)", text))
        declared |= set(re.findall(r"\[([a-z_]+)\]", text))
        assert used <= declared, (name, used - declared)


def test_the_file_form_is_what_excel_writes():
    """As a workbook saved by Excel holds a LAMBDA with an optional argument."""
    assert file_form("LAMBDA(a, [b], LET(d, IF(ISOMITTED(b), 1, b), MAP(a, LAMBDA(x, x*d))))") == (
        "_xlfn.LAMBDA(_xlpm.a,_xlop.b,_xlfn.LET(_xlpm.d,IF(_xlfn.ISOMITTED(_xlpm.b),1,_xlpm.b),"
        "_xlfn.MAP(_xlpm.a,_xlfn.LAMBDA(_xlpm.x,_xlpm.x*_xlpm.d))))"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", template_names())
def test_templates_carry_the_names_and_no_cell_depends_on_them(template, language):
    """Excel 2016 opens the templates, and has no LAMBDA."""
    with ZipFile(template_path(template, language)) as package:
        book = package.read("xl/workbook.xml").decode()
        for name, text in lambda_names().items():
            assert f'<definedName name="{name}">{escape(text)}</definedName>' in book
        for part in package.namelist():
            formulas = re.findall(
                r"<(?:\w+:)?f\b[^>]*>(.*?)</", package.read(part).decode("utf-8", "replace")
            )
            assert not any("SP." in formula for formula in formulas), part


def test_a_template_calculates_with_its_names():
    model = ironcalc.load_from_xlsx(str(template_path("annual_plan", "zh")), "en", "UTC", "en")
    model.new_sheet()
    sheet = len(model.get_worksheets_properties()) - 1
    model.set_user_input(sheet, 1, 1, "=SP.DECOMPOSE(100,{1;1;1},1)")
    model.evaluate()
    assert [model.get_cell_value(sheet, row, 1) for row in (1, 2, 3)] == [34, 33, 33]
