"""Folders of downloaded files to the rows of the shipped tables: each file known by what it says, and told.

What was read once is kept for the next run (`kept`). A file that is none of the official ones, or that its importer
refuses, is told in one line and stops no other.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path

import pandas as pd

from milbalance import arguments
from milbalance.errors import MilbalanceError, NotUsedError, OtherFileError
from milbalance.ingest import bounded, deliveries, folders, kept, nmc, text, tiv_tables, transfers, united
from milbalance.ingest.kept import Part
from milbalance.io import jobs, store

_ARMS = frozenset({"arms_deals", "arms_deliveries", "arms_imports"})
_OF_STATES = frozenset({"spending", "forces", "context"})
# The tables behind what a statement may be about; a measure says which it reads.
FAMILIES: dict[str, frozenset[str]] = {
    "spending": frozenset({"spending", "context"}),
    "transfers": _ARMS,
    "people": frozenset({"forces", "context"}),
    "context": frozenset({"context"}),
}
# What the kinds of text file hold that are told apart here: others are read to know it.
_HOLDS = (
    (transfers.is_header, _ARMS),
    (deliveries.is_header, _ARMS),
    (tiv_tables.is_header, _ARMS),
    (nmc.is_header, _OF_STATES),
)
_SEEN = 1 << 18  # bytes from the start in which the header of a table must stand
_ABOVE = 200  # lines above a table
_DELIMITERS = ",;\t|"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # how text begins whose letters may have zero bytes
# Why a file is not read, and what else there is to say of many.
_NONE, _NOT_NEEDED, _COPY = "no official file", "official, but with nothing that is asked for", "the same as "
_OTHERS = {"pdf": "a PDF file", "html": "a web page", "empty": "an empty file", "ods": "an OpenDocument file"}
_READ, _BROKEN = "read", "broken"
_SINGLE = 5  # so many files that are read, and so many that are not, are told one by one
SELDOM = (100_000, 20, 20)  # objects, and rounds, after which they are looked for: usual are 700, 10 and 10
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".zip"})
# Seconds that a megabyte takes to be read, and from how many on a second process is worth its start.
_WORKBOOK, _TEXT, _WORTH = 2.3, 0.25, 3.0


@dataclass(frozen=True, eq=False)
class File:
    """One file that was found: as what it was read, or why it was not.

    `rows` are those of each table that it gives. `ignored` is empty for a file that was read; `remarks` say what of
    it was left out, flagged or noted, `cut` where it seems to end too early.
    """

    path: Path
    bytes: int
    sha256: str = ""
    kind: str = ""
    editions: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    cut: str = ""
    ignored: str = ""

    @property
    def sort(self) -> str:
        """Whether it was read, is broken, a copy, none of ours, or official with nothing that is asked for.

        >>> File(Path("a/notes.txt"), 12, ignored="no official file: no list of items").sort
        'no official file'
        """
        if not self.ignored:
            return _READ
        return next((sort for sort in (_NOT_NEEDED, _COPY, _NONE) if self.ignored.startswith(sort)), _BROKEN)

    def line(self) -> str:
        """The file in one line.

        >>> File(Path("a/notes.txt"), 12, ignored="no official file").line()
        'a/notes.txt: ignored, no official file'
        """
        path = text.plain(str(self.path))
        if self.ignored:
            return f"{path}: ignored, {self.ignored}"
        rows = ", ".join(f"{count:,} rows of {table}" for table, count in self.rows.items())
        return f"{path}: {self.kind}, {' and '.join(self.editions)}, {rows}" + f"; {self.cut}" * bool(self.cut)


@dataclass(frozen=True)
class Found:
    """What folders gave: the rows of every table and edition, the files in order, and what there is to tell.

    `failed` are files that another run may read: they changed meanwhile, or no importer foresaw what is in them.
    """

    parts: tuple[Part, ...] = ()
    files: tuple[File, ...] = ()
    notes: tuple[str, ...] = ()
    failed: tuple[Path, ...] = ()

    def lines(self) -> list[str]:
        """What was read and what was ignored, a line a file, then what there is to tell of all together.

        Who searches a whole folder needs to know what was read, which official files were not and why, and how many
        others there are: of many files of one sort there is one line, and each is told why if it is named alone.
        Those that are broken, and those that seem to end too early, are told one by one, whatever else there is.
        """
        sorts: dict[str, list[File]] = {}
        for file in self.files:
            sorts.setdefault(file.sort, []).append(file)
        lines = [file.line() for file in sorts.pop(_BROKEN, [])]
        read, ignored = sorts.pop(_READ, []), list(chain.from_iterable(sorts.values()))
        lines = [*(_by_kind(read) if len(read) > _SINGLE else [file.line() for file in read]), *lines]
        if len(ignored) <= _SINGLE:
            return [*lines, *(file.line() for file in ignored), *self.notes]
        for sort in sorted(sorts, key=(_NOT_NEEDED, _COPY, _NONE).index):
            names = [text.plain(file.path.name) for file in sorts[sort]]
            number = f"{len(names)} file{'s' * (len(names) > 1)}"
            why = f"{sort}others" if sort == _COPY else sort
            lines.append(f"{number}: ignored, {why} ({arguments.few('', names)})")
        return [*lines, *self.notes]

    def obtained(self) -> dict[str, str]:
        """By source_id the files that its rows were read from, each with its checksum."""
        found: dict[str, list[str]] = {}
        for file in self.files:
            for source_id in file.editions:
                found.setdefault(source_id, []).append(f"file {text.plain(file.path.name)} (SHA-256 {file.sha256})")
        return {source_id: "; ".join(files) for source_id, files in found.items()}

    def manifest(self) -> list[dict[str, object]]:
        """Name, checksum, bytes and editions of every file that was read, as a built folder lists them."""
        return [
            {
                "file": text.plain(file.path.name),
                "sha256": file.sha256,
                "bytes": file.bytes,
                "editions": list(file.editions),
            }
            for file in self.files
            if not file.ignored
        ]


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look seldom for objects in rings: a reader of many cells has few, and spends a seventh on it."""
    before = gc.get_threshold()
    gc.set_threshold(*(max(usual, seldom) for usual, seldom in zip(before, SELDOM, strict=True)))
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_seldom_collected()
def read(
    named: Iterable[Path],
    *,
    families: Collection[str] = tuple(FAMILIES),
    source_ids: Mapping[Path, str] | None = None,
    shipped: pd.DataFrame | None = None,
    workers: int = 1,
) -> Found:
    """The rows of every official file in some folders, for some families of tables.

    `source_ids` name the edition of files that do not say it; `shipped` are the rows of spending.csv, which may
    prove the base year of a workbook. With `workers` above 1 files that take long are read in so many processes,
    which a program may ask for that guards its start (`if __name__ == "__main__"`). Raises MilbalanceError for a
    folder that is not there and an unknown family; whatever is wrong with a file is told in its line.

    >>> read([]).parts
    ()
    """
    wanted = frozenset().union(*(FAMILIES[arguments.one_of("family", one, FAMILIES)] for one in families))
    seen = look(named)
    unread = [file for file in seen.files if not file.ignored]
    contents, failed = _contents(unread, wanted, source_ids or {}, shipped, workers)
    given = chain.from_iterable(found for found in contents.values() if not isinstance(found, str))
    parts, notes = united.united(given)
    files = tuple(_described(file, contents.get(file.path)) for file in seen.files)
    return Found(tuple(parts), files, (*seen.notes, *notes), failed)


