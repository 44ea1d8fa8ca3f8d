"""The ledger: what each claim states, what the data give, how many ways of counting agree, and the verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from milbalance import arguments, choices, measures, verdicts
from milbalance.choices import Support
from milbalance.claims import words
from milbalance.claims.registry import COMPUTATIONS, Computation
from milbalance.claims.sentences import sentence
from milbalance.claims.stated import Stated, stated
from milbalance.errors import MissingError, NoRowsError
from milbalance.load import Data
from milbalance.ranges import Span, exactly

PROXY = "by proxy: "  # before a verdict on data that measure something near


@dataclass(frozen=True)
class Assessment:
    """What the data say about one claim; `grid` has one row a choice (see `choices.evaluate`)."""

    claim: Stated
    answer: Span | None
    support: Support
    grid: pd.DataFrame
    verdict: str
    sentence: str
    sources: tuple[str, ...]

    @property
    def words(self) -> str:
        """The verdict as readers see it, "by proxy" said first where it is one."""
        proxy = self.claim.measured_by == "proxy" and self.verdict != verdicts.UNTESTED
        return PROXY * proxy + self.verdict


def _computation(claim_id: str) -> Computation:
    return COMPUTATIONS[arguments.one_of("computation for", claim_id, COMPUTATIONS)]


def computable(data: Data) -> list[str]:
    """The ids of the claims that have a computation, in the order of claims.csv."""
    return [name for name in data.claims["claim_id"] if name in COMPUTATIONS]


def uncomputed(table: pd.DataFrame) -> list[str]:
    """The ids of a table of claims that are written down and have no computation yet."""
    return [name for name in table["claim_id"] if name not in COMPUTATIONS]


def answer(data: Data, claim_id: str) -> Span | None:
    """The plain reading of a claim as a range, in the unit of the ledger; None where nothing can be computed."""
    try:
        return exactly(_computation(claim_id).function(data))
    except (MissingError, NoRowsError):
        return None


def computed(data: Data, claim_id: str) -> float:
    """The plain reading of a claim as one number, in the unit of the ledger; NaN where nothing can be computed."""
    found = answer(data, claim_id)
    return found.number if found else math.nan


def sources(claim_id: str) -> tuple[str, ...]:
    """The sources of the rows behind the plain reading of a claim."""
    return _computation(claim_id).sources


def choices_of(data: Data, claim_id: str) -> pd.DataFrame:
    """Every choice of one claim with its answer, weight and reason: see `choices.evaluate` for the columns."""
    claim, computation = stated(data, claim_id), _computation(claim_id)
    listed = computation.vary(data)
    return choices.evaluate(data, computation.function, listed, claim.position, computation.sources)


def assess(data: Data, claim_id: str) -> Assessment:
    """The plain reading, every choice, the support and the verdict of one claim."""
    claim, grid = stated(data, claim_id), choices_of(data, claim_id)
    plain, support = answer(data, claim_id), choices.support(grid)
    position = claim.position(plain) if plain else choices.UNANSWERED
    verdict = verdicts.verdict(position, support)
    named = [*sources(claim_id), *(name for row in grid.loc[grid["counted"], "sources"] for name in row)]
    return Assessment(
        claim, plain, support, grid, verdict, sentence(claim, plain, grid), tuple(dict.fromkeys(named))
    )


def ledger(data: Data, notebook: str | None = None) -> pd.DataFrame:
    """The plain readings alone, in the order of claims.csv: all, or those of one notebook.

    Columns: claim_id, statement, relation, stated, low, high, computed (one number; NaN for none), found (the same
    in words), covered (whether the wording covers it: yes, no, partly or no number), unit, measured_by, figure,
    notebook.
    """
    rows = _chosen(data, notebook)
    records = []
    for claim_id in rows["claim_id"]:
        claim, plain = stated(data, claim_id), answer(data, claim_id)
        side = claim.side(plain) if plain else "no number"
        covered = {"inside": "yes", "partly": "partly", "no number": "no number"}.get(side, "no")
        records.append((plain.number if plain else math.nan, words.found(plain, claim.relation), covered))
    found = pd.DataFrame(records, columns=["computed", "found", "covered"], index=rows.index)
    columns = ["claim_id", "statement", "relation", "stated", "low", "high"]
    beside = ["unit", "measured_by", "figure", "notebook"]
    return pd.concat([rows[columns], found, rows[beside]], axis=1).reset_index(drop=True)


def _chosen(data: Data, notebook: str | None) -> pd.DataFrame:
    """The rows of claims.csv, or those that one notebook checks."""
    rows = data.claims[data.claims["claim_id"].isin(COMPUTATIONS)]
    return rows if notebook is None else measures.select(rows, notebook=notebook)


def check(data: Data, notebook: str | None = None) -> pd.DataFrame:
    """The claims of a notebook, or all, as a table: stated, computed, how many ways of counting agree, verdict."""
    records = []
    for claim_id in _chosen(data, notebook)["claim_id"]:
        found = assess(data, claim_id)
        claim = found.claim
        records.append(
            {
                "claim": claim_id,
                "stated": claim.said,
                "computed": words.found(found.answer, claim.relation),
                "unit": words.unit(claim.unit),
                "counted choices inside": f"{found.support.inside} of {found.support.counted}",
                "support": percent(found.support.support),
                "verdict": found.words,
            }
        )
    return pd.DataFrame(records).set_index("claim")


def percent(share: float) -> str:
    """A share as a whole number of per cent; "–" where there is none."""
    return "–" if math.isnan(share) else f"{100 * share:.0f}%"
