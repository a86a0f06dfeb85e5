"""Builds small packages part by part, so that a test can say exactly what the file holds."""
# ruff: noqa: E501 - parts of a workbook read best as the file spells them

from __future__ import annotations

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def relationships(*triples: tuple[str, str, str]) -> str:
    """Return a relationships part of (id, kind, target)."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in triples
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def content_types(overrides: dict[str, str]) -> str:
    inner = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    )


def sheet(rows: str, *, head: str = "", tail: str = "", namespace: str = MAIN) -> str:
    """Return a worksheet part."""
    return (
        f'{HEAD}<worksheet xmlns="{namespace}" xmlns:r="{OFFICE}">{head}'
        f"<sheetData>{rows}</sheetData>{tail}</worksheet>"
    )


def workbook(*names: str, extra: str = "", before: str = "", namespace: str = MAIN) -> str:
    """Return a workbook part with sheets rId1, rId2 …; ``extra`` follows the sheets."""
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, start=1)
    )
    return f'{HEAD}<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{before}<sheets>{sheets}</sheets>{extra}</workbook>'


def package(
    path: Path,
    sheets: dict[str, str],
    parts: dict[str, str | bytes] | None = None,
    *,
    extra: str = "",
    before: str = "",
    types: dict[str, str] | None = None,
    related: tuple[tuple[str, str, str], ...] = (),
) -> Path:
    """Write a package: sheets by name, further parts by place; given parts stand over the made ones."""
    targets = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(
            {"/xl/workbook.xml": f"{SPREADSHEET}.sheet.main+xml"}
            | {f"/xl/{target}": f"{SPREADSHEET}.worksheet+xml" for _, _, target in targets}
            | (types or {})
        ),
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(*sheets, extra=extra, before=before),
        "xl/_rels/workbook.xml.rels": relationships(*targets, *related),
        **{f"xl/worksheets/sheet{at}.xml": text for at, text in enumerate(sheets.values(), start=1)},
    }
    return archive(path, {**made, **(parts or {})})


def archive(path: Path, members: dict[str, str | bytes]) -> Path:
    """Write a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def part(path: Path, name: str) -> str:
    """Return a part's text."""
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode("utf-8")


def table_part(
    name: str, ref: str, labels: list[str], *, attributes: str = "", filters: str = "", inner: str = ""
) -> str:
    """Return a table part; ``inner`` goes into its last column."""
    columns = "".join(
        f'<tableColumn id="{at}" name="{label}">{inner if at == len(labels) else ""}</tableColumn>'
        for at, label in enumerate(labels, start=1)
    )
    return (
        f'{HEAD}<table xmlns="{MAIN}" id="1" name="{name}" displayName="{name}" ref="{ref}" {attributes}>'
        f'{filters}<tableColumns count="{len(labels)}">{columns}</tableColumns></table>'
    )


STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="10">'
    + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 10
    + "</cellXfs></styleSheet>"
)
PART_OF_SHEET = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
TABLE_TYPE = f"{SPREADSHEET}.table+xml"


def table_package(
    path: Path,
    rows: str,
    table: str,
    *,
    head: str = "",
    tail: str = "",
    extra: str = "",
    others: dict[str, str] | None = None,
    parts: dict[str, str | bytes] | None = None,
    types: dict[str, str] | None = None,
    related: tuple[tuple[str, str, str], ...] = (),
) -> Path:
    """Write a package whose first sheet, ``Plan``, holds a table."""
    return package(
        path,
        {"Plan": sheet(rows, head=head, tail=tail + PART_OF_SHEET), **(others or {})},
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(("rId1", "table", "../tables/table1.xml")),
            "xl/tables/table1.xml": table,
            "xl/styles.xml": STYLES,
            **(parts or {}),
        },
        extra=extra,
        types={
            "/xl/tables/table1.xml": TABLE_TYPE,
            "/xl/styles.xml": f"{SPREADSHEET}.styles+xml",
            **(types or {}),
        },
        related=(("rIdStyles", "styles", "styles.xml"), *related),
    )
