"""What the documents leave open: both answers are there, the default is declared, the settings decide."""

from __future__ import annotations

import math

import openpyxl
import pytest

import salesplan_xl.formulas  # noqa: F401 - declares the formulas
from salesplan_xl.cells import CellError
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.evaluation import evaluate_cells
from salesplan_xl.hosts.package import open_package
from salesplan_xl.messages import LANGUAGES, say
from salesplan_xl.registry import FORMULAS
from salesplan_xl.tables.contract import SETTINGS, TABLES
from salesplan_xl.tables.definitions import DEFINITIONS, argument_of
from salesplan_xl.tables.plan_settings import default_settings, read_value
from salesplan_xl.templates.annual_plan import ANNUAL_PLAN
from salesplan_xl.templates.catalogue import template_path
from salesplan_xl.templates.choice_names import CHOICES, choice_name
from salesplan_xl.templates.prepared_rows import setting_rows, whole_rows
from tests.actions.test_decompose import decompose
from tests.plan_books import plan_book, rows_of
from tests.templates.recalculated import needs_libreoffice, recalculated

# Points where the planning documents are inconsistent or silent, in their order, with what decides each:
# settings, or for 13 two columns, and for 14 the steps of the guide.
POINTS: dict[int, tuple[str, ...]] = {
    1: ("month_share_method",),
    2: ("target_to_decompose",),
    3: ("rise_method",),
    4: ("collection_basis",),
    5: ("order_value_basis",),
    6: ("cac_scope", "cac_lag"),
    7: ("churn_base",),
    8: ("half_year_rule",),
    9: ("tie_rule",),
    10: ("pvm_method",),
    11: ("negative_target",),
    12: ("half_month_contacts",),
    13: (),
    14: (),
}
FURTHER = ("bad_debt_basis", "tier_method")
"""Choices that the inventory marks elsewhere."""

# Which argument of which function each choice is.
ARGUMENT = {
    "month_share_method": ("SEASONALITY", "method"),
    "rise_method": ("RATE_TARGET", "method"),
    "collection_basis": ("COLLECTION_RATE", "basis"),
    "bad_debt_basis": ("BAD_DEBT_RATE", "basis"),
    "cac_scope": ("CAC", "sales_cost"),
    "cac_lag": ("CAC_LAGGED", "lag"),
    "churn_base": ("CHURN", "base"),
    "tie_rule": ("DECOMPOSE", "ties"),
    "pvm_method": ("PVM", "method"),
    "negative_target": ("ATTAINMENT", "negative"),
    "half_month_contacts": ("CONTACTS", "per_year"),
    "tier_method": ("COMMISSION", "method"),
}

_TIERS = [[0, 0.01], [1, 0.03]]
_HISTORY = [[10, 30], [30, 30]]
_LMDI = 320 / math.log(1.32)
"""Logarithmic mean of 1,000 and 1,320."""

NUM = CellError.NUM
# A call of the function with the choice in it, and the answer by choice, worked out by hand.
ANSWERS = {
    "month_share_method": (
        lambda choice: ("SEASONALITY", _HISTORY, choice),
        {"pooled": [0.4, 0.6], "mean": [0.375, 0.625]},
    ),
    "rise_method": (
        lambda choice: ("RATE_TARGET", 0.6, 0.2, choice),
        {"relative": [0.72], "points": [0.8]},
    ),
    "collection_basis": (
        lambda choice: ("COLLECTION_RATE", 90, 100, 0, 120, choice),
        {"due": [0.9], "sales": [0.75]},
    ),
    "bad_debt_basis": (
        lambda choice: ("BAD_DEBT_RATE", 12, 800, 0, 400, choice),
        {"sales": [0.015], "receivables": [0.03]},
    ),
    "order_value_basis": (
        lambda choice: ("AOV", 1200, 48) if choice == "order" else ("ARPU", 1200, 30),
        {"order": [25], "customer": [40]},
    ),
    "cac_scope": (
        lambda choice: ("CAC", 50_000, 250, 25_000 * choice),
        {"marketing": [200], "marketing_and_sales": [300]},
    ),
    "churn_base": (
        lambda choice: ("CHURN", 10, 200, 300, choice),
        {"start": [0.05], "average": [0.04]},
    ),
    "half_year_rule": (
        lambda choice: (
            "REBASE" if choice == "rebase" else "REPLAN",
            [[100, 100, 100]],
            [[80, None, None]],
        ),
        {"catch_up": [80, 110, 110], "rebase": [80, 80, 80]},
    ),
    "tie_rule": (
        lambda choice: ("DECOMPOSE", 10, [[1, 1, 1]], 1, None, None, None, "hamilton", choice),
        {"earlier": [4, 3, 3], "later": [3, 3, 4]},
    ),
    "pvm_method": (
        lambda choice: ("PVM", 10, 100, 12, 110, choice),
        {
            "classic": [220, 100, 0, 0, 0],
            "lmdi": [round(_LMDI * math.log(1.2), 2), round(_LMDI * math.log(1.1), 2), 0, 0, 0],
            "shapley": [210, 110, 0, 0, 0],
        },
    ),
    "negative_target": (
        lambda choice: ("ATTAINMENT", -8, -10, choice),
        {"rule": [1.2], "refuse": [NUM]},
    ),
    "half_month_contacts": (
        lambda choice: ("CONTACTS", [[1], [10], [100]], [[52, choice, 12]]),
        {"24": [52 + 240 + 1200], "26": [52 + 260 + 1200]},
    ),
    "tier_method": (
        lambda choice: ("COMMISSION", 120, 100, _TIERS, choice),
        {"marginal": [1.6], "retroactive": [3.6]},
    ),
}


