"""Sentences of the half-year review."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "review_working": Sentence("Reviewing the period", "正在复盘"),
    "review_done": Sentence(
        "Reviewed {period}: {indicator} {actual}{attained}; {successes} success factors and {challenges} "
        "challenges found.",
        "已复盘{period}：{indicator}{actual}{attained}；发现成功因素{successes}项、挑战{challenges}项。",
    ),
    "review_attained": Sentence(", attainment {attainment}", "，达成率{attainment}"),
    "review_nothing": Sentence(
        "There is nothing to review: neither sales, nor deals, nor customers; load data first.",
        "没有可复盘的数据（销售、商机、客户均为空）；请先导入数据。",
    ),
    "review_not_a_half": Sentence(
        "{option} is “{value}”; write 1 or 2.",
        "{option}为“{value}”；请写1或2。",
    ),
    "review_explain": Sentence(
        "{count} findings have no explanation or measure yet.",
        "{count}项发现尚未填写原因说明或改进措施。",
    ),
    "review_fired": Sentence(
        "{count} risk triggers have fired, with an exposure of {exposure}: {names}.",
        "{count}项风险已触发，风险敞口{exposure}：{names}。",
    ),
    "review_no_revision": Sentence(
        "The open months could not be worked out ({mode}): {reason}",
        "无法计算后续目标（{mode}）：{reason}",
    ),
    "review_year_over": Sentence(
        "The year has no open months left, so there are no targets to revise.",
        "全年已无剩余月份，不再计算后续目标。",
    ),
    "review_catch_up": Sentence(
        "To keep the year, {period} must bring {catch_up} of {indicator} instead of {original}; at the pace so far "
        "it brings {rebase}.",
        "要保住全年目标，{period}{indicator}须完成{catch_up}（原计划{original}）；按目前进度为{rebase}。",
    ),
    "review_trigger_unknown": Sentence(
        "“{value}” is no key figure; take its name from the sheet {sheet}, such as {nearest}.",
        "没有名为“{value}”的指标；请填写“{sheet}”表中的指标名称，如“{nearest}”。",
    ),
    "review_trigger_incomplete": Sentence(
        "A trigger needs a key figure, a comparison and a threshold; fill in {column}.",
        "触发条件须同时填写指标、比较和触发值；请补充“{column}”。",
    ),
    "review_not_a_number": Sentence(
        "“{value}” is no number; enter one such as 0.9, 90% or 500000.",
        "“{value}”不是数字；请填写如0.9、90%或500000。",
    ),
    "review_finding_target": Sentence(
        "{metric} is {value}, {against} {comparison}: {difference} ({rate}).",
        "{metric}为{value}，{against}{comparison}，相差{difference}（{rate}）。",
    ),
    "review_finding_points": Sentence(
        "{metric} is {value}, {against} {comparison}: {difference}.",
        "{metric}为{value}，{against}{comparison}，相差{difference}。",
    ),
    "review_finding_cause": Sentence(
        "{metric} moved sales by {difference} ({rate} of {against} {comparison}); actual {value}.",
        "{metric}使销售额变动{difference}（占{against}{comparison}的{rate}）；实际{value}。",
    ),
    "review_finding_lost": Sentence(
        "{metric} is {value}, {rate} of {comparison} lost in all.",
        "{metric}为{value}，占全部丢单{comparison}的{rate}。",
    ),
    "review_finding_trigger": Sentence(
        "Triggered: {metric} is {value}, threshold {comparison}.",
        "已触发：{metric}为{value}，触发值{comparison}。",
    ),
    "review_finding_open": Sentence(
        "To keep the year the open months must bring {value} of {metric}, originally {comparison}: {difference} ({rate}).",
        "要保住全年目标，剩余月份{metric}须完成{value}，原目标{comparison}，相差{difference}（{rate}）。",
    ),
    "review_of_member": Sentence("{metric} of {member}", "{member}的{metric}"),
    "review_cause_price": Sentence("Price", "价格影响"),
    "review_cause_volume": Sentence("Volume", "销量影响"),
    "review_cause_mix": Sentence("Mix", "结构影响"),
    "review_cause_new": Sentence("New items", "新品影响"),
    "review_cause_discontinued": Sentence("Discontinued items", "停售影响"),
    "review_open_months": Sentence("Open months: {indicator}", "后续目标：{indicator}"),
    "review_days": Sentence("{value} days", "{value}天"),
    "review_months": Sentence("{value} months", "{value}个月"),
    "review_money": Sentence("{value}", "{value}元"),
    "review_points": Sentence("{value} points", "{value}个百分点"),
}
