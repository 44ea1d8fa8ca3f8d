"""One sentence a claim that a newspaper reader understands, written from the numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from milbalance import choices
from milbalance.articles import numbers
from milbalance.articles.stated import Stated
from milbalance.choices import INSIDE, UNDECIDED
from milbalance.choices.bounds import YES_OR_NO
from milbalance.measures.ranges import Span


def sentence(claim: Stated, plain: Span | None, grid: pd.DataFrame) -> str:
    """What is stated, what is computed, what the words allow, and where the answer would be near it.

    A plain reading of None is one that has no answer.

    >>> claim = claims.Stated("mine", "Twice as many", "about", 2, 1.8, 2.2, "ratio")
    >>> ways = [choices.Choice({"years": "2020"})]
    >>> sentence(claim, Span(2, 2), choices.evaluate(None, lambda data: 2.0, ways, claim.position))
    'Stated: Twice as many. Computed: 2 times, which fits. There is no other way of counting to compare.'
    """
    told = f"Stated: {claim.statement.rstrip('.')}."
    if plain is None:
        none = "It cannot be decided" if claim.relation in YES_OR_NO else "No number could be computed"
        reasons = [*grid.loc[grid["plain"], "reason"], "no independent source is held"]
        told += f" {none}: {reasons[0].rstrip('.')}."
    else:
        digits = numbers.digits_for(plain.low, plain.high, claim.low, claim.high)
        gave = numbers.with_unit(numbers.found(plain, claim.relation, digits), claim.unit)
        how = "Quoted" if claim.measured_by == "quoted" else "Computed"
        told += f" {how}: {gave}, {_among(claim, plain, grid)}."
    return told + f" As corrected: {claim.as_corrected}." * bool(claim.as_corrected)


def _among(claim: Stated, plain: Span, grid: pd.DataFrame) -> str:
    """Where the plain reading lies, and how the other counted ways of computing it fall."""
    side = claim.side(plain)
    others = grid[(grid["counted"] & ~grid["plain"]).to_numpy() & grid["value"].notna().to_numpy()]
    inside = int((others["position"] == INSIDE).sum())
    if claim.relation in YES_OR_NO:
        return _recorded(claim.covers(plain.low), others, inside, claim.relation == "exists")
    digits = numbers.digits_for(plain.low, plain.high, claim.low, claim.high)
    lies = _LIES[side].format(claim.allowed_in(digits))
    if others.empty:
        return f"{lies}. There is no other way of counting to compare"
    if len(others) == 1:
        return f"{lies}. The one other way of counting gives {_told(claim, _row(others, 0))}"
    if inside == len(others):
        return f"{lies}. {_every(inside).capitalize()} fit"
    if inside:
        number = f"{inside} of {len(others)} {_WAYS} {'fit' if inside > 1 else 'fits'}"
        return f"{lies}. {number}, {_example(claim, others, side, grid[grid['plain']])}"
    fits = "fits" + " for certain" * (UNDECIDED in set(others["position"]))
    near = _row(others, others["value"].map(claim.distance).argmin())
    return f"{lies}. None of {len(others)} {_WAYS} {fits}; the nearest gives {_told(claim, near)}"


def _recorded(there: bool, others: pd.DataFrame, found: int, on_record: bool) -> str:
    """The same for a yes or a no; `found` of the other ways agree. None found on record is no proof of none."""
    number = len(others)
    if on_record and not there and not found:
        looked = f"any of the {number + 1} {_kind(others)}s" if number else f"the one {_kind(others)}"
        return (
            f"not as stated; nothing is recorded in {looked} looked at, and records alone cannot show that there "
            "was none"
        )
    lies, other = ("as stated", number - found) if there else ("not as stated", found)
    if others.empty:
        return f"{lies}; there is no other way of counting to compare"
    every = f"{_every(number)} give" if number > 1 else "the one other way of counting gives"
    if other in (0, number):
        return f"{lies}, but {every} another answer" if other else f"{lies}, and {every} the same"
    return f"{lies}, but {other} of {number} {_WAYS} {'give' if other > 1 else 'gives'} another answer"


def _kind(others: pd.DataFrame) -> str:
    """What the ways of looking differ in, where that is one thing, such as the release."""
    names = choices.level_names(others)
    return names[0] if len(names) == 1 else "way"


def _every(number: int) -> str:
    return f"{'both' if number == 2 else f'all {number}'} {_WAYS}"


_LIES = {
    "inside": "which fits",
    "partly": "which fits in part: the words allow {}",
    "below": "too low: the words allow {}",
    "above": "too high: the words allow {}",
}
_WAYS = "other ways of counting"


def _example(claim: Stated, others: pd.DataFrame, side: str, plain: pd.DataFrame) -> str:
    """One choice that falls the other way: the one inside that differs least, or the farthest outside."""
    if side != "inside":
        within = others[others["position"] == INSIDE]
        return f"such as {_told(claim, nearest_inside(within, plain))}"
    return f"while another gives {_told(claim, _row(others, others['value'].map(claim.distance).argmax()))}"


def nearest_inside(within: pd.DataFrame, plain: pd.DataFrame) -> dict[Any, Any]:
    """Of the choices inside the one that shares most levels with the plain reading, then the weightiest.

    >>> plain = pd.DataFrame({"years": ["2020"], "basis": ["current"]})
    >>> within = pd.DataFrame({"years": ["2019", "2020"], "basis": ["constant", "constant"], "weight": [0.8, 0.2]})
    >>> claims.nearest_inside(within, plain)["years"]
    '2020'
    """
    names = choices.level_names(within)
    shared = (within[names] == plain[names].iloc[0]).sum(axis=1)
    best = within[shared == shared.max()]
    return _row(best, best["weight"].argmax())


def _row(rows: pd.DataFrame, place: Any) -> dict[Any, Any]:
    """One choice as a plain record."""
    return {name: rows[name].iat[int(place)] for name in rows.columns}


def _told(claim: Stated, row: dict[Any, Any]) -> str:
    """A choice in words: its number, then its levels from the outermost, those left open skipped."""
    levels = ", ".join(str(text) for name, text in row.items() if name not in choices.ANSWER and text)
    number = numbers.with_unit(numbers.found(Span(row["low"], row["high"]), claim.relation), claim.unit)
    return f"{number} ({levels})"
