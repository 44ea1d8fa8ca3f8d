"""Small tasks for tests of jobs, in a module of their own so that other processes can import them.

A request is a dictionary: `what` names what the task does, `notes` is the folder of a file that counts the tries.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from milbalance.errors import MilbalanceError
from milbalance.io.files import temporary_folder
from milbalance.io.jobs import Task

Request = dict[str, Any]


def fingerprint(request: Request) -> str:
    if request["what"] == "unreadable":
        raise MilbalanceError("milex.xlsx: not a workbook")
    return json.dumps(request, sort_keys=True)


def made_from(folder: Path) -> str:
    path = folder / "made_from.json"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def write(request: Request, folder: Path) -> None:
    """Do what is asked; a result is put in place whole, as the real task does."""
    path = Path(request["notes"]) / folder.name
    with path.open("a") as file:
        file.write(f"{os.getpid()}\n")
    match request["what"]:
        case "fail":
            raise MilbalanceError(f"{folder.name}: no year that both have")
        case "crash":
            raise OSError(28, "No space left on device", str(folder / "table.csv"))
        case "leave":
            raise SystemExit(3)
        case "forget":
            return
        case "alone" if others := list(folder.parent.glob(".*.new-*")):
            raise MilbalanceError(f"beside {others[0].name}")
    with temporary_folder(f".{folder.name}.new-", beside=folder.parent) as new:
        if request["what"] == "die" or (request["what"] == "die once" and tries(path) == 1):
            os._exit(9)
        time.sleep(request.get("seconds", 0))
        (new / "made_from.json").write_text(fingerprint(request), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)


def tries(path: Path) -> int:
    """How often a task was begun."""
    return len(path.read_text().splitlines()) if path.exists() else 0


TASK = Task(write, fingerprint, made_from)
