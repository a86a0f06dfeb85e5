"""How wide a column is and how its cells are shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from salesplan_xl.messages import Language
from salesplan_xl.tables.contract import Column, Table
from salesplan_xl.templates import look

_EXACT_TABLES = {"tblHistory", "tblActuals", "tblHolds", "tblMembers"}
"""Tables whose money is shown with two decimals: what was invoiced or agreed is not rounded by the eye."""

_BY_UNIT: dict[str, tuple[str, float, str]] = {
    "money": (look.MONEY, 13.5, "right"),
    "row_amount": (look.CENTS, 13, "right"),
    "ratio": (look.RATIO, 9, "right"),
    "number": (look.MONEY, 10, "right"),
    "count": (look.COUNT, 8, "right"),
    "month": (look.MONTH, 11, "center"),
    "period": (look.TEXT, 13, "center"),
    "date": (look.DAY, 12, "center"),
    "time": (look.TIME, 17, "center"),
    "text": ("General", 14, "left"),
    "choice": ("General", 11, "left"),
    "open_choice": ("General", 13, "left"),
    "value": ("General", 18, "left"),
}

_WIDTHS: dict[str, tuple[float, float]] = {
    "line": (11, 16),
    "head": (10, 14),
    "members": (16, 20),
    "analogue": (17, 24),
    "trigger": (13, 15),
    "indicator": (11, 15),
    "region": (11, 17),
    "channel": (12, 15),
    "product": (18, 24),
    "customer": (22, 33),
    "member": (22, 33),
    "rep": (11, 14),
    "basis": (16, 24),
    "method": (13, 20),
    "key": (20, 30),
    "note": (26, 34),
    "reason": (26, 32),
    "cause_class": (24, 30),
    "cause": (26, 30),
    "action": (26, 30),
    "owner": (10, 12),
    "email": (26, 28),
    "code": (10, 10),
    "alias": (12, 14),
    "parent": (13, 20),
    "like": (17, 24),
    "source": (36, 36),
    "mapping": (48, 48),
    "digest": (20, 20),
    "problem": (60, 60),
    "remedy": (44, 44),
    "sheet": (14, 18),
    "status": (9, 10),
    "order": (8, 8),
    "bottleneck": (16, 16),
    "flag": (11, 19),
    "report": (18, 34),
    "sheets": (40, 52),
    "finding": (26, 30),
    "department": (13, 20),
    "city": (11, 16),
    "outlet": (22, 30),
    "item": (18, 24),
}
"""Widths in characters, Chinese and English, of columns whose content is wider than their label."""

_TABLE_WIDTHS: dict[tuple[str, str], tuple[float, float]] = {
    ("tblSettings", "note"): (62, 80),
    ("tblSettings", "value"): (30, 34),
    ("tblTargets", "note"): (26, 44),
    ("tblQuota", "note"): (18, 20),
    ("tblMembers", "note"): (18, 20),
    ("tblLog", "action"): (14, 14),
    ("tblImports", "table"): (14, 14),
    ("tblLevels", "basis"): (16, 20),
    ("tblHolds", "period"): (14, 14),
    ("tblKpi", "code"): (20, 20),
    ("tblKpi", "value"): (14, 14),
    ("tblKpi", "target"): (14, 14),
    ("tblKpi", "comparison"): (14, 14),
    ("tblFindings", "value"): (14, 14),
    ("tblFindings", "comparison"): (14, 14),
    ("tblKpi", "metric"): (22, 30),
    ("tblKpi", "group"): (14, 22),
    ("tblKpi", "member"): (16, 20),
    ("tblKpi", "formula"): (44, 54),
    ("tblKpi", "source"): (34, 44),
    ("tblKpi", "note"): (20, 24),
    ("tblFindings", "part"): (14, 22),
    ("tblFindings", "kind"): (11, 15),
    ("tblFindings", "code"): (15, 16),
    ("tblFindings", "metric"): (20, 28),
    ("tblFindings", "member"): (16, 20),
    ("tblFindings", "finding"): (46, 56),
    ("tblFindings", "explanation"): (24, 28),
    ("tblFindings", "action"): (22, 26),
    ("tblFindings", "unit"): (8, 14),
    ("tblKpi", "unit"): (8, 14),
    ("tblSwot", "unit"): (8, 14),
    ("tblSecondHalf", "member"): (22, 28),
    ("tblDeals", "deal"): (11, 11),
    ("tblDeals", "source"): (12, 14),
    ("tblDeals", "note"): (18, 20),
    ("tblDeals", "product"): (18, 22),
    ("tblCustomers", "source"): (12, 14),
    ("tblCustomers", "note"): (18, 20),
    ("tblCustomers", "industry"): (11, 15),
    ("tblCustomers", "size"): (10, 14),
    ("tblActivities", "activity"): (16, 20),
    ("tblActivities", "source"): (12, 14),
    ("tblActivities", "note"): (18, 20),
    ("tblMarket", "note"): (18, 20),
    ("tblRisks", "risk"): (26, 34),
    ("tblRisks", "trigger"): (20, 28),
    ("tblRisks", "threshold"): (10, 11),
    ("tblRisks", "response"): (30, 36),
    ("tblRisks", "note"): (16, 20),
    ("tblStrategicAccounts", "progress"): (20, 26),
    ("tblStrategicAccounts", "develop"): (20, 26),
    ("tblStrategicAccounts", "maintain"): (20, 26),
    ("tblSwot", "point"): (40, 46),
    ("tblSwot", "evidence"): (24, 30),
    ("tblSwot", "strategy"): (40, 46),
    ("tblBenchmarks", "benchmark"): (20, 26),
    ("tblBenchmarks", "note"): (42, 52),
    ("tblBenchmarkInputs", "key"): (26, 32),
    ("tblBenchmarkInputs", "value"): (16, 16),
    ("tblBenchmarkInputs", "note"): (56, 70),
    ("tblCalendar", "name"): (20, 26),
    ("tblCalendar", "members"): (20, 26),
    ("tblWorkflow", "process"): (16, 26),
    ("tblWorkflow", "step"): (40, 50),
    ("tblWorkflow", "edits"): (22, 28),
    ("tblWorkflow", "after"): (20, 26),
    ("tblWorkflow", "owner"): (14, 20),
    ("tblLessons", "lesson"): (44, 50),
    ("tblLessons", "cause"): (28, 30),
    ("tblTeamInputs", "key"): (20, 24),
    ("tblTeamInputs", "value"): (14, 14),
    ("tblFairness", "measure"): (28, 36),
    ("tblFairness", "wanted"): (14, 14),
    ("tblFairness", "finding"): (60, 84),
    ("tblAppraisal", "item"): (24, 28),
    ("tblRhythm", "what"): (26, 40),
    ("tblRhythm", "when"): (16, 24),
    ("tblTraining", "topic"): (24, 28),
    ("tblTraining", "mentor"): (14, 22),
    ("tblTraining", "result"): (26, 30),
    ("tblSkills", "grade"): (14, 16),
    ("tblSkills", "next_grade"): (14, 16),
}

_SUMMING = {"year", "q1", "q2", "q3", "q4", "h1", "h2"}
_FACTORS = {"fte", "ability"}
_DECIMALS = {
    "effect": look.FACTOR,
    "unit_cost": look.CENTS,
    "dso": "#,##0.0_)",
    "dso_countback": "#,##0.0_)",
    "cover": look.FACTOR,
    "rate_of_sale": "#,##0.0_)",
    "current": "#,##0.0##_)",
    "price": "#,##0.00_)",
    "index": "0.00_)",
    "per_cost": "0.0_)",
    "productive_months": "0.0_)",
    "heads": "0.0_)",
    "joined": "0.0_)",
    "left": "0.0_)",
    "ramped": "0.0_)",
    "per_week": "0.0_)",
}
_TABLE_FORMATS = {
    ("tblTeamInputs", "value"): "#,##0.##_)",
    ("tblFairness", "value"): look.FACTOR,
}
"""Number formats of single columns."""
_CENTRED = {
    "status",
    "state",
    "unit",
    "aggregation",
    "dimension",
    "order",
    "version",
    "against",
    "class",
    "flag",
    "active",
}


@dataclass(frozen=True)
class Shown:
    """A column as the template shows it: number format, width, side, and whose it is."""

    number_format: str
    width: float
    align: str
    kind: str
    summing: bool = False
    """Whether it sums other columns of its row, such as a quarter."""


def shown(table: Table, column: Column, language: Language) -> Shown:
    """Return how a column of a table is shown."""
    number_format, width, align = _BY_UNIT[column.unit]
    if column.unit == "money" and table.id in _EXACT_TABLES:
        number_format, width = look.CENTS, 15
    if table.id == "tblQuotaSummary" and column.unit == "money":
        number_format, width = look.SHOWN_MONEY, 10
    if column.id in _FACTORS:
        number_format = look.FACTOR
    if column.unit == "number":
        number_format = _DECIMALS.get(column.id, number_format)
    number_format = _TABLE_FORMATS.get((table.id, column.id), number_format)
    if table.id == "tblQuota" and column.unit == "money":
        width = 12
    if table.id == "tblQuota" and column.id == "share":
        number_format = look.SMALL_RATIO
    if column.unit == "row_amount" and language == "en":
        width = 16
    wide = _TABLE_WIDTHS.get((table.id, column.id)) or _WIDTHS.get(column.id)
    if wide:
        width = wide[0] if language == "zh" else wide[1]
    if column.id in _CENTRED:
        align = "center"
    width = max(width, _label_width(column.label(language)))
    return Shown(number_format, width, align, kind_of(table, column), column.id in _SUMMING)


def kind_of(table: Table, column: Column) -> str:
    """Return ``input``, ``human`` (a person's column in a computed table) or ``output``."""
    if table.id == "tblSettings" and column.id != "value":
        return "output"
    if table.kind == "input":
        return "input" if column.writer == "person" else "output"
    return "human" if column.writer == "person" else "output"


def text_width(text: str) -> int:
    """Return how many characters wide a text is; a Chinese character counts two.

    >>> text_width("Q1 目标")
    7
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _label_width(label: str) -> float:
    """Return the width a label needs beside its filter button; long English labels may wrap once."""
    words = label.split()
    longest = max(text_width(word) for word in words)
    return max(longest, (text_width(label) + 1) / 2 if len(words) > 1 else longest) * 1.15 + 3.5
