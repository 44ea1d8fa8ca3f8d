"""Folders of downloaded files: each known by its content and told, read once, one bad file stopping no other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import exports
import workbooks
from milbalance.errors import MilbalanceError
from milbalance.ingest import detect, official
from milbalance.ingest.official import Found
from milbalance.io import store
from milbalance.io.jobs import Place

READ = {
    "arms/deals.csv": "SIPRI arms transfers, deals, sipri-transfers-2026-03",
    "arms/items.csv": "SIPRI arms transfers, deliveries by year, sipri-transfers-2026-03",
    "money.xlsx": "SIPRI military expenditure, sipri-milex-2021",
    "states.csv": "Correlates of War, National Material Capabilities, cow-nmc-7.0",
    "undated.csv": "World Bank, World Development Indicators, wdi-undated-1995",
    "world.csv": "World Bank, World Development Indicators, wdi-2024-03",
}
IGNORED = {
    "broken.xlsx": "ignored, found a broken zip archive",
    "copy/world.csv": "ignored, the same as ",
    "empty.csv": "ignored, no official file: an empty file",
    "letter.docx": "ignored, ",
    "list.json": "ignored, no official file: no list of items in a, b, c",
    "notes.txt": "ignored, no official file",
    "page.csv": "ignored, no official file: a web page",
    "picture.png": "ignored, no official file: no text, workbook or zip archive",
    "tractors.csv": "ignored, official, but with nothing that is asked for: no number of an indicator that is",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file of each kind, and what lies beside them in a folder of downloads."""
    made = tmp_path_factory.mktemp("downloads")
    (made / "arms").mkdir()
    (made / "copy").mkdir()
    exports.deals(made / "arms" / "deals.csv")
    exports.deliveries(made / "arms" / "items.csv")
    workbooks.make(made / "money.xlsx", "data to 2020")
    exports.put(made / "states.csv", exports.NMC_7)
    shutil.copy(exports.wdi(made / "world.csv"), made / "copy" / "world.csv")
    exports.wdi(made / "undated.csv", above=False)
    exports.put(made / "tractors.csv", exports.wdi_text("AG.LND.TRAC.ZS"))
    exports.put(made / "notes.txt", "Recipient and supplier\nNot a table\n")
    exports.put(made / "page.csv", "<!DOCTYPE html><p>Not found")
    exports.put(made / "empty.csv", " \n")
    exports.put(made / "list.json", '{"a": {"b": {"c": "d"}}}')
    (made / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (made / "broken.xlsx").write_bytes(b"PK\x03\x04xl/workbook.xml and no more")
    exports.zipped(made / "letter.docx", {"word/document.xml": "<w/>"})
    return made


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def read_before(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Found]:
    """Where what was read is kept, and what a first run found."""
    cache = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(store.FOLDER, str(cache))
        return cache, official.read([folder])


def told(found: Found, folder: Path) -> dict[str, str]:
    """The line of each file by its path in the folder."""
    lines = {file.path.relative_to(folder).as_posix(): file.line() for file in found.files}
    return {name: line.partition(f"{name}: ")[2] for name, line in lines.items()}


def same(one: Found, two: Found) -> bool:
    rows = zip(one.parts, two.parts, strict=True)
    return one.lines() == two.lines() and all(
        (a.table, a.report) == (b.table, b.report) and a.rows.equals(b.rows) for a, b in rows
    )


def test_every_file_is_known_by_its_content_and_told(folder: Path, read_before: tuple[Path, Found]) -> None:
    found = read_before[1]
    lines = told(found, folder)
    assert lines.keys() == READ.keys() | IGNORED.keys()
    assert not {name: lines[name] for name in READ if READ[name] not in lines[name]}
    assert not {name: lines[name] for name in IGNORED if IGNORED[name] not in lines[name]}
    counts = {part.table: len(part.rows) for part in found.parts if part.source_id == "sipri-transfers-2026-03"}
    assert counts.keys() == {"arms_deals", "arms_deliveries", "arms_imports"}
    assert f"{counts['arms_deals']} rows of arms_deals" in lines["arms/deals.csv"]


def test_the_second_run_reads_no_file_and_gives_the_same(
    folder: Path, read_before: tuple[Path, Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.FOLDER, str(read_before[0]))
    monkeypatch.setattr(detect, "read", lambda *_, **__: pytest.fail("read again"))
    monkeypatch.setattr(official, "_not_to_read", lambda *_: pytest.fail("looked into again"))
    assert same(official.read([folder]), read_before[1])


def test_what_is_kept_goes_with_the_bytes_the_name_and_the_edition_said(tmp_path: Path, cache: Path) -> None:
    path = exports.wdi(tmp_path / "a.csv", above=False)
    assert [part.source_id for part in official.read([path]).parts] == ["wdi-undated-1995"]
    named = official.read([path], source_ids={path: "wdi-2023-01"})
    assert [part.source_id for part in named.parts] == ["wdi-2023-01"]
    exports.wdi(path)
    assert [part.source_id for part in official.read([path]).parts] == ["wdi-2024-03"]
    path.rename(tmp_path / "b.csv")
    assert official.read([tmp_path / "b.csv"]).parts[0].report.file == "b.csv"


def test_only_the_families_that_are_asked_for_are_read(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(path: Path, how: Callable[..., object] = detect.read, **said: object) -> object:
        read.append(path.name)
        return how(path, **said)

    monkeypatch.setattr(detect, "read", noted)
    arms = official.read([folder / "arms", folder / "money.xlsx", folder / "states.csv"], families={"transfers"})
    assert sorted(read) == ["deals.csv", "items.csv"]
    assert [file.ignored for file in arms.files][2:] == ["official, but with nothing that is asked for"] * 2
    assert {part.table for part in arms.parts} == official.FAMILIES["transfers"]
    people = official.read([folder / "states.csv", folder / "world.csv"], families={"people"})
    assert {part.table for part in people.parts} == {"forces", "context"}
    with pytest.raises(MilbalanceError, match="no family 'ships'"):
        official.read([folder], families={"ships"})


def test_what_no_importer_foresaw_stops_nothing_and_is_not_kept(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, how: Callable[..., object] = detect.read, **said: object) -> object:
        return 1 / 0 if path.name == "states.csv" else how(path, **said)

    with monkeypatch.context() as patch:
        patch.setattr(detect, "read", fails)
        found = official.read([folder / "states.csv", folder / "world.csv"])
    assert [file.ignored for file in found.files] == ["ZeroDivisionError: division by zero", ""]
    assert official.read([folder / "states.csv"]).parts


def test_a_file_that_cannot_be_read_for_a_moment_is_read_the_next_time(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = exports.put(tmp_path / "a.csv", exports.NMC_7)

    def hidden(how: Callable[..., Any]) -> Callable[..., Any]:
        def without(*given: Any, **said: Any) -> Any:
            path.rename(tmp_path / "elsewhere")
            try:
                return how(*given, **said)
            finally:
                (tmp_path / "elsewhere").rename(path)

        return without

    for module, name in ((official, "_not_to_read"), (detect, "read")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, hidden(getattr(module, name)))
            found = official.read([path])
        assert bool(found.parts) == (name == "_not_to_read") and (found.parts or found.failed == (path,)), name
        assert official.read([path]).parts, name
        shutil.rmtree(cache)


def test_a_file_that_changes_while_it_is_read_is_not_taken(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = exports.put(tmp_path / "a.csv", exports.NMC_7)

    def changes(path: Path, how: Callable[..., object] = detect.read, **said: object) -> object:
        exports.put(path, exports.NMC_7 + "371,2020,1,1,1,1,1,1,0.1\n")
        return how(path, **said)

    with monkeypatch.context() as patch:
        patch.setattr(detect, "read", changes)
        found = official.read([path])
    assert not found.parts and found.files[0].ignored.startswith("changed while it was read")
    assert not list(cache.glob("*.npz"))


@pytest.mark.parametrize("dies", [False, True], ids=["two at once", "a process dies"])
def test_files_that_are_read_at_once_give_what_one_after_the_other_gives(
    folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies: bool
) -> None:
    class Pool(ThreadPoolExecutor):
        def submit(self, fn: Any, *call: Any, **named: Any) -> Future[Any]:
            begun: Future[Any] = Future()
            begun.set_exception(BrokenProcessPool())
            return begun if dies and call[0].path.name == "states.csv" else super().submit(fn, *call, **named)

    files = [folder / "arms" / "deals.csv", folder / "states.csv", folder / "tractors.csv"]
    with monkeypatch.context() as patch:
        patch.setattr(official, "_WORTH", 0.0)
        patch.setattr(official.jobs, "processes", lambda number: Place(partial(Pool, number), number))
        two = official.read(files, workers=2)
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "another"))
    assert same(official.read(files), two)


def test_every_layout_is_known_by_its_start(tmp_path: Path) -> None:
    def rewritten(name: str, **how: Any) -> list[Path]:
        path = tmp_path / name
        return [exports.deals(path / "deals.csv", **how), exports.deliveries(path / "items.csv", **how)]

    for name in ("semicolons", "tabs", "wide", "padded", "plain"):
        (tmp_path / name).mkdir()
    files = [
        *rewritten("semicolons", delimiter=";"),
        *rewritten("tabs", delimiter="\t"),
        *rewritten("wide", encoding="utf-16"),
        *rewritten("padded", last=";"),
        *(exports.put(tmp_path / f"plain/{number}.csv", made) for number, made in enumerate(PLAIN)),
        exports.zipped(tmp_path / "packed.zip", {"a.csv": exports.NMC_7}),
    ]
    wanted = frozenset().union(*official.FAMILIES.values())
    assert not {str(path): why for path in files if (why := official._not_to_read(path, wanted))}
    assert not {str(path): why for path in files if (why := official._looked_at(path).ignored)}
    assert official._not_to_read(tmp_path / "gone.csv", wanted) is None


PLAIN = (
    *(exports.OLD_TABLE, exports.NEW_TABLE, exports.wdi_text(), exports.wdi_text(above=False), exports.WDI_LONG),
    *(exports.NMC_4, exports.NMC_6, exports.NMC_7, exports.NMC_70),
)


def test_a_name_of_a_file_does_nothing_in_a_terminal(tmp_path: Path, cache: Path) -> None:
    name = os.fsdecode(b"a\x1b[31m\xff\n.csv")
    path = exports.put(tmp_path / name, exports.NMC_7)
    for _ in range(2):
        found = official.read([path])
        assert [file.ignored for file in found.files] == [""]
        lines = [*found.lines(), *map(str, found.manifest()), *found.obtained().values()]
        assert all(line.isprintable() for line in lines)


def test_a_built_folder_can_list_what_was_read(folder: Path, cache: Path) -> None:
    found = official.read([folder / "states.csv", folder / "notes.txt"])
    raw = (folder / "states.csv").stat().st_size
    assert [(one["file"], one["bytes"], one["editions"]) for one in found.manifest()] == [
        ("states.csv", raw, ["cow-nmc-7.0"])
    ]
    assert found.obtained().keys() == {"cow-nmc-7.0"}


def test_every_genuine_file_is_known_by_its_start(shared: Path) -> None:
    """What is found from the first bytes of a file is what it holds: none that is needed is passed over."""
    arms, states = official.FAMILIES["transfers"], official.FAMILIES["spending"]
    of_states = ("cow_nmc", "sipri_milex", "wdi", "datahub", "gapminder_sg")
    files = [path for name in ("spending", "arms") for path in (shared / name / "raw").rglob("*.*")]
    wrong = []
    for path in files:
        if not path.is_file() or path.suffix == ".json":
            continue
        is_arms = path.name.startswith("sipri_t")
        is_state = path.parent.name in of_states and "Metadata" not in path.name
        found = (official._not_to_read(path, arms) is None, official._not_to_read(path, states) is None)
        # What a text file of the World Bank or a copy of one holds is known once it is read.
        allowed = {(is_arms, is_state), (is_state, is_state)} if is_state else {(is_arms, False)}
        wrong += [f"{path.name}: {found}"] if found not in allowed else []
    assert files and not wrong, "\n".join(wrong)


def test_many_files_that_are_none_of_ours_are_one_line(tmp_path: Path, cache: Path) -> None:
    """Who searches a whole folder of downloads sees what was read, not a hundred lines of what was not."""
    searched = tmp_path / "searched"  # not where what was read is kept
    searched.mkdir()
    for name in ("notes", "more", "others", "letters", "plans"):
        (searched / f"{name}.txt").write_text(f"of {name}\n")
    exports.put(searched / "states.csv", exports.NMC_7)
    assert len(official.read([searched]).lines()) == 6, "five are told one by one"
    (searched / "sixth.txt").write_text("another line\n")
    first, rest = official.read([searched]).lines()
    assert first.startswith(f"{searched / 'states.csv'}: Correlates of War")
    assert rest == (
        "6 files: ignored, no official file (letters.txt, more.txt, notes.txt, others.txt, plans.txt and 1 more)"
    )


def test_a_large_folder_is_told_in_few_lines(tmp_path: Path, cache: Path) -> None:
    """What was read by kind, what is broken with its reason, then official files, copies and the rest."""
    searched = tmp_path / "searched"
    searched.mkdir()
    for year in range(2000, 2006):
        exports.put(searched / f"{year}.csv", exports.wdi_text().replace("2024-03", f"{year}-03"))
    exports.put(searched / "states.csv", exports.NMC_7)
    (searched / "broken.xlsx").write_bytes(b"PK\x03\x04xl/workbook.xml and no more")
    for name in ("tractors", "ploughs"):
        exports.put(searched / f"{name}.csv", exports.wdi_text(f"AG.LND.{name[:4].upper()}.ZS"))
    for number in range(4):
        exports.put(searched / f"list{number}.json", f'{{"a": {{"b": {{"c": "{number}"}}}}}}')
    shutil.copy(searched / "states.csv", searched / "states2.csv")
    lines = official.read([searched]).lines()
    told = [line.replace(f"{searched}/", "") for line in lines]
    assert told[0].startswith("World Bank, World Development Indicators: 6 files read (wdi-2000-03, wdi-2001-03, ")
    assert told[1:3] == [
        "Correlates of War, National Material Capabilities: 1 file read (cow-nmc-7.0)",
        "broken.xlsx: ignored, found a broken zip archive (File is not a zip file); wanted "
        + told[2].partition("; wanted ")[2],
    ]
    assert told[3:6] == [
        "2 files: ignored, official, but with nothing that is asked for (ploughs.csv, tractors.csv)",
        "1 file: ignored, the same as others (states2.csv)",
        "4 files: ignored, no official file (list0.json, list1.json, list2.json, list3.json)",
    ]
    (alone,) = official.read([searched / "list0.json"]).lines()
    assert alone.endswith("list0.json: ignored, no official file: no list of items in a, b, c"), (
        "named alone it says why"
    )


def test_a_row_of_a_table_in_markdown_is_no_header(tmp_path: Path, cache: Path) -> None:
    """Notes beside the files name their columns; a file whose cells are parted by bars is read as before."""
    names = "supplier|recipient|delivery year|tiv delivery values"
    notes = exports.put(tmp_path / "README.md", f"Files\n\n| a | b | c | d |\n|---|---|---|---|\n| {names} |\n")
    (told,) = official.read([notes]).lines()
    assert told.endswith("README.md: ignored, no official file")
    barred = exports.put(tmp_path / "states.csv", exports.NMC_7.replace(",", "|"))
    assert "cow-nmc-7.0" in official.read([barred]).lines()[0]
