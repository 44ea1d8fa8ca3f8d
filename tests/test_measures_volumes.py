"""Volumes of arms transfers worked out by hand on small tables: states, regions, the world, and deals as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from milbalance.errors import EXTRACT, MilbalanceError, MissingError, NoRowsError
from milbalance.measures import volumes, weapons
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary import MEASURES, arms, transfers
from milbalance.tables.load import Data

ENTRIES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(transfers.__file__).with_name("measures_arms.yml").read_text(encoding="utf-8")
)
BEFORE, AFTER = (2017, 2018), (2019, 2020)
ASKED: dict[str, Any] = {"source": "mine", "years": AFTER}
# Recipient, supplier, year, volume: XNO is an organisation, XUA an armed group, AFG has under half a million.
FLOWS = [
    *(("IND", "RUS", 2017, 80.0), ("PAK", "CHN", 2018, 20.0)),
    *(("GRC", "USA", 2018, 10.0), ("XUA", "RUS", 2017, 5.0)),
    *(("IND", "RUS", 2019, 60.0), ("IND", "FRA", 2020, 30.0), ("IND", "UNKNOWN", 2020, 10.0)),
    *(("PAK", "CHN", 2020, 40.0), ("GRC", "FRA", 2019, 40.0), ("TUR", "USA", 2019, 25.0)),
    *(("XNO", "USA", 2020, 30.0), ("UNKNOWN", "RUS", 2019, 5.0), ("AFG", "IND", 2020, 0.0)),
]
GROUPS = {"Europe": ["GRC", "XUA"], "Middle East": ["TUR"], "South Asia": ["IND", "PAK", "AFG"]}
ROLES = {"XNO": "organisation", "XUA": "non-state", "AFG": "state"}


def register(data: Data, flows: Iterable[tuple[str, str, int, float]] = FLOWS) -> Data:
    """The shipped tables with one release, "mine", that is of the whole world."""
    rows = pd.DataFrame(list(flows), columns=["recipient", "supplier", "year", "tiv_m"])
    return whole(data, arms_imports=rows.assign(source_id="mine", method="sum of deliveries"))


def deals(data: Data, *made: tuple[str, str, int, int, float], items: int | None = None) -> Data:
    """The shipped tables with one release that is held as deals alone, each of so many items."""
    columns = ["recipient", "supplier", "first_year", "last_year", "tiv_delivered_m"]
    listed = pd.DataFrame(list(made), columns=columns).assign(source_id="mine", designation="Radar 3")
    listed["delivered"] = pd.array([items] * len(listed), dtype="Int64")
    yearly = listed.assign(year=listed["first_year"], tiv_m=1.0, method="spread over delivery years")
    return whole(data, arms_deals=listed.assign(**{"class": "air search radar"}), arms_imports=yearly)


def whole(data: Data, **tables: pd.DataFrame) -> Data:
    others = pd.DataFrame([{"place": place, "role": role, "iso": False} for place, role in ROLES.items()])
    places = pd.concat([data.places, others.astype({"iso": "boolean"})], ignore_index=True)
    members = [(group, member) for group, inside in GROUPS.items() for member in inside]
    groups = pd.DataFrame(members, columns=["group", "member"]).assign(scheme="sipri-transfers")
    groups = groups.assign(**{"from": pd.NA, "until": pd.NA}).astype({"from": "Int64", "until": "Int64"})
    return replace(data, places=places, groups=groups, **tables)


BY_HAND = {
    "the world": ("imports", {"place": "World"}, 240.0),
    "a state": ("imports", {"place": "IND"}, 100.0),
    "a state from one supplier": ("imports", {"place": "IND", "other": "RUS"}, 60.0),
    "a region": ("imports", {"place": "South Asia"}, 140.0),
    "a region from another": ("imports", {"place": "South Asia", "other": "Middle East"}, 0.0),
    "Europe with a state of another region": ("imports", {"place": "Europe", "moved": {"TUR": "Europe"}}, 65.0),
    "a region that lost its one member": ("imports", {"place": "Middle East", "moved": {"TUR": "Europe"}}, 0.0),
    "exports": ("exports", {"place": "USA"}, 55.0),
    "exports to one": ("exports", {"place": "USA", "other": "TUR"}, 25.0),
    "share of a state in the world": ("import_share", {"place": "IND"}, 100 * 100 / 240),
    "share of a region in the world": ("import_share", {"place": "Europe"}, 100 * 40 / 240),
    "share of a state in its region": ("import_share", {"place": "PAK", "other": "South Asia"}, 100 * 40 / 140),
    "share in exports": ("export_share", {"place": "FRA"}, 100 * 70 / 240),
    "share of a supplier, of unknown ones too": ("supplier_share", {"place": "IND", "other": "RUS"}, 60.0),
    "share of a supplier in a region": ("supplier_share", {"place": "South Asia", "other": "FRA"}, 100 * 30 / 140),
    "share of a recipient": ("recipient_share", {"place": "USA", "other": "TUR"}, 100 * 25 / 55),
    "share of a region in exports": ("recipient_share", {"place": "FRA", "other": "Europe"}, 100 * 40 / 70),
    "change": ("import_change", {"place": "IND"}, 25.0),
    "change from one supplier": ("import_change", {"place": "IND", "other": "RUS"}, -25.0),
    "change of a region, armed groups in it": ("import_change", {"place": "Europe"}, 100 * (40 / 15 - 1)),
    "change of the world": ("import_change", {"place": "World"}, 100 * (240 / 115 - 1)),
    "change of exports": ("export_change", {"place": "USA"}, 450.0),
    "change of exports to one": ("export_change", {"place": "CHN", "other": "PAK"}, 100.0),
    "ratio": ("import_ratio", {"place": "IND", "other": "PAK"}, 2.5),
    "rank": ("import_rank", {"place": "TUR"}, 4.0),
    "rank with organisations": ("import_rank", {"place": "TUR", "states_only": False}, 5.0),
    "rank of equals is the better one": ("import_rank", {"place": "PAK"}, 2.0),
    "rank in a region": ("import_rank", {"place": "PAK", "other": "South Asia"}, 2.0),
    "rank of an exporter": ("export_rank", {"place": "USA"}, 3.0),
    "rank of a supplier": ("supplier_rank", {"place": "IND", "other": "FRA"}, 2.0),
    "rank of an importer of nothing, after five, one of next to nothing": (
        "import_rank",
        {"place": "GEO"},
        Span(6.0, 56.0),
    ),
    "rank of an importer of next to nothing": ("import_rank", {"place": "AFG"}, 5.0),
    "rank of an exporter of nothing": ("export_rank", {"place": "GEO"}, Span(6.0, 56.0)),
    "rank of a state that no row names": ("supplier_rank", {"place": "IND", "other": "AND"}, Span(3.0, 56.0)),
    "rank of nothing after next to nothing": (
        "export_rank",
        {"place": "PAK", "other": "South Asia"},
        Span(2.0, 3.0),
    ),
    "rank of a supplier of nothing": ("supplier_rank", {"place": "IND", "other": "USA"}, Span(3.0, 56.0)),
    "rank of a supplier of nothing, unknown ones ranked": (
        "supplier_rank",
        {"place": "IND", "other": "USA", "states_only": False},
        Span(4.0, 56.0),
    ),
    "order": ("import_order", {"n": 4}, ("IND", "GRC", "PAK", "TUR")),
    "order with organisations": (
        "import_order",
        {"n": 5, "states_only": False},
        ("IND", "GRC", "PAK", "XNO", "TUR"),
    ),
    "order in a region": ("import_order", {"n": 2, "place": "South Asia"}, ("IND", "PAK")),
    "order of exporters": ("export_order", {"n": 3}, ("FRA", "RUS", "USA")),
    "order of suppliers, no unknown one": ("supplier_order", {"n": 2, "place": "IND"}, ("RUS", "FRA")),
    "the largest together": ("import_top_share", {"n": 2}, 100 * 140 / 240),
    "those named together": ("import_top_share", {"codes": ("IND", "TUR")}, 100 * 125 / 240),
    "the largest of a region": ("import_top_share", {"n": 1, "place": "South Asia"}, 100 * 100 / 140),
    "the largest exporters": ("export_top_share", {"n": 2}, 100 * 135 / 240),
    "of a region among the largest": ("import_top_count", {"n": 3, "place": "South Asia"}, 2.0),
    "suppliers, no unknown one": ("supplier_count", {"place": "IND"}, 2.0),
    "suppliers with unknown ones": ("supplier_count", {"place": "IND", "states_only": False}, 3.0),
    "recipients, no organisation": ("recipient_count", {"place": "USA"}, 1.0),
    "recipients with organisations": ("recipient_count", {"place": "USA", "states_only": False}, 2.0),
    "a recipient of next to nothing": ("recipient_count", {"place": "IND"}, 1.0),
}


def test_volumes_by_hand(data: Data) -> None:
    made = register(data)
    wrong = []
    for name, (measure, how, expected) in BY_HAND.items():
        base = {"base": BEFORE} if measure.endswith("change") else {}
        found = MEASURES[f"arms.{measure}"](made, **ASKED, **base, **how)
        if found != (expected if isinstance(expected, tuple | Span) else pytest.approx(expected)):
            wrong.append(f"{name}: {found}, by hand {expected}")
    assert not wrong, "\n".join(wrong)
    assert {f"arms.{measure}" for measure, *_ in BY_HAND.values()} | {"arms.delivered"} == set(ENTRIES)


def test_a_rank_in_a_region_of_others_says_that_it_is_one_of_others(data: Data) -> None:
    with pytest.raises(MissingError, match=r"^TUR is not one of the states of South Asia in 2020$"):
        MEASURES["arms.import_rank"](register(data), **ASKED, place="TUR", other="South Asia")


REFUSED = {
    "years before the file": ("imports", {"place": "IND", "years": (2016, 2018)}, MissingError),
    "years after the file": ("imports", {"place": "IND", "years": (2019, 2021)}, MissingError),
    "a base before the file": ("import_change", {"place": "IND", "base": (2015, 2016)}, MissingError),
    "a release that is not held": ("imports", {"place": "IND", "source": "none"}, NoRowsError),
    "a recipient that is no state and not there": ("imports", {"place": "XHZ"}, NoRowsError),
    "a state after its end": ("imports", {"place": "RVN"}, MissingError),
    "a supplier after its end": ("imports", {"place": "IND", "other": "SUN"}, MissingError),
    "a share of nothing": ("supplier_share", {"place": "AFG", "other": "IND"}, NoRowsError),
    "growth from nothing": ("import_change", {"place": "TUR", "base": BEFORE}, MissingError),
    "a ratio to nothing": ("import_ratio", {"place": "IND", "other": "AFG"}, MissingError),
    "a rank of a supplier where nothing came": ("supplier_rank", {"place": "GEO", "other": "USA"}, MissingError),
    "a rank of a supplier that is no state": ("supplier_rank", {"place": "IND", "other": "XNO"}, MissingError),
    "a rank of a state of other years": ("import_rank", {"place": "SUN"}, MissingError),
    "a rank of an organisation": ("import_rank", {"place": "XNO"}, MissingError),
    "a rank outside its region": ("import_rank", {"place": "TUR", "other": "South Asia"}, MissingError),
    "more than there are": ("import_order", {"n": 40}, MissingError),
}


def test_what_cannot_be_said_is_refused(data: Data) -> None:
    made = register(data)
    wrong = []
    for name, (measure, how, error) in REFUSED.items():
        try:
            found = MEASURES[f"arms.{measure}"](made, **{**ASKED, **how})
        except MilbalanceError as raised:
            if type(raised) is not error:
                wrong.append(f"{name}: {type(raised).__name__} {raised}, wanted {error.__name__}")
        else:
            wrong.append(f"{name}: answered {found}")
    assert not wrong, "\n".join(wrong)


def test_a_state_that_a_register_of_the_world_does_not_have_was_delivered_nothing(data: Data) -> None:
    made = register(data)
    assert MEASURES["arms.imports"](made, place="GEO", **ASKED) == 0
    assert MEASURES["arms.exports"](made, place="MMR", **ASKED) == 0
    assert MEASURES["arms.imports"](made, place="IND", other="AND", **ASKED) == 0
    old = register(data, [("SVN", "USA", 1991, 2.0), ("SUN", "RUS", 1993, 2.0), ("IND", "USA", 1950, 2.0)])
    assert MEASURES["arms.imports"](old, place="SVN", source="mine", years=(1991, 1991)) == 2  # a row goes before
    with pytest.raises(MissingError, match="SVN is counted as a state from 1991 on, so there is nothing for 1985"):
        MEASURES["arms.imports"](old, place="SVN", source="mine", years=(1985, 1985))


CUT = (
    ("IND", "RUS", 2019, 2020, 60.0),  # inside the window
    ("IND", "FRA", 2018, 2019, 40.0),  # cut by its start
    ("PAK", "CHN", 2020, 2021, 50.0),  # cut by its end
    ("GRC", "USA", 2017, 2017, 7.0),  # before it
)
# Of a deal that is cut, of an unknown number of items anything may have come; of five, one in each year at least.
OF_DEALS: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "imports": ({"place": "IND"}, Span(60, 100), Span(68, 92)),
    "import_share": ({"place": "PAK"}, Span(0, 100 * 50 / 110), Span(100 * 10 / 102, 100 * 40 / 108)),
    "supplier_share": ({"place": "IND", "other": "RUS"}, Span(60, 100), Span(100 * 60 / 92, 100 * 60 / 68)),
    "recipient_share": ({"place": "RUS", "other": "IND"}, 100.0, 100.0),
    "import_ratio": ({"place": "PAK", "other": "IND"}, Span(0, 50 / 60), Span(10 / 92, 40 / 68)),
    "import_rank": ({"place": "PAK"}, 2.0, 2.0),
    "export_rank": ({"place": "FRA"}, Span(2, 3), Span(2, 3)),
    "supplier_count": ({"place": "IND"}, 2.0, 2.0),  # it lists a year of the window
    "import_top_count": ({"place": "South Asia", "n": 1}, 1.0, 1.0),
    "import_change": (
        {"place": "IND", "base": (2017, 2018)},
        Span(50, float("inf")),
        Span(100 * (68 / 32 - 1), 100 * (92 / 8 - 1)),
    ),
    "delivered": ({"place": "IND", "item": "radar"}, None, Span(6, 9)),
}


def test_a_release_of_deals_gives_ranges(data: Data) -> None:
    made = {items: deals(data, *CUT, items=items) for items in (None, 5)}
    wrong = []
    for name, (how, unknown, known) in OF_DEALS.items():
        for items, expected in zip(made, (unknown, known), strict=True):
            found = MEASURES[f"arms.{name}"](made[items], **ASKED, **how) if expected is not None else None
            ends = [(one.low, one.high) if isinstance(one, Span) else one for one in (found, expected)]
            if expected is not None and ends[0] != pytest.approx(ends[1]):
                wrong.append(f"{name}: {found}, by hand {expected}")
    assert not wrong, "\n".join(wrong)
    with pytest.raises(MissingError, match="leaves the order open"):
        MEASURES["arms.export_order"](made[5], **ASKED, n=2)


def test_the_largest_together_are_a_range_where_deals_leave_open_who_they_are(data: Data) -> None:
    """A deal of Russia's lies half outside: it has 40 to 90 of 190 to 240, the others 80, 60 and 10."""
    made = deals(
        data,
        *(("IND", "RUS", 2019, 2020, 40.0), ("IND", "RUS", 2018, 2019, 50.0), ("PAK", "CHN", 2019, 2019, 80.0)),
        *(("IND", "FRA", 2020, 2020, 60.0), ("GRC", "USA", 2020, 2020, 10.0)),
    )
    by_hand = {
        1: (80 / 240, 80 / 190),  # China, of the most and of the least that all have
        2: (120 / 190, 140 / 190),  # Russia and China, or China and France
        3: (180 / 190, 230 / 240),
    }
    share = MEASURES["arms.export_top_share"]
    for n, (low, high) in by_hand.items():
        found = share(made, n=n, **ASKED)
        assert (found.low, found.high) == pytest.approx((100 * low, 100 * high)), n
    with pytest.raises(MissingError, match="only 4 are on record, not 5"):
        share(made, n=5, **ASKED)


