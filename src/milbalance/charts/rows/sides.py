"""Two sides compared in one thing at a time: how much each has, and how many times as much the first has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import arguments, articles, measures
from milbalance.measures import forces
from milbalance.measures.forces import Reading
from milbalance.measures.ranges import Span, exactly
from milbalance.measures.rounding import ROUNDED, span
from milbalance.tables import labels
from milbalance.tables.load import Data

Years = tuple[int, int]


def spending_of_sides(
    data: Data,
    *,
    sides: Sequence[str],
    source: str,
    year: int,
    label: str,
    about: str = "",
    claim: str = "",
    basis: str = "current_usd",
    per: float = 1,
) -> pd.DataFrame:
    """What two places spent in one year by one edition, in the unit of the table divided by `per`.

    Rows as `compared` has them. Raises NoRowsError if the edition has no such number, MissingError if it is empty.

    >>> from milbalance.charts.rows.sides import spending_of_sides
    >>> edition = "sipri-milex-2025"
    >>> found = spending_of_sides(data, sides=["TUR", "GEO"], source=edition, year=2019, label="Spending")
    >>> found["times"].round(1).tolist()[0]
    65.8
    """
    rows = measures.select(data.spending, place=list(sides), source_id=source, basis=basis, year=year)
    values = rows.set_index("place")["value"]
    sizes = {side: exactly(float(values.loc[side]) / per) for side in sides}
    return compared(data, [sizes], sources=[source], label=label, about=about, claim=claim)


def forces_of_sides(
    data: Data,
    *,
    sides: Sequence[str],
    source: str | Sequence[str],
    year: int,
    items: Sequence[str],
    label: str,
    about: str = "",
    claim: str = "",
    allies: Mapping[str, str] | None = None,
    allied: Sequence[str] = (),
    allied_years: Years = (0, 9999),
) -> pd.DataFrame:
    """Items of two places added up, by one source, or from the lowest to the highest of several that disagree.

    `allies` names the force that is counted in with a side, `allied` which of its items, of `allied_years`. Persons
    or items. Rows as `compared` has them; with allies also `own` (what a side has without its own), `ally_years`,
    `ally_low` and `ally_high` (what that has), and `alone_low` and `alone_high`, the multiples without any. Raises
    as `forces.total` and `estimates` do.

    >>> from milbalance.charts.rows.sides import forces_of_sides
    >>> asked = {"source": "cow-nmc-7.0", "year": 2020, "items": ["active"], "label": "Soldiers"}
    >>> forces_of_sides(data, sides=["TUR", "GEO"], **asked)["value"].tolist()
    [355000.0, 21000.0]
    """
    sources = arguments.several(source)
    asked: dict[str, Any] = {"items": tuple(items), "allied": tuple(allied), "allied_years": allied_years}
    readings = [Reading(source=one, year=year, **asked) for one in sources]
    found = [forces.sizes(data.forces, reading, sides, allies or {}) for reading in readings]
    for ally in (allies or {}).values():
        rows = forces.estimates(data.forces, ally, allied, source=sources[0], years=allied_years)
        sources = [*sources, *sorted(set(rows["source_id"]) - set(sources))]
    made = compared(data, found, sources=sources, label=label, about=about, claim=claim)
    if not allies:
        return made
    own = [forces.sizes(data.forces, reading, sides, {}) for reading in readings]
    for side in allies:
        made.loc[made["place"] == side, "own"] = min(sizes[side].number for sizes in own)
        made.loc[made["place"] == side, "ally_years"] = span(*allied_years)
        both = [(one[side], with_it[side]) for one, with_it in zip(own, found, strict=True)]
        made.loc[made["place"] == side, "ally_low"] = min(with_it.low - one.low for one, with_it in both)
        made.loc[made["place"] == side, "ally_high"] = max(with_it.high - one.high for one, with_it in both)
    alone = compared(data, own, sources=sources, label=label)
    return made.assign(**{f"alone_{end}": alone.get(f"times_{end}", float("nan")) for end in ("low", "high")})


def deliveries_to_sides(
    data: Data,
    *,
    sides: Sequence[str],
    source: str,
    classes: Sequence[str],
    until: int,
    label: str,
    about: str = "",
    claim: str = "",
) -> pd.DataFrame:
    """Items of some classes that a release of the register has as delivered to two places by a year.

    Zero is what the register holds: none is recorded. Rows as `compared` has them; raises NoRowsError if the
    release has none of these classes.

    >>> from milbalance.charts.rows.sides import deliveries_to_sides
    >>> asked = {"source": "sipri-transfers-2026-03", "classes": ["armed drone"], "until": 2010, "label": "Drones"}
    >>> deliveries_to_sides(data, sides=["TUR", "GEO"], **asked)["value"].tolist()
    [0.0, 0.0]
    """
    rows = measures.select(data.arms_deliveries, source_id=source, **{"class": list(classes)})
    counts = rows[rows["year"] <= until].groupby("recipient")["number"].sum()
    sizes = {side: exactly(float(counts.get(side, 0))) for side in sides}
    return compared(data, [sizes], sources=[source], label=label, about=about, claim=claim)


def compared(
    data: Data,
    found: Sequence[Mapping[str, Span]],
    *,
    sources: Sequence[str],
    label: str,
    about: str = "",
    claim: str = "",
) -> pd.DataFrame:
    """Rows of one comparison: a side each, and what a statement makes of the first.

    `found` has the sizes of the sides by each source, the first side first. Columns label, about, place, series,
    role ("side" or "stated"), value, low, high; on the first row `times`, `times_low`, `times_high`: how many times
    as much as the other the first has by one source, empty where the other has none. Between sources that disagree
    the rounding of one of them is too little to be shown: each is the number that it prints.

    >>> from milbalance.charts.rows.sides import compared
    >>> from milbalance.measures.ranges import Span
    >>> sizes = {"TUR": Span(30, 30), "GEO": Span(10, 10)}
    >>> compared(data, [sizes], sources=["mine"], label="Tanks")["series"].tolist()
    ['Turkey', 'Georgia']
    """
    first, other = found[0]
    if any(len({sizes[side].number for sizes in found}) > 1 for side in (first, other)):
        found = [{side: _printed(size) for side, size in sizes.items()} for sizes in found]
    rows: list[dict[str, Any]] = [
        {"place": side, "role": "side"} | _range([sizes[side] for sizes in found], "value", "low", "high")
        for side in (first, other)
    ]
    if all(sizes[other].low > 0 for sizes in found):
        rows[0] |= _range([sizes[first] / sizes[other] for sizes in found], "times", "times_low", "times_high")
    if claim and pd.notna((text := articles.stated(data, claim)).stated):
        names, size = ("value", "low", "high"), found[0][other].number
        ends = (size * number for number in (text.stated, text.low, text.high))
        rows.append({"place": first, "role": "stated", "times": text.stated, **dict(zip(names, ends, strict=True))})
    made = pd.DataFrame([{"source_id": "; ".join(sources)} | row for row in rows])
    return made.assign(label=label, about=about, series=made["place"].map(lambda code: labels.place(data, code)))


def _printed(size: Span) -> Span:
    """A size without its rounding."""
    return exactly(size.number) if size.high - size.low <= ROUNDED * size.number else size


def _range(spans: Sequence[Span], *names: str) -> dict[str, float]:
    """Some ranges as one, from the lowest to the highest: its number under the first name, and its ends."""
    numbers = {one.number for one in spans}
    number = numbers.pop() if len(numbers) == 1 else float("nan")  # sources are never averaged
    ends = (number, min(one.low for one in spans), max(one.high for one in spans))
    return dict(zip(names, ends, strict=True))
