"""Many pairs of places, each as `pair` answers one: a list in, a folder a pair out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from milbalance.errors import MilbalanceError
from milbalance.ingest import names
from milbalance.io import files, jobs, records
from milbalance.io.jobs import FAILED, FINISHED, NOT_RUN, Result
from milbalance.pair import Files, Request, export, pair_list
from milbalance.pair.pair_list import Pair
from milbalance.tables import load

TASK = jobs.Task(export.write, export.fingerprint, export.finished)
SUMMARY = "summary.csv"


@dataclass(frozen=True)
class Ended:
    """What a run has to say at its end, and its exit code: 0, 1 if a pair failed, 130 if interrupted."""

    lines: list[str]
    exit_code: int


def run(
    listed: Path,
    out: Path,
    given: Files,
    *,
    processes: int | None = None,
    scheduler: str | None = None,
    stream: TextIO = sys.stderr,
    task: jobs.Task = TASK,
) -> Ended:
    """Write `out/AAA-BBB` for each pair of a list, and `out/summary.csv`.

    What is finished and unchanged is skipped. Runs in processes of this machine (default: one a core), or on the
    Dask cluster of `scheduler`; progress goes to `stream`. Raises MilbalanceError for a faulty list, files that
    are not there, an `out` that is not ours and a cluster that cannot be used.
    """
    out = out.absolute()
    if scheduler is not None and processes is not None:
        raise MilbalanceError("found --workers and --scheduler; wanted one of them")
    pairs, given = pair_list.read(listed, known()), given.checked()
    requests = {pair.name: Request(pair.side_a, pair.side_b, pair.years, given) for pair in pairs}
    results = {pair.name: Result(pair.name, NOT_RUN) for pair in pairs}
    at = nullcontext(jobs.processes(processes)) if scheduler is None else jobs.cluster(scheduler)
    with at as place:
        _claim(out)
        _summarise(pairs, results, out)
        for number, result in enumerate(jobs.run(requests, out, task, place), 1):
            results[result.name] = result
            _summarise(pairs, results, out)
            if result.outcome != NOT_RUN:
                stream.write(f"{number} of {len(pairs)}  {_said(result)}\n")
                stream.flush()
    return _ended(list(results.values()), out)


def known() -> frozenset[str]:
    """Every code that may stand in a list: of the shipped places and of the places that official files name."""
    named = {alias.place for aliases in names.table().values() for alias in aliases if alias.place}
    return frozenset(named | set(load.table("places")["place"]))


def _claim(out: Path) -> None:
    """Make the folder; MilbalanceError if it cannot be made or holds files and no summary of an earlier run."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        foreign = any(out.iterdir())
        if foreign and (out / SUMMARY).is_file():
            foreign = not (out / SUMMARY).read_bytes().startswith(b"side_a,side_b,years,outcome,")
    except OSError as error:
        raise MilbalanceError(f"{out.name}: cannot be written to ({error.strerror}); wanted a folder") from error
    if foreign:
        found = f"{out.name}: found a folder with files of something else"
        raise MilbalanceError(
            f"{found}; wanted a new or empty folder, or the one of an earlier run (with {SUMMARY})"
        )


def _summarise(pairs: Sequence[Pair], results: dict[str, Result], out: Path) -> None:
    """Write one row a pair, as it stands now; nothing in it depends on when or where the pairs ran."""
    rows = []
    for pair in pairs:
        result = results[pair.name]
        folder = pair.name if result.outcome == FINISHED else "none"
        if result.outcome != FINISHED and (out / pair.name).is_dir():
            folder = f"{pair.name} (of an earlier run)"
        about = {"side_a": pair.side_a, "side_b": pair.side_b, "years": "-".join(map(str, pair.years or ()))}
        rows.append({**about, "outcome": result.outcome, "folder": folder, "reason": result.reason})
    files.replace(out / SUMMARY, records.as_comma_separated(rows).encode())


def _said(result: Result) -> str:
    """One result in one line: "GEO-RUS  finished"."""
    if result.reason:
        return f"{result.name}  {result.outcome}: {result.reason}"
    return f"{result.name}  {'unchanged' if result.before else result.outcome}"


def _ended(results: Sequence[Result], out: Path) -> Ended:
    """The end of a run in words: how many of each, every failure, how to go on."""
    failed = [result for result in results if result.outcome == FAILED]
    finished = [result for result in results if result.outcome == FINISHED]
    interrupted = len(failed) + len(finished) < len(results)
    before = sum(result.before for result in finished)
    told = f"{len(finished)} of {len(results)} pairs are finished ({before} of them before and unchanged)"
    lines = [*map(_said, failed), f"{told}, {len(failed)} failed: {out.name}/{SUMMARY}"]
    if interrupted:
        lines.append("Interrupted. The same command again continues with what is not finished.")
    elif failed:
        lines.append("The same command again tries those that failed; `milbalance pair AAA BBB` alone says more.")
    return Ended(lines, 130 if interrupted else int(bool(failed)))
