"""The profit plan against plain Fractions: every cell of every version, and every sum."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.collection_schedule import collection_schedule
from salesplan_xl.planning.expense_plan import by_members, expense_plan
from salesplan_xl.planning.profit_cube import CostRates, Department, NoCost, TwoDepartments, profit_cube
from salesplan_xl.planning.profit_plan import LINES, break_even, profit_table, statements
from salesplan_xl.planning.profit_views import channel_targets, curve_of, department_targets, new_products
from salesplan_xl.units import CENT, Month, Step

FIRST = Month(2027, 1).index
ONE = Step.of(1)
NO_SPENDING = pd.DataFrame({"month": pd.Series(dtype="int64"), "amount": pd.Series(dtype="float64")})


def rows(*given):
    """Rows of month (from the plan year's first, which is 0), region, product, amount and cost."""
    columns = ["month", "region", "channel", "product", "amount", "cost"]
    frame = pd.DataFrame(given, columns=columns)
    return frame.assign(month=frame["month"] + FIRST)


def lines(*given):
    names = (
        "item class method department product parameter last_year last_sales sales cost lead_months "
        "contingency trigger trigger_month spent extra_sales"
    ).split()
    return pd.DataFrame([{name: row.get(name) for name in names} for row in given], columns=names)


def halves_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def largest_remainders(total: int, weights: list[int]) -> list[int]:
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    given = [floor(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda at: (given[at] - exact[at], at))
    for at in order[: total - sum(given)]:
        given[at] += 1
    return given


@pytest.fixture(name="world")
def _world():
    """Two regions with two products, two years of history, three months of actuals, a random plan."""
    random = np.random.default_rng(7)
    cells = [("East", "Shop", "A"), ("East", "Web", "B"), ("West", "Shop", "A")]
    past, plan, actual = [], [], []
    for month in range(-24, 12):
        for region, channel, product in cells:
            amount = int(random.integers(1_000, 90_000)) / 100
            cost = int(random.integers(100, 60_000)) / 100
            if month < 0:
                past.append((month, region, channel, product, amount, cost))
            else:
                plan.append((month, region, channel, product, amount, np.nan))
                if month < 3:
                    known = cost if product == "A" or month else np.nan
                    actual.append((month, region, channel, product, int(amount * 50) / 100, known))
    return rows(*plan), rows(*past, *actual)


def cents(value: float) -> int:
    return int(Fraction(str(value)) * 100)


def cost_rates(sales: pd.DataFrame) -> dict[str, Fraction]:
    """Cost to sales of the twelve months before the plan year, by product."""
    found = {}
    recent = sales[(sales["month"] < FIRST) & (sales["month"] >= FIRST - 12)]
    for product, mine in recent.groupby("product"):
        found[product] = Fraction(sum(map(cents, mine["cost"])), sum(map(cents, mine["amount"])))
    return found


def test_every_month_and_sum_of_the_plan_is_that_of_fractions(world):
    plan, sales = world
    cube = profit_cube(plan, sales, FIRST, FIRST + 2, [], CostRates())
    budget, problems = expense_plan(
        lines({"item": "Freight", "method": "percent", "parameter": 0.1}), cube, CENT, FIRST, FIRST + 2, {}
    )
    assert problems == []
    found = profit_table(cube, statements(cube, budget, NO_SPENDING, FIRST, FIRST + 2, {}), ["product"], 1)
    rates = cost_rates(sales)
    planned = {(row.month - FIRST, row.region, row.product): cents(row.amount) for row in plan.itertuples()}
    whole = [sum(a for (m, _, _), a in planned.items() if m == month) for month in range(12)]
    total = halves_up(Fraction(sum(whole), 10))
    assert budget.months[0].tolist() == largest_remainders(total, whole)
    for product in ("A", "B"):
        mine = found[(found["member"] == product) & (found["version"] == "plan")].set_index("line")
        for month in range(12):
            own = {key: a for key, a in planned.items() if key[0] == month and key[2] == product}
            sold = sum(own.values())
            cost = sum(halves_up(a * rates[product]) for a in own.values())
            name = f"m{month + 1:02d}"
            assert round(mine.loc["sales", name] * 100) == sold
            assert round(mine.loc["cost", name] * 100) == cost
            assert mine.loc["gross_margin", name] == pytest.approx(float(1 - Fraction(cost, sold)), rel=1e-12)
    # Expense of a month is split over the combinations, in the order in which the plan names them.
    order = [("East", "A"), ("East", "B"), ("West", "A")]
    for month in range(12):
        parts = largest_remainders(
            int(budget.months[0, month]), [planned[month, region, product] for region, product in order]
        )
        by_product = {"A": parts[0] + parts[2], "B": parts[1]}
        for product, expected in by_product.items():
            chosen = found[(found["member"] == product) & (found["version"] == "plan")]
            value = chosen.set_index("line").loc["expense", f"m{month + 1:02d}"]
            assert round(value * 100) == expected


def test_members_quarters_and_halves_add_up_to_the_last_cent(world):
    plan, sales = world
    cube = profit_cube(plan, sales, FIRST, FIRST + 2, [], CostRates())
    given = lines(
        {"item": "Pay", "method": "prior", "last_year": 777.77},
        {"item": "Media", "method": "percent", "parameter": 0.03, "lead_months": 2, "product": "A"},
    )
    budget, _ = expense_plan(given, cube, CENT, FIRST, FIRST + 2, {})
    spent = pd.DataFrame({"month": [FIRST, FIRST + 2], "amount": [55.55, 44.4], "department": [None, "X"]})
    versions = statements(cube, budget, spent, FIRST, FIRST + 2, {})
    assert list(versions) == ["plan", "actual", "landing", "last_year"]
    dimensions = ["region", "channel", "product"]
    found = profit_table(cube, versions, dimensions, 1)
    amounts = found[~found["line"].isin(["gross_margin", "expense_ratio", "net_margin"])]
    months = [f"m{month:02d}" for month in range(1, 13)]
    columns = [*months, "q1", "q2", "q3", "q4", "h1", "h2", "year"]
    whole = (amounts[columns] * 100).round()
    keyed = amounts[["dimension", "version", "line"]].join(whole)
    sums = keyed.groupby(["dimension", "version", "line"])[columns].sum(min_count=1)
    for dimension in dimensions:
        pd.testing.assert_frame_equal(sums.loc[dimension], sums.loc["total"])
    known = keyed[keyed["version"].isin(["plan", "landing"])]
    assert (known[months].sum(axis=1) == known["year"]).all()
    assert (known[["q1", "q2", "q3", "q4"]].sum(axis=1) == known["year"]).all()
    assert (known["h1"] + known["h2"] == known["year"]).all()
    assert (known["q1"] + known["q2"] == known["h1"]).all()


def test_ratios_are_ratios_of_sums_and_net_is_what_is_left(world):
    plan, sales = world
    cube = profit_cube(plan, sales, FIRST, None, [], CostRates())
    budget, _ = expense_plan(
        lines({"item": "Pay", "method": "prior", "last_year": 500}), cube, ONE, FIRST, None, {}
    )
    versions = statements(cube, budget, NO_SPENDING, FIRST, None, {})
    assert list(versions) == ["plan", "last_year"]
    found = profit_table(cube, versions, [], 1)
    plan_rows = found[found["version"] == "plan"].set_index("line")
    for column in ("m02", "q3", "h2", "year"):
        sold, cost, spent = (Fraction(str(plan_rows.loc[name, column])) for name in (*LINES[:2], "expense"))
        assert plan_rows.loc["net_profit", column] == float(sold - cost - spent)
        assert plan_rows.loc["gross_margin", column] == pytest.approx(float((sold - cost) / sold), rel=1e-14)
        assert plan_rows.loc["net_margin", column] == pytest.approx(
            float((sold - cost - spent) / sold), rel=1e-12
        )
    before = found[found["version"] == "last_year"].set_index("line")
    assert np.isnan(before.loc["expense", "year"])
    assert np.isnan(before.loc["net_profit", "m01"])


def test_landing_goes_on_at_the_company_s_pace(world):
    plan, sales = world
    cube = profit_cube(plan, sales, FIRST, FIRST + 2, [], CostRates())
    budget, _ = expense_plan(
        lines({"item": "Pay", "method": "prior", "last_year": 500}), cube, ONE, FIRST, FIRST + 2, {}
    )
    landing = statements(cube, budget, NO_SPENDING, FIRST, FIRST + 2, {})["landing"]
    pace = Fraction(int(cube.actual.sum()), int(cube.plan[:, :3].sum()))
    for place in range(len(cube.keys)):
        assert landing.sales[place, :3].tolist() == cube.actual[place, :3].tolist()
        for month in range(3, 12):
            assert landing.sales[place, month] == halves_up(int(cube.plan[place, month]) * pace)
            assert landing.cost[place, month] == halves_up(int(cube.plan_cost[place, month]) * pace)
    assert landing.expense is not None
    assert landing.expense.sum() == 500 * 100, "without recorded expense the budget stands"


def test_actual_sales_without_a_cost_count_at_the_cost_rate(world):
    plan, sales = world
    cube = profit_cube(plan, sales, FIRST, FIRST + 2, [], CostRates())
    rate = cost_rates(sales)["B"]
    blank = sales[sales["cost"].isna()]
    assert len(blank) == 1
    place = cube.keys.index[cube.keys["product"] == "B"][0]
    assert cube.actual_cost[place, 0] == halves_up(cents(blank["amount"].iloc[0]) * rate)
    assert cube.estimated == cents(blank["amount"].iloc[0])


def test_a_product_without_cost_takes_price_then_model_then_group_then_all_then_the_setting():
    plan = rows(
        *((0, "E", "S", name, 100.0, np.nan) for name in ("priced", "copy", "cousin", "stranger", "old"))
    )
    sales = rows((-1, "E", "S", "old", 100.0, 60.0), (-1, "E", "S", "other", 100.0, 20.0))
    rates = CostRates(
        new_products={"priced": 0.3, "old": 0.9},
        models={"copy": "old"},
        groups={"cousin": "G", "other": "G"},
        otherwise=0.5,
    )
    cube = profit_cube(plan, sales, FIRST, None, [], rates)
    known = dict(zip(cube.keys["product"], cube.rates, strict=True))
    assert known == {"priced": 0.3, "copy": 0.6, "cousin": 0.2, "stranger": 0.4, "old": 0.6, "other": 0.2}
    nothing = sales.iloc[:0]
    alone = plan[plan["product"] == "stranger"]
    assert profit_cube(alone, nothing, FIRST, None, [], rates).rates.tolist() == [0.5]
    with pytest.raises(NoCost):
        profit_cube(alone, nothing, FIRST, None, [], CostRates())
    older = rows((-20, "E", "S", "stranger", 100.0, 70.0), (-1, "E", "S", "stranger", 100.0, np.nan))
    assert profit_cube(alone, older, FIRST, None, [], CostRates()).rates.tolist() == [0.7]


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        # Target 1200, last year's sales 1000, cost rate 0.6; each by its method's definition.
        ({"method": "percent", "parameter": 0.05}, 60),
        ({"method": "parity", "parameter": 0.08, "sales": 500}, 40),
        ({"method": "prior", "last_year": 77}, 77),
        ({"method": "incremental", "last_year": 100, "parameter": 0.3}, 130),
        ({"method": "ratio", "last_year": 90}, 108),
        ({"method": "ratio", "last_year": 90, "last_sales": 900, "sales": 300}, 30),
        ({"method": "objective", "cost": 123}, 123),
        ({"method": "margin", "parameter": 0.15}, 300),
        ({"method": "margin", "parameter": 0.15, "sales": 200, "cost": 100}, 70),
        ({"method": "margin", "parameter": 0.5}, 0),
    ],
)
def test_each_method_gives_what_its_definition_says(line, amount):
    cube = even_cube()
    budget, problems = expense_plan(lines({"item": "x", **line}), cube, ONE, FIRST, None, {})
    assert problems == []
    assert budget.amounts.tolist() == [amount]
    assert budget.months.sum() == amount
    assert dict(budget.short) == ({0: 120.0} if line.get("parameter") == 0.5 else {})


