"""Plans that say little: no history, one region, no member at all, nobody who carries the quota."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.quota import quota
from salesplan_xl.actions.replan import replan
from salesplan_xl.actions.review import review
from salesplan_xl.actions.variance import variance
from tests.plan_books import plan_book, rows_of

SETTINGS = {"plan_year": 2027, "step": 1, "money_unit": 1, "lunar_new_year": "no"}
EAST = {"region": "East"}


def book_of(member, **tables):
    actuals = [
        {"month": f"2027-{m:02d}", "quantity": 2, "amount": 90, "cost": 50, **member} for m in (1, 2, 3)
    ]
    return plan_book(
        tblSettings=SETTINGS,
        tblTargets=[{"indicator": "sales_amount", "unit": "base", "committed": 1200}],
        tblLevels=[{"order": 1, "dimension": "period"}, {"order": 2, "dimension": "region"}],
        tblActuals=actuals,
        **tables,
    )


@pytest.mark.parametrize("member", [EAST, {}], ids=["one region", "no member"])
def test_without_history_every_step_of_the_year_has_an_answer(member):
    members = [{"dimension": "region", "member": "East"}] if member else []
    book = book_of(member, tblMembers=members)
    for action in (decompose, variance, bridge, replan, review):
        outcome = action(book)
        assert [problem.sentence("en") for problem in outcome.problems] == [], action.__name__
    months = [row["revised"] for row in rows_of(book, "tblReplan")]
    # 3 × 90 sold of 1200; the rest in nine equal months, to the unit.
    assert months == [90] * 3 + [104] * 3 + [103] * 6
    assert [row["committed"] for row in rows_of(book, "tblQuota")] == [100] * 12


def test_a_quota_that_no_rep_carries_gives_no_proposals():
    book = book_of(
        EAST,
        tblMembers=[{"dimension": "region", "member": "East"}],
        tblReps=[{"rep": "Li", "region": "East"}],
    )
    decompose(book)
    outcome = quota(book)
    assert outcome.problems == ()
    assert outcome.as_json("en")["summary"]
