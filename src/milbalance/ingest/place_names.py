"""The name in words of every code that an importer knows."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from milbalance.ingest import names

# Where sources have used several names since, the one in use now.
_NAMES = {"CPV": "Cabo Verde", "DDR": "East Germany", "SWZ": "Eswatini"}
_PLAIN = frozenset({"state", "historic", "government"})
_AWKWARD = frozenset("&(),./*")  # "Bahamas, The", "Dominican Rep.", "USSR/Russia"


@lru_cache(maxsize=1)
def by_code() -> dict[str, str]:
    """Every code of the alias table and its name, the last plain one there.

    >>> by_code()["SWE"]
    'Sweden'
    """
    return {code: _best(code, rows) for code, rows in aliases().items()}


@lru_cache(maxsize=1)
def aliases() -> dict[str, list[names.Alias]]:
    """Every code and the rows of the alias table that stand for it.

    >>> aliases()["SWE"][0].kind
    'state'
    """
    every: dict[str, list[names.Alias]] = {}
    for row in chain.from_iterable(names.table().values()):
        if row.place:
            every.setdefault(row.place, []).append(row)
    return every


def _best(code: str, rows: list[names.Alias]) -> str:
    plain = [row.name for row in rows if row.kind in _PLAIN and not _AWKWARD & set(row.name)]
    spoken = [name for name in plain if not name.startswith(("COW ", "WDI ")) and not name.isupper()]
    return _NAMES.get(code, spoken[-1] if spoken else rows[0].name.rstrip("*"))
