"""Installing, updating and removing the add-in on made-up Windows and Mac computers."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesplan_xl import __version__
from salesplan_xl.addin import setup
from salesplan_xl.addin.configuration import read_configuration
from salesplan_xl.addin.log import log_folder
from salesplan_xl.addin.places import SCRIPT
from salesplan_xl.addin.release_folder import find_source
from tests.addin.computers import OFFICE_32, OFFICE_64, POLICY, XLWINGS, Computer, release_folder


@pytest.fixture(params=["windows", "mac"])
def computer(request, tmp_path):
    return Computer(tmp_path / "电脑 1", request.param)


@pytest.fixture
def windows(tmp_path):
    return Computer(tmp_path / "电脑 1", "windows")


@pytest.fixture
def release(tmp_path):
    return release_folder(tmp_path / "发布 1")


def mac_release(folder: Path) -> Path:
    return release_folder(folder, platform="macosx_14_0_arm64", system="mac")


def release_for(computer, folder):
    return mac_release(folder) if computer.system == "mac" else release_folder(folder)


def install(computer, folder, **options):
    told = []
    code = setup.install(computer.machine(), folder, told.append, language="en", **options)
    return code, told


def uninstall(computer, **options):
    told = []
    code = setup.uninstall(computer.machine(), told.append, language="en", **options)
    return code, told


def status(computer):
    told = []
    code = setup.status(computer.machine(), told.append, language="en")
    return code, told


def test_everything_is_put_in_its_place(computer, tmp_path):
    code, told = install(computer, release_for(computer, tmp_path / "release"))
    assert code == 0, told
    places = computer.places
    assert places.add_in.read_bytes() == b"add-in"
    written = read_configuration(places.configuration.read_bytes())
    environment = places.home / f"environment-{__version__}"
    assert written["version"] == __version__
    assert written["xlwings"] == XLWINGS
    assert written["environment"] == str(environment)
    assert Path(written["interpreter"]).read_bytes() == b"interpreter"
    assert str(places.add_in) == written["add_in"]
    assert status(computer)[0] == 0


def test_windows_gets_the_library_of_its_excel_and_the_interpreter_without_a_window(windows, release):
    install(windows, release)
    written = read_configuration(windows.places.configuration.read_bytes())
    assert Path(written["library"]).name == f"xlwings64-{XLWINGS}.dll"
    assert Path(written["interpreter"]).name == "pythonw.exe"
    assert windows.places.configuration.read_bytes()[:2] == b"\xff\xfe"


def test_a_32_bit_excel_gets_the_32_bit_library(windows, release):
    windows.registry = {(OFFICE_32, "Path"): r"C:\Program Files (x86)\Office16"}
    install(windows, release)
    written = read_configuration(windows.places.configuration.read_bytes())
    assert Path(written["library"]).name == f"xlwings32-{XLWINGS}.dll"


def test_the_documented_folders_of_the_mac(tmp_path):
    mac = Computer(tmp_path / "mac", "mac")
    install(mac, mac_release(tmp_path / "release"))
    library = mac.home / "Library"
    startup = "Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    assert (library / startup / "SalesPlan.xlam").is_file()
    script = library / "Application Scripts" / "com.microsoft.Excel" / SCRIPT
    inside = f"Library/Application Support/SalesPlan/environment-{__version__}/bin/python"
    assert f'(path to home folder) & "{inside}"' in script.read_bytes().decode("ascii")
    assert (mac.home / inside).is_file()


def test_installing_from_wheels_is_offline_and_pinned(windows, release):
    install(windows, release)
    pip = next(command for command in windows.commands if "pip" in command)
    assert "--no-index" in pip
    assert pip[pip.index("--find-links") + 1] == str(release / "wheels")
    assert pip[-1] == f"salesplan-xl=={__version__}"
    pins = Path(pip[pip.index("--constraint") + 1]).read_text(encoding="utf-8")
    assert f"xlwings=={XLWINGS}" in pins


def test_the_source_is_installed_and_builds_the_add_in(windows, tmp_path):
    source = tmp_path / "源码"
    (source / "salesplan_xl").mkdir(parents=True)
    (source / "pyproject.toml").touch()
    code, told = install(windows, source)
    assert code == 0, told
    pip = next(command for command in windows.commands if "pip" in command)
    assert pip[-1] == str(source)
    assert "--no-index" not in pip
    assert windows.places.add_in.read_bytes() == b"built here"


def test_without_source_or_release_the_package_index_is_asked(tmp_path):
    source = find_source(tmp_path)
    assert source.pip_arguments() == [f"salesplan-xl=={__version__}"]


def test_every_step_is_told_before_it_is_done(windows, release):
    seen = []

    def tell(text):
        seen.append((text, windows.places.add_in.exists(), windows.places.configuration.exists()))

    setup.install(windows.machine(), release, tell, language="en")
    add_in = next(entry for entry in seen if "Put the add-in into" in entry[0])
    configuration = next(entry for entry in seen if "where the add-in finds Python" in entry[0])
    assert add_in[1:] == (False, False)
    assert configuration[1:] == (True, False)


def test_a_dry_run_tells_the_same_and_changes_nothing(computer, tmp_path):
    folder = release_for(computer, tmp_path / "release")
    before = computer.files()
    code, dry = install(computer, folder, dry_run=True)
    assert code == 0
    assert computer.files() == before
    assert not computer.commands
    _, wet = install(computer, folder)
    assert dry[:-1] == wet[:-1]
    before = computer.files()
    uninstall(computer, dry_run=True)
    assert computer.files() == before


def test_uninstall_leaves_nothing(computer, tmp_path):
    if computer.system == "mac":  # what another program put there stays
        computer.places.script.parent.mkdir(parents=True)
        computer.places.startup.mkdir(parents=True)
        computer.places.configuration.parent.parent.mkdir(parents=True)
        computer.places.home.parent.mkdir(parents=True)
        computer.places.logs.parent.mkdir(parents=True)
    before = computer.files()
    install(computer, release_for(computer, tmp_path / "release"))
    computer.places.logs.mkdir(parents=True)
    (computer.places.logs / "salesplan.log").write_bytes(b"a trace")
    code, told = uninstall(computer)
    assert code == 0, told
    assert computer.files() == before
    assert uninstall(computer) == (0, ["SalesPlan is not installed."])


def test_an_update_switches_to_a_new_environment_and_removes_the_old_one(computer, tmp_path):
    folder = release_for(computer, tmp_path / "release")
    install(computer, folder)
    first = computer.places.environments()
    (folder / "SalesPlan.xlam").write_bytes(b"newer add-in")
    code, told = install(computer, folder)
    assert code == 0, told
    now = computer.places.environments()
    assert len(now) == 1
    assert now != first
    assert computer.places.add_in.read_bytes() == b"newer add-in"
    assert status(computer)[0] == 0
    uninstall(computer)
    assert not computer.places.home.exists()
    assert not computer.places.configuration.exists()
    assert not computer.places.script or not computer.places.script.exists()


def test_the_web_mark_is_removed(windows, release):
    mark = Path(f"{windows.places.add_in}:Zone.Identifier")
    mark.write_text("[ZoneTransfer]\nZoneId=3")
    install(windows, release)
    assert not mark.exists()


def refused(computer, folder, *words, **options):
    """Everything that stands in the way is told in both languages, and nothing is changed."""
    before = computer.files()
    code, told = install(computer, folder, **options)
    text = "\n".join(told)
    assert code == 1
    assert told[-1] == "Nothing on this computer was changed."
    assert computer.files() == before
    for word in words:
        assert word in text, text
    chinese = []
    setup.install(computer.machine(), folder, chinese.append, language="zh", **options)
    assert len(chinese) == len(told)
    assert all(any("一" <= letter <= "鿿" for letter in line) for line in chinese)
    assert computer.files() == before


def test_no_excel(windows, release):
    windows.registry = {}
    refused(windows, release, "No Excel was found")


def test_no_excel_on_a_mac(tmp_path):
    mac = Computer(tmp_path / "mac", "mac")
    (tmp_path / "mac" / "Applications" / "Microsoft Excel.app").rmdir()
    refused(mac, mac_release(tmp_path / "release"), "No Excel was found")


def test_excel_known_only_by_its_path(windows, release):
    windows.registry = {
        (r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "Path"): r"C:\Office16",
        (r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"): "x86",
    }
    assert install(windows, release)[0] == 0
    written = read_configuration(windows.places.configuration.read_bytes())
    assert Path(written["library"]).name.startswith("xlwings32")


@pytest.mark.parametrize("name", ["EXCEL.EXE", "Microsoft Excel"])
def test_a_running_excel(windows, release, name):
    windows.processes.append(name)
    refused(windows, release, "Excel is running")
    windows.processes.pop()
    install(windows, release)
    windows.processes.append(name)
    before = windows.files()
    code, told = uninstall(windows)
    assert code == 1
    assert "Excel is running" in told[0]
    assert windows.files() == before


def test_an_excel_that_is_too_old(windows, release):
    windows.registry = {(OFFICE_64.replace("16.0", "14.0"), "Path"): r"C:\Office14"}
    refused(windows, release, "Excel 14.0 is too old")


def test_two_excels_and_a_choice(windows, release):
    windows.registry[OFFICE_32, "Path"] = r"C:\Program Files (x86)\Office16"
    refused(windows, release, "16.0-64", "16.0-32", "--excel 16.0-64")
    refused(windows, release, "There is no Excel 15.0-64", excel="15.0-64")
    assert install(windows, release, excel="16.0-32")[0] == 0
    written = read_configuration(windows.places.configuration.read_bytes())
    assert Path(written["library"]).name.startswith("xlwings32")


def test_excel_that_was_never_started(windows, release):
    for folder in ("Excel/XLSTART", "Excel", "."):
        (windows.home / "AppData" / "Roaming" / "Microsoft" / folder).rmdir()
    refused(windows, release, "never started")


def test_a_read_only_startup_folder(computer, tmp_path):
    computer.read_only.append(computer.places.startup)
    refused(computer, release_for(computer, tmp_path / "release"), "startup folder", "cannot be written to")


def test_a_read_only_folder_of_applications(windows, release):
    windows.read_only.append(windows.places.home)
    refused(windows, release, str(windows.places.home))


def test_a_full_disk(windows, release):
    windows.free = 10**6
    refused(windows, release, "too little room")


def test_a_profile_on_the_network(windows, release, monkeypatch):
    """The folder is reached as ``//…`` here, which the kernel reads as one slash."""
    variables = dict(windows.variables, APPDATA="/" + windows.variables["APPDATA"])
    monkeypatch.setattr(Computer, "variables", variables)
    refused(windows, release, "lies on the network")
    windows.registry[POLICY + r"\Excel\Security\Trusted Locations", "AllowNetworkLocations"] = 1
    assert install(windows, release)[0] == 0


