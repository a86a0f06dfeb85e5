"""Everything continuous integration runs: style, types, tests, doctests, coverage."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COVERED = ("formulas", "planning", "tables", "hosts")
LEAST_BRANCH_COVERAGE = 95

ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""The workers share the cores already; threads of their own would only get in each other's way."""

PYTEST = ["pytest", "-q", "-n", str(max(2, os.cpu_count() or 2)), "--durations=20"]
BY_FILE = [*PYTEST, "--dist", "loadfile"]
"""Workbooks that LibreOffice calculates are made once a file: its tests stay with one worker."""
WITH_COVERAGE = ["--cov", "--cov-branch", "--cov-report="]
OTHERS = sorted(
    folder.relative_to(ROOT).as_posix()
    for folder in (ROOT / "tests").iterdir()
    if folder.is_dir() and any(folder.glob("test_*.py")) and folder.name not in COVERED
)
"""Tests of the parts whose coverage is not counted: tracing would only slow them down."""

CHECKS = [
    ("style", ["ruff", "check", "."]),
    ("layout", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    (
        "other tests",
        [*BY_FILE, *OTHERS, *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/test_*.py"))],
    ),
    (
        "tests and doctests",
        [
            *PYTEST,
            "--dist",
            "worksteal",
            *WITH_COVERAGE,
            "salesplan_xl",
            *(f"tests/{part}" for part in COVERED),
        ],
    ),
    *(
        (
            f"coverage of {part}",
            [
                "coverage",
                "report",
                f"--include=salesplan_xl/{part}/*",
                f"--fail-under={LEAST_BRANCH_COVERAGE}",
            ],
        )
        for part in COVERED
    ),
]


def main() -> int:
    failed = []
    for name, command in CHECKS:
        print(f"── {name}", flush=True)
        start = time.perf_counter()
        run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False, env=ONE_THREAD)
        print(
            f"── {name}: {'failed' if run.returncode else 'passed'} in {time.perf_counter() - start:.0f} s",
            flush=True,
        )
        if run.returncode:
            failed.append(name)
    print("Failed: " + ", ".join(failed) if failed else "Everything passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
