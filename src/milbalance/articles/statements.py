"""What an article states (claims.csv): read with every fault at once, its bounds made from the wording.

Two forms of one table. With `measure` a statement is answered by the vocabulary, and `stated` is its number as
printed. Without it choices.yml says how it is computed, and `printed` is the number as printed.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.articles import asked
from milbalance.articles.units import AS_STATED, RANK, impossible, noun, standard, sums
from milbalance.choices.bounds import (
    ANY,
    MEANT,
    RELATIONS,
    YES_OR_NO,
    as_printed,
    bounds,
    covered,
    numbers,
    printed,
)
from milbalance.errors import DataError, Fault, MilbalanceError
from milbalance.io import commas
from milbalance.measures.vocabulary import entries
from milbalance.tables import documents, schema, validate

_Known = tuple[Collection[str], Collection[str], Collection[str] | None]  # states, groups and names of days
NEEDED = ("claim_id", "statement", "relation", "unit")
BY_HAND = ("printed",)  # needed without a measure
BY_MEASURE = ("measure", *asked.COLUMNS, "stated")  # the columns of a statement that the vocabulary answers
MAY = ("section", "words", "measured_by", "plain", "figure", "notebook", "note", "as_corrected")
MOST, LONGEST = 5000, 2000  # statements of a text, characters of a cell
LONGEST_ID = 100  # letters: ids are names of files, which most systems cut at 255
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
    records: list[dict[str, Any]] = []
    ends: list[int] = []
    ids: set[str] = set()
    faults: list[Fault] = []
    for line, row in _rows(path.name, text, faults):
        wrong = [Fault(path.name, line, *told) for told in _wrong(row, ids, (states, groups, days), len(records))]
        faults += wrong
        ids.add(str(row.get("claim_id")))
        records.append({} if wrong else _record(row, states))
        ends.append(line)
        if len(records) > MOST:
            break
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


def _rows(file: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, dict[Any, Any]]]:
    """Every row by the names of the columns, with the line on which it ends: a cell may have several.

    What spreadsheets save without a value is left out: rows of bare commas, and columns without a name. What is
    wrong with the form of the table is added to `faults`; after a wrong header there are no rows.
    """
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        names = [name.strip() for name in next(lines, [])]
        faults += (wrong := _header(file, names))
        nameless = {at for at, name in enumerate(names) if not name}
        begins = lines.line_num + 1
        for cells in () if wrong else lines:
            given = {at for at, cell in enumerate(cells) if cell.strip()}
            for at in sorted(given & nameless):
                found = f"{cells[at].strip()[:80]!r} in a column without a name"
                faults.append(Fault(file, lines.line_num, str(at + 1), found, "a name in the first line"))
            nameless -= given  # each is told once
            if given:
                yield lines.line_num, _named(names, cells)
            begins = lines.line_num + 1
    except csv.Error as error:
        faults.append(Fault(file, begins, "-", *commas.unread(error, LONGEST)))


def _named(names: list[str], cells: list[str]) -> dict[Any, Any]:
    """The cells of a row by the names of their columns, None for those that it lacks; by None what is beyond.

    A relation in other words is the one that it is.
    """
    found: dict[Any, Any] = dict(zip(names, [*cells, *[None] * len(names)], strict=False))
    found.pop("", None)
    if isinstance(said := found.get("relation"), str):
        found["relation"] = MEANT.get(said.strip().lower(), said)
    return found | ({None: beyond} if (beyond := cells[len(names) :]) else {})


def _header(file: str, names: list[str]) -> list[Fault]:
    if divided := commas.divider(names):
        return [Fault(file, 1, "-", f"{divided} between the columns", commas.COMMAS)]
    by_measure = "measure" in names
    known = (*NEEDED, *(() if by_measure else BY_HAND), *BY_MEASURE, *MAY)
    needed = (*NEEDED, *(BY_MEASURE if by_measure else BY_HAND))
    missing = [
        Fault(file, 1, name, "no column of that name", "it in the first line")
        for name in needed
        if name not in names
    ]
    unknown = [
        Fault(file, 1, name, "an unknown column", f"one of {arguments.few(name, known)}")
        for name in names
        if name and name not in (*known, *BY_HAND)
    ]
    twice = [
        Fault(file, 1, name, "a column twice", "each column once")
        for name in dict.fromkeys(filter(None, names))
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
    said = by_measure and (cells["relation"] in YES_OR_NO or unit in (RANK, *KINDS))
    for name in NEEDED[:3] if said else NEEDED:
        if not cells[name]:
            yield name, "nothing", wanted.get(name, "a value")
    yield from (("claim_id", *told) for told in _misnamed(cells["claim_id"], ids))
    if len(cells.get("words", "").split()) > _WORDS:
        yield "words", f"{len(cells['words'].split())} words", f"at most {_WORDS}"
    if cells["relation"] not in relations:
        if cells["relation"]:
            yield "relation", repr(cells["relation"][:80]), wanted["relation"]
        return
    yield from _printed_twice(cells)
    yield from _asks(cells, known) if by_measure else _prints(cells)


def _misnamed(claim_id: str, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with an id, which is the name of files too: what was found and what was wanted."""
    if claim_id and not ID.fullmatch(claim_id):
        yield repr(claim_id[:80]), "small letters and digits, with - or . between them"
    if LONGEST_ID < len(claim_id) <= LONGEST:
        yield f"{len(claim_id)} letters", f"at most {LONGEST_ID}: it is the name of files"
    if claim_id in ids:
        yield repr(claim_id), "an id that no other row has"


def _prints(cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a number as it is printed."""
    try:
        bounds(cells["relation"], _by_hand(cells), cells["unit"])
    except MilbalanceError as error:
        yield BY_HAND[0] if BY_HAND[0] in cells else "stated", repr(_by_hand(cells)), _wanted(error)


def _printed_twice(cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Two numbers where there are two cells for the one that is printed; other words for the same are no fault."""
    stated, again = (cells.get(name, "") for name in ("stated", "printed"))
    try:
        same = stated == again or printed(stated, cells["unit"]).value == printed(again, cells["unit"]).value
    except MilbalanceError:
        same = False
    if stated and again and not same:
        yield "printed", repr(again[:80]), f"{stated[:80]!r} as in stated, or nothing"


def _by_hand(cells: Mapping[str, str]) -> str:
    """The number of a statement without a measure as it is printed; `stated` is where one with a measure has it."""
    return (cells.get("printed") or cells.get("stated") or "").strip()


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
        behind = partial(noun, answers, unit)
        covered(relation, stated, unit, behind, sums=sums(answers))
        told = (impossible(known[name], unit, one) for one in numbers(relation, stated, unit, behind))
        if wanted := next(filter(None, told), ""):
            yield "stated", repr(stated[:80]), wanted
    except MilbalanceError as error:
        yield "stated", repr(stated[:80]) if stated else "nothing", _wanted(error)
    try:
        asked.arguments_of(known[name], cells, *places)
    except asked.WrongError as error:
        yield error.column, error.found, error.wanted


KINDS = ("yes or no", "places")  # units of measures that answer with no number


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
        text = _by_hand(row)
        low, high = bounds(relation, text, row["unit"])
        named = text and relation not in ("half", "exists")
        stated = printed(text, row["unit"]).value if named else math.nan
        told |= {"printed": text or None} | {name: told.get(name) or "" for name in BY_MEASURE}
    return {"measured_by": "direct", "section": "A", **told, "stated": stated, "low": low, "high": high}
