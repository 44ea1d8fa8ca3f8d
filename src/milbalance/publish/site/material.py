"""What the pages are made from, read and computed once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment, ledger_files
from milbalance.charts import export
from milbalance.tables import documents, paths
from milbalance.tables.load import Data


@dataclass(frozen=True, eq=False)
class Material:
    """The tables, the answer to every claim, the cards of the figures of the site, and the folders that hold files.

    `records` are those of `claims.records`, in the order of claims.csv; `found` has the assessment of each.
    `figures` and `ledger` are folders of files of these names; `root` is the checkout, `article` the folder of
    another article, which has no notebooks and guides.
    """

    data: Data
    found: dict[str, Assessment]
    records: list[dict[str, Any]]
    cards: dict[str, dict[str, Any]]
    root: Path
    figures: Path
    ledger: Path
    article: Path | None = None

    def tables(self) -> dict[str, bytes]:
        """The tables and documents by name: the committed files, or those of another article as they are read."""
        shipped = paths.data()
        found = {
            path.name: path.read_bytes() for kind in ("csv", "json", "yml") for path in shipped.glob(f"*.{kind}")
        }
        if self.article is None:
            return dict(sorted(found.items()))
        frames = {f"{name}.csv": frame.to_csv(index=False).encode() for name, frame in self.data.tables.items()}
        own = {path.name: path.read_bytes() for name in documents.NAMES if (path := self.article / name).is_file()}
        kept = {name: content for name, content in found.items() if name not in documents.NAMES}
        return dict(sorted((kept | frames | own).items()))

    def sources(self, names: list[str]) -> list[dict[str, Any]]:
        """The rows of sources.csv with these names, in their order; empty cells are None."""
        rows = self.data.sources.astype(object).where(self.data.sources.notna(), None)
        records: list[Any] = rows.to_dict("records")
        by_name = {row["source_id"]: row for row in records}
        return [by_name[name] for name in names]


def gather(data: Data, article: Path | None = None, scratch: Path | None = None) -> Material:
    """Assess every claim and read the cards; MilbalanceError if figures are not drawn.

    For the folder of another article the figures are drawn and the ledger is written into `scratch`.
    """
    found = {name: articles.assess(data, name) for name in articles.computable(data)}
    rows = data.claims[data.claims["claim_id"].isin(list(found))].to_dict("records")
    records = [articles.record(found[row["claim_id"]], row) for row in rows]
    figures, ledger = paths.figures(), paths.ledger()
    if article is not None and scratch is not None:
        figures, ledger = scratch / "figures", scratch / "ledger"
        export.draw_all(data, figures, export.chosen(data, []), ("svg",))
        ledger_files.write(data, ledger)
    cards = {card["name"]: card for card in export.read_cards(data, figures) if card.get("site", True)}
    return Material(data, found, records, cards, paths.root(), figures, ledger, article)
