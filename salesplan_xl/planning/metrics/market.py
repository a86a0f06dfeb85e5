"""Key figures of the market: share, growth against it, prices, awareness."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.formulas.market import real_growth as real_growth_of
from salesplan_xl.formulas.market import relative_share as relative_share_of
from salesplan_xl.formulas.market import share_change as share_change_of
from salesplan_xl.formulas.orders import conversion
from salesplan_xl.formulas.pricing import arc_elasticity, price_index
from salesplan_xl.planning.metrics.declaration import SALES, metric
from salesplan_xl.planning.metrics.results import share
from salesplan_xl.planning.metrics.view import TOTAL, View
from salesplan_xl.units import Floats

MARKET = (*SALES, "tblMarket.market")
PRODUCT = ("product",)


def market_rows(view: View, column: str) -> pd.DataFrame:
    """Return the market rows of a window: those that name the view's dimension, or the widest there are.

    Where some rows stand for the whole market and others for a product, the total takes the former alone.
    """
    rows = view.rows("tblMarket", where=lambda rows: rows[column].notna())
    for key in ("product", "region"):
        if key not in rows or key == view.dimension:
            continue
        blank = rows[key].isna()
        if blank.any():
            rows = rows[blank.to_numpy()]
    return rows


def own_and(view: View, column: str) -> tuple[Floats, Floats]:
    """Return own sales, and a column of the market, both of the months and products the market rows name."""
    rows = market_rows(view, column)
    if not len(rows) or view.dimension not in (TOTAL, "product", "region") or not view.covers("tblMarket"):
        return view.nothing, view.nothing
    keys = ["month", *(key for key in ("product", "region") if key in rows and rows[key].notna().any())]
    sales = view.rows("sales")
    if any(key not in sales for key in keys):
        return view.nothing, view.nothing
    named = pd.MultiIndex.from_frame(rows[keys].astype(object))
    own = sales[pd.MultiIndex.from_frame(sales[keys].astype(object)).isin(named)]
    known = view.count(rows) > 0
    return np.where(known, view.sum(own, "amount"), np.nan), np.where(known, view.sum(rows, column), np.nan)


@metric(
    "market",
    "Market share",
    "市场占有率",
    "ratio",
    MARKET,
    "Own sales / market sales, of the months and products known of the market",
    "本企业销售额÷市场总额（同月份、同产品）",
    9,
    natural=PRODUCT,
)
def market_share(view: View) -> Floats:
    return share(*own_and(view, "market"))


@metric(
    "market",
    "Change of market share",
    "市场占有率变动",
    "points",
    MARKET,
    "Market share less that of the same months of last year, in percentage points",
    "市场占有率−去年同期，百分点",
    10,
    natural=PRODUCT,
    compared=False,
)
def share_change(view: View) -> Floats:
    return share_change_of.rows(*own_and(view, "market"), *own_and(view.moved(-12), "market"))[0]


@metric(
    "market",
    "Growth against the market",
    "实质成长率",
    "index",
    MARKET,
    "(Own sales / last year) / (market / last year); above 1 is faster than the market",
    "（本企业÷去年）÷（市场÷去年），大于1快于市场",
    11,
    compared=False,
)
def real_growth(view: View) -> Floats:
    own, market = own_and(view, "market")
    own0, market0 = own_and(view.moved(-12), "market")
    return real_growth_of.rows(own, own0, market, market0)[0]


@metric(
    "market",
    "Relative market share",
    "相对市场占有率",
    "index",
    (*SALES, "tblMarket.rival_sales"),
    "Own sales / those of the largest competitor; above 1 is the leader",
    "本企业销售额÷最大竞争对手销售额，大于1为领先",
    169,
    natural=PRODUCT,
)
def relative_share(view: View) -> Floats:
    pairs = list(zip(*own_and(view, "rival_sales"), strict=True))
    return view.each(pairs, lambda pair: relative_share_of(pair[0], [pair[1]]))


@metric(
    "market",
    "Price index against competitors",
    "价格指数（对竞品）",
    "index",
    ("tblMarket.own_price", "tblMarket.rival_price"),
    "100 × own prices / competitors' prices of the same products, latest month with prices",
    "100×本企业价格÷竞品价格（同产品，期内最近月份）",
    102,
    favourable="none",
    natural=PRODUCT,
)
def prices(view: View) -> Floats:
    rows = view.rows("tblMarket", where=lambda rows: rows["own_price"].notna() & rows["rival_price"].notna())
    if len(rows):
        rows = rows[(rows["month"] == rows["month"].max()).to_numpy()]
    return view.each(
        view.groups(rows),
        lambda own: price_index(own["own_price"].to_numpy(), own["rival_price"].to_numpy()),
    )


@metric(
    "market",
    "Price elasticity",
    "价格弹性",
    "index",
    (*SALES, "sales.quantity", "sales.product"),
    "Arc elasticity of quantity to average price against the same months of last year",
    "销量对均价的弧弹性（与去年同期比）",
    171,
    favourable="none",
    natural=PRODUCT,
    only=True,
    compared=False,
)
def elasticity(view: View) -> Floats:
    price0, quantity0 = _price(view.moved(-12))
    price1, quantity1 = _price(view)
    return arc_elasticity.rows(price0, quantity0, price1, quantity1)[0]


def _price(view: View) -> tuple[Floats, Floats]:
    rows = view.rows("sales", where=lambda rows: rows["quantity"].notna())
    if not view.complete():
        return view.nothing, view.nothing
    quantity = view.sum(rows, "quantity")
    quantity = np.where(quantity > 0, quantity, np.nan)
    return view.sum(rows, "amount") / quantity, quantity


@metric(
    "market",
    "Awareness",
    "品牌知名度",
    "ratio",
    ("tblMarket.aware", "tblMarket.asked"),
    "People who know the brand / people asked",
    "知晓品牌人数÷受访人数",
    177,
)
def awareness(view: View) -> Floats:
    return _asked(view, "aware")


@metric(
    "market",
    "Penetration",
    "市场渗透率",
    "ratio",
    ("tblMarket.buyers", "tblMarket.asked"),
    "People who bought the brand / people asked",
    "购买人数÷受访人数",
    177,
)
def penetration(view: View) -> Floats:
    return _asked(view, "buyers")


def _asked(view: View, column: str) -> Floats:
    rows = view.rows("tblMarket", where=lambda rows: rows[column].notna() & rows["asked"].notna())
    return conversion.rows(view.sum(rows, column), view.sum(rows, "asked"))[0]
