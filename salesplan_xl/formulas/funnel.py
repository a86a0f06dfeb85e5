"""The funnel: what a start yields, where sales are lost, which input binds, what is answered in time."""

from __future__ import annotations

from typing import Any

import numpy as np

from salesplan_xl.errors import NoBasis, NotFound, OutOfRange, WrongKind
from salesplan_xl.formulas.limits import refuse_negative, refuse_no_share
from salesplan_xl.registry import Help, formula, refuse
from salesplan_xl.units import Floats, clear_of_noise


@formula(
    "funnel",
    Help(
        "漏斗推算：由首阶段数量和各阶段转化率推算各阶段的预计数量（期望值，不取整）",
        start="首阶段数量，如参会人数或线索数",
        rates="各阶段转化率，从首个阶段到成交（小数）",
    ),
)
def funnel_forecast(start: float, rates: Floats) -> Any:
    """Expected number at each stage of the funnel, from a number at its start.

    Formula:
        expected[1] = start
        expected[k + 1] = expected[k] * rates[k], expected values and so not rounded

    Args:
        start (number, scalar): Number at the first stage, such as visitors of an event; zero or more.
        rates (ratio, series): Conversion from each stage to the next, 0 to 1.

    Returns:
        number, series of rates: One number more than there are rates; the last one is the orders.

    Errors:
        #NUM!: The start is negative, or a rate is not between 0 and 1.
        #N/A: A rate is blank.

    Source:
        Conversion funnel; the reverse is FUNNEL_REQUIRED.

    Example:
        >>> funnel_forecast(500, [0.2, 0.3]).tolist()
        [500.0, 100.0, 30.0]
    """
    refuse_negative(start=start)
    refuse_no_share(rates=rates)
    return clear_of_noise(start * np.concatenate([[1.0], np.cumprod(rates)]))


@formula(
    "funnel",
    Help(
        "转化流失：各阶段流失所损失的成交金额；给出标杆转化率时，为提升到标杆可多得的金额",
        counts="各阶段数量，从首个阶段到成交",
        order_value="平均每单金额（客单价）",
        benchmark="各阶段标杆转化率（小数），省略则按流失计算",
    ),
)
def funnel_loss(counts: Floats, order_value: float, benchmark: Any = None) -> Any:
    """Sales lost between the stages of a funnel, valued at the conversion of the stages after.

    Formula:
        rate[k] = counts[k + 1] / counts[k]
        loss[k] = counts[k] * (1 - rate[k]) * rate[k + 1] * ... * order_value
        with a benchmark, what reaching it would bring: (benchmark[k] - rate[k]), zero where it is reached,
        in place of (1 - rate[k])

    Args:
        counts (number, series): Number at each stage, first to last, of one cohort; never rising.
        order_value (money, scalar): Average amount of an order; zero or more.
        benchmark (ratio, series): Conversion rates that others reach, one fewer than the stages.

    Returns:
        money, series of counts: One amount for each step between two stages.

    Errors:
        #DIV/0!: A stage before the last is empty, so that the rates after it are not known.
        #NUM!: A count rises or is negative; a benchmark is not between 0 and 1; fewer than two stages.
        #VALUE!: The benchmark does not have one rate for each step.

    Source:
        Lost revenue by stage: drop-outs times downstream conversion times order value.

    Example:
        >>> funnel_loss([1000, 200, 100, 20], 1_000).tolist()
        [80000.0, 20000.0, 80000.0]
        >>> funnel_loss([1000, 200, 100, 20], 1_000, [0.25, 0.5, 0.4]).tolist()
        [5000.0, 0.0, 20000.0]
    """
    refuse_negative(order_value=order_value)
    return clear_of_noise(_lost_orders(counts, benchmark) * order_value)


@formula(
    "funnel",
    Help(
        "转化瓶颈：损失成交最多的环节（1为第一到第二阶段）；没有损失为0",
        counts="各阶段数量，从首个阶段到成交",
        benchmark="各阶段标杆转化率（小数），省略则按流失计算",
    ),
)
def bottleneck(counts: Floats, benchmark: Any = None) -> Any:
    """Step of the funnel that costs the most orders: 1 is from the first stage to the second.

    Formula:
        the k with the largest FUNNEL_LOSS; of equals the earlier; 0 where nothing is lost

    Args:
        counts (number, series): Number at each stage, first to last, of one cohort; never rising.
        benchmark (ratio, series): Conversion rates that others reach, one fewer than the stages.

    Returns:
        count, scalar: Position of the step.

    Errors:
        #DIV/0!: A stage before the last is empty.
        #NUM!: A count rises or is negative; a benchmark is not between 0 and 1; fewer than two stages.
        #VALUE!: The benchmark does not have one rate for each step.

    Source:
        Constraint of a conversion funnel by lost orders, or by gain against a benchmark.

    Example:
        >>> bottleneck([1000, 200, 100, 20]), bottleneck([1000, 200, 100, 20], [0.25, 0.5, 0.4])
        (1.0, 3.0)
    """
    lost = np.asarray(clear_of_noise(_lost_orders(counts, benchmark)))
    return float(np.argmax(lost) + 1) if lost.any() else 0.0


