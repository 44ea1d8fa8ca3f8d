"""Every way to compute how many times side b's military spending side a's was, and the plain one.

There is no claim about another pair, so nothing lies inside or outside: the grid shows the spread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from milbalance import choices, measures
from milbalance.choices import INSIDE, Choice, axes, grid
from milbalance.errors import NoRowsError
from milbalance.measures.rounding import span
from milbalance.measures.vocabulary.spending import dollars
from milbalance.pair import ratios
from milbalance.pair.request import Request, Years
from milbalance.tables.load import Data

_COUNTED = ("current_usd", "constant_usd")
_SHOWN = ("share_gdp",)
LATEST, RUNS = 5, (5, 10)  # single years tried, and lengths of sums
_ONE_YEAR = "A single year is the newest answer, and can be unusual."
_SUM = "A sum over years evens out single years."


@dataclass(frozen=True)
class Plain:
    """The plain choice: the source of the newest edition, its basis and the last year that both have."""

    source: str
    basis: str
    year: int


def plain(data: Data, request: Request) -> Plain:
    """The edition released last, then the one that reaches furthest; current dollars where any source has them.

    A source that republishes another is taken only where no other is held, and one without a date of release only
    where no other has one. Raises NoRowsError if no source gives both sides in dollars.
    """
    rows = ratios.spending_ratio(data, request).dropna(subset="ratio")
    described = data.sources.set_index("source_id")
    released = {source: str(when) for source, when in described["released"].items()}
    for basis in _COUNTED:
        last = rows[rows["basis"] == basis].groupby("source_id")["year"].max()
        if len(last):
            first_hand = [source for source in last.index if pd.isna(described.loc[source, "derived_from"])]
            ages = {one: (released[one][:4].isdigit(), released[one], last[one], one) for one in last.index}
            source = max(first_hand or last.index, key=ages.__getitem__)
            return Plain(str(source), basis, int(last[source]))
    raise NoRowsError(_nothing(data, request))


def _nothing(data: Data, request: Request) -> str:
    """Why there is no ratio of dollars: which side has no value, and which places have some."""
    rows = data.spending[data.spending["basis"].isin(_COUNTED) & data.spending["value"].notna()]
    if request.years:
        rows = rows[rows["year"].between(*request.years)]
    silent = [side for side in request.sides if side not in set(rows["place"])]
    when = f" in {span(*request.years)}" if request.years else ""
    there = ", ".join(sorted(rows["place"].unique())) or "no place"
    why = f"no value for {' or '.join(silent)}" if silent else "no year in which both have more than zero"
    return (
        f"no source gives the military spending of {' and '.join(request.sides)} in dollars{when}: {why}; "
        f"there are values for {there}"
    )


def spread(data: Data, request: Request) -> pd.DataFrame:
    """The evaluated grid over publisher, basis, years and edition, as `choices.evaluate` gives it.

    Shares of GDP and sources that republish others are shown and not counted. Raises as `plain` does.
    """
    chosen = plain(data, request)
    listed = _ways(data, request, chosen)
    return choices.evaluate(data, _computation(request, chosen), listed, lambda _: INSIDE, [chosen.source])


def _ways(data: Data, request: Request, chosen: Plain) -> list[Choice]:
    either = axes.listed_editions(data, request.sides, [*_COUNTED, *_SHOWN])
    return axes.fitting(data, grid(either, _years(chosen.year, request.years)))


def qualities(data: Data, request: Request) -> pd.Series[str]:
    """How the source of each way of `spread` vouches for it: the worst of both sides in all its years.

    None where the source does not say. Raises as `plain` does.
    """
    rows = ratios.spending_ratio(data, replace(request, years=None))
    by_year = rows.set_index(["source_id", "basis", "year"])["quality"].to_dict()
    found = []
    for way in _ways(data, request, plain(data, request)):
        first, last = way.how["years"]
        series = (way.how["source"], way.how["basis"])
        found.append(ratios.worst(by_year.get((*series, year)) for year in range(first, last + 1)))
    return pd.Series(found, dtype="object", name="quality")


def _computation(request: Request, chosen: Plain) -> Callable[..., float]:
    """The ratio of sums whose defaults are the plain choice."""

    def ratio_of_sums(
        data: Data,
        *,
        source: str = chosen.source,
        basis: str = chosen.basis,
        years: Years = (chosen.year, chosen.year),
    ) -> float:
        a, b = (dollars(data, side, source, basis, years) for side in request.sides)
        return measures.ratio(a, b)

    return ratio_of_sums


def _years(last: int, asked: Years | None) -> list[Choice]:
    """The last single years and the sums that end with them, as far as they lie inside the years asked for."""
    first = asked[0] if asked else 0
    single = axes.single(year for year in range(last - LATEST + 1, last + 1) if year >= first)
    sums = [(last - run + 1, last) for run in RUNS if last - run + 1 >= first]
    return [*axes.windows(*single, why=_ONE_YEAR), *axes.windows(*sums, why=_SUM)]


def table(data: Data, request: Request) -> pd.DataFrame:
    """The grid as a table: its levels, ratio, quality, counted, plain, weight, source_id, why, reason (no answer).

    Raises as `plain` does.
    """
    found = spread(data, request)
    levels = choices.level_names(found)
    found = found.assign(source_id=found["sources"].str.join("; "), quality=qualities(data, request))
    found = found.rename(columns={"value": "ratio"})
    return found[[*levels, "ratio", "quality", "counted", "plain", "weight", "source_id", "why", "reason"]]
