"""Steps of an installation: each is told before it is done, and all are taken back where one fails."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from salesplan_xl.errors import FileRefused
from salesplan_xl.messages import LANGUAGES, Language, say


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Step:
    """One thing that is done to the machine, with the way back."""

    reason: str
    """The sentence that tells it."""
    facts: dict[str, object]
    do: Callable[[], None]
    undo: Callable[[], None] = field(default=_nothing)
    """Also takes back a step that failed half-way."""
    must: bool = True
    """Whether a failure takes everything back; else it is told and left."""

    def sentence(self, language: Language) -> str:
        """Say what will be done."""
        return say(self.reason, language, **self.facts)


def run_steps(steps: Sequence[Step], tell: Callable[[Step], None], *, dry_run: bool = False) -> list[Step]:
    """Tell and do each step; return those that failed and need not have succeeded.

    Whatever interrupts a step, it and all before it are taken back.

    Raises:
        FileRefused: the system refused a step; other errors come through as they are.
    """
    done: list[Step] = []
    left: list[Step] = []
    for step in steps:
        tell(step)
        if dry_run:
            continue
        try:
            step.do()
        except BaseException as failure:
            if not step.must and isinstance(failure, OSError):
                left.append(step)
                continue
            for earlier in (step, *reversed(done)):
                with suppress(OSError):
                    earlier.undo()
            if isinstance(failure, OSError):
                told = {language: step.sentence(language).rstrip(".。…") for language in LANGUAGES}
                raise FileRefused("install_step_failed", step=told, cause=str(failure)) from failure
            raise
        done.append(step)
    return left


def write_file_step(reason: str, path: Path, content: Callable[[], bytes], **facts: object) -> Step:
    """Return the step that writes a file, as a whole or not at all, with the folders above it."""
    before: dict[str, bytes | None] = {}
    made: list[Path] = []

    def do() -> None:
        new = content()
        before["content"] = path.read_bytes() if path.exists() else None
        made.extend(make_folder(path.parent))
        _write(path, new)

    def undo() -> None:
        if "content" not in before:
            return
        old = before["content"]
        if old is None:
            path.unlink(missing_ok=True)
        else:
            _write(path, old)
        remove_empty(made)

    return Step(reason, {"path": path, **facts}, do, undo)


def remove_file_step(reason: str, path: Path) -> Step:
    """Return the step that removes a file and the folder of ours that it leaves empty."""
    before: dict[str, bytes] = {}

    def do() -> None:
        before["content"] = path.read_bytes()
        path.unlink()

    def undo() -> None:
        if before and not path.exists():
            _write(path, before["content"])

    return Step(reason, {"path": path}, do, undo)


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(path.name + ".new")
    try:
        new.write_bytes(content)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def make_folder(folder: Path) -> list[Path]:
    """Make a folder; return those that were made for it, the uppermost first."""
    missing: list[Path] = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir()
    return missing[::-1]


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove those folders that are empty, the lowest first."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def remove_tree(folder: Path) -> None:
    """Remove a folder with all it holds, read-only files included.

    Raises:
        OSError: a file is in use.
    """

    def writable_and_again(function: Callable[[str], object], path: str, _: object) -> None:
        os.chmod(path, 0o700)
        function(path)

    if not folder.exists():
        return
    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=writable_and_again)
    else:
        shutil.rmtree(folder, onerror=writable_and_again)
