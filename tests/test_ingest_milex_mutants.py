"""Broken copies of workbooks: each import tells the truth on what is whole, or is refused in one line."""

from __future__ import annotations

import tracemalloc
import warnings
from functools import cache
from pathlib import Path
from random import Random

import pytest

import mutations
import workbook_mutants as mutants
import workbooks
from milbalance.ingest import milex
from workbooks import Package

FIRST, LAST = 40, 20  # rows of a sheet
SEEDS = range(len(mutants.KINDS) * max(1, mutations.ROUNDS - 2))


# Two sheets of each genuine workbook, by the beginnings of their names, and of these the first and last rows:
# reading all of them takes too long here.
GENUINE = {
    "SIPRI-Milex-data-1949-2016.xlsx": ("Per capita", "Share of Govt"),
    "SIPRI-Milex-data-1949-2019.xlsx": ("Per capita", "Current"),
    "SIPRI-Milex-data-1949-2020_0.xlsx": ("Per capita", "Local currency calendar"),
    "SIPRI-Milex-data-1948-2023.xlsx": ("Per capita", "Share of GDP"),
    "SIPRI-Milex-data-1949-2024_2.xlsx": ("Per capita", "Constant"),
}


@pytest.fixture(scope="module")
def genuine(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("genuine")
    paths = []
    for name, kept in GENUINE.items():
        package = Package(shared / "spending" / "raw" / "sipri_milex" / name)
        package.keep(*(sheet for sheet in package.sheets if sheet.startswith((*kept, "Footnotes"))))
        for sheet in package.sheets:
            if sheet.startswith(kept):
                shorten(package, sheet)
        paths.append(package.save(folder / name))
    return paths


def shorten(package: Package, sheet: str) -> None:
    tree = package.tree(sheet)
    (rows,) = tree.iter(workbooks.tag("sheetData"))
    for row in list(rows)[FIRST:-LAST]:
        rows.remove(row)
    package.put(sheet, tree)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("made")
    return [workbooks.make(folder / f"{i}.xlsx", name).path for i, name in enumerate(workbooks.LAYOUTS)]


def chosen(paths: list[Path], seed: int) -> Path:
    return paths[sum(divmod(seed, len(mutants.KINDS))) % len(paths)]


@cache
def rows_of(path: Path) -> mutants.Before:
    return workbooks.found(milex.read(path).rows)


def mutant(seed: int, path: Path, folder: Path) -> mutants.Mutant:
    kind = mutants.KINDS[seed % len(mutants.KINDS)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl, asked what it makes of the mutant
        return kind(Package(path), rows_of(path), Random(seed), folder / "mutant.xlsx")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_broken_copy_is_right_or_refused(seed: int, made: list[Path], tmp_path: Path) -> None:
    path = chosen(made, seed)
    broken = mutant(seed, path, tmp_path)
    if seed < len(mutants.KINDS):
        tracemalloc.start()  # slow, and so once for each kind
    try:
        mutants.judge(broken, rows_of(path))
        assert not tracemalloc.is_tracing() or tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_broken_copy_of_a_genuine_workbook_is_right_or_refused(
    seed: int, genuine: list[Path], tmp_path: Path
) -> None:
    path = chosen(genuine, seed)
    mutants.judge(mutant(seed, path, tmp_path), rows_of(path))
