"""Files from elsewhere are bounded: size, sort, lines, and what a zip expands to, whatever its headers say."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import workbooks
from milbalance.errors import DataError
from milbalance.ingest import book, bounded
from workbooks import Package

WANTED = "a thing that was asked for"
MEGABYTE = 1_000_000


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(DataError) as caught:
        yield
    (fault,) = caught.value.faults
    assert words in str(fault)
    assert "\n" not in str(fault)


@contextmanager
def within(limit: int) -> Iterator[None]:
    """Hold what is allocated inside to a limit in bytes."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return buffer.getvalue()


# Sizes and sorts.


def test_contents_are_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"place,year\n")
    assert bounded.contents(path, WANTED) == b"place,year\n"
    assert bounded.contents(path, WANTED, limit=11) == b"place,year\n"
    with refused("a.csv:1:-: found more than 10 bytes; wanted a thing that was asked for"):
        bounded.contents(path, WANTED, limit=10)


def test_a_file_must_be_there_and_be_a_file(tmp_path: Path) -> None:
    with refused("found no such file"):
        bounded.contents(tmp_path / "a.csv", WANTED)
    with refused("found a folder"):
        bounded.contents(tmp_path, WANTED)


@pytest.mark.parametrize(
    ("raw", "sort"),
    [
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
    ],
)
def test_the_sort_of_a_file_is_told_by_its_content(raw: bytes, sort: str) -> None:
    assert bounded.sort_of(raw) == sort


def test_text_is_no_archive_and_has_no_endless_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(zipped(**{"xl/workbook.xml": b"<a/>"}))
    with refused("found an Excel workbook; wanted a thing that was asked for (text)"):
        bounded.text(path, WANTED)
    path.write_bytes(b"a\nb\n" + b"x" * (bounded.MAX_LINE + 1) + b"\nc")
    with refused("a.csv:3:-: found more than 1,000,000 bytes in one line"):
        bounded.text(path, WANTED)
    path.write_bytes(b"a\n" + b"x" * bounded.MAX_LINE + b"\n" + b"y" * bounded.MAX_LINE)
    assert len(bounded.text(path, WANTED)) == 2 * bounded.MAX_LINE + 3


def test_a_message_is_one_line_whatever_the_file_says(tmp_path: Path) -> None:
    with refused("found a b [31m; wanted"):
        bounded.refuse(tmp_path / "a.csv", "a\nb\x1b[31m", WANTED)


# Zips.


def test_members_come_out_whole(tmp_path: Path) -> None:
    opened = bounded.archive(tmp_path / "a.zip", zipped(one=b"1" * 700_000, two=b"2"), WANTED)
    assert bounded.member(tmp_path / "a.zip", opened, "one") == b"1" * 700_000


def bomb() -> bytes:
    """A few kilobytes that claim and expand to 300 megabytes."""
    return zipped(**{f"part{i}": bytes(30 * MEGABYTE) for i in range(10)})


def test_a_zip_bomb_is_refused_before_it_expands(tmp_path: Path) -> None:
    raw = bomb()
    assert len(raw) < MEGABYTE
    with within(2 * MEGABYTE), refused("members that expand to 300,000,000 bytes; wanted at most 200,000,000"):
        bounded.archive(tmp_path / "a.zip", raw, WANTED)


def test_a_member_that_shrinks_a_thousandfold_is_refused(tmp_path: Path) -> None:
    with refused("the member 'blank' expands over 200 times"):
        bounded.archive(tmp_path / "a.zip", zipped(blank=bytes(2 * MEGABYTE)), WANTED)
    bounded.archive(tmp_path / "a.zip", zipped(blank=bytes(MEGABYTE // 2)), WANTED)


def lie(raw: bytes, size: int) -> bytes:
    """The same zip with another size in both headers of its one member."""
    local = raw.index(b"PK\x03\x04") + 22
    central = raw.index(b"PK\x01\x02") + 24
    patched = bytearray(raw)
    for place in (local, central):
        patched[place : place + 4] = struct.pack("<I", size)
    return bytes(patched)


@pytest.mark.parametrize("size", [10, 200_000])
def test_a_header_that_lies_is_found_out_within_bounds(size: int, tmp_path: Path) -> None:
    raw = lie(zipped(data=bytes(range(256)) * 400), size)
    opened = bounded.archive(tmp_path / "a.zip", raw, WANTED)
    with within(MEGABYTE), refused("the member 'data'"):
        bounded.member(tmp_path / "a.zip", opened, "data")


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("data", b"1")
        opened.writestr("data", b"2")
    with refused("2 members called 'data'"):
        bounded.archive(tmp_path / "a.zip", buffer.getvalue(), WANTED)


# Named, since a test's own name would hold the bytes, and in them the time: processes that share the tests would
# then collect different ones.
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"PK\x03\x04", id="magic"),
        pytest.param(b"PK\x03\x04" + bytes(100), id="zeros"),
        pytest.param(zipped(data=b"x" * 5000)[:-30], id="cut"),
    ],
)
def test_a_broken_zip_is_refused(raw: bytes, tmp_path: Path) -> None:
    with refused("a broken zip archive"):
        bounded.archive(tmp_path / "a.zip", raw, WANTED)


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


