"""Review as a planner runs it: attainment, findings with their figures, the open months, the registers."""

from __future__ import annotations

from salesplan_xl.actions.review import review
from salesplan_xl.actions.undo import undo
from tests.actions.test_kpi import SETTINGS, deals, sales
from tests.plan_books import plan_book, rows_of

PLAN = {("East", "A", "P1"): 130, ("West", "B", "P2"): 40}


def quota():
    return [
        {
            "indicator": "sales_amount",
            "period": f"2027-{month:02d}",
            "region": region,
            "customer": customer,
            "product": product,
            "committed": amount * month,
        }
        for month in range(1, 13)
        for (region, customer, product), amount in PLAN.items()
    ]


RISKS = [
    {
        "risk": "Target missed",
        "probability": 0.5,
        "impact": 1000,
        "trigger": "Attainment",
        "comparison": "below",
        "threshold": "95%",
        "response": "promotion",
    },
    {
        "risk": "Price war",
        "probability": 0.1,
        "impact": 500,
        "trigger": "win_rate",
        "comparison": "below",
        "threshold": 0.2,
    },
    {"risk": "Storm", "probability": 0.1},
]
ACCOUNTS = [
    {
        "customer": "A",
        "scale": 5,
        "standing": 4,
        "innovation": 3,
        "potential": 4,
        "synergy": 4,
        "progress": "ok",
    }
]


def book_of(language="en", **tables):
    given = {
        "tblSettings": SETTINGS,
        "tblActuals": sales(2027, 6),
        "tblHistory": sales(2026, 12, 0.5),
        "tblQuota": quota(),
        "tblDeals": deals(),
        "tblRisks": RISKS,
        "tblSwot": [{"quadrant": "strength", "point": "loyal", "evidence": "Retention"}],
        "tblStrategicAccounts": ACCOUNTS,
        **tables,
    }
    return plan_book(language, **given)


def finding(book, **wanted):
    found = [
        row for row in rows_of(book, "tblFindings") if all(row[id] == cell for id, cell in wanted.items())
    ]
    assert len(found) == 1, found
    return found[0]


def test_attainment_by_every_dimension():
    book = book_of()
    assert review(book).problems == ()
    rows = {(row["dimension"], row["member"]): row for row in rows_of(book, "tblHalfYear")}
    total, east = rows["total", "Total"], rows["region", "East"]
    # 21 = 1 + … + 6: East 100 a month of 130 planned, West 50 of 40.
    assert (total["actual"], total["target"], total["variance"]) == (3150, 3570, -420)
    assert total["attainment"] == 3150 / 3570
    assert (east["actual"], east["target"], east["share"], east["rank"]) == (2100, 2730, 2 / 3, 2)
    assert (total["last_year"], total["growth"], total["status"]) == (1575, 1, "red")


def test_findings_cite_figure_comparison_and_effect():
    book = book_of()
    outcome = review(book)
    row = finding(book, part="results", dimension="region", member="East")
    assert (row["kind"], row["value"], row["comparison"], row["effect"]) == ("challenge", 2100, 2730, -630)
    assert row["finding"] == "Sales amount of East is 2,100, target 2,730: -630 (-23.1%)."
    assert finding(book, part="results", dimension="region", member="West")["kind"] == "success"
    cause = finding(book, part="causes", code="price", dimension="total")
    # Quantities are last year's, prices twice as high.
    assert (cause["kind"], cause["effect"]) == ("success", 1575)
    assert cause["finding"] == "Price moved sales by +1,575 (+100.0% of last year 1,575); actual 3,150."
    assert {row["part"] for row in rows_of(book, "tblFindings")} >= {"results", "causes", "targets", "risks"}
    assert outcome.figures["fired"] == ["Target missed"]


def test_small_differences_are_not_told():
    book = book_of(tblSettings={**SETTINGS, "materiality": 0.3})
    review(book)
    assert not [row for row in rows_of(book, "tblFindings") if row["part"] == "results"]


def test_the_open_months_add_up_both_ways():
    book = book_of()
    review(book)
    rows = rows_of(book, "tblSecondHalf")
    whole = next(row for row in rows if (row["dimension"], row["period"]) == ("total", "2027H2"))
    # 57 = 7 + … + 12. The year is 78 × 170; the pace so far 3150 / 3570.
    assert whole["original"] == 57 * 170
    assert whole["catch_up"] == 78 * 170 - 3150
    assert whole["rebase"] == round(57 * 170 * 3150 / 3570)
    for column in ("original", "catch_up", "rebase"):
        for view in ("total", "region"):
            for names in (("2027H2",), ("2027Q3", "2027Q4"), tuple(f"2027-{m:02d}" for m in range(7, 13))):
                own = [row[column] for row in rows if row["dimension"] == view and row["period"] in names]
                assert sum(own) == whole[column]
    assert all(row["catch_up"] - row["original"] == row["catch_up_change"] for row in rows)


