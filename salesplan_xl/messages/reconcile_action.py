"""Sentences of bringing targets and bids together."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "reconcile_working": Sentence("Bringing targets and bids together", "正在进行上下平衡"),
    "reconcile_done": Sentence(
        "{indicator}: bids of {bid} against {target} handed down, a gap of {gap}; settled on {target} in all, "
        "{moved} of it moved between members. The quota is unchanged: run again with --apply to put it there.",
        "“{indicator}”：申报{bid}，下达{target}，差额{gap}；协商后合计仍为{target}，其中{moved}在成员间调整。"
        "分解明细未改动；确认后加--apply写入。",
    ),
    "reconcile_applied": Sentence(
        "{indicator}: bids of {bid} against {target} handed down, a gap of {gap}; the quota now has what was "
        "settled, {target} in all, {moved} of it moved between members.",
        "“{indicator}”：申报{bid}，下达{target}，差额{gap}；协商结果已写入分解明细，合计{target}，其中{moved}在成员间调整。",
    ),
    "reconcile_settled": Sentence(
        "The quota has what was settled already, and no bid changed since. To settle otherwise, undo first.",
        "分解明细已是协商结果，此后申报数没有变动。如需重新协商，请先撤销。",
    ),
    "reconcile_no_bids": Sentence(
        "Nobody has bid yet: the column of bids beside the quota is empty. Fill it in, or collect the returns.",
        "尚无申报数：分解明细的“申报数”列为空。请填写或回收后再运行。",
    ),
    "reconcile_without_bid": Sentence(
        "{indicator}: {count} of {of} cells have no bid and count with their target.",
        "“{indicator}”：{of}项中有{count}项未申报，按下达数计。",
    ),
    "reconcile_bid_below": Sentence(
        "{bound}: the bids add up to {bid}, which is less; it stands.",
        "{bound}：申报合计{bid}，低于此值，仍以此值为准。",
    ),
    "reconcile_bid_above": Sentence(
        "{bound}: the bids add up to {bid}, which is more; it stands.",
        "{bound}：申报合计{bid}，高于此值，仍以此值为准。",
    ),
    "reconcile_bids_left": Sentence(
        "{count} bids stand in rows without a target and were left out; they are at the end of the quota.",
        "有{count}个申报数所在的行没有目标，未计入；见分解明细末尾。",
    ),
    "reconcile_no_table": Sentence(
        "This workbook has no table for the comparison (tblReconcile); it was worked out, but not written.",
        "本工作簿没有“上下平衡”表（tblReconcile），结果已算出但未写入。",
    ),
    "reconcile_conflict": Sentence(
        "With {target} of {indicator} to settle these cannot all be kept: {bounds}. Change or release one of "
        "them, or decompose again.",
        "指标“{indicator}”共{target}，以下各项无法同时满足：{bounds}。请修改或解除其中一项，或重新分解。",
    ),
    "reconcile_hold_without_leaf": Sentence(
        "{bound} covers no cell of the quota; decompose with it first, or release it.",
        "{bound}在分解明细中没有对应项；请先按此锁定重新分解，或解除该锁定。",
    ),
    "reconcile_negative": Sentence(
        "{indicator}: {count} targets or bids are below zero, the first of {name}; targets and bids are settled "
        "from zero up. Correct them, or leave their bids blank.",
        "“{indicator}”：有{count}个目标或申报数为负，首个为{name}；上下平衡只处理零或正数。请更正，或不填其申报数。",
    ),
    "reconcile_trust": Sentence(
        "--trust has “{value}”; write a number from 0 to 1, member=number, or a dimension whose weights are the "
        "trust, separated by commas.",
        "--trust中的“{value}”无法识别；请填写0至1的数、“成员=数”，或以权重为信任度的维度，用逗号分隔。",
    ),
    "reconcile_trust_weight": Sentence(
        "The weight of {member} is {value}; as trust in bids it must be from 0 to 1.",
        "“{member}”的权重为{value}；作为对申报数的信任度须在0至1之间。",
    ),
    "line_tblReconcile": Sentence(
        "Target handed down, bid and settled amount of every level and member, written by Reconcile.",
        "各层级、各成员的下达数、申报数和协商结果，由“上下平衡”生成。",
    ),
}
