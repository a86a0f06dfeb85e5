# ruff: noqa: E501 - a formula reads best on one line
"""The functions that a spreadsheet can also work out with its own: inputs, and the formula of each result.

In a formula ``{name}`` is the argument's cell (in a row-by-row function that of the row, else the only one)
or its range, ``{i}`` the number of the result, from 1. ``{t}`` is a column 1, 2, 3 … as long as the series.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

ROWS = 8
Draw = Callable[[np.random.Generator], Any]
"""Draws one input cell, or a list of rows."""


def money(random: np.random.Generator) -> float:
    return round(float(random.uniform(1, 1000)), 2)


def signed(random: np.random.Generator) -> float:
    return round(float(random.uniform(-100, 100)), 2) or 1.0


def ratio(random: np.random.Generator) -> float:
    return round(float(random.uniform(0.05, 0.95)), 3)


def count(random: np.random.Generator) -> int:
    return int(random.integers(1, 40))


def above(low: float) -> Draw:
    return lambda random: round(low + float(random.uniform(1, 500)), 2)


def given(*values: Any) -> Draw:
    """The same cells every time: one value, or a column of several."""
    return lambda random: values[0] if len(values) == 1 else [[value] for value in values]


def column(draw: Draw, length: int = 7, blanks: tuple[int, ...] = ()) -> Draw:
    return lambda random: [[None if at in blanks else draw(random)] for at in range(length)]


def table(draw: Draw, rows: int, columns: int) -> Draw:
    return lambda random: [[draw(random) for _ in range(columns)] for _ in range(rows)]


@dataclass(frozen=True)
class Plain:
    """A function, the formula of each of its results, and how its arguments are drawn."""

    name: str
    formula: str
    arguments: dict[str, Draw]
    results: int = 1
    """How many a whole-range function gives; a row-by-row function is run on :data:`ROWS` rows."""
    extra: tuple[Any, ...] = field(default=())
    """Arguments of our function behind those named, such as a method."""


def _logs(*names: str) -> str:
    """Write the sum over seven periods of the logarithm of one series, or of the product of two logarithms."""
    return "+".join("*".join(f"LN(INDEX({{{name}}},{at}))" for name in names) for at in range(1, 8))


_BLANK_3 = (3,)
_OPEN = (4, 5, 6)
PLAIN = [
    Plain(
        "ATTAINMENT",
        "IF({target}>0,{actual}/{target},1+({actual}-{target})/ABS({target}))",
        {"actual": signed, "target": signed},
    ),
    Plain("GAP", "{target}-{actual}", {"actual": signed, "target": signed}),
    Plain(
        "PACE",
        'SUM({actual})/SUMPRODUCT(({actual}<>"")*{plan})',
        {"actual": column(money, blanks=_OPEN), "plan": column(money)},
    ),
    Plain(
        "LANDING",
        'SUM({actual})+SUMPRODUCT(({actual}="")*{plan})*SUM({actual})/SUMPRODUCT(({actual}<>"")*{plan})',
        {"actual": column(money, blanks=_OPEN), "plan": column(money)},
    ),
    Plain("CHANGE_RATE", "({current}-{base})/ABS({base})", {"current": signed, "base": signed}),
    Plain("CAGR", "({last}/{first})^(1/{periods})-1", {"first": money, "last": money, "periods": count}),
    Plain(
        "BREAKEVEN_SALES",
        "({fixed_cost}+{profit})/{margin_rate}",
        {"fixed_cost": money, "margin_rate": ratio, "profit": signed},
    ),
    Plain(
        "MARKET_TARGET", "{market}*(1+{growth})*{share}", {"market": money, "growth": ratio, "share": ratio}
    ),
    Plain(
        "BLEND",
        'SUMPRODUCT({values},{weights})/SUMPRODUCT(({values}<>"")*{weights})',
        {"values": column(money, blanks=_BLANK_3), "weights": column(money)},
    ),
    Plain(
        "FUNNEL_REQUIRED",
        "ROUNDUP({target}/{order_value}/IF({i}>3,1,INDEX({rates},3))/IF({i}>2,1,INDEX({rates},2))/IF({i}>1,1,INDEX({rates},1)),0)",
        {"target": above(10_000), "order_value": money, "rates": column(ratio, 3)},
        results=4,
    ),
    Plain("RELATIVE_SHARE", "{own}/MAX({rivals})", {"own": money, "rivals": column(money)}),
    Plain(
        "SHARE_CHANGE",
        "{own}/{market}-{own_before}/{market_before}",
        {"own": money, "market": above(1000), "own_before": money, "market_before": above(1000)},
    ),
    Plain(
        "REAL_GROWTH",
        "({own}/{own_before})/({market}/{market_before})",
        {"own": money, "own_before": money, "market": money, "market_before": money},
    ),
    Plain(
        "TREND_FORECAST",
        "FORECAST(7+{i},{history},{t})",
        {"history": column(money), "ahead": given(3)},
        results=3,
    ),
    Plain(
        "SEASONAL_NAIVE",
        "INDEX({history},3+MOD({i}-1,4)+1)*(1+{growth})^ROUNDUP({i}/4,0)",
        {"history": column(money), "ahead": given(6), "length": given(4), "growth": ratio},
        results=6,
    ),
    Plain(
        "TARGET_PLAUSIBILITY",
        "({target}-FORECAST(8,{history},{t}))/(STEYX({history},{t})*SQRT(1+1/7+(8-AVERAGE({t}))^2/DEVSQ({t})))",
        {"target": money, "history": column(money)},
    ),
    Plain(
        "SEASONAL_INDEX",
        "ROWS({shares})*INDEX({shares},{i})/SUM({shares})",
        {"shares": column(ratio, 12)},
        results=12,
    ),
    Plain(
        "TRAILING_GROWTH",
        "SUMPRODUCT({history}*({t}>12))/SUMPRODUCT({history}*({t}<=12))-1",
        {"history": column(money, 24)},
    ),
    Plain(
        "SEASONALITY",
        "SUM(INDEX({history},0,{i}))/SUM({history})",
        {"history": table(money, 3, 12)},
        results=12,
    ),
    Plain(
        "SEASONALITY",
        "(INDEX({history},1,{i})/SUM(INDEX({history},1,0))+INDEX({history},2,{i})/SUM(INDEX({history},2,0)))/2",
        {"history": table(money, 2, 12)},
        results=12,
        extra=("mean",),
    ),
    Plain(
        "CAC",
        "({marketing_cost}+{sales_cost})/{new_customers}",
        {"marketing_cost": money, "new_customers": count, "sales_cost": money},
    ),
    Plain(
        "CAC_LAGGED",
        "SUMPRODUCT({cost}*({t}<=7-{lag}))/SUMPRODUCT({new_customers}*({t}>{lag}))",
        {"cost": column(money), "new_customers": column(count), "lag": given(2)},
    ),
    Plain(
        "CLV",
        "{margin}*{retention}/(1+{discount}-{retention})",
        {"margin": money, "retention": ratio, "discount": ratio},
    ),
    Plain(
        "CLV",
        "PV((1+{discount})/{retention}-1,{periods},-{margin})",
        {"margin": money, "retention": ratio, "discount": ratio, "periods": count},
    ),
    Plain("PAYBACK", "{cost}/{margin}", {"cost": money, "margin": money}),
    Plain(
        "PAYBACK",
        "LN(1-{cost}*(1-{retention})/({margin}*{retention}))/LN({retention})",
        {"cost": ratio, "margin": above(200), "retention": ratio},
    ),
    Plain(
        "RETENTION",
        "({at_end}-{new_customers})/{at_start}",
        {"at_start": above(500), "at_end": above(50), "new_customers": count},
    ),
    Plain("CHURN", "{lost}/{at_start}", {"lost": count, "at_start": above(100)}),
    Plain(
        "NRR",
        "({at_start}+{expansion}-{contraction}-{churned})/{at_start}",
        {"at_start": above(1000), "expansion": money, "contraction": count, "churned": count},
    ),
    Plain(
        "GRR",
        "({at_start}-{contraction}-{churned})/{at_start}",
        {"at_start": above(1000), "contraction": count, "churned": count},
    ),
    Plain(
        "NPS",
        "100*({promoters}-{detractors})/({promoters}+{passives}+{detractors})",
        {"promoters": count, "passives": count, "detractors": count},
    ),
    Plain(
        "NPS_ERROR",
        "100*SQRT((({promoters}+{detractors})/({promoters}+{passives}+{detractors})"
        "-(({promoters}-{detractors})/({promoters}+{passives}+{detractors}))^2)/({promoters}+{passives}+{detractors}))",
        {"promoters": count, "passives": count, "detractors": count},
    ),
    Plain("CSAT", "(INDEX({answers},4)+INDEX({answers},5))/SUM({answers})", {"answers": column(count, 5)}),
    Plain("CSAT", "SUMPRODUCT({answers},{t})/SUM({answers})", {"answers": column(count, 5)}, extra=("mean",)),
    Plain("AOV", "{sales}/{orders}", {"sales": money, "orders": count}),
    Plain(
        "ARPU", "{sales}/(({customers}+{at_end})/2)", {"sales": money, "customers": count, "at_end": count}
    ),
    Plain("WIN_RATE", "{won}/({won}+{lost})", {"won": count, "lost": count}),
    Plain("CONVERSION", "{converted}/{entered}", {"converted": count, "entered": above(50)}),
    Plain(
        "RENEWAL_RATE", "{renewed}/({due}-{pending})", {"renewed": count, "due": above(100), "pending": count}
    ),
    Plain(
        "REPURCHASE",
        'COUNTIF({orders},">=2")/COUNTIF({orders},">=1")',
        {"orders": lambda random: [[int(n)] for n in [1, 2, *random.integers(0, 4, 10)]]},
    ),
    Plain(
        "NEW_CUSTOMER_SHARE",
        "SUMIF({earlier_sales},0,{sales})/SUM({sales})",
        {"sales": column(money, 5), "earlier_sales": given(0, 5, 0, 7, 9)},
    ),
    Plain("GROSS_MARGIN", "({sales}-{cost})/{sales}", {"sales": money, "cost": money}),
    Plain(
        "NET_MARGIN", "({sales}-{cost}-{expense})/{sales}", {"sales": money, "cost": money, "expense": money}
    ),
    Plain("EXPENSE_RATIO", "{expense}/{sales}", {"expense": money, "sales": money}),
    Plain(
        "EXPENSE_BUDGET",
        "{last_expense}/{last_sales}*{target}",
        {"target": money, "last_expense": money, "last_sales": money},
    ),
    Plain(
        "ALLOWABLE_EXPENSE",
        "{sales}-{cost}-{margin_rate}*{sales}",
        {"sales": money, "cost": money, "margin_rate": ratio},
    ),
    Plain("RETURN_ON_INVESTMENT", "({gain}-{cost})/{cost}", {"gain": signed, "cost": money}),
    Plain(
        "INCREMENTAL_RETURN",
        "({sales}-{base_sales})*{margin_rate}/({spend}-{base_spend})",
        {
            "sales": money,
            "base_sales": money,
            "spend": above(1000),
            "base_spend": money,
            "margin_rate": ratio,
        },
    ),
    Plain(
        "PROMOTION_ROI",
        "(({sales}-{baseline}-{pulled_forward})*{margin_rate}-{cost})/{cost}",
        {"sales": money, "baseline": money, "margin_rate": ratio, "cost": money, "pulled_forward": count},
    ),
    Plain("DSO", "{receivables}/{sales}*{days}", {"receivables": money, "sales": money, "days": given(365)}),
    Plain(
        "COLLECTION_RATE",
        "({collected}-{old_debts})/{due}",
        {"collected": above(100), "due": money, "old_debts": count},
    ),
    Plain(
        "BAD_DEBT_RATE",
        "({written_off}-{recovered})/{sales}",
        {"written_off": above(50), "sales": above(2000), "recovered": count},
    ),
    Plain(
        "RECEIVABLES",
        "{opening}+SUMPRODUCT(({sales}-{collected})*({t}<={i}))",
        {"opening": above(10_000), "sales": column(money), "collected": column(money)},
        results=7,
    ),
    Plain(
        "COLLECTION_PLAN",
        "INDEX({pattern},1)*INDEX({sales},{i})+IF({i}>1,INDEX({pattern},2)*INDEX({sales},MAX({i}-1,1)),0)"
        "+IF({i}>2,INDEX({pattern},3)*INDEX({sales},MAX({i}-2,1)),0)",
        {"sales": column(money), "pattern": given(0.5, 0.3, 0.15)},
        results=7,
    ),
    Plain(
        "AGEING",
        "SUMPRODUCT({amounts}*({days}<=IF({i}>3,1E+99,INDEX({breaks},MIN({i},3))))"
        "*({days}>IF({i}=1,-1E+99,INDEX({breaks},MAX({i}-1,1)))))",
        {
            "amounts": column(money, 12),
            "days": given(0, 5, 30, 31, 60, 61, 75, 90, 91, 200, 14, 88),
            "breaks": given(30, 60, 90),
        },
        results=4,
    ),
    Plain(
        "PROVISION",
        "SUMPRODUCT({balances},{loss_rates})",
        {"balances": column(money, 4), "loss_rates": column(ratio, 4)},
    ),
    Plain(
        "ARC_ELASTICITY",
        "(({quantity1}-{quantity0})/(({quantity0}+{quantity1})/2))/(({price1}-{price0})/(({price0}+{price1})/2))",
        {"price0": money, "quantity0": money, "price1": above(1000), "quantity1": money},
    ),
    Plain(
        "LOG_ELASTICITY",
        f"({_logs('driver', 'response')}-({_logs('driver')})*({_logs('response')})/7)"
        f"/({_logs('driver', 'driver')}-({_logs('driver')})^2/7)",
        {"driver": column(money), "response": column(money)},
    ),
    Plain(
        "NET_PRICE",
        "{list_price}*(1-{discount})*(1-{rebate})-{gift_cost}/{quantity}",
        {
            "list_price": above(500),
            "discount": given(0.1),
            "rebate": given(0.03),
            "gift_cost": count,
            "quantity": count,
        },
    ),
    Plain(
        "PRICE_INDEX",
        "100*SUMPRODUCT({own_price},{quantities})/SUMPRODUCT({rival_price},{quantities})",
        {"own_price": column(money), "rival_price": column(money), "quantities": column(count)},
    ),
    Plain(
        "CLOSING_STOCK",
        "{opening}+{sell_in}-{sell_out}",
        {"opening": above(1000), "sell_in": money, "sell_out": money},
    ),
    Plain(
        "SELL_THROUGH",
        "{sell_out}/({opening}+{sell_in})",
        {"sell_out": count, "opening": above(100), "sell_in": money},
    ),
    Plain(
        "STOCK_COVER",
        "{stock}/AVERAGE({sell_out})",
        {"stock": money, "sell_out": column(money, blanks=_BLANK_3)},
    ),
    Plain(
        "STOCK_PROJECTION",
        "{opening}+SUMPRODUCT(({sell_in}-{sell_out})*({t}<={i}))",
        {"opening": above(10_000), "sell_in": column(money), "sell_out": column(money)},
        results=7,
    ),
    Plain(
        "NUMERIC_DISTRIBUTION",
        'COUNTIF({stocked},">0")/COUNT({stocked})',
        {"stocked": given(1, 0, 3, None, 1, 0, 2)},
    ),
    Plain(
        "WEIGHTED_DISTRIBUTION",
        'SUMPRODUCT(({stocked}>0)*{turnover})/SUMPRODUCT(({stocked}<>"")*{turnover})',
        {"stocked": given(1, 0, 3, None, 1, 0, 2), "turnover": column(money)},
    ),
    Plain(
        "RATE_OF_SALE",
        'SUM({units})/(COUNTIF({units},">0")*{periods})',
        {"units": given(3, 0, 7, None, 4), "periods": count},
    ),
    Plain(
        "SELL_OUT_RATE",
        'COUNTIF({sold},">0")/SUMPRODUCT(--(({sold}>0)+({stock}>0)>0))',
        {"sold": given(3, 0, 7, 0, 4), "stock": given(1, 2, 0, 0, 5)},
    ),
    Plain(
        "CAPACITY",
        "SUMPRODUCT({quota},INDEX({ramp},0,{i}),{attainment},1-{attrition})",
        {
            "quota": column(money, 5),
            "ramp": table(ratio, 5, 4),
            "attainment": column(ratio, 5),
            "attrition": column(ratio, 5),
        },
        results=4,
    ),
    Plain(
        "PRODUCTIVITY", "SUM({amount})/AVERAGE({heads})", {"amount": column(money), "heads": column(count)}
    ),
    Plain(
        "ATTRITION",
        "SUM({leavers})/AVERAGE({heads})*{periods_per_year}/ROWS({leavers})",
        {"leavers": column(count), "heads": column(above(100)), "periods_per_year": given(12)},
    ),
    Plain("ATTRITION_PER_PERIOD", "1-(1-{annual})^(1/{periods})", {"annual": ratio, "periods": count}),
    Plain("VACANCY_GAP", "SUMPRODUCT({quota},1-{filled})", {"quota": column(money), "filled": column(ratio)}),
    Plain(
        "HEADS_REQUIRED",
        "ROUNDUP({target}/({quota}*{attainment}*(1-{attrition})*{ramp}),0)",
        {"target": above(10_000), "quota": money, "attainment": ratio, "attrition": ratio, "ramp": ratio},
    ),
    Plain(
        "COMMISSION",
        "ROUND(0.05*{actual}+0.01*MAX({actual}-{quota},0)+0.01*MAX({actual}-1.25*{quota},0),2)",
        {"actual": money, "quota": money, "tiers": lambda random: [[0, 0.05], [1, 0.06], [1.25, 0.07]]},
    ),
    Plain(
        "SCORE",
        "SUMPRODUCT({weights}*{values}/{targets})/SUM({weights})",
        {"values": column(money), "targets": column(money), "weights": column(ratio)},
    ),
    Plain(
        "CONCENTRATION", "SUMPRODUCT(({values}/SUM({values}))^2)", {"values": column(money)}, extra=("hhi",)
    ),
    Plain(
        "CONCENTRATION",
        "(LARGE({values},1)+LARGE({values},2))/SUM({values})",
        {"values": column(money)},
        extra=("top", 2),
    ),
    Plain("DISPERSION", "STDEV({values})/AVERAGE({values})", {"values": column(money)}),
    Plain(
        "DISPERSION",
        "PERCENTILE({values},0.9)/PERCENTILE({values},0.1)",
        {"values": column(money)},
        extra=("p90_p10",),
    ),
    Plain(
        "QUOTA_FAIRNESS",
        "SUMPRODUCT(({actual}/{quota}>=0.8)*({actual}/{quota}<=1.2))/COUNT({actual})",
        {"actual": column(money), "quota": column(money)},
    ),
    Plain(
        "CONTACTS",
        "SUMPRODUCT({counts},{per_year})",
        {"counts": column(count, 3), "per_year": given(52, 26, 12)},
    ),
    Plain(
        "CONTACT_LOAD",
        "{contacts}/({reps}*{per_day}*{days})",
        {"contacts": money, "reps": count, "per_day": count, "days": count},
    ),
    Plain(
        "ACTIVITY_QUOTA",
        "MAX(0,ROUNDUP(({required}-{done})/{periods},0))",
        {"required": above(100), "done": count, "periods": count},
    ),
    Plain(
        "FUNNEL_FORECAST",
        "{start}*IF({i}>1,INDEX({rates},1),1)*IF({i}>2,INDEX({rates},2),1)*IF({i}>3,INDEX({rates},3),1)*IF({i}>4,INDEX({rates},4),1)",
        {"start": money, "rates": column(ratio, 4)},
        results=5,
    ),
    Plain(
        "SLA_ATTAINMENT",
        'COUNTIF({durations},"<="&{limit})/ROWS({durations})',
        {"durations": given(1, 5, 8, 24, 25, 3), "limit": given(24)},
    ),
    Plain("RISK_EXPOSURE", "{probability}*{impact}", {"probability": ratio, "impact": money}),
    Plain(
        "SCENARIO_PERCENTILE",
        "IF({probability}<=({base}-{low})/({high}-{low}),{low}+SQRT({probability}*({high}-{low})*({base}-{low})),"
        "{high}-SQRT((1-{probability})*({high}-{low})*({high}-{base})))",
        {"low": signed, "base": above(100), "high": above(700), "probability": ratio},
    ),
    Plain(
        "VITALITY_INDEX",
        'SUMIF({ages},"<="&{window},{sales})/SUM({sales})',
        {"sales": column(money, 5), "ages": given(3, 36, 37, 60, 12), "window": given(36)},
    ),
    Plain(
        "WARNING_SCORE",
        "SUMPRODUCT(INDEX({signals},{i},1)*INDEX({weights},1)+INDEX({signals},{i},2)*INDEX({weights},2))/SUM({weights})",
        {"signals": table(ratio, 4, 2), "weights": column(ratio, 2)},
        results=4,
    ),
    Plain(
        "DECOMPOSE",
        "{total}*INDEX({weights},{i})/SUM({weights})",
        {"total": given(1000), "weights": given(1, 3, 4, 2, 10)},
        results=5,
    ),
    Plain(
        "CONSULT",
        "{total}*(INDEX({top_down},{i})+INDEX({bottom_up},{i}))/(SUM({top_down})+SUM({bottom_up}))",
        {"top_down": given(100, 300, 100), "bottom_up": given(60, 240, 200), "total": given(1000)},
        results=3,
    ),
    Plain(
        "PVM",
        "CHOOSE({i},SUMPRODUCT({price1}-{price0},{quantity1}),"
        "(SUM({quantity1})-SUM({quantity0}))*SUMPRODUCT({price0},{quantity0})/SUM({quantity0}),"
        "SUMPRODUCT({price0},{quantity1})-SUM({quantity1})*SUMPRODUCT({price0},{quantity0})/SUM({quantity0}),0,0)",
        {
            "price0": given(10, 15, 20),
            "quantity0": given(1000, 800, 700),
            "price1": given(11, 15, 23),
            "quantity1": given(1000, 700, 800),
        },
        results=5,
    ),
    Plain(
        "DENTON",
        "INDEX({pattern},{i})*{totals}/SUM({pattern})",
        {"pattern": column(money, 12), "totals": money},
        results=12,
    ),
    Plain(
        "RETAIL_WEEKS",
        "INDEX({totals},IF({i}<5,1,IF({i}<9,2,3)))/IF({i}<9,4,5)",
        {"totals": given(400, 600, 1000)},
        results=13,
    ),
]
