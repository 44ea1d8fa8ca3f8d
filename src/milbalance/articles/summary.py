"""How every claim stands: verdicts counted, what could not be answered, and each in one sentence.

Tables for reading, made from the assessments of `claims`; frames out, nothing is drawn.
"""

from __future__ import annotations

import pandas as pd

from milbalance import articles
from milbalance.articles import Assessment
from milbalance.choices import UNANSWERED, verdicts
from milbalance.io.markdown import Prose
from milbalance.tables.load import Data


def sections(data: Data, told: str = "title") -> dict[str, str]:
    """The sections of an article by their letters: their titles, or (`told`) what each is on (`subject`).

    >>> sections(data)["A"], sections(data, "subject")["A"]
    ('Military balance', 'the military balance')
    """
    named = data.article.get("sections", {})
    return {
        str(letter): named.get(letter, {}).get(told, letter) for letter in sorted(data.claims["section"].unique())
    }


def assessments(data: Data, section: str | None = None) -> list[Assessment]:
    """Every claim with a computation, or those of one section, in the order of claims.csv.

    >>> from dataclasses import replace
    >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"])
    >>> [found.verdict for found in assessments(few)]
    ['holds']
    """
    rows = data.claims if section is None else data.claims[data.claims["section"] == section]
    return [articles.assess(data, name) for name in rows["claim_id"] if name in data.choices]


def verdict_counts(data: Data, found: list[Assessment] | None = None) -> pd.DataFrame:
    """How many claims have each verdict: one row a verdict, one column a section and one for all.

    `found` are the assessments where they are at hand.

    >>> from dataclasses import replace
    >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"])
    >>> verdict_counts(few)["all"].to_dict()
    {'holds': 1, 'depends': 0, 'does not hold': 0, 'undecided': 0}
    """
    titles = sections(data)
    named = data.claims.set_index("claim_id")["section"].map(titles)
    found = assessments(data) if found is None else found
    table = pd.crosstab(
        pd.Series([one.verdict for one in found], name="verdict"),
        pd.Series([named[one.claim.claim_id] for one in found], name=""),
    )
    table = table.reindex(index=verdicts.VERDICTS, columns=list(titles.values()), fill_value=0)
    return table.assign(all=table.sum(axis=1))


def unanswered(data: Data) -> pd.DataFrame:
    """Claims with counted choices that have no answer: unanswered, of (how many counted), most often because.

    Indexed by claim, those that are undecided first.

    >>> from dataclasses import replace
    >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"])
    >>> unanswered(few).empty
    True
    """
    records = []
    for found in sorted(assessments(data), key=lambda one: one.verdict != verdicts.UNDECIDED):
        silent = found.grid[found.grid["counted"] & (found.grid["position"] == UNANSWERED)]
        reasons, number = silent["gap"].value_counts(), found.support
        if len(reasons):
            every = number.counted + number.unanswered
            records.append((found.claim.claim_id, found.words, number.unanswered, every, reasons.index[0]))
    columns = ["claim", "verdict", "unanswered", "of", "most often because"]
    return pd.DataFrame(records, columns=columns).set_index("claim")


def sentences(data: Data) -> Prose:
    """Every claim in one sentence, under its verdict.

    >>> from dataclasses import replace
    >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"])
    >>> sentences(few).splitlines()[0]
    '**Holds**: 1'
    """
    found = assessments(data)
    parts = []
    for kind, verdict in verdicts.KINDS.items():
        told = [f"- **{one.claim.statement}** {one.sentence}" for one in found if one.kind == kind]
        if told:
            head = verdict.capitalize() + f" ({kind})" * (kind != verdict)
            parts.append("\n".join([f"**{head}**: {len(told)}", "", *told]))
    return Prose("\n\n".join(parts).replace("$", "\\$"))
