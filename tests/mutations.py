"""Damage to files, seeded: what downloads, editors, spreadsheets and bad luck do to them."""

from __future__ import annotations

import codecs
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest.report import Imported

Mutation = Callable[[bytes, random.Random], bytes]


def _at(raw: bytes, chance: random.Random) -> int:
    return chance.randrange(len(raw))


def flip_byte(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]


def change_digit(raw: bytes, chance: random.Random) -> bytes:
    places = [at for at in (_at(raw, chance) for _ in range(400)) if raw[at : at + 1].isdigit()]
    at = places[0] if places else 0
    return raw[:at] + str(chance.randrange(10)).encode() + raw[at + 1 :]


def drop_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = _at(raw, chance)
    return raw[:at] + raw[at + chance.randrange(1, 40) :]


def truncate(raw: bytes, chance: random.Random) -> bytes:
    return raw[: _at(raw, chance)]


def insert(raw: bytes, chance: random.Random) -> bytes:
    what = chance.choice(
        [b'"', b",", b"\n", b"\r", b"\0", b";", b"\t", b"\xff", b"\xc3", b"'", b"1", b"-", b" ", b"."]
    )
    at = _at(raw, chance)
    return raw[:at] + what + raw[at:]


def drop_line(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def repeat_line(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join([*lines[: at + 1], lines[at], *lines[at + 1 :]])


def swap_lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def lines_above(raw: bytes, chance: random.Random) -> bytes:
    return b"A line, more\n" * chance.randrange(1, 30) + raw


def swap_columns(raw: bytes, chance: random.Random) -> bytes:
    lines = [line.split(b",") for line in raw.splitlines()]
    width = max(map(len, lines))
    one, two = chance.randrange(width), chance.randrange(width)
    for line in lines:
        if len(line) == width:
            line[one], line[two] = line[two], line[one]
    return b"".join(b",".join(line) + b"\n" for line in lines)


def as_utf16(raw: bytes, chance: random.Random) -> bytes:
    mark = codecs.BOM_UTF16_LE if chance.random() < 0.5 else b""
    return mark + raw.decode("latin-1").encode("utf-16-le")


def mark_of_utf8(raw: bytes, chance: random.Random) -> bytes:
    return codecs.BOM_UTF8 + raw


def windows_ends(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\n", b"\r\n")


def no_last_end(raw: bytes, chance: random.Random) -> bytes:
    return raw.rstrip(b"\r\n")


def rubbish_after(raw: bytes, chance: random.Random) -> bytes:
    return raw + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 200)))


ALL: list[Mutation] = [
    flip_byte,
    change_digit,
    drop_bytes,
    truncate,
    insert,
    drop_line,
    repeat_line,
    swap_lines,
    lines_above,
    swap_columns,
    as_utf16,
    mark_of_utf8,
    windows_ends,
    no_last_end,
    rubbish_after,
]


# How often each kind of damage is tried: a few times in every run, and as often as one likes before a release.
ROUNDS = int(os.environ.get("MILBALANCE_ROUNDS", "3"))
SEEDS = range(ROUNDS * len(ALL))


def mutated(raw: bytes, seed: int) -> tuple[Mutation, bytes]:
    """A mutation, and the bytes after it; every kind comes equally often."""
    mutation = ALL[seed % len(ALL)]
    return mutation, mutation(raw, random.Random(seed))


def lines_apart(before: bytes, after: bytes) -> int:
    """How many lines one has that the other has not, in both directions; line ends and encodings do not count."""

    def counted(raw: bytes) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for line in raw.removeprefix(codecs.BOM_UTF8).splitlines():
            found[line] = found.get(line, 0) + 1
        return found

    one, two = counted(before), counted(after)
    return sum(abs(one.get(line, 0) - two.get(line, 0)) for line in one.keys() | two.keys())


REFUSED = 6  # lines: how many rows cannot be read, and the first of them
SAME_TEXT = {as_utf16, mark_of_utf8, windows_ends, no_last_end, lines_above, swap_lines}


def outcomes(
    read: Callable[[Path], Imported], original: Path, columns: list[str], seeds: Iterable[int], rows_a_line: int = 1
) -> Counter[str]:
    """Read damaged copies of a file: what the damage did not touch is as it was, or a few lines refuse the copy.

    `columns` are compared, as many rows may differ as the changed lines hold. Any other error is a failure.
    """
    before = original.read_bytes()
    wanted = counted(read(original).rows, columns)
    path = original.with_name(f"damaged{original.suffix}")
    ends: Counter[str] = Counter()
    for seed in seeds:
        kind, after = mutated(before, seed)
        path.write_bytes(after)
        try:
            found = counted(read(path).rows, columns)
        except MilbalanceError as error:
            assert len(str(error).splitlines()) <= REFUSED, f"{kind.__name__}, seed {seed}: {error}"
            ends["refused"] += 1
            continue
        unquoted_columns = kind is swap_columns and b'"' not in before
        lines = 0 if kind in SAME_TEXT or unquoted_columns else lines_apart(before, after)
        apart = sum((wanted - found).values()) + sum((found - wanted).values())
        assert apart <= rows_a_line * lines, f"{kind.__name__}, seed {seed}: {lines} lines differ, {apart} rows"
        ends["same"] += 1
    return ends


def counted(rows: pd.DataFrame, columns: list[str]) -> Counter[tuple[object, ...]]:
    """Rows by what they hold, so that their order does not count."""
    plain = rows[columns].astype("object").where(rows[columns].notna(), None)
    return Counter(plain.itertuples(index=False, name=None))
