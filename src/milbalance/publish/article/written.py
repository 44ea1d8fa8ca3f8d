"""From the folder of a text and folders of official files to the folder of its answers, one text or many."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from milbalance import articles
from milbalance.charts import faults as figures
from milbalance.charts import forms, stale
from milbalance.charts.program import Program
from milbalance.errors import DataError, Fault, MilbalanceError
from milbalance.ingest import folders
from milbalance.io import files, folder, jobs, many
from milbalance.io.many import Ended
from milbalance.publish.article.build import build
from milbalance.publish.article.reopen import MADE_BY
from milbalance.tables import documents, paths

_OF_A_TEXT = ("*.csv", "*.yml")  # what the folder of a text may hold


@dataclass(frozen=True)
class Request:
    """One text: its folder, and the folders of official files that answer it."""

    folder: Path
    files: tuple[Path, ...] = ()
    notebook: bool = True
    workers: int = 1

    @property
    def name(self) -> str:
        """The name of the folder of its answers."""
        return self.folder.resolve().name


def write(request: Request, out: Path) -> list[str]:
    """Write the folder of a text's answers, whole or not at all, and return the names of its files.

    Raises MilbalanceError for a text that is refused, and if `out` holds files of others or the text itself.
    """
    if out.resolve() in (request.folder.resolve(), *request.folder.resolve().parents):
        raise MilbalanceError(f"{out.name}: holds the text itself; wanted another folder for its answers")
    opened = articles.open_article(request.folder, request.files, workers=request.workers)
    if opened.figures and (wrong := figures.of_text(opened.data, request.folder)):
        raise DataError(wrong)
    choices = {name: articles.choice_records(opened.assess(name)) for name in opened.claims}
    return build(
        opened,
        opened.report(),
        choices,
        opened.read,
        out,
        notebook=request.notebook,
        made_from=fingerprint(request),
    )


def fingerprint(request: Request) -> str:
    """A checksum of all that decides the answers: the text, the official files, the shipped tables and the code."""
    own = sorted(path for form in _OF_A_TEXT for path in request.folder.glob(form))
    given = [(path.name, _checksum(path)) for path in own]
    found = folders.find(request.files).paths if request.files else ()
    asked = [request.notebook, given, sorted(map(_checksum, found)), _code(), stale.environment(), _shipped()]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def finished(out: Path) -> str:
    """The fingerprint of the folder that is there; empty if there is none or it is not of this making."""
    return str(folder.manifest(out, MADE_BY).get("made_from", ""))


@lru_cache(maxsize=1)
def _code() -> str:
    program = Program()
    drawn = {f"{forms.__name__}.{module}" for module in forms.MODULES.values()}  # imported by name
    return program.checksum(program.reached([__name__, *drawn]))


@lru_cache(maxsize=1)
def _shipped() -> list[str]:
    return [_checksum(path) for path in sorted(paths.data().glob("*.csv"))]


def _checksum(path: Path) -> str:
    about = path.stat()
    return _of_file(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=10_000)
def _of_file(path: Path, size: int, changed: int) -> str:
    """The checksum of a file, made once in a process for as long as its size and time stay."""
    return files.checksum(path)


TASK = jobs.Task(write, fingerprint, finished)


def read_list(listed: Path) -> list[Path]:
    """The folders that a list names, one a line, from where the list stands; of a folder, the texts in it.

    Raises DataError with every line that names no text.
    """
    if listed.is_dir():
        found = sorted(path.parent for path in listed.glob(f"*/{documents.ARTICLE}"))
        if not found:
            raise MilbalanceError(f"{listed.name}: no folder with {documents.ARTICLE} in it; wanted texts")
        return found
    try:
        lines = listed.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MilbalanceError(f"{listed.name}: cannot be read; wanted a list of folders, one a line") from error
    faults, found = [], list[Path]()
    for line, text in enumerate(lines, 1):
        if not (name := text.strip()) or name.startswith("#"):
            continue
        path = listed.parent / name
        if not (path / documents.ARTICLE).is_file():
            faults.append(Fault(listed.name, line, "-", repr(name[:200]), f"a folder with {documents.ARTICLE}"))
        elif path.resolve().name in {one.resolve().name for one in found}:
            faults.append(Fault(listed.name, line, "-", repr(name[:200]), "a folder of a name that no other has"))
        found.append(path)
    if faults or not found:
        raise DataError(faults or [Fault(listed.name, 1, "-", "no folder", "a list of folders, one a line")])
    return found


def write_many(
    listed: Path,
    out: Path,
    given: Iterable[Path] = (),
    *,
    processes: int | None = None,
    scheduler: str | None = None,
    stream: TextIO = sys.stderr,
    task: jobs.Task = TASK,
) -> Ended:
    """Write `out/NAME` for each text of a list, and `out/summary.csv`: see `io.many`."""
    there = tuple(path.resolve() for path in given)
    requests = {one.name: one for one in (Request(path.resolve(), there) for path in read_list(listed))}
    asked = many.Many(
        requests, {name: {"article": name} for name in requests}, "articles", "milbalance article build FOLDER"
    )
    return many.run(asked, out.absolute(), task, processes=processes, scheduler=scheduler, stream=stream)
