"""Key figures of activities and leads."""

from __future__ import annotations

from salesplan_xl.formulas.customers import cac
from salesplan_xl.formulas.orders import conversion
from salesplan_xl.planning.metrics.declaration import metric
from salesplan_xl.planning.metrics.view import View
from salesplan_xl.units import Floats

SOURCE = ("source",)


def _part(view: View, part: str, whole: str) -> Floats:
    """Return a share of sums over the rows in which both are known."""
    rows = view.rows("tblActivities", where=lambda rows: rows[part].notna() & rows[whole].notna())
    return conversion.rows(view.sum(rows, part), view.sum(rows, whole))[0]


@metric(
    "marketing",
    "Cost of a lead",
    "单条线索成本",
    "money",
    ("tblActivities.spend", "tblActivities.leads"),
    "Marketing spend / leads",
    "市场费用÷线索数",
    137,
    favourable="lower",
    natural=SOURCE,
)
def lead_cost(view: View) -> Floats:
    rows = view.rows("tblActivities", where=lambda rows: rows["spend"].notna() & rows["leads"].notna())
    return cac.rows(view.sum(rows, "spend"), view.sum(rows, "leads"))[0]


@metric(
    "marketing",
    "Leads answered in time",
    "线索及时响应率",
    "ratio",
    ("tblActivities.in_time", "tblActivities.leads"),
    "Leads answered within the agreed time / leads",
    "时限内响应的线索÷线索数",
    142,
)
def in_time(view: View) -> Floats:
    return _part(view, "in_time", "leads")


@metric(
    "marketing",
    "Leads untouched",
    "线索遗漏率",
    "ratio",
    ("tblActivities.untouched", "tblActivities.leads"),
    "Leads nobody took up / leads",
    "未跟进线索÷线索数",
    139,
    favourable="lower",
)
def untouched(view: View) -> Floats:
    return _part(view, "untouched", "leads")


@metric(
    "marketing",
    "Open rate",
    "邮件打开率",
    "ratio",
    ("tblActivities.opens", "tblActivities.delivered"),
    "Mails opened / delivered",
    "打开数÷送达数",
    141,
)
def open_rate(view: View) -> Floats:
    return _part(view, "opens", "delivered")


@metric(
    "marketing",
    "Click rate",
    "邮件点击率",
    "ratio",
    ("tblActivities.clicks", "tblActivities.delivered"),
    "Clicks / mails delivered",
    "点击数÷送达数",
    141,
)
def click_rate(view: View) -> Floats:
    return _part(view, "clicks", "delivered")


@metric(
    "marketing",
    "Leads per attendee",
    "活动线索转化率",
    "ratio",
    ("tblActivities.attendees", "tblActivities.leads"),
    "Leads / attendees of events",
    "线索数÷参会人数",
    143,
)
def event_leads(view: View) -> Floats:
    return _part(view, "leads", "attendees")
