"""What the pages are made from, read and computed once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment
from milbalance.charts import export
from milbalance.tables import paths
from milbalance.tables.load import Data


@dataclass(frozen=True, eq=False)
class Material:
    """The tables, the answer to every claim, the cards of the figures, and the checkout that holds their files.

    `records` are those of `claims.records`, in the order of claims.csv; `found` has the assessment of each.
    """

    data: Data
    found: dict[str, Assessment]
    records: list[dict[str, Any]]
    cards: dict[str, dict[str, Any]]
    root: Path

    @property
    def figures(self) -> Path:
        """The folder of the committed figures."""
        return self.root / "figures"

    def sources(self, names: list[str]) -> list[dict[str, Any]]:
        """The rows of sources.csv with these names, in their order; empty cells are None."""
        rows = self.data.sources.astype(object).where(self.data.sources.notna(), None)
        records: list[Any] = rows.to_dict("records")
        by_name = {row["source_id"]: row for row in records}
        return [by_name[name] for name in names]


def gather(data: Data) -> Material:
    """Assess every claim and read the cards; MilbalanceError if figures are not drawn."""
    found = {name: articles.assess(data, name) for name in articles.computable(data)}
    rows = data.claims[data.claims["claim_id"].isin(list(found))].to_dict("records")
    records = [articles.record(found[row["claim_id"]], row) for row in rows]
    cards = {card["name"]: card for card in export.read_cards(paths.figures())}
    return Material(data, found, records, cards, paths.root())
