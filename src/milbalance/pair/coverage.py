"""What can be compared between two places, what cannot, and why: read before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from milbalance.errors import NoRowsError
from milbalance.measures.rounding import span
from milbalance.pair import arms, ratios
from milbalance.pair.request import Request
from milbalance.tables.load import Data

COLUMNS = ["subject", "side a", "side b", "years", "sources", "comparable", "why not"]
YES, NO = "yes", "no"
SPENDING = tuple(f"military spending, {words}" for words in ratios.BASES.values())
SUPPLIERS = "suppliers of arms"
_SINCE = {"milex": 1948, "transfers": 1950, "nmc": 1816}  # the first year of the earliest edition of each file


def report(data: Data, request: Request) -> pd.DataFrame:
    """One row a subject: what each side has, the years and sources of both, and whether they compare.

    Columns subject, side a, side b (years and sources of each side), years, sources (of both), comparable (yes or
    no), why not. Raises MilbalanceError (NoRowsError) if nothing at all compares.
    """
    found = pd.DataFrame(_subjects(data, request), columns=COLUMNS)
    if (found["comparable"] == NO).all():
        raise NoRowsError(_nothing(data, request, found))
    return found


def lines(found: pd.DataFrame) -> list[str]:
    """The report for a terminal, one line a subject."""
    return [
        f"{row['subject']}: {row['years']} ({row['sources']})"
        if row["comparable"] == YES
        else f"{row['subject']}: not comparable: {row['why not']}"
        for row in found.to_dict("records")
    ]


def comparable(found: pd.DataFrame, *subjects: str) -> bool:
    """Whether one of some subjects of a report compares."""
    return bool((found.loc[found["subject"].isin(subjects), "comparable"] == YES).any())


def _subjects(data: Data, request: Request) -> Iterator[tuple[str, ...]]:
    spending = data.spending.dropna(subset="value")
    every = ratios.spending_ratio(data, request).dropna(subset="ratio")
    for basis, subject in zip(ratios.BASES, SPENDING, strict=True):
        rows = spending[spending["basis"] == basis]
        if basis in ("current_usd", "constant_usd", "share_gdp") or len(_of(rows, request.sides, request)):
            both = every[every["basis"] == basis]
            yield _row(data, request, subject, rows, both, "milex")
    people = data.forces[data.forces["category"] == "personnel"]
    yield _row(data, request, "personnel", people, ratios.personnel_ratio(data, request), "nmc")
    index = data.context[data.context["item"] == "cinc"]
    both = ratios.cinc_ratio(data, request).dropna(subset="ratio")
    yield _row(data, request, "national capability (CINC)", index, both, "nmc")
    yield _suppliers(data, request)


def _row(
    data: Data, request: Request, subject: str, rows: pd.DataFrame, both: pd.DataFrame, option: str
) -> tuple[str, ...]:
    """One subject of which a ratio is made."""
    ends = [_of(rows, [side], request) for side in request.sides]
    told = [_held(own) for own in ends]
    if len(both):
        return (subject, *told, _years(both["year"]), _labels(data, both["source_id"]), YES, "")
    return (subject, *told, "", "", NO, _why(request, ends, option))


def _suppliers(data: Data, request: Request) -> tuple[str, ...]:
    """The suppliers of arms: one release, in which a side may have no deliveries."""
    subject, taken = SUPPLIERS, arms.imports(data, request)
    rows = data.arms_imports.rename(columns={"recipient": "place"})
    if taken is None:
        ends = [_of(rows, [side], request) for side in request.sides]
        return (subject, *map(_held, ends), "", "", NO, _why(request, ends, "transfers"))
    rows = rows[rows["source_id"] == taken.source]
    told = [_held(_of(rows, [side], request)) for side in request.sides]
    absent = [side for side in request.sides if side not in taken.sides]
    why = f"no deliveries to {' and '.join(absent)} in the rows that we have" if absent else ""
    if request.files.transfers and not taken.source.endswith(arms.OWN):
        told = [f"{held}, none of {request.files.names('transfers')}" for held in told]
    both = (span(*taken.years), _labels(data, [taken.source])) if not absent else ("", "")
    return (subject, *told, *both, NO if absent else YES, why)


def _of(rows: pd.DataFrame, sides: Iterable[str], request: Request) -> pd.DataFrame:
    """The rows of some places in the years asked for."""
    rows = rows[rows["place"].isin(list(sides))]
    return rows[rows["year"].between(*request.years)] if request.years else rows


def _held(rows: pd.DataFrame) -> str:
    """What one side has, in words: the years and the number of sources."""
    number = rows["source_id"].nunique()
    return f"{_years(rows['year'])}, {number} source{'s' * (number > 1)}" if number else "nothing"


def _years(years: pd.Series[int]) -> str:
    return span(int(years.min()), int(years.max()))


def _labels(data: Data, sources: Iterable[str]) -> str:
    labels = data.sources.set_index("source_id")["label"]
    return "; ".join(dict.fromkeys(str(labels.loc[source]) for source in sorted(set(sources))))


def _why(request: Request, ends: list[pd.DataFrame], option: str) -> str:
    """Why a subject does not compare, and which option may mend it, if it was not used."""
    when = f" in {span(*request.years)}" if request.years else ""
    silent = [side for side, rows in zip(request.sides, ends, strict=True) if rows.empty]
    years = [set(zip(rows["source_id"], rows["year"], strict=True)) for rows in ends]
    if years[0] & years[1]:  # they meet, and yet there is no ratio
        return f"a side is 0 in every year that both have{when}, and no balance is made of that"
    what = " or ".join(silent) if silent else "both in the same year"
    early = request.years is not None and request.years[1] < _SINCE[option]
    hint = "" if request.files.names(option) or early else f"; an official file may have one (--{option})"
    return f"none of our sources has a value for {what}{when}{hint}"


def _nothing(data: Data, request: Request, found: pd.DataFrame) -> str:
    """The error for a pair of which nothing compares: the years held if others were asked for, else the reasons."""
    by_place = [(rows, "place") for rows in (data.spending, data.forces, data.context)]
    dated = [*by_place, (data.arms_imports, "recipient")]
    held = pd.concat(rows.loc[rows[key].isin(request.sides), "year"] for rows, key in dated)
    if request.years and len(held):
        asked = f"{request.years[0]}-{request.years[1]}"
        return (
            f"{request.name}: nothing to compare in {asked}; the rows that we have are of {held.min()}-{held.max()}"
        )
    reasons = "; ".join(dict.fromkeys(found["why not"]))
    return f"{request.name}: nothing to compare: {reasons}"
