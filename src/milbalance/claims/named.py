"""Rows of sources as choices: one choice a source, named as charts name it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from milbalance.choices import Choice
from milbalance.load import Data


def label(data: Data, source: str) -> str:
    """The short name of a source, as charts and sentences name it."""
    return str(data.sources.set_index("source_id")["label"].loc[source])


def by_source(data: Data, sources: Iterable[str], why: str = "", **shown: Any) -> list[Choice]:
    """One choice a source, as the argument `source` of a computation; `shown` as `choices.only_shown` gives it."""
    return [Choice({"source": label(data, source)}, {"source": source}, why, **shown) for source in sources]
