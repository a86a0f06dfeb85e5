"""The registers of a review: risks with their triggers, SWOT points with the figures they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from salesplan_xl.actions.kpi_inputs import metric_named
from salesplan_xl.actions.run import Run
from salesplan_xl.formulas.risk import risk_exposure
from salesplan_xl.messages import LANGUAGES
from salesplan_xl.planning.metrics import METRICS, TOTAL
from salesplan_xl.planning.review import fires
from salesplan_xl.tables.cell_reading import typed_number
from salesplan_xl.tables.column_reading import shown
from salesplan_xl.tables.contract import TABLES
from salesplan_xl.tables.matching import nearest

if TYPE_CHECKING:
    import pandas as pd

_YES_NO = {None: None, True: "yes", False: "no"}
TRIGGER = ("trigger", "comparison", "threshold")


@dataclass
class Watched:
    """The risks of a workbook: the code of the figure each watches, and its limit as a number."""

    risks: pd.DataFrame

    def judged(self, figures: pd.DataFrame) -> pd.DataFrame:
        """Return every risk with its exposure, the figure it watches and whether its trigger has fired."""
        risks = self.risks
        if risks.empty:
            return risks.assign(exposure=[], current=[], fired=[], unit=[])
        now = values_now(figures)
        current = np.array([now.get(code, np.nan) for code in risks["code"]], dtype=np.float64)
        fired: list[Any] = [
            None if code is None else fires(value, how, limit)
            for code, value, how, limit in zip(
                risks["code"], current.tolist(), risks["comparison"], risks["limit"], strict=True
            )
        ]
        return risks.assign(
            exposure=risk_exposure.rows(*_columns(risks, "probability", "impact"))[0],
            current=current,
            fired=_words(fired),
            unit=_units(risks["code"]),
        )


def _columns(frame: pd.DataFrame, *names: str) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    return [frame[name].to_numpy(dtype=np.float64) for name in names]


def values_now(figures: pd.DataFrame) -> dict[str, float]:
    """Return the figures in total by their code."""
    total = figures[figures["dimension"] == TOTAL]
    return dict(zip(total["code"], total["value"].astype("float64"), strict=True))


def watched_risks(run: Run) -> Watched:
    """Read the risk register; a trigger that is incomplete, or names no figure, is a problem of the run."""
    import pandas as pd

    columns = ("risk", "probability", "impact", *TRIGGER, "code", "limit")
    if "tblRisks" not in run.plan:
        return Watched(pd.DataFrame({column: [] for column in columns}))
    data = run.plan["tblRisks"]
    frame = data.frame.copy()
    for column in ("probability", "impact"):
        frame[column] = frame.get(column, np.nan)
    for column in TRIGGER:
        frame[column] = frame.get(column)
    codes: list[str | None] = []
    limits: list[float] = []
    for place, row in zip(frame.index.tolist(), frame[list(TRIGGER)].to_dict("records"), strict=True):
        given = [column for column in TRIGGER if row[column] is not None]
        codes.append(_code(run, "tblRisks", place, "trigger", row["trigger"]))
        limits.append(_limit(run, place, row["threshold"]))
        if given and len(given) < len(TRIGGER):
            lacking = next(column for column in TRIGGER if column not in given)
            label = TABLES["tblRisks"].column(lacking)
            facts = {"column": {language: label.label(language) for language in LANGUAGES}}
            run.problems.append(data.problem("review_trigger_incomplete", place, lacking, **facts))
            codes[-1] = None
    frame["code"] = pd.Series(codes, index=frame.index, dtype=object)
    frame["limit"] = pd.Series(limits, index=frame.index, dtype="float64")
    return Watched(frame)


def read_swot(run: Run) -> pd.DataFrame:
    """Read the SWOT points with the code of the figure each rests on; an unknown figure is a problem."""
    import pandas as pd

    if "tblSwot" not in run.plan:
        return pd.DataFrame({"code": []})
    frame = run.plan["tblSwot"].frame
    named = frame["evidence"] if "evidence" in frame else pd.Series(None, index=frame.index, dtype=object)
    codes = [
        _code(run, "tblSwot", place, "evidence", name)
        for place, name in zip(frame.index.tolist(), named, strict=True)
    ]
    return frame.assign(code=pd.Series(codes, index=frame.index, dtype=object))


def risk_rows(watched: Watched, judged: pd.DataFrame) -> pd.DataFrame:
    """Return the computed columns of the risk register, a row each."""
    return judged[["exposure", "current", "fired"]].set_axis(watched.risks.index)


def swot_rows(points: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the computed columns of the SWOT points, a row each."""
    import pandas as pd

    now = values_now(figures)
    values = [now.get(code, np.nan) if code else np.nan for code in points["code"]]
    return pd.DataFrame({"value": values, "unit": _units(points["code"])}, index=points.index)


def _words(fired: Iterable[bool | None]) -> list[Any]:
    return [_YES_NO[one] for one in fired]


def _units(codes: Iterable[str | None]) -> list[Any]:
    return [METRICS[code].unit if code else None for code in codes]


def _code(run: Run, table: str, place: int, column: str, name: object) -> str | None:
    if not isinstance(name, str):
        return None
    declared = metric_named(name)
    if declared is not None:
        return declared.id
    names = [getattr(one.name, run.language) for one in METRICS.values()]
    facts = {
        "value": name,
        "sheet": {language: TABLES["tblKpi"].sheet(language) for language in LANGUAGES},
        "nearest": nearest(name, names, least=0.0) or names[0],
    }
    run.problems.append(run.plan[table].problem("review_trigger_unknown", place, column, **facts))
    return None


def _limit(run: Run, place: int, typed: Any) -> float:
    if typed is None:
        return float("nan")
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        return float(typed)
    number = typed_number(typed) if isinstance(typed, str) else None
    if number is None:
        facts = {"value": shown(typed)}
        run.problems.append(run.plan["tblRisks"].problem("review_not_a_number", place, "threshold", **facts))
        return float("nan")
    return number.value
