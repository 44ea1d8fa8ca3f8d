"""Workbooks with one thing broken, drawn from a seed, and what an import of each must still say.

A mutant either must be refused, or must give every row whose cell, label and heading it left alone exactly as
before, and the cells that it changed as they now stand. `judge` holds an import to that.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook

from milbalance.errors import MilbalanceError
from milbalance.ingest import milex
from milbalance.ingest.report import Imported
from workbooks import Expected, Package, cells, found, tag, write

Key = tuple[str, int, str]


@dataclass
class Mutant:
    """A broken workbook: what was done, and to which cells (sheet and coordinate)."""

    what: str
    path: Path
    refused: bool = False  # it must be refused
    names: str = ""  # words that the refusal must have
    changed: set[tuple[str, str]] = field(default_factory=set)
    now: dict[Key, tuple[float | None, str | None]] = field(default_factory=dict)  # new value and reason by key
    moved: bool = False  # cells stand elsewhere than before
    gone: set[Key] = field(default_factory=set)  # rows that must no longer be there
    colours: bool = True  # qualities are as before


def judge(mutant: Mutant, before: dict[Key, Expected]) -> str:
    """Import a mutant and hold the outcome to what it promises: "refused" or "imported"."""
    try:
        after = milex.read(mutant.path, strict=True)
    except MilbalanceError as error:
        assert str(error).count("\n") < 5, f"{mutant.what}: a few lines"
        assert mutant.path.name in str(error), f"{mutant.what}: {error} does not name the file"
        assert mutant.names in str(error), f"{mutant.what}: {error} does not say {mutant.names}"
        return "refused"
    assert not mutant.refused, f"{mutant.what}: taken without a word"
    _hold(mutant, before, after)
    return "imported"


def _hold(mutant: Mutant, before: dict[Key, Expected], after: Imported) -> None:
    rows = found(after.rows)
    for key, (value, reason) in mutant.now.items():
        assert (rows[key].value, rows[key].reason) == (value, reason), f"{mutant.what}: {rows[key]}"
    assert not mutant.gone & rows.keys(), mutant.what
    touched = {f"sheet {sheet}, cell {cell}" for sheet, cell in mutant.changed}
    for key, row in before.items():
        if key in mutant.now or key in mutant.gone or row.locator in touched or _zero(row):
            continue
        assert key in rows, f"{mutant.what}: {key} is missing"
        same = replace(rows[key], locator=row.locator) if mutant.moved else rows[key]
        same = same if mutant.colours else replace(same, quality=row.quality)
        assert same == row, mutant.what
    assert rows.keys() <= before.keys(), f"{mutant.what}: {rows.keys() - before.keys()} came from nowhere"


def _zero(row: Expected) -> bool:
    """Whether what is said of a cell hangs on another cell too: zeros are held against local currency."""
    return row.reason == "printed as zero" or row.value == 0


Before = dict[Key, Expected]
Maker = Callable[[Package, Before, Random, Path], Mutant]


def _pick(before: Before, rng: Random, *, value: bool = True) -> Expected:
    return rng.choice([row for row in before.values() if (row.value is not None) == value and not _zero(row)])


def _where(row: Expected) -> tuple[str, str, str]:
    """Sheet, column and line of a row."""
    place = re.fullmatch(r"sheet (.+), cell ([A-Z]+)(\d+)", row.locator)
    assert place
    return place[1], place[2], place[3]


def _in_line(before: Before, row: Expected) -> set[Key]:
    """What stands in one line of a sheet with a row."""
    sheet, _, line = _where(row)
    return {key for key, other in before.items() if _where(other)[::2] == (sheet, line)}


@contextmanager
def _editing(package: Package, sheet: str) -> Iterator[ElementTree.Element]:
    """The markup of a sheet, to be changed and put back."""
    tree = package.tree(sheet)
    yield tree
    package.put(sheet, tree)


def _line(tree: ElementTree.Element, number: str) -> tuple[ElementTree.Element, ElementTree.Element]:
    """The rows of a sheet, and the one of that number."""
    holder = next(tree.iter(tag("sheetData")))
    return holder, next(row for row in holder if row.get("r") == number)


def _with(package: Package, row: Expected, value: Any, path: Path, kind: str | None = None, **how: Any) -> Mutant:
    """The mutant with a value in the cell of a row; `now` of it is given as the new value and reason."""
    sheet, column, line = _where(row)
    with _editing(package, sheet) as tree:
        write(cells(tree)[cell := f"{column}{line}"], value, kind)
    if "now" in how:
        how |= {"changed": {(sheet, cell)}, "now": {(row.place, row.year, row.basis): how["now"]}}
    return Mutant(f"{value!r} in {cell} of {sheet}", package.save(path), **how)


def number(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Another number in one cell."""
    row = _pick(before, rng)
    value = round(rng.uniform(0.001, 0.9), 6) if "share" in row.basis else round(rng.uniform(1, 5000), 4)
    return _with(package, row, value, path, now=(value * _times(row), None))


