"""Folders of official files into the tables, first and second run, against reading the same files with pandas.

Run with `python benchmarks/files.py FOLDER...` for folders of genuine files. Each run is a fresh process with two
workers; pandas reads every sheet of every workbook and every CSV file once, in one process. Machines are shared and
noisy: read the ratios. Nothing here is asserted in a test.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OURS = """
import sys
from pathlib import Path

from milbalance.ingest import joined, official
from milbalance.tables import load

if __name__ == "__main__":
    shipped = load.shipped()
    found = official.read(map(Path, sys.argv[1:]), shipped=shipped.spending, workers=2)
    rows = sum(len(frame) for frame in joined.joined(shipped, found).tables.values())
    print(f"{len(found.manifest())} of {len(found.files)} files, {rows:,} rows in all tables")
"""
PANDAS = """
import io
import sys
import warnings
from pathlib import Path

import pandas as pd

from milbalance.ingest import folders
from milbalance.tables import load

warnings.simplefilter("ignore")
load.shipped()
for path in folders.find(map(Path, sys.argv[1:])).paths:
    if path.suffix == ".xlsx":
        pd.read_excel(path, sheet_name=None, header=None)
    if path.suffix == ".csv":
        lines = path.read_text(encoding="latin-1").splitlines()
        widest = max(range(min(len(lines), 20)), key=lambda at: lines[at].count(","))
        pd.read_csv(io.StringIO("\\n".join(lines[widest:])), on_bad_lines="skip", low_memory=False)
"""


def run(code: str, folders: list[str], cache: str) -> tuple[float, float, str]:
    """Wall and processor seconds of a fresh process and its workers, and what it prints."""
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "run.py"  # a file, which other processes can read again
        script.write_text(code, encoding="utf-8")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, str(script), *folders]
        environment = os.environ | {"MILBALANCE_CACHE": cache}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used, done.stdout.strip()


def main() -> None:
    """Print the three runs and their ratios."""
    folders = sys.argv[1:]
    if not folders:
        sys.exit("name folders of official files")
    with tempfile.TemporaryDirectory() as cache:
        plain = run(PANDAS, folders, cache)
        first, second = run(OURS, folders, cache), run(OURS, folders, cache)
    print(first[2])
    print(f"plain pandas, values alone    {plain[0]:6.2f} s, {plain[1]:6.2f} s of processor")
    for name, (wall, used, _) in {"first run": first, "second run": second}.items():
        print(f"{name:<28}  {wall:6.2f} s, {used:6.2f} s of processor, {used / plain[1]:.2f} of pandas")


if __name__ == "__main__":
    main()
