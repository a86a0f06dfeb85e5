"""*Explain*: what a function does in a cell: method, inputs, rounding unit, what is held, errors."""

from __future__ import annotations

from typing import Any

from salesplan_xl.addin.formula_call import Call, find_call
from salesplan_xl.addin.formula_sources import FormulaCell, FormulaSource
from salesplan_xl.addin.last_errors import last_error
from salesplan_xl.cells import ERROR_BY_TEXT, CellError
from salesplan_xl.declaration import Argument, Formula
from salesplan_xl.errors import NotFound, SalesPlanError
from salesplan_xl.messages import Language, say
from salesplan_xl.registry import FORMULAS


def explain(source: FormulaSource, reference: str, language: Language) -> str:
    """Explain a cell.

    Raises:
        NotFound: there is no such cell, or its formula calls none of our functions.
    """
    from salesplan_xl import formulas  # noqa: F401 - declares them

    cell = source.cell(reference)
    call = find_call(cell.formula, FORMULAS)
    if call is None:
        raise NotFound("explain_no_function", cell=f"{cell.sheet}!{cell.address}")
    formula = FORMULAS[call.name]
    given, unknown = _given(call, formula, source, cell.sheet)
    lines = [
        say("explain_cell", language, cell=f"{cell.sheet}!{cell.address}", function=call.name),
        formula.summary[language],
        "",
        *_inputs(call, formula, given, unknown, language),
        *_rounding(formula, given, language),
        *_held(formula, given, language),
        "",
    ]
    if unknown:
        known = last_error(cell.place, call.name)
        lines.append(
            say("explain_unknown", language, arguments=", ".join(unknown))
            if known is None
            else _error(known, language)
        )
    else:
        lines.append(_answer(formula, given, cell, language))
    return "\n".join(lines)


def _given(call: Call, formula: Formula, source: FormulaSource, sheet: str) -> tuple[list[Any], list[str]]:
    """Return the arguments' values, and the names of those that cannot be told here."""
    given: list[Any] = []
    unknown = []
    for position, text in enumerate(call.arguments):
        try:
            given.append(value_of(text, source, sheet))
        except NotFound:
            given.append(None)
            argument = formula.arguments[position] if position < len(formula.arguments) else None
            unknown.append(argument.name if argument else text)
    return given, unknown


def value_of(text: str, source: FormulaSource, sheet: str) -> Any:
    """Return what an argument stands for. A number, a text and a call of ours need no workbook."""
    from salesplan_xl.evaluation import evaluate_cells

    if not text:
        return None
    if text.startswith('"') and text.endswith('"') and '"' not in text[1:-1].replace('""', ""):
        return text[1:-1].replace('""', '"')
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    if text.upper() in ERROR_BY_TEXT:
        return ERROR_BY_TEXT[text.upper()]
    try:
        return float(text)
    except ValueError:
        pass
    if text.startswith("{") and text.endswith("}"):
        return [
            [value_of(cell.strip(), source, sheet) for cell in row.split(",")]
            for row in text[1:-1].split(";")
        ]
    inner = find_call("=" + text, FORMULAS)
    if inner is not None and inner.alone:
        formula = FORMULAS[inner.name]
        try:
            return evaluate_cells(formula, [value_of(part, source, sheet) for part in inner.arguments])
        except NotFound as missing:
            if missing.reason.startswith("explain_"):
                raise
            return missing.cell_error
        except SalesPlanError as refused:
            return refused.cell_error
    return source.value(text, sheet)


def _inputs(
    call: Call, formula: Formula, given: list[Any], unknown: list[str], language: Language
) -> list[str]:
    lines = [say("explain_inputs", language)]
    for position, argument in enumerate(formula.arguments):
        text = call.arguments[position] if position < len(call.arguments) else ""
        value = given[position] if position < len(given) else None
        if argument.name in unknown:
            what = say("explain_expression", language)
        elif text:
            what = _shown(value, language)
        else:
            what = _default(argument, language)
        source = f" ({text})" if text and text != what else ""
        lines.append(f"  {argument.name} = {what}{source}")
    return lines


def _default(argument: Argument, language: Language) -> str:
    if argument.required:
        return say("explain_missing", language)
    if argument.default is None:
        return say("explain_none", language)
    return say("explain_left_out", language, value=_plain(argument.default))


def _shown(value: Any, language: Language) -> str:
    if not isinstance(value, list | tuple):
        return say("explain_blank", language) if value is None else _plain(value)
    cells = [cell for row in value for cell in (row if isinstance(row, list | tuple) else [row])]
    numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
    facts = {
        "rows": len(value),
        "columns": len(value[0]) if value and isinstance(value[0], list | tuple) else 1,
        "total": _plain(_total(numbers)),
        "filled": sum(cell is not None for cell in cells),
    }
    text = say("explain_range", language, **facts)
    errors = sorted({cell.value for cell in cells if isinstance(cell, CellError)})
    return f"{text}, {' '.join(errors)}" if errors else text


def _total(numbers: list[float]) -> float:
    from math import fsum

    return float(f"{fsum(numbers):.15g}")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:,.15g}" if abs(value) < 1e15 else f"{value:.15g}"
    return str(value)


def _rounding(formula: Formula, given: list[Any], language: Language) -> list[str]:
    position = _position(formula, "step")
    if position is None:
        return [say("explain_not_rounded", language)]
    value = given[position] if position < len(given) else None
    step = formula.arguments[position].default if value is None else value
    return [say("explain_step", language, step=_plain(step))]


def _held(formula: Formula, given: list[Any], language: Language) -> list[str]:
    position = _position(formula, "held")
    if position is None:
        return []
    value = given[position] if position < len(given) else None
    rows = value if isinstance(value, list | tuple) else [[value]]
    held = [cell for row in rows for cell in row if isinstance(cell, int | float)]
    if not held:
        return [say("explain_nothing_held", language)]
    return [say("explain_held", language, count=len(held), total=_plain(_total(held)))]


def _position(formula: Formula, name: str) -> int | None:
    return next((place for place, found in enumerate(formula.arguments) if found.name == name), None)


def _answer(formula: Formula, given: list[Any], cell: FormulaCell, language: Language) -> str:
    """Work the function out anew and say what comes out in this cell, or why it is refused."""
    from salesplan_xl.evaluation import evaluate_cells

    try:
        answer = evaluate_cells(formula, given)
        if isinstance(answer, list):
            rows = [row if isinstance(row, list | tuple) else [row] for row in answer]
            if cell.row >= len(rows) or cell.column >= len(rows[0]):
                return say("explain_outside", language, rows=len(rows), columns=len(rows[0]))
            answer = rows[cell.row][cell.column]
            if isinstance(answer, CellError) and formula.by_row:
                answer = evaluate_cells(formula, [_at(value, cell.row, cell.column) for value in given])
    except SalesPlanError as refused:
        return _error(refused, language)
    if isinstance(answer, CellError):
        return f"{answer.value}: {say('error_passed', language, value=answer.value)}"
    return say("explain_answer", language, value=_plain(answer))


def _at(value: Any, row: int, column: int) -> Any:
    """Return the part of an argument that a row-by-row function uses for one cell."""
    if not isinstance(value, list | tuple):
        return value
    line = value[row if len(value) > 1 else 0]
    return line[column if len(line) > 1 else 0] if isinstance(line, list | tuple) else line


def _error(refused: SalesPlanError, language: Language) -> str:
    return f"{refused.cell_error.value}: {refused.sentence(language)}"
