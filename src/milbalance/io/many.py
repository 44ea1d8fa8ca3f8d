"""Many folders, each made by a job, with one table of how each ended: run again to go on where it stopped."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from milbalance.errors import MilbalanceError
from milbalance.io import files, jobs, records
from milbalance.io.jobs import FAILED, FINISHED, NOT_RUN, Result

SUMMARY = "summary.csv"


@dataclass(frozen=True)
class Ended:
    """What a run has to say at its end, and its exit code: 0, 1 if a job failed, 130 if interrupted."""

    lines: list[str]
    exit_code: int


@dataclass(frozen=True)
class Many:
    """Jobs by the name of their folder: what is asked of each, and what the summary says of it before how it ended.

    `what` are they called together, and `alone` how one of them is run by itself.
    """

    requests: Mapping[str, Any]
    about: Mapping[str, Mapping[str, str]]
    what: str
    alone: str


def run(
    many: Many,
    out: Path,
    task: jobs.Task,
    *,
    processes: int | None = None,
    scheduler: str | None = None,
    stream: TextIO = sys.stderr,
) -> Ended:
    """Write `out/NAME` for each job, and `out/summary.csv`.

    What is finished and unchanged is skipped. Runs in processes of this machine (default: one a core), or on the
    Dask cluster of `scheduler`; progress goes to `stream`. Raises MilbalanceError for an `out` that is not ours and
    a cluster that cannot be used.
    """
    if scheduler is not None and processes is not None:
        raise MilbalanceError("found --workers and --scheduler; wanted one of them")
    results = {name: Result(name, NOT_RUN) for name in many.requests}
    at = nullcontext(jobs.processes(processes)) if scheduler is None else jobs.cluster(scheduler)
    with at as place:
        _claim(out, many)
        _summarise(many, results, out)
        for number, result in enumerate(jobs.run(many.requests, out, task, place), 1):
            results[result.name] = result
            _summarise(many, results, out)
            if result.outcome != NOT_RUN:
                stream.write(f"{number} of {len(results)}  {_said(result)}\n")
                stream.flush()
    return ended(list(results.values()), out, many)


def _claim(out: Path, many: Many) -> None:
    """Make the folder; MilbalanceError if it cannot be made or holds files and no summary of an earlier run."""
    names = [*next(iter(many.about.values()), {}), "outcome", ""]
    try:
        out.mkdir(parents=True, exist_ok=True)
        foreign = any(out.iterdir())
        if foreign and (out / SUMMARY).is_file():
            foreign = not (out / SUMMARY).read_bytes().startswith(",".join(names).encode())
    except OSError as error:
        raise MilbalanceError(f"{out.name}: cannot be written to ({error.strerror}); wanted a folder") from error
    if foreign:
        found = f"{out.name}: found a folder with files of something else"
        raise MilbalanceError(
            f"{found}; wanted a new or empty folder, or the one of an earlier run (with {SUMMARY})"
        )


def _summarise(many: Many, results: Mapping[str, Result], out: Path) -> None:
    """Write one row a job, as it stands now; nothing in it depends on when or where the jobs ran."""
    rows = []
    for name, result in results.items():
        folder = name if result.outcome == FINISHED else "none"
        if result.outcome != FINISHED and (out / name).is_dir():
            folder = f"{name} (of an earlier run)"
        rows.append({**many.about[name], "outcome": result.outcome, "folder": folder, "reason": result.reason})
    files.replace(out / SUMMARY, records.as_comma_separated(rows).encode())


def _said(result: Result) -> str:
    """One result in one line: "GEO-RUS  finished"."""
    if result.reason:
        return f"{result.name}  {result.outcome}: {result.reason}"
    return f"{result.name}  {'unchanged' if result.before else result.outcome}"


def ended(results: Sequence[Result], out: Path, many: Many) -> Ended:
    """The end of a run in words: how many of each, every failure, how to go on."""
    failed = [result for result in results if result.outcome == FAILED]
    finished = [result for result in results if result.outcome == FINISHED]
    interrupted = len(failed) + len(finished) < len(results)
    before = sum(result.before for result in finished)
    told = f"{len(finished)} of {len(results)} {many.what} are finished ({before} of them before and unchanged)"
    lines = [*map(_said, failed), f"{told}, {len(failed)} failed: {out.name}/{SUMMARY}"]
    if interrupted:
        lines.append("Interrupted. The same command again continues with what is not finished.")
    elif failed:
        lines.append(f"The same command again tries those that failed; `{many.alone}` alone says more.")
    return Ended(lines, 130 if interrupted else int(bool(failed)))
