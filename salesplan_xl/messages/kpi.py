"""Sentences of the key figures."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "kpi_working": Sentence("Computing key figures", "正在计算指标"),
    "kpi_done": Sentence(
        "Computed {count} key figures for {period}, {rows} rows: {green} on track, {amber} at risk, {red} behind.",
        "已计算{period}的{count}项指标，共{rows}行：达成{green}项，预警{amber}项，落后{red}项。",
    ),
    "kpi_missing": Sentence(
        "{count} key figures are not computed because data is missing; the column Computed from says which: {names}.",
        "{count}项指标因缺数据未计算，缺什么见“数据来源”列：{names}。",
    ),
    "kpi_behind": Sentence("Behind target: {names}.", "落后于目标：{names}。"),
    "kpi_cut": Sentence(
        "Actuals end in {last}, so the figures run to there and not to the end of {period}.",
        "实际数据截至{last}，指标计算到该月，未到{period}期末。",
    ),
    "kpi_no_period": Sentence(
        "There are no actuals of {year} to take the period from; give one, such as --period 2027H1.",
        "没有{year}的实际数据可确定期间；请指定期间，如 --period 2027H1。",
    ),
    "kpi_option_not_a_period": Sentence(
        "{option} is “{value}”; write a period as 2027-03, 2027Q1, 2027H1 or 2027-01..05.",
        "{option}为“{value}”；期间请写作2027-03、2027Q1、2027H1或2027-01..05。",
    ),
    "kpi_won_without_day": Sentence(
        "{count} deals are won or lost without a closing date and are not counted: {names}.",
        "{count}个商机已有结果但没有结束日期，未计入：{names}。",
    ),
    "kpi_not_a_day": Sentence(
        "{count} dates of deals could not be read and are left out: {names}; write them as 2027-03-05.",
        "有{count}个商机日期无法识别，未计入：{names}；请写作2027-03-05。",
    ),
    "kpi_source_missing": Sentence("Missing: {missing}", "缺：{missing}"),
    "kpi_source_no_basis": Sentence(
        "{tables}: nothing to compute from in this period",
        "{tables}：本期没有可计算的数据",
    ),
}
