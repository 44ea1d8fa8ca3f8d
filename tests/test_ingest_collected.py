"""Reading official files lets Python look seldom for what nobody holds, and leaves it as it was."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from milbalance.errors import MilbalanceError
from milbalance.ingest import detect, official
from milbalance.tables.load import Data


def test_objects_are_looked_for_as_before_after_a_file_is_read_or_fails(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, ...]] = []

    def fails(*_: object, **__: object) -> None:
        seen.append(gc.get_threshold())
        raise MilbalanceError("no such file")

    monkeypatch.setattr(detect, "read", fails)
    path = tmp_path / "a.csv"
    path.write_text("a,b\n")
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        (file,) = official.look([tmp_path]).files
        official.packed(file, None, data.spending)
        assert seen == [official.SELDOM] and gc.get_threshold() == (700, 10, 10)
        with pytest.raises(MilbalanceError):
            official.read([tmp_path / "nowhere"])
        assert gc.get_threshold() == (700, 10, 10)
    finally:
        gc.set_threshold(*before)
