"""Two hundred damaged articles: each is answered right, or refused by file, line and column; never a traceback."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from milbalance.articles import asked
from milbalance.cli.article import article as app  # alone it is quicker to make than all commands

RUNNER = CliRunner()
ARTICLE = """\
title: Two neighbours
publisher: A newspaper
published: 2024-05-31
url: https://example.org/neighbours
cites: SIPRI
"""
COLUMNS = [*("claim_id", "words", "statement", "measure"), *asked.COLUMNS, *("relation", "stated", "unit", "note")]
ROWS = [
    "level,20.4 billion,Turkey spent 20.4 billion dollars.,spending.level,TUR,,2019,,is,20.4,billion US dollars,",
    "small,over 600,Armenia spent over 600 million.,spending.level,ARM,,2020,,over,600,million US dollars,a",
    "record,the most since,No year since 2009 was higher.,spending.record,AZE,2009,2019,level,yes,,,",
]
Files = dict[str, bytes]
Mutation = Callable[[Files, random.Random], None]
HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "@SUM(1)",
    "-2+3",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[bold red]x[/bold red] [link=http://example.org]y[/link]",
    "{{ 7*7 }} {% raw %} ${x} %s {0}",
    "\\x1b[31m \\u202e \\n",
    "'; DROP TABLE claims; --",
    "مرحبا 数字 Ñ 💥",
)
CONTROLS = ("\x1b[2J", "\x1b]0;x\x07", "\x00", "\x08\x08", "\r", "\x7f", "\u202e", "\u2066", "\x9b31m", "\u2028")


def rows_of(files: Files) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files["claims.csv"].decode(), newline="")))


def put(files: Files, rows: list[list[str]], quoting: Any = csv.QUOTE_MINIMAL) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    files["claims.csv"] = out.getvalue().encode()


def cell(column: str, *texts: str) -> Mutation:
    """Another text in the cell of a column, in a row drawn at random."""

    def mutation(files: Files, chance: random.Random) -> None:
        rows = rows_of(files)
        rows[chance.randrange(1, len(rows))][COLUMNS.index(column)] = chance.choice(texts)
        put(files, rows)

    return mutation


def any_cell(texts: tuple[str, ...], columns: tuple[str, ...] = tuple(COLUMNS), whole: bool = True) -> Mutation:
    """A text in place of a cell, or after it."""

    def mutation(files: Files, chance: random.Random) -> None:
        rows, at = rows_of(files), COLUMNS.index(chance.choice(columns))
        row = rows[chance.randrange(1, len(rows))]
        row[at] = ("" if whole else row[at]) + chance.choice(texts)
        put(files, rows)

    return mutation


def swapped_cells(files: Files, chance: random.Random) -> None:
    rows = rows_of(files)
    row = rows[chance.randrange(1, len(rows))]
    one, two = chance.sample(range(len(row)), 2)
    row[one], row[two] = row[two], row[one]
    put(files, rows)


def swapped_columns(files: Files, chance: random.Random) -> None:
    rows = rows_of(files)
    order = chance.sample(range(len(COLUMNS)), len(COLUMNS))
    put(files, [[row[at] for at in order] for row in rows])


def swapped_rows(files: Files, chance: random.Random) -> None:
    header, *rows = rows_of(files)
    put(files, [header, *chance.sample(rows, len(rows))])


def spaces(files: Files, chance: random.Random) -> None:
    header, *rows = rows_of(files)
    put(files, [header, *([f" {cell} " for cell in row] for row in rows)])


def no_column(files: Files, chance: random.Random) -> None:
    at = COLUMNS.index(chance.choice([name for name in COLUMNS if name not in ("words", "note")]))
    put(files, [row[:at] + row[at + 1 :] for row in rows_of(files)])


def column_twice(files: Files, chance: random.Random) -> None:
    at = chance.randrange(len(COLUMNS))
    put(files, [[*row, row[at]] for row in rows_of(files)])


def row_twice(files: Files, chance: random.Random) -> None:
    rows = rows_of(files)
    put(files, [*rows, rows[chance.randrange(1, len(rows))]])


def short_row(files: Files, chance: random.Random) -> None:
    rows = rows_of(files)
    del rows[chance.randrange(1, len(rows))][-chance.randrange(1, 5) :]
    put(files, rows)


def raw(name: str, what: Callable[[bytes, random.Random], bytes]) -> Mutation:
    def mutation(files: Files, chance: random.Random) -> None:
        files[name] = what(files[name], chance)

    return mutation


def somewhere(*pieces: bytes) -> Callable[[bytes, random.Random], bytes]:
    def put_in(text: bytes, chance: random.Random) -> bytes:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice(pieces) + text[at + chance.randrange(3) :]

    return put_in


def line_of(key: str, *lines: str) -> Callable[[bytes, random.Random], bytes]:
    """Another line of article.yml in place of that of a key."""

    def put_in(text: bytes, chance: random.Random) -> bytes:
        return re.sub(rf"(?m)^{key}:.*$".encode(), lambda _: chance.choice(lines).encode(), text)

    return put_in


def each(name: str, make: Callable[[str], Mutation], *texts: str) -> dict[str, Mutation]:
    """A mutation for every text."""
    return {f"{name}: {number}": make(text) for number, text in enumerate(texts)}


def cells(column: str, *texts: str) -> dict[str, Mutation]:
    return each(column, lambda text: cell(column, text), *texts)


def lines(key: str, *texts: str) -> dict[str, Mutation]:
    return each(f"article.yml, {key}", lambda text: raw("article.yml", line_of(key, text)), *texts)


def bytes_in(name: str, *pieces: bytes, times: int = 1) -> dict[str, Mutation]:
    """Bytes at places drawn at random."""
    return {
        f"{piece!r} in {name}: {time}": raw(name, somewhere(piece)) for piece in pieces for time in range(times)
    }


def hostile(text: str) -> Mutation:
    """A text in the columns that are for readers; in words as many of it as are allowed."""

    def mutation(files: Files, chance: random.Random) -> None:
        rows = rows_of(files)
        row = rows[chance.randrange(1, len(rows))]
        row[1], row[2], row[-1] = " ".join(text.split()[:8]), text, text
        put(files, rows)

    return mutation


NO_UTF8 = (b"\xff", b"\xc3(", b"\xfe\xff", b"\xed\xa0\x80")
# Damage that cannot change an answer: every statement is answered as before.
SAME: dict[str, Mutation] = {
    "columns in another order": swapped_columns,
    "rows in another order": swapped_rows,
    "every cell quoted": lambda files, _: put(files, rows_of(files), csv.QUOTE_ALL),
    "spaces around cells": spaces,
    "a mark of UTF-8": raw("claims.csv", lambda text, _: b"\xef\xbb\xbf" + text),
    "line ends of Windows": raw("claims.csv", lambda text, _: text.replace(b"\n", b"\r\n")),
    "no last line end": raw("claims.csv", lambda text, _: text.rstrip(b"\n")),
    "an empty line at the end": raw("claims.csv", lambda text, _: text + b"\n"),
    **each("hostile words", hostile, *HOSTILE),
    **lines("title", *(f"title: {json.dumps(text, ensure_ascii=False)}" for text in HOSTILE)),
    "a remark": raw("article.yml", lambda text, _: b"# remark\n" + text + b"# another\n"),
}
# Damage that must be seen: refused, with the place.
REFUSED: dict[str, Mutation] = {
    "a column gone": no_column,
    "a column twice": column_twice,
    "a row twice": row_twice,
    "cells gone": short_row,
    **cells("place", "Atlantis", "TURR", "TU", "", "TUR;GEO", "NULL", HOSTILE[0]),
    **cells("years", "20", "2019-2018", "in 2019", "", "2019.5", "2019-", "99999", "2019-13-40"),
    **cells("relation", "equals", "IS", "", "=", "most"),
    **cells("measure", "spending.levle", "spending", "__import__", "none", "../x", "=1"),
    **cells("claim_id", "", "Big", "../up", "a b", "x" * 3000, "-", "a/b", "=1"),
    **cells("other", "GEO", "Atlantis"),
    **{
        f"level, {text}": raw("claims.csv", lambda raw, _, text=text: raw.replace(b",20.4,", f",{text},".encode()))
        for text in ("nan", "1" * 400, "½", ".", "many", "=1+1", "", '"20,4"')
    },
    **{
        f"level in {text}": raw(
            "claims.csv", lambda raw, _, text=text: raw.replace(b"20.4,billion US dollars", f"20.4,{text}".encode())
        )
        for text in ("", "billion euros", "per cent", "persons", "times", "billion TIV", "tanks")
    },
    **each("control", lambda text: any_cell((f"{text}x",), whole=False), *CONTROLS),
    **each("huge", lambda text: any_cell((text,)), "x" * 2001, "9" * 70_000, "x," * 100_000),
    **bytes_in("claims.csv", *NO_UTF8, times=4),
    **bytes_in("article.yml", *NO_UTF8, times=4),
    "UTF-16": raw("claims.csv", lambda text, _: text.decode().encode("utf-16")),
    "an open quotation mark": raw("claims.csv", lambda text, _: text.replace(b"level,", b'level,"', 1)),
    "nothing": raw("claims.csv", lambda text, _: b""),
    "a header alone": raw("claims.csv", lambda text, _: text.splitlines()[0] + b"\n"),
    **lines(
        "published",
        *("published: 2024-13-01", "published: 2024-02-30", "published: 2024-00", "published: May 2024"),
        *("published: 0000", "published:", "published: []", "published: 2024.5", "publishd: 2024", ""),
    ),
    **lines("title", "title: [a", "title: {a: 1}", "title: 3", "", "title: !!x y", "title: a: b", "\ttitle: a"),
    **lines("url", r'url: "\e[31mred"', r'url: "a\0"', 'url: "\u202eb"', "url: \x1b[0m", r'"\e": a', "author: x"),
}
# Damage after which the file may be right or wrong, but no other statement may change.
EITHER: dict[str, Mutation] = {
    **{f"cells exchanged {number}": swapped_cells for number in range(6)},
    **{f"a cell emptied {number}": any_cell(("",)) for number in range(6)},
    **cells("stated", "0", "-1", "1e5", "1,2,3", "٣", "inf", "half", "1" * 300),
    **cells("unit", "kroner", "million US dollars", "times", "=1", "per cent", "persons"),
    **cells("place", "GEO", "World", "NATO", "tur", "XKX", "UNKNOWN", "Asia and Oceania"),
    **cells("years", "1948", "2999", "1000", "2019–2020", "2030", "2019-2019", "2019; 2020", "٢٠١٩"),
    **cells("relation", "no", "set", "rank", "half", "between", "under"),
    **cells("measure", "spending.rank", "arms.imports", "personnel.level", "published", "days", "rate"),
    **cells("item", "5", "share_gdp >= 2", "real", "except GBR", "x" * 100, "=1", "fell"),
    **bytes_in("claims.csv", b'"', b",", b"\n", b";", b"0", b"-", b" ", b"="),
    **bytes_in("article.yml", b'"', b":", b"\n", b"- ", b"#", b"&a", b"*a", b"!", b"%"),
}
FAULT = re.compile(r"(claims\.csv|article\.yml):\d+:[^:]+: found .+; wanted .+")
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
Answers = dict[str, dict[str, Any]]


def checked(folder: Path, files: Files) -> tuple[int, str, str, BaseException | None]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text)
    done = RUNNER.invoke(app, ["check", str(folder), "--json"])
    return done.exit_code, done.stdout, done.stderr, done.exception


def whole() -> Files:
    return {"article.yml": ARTICLE.encode(), "claims.csv": "\n".join([",".join(COLUMNS), *ROWS, ""]).encode()}


def told(rows: str) -> Answers:
    """The answers by id, without the words that a mutation may change."""
    words = ("words", "statement", "sentence")
    return {row["claim_id"]: {k: v for k, v in row.items() if k not in words} for row in json.loads(rows)}


def wrong_with(kind: str, mutated: Files, folder: Path, before: Answers) -> str:
    """What is wrong with the answer to a mutant; empty if nothing is."""
    code, out, err, error = checked(folder, mutated)
    if code not in (0, 1, 2) or not isinstance(error, SystemExit | None) or "Traceback" in out + err:
        return f"exit code {code}, {error!r}"
    if UNSAFE.search(err) or UNSAFE.search(out):
        return "control characters in what is printed"
    if code == 2:
        lines = err.splitlines()
        loose = [line for line in lines if not FAULT.fullmatch(line)]
        return f"refused: {err[:300]}" if kind == "same" else f"no place: {loose[:3]}" if loose or out else ""
    if kind == "refused":
        return "answered"
    after = told(out)
    kept = sum(after.get(name) == row for name, row in before.items())
    return "" if kept >= len(before) - (kind == "either") else f"{kept} of {len(before)} answers are as before"


@pytest.mark.usefixtures("read_once")
def test_damaged_articles_are_answered_right_or_refused_with_the_place(tmp_path: Path) -> None:
    code, out, err, _ = checked(tmp_path / "whole", whole())
    assert code == 1 and not err, err
    before = told(out)
    assert len(before) == len(ROWS)
    wrong, made = [], 0
    for kind, mutations in {"same": SAME, "refused": REFUSED, "either": EITHER}.items():
        for name, mutation in mutations.items():
            mutated = whole()
            mutation(mutated, random.Random(f"{kind}, {name}"))
            made += mutated != whole()
            if found := wrong_with(kind, mutated, tmp_path / "mutant", before):
                changed = next((text for file, text in mutated.items() if text != whole()[file]), b"")
                wrong.append(f"{kind}, {name}: {found}\n    {changed[-400:]!r}")
    assert made > 200
    assert not wrong, f"{len(wrong)} of {made}\n" + "\n".join(wrong)
