"""What is kept of a file: the same rows again, nothing from a spoilt or foreign file, nothing but data."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from milbalance.errors import Fault, MilbalanceError
from milbalance.ingest import kept
from milbalance.ingest.kept import Part
from milbalance.ingest.report import Report
from milbalance.io import store
from milbalance.tables.load import Data

REPORT = Report(
    *("a register", "odd\nname.csv", "release of 2030", 5),
    places=("AAA", "Ünknown*"),
    unknown={"Atlantis": 2},
    asked=(1990, 2020),
    left_out=(Fault("a.csv", 3, "year", "x", "a year"),),
)
OF_FILES = ("spending", "forces", "context", "arms_imports", "arms_deals", "arms_deliveries", "fx")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def parts(data: Data) -> list[Part]:
    return [Part(name, data.tables[name], REPORT) for name in OF_FILES]


def test_rows_and_reports_come_back_as_they_were(parts: list[Part], cache: Path) -> None:
    empty = [Part(part.table, part.rows.iloc[:0], part.report) for part in parts]
    for wanted in (parts, empty):
        kept.put("a", kept.packed(wanted))
        back = kept.get("a") or []
        assert [(part.table, part.report) for part in back] == [(part.table, part.report) for part in wanted]
        for one, two in zip(back, wanted, strict=True):
            pd.testing.assert_frame_equal(one.rows, two.rows.reset_index(drop=True), check_exact=True)
    assert [path.name for path in cache.iterdir()] == ["a.npz"]


def test_words_keep_their_blanks_and_letters_and_a_nul_is_no_letter(data: Data) -> None:
    words = ["", " a ", "b\nc", "“ﻫ”", None]
    rows = data.fx.iloc[: len(words)].assign(note=pd.array(words, dtype="str"))
    (back,) = kept.unpacked(kept.packed([Part("fx", rows, REPORT)])) or []
    assert back.rows["note"].fillna("-").tolist() == ["", " a ", "b\nc", "“ﻫ”", "-"]
    with pytest.raises(ValueError, match="NUL"):
        kept.packed([Part("fx", rows.assign(note=pd.array(["a\0b"] * len(words), dtype="str")), REPORT)])


def test_only_the_tables_that_are_asked_for_are_unpacked(parts: list[Part]) -> None:
    back = kept.unpacked(kept.packed(parts), {"fx", "context"}) or []
    assert [part.table for part in back] == ["context", "fx"]


def test_a_refusal_is_kept_in_its_words(cache: Path) -> None:
    kept.put("b", kept.packed([], "a web page"))
    with pytest.raises(MilbalanceError, match=r"^a web page$"):
        kept.get("b")


def test_what_is_spoilt_counts_as_not_there(parts: list[Part]) -> None:
    """Bytes cut off, changed anywhere or of others: never an error, and never an array of objects."""
    good = kept.packed(parts[-1:])
    chance = random.Random(13)
    spoilt = {"empty": b"", "text": b"rows", "cut": good[: len(good) // 2]}
    with np.load(io.BytesIO(good)) as loaded:
        arrays = dict(loaded)
    for name, changed in {
        "objects": {"0.mean.values": np.array([{}] * 60, dtype=object)},
        "short": {"0.mean.values": arrays["0.mean.values"][:9]},
        "other numbers": {"0.mean.values": arrays["0.mean.values"].astype("float32")},
        "codes beyond the words": {"0.month.codes": np.full(60, 99, dtype=np.int8)},
        "codes below": {"0.month.codes": np.full(60, -2, dtype=np.int8)},
        "words without an end": {"0.source_id.words": np.frombuffer(b"a", dtype=np.uint8)},
        "no words": {"0.source_id.words": np.frombuffer(b"", dtype=np.uint8)},
        "no letters": {"0.source_id.words": np.frombuffer(b"\xff\0", dtype=np.uint8)},
        "no table": {"about": np.frombuffer(b'{"tables": ["x"], "said": {"refused": ""}}', dtype=np.uint8)},
        "no report": {"about": np.frombuffer(b'{"tables": ["fx"], "said": {"refused": ""}}', dtype=np.uint8)},
    }.items():
        out = io.BytesIO()
        np.savez(out, allow_pickle=True, **(arrays | changed))
        spoilt[name] = out.getvalue()
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    spoilt["compressed"] = packed.getvalue()
    assert not [name for name, raw in spoilt.items() if kept.unpacked(raw) is not None]
    for _ in range(100):
        at = chance.randrange(len(good))
        back = kept.unpacked(good[:at] + bytes([chance.randrange(256)]) + good[at + 1 :])
        assert back is None or back[0].rows.equals(parts[-1].rows), f"byte {at}"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", Path("/dev/null/cache")):
        monkeypatch.setenv(store.FOLDER, str(place))
        kept.put("a", kept.packed([]))
        store.sweep()
        assert kept.get("a") is None


def test_another_version_of_an_importer_or_a_table_reads_files_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {"ingest/a.py": "one", "ingest/names.csv": "one", "spending.csv": "one", "datapackage.json": "one"}
    (tmp_path / "ingest").mkdir()
    monkeypatch.setattr(kept.paths, "PACKAGE", tmp_path)
    monkeypatch.setattr(kept.paths, "data", lambda: tmp_path)
    seen = []
    for changed in (None, *made):
        for name, text in made.items():
            (tmp_path / name).write_text("two" if name == changed else text)
        seen.append(kept._made_by.__wrapped__())
    assert len(set(seen)) == len(seen)


def test_the_folder_is_named_by_the_user_or_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.FOLDER, "one")
    assert store.folder() == Path("one")
    monkeypatch.delenv(store.FOLDER)
    monkeypatch.setenv("XDG_CACHE_HOME", "two")
    assert store.folder() == Path("two/milbalance")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert store.folder() == Path.home() / ".cache" / "milbalance"


def test_what_nobody_asked_for_in_a_long_time_is_removed(cache: Path) -> None:
    for name in ("old", "used", "new"):
        kept.put(name, kept.packed([]))
    long_ago = time.time() - 2 * store.UNUSED * 86_400
    for name in ("old", "used"):
        os.utime(cache / f"{name}.npz", (long_ago, long_ago))
    (cache / "of-others.txt").write_text("")
    os.utime(cache / "of-others.txt", (long_ago, long_ago))
    assert kept.get("used") == []
    store.sweep()
    assert sorted(path.name for path in cache.iterdir()) == ["new.npz", "of-others.txt", "used.npz"]


def test_nothing_in_it_expands_or_runs(parts: list[Part]) -> None:
    with zipfile.ZipFile(io.BytesIO(kept.packed(parts))) as opened:
        assert {one.compress_type for one in opened.infolist()} == {zipfile.ZIP_STORED}
        headers = {opened.read(name)[:128].split(b"'descr': ")[1][:7] for name in opened.namelist()}
    assert not [header for header in headers if b"O" in header]