def look(named: Iterable[Path]) -> Found:
    """The files in some folders with their checksums, none of them read. Raises MilbalanceError as `read`.

    >>> look([]).files
    ()
    """
    there = folders.find(named)
    first: dict[str, Path] = {}
    files = []
    for file in map(_looked_at, there.paths):
        same = first.setdefault(file.sha256, file.path) if file.sha256 else file.path
        files.append(file if same == file.path else _ignored(file, f"the same as {text.plain(str(same))}"))
    return Found((), tuple(files), there.skipped)


def fewest(families: Iterable[str]) -> frozenset[str]:
    """Families without those whose tables others give as well.

    >>> sorted(fewest(["spending", "context", "transfers"]))
    ['spending', 'transfers']
    """
    asked = frozenset(families)
    return asked - {one for one in asked for other in asked if FAMILIES[one] < FAMILIES[other]}


def _by_kind(files: Sequence[File]) -> list[str]:
    """Many files that were read: a line a kind, with its editions, and one of its own for each that seems cut."""
    kinds: dict[str, list[File]] = {}
    for file in files:
        if not file.cut:
            kinds.setdefault(file.kind, []).append(file)
    lines = [file.line() for file in files if file.cut]
    for kind, of_kind in kinds.items():
        editions = dict.fromkeys(chain.from_iterable(file.editions for file in of_kind))
        number = f"{len(of_kind)} file{'s' * (len(of_kind) > 1)}"
        lines.append(f"{kind}: {number} read ({', '.join(editions)})")
    return lines


