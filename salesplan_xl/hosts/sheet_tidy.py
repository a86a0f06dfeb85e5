"""A worksheet part in an unusual spelling, written again in the usual one."""

from __future__ import annotations

from salesplan_xl.cells import column_letters
from salesplan_xl.hosts.references import cell_position
from salesplan_xl.hosts.relationships import child, children, local


def tidy_sheet(data: bytes) -> bytes:
    """Write a worksheet without comments and CDATA, in UTF-8, its rows and cells numbered and in order.

    Where a row or a cell comes twice, the later one stands, as it does for programs that read in order.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
        remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    root = etree.fromstring(data, parser)
    rows: dict[int, dict[int, object]] = {}
    holders: dict[int, object] = {}
    body = child(root, "sheetData")
    number = 0
    for element in children(body, "row") if body is not None else []:
        number = int(element.get("r", number + 1))
        holder = holders.setdefault(number, element)
        if holder is not element:
            for name, value in element.attrib.items():
                holder.set(name, value)  # type: ignore[attr-defined]
        cells = rows.setdefault(number, {})
        column = 0
        for cell in [each for each in element if local(each) == "c"]:
            place = cell_position(cell.get("r", ""))
            column = place[1] if place else column + 1
            cell.set("r", f"{column_letters(column)}{number}")
            cells[column] = cell
    if body is not None:
        body[:] = [holders[number] for number in sorted(holders)]
        for number, holder in holders.items():
            holder.set("r", str(number))  # type: ignore[attr-defined]
            holder[:] = [cell for _, cell in sorted(rows[number].items())]  # type: ignore[index]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
