"""Where an installation comes from: a release folder, a folder of wheels, the source, the package index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from salesplan_xl import __version__
from salesplan_xl.addin.pins import pins
from salesplan_xl.addin.places import ADD_IN, System
from salesplan_xl.errors import Problem

WHEELS = "wheels"
_PACKAGE = "salesplan-xl"
_WHEEL = re.compile(
    r"(?P<name>[^-]+)-(?P<version>[^-]+)(-\d[^-]*)?-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<platform>[^-]+)\.whl"
)
_PLATFORMS = {"windows": ("win_amd64", "win_arm64"), "mac": ("macosx",), "other": ("linux",)}


@dataclass(frozen=True)
class Source:
    """What is installed, and from where."""

    requirement: str
    """What pip is asked for."""
    wheels: Path | None = None
    """A folder of wheels; with it nothing is downloaded."""
    add_in: Path | None = None
    """The finished add-in; without it the new environment builds it."""

    @property
    def origin(self) -> str:
        return str(self.wheels or self.requirement)

    def pip_arguments(self) -> list[str]:
        """Return the arguments of ``pip install``."""
        offline = ["--no-index", "--find-links", str(self.wheels)] if self.wheels else []
        return [*offline, self.requirement]

    def problems(self, python: tuple[int, int], system: System) -> Iterator[Problem]:
        """Yield what is missing: the add-in, or a wheel for this Python and system."""
        if self.add_in is not None and not self.add_in.is_file():
            yield Problem("install_add_in_missing", {"path": self.add_in})
        if self.wheels is None:
            return
        if not self.wheels.is_dir():
            yield Problem("install_no_wheels", {"path": self.wheels})
            return
        files = [match for match in map(_WHEEL.fullmatch, names_in(self.wheels)) if match]
        needed = list(pins(system))
        if self.requirement.startswith(_PACKAGE):
            needed.append((_PACKAGE, __version__))
        for package, version in needed:
            if not any(_fits(wheel, package, version, python, system) for wheel in files):
                facts = {"package": package, "version": version, "path": self.wheels}
                yield Problem("install_wheel_missing", {**facts, "python": ".".join(map(str, python))})


def find_source(folder: Path, wheels: Path | None = None) -> Source:
    """Return what a folder offers: a release, else the project's source, else the index's package."""
    add_in = folder / ADD_IN
    if (folder / WHEELS).is_dir() or add_in.is_file():
        return Source(f"{_PACKAGE}=={__version__}", wheels or folder / WHEELS, add_in)
    if (folder / "pyproject.toml").is_file() and (folder / "salesplan_xl").is_dir():
        own = any(name.startswith(f"salesplan_xl-{__version__}-") for name in names_in(wheels))
        return Source(f"{_PACKAGE}=={__version__}" if own else str(folder), wheels)
    return Source(f"{_PACKAGE}=={__version__}", wheels)


def names_in(folder: Path | None) -> list[str]:
    """Return the names of a folder's files; none where there is no folder."""
    return sorted(file.name for file in folder.iterdir()) if folder and folder.is_dir() else []


def _fits(wheel: re.Match[str], package: str, version: str, python: tuple[int, int], system: System) -> bool:
    same = re.sub(r"[-_.]+", "-", wheel["name"]).lower() == re.sub(r"[-_.]+", "-", package).lower()
    tags = wheel["python"].split(".")
    exact = f"cp{python[0]}{python[1]}" in tags
    older = wheel["abi"] == "abi3" and any(
        tag.startswith("cp3") and tag[3:].isdigit() and int(tag[3:]) <= python[1] for tag in tags
    )
    runs = "py3" in tags or exact or older
    there = wheel["platform"] == "any" or any(name in wheel["platform"] for name in _PLATFORMS[system])
    return same and wheel["version"] == version and runs and there
