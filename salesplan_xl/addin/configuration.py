"""The one file from which the add-in learns where Python is: written by the installer, read by the add-in.

Windows: UTF-16 with a byte order mark and CRLF, the form in which ``GetPrivateProfileStringW`` and a text
stream opened as Unicode read any user name. Mac: UTF-8. One section, plain keys::

    [salesplan]
    version = 0.1.0
    interpreter = C:\\Users\\张 伟\\AppData\\Local\\SalesPlan\\environment-0.1.0\\Scripts\\pythonw.exe
    environment = C:\\Users\\张 伟\\AppData\\Local\\SalesPlan\\environment-0.1.0
    xlwings = 0.37.8
    library = C:\\Users\\...\\environment-0.1.0\\xlwings64-0.37.8.dll
    add_in = C:\\Users\\张 伟\\AppData\\Roaming\\Microsoft\\Excel\\XLSTART\\SalesPlan.xlam
    add_in_digest = 9f86d081...
"""

from __future__ import annotations

import configparser
from collections.abc import Mapping

SECTION = "salesplan"


def configuration_bytes(values: Mapping[str, str], *, windows: bool) -> bytes:
    """Write the configuration.

    >>> configuration_bytes({"version": "0.1.0"}, windows=False)
    b'[salesplan]\\nversion = 0.1.0\\n'
    """
    lines = [f"[{SECTION}]", *(f"{key} = {value}" for key, value in values.items())]
    end = "\r\n" if windows else "\n"
    text = "".join(line + end for line in lines)
    return b"\xff\xfe" + text.encode("utf-16-le") if windows else text.encode()


def read_configuration(content: bytes) -> dict[str, str]:
    """Read the configuration; what cannot be read is as good as none.

    >>> read_configuration(configuration_bytes({"environment": "C:/用户 张"}, windows=True))
    {'environment': 'C:/用户 张'}
    """
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(content.decode("utf-16" if content[:2] == b"\xff\xfe" else "utf-8"))
        return dict(parser[SECTION])
    except (configparser.Error, UnicodeDecodeError, KeyError):
        return {}