def even_cube(sold: float = 90.0, as_of: int | None = None, **options):
    """A hundred a month planned, a thousand sold last year at a cost of 0.6."""
    plan = rows(*((month, "E", "S", "A", 100.0, np.nan) for month in range(12)))
    done = [] if as_of is None else [(month, "E", "S", "A", sold, sold * 0.6) for month in range(as_of + 1)]
    sales = rows((-6, "E", "S", "A", 1000.0, 600.0), *done)
    until = None if as_of is None else FIRST + as_of
    return profit_cube(plan, sales, FIRST, until, [], CostRates(), **options)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ({"method": "percent"}, "parameter", "expense_needs"),
        ({"method": "prior"}, "last_year", "expense_needs"),
        ({"method": "objective"}, "cost", "expense_needs"),
        ({"method": "percent", "parameter": 0.1, "product": "unknown"}, "sales", "expense_needs"),
        ({"method": "percent", "parameter": -0.1}, "parameter", "expense_below"),
        ({"method": "incremental", "parameter": -1.1, "last_year": 5}, "parameter", "expense_below"),
        ({"method": "margin", "parameter": 1.5}, "parameter", "expense_margin_above_one"),
        ({"method": "margin", "parameter": 0.1, "sales": 100}, "cost", "expense_needs"),
    ],
)
def test_a_line_that_cannot_be_worked_out_names_the_cell_to_fill_in(line, column, reason):
    cube = even_cube(pools=[("", "unknown")])
    _, problems = expense_plan(lines({"item": "x", **line}), cube, ONE, FIRST, None, {})
    assert [(found.row, found.column, found.reason) for found in problems] == [(0, column, reason)]


