"""Changes between two versions of a table, against a plain comparison cell by cell."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.planning.plan_changes import hold_reasons, table_changes

NAMES = st.sampled_from(["East", "West", "North", None])
AMOUNTS = st.one_of(st.none(), st.integers(-5, 5).map(float))
VERSIONS = st.dictionaries(NAMES, st.tuples(AMOUNTS, st.sampled_from([None, "agreed", "asked"])), max_size=4)


def frame(version):
    rows = [{"region": name, "amount": a, "note": note} for name, (a, note) in version.items()]
    columns = pd.DataFrame(rows, columns=["region", "amount", "note"])
    return columns.astype({"region": object, "amount": "float64", "note": object})


@given(VERSIONS, VERSIONS)
def test_every_cell_that_differs_is_listed_and_no_other(old, new):
    found = table_changes(frame(old), frame(new), ["region"], ["amount", "note"])
    wanted = {}
    for name in {*old, *new}:
        for place, column in enumerate(("amount", "note")):
            before = old[name][place] if name in old else None
            after = new[name][place] if name in new else None
            if before != after:
                kind = "removed" if name not in new else "added" if name not in old else "altered"
                change = (after or 0) - (before or 0) if column == "amount" else None
                wanted[name or "", column] = (kind, before, after, change)
    got = {
        (row.region, row.column): (
            row.kind,
            row.before,
            row.after,
            None if math.isnan(row.change) else row.change,
        )
        for row in found.itertuples()
    }
    assert got == wanted
    assert len(found) == len(wanted)


def test_rounding_noise_is_no_change_and_cents_are():
    old = pd.DataFrame({"key": ["a", "b"], "amount": [0.1 + 0.2, 100.00]})
    new = pd.DataFrame({"key": ["a", "b"], "amount": [0.3, 100.01]})
    found = table_changes(old, new, ["key"], ["amount"])
    assert found["key"].tolist() == ["b"]
    assert found["change"].tolist() == [0.01]


def test_rows_that_repeat_are_compared_by_their_sums():
    old = pd.DataFrame({"month": ["2027-01", "2027-01"], "amount": [1.0, 2.0]})
    new = pd.DataFrame({"month": ["2027-01"], "amount": [4.0]})
    found = table_changes(old, new, ["month"], ["amount"])
    assert found[["before", "after", "change"]].values.tolist() == [[3.0, 4.0, 1.0]]


def test_a_column_one_version_lacks_is_blank_there():
    old = pd.DataFrame({"rep": ["Ann"], "fte": [1.0]})
    new = pd.DataFrame({"rep": ["Ann"], "fte": [1.0], "email": ["ann@example.com"]})
    found = table_changes(old, new, ["rep"], ["fte", "email", "ability"])
    assert found[["column", "before", "after"]].values.tolist() == [["email", None, "ann@example.com"]]


def test_a_leaf_is_explained_by_the_hold_that_covers_it_else_by_one_it_gave_way_to():
    leaves = pd.DataFrame(
        {
            "indicator": ["sales", "sales", "sales", "volume"],
            "period": [100, 101, 100, 100],
            "region": ["East", "East", "West", "East"],
            "customer": ["Acme Shanghai", "Acme Shanghai", None, "Acme Shanghai"],
        }
    )
    changes = pd.DataFrame(
        {
            "indicator": ["sales", "sales"],
            "customer": ["Acme", None],
            "region": [None, "East"],
            "first_month": [100.0, np.nan],
            "last_month": [100.0, np.nan],
            "kind": ["added", "removed"],
        }
    )
    parents = {("customer", "Acme Shanghai"): "Acme"}
    covering, nearby = hold_reasons(leaves, changes, parents)
    assert covering.tolist() == [0, 1, -1, -1]
    assert nearby.tolist() == [0, 0, 0, -1]
