"""What an article may ask: each measure with its columns, unit, plain reading and other ways, as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from milbalance import arguments
from milbalance.tables import documents

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Entry:
    """A measure as an article may ask for it, as the files measures_….yml have it.

    `within` says that a group may be asked about itself, as what its members sent to one another; `most` is the
    largest answer that there can be, in the unit, of what is a part of a whole.

    >>> entry("spending.ratio").unit
    'times'
    """

    name: str
    means: str
    reads: str
    unit: str
    higher: str = ""
    place: str = "none"
    other: str = "none"
    years: str = "none"
    item: Any = "none"
    items: str = ""
    whole: bool = False
    within: bool = False
    most: float = math.inf
    plain: Mapping[str, Any] = field(default_factory=dict)
    bases: Mapping[str, Any] = field(default_factory=dict)
    ways: Mapping[str, Any] = field(default_factory=dict)
    group_ways: Mapping[str, Any] = field(default_factory=dict)
    mixed: str = ""
    each_year: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    alone: tuple[str, ...] = ()
    only_of: Mapping[str, Any] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    of_total: Mapping[str, str] = field(default_factory=dict)
    errs: Mapping[str, str] = field(default_factory=dict)
    unsaid: Mapping[str, str] = field(default_factory=dict)
    counted_by: Mapping[str, Any] = field(default_factory=dict)
    currencies: Mapping[str, list[str]] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    example: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def entries() -> dict[str, Entry]:
    """Every measure of the vocabulary by its name, in the order of the file.

    >>> "arms.supplier_share" in entries()
    True
    """
    found = {}
    for path in sorted(FOLDER.glob("measures*.yml")):
        for name, written in documents.parse(path.read_text(encoding="utf-8"), path.name).value.items():
            lists = {key: tuple(written.get(key, ())) for key in ("near", "alone")}
            found[name] = Entry(name, **{**written, **lists})
    return found


@dataclass(frozen=True)
class Published:
    """Who publishes what a measure reads, as publishers.yml has it: the usual one, whose files are read, others.

    >>> published("people").usual
    'Correlates of War'
    """

    usual: str
    files: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@lru_cache(maxsize=16)
def published(reads: str) -> Published:
    """Who publishes what a measure reads, such as spending; KeyError for what no edition answers.

    >>> list(published("transfers").files)
    ['SIPRI']
    """
    path = FOLDER / "publishers.yml"
    written = documents.parse(path.read_text(encoding="utf-8"), path.name).value[reads]
    return Published(written["usual"], written.get("files", {}), tuple(written.get("also", ())))


def entry(name: str) -> Entry:
    """One measure; MilbalanceError that names what is near for one that is not there.

    >>> entry("spending.levle")
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: no measure 'spending.levle'; there are: spending.level, ...
    """
    known = entries()
    return known[arguments.one_of("measure", name, known)]


def told(one: Entry) -> dict[str, str]:
    """A measure for reading: what it means, the columns that it takes, its unit and an example.

    >>> told(entry("spending.ratio"))["unit"]
    'times'
    """
    kinds = {name: getattr(one, name) for name in ("place", "other", "years", "item")}
    words = {name: " or ".join(kind) if isinstance(kind, list) else kind for name, kind in kinds.items()}
    words |= {"item": one.items} if one.items else {}
    return {
        "measure": one.name,
        "means": one.means,
        "columns": "; ".join(f"{name}: {word}" for name, word in words.items() if word != "none"),
        "unit": one.unit,
        "higher": one.higher,
        "example": "; ".join(f"{name} {value}" for name, value in one.example.items()),
    }
