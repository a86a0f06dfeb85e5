"""The tables that key figures are computed from, made ready once: months and days as numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.planning.derived import with_derived
from salesplan_xl.units import Month

DAYS = {"tblDeals": ("first_contact", "quoted", "shown", "closed", "due")}
CUSTOMER_TRAITS = ("tier", "industry", "size")
INDICATORS = ("sales_amount", "volume", "gross_profit", "collection", "expense", "receivables", "orders")


@dataclass(frozen=True)
class MetricSettings:
    """What planners choose in computing key figures, by the ids of the settings."""

    cac_scope: str = "marketing"
    cac_lag: int = 1
    churn_base: str = "start"
    discount_rate: float | None = None
    negative_target: str = "rule"
    collection_basis: str = "sales"


@dataclass
class Book:
    """All data of the key figures.

    ``frames`` has a frame per table: ``sales`` (history and actuals together: ``indicator``, ``month`` as a
    month index, a column per dimension, ``amount``, ``quantity``, ``cost``), ``quota`` (``indicator``,
    ``month``, dimensions, ``target``), and others by table id (``tblDeals``, ``tblCustomers`` …), whose
    columns of months are month indices and whose days are day numbers. ``targets`` maps a key figure to what
    was set for it. ``first`` is the first month of the fiscal year, an index.
    """

    frames: Mapping[str, pd.DataFrame]
    first: int
    settings: MetricSettings = field(default_factory=MetricSettings)
    targets: Mapping[str, float] = field(default_factory=dict)
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        frames: Mapping[str, pd.DataFrame],
        first: int,
        settings: MetricSettings | None = None,
        targets: Mapping[str, float] | None = None,
    ) -> Book:
        """Make a book from typed tables; the frames given are not changed.

        Customers' traits (tier, industry, size) are put beside every row that names a customer, and days are
        numbered.
        """
        ready = {name: _with_days(frame, DAYS.get(name, ())) for name, frame in frames.items()}
        if "sales" in ready:
            ready["sales"] = with_derived(ready["sales"], INDICATORS)
        traits = ready.get("tblCustomers")
        if traits is not None:
            for name in ("sales", "quota", "tblDeals"):
                if name in ready:
                    ready[name] = _with_traits(ready[name], traits)
        return cls(ready, first, settings or MetricSettings(), targets or {})

    def missing(self, needs: tuple[str, ...]) -> list[str]:
        """Return which of the needs of a key figure are not there, in their order."""
        return [need for need in needs if not self._has(need)]

    def table(self, table: str) -> pd.DataFrame:
        """Return a frame; of sales and quota the rows of the indicator after the colon, else of sales.

        A table that is not there is a frame without columns.
        """
        if table not in self._tables:
            name, _, indicator = table.partition(":")
            frame = self.frames.get(name, pd.DataFrame())
            if name in ("sales", "quota") and "indicator" in frame:
                frame = frame[(frame["indicator"] == (indicator or "sales_amount")).to_numpy()]
            self._tables[table] = frame
        return self._tables[table]

    def _has(self, need: str) -> bool:
        if need not in self._known:
            table, column = need.split(".")
            if table == "settings":
                self._known[need] = getattr(self.settings, column) is not None
            else:
                frame = self.table(table)
                self._known[need] = column in frame and bool(frame[column].notna().any())
        return self._known[need]


def _with_days(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a copy in which every day is a number; ``…_month`` beside it is its month's index.

    What is no day, such as a person's own words, is not known.
    """
    frame = frame.copy()
    for column in columns:
        if column in frame:
            known = {day: day for day in frame[column].dropna().unique() if isinstance(day, dt.date)}
            days = {day: float(day.toordinal()) for day in known}
            months = {day: float(Month(day.year, day.month).index) for day in known}
            frame[f"{column}_month"] = frame[column].map(months).astype("float64")
            frame[column] = frame[column].map(days).astype("float64")
    return frame


def _with_traits(frame: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    if "customer" not in frame:
        return frame
    known = customers.drop_duplicates("customer").set_index("customer")
    traits: dict[str, Any] = {}
    for trait in CUSTOMER_TRAITS:
        if trait in known and trait not in frame:
            traits[trait] = frame["customer"].map(known[trait])
    if "strategic" in known:
        traits["strategic"] = frame["customer"].map(known["strategic"])
    return frame.assign(**traits) if traits else frame


def month_count(first: int, last: int) -> int:
    """Return how many months a window has, both ends included."""
    return int(np.maximum(last - first + 1, 0))