def answer(call):
    name, *cells = call
    try:
        found = evaluate_cells(FORMULAS[name], cells)
    except SalesPlanError as refused:
        return [refused.cell_error]
    rows = found if isinstance(found, list) else [(found,)]
    return [cell for row in rows for cell in row]


def argument(id):
    function, name = ARGUMENT[id]
    return next(argument for argument in FORMULAS[function].arguments if argument.name == name)


def test_every_point_is_decided_by_a_setting_or_by_a_label():
    assert list(POINTS) == list(range(1, 15))
    decided = [*sum(POINTS.values(), ()), *FURTHER]
    assert sorted(decided) == sorted(["month_share_method", *DEFINITIONS]) == sorted(CHOICES)
    assert set(ARGUMENT) | set(ANSWERS) | {"target_to_decompose"} == set(decided)


@pytest.mark.parametrize("language", LANGUAGES)
def test_last_year_is_labelled_as_actual_or_as_estimate(language):
    """Point 13: a table says "last year, own expectation" where the actual may be meant."""
    labels = [TABLES["tblTargets"].column(column).label(language) for column in ("last_year", "estimate")]
    assert (
        labels == {"en": ["Last year actual", "Last year estimate"], "zh": ["上年实际", "上年预计"]}[language]
    )


def test_the_sixth_step_is_to_follow_the_plan():
    """Point 14: of six steps the documents name five; their closed loop ends with monitoring (监控)."""
    assert [step.text for step in ANNUAL_PLAN.steps] == [
        f"guide_do_{step}" for step in (1, 2, "argument", 3, 4, "profit", "tasks", 5, "letter", 6)
    ]
    assert "查看差异" in say("guide_do_6", "zh")
    assert "variance" in say("guide_do_6", "en")


@pytest.mark.parametrize("id", CHOICES)
def test_the_settings_default_is_the_functions_own(id):
    setting = SETTINGS[id]
    assert setting.default_en == setting.default_zh != None  # noqa: E711 - one chain
    default = argument_of(id, setting.default_en)
    if id in ("target_to_decompose", "half_year_rule", "order_value_basis"):
        return  # decided between two functions or columns; the plain one is the default
    declared = argument(id).default
    if id == "churn_base":
        assert declared is None
        assert answer(("CHURN", 10, 200)) == answer(("CHURN", 10, 200, 300, default))
    elif id == "half_month_contacts":
        assert list(declared) == [52, default, 12]
    else:
        assert declared == default


@pytest.mark.parametrize("id", ARGUMENT)
def test_the_help_names_every_answer_and_says_the_default(id):
    declared = argument(id)
    offered = [argument_of(id, choice) for choice in SETTINGS[id].choices]
    if declared.choices:
        assert sorted(offered) == sorted(declared.choices)
        assert "default" in declared.en
        assert "默认" in declared.zh
        for word in offered:
            assert word in declared.en
            assert word in declared.zh
    else:  # a number, whose default the help states
        assert {"cac_scope": "0", "cac_lag": "1", "half_month_contacts": "24"}[id] in declared.zh
        assert {
            "cac_scope": "0 counts",
            "cac_lag": "1 if left out",
            "half_month_contacts": "24, 12 if left out",
        }[id] in declared.en


@pytest.mark.parametrize("id", ANSWERS)
def test_each_choice_gives_its_own_answer(id):
    call, answers = ANSWERS[id]
    for choice, expected in answers.items():
        found = answer(call(argument_of(id, choice)))
        assert found == pytest.approx(expected, abs=1e-12) if NUM not in expected else found == expected
    assert len({str(expected) for expected in answers.values()}) == len(answers)
    missing = set(SETTINGS[id].choices) - set(answers)
    assert missing <= {"moving_average"}, missing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", CHOICES)
