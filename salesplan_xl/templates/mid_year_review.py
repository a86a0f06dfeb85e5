"""The mid-year review: a report in five parts on what was reached, and the second half that follows."""

from __future__ import annotations

from salesplan_xl.templates.review_page import REPORT, add_review_page
from salesplan_xl.templates.template import Group, Page, Step, Template

MID_YEAR_REVIEW = Template(
    "mid_year_review",
    (
        Group("group_overview", (Page(REPORT, add_review_page),)),
        Group("group_review_findings", ("tblHalfYear", "tblKpi", "tblFindings", "tblSecondHalf")),
        Group("group_review_strategy", ("tblRisks", "tblStrategicAccounts", "tblSwot", "tblLessons")),
        Group(
            "group_review_data",
            ("tblActuals", "tblDeals", "tblCustomers", "tblActivities", "tblMarket"),
        ),
        Group(
            "group_tracking_plan",
            (
                "tblSettings",
                "tblTargets",
                "tblHistory",
                "tblMembers",
                "tblReps",
                "tblLevels",
                "tblHolds",
                "tblQuota",
            ),
        ),
        Group(
            "group_records", ("tblVersions", "tblImports", "tblLog", "tblUndo", "tblFrozen", "tblProblems")
        ),
    ),
    (
        Step(
            ("tblSettings", "tblQuota"),
            ("new",),
            "new mid_year_review -o review.xlsx --from plan.xlsx",
            "review_do_1",
        ),
        Step(("tblActuals",), ("load",), "load FILE tblActuals june.csv", "review_do_2"),
        Step(("tblDeals", "tblCustomers"), ("load",), "load FILE tblDeals deals.xlsx", "review_do_3"),
        Step(("tblRisks",), (), "", "review_do_4"),
        Step((REPORT, "tblFindings"), ("review",), "review FILE", "review_do_5"),
        Step(("tblFindings", "tblSecondHalf"), ("review",), "review FILE --half 1", "review_do_6"),
    ),
)