@pytest.mark.parametrize(
    ("key", "name", "word"),
    [
        ("Common", "VBAOff", "switches VBA off"),
        (r"Excel\Security", "DisableAllAddins", "disable all application add-ins"),
        (r"Excel\Security\Trusted Locations", "AllLocationsDisabled", "trusted locations are switched off"),
    ],
)
@pytest.mark.parametrize("root", [POLICY, POLICY.replace("HKCU", "HKLM")])
def test_what_a_policy_blocks(windows, release, root, key, name, word):
    windows.registry[f"{root}\\{key}", name] = 1
    refused(windows, release, word)
    assert word in "\n".join(status(windows)[1])


def test_blocked_macros_matter_only_without_trusted_locations(windows, release):
    windows.registry[POLICY + r"\Excel\Security", "VBAWarnings"] = 4
    assert install(windows, release, dry_run=True)[0] == 0
    windows.registry[POLICY + r"\Excel\Security\Trusted Locations", "AllLocationsDisabled"] = 1
    refused(windows, release, "macros are blocked")


def test_an_old_a_32_bit_and_a_store_python(windows, release):
    windows.python_version, windows.python_bits = (3, 9), 32
    windows.python = r"C:\Users\x\AppData\Local\Microsoft\WindowsApps\python.exe"
    refused(windows, release, "Python 3.9 is too old", "32-bit", "Microsoft Store")


