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
        rows = weapons
        if name:  # whole words in any case; after a number letters may follow, and no digit
            after = r"(?!\d)" if name[-1].isdigit() else r"(?!\w)"
            spelled = re.compile(rf"(?<!\w){re.escape(name)}{after}", re.IGNORECASE)
            rows = rows[rows["designation"].fillna("").str.contains(spelled, regex=True)]
        if kind:
            rows = of_class(rows, kind, words)
        else:  # of what fires or carries missiles, where the name is one of both
            missiles = rows["class"].isin(of_class(rows, MISSILE, words)["class"])
            rows = rows if missiles.all() else rows[~missiles]
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
    classes = weapons["class"].dropna().unique()
    names = {
        one: {one.casefold(), *(" ".join(name.split()) for name in one.casefold().split("/"))} for one in classes
    }
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
