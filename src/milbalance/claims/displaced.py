"""Computations of the claims on people displaced: by the war of 2020, and by the first war."""

from __future__ import annotations

from milbalance import measures, tolls
from milbalance.choices import Choice
from milbalance.claims import persons
from milbalance.claims.registry import computes
from milbalance.errors import MissingError
from milbalance.load import Data
from milbalance.ranges import Span
from milbalance.tolls import Row, Rows

FROM_KARABAKH = Row(
    "displaced-91000", "iom-2020-12-11", "displaced from Nagorno-Karabakh to Armenia in 2020", "2020-12-11"
)
NEAR_THE_LINE = Row(
    "displaced-million",
    "acaps-2020-12-21",
    "temporarily displaced in 2020, near the line of contact",
    "2020-12-21",
)
ACAPS_TOTAL = Row("displaced-million", "acaps-2020-12-21", "displaced in 2020", "2020-12-21")

STILL = "still displaced"  # the scope of people who had not gone back by a later date


def _vary_million(data: Data) -> list[Choice]:
    acaps = Choice({"source": "ACAPS", "figure": "its total"})
    counts = measures.select(data.facts, topic="displaced-91000")
    # A part of the total, and another number.
    apart = {FROM_KARABAKH, *tolls.keys(counts[counts["scope"] == STILL])}
    others = [
        Choice(
            {**choice.levels, "figure": "its Armenian side, with the Azerbaijani side of ACAPS"},
            {"rows": (*choice.how["rows"], NEAR_THE_LINE)},
            choice.why,
            choice.counted,
            (*choice.sources, NEAR_THE_LINE.source),
            because=choice.because,
        )
        for choice in persons.by_source(
            data, "displaced-91000", "Armenian side", "Another count of the Armenian side."
        )
        if not apart.intersection(choice.how["rows"])
    ]
    beside = persons.by_source(data, "displaced-million", "both sides", "")
    return [acaps, *others, *(choice for choice in beside if choice.how["rows"] != (ACAPS_TOTAL,))]


@computes("displaced-million", vary=_vary_million, sources=[FROM_KARABAKH.source, NEAR_THE_LINE.source])
def displaced_by_the_war(data: Data, *, rows: Rows = (ACAPS_TOTAL,)) -> Span:
    """People displaced in 2020, both sides: the total of ACAPS, or rows added up.

    ACAPS prints its total as "more than 130,000" and names its two parts, which say how much more: the range runs
    from the number printed to the parts added.
    """
    found = tolls.total(data.facts, rows)
    if rows != (ACAPS_TOTAL,):
        return found
    parts = tolls.total(data.facts, (FROM_KARABAKH, NEAR_THE_LINE))
    return Span(found.low, parts.high, found.low)


UNHCR_2020 = Row(
    "displaced-91000", "unhcr-armenia-2021", "displaced from Nagorno-Karabakh to Armenia in 2020", "2021"
)


def _vary_91000(data: Data) -> list[Choice]:
    return persons.by_source(data, "displaced-91000", "Armenian side", "A published count of the same people.")


@computes("displaced-91000", vary=_vary_91000, sources=[UNHCR_2020.source])
def displaced_from_karabakh(data: Data, *, rows: Rows = (UNHCR_2020,)) -> Span:
    """People of the Armenian side displaced in 2020, as UNHCR passes the official figure on."""
    return tolls.total(data.facts, rows)


AZERBAIJANIS = "first war, Azerbaijani side"


def _vary_first_war(data: Data) -> list[Choice]:
    why = "The only figures held for Azerbaijanis alone; they begin in 1988."
    plain = Choice({"source": "UNHCR", "figure": "Azerbaijanis displaced in the first war"})
    return [plain, *persons.by_source(data, "displaced-first-war", AZERBAIJANIS, why)]


@computes("displaced-first-war", vary=_vary_first_war, sources=["unhcr-2016-04-11"])
def displaced_in_the_first_war(data: Data, *, publisher: str = "UNHCR", rows: Rows = ()) -> Span:
    """Azerbaijanis displaced in the first war: the rows named, else the one of the publisher.

    Raises MissingError if the publisher gives none, with what others give.
    """
    held = measures.select(data.facts, topic="displaced-first-war", scope=AZERBAIJANIS)
    publishers = held["source_id"].map(data.sources.set_index("source_id")["publisher"])
    own = rows or tuple(tolls.keys(held[publishers == publisher]))
    if not own:
        others = [tolls.total(data.facts, [key]).number for key in tolls.keys(held)]
        raise MissingError(
            f"no {publisher} figure for Azerbaijanis alone is held; others for 1988–94 run from "
            f"{min(others):,.0f} to {max(others):,.0f}"
        )
    return tolls.total(data.facts, own)
