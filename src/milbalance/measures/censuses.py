"""Armenian shares of the people of Karabakh by year and area, never joined: the areas differ.

The whole province (as Russia drew it) and its mountainous part are different areas; so is the Soviet oblast.
"""

from __future__ import annotations

from contextlib import suppress

import pandas as pd

from milbalance import measures
from milbalance.errors import MilbalanceError, NoRowsError
from milbalance.measures import facts as published
from milbalance.measures.ranges import Span

PROVINCE, MOUNTAINS, OBLAST = "whole province", "mountainous part", "Soviet oblast"
TOPICS = ["nk-1830s", "nkao-1923"]
AREAS = (PROVINCE, MOUNTAINS, OBLAST)  # scopes of facts.csv
SHARES = ("per cent Armenian", "per cent Azerbaijani")
COLUMNS = ["year", "area", "low", "high", "source_id"]


def shares(facts: pd.DataFrame) -> pd.DataFrame:
    """Armenian shares in per cent by year, area and source, one row a published number: see `COLUMNS`.

    `low` and `high` are equal for a share or for two counts of one source; a source that gives the Azerbaijani
    share alone bounds the Armenian one from above (`low` is 0). What is no survey or census of one of the areas is
    left out.
    """
    rows = measures.select(facts, topic=TOPICS)
    rows = rows[rows["scope"].isin(AREAS) & rows["unit"].isin(SHARES)]
    records = [(int(row["as_of"]), row["scope"], *_armenian(row), row["source_id"]) for _, row in rows.iterrows()]
    with suppress(NoRowsError):  # the counts are rows of their own source
        counted = counted_share(facts)
        records.append((1836, PROVINCE, counted.low, counted.high, "mountainous-karabakh"))
    frame = pd.DataFrame(records, columns=COLUMNS).drop_duplicates()
    return frame.sort_values(["year", "area", "source_id"], ignore_index=True)


def _armenian(row: pd.Series) -> tuple[float, float]:
    """The Armenian share of a row: as published, or what the Azerbaijani share leaves at most."""
    found = published.span(row)
    if row["unit"] == SHARES[0]:
        return found.low, found.high
    return 0.0, 100 - found.low


def counted_share(facts: pd.DataFrame, year: int = 1836, source: str = "mountainous-karabakh") -> Span:
    """Share of Armenians among Armenians and Muslims of the whole province, from two published counts."""
    armenians, muslims = (
        published.fact(
            facts, "nk-1830s", as_of=str(year), source_id=source, subject=f"Karabakh province (whole): {who}"
        )
        for who in ("Armenians", 'Muslims ("Tatars")')
    )
    one = Span(1, 1)
    return one / (one + muslims / armenians) * 100  # each count once, so that its rounding is not counted twice


def share(facts: pd.DataFrame, year: int, area: str, source: str) -> Span:
    """The Armenian share of one year, area and source, in per cent; NoRowsError if there is none."""
    row = measures.select(shares(facts), year=year, area=area, source_id=source).iloc[0]
    return Span(float(row["low"]), float(row["high"]))


# What the claim on 1832 states: the share before the conquest, and how many came and left.
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
