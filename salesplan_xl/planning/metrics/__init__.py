"""Key figures of a plan: each is declared once, computed for any dimension and period, or said to lack data.

>>> METRICS["attainment"].name.zh
'达成率'
"""

from __future__ import annotations

from salesplan_xl.planning.metrics import accounts, customers, funnel, market, marketing, results
from salesplan_xl.planning.metrics.book import Book, MetricSettings
from salesplan_xl.planning.metrics.computing import COLUMNS, Thresholds, kpi_table, members_by
from salesplan_xl.planning.metrics.declaration import GROUPS, METRICS, UNITS, Metric
from salesplan_xl.planning.metrics.view import TOTAL, View

__all__ = [
    "COLUMNS",
    "GROUPS",
    "METRICS",
    "TOTAL",
    "UNITS",
    "Book",
    "Metric",
    "MetricSettings",
    "Thresholds",
    "View",
    "accounts",
    "customers",
    "funnel",
    "kpi_table",
    "market",
    "marketing",
    "members_by",
    "results",
]
