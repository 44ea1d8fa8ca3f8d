"""The world's dyad panel against the obvious way in pandas: seconds and memory, each run in a fresh process.

Run with `python benchmarks/dyads.py [FILE]`: a file of National Material Capabilities, else values made up in the
size of version 7.0. Machines are shared and noisy: read the ratios.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

REPEATS = 5
COMPARED = ("spending", "personnel", "cinc")


def world(file: str) -> tuple[pd.DataFrame, str]:
    """One row a place and year from 1816 to 2022, and where it comes from; no file: made up."""
    import pandas as pd

    from milbalance.measures import dyads

    if not file:
        return made(), "made-up values"
    return dyads.from_nmc(pd.read_csv(file)), Path(file).name


def made() -> pd.DataFrame:
    """As many pairs as the original: from 23 states in 1816 to 195 in 2022, a seventh of the spending missing."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(0)
    years = np.arange(1816, 2023)
    states = np.round(23 + 172 * np.linspace(0, 1, len(years)) ** 1.5).astype(int)
    size = states.sum()
    values = pd.DataFrame({name: random.lognormal(0, 2, size) for name in COMPARED})
    values.loc[random.random(size) < 1 / 7, "spending"] = np.nan
    places = np.concatenate([np.arange(count) for count in states])
    return values.assign(place=[f"P{place:03d}" for place in places], year=np.repeat(years, states))


def obvious(values: pd.DataFrame) -> pd.DataFrame:
    """The directed panel as most would write it: merge on the year, leave out pairs with oneself, divide."""
    import numpy as np

    pairs = values.merge(values, on="year", suffixes=("_a", "_b"))
    pairs = pairs[pairs["place_a"] != pairs["place_b"]]
    for name in COMPARED:
        pairs[f"{name}_ratio"] = pairs[f"{name}_a"] / pairs[f"{name}_b"].where(pairs[f"{name}_b"] != 0)
    larger = np.maximum(pairs["cinc_a"], pairs["cinc_b"])
    pairs["parity"] = np.minimum(pairs["cinc_a"], pairs["cinc_b"]) / larger.where(larger != 0)
    pairs = pairs.rename(columns={"place_a": "side_a", "place_b": "side_b"})
    return pairs[["year", "side_a", "side_b", *(f"{name}_ratio" for name in COMPARED), "parity"]]


def peak() -> float:
    """The most memory that this process has had, in MB; Linux counts it in units of 1024 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def run(way: str, file: str) -> None:
    """Measure one way in this process and print what was found as JSON."""
    from milbalance.measures import dyads

    values, source = world(file)
    action = dyads.panel if way == "panel" else obvious
    before = peak()
    start = time.perf_counter()
    rows = len(action(values))
    found = {"seconds": time.perf_counter() - start, "growth": peak() - before, "peak": peak()}
    print(json.dumps({"source": source, "rows": rows, **found}))


def in_a_fresh_process(way: str, file: str) -> dict[str, float]:
    """What `run` finds; this process stays small, as its peak would be counted in that of the new one."""
    done = subprocess.run([sys.executable, __file__, way, file], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(file: str = "") -> None:
    rounds = [(in_a_fresh_process("panel", file), in_a_fresh_process("obvious", file)) for _ in range(REPEATS)]
    print(f"{rounds[0][0]['source']}: {rounds[0][0]['rows']:,.0f} pairs and years, directed; {REPEATS} runs each")
    for name, runs in zip(("milbalance.measures.dyads", "the obvious way"), zip(*rounds, strict=True), strict=True):
        seconds, growth, most = (median(run[what] for run in runs) for what in ("seconds", "growth", "peak"))
        print(f"{name:16} {seconds:6.3f} s   {growth:6.0f} MB more at the peak   {most:6.0f} MB the whole process")
    for what, label in (("seconds", "time"), ("growth", "memory")):
        print(f"{label} of the obvious way over ours: {median(b[what] / a[what] for a, b in rounds):.1f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run(sys.argv[1], sys.argv[2])
    else:
        main(*sys.argv[1:])
