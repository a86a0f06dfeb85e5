"""Sentences of the bridge: what was compared, what could not be told apart."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "bridge_working": Sentence("Splitting the differences", "正在归因差异"),
    "bridge_done": Sentence(
        "Wrote {rows} rows of the bridge. {period} against {against}: from {base} to {actual} by price {price}, "
        "volume {volume}, mix {mix}, new {new}, discontinued {discontinued}.",
        "已写入{rows}行差异归因。{period}对比{against}：从{base}到{actual}，价格{price}，销量{volume}，"
        "结构{mix}，新品{new}，停售{discontinued}。",
    ),
    "bridge_nothing": Sentence(
        "There is neither a target nor last year's sales to compare with; decompose the targets, or load the "
        "history of the same months.",
        "既没有目标也没有去年同期可供对比；请先分解目标，或导入去年同期的历史销售。",
    ),
    "bridge_not_a_period": Sentence(
        "--period is “{value}”; write 2027-03, 2027Q1, 2027H1 or 2027.",
        "--period为“{value}”；请写作2027-03、2027Q1、2027H1或2027。",
    ),
    "bridge_period_outside_year": Sentence(
        "--period is {value}, outside the plan year {year}; name a period of it.",
        "--period为{value}，不在计划年度{year}内；请指定年度内的期间。",
    ),
    "bridge_period_to_come": Sentence(
        "--period is {value}, but actuals go up to {month}; name an earlier period, or load the actuals first.",
        "--period为{value}，但实际数据只到{month}；请指定更早的期间，或先导入实际数据。",
    ),
    "bridge_no_sales": Sentence(
        "{indicator} has no sales in {period}, so nothing is compared there.",
        "{indicator}在{period}没有实际数据，未作对比。",
    ),
    "bridge_months_missing": Sentence(
        "{indicator} has no sales in {months}; {period} compares the other months on both sides.",
        "{indicator}在{months}没有实际数据；{period}两边都只对比其余月份。",
    ),
    "bridge_no_last_year": Sentence(
        "Last year's sales of {indicator} lack months of {period}, so these are not compared with last year; "
        "load the history to compare them.",
        "{indicator}缺少{period}的去年同期数据，未与去年对比；如需对比请导入历史销售。",
    ),
    "bridge_no_plan": Sentence(
        "{indicator} has no target by month in {period}, so it is not compared with the target there; "
        "decompose the targets to compare them.",
        "{indicator}在{period}没有按月的目标，未与目标对比；如需对比请先分解目标。",
    ),
    "bridge_plan_without_volume": Sentence(
        "The plan has no volumes: the targets of {indicator} are taken at last year's average price of each "
        "product, so a price above last year's shows as price. Set a target for volume to compare with "
        "planned prices.",
        "计划中没有销量目标：{indicator}的目标按各产品去年均价折算，高于去年的价格计入价格影响；"
        "如需与计划价格对比，请制定销量目标。",
    ),
    "bridge_untold": Sentence(
        "{amount} of the change of {indicator} against {against} in {period} come without a quantity on one "
        "side: price and volume cannot be told apart there, and all of it counts as volume.",
        "{period}{indicator}对比{against}的变动中有{amount}缺少一方的数量，无法区分价格与销量，全部计入销量影响。",
    ),
    "bridge_without_products": Sentence(
        "{indicator} is compared without products: each member is one item at its average price, and there is no mix.",
        "{indicator}没有按产品对比：每个成员按均价视为一个品项，没有结构影响。",
    ),
}
