"""The submission form: the slice of a plan that one recipient fills in and sends back; no macros."""

from __future__ import annotations

from salesplan_xl.templates.submission_page import FORM, add_submission_page
from salesplan_xl.templates.template import Group, Page, Step, Template

SUBMISSION = Template(
    "submission",
    (
        Group("group_overview", (Page(FORM, add_submission_page),)),
        Group("group_submission", ("tblQuota", "tblTasks")),
        Group("group_records", ("tblSettings",)),
    ),
    (
        Step(("tblQuota",), (), "", "submission_do_1"),
        Step(("tblTasks",), (), "", "submission_do_2"),
        Step((FORM,), (), "", "submission_do_3"),
    ),
)
