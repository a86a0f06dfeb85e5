"""Load, variance and bridge in workbooks that planners rearranged: the figures are those of the plain one."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.load import load
from salesplan_xl.actions.variance import variance
from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts.package import open_package
from salesplan_xl.tables.contract import TABLES
from tests.plan_books import plan_book, rows_of
from tests.plan_files import plan_file

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}
ZH = {table.id: table.sheet("zh") for table in TABLES.values()}
COMPARED = ("tblActuals", "tblMembers", "tblVariance", "tblBridge")
FEBRUARY = (
    "月份,区域,产品,销量,金额\n"
    "2027-02,华东,坚果,9,95.50\n2027-02,华南,坚果,-1,-9.90\n2027-02,西南,麦片,2,31\n"
)


def book():
    def sale(month, region, quantity, amount):
        return {
            "month": month,
            "region": region,
            "product": "坚果",
            "quantity": quantity,
            "amount": amount,
        }

    def target(month, region, amount):
        return {
            "indicator": "sales_amount",
            "period": month,
            "region": region,
            "product": "坚果",
            "committed": amount,
        }

    regions, months = ("华东", "华南"), (1, 2, 3)
    return plan_book(
        "zh",
        tblSettings=SETTINGS,
        tblMembers=[{"dimension": "region", "member": region} for region in regions],
        tblHistory=[sale(f"2026-{m:02d}", region, 10, 100) for m in months for region in regions],
        tblActuals=[sale("2027-01", region, 8, 90) for region in regions],
        tblQuota=[target(f"2027-{m:02d}", region, 100 + m) for m in months for region in regions],
    )


def backwards(header):
    return list(reversed(range(len(header))))


WAYS = {
    "tables moved to another sheet": {
        "sheets": {"tblActuals": "我的表", "tblQuota": "我的表", "tblBridge": "我的表"}
    },
    "sheets renamed": {"sheets": {name: f"{sheet}-新" for name, sheet in ZH.items()}},
    "columns reordered": {"order": backwards},
    "a filter left on, rows hidden": {"hidden": ("tblActuals", "tblQuota", "tblHistory", "tblMembers")},
    "all at once": {
        "sheets": {"tblActuals": "合并", "tblHistory": "合并", "tblSettings": "合并"},
        "order": backwards,
        "hidden": ("tblActuals", "tblQuota", "tblSettings"),
    },
}


def run(path: Path, folder: Path):
    """Load February, compare, bridge; save after each, as the command does."""
    source = folder / "二月.csv"
    source.write_text(FEBRUARY, encoding="utf-8")
    for action in (
        lambda workbook: load(workbook, "tblActuals", source),
        variance,
        bridge,
    ):
        workbook = open_package(path)
        outcome = action(workbook)
        assert [problem.sentence("zh") for problem in outcome.problems] == []
        workbook.save()
    workbook = open_package(path)
    return {table: rows_of(workbook, table) for table in COMPARED}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    return run(plan_file(folder / "plan.xlsx", book()), folder)


def test_the_plain_one_is_right(plain):
    """February: planned 102 each; 95.5, a return of 9.9, and 31 of nobody's plan: 116.6."""
    total = next(
        row for row in plain["tblVariance"] if (row["period"], row["dimension"]) == ("2027-02", "total")
    )
    assert (total["actual"], total["target"], total["variance"]) == (116.6, 204, -87.4)
    first = plain["tblBridge"][0]
    assert (first["period"], first["against"], first["base"], first["actual"]) == (
        "2027-02",
        "target",
        204,
        116.6,
    )
    assert "西南" in {row["member"] for row in plain["tblMembers"]}
    assert len(plain["tblActuals"]) == 5


@pytest.mark.parametrize("way", WAYS)
def test_the_figures_are_those_of_the_plain_one(way, plain, tmp_path):
    path = plan_file(tmp_path / "plan.xlsx", book(), **WAYS[way])
    assert run(path, tmp_path) == plain


def test_moved_tables_stay_where_they_were_put(tmp_path):
    path = plan_file(tmp_path / "plan.xlsx", book(), **WAYS["all at once"])
    before = {name: (info.sheet, info.header) for name, info in open_package(path).tables().items()}
    run(path, tmp_path)
    assert {name: (info.sheet, info.header) for name, info in open_package(path).tables().items()} == before


def test_a_table_without_room_below_is_refused_with_the_cell_in_its_way_and_nothing_is_lost(tmp_path):
    sheets = {"tblActuals": "合并", "tblHolds": "合并"}
    path = plan_file(tmp_path / "plan.xlsx", book(), sheets, below=True)
    before = path.read_bytes()
    source = tmp_path / "二月.csv"
    source.write_text(FEBRUARY, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        load(open_package(path), "tblActuals", source)
    assert "tblActuals" in refused.value.sentence("zh")
    assert "合并" in refused.value.sentence("zh")
    assert path.read_bytes() == before