def test_registers_are_filled_and_what_was_typed_stays():
    book = book_of()
    review(book)
    missed, war, storm = rows_of(book, "tblRisks")
    assert (missed["exposure"], missed["fired"], missed["threshold"]) == (500, "yes", "95%")
    assert missed["current"] == 3150 / 3570
    assert (war["fired"], war["current"]) == ("no", 0.5)
    assert (storm["exposure"], storm["fired"]) == (None, None)
    point = rows_of(book, "tblSwot")[0]
    assert (point["value"], point["unit"], point["point"]) == (1, "ratio", "loyal")
    account = rows_of(book, "tblStrategicAccounts")[0]
    assert (account["score"], account["rank"], account["sales"], account["progress"]) == (0.8, 1, 2100, "ok")
    assert account["attainment"] == 2100 / 2730


def test_words_of_people_stay_with_their_finding():
    book = book_of()
    review(book)
    block = book.read_table("tblFindings")
    rows = [list(row) for row in block.rows]
    rows[0][block.info.header.index("Explanation")] = "late delivery"
    book.write_table("tblFindings", rows)
    outcome = review(book)
    assert outcome.tables == {}
    assert rows_of(book, "tblFindings")[0]["explanation"] == "late delivery"
    left = next(said for said in outcome.attention if said.reason == "review_explain")
    assert left.facts["count"] == len(rows) - 1


def test_every_problem_of_the_registers_is_told_and_nothing_written():
    risks = [
        {"risk": "a", "trigger": "Attainmnt", "comparison": "below", "threshold": 1},
        {"risk": "b", "trigger": "Attainment", "threshold": 1},
        {"risk": "c", "trigger": "Attainment", "comparison": "below", "threshold": "soon"},
        {"risk": "d", "probability": "often"},
    ]
    book = book_of(tblRisks=risks, tblSwot=[{"quadrant": "threat", "point": "x", "evidence": "mood"}])
    reasons = [problem.reason for problem in review(book).problems]
    assert sorted(reasons)[-4:] == [
        "review_not_a_number",
        "review_trigger_incomplete",
        "review_trigger_unknown",
        "review_trigger_unknown",
    ]
    assert len(reasons) == 5
    assert rows_of(book, "tblFindings") == []


def test_options():
    book = book_of()
    assert [p.reason for p in review(book, half="3").problems] == ["review_not_a_half"]
    assert [p.reason for p in review(book, as_of="June").problems] == ["option_not_a_month"]
    assert [p.reason for p in review(book, as_of="2028-02").problems] == ["as_of_outside_year"]
    review(book, as_of="2027-03")
    assert {row["period"] for row in rows_of(book, "tblHalfYear")} == {"2027Q1"}
    assert rows_of(book, "tblSecondHalf")[0]["period"] == "2027-04..12"


def test_nothing_to_review_is_said():
    book = plan_book("en", tblSettings=SETTINGS)
    assert [p.reason for p in review(book).problems] == ["review_nothing"]


def test_without_a_quota_the_review_compares_with_last_year():
    book = book_of(tblQuota=[])
    assert review(book).problems == ()
    assert rows_of(book, "tblSecondHalf") == []
    row = finding(book, part="results", dimension="region", member="East")
    assert (row["against"], row["comparison"], row["effect"]) == ("last_year", 1050, 1050)


def test_chinese_words():
    book = book_of("zh")
    outcome = review(book)
    row = finding(book, part="results", dimension="region", member="East")
    assert row["finding"] == "East的销售额为2,100元，目标2,730元，相差-630元（-23.1%）。"
    assert outcome.summary.sentence("zh").startswith("已复盘2027H1：销售额3,150元，达成率88.2%")


def test_each_table_is_read_and_written_once_and_undo_brings_all_back():
    book = book_of()
    before = {table: rows_of(book, table) for table in ("tblRisks", "tblSwot", "tblStrategicAccounts")}
    book.calls.clear()
    review(book)
    assert max(book.calls.values()) == 1
    undo(book)
    assert rows_of(book, "tblFindings") == []
    assert rows_of(book, "tblSecondHalf") == []
    assert {table: rows_of(book, table) for table in before} == before


def test_actuals_beyond_the_years_target_are_told_in_both_languages():
    """The year is passed by June: no open month can catch up, and the reason is a sentence in either."""
    small = [{**row, "committed": 1} for row in quota()]
    outcome = review(book_of(tblQuota=small))
    assert outcome.problems == ()
    for language in ("en", "zh"):
        assert len(outcome.as_json(language)["attention"]) == len(outcome.attention) > 0
