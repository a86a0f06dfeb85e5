"""The rows that the argument's tables start with: every benchmark, every input, every step of planning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesplan_xl.messages import Language, say
from salesplan_xl.tables.argument_tables import (
    BENCHMARK_INPUTS,
    BENCHMARKS,
    COUNT_INPUTS,
    PROCESSES,
    RATIO_INPUTS,
)

if TYPE_CHECKING:
    from salesplan_xl.templates.prepared_rows import Row

_USUAL = {"capacity_low": 0.8, "capacity_high": 1.0}
_USUAL_WEIGHTS = {"own_current": 3, "market_share": 1, "break_even": 1}

# Step, who does it or is asked, what he may edit; in both languages.
_Step = tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
_NOBODY = ("", "")
_STEPS: dict[str, tuple[_Step, ...]] = {
    "six_roles": (
        (
            ("Marketing department drafts the plan", "营销部编制计划"),
            ("Marketing", "营销部"),
            ("All inputs", "全部输入表"),
        ),
        (
            ("Market department adds market data and promotion", "市场部补充市场数据与促销"),
            ("Market department", "市场部"),
            ("Benchmarks, activities", "论证基准、活动日历"),
        ),
        (
            ("Regional branches bid and name tasks", "区域分支机构申报并提出任务"),
            ("Regional branches", "区域分支机构"),
            ("Bids, tasks", "申报数、任务"),
        ),
        (
            ("Finance checks expense and profit", "财务部审核费用与利润"),
            ("Finance", "财务部"),
            ("Expense budget", "费用预算"),
        ),
        (
            ("Marketing director agrees", "营销总监审核"),
            ("Marketing director", "营销总监"),
            ("Targets, holds", "年度目标、锁定"),
        ),
        (("General manager approves", "总经理批准"), ("General manager", "总经理"), ("Version", "定稿版本")),
    ),
    "eight_levels": tuple(
        (step, _NOBODY, _NOBODY)
        for step in (
            ("Company strategy", "公司战略"),
            ("Marketing objective", "营销目标"),
            ("First plan", "初步计划"),
            ("Settled by the board", "高层确定"),
            ("Definite plan", "明确计划"),
            ("Decomposition", "目标分解"),
            ("Execution and supervision", "执行与监督"),
            ("Review of expense", "费用审核"),
        )
    ),
    "six_steps": tuple(
        (step, _NOBODY, _NOBODY)
        for step in (
            ("Target", "目标"),
            ("Resources", "资源"),
            ("Market", "市场"),
            ("Strategy", "策略"),
            ("Action", "行动"),
            ("Monitoring", "监控"),
        )
    ),
    "ten_steps": tuple(
        (step, _NOBODY, _NOBODY)
        for step in (
            ("Annual target with its argument", "年度目标与论证"),
            ("Month targets by month shares", "按月度占比分解到月"),
            ("Channels", "分解到渠道"),
            ("Dealers", "分解到销售商"),
            ("Products and customers", "分解到产品与客户"),
            ("Expense and receivables", "费用与账款计划"),
            ("Purchase, sales and stock", "进销存预测"),
            ("Routes to market", "通路分解"),
            ("Outlets", "零售网点分解"),
            ("Tasks and support", "任务描述与市场支持"),
        )
    ),
    "eight_steps": tuple(
        (step, _NOBODY, _NOBODY)
        for step in (
            ("Sum up last year's actuals", "汇总上年实际"),
            ("Explain the variance", "分析差异原因"),
            ("Argue and decide the target", "论证并确定目标"),
            ("Split by month", "分解到月"),
            ("Split by region, channel and product", "分解到区域、渠道、产品"),
            ("Split by dealer and rep", "分解到客户、业务员"),
            ("Name tasks and support", "明确任务与支持"),
            ("Check that nothing is missing, then send", "核对无断层后下发"),
        )
    ),
    "dates": tuple(
        (step, _NOBODY, _NOBODY)
        for step in (
            ("Annual plan drafted at the start of the year", "年初拟定年度计划"),
            ("Month plan drafted in the first days of each month", "每月初拟定月计划表"),
            ("Week plan every Monday", "每周一拟定周计划"),
            ("Month report after each month", "每月报表"),
            ("Analysis and adjustment after each quarter", "每季分析和调整"),
            ("Summary after each half-year", "每半年总结"),
        )
    ),
}


def argument_rows(table: str, language: Language) -> list[Row]:
    """Return the rows a table of the argument starts with; other tables start with none."""
    if table == "tblBenchmarks":
        return [
            {
                "benchmark": choice.label(language),
                "weight": _USUAL_WEIGHTS.get(id),
                "note": say(f"bench_{id}", language),
            }
            for id, choice in BENCHMARKS.items()
        ]
    if table == "tblBenchmarkInputs":
        return [
            {
                "key": choice.label(language),
                "value": _USUAL.get(id),
                "unit": say(_unit_of(id), language),
                "note": say(f"input_for_{_purpose(id)}", language),
            }
            for id, choice in BENCHMARK_INPUTS.items()
        ]
    if table == "tblWorkflow":
        return workflow_rows(language)
    return []


def workflow_rows(language: Language) -> list[Row]:
    """Return the steps of every process, in order."""
    at = 0 if language == "en" else 1
    return [
        {
            "process": PROCESSES[process].label(language),
            "no": number,
            "step": step[at],
            "owner": owner[at] or None,
            "edits": edits[at] or None,
        }
        for process, steps in _STEPS.items()
        for number, (step, owner, edits) in enumerate(steps, start=1)
    ]


def _unit_of(key: str) -> str:
    if key in RATIO_INPUTS:
        return "input_unit_share"
    if key == "turns":
        return "input_unit_times"
    return "input_unit_count" if key in COUNT_INPUTS else "input_unit_money"


_PURPOSES: dict[str, tuple[str, ...]] = {
    "decision": ("decision_volume", "decision_amount", "decision_margin"),
    "break_even": ("fixed_cost", "planned_profit", "planned_margin"),
    "development": ("development_growth",),
    "asset_turnover": ("assets", "turns"),
    "net_profit": ("pretax_profit", "pretax_rate"),
    "value_added": ("heads", "value_added_per_head", "value_added_rate"),
    "market_share": ("market", "market_growth", "share"),
    "capacity": ("amount_per_head", "capacity_low", "capacity_high"),
}


def _purpose(key: str) -> str:
    return next((purpose for purpose, keys in _PURPOSES.items() if key in keys), "backward")
