"""Claims on places and counts: territory, censuses, a border, a population, a parade, monuments."""

from __future__ import annotations

from itertools import product
from typing import Any

from milbalance import censuses, measures, published, territory
from milbalance.choices import Choice, grid, only_shown
from milbalance.claims.named import by_source, label
from milbalance.claims.registry import computes
from milbalance.errors import MilbalanceError, MissingError
from milbalance.load import Data
from milbalance.ranges import Span
from milbalance.territory import COUNTRY, HELD, OBLAST, TAKEN, WITH_DISTRICTS

BEFORE = "held before the war"
_WHOLES = {
    OBLAST: "Nagorno-Karabakh by the border that the Soviet oblast had.",
    HELD: "The land that was under Armenian control, which is what changed hands.",
    COUNTRY: "The whole of the state that gained the land.",
}
_EXTENTS = {
    TAKEN: "What was taken by arms before the war ended.",
    WITH_DISTRICTS: "All that changed hands in 2020, fought over or handed over.",
}
_OF_LAND = {TAKEN: [territory.KNOT], WITH_DISTRICTS: [territory.KNOT, territory.POLYGONS, *territory.PRINTED]}
_STATE = only_shown("what was said to be held before the war, not what was gained in it")


def _vary_territory(data: Data) -> list[Choice]:
    """Whole, extent and source; shares of a state that were held before the war are shown beside them."""
    wholes = [Choice({"share": f"of {name}"}, {"whole": name}, why) for name, why in _WHOLES.items()]
    extents = [Choice({"area": name}, {"extent": name}, why) for name, why in _EXTENTS.items()]
    in_words = only_shown("the same body says in words what its polygons show")
    oblast = [
        *grid(wholes[:1], extents[:1], by_source(data, [territory.POLYGONS], "")),
        *grid(wholes[:1], extents[:1], by_source(data, [territory.BRIEFING], **in_words)),
        *grid(wholes[:1], extents[1:]),
    ]
    land = [
        choice
        for whole, extent in product(wholes[1:], extents)
        for choice in grid([whole], [extent], by_source(data, _OF_LAND[extent.how["extent"]], ""))
    ]
    before = Choice({"share": f"of {COUNTRY}", "area": BEFORE}, {"whole": COUNTRY, "extent": BEFORE}, **_STATE)
    return [*oblast, *land, *grid([before], by_source(data, territory.HELD_BEFORE, ""))]


@computes("territory-20", vary=_vary_territory)
def territory_share(
    data: Data, *, whole: str = OBLAST, extent: str = TAKEN, source: str = territory.POLYGONS
) -> float | Span:
    """Land gained in 2020 as a share of a whole, by one source, in per cent; by the polygons at most that share."""
    if extent == BEFORE:
        return territory.held_before(data.facts, source)
    return territory.share(data.facts, whole, extent, source)


def _census(data: Data, year: int, area: str, source: str, why: str = "", **shown: Any) -> Choice:
    levels = {"census": f"{area}, {year}", "source": label(data, source)}
    return Choice(levels, {"year": year, "area": area, "source": source}, why, sources=(source,), **shown)


def _vary_1923(data: Data) -> list[Choice]:
    near = "The first counts after the oblast was drawn."
    bound = only_shown("the Azerbaijani share alone is given, which bounds the Armenian one from above")
    return [
        _census(data, 1923, censuses.OBLAST, "losevskaya", ""),
        _census(data, 1925, censuses.OBLAST, "fi-wiki7", near),
        _census(data, 1926, censuses.OBLAST, "ruwikipedia-nk", "The first Soviet census of the oblast."),
        _census(data, 1926, censuses.OBLAST, "armenian-reporter", **bound),
    ]


@computes("nkao-1923", vary=_vary_1923)
def armenian_share_of_the_oblast(
    data: Data, *, year: int = 1923, area: str = censuses.OBLAST, source: str = "losevskaya"
) -> Span:
    """Armenian share of the people of the Soviet oblast in the first years after it was drawn, in per cent."""
    return censuses.share(data.facts, year, area, source)


_SURVEY = "mountainous-karabakh"


def _vary_1930s(data: Data) -> list[Choice]:
    """The Soviet censuses of the decade that is printed and before it; earlier surveys beside them."""
    printed, corrected = {"period": "as printed, the 1930s"}, {"period": "as corrected, the 1830s"}
    earlier = {"period": "earlier surveys"}
    misprint = only_shown("the decade that is meant, a hundred years before the one that is printed")
    before = only_shown("an earlier survey, by an area of its own")
    end = {"why": "The census at the end of the decade printed."}
    rows = [
        (printed, 1926, censuses.OBLAST, "ruwikipedia-nk", {}),
        (printed, 1939, censuses.OBLAST, "armenian-reporter", end),
        (corrected, 1836, censuses.PROVINCE, _SURVEY, misprint),
        (corrected, 1832, censuses.PROVINCE, "wikipedia-nk-2007-a", misprint),
        (corrected, 1836, censuses.MOUNTAINS, _SURVEY, misprint),
        (earlier, 1823, censuses.PROVINCE, "wikipedia-nk-2007-b", before),
        (earlier, 1823, censuses.MOUNTAINS, "bournoutian-2011", before),
    ]
    return [
        Choice(
            {**period, "area": area, "year": str(year), "source": label(data, source)},
            {"year": year, "area": area, "source": source},
            **about,
        )
        for period, year, area, source, about in rows
    ]


