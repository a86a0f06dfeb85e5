"""The workbook around a VBA project: the parts of an ``.xlam`` or ``.xlsm`` file, the same bytes every time.

Nothing is compressed, since compressors differ from one system to the next, and no part carries a time.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from salesplan_xl.addin.vba.module import ModuleKind
from salesplan_xl.addin.vba.project import VbaProject
from salesplan_xl.cells import column_letters

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"

SheetCells = Sequence[Sequence[str | float | None]]
"""Rows of texts and numbers from A1 on."""


def workbook_package(
    project: VbaProject,
    *,
    add_in: bool,
    ribbon: str | None = None,
    cells: Mapping[str, SheetCells] | None = None,
    title: str = "",
    description: str = "",
) -> bytes:
    """Return the file of a workbook with this project and one sheet for each of its sheet modules.

    ``ribbon`` is the text of ``customUI14.xml``; ``cells`` gives a sheet's content by the name of its module.
    An add-in's window is hidden, and Excel shows its title and description in the list of add-ins.

    Raises:
        ValueError: the project has no module of a sheet (a workbook has one at least), or ``cells`` names one
            that it has not.
    """
    book = next(module.name for module in project.modules if module.kind is ModuleKind.WORKBOOK)
    sheets = [module.name for module in project.modules if module.kind is ModuleKind.SHEET]
    contents = dict(cells or {})
    if not sheets or set(contents) - set(sheets):
        raise ValueError(f"sheets {sorted(contents)} asked for, modules of sheets are {sheets}")
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(len(sheets), add_in),
        "_rels/.rels": _package_relations(ribbon is not None),
        "docProps/core.xml": _properties(title, description),
        "xl/workbook.xml": _workbook(book, sheets, add_in),
        "xl/_rels/workbook.xml.rels": _workbook_relations(len(sheets)),
        "xl/styles.xml": _STYLES,
    }
    for number, name in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(name, contents.get(name, ()))
    parts["xl/vbaProject.bin"] = project.to_bytes()
    if ribbon is not None:
        parts["customUI/customUI14.xml"] = ribbon
    return _zipped(parts)


def _zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as package:
        for name, content in parts.items():
            member = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 0
            member.external_attr = 0o600 << 16
            package.writestr(member, content.encode() if isinstance(content, str) else content)
    return file.getvalue()


def _content_types(sheets: int, add_in: bool) -> str:
    overrides = [
        ("/xl/workbook.xml", _ADD_IN if add_in else _MACRO_WORKBOOK),
        *((f"/xl/worksheets/sheet{n}.xml", f"{_SPREADSHEET}.worksheet+xml") for n in range(1, sheets + 1)),
        ("/xl/styles.xml", f"{_SPREADSHEET}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ]
    return "".join(
        [
            _HEAD,
            f'<Types xmlns="{_PACKAGE}/content-types">',
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
            '<Default Extension="xml" ContentType="application/xml"/>',
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
            *(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides),
            "</Types>",
        ]
    )


def _package_relations(has_ribbon: bool) -> str:
    relations = [
        (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    if has_ribbon:
        relations.append((_RIBBON, "customUI/customUI14.xml"))
    return _relations(relations)


def _workbook_relations(sheets: int) -> str:
    relations = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    return _relations([*relations, (f"{_OFFICE}/styles", "styles.xml"), (_VBA, "vbaProject.bin")])


def _relations(relations: Sequence[tuple[str, str]]) -> str:
    entries = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'


def _workbook(code_name: str, sheets: Sequence[str], add_in: bool) -> str:
    view = '<workbookView visibility="hidden"/>' if add_in else "<workbookView/>"
    entries = (
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="{code_name}"/>'
        f"<bookViews>{view}</bookViews><sheets>{''.join(entries)}</sheets></workbook>"
    )


def _sheet(code_name: str, rows: SheetCells) -> str:
    lines = []
    for number, row in enumerate(rows, start=1):
        written = (_cell(f"{column_letters(n)}{number}", value) for n, value in enumerate(row, start=1))
        lines.append(f'<row r="{number}">{"".join(written)}</row>')
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{code_name}"/>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def _cell(address: str, value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = escape(value)
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{address}"><v>{value!r}</v></c>'


def _properties(title: str, description: str) -> str:
    return (
        f"{_HEAD}<cp:coreProperties "
        f"xmlns:cp={quoteattr(f'{_PACKAGE}/metadata/core-properties')} "
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:description>{escape(description)}</dc:description></cp:coreProperties>"
    )


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