def test_what_the_sheet_shows_is_read_and_its_note_says_where_it_counts(id, language):
    setting = SETTINGS[id]
    for choice_id, choice in setting.choices.items():
        assert read_value(id, choice.label(language), language) == choice_id
    assert getattr(default_settings(language), id) == setting.default(language)
    note = setting.note(language)
    assert choice_name(id) in note or id == "target_to_decompose"
    assert not note.startswith("=")
    if id in ARGUMENT:
        assert f"={ARGUMENT[id][0]}(" in note


@pytest.mark.parametrize(("choice", "total"), [("committed", 3500), ("assigned", 3000)])
def test_the_chosen_target_is_decomposed(choice, total):
    """Planning documents: the task is 30, the own goal 35; a quarter of the task is 7.5."""
    book = plan_book(
        tblSettings={"plan_year": 2027, "step": 1, "lunar_new_year": "no", "target_to_decompose": choice},
        tblTargets=[
            {"indicator": "sales_amount", "unit": "base", "assigned": 3000, "committed": 3500},
            {"indicator": "volume", "unit": "pieces", "committed": 77},
        ],
        tblLevels=[{"order": 1, "dimension": "period", "basis": "equal"}],
    )
    assert decompose(book).problems == ()
    handed: dict[str, float] = {}
    for row in rows_of(book, "tblQuota"):
        handed[row["indicator"]] = handed.get(row["indicator"], 0) + row["committed"]
    assert handed == {"sales_amount": total, "volume": 77}


STATES = ("gone", "blank", 0, 1, 2, "word")
"""A setting has no row, a blank, its first, second or third choice, or a word that is no choice."""
VARIANTS = {"zh": (0, 2, 4), "en": (1, 3, 5)}
"""Workbooks by language. Every setting is in another state in each, and in all states over both languages."""


def state_of(id, variant):
    return STATES[(CHOICES.index(id) + variant) % len(STATES)]


def typed(id, state, language):
    """The cell of a setting in a state."""
    setting = SETTINGS[id]
    if state in ("blank", "word"):
        return None if state == "blank" else "nonsense"
    if not setting.choices:
        return state
    choice = list(setting.choices)[state % len(setting.choices)]
    return int(choice) if id == "half_month_contacts" else setting.choices[choice].label(language)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The templates as they are and with definitions typed in several ways, recalculated."""
    folder = tmp_path_factory.mktemp("choices")
    paths = {}
    for language, variants in VARIANTS.items():
        for variant in (None, *variants):
            path = paths[language, variant] = folder / f"{variant}_{language}.xlsx"
            path.write_bytes(template_path("submission", language).read_bytes())
            if variant is None:
                continue
            rows = []
            for id, row in zip(SETTINGS, setting_rows(language), strict=True):
                state = state_of(id, variant) if id in CHOICES else None
                if state != "gone":
                    rows.append({**row, "value": typed(id, state, language)} if id in CHOICES else row)
            book = open_package(path)
            book.write_table("tblSettings", [list(row.values()) for row in whole_rows("tblSettings", rows)])
            book.save()
    cells = dict(zip(paths, recalculated(list(paths.values()), folder / "out"), strict=True))
    return {place: (path, cells[place]) for place, path in paths.items()}


def named(path, cells, name):
    """What the cells of a workbook's name hold, in one row."""
    sheet, _, area = openpyxl.load_workbook(path).defined_names[name].attr_text.rpartition("!")
    left, top, right, bottom = openpyxl.utils.range_boundaries(area.replace("$", ""))
    assert top == bottom
    columns = range(left, right + 1)
    return [cells[sheet.strip("'")].get(f"{openpyxl.utils.get_column_letter(c)}{top}") for c in columns]


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize(
    ("language", "variant"), [(language, v) for language in LANGUAGES for v in (None, *VARIANTS[language])]
)
def test_the_name_gives_the_functions_argument(language, variant, sheets):
    """In both templates; a blank or a missing row is the default, a word that is no choice is an error."""
    path, cells = sheets[language, variant]
    for id in CHOICES:
        setting = SETTINGS[id]
        state = "blank" if variant is None else state_of(id, variant)
        if state in ("gone", "blank"):
            wanted = argument_of(id, setting.default(language))
        elif state == "word":
            wanted = "#N/A" if setting.choices else "nonsense"
        elif setting.choices:
            wanted = argument_of(id, list(setting.choices)[state % len(setting.choices)])
        else:
            wanted = state
        found = named(path, cells, choice_name(id))
        assert found == ([52, wanted, 12] if id == "half_month_contacts" else [wanted]), (id, state)
