"""Words of the report that is drawn from a workbook."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "report_title": Sentence("{year} sales plan: {indicator}", "{year}年销售计划：{indicator}"),
    "report_as_of": Sentence("actuals up to {month}", "实际截至{month}"),
    "report_unit": Sentence("amounts in {unit}", "单位：{unit}"),
    "report_of_target": Sentence("target to date {amount}", "累计目标 {amount}"),
    "report_ahead": Sentence("{amount} against target", "较目标 {amount}"),
    "report_of_year": Sentence("{share} of the annual target done", "已完成全年的{share}"),
    "report_of_annual": Sentence("{share} of the annual target", "占全年目标的{share}"),
    "report_needed": Sentence("{amount} needed a month", "剩余月均需 {amount}"),
    "report_target": Sentence("Target", "目标"),
    "report_actual": Sentence("Actual", "实际"),
    "report_landing": Sentence("Expected", "预计"),
    "report_last_year": Sentence("Last year", "去年"),
    "report_by_month": Sentence("Target, actual and landing by month", "各月目标、实际与预计"),
    "report_milestones": Sentence("Cumulative target and actual", "累计目标与累计实际"),
    "report_heat": Sentence("Attainment: {dimension} by month", "各月达成率：{dimension}"),
    "report_bridge": Sentence("{period}: from {against} to actual", "{period}：从{against}到实际"),
    "report_against_target": Sentence("Target", "目标"),
    "report_against_last_year": Sentence("Last year", "去年"),
    "report_part_price": Sentence("Price", "价格"),
    "report_part_volume": Sentence("Volume", "销量"),
    "report_part_mix": Sentence("Mix", "结构"),
    "report_part_new": Sentence("New", "新品"),
    "report_part_discontinued": Sentence("Ended", "停售"),
    "report_points": Sentence("{dimension}: target and attainment to date", "{dimension}：累计目标与达成率"),
    "report_quota_axis": Sentence("Target to date, {unit}", "累计目标（{unit}）"),
    "report_seasonal": Sentence("Seasonal index (1 = average month)", "季节指数（1为平均月）"),
    "report_funnel": Sentence("Funnel, year to date", "销售漏斗（本年累计）"),
    "report_gaps": Sentence("Furthest behind target to date", "累计缺口最大"),
    "report_gap_member": Sentence("Who or what", "成员"),
    "report_gap_gap": Sentence("Gap", "缺口"),
    "report_gap_attainment": Sentence("Attainment", "达成率"),
    "report_gap_cause": Sentence("Cause", "原因"),
    "report_gap_action": Sentence("Action", "措施"),
    "report_gap_owner": Sentence("Owner", "责任人"),
    "report_gap_due": Sentence("Due", "期限"),
    "report_no_quota": Sentence(
        "{name} has no quota for its plan year yet; decompose the targets first.",
        "{name}中还没有计划年度的分解结果；请先分解目标。",
    ),
    "report_no_indicator": Sentence(
        "The plan has no indicator “{name}”; it has: {found}.", "计划中没有指标“{name}”；现有：{found}。"
    ),
    "report_kind": Sentence(
        "A report is written as .html, .pdf or .png; “{name}” is none of them.",
        "报告只能保存为.html、.pdf或.png；“{name}”不是其中之一。",
    ),
    "report_made": Sentence(
        "Drew {count} charts of {name} into {output}.", "已根据{name}绘制{count}张图，保存为{output}。"
    ),
}
