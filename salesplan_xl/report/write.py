"""Write a report of a workbook in the kind its name asks for."""

from __future__ import annotations

import os
from pathlib import Path

from salesplan_xl.actions.outcome import Outcome, Said
from salesplan_xl.cells import Workbook
from salesplan_xl.errors import FileRefused, OutOfRange
from salesplan_xl.messages import Language
from salesplan_xl.report.contents import read_contents

KINDS = (".html", ".pdf", ".png")


def write_report(
    workbook: Workbook, output: Path, indicator: str | None = None, language: Language | None = None
) -> Outcome:
    """Draw a workbook's dashboard into a file: one HTML page, a PDF or a picture.

    Raises:
        OutOfRange: the file's ending is none of :data:`KINDS`.
        NotFound: there is no quota, or no such indicator.
        ProblemsFound: cells that cannot be read; all of them.
        FileRefused: the file cannot be written there.
    """
    kind = output.suffix.lower()
    if kind not in KINDS:
        raise OutOfRange("report_kind", name=output.name)
    contents = read_contents(workbook, indicator, language)
    from salesplan_xl.report.charts import charts
    from salesplan_xl.report.page import page
    from salesplan_xl.report.paper import write_pdf, write_png

    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        if kind == ".html":
            temporary.write_text(page(contents), encoding="utf-8")
        elif kind == ".pdf":
            write_pdf(contents, temporary)
        else:
            write_png(contents, temporary)
        temporary.replace(output)
    except OSError as error:
        raise FileRefused("file_not_made", name=str(output), cause=error.strerror or "") from None
    finally:
        temporary.unlink(missing_ok=True)
    facts = {"count": len(list(charts(contents))), "name": workbook.name, "output": output.name}
    return Outcome(summary=Said("report_made", facts))
