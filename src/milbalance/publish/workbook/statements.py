"""One statement as the sheets show it: its row of the ledger, its calculations and its formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment, numbers
from milbalance.publish.workbook import computed
from milbalance.publish.workbook.formulas import Formula
from milbalance.tables.load import Data

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Statement:
    """A statement in words, its record (see the schema `ledger`) and its calculations (schema `ways`).

    `answers` are those of the calculations in words. `formula` computes the main answer from the tables; None where
    no simple one does.
    """

    claim_id: str
    statement: str
    stated: str
    allowed: str
    computed: str
    verdict: str
    record: Record
    ways: Sequence[Record]
    answers: Sequence[str]
    formula: Formula | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """Its row of the whole ledger: what is read in words before all that the record has."""
        words = {"stated in words": self.stated, "computed in words": self.computed, "verdict": self.verdict}
        first = {"claim_id": self.claim_id, "statement": self.statement, **words}
        return {**first, **{name: cell for name, cell in self.record.items() if name not in first}}

    @property
    def number(self) -> float | None:
        """The main answer as a number; None where it is a yes or a no, a list, or missing."""
        return None if self.record["relation"] in numbers.WORDS else numbers.finite(self.record["plain"])

    @property
    def exact(self) -> bool:
        """Whether the main answer is one number and no range."""
        return bool(self.record["plain_low"] == self.record["plain_high"])

    @property
    def main(self) -> int | None:
        """Which of the calculations gives the main answer; None where none does or several do."""
        places = [place for place, way in enumerate(self.ways) if way["plain"]]
        return places[0] if len(places) == 1 else None


def assessed(data: Data, found: Assessment, row: dict[Any, Any]) -> Statement:
    """A statement that was judged here; `row` is its row of claims.csv."""
    said, ways = found.claim, articles.choice_records(found)
    ways.sort(key=lambda way: not way["counted"])
    return Statement(
        said.claim_id,
        said.statement,
        articles.with_unit(said.said, said.unit),
        "" if said.relation in numbers.WORDS else said.allowed,
        articles.with_unit(articles.found(found.answer, said.relation), said.unit),
        found.words,
        articles.record(found, row),
        ways,
        articles.choice_table(found)["answer"].tolist(),
        computed.formula(data, found),
    )
