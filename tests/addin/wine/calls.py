"""Runs under Wine: starts the server by the add-in's own command and the real library, and calls it.

The folder given holds ``request.json``: the command that the add-in composes, the library's file, the calls.
"""

import ctypes
import datetime as dt
import json
import os
import sys
import time

import pythoncom
import win32com.client


class Variant(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_ushort), ("reserved", ctypes.c_ushort * 3), ("value", ctypes.c_void_p),
                ("more", ctypes.c_void_p))  # fmt: skip


def server(library, command):
    """Ask the library for the server as VBA does; it starts the process."""
    found = Variant()
    activate = ctypes.WinDLL(library).XLPyDLLActivateAuto
    refused = activate(ctypes.byref(found), command.encode("mbcs"), 1)
    if refused or found.kind != pythoncom.VT_DISPATCH:
        text = ctypes.wstring_at(found.value) if found.kind == pythoncom.VT_BSTR and found.value else ""
        raise SystemExit(f"the library did not start the server: {refused} {text}")
    # Looks the same object up by the interface pointer that the library handed over.
    return win32com.client.Dispatch(pythoncom.ObjectFromAddress(found.value, pythoncom.IID_IDispatch))


def sent(value):
    """Return an argument as Excel's automation sends it."""
    if isinstance(value, list):
        return tuple(sent(entry) for entry in value)
    if isinstance(value, dict):
        return dt.datetime.fromisoformat(value["date"]).replace(tzinfo=dt.UTC)
    return value


def main(folder):
    with open(os.path.join(folder, "request.json"), encoding="utf-8") as file:
        request = json.load(file)
    pythoncom.CoInitialize()
    start = time.perf_counter()
    python = server(request["library"], request["command"])
    answers = [{"started": time.perf_counter() - start}]
    for name, arguments in request["calls"]:
        start = time.perf_counter()
        try:
            answer = {"value": python.CallUDF(request["module"], name, sent(arguments))}
        except pythoncom.com_error as error:
            answer = {"exception": str(error)}
        answers.append({**answer, "seconds": time.perf_counter() - start})
    with open(os.path.join(folder, "answers.json"), "w", encoding="utf-8") as file:
        json.dump(answers, file)


main(sys.argv[1])
