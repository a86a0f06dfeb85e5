"""What each target needs: tasks, market support, process goals and milestones, with cost, owner and time."""

from __future__ import annotations

from dataclasses import replace

from salesplan_xl.tables.column import Choice, Table
from salesplan_xl.tables.shared_columns import (
    CHANNEL,
    CUSTOMER,
    DEPARTMENT,
    INDICATOR,
    PERIOD,
    PRODUCT,
    REGION,
    REP,
    added,
    by_action,
    by_person,
    filled,
    from_list,
)

TASK_KINDS: dict[str, Choice] = {
    "task": Choice("Task", "任务", ("activity", "action", "工作任务", "行动")),
    "support": Choice("Market support", "市场支持", ("support", "promotion", "促销支持", "支持")),
    "process": Choice("Process goal", "过程目标", ("process", "leading indicator", "过程指标", "过程")),
    "milestone": Choice("Milestone", "里程碑", ("road mark", "阶段性目标", "路碑")),
}
TASK_STATUSES: dict[str, Choice] = {
    "planned": Choice("Planned", "未开始", ("not started", "to do", "计划中", "待开始")),
    "running": Choice("Under way", "进行中", ("in progress", "started", "执行中")),
    "done": Choice("Done", "已完成", ("completed", "finished", "完成")),
    "dropped": Choice("Dropped", "已取消", ("cancelled", "canceled", "取消")),
}

TASK_TABLES: tuple[Table, ...] = (
    Table(
        "tblTasks",
        "mixed",
        "Tasks and support",
        "任务与市场支持",
        (
            by_person("id", "text", "No.", "编号", "task no. | task id | 任务编号 | 序号"),
            replace(INDICATOR, synonyms_en=("metric", "kpi")),
            replace(PERIOD, synonyms_en=("target period",), synonyms_zh=("目标期间", "所属期间")),
            added(DEPARTMENT),
            REGION,
            CHANNEL,
            replace(PRODUCT, synonyms_zh=tuple(name for name in PRODUCT.synonyms_zh if name != "品项")),
            CUSTOMER,
            REP,
            from_list("kind", "Kind", "类别", TASK_KINDS, "type | task type | 任务类别 | 类型", open=True),
            filled(
                by_person(
                    "description",
                    "text",
                    "Description",
                    "任务描述",
                    "what | task description | 描述 | 工作内容 | 支持项目",
                )
            ),
            by_person("measure", "text", "Counted in", "计量单位", "measured in | unit | 单位"),
            by_person(
                "per_amount",
                "money",
                "Target per unit",
                "每单位目标额",
                "one per | amount per unit | 每单位目标 | 单位目标额",
                negative=False,
            ),
            by_person(
                "quantity", "number", "Quantity", "数量", "planned quantity | 计划数量", negative=False
            ),
            by_person(
                "cost",
                "money",
                "Cost per unit",
                "单位费用",
                "cost | expense | 费用 | 费用预算",
                negative=False,
            ),
            by_person("month", "month", "Month", "月份", "in month | 执行月份"),
            by_person("owner", "text", "Owner", "责任人", "responsible | who | 负责人"),
            by_person("start", "date", "Start", "开始", "start date | from | 开始日期 | 开始时间"),
            by_person("due", "date", "Due", "完成期限", "due date | by when | 期限 | 完成时间 | 截止日期"),
            by_person("resource", "text", "Resources", "所需资源", "resource | support needed | 资源"),
            from_list("status", "Status", "状态", TASK_STATUSES, "state | 进度状态 | 完成状态"),
            by_person("done", "ratio", "Share done", "完成比例", "done | % done | progress | 完成率 | 进度"),
            by_action("revised", "number", "Revised quantity", "修正后数量", "revised | 调整后数量"),
            by_action("change", "number", "Change", "变动", "adjustment | 调整数 | 变动数"),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("id",),
    ),
)
"""Quantities are whole numbers of ``measure``; ``per_amount`` is the amount of the target that asks for one
of them, in the target's base unit. ``done`` is the share of the quantity that is done."""