@computes("nk-1830s", vary=_vary_1930s)
def armenian_share(
    data: Data, *, year: int = 1926, area: str = censuses.OBLAST, source: str = "ruwikipedia-nk"
) -> Span:
    """Armenian share of the people of an area in a year, by one source, in per cent."""
    return censuses.share(data.facts, year, area, source)


# What the claim itself states: the share before the conquest, and how many came and left by 1832.
SHARE_BEFORE, CAME, LEFT = 0.20, 57_000, 35_000


def share_after(population: float) -> float:
    """Armenian share by 1832 in per cent, from what the claim states, if so many lived there before.

    Raises MilbalanceError for so few people that fewer others lived there than left.
    """
    least = LEFT / (1 - SHARE_BEFORE)
    if not population >= least:
        raise MilbalanceError(
            f"a population of {population:,}; wanted at least {least:,.0f}, of whom {LEFT:,} left"
        )
    return 100 * measures.ratio(SHARE_BEFORE * population + CAME, population + CAME - LEFT)


def population_for(share: float) -> float:
    """The population before the conquest that makes the share by 1832 what it should be (in per cent)."""
    part = share / 100
    return measures.ratio(CAME - part * (CAME - LEFT), part - SHARE_BEFORE)


@computes(
    "eastern-armenia-1832", vary=lambda _: [Choice({"population": "as published"})], sources=("mccarthy-1996",)
)
def armenian_share_by_1832(data: Data, *, population: float | None = None) -> float:
    """Armenian share of Eastern Armenia by 1832, in per cent, for a population before the conquest.

    Raises MissingError where none is given: no row of the topic is a population.
    """
    if population is None:
        needed = population_for(50)
        raise MissingError(
            f"no population of Eastern Armenia before the conquest is held; {needed:,.0f} people would make it half"
        )
    return share_after(population)


MILE = 1.609344  # kilometres in an international mile, by definition (the yard of 1959)


@computes("border-428", vary=lambda data: by_source(data, ["cia-factbook-2026"], ""))
def border_miles(data: Data, *, source: str = "cia-factbook-2026") -> float:
    """Length of the border of Azerbaijan and Iran in miles, from the published kilometres."""
    return published.fact(data.facts, "border-428", source_id=source).number / MILE


_POPULATIONS = {
    "datahub-population": ("World Bank", "The series that most comparisons use."),
    "cow-nmc-7.0": ("Correlates of War", "The data set that researchers of conflict use."),
}


def _vary_population(data: Data) -> list[Choice]:
    sources = [Choice({"source": name}, {"source": key}, why) for key, (name, why) in _POPULATIONS.items()]
    when = "The article speaks of the years around the war."
    return grid(sources, [Choice({"year": str(year)}, {"year": year}, when) for year in (2019, 2020, 2021)])


@computes("armenia-three-million", vary=_vary_population)
def population(data: Data, *, place: str = "ARM", year: int = 2020, source: str = "datahub-population") -> float:
    """Population of a place, in millions."""
    return measures.one(data.context, place=place, item="population", year=year, source_id=source) / 1e6


ALMOST = 0.9  # "almost" as the rule for bounds reads "nearly": from nine tenths of the number


def _vary_parade(data: Data) -> list[Choice]:
    almost = "A newspaper's count; its “almost” is read as the rule for bounds reads “nearly”, from nine tenths."
    return [
        *by_source(data, ["wikipedia-baku-parade"], ""),
        *by_source(data, ["trend-2020-12-10"], "A news agency of the host, which gives a lower bound."),
        *by_source(data, ["mirrorspectator-2020-12-11"], almost),
    ]


@computes("parade-3000", vary=_vary_parade)
def servicemen(data: Data, *, source: str = "wikipedia-baku-parade") -> Span:
    """Servicemen in the parade by one source; "almost" a number is a range that ends there."""
    row = measures.select(data.facts, topic="parade-3000", source_id=source).iloc[0]
    found = published.span(row)
    return Span(ALMOST * found.high, found.high) if row["caveat"] == published.ALMOST else found


PARTS = ("tombstones", "cross-stones", "medieval churches")


@computes("monuments", vary=lambda data: by_source(data, ["hyperallergic-2019"], ""))
def monuments(data: Data, *, source: str = "hyperallergic-2019") -> Span:
    """The sum of the parts that are published of monuments destroyed in Nakhchivan."""
    parts = [
        published.fact(
            data.facts, "monuments", source_id=source, subject=f"{part} destroyed, Nakhchivan (Nakhijevan)"
        )
        for part in PARTS
    ]
    return parts[0] + parts[1] + parts[2]
