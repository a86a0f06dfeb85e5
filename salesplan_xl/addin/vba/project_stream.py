"""The two plain streams of a VBA project: ``PROJECT``, its properties as text, and ``PROJECTwm``, its names.

[MS-OVBA] 2.3.1 and 2.3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from salesplan_xl.addin.vba.encryption import encrypt, project_key

_EDITABLE = bytes(4)
_NO_PASSWORD = bytes(1)
_VISIBLE = b"\xff"
_VBE_EXTENDER = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


def project_stream(project_id: str, name: str, modules: Sequence[tuple[str, str]]) -> bytes:
    """Return the ``PROJECT`` stream of an unprotected project that the editor shows.

    ``modules`` are pairs of what a module is (``Document``, ``Module`` or ``Class``) and its name.
    """
    lines = [f'ID="{project_id}"']
    for what, module in modules:
        lines.append(f"{what}={module}" + ("/&H00000000" if what == "Document" else ""))
    lines += [f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    for field, value in (("CMG", _EDITABLE), ("DPB", _NO_PASSWORD), ("GC", _VISIBLE)):
        seed = sha256(f"{project_id} {field}".encode()).digest()[0]
        lines.append(f'{field}="{encrypt(value, project_key(project_id), seed)}"')
    lines += ["", "[Host Extender Info]", _VBE_EXTENDER, "", "[Workspace]"]
    lines += [f"{module}=0, 0, 0, 0, C" for _, module in modules]
    return "".join(line + "\r\n" for line in lines).encode("cp1252")


def names_stream(names: Sequence[str]) -> bytes:
    """Return the ``PROJECTwm`` stream: each module's name in the code page and in UTF-16, each ended by zero.

    >>> names_stream(["A"]).hex(" ")
    '41 00 41 00 00 00 00 00'
    """
    pairs = (name.encode("cp1252") + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names)
    return b"".join(pairs) + b"\0\0"
