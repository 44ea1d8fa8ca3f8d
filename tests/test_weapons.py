"""Which weapons a word means: a class before a designation, and designations in any spelling."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from milbalance.errors import NoRowsError
from milbalance.measures import weapons
from milbalance.measures.vocabulary import MEASURES
from milbalance.tables.load import Data

# Designations that hold the words of classes, as registers have them.
ROWS = [
    *(("Box Mortar 120mm", "self-propelled mortar"), ("M-30 107mm", "mortar"), ("P-15 radar", "air search radar")),
    *(("TPS-43", "air search radar"), ("FCR-1", "fire control radar"), ("Nimrod ASM", "transport helicopter")),
    *(("Kh-29", "ASM"), ("Kh-35", "SSM/ASM"), ("Firefly FGA", "trainer aircraft"), ("Jaguar", "FGA aircraft")),
    *(("Torpedo boat 2", "FAC"), ("A-244", "ASW torpedo"), ("53-65", "anti-ship torpedo"), ("AK-47 SAM", "rifle")),
    *(("SA-2", "SAM"), ("Mk-46 gun", "turret"), ("M-46", "towed gun"), ("FAC-20", "patrol craft")),
    *(("K-2 Black Panther", "tank"), ("Bayraktar TB-2", "armed UAV"), ("Leopard-2A4", "tank"), ("T-72M1", "tank")),
    *(("F-16C", "FGA aircraft"), ("S-400 Triumf", "SAM system"), ("PzH-2000 155mm", "self-propelled gun")),
    *(("Su-30MK", "FGA aircraft"), ("ZU-23-2", "AA gun"), ("BAU-232", "AA gun"), ("FGM-148 Javelin", "missile")),
    *(("SH-60B Seahawk", "helicopter"), ("Sea Hawk", "fighter aircraft"), ("Sea King", "helicopter")),
]
WEAPONS = pd.DataFrame(ROWS, columns=["designation", "class"])


def wrong(by_hand: dict[str, list[str]]) -> list[str]:
    found = {item: weapons.meant(WEAPONS, item, {})["designation"].tolist() for item in by_hand}
    return [f"{item}: {found[item]}, by hand {one}" for item, one in by_hand.items() if found[item] != one]


def test_a_word_that_is_a_class_is_the_class_whatever_designations_hold_it() -> None:
    by_hand = {
        "mortar": ["M-30 107mm"],
        "mortars": ["M-30 107mm"],
        "ASM": ["Kh-29"],
        "ASMs": ["Kh-29"],
        "sam": ["SA-2"],
        "FAC": ["Torpedo boat 2"],
        "FGA aircraft": ["Jaguar", "F-16C", "Su-30MK"],
        "radar": ["P-15 radar", "TPS-43", "FCR-1"],
        "torpedo": ["A-244", "53-65"],
        "torpedoes": ["A-244", "53-65"],
        "gun": ["M-46", "PzH-2000 155mm", "ZU-23-2", "BAU-232"],
        "P-15 radar": ["P-15 radar"],
        "Box Mortar": ["Box Mortar 120mm"],
    }
    assert not wrong(by_hand), "\n".join(wrong(by_hand))


def test_a_designation_is_the_same_with_or_without_hyphens_blanks_and_capitals() -> None:
    by_hand = {
        "K2": ["K-2 Black Panther"],
        "k-2": ["K-2 Black Panther"],
        "TB2": ["Bayraktar TB-2"],
        "Bayraktar TB2 drones": [],
        "Leopard 2": ["Leopard-2A4"],
        "Leopard 2s": ["Leopard-2A4"],
        "leopard2a4": ["Leopard-2A4"],
        "T72": ["T-72M1"],
        "T7": [],
        "T-72 tanks": ["T-72M1"],
        "F16": ["F-16C"],
        "F-16s": ["F-16C"],
        "S400": ["S-400 Triumf"],
        "PzH 2000": ["PzH-2000 155mm"],
        "Javelins": ["FGM-148 Javelin"],
        "ZU 23-2": ["ZU-23-2"],
        "BAU 23-2": [],
        "Seahawk": ["SH-60B Seahawk"],
        "sea hawk": ["Sea Hawk"],
        "SeaKing": ["Sea King"],
        "-": [],
    }
    assert not wrong(by_hand), "\n".join(wrong(by_hand))


def test_a_name_that_nothing_has_is_answered_by_the_nearest_names(data: Data) -> None:
    items = WEAPONS.assign(source_id="mine", recipient="IND", supplier="RUS", year=2019, number=3)
    volumes = items[["source_id", "recipient", "supplier", "year"]].assign(tiv_m=1.0, method="sum of deliveries")
    made = replace(data, arms_deliveries=items, arms_imports=volumes.drop_duplicates())
    asked = {"place": "IND", "source": "mine", "years": (2019, 2019)}
    with pytest.raises(NoRowsError, match=r"no weapon or class “Su-30MKI” in .*; there are Su-30MK"):
        MEASURES["arms.delivered"](made, item="Su-30MKI", **asked)
    with pytest.raises(NoRowsError, match=r"no weapon or class “M2 Leopard” in .*; there are Leopard-2A4"):
        MEASURES["arms.delivered"](made, item="M2 Leopard", **asked)
