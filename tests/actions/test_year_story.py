"""A planner's whole year in one story, January to January, against figures worked out here with pandas.

Three regions, four products of which one is launched in May, six reps of whom one leaves after July, a plan
year whose 春节 lies eleven days earlier than last year's, a month held as agreed with the region, and a
month corrected after it was closed. Files come as systems export them: GB18030, a title above the header.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.check import check
from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.finalise import finalise
from salesplan_xl.actions.hold import hold
from salesplan_xl.actions.kpi import kpi
from salesplan_xl.actions.load import load
from salesplan_xl.actions.new import new_workbook
from salesplan_xl.actions.profit import profit
from salesplan_xl.actions.quota import quota
from salesplan_xl.actions.reconcile import reconcile
from salesplan_xl.actions.replan import replan
from salesplan_xl.actions.review import review
from salesplan_xl.actions.set_values import set_values
from salesplan_xl.actions.variance import variance
from salesplan_xl.hosts.package import open_package
from salesplan_xl.tables.contract import TABLES
from tests.actions.small_company import put
from tests.plan_books import rows_of

TEAM = {"华东": ("陈静", "李强"), "华南": ("王芳", "赵磊"), "华北": ("孙丽", "周涛")}
PRICES = {"坚果": 40, "饼干": 12, "糖果": 20, "麦片": 25}
NEW, LAUNCH, LEAVER, LAST_MONTH = "麦片", 5, "李强", "2027-07"
TARGET, HELD_MONTH, HELD = 1_330_000, "2027-09", 41_000
SEASON = (14, 16, 7, 6, 7, 8, 7, 7, 10, 6, 8, 10)
KEYS = ["month", "region", "product", "rep"]
HEADERS = {
    "month": "月份",
    "region": "区域",
    "product": "产品",
    "rep": "业务员",
    "quantity": "销量",
    "amount": "销售金额",
    "cost": "成本",
}


def sales(year, growth, new_from=13, leaver_until=12):
    """Return the sales of a year: every amount is a whole number made of months, members and their places."""
    rows = []
    for month, season in enumerate(SEASON, start=1):
        for r, (region, reps) in enumerate(TEAM.items()):
            for p, (product, price) in enumerate(PRICES.items()):
                for s, rep in enumerate(reps):
                    if (product == NEW and month < new_from) or (rep == LEAVER and month > leaver_until):
                        continue
                    pieces = season * (5 + 2 * r + p + s) * growth[r] // 100 + (month * (p + 1) + s) % 7
                    paid = price * (97 + (month + p + year) % 5) * pieces // 100
                    rows.append((f"{year}-{month:02d}", region, product, rep, pieces, paid, paid * 6 // 10))
    return pd.DataFrame(rows, columns=list(HEADERS))


PAST = pd.concat([sales(2025, (300, 280, 310)), sales(2026, (330, 300, 330))])
YEAR = sales(2027, (300, 345, 380), LAUNCH, int(LAST_MONTH[-2:]))
MAY_AGAIN = YEAR["month"].eq("2027-05") & YEAR["region"].eq("华南") & YEAR["product"].eq("坚果")


def export(frame, path):
    """Write a file as an accounting system does: a title, a header, rows, a total; GB18030."""
    lines = ["河西食品有限公司销售明细表,,,,,,", ",".join(HEADERS.values())]
    lines += [",".join(map(str, row)) for row in frame[list(HEADERS)].itertuples(index=False)]
    lines.append(f"合计,,,,{frame['quantity'].sum()},{frame['amount'].sum()},{frame['cost'].sum()}")
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def done(outcome):
    assert [problem.sentence("zh") for problem in outcome.problems] == []
    return outcome


def words(table, rows):
    """Return rows with the ids of closed lists as a Chinese workbook shows them."""
    choices = {column.id: column.choices for column in TABLES[table].columns}
    return [
        {
            id: choices[id][cell].label("zh") if cell in choices.get(id, {}) else cell
            for id, cell in row.items()
        }
        for row in rows
    ]


def frame(workbook, table):
    return pd.DataFrame(rows_of(workbook, table))


def write(workbook, table, rows):
    put(workbook, table, words(table, rows))


def members():
    rows = [{"dimension": "region", "member": region} for region in TEAM]
    rows += [{"dimension": "product", "member": product} for product in PRICES if product != NEW]
    rows += [{"dimension": "product", "member": NEW, "like": "饼干", "from_month": f"2027-{LAUNCH:02d}"}]
    return rows


def team(leaves=False):
    rows = [{"rep": rep, "region": region, "fte": 1} for region, reps in TEAM.items() for rep in reps]
    return [row | {"end_month": LAST_MONTH} if leaves and row["rep"] == LEAVER else row for row in rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("year")


@pytest.fixture(scope="module")
def plan(folder):
    """November: targets, history, decomposition, the held month, bids, the final version, profit."""
    path = folder / "plan.xlsx"
    new_workbook("annual_plan", path, "zh")
    workbook = open_package(path)
    done(set_values(workbook, ["plan_year=2027", "step=1", "money_unit=1", "lunar_new_year=是"]))
    write(workbook, "tblTargets", [{"indicator": "sales_amount", "unit": "base", "committed": TARGET}])
    write(workbook, "tblMembers", members())
    write(
        workbook, "tblReps", [{"rep": rep, "region": r, "fte": 1} for r, reps in TEAM.items() for rep in reps]
    )
    levels = ("period", "region", "product", "rep")
    write(workbook, "tblLevels", [{"order": n, "dimension": d} for n, d in enumerate(levels, start=1)])
    done(load(workbook, "tblHistory", export(PAST, folder / "历史.csv")))
    done(check(workbook))
    stages = {}
    done(decompose(workbook))
    stages["decomposed"] = frame(workbook, "tblQuota")
    done(hold(workbook, period=HELD_MONTH, region="华东", amount=HELD, reason="与大区商定"))
    stages["held"] = frame(workbook, "tblQuota")
    info = workbook.tables()["tblQuota"]
    bid, committed = info.header.index("申报数"), info.header.index("必达目标")
    rows = [list(row) for row in workbook.read_table("tblQuota").rows]
    for number, row in enumerate(rows):
        row[bid] = row[committed] * (90 + number % 21) // 100
    workbook.write_table("tblQuota", rows)
    done(reconcile(workbook, trust="0.4", apply=True))
    stages["settled"] = frame(workbook, "tblQuota")
    done(finalise(workbook, note="年度经营会"))
    done(profit(workbook))
    workbook.save()
    return path, stages


def by(table, *columns, value="committed"):
    return table.groupby(list(columns))[value].sum()


def test_every_level_adds_up_and_the_held_month_stays(plan):
    _, stages = plan
    for name, quotas in stages.items():
        assert quotas["committed"].eq(quotas["committed"].astype("int64")).all(), name
        assert quotas["committed"].sum() == TARGET, name
        assert quotas["committed"].ge(0).all(), name
        assert not (quotas["product"].eq(NEW) & quotas["period"].lt(f"2027-{LAUNCH:02d}")).any(), name
    before, held = (by(stages[name], "period") for name in ("decomposed", "held"))
    assert before.equals(held), "the held month's other regions give way, no month does"
    for name in ("held", "settled"):
        assert by(stages[name], "period", "region")[HELD_MONTH, "华东"] == HELD
    others = by(stages["decomposed"], "period", "region")[HELD_MONTH].drop("华东")
    left = by(stages["held"], "period", "region")[HELD_MONTH].drop("华东")
    expected = others / others.sum() * (before[HELD_MONTH] - HELD)
    assert (left - expected).abs().max() <= 1


def test_months_follow_history_and_the_moved_holiday(plan):
    """春节 of 2025, 2026 and 2027 fall on 29 January, 17 February and 6 February.

    Its window reaches from thirty days before to fifteen after: into March in 2026, not in 2027.
    """
    _, stages = plan
    months = by(stages["decomposed"], "period")
    past = PAST.groupby(PAST["month"].str[-2:])["amount"].sum()
    planned = months.set_axis(months.index.str[-2:])
    untouched = [f"{month:02d}" for month in range(4, 12)]
    expected = past[untouched] / past[untouched].sum() * planned[untouched].sum()
    assert (planned[untouched] - expected).abs().max() <= 1
    change = planned / TARGET - past / past.sum()
    assert change["03"] < 0 < change["01"], "what the festival of 2026 brought to March comes earlier"


def test_regions_and_products_follow_their_own_history(plan):
    """Within a month and region without the new product, split as history pooled over both years."""
    _, stages = plan
    quotas = stages["decomposed"]
    april = quotas[quotas["period"].eq("2027-04")]
    past = PAST[PAST["month"].str.endswith("-04")]
    regions = by(past, "region", value="amount") / past["amount"].sum() * april["committed"].sum()
    assert (by(april, "region") - regions).abs().max() <= 1
    east = past[past["region"].eq("华东")]
    products = by(east, "product", value="amount") / east["amount"].sum()
    amounts = by(april[april["region"].eq("华东")], "product")
    assert (amounts - products * amounts.sum()).abs().max() <= 1


def test_profit_stands_on_the_final_quota(plan):
    path, stages = plan
    table = frame(open_package(path), "tblProfit")
    total = table[table["dimension"].eq("total") & table["version"].eq("plan")].set_index("line")
    months = by(stages["settled"], "period")
    assert [total.loc["sales", f"m{m:02d}"] for m in range(1, 13)] == months.tolist()
    assert total.loc["sales", "year"] == TARGET


@pytest.fixture(scope="module")
def tracking(plan, folder):
    """Six months loaded one by one; in June compared, bridged, measured and revised, a leaver known."""
    path, said = folder / "tracking.xlsx", {}
    new_workbook("monthly_tracking", path, "zh", plan=plan[0])
    workbook = open_package(path)
    for month in range(1, 7):
        own = YEAR[YEAR["month"].eq(f"2027-{month:02d}")]
        loaded = done(load(workbook, "tblActuals", export(own, folder / f"{month}月.csv")))
        said[month] = [line.sentence("zh") for line in loaded.attention]
    said["june"] = done(variance(workbook))
    tables = {name: frame(workbook, name) for name in ("tblQuota", "tblVariance")}
    done(bridge(workbook))
    tables["tblBridge"] = frame(workbook, "tblBridge")
    done(kpi(workbook))
    tables["tblKpi"] = frame(workbook, "tblKpi")
    write(workbook, "tblReps", team(leaves=True))
    said["replan"] = done(replan(workbook))
    tables["tblReplan"] = frame(workbook, "tblReplan")
    workbook.save()
    return path, tables, said


def test_variance_of_june(tracking):
    _, tables, _ = tracking
    table = tables["tblVariance"]
    quotas = by(tables["tblQuota"], "region", "period").unstack(fill_value=0)
    year = by(YEAR, "region", "month", value="amount").unstack(fill_value=0)
    last = by(PAST, "region", "month", value="amount").unstack(fill_value=0)
    for frames in (quotas, year, last):
        frames.loc["合计"] = frames.sum()
    june = table[table["period"].eq("2027-06")].set_index("member")
    for member in (*TEAM, "合计"):
        row, planned, sold = june.loc[member], quotas.loc[member], year.loc[member]
        so_far, plan_so_far = sold[:"2027-06"].sum(), planned[:"2027-06"].sum()
        assert (row["actual"], row["target"]) == (sold["2027-06"], planned["2027-06"])
        assert row["variance"] == sold["2027-06"] - planned["2027-06"]
        assert row["attainment"] == pytest.approx(sold["2027-06"] / planned["2027-06"])
        assert row["last_year"] == last.loc[member, "2026-06"]
        assert row["yoy"] == pytest.approx(sold["2027-06"] / last.loc[member, "2026-06"] - 1)
        assert row["mom"] == pytest.approx(sold["2027-06"] / sold["2027-05"] - 1)
        assert (row["actual_ytd"], row["target_ytd"]) == (so_far, plan_so_far)
        assert row["attainment_ytd"] == pytest.approx(so_far / plan_so_far)
        open_plan = planned["2027-07":].sum()
        assert row["landing"] == pytest.approx(so_far + open_plan * so_far / plan_so_far, abs=1)
        assert row["year_gap"] == planned.sum() - so_far
        assert row["required"] == pytest.approx((planned.sum() - so_far) / 6, abs=1)
    january = table[table["period"].eq("2027-01") & table["dimension"].eq("region")].set_index("member")
    assert january["actual"].to_dict() == year["2027-01"].drop("合计").to_dict()


def test_bridge_of_june_by_the_textbook(tracking):
    """Price at new quantities, volume at the old average price, mix the rest of the continuing products."""
    _, tables, _ = tracking
    table = tables["tblBridge"]
    june = table[table["period"].eq("2027-06") & table["against"].eq("last_year")]
    (row,) = june[june["dimension"].eq("total")].to_dict("records")
    sides = []
    for sold, month in ((PAST, "2026-06"), (YEAR, "2027-06")):
        sides.append(sold[sold["month"].eq(month)].groupby("product")[["quantity", "amount"]].sum())
    old, now = sides
    both = old.index.intersection(now.index)
    assert list(now.index.difference(old.index)) == [NEW]
    old_price, q0, q1 = old["amount"] / old["quantity"], old.loc[both, "quantity"], now.loc[both, "quantity"]
    price = (now.loc[both, "amount"] - q1 * old_price[both]).sum()
    volume = (q1.sum() - q0.sum()) * Fraction(int(old.loc[both, "amount"].sum()), int(q0.sum()))
    mix = (q1 * old_price[both]).sum() - float(q1.sum() * Fraction(int(old["amount"].sum()), int(q0.sum())))
    assert row["price"] == pytest.approx(price, abs=0.02)
    assert row["volume"] == pytest.approx(float(volume), abs=0.02)
    assert row["mix"] == pytest.approx(mix, abs=0.02)
    assert (row["new"], row["discontinued"]) == (now.loc[NEW, "amount"], 0)
    parts = ("price", "volume", "mix", "new", "discontinued")
    assert sum(round(row[part] * 100) for part in parts) == (now["amount"].sum() - old["amount"].sum()) * 100
    assert june[june["dimension"].eq("region")]["actual"].sum() == now["amount"].sum()


def test_key_figures_of_the_half_year(tracking):
    _, tables, _ = tracking
    table = tables["tblKpi"]
    (row,) = table[table["code"].eq("sales") & table["dimension"].eq("total")].to_dict("records")
    half = YEAR[YEAR["month"].le("2027-06")]
    assert row["value"] == half["amount"].sum()
    assert row["comparison"] == PAST[PAST["month"].between("2026-01", "2026-06")]["amount"].sum()
    quotas = tables["tblQuota"]
    assert row["target"] == quotas[quotas["period"].le("2027-06")]["committed"].sum()
    margins = table[table["code"].eq("gross_margin") & table["dimension"].eq("total")]["value"]
    assert margins.tolist() == pytest.approx([1 - half["cost"].sum() / half["amount"].sum()])


def test_replan_keeps_the_year_and_passes_on_what_the_leaver_had(tracking):
    _, tables, said = tracking
    table = tables["tblReplan"]
    quotas = tables["tblQuota"]
    half = YEAR[YEAR["month"].le("2027-06")]
    assert table["revised"].sum() == TARGET
    assert by(table, "region", value="revised").to_dict() == by(quotas, "region").to_dict()
    closed = table[table["period"].le("2027-06")]
    assert closed["revised"].sum() == half["amount"].sum()
    pairs = by(table, "region", "product", value="revised")
    assert pairs.to_dict() == by(quotas, "region", "product").to_dict()
    gone = table[table["rep"].eq(LEAVER) & table["period"].gt(LAST_MONTH)]
    assert gone["revised"].fillna(0).eq(0).all()
    # Where nobody leaves and nothing is held, every path shares its rest in proportion to its plan.
    free = ["region", "product", "rep"]
    for path, rows in quotas[quotas["region"].ne("华东")].groupby(free):
        months = rows.set_index("period")["committed"]
        sold = half.set_index(free).sort_index()["amount"]
        done_so_far = sold.loc[path].sum() if path in sold.index else 0
        open_months = months[months.index > "2027-06"]
        expected = open_months / open_months.sum() * (months.sum() - done_so_far)
        own = table.set_index(free).sort_index().loc[path].set_index("period")["revised"]
        assert (own[open_months.index] - expected).abs().max() <= 1, path
    assert any(LEAVER in line.sentence("zh") for line in said["replan"].attention)


def test_a_closed_month_is_corrected(tracking, folder):
    path, _, _ = tracking
    workbook = open_package(path)
    again = YEAR[YEAR["month"].eq("2027-05")].copy()
    again.loc[MAY_AGAIN, "amount"] += 500
    done(load(workbook, "tblActuals", export(again, folder / "5月更正.csv"), replace=True))
    warned = [line.sentence("zh") for line in done(variance(workbook)).attention]
    before = int(YEAR[YEAR["month"].eq("2027-05")]["amount"].sum())
    (sentence,) = [line for line in warned if "2027-05" in line and f"{before:,}" in line]
    assert f"{before + 500 * int(MAY_AGAIN.sum()):,}" in sentence
    assert sentence in frame(workbook, "tblLog")["action"].tolist()


def test_the_half_year_review_tells_what_is_above_the_threshold(tracking, folder):
    path = folder / "review.xlsx"
    new_workbook("mid_year_review", path, "zh", plan=tracking[0])
    workbook = open_package(path)
    done(review(workbook))
    quotas = tracking[1]["tblQuota"]
    sold = by(YEAR[YEAR["month"].le("2027-06")], "region", value="amount")
    planned = by(quotas[quotas["period"].le("2027-06")], "region")
    half = frame(workbook, "tblHalfYear")
    regions = half[half["dimension"].eq("region") & half["indicator"].eq("sales_amount")].set_index("member")
    assert regions["actual"].to_dict() == sold.to_dict()
    assert regions["target"].to_dict() == planned.to_dict()
    told = frame(workbook, "tblFindings")
    told = told[told["part"].eq("results") & told["dimension"].eq("region") & told["code"].eq("sales_amount")]
    material = (sold - planned).abs() > 0.05 * planned
    assert material.sum() > 0
    assert told.set_index("member")["effect"].to_dict() == (sold - planned)[material].to_dict()
    ahead = frame(workbook, "tblSecondHalf")
    total = ahead[ahead["dimension"].eq("total") & ahead["period"].str.contains("-")]
    assert total["catch_up"].sum() == TARGET - sold.sum()
    assert total["original"].sum() == TARGET - planned.sum()


def test_the_team_carries_the_quota(tracking, folder):
    path = folder / "team.xlsx"
    new_workbook("team_and_quota", path, "zh", plan=tracking[0])
    workbook = open_package(path)
    done(quota(workbook))
    table = frame(workbook, "tblQuotaProposal").set_index("rep")
    carried = by(tracking[1]["tblQuota"], "rep")
    assert table["current"].to_dict() == carried.to_dict()
    assert by(table, "region", value="proposed").to_dict() == by(tracking[1]["tblQuota"], "region").to_dict()
    assert table.loc[LEAVER, "proposed"] < table.loc[LEAVER, "current"]
    last = by(PAST[PAST["month"].ge("2026")], "rep", value="amount")
    assert table["last_year"].to_dict() == last.to_dict()


def test_next_january_plans_on_the_years_actuals(tracking, folder):
    workbook = open_package(tracking[0])
    for month in range(7, 13):
        own = YEAR[YEAR["month"].eq(f"2027-{month:02d}")]
        done(load(workbook, "tblActuals", export(own, folder / f"{month}月.csv")))
    done(variance(workbook))
    table = frame(workbook, "tblVariance")
    (row,) = table[table["period"].eq("2027-12") & table["dimension"].eq("total")].to_dict("records")
    assert (row["actual_ytd"], row["landing"]) == (YEAR["amount"].sum(), YEAR["amount"].sum())
    assert row["year_gap"] == TARGET - YEAR["amount"].sum()
    workbook.save(folder / "december.xlsx")
    path = folder / "next.xlsx"
    new_workbook("annual_plan", path, "zh", plan=folder / "december.xlsx")
    following = open_package(path)
    done(set_values(following, ["plan_year=2028", f"sales_amount.committed={TARGET + 100_000}"]))
    (old,) = check(following).problems
    assert HELD_MONTH in old.sentence("zh"), "what was held of the year before is named"
    following.write_table("tblHolds", [])
    done(decompose(following))
    quotas = frame(following, "tblQuota")
    assert quotas["committed"].sum() == TARGET + 100_000
    assert quotas[quotas["committed"].isna()]["bid"].notna().all(), "bids of the year before are kept"
    quotas = quotas.dropna(subset=["committed"])
    assert set(quotas["period"]) == {f"2028-{month:02d}" for month in range(1, 13)}
    assert LEAVER not in set(quotas["rep"])
    summary = frame(following, "tblQuotaSummary")
    regions = summary[summary["dimension"].eq("region")].set_index("member")["last_year"]
    assert regions.to_dict() == by(YEAR, "region", value="amount").to_dict()
