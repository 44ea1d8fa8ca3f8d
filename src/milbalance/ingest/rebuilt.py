"""A register of SIPRI's deliveries that others rebuilt as JSON, year by year: to arms_deliveries.

Supplier, year, recipient, and a list of items: number, TIV of that year in millions, description, designation. In
the one that is known names are merged (`merged`), and unknown sides and international bodies are missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from milbalance.errors import Fault, OtherFileError
from milbalance.ingest import bounded, cells, left_out, merged, report, sipri_names, sipri_release, text, tidy
from milbalance.ingest import yearly as sums
from milbalance.ingest.report import Imported

KIND = "SIPRI arms transfers, deliveries by year, rebuilt by others"
WANTED = (
    "a rebuilt register of deliveries: supplier, year, recipient, lists of number, TIV, description, designation"
)
MAX_FILE = 20_000_000  # bytes; the one known has 3 MB
_MOST = 1_000_000  # items; the one known has 60,000
_MERGED = (
    "rebuilt by others from SIPRI's deliveries: unknown suppliers and recipients and international bodies are "
    "missing, and armed groups are under the name of a state; there SIPRI's own list of deals answers"
)
_ITEM = 4
_NO_LETTERS = re.compile("[\0\ud800-\udfff]")  # JSON can name them, text files have none: NUL, half a letter
_Row = tuple[str, int, str, int, float, str, str, str]


def is_json(path: Path) -> bool:
    """Whether a file begins as a JSON object does."""
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    except OSError:
        return False


def read(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A rebuilt register in the columns of arms_deliveries; TIV in millions, classes as the file spells them.

    Its release is that after its last year, and so told, unless `source_id` says it. Raises DataError for another
    file, or one of which too much cannot be read.
    """
    raw = bounded.contents(path, WANTED, limit=MAX_FILE)
    try:
        found = json.loads(text.decode(path.name, raw), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        bounded.refuse(path, f"broken JSON ({str(error)[:80]})", WANTED)
    rows: list[_Row] = []
    faults: list[Fault] = []
    count = 0
    for count, row in enumerate(_items(path, found), 1):
        if count > _MOST:
            bounded.refuse(path, f"over {_MOST:,} items", "a register of the usual size")
        if isinstance(row, Fault):
            faults.append(row)
        else:
            rows.append(row)
    if not rows:
        bounded.refuse(path, "no item that can be read", WANTED)
    odd = left_out.check(path.name, faults, count, strict=strict)
    return _imported(path, rows, odd, source_id)


def yearly(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of arms_deliveries to the columns of arms_imports; sums of a name that stands for several are marked."""
    return sums.sums(rows.assign(method=np.where(merged.together(rows), sums.MERGED, sums.EXACT)))


def _imported(path: Path, rows: list[_Row], odd: tuple[Fault, ...], source_id: str | None) -> Imported:
    suppliers, years, recipients, numbers, volumes, classes, designations, where = map(
        list, zip(*rows, strict=True)
    )
    edition = sipri_release.by_last_year(max(years), path.name)
    source, notes = (source_id, ()) if source_id else (edition.source_id, edition.notes)
    parties = sipri_names.parties(recipients, suppliers, years)
    frame = tidy.frame(
        "arms_deliveries",
        {
            "delivery": [f"{source}-rebuilt-{number:06d}" for number in range(1, len(rows) + 1)],
            "source_id": source,
            "recipient": merged.meant(parties.recipients, years),
            "supplier": merged.meant(parties.suppliers, years),
            "year": years,
            "designation": designations,
            "class": classes,
            "number": numbers,
            "tiv_m": volumes,
            "locator": where,
        },
    )
    said = {"kind": KIND, "file": path.name, "edition": source if source_id else edition.words}
    told = report.of(frame, flags=parties.flags, left_out=odd, notes=(*notes, _MERGED), **said)
    return Imported(frame, told)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names come once each: of two, nobody knows which is right."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name twice in one object")
    return made


def _items(path: Path, found: object) -> Iterator[_Row | Fault]:
    """Every item as a row, or what is wrong with it; refuses a file of another shape."""
    for supplier, by_year in _object(path, found, "suppliers"):
        for year, by_recipient in _object(path, by_year, f"years of {supplier}"):
            for recipient, items in _object(path, by_recipient, f"recipients of {supplier} in {year}"):
                where = f"{supplier}, {year}, {recipient}"
                if not isinstance(items, list):
                    raise OtherFileError([bounded.fault(path, f"no list of items in {where}", WANTED)])
                for at, item in enumerate(items, 1):
                    yield _row(path.name, supplier, year, recipient, item, f"{where}, item {at}")


def _object(path: Path, found: object, of: str) -> list[tuple[str, Any]]:
    if not isinstance(found, dict) or not found:
        raise OtherFileError([bounded.fault(path, f"no {text.plain(of)}", WANTED)])
    return list(found.items())


def _row(file: str, supplier: str, year: str, recipient: str, item: object, where: str) -> _Row | Fault:
    wanted = "number, TIV, description, designation"
    if isinstance(item, list) and len(item) == _ITEM and all(isinstance(cell, str) for cell in item):
        number, volume = cells.whole(item[0]), cells.number(item[1])
        when, (kind, designation) = cells.year(year), (cell.strip() for cell in item[2:])
        named = all((supplier.strip(), recipient.strip(), kind, designation))
        if None not in (number, volume, when) and named and not _NO_LETTERS.search(kind + designation):
            return (
                supplier,
                int(when or 0),
                recipient,
                int(number or 0),
                float(volume or 0),
                kind,
                designation,
                text.plain(f"{file}, {where}"),
            )
    return Fault(file, 1, text.plain(where), text.plain(repr(item)[:80]), wanted)
