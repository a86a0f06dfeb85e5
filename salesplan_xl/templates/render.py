"""Pictures of a workbook, page by page: ``python -m salesplan_xl.templates.render FILE -o FOLDER``.

LibreOffice recalculates and prints, pdftoppm draws. For looking at templates; nothing else needs it.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

DOTS_PER_INCH = 80
_SECONDS = 240
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def convert(files: Sequence[Path], folder: Path, kind: str) -> list[Path]:
    """Let LibreOffice recalculate workbooks and save each as ``pdf`` or ``xlsx``; one start serves them all.

    Raises:
        FileNotFoundError: LibreOffice is not installed, or made no file.
    """
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        command = [
            program,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            *map(str, files),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    made = [folder / f"{file.stem}.{kind}" for file in files]
    for path in made:
        if not path.is_file():
            raise FileNotFoundError(path)
    return made


def render(file: Path, folder: Path, dots_per_inch: int = DOTS_PER_INCH) -> list[Path]:
    """Return one PNG per printed page, in order.

    Raises:
        FileNotFoundError: LibreOffice or pdftoppm is not installed.
    """
    (pages,) = convert([file], folder, "pdf")
    prefix = folder / file.stem
    command = ["pdftoppm", "-r", str(dots_per_inch), "-png", str(pages), str(prefix)]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return sorted(folder.glob(f"{file.stem}-*.png"))


def main() -> None:
    """Render the file named on the command line."""
    parser = argparse.ArgumentParser(description="Draw every page of a workbook.")
    parser.add_argument("file", type=Path)
    parser.add_argument("-o", dest="folder", type=Path, required=True)
    parser.add_argument("--dpi", type=int, default=DOTS_PER_INCH)
    given = parser.parse_args()
    for picture in render(given.file, given.folder, given.dpi):
        print(picture)


if __name__ == "__main__":
    main()
