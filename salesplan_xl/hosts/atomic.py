"""Saving so that a file is the old or the new one at every moment, never torn."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from salesplan_xl.errors import FileRefused

_SHOWN = 20
"""Characters of the file's name that its temporary file carries; names are limited to 255 bytes."""
_ENDING = ".saving.tmp"
_LEFT_BEHIND = 24 * 3600
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_IN_USE = {5, 32, 33}
"""Windows' own numbers for a file that another program holds."""
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


def check_writable(path: Path) -> None:
    """Refuse a file that is open elsewhere or read-only, before any work is done.

    Raises:
        FileRefused: with the reason.
    """
    for lock in (f"~${path.name}", f".~lock.{path.name}#"):
        if path.with_name(lock).exists():
            raise FileRefused("file_open_elsewhere", file=path.name, lock=lock)
    if path.is_dir():
        raise FileRefused("file_is_a_folder", file=str(path))
    if not path.parent.is_dir():
        raise FileRefused("folder_missing", folder=str(path.parent))
    if path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        raise FileRefused("file_read_only", file=path.name)
    if not os.access(path.parent, os.W_OK):
        raise FileRefused("folder_read_only", folder=str(path.parent))


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write; when all went well it takes the place of ``path`` in one step.

    The file lies in the same folder, is flushed to the disk before it is renamed, and takes over the
    permissions of the one it replaces. A link is followed: the file it points to is replaced.

    Raises:
        FileRefused: the folder or disk does not take the file.
    """
    check_writable(path)
    target = Path(os.path.realpath(path))
    check_writable(target)
    start = f".{target.name[:_SHOWN]}."
    _remove_leftovers(target.parent, start)
    beside = target.with_name(f"{start}{secrets.token_hex(6)}{_ENDING}")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
            _copy_owner(target, beside)
        os.replace(beside, target)
        _flush_folder(target.parent)
    except OSError as error:
        raise _refusal(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _remove_leftovers(folder: Path, start: str) -> None:
    """Remove what saves that were killed long ago left behind."""
    for each in folder.glob(f"{glob.escape(start)}*{_ENDING}"):
        with contextlib.suppress(OSError):
            if each.stat().st_mtime < time.time() - _LEFT_BEHIND:
                each.unlink()


def _copy_owner(old: Path, new: Path) -> None:
    owner = old.stat()
    if hasattr(os, "chown") and (owner.st_uid, owner.st_gid) != (os.getuid(), os.getgid()):
        with contextlib.suppress(OSError):
            os.chown(new, owner.st_uid, owner.st_gid)
            os.chmod(new, stat.S_IMODE(owner.st_mode))


def _flush_folder(folder: Path) -> None:
    """Make the new name itself last; Windows has no such call and needs none."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(error: OSError, target: Path) -> FileRefused:
    if getattr(error, "winerror", None) in _IN_USE:
        return FileRefused("file_open_elsewhere", file=target.name, lock=f"~${target.name}")
    if error.errno in _FULL:
        return FileRefused("disk_full", file=target.name)
    if error.errno in _READ_ONLY:
        return FileRefused("folder_read_only", folder=str(target.parent))
    return FileRefused("file_not_written", file=target.name, cause=error.strerror or str(error))
