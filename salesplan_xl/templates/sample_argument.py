"""What the sample company argues its target with: benchmarks, inputs, activities, dates of its workflow."""

from __future__ import annotations

from salesplan_xl.messages import Language
from salesplan_xl.tables.argument_tables import ACTIVITIES, BENCHMARK_INPUTS, BENCHMARKS, PROCESSES
from salesplan_xl.tables.choices import DIMENSIONS
from salesplan_xl.tables.task_tables import TASK_STATUSES
from salesplan_xl.templates.argument_rows import argument_rows, workflow_rows
from salesplan_xl.templates.prepared_rows import Row, whole_rows
from salesplan_xl.templates.sample_members import Name

# Planned volume, own amount, marginal profit rate, weight.
_BENCHMARKS: dict[str, tuple[int | None, int | None, float | None, float | None]] = {
    "own_prior_actual": (1_074_000, None, 0.341, None),
    "own_prior_expected": (1_090_000, None, 0.345, None),
    "competitor": (1_460_000, 214_000_000, 0.32, None),
    "break_even": (None, None, 0.345, 1),
    "own_current": (1_180_000, None, 0.35, 3),
    "development": (1_200_000, None, 0.35, 1),
    "asset_turnover": (None, None, None, None),
    "net_profit": (None, None, None, None),
    "value_added": (None, None, None, None),
    "market_share": (1_190_000, None, 0.345, 1),
}
_INPUTS: dict[str, float] = {
    "decision_amount": 180_000_000,
    "fixed_cost": 38_600_000,
    "planned_profit": 20_500_000,
    "planned_margin": 0.345,
    "development_growth": 0.13,
    "assets": 83_000_000,
    "turns": 2.15,
    "pretax_profit": 19_800_000,
    "pretax_rate": 0.11,
    "heads": 96,
    "value_added_per_head": 412_000,
    "value_added_rate": 0.22,
    "market": 2_150_000_000,
    "market_growth": 0.06,
    "share": 0.08,
    "order_value": 36_000,
    "rate_1": 0.45,
    "rate_2": 0.6,
    "rate_3": 0.55,
    "visits_per_order": 2.6,
    "visits_per_head": 900,
    "expense_rate": 0.128,
    "available_leads": 36_000,
    "available_visits": 12_600,
    "available_heads": 14,
    "available_expense": 23_600_000,
    "amount_per_head": 13_440_000,
    "capacity_low": 0.8,
    "capacity_high": 1.0,
}
_ACTIVITIES: tuple[tuple[Name, str, str, str, str, Name, int, float, int, Name], ...] = (
    (
        Name("New Year stock-up", "年货节备货"),
        "new_year",
        "2027-01-04",
        "2027-02-03",
        "channel",
        Name("Distributors", "经销商"),
        9_600_000,
        0.28,
        620_000,
        Name("Marketing", "市场部"),
    ),
    (
        Name("618 sale", "618大促"),
        "618",
        "2027-06-01",
        "2027-06-20",
        "channel",
        Name("E-commerce", "电商"),
        2_400_000,
        0.75,
        480_000,
        Name("E-commerce team", "电商组"),
    ),
    (
        Name("Mid-Autumn gift boxes", "中秋礼盒"),
        "mid_autumn",
        "2027-08-25",
        "2027-09-15",
        "channel",
        Name("Supermarkets", "商超"),
        5_100_000,
        0.35,
        560_000,
        Name("Key-account team", "大客户组"),
    ),
    (
        Name("Double 11", "双11"),
        "double_11",
        "2027-10-28",
        "2027-11-11",
        "channel",
        Name("E-commerce", "电商"),
        2_900_000,
        1.1,
        760_000,
        Name("E-commerce team", "电商组"),
    ),
    (
        Name("Summer display contest", "夏季陈列竞赛"),
        "promotion",
        "2027-07-01",
        "2027-07-31",
        "region",
        Name("East China, South China", "华东、华南"),
        6_300_000,
        0.12,
        240_000,
        Name("Regional managers", "区域经理"),
    ),
)
_DONE = "done"
# Process, step, due, finished, status; dates of the steps that have them.
_DATES: tuple[tuple[str, int, str, str | None, str], ...] = (
    ("six_roles", 1, "2026-10-20", "2026-10-19", _DONE),
    ("six_roles", 2, "2026-10-30", "2026-10-30", _DONE),
    ("six_roles", 3, "2026-11-15", "2026-11-17", _DONE),
    ("six_roles", 4, "2026-11-25", None, "running"),
    ("six_roles", 5, "2026-12-05", None, "planned"),
    ("six_roles", 6, "2026-12-15", None, "planned"),
    ("dates", 1, "2027-01-10", None, "planned"),
    ("dates", 2, "2027-01-03", None, "planned"),
    ("dates", 5, "2027-04-10", None, "planned"),
    ("dates", 6, "2027-07-10", None, "planned"),
)
_TEAMWORK: tuple[tuple[Name, Name, Name, str], ...] = (
    (Name("White paper finished", "完成产品白皮书"), Name("Product", "产品部"), Name("", ""), "2027-02-28"),
    (
        Name("Dealers trained on the new product", "完成经销商新品培训"),
        Name("Sales operations", "销售管理部"),
        Name("White paper", "产品白皮书"),
        "2027-03-20",
    ),
    (
        Name("Stock for 618 in the warehouse", "618备货入仓"),
        Name("Supply chain", "供应链"),
        Name("618 forecast", "618预测"),
        "2027-05-15",
    ),
)


