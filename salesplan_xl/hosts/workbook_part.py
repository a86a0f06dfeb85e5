"""The workbook part: its sheets, its names, its date system."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.hosts.relationships import child, children, parse

_AFTER_CALC = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its name as shown, its part, the number the calculation chain knows it by."""

    name: str
    part: str
    sheet_id: int
    position: int


@dataclass
class WorkbookPart:
    """What the workbook part says."""

    root: Any
    sheets: list[Sheet] = field(default_factory=list)
    date1904: bool = False

    @classmethod
    def read(cls, data: bytes, targets: dict[str, str]) -> WorkbookPart:
        """Read the part; ``targets`` gives the worksheet parts by relationship id."""
        root = parse(data)
        properties = child(root, "workbookPr")
        date1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
        sheets = []
        for position, element in enumerate(children(child(root, "sheets"), "sheet")):
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            if key in targets:
                name, number = element.get("name", ""), int(element.get("sheetId", "0"))
                sheets.append(Sheet(name, targets[key], number, position))
        return cls(root, sheets, date1904)

    def titles(self) -> list[str]:
        """Return the names of all sheets, chart sheets included."""
        return [each.get("name", "") for each in children(child(self.root, "sheets"), "sheet")]

    def names(self) -> list[tuple[str, int | None, str]]:
        """Return the defined names: name, position of the sheet it is limited to, what it stands for."""
        holder = child(self.root, "definedNames")
        found = []
        for element in children(holder, "definedName") if holder is not None else []:
            limited = element.get("localSheetId")
            found.append(
                (element.get("name", ""), None if limited is None else int(limited), element.text or "")
            )
        return found

    @property
    def asks_for_recalculation(self) -> bool:
        """Whether the file says that its results may be out of date."""
        settings = child(self.root, "calcPr")
        return settings is not None and settings.get("fullCalcOnLoad") in ("1", "true")

    def ask_for_recalculation(self) -> bool:
        """Have Excel recalculate on opening, since cached results may be stale; tells whether that is new."""
        settings = child(self.root, "calcPr")
        if settings is None:
            settings = self.root.makeelement(self.root.tag.replace("}workbook", "}calcPr"))
            later = [each for name in _AFTER_CALC for each in children(self.root, name)]
            if later:
                self.root.insert(min(self.root.index(each) for each in later), settings)
            else:
                self.root.append(settings)
        if self.asks_for_recalculation:
            return False
        settings.set("fullCalcOnLoad", "1")
        return True
