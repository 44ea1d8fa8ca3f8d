"""What is finished in a folder of many results, so that an interrupted run continues where it stopped.

Each result is a folder that its writer puts there whole. After that one line is added to `progress.jsonl`: the
name, what the result was made from, and what the folder held. A result counts as finished only while all three
hold; a line that a crash cut off is left out.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from milbalance.errors import MilbalanceError
from milbalance.files import replace

NOTES = "progress.jsonl"
_FIELDS = ("name", "made_from", "holds")
Notes = dict[str, dict[str, str]]


@contextmanager
def claimed(out: Path) -> Iterator[None]:
    """A folder of ours, from which other runs are kept out meanwhile; what a crash left is cleared away.

    Raises MilbalanceError if it is neither new nor empty nor one of an earlier run, if it cannot be written to, and
    if another run is at it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out, os.O_RDONLY)
    except OSError as error:
        raise MilbalanceError(f"{out.name}: cannot be written to ({error.strerror}); wanted a folder") from error
    try:
        _lock(handle, out.name)
        _refuse_foreign(out)
        settle(out)
        yield
    finally:
        os.close(handle)  # and with it the lock, as when this process dies


def _refuse_foreign(out: Path) -> None:
    if any(out.iterdir()) and not (out / NOTES).is_file():
        raise MilbalanceError(
            f"{out.name}: found a folder with files of something else; wanted a new or empty folder, or the one "
            f"of an earlier run (with {NOTES})"
        )


def _lock(handle: int, name: str) -> None:
    with suppress(OSError):  # some shared disks know no locks
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MilbalanceError(f"{name}: found another run writing into it; wanted it to end first") from None


def read(out: Path) -> Notes:
    """What was noted, by name; the last line of a name counts."""
    path = out / NOTES
    lines = path.read_bytes().splitlines() if path.is_file() else []
    noted = (_parsed(line) for line in lines)
    return {note["name"]: note for note in noted if note}


def _parsed(line: bytes) -> dict[str, str] | None:
    """One note, or None for what is not one: the end of a line that a crash cut off."""
    try:
        note = json.loads(line)
    except ValueError:
        return None
    whole = isinstance(note, dict) and sorted(note) == sorted(_FIELDS)
    return note if whole and all(isinstance(text, str) for text in note.values()) else None


def note(out: Path, name: str, made_from: str) -> None:
    """Note that the folder `name` is whole; the line is on the disk when this returns.

    Raises MilbalanceError if there is no such folder or the note cannot be written.
    """
    holds = contents(out / name)
    if not holds:
        raise MilbalanceError(f"reported as finished, but there is no {out.name}/{name} with files here")
    try:
        with (out / NOTES).open("ab") as file:
            file.write(_line({"name": name, "made_from": made_from, "holds": holds}))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _unwritable(out, error) from error


def is_unchanged(out: Path, name: str, made_from: str, notes: Notes) -> bool:
    """Whether the result was made from the same and its folder still holds what was noted."""
    noted = notes.get(name)
    return noted is not None and noted["made_from"] == made_from and noted["holds"] == contents(out / name)


def contents(folder: Path) -> str:
    """Checksum of the names and sizes of all files in a folder; empty if it is not there or has none.

    Sizes and not bytes, because thousands of results are looked at before the first one is made.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = [f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\n" for path in files]
    return hashlib.sha256("".join(sizes).encode()).hexdigest() if files else ""


def settle(out: Path) -> None:
    """Write the notes anew: one line a name, sorted, so that the same results give the same bytes."""
    notes = read(out)
    try:
        replace(out / NOTES, b"".join(_line(notes[name]) for name in sorted(notes)))
    except OSError as error:
        raise _unwritable(out, error) from error


def clear(out: Path, names: Collection[str]) -> None:
    """Remove the temporary folders `.NAME.new-*` that processes left which died while they wrote."""
    for path in out.glob(".*.new-*"):
        if path.name[1:].rpartition(".new-")[0] in names:
            shutil.rmtree(path, ignore_errors=True)


def _unwritable(out: Path, error: OSError) -> MilbalanceError:
    return MilbalanceError(f"{out.name}/{NOTES}: cannot be written to ({error.strerror})")


def _line(note: dict[str, str]) -> bytes:
    return (json.dumps(note, sort_keys=True) + "\n").encode()
