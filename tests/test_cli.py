"""The command line: what it prints, where it writes and how it ends."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbclient
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

import milbalance
import tiny_article
from milbalance import __main__, arguments, articles, cli
from milbalance.articles import ledger_files
from milbalance.charts import export, faults
from milbalance.choices import verdicts
from milbalance.cli import app
from milbalance.tables import load, paths, schema

COMMANDS: list[str] = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


pytestmark = pytest.mark.usefixtures("read_once")


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def with_parts(group: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command by its words; of a group, such as `article`, the commands in it."""
    for name, command in group.commands.items():
        for words, part in with_parts(command) if hasattr(command, "commands") else [((), command)]:
            yield (name, *words), part


def test_every_help_explains_its_command_with_examples_that_can_be_typed() -> None:
    for names, command in with_parts(typer.main.get_command(app)):
        shown = run(*names, "-h")
        assert (shown.exit_code, "Usage:" in shown.output, "Examples:" in shown.output) == (0, True, True), names
        assert len(shown.output.splitlines()) >= 8, names
        told = (command.epilog or "").split("\n\n")
        assert told[0] == "Examples:" and told[1:], names
        options = {option for parameter in command.params for option in parameter.opts}
        for line in told[1:]:
            words = shlex.split(line.partition(" > ")[0])
            assert words[: len(names) + 1] == ["milbalance", *names], line
            assert {word for word in words if word.startswith("-")} <= options, line


def test_the_version_is_said_with_the_folder_of_the_tables() -> None:
    done = run("--version")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"milbalance {milbalance.__version__}, tables in {paths.told(paths.data())}\n"


def test_help_lists_every_command_and_the_exit_codes() -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert all(word in done.output for word in (*COMMANDS, "Exit code 0", "2: the input has a fault"))


def test_check_says_that_the_shipped_tables_are_fine() -> None:
    done = run("check")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"All {len(schema.tables())} tables in {paths.told(paths.data())} are valid.\n"


def test_a_file_that_does_not_exist_has_no_line_and_no_column(tmp_path: Path) -> None:
    done = run("check", str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0].endswith("nowhere: found no datapackage.json; wanted a data folder")
    for words in (("import", "cow-nmc"), ("reconcile",)):
        done = run(*words, str(tmp_path / "none.csv"))
        assert done.exit_code == 2
        assert done.stderr.startswith("none.csv: found no such file; wanted "), words


def test_figures_draws_only_what_is_named(tmp_path: Path) -> None:
    done = run("figures", "spending_levels", "spending_ratio", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "2 figures drawn." in done.output
    kinds = ("csv", "json", "png", "svg")
    wanted = {f"{name}.{kind}" for name in ("spending_levels", "spending_ratio") for kind in kinds}
    assert {path.name for path in tmp_path.iterdir()} == wanted


def test_figures_by_name_say_what_was_written_and_nothing_of_other_claims(tmp_path: Path) -> None:
    done = run("figures", "SPENDING-levels", "--out", str(tmp_path), "--format", "svg")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["1 figure drawn.", f"{tmp_path}/spending_levels: .svg, .csv, .json"]


def test_figures_print_every_claim_with_its_verdict_and_end_with_counts_and_the_next_step(
    data: load.Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "draw_all", lambda *_, **__: [])
    monkeypatch.setattr(load, "everything", lambda: replace(data, claims=few(data)))
    done = run("figures", "--format", "pdf")
    assert (done.exit_code, done.stderr) == (0, "")
    every: Any = few(data)
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if " article: " in line}
    assert list(lines) == list(every["claim_id"])
    for claim in every.itertuples():
        line, assessed = lines[claim.claim_id], articles.assess(data, claim.claim_id)
        assert line.split("article:")[0].split(maxsplit=1)[1].strip() == assessed.words
        assert f"article: {assessed.claim.said} " in line
        assert f" {articles.found(assessed.answer, claim.relation)} " in line.split("data:")[1]
        about = [name for name, spec in data.figures.items() if claim.claim_id in spec.get("claims", ())]
        assert not about or line.split()[-1] == f"{paths.told(paths.figures())}{about[0]}.svg"
    counts, following = done.stdout.splitlines()[-2:]
    assert counts.startswith(f"Of {len(every)} statements: ")
    assert all(word in counts for word in verdicts.VERDICTS)
    assert f"{next(iter(data.figures))}.png" in following and "milbalance claims NAME" in following


