"""The workbook contract: every table of a plan, by its id. Code never mentions a label or an address.

>>> TABLES["tblQuota"].column("committed").label("zh")
'必达目标'
>>> TABLES["tblHolds"].header("en")[:3]
('Indicator', 'Period', 'Region')
"""

from __future__ import annotations

from salesplan_xl.messages import Language
from salesplan_xl.tables.argument_tables import ARGUMENT_TABLES
from salesplan_xl.tables.choices import (
    DIMENSIONS,
    MEMBER_DIMENSIONS,
    ROW_UNITS,
    UNIT_CHOICES,
    VIEWS,
    RowUnit,
)
from salesplan_xl.tables.column import COLUMN_UNITS, Choice, Column, Table
from salesplan_xl.tables.customer_tables import CUSTOMER_TABLES
from salesplan_xl.tables.expense_tables import EXPENSE_TABLES
from salesplan_xl.tables.indicators import (
    DEFAULT_INDICATOR,
    INDICATOR_CHOICES,
    INDICATORS,
    RATIO_PARTS,
    Indicator,
)
from salesplan_xl.tables.input_tables import INPUT_TABLES
from salesplan_xl.tables.kpi_tables import KPI_TABLES
from salesplan_xl.tables.output_tables import OUTPUT_TABLES
from salesplan_xl.tables.profit_tables import PROFIT_TABLES
from salesplan_xl.tables.reconcile_tables import RECONCILE_TABLES
from salesplan_xl.tables.record_tables import RECORD_TABLES
from salesplan_xl.tables.review_tables import REVIEW_TABLES
from salesplan_xl.tables.setting import Setting
from salesplan_xl.tables.settings import SETTINGS
from salesplan_xl.tables.task_tables import TASK_TABLES
from salesplan_xl.tables.team_tables import TEAM_TABLES
from salesplan_xl.tables.tracking_results import TRACKING_RESULTS
from salesplan_xl.tables.tracking_tables import TRACKING_TABLES

__all__ = [
    "COLUMN_UNITS",
    "DEFAULT_INDICATOR",
    "DIMENSIONS",
    "INDICATORS",
    "INDICATOR_CHOICES",
    "MEMBER_DIMENSIONS",
    "RATIO_PARTS",
    "ROW_UNITS",
    "SETTINGS",
    "TABLES",
    "UNIT_CHOICES",
    "VIEWS",
    "Choice",
    "Column",
    "Indicator",
    "RowUnit",
    "Setting",
    "Table",
    "label_of",
]

TABLES: dict[str, Table] = {
    table.id: table
    for table in (
        *INPUT_TABLES,
        *OUTPUT_TABLES,
        *CUSTOMER_TABLES,
        *KPI_TABLES,
        *REVIEW_TABLES,
        *TRACKING_TABLES,
        *TRACKING_RESULTS,
        *TASK_TABLES,
        *RECONCILE_TABLES,
        *EXPENSE_TABLES,
        *PROFIT_TABLES,
        *TEAM_TABLES,
        *ARGUMENT_TABLES,
        *RECORD_TABLES,
    )
}


def label_of(table: str, column: str, language: Language) -> str:
    """Return the label of a column in a language.

    Raises:
        KeyError: no such table or column.
    """
    return TABLES[table].column(column).label(language)
