"""What the options of actions mean, as the command line's help says it.

``option_<action>_<option>`` is looked up first, then ``option_<option>``.
"""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "option_from_month": Sentence("First month that may change, YYYY-MM", "从哪个月起可以变动，YYYY-MM"),
    "option_period": Sentence("A month, quarter, half-year, year or range", "月、季、半年、年或月份区间"),
    "option_against": Sentence("target, last_year or both", "对比目标、去年或两者"),
    "option_by": Sentence("Dimensions, separated by commas", "维度，用逗号分隔"),
    "option_method": Sentence("classic, lmdi or shapley; else the setting", "归因方法；默认按参数设置"),
    "option_note": Sentence("Words that stand beside the version", "写入定稿版本的说明"),
    "option_forget": Sentence("Keep no formulas for thaw", "不保留公式，之后不能恢复"),
    "option_indicator": Sentence("Indicator; else the sales amount", "指标；默认销售额"),
    "option_department": Sentence("Department of the node", "部门"),
    "option_region": Sentence("Region of the node", "区域"),
    "option_channel": Sentence("Channel of the node", "渠道"),
    "option_product": Sentence("Product of the node", "产品"),
    "option_customer": Sentence("Customer of the node", "客户"),
    "option_rep": Sentence("Sales rep of the node", "业务员"),
    "option_amount": Sentence("Amount in the base unit", "金额，以元或件计"),
    "option_reason": Sentence("Why; written beside the hold", "原因，写在锁定旁"),
    "option_at": Sentence("Cell where the amount stands, such as Quota!F7", "金额所在单元格，如 分解明细!F7"),
    "option_dry_run": Sentence("Show what would change; write nothing", "只显示变化，不写入"),
    "option_as_of": Sentence("Last month that counts, YYYY-MM", "截止月份，YYYY-MM"),
    "option_mode": Sentence(
        "catch_up, rebase or rest; else the setting", "追赶、重定或原计划；默认按参数设置"
    ),
    "option_spread_mode": Sentence(
        "proportional, equal, repeat, percent, linear, growth, clear …",
        "分摊方式：按比例、平均、重复、增长等",
    ),
    "option_keep": Sentence("Last dimension whose members keep their total", "保持合计不变的最后一个维度"),
    "option_trust": Sentence("How far the bids count, 0 to 1", "对申报数的信任程度，0到1"),
    "option_apply": Sentence("Put the outcome into the quota", "把协商结果写入任务"),
    "option_all_": Sentence("Every hold", "全部锁定"),
    "option_half": Sentence("1 or 2: the half-year reviewed", "1或2：复盘的半年"),
    "option_parameter": Sentence(
        "Percent, end value or growth of the mode", "分摊方式的百分比、终值或增长率"
    ),
    "option_over": Sentence("Dimension that is spread over", "分摊到哪个维度"),
    "option_keep_edited": Sentence("Leave cells that were edited since", "保留之后改过的单元格"),
}
