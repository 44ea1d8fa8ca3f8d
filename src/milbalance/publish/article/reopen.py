"""A built folder, read again: its ledger, its ways of counting and their pictures, without any other file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from milbalance import arguments
from milbalance.articles import percent
from milbalance.articles.records import calculation
from milbalance.errors import MilbalanceError
from milbalance.io import folder, markdown
from milbalance.io.markdown import Prose
from milbalance.publish.article import told
from milbalance.publish.article.told import Record
from milbalance.tables import load
from milbalance.tables.load import Data

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MADE_BY = "milbalance article build"


@dataclass(frozen=True, repr=False)
class Built:
    """The folder of an article: its answers, in the order of the text, and every way of counting."""

    folder: Path
    data: Data
    records: Mapping[str, Record]
    choices: Mapping[str, list[Record]]

    def __repr__(self) -> str:
        return f"{self.data.article['title']}: {len(self.records)} statements"

    def ledger(self) -> Prose:
        """The ledger for reading: what is stated, what the files give, and the verdict."""
        rows = [
            {
                "claim": claim_id,
                "words": record.get("words") or record["statement"],
                "stated": told.stated(record, self.data),
                "computed": told.computed(record, self.data),
                "verdict": told.verdict(record),
            }
            for claim_id, record in self.records.items()
        ]
        return markdown.table(pd.DataFrame(rows), plain=True)

    def ways(self, claim_id: str) -> Prose:
        """The ways of counting one statement that count, with the answer and the weight of each."""
        record = self.record(claim_id)
        counted = [one for one in self.choices.get(claim_id, []) if one["counted"] or one["plain"]]
        rows = [
            {
                "way": calculation(one),
                "answer": told.answered(record, one, self.data),
                "position": one["position"],
                "weight": percent(one["weight"]),
            }
            for one in counted
        ]
        return markdown.table(pd.DataFrame(rows, columns=["way", "answer", "position", "weight"]), plain=True)

    def show(self, claim_id: str) -> Axes:
        """Draw the picture of one statement from the folder's own answers; returns its axes.

        Raises MilbalanceError where no way of counting has a number.
        """
        from milbalance.charts import style  # noqa: PLC0415  drawing is imported where something is drawn
        from milbalance.publish.article import pictures  # noqa: PLC0415

        style.use()
        return pictures.draw(self.data, self.record(claim_id), self.choices.get(claim_id, [])).ax

    def record(self, claim_id: str) -> Record:
        """The answer to one statement as the ledger has it; MilbalanceError naming ids like it for another."""
        return self.records[arguments.one_of("claim", claim_id, self.records)]


def opened(path: Path | str) -> Built:
    """The folder that `milbalance article build` wrote. Raises MilbalanceError for another folder."""
    where = Path(path)
    noted = folder.manifest(where, MADE_BY)
    if not noted:
        raise MilbalanceError(f"no {folder.MANIFEST} of `{MADE_BY}` here: open the folder that it wrote")
    sources = load.like("sources", where / "sources.csv")
    data = replace(load.shipped(), article=noted["article"], sources=sources)
    choices: dict[str, list[Record]] = {}
    for one in _json(where / "choices.json"):
        choices.setdefault(one["claim_id"], []).append(one)
    return Built(where, data, {one["claim_id"]: one for one in _json(where / "ledger.json")}, choices)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
