"""Files from elsewhere are bounded: size, sort, lines, and what a zip expands to, whatever its headers say."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import workbooks
from exports import unrefused
from milbalance.ingest import book, bounded, text
from workbooks import Package

WANTED = "a thing that was asked for"
MEGABYTE = 1_000_000
Action = Callable[[], object]


@contextmanager
def within(limit: int) -> Iterator[None]:
    """Hold what is allocated inside to a limit in bytes."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


def refused(action: Action, words: str) -> None:
    assert not unrefused([(action, words)], 1)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return buffer.getvalue()


# Sizes and sorts.


def test_contents_are_the_bytes_of_a_file_of_some_size(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"place,year\n")
    assert bounded.contents(path, WANTED) == bounded.contents(path, WANTED, limit=11) == b"place,year\n"
    said = "a.csv:1:-: found more than 10 bytes; wanted a thing that was asked for"
    cases = [
        (partial(bounded.contents, path, WANTED, limit=10), said),
        (partial(bounded.contents, tmp_path / "b.csv", WANTED), "found no such file"),
        (partial(bounded.contents, tmp_path, WANTED), "found a folder"),
        (partial(bounded.refuse, path, "a\nb\x1b[31m", WANTED), "found a b [31m; wanted"),
    ]
    assert not unrefused(cases, 1)


