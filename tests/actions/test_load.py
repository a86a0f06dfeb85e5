"""Loading: what comes in, what is refused, what is remembered."""

from __future__ import annotations

import pytest

from salesplan_xl.actions.load import load
from tests.plan_books import SMALL, plan_book, rows_of

JUNE = "月份,区域,产品,金额\n2027-06,华东,坚果,100.10\n2027-06,华东,坚果,0.20\n2027-06,华南,麦片,50\n"


def source(tmp_path, text, name="销售.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def said(outcome, language="en"):
    return " | ".join(entry.sentence(language) for entry in outcome.attention)


def test_rows_of_a_month_are_added_up_exactly(tmp_path):
    book = plan_book("zh", **SMALL)
    outcome = load(book, "tblActuals", source(tmp_path, JUNE))
    assert outcome.problems == ()
    assert [(row["month"], row["region"], row["amount"]) for row in rows_of(book, "tblActuals")] == [
        ("2027-06", "华东", 100.3),
        ("2027-06", "华南", 50),
    ]
    assert "2027-06" in outcome.summary.sentence("zh")


def test_members_met_for_the_first_time_are_added_and_said(tmp_path):
    book = plan_book("zh", tblMembers=[{"dimension": "region", "member": "华东"}], **SMALL)
    outcome = load(book, "tblActuals", source(tmp_path, JUNE))
    assert [(row["dimension"], row["member"]) for row in rows_of(book, "tblMembers")] == [
        ("region", "华东"),
        ("region", "华南"),
        ("product", "坚果"),
        ("product", "麦片"),
    ]
    assert "华南" in said(outcome, "zh")


def test_each_table_is_read_and_written_once(tmp_path):
    book = plan_book("zh", **SMALL)
    load(book, "tblActuals", source(tmp_path, JUNE))
    assert max(book.calls.values()) == 1


def test_the_same_month_twice_is_refused_and_nothing_is_written(tmp_path):
    book = plan_book("zh", **SMALL)
    load(book, "tblActuals", source(tmp_path, JUNE))
    before = rows_of(book, "tblActuals")
    outcome = load(book, "tblActuals", source(tmp_path, JUNE))
    assert [problem.reason for problem in outcome.problems] == ["load_months_twice"]
    assert "2027-06" in outcome.problems[0].sentence("zh")
    assert rows_of(book, "tblActuals") == before


def test_replace_takes_the_place_of_the_months_brought_and_leaves_the_others(tmp_path):
    book = plan_book("zh", tblActuals=[{"month": "2027-05", "region": "华东", "amount": 7}], **SMALL)
    load(book, "tblActuals", source(tmp_path, JUNE))
    load(book, "tblActuals", source(tmp_path, JUNE.replace("50", "60")), replace=True)
    assert [(row["month"], row["amount"]) for row in rows_of(book, "tblActuals")] == [
        ("2027-05", 7),
        ("2027-06", 100.3),
        ("2027-06", 60),
    ]


def test_next_month_needs_no_mapping(tmp_path):
    book = plan_book("en", **SMALL)
    first = "When,Where,What\n2027-05-03,East,10\n"
    mapping = ["month=When", "region=Where", "amount=What"]
    assert load(book, "tblActuals", source(tmp_path, first, "may.csv"), mapping).problems == ()
    outcome = load(book, "tblActuals", source(tmp_path, first.replace("-05-", "-06-"), "june.csv"))
    assert outcome.problems == ()
    assert [row["month"] for row in rows_of(book, "tblActuals")] == ["2027-05", "2027-06"]
    assert [row["source"] for row in rows_of(book, "tblImports")] == ["may.csv", "june.csv"]


def test_what_a_workbook_remembers_cannot_choose_more_than_columns(tmp_path):
    import json

    evil = json.dumps(
        {"columns": {"amount": "金额"}, "progress": "os.system", "path": "/etc/passwd", "step": "x"}
    )
    book = plan_book(
        "zh", tblImports=[{"table": "tblActuals", "source": "销售.csv", "mapping": evil}], **SMALL
    )
    assert load(book, "tblActuals", source(tmp_path, JUNE)).problems == ()
    for text in ("no json", "[]", '{"columns": 5}', "{}"):
        book = plan_book(
            "zh", tblImports=[{"table": "tblActuals", "source": "销售.csv", "mapping": text}], **SMALL
        )
        assert load(book, "tblActuals", source(tmp_path, JUNE)).problems == ()


def test_rows_that_cannot_be_read_are_listed_and_nothing_is_written(tmp_path):
    book = plan_book("zh", **SMALL)
    outcome = load(book, "tblActuals", source(tmp_path, JUNE + "2027-06,华东,坚果,abc\n何时,华东,坚果,1\n"))
    assert len(outcome.problems) == 2
    assert any("5" in problem.sentence("zh") for problem in outcome.problems)
    assert rows_of(book, "tblActuals") == []


def test_only_the_months_and_rows_asked_for(tmp_path):
    text = JUNE + "2027-07,华东,坚果,5\n"
    book = plan_book("zh", **SMALL)
    outcome = load(
        book, "tblActuals", source(tmp_path, text), first="2027-06", last="2027-06", only=["区域=华东"]
    )
    assert outcome.problems == ()
    assert [row["amount"] for row in rows_of(book, "tblActuals")] == [100.3]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"table": "tblQuota"}, "load_no_such_table"),
        ({"mapping": ["amount"]}, "load_not_a_pair"),
        ({"first": "June"}, "option_not_a_month"),
        ({"decimal": "dot"}, "option_not_a_choice"),
        ({"date_order": "ydm"}, "option_not_a_choice"),
    ],
)
def test_impossible_options_are_named(tmp_path, options, reason):
    given = {"table": "tblActuals", "source": source(tmp_path, JUNE), **options}
    outcome = load(plan_book("zh", **SMALL), **given)
    assert [problem.reason for problem in outcome.problems] == [reason]


