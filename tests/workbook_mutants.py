"""Workbooks with one thing broken, drawn from a seed, and what an import of each must still say.

A mutant either must be refused, or must give every row whose cell, label and heading it left alone exactly as
before, and the cells that it changed as they now stand. `judge` holds an import to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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


def _where(row: Expected) -> tuple[str, str]:
    place = re.fullmatch(r"sheet (.+), cell ([A-Z]+\d+)", row.locator)
    assert place
    return place[1], place[2]


def _key(row: Expected) -> Key:
    return row.place, row.year, row.basis


def _edit(package: Package, row: Expected, value: Any, kind: str | None = None) -> tuple[str, str]:
    """Write a value into the cell of a row; gives the sheet and the coordinate."""
    sheet, cell = _where(row)
    tree = package.tree(sheet)
    write(cells(tree)[cell], value, kind)
    package.put(sheet, tree)
    return sheet, cell


def number(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Another number in one cell."""
    row = _pick(before, rng)
    value = round(rng.uniform(0.001, 0.9), 6) if "share" in row.basis else round(rng.uniform(1, 5000), 4)
    where = _edit(package, row, value)
    factor = 100 if "share" in row.basis else 1
    return Mutant(
        f"{value} in {where}", package.save(path), changed={where}, now={_key(row): (value * factor, None)}
    )