def test_the_sort_of_a_file_is_told_by_its_content() -> None:
    cases = [
        (b"place,year\n", "text"),
        (b"", "empty"),
        (b" \r\n", "empty"),
        (zipped(data=b"x"), "zip"),
        (zipped(), "zip"),
        (zipped(**{"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "workbook"),
        # The first member of such a file is its type, not compressed.
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
        (b"%PDF-1.7", "pdf"),
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML>", "html"),
        ("place".encode("utf-16"), "text"),
    ]
    assert [bounded.sort_of(raw) for raw, _ in cases] == [sort for _, sort in cases]


def test_text_is_no_archive_and_has_no_endless_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"

    def read(raw: bytes) -> text.Table:
        path.write_bytes(raw)
        return text.read(path, WANTED, lambda cells: cells == ["a"])

    archive, long = zipped(**{"xl/workbook.xml": b"<a/>"}), b"x" * bounded.MAX_LINE
    assert not unrefused([
        (partial(read, archive), "found an Excel workbook; wanted a thing that was asked for (text)"),
        (partial(read, b"a\nb\n" + long + b"y\nc"), "a.csv:3:-: found more than 1,000,000 bytes in one line"),
    ], 1)  # fmt: skip
    assert len(bounded.contents(path, WANTED)) == bounded.MAX_LINE + 7
    bounded.check_lines(path, b"a\n" + long + b"\n" + long)


# Zips.


def opened(raw: bytes) -> zipfile.ZipFile:
    return bounded.archive(Path("a.zip"), raw, WANTED)


def member(raw: bytes, name: str = "data") -> bytes:
    return bounded.member(Path("a.zip"), opened(raw), name)


def lie(raw: bytes, size: int) -> bytes:
    """The same zip with another size in both headers of its one member."""
    patched = bytearray(raw)
    for place in (raw.index(b"PK\x03\x04") + 22, raw.index(b"PK\x01\x02") + 24):
        patched[place : place + 4] = struct.pack("<I", size)
    return bytes(patched)


def test_zips_are_read_whole_or_refused_before_they_expand() -> None:
    assert member(zipped(one=b"1" * 700_000, two=b"2"), "one") == b"1" * 700_000
    opened(zipped(blank=bytes(MEGABYTE // 2)))
    bomb = zipped(**{f"part{i}": bytes(30 * MEGABYTE) for i in range(10)})
    assert len(bomb) < MEGABYTE
    honest = zipped(data=bytes(range(256)) * 400)
    said = "members that expand to 300,000,000 bytes; wanted at most 200,000,000"
    with within(2 * MEGABYTE):
        refused(partial(opened, bomb), said)
    blank = zipped(blank=bytes(2 * MEGABYTE))
    with within(MEGABYTE):
        lies = [(partial(member, lie(honest, size)), "the member 'data'") for size in (10, 200_000)]
        assert not unrefused(lies, 1)
    doubled = io.BytesIO()
    with zipfile.ZipFile(doubled, "w") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("data", b"1")
        file.writestr("data", b"2")
    cases = [
        (blank, "the member 'blank' expands over 200 times"),
        (doubled.getvalue(), "2 members called 'data'"),
        (b"PK\x03\x04", "a broken zip archive"),
        (b"PK\x03\x04" + bytes(100), "a broken zip archive"),
        (zipped(data=b"x" * 5000)[:-30], "a broken zip archive"),
    ]
    assert not unrefused(((partial(opened, raw), words) for raw, words in cases), 1)


# Workbooks.


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbooks.make(tmp_path_factory.mktemp("made") / "a.xlsx", "data to 2024").path


def read(path: Path) -> None:
    opened = book.Book(path, WANTED)
    for sheet in opened.sheets:
        for _, cells in opened.rows(sheet):
            for cell in cells:
                opened.colour(cell["style_id"])


SHEET = "Per capita"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">'


def spoilt(workbook: Path, part: str, edit: Callable[[bytes], bytes] | None) -> Action:
    """Read the workbook with a part (or a sheet, by its name) edited, or without it."""
    package = Package(workbook)
    name = package.sheets.get(part, part)
    content = package.parts.pop(name)
    if edit:
        package.parts[name] = edit(content)
        assert package.parts[name] != content
    return partial(read, package.save(workbook.with_name("b.xlsx")))


def prolog(content: bytes, text: bytes = ENTITIES) -> bytes:
    declaration, mark, rest = content.rpartition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
    return declaration + mark + text + rest


def as_utf_16(content: bytes) -> bytes:
    return prolog(content).decode().replace("utf-8", "utf-16").replace("UTF-8", "utf-16").encode("utf-16")


def many(filler: bytes, before: bytes, row: tuple[bytes, bytes] = (b"", b"")) -> Callable[[bytes], bytes]:
    """A part with 700,000 tags more; different attributes keep the ratio low: it is the tags that are counted."""
    tags = b"".join(b'%s r="%x"/>' % (filler, i * 2654435761 % 2**32) for i in range(700_000))
    return lambda content: content.replace(before, row[0] + tags + row[1] + before, 1)


def test_a_made_workbook_is_read_and_spoilt_ones_are_refused(workbook: Path) -> None:
    read(workbook)
    dtd = "a document type or entities in "
    cases: list[tuple[str, Callable[[bytes], bytes] | None, str]] = [
        (
            SHEET,
            lambda content: content.replace(b'<c r="D9"', b'<c r="D9" s="999"'),
            "a broken workbook (IndexError",
        ),
        (
            "xl/workbook.xml",
            lambda content: content.replace(b'"Per capita"', b'"Share of GDP"'),
            "two sheets of one",
        ),
        (SHEET, as_utf_16, dtd),
        *((part, None, "b.xlsx") for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")),
        *(
            (part, partial(prolog, text=text), f"{dtd}'{Package(workbook).sheets.get(part, part)}'")
            for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")
            for text in (ENTITIES, OUTSIDE)
        ),
    ]
    actions = ((spoilt(workbook, part, edit), words) for part, edit, words in cases)
    with within(30 * MEGABYTE):
        assert not unrefused(actions, 1)


def test_a_bomb_inside_a_workbook_is_refused(workbook: Path) -> None:
    bomb = spoilt(workbook, SHEET, lambda content: content.replace(b"<sheetData>", b" " * 70 * MEGABYTE + b"<s>"))
    with within(5 * MEGABYTE):
        refused(bomb, "expand")
    for part, edit in (
        (SHEET, many(b"<c", b"<row ", (b"<row>", b"</row>"))),
        ("xl/styles.xml", many(b"<xf", b"<cellXfs")),
    ):
        action = spoilt(workbook, part, edit)
        with within(100 * MEGABYTE):
            refused(action, "tags in")


def prefixed(content: bytes) -> bytes:
    marked = re.sub(rb"(</?)(?=[a-zA-Z])", rb"\1x:", content[content.index(b"<worksheet") :])
    return marked.replace(b" xmlns=", b" xmlns:x=")


def test_a_formula_is_seen_however_the_part_is_written(workbook: Path, tmp_path: Path) -> None:
    def utf_16(content: bytes) -> bytes:
        return content[content.index(b"<worksheet") :].decode().encode("utf-16")

    for written in (bytes, utf_16, prefixed):
        package = Package(workbook)
        name = package.sheets[SHEET]
        package.parts[name] = written(package.parts[name].replace(b"<v>0", b"<f>1+1</f><v>0", 1))
        opened = book.Book(package.save(tmp_path / "b.xlsx"), WANTED)
        assert [cell["value"] for _, cells in opened.rows(SHEET) for cell in cells if cell["data_type"] == "f"]


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(data=b"x"))
    refused(partial(read, path), "found a zip archive; wanted a thing that was asked for (an Excel workbook)")
