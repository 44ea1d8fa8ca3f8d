"""Recipients and suppliers as SIPRI's transfers name them, to codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from milbalance.ingest import names
from milbalance.ingest.text import plain


@dataclass(frozen=True)
class Parties:
    """Codes of both sides of every row; `flags` counts the sides that have no code and stay under their own names.

    Every side stays, so that nothing is missing from a total or a denominator.

    >>> Parties(["FRA"], ["Atlantis"], flags({"Atlantis": 1})).suppliers
    ['Atlantis']
    """

    recipients: list[str]
    suppliers: list[str]
    flags: Mapping[str, int]


def parties(recipients: list[str], suppliers: list[str], years: list[int]) -> Parties:
    """Codes of recipients and suppliers, row by row, in the years given.

    >>> found = parties(["France", "Rebels (Atlantis)*"], ["USSR/Russia", "Sweden"], [1990, 2020])
    >>> found.recipients, found.suppliers
    (['FRA', 'Rebels (Atlantis)*'], ['SUN', 'SWE'])
    """
    to = [code(name, year) for name, year in zip(recipients, years, strict=True)]
    by = [code(name, year) for name, year in zip(suppliers, years, strict=True)]
    sides = chain(zip(to, recipients, years, strict=True), zip(by, suppliers, years, strict=True))
    own = Counter(found for found, name, year in sides if not has_code(name, year))
    return Parties(to, by, flags(own))


def flags(own: Mapping[str, int]) -> dict[str, int]:
    """What a report says of names without a code.

    >>> flags({"Atlantis": 2})
    {'no code is known, so kept under its own name: Atlantis': 2}
    """
    return {f"no code is known, so kept under its own name: {name}": count for name, count in own.items()}


@lru_cache(maxsize=65_536)
def code(name: str, year: int) -> str:
    """The code of a name in a year; the name itself, in one line, where no code is known for it.

    >>> code("unknown supplier(s)", 2020), code("Atlantis", 2020)
    ('UNKNOWN', 'Atlantis')
    """
    return names.code(name, year) or " ".join(plain(name).split())


@lru_cache(maxsize=65_536)
def has_code(name: str, year: int) -> bool:
    """Whether a code is known for a name in a year.

    >>> has_code("Sweden", 2020), has_code("Atlantis", 2020)
    (True, False)
    """
    return names.code(name, year) is not None
