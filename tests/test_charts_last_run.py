"""What the last run said is said again only while no byte that it saw has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from milbalance.charts import last_run
from milbalance.tables import paths


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package, tables and figures, each of one file, and a run over them that said something."""
    for name in ("package/own.py", f"data/{paths.DESCRIPTOR}", "data/fx.csv", "data/figures.yml", "figures/a.svg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("1", encoding="utf-8")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(paths, "data", lambda: tmp_path / "data")
    last_run.keep(tmp_path / "figures", last_run.inputs(), "holds 1\n")
    return tmp_path


def said(place: Path) -> str | None:
    return last_run.said(place / "figures", last_run.inputs())


def test_it_is_said_again_where_nothing_changed(place: Path) -> None:
    assert said(place) == "holds 1\n"


@pytest.mark.parametrize(
    "name", ["package/own.py", "data/fx.csv", "data/figures.yml", f"data/{paths.DESCRIPTOR}", "figures/a.svg"]
)
def test_any_changed_missing_or_new_file_ends_it(name: str, place: Path) -> None:
    path = place / name
    path.write_text("2", encoding="utf-8")
    changed = said(place)
    path.unlink()
    missing = said(place)
    path.write_text("1", encoding="utf-8")
    assert (changed, missing, said(place)) == (None, None, "holds 1\n")
    if path.name != paths.DESCRIPTOR:
        path.with_stem("new").write_text("1", encoding="utf-8")
        assert said(place) is None


def test_another_folder_another_version_or_none_knows_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(place / "figures", place / "copy")
    assert last_run.said(place / "copy", last_run.inputs()) is None, "its lines name the files of the other"
    assert last_run.said(place / "none", last_run.inputs()) is None
    monkeypatch.setattr(last_run.sysconfig, "get_path", lambda _: str(place))
    (place / "matplotlib-9.dist-info").mkdir()
    assert said(place) is None
