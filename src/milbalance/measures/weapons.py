"""Which rows of a register of arms a text means by a weapon: its designation, its class, or both.

A designation holds the words as they stand, in any case; letters that follow a number are a variant, so T-72 is
T-72M1 and no T-7. A class is meant by its last words, plural or not: exactly that class if there is one, else every
class that ends so. A designation that launchers and missiles for them have in common means the launchers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

MISSILE = "missile"
Words = Mapping[str, Sequence[str]]  # what a word means in classes: {"missile": ["SAM", "SSM"]}


def meant(weapons: pd.DataFrame, item: str, words: Words) -> pd.DataFrame:
    """The rows (columns designation, class) that an item means; none if no row has it.

    The item as a designation goes first, then as a designation and a class (`Iskander missile`), the longest
    designation first, then as a class.

    >>> names = pd.DataFrame({"designation": ["Iskander TEL", "9M723 Iskander"], "class": ["SSM TEL", "SSM"]})
    >>> found = [meant(names, item, {"missile": ["SSM"]}) for item in ("iskander", "Iskander missiles")]
    >>> [rows["designation"].tolist() for rows in found]
    [['Iskander TEL'], ['9M723 Iskander']]
    """
    parts = item.split()
    for number in range(len(parts), -1, -1):
        name, kind = " ".join(parts[:number]), " ".join(parts[number:])
        rows = (
            weapons[weapons["designation"].fillna("").str.contains(_pattern(name), regex=True)] if name else weapons
        )
        rows = of_class(rows, kind, words) if kind else _without_missiles(rows, words)
        if len(rows):
            return rows
    return weapons.iloc[:0]


def of_class(weapons: pd.DataFrame, kind: str, words: Words) -> pd.DataFrame:
    """The rows whose class is exactly of a kind; if there is none, those whose class ends in it.

    A class may have several names (`anti-ship missile/ASM`), each of which counts.

    >>> classes = pd.DataFrame({"class": ["tank", "light tank", "tank destroyer", "anti-tank missile", "SSM"]})
    >>> of_class(classes, "Tanks", {})["class"].tolist()
    ['tank']
    >>> of_class(classes, "missile", {"missile": ["SSM"]})["class"].tolist()
    ['anti-tank missile', 'SSM']
    """
    names = {name: _names(name) for name in weapons["class"].dropna().unique()}
    exact = {kind.casefold(), kind.casefold().removesuffix("s")}
    if not (found := [name for name, own in names.items() if exact & own]):
        ends = tuple(f" {end}" for end in _ends(exact, words))
        found = [name for name, own in names.items() if any(f" {one}".endswith(ends) for one in own)]
    return weapons[weapons["class"].isin(found)]


def _ends(kinds: set[str], words: Words) -> set[str]:
    """Some kinds, and each with what it or its last word is in classes."""
    ends = set(kinds)
    for kind in kinds:
        first, _, last = kind.rpartition(" ")
        ends |= {other.casefold() for other in words.get(kind, ())}
        ends |= {f"{first} {other}".strip().casefold() for other in words.get(last, ())}
    return ends


def _names(kind: str) -> set[str]:
    """Every name of a class: the whole, and what stands between its strokes."""
    return {kind.casefold(), *(" ".join(name.split()) for name in kind.casefold().split("/"))}


def _without_missiles(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The rows of what fires or carries missiles, if the name is one of both."""
    missiles = rows["class"].isin(of_class(rows, MISSILE, words)["class"])
    return rows if missiles.all() else rows[~missiles]


def _pattern(name: str) -> re.Pattern[str]:
    """Whole words in any case; after a number letters may follow, and no digit."""
    after = r"(?!\d)" if name[-1].isdigit() else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(name)}{after}", re.IGNORECASE)
