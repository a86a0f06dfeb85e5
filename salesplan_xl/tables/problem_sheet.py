"""Problems as rows of the problems sheet: where, what is wrong, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from salesplan_xl.errors import Problem, SalesPlanError
from salesplan_xl.messages import Language

_BETWEEN = re.compile(r"; |；")


def problem_rows(problems: Iterable[Problem], language: Language) -> list[dict[str, str]]:
    """Return one row per problem, with the column ids of the problems table.

    A sentence says what is wrong and, after its first semicolon, what to do; facts are not cut through.
    """
    rows = []
    for problem in problems:
        wrong, remedy = _wrong_and_remedy(problem, language)
        rows.append(
            {
                "sheet": problem.sheet,
                "cell": problem.cell,
                "column": problem.column,
                "problem": wrong,
                "remedy": remedy,
            }
        )
    return rows


def _wrong_and_remedy(problem: Problem, language: Language) -> tuple[str, str]:
    hidden = {name: fact for name, fact in problem.facts.items() if isinstance(fact, str)}
    marked = {**problem.facts, **{name: f"\x00{name}\x00" for name in hidden}}
    sentence = SalesPlanError(problem.reason, **marked).sentence(language)
    parts = _BETWEEN.split(sentence, maxsplit=1)
    for name, fact in hidden.items():
        parts = [part.replace(f"\x00{name}\x00", fact) for part in parts]
    if len(parts) == 1:
        return parts[0], ""
    end = "." if language == "en" else "。"
    remedy = parts[1][:1].upper() + parts[1][1:]
    return parts[0].rstrip(".。") + end, remedy
