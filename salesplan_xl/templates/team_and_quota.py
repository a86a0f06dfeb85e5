"""Team and quota: capacity, ramp and attrition, quotas and their fairness, pay, appraisal, visits, growth."""

from __future__ import annotations

from salesplan_xl.templates.commission_page import SIMULATOR, add_commission_page
from salesplan_xl.templates.team_page import TEAM, add_team_page
from salesplan_xl.templates.template import Group, Page, Step, Template

TEAM_AND_QUOTA = Template(
    "team_and_quota",
    (
        Group("group_overview", (Page(TEAM, add_team_page),)),
        Group("group_team", ("tblTeamInputs", "tblRamp", "tblReps")),
        Group("group_quota", ("tblQuotaProposal", "tblCapacity", "tblFairness")),
        Group(
            "group_pay",
            ("tblTiers", Page(SIMULATOR, add_commission_page), "tblCommission", "tblAppraisal"),
        ),
        Group("group_field", ("tblTasks", "tblVisitPlan", "tblActivity", "tblRhythm")),
        Group("group_growth", ("tblSkills", "tblTraining")),
        Group(
            "group_team_plan",
            ("tblSettings", "tblTargets", "tblHistory", "tblActuals", "tblMembers", "tblQuota"),
        ),
        Group(
            "group_records", ("tblVersions", "tblImports", "tblLog", "tblUndo", "tblFrozen", "tblProblems")
        ),
    ),
    (
        Step(
            ("tblSettings", "tblQuota"),
            ("new",),
            "new team_and_quota -o team.xlsx --from plan.xlsx",
            "team_do_1",
        ),
        Step(("tblReps", "tblRamp", "tblTeamInputs"), (), "", "team_do_2"),
        Step(("tblQuotaProposal", "tblCapacity", "tblFairness"), ("quota",), "quota FILE", "team_do_3"),
        Step(("tblQuotaProposal",), ("hold",), "hold PLAN --rep NAME --amount 1200000", "team_do_4"),
        Step(("tblTiers", "tblAppraisal"), ("quota",), "quota FILE", "team_do_5"),
        Step(("tblVisitPlan", "tblRhythm", "tblTraining"), (), "", "team_do_6"),
    ),
)
