"""What the add-in starts: the xlwings server, in a Python that nothing from outside can steer.

The interpreter runs in isolated mode (see ``code/SalesPlanServer.bas``); here the rest is closed: settings of
xlwings in the environment, and the folder it was started in.
"""

from __future__ import annotations

import os
import sys

from salesplan_xl.addin.log import keep_log


def serve(clsid: str) -> None:
    """Answer Excel until it ends, under the class id that Excel's side asks for."""
    for name in [name for name in os.environ if name.upper().startswith("XLWINGS_")]:
        del os.environ[name]
    os.chdir(sys.prefix)
    keep_log()
    from salesplan_xl.hosts.live_excel import serve as answer_excel

    answer_excel(clsid)
