"""What the sample company's targets need: visits, festival support, launches, milestones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from salesplan_xl.cells import Cell
from salesplan_xl.messages import Language
from salesplan_xl.tables.contract import INDICATORS
from salesplan_xl.tables.task_tables import TASK_KINDS, TASK_STATUSES
from salesplan_xl.templates.prepared_rows import Row
from salesplan_xl.templates.sample_inputs import PLAN_YEAR
from salesplan_xl.templates.sample_members import CHANNELS, PRODUCTS, REGIONS, REPS, Name

_MONTHS = tuple(f"{PLAN_YEAR}-{month:02d}" for month in range(1, 13))
_VISITS, _STORE_CHECKS = Name("visits", "次"), Name("outlets", "家")
_EVENTS, _SETS = Name("events", "场"), Name("sets", "套")
_MANAGER = Name("Regional manager", "区域经理")


@dataclass(frozen=True)
class _Task:
    """One task: amounts in base units, days as month and day; blank is ``None``."""

    kind: str
    description: Name
    measure: Name | None = None
    indicator: str = "sales_amount"
    period: str | None = None
    region: int | None = None
    channel: int | None = None
    product: int | None = None
    rep: int | None = None
    per_amount: int | None = None
    quantity: int | None = None
    cost: int | None = None
    month: str | None = None
    owner: Name | None = None
    start: tuple[int, int] | None = None
    due: tuple[int, int] | None = None
    resource: Name | None = None
    status: str = "planned"
    done: float | None = None


def _visits() -> list[_Task]:
    """Deep visits of the largest region, a fixed number a month; May fell short."""
    done = {2: 0.95, 4: 0.8}
    return [
        _Task(
            "process",
            Name("Deep visits to key dealers", "重点经销商深度拜访"),
            _VISITS,
            period=month,
            region=0,
            quantity=40,
            month=month,
            owner=_MANAGER,
            status="done" if place < 6 else "planned",
            done=done.get(place, 1.0) if place < 6 else None,
        )
        for place, month in enumerate(_MONTHS)
    ]


def _tasks() -> list[_Task]:
    launched = next(place for place, product in enumerate(PRODUCTS) if product.like is not None)
    festive = next(place for place, product in enumerate(PRODUCTS) if product.festival > 100)
    displays = [
        _Task(
            "support",
            Name("Festival displays in key stores", "春节重点门店堆头陈列"),
            _STORE_CHECKS,
            period=f"{PLAN_YEAR}-01",
            product=festive,
            per_amount=60_000,
            cost=1_200,
            month=f"{PLAN_YEAR}-01",
            owner=Name("Marketing", "市场部"),
            start=(1, 5),
            due=(1, 28),
            status="done",
            done=1.0,
        )
    ]
    online = [
        _Task(
            "support",
            description,
            _EVENTS,
            period=f"{PLAN_YEAR}-{month:02d}",
            channel=2,
            per_amount=1_500_000,
            cost=80_000,
            month=f"{PLAN_YEAR}-{month:02d}",
            owner=Name("E-commerce team", "电商部"),
            start=(month, 1),
            due=(month, 20),
            resource=Name("Platform traffic, gifts", "平台流量、赠品"),
            status=status,
            done=1.0 if status == "done" else None,
        )
        for month, description, status in (
            (6, Name("618 promotion", "618大促"), "done"),
            (9, Name("Mid-autumn promotion", "中秋促销"), "planned"),
            (11, Name("Singles' Day promotion", "双11大促"), "planned"),
        )
    ]
    sampling = [
        _Task(
            "support",
            Name("Tastings in stores", "门店试吃推广"),
            _EVENTS,
            period=f"{PLAN_YEAR}Q{quarter}",
            region=region,
            per_amount=400_000,
            cost=2_500,
            owner=_MANAGER,
            due=(3 * quarter, 25),
            resource=Name("Promoters, samples", "促销员、试吃品"),
        )
        for quarter in (3, 4)
        for region in range(3)
    ]
    others = [
        _Task(
            "task",
            Name("Roadshows for the new product", "新品上市推介会"),
            _EVENTS,
            product=launched,
            per_amount=600_000,
            cost=30_000,
            owner=Name("Product manager", "产品经理"),
            start=(3, 1),
            due=(10, 31),
            status="running",
            done=0.4,
        ),
        _Task(
            "task",
            Name("Display racks for new outlets", "新网点陈列架投放"),
            _SETS,
            indicator="new_outlets",
            per_amount=4,
            cost=900,
            owner=Name("Marketing", "市场部"),
            due=(12, 15),
            status="running",
            done=0.5,
        ),
        _Task(
            "task",
            Name("Dealer training before the peak", "旺季前经销商培训"),
            _EVENTS,
            region=3,
            quantity=2,
            cost=15_000,
            month=f"{PLAN_YEAR}-08",
            owner=REPS[0].name,
            start=(8, 3),
            due=(8, 21),
        ),
        _Task(
            "milestone",
            Name("Three quarters of the annual target reached", "累计完成全年目标的四分之三"),
            period=f"{PLAN_YEAR}-01..09",
            quantity=1,
            owner=Name("Sales director", "销售总监"),
            due=(9, 30),
        ),
    ]
    return [*displays, *_visits(), *online, *sampling, *others]


def task_tables(language: Language) -> dict[str, list[Row]]:
    """Return the sample company's tasks.

    >>> len(task_tables("zh")["tblTasks"]), task_tables("en")["tblTasks"][0]["id"]
    (26, 'T01')
    """

    def said(name: Name | None) -> Cell:
        return None if name is None else name.of(language)

    def day(date: tuple[int, int] | None) -> Cell:
        """Return a day as cells hold it, a number counted from 30 December 1899."""
        return None if date is None else (dt.date(PLAN_YEAR, *date) - dt.date(1899, 12, 30)).days

    rows: list[Row] = []
    for number, task in enumerate(_tasks(), start=1):
        rows.append(
            {
                "id": f"T{number:02d}",
                "indicator": INDICATORS[task.indicator].choice.label(language),
                "period": task.period,
                "region": None if task.region is None else said(REGIONS[task.region].name),
                "channel": None if task.channel is None else said(CHANNELS[task.channel].name),
                "product": None if task.product is None else said(PRODUCTS[task.product].name),
                "rep": None if task.rep is None else said(REPS[task.rep].name),
                "kind": TASK_KINDS[task.kind].label(language),
                "description": task.description.of(language),
                "measure": said(task.measure),
                "per_amount": task.per_amount,
                "quantity": task.quantity,
                "cost": task.cost,
                "month": task.month,
                "owner": said(task.owner),
                "start": day(task.start),
                "due": day(task.due),
                "resource": said(task.resource),
                "status": TASK_STATUSES[task.status].label(language),
                "done": task.done,
            }
        )
    return {"tblTasks": rows}
