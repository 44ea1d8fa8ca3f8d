"""A file is replaced whole or not at all."""

import os
from pathlib import Path

import pytest

from milbalance import files


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


def test_the_new_content_replaces_the_old(old: Path) -> None:
    files.replace(old, b"new")
    assert everything_in(old.parent) == {"table.csv": b"new"}


def test_a_new_file_is_made_and_others_may_read_it(tmp_path: Path) -> None:
    files.replace(tmp_path / "new.csv", b"new")
    assert everything_in(tmp_path) == {"new.csv": b"new"}
    assert (tmp_path / "new.csv").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("stop", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize("accident", [stop_while_writing, stop_before_the_swap])
def test_an_accident_leaves_the_old_content_and_nothing_else(old, accident, stop, monkeypatch) -> None:
    accident(stop, monkeypatch)
    with pytest.raises(stop):
        files.replace(old, b"new")
    assert everything_in(old.parent) == {"table.csv": b"old"}, (
        "files.replace must write beside the file and clean up"
    )
