"""A save leaves the old file or the new one, whatever happens, and says why it did not happen."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from salesplan_xl.errors import FileRefused
from salesplan_xl.hosts import atomic
from salesplan_xl.hosts.package import open_package
from tests.hosts.packages import package, sheet

ROW = '<row r="1"><c r="A1"><v>{}</v></c></row>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return package(tmp_path / "plan.xlsx", {"Sheet1": sheet(ROW.format(1))})


def refusal(path: Path, target: Path | None = None) -> FileRefused:
    """Try to save and return why it was refused; the file is unchanged."""
    before = path.read_bytes()
    workbook = open_package(path)
    workbook.write_cells({"Sheet1!A1": 2})
    with pytest.raises(FileRefused) as refused:
        workbook.save(target)
    assert path.read_bytes() == before
    assert not [each for each in path.parent.iterdir() if each.name.endswith(".tmp")]
    assert refused.value.sentence("zh") != refused.value.sentence("en")
    return refused.value


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_file_open_elsewhere_is_not_replaced(book: Path, lock: str) -> None:
    book.with_name(lock).write_bytes(b"x")
    refused = refusal(book)
    assert refused.reason == "file_open_elsewhere"
    assert lock in refused.sentence("en")


def test_a_lock_on_another_file_does_not_matter(book: Path) -> None:
    book.with_name("~$other.xlsx").write_bytes(b"x")
    open_package(book).save()


def test_the_lock_of_the_target_counts_when_saving_elsewhere(book: Path, tmp_path: Path) -> None:
    book.with_name("~$plan.xlsx").write_bytes(b"x")
    open_package(book).save(tmp_path / "out.xlsx")
    (tmp_path / "~$out.xlsx").write_bytes(b"x")
    assert refusal(book, tmp_path / "out.xlsx").reason == "file_open_elsewhere"


def test_a_read_only_file_is_not_replaced(book: Path) -> None:
    book.chmod(0o444)
    assert refusal(book).reason == "file_read_only"


def test_a_folder_that_cannot_be_written_is_named(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != book.parent and real(path, mode))
    refused = refusal(book)
    assert refused.reason == "folder_read_only"
    assert str(book.parent) in refused.sentence("en")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EROFS, "folder_read_only"),
        (errno.EACCES, "folder_read_only"),
        (errno.EIO, "file_not_written"),
    ],
)
def test_what_the_disk_says_is_passed_on(
    book: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    def failing(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, "fsync", failing)
    assert refusal(book).reason == why


def test_a_file_that_another_program_holds_on_windows_is_said_to_be_open(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Held(OSError):
        winerror = 32

    def held(*_: object) -> None:
        raise Held(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(atomic.os, "replace", held)
    assert refusal(book).reason == "file_open_elsewhere"


def test_a_full_disk_leaves_the_file_as_it_was(book: Path) -> None:
    """A real limit on the size of files, as a full disk would be."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from salesplan_xl.hosts.package import open_package\n"
        "from salesplan_xl.errors import FileRefused\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "try:\n"
        "    workbook = open_package(Path(sys.argv[1]))\n"
        "    workbook.write_cells({'Sheet1!A1': 2})\n"
        "    workbook.save()\n"
        "except FileRefused as refused:\n"
        "    sys.exit(7 if refused.reason == 'disk_full' else 8)\n"
    )
    if not hasattr(signal, "SIGXFSZ"):
        return
    before = book.read_bytes()
    run = subprocess.run([sys.executable, "-c", script, str(book)], check=False)
    assert run.returncode == 7
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


def test_a_missing_folder_and_a_folder_as_target_are_refused(book: Path, tmp_path: Path) -> None:
    assert refusal(book, tmp_path / "no" / "out.xlsx").reason == "folder_missing"
    assert refusal(book, tmp_path).reason == "file_is_a_folder"


def test_permissions_are_kept(book: Path) -> None:
    book.chmod(0o640)
    workbook = open_package(book)
    workbook.write_cells({"Sheet1!A1": 2})
    workbook.save()
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


def test_the_owner_is_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(atomic.os, "getuid", lambda: -5)
    monkeypatch.setattr(atomic.os, "chown", lambda path, user, group: given.append((user, group)))
    open_package(book).save()
    assert given == [(book.stat().st_uid, book.stat().st_gid)]


def test_long_chinese_names_and_old_leftovers_are_no_trouble(tmp_path: Path) -> None:
    book = package(tmp_path / ("二〇二七年销售任务" * 8 + ".xlsx"), {"Sheet1": sheet(ROW.format(1))})
    old = book.with_name(f".{book.name[:20]}.0123456789ab.saving.tmp")
    new = book.with_name(f".{book.name[:20]}.ba9876543210.saving.tmp")
    for each, age in ((old, 25), (new, 23)):
        each.write_bytes(b"torn")
        os.utime(each, (time.time() - age * 3600,) * 2)
    workbook = open_package(book)
    workbook.write_cells({"Sheet1!A1": 2})
    workbook.save()
    assert set(tmp_path.iterdir()) == {book, new}


def test_a_link_stays_a_link(book: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(book)
    workbook = open_package(link)
    workbook.write_cells({"Sheet1!A1": 2})
    workbook.save()
    assert link.is_symlink()
    assert open_package(book).read_cell("Sheet1!A1") == 2


def test_a_file_changed_meanwhile_is_left_alone(book: Path) -> None:
    workbook = open_package(book)
    workbook.write_cells({"Sheet1!A1": 2})
    package(book, {"Sheet1": sheet(ROW.format(30))})
    changed = book.read_bytes()
    with pytest.raises(FileRefused) as refused:
        workbook.save()
    assert refused.value.reason == "file_changed_meanwhile"
    assert book.read_bytes() == changed


SAVING = """
import sys
from pathlib import Path
from salesplan_xl.hosts.package import open_package
path = Path(sys.argv[1])
value = 0
while True:
    value += 1
    workbook = open_package(path)
    workbook.write_cells({"Sheet1!A1": value, "Sheet1!B1": value})
    workbook.save()
    print("saved", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    """The process is killed while it saves again and again; both cells always hold the same number."""
    many = "".join(f'<row r="{row}"><c r="C{row}"><v>{row}</v></c></row>' for row in range(2, 4000))
    book = package(tmp_path / "计划 2027.xlsx", {"Sheet1": sheet(ROW.format(0) + many)})
    moments = random.Random(27)
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", SAVING, str(book)], stdout=subprocess.PIPE)
        try:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == b"saved"
            time.sleep(moments.uniform(0.02, 0.3))
        finally:
            child.kill()
            child.communicate()
        workbook = open_package(book)
        first, second = workbook.read_cell("Sheet1!A1"), workbook.read_cell("Sheet1!B1")
        assert first == second
        assert isinstance(first, int)
        assert first >= 1