def _times(row: Expected) -> int:
    """What the number in a cell is multiplied with: shares stand as fractions, regional totals in billions."""
    return 1000 if row.locator.startswith("sheet Regional totals") else 100 if "share" in row.basis else 1


def gap(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A missing code in place of a number."""
    codes = {". .": "not available", " . . ": "not available", "XXX": "not independent", "…": "not available"}
    text, reason = rng.choice([*codes.items(), ("", "not available")])
    return _with(package, _pick(before, rng), text, path, now=(None, reason))


def filled(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A number in place of a missing code."""
    row = _pick(before, rng, value=False)
    sheet, column, line = _where(row)
    if f"{column}{line}" not in cells(package.tree(sheet)):
        return number(package, before, rng, path)
    return _with(package, row, 0.25, path, now=(0.25 * _times(row), None), colours=False)


def junk(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Words, a negative amount, a truth or a date where a number belongs."""
    row = _pick(before, rng)
    words: list[tuple[object, str | None]] = [(odd, None) for odd in ("n.a.", "1,234", "12 %", -3.5)]
    value, kind = rng.choice([*words, ("1", "b"), ("2020-01-01", "d"), ("1e999", "n")])
    cell = "".join(_where(row)[1:])
    return _with(package, row, value, path, kind, refused=True, names=f"cell {cell}:")


def formula(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A formula where a number belongs."""
    sheet, *parts = _where(_pick(before, rng))
    cell = "".join(parts)
    with _editing(package, sheet) as tree:
        ElementTree.SubElement(cells(tree)[cell], tag("f")).text = "1+1"
    return Mutant(f"a formula in {cell}", package.save(path), refused=True, names=f"cell {cell}: found the formula")


def stranger(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A country of no known name: its rows are left out and counted."""
    sheet, _, line = _where(row := _pick(before, rng))
    with _editing(package, sheet) as tree:
        write(cells(tree)[f"A{line}"], "Atlantis")
    return Mutant(f"Atlantis in {sheet} {line}", package.save(path), gone=_in_line(before, row))


def twin(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A country twice in a sheet."""
    sheet = _where(_pick(before, rng))[0]
    labels = {f"A{_where(row)[2]}" for row in before.values() if _where(row)[0] == sheet}
    one, other = rng.sample(sorted(labels), 2)
    with _editing(package, sheet) as tree:
        held = cells(tree)
        copied = {**held[one].attrib, "r": other}, list(held[one])
        held[other].clear()
        held[other].attrib.update(copied[0])
        held[other].extend(copied[1])
    return Mutant(f"{one} again in {other} of {sheet}", package.save(path), refused=True, names="again")


def year(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A heading that is another year, no year or nothing."""
    sheet, column, _ = _where(_pick(before, rng))
    first = min(int(_where(row)[2]) for row in before.values() if _where(row)[0] == sheet)
    with _editing(package, sheet) as tree:
        above = (cells(tree).get(f"{column}{line}") for line in range(first, 0, -1))
        head = next(held for held in above if held is not None and _is_year(package, held))
        write(head, rng.choice([1951, 1850, 2090, "abc", "", 2000.5, "19 90"]))
    names = f"sheet {sheet}, cell"
    return Mutant(f"heading {head.get('r')} of {sheet}", package.save(path), refused=True, names=names)


def _is_year(package: Package, cell: ElementTree.Element) -> bool:
    text = "".join(cell.itertext())
    if cell.get("t") == "s":
        strings = ElementTree.fromstring(package.parts["xl/sharedStrings.xml"])
        text = "".join(strings[int(text)].itertext())
    return re.fullmatch(r"\s*(19|20)\d\d(\.0| \(current prices\))?\s*", text) is not None


def dropped_row(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A sheet without the row of one country."""
    sheet, _, line = _where(row := _pick(before, rng))
    with _editing(package, sheet) as tree:
        holder, element = _line(tree, line)
        holder.remove(element)
    return Mutant(f"{sheet} without row {line}", package.save(path), gone=_in_line(before, row))


def disorder(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Two rows in the wrong order, or with one number."""
    sheet, _, line = _where(_pick(before, rng))
    with _editing(package, sheet) as tree:
        holder, element = _line(tree, line)
        if rng.random() < 0.5:
            holder.remove(element)
            holder.insert(rng.randrange(3), element)
        else:
            holder.append(element)
    return Mutant(f"row {line} of {sheet} elsewhere", package.save(path), refused=True, names=f"sheet {sheet}")


def plain(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A sheet without any colour."""
    sheet = _where(_pick(before, rng))[0]
    with _editing(package, sheet) as tree:
        for cell in cells(tree).values():
            cell.attrib.pop("s", None)
    return Mutant(f"{sheet} without styles", package.save(path), colours=False)


def untitled(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A sheet without its first line: its name and its other lines say what it is."""
    sheet = _where(_pick(before, rng))[0]
    with _editing(package, sheet) as tree:
        write(cells(tree)["A1"], "")
    return Mutant(f"{sheet} without title", package.save(path))


def renamed(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Sheets with names that say nothing, in another order."""
    with package.listing() as entries:
        for number, entry in enumerate(entries):
            if entry.get("name") != "Footnotes":
                entry.set("name", f"Sheet{number}")
        rng.shuffle(entries)
    return Mutant("sheets renamed and shuffled", package.save(path), moved=True)


def lower(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A few more lines above the heading of a sheet."""
    sheet, down = _where(_pick(before, rng))[0], rng.randrange(1, 5)
    with _editing(package, sheet) as tree:
        for element in [*tree.iter(tag("row")), *tree.iter(tag("c"))]:
            element.set("r", re.sub(r"\d+", lambda line: str(int(line[0]) + down), element.get("r", "")))
    return Mutant(f"{sheet} {down} lines lower", package.save(path), moved=True)


def short(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A file cut off."""
    raw = package.save(path).read_bytes()
    path.write_bytes(raw[: rng.randrange(1, len(raw) - 30)])
    return Mutant("cut off", path, refused=True)


def flipped(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Some bits of the file turned over."""
    raw = bytearray(package.save(path).read_bytes())
    for _ in range(rng.choice([1, 1, 3, 30])):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    path.write_bytes(raw)
    return Mutant("bits turned over", path, colours=False)


def part(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A byte changed inside a part, its checksum mended; openpyxl finds the cells that now read otherwise."""
    package.save(path)
    old = _grid(path)
    names = ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", *package.sheets.values()]
    name = rng.choice([name for name in names if name in package.parts])
    content = bytearray(package.parts[name])
    content[rng.randrange(60, len(content))] = rng.choice(b'0123456789.<>/"&aZ \x00\xff')
    package.parts[name] = bytes(content)
    package.save(path)
    mutant = Mutant(f"a byte of {name}", path, colours=False)
    new = _grid(path)
    if new is None or old is None:
        return mutant
    touched = [where for where in old.keys() | new.keys() if old.get(where) != new.get(where)]
    # A label, a note or a heading may stand for more cells than itself: the rest of its row and of its column.
    rows = {(sheet, re.sub(r"\D", "", cell)) for sheet, cell in touched}
    columns = {(sheet, re.sub(r"\d", "", cell)) for sheet, cell in touched}
    for sheet, column, line in map(_where, before.values()):
        if (sheet, line) in rows or (sheet, column) in columns:
            mutant.changed.add((sheet, f"{column}{line}"))
    mutant.moved = {sheet for sheet, _ in old} != {sheet for sheet, _ in new}
    return mutant


def _grid(path: Path) -> dict[tuple[str, str], object] | None:
    """Every value as openpyxl reads it; None if it cannot."""
    try:
        # Of bytes: a file would stay open where openpyxl cannot read it.
        with closing(load_workbook(io.BytesIO(path.read_bytes()), read_only=True)) as book:
            return {
                (sheet.title, f"{cell.column_letter}{cell.row}"): cell.value
                for sheet in book.worksheets
                for row in sheet.iter_rows(max_col=400, max_row=600)
                for cell in row
                if cell.value is not None
            }
    except Exception:
        return None


KINDS: tuple[Maker, ...] = (
    number, number, number, gap, gap, filled, junk, junk, formula, stranger, twin, year, year, dropped_row,
    disorder, plain, untitled, renamed, lower, short, flipped, flipped, part, part, part,
)  # fmt: skip
