"""A folder is whole or as it was: whatever fails or interrupts, and whatever stands in its place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from milbalance.errors import MilbalanceError
from milbalance.io import folder

OURS = json.dumps({"made_by": folder.MADE_BY})


def old_folder(parent: Path) -> Path:
    out = parent / "NOR-SWE"
    out.mkdir()
    (out / folder.MANIFEST).write_text(OURS, encoding="utf-8")
    (out / "old.txt").write_text("old", encoding="utf-8")
    return out


def write_new(out: Path) -> None:
    with folder.whole(out) as new:
        (new / folder.MANIFEST).write_text(OURS, encoding="utf-8")
        (new / "new.txt").write_text("new", encoding="utf-8")


def names(out: Path) -> set[str]:
    return {path.name for path in out.iterdir()}


def test_a_new_folder_and_one_in_the_place_of_an_old_one(tmp_path: Path) -> None:
    for out in (tmp_path / "deep" / "er" / "NOR-SWE", old_folder(tmp_path)):
        write_new(out)
        assert names(out) == {folder.MANIFEST, "new.txt"}
        assert names(out.parent) <= {"NOR-SWE", "deep"}, "something is left beside it"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MilbalanceError, SystemExit])
def test_what_fails_while_writing_leaves_the_old_folder(tmp_path: Path, fault: type[BaseException]) -> None:
    out = old_folder(tmp_path)
    with pytest.raises(fault), folder.whole(out) as new:
        (new / "half.txt").write_text("half", encoding="utf-8")
        raise fault
    assert names(out) == {folder.MANIFEST, "old.txt"} and names(tmp_path) == {"NOR-SWE"}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", [1, 2])
def test_an_interrupt_at_any_rename_leaves_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, after: bool
) -> None:
    out, rename, calls = old_folder(tmp_path), Path.rename, []

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == step and not after:
            raise KeyboardInterrupt
        moved = rename(self, target)
        if len(calls) == step:
            raise KeyboardInterrupt
        return moved

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_new(out)
    assert names(out) in ({folder.MANIFEST, "old.txt"}, {folder.MANIFEST, "new.txt"})
    monkeypatch.undo()
    write_new(out)
    assert names(out) == {folder.MANIFEST, "new.txt"} and names(tmp_path) == {"NOR-SWE"}


def test_an_interrupt_as_the_new_folder_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir

    def interrupted(self: Path, *how: object, **more: object) -> None:
        mkdir(self, *how, **more)  # type: ignore[arg-type]
        if ".new-" in self.name:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "mkdir", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_new(tmp_path / "NOR-SWE")
    assert names(tmp_path) == set()


def test_a_run_killed_between_the_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    out = old_folder(tmp_path)
    out.rename(tmp_path / ".NOR-SWE.old")
    with pytest.raises(KeyboardInterrupt), folder.whole(out):
        raise KeyboardInterrupt
    assert names(out) == {folder.MANIFEST, "old.txt"} and names(tmp_path) == {"NOR-SWE"}


def test_what_killed_runs_left_half_written_goes_when_it_is_old(tmp_path: Path) -> None:
    young, old = tmp_path / ".NOR-SWE.new-young", tmp_path / ".NOR-SWE.new-old"
    for left in (young, old):
        left.mkdir()
    os.utime(old, (0, 0))
    write_new(tmp_path / "NOR-SWE")
    assert names(tmp_path) == {"NOR-SWE", young.name}


@pytest.mark.parametrize("manifest", [None, "{}", "no json", '{"made_by": "somebody"}', "[1]"])
def test_a_folder_of_others_is_refused_and_untouched(tmp_path: Path, manifest: str | None) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text("years of work", encoding="utf-8")
    if manifest is not None:
        (out / folder.MANIFEST).write_text(manifest, encoding="utf-8")
    before = names(out)
    with pytest.raises(MilbalanceError, match="thesis: found a folder with files of others; wanted an empty one"):
        write_new(out)
    assert names(out) == before and names(tmp_path) == {"thesis"}


def test_a_file_in_the_way_is_refused_and_an_empty_folder_taken(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("file", encoding="utf-8")
    with pytest.raises(MilbalanceError, match="taken: found a file; wanted a folder"):
        write_new(tmp_path / "taken")
    with pytest.raises(MilbalanceError, match="cannot be written"):
        write_new(tmp_path / "taken" / "below")
    (tmp_path / "empty").mkdir()
    write_new(tmp_path / "empty")
    assert names(tmp_path / "empty") == {folder.MANIFEST, "new.txt"}
