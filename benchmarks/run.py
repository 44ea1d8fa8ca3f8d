"""Measure the suite on this machine: seconds, and ratios within one run. Nothing here is asserted in a test.

Run with `make bench`. Machines are shared and noisy: read the ratios, not the seconds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

from milbalance import articles
from milbalance.charts import export, figure
from milbalance.tables import load

REPEATS = 5


def seconds(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median wall time of an action."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return median(times)


def process(code: str) -> Callable[[], object]:
    """An action that runs Python code in a fresh process."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def command(*arguments: str) -> Callable[[], object]:
    """An action that runs the command line in a fresh process."""
    return lambda: subprocess.run([sys.executable, "-m", "milbalance", *arguments], check=True, capture_output=True)


def draw_one(name: str, folder: str) -> None:
    """Draw one figure into a folder, in whatever process this runs."""
    export.draw_all(load.shipped(), Path(folder), [name])


def every_choice(data: load.Data) -> int:
    """Evaluate every choice of every claim; how many there are."""
    return sum(len(articles.choices_of(data, name)) for name in data.choices)


def measure_ledger() -> None:
    """Every claim with every choice, on tables of its own each time so that nothing is remembered."""
    tables = load.shipped()
    plain = seconds(lambda: articles.ledger(replace(tables)))
    whole = seconds(
        lambda: [articles.choices_of(data, name) for data in [replace(tables)] for name in tables.choices]
    )
    number = sum(len(articles.choices_of(tables, name)) for name in tables.choices)
    print(f"{len(tables.choices)} plain readings             {plain:6.2f} s")
    print(f"{number} choices                  {whole:6.2f} s   {1000 * whole / number:.2f} ms a choice (aim: 2 s)")


def main() -> None:
    nothing = seconds(process("pass"))
    pandas = seconds(process("import pandas"))
    package = seconds(process("import milbalance"))
    everything = seconds(process("from milbalance import load; load.everything()"))
    print(f"python                        {nothing:6.2f} s")
    print(f"import pandas                 {pandas:6.2f} s")
    print(f"import milbalance             {package:6.2f} s   {package / pandas:.2f} of import pandas")
    print(f"load and validate everything  {everything:6.2f} s   {everything / pandas:.2f} of import pandas")

    measure_ledger()

    names = list(figure.described(load.everything()))
    with tempfile.TemporaryDirectory() as folder:
        load.shipped()
        one = seconds(lambda: [draw_one(name, folder) for name in names], 1)
        with ProcessPoolExecutor(2) as pool:
            two = seconds(lambda: list(pool.map(draw_one, names, [folder] * len(names))), 1)
        print(f"{len(names)} figures, one by one        {one:6.2f} s   {one / len(names):.2f} s a figure")
        print(f"{len(names)} figures, two processes     {two:6.2f} s   {two / one:.2f} of one by one")
        cold = seconds(command("figures", "--force", "--out", folder), 1)
        warm = seconds(command("figures", "--out", folder), 1)
        print(f"milbalance figures, all drawn {cold:6.2f} s")
        print(f"milbalance figures, unchanged {warm:6.2f} s   {warm / cold:.2f} of drawing")


if __name__ == "__main__":
    main()