def prolog(text: bytes) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        declaration, _, rest = content.rpartition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
        return (declaration + b"?>" if declaration else b"") + text + rest

    return edit


def test_a_made_workbook_is_read(workbook: Path) -> None:
    read(workbook)


@pytest.mark.parametrize("text", [ENTITIES, OUTSIDE], ids=["entities", "outside"])
@pytest.mark.parametrize("name", ["sheet", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_document_types_are_refused_in_every_part(text: bytes, name: str, workbook: Path, tmp_path: Path) -> None:
    package = Package(workbook)
    name = package.sheets[SHEET] if name == "sheet" else name
    package.parts[name] = prolog(text)(package.parts[name])
    with within(30 * MEGABYTE), refused(f"a document type or entities in '{name}'"):
        read(package.save(tmp_path / "b.xlsx"))


def test_a_document_type_in_another_encoding_is_refused(workbook: Path, tmp_path: Path) -> None:
    package = Package(workbook)
    name = package.sheets[SHEET]
    content = prolog(ENTITIES)(package.parts[name]).decode().replace("utf-8", "utf-16").replace("UTF-8", "utf-16")
    package.parts[name] = content.encode("utf-16")
    with refused("a document type or entities"):
        read(package.save(tmp_path / "b.xlsx"))


def utf_16(content: bytes) -> bytes:
    return content[content.index(b"<worksheet") :].decode().encode("utf-16")


def prefixed(content: bytes) -> bytes:
    marked = re.sub(rb"(</?)(?=[a-zA-Z])", rb"\1x:", content[content.index(b"<worksheet") :])
    return marked.replace(b" xmlns=", b" xmlns:x=")


@pytest.mark.parametrize("written", [bytes, utf_16, prefixed])
def test_a_formula_is_seen_however_the_part_is_written(
    written: Callable[[bytes], bytes], workbook: Path, tmp_path: Path
) -> None:
    package = Package(workbook)
    name = package.sheets[SHEET]
    package.parts[name] = written(package.parts[name].replace(b"<v>0", b"<f>1+1</f><v>0", 1))
    opened = book.Book(package.save(tmp_path / "b.xlsx"), WANTED)
    assert [cell["value"] for _, cells in opened.rows(SHEET) for cell in cells if cell["data_type"] == "f"]


def test_a_bomb_inside_a_workbook_is_refused(workbook: Path, tmp_path: Path) -> None:
    package = Package(workbook)
    name = package.sheets[SHEET]
    package.parts[name] = package.parts[name].replace(b"<sheetData>", b" " * 70 * MEGABYTE + b"<sheetData>")
    path = package.save(tmp_path / "b.xlsx")
    with within(5 * MEGABYTE), refused("expand"):
        read(path)


@pytest.mark.parametrize(("part", "filler"), [("sheet", b"<c/>"), ("xl/styles.xml", b"<xf/>")])
def test_a_part_of_millions_of_tags_is_refused(part: str, filler: bytes, workbook: Path, tmp_path: Path) -> None:
    package = Package(workbook)
    name = package.sheets[SHEET] if part == "sheet" else part
    # Different attributes keep the ratio low: it is the tags that are counted.
    many = b"".join(b'%s r="%x"/>' % (filler[:-2], i * 2654435761 % 2**32) for i in range(700_000))
    head, opening, rest = package.parts[name].partition(b"<row " if part == "sheet" else b"<cellXfs")
    package.parts[name] = head + (b"<row>" + many + b"</row>" if part == "sheet" else many) + opening + rest
    path = package.save(tmp_path / "b.xlsx")
    with within(100 * MEGABYTE), refused("tags in"):
        read(path)


def test_a_style_that_is_not_there_is_refused(workbook: Path, tmp_path: Path) -> None:
    package = Package(workbook)
    name = package.sheets[SHEET]
    package.parts[name] = package.parts[name].replace(b'<c r="D9"', b'<c r="D9" s="999"')
    with refused("a broken workbook (IndexError"):
        read(package.save(tmp_path / "b.xlsx"))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "sheet"])
def test_a_workbook_without_one_of_its_parts_is_refused(part: str, workbook: Path, tmp_path: Path) -> None:
    package = Package(workbook)
    del package.parts[package.sheets[SHEET] if part == "sheet" else part]
    with refused("b.xlsx"):
        read(package.save(tmp_path / "b.xlsx"))


def test_two_sheets_of_one_name_are_refused(workbook: Path, tmp_path: Path) -> None:
    package = Package(workbook)
    package.parts["xl/workbook.xml"] = package.parts["xl/workbook.xml"].replace(b'"Per capita"', b'"Share of GDP"')
    with refused("two sheets of one name"):
        read(package.save(tmp_path / "b.xlsx"))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(data=b"x"))
    with refused("found a zip archive; wanted a thing that was asked for (an Excel workbook)"):
        read(path)