def _ignored(file: File, why: str) -> File:
    return replace(file, ignored=" ".join(why.split()))


def _described(file: File, given: list[Part] | str | None) -> File:
    """A file with what it gave, or with why it was not read."""
    if given is None:
        return file
    if isinstance(given, str):
        # A file as a whole has no line that would help.
        return _ignored(file, given.removeprefix(f"{file.path.name}:").removeprefix("1:-:").strip())
    report = given[0].report
    return replace(
        file,
        kind=report.kind.partition(f", {given[0].table}")[0],
        editions=tuple(dict.fromkeys(part.source_id for part in given)),
        rows={part.table: len(part.rows) for part in given},
        cut=report.cut,
        remarks=tuple(dict.fromkeys(line for part in given for line in part.report.remarks())),
    )


def _looked_at(path: Path) -> File:
    """A file with its checksum, if its first bytes may be those of an official file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_SEEN)
            sort = bounded.sort_of(start)
            if sort == "text" and b"\0" in start and not start.startswith(_WIDE):
                return File(path, size, ignored=f"{_NONE}: no text, workbook or zip archive")
            if sort in _OTHERS:
                return File(path, size, ignored=f"{_NONE}: {_OTHERS[sort]}")
            file.seek(0)
            return File(path, size, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        return File(path, 0, ignored=f"cannot be read ({error.strerror})")


def _contents(
    files: Sequence[File],
    wanted: frozenset[str],
    ids: Mapping[Path, str],
    shipped: pd.DataFrame | None,
    workers: int,
) -> tuple[dict[Path, list[Part] | str], tuple[Path, ...]]:
    """What each file gives to the wanted tables, or why nothing; what is not kept is read and kept.

    And the files that could not be read, of which nothing is kept.
    """
    keys = {file.path: kept.key(file.sha256, file.path.name, ids.get(file.path, "")) for file in files}
    contents: dict[Path, list[Part] | str] = {}

    def unread() -> Iterator[File]:
        """Those that must be read, which take longest first; what the others give is in `contents`."""
        for file in sorted(files, key=_seconds, reverse=True):
            given = _unpacked(partial(kept.get, keys[file.path], wanted))
            if given is None and (given := _not_to_read(file.path, wanted)) == _NONE:
                kept.put(keys[file.path], kept.packed([], _NONE))
            if given is None:
                yield file
            else:
                contents[file.path] = given

    done, failed = [], []
    for path, raw in _read(unread(), ids, shipped, workers):
        done.append(path)
        if isinstance(raw, str):
            contents[path] = raw
            failed.append(path)
            continue
        kept.put(keys[path], raw)
        contents[path] = _unpacked(partial(kept.unpacked, raw, wanted)) or _NOT_NEEDED
    if done:
        store.sweep()
    # In the order of the files, whichever was read first: of two that differ the first counts.
    return {file.path: contents[file.path] or _NOT_NEEDED for file in files}, tuple(failed)


def _unpacked(how: Callable[[], list[Part] | None]) -> list[Part] | str | None:
    """What is kept of a file: its parts, or why it was refused."""
    try:
        return how()
    except MilbalanceError as error:
        return str(error)


def _not_to_read(path: Path, wanted: frozenset[str]) -> str | None:
    """Why a file need not be read in full, by its start; None for one that must be."""
    try:
        with path.open("rb") as file:
            start = file.read(_SEEN)
    except OSError:  # gone since its checksum was taken: reading it tells so
        return None
    if bounded.sort_of(start) in ("zip", "workbook"):
        return _NOT_NEEDED if b"xl/" in start and not wanted & _OF_STATES else None
    if bounded.sort_of(start) != "text" or start.startswith((*_WIDE, b"{", b"\xef\xbb\xbf{")):
        return None  # what is no plain table is told by reading it
    lines = [line.rstrip(" ;") for line in start.decode("utf-8", "replace").splitlines()[:_ABOVE]]
    headers = [text.split(line, delimiter) for line in lines for delimiter in _DELIMITERS if delimiter in line]
    for cells in headers:
        for is_header, tables in _HOLDS:
            if is_header(cells):
                return None if tables & wanted else _NOT_NEEDED
    from milbalance.ingest import detect  # noqa: PLC0415 - with openpyxl, which takes long and is not always needed

    return None if any(map(detect.is_header, headers)) else _NONE


def _read(
    files: Iterator[File], ids: Mapping[Path, str], shipped: pd.DataFrame | None, workers: int
) -> Iterator[tuple[Path, bytes | str]]:
    """Each file in the form in which it is kept, or why it cannot be read; those that take longest come first.

    Processes begin as soon as the first files are worth them, and read these while the others are looked into.
    """
    left: dict[File, str | None] = {}
    for file in files:
        left[file] = ids.get(file.path)
        if workers > 1 and len(left) > 1 and sum(map(_seconds, left)) > _WORTH:
            yield from _in_processes(left, files, ids, shipped, workers)
            break
    for file, source_id in left.items():  # the few, and what died with a process
        yield file.path, _outcome(partial(packed, file, source_id, shipped))


def _in_processes(
    left: dict[File, str | None],
    files: Iterator[File],
    ids: Mapping[Path, str],
    shipped: pd.DataFrame | None,
    workers: int,
) -> Iterator[tuple[Path, bytes | str]]:
    """What is `left` and all further files, read by several processes; `left` keeps what died with one."""
    with jobs.processes(workers).executor() as executor:
        running: dict[Future[bytes], File] = {}
        try:
            for file in chain(list(left), files):
                left[file] = ids.get(file.path)
                running[jobs.begun(executor, packed, file, left[file], shipped)] = file
            for future in as_completed(running):
                with suppress(BrokenProcessPool):
                    yield running[future].path, _outcome(partial(future.result, None))
                    del left[running[future]]
        finally:
            for future in running:  # Ctrl-C waits for what is under way, and for no more
                future.cancel()


def _seconds(file: File) -> float:
    """About how long it takes to read a file."""
    return file.bytes / 1e6 * (_WORKBOOK if file.path.suffix.lower() in _WORKBOOKS else _TEXT)


def _outcome(how: Callable[[], bytes]) -> bytes | str:
    """The bytes of a file that was read; in words what an importer did not foresee, which is not kept."""
    try:
        return how()
    except BrokenProcessPool:
        raise
    except Exception as error:  # one bad file never stops the others
        return jobs.reason(error)


@_seldom_collected()
def packed(file: File, source_id: str | None, shipped: pd.DataFrame | None) -> bytes:
    """An official file as it is kept: its parts, or why its importer refuses it. Run in any process.

    Raises MilbalanceError for a file that has changed since its checksum was taken, which must not be kept as it.
    """
    from milbalance.ingest import detect  # noqa: PLC0415 - as above

    try:
        found = detect.read(file.path, source_id=source_id, shipped=shipped)
        raw = kept.packed([Part(one.table, one.rows, one.report) for one in found])
    except bounded.UnreadableError:
        raise
    except OtherFileError as error:
        raw = kept.packed([], f"{_NONE}: {error.faults[0].found}")
    except NotUsedError as error:
        why = jobs.reason(error).removeprefix(f"{file.path.name}:").strip()
        raw = kept.packed([], f"{_NOT_NEEDED}: {why}")
    except MilbalanceError as error:
        raw = kept.packed([], jobs.reason(error))
    if _looked_at(file.path).sha256 != file.sha256:
        raise MilbalanceError("changed while it was read; run again")
    return raw
