"""Which publishers a text names: by their name or its letters, or by those of their data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

import pandas as pd

from milbalance.choices.by_day import short

FEWEST = 3  # letters that can stand for a name: two are too common


def named(sources: pd.DataFrame, cites: str) -> list[str]:
    """The publishers of some sources that a text names, in short and in its order; whole words, in any case.

    >>> named(data.sources, "WDI of the World Bank; Stockholm International Peace Research Institute")
    ['World Bank', 'SIPRI']
    """
    first: dict[str, int] = {}
    for name, publisher in _names(sources):
        if found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cites, re.IGNORECASE):
            first[publisher] = min(first.get(publisher, len(cites)), found.start())
    return sorted(first, key=first.__getitem__)


def misspelt(sources: pd.DataFrame, cites: str) -> str:
    """The publisher of official files that a text seems to mean by a name that is none; else empty.

    >>> misspelt(data.sources, "SIRPI"), misspelt(data.sources, "Reuters")
    ('SIPRI', '')
    """
    if len(cites) <= FEWEST or named(sources, cites):
        return ""
    called = {name.casefold(): publisher for name, publisher in _names(sources[sources["family"].notna()])}
    near = get_close_matches(cites.casefold(), called, n=1, cutoff=0.8)
    return called[near[0]] if near else ""


def _names(sources: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """What the publishers of some sources and their data sets are called, each with the publisher in short.

    The title of a copy may be the name of the publisher that it is a copy of, and stands for that one alone.
    """
    every = {short(publisher) for publisher in sources["publisher"].unique()}
    for publisher, title in sources[["publisher", "title"]].drop_duplicates().itertuples(index=False):
        whole = re.sub(r"\s*\([^()]+\)$", "", publisher)
        of_data = title.partition(",")[0].removeprefix("The ")
        for name in (whole, short(publisher), *([] if of_data in every else [of_data])):
            yield name, short(publisher)
            yield re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name), short(publisher)  # Global Firepower
            letters = "".join(word[0] for word in name.split())
            if len(letters) >= FEWEST:
                yield letters, short(publisher)