def test_expense_comes_months_ahead_of_the_sales_it_is_to_bring():
    plan = rows(*((month, "E", "S", "A", float(month + 1), np.nan) for month in range(12)))
    cube = profit_cube(plan, rows((-1, "E", "S", "A", 10.0, 5.0)), FIRST, None, [], CostRates())
    given = lines({"item": "x", "method": "prior", "last_year": 1000, "lead_months": 2})
    budget, _ = expense_plan(given, cube, ONE, FIRST, None, {})
    ahead = [*range(3, 13), 1, 2]
    assert budget.months[0].tolist() == largest_remainders(1000, ahead)


@pytest.mark.parametrize(
    ("sold", "as_of", "trigger_month", "state"),
    [
        (90.0, 5, FIRST + 5, "kept"),
        (89.0, 5, FIRST + 5, "released"),
        (89.0, 4, FIRST + 5, "waiting"),
        (89.0, 4, None, "released"),
        (89.0, 5, FIRST - 1, "waiting"),
    ],
)
def test_the_fund_may_be_spent_when_attainment_at_its_month_is_below_its_limit(
    sold, as_of, trigger_month, state
):
    cube = even_cube(sold, as_of)
    line = {
        "item": "fund", "method": "objective", "cost": 60, "contingency": "yes",
        "trigger": 0.9, "trigger_month": trigger_month, "spent": 20, "extra_sales": 100,
    }  # fmt: skip
    budget, _ = expense_plan(lines(line), cube, ONE, FIRST, FIRST + as_of, {})
    assert budget.state == [state]
    # A margin of 0.4 on 100 more sales for 20 spent.
    assert budget.effect[0] == pytest.approx(2.0)
    if trigger_month == FIRST + 5:
        assert budget.months[0].tolist() == [0] * 6 + [10] * 6
        landing = statements(cube, budget, NO_SPENDING, FIRST, FIRST + as_of, {})["landing"]
        assert landing.expense.sum() == (0 if state == "kept" else 6000)


