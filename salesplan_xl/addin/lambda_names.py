"""Workbook names such as ``SP.DECOMPOSE``: formulas of ours as LAMBDA, for Excel without add-in and macros.

They calculate in Excel 365 and 2024, on Mac and on the web too. The texts below are written as Excel shows
them, words in small letters being parameters; :func:`lambda_names` gives the form in which a file holds them.
A name takes the arguments of its function in the same order, as far as it has them.

Amounts are exact as in the functions: whole numbers below 10^15, which a double and Excel's comparison of 15
digits both keep apart. A remainder is taken six binary digits at a time, so that no intermediate number
grows beyond that. Weights count with the 12 leading digits of their sum; with longer ones, such as thirds,
the shares still add up exactly, and only remainders closer than that may be ordered otherwise. Sums and
ratios of doubles carry their usual noise in the last digit.
"""

from __future__ import annotations

import re

PREFIX = "SP."
"""A name without it would hide the add-in's function."""
LONGEST = 8192
"""Characters Excel allows in a formula."""

_KIND = "kind, LAMBDA(y, IF(ISERROR(y), y, IF(ISNUMBER(y), 0, IF(ISBLANK(y), 1, 1000000))))"
"""0 for a number, 1 for a blank, a million for a text; an error stays itself."""

_KINDS = f"{_KIND}, kinds, LAMBDA(z, IF(ROWS(z)*COLUMNS(z)=1, kind(z), MAP(z, kind)))"
"""The kind of each cell of a range. One cell is asked without MAP, which may take a blank for a zero."""

_PLACES = """places, LAMBDA(x, REDUCE(0, SEQUENCE(15), LAMBDA(a, i,
    IF(SUM(IF(ABS(x*10^a-INT(x*10^a+0.5))>ABS(x*10^a)*5E-15, 1, 0))=0, a, a+1))))"""
"""Decimal places of the numbers, read to 15 digits."""

_SPLIT = """split, LAMBDA(n, v, LET(
    whole, SUM(v),
    rest, REDUCE(v*0, SEQUENCE(9, 1, 8, -1), LAMBDA(a, i, LET(
        d, INT(n/64^i), x, a*64+v*(d-64*INT(d/64)), x-whole*INT(x/whole)))),
    q, INT((n*v-rest)/whole+0.5),
    k, n-SUM(q),
    cut, LARGE(rest, MAX(k, 1)),
    above, SUM(IF(rest>cut, 1, 0)),
    order, SCAN(0, IF(rest=cut, 1, 0), LAMBDA(a, b, a+b)),
    q+IF(k=0, 0, IF(rest>cut, 1, IF(rest=cut, IF(order<=k-above, 1, 0), 0)))))"""
"""n whole steps among whole weights, by largest remainder, the earlier cell first."""

_BY_ROW = "IF({kinds}=0, {body}, {refused})"


def _refused(kinds: list[str]) -> str:
    text = "#VALUE!"
    for kind in reversed(kinds):
        text = f"IF({kind}>0, IF({kind}=1, #N/A, #VALUE!), {text})"
    return text


def _by_row(arguments: list[str], body: str, optional: tuple[str, ...] = ()) -> str:
    """Write a function of single cells, which answers ranges cell by cell."""
    kinds = [f"{argument}_kind" for argument in arguments]
    told = [f"{kind}, kinds({argument})" for kind, argument in zip(kinds, arguments, strict=True)]
    answer = _BY_ROW.format(kinds="+".join(kinds), body=body, refused=_refused(kinds))
    declared = ", ".join([*arguments, *(f"[{name}]" for name in optional)])
    return f"LAMBDA({declared}, LET({_KINDS}, {', '.join(told)}, {answer}))"


def _checked(arguments: list[str], checks: list[str], body: str) -> str:
    """Write a function of single cells that answers ``#NUM!`` where a check, which is a condition, holds.

    With ``0:`` before it the answer is ``#DIV/0!``. The earlier check goes first.
    """
    for check in reversed(checks):
        zero = check.startswith("0:")
        error = "#DIV/0!" if zero else "#NUM!"
        body = f"IF({check.removeprefix('0:')}, {error}, {body})"
    return _by_row(arguments, body)


