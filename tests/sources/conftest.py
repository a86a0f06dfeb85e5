"""Files that the tests of loading write themselves, and the real orders where they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.sources import Loaded, read_source

REAL_ORDERS = Path(__file__).parents[3] / "shared" / "data" / "superstore.csv"

Load = Callable[..., Loaded]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write text to a file and load it: ``load("月份,金额\\n…", encoding="gb18030", decimal=",")``."""

    def write_and_load(
        text: str | bytes,
        *,
        written: str = "utf-8",
        table: str = "tblHistory",
        name: str = "in.csv",
        **options: object,
    ) -> Loaded:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(written))
        return read_source(path, table=table, **options)  # type: ignore[arg-type]

    return write_and_load


@pytest.fixture
def real_orders() -> Path:
    if not REAL_ORDERS.exists():
        pytest.skip(f"the real orders are not beside this checkout: {REAL_ORDERS}")
    return REAL_ORDERS


def reasons(loaded: Loaded) -> list[str]:
    return [problem.reason for problem in loaded.problems]