def test_a_fund_decided_in_the_last_month_or_without_limit_waits():
    cube = even_cube(90.0, 2)
    last = {"item": "a", "method": "objective", "cost": 60, "contingency": "yes", "trigger_month": FIRST + 11}
    budget, _ = expense_plan(lines(last), cube, ONE, FIRST, FIRST + 2, {})
    assert budget.state == ["waiting"]
    assert budget.months[0].tolist() == [0] * 11 + [60]
    assert np.isnan(budget.effect[0])


def test_a_pool_without_sales_is_shared_equally_and_a_month_without_by_the_year():
    plan = rows(
        (0, "E", "S", "A", 30.0, np.nan), (0, "E", "S", "B", 10.0, np.nan), (1, "E", "S", "A", 1.0, np.nan)
    )
    cube = profit_cube(plan, plan.iloc[:0], FIRST, None, [], CostRates(otherwise=0.5), [("Office", "")])
    months = np.zeros((2, 12), dtype=np.int64)
    months[0, [0, 5]] = 400
    months[1, 3] = 77
    given = by_members(cube, [(None, None), ("Office", None)], months, cube.plan, {})
    keys = cube.keys.assign(first=given[:, 0], fourth=given[:, 3], sixth=given[:, 5])
    found = keys.set_index(["department", "product"])[["first", "fourth", "sixth"]]
    assert found.loc[("", "A")].tolist() == [300, 0, 302]
    assert found.loc[("", "B")].tolist() == [100, 0, 98]
    assert found.loc[("Office", "")].tolist() == [0, 77, 0]


