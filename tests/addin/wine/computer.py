"""Runs under Wine: asks what the installer asks, of a registry for which the answers are known."""

import json
import os
import sys
import winreg
from pathlib import Path

from salesplan_xl.addin.machine import SEEN_BY_32_BITS, this_machine
from salesplan_xl.addin.office import blocked_by_policy, excel_runs, installed_excels
from salesplan_xl.addin.places import places_for
from salesplan_xl.addin.status import installation_status

EXCEL = r"SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot"
POLICY = r"Software\Policies\Microsoft\Office\16.0"
TRUSTED = rf"{POLICY}\Excel\Security\Trusted Locations"


def note(root, key, name, value, view=winreg.KEY_WOW64_64KEY):
    kind = winreg.REG_SZ if isinstance(value, str) else winreg.REG_DWORD
    with winreg.CreateKeyEx(root, key, 0, winreg.KEY_WRITE | view) as opened:
        winreg.SetValueEx(opened, name, 0, kind, value)


def forget(root, key, name, view=winreg.KEY_WOW64_64KEY):
    with winreg.OpenKey(root, key, 0, winreg.KEY_WRITE | view) as opened:
        winreg.DeleteValue(opened, name)


def main(folder):
    machine = this_machine()
    found = {
        "system": machine.system,
        "bits": machine.python_bits,
        "programs": list(machine.processes()),
        "nothing": [machine.registry(r"HKCU\Software\Nothing", "x"), machine.registry(r"HKCU\Software", "x")],
        "before": [problem.reason for problem in installation_status(machine).problems],
        "writes": [
            machine.can_write(places_for("windows", os.environ).startup),
            machine.free_space(Path("C:\\")) > 0,
        ],
    }
    user, computer = winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE
    note(computer, EXCEL, "Path", "C:\\办公 软件\\Office16\\")
    note(computer, EXCEL, "Path", "C:\\Office 32\\", winreg.KEY_WOW64_32KEY)
    note(user, rf"{POLICY}\Common", "VBAOff", 1)
    note(user, TRUSTED, "AllLocationsDisabled", 1)
    note(user, rf"{POLICY}\Excel\Security", "VBAWarnings", 4)
    try:
        found["excels"] = [(one.name, one.folder) for one in installed_excels(machine)]
        found["seen"] = machine.registry(rf"HKLM\{EXCEL}{SEEN_BY_32_BITS}", "Path")
        found["policy"] = [problem.reason for problem in blocked_by_policy(machine)]
        found["runs"] = excel_runs(machine)
    finally:
        forget(computer, EXCEL, "Path")
        forget(computer, EXCEL, "Path", winreg.KEY_WOW64_32KEY)
        forget(user, rf"{POLICY}\Common", "VBAOff")
        forget(user, TRUSTED, "AllLocationsDisabled")
        forget(user, rf"{POLICY}\Excel\Security", "VBAWarnings")
    with open(os.path.join(folder, "computer.json"), "w", encoding="utf-8") as file:
        json.dump(found, file)


main(sys.argv[1])