def test_a_second_copy_of_the_add_in(windows, release):
    other = windows.places.startup / "SalesPlan (1).xlam"
    other.touch()
    refused(windows, release, str(other))
    other.unlink()
    added = windows.home / "AppData" / "Roaming" / "Microsoft" / "AddIns" / "SalesPlan.xlam"
    added.parent.mkdir()
    added.touch()
    refused(windows, release, str(added))


def test_all_that_stands_in_the_way_is_told_at_once(windows, release):
    windows.processes.append("EXCEL.EXE")
    windows.registry[POLICY + r"\Common", "VBAOff"] = 1
    windows.free = 0
    refused(windows, release, "Excel is running", "switches VBA off", "too little room")


def test_a_wheel_for_another_python_and_one_that_is_missing(windows, release):
    windows.python_version = (3, 13)
    refused(windows, release, "has no numpy", "for Python 3.13")
    windows.python_version = (3, 12)
    next((release / "wheels").glob("pandas-*")).unlink()
    refused(windows, release, "has no pandas")


def test_wheels_of_another_system(tmp_path, windows):
    refused(windows, mac_release(tmp_path / "release"), "has no pywin32", "has no numpy")


def test_a_release_unpacked_in_part(windows, release):
    (release / "SalesPlan.xlam").unlink()
    refused(windows, release, "lacks")