def test_deals_stand_for_volumes_of_their_own_two_sides_alone(data: Data) -> None:
    made = deals(data, ("XNO", "FRA", 2018, 2019, 40.0), ("IND", "RUS", 2018, 2019, 90.0))
    known = pd.DataFrame(
        [("IND", "RUS", 2019, 55.0), ("IND", "RUS", 2020, 5.0)], columns=["recipient", "supplier", "year", "tiv_m"]
    )
    exact = known.assign(source_id="mine", method="sum of deliveries")
    of_nato = made.arms_imports[made.arms_imports["recipient"] == "XNO"]
    made = replace(made, arms_imports=pd.concat([of_nato, exact], ignore_index=True))
    wanted = {"IND": 60.0, "XNO": Span(0, 40), "World": Span(60, 100)}
    assert {place: MEASURES["arms.imports"](made, place=place, **ASKED) for place in wanted} == wanted


def test_members_are_those_of_the_last_year(data: Data) -> None:
    made = register(data)
    groups = made.groups.assign(until=pd.array([None, None, None, None, 2019, None], dtype="Int64"))
    left = replace(made, groups=groups)
    assert volumes.members(left, "South Asia", 2019) == {"IND", "PAK", "AFG"}
    assert volumes.members(left, "South Asia", 2020) == {"IND", "AFG"}
    change = MEASURES["arms.import_change"](left, place="South Asia", base=BEFORE, **ASKED)
    assert change == pytest.approx(25.0)  # of India alone, in both windows


