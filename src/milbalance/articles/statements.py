"""What an article states (claims.csv): read with every fault at once, its bounds made from the wording."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.choices.bounds import RELATIONS, bounds, printed
from milbalance.errors import DataError, Fault, MilbalanceError
from milbalance.tables import schema, validate

NEEDED = ("claim_id", "statement", "relation", "printed", "unit")
MAY = ("section", "words", "measured_by", "plain", "figure", "notebook", "note", "as_corrected")


def read(path: Path) -> pd.DataFrame:
    r"""The statements of an article in the columns of the shipped claims.csv.

    A file needs the columns of `NEEDED` and may have those of `MAY`; the number stated and the bounds follow from
    the wording. Raises DataError with every fault, as file, line and column.

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
    try:
        faults = _header(path.name, list(lines.fieldnames or ()))
        for row in () if faults else lines:
            wrong = _faults(path.name, lines.line_num, row, {record["claim_id"] for record in records})
            faults += wrong
            records.append(row if wrong else _record(row))
    except csv.Error as error:
        faults = [Fault(path.name, lines.line_num + 1, "-", f"broken quoting ({error})", "closed quotes")]
    if faults:
        raise DataError(sorted(faults))
    described = schema.tables()["claims"]
    table = pd.DataFrame(records, columns=[field.name for field in described.fields])
    return table.astype({field.name: field.dtype for field in described.fields})


def _header(file: str, names: list[str]) -> list[Fault]:
    missing = [Fault(file, 1, name, "no such column", "this column") for name in NEEDED if name not in names]
    unknown = [
        Fault(file, 1, name, "an unknown column", f"one of {arguments.few(name, (*NEEDED, *MAY))}")
        for name in names
        if name not in (*NEEDED, *MAY)
    ]
    return missing + unknown


def _faults(file: str, line: int, row: dict[str, Any], ids: set[str]) -> list[Fault]:
    """What is wrong with one statement."""
    if None in row or None in row.values():
        return [Fault(file, line, "-", "another number of cells", f"{len(row)} cells")]
    empty = [name for name in ("claim_id", "statement", "relation", "unit") if not row[name].strip()]
    found = [Fault(file, line, name, "nothing", "a value") for name in empty]
    if row["claim_id"] in ids:
        found.append(Fault(file, line, "claim_id", repr(row["claim_id"]), "an id that no other row has"))
    if row["relation"] not in RELATIONS:
        near = arguments.few(row["relation"], RELATIONS)
        return [*found, Fault(file, line, "relation", repr(row["relation"]), f"one of {near}")]
    try:
        bounds(row["relation"], row["printed"], row["unit"])
    except MilbalanceError as error:
        found.append(Fault(file, line, "printed", repr(row["printed"]), str(error)))
    return found


def _record(row: dict[str, str]) -> dict[str, Any]:
    """A statement with what follows from its wording."""
    low, high = bounds(row["relation"], row["printed"], row["unit"])
    named = row["printed"] and row["relation"] not in ("half", "exists")
    stated = printed(row["printed"], row["unit"]).value if named else math.nan
    told = {name: value or None for name, value in row.items()}
    return {"measured_by": "direct", "section": "A", **told, "stated": stated, "low": low, "high": high}
