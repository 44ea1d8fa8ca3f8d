"""One calculation as one line of code, and what that line gives."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from milbalance import articles, choices
from milbalance.articles import Article
from milbalance.choices import Choice
from milbalance.errors import MilbalanceError
from milbalance.measures.ranges import Span
from milbalance.publish.widgets import ways
from milbalance.publish.widgets.ways import Levels
from milbalance.tables import cache
from milbalance.tables.load import Data

POSITIONS = {
    choices.INSIDE: "fits the words",
    choices.OUTSIDE: "does not fit the words",
    choices.UNDECIDED: "fits the words in part",
}


@dataclass(frozen=True, repr=False)
class Answer:
    """What one calculation gives, in the unit of the claim.

    `low` and `high` are equal for an exact number; `high` is infinite for a lower bound, both are NaN where there
    is no answer, and `reason` says why. `number` is one number for them, `words` the same with its unit. `position`
    is inside, outside, undecided or unanswered. `sources` are the ids of the rows used. Shown, it is one sentence.
    """

    claim_id: str
    levels: Levels
    low: float
    high: float
    number: float
    words: str
    position: str
    why: str
    reason: str
    sources: tuple[str, ...]

    def __repr__(self) -> str:
        return f"{placed(self.words, self.position)}{self.reason and ': '}{self.reason}"


def tables(given: Data | Article) -> Data:
    """The tables of an opened text; tables as they are."""
    return given.data if isinstance(given, Article) else given


def answer(of: Data | Article, claim_id: str, /, **levels: str) -> Answer:
    """What one calculation of a statement gives, computed afresh; what is not named is as in the main answer.

    `of` is an opened text or its tables. A kind of two words is written with an underscore:
    `special_projects="as published"`. Raises MilbalanceError that lists what there is for an unknown statement,
    kind or level, and with the nearest one for levels that no calculation joins.

    >>> from milbalance import explore
    >>> explore.answer(data, "days", days="last day counted")
    45 days, does not fit the words
    """
    data = tables(of)
    articles.stated(data, claim_id)  # says which claims there are
    computation = articles.computation(data, claim_id)
    listed = _by_levels(data, claim_id)
    plain = next(key for key, choice in listed.items() if choices.is_plain(computation.function, choice))
    named = _known(claim_id, list(listed), levels)
    wanted = {**dict(plain), **named}
    if tuple(wanted.items()) not in listed:
        raise MilbalanceError(_not_joined(data, claim_id, wanted, list(named)))
    return _evaluated(data, claim_id, wanted, listed[tuple(wanted.items())])


def placed(words: str, position: str) -> str:
    """An answer in words with where it lies; no number lies nowhere."""
    return words if position == choices.UNANSWERED else f"{words}, {POSITIONS[position]}"


def line(claim_id: str, levels: Levels, plain: Levels, of: str = "data") -> str:
    """The code that gives the answer for these levels; what the main answer leaves open too is not named."""
    named = {kind: level for kind, level in levels.items() if level or plain[kind]}
    arguments = [f"{keyword(kind)}={_quoted(level)}" for kind, level in named.items()]
    return f"explore.answer({', '.join([of, _quoted(claim_id), *arguments])})"


def keyword(kind: str) -> str:
    """A kind of level as the name of an argument."""
    return kind.replace(" ", "_")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # double quotes, so that apostrophes stay as they are


@cache.per_data
def _by_levels(data: Data, claim_id: str) -> dict[tuple[tuple[str, str], ...], Choice]:
    """The choices of a claim by all their levels, "" for a kind that does not apply."""
    listed = articles.ways(data, claim_id)
    names = choices.kinds(listed)
    return {tuple((name, choice.levels.get(name, "")) for name in names): choice for choice in listed}


def _known(claim_id: str, listed: list[Any], levels: Mapping[str, str]) -> Levels:
    """The named levels by kind; MilbalanceError listing what there is for an unknown kind or level."""
    there: dict[str, list[str]] = {}
    for key in listed:
        for kind, level in key:
            there.setdefault(kind, []).append(level)
    kinds = {keyword(kind): kind for kind in there}
    for name, level in levels.items():
        if name not in kinds:
            raise MilbalanceError(f"{claim_id}: no kind of level {name!r}; kinds: {', '.join(kinds) or 'none'}")
        if level not in there[kinds[name]]:
            known = ", ".join(map(_quoted, dict.fromkeys(there[kinds[name]])))
            raise MilbalanceError(f"{claim_id}: no {kinds[name]} {level!r}; there are: {known}")
    return {kinds[name]: level for name, level in levels.items()}


def _not_joined(data: Data, claim_id: str, wanted: Levels, named: list[str]) -> str:
    """What to say of levels that nothing joins: the nearest way, with what was named where that exists."""
    grid = articles.choices_of(data, claim_id)
    kept = named if ways.exists(grid, {kind: wanted[kind] for kind in named}) else []
    found = ways.levels_of(grid, ways.nearest(grid, wanted, kept))
    near = line(claim_id, found, ways.levels_of(grid, ways.plain(grid)))
    joined = ", ".join(f"{kind} {level!r}" for kind, level in wanted.items() if level)
    return f"{claim_id}: no calculation joins {joined}; the nearest is {near}"


def _evaluated(data: Data, claim_id: str, levels: Levels, choice: Choice) -> Answer:
    claim, computation = articles.stated(data, claim_id), articles.computation(data, claim_id)
    grid = choices.evaluate(data, computation.function, [choice], claim.position, computation.sources)
    found: dict[Any, Any] = grid.iloc[0].to_dict()
    span = None if math.isnan(found["low"]) else Span(found["low"], found["high"])
    return Answer(
        claim_id,
        levels,
        low=float(found["low"]),
        high=float(found["high"]),
        number=float(found["value"]),
        words=articles.with_unit(articles.found(span, claim.relation), claim.unit),
        position=found["position"],
        why=found["why"],
        reason=found["reason"],
        sources=found["sources"],
    )
