"""Sentences about awkward actuals: changed, twice, misspelt, returned."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "variance_month_changed": Sentence(
        "{indicator} of {month} was {before} when variance last closed it and is {now} now; the log keeps both.",
        "{month}的{indicator}上次关账时为{before}，现为{now}；操作日志已保留两数。",
    ),
    "variance_months_changed_more": Sentence(
        "{count} more totals of closed months have changed; see the log.",
        "另有{count}项已关账月份的合计有变动；请见操作日志。",
    ),
    "variance_month_twice": Sentence(
        "Every row of {months} stands in the actuals more than once; if the month was entered twice, delete "
        "one of them and run again.",
        "{months}的每一行在实际销售中都不止一次；如系重复录入，请删去一份后重新运行。",
    ),
    "variance_returns": Sentence(
        "{count} rows of {month} are negative, {amount} in all: they count as returns.",
        "{month}有{count}行为负数，合计{amount}，按退货计入。",
    ),
    "variance_alike": Sentence(
        "Names without a target that are like one with a target: {pairs}. If they mean the same, correct the "
        "actuals, or enter the first as alias of the second in the members.",
        "没有目标的名称与有目标的名称相近：{pairs}。如为同一个，请更正实际销售，或在维度成员中把前者填为后者的别名。",
    ),
    "load_members_alike": Sentence(
        "New names that are like known ones: {pairs}. If they mean the same, delete the first from the members "
        "and enter it as alias of the second.",
        "新名称与已有名称相近：{pairs}。如为同一个，请从维度成员中删去前者，并填为后者的别名。",
    ),
}