def test_an_extract_says_nothing_of_the_world_or_a_supplier(data: Data) -> None:
    asked: dict[str, Any] = {"source": "sipri-transfers-2026-03", "years": (2018, 2022)}
    wrong = []
    for name, entry in ENTRIES.items():
        if not entry.get("whole"):
            continue
        how = {"place": "FRA", "other": "GEO", "n": 3} | ({"base": (2012, 2016)} if "change" in name else {})
        how = {key: value for key, value in how.items() if key in MEASURES[name].__annotations__}
        try:
            wrong.append(f"{name}: {MEASURES[name](data, **asked, **how)}")
        except MissingError as error:
            wrong += [] if "only an extract" in str(error) else [f"{name}: {error}"]
    assert not wrong, "\n".join(wrong)


WORDS = {"missile": ["* missile", "SAM", "SSM"], "launcher": ["* TEL"], "drone": ["* UAV"]}
WEAPONS = pd.DataFrame(
    [
        *(("Iskander TEL", "SSM TEL"), ("9M723 Iskander", "SSM"), ("T-72M1", "tank"), ("T-7", "trainer aircraft")),
        *(("M41", "light tank"), ("Spike-LR", "anti-tank missile"), ("Bayraktar TB2", "armed UAV")),
        *(("Su-25", "ground attack aircraft"), ("AMX", "tank destroyer"), ("Harop", "loitering munition")),
        ("RGM-84 Harpoon", "anti-ship missile/SSM"),
    ],
    columns=["designation", "class"],
)


