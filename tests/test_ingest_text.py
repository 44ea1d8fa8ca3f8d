"""Text files from elsewhere: encodings, delimiters, and everything that is called one and is none."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exports
from exports import unrefused
from milbalance.ingest import deliveries, nmc, sipri_transfers, text, tiv_tables, transfers, wdi
from milbalance.ingest.report import Imported

Reader = Callable[[Path], Imported]
READERS: list[Reader] = [transfers.read, deliveries.read, tiv_tables.read, sipri_transfers.read, wdi.read, nmc.read]
LARGEST, MEMORY = 2_500_000, 25_000_000  # bytes of a file, a tenth of what is read, and of memory for any at all


def header(cells: list[str]) -> bool:
    return cells[:2] == ["a", "b"]


def table(content: str) -> text.Table:
    return text.even(text.table("a.csv", content, "a table", header))


# --- encodings ---------------------------------------------------------------------------------------------------


def test_text_is_read_in_every_encoding_that_can_be_told_and_refused_in_no_single_one() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"):
        assert text.decode("a.csv", "Türkiye, Café\n".encode(encoding)) == "Türkiye, Café\n"
    cases = [
        (b"a\nT\xc3\xbcrkiye\nCaf\xe9\n", "a.csv:3:-: found the byte 0xe9, which is not UTF-8"),  # two encodings
        (b"\xef\xbb\xbfa\nCaf\xe9\n", "a.csv:2:-: found the byte 0xe9, which is not UTF-8"),  # a mark that lies
        (b"a\nCaf\xe9 \x9d\n", "a.csv:2:-: found the byte 0x9d, which is not CP1252"),
        (b"a\nb\0c\n", "a.csv:2:-: found a NUL character"),
        ("a,b\n".encode("utf-16-le"), "a.csv:1:-: found a NUL character"),  # no mark says UTF-16
        (b"\xff\xfea", "which is not UTF-16-LE"),
    ]
    assert not unrefused((partial(text.decode, "a.csv", raw), said) for raw, said in cases)


@given(content=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_utf8_is_read_as_it_was_written(content: str) -> None:
    assert text.decode("a.csv", content.encode()) == content.removeprefix("\ufeff")


# --- tables ------------------------------------------------------------------------------------------------------


def test_a_table_knows_its_lines_whatever_stands_above_and_inside() -> None:
    found = table('above\n\n"a",b\n1,"two\nlines"\n\n,\n3,4\n')
    assert found.header_line == 3
    assert found.records == [["1", "two\nlines"], ["3", "4"]]
    assert found.lines == [4, 8]
    assert found.above == ("above", "")


def test_ends_of_lines_and_delimiters_do_not_matter() -> None:
    for content in ("a,b,\n1,2,\n", "a,b\n1,2,\n", "a,b,,\n1,2,,\n", "a,b;\n1,2;\n", "a;b\n1;2\n"):
        assert table(content).records == [["1", "2"]]
        assert text.columns(table(content)) == {"a": ["1"], "b": ["2"]}
    for content in ("a,b,\n1,2,", "a,b\n1,2", "a,b\n1,2\r"):  # the last line may be without its end
        assert table(content).records == [["1", "2"]]
        assert bool(text.ending(table(content))) == (not content.endswith("\r"))


def test_a_table_that_is_not_whole_is_refused_with_its_line() -> None:
    cases = [
        ("x,y\n1,2\n", "no such header line among the first 2 lines; wanted a table"),
        ("x\n" * 300 + "a,b\n", "no such header line among the first 200 lines"),
        ("a,b\n1\n", "a.csv:2:-: found 1 cells; wanted 2 cells"),
        ("a,b\n1,2\n1,2,\n", "a.csv:3:-: found 3 cells; wanted 2 cells"),  # a comma too many here alone
        ("a,b,\n1,2\n", "a.csv:2:-: found 2 cells; wanted 3 cells"),
        ("a,b,\n1,2,3\n", "a.csv:2:-: found '3' beyond the last column that has a name; wanted nothing"),
        (
            "a,b\n1,2\n3",
            "a.csv:3:-: found 1 cells; wanted 2 cells, as in the header, and a line end after the last",
        ),
        ("a,b\n1,2\na,b\n", "a.csv:3:-: found the header of line 1 again"),
        ("1,2,3\na,b,c\n", "a.csv:1:-: found a row of 3 cells; wanted the header above all rows"),
        ('a,b\n1,"2\n3,4\n', "a.csv:2:-: found broken quoting"),
        ('a,b\n1,"2"3\n', "a.csv:2:-: found broken quoting"),
        (f"a,b\n1,{'2' * 200_000}\n", "a.csv:2:-: found a cell of more than 131,072 letters"),
    ]
    assert not unrefused(((partial(table, content), said) for content, said in cases), 1)


# --- what is no text file at all ---------------------------------------------------------------------------------


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["Recipient", "Supplier"])
    book.save(path)
    return path


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("trade-register.csv", b"0" * 30_000_000)
    return path


def lying_bomb(path: Path) -> Path:
    """A zip whose headers say that its member is small."""
    raw = bomb(path).read_bytes()
    path.write_bytes(raw.replace((30_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    return path


def raw(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def folder(path: Path) -> Path:
    path.mkdir()
    return path


HEADER = ",".join(exports.DEAL_HEADER).encode() + b"\n"
HOSTILE: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "no file": ("a.csv", lambda path: path),
    "a folder": ("a.csv", folder),
    "nothing": ("a.csv", raw(b"")),
    "blanks": ("a.csv", raw(b" \n\n\t\n")),
    "a workbook called CSV": ("a.csv", workbook),
    "a web page": ("a.csv", raw(b"<!DOCTYPE html><html><body>Recipient,Supplier</body></html>")),
    "a PDF": ("a.csv", raw(b"%PDF-1.7 Recipient,Supplier")),
    "a zip bomb": ("a.zip", bomb),
    "a zip bomb that lies": ("a.zip", lying_bomb),
    "a bomb called CSV": ("a.csv", bomb),
    "a broken zip": ("a.zip", raw(b"PK\x03\x04 and no more")),
    "one line without an end": ("a.csv", raw(b"Recipient," * 200_000)),
    "NUL bytes": ("a.csv", raw(b"\0" * 10_000)),
    "all bytes": ("a.csv", raw(bytes(range(256)) * 100)),
    "half a header": ("a.csv", raw(b"Recipient,Supplier,Year of order\n1,2,3\n")),
    "a header and nothing": ("a.csv", raw(HEADER)),
    "quotes without end": ("a.csv", raw(HEADER + b'\n"' + b"x,\n" * 10_000)),
    "too large": ("a.csv", raw((b"a,b" * 300 + b"\n") * 6_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_one_line_and_little_memory(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "_BYTES", LARGEST)
    file, make = HOSTILE[name]
    path = make(tmp_path / file)
    for read in READERS:
        tracemalloc.start()
        said = exports.refusal(partial(read, path), 1)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert said.startswith(f"{file}:") or (said.startswith(file) and str(tmp_path) not in said), said
        assert peak < MEMORY


def test_a_table_may_have_so_many_rows_and_cells_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_RECORDS", 3)
    monkeypatch.setattr(text, "_CELLS", 8)
    assert len(table("a,b\n" + "1,2\n" * 3).records) == 3
    said = "more than 3 rows or 8 cells; wanted a table of at most that size"
    contents = ("a,b\n" + "1,2\n" * 4, "a,b\n1,2\n1,2\n" + "," * 4 + "\n")
    assert not unrefused((partial(table, content), said) for content in contents)


def test_a_line_of_a_megabyte_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    plain = exports.deals(tmp_path / "a.csv", above=["".join(map(str, range(200_000)))])
    packed = exports.zipped(tmp_path / "a.zip", {"a.csv": plain.read_text("latin-1")})
    said = "more than 1,000,000 bytes in one line"
    assert not unrefused((partial(transfers.read, path), said) for path in (plain, packed))


def test_a_text_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = exports.deals(tmp_path / "trade-register.xlsx")
    assert len(transfers.read(path).rows) == len(exports.DEALS)


def test_every_reader_refuses_the_files_of_the_others(tmp_path: Path) -> None:
    files: list[tuple[Path, list[Reader]]] = [
        (exports.deals(tmp_path / "1.csv"), [transfers.read, sipri_transfers.read]),
        (exports.deliveries(tmp_path / "2.csv"), [deliveries.read, sipri_transfers.read]),
        (exports.put(tmp_path / "3.csv", exports.NEW_TABLE), [tiv_tables.read, sipri_transfers.read]),
        (exports.wdi(tmp_path / "4.csv"), [wdi.read]),
        (exports.put(tmp_path / "5.csv", exports.NMC_7), [nmc.read]),
    ]
    assert all(len(read(path).rows) for path, own in files for read in own)
    others = ((path, read) for path, own in files for read in READERS if read not in own)
    assert not unrefused((partial(read, path), "no such header line") for path, read in others)