def test_a_table_of_members_takes_rows_by_key(tmp_path):
    text = "维度,成员,市场潜力\n区域,华东,100\n区域,华南,80\n"
    book = plan_book("zh", tblMembers=[{"dimension": "region", "member": "华东", "note": "重点"}], **SMALL)
    path = source(tmp_path, text)
    assert [p.reason for p in load(book, "tblMembers", path).problems] == ["load_keys_twice"]
    assert load(book, "tblMembers", path, replace=True).problems == ()
    rows = rows_of(book, "tblMembers")
    assert [(row["member"], row["potential"], row["note"]) for row in rows] == [
        ("华东", 100, "重点"),
        ("华南", 80, None),
    ]


def test_text_from_a_file_never_becomes_a_formula(tmp_path):
    book = plan_book("zh", **SMALL)
    load(book, "tblActuals", source(tmp_path, JUNE.replace("华南", "=1+1")))
    assert "=1+1" in {row["region"] for row in rows_of(book, "tblActuals")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_returns_are_netted_and_said_and_columns_go_by_their_labels(tmp_path, language):
    path = tmp_path / "april.csv"
    path.write_text(
        "month,region,amount\n2027-04,East,21000\n2027-04,East,-3000.50\n2027-04,West,-1\n", "utf-8"
    )
    book = plan_book(language, tblSettings={"plan_year": 2027})
    outcome = load(book, "tblActuals", path)
    assert [row["amount"] for row in rows_of(book, "tblActuals")] == [17999.5, -1]
    said = {one.reason: one for one in outcome.attention}
    assert said["source_returns"].facts["count"] == "2"
    assert said["source_returns"].facts["amount"] == "-3,001.5"
    assert {"en": "Region = region", "zh": "区域 = region"}[language] in said["load_taken"].sentence(language)
    assert {"en": "Actual sales", "zh": "实际销售"}[language] in outcome.summary.sentence(language)
    (again,) = load(book, "tblActuals", path).problems
    assert {"en": "Actual sales holds", "zh": "实际销售中已有"}[language] in again.sentence(language)
