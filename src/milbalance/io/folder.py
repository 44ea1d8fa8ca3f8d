"""A folder that is either whole or as it was: written beside its place, then put there."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from milbalance.errors import MilbalanceError
from milbalance.io.files import interrupts_wait, temporary_folder

MANIFEST = "manifest.json"
MADE_BY = "milbalance pair"
_STALE = 3600  # seconds; a pair takes some ten


@contextmanager
def whole(out: Path, made_by: str = MADE_BY) -> Iterator[Path]:
    """A new folder to write into, which takes the place of `out` when all went well; else `out` stays as it was.

    A folder may be replaced if its manifest says `made_by`. Raises MilbalanceError for an `out` that is not empty
    and not of that making, or cannot be written.

    >>> with temporary_folder("scratch-") as scratch:
    ...     with whole(scratch / "out") as new:
    ...         written = (new / "rows.csv").write_text("year")
    ...     [path.name for path in (scratch / "out").iterdir()]
    ['rows.csv']
    """
    place = out.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with interrupts_wait():
            # What a run killed in this moment left: the old folder back, or gone if the new one is there.
            if _old(place).exists() and not place.exists():
                _old(place).rename(place)
            shutil.rmtree(_old(place), ignore_errors=True)
        if place.exists() and not place.is_dir():
            raise MilbalanceError(f"{out.name}: found a file; wanted a folder to write")
        if place.exists() and any(place.iterdir()) and not manifest(place, made_by):
            wanted = f"an empty one, a new one or one that `{made_by}` wrote"
            raise MilbalanceError(f"{out.name}: found a folder with files of others; wanted {wanted}")
        for left in place.parent.iterdir():  # of killed runs; a young one may belong to a run that goes on
            if left.name.startswith(_new(place)) and time.time() - left.stat().st_mtime > _STALE:
                shutil.rmtree(left, ignore_errors=True)
        with temporary_folder(_new(place), beside=place.parent) as new:
            new.chmod(0o755)
            yield new
            with interrupts_wait():
                _swap(new, place)
    except OSError as error:
        raise MilbalanceError(f"{out.name}: cannot be written ({error.strerror})") from error


def manifest(folder: Path, made_by: str = MADE_BY) -> dict[str, Any]:
    """The manifest of a folder that this package made; empty for any other.

    >>> manifest(Path("no-such-folder"))
    {}
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    ours = isinstance(found, dict) and found.get("made_by") == made_by
    return found if ours else {}


def _old(place: Path) -> Path:
    """Where the old folder is put for the moment in which the new one takes its place."""
    return place.parent / f".{place.name}.old"


def _new(place: Path) -> str:
    """How the name of a folder begins that is being written."""
    return f".{place.name}.new-"


def _swap(new: Path, place: Path) -> None:
    """Put the new folder in its place; whatever interrupts, the place holds the old or the new one afterwards."""
    try:
        if place.exists():
            place.rename(_old(place))
        new.rename(place)
    except BaseException:
        if _old(place).exists() and not place.exists():
            _old(place).rename(place)
        raise
    shutil.rmtree(_old(place), ignore_errors=True)
