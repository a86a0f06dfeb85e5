"""Everything continuous integration runs: style, types, tests, doctests, coverage."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COVERED = ("formulas", "planning", "tables", "hosts")
LEAST_BRANCH_COVERAGE = 95

CHECKS = [
    ("style", ["ruff", "check", "."]),
    ("layout", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("tests", ["pytest", "-q", "-n", "2", "--dist", "worksteal", "--cov", "--cov-branch", "--cov-report="]),
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
        run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
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
