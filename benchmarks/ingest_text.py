"""Measure the importers of text files: seconds and peak memory, for made registers of the size of SIPRI's.

The genuine files are measured too where their folder is named. Nothing here is asserted in a test.

Run with `python benchmarks/ingest_text.py [FOLDER OF THE ORIGINALS]`; machines are shared and noisy.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pandas as pd

from milbalance.ingest import deliveries, nmc, tiv_tables, transfers, wdi

REPEATS = 5
DEALS = 30_000
STATES = [
    "Armenia",
    "Azerbaijan",
    "India",
    "Turkiye",
    "Saudi Arabia",
    "Poland",
    "Japan",
    "Brazil",
    "Egypt",
    "Greece",
]
SELLERS = ["Russia", "Israel", "United States", "France", "Germany", "unknown supplier(s)", "China", "Italy"]
DEAL_HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    "SIPRI TIV of delivered weapons"
)
DELIVERY_HEADER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
)


def seconds(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median wall time of an action, after one run that does not count."""
    action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return median(times)


def peak(action: Callable[[], object]) -> float:
    """Most memory that an action holds at a time, in megabytes."""
    tracemalloc.start()
    action()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def made_deals(path: Path, count: int = DEALS) -> Path:
    """A register of made-up deals."""
    chance = random.Random(0)
    lines = ["Made up", "Data generated: 18 May 2026 2:29:20 PM", DEAL_HEADER]
    for number in range(count):
        first = chance.randrange(1950, 2020)
        years = "; ".join(str(year) for year in range(first, first + chance.randrange(1, 5)))
        items, unit = chance.randrange(1, 90), chance.randrange(1, 900) / 100
        lines.append(
            f"{chance.choice(STATES)},{chance.choice(SELLERS)},{first},?,{items},,Weapon-{number % 4000},"
            f"class {number % 200},{items},,{years},New,{'A comment; ' * chance.randrange(5)},"
            f"{unit},{items * unit:.2f},{items * unit:.2f}"
        )
    path.write_text("\n".join([*lines, ""]), encoding="latin-1")
    return path


def made_deliveries(path: Path, count: int = DEALS) -> Path:
    """A register of made-up deliveries."""
    chance = random.Random(0)
    lines = ["Made up", "Data generated: 18 May 2026 2:29:20 PM", DELIVERY_HEADER]
    for number in range(count):
        year = chance.randrange(1950, 2025)
        items, unit = chance.randrange(1, 90), chance.randrange(1, 900) / 100
        lines.append(
            f"{number},{chance.choice(SELLERS)},{chance.choice(STATES)},Weapon-{number % 4000},"
            f"class {number % 200},Aircraft,{year},No,{items},No,{year},No,New,{unit},{unit},{items * unit:.2f},No"
        )
    path.write_text("\n".join([*lines, ""]), encoding="ascii")
    return path


def cases(folder: Path, originals: Path | None) -> dict[str, tuple[Path, Callable[[Path], object]]]:
    """What is measured, by name: a file and what reads it."""
    deals, split = made_deals(folder / "deals.csv"), made_deliveries(folder / "deliveries.csv")
    found: dict[str, tuple[Path, Callable[[Path], object]]] = {
        "made register of 30,000 deals": (deals, transfers.read),
        "the same, spread over years": (deals, transfers.read_yearly),
        "made register of 30,000 deliveries": (split, deliveries.read),
        "the same, summed by year": (split, lambda path: deliveries.yearly(deliveries.read(path).rows)),
    }
    if originals is None:
        return found
    readers: dict[str, Callable[[Path], object]] = {
        "arms/raw/*trade-register_deals*.csv": transfers.read,
        "arms/raw/*trade-register_deliveries*.csv": lambda path: deliveries.yearly(deliveries.read(path).rows),
        "arms/raw/*totals*.csv": tiv_tables.read_totals,
        "spending/raw/wdi/API_MS.MIL.XPND.CD*.csv": wdi.read,
        "spending/raw/cow_nmc/*.csv": nmc.read,
    }
    return found | {
        path.name: (path, read) for pattern, read in readers.items() for path in sorted(originals.glob(pattern))
    }


def main(originals: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain = Path(name) / "plain.csv"
        for label, (path, read) in cases(Path(name), originals).items():
            # The same bytes through pandas alone, as a yardstick: text cells, no check, no code, no locator.
            lines = path.read_bytes().splitlines(keepends=True)
            plain.write_bytes(b"".join(line for line in lines if line.count(b",") == lines[-2].count(b",")))
            bare = seconds(lambda: pd.read_csv(plain, header=None, dtype=str, encoding="latin-1"))
            took = seconds(lambda path=path, read=read: read(path))
            most = peak(lambda path=path, read=read: read(path))
            print(f"{label[:72]:72} {took:6.2f} s  {took / bare:5.1f} x read_csv  {most:6.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
