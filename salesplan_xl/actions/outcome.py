"""What an action did, what needs attention, and what stood in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.errors import Problem, SalesPlanError
from salesplan_xl.messages import Language


@dataclass(frozen=True)
class Said:
    """One sentence to the user, in whichever language he reads."""

    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        return SalesPlanError(self.reason, **self.facts).sentence(language)


@dataclass(frozen=True)
class Outcome:
    """The result of an action.

    ``tables`` has the number of rows written by table; where there are ``problems`` nothing was written.
    ``summary`` says in one sentence what was done, ``attention`` what a person should look at.
    ``figures`` are numbers for whoever calls (the demo's table, ``--json``), by name.
    """

    tables: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    summary: Said | None = None
    attention: tuple[Said, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 done, 1 problems and nothing written."""
        return 1 if self.problems else 0

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the outcome as ``--json`` prints it."""
        return {
            "tables": dict(self.tables),
            "problems": [
                {
                    "reason": problem.reason,
                    "sheet": problem.sheet,
                    "cell": problem.cell,
                    "column": problem.column,
                    "message": problem.sentence(language),
                }
                for problem in self.problems
            ],
            "summary": self.summary.sentence(language) if self.summary else "",
            "attention": [said.sentence(language) for said in self.attention],
            **({"figures": dict(self.figures)} if self.figures else {}),
        }