def _negative(*arguments: str) -> list[str]:
    return [f"{argument}<0" for argument in arguments]


def _attainment(actual: str, target: str) -> str:
    return f"IF({target}=0, #DIV/0!, IF({target}>0, {actual}/{target}, ({actual}-2*{target})/ABS({target})))"


_PERIODS = """
    actual_kind, kinds(actual), plan_kind, kinds(plan),
    sizes, IF(ROWS(actual)=ROWS(plan), COLUMNS(actual)=COLUMNS(plan), FALSE),
    done, SUM(IF(actual_kind=0, actual, 0)),
    base, SUM(IF(actual_kind=0, plan, 0)),
    planned, IF(ABS(base)<=5E-15*SUM(IF(actual_kind=0, ABS(plan), 0)), 0, base)"""


def _of_periods(body: str) -> str:
    return f"""LAMBDA(actual, plan, LET({_KINDS}, {_PERIODS},
        IF(SUM(actual_kind)+SUM(plan_kind)>=1000000, #VALUE!,
        IF(SUM(plan_kind)>0, #N/A,
        IF(SUM(IF(actual_kind=0, 1, 0))=0, #N/A,
        IF(sizes, {body}, #VALUE!))))))"""


FORMULAS: dict[str, str] = {
    "DECOMPOSE": f"""LAMBDA(total, weights, [step], LET({_KINDS}, {_PLACES}, {_SPLIT},
        unit, IF(ISOMITTED(step), 0.01, IF(kind(step)=1, 0.01, step)),
        told, kinds(weights),
        w, IF(told=0, weights, 0),
        IF(kind(total)+kind(unit)>0, IF(kind(total)=1, #N/A, #VALUE!),
        IF(SUM(told)>=1000000, #VALUE!,
        IF(SUM(told)=ROWS(weights)*COLUMNS(weights), #N/A,
        IF(unit<=0, #NUM!,
        IF(MIN(w)<0, #NUM!, LET(
            p, places(unit),
            u, INT(unit*10^p+0.5),
            n, INT(ABS(total)*10^p/u+0.5),
            IF(ABS(n*u/10^p-ABS(total))>MAX(ABS(total), 10^-p)*5E-15, #NUM!,
            IF(n>=10^15, #NUM!,
            IF(n=0, w*0,
            IF(SUM(w)=0, #DIV/0!, LET(
                s, MIN(places(w), 11-INT(LOG10(SUM(w)))),
                IF(total<0, -1, 1)*split(n, INT(w*10^s+0.5))*u/10^p)))))))))))))""",
    "SEASONALITY": f"""LAMBDA(history, LET({_KINDS},
        told, kinds(history),
        one, COLUMNS(history)=1,
        years, IF(one, TRANSPOSE(told*0+IF(told=0, history, 0)), told*0+IF(told=0, history, 0)),
        gaps, IF(one, TRANSPOSE(told), told),
        full, IF(MMULT(gaps, SEQUENCE(COLUMNS(gaps), 1, 1, 0))=0, 1, 0),
        months, MMULT(SEQUENCE(1, ROWS(years), 1, 0), years*full),
        IF(SUM(told)>=1000000, #VALUE!,
        IF(SUM(full)=0, #N/A,
        IF(SUM(months)=0, #DIV/0!, months/SUM(months))))))""",
    "ATTAINMENT": _by_row(["actual", "target"], _attainment("actual", "target")),
    "GAP": _by_row(["actual", "target"], "target-actual"),
    "PACE": _of_periods(_attainment("done", "planned")),
    "LANDING": _of_periods(
        "IF(planned=0, #DIV/0!, IF(planned<0, #NUM!, done+SUM(IF(actual_kind=0, 0, plan))*done/planned))"
    ),
    "CHANGE_RATE": _by_row(["current", "base"], "IF(base=0, #DIV/0!, (current-base)/ABS(base))"),
    "CAGR": _by_row(
        ["first", "last", "periods"],
        "IF(first=0, #DIV/0!, IF(first<0, #NUM!, IF(last<0, #NUM!, IF(periods<=0, #NUM!,"
        " (last/first)^(1/periods)-1))))",
    ),
    "MIX_SHARE": f"""LAMBDA(values, [digits], LET({_KINDS}, {_PLACES}, {_SPLIT},
        d, IF(ISOMITTED(digits), 3, IF(kind(digits)=1, 3, digits)),
        told, kinds(values),
        x, IF(told=0, values, 0),
        IF(SUM(told)+kind(d)>=1000000, #VALUE!,
        IF(SUM(told)=ROWS(values)*COLUMNS(values), #N/A,
        IF(d<0, #NUM!, IF(d>12, #NUM!, IF(d>INT(d), #NUM!,
        IF(SUM(ABS(x))=0, #DIV/0!, LET(
            s, MIN(places(x), 11-INT(LOG10(SUM(ABS(x))))),
            v, INT(x*10^s+0.5),
            IF(SUM(v)=0, #DIV/0!, split(10^d, v*SIGN(SUM(v)))/10^d))))))))))""",
    "BLEND": f"""LAMBDA(values, weights, LET({_KINDS},
        told, kinds(values), weighed, kinds(weights),
        w, IF(told=0, IF(weighed=0, weights, 0), 0),
        IF(SUM(told)+SUM(weighed)>=1000000, #VALUE!,
        IF(SUM(weighed)=ROWS(weights)*COLUMNS(weights), #N/A,
        IF(ROWS(values)*COLUMNS(weights)=ROWS(weights)*COLUMNS(values),
        IF(MIN(IF(weighed=0, weights, 0))<0, #NUM!,
        IF(SUM(w)=0, #DIV/0!, SUM(IF(told=0, values, 0)*w)/SUM(w))), #VALUE!)))))""",
    "MARKET_TARGET": _by_row(
        ["market", "growth", "share"],
        "IF(market<0, #NUM!, IF(growth<-1, #NUM!, IF(share<0, #NUM!, IF(share>1, #NUM!,"
        " market*(1+growth)*share))))",
    ),
    "BREAKEVEN_SALES": f"""LAMBDA(fixed_cost, margin_rate, [profit], LET({_KINDS},
        earned, IF(ISOMITTED(profit), 0, profit),
        cost_kind, kinds(fixed_cost), rate_kind, kinds(margin_rate), earned_kind, kinds(earned),
        IF(cost_kind+rate_kind+IF(earned_kind=1, 0, earned_kind)=0,
        IF(fixed_cost<0, #NUM!, IF(margin_rate=0, #DIV/0!, IF(margin_rate<0, #NUM!, IF(margin_rate>1, #NUM!,
        (fixed_cost+earned)/margin_rate)))),
        {_refused(["cost_kind", "rate_kind"])})))""",
    "REPLAN": f"""LAMBDA(plan, actual, [floor], [cap], [step], LET({_KINDS}, {_PLACES}, {_SPLIT},
        unit, IF(ISOMITTED(step), 0.01, IF(kind(step)=1, 0.01, step)),
        bounds, IF(ISOMITTED(floor), 0, IF(SUM(kinds(floor))=ROWS(floor)*COLUMNS(floor), 0, 1))
            +IF(ISOMITTED(cap), 0, IF(SUM(kinds(cap))=ROWS(cap)*COLUMNS(cap), 0, 1)),
        told, kinds(actual), planned, kinds(plan),
        known, IF(told=0, actual, 0),
        w, IF(told=1, plan, 0),
        IF(SUM(told)+SUM(planned)+kind(unit)+bounds*1000000>=1000000, #VALUE!,
        IF(SUM(planned)>0, #N/A,
        IF(ROWS(plan)*COLUMNS(actual)=ROWS(actual)*COLUMNS(plan),
        IF(unit<=0, #NUM!,
        IF(MIN(w)<0, #NUM!, LET(
            p, MIN(MAX(places(plan), places(known), places(unit)),
                14-INT(LOG10(MAX(SUM(ABS(plan)), SUM(ABS(known)), unit)))),
            u, INT(unit*10^p+0.5),
            remaining, SUM(INT(plan*10^p+0.5))-SUM(INT(known*10^p+0.5)),
            n, INT(remaining/u),
            last, MAX(IF(told=1, SEQUENCE(ROWS(plan), COLUMNS(plan)), 0)),
            IF(last=0, IF(remaining=0, known, #NUM!),
            IF(u<1, #NUM!,
            IF(IF(n=0, FALSE, SUM(w)=0), #DIV/0!, LET(
                shares, IF(n=0, w*0,
                    SIGN(n)*split(ABS(n), INT(w*10^MIN(places(w), 11-INT(LOG10(SUM(w))))+0.5))),
                rest, IF(SEQUENCE(ROWS(plan), COLUMNS(plan))=last, remaining-n*u, 0),
                IF(told=0, actual, (shares*u+rest)/10^p)))))))), #VALUE!)))))""",
    "GROSS_MARGIN": _checked(["sales", "cost"], ["0:sales=0", "sales<0"], "(sales-cost)/sales"),
    "NET_MARGIN": _checked(
        ["sales", "cost", "expense"], ["0:sales=0", "sales<0"], "(sales-cost-expense)/sales"
    ),
    "EXPENSE_RATIO": _checked(["expense", "sales"], ["0:sales=0", "sales<0"], "expense/sales"),
    "RETURN_ON_INVESTMENT": _checked(["gain", "cost"], ["0:cost=0", "cost<0"], "(gain-cost)/cost"),
    "DSO": _checked(
        ["receivables", "sales", "days"],
        ["receivables<0", "0:sales=0", "sales<0", "days<=0"],
        "receivables*days/sales",
    ),
    "AOV": _checked(["sales", "orders"], [*_negative("sales", "orders"), "0:orders=0"], "sales/orders"),
    "WIN_RATE": _checked(["won", "lost"], [*_negative("won", "lost"), "0:won+lost=0"], "won/(won+lost)"),
    "CONVERSION": _checked(
        ["converted", "entered"],
        [*_negative("converted", "entered"), "0:entered=0", "converted>entered"],
        "converted/entered",
    ),
    "NPS": _checked(
        ["promoters", "passives", "detractors"],
        [*_negative("promoters", "passives", "detractors"), "0:promoters+passives+detractors=0"],
        "100*(promoters-detractors)/(promoters+passives+detractors)",
    ),
    "RETENTION": _checked(
        ["at_start", "at_end", "new_customers"],
        [
            *_negative("at_start", "at_end", "new_customers"),
            "0:at_start=0",
            "new_customers>at_end",
            "at_end-new_customers>at_start",
        ],
        "(at_end-new_customers)/at_start",
    ),
    "NRR": _checked(
        ["at_start", "expansion", "contraction", "churned"],
        [
            *_negative("expansion", "at_start", "contraction", "churned"),
            "0:at_start=0",
            "contraction+churned>at_start",
        ],
        "(at_start-contraction-churned+expansion)/at_start",
    ),
    "GRR": _checked(
        ["at_start", "contraction", "churned"],
        [*_negative("at_start", "contraction", "churned"), "0:at_start=0", "contraction+churned>at_start"],
        "(at_start-contraction-churned)/at_start",
    ),
}
"""Function to its text."""

