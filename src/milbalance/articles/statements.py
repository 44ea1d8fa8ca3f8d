"""What an article states (claims.csv): read with every fault at once, its bounds made from the wording.

Two forms of one table. With `measure` a statement is answered by the vocabulary, and `stated` is its number as
printed. Without it choices.yml says how it is computed, and `printed` is the number as printed.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.articles import asked
from milbalance.articles.units import AS_STATED, noun, standard, sums
from milbalance.choices.bounds import ANY, RELATIONS, YES_OR_NO, as_printed, bounds, covered, printed
from milbalance.errors import DataError, Fault, MilbalanceError
from milbalance.measures.vocabulary import entries
from milbalance.tables import documents, schema, validate

_Known = tuple[Collection[str], Collection[str], Collection[str] | None]  # states, groups and names of days
NEEDED = ("claim_id", "statement", "relation", "unit")
BY_HAND = ("printed",)  # needed without a measure
BY_MEASURE = ("measure", *asked.COLUMNS, "stated")  # the columns of a statement that the vocabulary answers
MAY = ("section", "words", "measured_by", "plain", "figure", "notebook", "note", "as_corrected")
MOST, LONGEST = 5000, 2000  # statements of a text, characters of a cell
ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_WORDS = 8


def read(
    path: Path,
    states: Collection[str] = (),
    groups: Collection[str] = (),
    days: Collection[str] | None = None,
) -> pd.DataFrame:
    r"""The statements of an article in the columns of the shipped claims.csv, and those of `BY_MEASURE`.

    The number stated and the bounds follow from the wording; `attrs["lines"]` has the line of each row. `states`
    and `groups` are the places that a measure may name, `days` the names of dates, any if it is None. Raises
    DataError with every fault, as file, line and column.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     head = "claim_id,statement,relation,printed,unit"
    ...     path = Path(folder, "claims.csv"); _ = path.write_text(f"{head}\nmine,Twice as many,about,twice,ratio")
    ...     read(path)[["stated", "low", "high"]].values.tolist()
    [[2.0, 1.8, 2.2]]
    """
    text = validate.text_of(path, f"the columns {', '.join(NEEDED)}").removeprefix("\ufeff")
    lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    records: list[dict[str, Any]] = []
    ends: list[int] = []  # the line on which each record ends: a cell may have several, and there may be blank ones
    ids: set[str] = set()
    try:
        faults = _header(path.name, list(lines.fieldnames or ()))
        for row in () if faults else lines:
            wrong = [
                Fault(path.name, lines.line_num, *told)
                for told in _wrong(row, ids, (states, groups, days), len(records))
            ]
            faults += wrong
            ids.add(str(row.get("claim_id")))
            records.append({} if wrong else _record(row, states))
            ends.append(lines.line_num)
            if len(records) > MOST:
                break
    except csv.Error as error:
        faults = [Fault(path.name, lines.line_num + 1, "-", f"broken quoting ({error})", "closed quotes")]
    if not records and not faults:
        faults = [Fault(path.name, 1, "-", "no statement", "a row for each statement")]
    if faults:
        raise DataError(sorted(faults))
    described = schema.tables()["claims"]
    names = [field.name for field in described.fields]
    more = [name for name in BY_MEASURE if name not in names]
    table = pd.DataFrame(records, columns=[*names, *more])
    typed = table.astype({field.name: field.dtype for field in described.fields})
    typed[more] = typed[more].astype("str").fillna("") if len(typed) else typed[more].astype("str")
    typed.attrs["lines"] = ends
    return typed


def _header(file: str, names: list[str]) -> list[Fault]:
    if len(names) == 1 and names[0].count(";") > 2:
        return [Fault(file, 1, "-", "semicolons between the columns", "commas: save it as CSV with commas")]
    known = (*NEEDED, *BY_HAND, *BY_MEASURE, *MAY)
    by_measure = "measure" in names
    needed = (*NEEDED, *(BY_MEASURE if by_measure else BY_HAND))
    missing = [
        Fault(file, 1, name, "no column of that name", "it in the first line")
        for name in needed
        if name not in names
    ]
    unknown = [
        Fault(file, 1, name or "-", "an unknown column", f"one of {arguments.few(name, known)}")
        for name in names
        if name not in known
    ]
    twice = [
        Fault(file, 1, name or "-", "a column twice", "each column once")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    return missing + unknown + twice


def _wrong(row: dict[str, Any], ids: Collection[str], known: _Known, number: int) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one statement: column, what was found and what was wanted."""
    if None in row or None in row.values():
        count = sum(len(value) if isinstance(value, list) else 1 for value in row.values() if value is not None)
        hint = ", with quotes around a cell that has a comma" if None in row else ""
        yield "-", f"{count} cells", f"{len(row) - (None in row)}{hint}"
        return
    if number >= MOST:
        yield "-", f"more than {MOST:,} statements", "fewer: a text at a time"
        return
    cells = {name: value.strip() for name, value in row.items()}
    for name, value in cells.items():
        if len(value) > LONGEST:
            yield name, f"{len(value):,} characters", f"at most {LONGEST:,}"
        elif found := documents.CONTROL.search(value):
            yield name, f"the control character U+{ord(found[0]):04X}", "text"
    by_measure = bool(cells.get("measure"))
    relations = ANY if by_measure else RELATIONS
    measured = entries.entries().get(cells.get("measure", ""))
    unit = measured.unit if measured else "per cent"
    wanted = {"relation": f"one of {', '.join(relations)}", "unit": f"a unit such as {unit}"}
    said = by_measure and (cells["relation"] in YES_OR_NO or unit == RANK)
    for name in NEEDED[:3] if said else NEEDED:
        if not cells[name]:
            yield name, "nothing", wanted.get(name, "a value")
    if cells["claim_id"] and not ID.fullmatch(cells["claim_id"]):
        yield "claim_id", repr(cells["claim_id"][:80]), "small letters and digits, with - or . between them"
    if cells["claim_id"] in ids:
        yield "claim_id", repr(cells["claim_id"]), "an id that no other row has"
    if len(cells.get("words", "").split()) > _WORDS:
        yield "words", f"{len(cells['words'].split())} words", f"at most {_WORDS}"
    if cells["relation"] not in relations:
        if cells["relation"]:
            yield "relation", repr(cells["relation"][:80]), wanted["relation"]
        return
    yield from _asks(cells, known) if by_measure else _prints(cells)


