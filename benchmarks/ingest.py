"""Measure the import of one official workbook against reading its bare values with pandas, in one process.

Run with `python benchmarks/ingest.py FILE...` for genuine SIPRI military expenditure workbooks. Nothing here is
asserted in a test.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pandas as pd

from milbalance.ingest import milex

REPEATS = 9


def cost(action: Callable[[], object]) -> float:
    """Processor seconds of one run: other work on the machine counts less than in wall time."""
    start = time.process_time()
    action()
    return time.process_time() - start


def against_pandas(path: Path) -> tuple[float, float, float]:
    """Median seconds of the import and of pandas, run in turn, and the median of their ratios.

    The import reads all seven sheets with colours, notes and locators; pandas the values of the same sheets.
    """
    rows = milex.read(path).rows
    sheets = sorted({locator.split(", cell ")[0].removeprefix("sheet ") for locator in rows["locator"]})
    pairs = [
        (
            cost(lambda: milex.read(path)),
            cost(lambda: pd.read_excel(path, sheet_name=sheets, header=None, engine="openpyxl")),
        )
        for _ in range(REPEATS)
    ]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    return ours, theirs, median(one / other for one, other in pairs)


def main() -> None:
    """Print the ratio."""
    files = [Path(name) for name in sys.argv[1:]]
    if not files:
        sys.exit("name a SIPRI military expenditure workbook")
    for path in files:
        ours, theirs, ratio = against_pandas(path)
        print(f"{path.name}: import {ours:.2f} s, values with pandas {theirs:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
