"""Many pairs of places, each as `pair` answers one: a list in, a folder a pair out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from milbalance.ingest import names
from milbalance.io import jobs, many
from milbalance.io.many import Ended
from milbalance.pair import Files, Request, export, pair_list
from milbalance.tables import load

TASK = jobs.Task(export.write, export.fingerprint, export.finished)


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
    """Write `out/AAA-BBB` for each pair of a list, and `out/summary.csv`: see `io.many`.

    Raises MilbalanceError for a faulty list, files that are not there, an `out` that is not ours and a cluster that
    cannot be used.
    """
    pairs, given = pair_list.read(listed, known()), given.checked()
    requests = {pair.name: Request(pair.side_a, pair.side_b, pair.years, given) for pair in pairs}
    about = {
        pair.name: {"side_a": pair.side_a, "side_b": pair.side_b, "years": "-".join(map(str, pair.years or ()))}
        for pair in pairs
    }
    asked = many.Many(requests, about, "pairs", "milbalance pair AAA BBB")
    return many.run(asked, out.absolute(), task, processes=processes, scheduler=scheduler, stream=stream)


def known() -> frozenset[str]:
    """Every code that may stand in a list: of the shipped places and of all in official files but regions."""
    every = (alias for aliases in names.table().values() for alias in aliases)
    named = {alias.place for alias in every if alias.place and alias.kind != "region"}
    return frozenset(named | set(load.table("places")["place"]))
