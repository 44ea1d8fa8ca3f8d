"""The vocabulary of measures: what an article may ask of the tables, by name.

A measure knows no article, country or edition: those are its arguments. The modules hold one subject each.
"""

from __future__ import annotations

from milbalance.measures.vocabulary import (  # noqa: F401 - each registers
    arms,
    burden,
    capability,
    facts,
    flows,
    forces,
    money,
    people,
    personnel,
    ranking,
    records,
    spending,
    traders,
    transfers,
)
from milbalance.measures.vocabulary.registry import MEASURES, Measure

__all__ = ["MEASURES", "Measure"]