def _prints(cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a number as it is printed."""
    try:
        bounds(cells["relation"], cells.get("printed", ""), cells["unit"])
    except MilbalanceError as error:
        yield "printed", repr(cells.get("printed", "")), _wanted(error)


def _wanted(error: MilbalanceError) -> str:
    """What an error says was wanted, without what was found."""
    found, _, wanted = str(error).partition("; wanted ")
    return wanted or found


def _asks(cells: dict[str, str], places: _Known) -> Iterator[tuple[str, str, str]]:
    """What is wrong with what a statement asks of its measure."""
    known = entries.entries()
    if (name := cells["measure"]) not in known:
        yield (
            "measure",
            repr(name[:80]),
            f"one of {arguments.few(name, known)} (`milbalance measures` has them all)",
        )
        return
    relation, stated = cells["relation"], cells["stated"]
    answers = known[name].unit
    if (answers in KINDS) != (relation in YES_OR_NO) or (relation == "set") != (answers == KINDS[1]):
        wanted = {KINDS[0]: "yes or no", KINDS[1]: "set"}.get(answers, "a relation of numbers, such as is or over")
        yield "relation", repr(relation), f"{wanted}: {name} answers with {answers}"
        return
    if relation == RANK and answers not in (RANK, AS_STATED):
        yield "relation", repr(relation), f"another than rank: {name} answers with {answers}"
    if relation in YES_OR_NO and relation != "set" and stated.lower() not in ("", relation):
        yield "stated", repr(stated[:80]), f"nothing, as the relation says {relation}"
    unit = cells["unit"] or answers * (answers == RANK)
    if unit and answers not in KINDS:
        try:
            unit = standard(answers, unit)
        except MilbalanceError as error:
            yield "unit", repr(unit[:80]), _wanted(error)
            unit = answers
    try:
        covered(relation, stated, unit, partial(noun, answers, unit), sums=sums(answers))
    except MilbalanceError as error:
        yield "stated", repr(stated[:80]) if stated else "nothing", _wanted(error)
    try:
        asked.arguments_of(known[name], cells, *places)
    except asked.WrongError as error:
        yield error.column, error.found, error.wanted


KINDS = ("yes or no", "places")  # units of measures that answer with no number
RANK = "rank"  # a unit that is said by its measure, and the relation to a rank


def _record(row: dict[str, str], states: Collection[str]) -> dict[str, Any]:
    """A statement with what follows from its wording."""
    told: dict[str, Any] = {name: value.strip() or None for name, value in row.items()}
    relation = row["relation"].strip()
    if told.get("measure"):
        text, unit = row["stated"].strip(), row["unit"].strip()
        own = entries.entry(told["measure"]).unit
        unit = standard(own, unit or own) if (unit or own == RANK) and own not in KINDS else unit
        behind = partial(noun, own, unit)
        low, high = covered(relation, text, unit, behind, sums=sums(own))
        named = text and relation not in (*YES_OR_NO, "between")
        stated = (
            low if relation == RANK else as_printed(text, unit, behind, sums=sums(own)).value if named else math.nan
        )
        text = "; ".join(asked.listed("stated", text, states)) if relation == "set" else text
        low, high, stated = (float(f"{one:.15g}") for one in (low, high, stated))  # 83.65, not 83.64999999999999
        told |= {"printed": text or None, "unit": unit or KINDS[relation == "set"]}
        told |= {name: told.get(name) or "" for name in BY_MEASURE}
    else:
        low, high = bounds(relation, row["printed"], row["unit"])
        named = row["printed"] and relation not in ("half", "exists")
        stated = printed(row["printed"], row["unit"]).value if named else math.nan
        told |= dict.fromkeys(BY_MEASURE, "")
    return {"measured_by": "direct", "section": "A", **told, "stated": stated, "low": low, "high": high}
