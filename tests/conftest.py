"""Options of the whole test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live-excel", action="store_true", help="run the host tests in Excel itself (Windows)")
