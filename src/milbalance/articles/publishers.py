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
    for publisher, title in sources[["publisher", "title"]].drop_duplicates().itertuples(index=False):
        for name in _names(publisher, title):
            if found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cites, re.IGNORECASE):
                first[short(publisher)] = min(first.get(short(publisher), len(cites)), found.start())
    return sorted(first, key=first.__getitem__)


def misspelt(sources: pd.DataFrame, cites: str) -> str:
    """The publisher of official files that a text seems to mean by a name that is none; else empty.

    >>> misspelt(data.sources, "SIRPI"), misspelt(data.sources, "Reuters")
    ('SIPRI', '')
    """
    if len(cites) <= FEWEST or named(sources, cites):
        return ""
    official = sources.loc[sources["family"].notna(), ["publisher", "title"]].itertuples(index=False)
    called = {
        name.casefold(): short(publisher) for publisher, title in official for name in _names(publisher, title)
    }
    near = get_close_matches(cites.casefold(), called, n=1, cutoff=0.8)
    return called[near[0]] if near else ""


def _names(publisher: str, title: str) -> Iterator[str]:
    """What a publisher and its data set are called."""
    whole = re.sub(r"\s*\([A-Z]+\)$", "", publisher)
    for name in (whole, short(publisher), title.partition(",")[0].removeprefix("The ")):
        yield name
        yield re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)  # Global Firepower
        letters = "".join(word[0] for word in name.split())
        if len(letters) >= FEWEST:
            yield letters
