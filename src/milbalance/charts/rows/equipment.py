"""Equipment: items delivered, items that sources list, and items lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import MilbalanceError, NoRowsError
from milbalance.measures import tallies
from milbalance.measures.rounding import span
from milbalance.tables import coverage, labels
from milbalance.tables.load import Data

ABSENT = "no count by pictures"  # what is not counted is not zero


def delivered_items(
    data: Data,
    *,
    place: str,
    source: str,
    classes: Mapping[str, str],
    until: int | None = None,
    types: bool = True,
) -> pd.DataFrame:
    """How many of each type a place received in each year, by supplier: numbers of items, many of them estimates.

    `classes` are the classes of the register with the words for each; without `types` the types of a class are
    added up. Columns recipient, group (the class in words), label (the type and its supplier), designation,
    place (the supplier), series ("drones from Turkey"), year, value, source_id. Raises MilbalanceError for a class
    that no release has, NoRowsError for what this one does not hold of the place, or has none of.
    """
    if not isinstance(classes, Mapping):
        raise MilbalanceError(f"classes {classes!r}; wanted each with its words: {{'armed drone': 'armed drones'}}")
    place = arguments.place(data.places, place)
    registered = data.arms_deliveries["class"].unique()
    for one in classes:
        arguments.one_of("class", one, registered)
    coverage.within(data, "arms_deliveries", source, place, until, until)
    rows = measures.select(data.arms_deliveries, recipient=place, source_id=source, **{"class": list(classes)})
    if until is not None and until < rows["year"].min():
        raise NoRowsError(f"no such delivery by {until}; the first is of {rows['year'].min()}")
    rows = rows if until is None else rows[rows["year"] <= until]
    rows = rows if types else rows.assign(designation=rows["class"].map(classes))
    keys = ["class", "designation", "supplier", "year"]
    found = rows.groupby(keys)["number"].sum().rename("value").reset_index()
    since = found.groupby(["class", "designation", "supplier"])["year"].transform("min")
    found = found.assign(rank=found["class"].map(list(classes).index), since=since)
    found = found.sort_values(["rank", "since", "designation", "year"], kind="stable", ignore_index=True)
    names = found["supplier"].map(lambda code: labels.place(data, code))
    kinds = found["class"].map(classes)
    made = found.rename(columns={"supplier": "place"}).assign(recipient=place, source_id=source)
    made = made.assign(
        group=kinds, label=found["designation"] + " (" + names + ")", series=kinds + " from " + names
    )
    columns = ["recipient", "group", "label", "designation", "place", "series", "year", "value", "source_id"]
    return made[columns]


def delivered_types(data: Data, *, place: str, source: str, classes: Mapping[str, str], until: int) -> pd.DataFrame:
    """How many of each type a place received by a year in all: a row a type.

    `words` are the years of delivery, `group` is the class in words. A type that first came later has the role
    "told", no number, and words that say when. Columns as `delivered_items` has them, but `words` and role in place
    of year; raises as it does.
    """
    coverage.within(data, "arms_deliveries", source, place, until, until)
    every = delivered_items(data, place=place, source=source, classes=classes)
    records = []
    for _, own in every.groupby(["group", "label"], sort=False):
        first, there = own.iloc[0].to_dict(), own[own["year"] <= until]
        made = {"value": float("nan"), "words": f"first in {first.pop('year')}", "role": "told"}
        if len(there):
            words = f"in {span(int(there['year'].min()), int(there['year'].max()))}"
            made = {"value": float(there["value"].sum()), "words": words, "role": ""}
        records.append(first | made)
    return pd.DataFrame(records)


def holdings(
    data: Data, *, item: str, sides: Mapping[str, str], lists: Mapping[str, Mapping[str, Any]]
) -> pd.DataFrame:
    """How many of an item each source lists for each side.

    `sides` are the places with the names that they have here, `lists` the source and year ({"source", "year"})
    under each label, and maybe `sides` of its own. Columns label, place, series, year, value, source_id, role
    ("" always). Raises NoRowsError where a source does not list a side.
    """
    records = []
    for label, asked in lists.items():
        for place, series in asked.get("sides", sides).items():
            where = {"item": item, "place": place, "source_id": asked["source"], "year": asked["year"]}
            value = measures.one(data.forces, **where)
            records.append((label, place, series, asked["year"], value, asked["source"], ""))
    columns = ["label", "place", "series", "year", "value", "source_id", "role"]
    return pd.DataFrame(records, columns=columns)


def losses(
    data: Data, *, sides: Mapping[str, str], classes: Mapping[str, Sequence[str]], documented: str
) -> pd.DataFrame:
    """How many items of each class each side lost, as a source documents them.

    `sides` are codes with the names that they have here, `classes` the types of losses.csv. A number that the
    source does not give is missing, with words, and not zero. Columns label, place, series, value, as_of, role,
    words, source_id.
    """
    records = []
    for label, types in classes.items():
        for side, series in sides.items():
            rows = tallies.documented(data, side, documented)
            own = rows[rows["type"].isin(list(types))]
            value = float(own["count"].sum()) if len(own) else float("nan")
            row = (own if len(own) else rows).iloc[0]
            words = "" if len(own) else ABSENT
            records.append((label, side, series, value, row["as_of"], "", words, row["source_id"]))
    columns = ["label", "place", "series", "value", "as_of", "role", "words", "source_id"]
    return pd.DataFrame(records, columns=columns)
