"""Shares of land: what was gained in the war of 2020 and after it, of which whole, by which source.

Extents are `TAKEN` (by arms) and `WITH_DISTRICTS` (and what was handed over under the agreement that ended the
war). Areas are square kilometres, shares per cent.
"""

from __future__ import annotations

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import MissingError
from milbalance.ranges import Span

OBLAST, HELD, COUNTRY = "the former oblast", "all Armenian-held land", "Azerbaijan"
TAKEN, WITH_DISTRICTS = "taken in the war", "with the districts handed over"
POLYGONS = "crisisgroup-nk-data"
BRIEFING = "crisisgroup-2020-12-22"
KNOT = "kavkaz-uzel-2020-11-21"
# Shares of Azerbaijan said to be held before the war: an official statement, a scholar, and the polygons.
HELD_BEFORE = ("azerbaijan-heritage-library", "askerov-2020", POLYGONS)
_TOPIC = "territory-20"
_GAINED = "polygons of the former Nagorno-Karabakh oblast controlled by Azerbaijani forces"
_KEPT = "polygons of the former Nagorno-Karabakh oblast patrolled by Russian peacekeepers"
_DISTRICTS = "polygons of the former adjacent territories, without the Lachin corridor"
_CORRIDOR = "polygon of the Lachin corridor"
_OF_HELD = {
    TAKEN: "Armenian-held land lost in battle in 2020",
    WITH_DISTRICTS: "Armenian-held land lost in 2020, total",
}
# Sources that themselves print what was held before the war and what was kept after it.
PRINTED = {
    "realkarabakh": (
        "Republic of Artsakh (Nagorno-Karabakh), entire territory before the war",
        "land kept by the Republic of Artsakh (Nagorno-Karabakh)",
    ),
    "westernarmeniatv-areas": (
        "Armenian-held land before the war, a cartographer",
        "land held by Armenian and Russian forces after the war, a cartographer",
    ),
}


def area(facts: pd.DataFrame, subject: str, **where: str) -> float:
    """One published area, or one published share, of the topic; NoRowsError if there is none."""
    return measures.one(facts, topic=_TOPIC, subject=subject, **where)


def oblast(facts: pd.DataFrame) -> float:
    """Area of the former oblast by the polygons."""
    return area(facts, _GAINED) + area(facts, _KEPT)


def held(facts: pd.DataFrame, source: str = POLYGONS) -> float:
    """Land held by Armenian forces before the war; by the polygons where a source prints none itself."""
    if source in PRINTED:
        return area(facts, PRINTED[source][0], source_id=source)
    return oblast(facts) + area(facts, _DISTRICTS) + area(facts, _CORRIDOR)


def share(facts: pd.DataFrame, whole: str, extent: str, source: str) -> float | Span:
    """What was gained as a share of a whole (`OBLAST`, `HELD` or `COUNTRY`) by one source, in per cent.

    Of the oblast by the polygons a range: they show what was held after the war, which is at most what was taken.
    Raises MissingError where the two do not go together or the source gives no such number, and MilbalanceError for
    another whole, extent or source.
    """
    arguments.one_of("whole", whole, (OBLAST, HELD, COUNTRY))
    arguments.one_of("extent", extent, (TAKEN, WITH_DISTRICTS))
    measures.select(measures.select(facts, topic=_TOPIC), source_id=source)
    if whole == OBLAST:
        return _of_oblast(facts, extent, source)
    of_held = _of_held(facts, extent, source)
    if whole == HELD:
        return of_held
    return of_held * held(facts, source) / area(facts, "area of Azerbaijan")


def _of_oblast(facts: pd.DataFrame, extent: str, source: str) -> float | Span:
    if extent == WITH_DISTRICTS:
        raise MissingError("the districts handed over lie outside the former oblast, so they are no share of it")
    if source == POLYGONS:
        after = 100 * measures.ratio(area(facts, _GAINED), oblast(facts))
        return Span(0, after, after)
    return measures.one(facts, topic=_TOPIC, unit="per cent of the former oblast", source_id=source)


def _of_held(facts: pd.DataFrame, extent: str, source: str) -> float:
    if source == KNOT:
        return area(facts, _OF_HELD[extent], source_id=source)
    if extent == TAKEN:
        raise MissingError("this source does not tell what was taken in battle from what was handed over")
    if source == POLYGONS:
        return 100 * measures.ratio(area(facts, _GAINED) + area(facts, _DISTRICTS), held(facts))
    before, after = (area(facts, subject, source_id=source) for subject in PRINTED[source])
    return 100 * measures.ratio(before - after, before)


def held_before(facts: pd.DataFrame, source: str) -> float:
    """Share of Azerbaijan that Armenian forces held before the war of 2020, as a source states it, in per cent."""
    rows = measures.select(facts, topic=_TOPIC, source_id=source, unit="per cent of Azerbaijan")
    return measures.one(rows)
