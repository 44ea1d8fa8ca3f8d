"""Texts answered a second, against pandas opening a file a question; many copies on one, two and Dask's processes.

Run with `python benchmarks/articles.py TEXTS FILES [COPIES]`: a folder of texts, one of genuine official files, and
how many copies of the texts are answered (default 100). Read the ratios: machines are shared and noisy. Nothing
here is asserted in a test.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from milbalance.articles import open_article
from milbalance.ingest import folders
from milbalance.io import jobs, many
from milbalance.publish.article import written
from milbalance.publish.article.written import Request


def answer(request: Request, out: Path) -> None:
    """The answers to one text alone, without pictures and notebook."""
    found = open_article(request.folder, request.files).report()
    out.mkdir(parents=True)
    (out / "ledger.json").write_text(json.dumps(found), encoding="utf-8")
    (out / "made_from").write_text(written.fingerprint(request), encoding="utf-8")


def made_from(out: Path) -> str:
    """What the answers were made from; empty where there are none."""
    return (out / "made_from").read_text(encoding="utf-8") if (out / "made_from").is_file() else ""


TASK = jobs.Task(answer, written.fingerprint, made_from)


def plainly(texts: list[Path], files: Path) -> tuple[int, float]:
    """Statements, and seconds of pandas opening a file for each: a workbook for money, a register for arms."""
    found = folders.find([files]).paths
    workbooks = [path for path in found if path.name.startswith("SIPRI-Milex")]
    registers = [path for path in found if "deliveries_world" in path.name and path.suffix == ".csv"]
    start, count = time.perf_counter(), 0
    for text in texts:
        for measure in pd.read_csv(text / "claims.csv")["measure"]:
            count += 1
            if measure.startswith("spending."):
                pd.read_excel(workbooks[count % len(workbooks)], sheet_name=5, header=None)
            elif measure.startswith("arms."):
                pd.read_csv(registers[count % len(registers)], skiprows=11, encoding="latin-1", on_bad_lines="skip")
    return count, time.perf_counter() - start


def ours(texts: list[Path], files: Path) -> float:
    """Seconds of answering the same, each text for itself, from files that an earlier run has read."""
    start = time.perf_counter()
    for text in texts:
        open_article(text, [files]).report()
    return time.perf_counter() - start


def main() -> None:
    """Print both comparisons."""
    if len(sys.argv) < 3:
        sys.exit("name a folder of texts and a folder of official files")
    source, files = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    copies = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    texts = written.read_list(source)
    ours(texts[:1], files)
    count, plain = plainly(texts, files)
    taken = ours(texts, files)
    print(f"pandas, a file a question  {count / plain:8.1f} statements a second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"milbalance                 {count / taken:8.1f}, {plain / taken:.1f} times as many; {peak:,.0f} MB")
    with tempfile.TemporaryDirectory() as place:
        for text in texts:
            for copy in range(copies):
                shutil.copytree(text, Path(place) / "texts" / f"{text.name}-{copy}")
        requests = {one.name: Request(one, (files,)) for one in written.read_list(Path(place) / "texts")}
        asked = many.Many(requests, {name: {"article": name} for name in requests}, "articles", "-")
        alone = _seconds(asked, Path(place) / "one", processes=1)
        for name, how in {"two processes": {"processes": 2}, "Dask, two workers": {"dask": True}}.items():
            taken = _seconds(asked, Path(place) / name.replace(" ", "-"), **how)  # type: ignore[arg-type]
            print(
                f"{len(requests)} texts, {name:<18} {taken / alone:.2f} of the time of one process ({alone:.0f} s)"
            )


def _seconds(asked: many.Many, out: Path, processes: int | None = None, dask: bool = False) -> float:
    start = time.perf_counter()
    if not dask:
        many.run(asked, out, TASK, processes=processes)
        return time.perf_counter() - start
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        start = time.perf_counter()
        many.run(asked, out, TASK, scheduler=cluster.scheduler_address)
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
