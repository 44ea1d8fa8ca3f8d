"""Blocks of cells to the rows of spending.csv: units, qualities, reasons, locators and notes as columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from openpyxl.utils import get_column_letter

from milbalance.ingest import bounded, colours, milex_cells, milex_suspect, names
from milbalance.ingest.book import Book
from milbalance.ingest.milex_cells import Block

# By code of milex_cells, from 1 on.
_REASONS = ("not available", "not independent", "not available", "not available", "printed as zero")
_QUALITIES = ("reported", "estimate", "uncertain")
_ZERO_NOTE = "printed as 0, though local currency is not zero in that year"


def build(book: Book, blocks: list[Block], source_id: str) -> tuple[pd.DataFrame, Counter[str]]:
    """The rows of all sheets in the columns of spending.csv, and how often each flag was raised.

    Rows of a sheet that are one place in one year are left out of the blocks: which is right nobody knows.
    """
    seen = _observations(blocks)
    if _leave_out_twice(book, blocks, seen):
        seen = _observations(blocks)
    codes = np.concatenate([np.array(block.codes, dtype=np.int8) for block in blocks])
    flags = sum((block.flags for block in blocks), Counter[str]())
    sheets = milex_suspect.sheets(seen)
    if pair := milex_suspect.exchanged(sheets):
        said = f"{pair[0]} above {pair[1]} in most places"
        bounded.refuse(book.path, said, "each sheet under its own title: the two may be exchanged")
    base = next((block.layout.base_year for block in blocks if block.layout.base_year), None)
    extra = _suspicions(seen, sheets, base, codes, flags)
    there = codes == milex_cells.VALUE
    basis = seen["basis"].cat.codes.to_numpy()
    frame = {
        "place": _text(seen["place"].cat.codes, seen["place"].cat.categories),
        "year": seen["year"],
        "basis": _text(basis, seen["basis"].cat.categories),
        "source_id": _text(np.zeros_like(basis), [source_id]),
        "value": seen["value"].where(there),
        "unit": _text(basis, [block.layout.unit for block in blocks]),
        "base_year": pd.array([block.layout.base_year for block in blocks], dtype="Int64").take(basis),
        "quality": _text(np.where(there, _quality(book, blocks, flags), -1), _QUALITIES),
        "missing_reason": _text(codes - 1, _REASONS),
        "locator": pd.array(_locators(blocks), dtype="str"),
        "note": _notes(blocks, there, extra),
    }
    return pd.DataFrame(frame), +flags


def _observations(blocks: list[Block]) -> pd.DataFrame:
    """Place, year, basis and value (in the unit of the basis, NaN for missing) of every cell."""
    words = sorted({name for block in blocks for place in block.places for name in _each(place)})
    number = {word: position for position, word in enumerate(words)}
    places = [
        np.resize([number[name] for name in _each(place)], len(block.layout.years))
        for block in blocks
        for place in block.places
    ]
    basis = np.repeat(range(len(blocks)), [len(block.values) for block in blocks])
    return pd.DataFrame(
        {
            "place": pd.Categorical.from_codes(np.concatenate(places), pd.Index(words)),
            "year": np.concatenate([np.tile(list(b.layout.years.values()), len(b.rows)) for b in blocks]),
            "basis": pd.Categorical.from_codes(basis, pd.Index([block.layout.basis for block in blocks])),
            "value": np.concatenate([np.array(b.values, dtype=float) * b.layout.factor for b in blocks]),
        }
    )


def _each(place: str | list[str]) -> list[str]:
    """The place of every year, or the one place of all."""
    return [place] if isinstance(place, str) else place


def _leave_out_twice(book: Book, blocks: list[Block], seen: pd.DataFrame) -> bool:
    """Leave out the rows of a sheet that are the same place in the same year; whether there were any."""
    basis, place = (seen[name].cat.codes.astype("int64") for name in ("basis", "place"))
    twice = np.flatnonzero(((basis * 10_000 + seen["year"]) * 10_000 + place).duplicated(keep=False))
    starts = np.cumsum([0, *(len(block.values) for block in blocks)])
    for at in twice:
        block = blocks[which := int(np.searchsorted(starts, at, "right")) - 1]
        row, position = divmod(int(at - starts[which]), len(block.layout.years))
        column = list(block.layout.years)[position]
        said = f"{seen['place'].iloc[at]} in {seen['year'].iloc[at]} again"
        fault = book.fault(block.layout.sheet, block.rows[row], column, said, "each place once a sheet")
        block.left_out.setdefault(block.rows[row], fault)
    for block in blocks:
        block.leave_out(block.left_out)
    return bool(len(twice))


def _suspicions(
    seen: pd.DataFrame,
    sheets: milex_suspect.Sheets,
    base: int | None,
    codes: npt.NDArray[np.int8],
    flags: Counter[str],
) -> dict[int, str]:
    """What to note by position; counts the flags, and marks zeros that local currency contradicts as missing."""
    false, unconfirmed = milex_suspect.zeros(seen)
    codes[false] = milex_cells.ZERO
    flags["printed as zero"] = len(false)
    flags["empty cell"] = int((codes == milex_cells.EMPTY).sum())
    flags["error value"] = int((codes == milex_cells.ERROR).sum())
    extra = dict.fromkeys(map(int, false), _ZERO_NOTE)
    for flag, positions, text in (
        ("zero without local currency", unconfirmed, "printed as 0; local currency has no number to confirm it"),
        ("year before the place was a state", np.flatnonzero(names.before_states(seen)), "before it was a state"),
        *milex_suspect.looks(seen, sheets, base),
    ):
        flags[flag] = len(positions)
        extra |= {int(at): "; ".join(filter(None, (extra.get(int(at)), text))) for at in positions}
    return extra


def _quality(book: Book, blocks: list[Block], flags: Counter[str]) -> npt.NDArray[np.int8]:
    """Position in _QUALITIES for every cell; colours without a known meaning are counted and taken as reported."""
    styles = [style for block in blocks for style in block.styles]
    meant = {style: colours.quality(book.colour(style)) for style in set(styles)}
    odd = {style for style, meaning in meant.items() if meaning is None}
    if odd:
        cells = (pair for block in blocks for pair in zip(block.styles, block.codes, strict=True))
        flags["colour of no known meaning"] = sum(
            style in odd and code == milex_cells.VALUE for style, code in cells
        )
    found = {style: _QUALITIES.index(meaning or "reported") for style, meaning in meant.items()}
    return np.array([found[style] for style in styles], dtype=np.int8)


def _notes(blocks: list[Block], there: npt.NDArray[np.bool_], extra: dict[int, str]) -> Any:
    """The note of each value as a string array: what its row says, then what is suspicious; none for gaps."""
    texts = [note for block in blocks for note in block.notes]
    repeats = [len(block.layout.years) for block in blocks for _ in block.notes]
    which = np.where(there, np.repeat(np.arange(len(texts)), repeats), -1)
    for at, text in extra.items():
        texts.append("; ".join(filter(None, (texts[which[at]] if there[at] else "", text))))
        which[at] = len(texts) - 1
    return _text(which, [text or None for text in texts])


def _locators(blocks: list[Block]) -> list[str]:
    """Sheet and cell of every value, as the shipped table writes them."""
    found: list[str] = []
    for block in blocks:
        starts = [f"sheet {block.layout.sheet}, cell {get_column_letter(column)}" for column in block.layout.years]
        found += [f"{start}{row}" for row in block.rows for start in starts]
    return found


def _text(codes: npt.ArrayLike, words: Iterable[str | None]) -> Any:
    """A string array from positions in a list of words; -1 is missing."""
    return pd.array(list(words), dtype="str").take(np.asarray(codes), allow_fill=True)
