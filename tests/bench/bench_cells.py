"""What a call costs: one-row formulas on long columns, and ranges in and out against xlwings' conversion."""

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
from salesplan_xl.formulas.attainment import attainment

ROWS = 100_000
SHAPE = (1000, 12)


def rows() -> list[dict[str, object]]:
    """Time a column of attainments, and a range of 1000 x 12 through a function and back."""
    random = np.random.default_rng(20270101)
    actual, target = random.uniform(0, 100, ROWS), random.uniform(1, 100, ROWS)
    plain = _best(lambda: np.where(target > 0, actual / target, (actual - 2 * target) / np.abs(target)))
    arrays = _best(lambda: attainment.rows(actual, target))
    column = cell_functions.ATTAINMENT
    cells = [tuple((value,) for value in values.tolist()) for values in (actual, target)]
    through_cells = _best(lambda: column("", "", *cells))
    block = tuple(map(tuple, random.uniform(1, 100, SHAPE).tolist()))
    theirs = _best(_by_xlwings(block))
    ours = _best(lambda: cell_functions.GAP("", "", block, 1.0))
    expression = "the plain numpy expression"
    return [
        _row(f"ATTAINMENT of {ROWS:,} rows, arrays in and out", expression, arrays, plain),
        _row(f"ATTAINMENT of {ROWS:,} rows, cells in and out", expression, through_cells, plain),
        _row(
            "a range of 1000 x 12 cells in, GAP, and out", "xlwings' default conversion alone", ours, theirs
        ),
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
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _row(job: str, against: str, ours: float, theirs: float) -> dict[str, object]:
    return {"job": job, "against": against, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours}