def test_departments_answer_for_members_and_profit_attainment_holds_for_losses():
    plan = rows(*((m, r, "S", "A", 100.0, np.nan) for m in range(12) for r in ("E", "W")))
    sales = rows(
        (-1, "E", "S", "A", 600.0, 360.0), (-1, "W", "S", "A", 400.0, 240.0),
        (0, "E", "S", "A", 80.0, 40.0), (0, "W", "S", "A", 150.0, 90.0),
    )  # fmt: skip
    departments = [
        Department("East", "region", ("E",)),
        Department("West", "region", ("W",)),
        Department("Office"),
    ]
    pools = [(department.name, "") for department in departments]
    cube = profit_cube(plan, sales, FIRST, FIRST, departments, CostRates(), pools)
    budget, _ = expense_plan(
        lines({"item": "rent", "method": "prior", "last_year": 120, "department": "Office"}),
        cube, ONE, FIRST, FIRST, {},
    )  # fmt: skip
    spent = pd.DataFrame({"month": [FIRST, FIRST], "department": ["Office", "East"], "amount": [12.0, 10.0]})
    versions = statements(cube, budget, spent, FIRST, FIRST, {})
    table = department_targets(cube, versions, ["East", "West", "Office"], 1.0, 0.9).set_index("department")
    # East: plan 100 - 60 = 40, actual 80 - 40 - 10 = 30. West: 40 against 60. Office: -10 against -12.
    assert table["profit_target_ytd"].tolist() == [40, 40, -10]
    assert table["profit_actual_ytd"].tolist() == [30, 60, -12]
    assert table["attainment"].tolist() == [0.75, 1.5, pytest.approx(0.8)]
    assert table["status"].tolist() == ["red", "green", "red"]
    assert table["last_sales"].tolist() == [600, 400, 0]
    assert table["profit"].tolist() == [480, 480, -120]
    unknown = department_targets(cube, {"plan": versions["plan"]}, ["East"], 1.0, 0.9)
    assert unknown["status"].tolist() == ["none"]
    with pytest.raises(TwoDepartments):
        profit_cube(
            plan, sales, FIRST, None, [*departments, Department("Too", "region", ("W",))], CostRates()
        )


def test_channels_show_present_sales_target_and_profit():
    plan = rows((0, "E", "Shop", "A", 300.0, np.nan), (0, "E", "Web", "A", 100.0, np.nan))
    sales = rows((-3, "E", "Shop", "A", 240.0, 120.0))
    cube = profit_cube(plan, sales, FIRST, None, [], CostRates())
    budget, _ = expense_plan(
        lines({"item": "x", "method": "prior", "last_year": 40}), cube, ONE, FIRST, None, {}
    )
    versions = statements(cube, budget, NO_SPENDING, FIRST, None, {})
    table = channel_targets(cube, versions["plan"]).set_index("channel")
    assert table.loc["Shop", ["current", "monthly", "target", "growth", "share"]].tolist() == [
        240, 20, 300, 0.25, 0.75,
    ]  # fmt: skip
    assert table.loc["Shop", ["gross_profit", "profit", "margin"]].tolist() == [150, 120, 0.4]
    assert np.isnan(table.loc["Web", "growth"])
    alone = profit_cube(plan, sales.iloc[:0], FIRST, None, [], CostRates(otherwise=0.5))
    assert (
        channel_targets(alone, statements(alone, budget, NO_SPENDING, FIRST, None, {})["plan"])["current"]
        .isna()
        .all()
    )


def test_break_even_takes_what_follows_sales_as_variable():
    cube = even_cube()
    given = lines(
        {"item": "freight", "method": "percent", "parameter": 0.1},
        {"item": "pay", "method": "prior", "last_year": 150},
    )
    budget, _ = expense_plan(given, cube, ONE, FIRST, None, {})
    # Margin 0.4 less 0.1 leaves 0.3; 150 / 0.3 = 500.
    assert break_even(cube, budget) == pytest.approx(500.0)
    heavy, _ = expense_plan(
        lines({"item": "freight", "method": "percent", "parameter": 0.4}), cube, ONE, FIRST, None, {}
    )
    assert break_even(cube, heavy) is None


