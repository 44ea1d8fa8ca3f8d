"""Sizes of forces: what places have by one source, or by every way of counting a statement about them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import arguments, articles, choices
from milbalance.choices import UNANSWERED
from milbalance.errors import NoRowsError
from milbalance.measures import forces as strength
from milbalance.measures.forces import Reading
from milbalance.measures.ranges import Span
from milbalance.measures.rounding import shown
from milbalance.measures.vocabulary import forces as vocabulary
from milbalance.tables import labels
from milbalance.tables.load import Data

APART, TOGETHER = "alone", "together"  # columns: how many times as much, without and with allied forces


def forces(
    data: Data, *, places: Sequence[str], items: Sequence[str], source: str, year: int, label: str = ""
) -> pd.DataFrame:
    """Items of places added up, by one source and year, in persons or items.

    Columns label, place, series (its name), year, value, low, high (of what the source rounds or gives as a range),
    source_id. Raises NoRowsError for an item that is not there, AmbiguousError for several units.
    """
    reading = Reading(source=source, year=year, items=tuple(arguments.several(items)))
    sizes = strength.sizes(data.forces, reading, arguments.several(places), {})
    rows = [_sized(data, place, size) | {"source_id": source} for place, size in sizes.items()]
    return pd.DataFrame(rows).assign(label=label, year=year)


def forces_by_source(
    data: Data,
    *,
    claim: str,
    by: str | Sequence[str] = "source",
    where: Mapping[str, Any] | None = None,
    digits: int = 1,
    said: bool = False,
) -> pd.DataFrame:
    """What both sides have in each counted way of a statement about forces, in persons or items.

    `label` is the level `by`, or several joined; `where` keeps the ways that have these levels. A way that
    counts in an allied force has one row: of its side together with the ally. With `said` each label has a row
    of role "stated": how many the first side would have by the statement. Columns label, place, series, value,
    low, high, words, `alone` and `together` (how many times as much the first side has as the other, in words with
    so many `digits`), role, source_id. Raises MilbalanceError for an unknown statement or level, NoRowsError if no
    way is left.
    """
    grid, names = articles.choices_of(data, claim), arguments.several(by)
    for level in [*names, *(where or {})]:
        arguments.one_of(f"level of {claim}", level, choices.level_names(grid))
    counted = grid = grid[grid["counted"] & (grid["position"] != UNANSWERED)]
    for level, wanted in (where or {}).items():
        grid = grid[grid[level].isin(arguments.several(wanted))]
    plain = articles.computation(data, claim).plain
    listed = {tuple(way.levels.items()): way for way in articles.ways(data, claim)}
    parts = []
    for row in grid.to_dict("records"):
        levels = tuple((name, row[name]) for name in choices.level_names(grid) if row[name])
        found = _compared(data, {**plain, **listed[levels].how}, digits)
        label = ", ".join(row[name] for name in names if row[name])
        used = list(dict.fromkeys([*row["sources"], *found.pop("behind").iloc[0]]))
        parts.append(found.assign(label=label, source_id="; ".join(used), role=""))
    if not parts:
        there = [f"{level} {arguments.few(wanted, counted[level])}" for level, wanted in (where or {}).items()]
        raise NoRowsError(
            f"no way of {claim} that counts has {arguments.told(dict(where or {}))}",
            f"there are: {'; '.join(there)}" if there else "",
        )
    made = pd.concat(parts, ignore_index=True)
    if said:
        stated = articles.stated(data, claim).stated
        other = made[made["place"] == plain["other"]].drop_duplicates("label")
        other = other.assign(value=other["value"] * stated, low=math.nan, high=math.nan, role="stated")
        made = pd.concat([made, other.assign(place=plain["place"], series=None, words="")], ignore_index=True)
    return made


def _compared(data: Data, asked: Mapping[str, Any], digits: int) -> pd.DataFrame:
    """The rows of one way of counting; `behind` are the sources of an ally."""
    sizes = vocabulary.sizes(data, **asked)
    sides, allies = (asked["place"], asked["other"]), asked.get("allies") or {}
    column = TOGETHER if allies else APART
    told: dict[str, Any] = {column: _times(sizes[sides[0]] / sizes[sides[1]], digits), "behind": []}
    for ally in allies.values():
        about: dict[str, Any] = {"source": asked["source"], "years": asked["allied_years"]}
        told["behind"] += list(strength.estimates(data.forces, ally, asked["allied"], **about)["source_id"])
    rows = [_sized(data, side, sizes[side], printed=not allies) | told for side in sides]
    if not allies:
        return pd.DataFrame(rows)
    return pd.DataFrame(
        [_sized(data, f"{side}+{ally}", sizes[side], printed=False) | told for side, ally in allies.items()]
    )


def _sized(data: Data, place: str, size: Span, *, printed: bool = True) -> dict[str, Any]:
    """One size with its words: the number that a source prints, else both ends where they differ."""
    ends = list(dict.fromkeys(f"{end:,.0f}" for end in (size.low, size.high)))
    words = f"{size.best:,.0f}" if printed and size.best is not None else " to ".join(ends)
    named = {"place": place, "series": labels.place(data, place), "words": words}
    return named | {"value": size.number, "low": size.low, "high": size.high}


def _times(ratio: Span, digits: int) -> str:
    """A ratio in words: both ends of a range where so many digits tell them apart."""
    ends = dict.fromkeys(shown(end, digits) for end in (ratio.low, ratio.high))
    return f"{' to '.join(ends)}×"
