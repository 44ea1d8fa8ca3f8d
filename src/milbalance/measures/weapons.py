"""Which rows of a register of arms a text means by a weapon: its designation, its class, or both.

What a word of texts is in the classes of registers is a table, which goes before all else: a fighter is a
fighter/ground-attack aircraft too. A word that is a class, plural or not, is that class alone, and the last
words of classes are all that end so, whatever designations hold the word: a mortar is no Box Mortar. A
designation holds the words in any case, with or without hyphens and blanks; letters that follow a number are a
variant, so T72 is T-72M1 and no T-7. A designation that launchers and missiles for them have in common means
the launchers.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from milbalance import arguments

MISSILE = "missile"
Words = Mapping[str, Sequence[str]]  # what a word means in classes: {"missile": ["* missile", "SAM", "SSM"]}
_APART = "[-‐‑–\\s]"  # what may stand between the parts of a designation, or not
ANY = "* "  # before the last words of a class, with or without others before them


def meant(weapons: pd.DataFrame, item: str, words: Words) -> pd.DataFrame:
    """The rows (columns designation, class) that an item means; none if no row has it.

    A word of the table goes first, then the item as a class, then as a designation, then as a designation and a
    class (`Iskander missile`), the longest designation first.

    >>> names = pd.DataFrame({"designation": ["Iskander TEL", "9M723 Iskander"], "class": ["SSM TEL", "SSM"]})
    >>> found = [meant(names, item, {"missile": ["SSM"]}) for item in ("iskander", "Iskander missiles")]
    >>> [rows["designation"].tolist() for rows in found]
    [['Iskander TEL'], ['9M723 Iskander']]
    """
    parts = item.split()
    known = _classes(" ".join(parts), words)
    for number in (0,) if known else (0, *range(len(parts), 0, -1)):
        name, kind = " ".join(parts[:number]), " ".join(parts[number:])
        rows = _named(weapons, name) if name else weapons
        if kind:
            rows = of_class(rows, kind, words)
        else:  # of what fires or carries missiles, where the name is one of both
            missiles = rows["class"].isin(of_class(rows, MISSILE, words)["class"])
            rows = rows if missiles.all() else rows[~missiles]
        if len(rows):
            return rows
    return weapons.iloc[:0]


def near(weapons: pd.DataFrame, item: str) -> str:
    """What is called nearly as an item that nothing is called, the nearest first; else a few classes.

    >>> near(pd.DataFrame({"designation": ["T-72", "Su-30MK"], "class": ["tank", "FGA aircraft"]}), "Su-30MKI")
    'Su-30MK'
    """
    names = pd.concat([weapons["designation"], weapons["class"]]).dropna().unique()
    every = {_bare(name): name for name in reversed(names)}
    asked = _bare(item)
    holding = [name for name in every if asked and (name.startswith(asked) or asked in name)]
    found = dict.fromkeys([*holding, *difflib.get_close_matches(asked, every, n=arguments.FEW)])
    return ", ".join(every[name] for name in list(found)[: arguments.FEW]) or arguments.few(item, weapons["class"])


def _bare(name: str) -> str:
    return re.sub(_APART, "", name.casefold())


def _named(weapons: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows whose designation holds a name; Seahawk and Sea Hawk are two, unless one of them is in no row."""
    names = weapons["designation"].fillna("")
    found = (weapons[names.str.contains(_spelled(name, one))] for one in (r"[^\W\d]+", r"[^\W\d]"))
    return next((rows for rows in found if len(rows)), weapons.iloc[:0])


def _spelled(name: str, word: str) -> re.Pattern[str]:
    """A designation in any case, with or without hyphens and blanks between words and numbers, plural or not.

    After a number letters may follow, and no digit: they are a variant.
    """
    single = re.sub(r"(?<=\d)s$", "", name)
    bare = single.removesuffix("s") or single
    parts = [one for one in re.findall(rf"\d+|{word}|[^\w\s]", bare) if not re.fullmatch(_APART, one)]
    joined = re.escape("".join(parts[:1]) or name)
    for before, part in itertools.pairwise(parts):
        alike = (before + part).isdigit() or ((before + part).isalpha() and word.endswith("+"))
        joined += f"{_APART}{'+' if alike else '*'}{re.escape(part)}"
    many, end = "s?" * (bare != single), r"(?!\d)" if single[-1].isdigit() else r"(?!\w)"
    return re.compile(rf"(?<!\w){joined}{many}{end}", re.IGNORECASE)


def of_class(weapons: pd.DataFrame, kind: str, words: Words) -> pd.DataFrame:
    """The rows whose class is of a kind: by the table of words, else exactly, else by the last words of the class.

    A class may have several names (`anti-ship missile/ASM`), by each of which the table and last words find it; one
    that has the kind among others is not exactly of it.

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
    if not named and (exactly := [name for name in names if name.casefold() in own]):
        return weapons[weapons["class"].isin(exactly)]
    wanted = named or _ends(own, words)
    found = [name for name, every in names.items() if any(_is(one, wanted) for one in every)]
    return weapons[weapons["class"].isin(found)]


def singular(kind: str) -> set[str]:
    """A kind in small letters, as it is and without the s or es of a plural.

    >>> sorted(singular("Tanks")), sorted(singular("torpedoes"))
    (['tank', 'tanks'], ['torpedo', 'torpedoe', 'torpedoes'])
    """
    many = kind.casefold()
    return {many, many.removesuffix("s"), many.removesuffix("es")}


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
