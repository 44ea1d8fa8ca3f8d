"""No axis of the vocabulary stands where all its levels read the same rows: they would count as calculations.

Levels that give the same number by construction give it on any tables. So every measure is asked on tables with
numbers drawn at random, for each item that it knows and for places of each kind, and an axis of which no two levels
ever differ is found out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from milbalance.articles import readings
from milbalance.articles.asked import arguments_of
from milbalance.errors import MilbalanceError
from milbalance.ingest import names
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import Entry, entries
from milbalance.tables.load import Data
from test_measures_volumes import ROLES, register

DRAWN, FEW = 150, 10  # tables drawn at random at most, and until an answer must have varied
Tables = Callable[[int], Data]
SOURCES = {"spending": "sipri-milex-2025", "transfers": "mine", "deliveries": "mine", "equipment": "iiss-rdmc-v1"}
PEOPLE = "cow-nmc-7.0"
WORDS = {  # items of measures that take any word
    **{
        f"personnel.{name}": ["active", "Active", "active_incl_paramilitary"]
        for name in ("level", "ratio", "share")
    },
    **{f"personnel.{name}": ["active", "active_incl_paramilitary"] for name in ("per_head", "rank")},
    "arms.delivered": ["tank"],
}
STATES = {"spending": ["TUR", "RUS"], "transfers": ["IND", "TUR"], "deliveries": ["IND", "TUR"]}
TOTAL, PACT = "Eastern Europe", "CSTO"  # here the total of one is printed, and the other has its members
GROUPS = {"spending": [TOTAL, PACT], "context": ["Eastern Europe"], "people": ["Eastern Europe"]}
REGIONS = ["World", "South Asia", "Middle East", "Europe"]
BY_HAND = ("facts", "fx")  # what these measures read is no official file: dates, rows of a text, rates


def drawn(data: Data, seed: int) -> Data:
    """The shipped tables with every number of them drawn anew, and a whole release of arms."""
    chance = np.random.default_rng(seed)

    def anew(rows: pd.DataFrame) -> pd.DataFrame:
        value = rows["value"] * chance.lognormal(0, 0.7, len(rows))
        bound = chance.random(len(rows)) < 0.1  # a tenth lies just below a whole number, for bounds and rounding
        return rows.assign(value=value.mask(bound, np.ceil(value) - 0.03))

    late = data.spending[data.spending["year"] >= 2008]  # of few years one is often the highest
    total = late[(late["place"] == "RUS") & (late["basis"] != "share_gdp")]
    both = pd.concat([late, total.assign(place=TOTAL)], ignore_index=True)  # a region with printed totals
    more = data.forces[data.forces["source_id"] == PEOPLE].assign(item="active_incl_paramilitary")
    tables = {"spending": anew(both), "context": anew(data.context)}
    tables["forces"] = anew(pd.concat([data.forces, more], ignore_index=True))
    sides = ["IND", "PAK", "GRC", "TUR", "RUS", "USA", "FRA", *ROLES]
    years = range(2012, 2023)
    flows = [(a, b, year, float(chance.lognormal(3, 1))) for a, b, year in product(sides, sides, years)]
    made = register(data, flows)
    tanks = made.arms_imports.assign(designation="Tank 1", number=made.arms_imports["tiv_m"].round())
    arms = {"arms_imports": made.arms_imports, "arms_deliveries": tanks.assign(**{"class": "tank"})}
    kept = data.groups[(data.groups["scheme"] != "sipri-transfers") & (data.groups["group"] != PACT)]
    pact = kept[kept["group"] == TOTAL].assign(group=PACT, scheme="membership")
    armed = made.groups[made.groups["member"] == "XUA"].assign(group="South Asia")
    groups = pd.concat([kept, pact, made.groups, armed], ignore_index=True)
    return replace(data, **tables, **arms, groups=groups, places=made.places)


def asked(data: Data, one: Entry) -> Iterator[dict[str, Any]]:
    """The arguments of a measure's example, for each item and each kind of place that it may be asked of."""
    states, groups = {*data.places["place"], *names.places()}, {*data.groups["group"], *REGIONS}
    row = {column: str(cell) for column, cell in one.example.items()}
    row |= {"relation": "set", "stated": "RUS; UKR"} if one.unit == "places" else {}
    cells: dict[str, list[str]] = {
        name: _places(one, getattr(one, name), row.get(name, "")) for name in ("place", "other")
    }
    cells["item"] = [*(one.item if isinstance(one.item, list) else WORDS.get(one.name, [])), row.get("item", "")]
    for place, other, item in product(*cells.values()):
        try:
            yield arguments_of(one, {**row, "place": place, "other": other, "item": item}, states, groups)
        except MilbalanceError:
            continue  # a state as a part of itself, or regions of a state


def _places(one: Entry, kind: str, example: str) -> list[str]:
    """Places of each kind that a column takes, that of the example first; a year not long before."""
    if "year" in kind:
        return ["2017", ""]
    found = [example, *STATES.get(one.reads, [])] if "place" in kind else [example]
    if "group" in kind:
        found += GROUPS.get(one.reads, REGIONS)
    return list(dict.fromkeys(found))


def _answer(data: Data, one: Entry, how: Mapping[str, Any]) -> Any:
    """What a measure gives; None for no number."""
    try:
        return MEASURES[one.name](data, **how)
    except MilbalanceError:
        return None


def dead(tables: Tables, one: Entry, given: dict[str, Any]) -> list[str]:
    """The levels of a statement that give the same as the plain one on all tables, where that varies."""
    source = SOURCES.get(one.reads, PEOPLE)
    entry, given = readings._as_said(one, given)
    how = {**entry.plain, **given, "source": source}
    bases = readings.bases_of(tables(0), entry, given, source) if entry.bases else {}
    options = {("basis", basis): {"basis": basis} for basis in bases}
    for axis, levels in readings.axes_of(tables(0), entry, given, source).items():
        _, *others = levels.items()  # the plain one is the first
        options |= {(axis, level): about for level, about in others}
    same, plain = dict(options), set[Any]()
    for seed in range(DRAWN):
        if not same or (seed == FEW and len(plain) < 2):  # such as no number, or 100 per cent of itself
            return []
        answer = _answer(tables(seed), entry, how)
        plain.add(answer)
        for option, about in options.items():
            more = {name: value for name, value in about.items() if name not in ("why", "shown")}
            if option in same and _answer(tables(seed), entry, {**how, **more}) != answer:
                del same[option]
    where = {name: value for name, value in given.items() if name in ("place", "other", "item", "since")}
    return [f"{one.name} {where}: {axis}, {level}" for axis, level in same]


@pytest.fixture(scope="module")
def tables(data: Data) -> Tables:
    return cache(partial(drawn, data))


@pytest.mark.parametrize("name", [name for name, one in entries().items() if one.reads not in BY_HAND])
def test_every_axis_can_change_the_answer(tables: Tables, name: str) -> None:
    one = entries()[name]
    found = [told for given in asked(tables(0), one) for told in dead(tables, one, given)]
    assert not found, "\n".join(found)
