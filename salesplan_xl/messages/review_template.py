"""Sentences of the template of the mid-year review."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "sheet_review_report": Sentence("Report", "总结报告"),
    "line_review_report": Sentence(
        "Five parts, filled by Review: results, key figures, causes, targets, strategy and risks.",
        "由“年中复盘”生成，共五部分：业绩、指标、成因、目标、策略与风险。",
    ),
    "guide_purpose_mid_year_review": Sentence(
        "What was reached, why, what the second half must bring, which risks to watch – each statement with its figure.",
        "完成情况、原因、下半年目标和风险，每条结论都附数据依据。",
    ),
    "group_review_findings": Sentence("Review", "复盘结果"),
    "group_review_strategy": Sentence("Strategy and risks", "策略与风险"),
    "group_review_data": Sentence("Data", "数据"),
    "review_do_1": Sentence(
        "Start from your plan: its settings, targets, members and quota are taken over.",
        "从年度计划带入参数、目标、成员和分解明细。",
    ),
    "review_do_2": Sentence("Load the actuals of the half-year.", "导入上半年的实际销售。"),
    "review_do_3": Sentence(
        "Load or type deals, customers, activities and market; what you leave out is told as not computed.",
        "导入或填写商机、客户、活动、市场；没有的可不填，会注明未计算。",
    ),
    "review_do_4": Sentence(
        "Type the risks with the figure that warns of each.", "填写风险及预警指标、触发值。"
    ),
    "review_do_5": Sentence(
        "Press Review and read the report; write explanation, measure, owner and due date beside the findings.",
        "点“年中复盘”，阅读报告，在发现旁填写原因、措施、责任人和期限。",
    ),
    "review_do_6": Sentence(
        "Agree the targets of the open months: catch up, or the pace so far; press Review again after changes.",
        "商定后续目标：补足全年，或按进度重定；数据变动后再点一次。",
    ),
    "line_tblHalfYear": Sentence(
        "Attainment of every indicator by dimension and member; Review fills it.",
        "各指标按维度、成员的完成情况，由“年中复盘”填写。",
    ),
    "line_tblKpi": Sentence(
        "Every key figure with target, last year and how it is computed; those without data say what is missing.",
        "各项指标及目标、去年同期、计算口径；缺数据的注明缺什么。",
    ),
    "line_tblFindings": Sentence(
        "Each finding with the figure it rests on; explanation, measure, owner and due date are yours.",
        "每条发现附依据数据；原因、措施、责任人、期限由您填写。",
    ),
    "line_tblSecondHalf": Sentence(
        "Original plan, catching up and the pace so far side by side; type what was agreed.",
        "原目标、补足全年、按进度重定三列对照；填写商定的目标。",
    ),
    "line_tblRisks": Sentence(
        "One row per risk; with figure, comparison and threshold, Review tells when it is triggered.",
        "每项风险一行；填写指标、比较和触发值后，复盘时提示是否触发。",
    ),
    "line_tblStrategicAccounts": Sentence(
        "Rate each account 1 to 5 on five factors, which count alike; score, rank, sales and attainment are computed.",
        "按五项各打1–5分（五项等权）；评分、排名、销售和达成由系统计算。",
    ),
    "line_tblSwot": Sentence(
        "Each point with the key figure it rests on; its value now is filled in.",
        "每个要点注明依据指标，当前值由系统填写。",
    ),
    "line_tblLessons": Sentence(
        "What to keep, stop and start, with cause, owner and date.",
        "要保持、停止、开始的做法，附原因、责任人和日期。",
    ),
    "line_tblDeals": Sentence(
        "One row per deal or project, with the dates of its steps and how it ended.",
        "每个商机或项目一行，填写各步日期和结果。",
    ),
    "line_tblCustomers": Sentence(
        "One row per customer: tier, first order, renewal, survey answers, warning signals.",
        "每个客户一行：层级、首单、续约、调查评分、预警信号。",
    ),
    "line_tblActivities": Sentence(
        "Spending, leads and responses of each activity by month.",
        "各项活动每月的费用、线索和响应。",
    ),
    "line_tblMarket": Sentence(
        "Market size, largest competitor, prices and surveys by month and product.",
        "按月份、产品的市场规模、最大竞品、价格和调查。",
    ),
    "review_page_part_1": Sentence("1 Results", "一、业绩"),
    "review_page_part_2": Sentence("2 Key figures", "二、指标"),
    "review_page_part_3": Sentence("3 Causes", "三、成因"),
    "review_page_part_4": Sentence("4 Targets of the open months", "四、后续目标"),
    "review_page_part_5": Sentence("5 Strategy and risks", "五、策略与风险"),
    "review_page_period": Sentence("Period ", "期间："),
    "review_page_findings": Sentence("Findings", "发现"),
    "review_page_indicator": Sentence("Indicator", "指标"),
    "review_page_actual": Sentence("Actual", "实际"),
    "review_page_target": Sentence("Target", "目标"),
    "review_page_attainment": Sentence("Attainment", "达成率"),
    "review_page_last_year": Sentence("Last year", "去年同期"),
    "review_page_growth": Sentence("Growth", "同比增长"),
    "review_page_figure": Sentence("Key figure", "指标"),
    "review_page_value": Sentence("Value", "数值"),
    "review_page_status": Sentence("Status", "状态"),
    "review_page_original": Sentence("Original", "原目标"),
    "review_page_catch_up": Sentence("Catch up", "补足全年"),
    "review_page_rebase": Sentence("Pace so far", "按进度重定"),
    "review_page_open": Sentence("Months", "后续期间"),
    "review_page_risk": Sentence("Risk", "风险"),
    "review_page_exposure": Sentence("Exposure", "风险敞口"),
    "review_page_fired": Sentence("Triggered", "是否触发"),
    "review_page_account": Sentence("Strategic account", "战略客户"),
    "review_page_score": Sentence("Score", "评分"),
    "review_page_sales": Sentence("Sales", "销售额"),
    "review_page_chart_regions": Sentence("Attainment by region", "各区域达成率"),
    "review_page_chart_open": Sentence("Targets of the open months", "后续月份目标"),
    "review_page_press": Sentence("Press Review to fill this report.", "点“年中复盘”后生成本报告。"),
}
