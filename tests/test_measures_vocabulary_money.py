"""What measures_money.yml says of each measure, held to the registered functions and to the shipped tables."""

from __future__ import annotations

import inspect
from importlib import resources
from typing import Any

import pytest
import yaml

from milbalance.articles.asked import arguments_of
from milbalance.errors import MissingError, NoRowsError
from milbalance.ingest import names
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import entries
from milbalance.tables.load import Data

FAMILIES = ("spending.", "capability.", "population.", "personnel.", "equipment.")
OWN = {"spending.growth"}  # a measure of the first article alone
KEYS = {"means", "reads", "place", "other", "years", "item", "unit", "higher", "plain", "near", "example"}
MAY = {"bases", "ways", "whole", "mixed", "said", "unsaid", "items", "each_year", "most"}
MAY |= {"alone", "only_of", "needs", "of_total", "errs", "counted_by"}
SOURCES = {"spending": "sipri-milex-2025", "equipment": "iiss-rdmc-v1"}
PEOPLE = "cow-nmc-7.0"
INSTEAD = {"active_incl_paramilitary": "gapminder-sg"}  # who counts by another definition
# Nothing that is shipped has these; a user's own files do.
NOT_SHIPPED = {"spending.share_government", "spending.per_head"}
EXTRACTS = {"personnel.rank"}  # what is shipped of its lists is too little to rank by


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, Any]]:
    text = resources.files("milbalance.measures.vocabulary").joinpath("measures_money.yml").read_text("utf-8")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return found


def test_every_measure_of_money_and_people_is_described_and_no_other(written: dict[str, Any]) -> None:
    assert set(written) == {name for name in MEASURES if name.startswith(FAMILIES)} - OWN


def test_an_entry_says_all_that_the_contract_asks_in_plain_lines(written: dict[str, Any]) -> None:
    wrong = []
    for name, entry in written.items():
        wrong += [f"{name}: {key}" for key in KEYS - set(entry) | set(entry) - KEYS - MAY]
        wrong += [f"{name}: near {other}" for other in entry["near"] if other not in MEASURES]
        options = [entry.get("bases", {}), *entry.get("ways", {}).values()]
        plain = set(inspect.signature(MEASURES[name]).parameters)
        for option, how in ((option, how) for axis in options for option, how in axis.items()):
            said = [how[key] for key in ("why", "shown") if key in how]
            if how and (len(said) != 1 or ("why" in how) != said[0].endswith(".")):
                wrong.append(f"{name}, {option}: {said}")
            wrong += [f"{name}, {option}: no argument {key}" for key in set(how) - {"why", "shown"} - plain]
        wrong += [f"{name}: no argument {key}" for key in entry["plain"] if key not in plain]
    assert not wrong, "\n".join(wrong)


def test_every_example_and_way_has_an_answer_from_the_shipped_tables(data: Data, written: dict[str, Any]) -> None:
    wrong, states = [], {*data.places["place"], *names.places()}
    for name, entry in written.items():
        row = {column: str(cell) for column, cell in entry["example"].items()}  # as it would stand in claims.csv
        row |= {"relation": "set", "stated": "RUS; UKR; POL"} if entry["unit"] == "places" else {}
        asked = {**entry["plain"], "source": SOURCES.get(entry["reads"], PEOPLE)}
        asked |= arguments_of(entries()[name], row, states, set(data.groups["group"]))
        bases = [{"basis": one} for one in entry.get("bases", {})]
        ways = [how for axis in entry.get("ways", {}).values() for how in axis.values()]
        for way in ({}, *bases, *ways):
            asked["source"] = INSTEAD.get(way.get("item"), asked["source"])
            how = {**asked, **{key: value for key, value in way.items() if key not in ("why", "shown")}}
            try:
                found = MEASURES[name](data, **how)
            except (MissingError, NoRowsError) as error:
                if not (name in NOT_SHIPPED and not way) and name not in EXTRACTS:
                    wrong.append(f"{name} {way}: {error}")
            else:
                if name in EXTRACTS:
                    wrong.append(f"{name} {way}: {found}, from an extract")
                if not isinstance(found, (float, Span, bool, tuple)):
                    wrong.append(f"{name} {way}: {found!r}")
    assert not wrong, "\n".join(wrong)
