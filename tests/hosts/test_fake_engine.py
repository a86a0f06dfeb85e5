"""The stand-in for Excel offers nothing that xlwings' engines for Windows and Mac do not offer themselves.

Those engines cannot be imported here; their source can be read.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
import xlwings

FOLDER = Path(xlwings.__file__).parent
FAKE = Path(__file__).with_name("fake_engine.py")
ENGINES = {"windows": FOLDER / "_xlwindows.py", "mac": FOLDER / "_xlmac.py"}
# What the tests use to set the stand-in up, and what xlwings' base classes answer for every engine.
OWN = {"FakeRange": {"places", "options", "sheet"}, "FakeAutoFilter": {"hide"}, "FakeNames": {"snapshot"}}


@cache
def classes(source: Path) -> dict[str, ast.ClassDef]:
    return {n.name: n for n in ast.parse(source.read_text("utf-8")).body if isinstance(n, ast.ClassDef)}


def offered(source: Path, name: str) -> set[str]:
    """Return the public methods, properties and attributes of a class and of those it derives from."""
    node = classes(source)[name]
    found: set[str] = set()
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            found.add(item.name)
        elif isinstance(item, ast.Assign):
            found |= {target.id for target in item.targets if isinstance(target, ast.Name)}
        elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            found.add(item.target.id)
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes(source):
            found |= offered(source, base.id)
    return {attribute for attribute in found if not attribute.startswith("_")}


FAKES = [name for name in classes(FAKE) if name.startswith("Fake") and name != "FakeEngine"]


@pytest.mark.parametrize("name", FAKES)
@pytest.mark.parametrize("engine", ENGINES)
def test_the_stand_in_offers_only_what_excel_offers(engine: str, name: str) -> None:
    counterpart = {"FakeColumns": "TableColumns"}.get(name, name.removeprefix("Fake"))
    fake = offered(FAKE, name) - OWN.get(name, set())
    assert fake - offered(ENGINES[engine], counterpart) == set()


def test_there_is_something_to_compare() -> None:
    assert {"autofill", "raw_value", "number_format", "insert"} <= offered(FAKE, "FakeRange")
