"""The figures of a pair by name, as far as its rows allow: numbers for the forms that figures.yml names.

Each shows the side with more over the other, in the year that its title tells of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import arguments
from milbalance.charts import figure, style
from milbalance.charts.rows.arms import suppliers as by_period
from milbalance.choices.axes import listed_editions
from milbalance.errors import NoRowsError
from milbalance.measures import spread
from milbalance.pair import arms, choices, ratios
from milbalance.pair.choices import Plain
from milbalance.pair.request import Request
from milbalance.tables import documents, labels
from milbalance.tables.load import Data

INKS = (style.INK, "#0072B2", "#D55E00", "#009E73", "#B0578D", "#8C6BB1")
MOST = 4  # lines of personnel that a reader can tell apart


@dataclass(frozen=True)
class Figure:
    """One figure: what figures.yml says of it, and the numbers to draw."""

    spec: Mapping[str, Any]
    numbers: pd.DataFrame

    def draw(self, data: Data) -> Axes:
        """Draw it on axes of its own."""
        return figure.made(data, self.spec, numbers=self.numbers).ax


@cache
def described() -> Mapping[str, Any]:
    """What figures.yml of this package says of each figure."""
    found: Mapping[str, Any] = documents.read(Path(__file__).with_suffix(".yml"), "figures").value
    return found


def of(data: Data, request: Request) -> dict[str, Figure]:
    """The figures that the rows of a pair allow, by the name of their files, in the order of the notebook.

    >>> from milbalance import pair
    >>> list(pair.figures.of(data, pair.Request("GEO", "RUS")))[0]
    'spending_ratio'
    """
    return dict(_made(data, request))


def draw(data: Data, request: Request, name: str) -> Axes:
    """Draw one figure on axes of its own; MilbalanceError naming those that the rows allow for any other."""
    known = of(data, request)
    return known[arguments.one_of(f"figure of {request.name}", name, known)].draw(data)


def _made(data: Data, request: Request) -> Iterator[tuple[str, Figure]]:
    for name, make in ROWS.items():
        try:
            numbers = make(data, request)
        except NoRowsError:
            continue
        spec = described()[name]
        if spec["form"] == "lines":
            inks = dict(zip(dict.fromkeys(numbers["series"]), INKS * 9, strict=False))
            spec = {**spec, "options": {**spec["options"], "colours": inks}}
        yield name, Figure(spec, numbers)


def spending(data: Data, request: Request) -> pd.DataFrame:
    """The ratio of spending by year, from the newest edition of each publisher, in the plain prices.

    Columns side_a, side_b, series (publisher and edition), year, value, prices, role, told (the row of the title),
    source_id. Raises NoRowsError if no source gives both sides.
    """
    found = ratios.spending_ratio(data, request)
    at = _plain(data, request, found)
    rows = found[found["basis"] == at.basis].rename(columns={"ratio": "value"})
    rows = rows.merge(_newest(data, request, at.basis), on="source_id")
    own = rows["source_id"] == at.source
    rows = rows.assign(
        told=own & (rows["year"] == at.year),
        role=rows["quality"].isin(["estimate", "uncertain"]).map({True: "estimate", False: ""}),
        prices=ratios.BASES[at.basis],
        doubt=_doubt(rows["quality"]),
    )
    kept = ["side_a", "side_b", "series", "year", "value", "prices", "role", "doubt", "told", "source_id"]
    return _facing(rows, request)[kept]


def _plain(data: Data, request: Request, found: pd.DataFrame) -> Plain:
    """Where the ratio of the title is from: dollars, or shares of GDP where no source gives both in dollars."""
    try:
        return choices.plain(data, request)
    except NoRowsError:
        shares = found[(found["basis"] == "share_gdp") & found["ratio"].notna()].sort_values(["year", "source_id"])
        if shares.empty:
            raise
        last = shares.iloc[-1]
        return Plain(str(last["source_id"]), "share_gdp", int(last["year"]))


def _newest(data: Data, request: Request, basis: str) -> pd.DataFrame:
    """The newest edition of each publisher that repeats no other: source_id and series, its name on the chart."""
    described = data.sources.set_index("source_id")
    listed = [
        (choice.how["source"], choice.levels["publisher"], choice.levels["edition"].removeprefix("edition of "))
        for choice in listed_editions(data, request.sides, [basis])
    ]
    found = pd.DataFrame(listed, columns=["source_id", "publisher", "edition"]).sort_values("source_id")
    first_hand = found[described.loc[found["source_id"], "derived_from"].isna().to_numpy()]
    kept = (first_hand if len(first_hand) else found).drop_duplicates("publisher", keep="last")
    return kept.assign(series=kept["publisher"] + ", " + kept["edition"])[["source_id", "series"]]


def ways(data: Data, request: Request) -> pd.DataFrame:
    """Every way to compute the ratio of spending, one row each, in rows by prices; raises as `choices.plain` does.

    Columns side_a, side_b, label, years, value, role, told, source_id.
    """
    grid = choices.table(data, request)
    grid = grid[(grid["counted"] | grid["plain"]) & grid["ratio"].notna()].rename(columns={"ratio": "value"})
    several = grid["publisher"].nunique() > 1
    label = grid["publisher"] + ", " + grid["basis"] if several else grid["basis"]
    role = grid["plain"].map({True: "plain", False: "counted"})
    made = grid.assign(label=label, role=role, told=grid["plain"], doubt=_doubt(grid["quality"]))
    return _facing(made, request)[
        ["side_a", "side_b", "label", "years", "value", "role", "doubt", "told", "source_id"]
    ]


def _doubt(quality: pd.Series[str]) -> pd.Series[str]:
    """How a source vouches for a number, in words, where it does not do so fully."""
    return quality.map({"estimate": "an estimate", "uncertain": "highly uncertain"}).fillna("")


def personnel(data: Data, request: Request) -> pd.DataFrame:
    """The ratio of personnel by year: the longest series of one source and kind; raises NoRowsError without one.

    Columns side_a, side_b, series, what (the kind in words), part (a new one after each break), year, value, low,
    high, breaks (whether it stands after one), told, source_id. A range of a source is told by its middle.
    """
    found = ratios.personnel_ratio(data, request)
    if found.empty:
        raise NoRowsError(f"no source gives the personnel of {' and '.join(request.sides)}")
    what = found["item"].map(lambda item: labels.place(data, item).replace("_", " "))
    label = data.sources.set_index("source_id")["label"]
    found = found.assign(
        what=what, series=what + ", " + found["source_id"].map(label), value=found[["low", "high"]].mean(axis=1)
    )
    found = found.rename(columns={"stretch": "part"})
    longest = found.groupby("series").size().sort_values(ascending=False, kind="stable").index[:MOST]
    rows = found[found["series"].isin(longest)]
    best = rows[rows["item"] == "active"] if (rows["item"] == "active").any() else rows
    best = best[best["series"] == best.groupby("series").size().idxmax()]
    certain = best[best["low"] == best["high"]]
    told = (certain if len(certain) else best)["year"].idxmax()
    rows = rows.assign(
        told=rows.index == told, breaks=rows["part"] != rows.groupby("series")["part"].transform("min")
    )
    kept = [
        "side_a",
        "side_b",
        "series",
        "what",
        "part",
        "year",
        "value",
        "low",
        "high",
        "breaks",
        "told",
        "source_id",
    ]
    return _facing(rows, request)[kept]


def capability(data: Data, request: Request) -> pd.DataFrame:
    """The composite index of national capability by year, of the newest version; raises NoRowsError without one."""
    found = ratios.cinc_ratio(data, request).dropna(subset="ratio")
    if found.empty:
        raise NoRowsError(f"no source gives the capability of {' and '.join(request.sides)}")
    rows = found[found["source_id"] == found["source_id"].max()].rename(columns={"ratio": "value"})
    rows = rows.assign(series="", told=rows["year"] == rows["year"].max())
    return _facing(rows, request)[["side_a", "side_b", "series", "year", "value", "told", "source_id"]]


def suppliers(data: Data, request: Request) -> pd.DataFrame:
    """Who delivered how much to each side by period, as `rows.arms.suppliers` has it, all marked by `told`.

    Only where it is known for every period, or else for all years together. Raises NoRowsError if it is not, or if
    nothing was delivered.
    """
    taken = arms.imports(data, request)
    spread_out = taken and any(spread.is_spread(data.arms_imports, side, taken.source) for side in taken.sides)
    if taken is None:
        raise NoRowsError(f"no release has deliveries to {' and '.join(request.sides)}")
    periods = (taken.years,) if spread_out else arms.periods(taken.years)
    if not all(arms.exact(data, taken.source, side, period) for side in taken.sides for period in periods):
        raise NoRowsError("the years cut deals whose yearly volumes nobody knows")
    rows = by_period(data, places=taken.sides, source=taken.source, periods=periods, least=10)
    last = rows.groupby("recipient")["start"].transform("max") == rows["start"]
    largest = rows["value"] == rows.groupby(["recipient", "start"])["value"].transform("max")
    return rows.assign(told=last & largest & (rows["role"] != "rest"))


ROWS: Mapping[str, Callable[[Data, Request], pd.DataFrame]] = {
    "spending_ratio": spending,
    "choices": ways,
    "personnel_ratio": personnel,
    "capability_ratio": capability,
    "suppliers": suppliers,
}


def _facing(rows: pd.DataFrame, request: Request) -> pd.DataFrame:
    """The ratios the way round that is above one in the row that is told, with the sides in that order."""
    told = float(rows.loc[rows["told"], "value"].iloc[0])
    ends = [name for name in ("low", "high") if name in rows]
    if told >= 1:
        return rows.assign(side_a=request.side_a, side_b=request.side_b)
    turned = rows.assign(value=1 / rows["value"], side_a=request.side_b, side_b=request.side_a)
    return turned.assign(low=1 / rows["high"], high=1 / rows["low"]) if ends else turned
