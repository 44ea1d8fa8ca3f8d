"""Small tasks for tests of batches, in a module of their own so that other processes can import them.

A request is a dictionary: `what` names what the task does, `note` is the folder of a file that counts the tries.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from milbalance import batch, progress, workers
from milbalance.batch import Job, Task
from milbalance.errors import MilbalanceError

Request = dict[str, Any]


def job(name: str, what: str = "write", **more: Any) -> Job:
    return Job(name, {"what": what, "name": name, **more}, {"pair": name})


def fingerprint(request: Request) -> str:
    if request["what"] == "unreadable":
        raise MilbalanceError("milex.xlsx: not a workbook")
    return json.dumps({**request, "version": os.environ.get("TASK_VERSION", "1")}, sort_keys=True, default=str)


def run(request: Request, folder: Path) -> None:
    """Do what is asked; a result is put in place whole, as the real task does."""
    _count(request)
    ACTIONS[request["what"]](request, folder)


def tries(notes: Path, name: str) -> int:
    """How often a task was begun."""
    path = notes / name
    return path.read_text().count("begun") if path.exists() else 0


def _count(request: Request) -> None:
    if "notes" in request:
        with (Path(request["notes"]) / request["name"]).open("a") as file:
            file.write(f"begun {os.getpid()}\n")


def _write(request: Request, folder: Path) -> None:
    temporary = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    temporary.mkdir(parents=True)
    try:
        time.sleep(request.get("seconds", 0))
        (temporary / "table.csv").write_text(request["name"] + request.get("text", ""), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        temporary.replace(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _fail(request: Request, folder: Path) -> None:
    raise MilbalanceError(f"{request['name']}: no year that both have")


def _crash(request: Request, folder: Path) -> None:
    raise OSError(28, "No space left on device", str(folder / "table.csv"))


def _leave(request: Request, folder: Path) -> None:
    raise SystemExit(3)


def _die(request: Request, folder: Path) -> None:
    folder.with_name(f".{folder.name}.new-{os.getpid()}").mkdir()
    os._exit(9)


def _die_once(request: Request, folder: Path) -> None:
    if tries(Path(request["notes"]), request["name"]) == 1:
        os._exit(9)
    _write(request, folder)


def _forget(request: Request, folder: Path) -> None:
    """Says that it is done and writes nothing."""


def _alone(request: Request, folder: Path) -> None:
    """Fails where another task is writing at the same time."""
    if others := list(folder.parent.glob(".*.new-*")):
        raise MilbalanceError(f"beside {others[0].name}")
    _write(request, folder)


def _threads(request: Request, folder: Path) -> None:
    _write({**request, "text": threads()}, folder)


def threads() -> str:
    """How many threads linear algebra would use in this process."""
    return os.environ.get("OMP_NUM_THREADS", "many")


ACTIONS = {
    "write": _write,
    "fail": _fail,
    "crash": _crash,
    "leave": _leave,
    "die": _die,
    "die once": _die_once,
    "forget": _forget,
    "alone": _alone,
    "threads": _threads,
}
TASK = Task(run, fingerprint)


def main(out: str, number: int, jobs: list[dict[str, Any]]) -> int:
    """A whole run in a process of its own, which a test can interrupt or kill; prints each result."""
    with progress.shown(len(jobs), "tasks", sys.stdout) as tell:
        wanted = [job(**one) for one in jobs]
        return batch.run(wanted, Path(out), TASK, partial(workers.execute, number), tell).exit_code
