"""Areas of land at stake in the war of 2020, in square kilometres: what its shares in the ledger are shares of."""

from __future__ import annotations

import pandas as pd

from milbalance import measures

OBLAST, HELD, COUNTRY = "the former oblast", "all Armenian-held land", "Azerbaijan"
TAKEN, WITH_DISTRICTS = "taken in the war", "with the districts handed over"
POLYGONS = "crisisgroup-nk-data"
_OBLAST = (
    "polygons of the former Nagorno-Karabakh oblast controlled by Azerbaijani forces",
    "polygons of the former Nagorno-Karabakh oblast patrolled by Russian peacekeepers",
)
_AROUND = (
    "polygons of the former adjacent territories, without the Lachin corridor",
    "polygon of the Lachin corridor",
)


def area(facts: pd.DataFrame, subject: str) -> float:
    """One published area; NoRowsError if there is none."""
    return measures.one(facts, topic="territory-20", subject=subject)


def oblast(facts: pd.DataFrame) -> float:
    """The former oblast by the polygons."""
    return sum(area(facts, subject) for subject in _OBLAST)


def held(facts: pd.DataFrame) -> float:
    """Land held by Armenian forces before the war, by the polygons."""
    return oblast(facts) + sum(area(facts, subject) for subject in _AROUND)
