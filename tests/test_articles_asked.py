"""What a row of claims.csv asks: places, years and items as arguments, and what is refused by its column."""

from __future__ import annotations

import pytest

from milbalance.articles.asked import COLUMNS, WrongError, arguments_of, listed
from milbalance.ingest import names
from milbalance.measures.vocabulary.entries import Entry, entries
from milbalance.tables.load import Data

STATES, GROUPS = ("USA", "CHN", "FRA", "EUU"), ("World", "NATO", "East Asia", "EU")
EVERY = {
    "one": Entry("one", "", "spending", "", place="place or group", years="one year"),
    "ratio": Entry("ratio", "", "spending", "", place="place", other="place", years="years"),
    "record": Entry("record", "", "spending", "", place="group", other="optional year", years="one year"),
    "place": Entry(
        "place", "", "spending", "", place="place or group", other="optional group or regions", years="one year"
    ),
    "share": Entry("share", "", "spending", "", place="place or group", other="group", years="years"),
    "among": Entry(
        "among", "", "transfers", "", place="place or group", other="place or group", years="years", within=True
    ),
    "days": Entry("days", "", "facts", "", years="dates"),
    "change": Entry("change", "", "spending", "", place="place", years="two years", item=["nominal"]),
    "windows": Entry(
        "windows", "", "transfers", "", place="place", other="optional place or group", years="two windows"
    ),
    "top": Entry("top", "", "spending", "", place="group", years="one year", item="count or codes"),
    "count": Entry("count", "", "spending", "", place="group", years="one year", item="bound"),
    "rose": Entry("rose", "", "spending", "", place="group", years="one year", item="besides"),
    "rate": Entry("rate", "", "fx", "", place="currency", other="currency", years="months"),
    "free": Entry("free", "", "facts", "", place="free", other="free", years="free", item="free"),
}
GIVEN = [
    ("one", "usa,,2020,", {"place": "USA", "years": (2020, 2020)}),
    ("one", "east asia,,2020,", {"place": "East Asia", "years": (2020, 2020)}),
    ("ratio", "USA,CHN,2016-20,", {"place": "USA", "other": "CHN", "years": (2016, 2020)}),
    ("one", "France,,2020,", {"place": "FRA", "years": (2020, 2020)}),
    ("one", "North Atlantic Treaty Organization,,2020,", {"place": "NATO", "years": (2020, 2020)}),
    ("one", "European Union,,2020,", {"place": "EU", "years": (2020, 2020)}),  # and not the code of a bank's total
    ("ratio", "USA,CHN,2016–2020,", {"place": "USA", "other": "CHN", "years": (2016, 2020)}),
    ("place", "East Asia,regions,2020,", {"place": "East Asia", "other": "regions", "years": (2020, 2020)}),
    ("days", ",,2020-09-27; 2020-11-10,", {"years": "2020-09-27; 2020-11-10"}),
    ("days", ",,first day; last day,", {"years": "first day; last day"}),
    ("record", "World,1988,2019,", {"place": "World", "since": 1988, "years": (2019, 2019)}),
    ("record", "World,,2019,", {"place": "World", "years": (2019, 2019)}),
    ("change", "FRA,,2018-2019,nominal", {"place": "FRA", "years": (2018, 2019), "item": "nominal"}),
    ("windows", "FRA,,2011-2015; 2016-2020,", {"place": "FRA", "base": (2011, 2015), "years": (2016, 2020)}),
    ("top", "World,,2020,5", {"place": "World", "years": (2020, 2020), "n": 5}),
    ("top", "World,,2020,USA; CHN", {"place": "World", "years": (2020, 2020), "codes": ("USA", "CHN")}),
    (
        "count",
        "NATO,,2020,level > $100bn",
        {"place": "NATO", "years": (2020, 2020), "bound": ("level", ">", 100.0)},
    ),
    ("count", "NATO,,2020,change ≤ -5%", {"place": "NATO", "years": (2020, 2020), "bound": ("change", "<=", -5.0)}),
    (
        "count",
        "NATO,,2020,share_gdp >= 2",
        {"place": "NATO", "years": (2020, 2020), "bound": ("share_gdp", ">=", 2)},
    ),
    (
        "top",
        "World,,2020,France; united states",
        {"place": "World", "years": (2020, 2020), "codes": ("FRA", "USA")},
    ),
    ("rose", "NATO,,2020,except France", {"place": "NATO", "years": (2020, 2020), "besides": ("FRA",)}),
    ("rose", "NATO,,2020,except FRA", {"place": "NATO", "years": (2020, 2020), "besides": ("FRA",)}),
    ("rate", "USD,TRY,2020-10,", {"place": "USD", "other": "TRY", "years": "2020-10"}),
    ("among", "NATO,NATO,2020,", {"place": "NATO", "other": "NATO", "years": (2020, 2020)}),
    ("free", "ARM,ARM,2020,deaths", {"place": "ARM", "other": "ARM", "years": "2020", "item": "deaths"}),
    ("free", "ARM; AZE,,2020,deaths", {"place": "ARM; AZE", "years": "2020", "item": "deaths"}),
]
REFUSED = [
    ("one", ",,2020,", "place: found nothing; wanted a place or group"),
    ("one", "Atlantis,,2020,", "place: found 'Atlantis'; wanted a place or group, by its code or its name"),
    ("one", "Frnce,,2020,", "place: found 'Frnce'; wanted a place or group: FRA (France)"),
    ("one", "east,,2020,", "place: found 'east'; wanted a place or group: East Asia"),
    ("one", "USA,CHN,2020,", "other: found 'CHN'; wanted nothing"),
    (
        "ratio",
        "European Union,USA,2020,",
        "place: found 'European Union'; wanted one state: this measure takes no group",
    ),
    ("ratio", "USA,nato,2020,", "other: found 'nato'; wanted one state: this measure takes no group"),
    ("one", "USA,,2019-2020,", "years: found '2019-2020'; wanted a year such as 2020"),
    ("one", "USA,,20,", "years: found '20'; wanted a year such as 2020"),
    ("one", "USA,,,", "years: found nothing; wanted a year such as 2020"),
    ("one", "USA,,2020,5", "item: found '5'; wanted nothing"),
    ("ratio", "USA,World,2020,", "other: found 'World'; wanted one state"),
    ("ratio", "USA,CHN,2020-2016,", "years: found '2020-2016'; wanted the earlier year first"),
    ("ratio", "USA,CHN,2016-15,", "years: found '2016-15'; wanted a year such as 2020, or years"),
    ("place", "East Asia,NATO,2020,", "other: found 'NATO'; wanted regions, as East Asia is no state"),
    ("place", "East Asia,,2020,", "other: found ''; wanted regions, as East Asia is no state"),
    (
        "days",
        ",,2022-02-30; 2022-03-01,",
        "years: found '2022-02-30; 2022-03-01'; wanted two days, the earlier first",
    ),
    (
        "days",
        ",,2022-03-02; 2022-03-01,",
        "years: found '2022-03-02; 2022-03-01'; wanted two days, the earlier first",
    ),
    ("days", ",,2022-03-02,", "years: found '2022-03-02'; wanted two days, the earlier first"),
    ("record", "USA,,2019,", "place: found 'USA'; wanted a group such as EU"),
    ("record", "World,2030,2019,", "other: found '2030'; wanted a year before 2019"),
    ("record", "World,2019,2019,", "other: found '2019'; wanted a year before 2019"),
    ("ratio", "USA,united states,2020,", "other: found 'united states'; wanted another place than in the column"),
    ("windows", "FRA,FRA,2011-2015; 2016-2020,", "other: found 'FRA'; wanted another place"),
    ("share", "NATO,NATO,2020,", "other: found 'NATO'; wanted another place"),
    ("among", "FRA,FRA,2020,", "other: found 'FRA'; wanted another place"),
    ("rate", "USD,USD,2020-10,", "other: found 'USD'; wanted another place"),
    ("record", "World,since,2019,", "other: found 'since'; wanted a year such as 1988, or nothing"),
    ("change", "FRA,,2019,", "years: found '2019'; wanted two years such as 2019-2020"),
    ("change", "FRA,,2018-2019,real", "item: found 'real'; wanted nothing or one of nominal"),
    ("windows", "FRA,,2016-2020,", "years: found '2016-2020'; wanted two windows"),
    (
        "windows",
        "FRA,,2016-2020; 2011-2015,",
        "years: found '2016-2020; 2011-2015'; wanted the earlier window first",
    ),
    ("top", "World,,2020,", "item: found nothing; wanted how many"),
    ("top", "World,,2020,0", "item: found '0'; wanted how many"),
    ("top", "World,,2020,USA; XXX", "item: found 'XXX'; wanted a place, by its code"),
    ("top", "World,,2020,USA; Cina", "item: found 'Cina'; wanted a place: CHN (China)"),
    ("top", "World,,2020,USA; United States", "item: found 'USA; United States'; wanted places, in order"),
    ("rose", "NATO,,2020,except FRX", "item: found 'FRX'; wanted a place: FRA (France)"),
    ("rose", "NATO,,2020,except ", "item: found 'except'; wanted nothing, or `except` and"),
    ("count", "NATO,,2020,2", "item: found '2'; wanted a bound"),
    ("count", "NATO,,2020,gdp >= 2", "item: found 'gdp >= 2'; wanted a bound such as share_gdp >= 2, of level"),
    ("rose", "NATO,,2020,FRA", "item: found 'FRA'; wanted nothing, or `except` and places"),
    ("rate", "dollar,TRY,2020-10,", "place: found 'dollar'; wanted a currency as three capital letters"),
]


