"""Targets handed down beside bids from below, and what both settle on."""

from __future__ import annotations

from salesplan_xl.tables.choices import VIEWS
from salesplan_xl.tables.column import Table
from salesplan_xl.tables.shared_columns import INDICATOR, by_action, from_list, required, written

RECONCILE_TABLES: tuple[Table, ...] = (
    Table(
        "tblReconcile",
        "output",
        "Reconcile",
        "上下平衡",
        (
            written(required(INDICATOR)),
            written(from_list("dimension", "Dimension", "维度", VIEWS, "分析维度 | 维度名称", required=True)),
            by_action("member", "text", "Member", "成员", "name | 成员名称 | 名称", required=True),
            by_action("top_down", "money", "Handed down", "下达", "top-down | target | 下达数 | 下达目标"),
            by_action("bid", "money", "Bid", "申报", "bottom-up | own figure | 申报数 | 自报数"),
            by_action("typed", "money", "Of it bid", "其中实报", "bids made | 实际申报 | 已申报"),
            by_action("gap", "money", "Gap", "差额", "bid less target | 申报差额 | 差异"),
            by_action("negotiated", "money", "Settled", "协商结果", "negotiated | agreed | 协商数"),
            by_action("change", "money", "Change", "变动", "adjustment | 变动额 | 调整额"),
        ),
        ("indicator", "dimension", "member"),
    ),
)
"""``typed`` is what of ``bid`` was bid: a cell without one counts with its target. ``gap`` is bid less
target, ``change`` what was settled less target."""
