"""The command line: what it prints, where it writes and how it ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from milbalance import claims, load, paths
from milbalance.cli import app

COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands]  # type: ignore[union-attr]


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def process(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "milbalance", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output and len(done.output.splitlines()) >= 8


def test_help_lists_every_command_and_the_exit_codes() -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert {"check", "figures", "notebooks"} <= set(COMMANDS)
    assert all(word in done.output for word in (*COMMANDS, "Exit code 0", "2: bad input"))


def test_check_says_that_the_shipped_tables_are_fine() -> None:
    done = run("check")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("tables are as datapackage.json describes them.\n")


def test_check_names_file_line_and_column_of_every_fault(data_copy: Path) -> None:
    table = data_copy / "spending.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    for number in (3, 5):
        place, year, rest = lines[number - 1].split(",", 2)
        lines[number - 1] = f"{place},year {year},{rest}"
    table.write_text("".join(lines), encoding="utf-8")
    done = run("check", str(data_copy))
    assert done.exit_code == 2
    assert "spending.csv:3:year: " in done.stderr and "spending.csv:5:year: " in done.stderr
    assert "faults" in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr


def test_check_of_a_folder_without_data_is_bad_input(tmp_path: Path) -> None:
    done = run("check", str(tmp_path / "nowhere"))
    assert done.exit_code == 2 and done.stderr and "Traceback" not in done.stderr


def test_figures_draws_only_what_is_named(tmp_path: Path) -> None:
    done = run("figures", "spending_levels", "spending_sum", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "2 figures drawn." in done.output
    kinds = ("csv", "json", "png", "svg")
    wanted = {f"{name}.{kind}" for name in ("spending_levels", "spending_sum") for kind in kinds}
    assert {path.name for path in tmp_path.iterdir()} == wanted


def test_figures_prints_what_is_stated_and_what_is_computed_for_every_balance_claim(
    tmp_path: Path, data: load.Data
) -> None:
    done = process("figures", "spending_levels", "--format", "svg", "--out", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if " stated " in line}
    balance: Any = data.claims.query("section == 'A'")
    assert list(lines) == list(balance["claim_id"]) and len(lines) == 14
    for claim in balance.itertuples():
        line = lines[claim.claim_id]
        found = claims.found(claim.claim_id, claim.relation, claims.computed(data, claim.claim_id))
        assert f"stated {claims.wording(claim.stated, claim.relation)} " in line
        assert f" {found} " in line.split("computed")[1]
        assert line.endswith(f"figures/{claim.figure}.svg")
        assert (paths.root() / line.split()[-1]).is_file()


def test_figures_of_broken_data_stops_before_it_draws(
    data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_copy / "spending.csv").write_text("place\nAZE\n", encoding="utf-8")
    monkeypatch.setattr(paths, "data", lambda: data_copy)
    done = run("figures", "spending_levels", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2 and "spending.csv:" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_notebook_is_said_in_one_line() -> None:
    done = run("notebooks", "99")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and "no notebook 99" in done.stderr and "01_spending" in done.stderr


def test_an_unknown_command_or_option_is_bad_input() -> None:
    assert run("paint").exit_code == 2
    assert run("figures", "--colour").exit_code == 2


@pytest.fixture
def notebooks_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The smallest notebook in a folder of its own, as the only one there is."""
    smallest = min(paths.notebooks().glob("[0-9][0-9]_*.ipynb"), key=lambda path: path.stat().st_size)
    monkeypatch.setattr(paths, "notebooks", lambda: tmp_path)
    return Path(shutil.copy(smallest, tmp_path))


@pytest.mark.enable_socket  # a kernel talks over loopback
def test_a_second_run_of_a_notebook_changes_no_byte(notebooks_copy: Path) -> None:
    before = notebooks_copy.read_bytes()
    done = run("notebooks")
    assert (done.exit_code, done.output) == (0, f"{notebooks_copy.name}: unchanged\n"), "`make notebooks`"
    assert notebooks_copy.read_bytes() == before


@pytest.mark.enable_socket
def test_a_notebook_that_fails_stays_as_it_was(notebooks_copy: Path) -> None:
    spoilt = notebooks_copy.read_bytes().replace(b"load.everything()", b"load.nothing()")
    notebooks_copy.write_bytes(spoilt)
    done = run("notebooks", notebooks_copy.stem[:2])
    assert done.exit_code == 2
    assert notebooks_copy.name in done.stderr and "nothing" in done.stderr
    assert notebooks_copy.read_bytes() == spoilt
