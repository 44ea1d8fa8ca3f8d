"""A file is replaced whole or not at all, and an interrupt leaves nothing behind."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from milbalance.io import files


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")
    return path


def stop_while_writing(stop: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the content reaches the file, then the write stops."""
    real = os.fdopen

    def half_written(handle: int, mode: str) -> object:
        with real(handle, mode) as file:
            file.write(b"ne")
        raise stop

    monkeypatch.setattr(os, "fdopen", half_written)


def stop_before_the_swap(stop: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    """All content is written, then the file cannot be put in its place."""

    def refuse(self: Path, target: Path) -> Path:
        raise stop

    monkeypatch.setattr(Path, "replace", refuse)


def test_the_new_content_replaces_the_old_and_others_may_read_it(old: Path) -> None:
    files.replace(old, b"new")
    files.replace(old.with_name("other.csv"), b"new")
    assert everything_in(old.parent) == {"table.csv": b"new", "other.csv": b"new"}
    assert old.with_name("other.csv").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("stop", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize("accident", [stop_while_writing, stop_before_the_swap])
def test_an_accident_leaves_the_old_content_and_nothing_else(old, accident, stop, monkeypatch) -> None:
    accident(stop, monkeypatch)
    with pytest.raises(stop):
        files.replace(old, b"new")
    assert everything_in(old.parent) == {"table.csv": b"old"}, (
        "files.replace must write beside the file and clean up"
    )


def test_files_that_belong_together_are_all_old_or_all_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt between two swaps waits for the last one; before the first, nothing has changed."""
    both = [tmp_path / "a.svg", tmp_path / "a.csv"]
    for path in both:
        path.write_bytes(b"old")
    swap, seen = Path.replace, []

    def interrupted(self: Path, target: Path) -> Path:
        seen.append(target.name)
        signal.raise_signal(signal.SIGINT)
        return swap(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.replace_together(dict.fromkeys(both, b"new"))
    assert seen == ["a.svg", "a.csv"]
    assert everything_in(tmp_path) == {"a.svg": b"new", "a.csv": b"new"}


def test_of_files_that_belong_together_none_is_put_in_place_while_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"old")
    with pytest.raises(OSError):
        files.replace_together({tmp_path / "a.svg": b"new", tmp_path / "nowhere" / "a.csv": b"new"})
    assert everything_in(tmp_path) == {"a.svg": b"old"}


def test_a_temporary_folder_is_gone_however_its_use_ends(tmp_path: Path) -> None:
    for stop in (OSError, KeyboardInterrupt, SystemExit):
        with pytest.raises(stop), files.temporary_folder("x-", tmp_path) as folder:
            (folder / "half").write_bytes(b"written")
            raise stop
        assert not list(tmp_path.iterdir())


def test_a_second_interrupt_does_not_stop_the_clearing_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove = shutil.rmtree

    def interrupted(path: Path, **options: bool) -> None:
        signal.raise_signal(signal.SIGINT)
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt), files.temporary_folder("x-", tmp_path) as folder:
        (folder / "half").write_bytes(b"written")
    assert not list(tmp_path.iterdir())
