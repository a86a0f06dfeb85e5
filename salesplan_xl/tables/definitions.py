"""Settings for what planners define in more than one way: bases, methods, rules.

Each is worth a name in the workbook, ``choice_`` and its id, that gives the function's argument; formulas
such as ``=PVM(…, choice_pvm_method)`` then follow the settings sheet. The note says where a choice is used.
"""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.tables.column import Choice
from salesplan_xl.tables.setting import Setting

ARGUMENTS: dict[str, dict[str, float]] = {
    "cac_scope": {"marketing": 0, "marketing_and_sales": 1},
    "half_month_contacts": {"24": 24, "26": 26},
}
"""What a function is given for a choice, where that is a number; else it is the choice's id."""


def argument_of(id: str, choice: str) -> str | float:
    """Return what a cell function is given for a choice.

    >>> argument_of("pvm_method", "lmdi"), argument_of("cac_scope", "marketing_and_sales")
    ('lmdi', 1)
    """
    return ARGUMENTS.get(id, {}).get(choice, choice)


def _choice(
    labels: tuple[str, str], default: str, choices: Mapping[str, Choice], notes: tuple[str, str]
) -> Setting:
    return Setting(*labels, "choice", *notes, default, default, choices)


DEFINITIONS: dict[str, Setting] = {
    "target_to_decompose": _choice(
        ("Target decomposed", "分解的目标"),
        "committed",
        {
            "committed": Choice("Own committed target", "本企业必达目标", ("own", "必达目标")),
            "assigned": Choice("Task assigned from above", "上级下达任务", ("task", "上级任务")),
        },
        (
            "Decompose and the dashboard; a blank task leaves the committed target",
            "用于“开始分解”和看板；上级任务空白则用必达目标",
        ),
    ),
    "half_year_rule": _choice(
        ("Second half-year", "下半年目标"),
        "catch_up",
        {
            "catch_up": Choice("Catch up to the annual target", "补足全年目标", ("catch up", "补足")),
            "rebase": Choice("Go on at the pace so far", "按目前进度重定", ("rebased", "重定")),
        },
        (
            'Formula: =IF(choice_half_year_rule="rebase",REBASE(…),REPLAN(…)); Replan catches up',
            '公式：=IF(choice_half_year_rule="rebase",REBASE(…),REPLAN(…))',
        ),
    ),
    "tie_rule": _choice(
        ("Equal remainders", "余数相同时"),
        "earlier",
        {
            "earlier": Choice("Earlier cell first", "先给靠前的", ("first", "靠前")),
            "later": Choice("Later cell first", "先给靠后的", ("last", "靠后")),
        },
        (
            "Formula: =DECOMPOSE(…, choice_tie_rule); the button takes the earlier",
            "公式：=DECOMPOSE(…, choice_tie_rule)；按钮先给靠前的",
        ),
    ),
    "negative_target": _choice(
        ("Attainment of a negative target", "负目标的达成率"),
        "rule",
        {
            "rule": Choice("1 + (actual − target) / |target|", "1+(实际−目标)/|目标|", ("formula", "公式")),
            "refuse": Choice("None", "不计算", ("no attainment", "无")),
        },
        (
            "Formula: =ATTAINMENT(…, choice_negative_target); Variance takes the formula",
            "公式：=ATTAINMENT(…, choice_negative_target)；按钮按公式",
        ),
    ),
    "pvm_method": _choice(
        ("Price and volume effects", "价量归因方法"),
        "classic",
        {
            "classic": Choice("Classic, joint effect in price", "传统法（共同影响归入价格）", ("传统法",)),
            "lmdi": Choice("LMDI, shared by logarithms", "对数平均迪氏法", ("迪氏法",)),
            "shapley": Choice("Shapley, shared evenly", "夏普利值法", ("夏普利",)),
        },
        (
            "Where price and volume change together: =PVM(…, choice_pvm_method)",
            "价量共同变动的归属：=PVM(…, choice_pvm_method)",
        ),
    ),
    "rise_method": _choice(
        ("A rise of 20% means", "“提高20%”的含义"),
        "relative",
        {
            "relative": Choice("20% of the rate itself", "相对提高20%", ("of itself", "相对")),
            "points": Choice("20 percentage points", "提高20个百分点", ("percentage points", "百分点")),
        },
        (
            "Satisfaction, renewal and other rates: =RATE_TARGET(…, choice_rise_method)",
            "满意度、续约率等比率的目标：=RATE_TARGET(…, choice_rise_method)",
        ),
    ),
    "collection_basis": _choice(
        ("Collection rate of", "回款率分母"),
        "due",
        {
            "due": Choice("Receivables due", "到期应收", ("receivables due in the period",)),
            "sales": Choice("Sales invoiced", "开票销售额", ("invoiced sales", "销售额")),
        },
        (
            "Formula: =COLLECTION_RATE(…, choice_collection_basis)",
            "公式：=COLLECTION_RATE(…, choice_collection_basis)",
        ),
    ),
    "bad_debt_basis": _choice(
        ("Bad-debt rate of", "坏账率分母"),
        "sales",
        {
            "sales": Choice("Credit sales", "赊销额", ("sales on credit", "销售额")),
            "receivables": Choice("Receivables, closing", "应收账款", ("应收",)),
        },
        (
            "Formula: =BAD_DEBT_RATE(…, choice_bad_debt_basis)",
            "公式：=BAD_DEBT_RATE(…, choice_bad_debt_basis)",
        ),
    ),
    "order_value_basis": _choice(
        ("Average sale per", "客单价口径"),
        "order",
        {
            "order": Choice("Per order", "每张订单", ("orders", "按订单")),
            "customer": Choice("Per customer", "每个客户", ("customers", "按客户")),
        },
        (
            'Formula: =IF(choice_order_value_basis="order",AOV(…),ARPU(…))',
            '公式：=IF(choice_order_value_basis="order",AOV(…),ARPU(…))',
        ),
    ),
    "cac_scope": _choice(
        ("Acquisition cost counts", "获客成本范围"),
        "marketing",
        {
            "marketing": Choice("Marketing alone", "仅市场费用", ("marketing only", "市场费用")),
            "marketing_and_sales": Choice("Marketing and selling", "市场和销售费用", ("both", "全部")),
        },
        (
            "Formula: =CAC(marketing, customers, selling*choice_cac_scope), 0 or 1",
            "公式：=CAC(市场费用,新客户数,销售费用*choice_cac_scope)，取0或1",
        ),
    ),
    "cac_lag": Setting(
        "Months from spending to customer",
        "获客滞后月数",
        "whole",
        "Formula: =CAC_LAGGED(…, choice_cac_lag); 0 counts cost and customers of the same month",
        "公式：=CAC_LAGGED(…, choice_cac_lag)；0为同月",
        1,
        1,
        low=0,
        high=36,
    ),
    "churn_base": _choice(
        ("Churn of", "流失率基数"),
        "start",
        {
            "start": Choice("Customers at the start", "期初客户数", ("at the start", "期初")),
            "average": Choice("Average of start and end", "期初期末平均", ("mean", "平均")),
        },
        (
            "Formula: =CHURN(lost, start, end, choice_churn_base)",
            "公式：=CHURN(流失,期初,期末,choice_churn_base)",
        ),
    ),
    "half_month_contacts": _choice(
        ("Contacts a year, class B", "B类客户每年联系次数"),
        "24",
        {
            "24": Choice("24, twice a month", "24次，每半月", ("twice a month", "半月一次")),
            "26": Choice("26, every two weeks", "26次，每两周", ("every two weeks", "双周一次")),
        },
        (
            "Formula: =CONTACTS(…, choice_half_month_contacts), with A 52 and C 12",
            "公式：=CONTACTS(…, choice_half_month_contacts)，A类52、C类12",
        ),
    ),
    "tier_method": _choice(
        ("Commission tiers", "阶梯提成方式"),
        "marginal",
        {
            "marginal": Choice("Each rate on its own part", "分段计提", ("分段", "超额累进")),
            "retroactive": Choice("Rate reached on all", "全额计提", ("全额", "追溯")),
        },
        (
            "Formula: =COMMISSION(…, choice_tier_method), also COMMISSION_RATE",
            "公式：=COMMISSION(…, choice_tier_method)，COMMISSION_RATE同此",
        ),
    ),
}
