"""Which rows of a register of arms a text means by a weapon: its designation, its class, or both.

A designation holds the words as they stand, in any case; letters that follow a number are a variant, so T-72 is
T-72M1 and no T-7. What a word of texts is in the classes of registers is a table, which goes before the letters: a
fighter is a fighter/ground-attack aircraft too. Any other class is meant by its last words, plural or not: exactly
that class if there is one, else every class that ends so. A designation that launchers and missiles for them have
in common means the launchers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

MISSILE = "missile"
Words = Mapping[str, Sequence[str]]  # what a word means in classes: {"missile": ["* missile", "SAM", "SSM"]}
ANY = "* "  # before the last words of a class, with or without others before them


def meant(weapons: pd.DataFrame, item: str, words: Words) -> pd.DataFrame:
    """The rows (columns designation, class) that an item means; none if no row has it.

    A word of the table goes first, then the item as a designation, then as a designation and a class (`Iskander
    missile`), the longest designation first, then as a class.

    >>> names = pd.DataFrame({"designation": ["Iskander TEL", "9M723 Iskander"], "class": ["SSM TEL", "SSM"]})
    >>> found = [meant(names, item, {"missile": ["SSM"]}) for item in ("iskander", "Iskander missiles")]
    >>> [rows["designation"].tolist() for rows in found]
    [['Iskander TEL'], ['9M723 Iskander']]
    """
    parts = item.split()
    known = _classes(" ".join(parts), words)
    for number in (0,) if known else range(len(parts), -1, -1):
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
    """The rows whose class is of a kind: by the table of words, else exactly, else by the last words of the class.

    A class may have several names (`anti-ship missile/ASM`), each of which counts; one that has the kind among
    others is not exactly of it.

    >>> classes = pd.DataFrame({"class": ["tank", "light tank", "tank destroyer", "anti-tank missile", "SSM"]})
    >>> of_class(classes, "Tanks", {})["class"].tolist()
    ['tank']
    >>> of_class(classes, "missile", {"missile": ["* missile", "SSM"]})["class"].tolist()
    ['anti-tank missile', 'SSM']
    """
    classes = weapons["class"].dropna().unique()
    names = {
        one: {one.casefold(), *(" ".join(name.split()) for name in one.casefold().split("/"))} for one in classes
    }
    own, named = singular(kind), _classes(kind, words)
    if not named and own & {name.casefold() for name in names}:
        named = own
    wanted = named or _ends(own, words)
    found = [name for name, every in names.items() if any(_is(one, wanted) for one in every)]
    return weapons[weapons["class"].isin(found)]


def singular(kind: str) -> set[str]:
    """A kind in small letters, as it is and without the s of a plural.

    >>> sorted(singular("Tanks"))
    ['tank', 'tanks']
    """
    return {kind.casefold(), kind.casefold().removesuffix("s")}


def _classes(kind: str, words: Words) -> set[str]:
    """What the table of words says of a kind; empty where it has no such word."""
    own = singular(kind)
    return {one.casefold() for word, classes in words.items() if word.casefold() in own for one in classes}


def _ends(kinds: set[str], words: Words) -> set[str]:
    """Some kinds as the last words of classes, and the same with what their last word is in classes."""
    ends = {ANY + kind for kind in kinds}
    for kind in kinds:
        first, _, last = kind.rpartition(" ")
        ends |= {f"{ANY}{first} {one.removeprefix(ANY)}" for one in _classes(last, words) if first}
    return ends


def _is(name: str, wanted: set[str]) -> bool:
    """Whether a name of a class is one of those wanted, or ends in it."""
    return name in wanted or any(f" {name}".endswith(one[1:]) for one in wanted if one.startswith(ANY))
