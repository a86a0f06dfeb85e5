"""A quota with other committed amounts: everything beside them follows, leaf by leaf."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.formulas.attainment import change_rate
from salesplan_xl.planning.cascade import extra_rows
from salesplan_xl.planning.exact_sums import on_common_grid, sums_by
from salesplan_xl.planning.levels import declared_order, grids_of, leaf_step, levels_of
from salesplan_xl.planning.members import Directory, column_of, numbers_of, texts_of
from salesplan_xl.planning.nodes import closing_indicators
from salesplan_xl.planning.plan import (
    EXTRA_COLUMNS,
    LEVEL_REPORT_COLUMNS,
    MEMBER_DIMENSIONS,
    QUOTA_COLUMNS,
    Decomposition,
    Plan,
    no_rows,
)
from salesplan_xl.planning.versions import with_previous
from salesplan_xl.units import Floats, Step


def requoted(plan: Plan, quota: pd.DataFrame, committed: Floats) -> Decomposition:
    """Return a quota whose committed amounts are these.

    Stretch keeps its distance from committed, so that it is never below; growth, share and the change from
    the last finalised version are worked out anew. Reserve and over-assignment stay those of the targets.

    Args:
        plan: targets, settings, and ``previous``, the figures of the last finalised version.
        quota: as it stands, columns :data:`QUOTA_COLUMNS`, ``period`` a month index (-1 for none).
        committed: one amount per row of it.
    """
    indicators = np.array(texts_of(quota, "indicator"), dtype=object)
    closing = closing_indicators(plan)
    parts: list[pd.DataFrame] = []
    extras: list[pd.DataFrame] = []
    levels: list[dict[str, object]] = []
    steps: dict[str, Step] = {}
    for indicator in dict.fromkeys(indicators.tolist()):
        rows = np.flatnonzero(indicators == indicator)
        part, grid = _part(plan, quota.iloc[rows], committed[rows], indicator, indicator in closing)
        parts.append(part)
        steps[indicator] = grid
        extra = _extra(plan, indicator, grid)
        if len(extra):
            extras.append(extra)
        total = int(part["committed"].sum())
        levels.append(
            dict(
                zip(
                    LEVEL_REPORT_COLUMNS,
                    (indicator, "total", 1, total, float(grid.decimal), True),
                    strict=True,
                )
            )
        )
    return Decomposition(
        pd.concat(parts, ignore_index=True),
        pd.concat(extras, ignore_index=True) if extras else no_rows(EXTRA_COLUMNS),
        pd.DataFrame(levels, columns=list(LEVEL_REPORT_COLUMNS)),
        steps,
        (),
    )


def _part(
    plan: Plan, own: pd.DataFrame, committed: Floats, indicator: str, closing: bool
) -> tuple[pd.DataFrame, Step]:
    stretch = numbers_of(own, "stretch")
    (new, old, above), grid = on_common_grid(committed, numbers_of(own, "committed"), stretch)
    last_year = numbers_of(own, "last_year")
    months = numbers_of(own, "period").astype(np.int64)
    by = np.unique(months, return_inverse=True)[1].ravel() if closing else np.zeros(len(own), dtype=np.int64)
    totals = sums_by(by, new, int(by.max(initial=0)) + 1)[by].astype(np.float64)
    columns: dict[str, object] = {"indicator": indicator, "period": months}
    columns |= {d: column_of(own, d).to_numpy(dtype=object) for d in MEMBER_DIMENSIONS}
    columns["last_year"] = last_year
    columns["committed"] = new
    with_stretch = ~np.isnan(stretch)
    raised = pd.Series(new + (above - old), dtype="Int64")
    columns["stretch"] = raised.where(with_stretch, pd.NA)
    columns["growth"] = change_rate.rows(grid.amounts(new), last_year)[0]
    columns["share"] = np.divide(new, totals, out=np.full(len(own), np.nan), where=totals != 0)
    columns["previous"] = columns["change"] = np.full(len(own), np.nan)
    frame = pd.DataFrame(columns, index=range(len(own)))[list(QUOTA_COLUMNS)]
    return with_previous(frame, plan.previous, grid, indicator), grid


def _extra(plan: Plan, indicator: str, grid: Step) -> pd.DataFrame:
    """Return reserve and over-assignment of an indicator's target, in steps of ``grid``."""
    at = [row for row, name in enumerate(texts_of(plan.targets, "indicator")) if name == indicator]
    if not at:
        return no_rows(EXTRA_COLUMNS)
    directory = Directory(plan, declared_order(plan))
    levels, _, _ = levels_of(plan, directory)
    settings = plan.settings
    own_step = indicator in settings.steps
    step = leaf_step(levels, settings.step_of(indicator), own_step)
    grids, _ = grids_of(levels, settings.step_of(indicator), own_step)
    committed, stretch = (float(numbers_of(plan.targets, name)[at[0]]) for name in ("committed", "stretch"))
    steps = step.nearest([committed])
    above = None if np.isnan(stretch) else int(step.nearest([stretch])[0])
    extra = extra_rows(indicator, int(steps[0]), above, settings, grids[0] if grids else 1)
    scale = int(step.decimal / grid.decimal) if step.is_multiple_of(grid) else 1
    return extra.assign(committed=extra["committed"] * scale, stretch=extra["stretch"] * scale)