def test_figures_of_broken_data_stops_before_it_draws(
    data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_copy / "spending.csv").write_text("place\nAZE\n", encoding="utf-8")
    monkeypatch.setattr(paths, "data", lambda: data_copy)
    done = run("figures", "spending_levels", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2 and "spending.csv:" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_notebook_command_or_option_is_bad_input() -> None:
    done = run("notebooks", "99")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "no notebook 99" in done.stderr and "01_spending" in done.stderr
    assert run("paint").exit_code == 2
    assert run("figures", "--colour").exit_code == 2


@pytest.fixture
def notebooks_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The smallest notebook in a folder of its own, as the only one there is."""
    smallest = min(paths.notebooks().glob("[0-9][0-9]_*.ipynb"), key=lambda path: path.stat().st_size)
    monkeypatch.setattr(paths, "notebooks", lambda: tmp_path)
    return Path(shutil.copy(smallest, tmp_path))


def test_a_second_run_of_a_notebook_changes_no_byte(notebooks_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a kernel, so that outputs stay; those of one are compared where a pair and an article are written."""
    monkeypatch.setattr(nbclient.NotebookClient, "setup_kernel", lambda _: nullcontext())
    monkeypatch.setattr(nbclient.NotebookClient, "execute_cell", lambda *_, **__: None)
    before = notebooks_copy.read_bytes()
    done = run("notebooks")
    assert (done.exit_code, done.output) == (0, f"{notebooks_copy.name}: unchanged\n"), "`make notebooks`"
    assert notebooks_copy.read_bytes() == before


@pytest.mark.enable_socket  # a kernel talks over loopback
def test_a_notebook_that_fails_stays_as_it_was(notebooks_copy: Path) -> None:
    spoilt = notebooks_copy.read_bytes().replace(b"milbalance.open_article()", b"milbalance.nothing()")
    notebooks_copy.write_bytes(spoilt)
    done = run("notebooks", notebooks_copy.stem[:2])
    assert done.exit_code == 2
    assert notebooks_copy.name in done.stderr and "nothing" in done.stderr
    assert notebooks_copy.read_bytes() == spoilt


@pytest.mark.enable_socket
def test_an_interrupted_notebook_stays_as_it_was_and_leaves_nothing(
    notebooks_copy: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    kernels: list[Any] = []

    def interrupt(client: Any, *_: Any, **__: Any) -> None:
        kernels.append(client.km)
        raise KeyboardInterrupt

    monkeypatch.setattr(nbclient.NotebookClient, "execute_cell", interrupt)
    before = notebooks_copy.read_bytes()
    done = run("notebooks")
    assert (done.exit_code, done.stderr) == (130, "interrupted\n")
    assert notebooks_copy.read_bytes() == before
    assert not list(temporary.iterdir()) and not kernels[0].has_kernel


# The ledger

FIELDS = {
    *("claim_id", "statement", "relation", "stated", "low", "high", "unit", "plain", "verdict", "sentence"),
    *("measured_by", "support", "choices_counted", "choices_inside", "choices_undecided", "choices_unanswered"),
    *("sources", "figure", "notebook"),
}


@pytest.fixture(scope="module")
def as_json() -> list[dict[str, Any]]:
    done = run("claims", "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_claims_as_json_are_a_list_of_objects_with_the_promised_fields(
    as_json: list[dict[str, Any]], data: load.Data
) -> None:
    found = as_json
    assert [claim["claim_id"] for claim in found] == list(data.claims["claim_id"])
    for claim in found:
        assert set(claim) >= FIELDS
        assert claim["plain"] is None or isinstance(claim["plain"], float)
        assert isinstance(claim["sources"], list) and claim["sources"]
        kinds = [claim[f"choices_{kind}"] for kind in ("inside", "undecided", "counted")]
        assert kinds[0] + kinds[1] <= kinds[2]


def test_plain_readings_of_json_are_in_the_units_of_the_ledger(as_json: list[dict[str, Any]]) -> None:
    plain = {claim["claim_id"]: claim["plain"] for claim in as_json}
    assert plain["spending-24bn"] == pytest.approx(27.03, abs=0.01)  # billions, not millions
    assert plain["israel-60"] == pytest.approx(21.3, abs=0.05)  # per cent, not a share
    assert plain["gas-eighth"] == pytest.approx(20 / 155)  # a share
    assert plain["gas-unit"] == pytest.approx(8.1e9)  # cubic metres
    assert plain["armenia-three-million"] == pytest.approx(2.96, abs=0.01)  # million persons
    assert plain["spending-5bn-russia"] is None


def test_named_claims_alone_and_an_unknown_one(data: load.Data) -> None:
    done = run("claims", "Israel_60", " DAYS", "--json")  # whatever their case and dashes
    assert [claim["claim_id"] for claim in json.loads(done.stdout)] == ["israel-60", "days"]
    unknown = run("claims", "israel-61")
    assert unknown.exit_code == 2
    assert unknown.stderr.count("\n") == 1 and "israel-61" in unknown.stderr and "israel-60" in unknown.stderr


def test_a_claim_that_nobody_knows_is_answered_with_what_is_near(data: load.Data) -> None:
    for command in ("claims", "choices"):
        done = run(command, "spendin-ratio")
        assert done.exit_code == 2
        assert done.stderr.startswith("no claim 'spendin-ratio'; there are: spending-ratio, ")
        assert len(done.stderr) < 300
    begun = [name for name in data.claims["claim_id"] if name.startswith("spending")]
    assert f"there are: {', '.join(begun[: arguments.FEW])} and " in run("claims", "spending").stderr
    both = run("claims", "nothing-of-this", "days", "soldier").stderr.splitlines()
    assert [line.split(";")[0] for line in both] == ["no claim 'nothing-of-this'", "no claim 'soldier'"]
    assert f"and {len(data.claims) - arguments.FEW} more (`milbalance list claims` has them all)" in both[0]
    assert "there are: soldiers-double, " in both[1]


def test_what_commands_take_by_name_can_be_listed(data: load.Data) -> None:
    for what in ("claims", "figures", "sources", "places"):
        wanted = list(data.figures) if what == "figures" else list(getattr(data, what).iloc[:, 0])
        assert [line.split()[0] for line in run("list", what).stdout.splitlines()[1:]] == wanted
        first = json.loads(run("list", what, "--json").stdout)[0]
        assert wanted[0] in first.values() and len(first) in (3, 4)
        assert [row[0] for row in csv.reader(io.StringIO(run("list", what, "--csv").stdout))][1:] == wanted
    rows = json.loads(run("list", "groups", "--json").stdout)
    assert {"group": "NATO", "scheme": "membership", "members": 32} in rows
    lines = run("list", "places", "qarab").stdout + run("list", "places", "ARTSAKH").stdout
    assert "NKR" in lines and "France" not in lines
    none = run("list", "claims", "zebra")
    assert none.exit_code == 2 and "zebra" in none.stderr


def test_the_ledger_is_written_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_files, "write", lambda *_: pytest.fail("written"))
    done = run("claims", "days", "--write")
    assert done.exit_code == 2 and done.stderr.count("\n") == 1 and "--write alone" in done.stderr


FEW = ["days", "israel-60", "spending-5bn-russia"]


def few(data: load.Data) -> pd.DataFrame:
    """Some rows of the ledger: all of it takes seconds."""
    return data.claims[data.claims["claim_id"].isin(FEW)]


def with_an_open_claim(data: load.Data) -> load.Data:
    row = data.claims[data.claims["claim_id"] == "days"].assign(claim_id="days-again", verdict=None)
    return replace(data, claims=pd.concat([row, few(data)], ignore_index=True))


def test_a_claim_without_a_computation_stops_no_other(data: load.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "everything", lambda: with_an_open_claim(data))
    done = run("claims", "--csv")
    assert done.exit_code == 0
    assert [row["claim_id"] for row in csv.DictReader(io.StringIO(done.stdout))] == list(few(data)["claim_id"])
    assert done.stderr.count("\n") == 1 and "days-again is left out" in done.stderr
    assert run("claims", "days").exit_code == 0 and run("claims", "days").stderr == ""
    alone = run("claims", "days-again")
    assert alone.exit_code == 2 and "no computation for the claim 'days-again'" in alone.stderr


def test_check_says_which_claims_have_no_computation(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "faults", lambda *_: [])  # of figures, which takes long
    file = data_copy / "claims.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    (row,) = [line for line in lines if line.startswith("days,")]
    file.write_text("".join(lines) + row.replace("days,", "days-again,", 1), encoding="utf-8")
    done = run("check", str(data_copy))
    assert done.exit_code == 0 and "are valid" in done.stdout
    assert done.stderr.startswith("claims.csv: days-again is left out")


def test_claims_as_csv_have_one_row_each_and_those_for_reading_end_with_the_counts() -> None:
    asked = "spending-ratio", "drone-origins"
    rows = list(csv.DictReader(io.StringIO(run("claims", *asked, "--csv").stdout)))
    assert [row["claim_id"] for row in rows] == list(asked)
    assert set(rows[0]) >= FIELDS
    assert run("claims", *asked).stdout.splitlines()[-1] == "does not hold 1, holds 1"


def test_committed_verdicts_are_those_computed_and_a_flip_is_told(
    as_json: list[dict[str, Any]], data: load.Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    flipped = [row["claim_id"] for row in as_json if row["committed"] != row["kind"]]
    assert not flipped, "`make refresh` prints the verdicts that flipped"
    kept = data.claims["verdict"].where(data.claims["claim_id"] != "days", "does not hold")
    ledger = data.claims.assign(verdict=kept)
    monkeypatch.setattr(load, "everything", lambda: replace(data, claims=ledger))
    done = run("claims", "days", "--changed")
    first, second = done.stdout.splitlines()
    assert done.exit_code == 1
    assert first == f"days: was “does not hold”, now “{articles.assess(data, 'days').words}”"
    assert second.startswith("1 verdict of 1 has changed.")
    done = run("claims", "days", "israel-60", "--changed", "--json")
    assert (done.exit_code, [row["claim_id"] for row in json.loads(done.stdout)]) == (1, ["days"])
    assert run("claims", "israel-60", "--changed").stdout == "No verdict has changed (1 checked).\n"


def test_choices_as_json_have_the_promised_fields() -> None:
    found = json.loads(run("choices", "soldiers-double", "--json").stdout)
    assert {"choice", "value", "inside", "counted", "weight", "why"} <= set(found[0])
    wanted = {"source": "IISS 2020", "definition": "active", "Karabakh": "without Karabakh’s forces"}
    assert found[0]["choice"] == wanted
    assert found[0]["value"] == pytest.approx(67 / 45)
    assert found[0]["inside"] is None and found[0]["counted"] is True
    assert sum(row["weight"] for row in found) == pytest.approx(1)
    assert {row["inside"] for row in found} == {True, False, None}


def test_choices_as_csv_and_for_reading() -> None:
    rows = list(csv.DictReader(io.StringIO(run("choices", "israel-60", "--csv").stdout)))
    assert rows[0]["choice"].startswith("measure: volume; years: 1992–2020; release: ")
    text = run("choices", "israel-60").stdout
    assert "We get 21.3 from SIPRI" in text and "Verdict: by proxy: depends (holds only if)" in text


def test_choices_that_count_can_be_had_alone(data: load.Data) -> None:
    grid = articles.assess(data, "spending-ratio").grid
    counted = int((grid["counted"] | grid["plain"]).sum())
    assert counted < len(grid)
    assert len(json.loads(run("choices", "spending-ratio", "--counted", "--json").stdout)) == counted
    lines = run("choices", "spending-ratio", "--counted").stdout.splitlines()
    assert not [line for line in lines if line.endswith("  shown")]
    assert f"{len(grid) - counted} more do not count towards the verdict." in lines
    assert lines[-1] == run("choices", "spending-ratio").stdout.splitlines()[-1]


# Official files


def test_an_official_file_comes_in_as_rows_of_the_shipped_table(tmp_path: Path) -> None:
    file, out = tmp_path / "nmc.csv", tmp_path / "rows.csv"
    file.write_text("stateabb,ccode,year,milex,milper,cinc\nITA,325,2015,1000,5,0.01\nITA,325,2016,-9,5,0.01\n")
    done = run("import", "cow-nmc", str(file), "--source-id", "cow-nmc-test", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert done.stdout == "" and "2 rows" in done.stderr
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert list(rows[0]) == list(load.table("spending").columns)
    assert [(row["place"], row["year"], row["value"]) for row in rows] == [
        ("ITA", "2015", "1"),
        ("ITA", "2016", ""),
    ]
    done = run(
        "import", "cow-nmc", str(file), "--source-id", "x", "--out", str(tmp_path / "no folder" / "rows.csv")
    )
    (line,) = done.stderr.splitlines()[-1:]
    assert done.exit_code == 2 and "no folder" in line and "No such file" in line


def test_a_file_of_another_kind_is_refused_in_one_line_and_writes_nothing(tmp_path: Path) -> None:
    file, out = tmp_path / "book.xlsx", tmp_path / "rows.csv"
    file.write_text("a,b\n1,2\n")
    for kind in ("sipri-milex", "sipri-transfers", "wdi", "cow-nmc"):
        done = run("import", kind, str(file), "--out", str(out))
        assert done.exit_code == 2, kind
        assert done.stderr.count("\n") == 1 and "book.xlsx" in done.stderr and "Traceback" not in done.stderr
    assert not out.exists()
    assert run("import", "sipri-milex", str(tmp_path / "none.xlsx")).exit_code == 2


def capabilities(folder: Path, name: str, milex: str) -> Path:
    """A file of capabilities with one number of Armenia in 2015, as version 6.0 prints it or another."""
    file = folder / name
    rows = "".join(f"ARM,371,{year},{milex if year == 2015 else '1'},45,0.001\n" for year in (2015, 2016))
    file.write_text("stateabb,ccode,year,milex,milper,cinc\n" + rows)
    return file


def test_reconcile_names_the_cells_that_differ_and_ends_with_1(tmp_path: Path, data: load.Data) -> None:
    shipped = data.spending.query("place == 'ARM' and year == 2015 and source_id == 'cow-nmc-6.0'")["value"].iloc[0]
    done = run("reconcile", str(capabilities(tmp_path, "nmc.csv", f"{1000 * shipped:.0f}")))
    assert done.exit_code == 1, done.output
    assert "2016" in done.stdout and "differs" in done.stdout
    assert run("reconcile", str(tmp_path / "none.csv")).exit_code == 2


PAIR = "pair", "--out", "x"
REFUSED: dict[tuple[str, ...], str] = {
    ("editions", "a.csv", "b.csv", "--place", "Armenia"): "Armenia is ARM",
    ("editions", "a.csv", "b.csv", "--source-id", "cow-nmc-6.0"): "wanted a.csv=cow-nmc-6.0 or b.csv=cow-nmc-6.0",
    ("choices", "days", "--json", "--csv"): "wanted one of them",
    (*PAIR, "Israel", "tur"): "Israel is ISR",
    (*PAIR, "isr", "ISR"): "ISR twice; wanted two places",  # a code serves in either case
    (*PAIR, "GEO", "XXX"): "XXX",
    (*PAIR, "GEO", "RUS", "--years", "2020-"): "wanted a year or a first and a last one",
    (*PAIR, "GEO", "RUS", "--years", "2020-2000"): "2020",
    (*PAIR, "isr", "tur", "--source-id", "sipri-milex-2026"): "and no file of --milex",
    (*PAIR, "isr", "tur", "--milex", "a.xlsx", "--milex", "b.xlsx"): "a.xlsx",
}


def test_what_cannot_be_asked_is_answered_in_one_line_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = {words: run(*words) for words in REFUSED}
    wrong = [
        f"{words}: {done[words].output}"
        for words, said in REFUSED.items()
        if done[words].exit_code != 2 or said not in done[words].stderr or done[words].output.count("\n") != 1
    ]
    assert not wrong and not list(tmp_path.iterdir()), "\n".join(wrong)


def test_editions_of_two_files_that_are_no_releases_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    done = run("editions", str(tmp_path / "a.csv"), str(tmp_path / "a.csv"))
    assert done.exit_code == 2 and done.stderr.count("\n") == 1 and "a.csv" in done.stderr


def test_a_faulty_list_of_pairs_is_told_by_line(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("side_a,side_b\nGEO,RUS\nGEO,XXX\nGEO,GEO\n")
    done = run("pairs", str(listed), "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "list.csv:3:" in done.stderr and "list.csv:4:" in done.stderr and "list.csv:2:" not in done.stderr


def test_ctrl_c_while_libraries_load_ends_in_one_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupted)
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert (ended.value.code, capsys.readouterr()) == (130, ("", "interrupted\n"))


def test_another_article_is_checked_and_answered_from_its_folder(tmp_path: Path) -> None:
    folder = str(tiny_article.write(tmp_path))
    assert run("check", folder).output == "Neighbours: 1 statement can be calculated.\n"
    (row,) = json.loads(run("claims", "--article", folder, "--json").stdout)
    assert row["claim_id"] == "sixty-six-times" and row["plain"] == pytest.approx(20436.9171 / 310.6141)
    curve = run("choices", "sixty-six-times", "--article", folder)
    assert curve.exit_code == 0 and "2019   edition of 2025" in curve.stdout
    assert not list(tmp_path.glob("*/"))


def test_another_article_that_is_wrong_ends_in_plain_lines(tmp_path: Path) -> None:
    folder = str(tiny_article.write(tmp_path, choices=tiny_article.CHOICES.replace("GEO", "Georgia")))
    for words in (["check", folder], ["claims", "--article", folder], ["choices", "x", "--article", folder]):
        done = run(*words)
        assert done.exit_code == 2 and done.stderr.startswith("choices.yml:3:30: found 'Georgia'; wanted a code")
    assert run("claims", "--article", folder, "--write").exit_code == 2
    nowhere = run("claims", "--article", str(tmp_path / "nowhere"))
    assert nowhere.exit_code == 2 and "no folder" in nowhere.stderr


def test_check_tells_what_is_wrong_with_the_choices_of_a_data_folder(data_copy: Path) -> None:
    file = data_copy / "choices.yml"
    text = file.read_text(encoding="utf-8")
    line = text[: text.index("iiss-mb-2020\n    year")].count("\n") + 1
    file.write_text(text.replace("iiss-mb-2020\n    year", "iiss-mb-2002\n    year", 1), encoding="utf-8")
    done = run("check", str(data_copy))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"choices.yml:{line}:13: found 'iiss-mb-2002'; wanted a source_id: iiss-mb-2020")
