"""A plain ``pip install`` carries everything: templates, reference pages, the command."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from salesplan_xl.messages import LANGUAGES
from salesplan_xl.templates.catalogue import template_names

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "setup_addin.py"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_templates_travel_in_the_wheel(wheel):
    wanted = {f"{name}_{language}.xlsx" for name in template_names() for language in LANGUAGES}
    found = {
        Path(name).name for name in wheel.namelist() if name.startswith("salesplan_xl/workbook_templates/")
    }
    assert wanted <= found


def test_the_command_and_the_types_travel_too(wheel):
    assert "salesplan_xl/py.typed" in wheel.namelist()
    (entry,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "salesplan = salesplan_xl.cli:main" in wheel.read(entry).decode()


def test_no_test_travels(wheel):
    assert not [name for name in wheel.namelist() if name.startswith("tests/")]


def test_an_unpacked_wheel_finds_its_templates(wheel, tmp_path):
    wheel.extractall(tmp_path)
    code = (
        "from salesplan_xl.templates.catalogue import template_path, template_names\n"
        "import salesplan_xl\n"
        "print(salesplan_xl.__file__)\n"
        "print(all(template_path(n, l).is_file() for n in template_names() for l in ('en', 'zh')))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert run.stdout.splitlines() == [str(tmp_path / "salesplan_xl" / "__init__.py"), "True"]


def test_the_top_level_explains_the_product():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    folders = {"salesplan_xl", "tests", "workbook_templates"}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL | folders


def test_the_readme_names_every_folder_of_the_package():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    folders = [path.name for path in (ROOT / "salesplan_xl").iterdir() if (path / "__init__.py").is_file()]
    named = [name for name in folders if f"salesplan_xl/{name}/" in readme or f"`{name}/`" in readme]
    assert named == folders
