"""The annual plan: targets and their argument, decomposition, tracking and records in one workbook."""

from __future__ import annotations

from salesplan_xl.templates.argument_page import ARGUMENT, add_argument_page
from salesplan_xl.templates.backward_page import BACKWARD, add_backward_page
from salesplan_xl.templates.collection_sheet import TERMS, add_collection_sheet
from salesplan_xl.templates.cross_page import DEALER_BY_PRODUCT, REP_BY_PRODUCT
from salesplan_xl.templates.dashboard_sheet import DASHBOARD, add_dashboard_sheet
from salesplan_xl.templates.expense_sheet import EXPENSES, add_expense_sheet
from salesplan_xl.templates.letter_page import LETTER, add_letter_page
from salesplan_xl.templates.matrix_sheet import TABLE as MATRIX
from salesplan_xl.templates.matrix_sheet import add_matrix_sheet
from salesplan_xl.templates.milestones_page import MILESTONES, add_milestones_page
from salesplan_xl.templates.profit_sheet import PROFIT, add_profit_sheet
from salesplan_xl.templates.season_page import SEASON, add_season_page
from salesplan_xl.templates.template import Group, Page, Step, Template
from salesplan_xl.templates.tiers_page import TIERS, add_tiers_page

ANNUAL_PLAN = Template(
    "annual_plan",
    (
        Group("group_overview", (Page(DASHBOARD, add_dashboard_sheet),)),
        Group(
            "group_targets",
            (
                "tblSettings",
                "tblTargets",
                Page(TIERS, add_tiers_page),
                Page(ARGUMENT, add_argument_page),
                "tblBenchmarks",
                "tblBenchmarkInputs",
                Page(BACKWARD, add_backward_page),
            ),
        ),
        Group("group_data", ("tblHistory", "tblActuals", "tblMembers", "tblReps")),
        Group(
            "group_decomposition",
            (
                "tblLevels",
                "tblHolds",
                Page(SEASON, add_season_page),
                "tblMonthShares",
                "tblQuota",
                Page(MATRIX, add_matrix_sheet, (MATRIX,)),
                REP_BY_PRODUCT,
                DEALER_BY_PRODUCT,
                Page(MILESTONES, add_milestones_page),
                "tblReconcile",
            ),
        ),
        Group(
            "group_profit",
            (
                Page(PROFIT, add_profit_sheet),
                "tblProfit",
                "tblExpenses",
                "tblExpensePlan",
                Page(EXPENSES, add_expense_sheet),
                "tblExpenseActuals",
                "tblChannelTargets",
                "tblDepartments",
                "tblNewProducts",
                Page(TERMS, add_collection_sheet, (TERMS,)),
            ),
        ),
        Group(
            "group_action",
            (Page(LETTER, add_letter_page), "tblTasks", "tblCalendar", "tblWorkflow"),
        ),
        Group("group_tracking", ("tblVariance", "tblBridge", "tblReplan")),
        Group(
            "group_records", ("tblVersions", "tblImports", "tblLog", "tblUndo", "tblFrozen", "tblProblems")
        ),
    ),
    (
        Step(("tblSettings",), ("check",), "set FILE plan_year=2027", "guide_do_1"),
        Step(("tblTargets",), ("check",), "set FILE sales_amount.committed=18000", "guide_do_2"),
        Step(("tblBenchmarks", "tblBenchmarkInputs", BACKWARD), (), "", "guide_do_argument"),
        Step(("tblHistory", "tblMembers", "tblReps"), ("load",), "load FILE tblHistory SOURCE", "guide_do_3"),
        Step(("tblLevels", "tblHolds"), ("decompose",), "decompose FILE", "guide_do_4"),
        Step(("tblExpenses", "tblProfit"), ("profit",), "profit FILE", "guide_do_profit"),
        Step(("tblTasks", "tblCalendar", "tblWorkflow"), (), "", "guide_do_tasks"),
        Step(("tblQuotaSummary", "tblQuota"), ("finalise",), "finalise FILE", "guide_do_5"),
        Step((LETTER,), (), "", "guide_do_letter"),
        Step(("tblActuals", "tblVariance"), ("load", "variance"), "variance FILE", "guide_do_6"),
    ),
)
