"""Damage to files, seeded: what downloads, editors, spreadsheets and bad luck do to them."""

from __future__ import annotations

import codecs
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

import exports
from milbalance.errors import MilbalanceError
from milbalance.ingest.report import Imported

Mutation = Callable[[bytes, random.Random], bytes]


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


def somewhere(what: Callable[[random.Random], bytes], until: Callable[[random.Random], int]) -> Mutation:
    """Put bytes in place of some (of none, to insert) at a place drawn at random."""

    def mutation(raw: bytes, chance: random.Random) -> bytes:
        at = chance.randrange(len(raw))
        return raw[:at] + what(chance) + raw[at + until(chance) :]

    return mutation


def change_digit(raw: bytes, chance: random.Random) -> bytes:
    places = [at for at in (chance.randrange(len(raw)) for _ in range(400)) if raw[at : at + 1].isdigit()]
    at = places[0] if places else 0
    return raw[:at] + str(chance.randrange(10)).encode() + raw[at + 1 :]


PIECES = [b'"', b",", b"\n", b"\r", b"\0", b";", b"\t", b"\xff", b"\xc3", b"'", b"1", b"-", b" ", b"."]
# Damage after which every row is as it was, if the file is taken at all.
SAME_TEXT: dict[str, Mutation] = {
    "lines above": lambda raw, chance: b"A line, more\n" * chance.randrange(1, 30) + raw,
    "two lines exchanged": swap_lines,
    "UTF-16": as_utf16,
    "a mark of UTF-8": lambda raw, _: codecs.BOM_UTF8 + raw,
    "line ends of Windows": lambda raw, _: raw.replace(b"\n", b"\r\n"),
    "no last line end": lambda raw, _: raw.rstrip(b"\r\n"),
}
KINDS: dict[str, Mutation] = {
    "a byte": somewhere(lambda chance: bytes([chance.randrange(256)]), lambda _: 1),
    "a digit": change_digit,
    "bytes lost": somewhere(lambda _: b"", lambda chance: chance.randrange(1, 40)),
    "cut off": lambda raw, chance: raw[: chance.randrange(len(raw))],
    "a byte put in": somewhere(lambda chance: chance.choice(PIECES), lambda _: 0),
    "a line lost": drop_line,
    "a line twice": repeat_line,
    "two columns exchanged": swap_columns,
    "rubbish after": lambda raw, chance: raw + bytes(chance.choices(range(256), k=chance.randrange(1, 200))),
    **SAME_TEXT,
}


# How often each kind of damage is tried: a few times in every run, and as often as one likes before a release.
ROUNDS = int(os.environ.get("MILBALANCE_ROUNDS", "3"))
SEEDS = range(ROUNDS * len(KINDS))
GENUINE = range(max(1, ROUNDS - 2) * len(KINDS))  # of a genuine file, which is large: the made ones are tried often


def kind(seed: int) -> str:
    """Which damage a seed stands for; every kind comes equally often."""
    return list(KINDS)[seed % len(KINDS)]


def lines_apart(before: bytes, after: bytes) -> int:
    """How many lines one has that the other has not, in both directions; line ends and encodings do not count."""

    one, two = (Counter(raw.removeprefix(codecs.BOM_UTF8).splitlines()) for raw in (before, after))
    return (one - two).total() + (two - one).total()


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
        what = kind(seed)
        after = KINDS[what](before, random.Random(seed))
        path.write_bytes(after)
        try:
            found = counted(read(path).rows, columns)
        except MilbalanceError as error:
            assert len(str(error).splitlines()) <= exports.REFUSED, f"{what}, seed {seed}: {error}"
            ends["refused"] += 1
            continue
        moved = what == "two columns exchanged" and b'"' not in before
        lines = 0 if what in SAME_TEXT or moved else lines_apart(before, after)
        apart = (wanted - found).total() + (found - wanted).total()
        assert apart <= rows_a_line * lines, f"{what}, seed {seed}: {lines} lines differ, {apart} rows"
        ends["same"] += 1
    return ends


def counted(rows: pd.DataFrame, columns: list[str]) -> Counter[tuple[object, ...]]:
    """Rows by what they hold, so that their order does not count."""
    plain = rows[columns].astype("object").where(rows[columns].notna(), None)
    return Counter(plain.itertuples(index=False, name=None))
