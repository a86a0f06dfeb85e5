"""The contract holds together: labels in both languages, no name that means two things."""

from __future__ import annotations

import dataclasses

import pytest

from salesplan_xl.tables.choices import ROW_UNITS
from salesplan_xl.tables.contract import (
    COLUMN_UNITS,
    INDICATORS,
    RATIO_PARTS,
    SETTINGS,
    TABLES,
    Table,
    label_of,
)
from salesplan_xl.tables.matching import normal
from salesplan_xl.tables.plan_settings import PlanSettings, default_settings, shown_value
from salesplan_xl.tables.setting import SETTING_KINDS

# Ids of the workbook contract (labels, "Tables and columns"), which must not change.
_SALES = "month indicator department region channel product customer rep quantity amount cost state"
_MEMBERS_OF_A_LEAF = "indicator period region channel product customer rep"
FIXED_COLUMNS = {
    "tblSettings": "key value note",
    "tblTargets": "indicator unit basis aggregation last_year estimate assigned committed stretch growth "
    "method note",
    "tblHistory": _SALES,
    "tblActuals": _SALES,
    "tblMembers": "dimension member code alias parent like potential weight floor cap from_month to_month "
    "note",
    "tblReps": "rep region email start_month end_month fte ability",
    "tblLevels": "order dimension basis blend step",
    "tblHolds": f"{_MEMBERS_OF_A_LEAF} amount reason",
    "tblQuota": f"{_MEMBERS_OF_A_LEAF} last_year committed stretch growth share previous change bid note",
    "tblQuotaSummary": "indicator dimension member last_year year growth share m01 m02 m03 q1 m04 m05 m06 "
    "q2 h1 m07 m08 m09 q3 m10 m11 m12 q4 h2 difference",
    "tblVariance": "indicator period dimension member actual target variance attainment last_year yoy mom "
    "actual_ytd target_ytd attainment_ytd time_progress landing year_gap required status cause_class "
    "cause action "
    "owner due",
    "tblBridge": "indicator period against dimension member base price volume mix new discontinued actual",
    "tblReplan": f"{_MEMBERS_OF_A_LEAF} original actual revised change action",
    "tblDeals": "deal customer region channel product rep source stage first_contact quoted shown closed "
    "amount probability outcome loss_reason due note",
    "tblCustomers": "customer tier industry size region rep strategic source first_order churned renewal_due "
    "renewed nps csat wallet cost roles contacted falling rival change note",
    "tblActivities": "month activity source region spend selling leads in_time untouched delivered opens "
    "clicks attendees note",
    "tblMarket": "month product region market rival rival_sales own_price rival_price asked aware buyers "
    "note",
    "tblKpi": "code metric group dimension member period value unit target comparison change status formula "
    "source note",
    "tblHalfYear": "indicator period dimension member actual target variance attainment last_year growth "
    "share "
    "rank status",
    "tblFindings": "part kind code metric dimension member period value unit comparison against effect "
    "finding "
    "explanation action owner due",
    "tblSecondHalf": "indicator dimension member period original catch_up catch_up_change rebase "
    "rebase_change "
    "agreed note",
    "tblRisks": "risk class probability impact exposure trigger comparison threshold current fired response "
    "owner status note",
    "tblStrategicAccounts": "customer scale standing innovation potential synergy score rank sales share "
    "growth "
    "target attainment progress develop maintain owner",
    "tblSwot": "quadrant point evidence value unit strategy",
    "tblLessons": "date kind lesson cause region action owner due",
    "tblVersions": "version status prepared_by approved_by date digest note",
    "tblImports": "table source mapping rows time",
    "tblLog": "time action user version rows digest",
    "tblUndo": "run part payload",
    "tblFrozen": "part payload",
    "tblProblems": "sheet cell column problem remedy",
}


def test_ids_of_tables_and_prepared_columns_are_the_fixed_ones():
    found = {
        id: " ".join(column.id for column in TABLES[id].columns if column.prepared) for id in FIXED_COLUMNS
    }
    assert found == FIXED_COLUMNS


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.id)
def test_no_name_of_a_column_means_another_column(table: Table):
    meaning: dict[str, str] = {}
    for column in table.columns:
        assert column.en
        assert column.zh
        assert column.unit in COLUMN_UNITS
        for name in column.names:
            assert meaning.setdefault(normal(name), column.id) == column.id, name
    for key in table.key:
        assert table.column(key)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.id)
