"""What was found about one claim, in two or three short sentences that a newspaper reader understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from milbalance import choices
from milbalance.articles import numbers
from milbalance.articles.stated import Stated
from milbalance.articles.units import RANK
from milbalance.choices import INSIDE, UNDECIDED
from milbalance.choices.axes import PRICES
from milbalance.choices.bounds import YES_OR_NO
from milbalance.measures.ranges import Span

NO_OTHER = "There is no other calculation to compare"


def sentence(claim: Stated, plain: Span | None, grid: pd.DataFrame, by: Sequence[str] = ("our source",)) -> str:
    """What the text says and allows, what its main answer is by which source, and how all others fall.

    `plain` is None where there is no answer. `by` are the sources of the main answer as readers know them.

    >>> claim = claims.Stated("mine", "Twice as many", "about", 2, 1.8, 2.2, "ratio")
    >>> ways = [choices.Choice({"years": "2020"})]
    >>> sentence(claim, Span(2, 2), choices.evaluate(None, lambda data: 2.0, ways, claim.position), ["a census"])
    'The text says about 2 times (1.8 to 2.2). We get 2 from a census: it fits. There is no other calculation to compare.'
    """  # noqa: E501 (an example is shown whole)
    if plain is None:
        none = "This cannot be decided" if claim.relation in YES_OR_NO else "We have no number to check this with"
        reasons = [*grid.loc[grid["plain"], "reason"], "we have no independent source"]
        told = [f"{none}: {reasons[0].rstrip('.')}"]
    elif claim.relation in YES_OR_NO:
        told = [_recorded(claim, bool(plain.low), grid, _listed(by))]
    else:
        digits = numbers.digits_for(plain.low, plain.high, claim.low, claim.high)
        gave = numbers.found(plain, claim.relation, digits)
        ours = f"We quote {gave}" if claim.measured_by == "quoted" else f"We get {gave}"
        named = f" from {_listed(by)}" if by else ""
        told = [_says(claim, digits), f"{ours}{named}: {_fits(claim, plain)}", _others(claim, plain, grid)]
    if claim.measured_by == "proxy" and plain is not None:
        told.append("This measures something close to it")
    if claim.as_corrected:
        told.append(f"As corrected: {claim.as_corrected}")
    return " ".join(f"{one}." for one in told)


_FITS = {"inside": "it fits", "partly": "it fits in part", "below": "too low", "above": "too high"}


def _fits(claim: Stated, plain: Span) -> str:
    """Whether the main answer fits the words; of a rank, where a higher number is lower, by how many places not."""
    side = claim.side(plain)
    if claim.unit != RANK or side not in ("below", "above"):
        return _FITS[side]
    return numbers.apart(claim.gap(plain), RANK)


def _says(claim: Stated, digits: int) -> str:
    """What the text says, with the numbers that count as it where they say more."""
    allowed = claim.allowed_in(digits)
    if pd.isna(claim.stated):
        return f"The {claim.text}’s words allow {numbers.with_unit(allowed, claim.unit)}"
    said, open_ended = numbers.with_unit(claim.said, claim.unit), pd.isna(claim.low) or pd.isna(claim.high)
    needless = open_ended or claim.low == claim.high or allowed == numbers.number(claim.stated)
    return f"The {claim.text} says {said}{'' if needless else f' ({allowed})'}"


def _others(claim: Stated, plain: Span, grid: pd.DataFrame) -> str:
    """How the other calculations that count towards the verdict fall."""
    rows, values, positions = _counted(grid), grid["value"].tolist(), grid["position"].tolist()
    if not rows:
        return NO_OTHER
    within = [row for row in rows if positions[row] == INSIDE]
    if len(rows) > 1 and len(within) == len(rows):
        also = " too" * (claim.side(plain) == "inside")
        return f"{'Both' if len(rows) == 2 else f'All {len(rows)}'} other calculations fit{also}"
    first = grid[grid["plain"]]
    if len(rows) == 1:
        fits = {INSIDE: "fits", UNDECIDED: "fits in part"}.get(positions[rows[0]], "does not fit")
        return f"The one other calculation {fits}: {_told(claim, _row(grid, rows[0]), first)}"
    if not within:
        clearly = "clearly " * (UNDECIDED in {positions[row] for row in rows})
        none = "Neither other calculation" if len(rows) == 2 else f"None of {len(rows)} other calculations"
        nearest = min(rows, key=lambda row: claim.distance(values[row]))
        return f"{none} {clearly}fits; the closest gives {_told(claim, _row(grid, nearest), first)}"
    some = f"Of {len(rows)} other calculations, {len(within)} {'fit' if len(within) > 1 else 'fits'}"
    if claim.side(plain) != "inside":
        return f"{some}, such as {_told(claim, nearest_inside(grid.take(within), first), first)}"
    farthest = max(rows, key=lambda row: claim.distance(values[row]))
    return f"{some}; the farthest gives {_told(claim, _row(grid, farthest), first)}"


def _recorded(claim: Stated, there: bool, grid: pd.DataFrame, by: str) -> str:
    """A yes or a no: whether the sources say the same. None found on record is no proof that there was none."""
    same, others = claim.covers(float(there)), _counted(grid)
    agree = [grid["position"].iat[row] == INSIDE for row in others].count(same)
    if claim.relation == "exists" and not there and agree == len(others):
        more = ", nor in any other calculation" if len(others) else ""
        return f"We find no record of it in {by}{more}. Records alone cannot show that there was none"
    as_said, otherwise = f"the same as the {claim.text}", "otherwise"
    ours, theirs = (as_said, otherwise) if same else (otherwise, as_said)
    found = f"We find {ours}" + f" in {by}" * bool(by)
    if not others:
        return f"{found}. {NO_OTHER}"
    if agree == len(others):
        return f"{found}, and so {'does' if agree == 1 else 'do'} {_every(agree)}"
    other = len(others) - agree
    who = f"{other} of {len(others)} other calculations" if agree else _every(other)
    return f"{found}; {who} {'finds' if other == 1 else 'find'} {theirs}"


def _every(number: int) -> str:
    if number == 1:
        return "the one other calculation"
    return f"{'both' if number == 2 else f'all {number}'} other calculations"


def _counted(grid: pd.DataFrame) -> list[int]:
    """The places of the calculations beside the main answer that have a number and count towards the verdict."""
    beside = (grid["counted"] & ~grid["plain"]).to_numpy() & grid["value"].notna().to_numpy()
    return [int(row) for row in np.flatnonzero(beside)]


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


def _told(claim: Stated, row: dict[Any, Any], plain: pd.DataFrame) -> str:
    """The number of a choice, and in what it differs from the main answer."""
    number, how = numbers.found(Span(row["low"], row["high"]), claim.relation), differs(row, plain)
    return f"{number} ({how})" if how else number


_SOURCE, _YEARS = ("publisher", "edition", "source"), ("years", "year")


def differs(row: dict[Any, Any], plain: pd.DataFrame) -> str:
    """In which levels a choice differs from the main answer: whose numbers first, the years last.

    >>> plain = pd.DataFrame({"years": ["2020"], "publisher": ["SIPRI"], "basis": ["current dollars"]})
    >>> differs({"years": "2019", "publisher": "World Bank", "basis": "current dollars"}, plain)
    'World Bank, for 2019'
    """
    main = plain.iloc[0].to_dict() if len(plain) else {}
    names = [name for name in row if name not in choices.ANSWER and row[name] and row[name] != main.get(name)]
    names = [name for name in names if row[name] != PRICES]  # of a source that says no more of its prices
    names.sort(key=lambda name: (name in _YEARS) - (name in _SOURCE))
    return ", ".join("for " * (name in _YEARS) + str(row[name]) for name in names)


def _listed(by: Sequence[str]) -> str:
    return " and ".join(by) if len(by) < 3 else f"{by[0]} and {len(by) - 1} other sources"
