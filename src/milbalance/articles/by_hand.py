"""A row of claims.csv that choices.yml says how to compute: its cells must not say something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from milbalance import arguments
from milbalance.articles import asked
from milbalance.articles.computations import argument
from milbalance.articles.units import AS_STATED, scaled, standard, unit
from milbalance.choices.bounds import YES_OR_NO
from milbalance.errors import Fault, MilbalanceError
from milbalance.ingest import names
from milbalance.measures.vocabulary import rows_read
from milbalance.measures.vocabulary.entries import entries
from milbalance.tables.load import Data

PARTS = ("per", "times")  # arguments that turn an answer into another unit


def faults(data: Data) -> list[Fault]:
    """What is wrong with the cells of statements by what choices.yml, in which nothing is wrong, says of them.

    A measure of its own is refused, and so are a place, years or a unit that are not those of the computation.

    >>> faults(data)
    []
    """
    places = {*data.places["place"], *names.places(), *data.groups["group"]}
    rows: Iterable[tuple[int, Any]] = zip(
        data.claims.attrs.get("lines", ()), data.claims.to_dict("records"), strict=False
    )
    found: list[Fault] = []
    for line, row in rows:
        written = data.choices.get(row["claim_id"])
        if written and "rule" not in written:  # which those have that are made by rule
            found += _of_row(data, row, line, places)
    return found


def _of_row(data: Data, row: Mapping[str, Any], line: int, places: Collection[str]) -> Iterator[Fault]:
    claim = data.choices[row["claim_id"]]
    if row["measure"]:
        wanted = f"nothing, as choices.yml says how {row['claim_id']} is computed"
        yield Fault("claims.csv", line, "measure", repr(row["measure"]), wanted)
        return
    plain = {name: argument(data, name, one) for name, one in claim.get("plain", {}).items()}
    for column in asked.COLUMNS:
        if row[column] and column in plain:
            try:
                said = _read(column, row[column], places)
            except MilbalanceError:
                said = row[column]
            if said != (own := plain[column]):
                shown = arguments.in_text(own) if column == "years" else own
                yield Fault(
                    "claims.csv", line, column, repr(row[column]), f"{shown}, as in choices.yml, or nothing"
                )
    own = _unit(data, claim["measure"], plain)
    if own and row["relation"] not in YES_OR_NO and not _same(own, row["unit"]):
        wanted = f"{own}, in which {claim['measure']} answers here"
        yield Fault("claims.csv", line, "unit", repr(row["unit"]), wanted)


def _read(column: str, cell: str, places: Collection[str]) -> Any:
    """A cell as an argument of choices.yml has it. Raises MilbalanceError for years that are none."""
    if column == "years":
        return asked.window(cell)
    return asked.code_of(cell, places) if column in ("place", "other") else cell


def _unit(data: Data, measure: str, plain: Mapping[str, Any]) -> str:
    """The unit of an answer: that of its measure, or of the rows that it is read from; "" where it is open."""
    if any(plain.get(name, 1) != 1 for name in PARTS):
        return ""
    if measure in rows_read.IN_ITS_UNIT:
        rows = rows_read.rows_read(data, measure, plain)
        found = [] if rows is None else rows["unit"].unique().tolist()
        return str(found[0]) if len(found) == 1 else ""
    known = entries().get(measure)
    return "" if known is None or known.unit == AS_STATED else known.unit


def _same(own: str, stated: str) -> bool:
    """Whether a unit that is stated is the one of the answer, by another name at most: nothing is scaled here."""
    try:
        there = stated if scaled(own, stated) else standard(own, stated)
    except MilbalanceError:
        return False
    return unit(own, there) == (1.0, 0.0)
