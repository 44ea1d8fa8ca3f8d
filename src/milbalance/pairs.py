"""Many pairs of places, each as `pair` answers one: a list in, a folder a pair out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from milbalance import batch, cluster, load, pairlist, progress, workers
from milbalance.errors import MilbalanceError
from milbalance.ingest import names
from milbalance.pair import Files, Request, export
from milbalance.pairlist import Pair

TASK = batch.Task(export.write, export.fingerprint)


@dataclass(frozen=True)
class Ended:
    """What a run has to say at its end, and its exit code: 0, 1 if a pair failed, 130 if interrupted."""

    lines: list[str]
    exit_code: int


def run(
    listed: Path,
    out: Path,
    files: Files,
    *,
    processes: int | None = None,
    scheduler: str | None = None,
    stream: TextIO = sys.stderr,
    task: batch.Task = TASK,
) -> Ended:
    """Write `out/AAA-BBB` for each pair of a list, and `out/summary.csv`.

    What is finished and unchanged is skipped. Runs in processes of this machine (default: one a core), or on the
    Dask cluster of `scheduler`; progress goes to `stream`. Raises MilbalanceError for a faulty list, files that
    are not there, an `out` that is not ours and a cluster that cannot be used.
    """
    out = out.absolute()
    if scheduler is not None and processes is not None:
        raise MilbalanceError("found --workers and --scheduler; wanted one of them")
    jobs = _jobs(pairlist.read(listed, known()), files.checked())
    execute = (
        partial(workers.execute, workers.count(processes))
        if scheduler is None
        else partial(cluster.execute, scheduler, out)
    )
    with progress.shown(len(jobs), "pairs", stream) as tell:
        outcome = batch.run(jobs, out, task, execute, tell)
    return Ended(_lines(outcome, out), outcome.exit_code)


def known() -> frozenset[str]:
    """Every code that may stand in a list: of the shipped places and of the places that official files name."""
    named = {alias.place for aliases in names.table().values() for alias in aliases if alias.place}
    return frozenset(named | set(load.table("places")["place"]))


def _jobs(pairs: Sequence[Pair], files: Files) -> list[batch.Job]:
    return [
        batch.Job(
            pair.name,
            Request(pair.side_a, pair.side_b, pair.years, files),
            {
                "side_a": pair.side_a,
                "side_b": pair.side_b,
                "years": "-".join(map(str, pair.years)) if pair.years else "",
            },
        )
        for pair in pairs
    ]


def _lines(outcome: batch.Outcome, out: Path) -> list[str]:
    """The end of a run in words: how many of each, every failure, how to go on."""
    results = outcome.results
    failed = [result for result in results if result.outcome == batch.FAILED]
    finished = [result for result in results if result.outcome == batch.FINISHED]
    before = sum(result.before for result in finished)
    lines = [progress.said(result) for result in failed]
    told = f"{len(finished)} of {len(results)} pairs are finished ({before} of them before and unchanged)"
    lines.append(f"{told}, {len(failed)} failed: {out.name}/{batch.SUMMARY}")
    if outcome.interrupted:
        lines.append("Interrupted. The same command again continues with what is not finished.")
    elif failed:
        lines.append("The same command again tries those that failed; `milbalance pair AAA BBB` alone says more.")
    return lines