def test_labels_fit_an_excel_header_and_sheets_an_excel_name(table: Table):
    for language in ("en", "zh"):
        header = table.header(language)
        assert len({normal(label) for label in header}) == len(header)
        assert all(len(label) <= 255 for label in header)
        assert 0 < len(table.sheet(language)) <= 31


def test_sheet_names_are_unique_in_each_language():
    for language in ("en", "zh"):
        sheets = [table.sheet(language).casefold() for table in TABLES.values()]
        assert len(set(sheets)) == len(sheets)


@pytest.mark.parametrize(
    "choices",
    [column.choices for table in TABLES.values() for column in table.columns if column.choices]
    + [setting.choices for setting in SETTINGS.values() if setting.choices],
)
def test_no_word_of_a_list_means_two_things(choices):
    meaning: dict[str, str] = {}
    for id, choice in choices.items():
        for name in (id, choice.en, choice.zh, *choice.synonyms):
            assert meaning.setdefault(normal(name), id) == id, name


def test_no_label_of_a_setting_means_another_setting():
    meaning: dict[str, str] = {}
    for id, setting in SETTINGS.items():
        assert setting.kind in SETTING_KINDS
        assert setting.note_en
        assert setting.note_zh
        for name in (id, setting.en, setting.zh, *setting.synonyms):
            assert meaning.setdefault(normal(name), id) == id, name


def test_settings_are_typed_one_for_one():
    assert {field.name for field in dataclasses.fields(PlanSettings)} == set(SETTINGS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_default_can_be_written_and_means_the_same_when_read_again(language):
    settings = default_settings(language)
    for id in SETTINGS:
        value = getattr(settings, id)
        again = default_settings(language, **{id: shown_value(id, value, language)})
        assert getattr(again, id) == value, id


def test_default_step_and_money_unit_are_those_of_the_text():
    # labels, "The month matrix": zh money_unit 10,000 and step 1,000 yuan, so that 0.1 万 add up.
    settings = default_settings("zh")
    assert (int(settings.money_unit), str(settings.step), settings.lunar_new_year) == (10_000, "1000", True)
    assert default_settings("en").lunar_new_year is False


def test_indicators_have_units_of_their_own_kind():
    for indicator in INDICATORS.values():
        for unit in (indicator.unit_en, indicator.unit_zh):
            assert ROW_UNITS[unit].measure == indicator.measure
    assert next(iter(INDICATORS)) == "sales_amount"
    for ratio, parts in RATIO_PARTS.items():
        assert INDICATORS[ratio].aggregation == "ratio"
        assert set(parts) <= set(INDICATORS)


@pytest.mark.parametrize(
    ("synonym", "label"),
    # labels: accepted synonyms "任务 = 目标, 完成率 = 达成率, 业务员 = 销售代表 = 客户经理 …"
    [
        (("tblVariance", "任务"), "目标"),
        (("tblVariance", "完成率"), "达成率"),
        (("tblQuota", "销售代表"), "业务员"),
        (("tblQuota", "客户经理"), "业务员"),
        (("tblQuota", "大区"), "区域"),
        (("tblQuota", "省区"), "区域"),
        (("tblQuota", "经销商"), "客户"),
        (("tblVariance", "本月"), "期间"),
        (("tblQuota", "AE"), "业务员"),
        (("tblQuota", "Territory"), "区域"),
        (("tblQuota", "SKU"), "产品"),
        # Column names of sales exports of UFIDA, Kingdee and SAP systems, and what people type.
        (("tblHistory", "品名"), "产品"),
        (("tblHistory", "存货名称"), "产品"),
        (("tblHistory", "物料描述"), "产品"),
        (("tblHistory", "购货单位"), "客户"),
        (("tblHistory", "单据日期"), "月份"),
        (("tblHistory", "无税金额"), "金额"),
        (("tblHistory", "价税合计"), "金额"),
        (("tblHistory", "结转成本"), "成本"),
        (("tblHistory", "业务员姓名"), "业务员"),
    ],
)
def test_planners_other_words_are_accepted(synonym, label):
    table, word = synonym
    columns = [c for c in TABLES[table].columns if normal(word) in {normal(name) for name in c.names}]
    assert [column.zh for column in columns] == [label]


def test_label_of_an_unknown_column_is_refused():
    assert label_of("tblQuota", "bid", "en") == "Bid"
    with pytest.raises(KeyError, match="tblQuota has no column nonsense"):
        label_of("tblQuota", "nonsense", "en")
