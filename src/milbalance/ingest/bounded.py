"""Open files from elsewhere without trusting them: their size, their sort, and what a zip expands to.

Every refusal is a DataError of one fault that names the file.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from milbalance.errors import DataError, Fault

MAX_FILE = 50_000_000  # bytes; the official files are 1 to 30 MB
MAX_SIFTED = 1_000_000_000  # bytes of a text of which only some lines are kept; the largest official one has 0.3 GB
MAX_EXPANDED = 200_000_000  # bytes of all members of a zip together
MAX_RATIO = 200  # genuine sheets shrink 4 to 40 times
MAX_LINE = 1_000_000  # bytes of one line of text
_RATIO_FROM = 1_000_000  # small members may shrink more: a page of blanks is harmless
_CHUNK = 1 << 18
_MAX_WORDS = 300  # letters of a file's own words in a message
_SORTS = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # a zip without members
    b"\xd0\xcf\x11\xe0": "old",  # Excel before 2007, and workbooks with a password
    b"%PDF": "pdf",
}
_WORDS = {
    "zip": "a zip archive",
    "workbook": "an Excel workbook",
    "old": "an old or locked Excel file (save it as .xlsx, without a password)",
    "ods": "an OpenDocument spreadsheet (save it as .xlsx)",
    "pdf": "a PDF file",
    "html": "a web page",
    "text": "text",
    "empty": "an empty file",
}


class UnreadableError(DataError):
    """A file that another try may read: it says nothing of what is in it."""


def refuse(path: Path, found: str, wanted: str, *, line: int = 1, where: str = "-") -> NoReturn:
    """Raise the one DataError that says what is wrong with a file, in one line whatever the file itself says."""
    raise DataError([fault(path, found, wanted, line=line, where=where)])


def fault(path: Path, found: str, wanted: str, *, line: int = 1, where: str = "-") -> Fault:
    """What is wrong with a file, in one line whatever the file itself says."""
    return Fault(path.name, line, _line(where), _line(found), wanted)


def _line(text: str) -> str:
    """Words of a file as they may be printed: one line, not endless, nothing that moves the cursor."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[:_MAX_WORDS])
    return " ".join(plain.split())


def contents(path: Path, wanted: str, *, limit: int = MAX_FILE) -> bytes:
    """All bytes of a regular file of at most `limit` bytes; `wanted` says in words what it should be."""
    if path.exists() and not path.is_file():
        refuse(path, "a folder" if path.is_dir() else "no regular file", wanted, line=0)
    try:
        # One byte more than the size that is told: a file may grow, or be another than it says.
        size = min(path.stat().st_size, limit)
        with path.open("rb") as file:
            raw = file.read(size + 1)
    except FileNotFoundError as error:
        raise UnreadableError([fault(path, "no such file", wanted, line=0)]) from error
    except OSError as error:
        raise UnreadableError([fault(path, f"a file that cannot be read ({error.strerror})", wanted)]) from error
    if len(raw) > size:
        refuse(path, f"more than {size:,} bytes", f"{wanted} of at most that size")
    return raw


def sort_of(raw: bytes) -> str:
    """What the bytes are, whatever the file is called: zip, workbook, ods, old, pdf, html, text or empty."""
    if not raw.strip():
        return "empty"
    sort = next((sort for start, sort in _SORTS.items() if raw.startswith(start)), "text")
    if sort == "zip" and b"xl/workbook.xml" in raw:  # the names of members are not compressed
        return "workbook"
    if sort == "zip" and b"opendocument.spreadsheet" in raw[:200]:
        return "ods"
    start = raw[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return "html" if start.startswith((b"<!doctype html", b"<html")) else sort


def starts_as_text(path: Path) -> bool:
    """Whether a file can be opened and its first bytes are text, however many follow."""
    try:
        with path.open("rb") as file:
            return sort_of(file.read(_CHUNK)) == "text"
    except OSError:
        return False


def expect(path: Path, raw: bytes, sort: str, wanted: str) -> None:
    """Refuse bytes of another sort than the one named (see `sort_of`)."""
    found = sort_of(raw)
    if found != sort:
        refuse(path, _WORDS[found], f"{wanted} ({_WORDS[sort]})")


def check_lines(path: Path, raw: bytes) -> None:
    """Refuse text with a line over a megabyte, naming the line."""
    start, number = 0, 1
    while start < len(raw):
        end = raw.find(b"\n", start, start + MAX_LINE + 1)
        if end < 0:
            if len(raw) - start > MAX_LINE:
                refuse(path, f"more than {MAX_LINE:,} bytes in one line", "lines of text", line=number)
            return
        start, number = end + 1, number + 1


def sifted(path: Path, wanted: str, keep: Callable[[int, bytes], object], *, limit: int) -> bytes:
    """A text file of up to a gigabyte with the lines that `keep` wants by number and bytes, the others blank.

    What is kept is at most `limit` bytes. A last line without an end is kept, since it may be cut off.
    """
    size = path.stat().st_size
    if size > MAX_SIFTED:
        refuse(path, f"{size:,} bytes", f"at most {MAX_SIFTED:,}")
    kept = bytearray()
    with path.open("rb") as file:
        expect(path, file.read(_CHUNK), "text", wanted)
        file.seek(0)
        for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
            if len(line) > MAX_LINE:
                refuse(path, f"more than {MAX_LINE:,} bytes in one line", "lines of text", line=number)
            kept += line if keep(number, line) or not line.endswith(b"\n") else b"\n"
            if len(kept) > limit:
                refuse(path, f"more than {limit:,} bytes of lines that are wanted", wanted, line=number)
    return bytes(kept)


def archive(path: Path, raw: bytes, wanted: str, *, expanded: int = MAX_EXPANDED) -> zipfile.ZipFile:
    """An open zip whose members are sane by their headers: few bytes in all, no huge ratio, no name twice.

    Headers may lie: read members with `member`, which counts.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(raw))
    except Exception as error:  # whatever zipfile meets in broken bytes
        refuse(path, f"a broken zip archive ({error})", wanted)
    members = opened.infolist()
    name, times = Counter(info.filename for info in members).most_common(1)[0] if members else ("", 0)
    if times > 1:
        refuse(path, f"{times} members called {name!r}", "each member once")
    total = sum(info.file_size for info in members)
    if total > expanded:
        refuse(path, f"members that expand to {total:,} bytes", f"at most {expanded:,}")
    for info in members:
        if info.file_size > max(_RATIO_FROM, MAX_RATIO * info.compress_size):
            refuse(path, f"the member {info.filename!r} expands over {MAX_RATIO} times", wanted)
    return opened


def member(path: Path, opened: zipfile.ZipFile, name: str) -> bytes:
    """All bytes of one member; DataError if they are not as many as its header says."""
    size, pieces, read = opened.getinfo(name).file_size, [], 0
    try:
        with opened.open(name) as file:
            while (piece := file.read(_CHUNK)) and read <= size:
                read += len(piece)
                pieces.append(piece)
    except Exception as error:  # whatever zipfile and zlib meet in broken bytes
        refuse(path, f"the member {name!r} cannot be unpacked ({error})", "an unbroken zip archive")
    if read != size:
        refuse(path, f"the member {name!r} has another size than its header says", "an honest zip archive")
    return b"".join(pieces)