def asked(name: str, cells: str) -> dict[str, object]:
    row = dict(zip(("place", "other", "years", "item"), cells.split(","), strict=True))
    return arguments_of(EVERY[name], row, STATES, GROUPS)


def test_cells_become_the_arguments_of_the_measure() -> None:
    assert [(name, cells, asked(name, cells)) for name, cells, _ in GIVEN] == GIVEN


def test_a_cell_that_the_measure_cannot_take_is_told_by_its_column() -> None:
    wrong = []
    for name, cells, told in REFUSED:
        try:
            wrong.append((name, cells, asked(name, cells)))
        except WrongError as error:
            if not str(error).startswith(told):
                wrong.append((name, cells, str(error)))
    assert not wrong


CELLS = {  # a cell of every kind that an entry of the vocabulary may name
    "place": {
        "place": "USA",
        "group": "World",
        "place or group": "NATO",
        "group or regions": "regions",
        "currency": "TRY",
        "year": "1988",
    },
    "years": {"one year": "2020", "years": "2016-2020", "two years": "2019-2020"}
    | {"two windows": "2011-2015; 2016-2020", "dates": "2020-09-27; 2020-11-10", "months": "2020-10"},
    "item": {
        "count or codes": "5",
        "bound": "share_gdp >= 2",
        "besides": "except FRA",
        "words": "tank",
        "free": "tanks",
    },
}