def gap(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A missing code in place of a number."""
    row = _pick(before, rng)
    codes = {". .": "not available", " . . ": "not available", "XXX": "not independent", "…": "not available"}
    text, reason = rng.choice([*codes.items(), ("", "not available")])
    where = _edit(package, row, text)
    return Mutant(f"{text!r} in {where}", package.save(path), changed={where}, now={_key(row): (None, reason)})


def filled(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A number in place of a missing code."""
    row = _pick(before, rng, value=False)
    where = _where(row)
    if where[1] not in cells(package.tree(where[0])):
        return number(package, before, rng, path)
    _edit(package, row, 0.25)
    value = 25.0 if "share" in row.basis else 0.25
    return Mutant(
        f"0.25 in {where}", package.save(path), changed={where}, now={_key(row): (value, None)}, colours=False
    )


def junk(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Words, a negative amount, a truth or a date where a number belongs."""
    row = _pick(before, rng)
    value, kind = rng.choice(
        [
            ("n.a.", None),
            ("1,234", None),
            ("12 %", None),
            (-3.5, None),
            ("1", "b"),
            ("2020-01-01", "d"),
            ("1e999", "n"),
        ]
    )
    where = _edit(package, row, value, kind)
    return Mutant(f"{value!r} in {where}", package.save(path), refused=True, names=f"cell {where[1]}:")


def formula(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A formula where a number belongs."""
    row = _pick(before, rng)
    sheet, cell = _where(row)
    tree = package.tree(sheet)
    ElementTree.SubElement(cells(tree)[cell], tag("f")).text = "1+1"
    package.put(sheet, tree)
    return Mutant(f"a formula in {cell}", package.save(path), refused=True, names=f"cell {cell}: found the formula")


def stranger(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A country of no known name: its rows are left out and counted."""
    row = _pick(before, rng)
    sheet, cell = _where(row)
    digits = re.sub(r"\D", "", cell)
    tree = package.tree(sheet)
    write(cells(tree)[f"A{digits}"], "Atlantis")
    package.put(sheet, tree)
    line = re.compile(rf"sheet {re.escape(sheet)}, cell [A-Z]+{digits}")
    gone = {key for key, other in before.items() if line.fullmatch(other.locator)}
    return Mutant(f"Atlantis in {sheet} {digits}", package.save(path), gone=gone)


def twin(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A country twice in a sheet."""
    sheet, _ = _where(_pick(before, rng))
    tree = package.tree(sheet)
    labels = [f"A{re.sub(r'[A-Z]', '', _where(r)[1])}" for r in before.values() if _where(r)[0] == sheet]
    one, other = rng.sample(sorted(set(labels)), 2)
    held = cells(tree)
    held[other].attrib.clear()
    held[other].attrib.update(held[one].attrib, r=other)
    for child in list(held[other]):
        held[other].remove(child)
    held[other].extend(list(held[one]))
    package.put(sheet, tree)
    return Mutant(f"{one} again in {other} of {sheet}", package.save(path), refused=True, names="again")


def year(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A heading that is another year, no year or nothing."""
    sheet, cell = _where(_pick(before, rng))
    column = re.sub(r"\d", "", cell)
    tree = package.tree(sheet)
    first = min(int(re.sub(r"\D", "", _where(r)[1])) for r in before.values() if _where(r)[0] == sheet)
    head = next(
        held
        for line in range(first, 0, -1)
        if (held := cells(tree).get(f"{column}{line}")) is not None and _is_year(package, held)
    )
    write(head, rng.choice([1951, 1850, 2090, "abc", "", 2000.5, "19 90"]))
    package.put(sheet, tree)
    return Mutant(
        f"heading {head.get('r')} of {sheet}", package.save(path), refused=True, names=f"sheet {sheet}, cell"
    )


def _is_year(package: Package, cell: ElementTree.Element) -> bool:
    text = "".join(cell.itertext())
    if cell.get("t") == "s":
        strings = ElementTree.fromstring(package.parts["xl/sharedStrings.xml"])
        text = "".join(strings[int(text)].itertext())
    return re.fullmatch(r"\s*(19|20)\d\d(\.0)?\s*", text) is not None


def dropped_row(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A sheet without the row of one country."""
    sheet, cell = _where(_pick(before, rng))
    digits = re.sub(r"\D", "", cell)
    tree = package.tree(sheet)
    holder = next(tree.iter(tag("sheetData")))
    holder.remove(next(row for row in holder if row.get("r") == digits))
    package.put(sheet, tree)
    line = re.compile(rf"sheet {re.escape(sheet)}, cell [A-Z]+{digits}")
    gone = {key for key, other in before.items() if line.fullmatch(other.locator)}
    return Mutant(f"{sheet} without row {digits}", package.save(path), gone=gone)


def disorder(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Two rows in the wrong order, or with one number."""
    sheet, cell = _where(_pick(before, rng))
    digits = re.sub(r"\D", "", cell)
    tree = package.tree(sheet)
    holder = next(tree.iter(tag("sheetData")))
    row = next(row for row in holder if row.get("r") == digits)
    if rng.random() < 0.5:
        holder.remove(row)
        holder.insert(rng.randrange(3), row)
    else:
        holder.append(row)
    package.put(sheet, tree)
    return Mutant(f"row {digits} of {sheet} elsewhere", package.save(path), refused=True, names=f"sheet {sheet}")


def plain(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A sheet without any colour."""
    sheet, _ = _where(_pick(before, rng))
    tree = package.tree(sheet)
    for cell in cells(tree).values():
        cell.attrib.pop("s", None)
    package.put(sheet, tree)
    return Mutant(f"{sheet} without styles", package.save(path), colours=False)


def untitled(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A sheet without its first line: its name and its other lines say what it is."""
    sheet, _ = _where(_pick(before, rng))
    tree = package.tree(sheet)
    write(cells(tree)["A1"], "")
    package.put(sheet, tree)
    return Mutant(f"{sheet} without title", package.save(path))


def renamed(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """Sheets with names that say nothing, in another order."""
    tree = ElementTree.fromstring(package.parts["xl/workbook.xml"])
    listed = tree.find(tag("sheets"))
    assert listed is not None
    for number, entry in enumerate(listed):
        if entry.get("name") != "Footnotes":
            entry.set("name", f"Sheet{number}")
    entries = list(listed)
    rng.shuffle(entries)
    listed[:] = entries
    for names in tree.findall(tag("definedNames")):
        tree.remove(names)
    package.parts["xl/workbook.xml"] = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return Mutant("sheets renamed and shuffled", package.save(path), moved=True)


def lower(package: Package, before: Before, rng: Random, path: Path) -> Mutant:
    """A few more lines above the heading of a sheet."""
    sheet, _ = _where(_pick(before, rng))
    down = rng.randrange(1, 5)
    tree = package.tree(sheet)
    for row in tree.iter(tag("row")):
        row.set("r", str(int(row.get("r", "0")) + down))
    for cell in list(tree.iter(tag("c"))):
        letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "")).groups()  # type: ignore[union-attr]
        cell.set("r", f"{letters}{int(digits) + down}")
    package.put(sheet, tree)
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
    touched = {where for where in old.keys() | new.keys() if old.get(where) != new.get(where)}
    # A label, a note or a heading may stand for more cells than itself.
    sheets = {sheet for sheet, _ in touched}
    rows = {(sheet, re.sub(r"\D", "", cell)) for sheet, cell in touched}
    columns = {(sheet, re.sub(r"\d", "", cell)) for sheet, cell in touched}
    for row in before.values():
        sheet, cell = _where(row)
        line, column = (sheet, re.sub(r"\D", "", cell)), (sheet, re.sub(r"\d", "", cell))
        if sheet in sheets and (line in rows or column in columns):
            mutant.changed.add((sheet, cell))
    mutant.moved = {sheet for sheet, _ in old} != {sheet for sheet, _ in new}
    return mutant


def _grid(path: Path) -> dict[tuple[str, str], object] | None:
    """Every value as openpyxl reads it; None if it cannot."""
    try:
        book = load_workbook(path, read_only=True)
        try:
            return {
                (sheet.title, f"{cell.column_letter}{cell.row}"): cell.value
                for sheet in book.worksheets
                for row in sheet.iter_rows(max_col=400, max_row=600)
                for cell in row
                if cell.value is not None
            }
        finally:
            book.close()
    except Exception:
        return None


KINDS: tuple[Maker, ...] = (
    number, number, number, gap, gap, filled, junk, junk, formula, stranger, twin, year, year, dropped_row,
    disorder, plain, untitled, renamed, lower, short, flipped, flipped, part, part, part,
)  # fmt: skip
