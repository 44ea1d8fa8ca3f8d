"""Time for whatever text is read: in proportion to its length, never with its square."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import exports
import growth
from milbalance.ingest import cells, names, sipri_release, text, tiv_tables, transfers

SOURCE = "sipri-transfers-2026-03"


def above(line: str) -> text.Table:
    """A table under one line."""
    return text.Table("a.csv", (line,), 2, (), [], [], True)


def register(content: str) -> object:
    made = text.table("a.csv", ",".join(exports.DEAL_HEADER) + "\n" + content, "a register", transfers.is_header)
    return transfers.register(made, source_id=SOURCE, strict=True)


DEAL = exports.DEALS[1]
# Each of these took the square of its length or worse: what is read, and an input that is made for it.
WORK: dict[str, tuple[Callable[[str], object], Callable[[int], str]]] = {
    "a title of many sides": (
        lambda line: sipri_release.sides(above(line)),
        lambda size: "conventional arms from " + "a to b " * size,
    ),
    "a title of many points": (
        lambda line: sipri_release.sides(above(line)),
        lambda size: "conventional arms from a to b" + " . " * size,
    ),
    "a day of many blanks": (lambda line: sipri_release.stamp([line]), lambda size: "generated:" + " " * size),
    "years of delivery": (register, lambda size: DEAL.replace("2016", "2016; " * size + "2016") + "\n"),
    "one endless number": (register, lambda size: DEAL.replace("2016", "2" * size) + "\n"),
    "a comment of many lines": (
        register,
        lambda size: DEAL.replace(",2.5,", ",").rpartition(",")[0].rpartition(",")[0] + "\n" * size,
    ),
    "a column name of points": (transfers._NAMELESS.fullmatch, lambda size: "x" + "." * size + "!"),
    "a name of many accents": (names.fold, lambda size: "a" + "\u0301\u0323" * size),
    "a name that unfolds": (names.fold, lambda size: "\ufdfa" * size),
    "a title of a table": (
        tiv_tables._TITLE.fullmatch,
        lambda size: "TIV of arms exports from " + ", 2000-" * size,
    ),
    "a closing line": (tiv_tables._CLOSING.fullmatch, lambda size: "total exports from " * size),
    "a number": (cells.number, lambda size: "1" * size + "e" * size),
    "a number in groups": (cells.number, lambda size: "1" + ",123" * size + "x"),
    "columns of one year": (
        lambda names: cells.year_columns(
            text.Table("a.csv", (), 1, tuple(names.split()), [], [], True), tiv_tables._OTHERS
        ),
        lambda size: " ".join(f"2000.{0:0{at % 40 + 1}}" for at in range(size)),
    ),
    "columns of one name": (
        lambda names: text.columns(text.Table("a.csv", (), 1, tuple(names.split()), [], [], True)),
        lambda size: " ".join(map(str, range(size))),
    ),
}


def test_what_is_read_takes_time_in_proportion() -> None:
    def told(work: Callable[[str], object], made: str) -> None:
        with suppress(Exception):  # only the time counts, whether the input is refused or not
            work(made)

    for work, make in WORK.values():
        growth.linear(partial(told, work), make)


def test_a_crafted_register_is_read_at_once(tmp_path: Path) -> None:
    """A hundred thousand letters in the title, in the years and in a name at once."""
    title = ["conventional arms from " + "a to " * 20_000 + " . " * 20_000]
    row = DEAL.replace("2016", "2016; " * 20_000 + "2016").replace("Israel", "\ufdfa" * 20_000)
    found = transfers.read(exports.deals(tmp_path / "a.csv", [row], above=title, encoding="utf-8"))
    assert found.rows["last_year"].tolist() == [2016]