def argument_tables(language: Language) -> dict[str, list[Row]]:
    """Return the rows of the argument's tables, ready for cells.

    >>> argument_tables("en")["tblCalendar"][1]["name"]
    '618 sale'
    """
    tables: dict[str, list[Row]] = {
        "tblBenchmarks": _benchmarks(language),
        "tblBenchmarkInputs": _inputs(language),
        "tblCalendar": [
            {
                "name": name.of(language),
                "kind": ACTIVITIES[kind].label(language),
                "start": start,
                "end": end,
                "dimension": DIMENSIONS[dimension].label(language),
                "members": members.of(language),
                "baseline": baseline,
                "uplift": uplift,
                "cost": cost,
                "owner": owner.of(language),
            }
            for name, kind, start, end, dimension, members, baseline, uplift, cost, owner in _ACTIVITIES
        ],
        "tblWorkflow": _workflow(language),
    }
    return {table: whole_rows(table, rows) for table, rows in tables.items()}


def _benchmarks(language: Language) -> list[Row]:
    rows = []
    for id, row in zip(BENCHMARKS, argument_rows("tblBenchmarks", language), strict=True):
        volume, typed, margin, weight = _BENCHMARKS[id]
        rows.append({**row, "volume": volume, "typed": typed, "margin_rate": margin, "weight": weight})
    return rows


def _inputs(language: Language) -> list[Row]:
    prepared = argument_rows("tblBenchmarkInputs", language)
    return [{**row, "value": _INPUTS.get(id)} for id, row in zip(BENCHMARK_INPUTS, prepared, strict=True)]


def _workflow(language: Language) -> list[Row]:
    dated = {(PROCESSES[process].label(language), no): rest for process, no, *rest in _DATES}
    rows: list[Row] = []
    for row in workflow_rows(language):
        due, finished, status = dated.get((str(row["process"]), row["no"]), (None, None, None))  # type: ignore[arg-type]
        label = TASK_STATUSES[status].label(language) if status else None
        rows.append({**row, "due": due, "finished": finished, "status": label})
    for number, (step, owner, after, due) in enumerate(_TEAMWORK, start=1):
        rows.append(
            {
                "process": PROCESSES["teamwork"].label(language),
                "no": number,
                "step": step.of(language),
                "owner": owner.of(language),
                "after": after.of(language) or None,
                "due": due,
                "status": TASK_STATUSES["planned"].label(language),
            }
        )
    return rows
