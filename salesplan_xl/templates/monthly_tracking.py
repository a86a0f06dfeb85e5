"""Monthly tracking: a plan taken over, and all that is followed through its year in one workbook."""

from __future__ import annotations

from salesplan_xl.templates.dashboard_sheet import DASHBOARD, add_dashboard_sheet
from salesplan_xl.templates.funnel_page import FUNNEL, add_funnel_page
from salesplan_xl.templates.heatmap_page import HEATMAP, add_heatmap_page
from salesplan_xl.templates.landing_page import LANDING, add_landing_page
from salesplan_xl.templates.matrix_sheet import TABLE as MATRIX
from salesplan_xl.templates.matrix_sheet import add_matrix_sheet
from salesplan_xl.templates.receivables_page import RECEIVABLES, add_receivables_page
from salesplan_xl.templates.stock_page import STOCK, add_stock_page
from salesplan_xl.templates.system_page import SYSTEM, add_system_page
from salesplan_xl.templates.template import Group, Page, Step, Template
from salesplan_xl.templates.waterfall_page import WATERFALL, add_waterfall_page

MONTHLY_TRACKING = Template(
    "monthly_tracking",
    (
        Group(
            "group_overview",
            (
                Page(DASHBOARD, add_dashboard_sheet),
                Page(LANDING, add_landing_page),
                Page(HEATMAP, add_heatmap_page),
                Page(WATERFALL, add_waterfall_page),
                Page(SYSTEM, add_system_page),
            ),
        ),
        Group(
            "group_tracking_month",
            (
                "tblVariance",
                "tblBridge",
                "tblReplan",
                "tblTasks",
                "tblWeeks",
                "tblQuarters",
                "tblKeyDealers",
                "tblDepartmentReview",
                "tblKpi",
                "tblCadence",
            ),
        ),
        Group(
            "group_tracking_views",
            (
                Page(FUNNEL, add_funnel_page),
                Page(RECEIVABLES, add_receivables_page),
                Page(STOCK, add_stock_page),
            ),
        ),
        Group(
            "group_tracking_inputs",
            (
                "tblActuals",
                "tblFunnel",
                "tblReceivables",
                "tblStock",
                "tblOutlets",
                "tblExpenseActuals",
                "tblDeals",
                "tblActivities",
                "tblCustomers",
            ),
        ),
        Group(
            "group_tracking_figures",
            (
                "tblFunnelReview",
                "tblReceivablesReview",
                "tblStockReview",
                "tblOutletReview",
                "tblExpenseReview",
            ),
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
                Page(MATRIX, add_matrix_sheet, (MATRIX,)),
                "tblExpensePlan",
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
            "new monthly_tracking -o FILE --from PLAN",
            "tracking_do_1",
        ),
        Step(("tblActuals",), ("load",), "load FILE tblActuals june.csv", "tracking_do_2"),
        Step(("tblFunnel",), ("load",), "load FILE tblStock stock.xlsx", "tracking_do_3"),
        Step(("tblVariance",), ("variance",), "variance FILE", "tracking_do_4"),
        Step(("tblBridge",), ("bridge",), "bridge FILE", "tracking_do_5"),
        Step(("tblKpi", "tblWeeks"), ("kpi",), "kpi FILE", "tracking_do_6"),
        Step(("tblReplan", "tblTasks"), ("replan",), "replan FILE", "tracking_do_7"),
    ),
)