OTHERS = {"place": "CHN", "place or group": "EU", "currency": "USD"}  # in the column other


LISTS = [  # as stated, and how it ends: codes, or what is told
    ("United States; China; France", ("USA", "CHN", "FRA")),
    ("usa, FRA", ("USA", "FRA")),
    ("France", ("FRA",)),
    ("the United States; France", ("USA", "FRA")),
    ("GER; USA", "stated: found 'GER'; wanted a place, by its code"),
    ("USA China", "stated: found 'USA China'; wanted a place, by its code or its name"),
    ("USA; NATO", "stated: found 'NATO'; wanted a place, by its code"),
    (
        "USA; United States",
        "stated: found 'USA; United States'; wanted places, in order where it matters, each once",
    ),
    ("", "stated: found nothing; wanted places"),
    (";", "stated: found ';'; wanted places"),
]


def test_places_in_a_list_are_those_that_a_cell_may_name() -> None:
    row, wrong = {"place": "World", "years": "2020", "relation": "set"}, []
    for text, wanted in LISTS:
        try:
            arguments_of(EVERY["record"], {**row, "stated": text}, STATES, GROUPS)
            found: object = listed("stated", text, STATES)
        except WrongError as error:
            found = str(error)
        if not (found == wanted or (isinstance(wanted, str) and str(found).startswith(wanted))):
            wrong.append((text, found))
    assert not wrong


