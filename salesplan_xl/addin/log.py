"""The program's own log: full traces of what went wrong, for whoever mends it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

MOST_BYTES = 1_000_000
OLDER_FILES = 3
_NAME = "salesplan.log"


def log_folder(platform: str = sys.platform, variables: Mapping[str, str] = os.environ) -> Path:
    r"""Return the folder of the log: the user's own, on this computer.

    >>> log_folder("darwin", {"HOME": "/Users/li"}).as_posix()
    '/Users/li/Library/Logs/SalesPlan'
    >>> log_folder("linux", {"HOME": "/home/li"}).as_posix()
    '/home/li/.local/state/salesplan'
    """
    home = Path(variables.get("HOME") or variables.get("USERPROFILE") or Path.home())
    if platform == "win32":
        local = variables.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "SalesPlan" / "log"
    if platform == "darwin":
        return home / "Library" / "Logs" / "SalesPlan"
    state = variables.get("XDG_STATE_HOME")
    return (Path(state) if state else home / ".local" / "state") / "salesplan"


def keep_log(folder: Path | None = None) -> Path:
    """Write what goes wrong from now on to the log, which is kept small; return its file.

    A folder that cannot be written to stops nobody: there is no log then.
    """
    file = (folder or log_folder()) / _NAME
    log = logging.getLogger("salesplan")
    if any(getattr(handler, "baseFilename", None) == str(file.absolute()) for handler in log.handlers):
        return file
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8")
    except OSError:
        return file
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return file
