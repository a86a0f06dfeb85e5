"""The encryption of project values, against the example of [MS-OVBA] and against files made by Excel."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import olefile
import pytest
import xlwings
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.addin.vba.encryption import decrypt, encrypt, project_key

EXAMPLE_ID = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
EXAMPLES = [
    ("0705D8E3D8EDDBF1DBF1DBF1DBF1", bytes(4)),  # CMG, [MS-OVBA] 2.3.1.15
    ("0E0CD1ECDFF4E7F5E7F5E7", bytes(1)),  # DPB, 2.3.1.16
    ("1517CAF1D6F9D7F9D706", b"\xff"),  # GC, 2.3.1.17
]


def test_the_key_of_the_example() -> None:
    assert project_key(EXAMPLE_ID) == 0xDF


@pytest.mark.parametrize(("text", "data"), EXAMPLES)
def test_the_examples_are_read(text: str, data: bytes) -> None:
    assert decrypt(text) == (0xDF, data)


@pytest.mark.parametrize(("text", "data"), EXAMPLES)
def test_the_examples_are_written(text: str, data: bytes) -> None:
    assert encrypt(data, 0xDF, int(text[:2], 16)) == text


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 255), st.integers(0, 255))
def test_data_comes_back(data: bytes, key: int, seed: int) -> None:
    assert decrypt(encrypt(data, key, seed)) == (key, data)


@pytest.mark.parametrize("text", ["", "07", "0705D8E3D8", "0706D8E3D8EDDBF1DBF1DBF1DBF1",
                                  "0705D8E3D8EDDBF1DBF1DBF1DB"])  # fmt: skip
def test_damaged_values_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decrypt(text)


@pytest.mark.parametrize("name", ["quickstart.xlsm", "quickstart_addin.xlam", "addin/xlwings.xlam"])
def test_projects_made_by_excel_are_read(name: str) -> None:
    with zipfile.ZipFile(Path(xlwings.__file__).parent / name) as package:
        project = (
            olefile.OleFileIO(io.BytesIO(package.read("xl/vbaProject.bin"))).openstream("PROJECT").read()
        )
    values = dict(re.findall(r'^(ID|CMG|DPB|GC)="(.*)"\r$', project.decode("cp1252"), re.MULTILINE))
    for field, size in (("CMG", 4), ("GC", 1)):
        key, data = decrypt(values[field])
        assert key == project_key(values["ID"])
        assert len(data) == size
