"""The versions that are installed: one list, which the wheel's own requirements allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from salesplan_xl.addin.places import System

_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(\s*;\s*(?P<marker>.+))?")
_SYSTEM_NAMES = {"windows": "win32", "mac": "darwin", "other": "linux"}


def constraints() -> str:
    """Return the list in pip's form."""
    return resources.files("salesplan_xl.addin").joinpath("constraints.txt").read_text("utf-8")


def pins(system: System) -> Iterator[tuple[str, str]]:
    """Yield the packages and versions that a system needs."""
    for line in constraints().splitlines():
        match = _PIN.fullmatch(line.strip())
        if match and (not match["marker"] or f"'{_SYSTEM_NAMES[system]}'" in match["marker"]):
            yield match["name"], match["version"]