@formula(
    "funnel",
    Help(
        "目标倒推论证：需要量与可用量对照，给出最紧的资源、满足程度和缺口",
        required="各项资源的需要量，如线索、拜访、人数、费用",
        available="各项资源的可用量",
        names="各项资源的名称；省略则给出序号",
    ),
)
def binding_input(required: Floats, available: Floats, names: Any = None) -> Any:
    """Input that binds a target: the one available for the smallest part of what is required.

    Formula:
        coverage[i] = available[i] / required[i], over inputs that are required at all
        binding = the input of smallest coverage, of equals the earlier
        gap = required - available of that input; the target is feasible where coverage >= 1

    Args:
        required (number, series of inputs, blank is zero): What the target needs of each input.
        available (number, series of inputs, blank is zero): What there is of each; blank is none.
        names (text, series): Names of the inputs; left out, the position is given.

    Returns:
        number, row: Name (or position) of the binding input, its coverage, its gap (negative where there is
            more than enough).

    Errors:
        #DIV/0!: No input is required.
        #NUM!: A number is negative.
        #VALUE!: The ranges differ in length.

    Source:
        Backward argument of a target: feasible if and only if every required input is available.

    Example:
        >>> binding_input([334, 100, 8], [400, 70, 6], ["leads", "visits", "reps"])
        [['visits', 0.7, 30.0]]
    """
    refuse_negative(required=required, available=available)
    needed = required > 0
    refuse(not needed.any(), NoBasis, "adds_up_to_zero", argument="required")
    coverage = np.where(needed, clear_of_noise(available / np.where(needed, required, 1)), np.inf)
    place = int(np.argmin(coverage))
    name = names[place] if names is not None and place < len(names) and names[place] else place + 1
    gap = clear_of_noise(required[place] - available[place], required[place], available[place])
    return [[name, float(coverage[place]), gap]]


@formula(
    "funnel",
    Help(
        "时效达成率：在时限内响应的件数占总件数的比例",
        durations="各件的响应时长；尚未响应的留空",
        limit="时限，与时长同单位；恰好等于时限算达成",
        unanswered="尚未响应的：missed算超时（默认），ignored不计入",
    ),
    choices={"unanswered": ("missed", "ignored")},
)
def sla_attainment(durations: Floats, limit: float, unanswered: str = "missed") -> Any:
    """Share of leads or requests answered within the agreed time.

    Formula:
        attainment = number with duration <= limit / number of all (missed), or of those answered (ignored)

    Args:
        durations (number, range, blank is open): Time until the answer; a blank is not answered yet.
        limit (number, scalar): Agreed time in the same unit, itself in time; zero or more.
        unanswered (text, scalar): missed counts blanks as late, ignored leaves them out.

    Returns:
        ratio, scalar: Share in time.

    Errors:
        #N/A: There is nothing to judge.
        #NUM!: A duration or the limit is negative.

    Source:
        Service-level attainment: on-time / total; open cases by declared rule.

    Example:
        >>> sla_attainment([2, 4, 30, None], 4), sla_attainment([2, 4, 30, None], 4, "ignored")
        (0.5, 0.6666666666666666)
    """
    refuse_negative(durations=durations, limit=limit)
    judged = durations.size if unanswered == "missed" else int((~np.isnan(durations)).sum())
    refuse(np.isnan(durations).all(), NotFound, "nothing_known", argument="durations")
    return float((durations <= limit).sum() / judged)


def _lost_orders(counts: Floats, benchmark: Any) -> Floats:
    """Return the orders lost at each step, or to be gained by reaching a benchmark."""
    refuse_negative(counts=counts)
    refuse(counts.size < 2, OutOfRange, "too_few_numbers", argument="counts", count=counts.size, least=2)
    rises = np.flatnonzero(np.diff(counts) > 0)
    refuse(rises.size, OutOfRange, "later_stage_larger", stage=int(rises[0]) + 2 if rises.size else 0)
    refuse(counts[:-1] == 0, NoBasis, "zero_base", argument="counts")
    rates = counts[1:] / counts[:-1]
    after = np.append(np.cumprod(rates[:0:-1])[::-1], 1.0)
    if benchmark is None:
        return np.asarray((counts[:-1] - counts[1:]) * after)
    if benchmark.size != rates.size:
        raise WrongKind("one_rate_a_step", n=benchmark.size, steps=rates.size)
    refuse_no_share(benchmark=benchmark)
    return np.asarray(np.maximum(counts[:-1] * benchmark - counts[1:], 0) * after)
