"""The programs that run in this user's session on Windows, asked of the system itself.

A terminal server has many users; only this user's own session counts. The answer needs no other program, so
that a policy that blocks those does not hide a running Excel.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Entry(ctypes.Structure):
        """One program of a snapshot, as the system describes it (``PROCESSENTRY32W``)."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("usage", wintypes.DWORD),
            ("process", wintypes.DWORD),
            ("heap", ctypes.c_size_t),
            ("module", wintypes.DWORD),
            ("threads", wintypes.DWORD),
            ("parent", wintypes.DWORD),
            ("priority", wintypes.LONG),
            ("flags", wintypes.DWORD),
            ("name", wintypes.WCHAR * 260),
        )

    def running_programs() -> Sequence[str]:
        """Return the file names of the programs in this session, such as ``EXCEL.EXE``.

        Raises:
            OSError: the system does not say.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
        snapshot = wintypes.HANDLE(kernel.CreateToolhelp32Snapshot(2, 0))
        if snapshot.value == wintypes.HANDLE(-1).value:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            own = _session(kernel, kernel.GetCurrentProcessId())
            entry = _Entry(size=ctypes.sizeof(_Entry))
            found = []
            more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
            while more:
                if _session(kernel, entry.process) == own:
                    found.append(str(entry.name))
                more = kernel.Process32NextW(snapshot, ctypes.byref(entry))
            return found
        finally:
            kernel.CloseHandle(snapshot)

    def _session(kernel: ctypes.WinDLL, process: int) -> int | None:
        session = wintypes.DWORD()
        known = kernel.ProcessIdToSessionId(wintypes.DWORD(process), ctypes.byref(session))
        return session.value if known else None

else:

    def running_programs() -> Sequence[str]:
        """Return nothing: only Windows is asked this way."""
        return []
