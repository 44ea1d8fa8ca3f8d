"""The ledger: what each claim states, what the data give, how many ways of counting agree, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, compress

import pandas as pd

from milbalance import choices, measures
from milbalance.articles import misses, numbers, plain_reading
from milbalance.articles.computations import computable, computation, ways
from milbalance.articles.misses import Margins
from milbalance.articles.sentences import sentence
from milbalance.articles.stated import Stated, stated
from milbalance.choices import Support, sensitivity, verdicts
from milbalance.errors import MissingError, NoRowsError
from milbalance.measures.ranges import Span, exactly
from milbalance.tables import cache, labels, load
from milbalance.tables.load import Data

# An edition of another day, or a sum that stands for a total: what lies outside by it is not shown to be wrong.
CANNOT_REFUTE = (plain_reading.NO_EDITION, plain_reading.PROXY)
PROXY = "by proxy: "  # before a verdict on data that measure something near


@dataclass(frozen=True)
class Assessment:
    """What the data say about one claim; `grid` has one row a choice (see `choices.evaluate`).

    `kind` is the kind of its verdict, which tells two kinds of "depends" apart. `code` says in a word, and
    `because` in a line, what is missing for a full answer; both are empty where nothing is.

    >>> claims.assess(data, "gas-double").position
    'inside'
    """

    claim: Stated
    answer: Span | None
    support: Support
    grid: pd.DataFrame
    kind: str
    sentence: str
    sources: tuple[str, ...]
    code: str = ""
    because: str = ""

    @property
    def verdict(self) -> str:
        """One of the four verdicts.

        >>> claims.assess(data, "spending-rising").verdict
        'depends'
        """
        return verdicts.KINDS[self.kind]

    @property
    def words(self) -> str:
        """The verdict as readers see it, "by proxy" said first where it is one.

        >>> claims.assess(data, "volunteers").words
        'by proxy: holds'
        """
        proxy = self.claim.measured_by == "proxy" and self.verdict != verdicts.UNDECIDED
        return PROXY * proxy + self.verdict

    @property
    def told(self) -> str:
        """The same with its kind, where that says more: "depends (holds only if)".

        >>> claims.assess(data, "spending-rising").told
        'depends (holds, fragile)'
        """
        return self.words if self.kind == self.verdict else f"{self.words} ({self.kind})"

    @property
    def position(self) -> str:
        """Where the plain reading lies: inside, outside, undecided or unanswered.

        >>> claims.assess(data, "days").position
        'inside'
        """
        return self.claim.position(self.answer) if self.answer else choices.UNANSWERED

    @property
    def margins(self) -> Margins:
        """What stands beside the verdict.

        >>> claims.assess(data, "days").margins.miss
        0.0
        """
        return misses.margins(self.claim, self.answer, self.grid)


def answer(data: Data, claim_id: str) -> Span | None:
    """The plain reading of a claim as a range, in the unit of the ledger; None where nothing can be computed.

    Raises MilbalanceError naming ids like it for an id that is no claim.

    >>> claims.answer(data, "days")
    Span(low=44, high=44, best=None)
    """
    try:
        return exactly(computation(data, claim_id).function(data))
    except (MissingError, NoRowsError):
        return None


def computed(data: Data, claim_id: str) -> float:
    """The plain reading of a claim as one number, in the unit of the ledger; NaN where nothing can be computed.

    Raises MilbalanceError naming ids like it for an id that is no claim.

    >>> round(claims.computed(data, "border-428"), 1)
    428.1
    """
    found = answer(data, claim_id)
    return found.number if found else math.nan


def sources(data: Data, claim_id: str) -> tuple[str, ...]:
    """The sources of the rows behind the plain reading of a claim.

    Raises MilbalanceError naming ids like it for an id that is no claim.

    >>> claims.sources(data, "peacekeepers")
    ('tass-2020-11-10',)
    """
    return computation(data, claim_id).sources


def choices_of(data: Data, claim_id: str) -> pd.DataFrame:
    """Every choice of one claim with its answer, weight and reason: see `choices.evaluate` for the columns.

    Raises MilbalanceError naming ids like it for an id that is no claim.

    >>> claims.choices_of(data, "days")["value"].tolist()
    [44.0, 45.0]
    """
    return _evaluated(data, claim_id).copy(deep=False)  # what a reader changes stays theirs


@cache.per_data
def _evaluated(data: Data, claim_id: str) -> pd.DataFrame:
    claim, computed = stated(data, claim_id), computation(data, claim_id)
    return choices.evaluate(
        data, computed.function, ways(data, claim_id), claim.position, computed.sources, origins(data)
    )


@cache.per_data
def origins(data: Data) -> Mapping[str, str]:
    """The independent origin of every source.

    >>> claims.origins(data)["sipri-milex-2025"]
    'SIPRI'
    """
    return dict(zip(data.sources["source_id"], data.sources["origin"], strict=True))


def assess(data: Data, claim_id: str) -> Assessment:
    """The plain reading, every choice, the support and the verdict of one claim.

    Raises MilbalanceError naming ids like it for an id that is no claim.

    >>> claims.assess(data, "gas-double").told
    'holds'
    """
    load.check(data)
    found = _assessed(data, claim_id)
    return replace(found, grid=found.grid.copy(deep=False))  # what a reader changes stays theirs


@cache.per_data
def _assessed(data: Data, claim_id: str) -> Assessment:
    claim, grid = stated(data, claim_id), _evaluated(data, claim_id)
    plain, support = answer(data, claim_id), choices.support(grid)
    position = claim.position(plain) if plain else choices.UNANSWERED
    kind, rule = verdicts.kind(position, support), data.choices[claim_id].get("rule", {})
    # What is missing for a full answer.
    code, because = rule.get("code", ""), rule.get("told", "")
    if rule and not code and plain is not None and position == choices.UNDECIDED:
        code, because = plain_reading.RANGE, "the files give a range that fits the words only in part"
    if code in plain_reading.OF_ANOTHER or (code in CANNOT_REFUTE and position == choices.OUTSIDE):
        kind = verdicts.UNDECIDED
    used = choices.answered(grid) if "rule" in data.choices[claim_id] else grid["counted"]
    named = [*sources(data, claim_id), rule.get("divisor", "")]
    named += chain.from_iterable(compress(grid["sources"].tolist(), used.tolist()))
    text, own = data.article.get("source"), "the dates of the text itself"
    by = [own if source == text else labels.credited(data, source) for source in sources(data, claim_id)]
    if instead := rule.get("instead"):
        by = [f"{', '.join(by)}, {instead}"]
    told, credited = sentence(claim, plain, grid, by), tuple(filter(None, dict.fromkeys(named)))
    return Assessment(claim, plain, support, grid, kind, told, credited, code, because)


def ledger(data: Data, notebook: str | None = None) -> pd.DataFrame:
    """The plain readings alone, in the order of claims.csv: all, or those of one notebook.

    Columns: claim_id, statement, relation, stated, low, high, computed (one number; NaN for none), found (the same
    in words), covered (whether the wording covers it: yes, no, partly or no number), unit, measured_by, figure,
    notebook. Raises NoRowsError for a notebook that checks none.

    >>> claims.ledger(data, "02_forces")["covered"].tolist()
    ['partly', 'no']
    """
    rows = _chosen(data, notebook)
    records = []
    for claim_id in rows["claim_id"]:
        claim, plain = stated(data, claim_id), answer(data, claim_id)
        side = claim.side(plain) if plain else "no number"
        covered = {"inside": "yes", "partly": "partly", "no number": "no number"}.get(side, "no")
        records.append((plain.number if plain else math.nan, numbers.found(plain, claim.relation), covered))
    found = pd.DataFrame(records, columns=["computed", "found", "covered"], index=rows.index)
    columns = ["claim_id", "statement", "relation", "stated", "low", "high"]
    beside = ["unit", "measured_by", "figure", "notebook"]
    return pd.concat([rows[columns], found, rows[beside]], axis=1).reset_index(drop=True)


def _chosen(data: Data, notebook: str | None) -> pd.DataFrame:
    """The rows of claims.csv, or those that one notebook checks."""
    rows = data.claims[data.claims["claim_id"].isin(computable(data))]
    return rows if notebook is None else measures.select(rows, notebook=notebook)


def check(data: Data, notebook: str | None = None) -> pd.DataFrame:
    """The claims of a notebook, or all, as a table: stated, computed, verdict and what stands beside it.

    The miss is in per cent of what is stated.
    Raises NoRowsError for a notebook that checks none.

    >>> claims.check(data, "04_drones_and_losses")["computed"].tolist()
    ['462', 'yes']
    """
    records = []
    for claim_id in _chosen(data, notebook)["claim_id"]:
        found = assess(data, claim_id)
        claim, beside = found.claim, found.margins
        records.append(
            {
                "claim": claim_id,
                "stated": claim.said,
                "computed": numbers.found(found.answer, claim.relation),
                "unit": numbers.unit(claim.unit),
                "verdict": found.words,
                "miss": numbers.miss(beside.miss),
                "all answers": answers(found),
                "ways that agree": f"{found.support.inside} of {found.support.counted}",
            }
        )
    return pd.DataFrame(records).set_index("claim")


def answers(found: Assessment) -> str:
    """The counted answers in words, from the lowest to the highest.

    >>> claims.answers(claims.assess(data, "days"))
    '44'
    """
    beside = found.margins
    span = None if math.isnan(beside.lowest) else Span(beside.lowest, beside.highest)
    return numbers.ends(span, found.claim.relation)


def other_rules(data: Data) -> pd.DataFrame:
    """The verdicts that would differ under other rules, one row a claim: verdict, and the same under each rule.

    The rules: flat weights, one level an origin, and each source left out (see `sensitivity`).

    >>> from dataclasses import replace
    >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"])
    >>> claims.other_rules(few).empty
    True
    """
    records = []
    for claim_id in _chosen(data, None)["claim_id"]:
        found = assess(data, claim_id)
        flat, grouped = (
            sensitivity.flat(found.grid, found.position),
            sensitivity.by_origin(found.grid, found.position),
        )
        gone = sensitivity.without(found.grid, found.position)
        if {flat, grouped} != {found.kind} or gone:
            told = "; ".join(f"{kind} without {name}" for name, kind in gone.items())
            records.append(
                (claim_id, found.kind, *("" if kind == found.kind else kind for kind in (flat, grouped)), told)
            )
    columns = ["claim", "verdict", "flat weights", "one level an origin", "one source left out"]
    return pd.DataFrame(records, columns=columns).set_index("claim")


def percent(share: float) -> str:
    """A share as a whole number of per cent; "–" where there is none.

    >>> claims.percent(0.756)
    '76%'
    """
    return "–" if math.isnan(share) else f"{100 * share:.0f}%"
