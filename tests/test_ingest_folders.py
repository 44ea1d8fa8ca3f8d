"""Folders searched in depth: what is found, in which order, and what is passed over and told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from milbalance.errors import MilbalanceError
from milbalance.ingest import folders


def made(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def found(*named: Path) -> tuple[list[str], tuple[str, ...]]:
    there = folders.find(named)
    return [path.relative_to(named[0]).as_posix() for path in there.paths], there.skipped


def test_files_are_found_in_depth_in_one_order_and_hidden_ones_are_not(tmp_path: Path) -> None:
    made(tmp_path, "b/2.csv", "b/1.csv", "a.csv", "c/d/e.xlsx", ".git/x.csv", "b/.y.csv", "__MACOSX/z.csv")
    assert found(tmp_path) == (["a.csv", "b/1.csv", "b/2.csv", "c/d/e.xlsx"], ())


def test_a_file_may_be_named_and_nothing_is_found_twice(tmp_path: Path) -> None:
    made(tmp_path, "a/1.csv", "a/2.csv")
    assert found(tmp_path, tmp_path / "a", tmp_path / "a" / "2.csv")[0] == ["a/1.csv", "a/2.csv"]


def test_links_and_pipes_lead_nowhere(tmp_path: Path) -> None:
    made(tmp_path, "in/1.csv", "out/2.csv")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "away").symlink_to(tmp_path / "out", target_is_directory=True)
    (tmp_path / "in" / "gone.csv").symlink_to(tmp_path / "nothing")
    (tmp_path / "in" / "twice.csv").symlink_to(tmp_path / "in" / "1.csv")
    os.mkfifo(tmp_path / "in" / "pipe.csv")
    names, skipped = found(tmp_path / "in")
    assert names == ["1.csv"]
    told = [line.rpartition("/in/")[2] for line in skipped]
    assert told == [
        "away: a link to a folder, not followed",
        "round: a link to a folder, not followed",
        "gone.csv: cannot be read (No such file or directory)",
        "pipe.csv: no regular file",
    ]


def test_the_search_is_bounded_and_says_where_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "1.csv", "2.csv", "3.csv", "a/b/c/4.csv")
    for bound, wanted, told in (
        ("MOST_FILES", ["1.csv", "2.csv"], "3.csv: not read, and what comes after it: wanted at most 2 files"),
        ("MOST_BYTES", [], "1.csv: not read, and what comes after it"),
        ("LARGEST", [], "1.csv: 5 bytes; wanted at most 2"),
        ("DEEPEST", ["1.csv", "2.csv", "3.csv"], "b: folders below it not searched: wanted at most 2"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(folders, bound, 2)
            names, skipped = found(tmp_path)
        assert names == wanted and told in skipped[0], bound


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MilbalanceError, match="no-such: no such file or folder"):
        folders.find([tmp_path, tmp_path / "no-such"])


def test_a_folder_without_a_file_is_told(tmp_path: Path) -> None:
    """Who names the wrong folder is not told of missing numbers alone."""
    (tmp_path / "empty").mkdir()
    assert folders.find([tmp_path / "empty"]).skipped == (f"{tmp_path / 'empty'}: no file in it",)
