"""Rows that cannot be read are left out, counted and named; too many of them refuse the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import exports
from milbalance.cli import app
from milbalance.errors import Fault
from milbalance.ingest import left_out, text, wdi
from milbalance.ingest.cells import Column


def made(rows: int, odd: int) -> text.Table:
    """A table of one column of numbers, the last so many of which are words."""
    cells = ["7"] * (rows - odd) + ["many"] * odd
    return text.table("a.csv", "\n".join(["n", *cells, ""]), "a table", lambda cells: cells == ["n"])


def total(table: text.Table) -> float:
    return float(Column(table, "n", [record[0] for record in table.records]).numbers().sum())


def test_a_tenth_of_the_rows_may_be_left_out_or_five_and_never_half() -> None:
    for rows, most in ((1, 0), (2, 0), (3, 1), (8, 3), (11, 5), (50, 5), (59, 5), (1000, 100)):
        assert left_out.most(rows) == most
        found, faults = left_out.reading(made(rows, most), total, strict=False)
        assert found == 7 * (rows - most)
        assert [fault.line for fault in faults] == list(range(rows - most + 2, rows + 2))
        table = made(rows, most + 1)
        refused = partial(left_out.reading, table, total, strict=False)
        said = exports.refusal(refused).splitlines()
        head = (
            f"a.csv:1:-: found {most + 1:,} of {rows:,} rows that cannot be read; wanted at most {most:,} of them"
        )
        assert (said[0], len(said)) == (head, 1 + min(most + 1, 5))
        assert said[1].startswith(f"a.csv:{rows - most + 1}:n: found 'many'")


def odd_rows(read: Callable[[text.Table], Any], *rows: str) -> tuple[Any, list[int]]:
    """What is made of twenty good rows of two numbers and some others, and the lines left out."""
    lines = ["n,m", *(f"{n},1" for n in range(20)), *rows, ""]
    table = text.table("a.csv", "\n".join(lines), "a table", lambda cells: cells == ["n", "m"])
    found, faults = left_out.reading(table, read, strict=False)
    return found, [fault.line for fault in faults]


def test_the_limit_counts_the_rows_of_all_faults_once() -> None:
    """A row that is odd in two columns is one; rows that are odd in different columns add up."""

    def read(table: text.Table) -> int:
        columns = zip(*table.records, strict=True)
        return min(len(Column(table, "c", list(cells)).numbers()) for cells in columns)

    assert odd_rows(read, "x,1", "1,x", "x,x") == (20, [22, 23, 24])


def test_rows_of_one_key_are_left_out_unless_they_are_equal() -> None:
    """Which of two rows is right nobody knows; a row that was doubled is there once."""

    def read(table: text.Table) -> list[str]:
        text.refuse_twice(table, [record[0] for record in table.records], "n")
        return [record[0] for record in table.records]

    assert odd_rows(read, "5,1", "7,2") == ([str(n) for n in range(20) if n != 7], [9, 22, 23])


def test_a_report_names_what_was_left_out_and_the_option_refuses_it(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "API.csv", exports.wdi_text().replace("9829800.5", "many"))
    found = wdi.read(path)
    assert found.report.left_out == (
        Fault("API.csv", 8, "1993", "'many'", "a number from zero up, with a point for decimals"),
    )
    assert "ARM" not in set(found.rows["place"])
    assert "CIV" in set(found.rows["place"])
    done = CliRunner().invoke(app, ["import", "wdi", str(path)])
    assert done.exit_code == 0
    assert "left out, cannot be read: 1 row (--strict refuses such a file)" in done.stderr
    assert "left out: API.csv:8:1993: found 'many'; wanted a number from zero up" in done.stderr
    done = CliRunner().invoke(app, ["import", "wdi", str(path), "--strict"])
    assert done.exit_code == 2
    assert done.stderr.startswith("API.csv:8:1993: found 'many'")
    assert not done.stdout
