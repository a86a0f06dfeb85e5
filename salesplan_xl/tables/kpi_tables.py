"""The table of key figures, written by the action KPI."""

from __future__ import annotations

from salesplan_xl.tables.column import Table
from salesplan_xl.tables.customer_choices import KPI_GROUPS, KPI_STATUSES, KPI_UNITS, KPI_VIEWS
from salesplan_xl.tables.shared_columns import PERIOD, by_action, by_person, from_list, required, written

KPI_TABLES: tuple[Table, ...] = (
    Table(
        "tblKpi",
        "mixed",
        "Key figures",
        "指标计算",
        (
            by_action("code", "text", "Code", "指标编码", "id | metric id | 编码", required=True),
            by_action("metric", "text", "Key figure", "指标", "metric | kpi | indicator | 指标名称"),
            written(from_list("group", "Group", "类别", KPI_GROUPS, "category | 分类 | 指标类别")),
            written(
                from_list(
                    "dimension",
                    "Dimension",
                    "维度",
                    KPI_VIEWS,
                    "分析维度 | 维度名称",
                    open=True,
                    required=True,
                )
            ),
            by_action("member", "text", "Member", "成员", "name | 成员名称 | 名称", required=True),
            written(required(PERIOD)),
            by_action("value", "number", "Value", "数值", "actual | 实际 | 指标值"),
            written(from_list("unit", "Unit", "单位", KPI_UNITS, "uom | 计量单位")),
            by_action("target", "number", "Target", "目标", "goal | 目标值"),
            by_action("comparison", "number", "Last year", "去年同期", "comparison | prior year | 对比值"),
            by_action("change", "number", "Change", "变动", "difference | 变动值"),
            written(from_list("status", "Status", "状态", KPI_STATUSES, "state | 灯号")),
            by_action("formula", "text", "How it is computed", "计算口径", "formula | definition | 公式"),
            by_action("source", "text", "Computed from", "数据来源", "source | data source | 来源"),
            by_person("note", "text", "Note", "备注", "notes | remark | comment | 说明"),
        ),
        ("code", "dimension", "member", "period"),
    ),
)
