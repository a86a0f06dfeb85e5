"""LibreOffice as a check on VBA: asked through its own Python, in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent

needs_libreoffice = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not shutil.which("soffice") or not Path("/usr/lib/python3/dist-packages/uno.py").exists(),
        reason="LibreOffice and its Python are not installed",
    ),
]


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """Ask LibreOffice; see ``in_libreoffice.py`` for what a request and an answer are."""
    run = subprocess.run(
        ["/usr/bin/python3", str(HERE / "in_libreoffice.py")],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def recorders() -> dict[str, str]:
    """Return the modules that stand in for Python and for Excel's windows, by name."""
    return {path.stem: path.read_text(encoding="ascii") for path in (HERE / "stub").glob("*.bas")}
