"""Workbooks nobody here wrote: two cells are set in each, and nothing else is any different."""
# ruff: noqa: E501 - parts of a workbook read best as the file spells them

from __future__ import annotations

import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from salesplan_xl.hosts.package import open_package
from salesplan_xl.hosts.package_parts import PackageParts
from salesplan_xl.hosts.references import Area
from salesplan_xl.hosts.sheet_reader import SheetReader
from tests.hosts.packages import archive
from tests.hosts.soundness import faults

PLACE = Path("shared") / "corpus"
ABSENT = "no folder shared/corpus with real workbooks lies beside the checkout or above it"
NUMBER, TEXT = 1234.5, "文字 <&> =1"
FOLLOWING = ("workbook.xml", "calcchain.xml", "workbook.xml.rels", "[content_types].xml")
"""Parts that may change with the sheet: where formulas are, and where one was overwritten."""


def corpus() -> list[Path]:
    for folder in Path(__file__).resolve().parents:
        if (folder / PLACE).is_dir():
            return sorted(each for each in (folder / PLACE).iterdir() if each.suffix.startswith(".xl"))
    return []


FILES = corpus()
pytestmark = [pytest.mark.realdata, pytest.mark.skipif(not FILES, reason=ABSENT)]


def free_places(path: Path) -> tuple[str, str, str]:
    """Return the first sheet and two of its cells that no merged area covers."""
    parts = PackageParts(path)
    sheet = parts.workbook.sheets[0]
    merged = SheetReader(parts, sheet).merged_areas()
    cells = [
        f"{'BCDE'[at]}{row}"
        for row in range(2, 40)
        for at in range(4)
        if not any((row, at + 2) in area for area in merged)
    ]
    return sheet.name, cells[0], cells[5]


def set_two(path: Path) -> tuple[str, str, str]:
    name, first, second = free_places(path)
    quoted = "'" + name.replace("'", "''") + "'"
    book = open_package(path)
    book.write_cells({f"{quoted}!{first}": NUMBER, f"{quoted}!{second}": TEXT})
    book.save()
    return name, first, second


def opened(path: Path) -> Any:
    """Return the workbook as openpyxl reads it, or None where it cannot."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, keep_links=True)
    except Exception:  # noqa: BLE001 - whatever the reader cannot stand in a file of this collection
        return None


@pytest.fixture(scope="module")
def patched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, tuple[str, str, str]]]:
    folder = tmp_path_factory.mktemp("corpus")
    done = {}
    for original in FILES:
        copy = folder / original.name
        shutil.copyfile(original, copy)
        done[original.name] = copy, set_two(copy)
    return done


@pytest.mark.parametrize("original", FILES, ids=lambda path: path.stem)
def test_only_what_is_written_changes(original: Path, patched: dict[str, Any]) -> None:
    copy, (_, _, second) = patched[original.name]
    parts = PackageParts(original)
    written = parts.actual(parts.workbook.sheets[0].part)
    with zipfile.ZipFile(original) as before, zipfile.ZipFile(copy) as after:
        assert after.testzip() is None
        kept = [name for name in before.namelist() if name in after.namelist()]
        assert after.namelist() == kept
        gone = set(before.namelist()) - set(kept)
        changed = {name for name in kept if before.read(name) != after.read(name)}
    assert written in changed
    others = {name.rpartition("/")[2].casefold() for name in (changed | gone) - {written}}
    pivots = {name for name in others if name.startswith("pivotcachedefinition")}
    assert others - pivots <= set(FOLLOWING)
    assert set(faults(copy)) <= set(faults(original))
    values = SheetReader(PackageParts(copy), parts.workbook.sheets[0])
    area = Area.of(second)
    assert area is not None
    assert values.values(area) == [[TEXT]]


@pytest.mark.parametrize("original", FILES, ids=lambda path: path.stem)
def test_an_independent_reader_sees_the_two_cells_and_all_the_others(
    original: Path, patched: dict[str, Any]
) -> None:
    copy, (name, first, second) = patched[original.name]
    before, after = opened(original), opened(copy)
    assert (before is None) == (after is None)
    if before is None or name not in before.sheetnames:
        return
    for sheet in before.worksheets:
        other = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if sheet.title == name and cell.coordinate in (first, second):
                    continue
                new = other[cell.coordinate]
                assert (new.value, new.number_format, new.has_style) == (
                    cell.value if not hasattr(cell.value, "text") else new.value,
                    cell.number_format,
                    cell.has_style,
                )
    assert after[name][second].value == TEXT
    assert after[name][first].is_date or after[name][first].value == NUMBER


@pytest.mark.libreoffice
def test_libreoffice_opens_what_it_opened_before(patched: dict[str, Any], tmp_path: Path) -> None:
    """One instance converts all the originals, then all the copies."""
    before = converted(FILES, tmp_path / "before")
    after = converted([copy for copy, _ in patched.values()], tmp_path / "after")
    assert len(before) > len(FILES) / 2
    assert set(before) <= set(after)
    seen = [name for name, text in after.items() if TEXT in text.read_text("utf-8", "replace")]
    assert len(seen) > len(after) / 2


def converted(files: list[Path], folder: Path) -> dict[str, Path]:
    """Have LibreOffice convert files to text; return those that it opened."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is not installed; install it or leave out the tests marked libreoffice"
    folder.mkdir()
    inputs = folder / "in"
    inputs.mkdir()
    copies = []
    for at, each in enumerate(files):
        copies.append(inputs / f"{at:03d}{each.suffix}")
        shutil.copyfile(each, copies[-1])
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
         "--outdir", str(folder / "out"), *map(str, copies)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {
        each.name: folder / "out" / f"{at:03d}.csv"
        for at, each in enumerate(files)
        if (folder / "out" / f"{at:03d}.csv").exists()
    }


def test_the_checks_find_what_they_look_for(tmp_path: Path) -> None:
    """Each fault is put into a workbook once and found."""
    source = next(path for path in FILES if path.stem == "poi__47804")
    assert not faults(source)
    with zipfile.ZipFile(source) as file:
        members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    for name, old, new in (
        ("xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="900"'),
        ("xl/worksheets/sheet1.xml", b'<c r="A1"', b'<c r="Z1"'),
        ("xl/calcChain.xml", b'<c r="', b'<c r="ZZ9'),
    ):
        data = members[name]
        assert isinstance(data, bytes)
        assert old in data
        broken = archive(tmp_path / "broken.xlsx", {**members, name: data.replace(old, new, 1)})
        assert faults(broken)
