"""Everything the sample company has, by table: its sales and members, and what each template adds to them."""

from __future__ import annotations

from collections.abc import Callable

from salesplan_xl.messages import Language
from salesplan_xl.templates.prepared_rows import Row
from salesplan_xl.templates.sample_argument import argument_tables
from salesplan_xl.templates.sample_company import sample_tables
from salesplan_xl.templates.sample_profit import profit_tables
from salesplan_xl.templates.sample_review import review_tables
from salesplan_xl.templates.sample_tasks import task_tables
from salesplan_xl.templates.sample_team import team_tables
from salesplan_xl.templates.sample_tracking import tracking_tables

Sample = Callable[[Language], dict[str, list[Row]]]

SAMPLES: tuple[Sample, ...] = (
    sample_tables,
    profit_tables,
    review_tables,
    tracking_tables,
    team_tables,
    task_tables,
    argument_tables,
)
"""Each gives rows by table id, ready for cells; no table is in two of them."""


def all_sample_tables(language: Language) -> dict[str, list[Row]]:
    """Return the rows of every sample table by its id.

    >>> len(all_sample_tables("en")["tblTargets"])
    4
    """
    return {table: rows for sample in SAMPLES for table, rows in sample(language).items()}
