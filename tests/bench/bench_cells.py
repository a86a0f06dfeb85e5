"""What a call costs: one-row formulas on long columns, and ranges in and out against xlwings' conversion.

A formula on cells is held against the plain numpy expression twice: on arrays that are ready, and on the
same cells, which numpy first has to make into arrays and in the end back into rows of cells.
"""

from __future__ import annotations

import ast
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import xlwings
from xlwings import conversion

from salesplan_xl.addin import cell_functions
from salesplan_xl.addin.cell_functions import as_cells
from salesplan_xl.evaluation import evaluate_rows

ROWS = 100_000
SHAPE = (1000, 12)


PLAIN: dict[str, Callable[..., Any]] = {
    "ATTAINMENT": lambda actual, target: np.where(
        target > 0, actual / target, (actual - 2 * target) / np.abs(target)
    ),
    "GAP": lambda actual, target: target - actual,
    "GROSS_MARGIN": lambda revenue, cost: np.where(revenue > 0, (revenue - cost) / revenue, np.nan),
    "NET_PRICE": lambda price, discount: price * (1 - discount),
}
"""What a user of numpy would write for a function of two columns."""


def rows() -> list[dict[str, object]]:
    """Time columns of one-row formulas, and a range of 1000 x 12 through a function and back."""
    random = np.random.default_rng(20270101)
    first, second = random.uniform(1, 100, ROWS), random.uniform(0.01, 1, ROWS)
    cells = [tuple((value,) for value in values.tolist()) for values in (first, second)]
    timed = [row for name, plain in PLAIN.items() for row in _columns(name, plain, (first, second), cells)]
    floor = _best(lambda: list(zip(*[iter(as_cells(cells[0]).ravel().tolist())], strict=True)))
    timed.append(
        _row(
            f"a column of {ROWS:,} cells in and out, without any formula",
            "ATTAINMENT in plain numpy, arrays ready",
            floor,
            _best(lambda: PLAIN["ATTAINMENT"](first, second)),
        )
    )
    block = tuple(map(tuple, random.uniform(1, 100, SHAPE).tolist()))
    ours, theirs = _least(lambda: cell_functions.GAP("", "", block, 1.0), _by_xlwings(block))
    job = "a range of 1000 x 12 cells in, GAP, and out"
    return [*timed, _row(job, "xlwings' default conversion alone", ours, theirs)]


def _columns(
    name: str,
    expression: Callable[..., Any],
    arrays: tuple[np.ndarray, np.ndarray],
    cells: list[tuple[tuple[float], ...]],
) -> list[dict[str, object]]:
    """Time a function of two columns: arrays and cells, ours and plain."""

    def same_cells() -> list[list[float]]:
        first, second = (np.array(column, dtype=float) for column in cells)
        return expression(first, second).tolist()

    column = getattr(cell_functions, name)
    through_arrays, through_cells, plain, plain_cells = _least(
        lambda: evaluate_rows(column.formula, *arrays),
        lambda: column("", "", *cells),
        lambda: expression(*arrays),
        same_cells,
    )
    job = f"{name} of {ROWS:,} rows"
    return [
        _row(f"{job}, arrays in and out", "plain numpy, arrays ready", through_arrays, plain),
        _row(
            f"{job}, cells in and out", "plain numpy, cells into arrays and back", through_cells, plain_cells
        ),
        _row(f"{job}, cells in and out", "plain numpy, arrays ready", through_cells, plain),
    ]


def _by_xlwings(block: tuple[tuple[float, ...], ...]) -> Callable[[], object]:
    """Return what xlwings does with the same cells by default, in and out, without any formula."""
    known: dict[str, Any] = xlwings.engines.engines_by_name
    known.setdefault("excel", SimpleNamespace(impl=_windows_engine()))
    return lambda: conversion.write(conversion.read(None, block, {}), None, {})


def _windows_engine() -> Any:
    """Return the conversions of xlwings' engine for Windows, which cannot be imported elsewhere."""
    source = Path(xlwings.__file__).with_name("_xlwindows.py").read_text("utf-8")
    names = {"_clean_value_data_element", "prepare_xl_data_element", "clean_value_data"}
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name in names
    ]
    for function in functions:
        function.decorator_list = []
    found: dict[str, Any] = {"np": np, "pd": pd, "time_types": (dt.date, dt.datetime), "cell_errors": {}}
    exec(compile(ast.Module(functions, type_ignores=[]), "_xlwindows.py", "exec"), found)
    return SimpleNamespace(**{name: found[name] for name in names})


def _best(work: Callable[[], object], times: int = 7) -> float:
    return _least(work, times=times)[0]


def _least(*works: Callable[[], object], times: int = 7) -> list[float]:
    """Return the least time of each, taken in turns, so that what else runs here hits all alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, taken in zip(works, seconds, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in seconds]


def _row(job: str, against: str, ours: float, theirs: float) -> dict[str, object]:
    return {"job": job, "against": against, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours}
