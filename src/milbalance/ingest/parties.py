"""Governments and armed groups that transfers of arms list apart from the state in which they are."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """The state of each party of parties.csv, both by their codes, as SIPRI's names say it.

    >>> table()["XHZ"]
    'LBN'
    """
    text = resources.files("milbalance.ingest").joinpath("parties.csv").read_text(encoding="utf-8")
    return {row["party"]: row["state"] for row in csv.DictReader(text.splitlines())}


def of(state: str) -> list[str]:
    """The parties in a state, by their codes.

    >>> of("IRQ"), of("SWE")
    (['XKG'], [])
    """
    return [party for party, own in table().items() if own == state]
