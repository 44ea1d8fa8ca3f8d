"""Names of states, as sources print them, to codes: ISO 3166 alpha-3, historic states kept apart.

The table `aliases.csv` is looked up exactly, but for case, accents, blanks and the shape of apostrophes; nothing is
ever guessed. A name that means different states in different years has a row for each, with its years.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import pandas as pd

KINDS = ("state", "historic", "government", "region", "non-state", "unknown")


@dataclass(frozen=True)
class Alias:
    """One row of the table: a name, the code it stands for (none for most regions), and when.

    >>> Alias("USSR", "SUN", 1922, 1991, "historic", "").holds(1992)
    False
    """

    name: str
    place: str | None
    first_year: int | None
    last_year: int | None
    kind: str
    note: str

    def holds(self, year: int | None) -> bool:
        """Whether the name stands for this place in that year; without a year, whether it may in any."""
        if year is None:
            return True
        return (self.first_year or year) <= year <= (self.last_year or year)


def code(name: str, year: int | None = None) -> str | None:
    """The code of the place that a name stands for in a year; None for regions without one and unknown names.

    Without a year, a name that stands for different places at different times has no code.

    >>> code("Korea, South"), code("USSR/Russia", 1991), code("USSR/Russia"), code("Africa")
    ('KOR', 'SUN', None, None)
    """
    return found.place if (found := find(name, year)) else None


def life(place: str) -> tuple[int, int]:
    """The first and the last year of a state; 0 and 9999 where states.csv does not say them.

    The years are those in which the Correlates of War count it as a state; of several lives more than twenty years
    apart, such as Russia's, the last.

    >>> life("SSD"), life("Atlantis")
    ((2011, 9999), (0, 9999))
    """
    return _lives().get(place, (0, 9999))


def lived(place: str, first: int, last: int) -> bool:
    """Whether a place was a state in all years from the first to the last, as `life` has them.

    >>> lived("SSD", 2011, 2020), lived("SSD", 2010, 2020)
    (True, False)
    """
    begins, ends = life(place)
    return begins <= first and last <= ends


def before_states(frame: pd.DataFrame) -> pd.Series[bool]:
    """Which rows (columns place, year, value) have a value of a year before the place was a state.

    >>> before_states(pd.DataFrame({"place": ["SSD", "SSD"], "year": [2010, 2011], "value": [1.0, 2.0]})).tolist()
    [True, False]
    """
    begins = frame["place"].astype("str").map({place: first for place, (first, _) in _lives().items()})
    return frame["value"].notna() & (frame["year"] < begins)


@lru_cache(maxsize=1)
def _lives() -> dict[str, tuple[int, int]]:
    rows = _rows("states.csv")
    return {row["place"]: (int(row["first_year"] or 0), int(row["last_year"] or 9999)) for row in rows}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("milbalance.ingest").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """The code of everything that the table knows but regions: states, those of the past, and who is none.

    >>> sorted({"SWE", "SUN", "Western Europe"} & places())
    ['SUN', 'SWE']
    """
    rows = (alias for rows in table().values() for alias in rows)
    return frozenset(alias.place for alias in rows if alias.place and alias.kind != "region")


def group(name: str) -> str | None:
    """The region or alliance of groups.csv that a full name stands for; None for other names.

    >>> group("European Union"), group("Sweden")
    ('EU', None)
    """
    return _groups().get(fold(name))


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {fold(row["name"]): row["group"] for row in _rows("group_names.csv")}


def shared(name: str) -> tuple[str, ...]:
    """The places that a short name may stand for, where sources tell several apart behind a comma; else none.

    In the files of one source such a name stands for one of them; in a text it may be meant of any.

    >>> shared("Virgin Islands"), shared("Sweden")
    (('VGB', 'VIR'), ())
    """
    return _shared().get(fold(name), ())


@lru_cache(maxsize=1)
def _shared() -> dict[str, tuple[str, ...]]:
    """Of states that are: those of the past have a name of their own, and the short one is that of today's."""
    found: dict[str, set[str]] = {}
    for folded, rows in table().items():
        short = folded.partition(",")[0]
        found.setdefault(short, set()).update(row.place for row in rows if row.place and row.kind == "state")
    return {short: tuple(sorted(places)) for short, places in found.items() if len(places) > 1}


def kind(name: str) -> str | None:
    """What a name is, one of `KINDS`; None if the table does not know it.

    >>> kind("Sweden"), kind("Western Europe"), kind("Atlantis")
    ('state', 'region', None)
    """
    rows = table().get(fold(name))
    return rows[0].kind if rows else None


def find(name: str, year: int | None = None) -> Alias | None:
    """The row for a name in a year, or None if there is none or more than one place.

    >>> find("Türkiye").place
    'TUR'
    """
    rows = [row for row in table().get(fold(name), ()) if row.holds(year)]
    return rows[0] if len(rows) == 1 else None


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name as it is looked up: small letters, no accents, single blanks, straight apostrophes.

    >>> fold("Côte  d’Ivoire")
    "cote d'ivoire"
    """
    straight = name[:_LONGEST].translate(_STRAIGHT)
    bare = "".join(c for c in unicodedata.normalize("NFKD", straight) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


_LONGEST = 200  # letters; no name is half as long, and accents by the thousand take the square of their number
_STRAIGHT = str.maketrans("’‘ʼ`´–‐", "'''''--")


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[Alias, ...]]:
    """Every row of aliases.csv by folded name.

    >>> [alias.place for alias in table()["ussr/russia"]]
    ['RUS', 'SUN']
    """
    found: dict[str, tuple[Alias, ...]] = {}
    for row in _rows("aliases.csv"):
        first, last = (int(row[end]) if row[end] else None for end in ("first_year", "last_year"))
        alias = Alias(row["name"], row["place"] or None, first, last, row["kind"], row["note"])
        found[fold(alias.name)] = (*found.get(fold(alias.name), ()), alias)
    return found
