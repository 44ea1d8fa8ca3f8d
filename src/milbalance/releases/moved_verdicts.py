"""Which verdicts move when a release is added as one more source; plain readings stay with theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from milbalance import arguments, articles
from milbalance.errors import AmbiguousError
from milbalance.measures import revisions, spending
from milbalance.tables import cache
from milbalance.tables.load import TABLES, Data

COLUMNS = ["claim_id", "before", "after", "support before", "support after"]
BREAK = 10  # percentage points by which a price change is not that of other editions
_CELL = ["source_id", "place", "basis", "year"]
_EDITIONS = 3  # fewer do not tell which of them is spliced


def flips(data: Data, added: Mapping[str, pd.DataFrame], source: pd.DataFrame) -> pd.DataFrame:
    """The claims whose verdict or support moves: claim_id, before, after (kinds), support before, support after.

    `added` are the rows of the release by table, in the columns of that table, and `source` its row of sources.csv.
    Support is a share of 1, NaN where no choice is decided. Raises as `with_source` does.

    >>> flips(replace(data, choices={}), {}, data.sources.head(1)).columns.tolist() == COLUMNS
    True
    """
    before, after = _judged(data), _judged(with_source(data, added, source))
    both = before.merge(after, on="claim_id", suffixes=(" before", " after"))
    both = both.rename(columns={"verdict before": "before", "verdict after": "after"})
    supports = both["support before"], both["support after"]
    same = (supports[0] - supports[1]).abs() < 0.0005
    moved = (both["before"] != both["after"]) | ~(same | (supports[0].isna() & supports[1].isna()))
    return both.loc[moved, COLUMNS].reset_index(drop=True)


@cache.per_data
def _judged(data: Data) -> pd.DataFrame:
    """Verdict and support of every claim: claim_id, verdict, support."""
    found = [articles.assess(data, claim_id) for claim_id in articles.computable(data)]
    records = [(one.claim.claim_id, one.kind, one.support.support) for one in found]
    return pd.DataFrame(records, columns=["claim_id", "verdict", "support"])


def with_source(data: Data, added: Mapping[str, pd.DataFrame], source: pd.DataFrame) -> Data:
    """The tables with the rows of one more release, as far as they are of places and bases that are shipped.

    Spending of a release that is shipped already stands in for the same cells that are shipped: a file may hold a
    part of its release. Raises AmbiguousError for transfers of one, which no cell tells apart.

    >>> source = data.sources.head(1).assign(source_id="new")
    >>> len(with_source(data, {}, source).sources) - len(data.sources)
    1
    """
    (source_id,) = source["source_id"]
    shipped = bool((data.sources["source_id"] == source_id).any())
    tables: dict[str, Any] = {} if shipped else {"sources": _below(data.sources, source)}
    for name, rows in added.items():
        table = data.tables[arguments.one_of("table", name, TABLES)]
        if "basis" not in rows:
            if shipped:
                raise AmbiguousError(f"{source_id} is a source already: its rows would count twice")
            tables[name] = _below(table, rows[rows["recipient"].isin(data.places["place"])])
            continue
        kept = rows[rows["place"].isin(data.places["place"]) & rows["basis"].isin(table["basis"].unique())]
        same = [pd.MultiIndex.from_frame(frame[_CELL]) for frame in (table, kept)]
        tables[name] = _below(table[~same[0].isin(same[1])], kept)
    return replace(data, **tables)


def _below(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, rows[table.columns].astype(table.dtypes.to_dict())], ignore_index=True)


def splices(shipped: pd.DataFrame, rows: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Years in which a release implies other prices than most of the editions shipped: place, year, own, others.

    Price changes on the year before in per cent; `others` is the median of the editions shipped, of which a
    place needs three. `shipped` (see `revisions.of_family`) and `rows` have the columns of spending.csv.

    >>> splices(data.spending.head(0), data.spending[data.spending["place"] == "GEO"], "sipri-milex-2025").empty
    True
    """
    found = []
    for place in sorted(rows["place"].unique()):
        if len(revisions.editions(shipped, place, "constant_usd", "local_currency")) < _EDITIONS:
            continue
        usual = revisions.price_changes(shipped, place).groupby("year")["value"].median()
        own = spending.implied_price_change(rows, place, source_id)
        both = pd.DataFrame({"own": own, "others": usual}).dropna().rename_axis("year").reset_index()
        found.append(both[(both["own"] - both["others"]).abs() > BREAK].assign(place=place))
    columns = ["place", "year", "own", "others"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def spliced_note(found: pd.DataFrame, places: pd.DataFrame) -> str | None:
    """The note of a source with splices, as sources.csv writes it; None without any.

    It stands beside the caveat of such a source, which is what keeps constant dollars from being counted.

    >>> found = pd.DataFrame({"place": ["GEO"], "year": [2010], "own": [58.6], "others": [5.7]})
    >>> spliced_note(found, data.places)
    'spliced: constant dollars imply price changes of +58.6% in 2010 for Georgia (others +5.7%).'
    """
    if found.empty:
        return None
    names = dict(zip(places["place"], places["name"], strict=True))
    told = [
        f"{row.own:+.1f}% in {row.year} for {names[row.place]} (others {row.others:+.1f}%)"
        for row in found.itertuples()
    ]
    return f"spliced: constant dollars imply price changes of {', '.join(told)}."
