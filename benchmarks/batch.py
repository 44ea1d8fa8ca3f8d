"""Many pairs: the cost of one, one process against two, and what a run costs that has nothing left to do.

Run with `python benchmarks/batch.py [N]`: the first N of the 36 shipped pairs (default: all). Machines are shared
and noisy: read the ratios, not the seconds.
"""

from __future__ import annotations

import io
import itertools
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from milbalance import load, pairs
from milbalance.batch import Task
from milbalance.pair import Request


def write_little(request: Request, folder: Path) -> None:
    """The smallest result, so that only the machinery is measured."""
    folder.mkdir()
    (folder / "request.txt").write_text(request.name, encoding="utf-8")


def name(request: Request) -> str:
    return request.name


@dataclass(frozen=True)
class Cost:
    """Seconds of one run on the clock, and of processors in its processes and their kernels."""

    clock: float
    processor: float


def cost(listed: Path, out: Path, processes: int, task: Task = pairs.TASK) -> Cost:
    """What one run costs; every pair must be finished at its end."""
    start, before = time.perf_counter(), processor()
    ended = pairs.run(listed, out, pairs.Inputs(), processes=processes, stream=io.StringIO(), task=task)
    assert ended.exit_code == 0, ended.lines
    return Cost(time.perf_counter() - start, processor() - before)


def processor() -> float:
    """Seconds of processors that processes begun here have used and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(number: int | None) -> None:
    spending = load.shipped().spending
    chosen = list(itertools.combinations(sorted(spending["place"].unique()), 2))[:number]
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)
        listed = folder / "list.csv"
        listed.write_text("side_a,side_b\n" + "".join(f"{a},{b}\n" for a, b in chosen), encoding="utf-8")
        little = cost(listed, folder / "little", 2, Task(write_little, name))
        one, two = (cost(listed, folder / str(processes), processes) for processes in (1, 2))
        again = cost(listed, folder / "2", 2)
    count = len(chosen)
    print(f"{count} pairs, one process              {one.clock:7.1f} s   {one.clock / count:.2f} s a pair")
    print(f"of that, processors               {one.processor:7.1f} s   {one.processor / count:.2f} s a pair")
    print(f"{count} pairs, two processes            {two.clock:7.1f} s   {one.clock / two.clock:.2f} times as fast")
    print(f"the same again, all unchanged     {again.clock:7.1f} s   {again.clock / two.clock:.3f} of the run")
    print(
        f"pairs that write next to nothing  {little.clock:7.1f} s   two processes begun and {count} results noted"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
