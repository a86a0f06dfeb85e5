"""What the sample company knows of its team beside its sales: ramp, tiers, appraisal, activity, growth."""

from __future__ import annotations

from salesplan_xl.messages import Language
from salesplan_xl.tables.team_tables import GRADES, RHYTHMS, TEAM_INPUTS, TRAINING_KINDS
from salesplan_xl.templates.prepared_rows import Row, team_input_rows, whole_rows
from salesplan_xl.templates.sample_company import LAST_ACTUAL
from salesplan_xl.templates.sample_inputs import PLAN_YEAR
from salesplan_xl.templates.sample_members import REPS, Name, Rep
from salesplan_xl.units import Month

_RAMP = (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
_TIERS = ((0.6, 0.006), (0.8, 0.008), (1.0, 0.012), (1.2, 0.015))
_ATTRITION, _EXPECTED, _FULL_MONTH = 0.12, 0.97, 1_120_000

# Item, weight, target; what each rep reached follows from his place in the list.
_ITEMS: tuple[tuple[Name, int, int], ...] = (
    (Name("Sales attainment, %", "销售达成率（%）"), 50, 100),
    (Name("Collection rate, %", "回款率（%）"), 20, 95),
    (Name("New outlets", "新增网点（家）"), 20, 15),
    (Name("Customer satisfaction, %", "客户满意度（%）"), 10, 90),
)
_RHYTHM: tuple[tuple[Name, Name, int, str], ...] = (
    (Name("Calls: follow-up and appointments", "电话回访与预约"), Name("Mornings", "上午"), 30, "day"),
    (Name("Customer visits", "客户拜访"), Name("Afternoons", "下午"), 20, "week"),
    (Name("In-depth visits to key accounts", "大客户深度拜访"), Name("", ""), 2, "week"),
    (Name("Follow-up of projects at an early stage", "前期项目回访"), Name("", ""), 1, "week"),
    (Name("Class A customers", "A类客户联系"), Name("", ""), 1, "week"),
    (Name("Class B customers", "B类客户联系"), Name("", ""), 2, "month"),
    (Name("Class C customers", "C类客户联系"), Name("", ""), 1, "month"),
    (Name("Team meeting", "销售例会"), Name("Monday", "周一"), 1, "week"),
    (Name("One-to-one talk", "一对一沟通"), Name("", ""), 1, "fortnight"),
    (Name("Month plan", "月度计划"), Name("First days of the month", "月初"), 1, "month"),
    (Name("Review and adjustment", "分析与调整"), Name("After the quarter", "季后"), 1, "quarter"),
    (Name("Half-year review", "半年总结"), Name("July and January", "7月、1月"), 1, "half"),
)
_TRAINING: tuple[tuple[int, str, Name, Name, int, int, int], ...] = (
    (3, "mentoring", Name("Running a distributor", "经销商管理"), Name("Zhang Wei", "张伟"), 2, 6, 0),
    (6, "mentoring", Name("Key-account talks", "重点客户谈判"), Name("Chen Jing", "陈静"), 1, 6, 0),
    (11, "course", Name("Product knowledge", "产品知识"), Name("Product department", "产品部"), 4, 5, 1_800),
    (
        14,
        "rotation",
        Name("Three months in East China", "华东轮岗三个月"),
        Name("Li Na", "李娜"),
        7,
        9,
        6_000,
    ),
    (8, "course", Name("Data analysis in Excel", "数据分析"), Name("Finance", "财务部"), 5, 5, 2_400),
)
_GRADES = tuple(GRADES)


def team_tables(language: Language) -> dict[str, list[Row]]:
    """Return the rows of the team's tables, ready for cells.

    >>> len(team_tables("en")["tblRamp"])
    6
    """
    here = [rep for rep in REPS if rep.last is None or rep.last >= Month(PLAN_YEAR, 1)]
    tables: dict[str, list[Row]] = {
        "tblTeamInputs": _inputs(language),
        "tblRamp": [{"tenure": at, "productivity": share} for at, share in enumerate(_RAMP, start=1)],
        "tblTiers": [{"attainment": start, "rate": rate} for start, rate in _TIERS],
        "tblAppraisal": [
            row
            for place, rep in enumerate(here)
            for row in _appraisal(place, rep.name.of(language), language)
        ],
        "tblActivity": _activity(here, language),
        "tblRhythm": [
            {
                "what": what.of(language),
                "when": when.of(language) or None,
                "times": times,
                "per": RHYTHMS[per].label(language),
            }
            for what, when, times, per in _RHYTHM
        ],
        "tblSkills": [_skills(place, rep.name.of(language), language) for place, rep in enumerate(here)],
        "tblTraining": [
            {
                "rep": REPS[rep].name.of(language),
                "kind": TRAINING_KINDS[kind].label(language),
                "topic": topic.of(language),
                "mentor": mentor.of(language),
                "start": f"{PLAN_YEAR}-{start:02d}-01",
                "due": f"{PLAN_YEAR}-{due:02d}-28",
                "cost": cost or None,
            }
            for rep, kind, topic, mentor, start, due, cost in _TRAINING
        ],
    }
    return {table: whole_rows(table, rows) for table, rows in tables.items()}


def _inputs(language: Language) -> list[Row]:
    own = {
        TEAM_INPUTS["full_month"].label(language): _FULL_MONTH,
        TEAM_INPUTS["annual_attrition"].label(language): _ATTRITION,
        TEAM_INPUTS["expected_attainment"].label(language): _EXPECTED,
    }
    return [{**row, "value": own.get(str(row["key"]), row["value"])} for row in team_input_rows(language)]


def _appraisal(place: int, rep: str, language: Language) -> list[Row]:
    rows: list[Row] = []
    for at, (item, weight, target) in enumerate(_ITEMS):
        percent = 82 + (place * 7 + at * 11) % 37
        rows.append(
            {
                "rep": rep,
                "item": item.of(language),
                "weight": weight,
                "target": target,
                "actual": round(target * percent / 100),
            }
        )
    return rows


def _activity(reps: list[Rep], language: Language) -> list[Row]:
    rows: list[Row] = []
    for month in range(1, LAST_ACTUAL.month + 1):
        for place, rep in enumerate(reps):
            working = 160 + 8 * ((month + place) % 2)
            rows.append(
                {
                    "month": str(Month(PLAN_YEAR, month)),
                    "rep": rep.name.of(language),
                    "calls": 520 + (place * 37 + month * 29) % 180,
                    "visits": 62 + (place * 11 + month * 7) % 31,
                    "selling_hours": working * (48 + (place * 5 + month) % 20) // 100,
                    "working_hours": working,
                }
            )
    return rows


def _skills(place: int, rep: str, language: Language) -> Row:
    grade = (place * 2 + 1) % 3
    marks = {
        skill: 2 + (place * 3 + at * 2) % 4
        for at, skill in enumerate(("product", "selling", "crm", "negotiation", "analysis"))
    }
    return {
        "rep": rep,
        "grade": GRADES[_GRADES[grade]].label(language),
        "next_grade": GRADES[_GRADES[grade + 1]].label(language),
        **marks,
    }
