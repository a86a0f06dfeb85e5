"""A whole VBA project, from modules to the bytes of ``vbaProject.bin``.

It carries source only, no compiled code: Excel compiles when it loads. The same modules give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from salesplan_xl.addin.vba.compound_file import compound_file
from salesplan_xl.addin.vba.compression import compress
from salesplan_xl.addin.vba.dir_stream import ModuleRecord, Reference, dir_stream
from salesplan_xl.addin.vba.module import Module, ModuleKind
from salesplan_xl.addin.vba.project_stream import names_stream, project_stream

STDOLE = Reference(
    "stdole",
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
)
OFFICE = Reference(
    "Office",
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
)
# Signature, "compiled by no version of VBA", and no compiled code after it ([MS-OVBA] 2.3.4.1).
_NOT_COMPILED = bytes.fromhex("cc61ffff000000")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_VERSION = (1, 0)


@dataclass(frozen=True)
class VbaProject:
    """Modules under a project's name. The libraries of VBA and Excel are always referred to, without a word.

    Raises:
        ValueError: the name is none, two modules have the same name, or there is no module of the workbook.
    """

    modules: Sequence[Module]
    name: str = "VBAProject"
    references: Sequence[Reference] = (STDOLE, OFFICE)

    def __post_init__(self) -> None:
        if not _IDENTIFIER.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a project")
        names = [module.name.lower() for module in self.modules]
        for module in self.modules:
            if names.count(module.name.lower()) > 1 or module.name.lower() == self.name.lower():
                raise ValueError(f"the name {module.name} stands twice")
        if sum(module.kind is ModuleKind.WORKBOOK for module in self.modules) != 1:
            raise ValueError("a project has exactly one module of the workbook")

    @property
    def project_id(self) -> str:
        """An identity of the project that depends on its name alone."""
        return f"{{{str(uuid5(NAMESPACE_URL, f'urn:vba-project:{self.name}')).upper()}}}"

    def to_bytes(self) -> bytes:
        """Return ``vbaProject.bin``."""
        records = [ModuleRecord(module.name, module.kind is ModuleKind.STANDARD) for module in self.modules]
        directory = dir_stream(self.name, _VERSION, self.references, records)
        sources = {module.name: compress(module.source().encode("ascii")) for module in self.modules}
        listed = [(module.kind.word, module.name) for module in self.modules]
        return compound_file(
            {
                "PROJECT": project_stream(self.project_id, self.name, listed),
                "PROJECTwm": names_stream([module.name for module in self.modules]),
                "VBA": {"_VBA_PROJECT": _NOT_COMPILED, "dir": compress(directory), **sources},
            }
        )
