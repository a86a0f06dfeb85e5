"""A module of a VBA project: its kind, and the attributes that Excel keeps in front of its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ATTRIBUTE = re.compile(r"Attribute (VB_\w+) = (.*)", re.IGNORECASE)
_CLASS_HEADER = re.compile(r"\AVERSION [^\n]*\nBEGIN\n.*?\nEND\n", re.IGNORECASE | re.DOTALL)


class ModuleKind(Enum):
    """What a module belongs to; the value is its word in the PROJECT stream and its base class."""

    STANDARD = ("Module", "")
    CLASS = ("Class", "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}")
    WORKBOOK = ("Document", "0{00020819-0000-0000-C000-000000000046}")
    SHEET = ("Document", "0{00020820-0000-0000-C000-000000000046}")

    @property
    def word(self) -> str:
        """The word of the PROJECT stream."""
        return self.value[0]

    @property
    def attributes(self) -> dict[str, str]:
        """What stands in front of such a module's code, its name apart."""
        word, base = self.value
        if not base:
            return {}
        document = word == "Document"
        return {
            "VB_Base": f'"{base}"',
            "VB_GlobalNameSpace": "False",
            "VB_Creatable": "False",
            "VB_PredeclaredId": str(document),
            "VB_Exposed": str(document),
            "VB_TemplateDerived": "False",
            "VB_Customizable": str(document),
        }


@dataclass(frozen=True)
class Module:
    """A named piece of VBA code.

    ``code`` may be a file as the editor exports it: the ``VERSION`` block of a ``.cls`` file, which is no
    VBA, is left out, and attributes given in front win over the usual ones.

    Raises:
        ValueError: the name is none, or the text is not ASCII. An editor that runs in another language shows
            anything else as other letters; texts for people belong into the ribbon, cells and Python.
    """

    name: str
    code: str = ""
    kind: ModuleKind = ModuleKind.STANDARD

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.name.lower() == "dir":
            raise ValueError(
                f"{self.name!r} is no name of a module: up to 31 letters, digits and underscores"
            )
        for number, line in enumerate(self._lines(), start=1):
            for place, letter in enumerate(line, start=1):
                if not " " <= letter <= "~" and letter != "\t":
                    raise ValueError(
                        f"module {self.name}, line {number}, column {place}: {letter!r} is not ASCII"
                    )

    def source(self) -> str:
        """Return the text as it is stored: attributes, then code, lines ended by carriage return and feed."""
        code = "".join(line + "\n" for line in self._lines())
        lines = _CLASS_HEADER.sub("", code, count=1).split("\n")[:-1]
        attributes = {"VB_Name": f'"{self.name}"', **self.kind.attributes}
        while lines and (found := _ATTRIBUTE.fullmatch(lines[0].strip())):
            if found[1] != "VB_Name":
                attributes[found[1]] = found[2]
            del lines[0]
        lines = [f"Attribute {name} = {value}" for name, value in attributes.items()] + lines
        return "".join(line + "\r\n" for line in lines)

    def _lines(self) -> list[str]:
        lines = _LINE_END.split(self.code)
        return lines if lines[-1] else lines[:-1]