def test_wheels_that_are_not_there(windows, release, tmp_path):
    refused(windows, release, "no folder of wheels", wheels=tmp_path / "elsewhere")


def test_a_library_of_another_xlwings_takes_everything_back(windows, release):
    windows.library_version = "0.30.1"
    refused(windows, release, f"xlwings 0.30.1, but xlwings {XLWINGS} is installed")


def test_a_missing_library_takes_everything_back(windows, release):
    windows.registry = {(OFFICE_32, "Path"): r"C:\Office16"}
    windows.library_bits = (64,)
    refused(windows, release, "no library for a 32-bit Excel")


@pytest.mark.parametrize(("failing", "word"), [("venv", "make an environment"), ("pip", "out of")])
def test_a_command_that_fails_takes_everything_back(computer, tmp_path, failing, word):
    computer.failing = failing
    word = {"pip": "could not be installed"}.get(failing, word)
    refused(computer, release_for(computer, tmp_path / "release"), word, "the system's own words")


def test_a_failing_build_takes_everything_back(windows, tmp_path):
    source = tmp_path / "source"
    (source / "salesplan_xl").mkdir(parents=True)
    (source / "pyproject.toml").touch()
    windows.failing = "build"
    refused(windows, source, "could not be built")


@pytest.mark.parametrize("name", ["add_in", "configuration"])
def test_a_file_that_cannot_be_written_restores_the_earlier_installation(
    computer, tmp_path, monkeypatch, name
):
    folder = release_for(computer, tmp_path / "release")
    install(computer, folder)
    (folder / "SalesPlan.xlam").write_bytes(b"newer add-in")
    before = computer.files()
    target = getattr(computer.places, name)
    real = Path.write_bytes

    def refuse(path, content):
        if path.name == target.name + ".new" and not (name == "add_in" and content == b"add-in"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    code, told = install(computer, folder)
    assert code == 1
    assert any("was taken back" in line for line in told)
    assert computer.files() == before


def test_a_file_in_use_when_uninstalling_changes_nothing(windows, release, monkeypatch):
    install(windows, release)
    before = windows.files()

    def busy(*_):
        raise PermissionError(32, "The process cannot access the file")

    monkeypatch.setattr("salesplan_xl.addin.install.os.rename", busy)
    code, told = uninstall(windows)
    assert code == 1
    assert "cannot access" in "\n".join(told)
    assert windows.files() == before


def test_an_old_environment_in_use_is_told_and_left(windows, release, monkeypatch):
    install(windows, release)

    def busy(*_):
        raise PermissionError(32, "The process cannot access the file")

    monkeypatch.setattr("salesplan_xl.addin.install.remove_tree", busy)
    code, told = install(windows, release)
    assert code == 3
    assert told[-2].startswith("One thing is left")
    assert "is installed" in told[-1]
    assert status(windows)[0] == 0


def test_what_a_program_still_uses_is_told_and_removed_the_next_time(windows, release, monkeypatch):
    install(windows, release)

    def busy(folder):
        if folder == windows.places.leaving and folder.exists():
            raise PermissionError(32, "The process cannot access the file")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("salesplan_xl.addin.install.remove_tree", busy)
        code, told = uninstall(windows)
    assert code == 3
    assert told[-1].startswith("One thing is left")
    assert not windows.places.add_in.exists()
    code, told = uninstall(windows)
    assert code == 0
    assert told[-1] == "SalesPlan is removed; nothing of it is left."
    assert not windows.places.leaving.exists()


def test_the_installation_does_not_replace_or_remove_itself(windows, release):
    install(windows, release)
    windows.python = str(windows.places.home / f"environment-{__version__}" / "Scripts" / "python.exe")
    refused(windows, release, "runs from the installation")
    assert "runs from the installation" in "\n".join(uninstall(windows)[1])


def test_a_variable_that_is_missing(windows, release, monkeypatch):
    monkeypatch.setattr(Computer, "variables", {"APPDATA": "x"})
    code, told = install(windows, release)
    assert code == 1
    assert "LOCALAPPDATA" in told[0]
    assert status(windows)[0] == uninstall(windows)[0] == 1


def test_another_system_has_no_excel(tmp_path, release):
    linux = Computer(tmp_path / "pc", "mac")
    linux.system = "other"
    code, told = install(linux, release)
    assert code == 1
    assert "There is no Excel for this system" in told[0]


def test_the_log_lies_where_the_program_writes_it(computer):
    platform = {"windows": "win32", "mac": "darwin"}[computer.system]
    assert computer.places.logs == log_folder(platform, computer.variables)


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ZeroDivisionError])
def test_an_interruption_takes_everything_back(windows, release, monkeypatch, failure):
    before = windows.files()

    def interrupted(*_, **__):
        raise failure

    monkeypatch.setattr("salesplan_xl.addin.install.configuration_bytes", interrupted)
    with pytest.raises(failure):
        install(windows, release)
    assert windows.files() == before


def test_a_read_only_startup_folder_when_uninstalling(windows, release):
    install(windows, release)
    windows.read_only.append(windows.places.startup)
    before = windows.files()
    code, told = uninstall(windows)
    assert code == 1
    assert "cannot be written to" in told[0]
    assert windows.files() == before


def test_read_only_files_are_removed_too(windows, release):
    install(windows, release)
    for file in windows.places.home.rglob("*.dll"):
        file.chmod(0o400)
    assert uninstall(windows)[0] == 0
    assert not windows.places.home.exists()


def test_a_mark_that_cannot_be_removed_takes_everything_back(windows, release, monkeypatch):
    """A disk without such marks refuses their name, which does no harm; a mark that stays does."""
    real = Path.unlink

    def refuse(path, missing_ok=False):
        if path.name.endswith(":Zone.Identifier"):
            raise PermissionError(13, "Permission denied")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert install(windows, release)[0] == 0
    Path(f"{windows.places.add_in}:Zone.Identifier").touch()
    code, told = install(windows, release)
    assert code == 1
    assert "was taken back" in "\n".join(told)
    assert status(windows)[1] != []
