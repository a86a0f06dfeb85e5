"""The tables that keep record: versions, imports, log, what undo and thaw need, and the problems found."""

from __future__ import annotations

from salesplan_xl.tables.choices import TABLE_ACTIONS, VERSION_STATUSES
from salesplan_xl.tables.column import Table
from salesplan_xl.tables.shared_columns import by_action, by_person, from_list, written

RECORD_TABLES: tuple[Table, ...] = (
    Table(
        "tblVersions",
        "mixed",
        "Versions",
        "定稿版本",
        (
            by_action("version", "text", "Version", "版本", "v | 版本号", required=True),
            written(from_list("status", "Status", "状态", VERSION_STATUSES, "state | 版本状态")),
            by_action("prepared_by", "text", "Prepared by", "编制", "preparer | 编制人"),
            by_action("approved_by", "text", "Approved by", "审批", "approver | 审批人 | 批准人"),
            by_action("date", "date", "Date", "日期", "定稿日期"),
            by_action("digest", "text", "Digest", "校验码", "checksum | 校验"),
            by_person("note", "text", "Note", "说明", "notes | remark | comment | 备注"),
        ),
        ("version",),
    ),
    Table(
        "tblImports",
        "mixed",
        "Imports",
        "导入记录",
        (
            by_action("table", "text", "Table", "表", "target table | 目标表", required=True),
            by_action("source", "text", "Source", "来源", "file | 文件 | 数据来源", required=True),
            by_action("mapping", "text", "Mapping", "列对应", "column mapping | 字段对应 | 列映射"),
            by_action("rows", "count", "Rows", "行数", "row count | 导入行数"),
            by_action("time", "time", "Time", "时间", "when | 导入时间"),
        ),
        ("table", "source"),
    ),
    Table(
        "tblLog",
        "output",
        "Log",
        "操作日志",
        (
            by_action("time", "time", "Time", "时间", "when | 操作时间", required=True),
            written(
                from_list("action", "Action", "操作", TABLE_ACTIONS, "what | 动作", open=True, required=True)
            ),
            by_action("user", "text", "User", "操作人", "who | 用户"),
            by_action("version", "text", "Version", "版本", "版本号"),
            by_action("rows", "count", "Rows written", "写入行数", "rows | 行数"),
            by_action("digest", "text", "Digest", "校验码", "checksum | 校验"),
        ),
    ),
    Table(
        "tblUndo",
        "output",
        "Undo",
        "撤销记录",
        (
            by_action("run", "text", "Run", "批次", required=True),
            by_action("part", "count", "Part", "序号", required=True),
            by_action("payload", "text", "Content", "内容", "payload", required=True),
        ),
        ("run", "part"),
        hidden=True,
    ),
    Table(
        "tblFrozen",
        "output",
        "Frozen formulas",
        "转为数值的公式",
        (
            by_action("part", "count", "Part", "序号", required=True),
            by_action("payload", "text", "Content", "内容", "payload", required=True),
        ),
        ("part",),
        hidden=True,
    ),
    Table(
        "tblProblems",
        "output",
        "Problems",
        "问题清单",
        (
            by_action("sheet", "text", "Sheet", "工作表", required=True),
            by_action("cell", "text", "Cell", "单元格", required=True),
            by_action("column", "text", "Column", "列"),
            by_action("problem", "text", "Problem", "问题", required=True),
            by_action("remedy", "text", "What to do", "处理办法", "remedy | 处理方法"),
        ),
    ),
)
