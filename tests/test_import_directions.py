"""Who may import whom: one table, held against every module."""

from __future__ import annotations

import ast
from pathlib import Path

import salesplan_xl

PACKAGE = Path(salesplan_xl.__file__).parent
NAME = PACKAGE.name

DECLARATIONS = {"declaration", "evaluation", "registry", "reserved_names"}
MAY_IMPORT: dict[str, set[str]] = {
    "units": set(),
    "cells": set(),
    "messages": set(),
    "reserved_names": set(),
    "errors": {"units", "cells", "messages"},
    "declaration": {"units", "cells", "errors", "reserved_names"},
    "refusals": {"units", "cells", "errors"},
    "arguments": {"units", "cells", "errors", "declaration", "grids", "refusals"},
    "evaluation": {"units", "cells", "errors", "declaration", "grids", "refusals", "arguments"},
    "grids": {"units", "cells", "errors", "declaration"},
    "registry": {"units", "cells", "errors", "declaration", "evaluation", "refusals"},
    "formulas": {"registry", "units", "errors"},
    "planning": {"formulas", "units", "errors"},
    "tables": {"cells", "units", "errors", "messages"},
    "hosts": {"cells", "errors"},
}
"""Parts that are not named here sit on top and may import everything."""

ALLOWED_IN_ONE_FILE = {"xlwings": "hosts/live_excel.py"}


def imports_of(path: Path) -> set[str]:
    """Return the modules a file imports, those under TYPE_CHECKING and inside functions included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(module: str) -> str:
    return module.removeprefix(f"{NAME}.").split(".")[0]


def test_imports_run_downwards_only():
    """A lower part never imports a higher one."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part not in MAY_IMPORT:
            continue
        allowed = MAY_IMPORT[part] | {part}
        for module in imports_of(path):
            if module.startswith(f"{NAME}.") and part_of(module) not in allowed:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {module}")
    assert wrong == []


def test_the_formulas_know_nothing_of_excel_or_pandas():
    for path in (PACKAGE / "formulas").rglob("*.py"):
        outside = {module.split(".")[0] for module in imports_of(path)}
        assert not outside & {"pandas", "openpyxl", "xlwings", "xlsxwriter", "lxml"}, path.name


def test_excel_is_reached_through_one_file():
    for library, place in ALLOWED_IN_ONE_FILE.items():
        users = {
            path.relative_to(PACKAGE).as_posix()
            for path in PACKAGE.rglob("*.py")
            if library in {module.split(".")[0] for module in imports_of(path)}
        }
        assert users <= {place}


def test_nothing_of_the_paid_part_of_xlwings_is_used():
    for path in PACKAGE.rglob("*.py"):
        assert not any(module.startswith(("xlwings.pro", "xlwings.server")) for module in imports_of(path))
