"""Key figures against plain pandas, written from their definitions, and against awkward data."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.metrics import METRICS, Book, MetricSettings, View, kpi_table, members_by
from salesplan_xl.units import Month

FIRST = Month(2027, 1).index
H1 = (FIRST, FIRST + 5)
SEED = 7


def sales_frame(seed=SEED):
    rng = np.random.default_rng(seed)
    rows = []
    for month in range(FIRST - 24, FIRST + 6):
        for customer in range(12):
            if rng.random() < 0.35:
                continue
            for product in rng.choice(4, size=rng.integers(1, 3), replace=False):
                quantity = int(rng.integers(1, 40))
                amount = round(quantity * (10 + 3 * int(product)) * float(rng.uniform(0.9, 1.1)), 2)
                if rng.random() < 0.05:
                    quantity, amount = -1, -10.0
                rows.append(
                    {
                        "indicator": "sales_amount",
                        "month": month,
                        "region": f"R{customer % 3}",
                        "rep": f"rep{customer % 5}",
                        "customer": f"C{customer}",
                        "product": f"P{product}",
                        "quantity": float(quantity),
                        "amount": amount,
                        "cost": round(amount * 0.6, 2),
                    }
                )
    return pd.DataFrame(rows)


def quota_frame(sales):
    months = sales.assign(month=sales["month"] + 12)
    months = months[months["month"].between(FIRST, FIRST + 11)]
    keys = ["indicator", "month", "region", "rep", "customer", "product"]
    return months.groupby(keys, as_index=False)["amount"].sum().rename(columns={"amount": "target"})


def book_of(settings=None, targets=None, **frames):
    sales = frames.pop("sales", None)
    given = dict(frames)
    if sales is not None:
        given["sales"] = sales
    return Book.of(given, FIRST, settings, targets)


@pytest.fixture(name="sold", scope="module")
def _sold():
    return sales_frame()


@pytest.fixture(name="book", scope="module")
def _book(sold):
    return book_of(sales=sold, quota=quota_frame(sold))


def value(book, code, dimension="total", member=None, window=H1):
    members = (None,) if dimension == "total" else members_by(book, dimension)
    view = View(book, dimension, members, *window)
    return METRICS[code].compute(view)[list(members).index(member)]


def window_of(frame, first, last):
    return frame[frame["month"].between(first, last)]


def test_sales_are_exact_sums_by_every_member(book, sold):
    now = window_of(sold, *H1)
    assert value(book, "sales") == round(now["amount"].sum(), 2)
    for region, rows in now.groupby("region"):
        assert value(book, "sales", "region", region) == round(rows["amount"].sum(), 2)
    parts = [value(book, "sales", "customer", name) for name in members_by(book, "customer")]
    assert round(sum(parts), 2) == value(book, "sales")


def test_attainment_growth_and_mix_are_ratios_of_sums(book, sold):
    now, before = window_of(sold, *H1), window_of(sold, H1[0] - 12, H1[1] - 12)
    plan = window_of(quota_frame(sold), *H1)
    assert value(book, "attainment") == pytest.approx(now["amount"].sum() / plan["target"].sum())
    assert value(book, "growth") == pytest.approx(now["amount"].sum() / before["amount"].sum() - 1)
    own = now[now["region"] == "R1"]
    assert value(book, "mix", "region", "R1") == pytest.approx(own["amount"].sum() / now["amount"].sum())
    assert value(book, "gross_margin") == pytest.approx(1 - now["cost"].sum() / now["amount"].sum())
    assert value(book, "target_gap") == pytest.approx(plan["target"].sum() - now["amount"].sum())
    month = window_of(sold, H1[1], H1[1])["amount"].sum()
    month_before = window_of(sold, H1[1] - 1, H1[1] - 1)["amount"].sum()
    assert value(book, "monthly_growth") == pytest.approx(month / month_before - 1)


def test_pace_runs_from_the_start_of_the_year(book, sold):
    plan = quota_frame(sold)
    window = (FIRST + 3, FIRST + 4)
    actual = window_of(sold, FIRST, FIRST + 4)["amount"].sum()
    assert value(book, "plan_pace", window=window) == pytest.approx(
        actual / window_of(plan, FIRST, FIRST + 4)["target"].sum()
    )


def test_customers_kept_and_their_revenue(book, sold):
    now = window_of(sold, *H1).groupby("customer")["amount"].sum()
    before = window_of(sold, H1[0] - 12, H1[1] - 12).groupby("customer")["amount"].sum()
    start = before[before > 0]
    still = now.reindex(start.index).fillna(0)
    stayed = still > 0
    assert value(book, "retention") == pytest.approx(stayed.sum() / len(start))
    assert value(book, "buyers") == (now > 0).sum()
    kept = still.where(stayed, 0)
    assert value(book, "net_retention") == pytest.approx(kept.sum() / start.sum())
    assert value(book, "gross_retention") == pytest.approx(np.minimum(kept, start).sum() / start.sum())
    top = now.sort_values(ascending=False)
    if (now >= 0).all():
        assert value(book, "top_customers") == pytest.approx(top[:5].sum() / now.sum())


def test_repeat_purchase_by_months_and_by_orders(sold):
    rows = window_of(sold, *H1)
    months = rows[rows["amount"] > 0].groupby("customer")["month"].nunique()
    book = book_of(sales=sold)
    assert value(book, "repeat_months") == pytest.approx((months >= 2).sum() / len(months))
    orders = [
        {"indicator": "orders", "month": month, "customer": f"C{k}", "region": "R0", "amount": float(count)}
        for month in range(*H1, 1)
        for k, count in ((0, 1), (1, month == FIRST), (2, 0))
    ]
    orders.append({"indicator": "orders", "month": H1[1], "customer": "C0", "region": "R0", "amount": 1.0})
    book = book_of(sales=pd.concat([sold, pd.DataFrame(orders)], ignore_index=True))
    assert value(book, "orders") == 7
    assert value(book, "repeat_rate") == 0.5
    assert value(book, "order_value") == pytest.approx(rows["amount"].sum() / 7)


def test_new_customers_bring_a_share_of_sales(sold):
    first = sold[sold["amount"] > 0].groupby("customer")["month"].min()
    late = sold[~((sold["customer"] == "C1") & (sold["month"] < FIRST))]
    book = book_of(sales=late)
    now = window_of(late, *H1)
    new = now[now["customer"].map(first.mask(first.index == "C1", FIRST)).ge(FIRST)]
    assert value(book, "new_share") == pytest.approx(new["amount"].sum() / now["amount"].sum())


def deals_frame():
    def day(month, number):
        return dt.date(2027, month, number)

    return pd.DataFrame(
        [
            ("a", "ref", day(1, 4), day(1, 20), day(2, 1), day(3, 5), 100.0, "won", None, "rep1"),
            ("b", "web", day(1, 10), day(1, 30), None, day(2, 20), 50.0, "lost", "price", "rep1"),
            ("c", "web", day(2, 1), None, None, None, 70.0, "open", None, "rep2"),
            ("d", "ref", day(2, 11), day(3, 1), day(3, 20), day(5, 2), 300.0, "won", None, "rep1"),
            ("e", "web", day(3, 3), None, None, day(4, 1), 40.0, "lost", "rival", "rep2"),
            ("f", "web", None, None, None, None, 10.0, None, None, "rep2"),
        ],
        columns=["deal", "source", "first_contact", "quoted", "shown", "closed", "amount", "outcome",
                 "loss_reason", "rep"],
    )  # fmt: skip


def test_the_funnel_follows_one_cohort():
    book = book_of(tblDeals=deals_frame())
    assert value(book, "leads") == 5
    assert value(book, "lead_to_quote") == 3 / 5
    assert value(book, "quote_to_demo") == 2 / 3
    assert value(book, "demo_to_sign") == 1
    assert value(book, "lead_to_sign", "source", "ref") == 1
    assert value(book, "lead_to_sign", "source", "web") == 0
    assert value(book, "lead_value") == 400 / 5
    assert value(book, "weakest_step") == 1
    # Two of five leads were lost before the quote; later 2/3 and all went on: 2 × 2/3 × 200.
    assert value(book, "bottleneck_loss") == pytest.approx(2 * 2 / 3 * 200)


def test_deals_won_and_lost_in_a_window():
    book = book_of(tblDeals=deals_frame())
    assert value(book, "win_rate") == 0.5
    assert value(book, "win_rate_amount") == 400 / 490
    assert value(book, "lost_amount") == 90
    assert value(book, "lost_amount", "loss_reason", "price") == 50
    assert value(book, "large_deals") == 2
    assert value(book, "won_amount", window=(FIRST, FIRST + 2)) == 100
    assert value(book, "days_to_quote") == np.median([16, 20, 18])
    assert value(book, "days_to_sign") == np.median([44, 62])
    assert value(book, "lead_spread") == pytest.approx(np.std([3, 2], ddof=1) / 2.5)


def test_the_sales_cycle_counts_open_deals_as_not_signed_so_far():
    book = book_of(tblDeals=deals_frame())
    # Won after 60 and 80 days; one open for 149 days at the end of June. Kaplan–Meier: 2/3, then 1/3 at 80.
    assert value(book, "cycle") == 80
    # By the end of March only one was won (60 days); two others were open for 58 and 48 days.
    assert value(book, "cycle", window=(FIRST, FIRST + 2)) == 60


def test_customers_files_surveys_and_costs():
    customers = pd.DataFrame(
        {
            "customer": [f"C{k}" for k in range(6)],
            "source": ["referral", "web", "web", None, "web", "referral"],
            "first_order": [FIRST + 1, FIRST + 2, FIRST - 30, np.nan, FIRST + 5, FIRST - 2],
            "churned": [np.nan, np.nan, FIRST + 3, np.nan, np.nan, FIRST - 1],
            "nps": [10.0, 9, 7, 3, np.nan, 6],
            "csat": [5.0, 4, 2, 3, np.nan, 5],
            "renewal_due": [FIRST, FIRST + 1, FIRST + 2, FIRST + 8, np.nan, np.nan],
            "renewed": ["renewed", "not_renewed", "pending", None, None, None],
            "strategic": ["yes", "no", "yes", "no", "no", "no"],
            "cost": [10.0, np.nan, 20, np.nan, np.nan, np.nan],
            "roles": [4.0, 5, np.nan, np.nan, np.nan, np.nan],
            "contacted": [2.0, 1, np.nan, np.nan, np.nan, np.nan],
            "falling": ["yes", "no", "yes", None, None, None],
            "rival": ["no", "no", None, None, None, None],
        }
    )
    spend = pd.DataFrame(
        {
            "month": [FIRST + m for m in range(6)],
            "source": ["web"] * 6,
            "spend": [100.0] * 6,
            "selling": [50.0] * 6,
            "leads": [10.0] * 6,
            "in_time": [8.0] * 5 + [np.nan],
        }
    )
    book = book_of(tblCustomers=customers, tblActivities=spend)
    assert value(book, "new_customers") == 3
    assert value(book, "new_customers", "source", "web") == 2
    assert value(book, "referral") == 1 / 3
    # At the start C2 and C3 (without a month); C5 had left before. C2 left in April.
    assert value(book, "churn") == 1 / 2
    assert value(book, "renewal") == 1 / 2
    assert value(book, "promoters") == pytest.approx(100 * (2 - 2) / 5)
    assert value(book, "satisfaction") == 3 / 5
    assert value(book, "acquisition_cost") == 500 / 3  # five months of spending before, a month ahead
    assert value(book, "roles_reached") == 3 / 9
    assert value(book, "strategic_cost") == 10
    # C0: one of two known signals; C2: the only known one; C1 none.
    assert value(book, "at_risk") == 2
    assert value(book, "lead_cost") == 10
    assert value(book, "in_time") == 0.8
    both = MetricSettings(cac_scope="marketing_and_sales", cac_lag=0)
    book = book_of(both, tblCustomers=customers, tblActivities=spend)
    assert value(book, "acquisition_cost") == 900 / 3
    average = book_of(MetricSettings(churn_base="average"), tblCustomers=customers, tblActivities=spend)
    assert value(average, "churn") == 1 / ((2 + 4) / 2)


def test_the_market_counts_the_months_and_products_it_is_known_for(sold):
    market = pd.DataFrame(
        {
            "month": [FIRST, FIRST + 1, FIRST - 12, FIRST - 11],
            "product": ["P1", "P1", "P1", "P1"],
            "market": [9000.0, 9500, 8000, 8200],
            "rival_sales": [3000.0, 3000, np.nan, np.nan],
            "own_price": [10.0, 11, np.nan, np.nan],
            "rival_price": [10.0, 10, np.nan, np.nan],
        }
    )
    book = book_of(sales=sold, tblMarket=market)
    own = window_of(sold, FIRST, FIRST + 1)
    own = own[own["product"] == "P1"]["amount"].sum()
    before = window_of(sold, FIRST - 12, FIRST - 11)
    before = before[before["product"] == "P1"]["amount"].sum()
    assert value(book, "market_share") == pytest.approx(own / 18_500)
    assert value(book, "market_share", "product", "P1") == pytest.approx(own / 18_500)
    assert np.isnan(value(book, "market_share", "product", "P2"))
    assert value(book, "share_change") == pytest.approx(own / 18_500 - before / 16_200)
    assert value(book, "real_growth") == pytest.approx((own / before) / (18_500 / 16_200))
    assert value(book, "relative_share") == pytest.approx(own / 6000)
    assert value(book, "prices") == pytest.approx(110)
    whole = pd.concat([market, pd.DataFrame([{"month": FIRST, "market": 50_000.0}])], ignore_index=True)
    total = window_of(sold, FIRST, FIRST)["amount"].sum()
    book = book_of(sales=sold, tblMarket=whole)
    assert value(book, "market_share") == pytest.approx(total / 50_000)


def test_elasticity_needs_a_product(book, sold):
    now, before = window_of(sold, *H1), window_of(sold, H1[0] - 12, H1[1] - 12)
    (q1, a1), (q0, a0) = (
        rows[rows["product"] == "P2"][["quantity", "amount"]].sum().tolist() for rows in (now, before)
    )
    p1, p0 = a1 / q1, a0 / q0
    expected = ((q1 - q0) / (q1 + q0)) / ((p1 - p0) / (p1 + p0))
    assert value(book, "elasticity", "product", "P2") == pytest.approx(expected)
    table = kpi_table(book, *H1, ["region"])
    assert set(table[table["code"] == "elasticity"]["dimension"]) == {"product"}


def test_the_team_by_rep(book, sold):
    now, plan = window_of(sold, *H1), window_of(quota_frame(sold), *H1)
    reached = now.groupby("rep")["amount"].sum() / plan.groupby("rep")["target"].sum()
    assert value(book, "attainment_spread") == pytest.approx(reached.std() / reached.mean())
    assert value(book, "near_quota") == pytest.approx(((reached >= 0.8) & (reached <= 1.2)).mean())
    reps = pd.DataFrame(
        {
            "rep": ["rep0", "rep1"],
            "start_month": [np.nan, FIRST + 3],
            "end_month": [np.nan] * 2,
            "fte": [1, 0.5],
        }
    )
    with_reps = book_of(sales=sold, tblReps=reps)
    assert value(with_reps, "sales_per_head") == pytest.approx(now["amount"].sum() / 1.25)


def test_what_lacks_data_is_listed_and_not_invented(sold):
    table = kpi_table(book_of(sales=sold[["indicator", "month", "amount"]]), *H1)
    by_code = table.set_index("code")
    assert by_code.loc["win_rate", "status"] == "missing"
    assert np.isnan(by_code.loc["win_rate", "value"])
    assert by_code.loc["sales", "status"] == "none"
    assert set(METRICS) >= set(table["code"])
    assert book_of().missing(METRICS["churn"].needs) == ["tblCustomers.churned"]
    assert len(kpi_table(book_of(), *H1)) == len(METRICS)


def test_a_month_without_sales_leaves_the_period_unknown(sold):
    book = book_of(sales=sold[sold["month"] != FIRST + 2])
    assert np.isnan(value(book, "sales"))
    assert not np.isnan(value(book, "sales", window=(FIRST, FIRST + 1)))


def test_last_year_is_compared_only_where_records_reach_back():
    deals = deals_frame()
    table = kpi_table(book_of(tblDeals=deals), *H1).set_index("code")
    assert np.isnan(table.loc["won_amount", "comparison"])
    old = deals.assign(first_contact=dt.date(2025, 12, 1), closed=dt.date(2026, 2, 1), outcome="won")
    table = kpi_table(book_of(tblDeals=pd.concat([deals, old], ignore_index=True)), *H1).set_index("code")
    assert table.loc["won_amount", "comparison"] == old["amount"].sum()
    assert table.loc["won_amount", "change"] == pytest.approx(400 / 570 - 1)


def test_targets_and_lights():
    book = book_of(tblDeals=deals_frame(), targets={"win_rate": 0.55, "cycle": 75.0})
    table = kpi_table(book, *H1).set_index("code")
    assert table.loc["win_rate", "target"] == 0.55
    assert table.loc["win_rate", "status"] == "amber"
    assert table.loc["cycle", "status"] == "amber"  # 75 / 80: less is better
    assert table.loc["weakest_step", "status"] == "none"


def test_the_book_leaves_what_it_is_given_as_it_was(sold):
    deals, frame = deals_frame(), sold.copy()
    copy = deals.copy()
    kpi_table(book_of(sales=frame, tblDeals=deals), *H1, ["region", "rep"])
    pd.testing.assert_frame_equal(deals, copy)
    pd.testing.assert_frame_equal(frame, sold)


def test_ten_thousand_reps_add_up():
    rng = np.random.default_rng(1)
    size = 120_000
    frame = pd.DataFrame(
        {
            "indicator": "sales_amount",
            "month": FIRST - 12 + rng.integers(0, 18, size),
            "rep": np.array([f"rep{k}" for k in range(10_000)], dtype=object)[rng.integers(0, 10_000, size)],
            "customer": np.array([f"C{k}" for k in range(3000)], dtype=object)[rng.integers(0, 3000, size)],
            "amount": rng.integers(1, 1000, size).astype(float),
        }
    )
    book = book_of(sales=frame)
    table = kpi_table(book, *H1, ["rep"])
    own = table[(table["code"] == "sales") & (table["dimension"] == "rep")]
    assert len(own) == 10_000
    assert own["value"].sum() == window_of(frame, *H1)["amount"].sum()


@pytest.mark.parametrize("declared", METRICS.values(), ids=list(METRICS))
def test_every_figure_is_told_in_both_languages_and_survives_an_empty_window(declared, sold):
    assert declared.name.en
    assert declared.name.zh
    assert declared.formula.en
    assert declared.formula.zh
    assert 1 <= declared.row <= 230
    book = book_of(sales=sold, quota=quota_frame(sold), tblDeals=deals_frame())
    if not book.missing(declared.needs):
        nowhere = View(book, "region", ("nowhere",), FIRST + 90, FIRST + 95)
        assert declared.compute(nowhere).shape == (1,)


def test_strategic_accounts_wallet_breadth_and_return(sold):
    customers = pd.DataFrame(
        {
            "customer": ["C0", "C1", "C2"],
            "strategic": ["yes", "no", "yes"],
            "tier": ["key", "standard", "key"],
            "wallet": [4000.0, np.nan, 6000.0],
            "cost": [100.0, 50.0, np.nan],
        }
    )
    deals = deals_frame().assign(customer=["C0", "C1", "C1", "C2", "C1", "C0"])
    quota = quota_frame(sold)
    book = book_of(sales=sold, quota=quota, tblCustomers=customers, tblDeals=deals)
    now, plan = window_of(sold, *H1), window_of(quota, *H1)
    key = now[now["customer"].isin(["C0", "C2"])]
    planned = plan[plan["customer"].isin(["C0", "C2"])]
    assert value(book, "strategic_share") == pytest.approx(key["amount"].sum() / now["amount"].sum())
    assert value(book, "strategic_attainment") == pytest.approx(key["amount"].sum() / planned["target"].sum())
    assert value(book, "strategic_cycle") == np.median([60, 80])
    assert value(book, "wallet_share") == pytest.approx(key["amount"].sum() / 5000)
    spent = now[now["customer"].isin(["C0", "C1"])]
    profit = (spent["amount"] - spent["cost"]).sum()
    assert value(book, "account_return") == pytest.approx((profit - 150) / 150)
    bought = now[now["amount"] > 0]
    buyers = (now.groupby("customer")["amount"].sum() > 0).sum()
    pairs = len(bought[["customer", "product"]].drop_duplicates())
    assert value(book, "breadth") == pytest.approx(pairs / buyers)
    assert value(book, "mix", "tier", "key") == pytest.approx(key["amount"].sum() / now["amount"].sum())
    sales = now.groupby("customer")["amount"].sum()
    if (sales >= 0).all():
        assert value(book, "top_customers") == pytest.approx(sales.nlargest(5).sum() / sales.sum())
    assert value(book, "customer_value") == pytest.approx(now["amount"].sum() / buyers)


def test_new_products_expense_and_the_value_of_a_customer(sold):
    expense = pd.DataFrame(
        {"indicator": "expense", "month": range(FIRST, FIRST + 6), "amount": 100.0, "region": "R0"}
    )
    launches = pd.DataFrame({"product": ["P3", "P0"], "launched": [FIRST - 2.0, FIRST - 40.0]})
    won = pd.DataFrame({"customer": ["C0", "C1"], "first_order": [FIRST + 1.0, FIRST + 2.0]})
    spend = pd.DataFrame({"month": range(FIRST, FIRST + 6), "spend": 60.0})
    book = book_of(
        MetricSettings(discount_rate=0.1),
        sales=pd.concat([sold, expense], ignore_index=True),
        quota=quota_frame(sold),
        launches=launches,
        tblCustomers=won,
        tblActivities=spend,
    )
    now, plan = window_of(sold, *H1), window_of(quota_frame(sold), *H1)
    new, target = now[now["product"] == "P3"]["amount"].sum(), plan[plan["product"] == "P3"]["target"].sum()
    assert value(book, "launch_attainment") == pytest.approx(new / target)
    assert value(book, "launch_share") == pytest.approx(new / now["amount"].sum())
    assert value(book, "expense_ratio") == pytest.approx(600 / now["amount"].sum())
    profit = (now["amount"] - now["cost"]).sum()
    assert value(book, "gross_profit") == pytest.approx(profit)
    assert value(book, "volume") == now["quantity"].sum()
    margin = profit / value(book, "buyers") / 6
    kept = value(book, "retention")
    assert value(book, "lifetime_value") == pytest.approx(12 * margin * kept / (1.1 - kept))
    assert value(book, "acquisition_cost") == 300 / 2
    assert value(book, "payback") == pytest.approx(150 / margin)
    assert value(book, "value_to_cost") == pytest.approx(12 * margin * kept / (1.1 - kept) / 150)


def test_rates_of_activities_and_surveys(sold):
    activities = pd.DataFrame(
        {
            "month": [FIRST, FIRST + 1],
            "leads": [20.0, 10.0],
            "untouched": [2.0, np.nan],
            "delivered": [100.0, 300.0],
            "opens": [30.0, 50.0],
            "clicks": [4.0, 4.0],
            "attendees": [50.0, np.nan],
        }
    )
    market = pd.DataFrame({"month": [FIRST], "asked": [200.0], "aware": [90.0], "buyers": [30.0]})
    book = book_of(sales=sold, tblActivities=activities, tblMarket=market)
    assert value(book, "untouched") == 2 / 20
    assert value(book, "open_rate") == 80 / 400
    assert value(book, "click_rate") == 8 / 400
    assert value(book, "event_leads") == 20 / 50
    assert value(book, "awareness") == 0.45
    assert value(book, "penetration") == 0.15
    late = deals_frame().assign(due=[None, None, dt.date(2027, 5, 1), None, None, dt.date(2027, 8, 1)])
    assert value(book_of(tblDeals=late), "overdue_deals") == 1
    concentrated = window_of(sold, *H1).groupby("rep")["amount"].sum().to_numpy()
    pairs = np.abs(concentrated[:, None] - concentrated[None, :]).sum()
    gini = pairs / (2 * len(concentrated) * concentrated.sum())
    assert value(book, "rep_concentration") == pytest.approx(gini)