_NEW = {"LAMBDA", "LET", "MAP", "REDUCE", "SCAN", "SEQUENCE", "ISOMITTED"}
"""Functions that a file marks as newer than the file format."""
_TOKEN = re.compile(r"#[A-Z0-9/]+[!?]?|\d+(?:\.\d+)?(?:E-?\d+)?|[A-Z][A-Z0-9]*|\[[a-z_]+\]|[a-z_]+|\s+|.")


def file_form(text: str) -> str:
    """Return a formula as a file holds it.

    >>> file_form("LAMBDA(x, [step], IF(ISOMITTED(step), 5E-15, x))")
    '_xlfn.LAMBDA(_xlpm.x,_xlop.step,IF(_xlfn.ISOMITTED(_xlpm.step),5E-15,_xlpm.x))'
    """
    return "".join(map(_in_file, _TOKEN.findall(text)))


def _in_file(token: str) -> str:
    if token.isspace():
        return ""
    if token in _NEW:
        return f"_xlfn.{token}"
    if token.startswith("["):
        return f"_xlop.{token[1:-1]}"
    return f"_xlpm.{token}" if token[0].islower() else token


def lambda_names() -> dict[str, str]:
    """Return each name and the text that a file defines it by, without the equals sign."""
    return {PREFIX + name: file_form(text) for name, text in FORMULAS.items()}
