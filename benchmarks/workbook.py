"""Measure the workbook: seconds and bytes, and the ratio to the same tables written by pandas, in one run.

Run with `python benchmarks/workbook.py`; machines are shared and noisy: read the ratio. Nothing is asserted.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import pandas as pd

from milbalance import articles
from milbalance.publish import workbook
from milbalance.publish.workbook import book, tables
from milbalance.tables import load, schema

REPEATS = 3


def seconds(action: Callable[[], object]) -> float:
    """Median wall time of an action."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return median(times)


def by_pandas(data: load.Data) -> bytes:
    """The tables alone, as `DataFrame.to_excel` writes them."""
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter") as writer:
        for name in schema.tables():
            getattr(data, name).to_excel(writer, sheet_name=name, index=False)
    return buffer.getvalue()


def tables_alone(data: load.Data) -> bytes:
    """The tables alone, with their looks, notes and links."""
    buffer = io.BytesIO()
    made = book.opened(buffer, data)
    for name, described in schema.tables().items():
        tables.write(made, described, getattr(data, name))
    made.library.close()
    return buffer.getvalue()


def main() -> None:
    data = load.shipped()
    bare = seconds(lambda: by_pandas(data))
    dressed = seconds(lambda: tables_alone(data))
    # On tables of its own, so that nothing is remembered.
    assessed = seconds(lambda: [articles.assess(new, name) for new in [replace(data)] for name in data.choices])
    whole = seconds(lambda: workbook.build(replace(data)))
    print(f"tables by DataFrame.to_excel       {bare:6.2f} s  {len(by_pandas(data)) / 1e6:5.2f} MB")
    print(
        f"tables with looks, notes, links    {dressed:6.2f} s  {len(tables_alone(data)) / 1e6:5.2f} MB  "
        f"{dressed / bare:.1f} x to_excel"
    )
    print(f"every claim assessed               {assessed:6.2f} s")
    content, sheets = workbook.build(data)
    print(
        f"the workbook, {sheets} sheets           {whole:6.2f} s  {len(content) / 1e6:5.2f} MB  "
        f"{whole / bare:.1f} x to_excel; without the claims {(whole - assessed) / bare:.1f} x"
    )


if __name__ == "__main__":
    main()
