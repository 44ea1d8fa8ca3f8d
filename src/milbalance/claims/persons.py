"""Counts of people as choices: which rows of facts.csv count, and why the others are only shown.

Rows of the same scope count, the last state of each body; what was counted while the war went on, what another side
claims, and what counts other people are shown, each with its reason.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from milbalance import published, tolls
from milbalance.choices import Choice, only_shown
from milbalance.load import Data

# Who is counted in an official toll: the scopes that claims.md sets side by side, in the words of readers.
SCOPES = {
    "soldiers": ("soldiers alone", "A toll of troops counts soldiers alone."),
    "soldiers and civilians": ("soldiers and civilians", "The last official series counts both together."),
    "buried by date": ("soldiers buried", "Burials are counted from lists of names."),
    "bodies examined": ("bodies examined", "Each of these bodies was examined."),
}
_MISSING = "the missing, who are counted apart from the dead"
# Why rows of other scopes are shown beside the counted ones.
_BESIDE = {
    "not stated": "the source does not say whether civilians are counted",
    "insurance list": "a list of servicemen with claims on an insurance; other dead are not on it",
    "insurance list, all dates": "a list of servicemen with claims on an insurance, with deaths of other years",
    "insurance list, missing": _MISSING,
    "insurance list, missing, all dates": _MISSING,
    tolls.MISSING: _MISSING,
    "excess deaths": "an estimate of deaths beyond those expected, not a count",
    "name list": "a list of names that a partisan outlet passes on",
    "enemy claim": "what the other side claimed",
    "soldiers, part of the total": "a part of the total",
    "expected total": "a forecast",
    "documented deaths": "the documented dead of both sides together",
    "all, both sides": "the dead of both sides together",
    "soldiers, both sides": "the dead of both sides together",
    "still displaced": "people still displaced at a later date",
    "first war, both sides": "the war of 1988–94, not that of 2020",
    "first war, Armenian side": "the other people that the same war displaced",
    "Azerbaijani side": "one side alone",
    "fighters killed": "fighters killed, who are a part of those sent",
}
_NAMES = {"enemy claim": "claim by the other side"}  # scopes that readers meet in other words
_IN_WAR = "counted while the war was still on"
_EARLIER = "an earlier state of a running count"


def _not_counted(
    data: Data, row: pd.Series[str], last: Collection[object], scopes: Collection[str]
) -> dict[str, Any]:
    """Why a row is only shown; empty for a row that counts. `last` holds the index of the last states."""
    copied = data.sources.set_index("source_id")["derived_from"].loc[row["source_id"]]
    if isinstance(copied, str):
        return only_shown(f"it republishes {copied}", "it republishes another source")
    if row["scope"] not in scopes:
        return only_shown(_BESIDE.get(row["scope"], f"another scope ({row['scope']})"))
    if tolls.in_war(row["as_of"]):
        return only_shown(_IN_WAR)
    return {} if row.name in last else only_shown(_EARLIER)


def counts(data: Data, topic: str) -> list[Choice]:
    """Every count of the dead of one side: its scope, and who counted when; one counted row a body and scope."""
    rows = tolls.usable(data.facts, topic)
    last = set(tolls.last_states(rows).index)
    listed = []
    for (_, row), key, who in zip(rows.iterrows(), tolls.keys(rows), tolls.counters(rows), strict=True):
        about = _not_counted(data, row, last, SCOPES) or {"why": SCOPES[row["scope"]][1]}
        scope, _ = SCOPES.get(row["scope"], (_NAMES.get(row["scope"], row["scope"]), ""))
        levels = {"scope": scope, "count": f"{who}, {tolls.day(key.as_of)}"}
        about |= {"sources": (key.source,), "origin": published.origin(row)}
        listed.append(Choice(levels, {"rows": (key,)}, **about))
    return listed


def by_source(data: Data, topic: str, scope: str, why: str) -> list[Choice]:
    """The rows of a topic as choices, by source and subject; those of the scope (empty: none given) are counted."""
    rows = tolls.usable(data.facts, topic)
    label = data.sources.set_index("source_id")["label"]
    listed = []
    for (_, row), key in zip(rows.iterrows(), tolls.keys(rows), strict=True):
        about = _not_counted(data, row.fillna(""), rows.index, [scope]) or {"why": why}
        levels = {"source": str(label.loc[key.source]), "figure": key.subject}
        about |= {"sources": (key.source,), "origin": published.origin(row)}
        listed.append(Choice(levels, {"rows": (key,)}, **about))
    return listed
