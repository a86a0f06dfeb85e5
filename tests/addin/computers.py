"""Made-up Windows and Mac computers for the installer: folders in a temporary one, all else is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from salesplan_xl import __version__
from salesplan_xl.addin.machine import SEEN_BY_32_BITS, Machine
from salesplan_xl.addin.places import Places, places_for

XLWINGS = "0.37.8"
OFFICE_64 = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot"
OFFICE_32 = OFFICE_64 + SEEN_BY_32_BITS
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"


@dataclass
class Computer:
    """What is true of a computer; :meth:`machine` is what the installer sees of it."""

    folder: Path
    system: str = "windows"
    user: str = "张 伟 (销售)"
    python_version: tuple[int, int] = (3, 12)
    python_bits: int = 64
    python: str = ""
    processes: list[str] = field(default_factory=lambda: ["explorer.exe", "Finder"])
    registry: dict[tuple[str, str], object] = field(default_factory=dict)
    read_only: list[Path] = field(default_factory=list)
    free: int = 10**11
    library_version: str = XLWINGS
    library_bits: tuple[int, ...] = (32, 64)
    failing: str = ""
    """A word of a command that fails."""
    commands: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        user = self.home
        if self.system == "windows":
            self.registry.setdefault(
                (OFFICE_64, "Path"), r"C:\Program Files\Microsoft Office\root\Office16" "\\"
            )
            (user / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART").mkdir(parents=True)
            (user / "AppData" / "Local").mkdir(parents=True)
        else:
            (user / "Library" / "Group Containers" / "UBF8T346G9.Office").mkdir(parents=True)
            (self.folder / "Applications" / "Microsoft Excel.app").mkdir(parents=True)

    @property
    def home(self) -> Path:
        return self.folder / "Users" / self.user

    @property
    def variables(self) -> dict[str, str]:
        if self.system == "mac":
            return {"HOME": str(self.home)}
        data = self.home / "AppData"
        return {"LOCALAPPDATA": str(data / "Local"), "APPDATA": str(data / "Roaming")}

    @property
    def places(self) -> Places:
        return places_for(self.system, self.variables)

    def machine(self) -> Machine:
        return Machine(
            system=self.system,
            variables=self.variables,
            python=Path(self.python or self.folder / "Python" / "python.exe"),
            python_version=self.python_version,
            python_bits=self.python_bits,
            processes=lambda: self.processes,
            registry=lambda key, name: self.registry.get((key, name)),
            applications=[self.folder / "Applications"],
            run=self._run,
            can_write=lambda folder: (
                not any(folder == closed or closed in folder.parents for closed in self.read_only)
            ),
            free_space=lambda _: self.free,
        )

    def files(self) -> dict[str, bytes | None]:
        """Return everything that is on the computer."""
        everything = sorted(self.folder.rglob("*"))
        return {
            str(path.relative_to(self.folder)): None if path.is_dir() else path.read_bytes()
            for path in everything
        }

    def _run(self, command: list[str]) -> tuple[int, str]:
        self.commands.append(list(command))
        if self.failing and self.failing in command:
            return 1, "the system's own words"
        if "venv" in command:
            self._make_environment(Path(command[-1]))
        elif "pip" in command:
            self._install(Path(command[0]).parent.parent)
        elif "build" in command:
            Path(command[-1]).write_bytes(b"built here")
        return 0, ""

    def _make_environment(self, environment: Path) -> None:
        folder = environment / ("Scripts" if self.system == "windows" else "bin")
        folder.mkdir(parents=True)
        for name in ("python.exe", "pythonw.exe") if self.system == "windows" else ("python",):
            (folder / name).write_bytes(b"interpreter")

    def _install(self, environment: Path) -> None:
        packages = "Lib" if self.system == "windows" else "lib/python3.12"
        folder = environment / packages / "site-packages"
        for name in (f"salesplan_xl-{__version__}", f"xlwings-{XLWINGS}"):
            (folder / f"{name}.dist-info").mkdir(parents=True)
        if self.system == "windows":
            for bits in self.library_bits:
                (environment / f"xlwings{bits}-{self.library_version}.dll").write_bytes(b"library")


def release_folder(
    folder: Path, python: str = "312", platform: str = "win_amd64", system: str = "windows"
) -> Path:
    """Make a release folder with a wheel of everything, empty but of the right names."""
    from salesplan_xl.addin.pins import pins

    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    for name, version in pins(system):
        wheel = f"{name.replace('-', '_')}-{version}-cp{python}-cp{python}-{platform}.whl"
        (wheels / wheel).write_bytes(b"")
    (wheels / f"salesplan_xl-{__version__}-py3-none-any.whl").write_bytes(b"")
    (folder / "SalesPlan.xlam").write_bytes(b"add-in")
    return folder
