"""Runs under the system's Python, which has LibreOffice's ``uno``; takes one request as JSON, answers one.

The request names a file, formulas to put into cells, and functions to call; the answer holds their values.
LibreOffice is started for it and ended.
"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connected(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start")


def value_of(cell):
    if cell.getError():
        return {"error": cell.getError()}
    return cell.String if cell.FormulaResultType2 == 2 else cell.Value


def answer(desktop, request):
    options = [option("Hidden", True), option("MacroExecutionMode", 4)]
    if request.get("filter"):
        options.append(option("FilterName", request["filter"]))
    book = desktop.loadComponentFromURL(Path(request["file"]).as_uri(), "_blank", 0, tuple(options))
    if book is None:
        return {"loaded": False}
    found = {"loaded": True, "modules": {}, "cells": {}, "calls": []}
    libraries = book.BasicLibraries
    for library in libraries.ElementNames:
        if library != "Standard" or libraries.getByName(library).ElementNames:
            container = libraries.getByName(library)
            found["modules"][library] = {name: container.getByName(name) for name in container.ElementNames}
    for place, formula in request.get("formulas", {}).items():
        sheet, address = place.split("!")
        book.Sheets.getByName(sheet).getCellRangeByName(address).Formula = formula
    for name, arguments in request.get("calls", []):
        script = f"vnd.sun.star.script:{name}?language=Basic&location=document"
        found["calls"].append(book.getScriptProvider().getScript(script).invoke(tuple(arguments), (), ())[0])
    book.calculateAll()
    for place in request.get("cells", []):
        sheet, address = place.split("!")
        found["cells"][place] = value_of(book.Sheets.getByName(sheet).getCellRangeByName(address))
    book.close(True)
    return found


def main():
    request = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as profile:
        pipe = "salesplan-" + Path(profile).name
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
             "-env:UserInstallation=" + Path(profile).as_uri()],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            context = connected(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            found = answer(desktop, request)
            with suppress(DisposedException):  # the bridge breaks while LibreOffice ends
                desktop.terminate()
            office.wait(60)
        finally:
            if office.poll() is None:
                office.kill()
    json.dump(found, sys.stdout)


main()