def test_every_measure_takes_a_row_of_the_kinds_that_it_names() -> None:
    wrong = []
    for entry in entries().values():
        row = {"relation": "set", "stated": "USA; CHN"} if entry.unit == "places" else {}
        for name in ("place", "other", "years", "item"):
            kind = getattr(entry, name)
            kind = kind[0] if isinstance(kind, list) else kind.removeprefix("optional ").removesuffix(" (since)")
            cells = CELLS["place" if name == "other" else name]
            cells = cells | (OTHERS if name == "other" else {})
            row[name] = cells.get(kind, "" if kind in ("none", "free") else kind)
        try:
            found = arguments_of(entry, row, STATES, GROUPS)
            listed = len(row) > 4  # of which the number is taken
            filled = sum(map(bool, row.values())) - listed + (entry.years == "two windows")
            if len(found) != filled:
                wrong.append(f"{entry.name}: {row} gives {found}")
        except WrongError as error:
            wrong.append(f"{entry.name}: {error}")
    assert not wrong, "\n".join(wrong)


def test_every_example_can_be_typed_as_it_is_shown(data: Data) -> None:
    wrong, states = [], {*data.places["place"], *names.places()}
    for entry in entries().values():
        row = {column: str(cell) for column, cell in entry.example.items()}
        row |= {"relation": "set", "stated": "USA; CHN"} if entry.unit == "places" else {}
        try:
            arguments_of(entry, row, states, set(data.groups["group"]))
            wrong += [f"{entry.name}: no column {name}" for name in entry.example if name not in COLUMNS]
        except WrongError as error:
            wrong.append(f"{entry.name}: {error}")
    assert not wrong, "\n".join(wrong)


def test_states_of_the_past_and_who_is_no_state_can_be_asked_for() -> None:
    """The registers have them; the words of the World Bank, of SIPRI and everyday ones all name them."""
    wanted = {"USSR": "SUN", "Soviet Union": "SUN", "sun": "SUN", "East Germany": "DDR", "Yugoslavia": "YUG"}
    wanted |= {"Czechoslovakia": "CSK", "South Vietnam": "RVN", "XHZ": "XHZ", "UNKNOWN": "UNKNOWN"}
    entry = entries()["arms.imports"]
    found = {
        name: arguments_of(entry, {"place": name, "years": "1980-1989"}, names.places(), GROUPS)["place"]
        for name in wanted
    }
    assert found == wanted
    with pytest.raises(WrongError, match="place: found 'Western Europe'"):
        arguments_of(entry, {"place": "Western Europe", "years": "1980-1989"}, names.places(), ())


def test_what_a_measure_cannot_do_without_is_asked_for() -> None:
    with pytest.raises(WrongError, match="item: found nothing; wanted a value: published needs it"):
        arguments_of(entries()["published"], {}, STATES, GROUPS)


@pytest.mark.parametrize(("written", "hint"), [
    ("Artsakh", ": NKR (Nagorno-Karabakh forces)"),
    ("Nagorno-Karabakh", ": NKR (Nagorno-Karabakh forces)"),
    ("Azerbaidjan", ": AZE (Azerbaijan)"),
    ("Irak", ": IRQ (Iraq), IRN (Iran)"),
    ("Swizerland", ": CHE (Switzerland)"),
    ("England", ", by its code or its name"),
    ("Holland", ", by its code or its name"),
])  # fmt: skip
def test_a_hint_is_of_a_place_that_may_be_meant_or_there_is_none(data: Data, written: str, hint: str) -> None:
    with pytest.raises(WrongError) as error:
        listed("stated", written, {*data.places["place"], *names.places()})
    assert str(error.value) == f"stated: found {written!r}; wanted a place{hint}"


def test_a_place_is_known_by_what_places_csv_calls_it(data: Data) -> None:
    every = {*data.places["place"], *names.places()}
    for name, code in (("Nagorno-Karabakh forces", "NKR"), ("Artsakh Defence Army", "NKR"), ("Armenia", "ARM")):
        assert listed("stated", name, every) == (code,)
    with pytest.raises(WrongError):
        listed("stated", "Europe", every)
