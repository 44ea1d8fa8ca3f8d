"""A folder that passed its checks is not checked again; whatever changes in it, or in the checks, is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from milbalance import cli
from milbalance.errors import DataError
from milbalance.io import store
from milbalance.tables import checked, documents, load, paths, validate


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    return Path(shutil.copytree(paths.data(), tmp_path / "data"))


def test_what_passed_is_checked_again_when_a_cell_or_a_key_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load.everything(folder)
    with monkeypatch.context() as patch:
        for module in (validate, documents):
            patch.setattr(module, "check", lambda *_: pytest.fail("checked again"))
        again = load.everything(folder)
    assert all(again.tables[name].equals(table) for name, table in first.tables.items())
    assert [getattr(again, name) for name in load.DOCUMENTS] == [getattr(first, name) for name in load.DOCUMENTS]
    for name, extra in {"fx.csv": "not,a,rate\n", "article.yml": "unknown: key\n"}.items():
        before = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(before + extra, encoding="utf-8")
        with pytest.raises(DataError, match=name):
            load.everything(folder)
        (folder / name).write_text(before, encoding="utf-8")


def test_every_byte_of_the_folder_and_of_the_checks_is_in_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, package = tmp_path / "data", tmp_path / "package"
    inside = [tables / "a.csv", tables / "article.yml", tables / "datapackage.json"]
    code = [package / name for name in ("errors.py", "tables/validate.py", "tables/schemas/article.json")]
    monkeypatch.setattr(checked.paths, "PACKAGE", package)
    seen = []
    for changed in (None, *inside, *code):
        for path in (*inside, *code):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("two" if path == changed else "one")
        checked._checked_by.cache_clear()
        seen.append(checked.seal(tables))
    (tables / "a.csv").rename(tables / "b.csv")
    seen.append(checked.seal(tables))
    checked._checked_by.cache_clear()
    assert len(set(seen)) == len(seen)


def test_a_folder_that_changed_meanwhile_gets_no_note(folder: Path) -> None:
    sealed = checked.seal(folder)
    (folder / "fx.csv").write_text("", encoding="utf-8")
    checked.note(sealed, folder)
    assert not checked.passed(sealed)


def test_the_command_check_never_asks_for_a_note(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "passed", lambda _: pytest.fail("asked for a note"))
    (folder / "fx.csv").write_text("month\n", encoding="utf-8")
    assert CliRunner().invoke(cli.app, ["check", str(folder)]).exit_code == 2
