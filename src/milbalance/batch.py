"""Many tasks of one kind, each into a folder of its own: what is finished is skipped, what fails stops no other.

Where the tasks run is not said here: `workers` runs them on this machine, `cluster` on a Dask cluster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from milbalance import files, finished, tables
from milbalance.errors import MilbalanceError

SUMMARY = "summary.csv"
FINISHED, FAILED, NOT_RUN = "finished", "failed", "not run"
CHANGED = "where it ran, code, data or input files are not those that the run began with"
# The folders of an absolute path, of which only the last name is told; addresses such as https://host/page stay.
_FOLDERS = re.compile(r"(?<![\w:/.])/(?:[^\s/'\":,;]+/)+")


@dataclass(frozen=True)
class Task:
    """What is done for each job: `run(request, folder)` writes the folder whole or not at all.

    What it leaves when it is killed is a folder `.NAME.new-*` beside that, which the end of a run clears away.
    `fingerprint(request)` is a checksum of all that the folder is made from. Both are functions of a module, so
    that another process can call them.
    """

    run: Callable[[Any, Path], object]
    fingerprint: Callable[[Any], str]


@dataclass(frozen=True)
class Job:
    """One folder to write: its name, the request that it answers, what the summary says of it, its fingerprint."""

    name: str
    request: Any
    about: dict[str, str] = field(default_factory=dict)
    made_from: str = ""


# Tries one job and returns why it failed in one line, or nothing.
Attempt = Callable[[Job], str]
# Tries jobs somewhere and gives each with its reason in the order in which they end.
Ended = Generator[tuple[Job, str], None, None]
Execute = Callable[[Attempt, Sequence[Job]], Ended]


@dataclass(frozen=True)
class Result:
    """How one job ended; `before` if an earlier run had finished it and nothing has changed since."""

    name: str
    outcome: str
    reason: str = ""
    before: bool = False


@dataclass(frozen=True)
class Outcome:
    """How every job ended, in the order of the jobs, and whether the run was interrupted."""

    results: list[Result]
    interrupted: bool

    @property
    def exit_code(self) -> int:
        """0 if all is finished, 1 if something failed, 130 if interrupted."""
        if self.interrupted:
            return 130
        return int(any(result.outcome == FAILED for result in self.results))


def run(jobs: Sequence[Job], out: Path, task: Task, execute: Execute, tell: Callable[[Result], None]) -> Outcome:
    """Do every job that is not finished, tell each result as it comes, and write `summary.csv`.

    Ctrl-C ends the run as an outcome. Raises MilbalanceError if `out` is not ours or there is nowhere to run;
    what was finished until then is noted.
    """
    found: dict[str, Result] = {}
    interrupted = False
    with finished.claimed(out):
        try:
            with closing(_results(jobs, out, task, execute)) as coming:
                for result in coming:
                    found[result.name] = result
                    tell(result)
        except KeyboardInterrupt:
            interrupted = True
        finally:
            results = [found.get(job.name, Result(job.name, NOT_RUN)) for job in jobs]
            finished.clear(out, {job.name for job in jobs})
            finished.settle(out)
            files.replace(out / SUMMARY, _summary(jobs, results, out).encode())
    return Outcome(results, interrupted)


def _results(jobs: Sequence[Job], out: Path, task: Task, execute: Execute) -> Generator[Result, None, None]:
    """Each result as it comes: first what needs no run, then the others in the order in which they end."""
    notes = finished.read(out)
    wanting = []
    for job in jobs:
        try:
            made_from = task.fingerprint(job.request)
        except Exception as error:
            yield Result(job.name, FAILED, reason(error))
            continue
        if finished.is_unchanged(out, job.name, made_from, notes):
            yield Result(job.name, FINISHED, before=True)
        else:
            wanting.append(replace(job, made_from=made_from))
    with closing(execute(partial(attempt, task, out), wanting)) as ended:
        for job, failure in ended:
            yield _noted(out, job, failure)


def attempt(task: Task, out: Path, job: Job) -> str:
    """Do one job, in whatever process this runs; returns why it failed in one line, or nothing."""
    try:
        if task.fingerprint(job.request) != job.made_from:
            return CHANGED
        task.run(job.request, out / job.name)
    except Exception as error:  # whatever one job does, the others go on
        return reason(error)
    return ""


def _noted(out: Path, job: Job, failure: str) -> Result:
    """The result of a job that has ended; a success counts only once it is noted."""
    if not failure:
        try:
            finished.note(out, job.name, job.made_from)
        except MilbalanceError as error:
            failure = reason(error)
    # Some errors begin with the name, which stands before every reason anyway.
    if not failure:
        return Result(job.name, FINISHED)
    return Result(job.name, FAILED, failure.removeprefix(f"{job.name}: "))


def reason(error: BaseException) -> str:
    """An error in one line: its first and last, without the folders of this machine; foreign ones by kind."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = " … ".join(dict.fromkeys([*lines[:1], *lines[-1:]]))
    if not isinstance(error, MilbalanceError):
        told = f"{type(error).__name__}: {told}" if told else type(error).__name__
    return _FOLDERS.sub("", told) or type(error).__name__


def _summary(jobs: Sequence[Job], results: Sequence[Result], out: Path) -> str:
    """One row a job; nothing in it depends on when or where the jobs ran."""
    return tables.as_comma_separated(
        [
            {**job.about, "outcome": result.outcome, "folder": _folder(out, result), "reason": result.reason}
            for job, result in zip(jobs, results, strict=True)
        ]
    )


def _folder(out: Path, result: Result) -> str:
    """What stands in the folder of a job: what was asked for, what an earlier run left, or nothing."""
    if result.outcome == FINISHED:
        return result.name
    return f"{result.name} (of an earlier run)" if (out / result.name).is_dir() else "none"