def test_a_weapon_is_meant_by_designation_class_or_both() -> None:
    by_hand = {
        "Iskander": ["Iskander TEL"],
        "Iskander missile": ["9M723 Iskander"],
        "iskander launchers": ["Iskander TEL"],
        "T-72": ["T-72M1"],
        "T-72 tanks": ["T-72M1"],
        "T-7": ["T-7"],
        "tanks": ["T-72M1"],
        "light tank": ["M41"],
        "spike": ["Spike-LR"],
        "Harpoon": ["RGM-84 Harpoon"],
        "Harpoon missiles": ["RGM-84 Harpoon"],
        "TB2": ["Bayraktar TB2"],
        "drones": ["Bayraktar TB2"],
        "armed drone": ["Bayraktar TB2"],
        "missiles": ["9M723 Iskander", "Spike-LR", "RGM-84 Harpoon"],
        "Su-2": [],
        "Iskander tank": [],
        "pike": [],
    }
    found = {item: weapons.meant(WEAPONS, item, WORDS)["designation"].tolist() for item in by_hand}
    wrong = [
        f"{item}: {found[item]}, by hand {expected}"
        for item, expected in by_hand.items()
        if found[item] != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_a_word_of_texts_means_every_class_of_its_row_and_never_one_by_its_letters_alone() -> None:
    """The classes of two releases of SIPRI's register, in short and in full, and what texts call them."""
    listed = """trainer/combat aircraft; FGA aircraft; fighter/ground-attack aircraft; fighter aircraft
        bomber aircraft; transport aircraft; light transport aircraft; helicopter; combat helicopter; ASW Helicopter
        UAV; armed drone; loitering munition; one-way attack drone; tank; light tank; towed gun; naval gun
        self-propelled MRL; frigate; submarine; nuclear submarine; patrol ship/frigate; airship; tank turret
        APC/APV; combat aircraft radar; radar"""
    classes = [" ".join(one.split()) for line in listed.splitlines() for one in line.split(";")]
    names = pd.DataFrame({"designation": [f"X-{n}" for n in range(len(classes))], "class": classes})
    fighters = {"FGA aircraft", "fighter/ground-attack aircraft", "fighter aircraft"}
    by_hand = {
        "combat aircraft": fighters | {"trainer/combat aircraft", "bomber aircraft"},
        "Fighter jets": fighters,
        "transport aircraft": {"transport aircraft", "light transport aircraft"},
        "helicopters": {"helicopter", "combat helicopter", "ASW Helicopter"},
        "drones": {"UAV", "armed drone", "one-way attack drone"},
        "kamikaze drones": {"loitering munition", "one-way attack drone"},
        "tanks": {"tank"},
        "main battle tanks": {"tank"},
        "artillery": {"towed gun", "self-propelled MRL"},
        "warships": {"frigate", "patrol ship/frigate"},
        "submarines": {"submarine", "nuclear submarine"},
        "armoured personnel carriers": {"APC/APV"},
        "guns": {"towed gun", "naval gun"},
        "combat aircraft radar": {"combat aircraft radar"},
        "radars": {"radar"},
        "spaceship": set(),
    }
    names = pd.concat([names, pd.DataFrame({"designation": ["Fighter helicopters"], "class": ["radar"]})])
    words = ENTRIES["arms.delivered"]["plain"]["words"]
    found = {item: set(weapons.meant(names, item, words)["class"]) for item in by_hand}
    wrong = [
        f"{item}: {found[item]}, by hand {wanted}" for item, wanted in by_hand.items() if found[item] != wanted
    ]
    assert not wrong, "\n".join(wrong)


def test_deliveries_of_a_weapon_by_hand(data: Data) -> None:
    rows = [("IND", "RUS", 2019, "T-90S", "tank", 10), ("IND", "RUS", 2020, "T-90S", "tank", 5)]
    rows += [("PAK", "CHN", 2020, "VT-4", "tank", 7), ("IND", "FRA", 2020, "Rafale", "FGA aircraft", 3)]
    columns = ["recipient", "supplier", "year", "designation", "class", "number"]
    items = pd.DataFrame(rows, columns=columns).assign(source_id="mine")
    made = replace(register(data), arms_deliveries=items)
    by_hand = {
        ("IND", "RUS", "T-90"): 15.0,
        ("IND", None, "tank"): 15.0,
        ("South Asia", None, "tanks"): 22.0,
        ("IND", "FRA", "tank"): 0.0,
        ("World", "FRA", "rafale"): 3.0,
    }
    delivered = MEASURES["arms.delivered"]
    found = {
        (place, other, item): delivered(made, place=place, other=other, item=item, words=WORDS, **ASKED)
        for place, other, item in by_hand
    }
    assert found == by_hand
    told = {
        item: arms.counted(made, place=place, item=item, words=WORDS, **ASKED)
        for place, item in (("IND", "T-90"), ("IND", "tank"), ("IND", "Tanks"), ("PAK", "FGA aircraft"))
    }
    assert told == {"T-90": "counted as “T-90”: tank", "tank": "", "Tanks": "", "FGA aircraft": ""}
    for place, item in (("IND", "T-90S"), ("IND", "t-90s"), ("PAK", "Rafale")):
        assert arms.counted(made, place=place, item=item, words=WORDS, **ASKED) == "", (
            "a designation as it is listed"
        )
    with pytest.raises(NoRowsError, match=r"no weapon or class “submarine” .* there are tank, FGA aircraft"):
        delivered(made, place="IND", item="submarine", **ASKED)
    with pytest.raises(NoRowsError, match="without a list of items"):
        delivered(data, place="AZE", item="tank", source="sipri-transfers-2022-03", years=AFTER)


def test_what_an_item_means_is_looked_for_once_a_release(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("IND", "RUS", 2019, "T-90S", "tank", 10), ("PAK", "CHN", 2020, "VT-4", "tank", 7)]
    columns = ["recipient", "supplier", "year", "designation", "class", "number"]
    made = replace(register(data), arms_deliveries=pd.DataFrame(rows, columns=columns).assign(source_id="mine"))
    looked: list[str] = []
    meant = weapons.meant
    monkeypatch.setattr(
        weapons, "meant", lambda kinds, item, words: looked.append(item) or meant(kinds, item, words)
    )
    for place in ("IND", "PAK"):
        MEASURES["arms.delivered"](made, place=place, item="tanks", words=WORDS, **ASKED)
        arms.counted(made, place=place, item="tanks", words=WORDS, **ASKED)
    arms.counted(made, place="IND", item="tanks", words={"tanks": ["no such class", "tank"]}, **ASKED)
    assert looked == ["tanks", "tanks"]


def test_the_example_of_each_entry_is_answered_or_needs_a_whole_release(data: Data) -> None:
    wrong = []
    for name, entry in ENTRIES.items():
        try:
            found = MEASURES[name](data, source="sipri-transfers-2026-03", **arguments_of(entry))
        except MissingError as error:
            if not entry.get("whole") or error.kind != EXTRACT:
                wrong.append(f"{name}: {error}")
        else:
            wrong += [f"{name}: an extract answers {found}"] if entry.get("whole") else []
    assert not wrong, "\n".join(wrong)


def test_each_option_of_an_entry_is_an_argument_with_one_reason() -> None:
    wrong = []
    for name, entry in ENTRIES.items():
        for level, options in {**entry.get("ways", {}), **entry.get("group_ways", {})}.items():
            for option, given in options.items():
                how = {key: value for key, value in given.items() if key not in ("why", "shown")}
                unknown = how.keys() - MEASURES[name].__annotations__.keys()
                reasons = len(given) - len(how)
                if unknown or reasons != bool(how):
                    wrong.append(f"{name}, {level}: {option}: unknown {sorted(unknown)}, {reasons} reasons")
        if unknown_near := set(entry.get("near", ())) - MEASURES.keys():
            wrong.append(f"{name}: near {sorted(unknown_near)}")
    assert not wrong, "\n".join(wrong)


def arguments_of(entry: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an example, as a row of claims.csv gives them."""
    how = {**entry.get("plain", {}), **entry["example"]}
    windows = [tuple(int(year) for year in part.split("-")) for part in str(how.pop("years")).split(";")]
    how["years"] = windows[-1]
    how |= {"base": windows[0]} if len(windows) == 2 else {}
    how |= {"n": 2} if entry["unit"] == "places" else {}
    if entry["item"] == "count or codes":
        how["n"] = how.pop("item")
    return how
