"""The month matrix shows every indicator in its own number format."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.tables.contract import INDICATORS

FOLDER = Path(__file__).resolve().parents[2] / "workbook_templates"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counts_have_no_decimals_and_ratios_are_percentages(language):
    """In the year's first row and the total above the header, by the indicator's own label."""
    book = openpyxl.load_workbook(FOLDER / f"annual_plan_{language}.xlsx")
    sheet = next(sheet for sheet in book if "tblQuotaSummary" in sheet.tables)
    first_row = int(sheet.tables["tblQuotaSummary"].ref.split(":")[0].lstrip("A")) + 1
    for cell, indicator in ((f"E{first_row}", f"$A{first_row}"), ("E4", "$B$3")):
        shown = {}
        for area in sheet.conditional_formatting:
            if cell not in area.cells:
                continue
            for rule in area.rules:
                for name, known in INDICATORS.items():
                    wanted = f'{indicator}="{known.choice.label(language)}"'
                    if wanted in rule.formula[0] and rule.dxf and rule.dxf.numFmt:
                        shown[name] = rule.dxf.numFmt.formatCode
        for name, known in INDICATORS.items():
            expected = {"number": "#,##0_)", "count": "#,##0_)", "ratio": "0.0%_)"}.get(known.measure)
            assert shown.get(name) == expected, (cell, name)
