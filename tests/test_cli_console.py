"""Neither a reader's terminal nor the settings of other programs change what is printed, drawn or exited with."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from typer.testing import CliRunner

from milbalance import cli
from milbalance.charts import export, style
from milbalance.cli import console
from milbalance.tables import load


@pytest.fixture
def _as_it_was() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("_as_it_was")
@pytest.mark.parametrize("encoding", ["latin-1", "cp1251"])
def test_a_terminal_that_knows_few_letters_still_gets_an_answer(
    encoding: str, data: load.Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    monkeypatch.setattr(sys, "stdout", printed)
    monkeypatch.setattr(sys, "argv", ["milbalance", "list", "places", "--json"])
    monkeypatch.setattr(load, "everything", lambda: data)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    read = json.loads(printed.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
    assert {"Türkiye"} <= {row["other_names"] for row in read}, "no letter is lost"


@pytest.mark.usefixtures("_as_it_was")
def test_the_end_of_a_session_clears_up_as_ctrl_c_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "foo")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")
    monkeypatch.setenv("MATPLOTLIBRC", "mine")
    console.prepare()
    assert not {"MPLBACKEND", "SOURCE_DATE_EPOCH"} & os.environ.keys()
    assert os.environ["MATPLOTLIBRC"] == os.devnull
    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == 143


def test_the_command_line_takes_no_settings_from_other_programs(tmp_path: Path) -> None:
    """A backend that does not exist, a date that is none, a broken matplotlibrc: each ended in a traceback."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "matplotlibrc").write_bytes(b"font.size: \xff\n")
    settings = {
        "MPLBACKEND": "foo",
        "SOURCE_DATE_EPOCH": "1e12",
        "MATPLOTLIBRC": str(tmp_path / "mine"),
        "PYTHONIOENCODING": "latin-1",
    }
    command = [sys.executable, "-m", "milbalance", "figures", "gas_exports", "--format", "svg", "--out", "."]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | settings | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "1 figure drawn."


def drawn(data: load.Data, folder: Path, *formats: str) -> dict[str, bytes]:
    export.draw_all(data, folder, ["gas_exports"], formats or ("svg", "png", "pdf"))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_reader_s_backend_settings_and_date_change_no_byte(
    data: load.Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = drawn(data, tmp_path / "plain")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")
    pyplot.switch_backend("svg")
    mpl.rcParams.update({"font.size": 20, "timezone": "Asia/Tokyo", "savefig.dpi": 300, "axes.facecolor": "red"})
    odd = drawn(data, tmp_path / "odd")
    assert [name for name, content in plain.items() if odd[name] != content] == []
    assert os.environ["SOURCE_DATE_EPOCH"] == "abc", "the reader's own"


def test_the_theme_sets_what_matplotlib_s_defaults_leave() -> None:
    style.use()
    wanted = dict(mpl.rcParams)
    mpl.rcParams.update({"timezone": "Asia/Tokyo", "figure.max_open_warning": 1, "font.size": 3, "svg.id": "x"})
    style.use()
    assert {name for name, value in wanted.items() if mpl.rcParams[name] != value} == set()


def test_an_interrupt_leaves_no_figure_of_two_runs(
    data: load.Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a figure is made before any of its files is put in place."""
    before = drawn(data, tmp_path, "svg")
    for path in tmp_path.iterdir():
        path.write_bytes(b"of an earlier run")

    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(export, "numbers", interrupt)
    with pytest.raises(KeyboardInterrupt):
        drawn(data, tmp_path, "svg")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(
        before, b"of an earlier run"
    )


def test_an_interrupt_is_told_in_a_word_with_the_exit_code_of_shells(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> load.Data:
        raise KeyboardInterrupt

    monkeypatch.setattr(load, "everything", interrupt)
    done = CliRunner().invoke(cli.app, ["claims"])
    assert (done.exit_code, done.stdout, done.stderr) == (130, "", "interrupted\n")