def test_a_new_product_is_held_against_the_curve_of_what_it_is_like():
    known = rows(
        (-24, "E", "S", "old", 5.0, 3.0),
        *((m, "E", "S", "model", 10.0 * (m + 13), 1.0) for m in range(-12, 0)),
    )
    plan = rows((5, "E", "S", "new", 70.0, np.nan), (5, "E", "S", "old", 30.0, np.nan))
    cube = profit_cube(plan, known, FIRST, None, [], CostRates())
    products = pd.DataFrame(
        {
            "product": ["new", "plain"],
            "launch_month": [FIRST + 9.0, FIRST - 3.0],
            "analogue": ["model", None],
            "price": [10.0, np.nan],
            "unit_cost": [6.0, np.nan],
            "target": [780.0, 120.0],
            "margin": [0.15, np.nan],
        }
    )  # fmt: skip
    table = new_products(products, cube, known, FIRST).set_index("product")
    # Three of twelve months at 10, 20, 30 of 780; cost 780 * 0.6; 780 - 468 - 117 may be spent.
    assert table.loc["new"].tolist() == pytest.approx([468, 195, 60, 70, 10, 0.7])
    # Launched three months before the year: nine of twelve equal months are in it.
    assert table.loc["plain", "in_year"] == pytest.approx(90)
    assert table.loc["plain", ["cost", "expense"]].isna().all()
    assert curve_of("old", known).tolist() == [1 / 12] * 12, "on sale before history begins"
    assert curve_of("nobody", known).tolist() == [1 / 12] * 12
    young = rows(
        (-24, "E", "S", "old", 5.0, 3.0), (-3, "E", "S", "young", 5.0, 3.0), (-1, "E", "S", "old", 5.0, 3.0)
    )
    assert curve_of("young", young).tolist() == [1 / 12] * 12
    returns = rows(
        (-24, "E", "S", "old", 5.0, 3.0), (-13, "E", "S", "bad", 0.0, 0.0), (-1, "E", "S", "old", 5.0, 3.0)
    )
    assert curve_of("bad", returns).tolist() == [1 / 12] * 12


def test_collections_follow_the_terms_and_what_is_left_is_receivable():
    last_year = [0.0] * 10 + [100.0, 200.0]
    plan = [float(100 + month) for month in range(12)]
    shares = {0: Fraction(1, 2), 1: Fraction(3, 10), 2: Fraction(1, 5)}
    collected, left = collection_schedule(
        np.array(last_year), np.array(plan), {lag: float(share) for lag, share in shares.items()}
    )
    sales = [Fraction(amount) for amount in (*last_year, *plan)]
    open_amount = Fraction(1, 5) * 100 + Fraction(1, 2) * 200
    for month in range(12):
        due = sum(share * sales[12 + month - lag] for lag, share in shares.items())
        open_amount += sales[12 + month] - due
        assert collected[month] == pytest.approx(float(due), rel=1e-13)
        assert left[month] == pytest.approx(float(open_amount), rel=1e-12)
    assert collection_schedule(np.zeros(12), np.array(plan), {0: 1.0}, 7.0)[1].tolist() == [7.0] * 12


def test_without_a_plan_so_far_there_is_no_pace_and_no_landing():
    plan = rows((5, "E", "S", "A", 100.0, np.nan))
    sales = rows((-1, "E", "S", "A", 10.0, 6.0), (0, "E", "S", "A", 7.0, 4.0))
    cube = profit_cube(plan, sales, FIRST, FIRST, [], CostRates())
    budget, _ = expense_plan(lines(), cube, ONE, FIRST, FIRST, {})
    assert list(statements(cube, budget, NO_SPENDING, FIRST, FIRST, {})) == ["plan", "actual", "last_year"]


def test_expense_recorded_in_fractions_of_a_cent_is_rounded_to_the_grid():
    cube = even_cube(90.0, 0)
    budget, _ = expense_plan(lines(), cube, ONE, FIRST, FIRST, {})
    spent = pd.DataFrame({"month": [FIRST], "amount": [12.345]})
    actual = statements(cube, budget, spent, FIRST, FIRST, {})["actual"]
    assert actual.expense is not None
    assert actual.expense[:, 0].sum() == 1235
