"""Formulas that argue a target: what an input says, what a benchmark amounts to, what an activity brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesplan_xl.tables.argument_tables import BENCHMARK_INPUTS, RATIO_INPUTS

if TYPE_CHECKING:
    from salesplan_xl.templates.draft import Draft
    from salesplan_xl.templates.prepared_rows import Row

DECISION = "plan_decision"
"""The name of the cell that holds the decided amount, in base units."""
COMPUTED_LABELS, COMPUTED_AMOUNTS = "benchmark_labels", "benchmark_amounts"
"""The names of the cells that hold what the benchmarks come to by the inputs."""


def input_value(draft: Draft, key: str) -> str:
    """Return the expression of what is typed for an input; zero where nothing is."""
    keys, values = (draft.column("tblBenchmarkInputs", id) for id in ("key", "value"))
    return f'SUMIF({keys},"{BENCHMARK_INPUTS[key].label(draft.language)}",{values})'


def input_format(draft: Draft, row: Row) -> Any:
    """Return the format of an input's value: a share as a percentage, a count without decimals."""
    labels = {choice.label(draft.language): id for id, choice in BENCHMARK_INPUTS.items()}
    id = labels.get(str(row.get("key")), "")
    number_format = "0.0%_)" if id in RATIO_INPUTS else "#,##0_)"
    if id in ("turns", "visits_per_order"):
        number_format = "#,##0.0#_)"
    return draft.look.cell("input", number_format, align="right")


def argument_formula(draft: Draft, table: str, column: str) -> str | None:
    """Return the formula of a calculated column of the argument's tables; ``None`` where people type."""

    def cell(id: str) -> str:
        label = draft.column(table, id).split("[", 1)[1][:-1]
        return f"{table}[[#This Row],[{label}]]"

    def known(*ids: str) -> str:
        return f"COUNT({','.join(map(cell, ids))})={len(ids)}"

    if table == "tblBenchmarks":
        amount, volume = cell("amount"), cell("volume")
        computed = f"SUMIF({COMPUTED_LABELS},{cell('benchmark')},{COMPUTED_AMOUNTS})"
        return {
            "amount": f'=IF(ISNUMBER({cell("typed")}),{cell("typed")},IF({computed}=0,"",{computed}))',
            "price": f'=IF({known("amount", "volume")},IF({volume}=0,"",{amount}/{volume}),"")',
            "marginal_profit": f'=IF({known("amount", "margin_rate")},{amount}*{cell("margin_rate")},"")',
            "deviation": f'=IF(OR(N({amount})=0,N({DECISION})=0),"",{DECISION}/{amount}-1)',
        }.get(column)
    if table == "tblCalendar":
        extra, cost = cell("extra"), cell("cost")
        return {
            "extra": f'=IF({known("baseline", "uplift")},{cell("baseline")}*{cell("uplift")},"")',
            "per_cost": f'=IF({known("extra", "cost")},IF({cost}=0,"",{extra}/{cost}),"")',
        }.get(column)
    return None
