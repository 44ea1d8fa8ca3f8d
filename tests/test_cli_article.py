"""The commands for any text: what they write and print, their exit codes, and that they write nowhere else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import answered
from milbalance.articles import begun, open_article
from milbalance.cli import app, common
from milbalance.cli import article as cli_article
from milbalance.measures.vocabulary import entries
from milbalance.publish.article import written
from milbalance.tables import load, paths

pytestmark = pytest.mark.usefixtures("read_once", "in_this_process")
LEVEL = "{},,Turkey spent it in 2019.,spending.level,TUR,,2019,,is,{},billion US dollars,"
HOSTILE = (
    '=HYPERLINK("http://example.org")',
    "+1",
    "@SUM(1)",
    "-2+3",
    "\t=1",
    "[red]x[/red]",
    "<script>x</script>",
)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def text(folder: Path, *rows: str, day: str = "2025-05-31") -> Path:
    """A text of some statements on the shipped tables."""
    folder.mkdir(parents=True)
    (folder / "article.yml").write_text(f"title: T\npublisher: P\npublished: {day}\ncites: SIPRI\n")
    (folder / "claims.csv").write_text("\n".join([",".join(begun.COLUMNS), *rows, ""]))
    return folder


def there(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_article_can_be_checked_at_once(tmp_path: Path) -> None:
    done = run(
        "article", "new", "times-2025", "--in", tmp_path, "--title", 'A "title": {x}', "--published", "2025-05"
    )
    assert (done.exit_code, done.stderr) == (0, "")
    assert there(tmp_path).keys() == {"times-2025/article.yml", "times-2025/claims.csv"}
    checked = run("article", "check", tmp_path / "times-2025", "--json")
    (row,) = json.loads(checked.stdout)
    assert (row["measure"], row["edition"], row["code"]) == ("spending.level", "sipri-milex-2025", None)


def test_a_new_article_is_refused_whole(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    wrong = {
        "A b": ["A b"],
        "../up": ["../up"],
        "long": ["x" * 101],
        "there": ["there"],
        "February": ["x", "--published", "2024-02-30"],
        "May": ["x", "--published", "May 2024"],
        "controls": ["x", "--title", "a\x1b[31mb"],
    }
    for name, words in wrong.items():
        done = run("article", "new", *words, "--in", tmp_path)
        assert (done.exit_code, done.stdout) == (2, ""), name
        assert "found" in done.stderr and "wanted" in done.stderr, name
    assert [path.name for path in tmp_path.iterdir()] == ["there"] and not there(tmp_path)


def test_check_ends_with_0_if_all_holds_1_if_not_and_2_for_bad_input(tmp_path: Path) -> None:
    right = text(tmp_path / "right", LEVEL.format("a", "20.4"))
    some = text(tmp_path / "some", LEVEL.format("a", "20.4"), LEVEL.format("b", "30"))
    bad = text(tmp_path / "bad", LEVEL.format("A", "20.4"))
    before = there(tmp_path)
    codes = {folder: run("article", "check", folder) for folder in (right, some, bad, tmp_path / "nowhere")}
    assert [done.exit_code for done in codes.values()] == [0, 1, 2, 2]
    assert codes[some].stdout.startswith("b "), "the worst first"
    assert codes[some].stdout.endswith("holds 1, does not hold 1\n")
    assert codes[bad].stderr.startswith("claims.csv:2:claim_id: found 'A'; wanted ") and not codes[bad].stdout
    assert there(tmp_path) == before, "check writes nothing"


def test_hostile_words_do_nothing_in_what_is_printed(tmp_path: Path) -> None:
    rows = [
        f'h{number},"{words}","{words}",spending.level,TUR,,2019,,is,30,billion US dollars,"{words}"'
        for number, words in enumerate(one.replace('"', '""') for one in HOSTILE)
    ]
    folder = text(tmp_path / "hostile", *rows)
    shown = run("article", "check", folder)
    assert all(" ".join(words.split()) in " ".join(shown.stdout.split()) for words in HOSTILE), (
        "as they are written"
    )
    found = json.loads(run("article", "check", folder, "--json").stdout)
    assert [row["statement"] for row in found] == [words.strip() for words in HOSTILE]
    cells = [
        cell for row in csv.reader(io.StringIO(run("article", "check", folder, "--csv").stdout)) for cell in row
    ]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r") or cell.startswith("-2+3")]
    both = run("article", "check", folder, "--json", "--csv")
    assert (both.exit_code, both.stdout) == (2, "")


def test_the_choices_of_one_statement_are_listed(tmp_path: Path) -> None:
    folder = text(tmp_path / "some", LEVEL.format("level", "20.4"))
    shown = run("article", "choices", folder, "level")
    assert shown.exit_code == 0 and "Verdict: holds" in shown.stdout
    found = json.loads(run("article", "choices", folder, "level", "--json").stdout)
    assert len(found) == len(open_article(folder).choices("level")) and sum(row["plain"] for row in found) == 1
    near = run("article", "choices", folder, "levle")
    assert near.exit_code == 2 and "level" in near.stderr and not near.stdout


def test_measures_are_found_by_a_word(tmp_path: Path) -> None:
    every = json.loads(run("measures", "--json").stdout)
    assert [row["measure"] for row in every] == list(entries.entries())
    some = run("measures", "RANK")
    assert some.exit_code == 0 and "spending.rank\n" in some.stdout and "spending.level\n" not in some.stdout
    none = run("measures", "xyzzy")
    assert (none.exit_code, none.stdout) == (2, "") and "xyzzy" in none.stderr


def without_notebook(request: written.Request, out: Path) -> list[str]:
    return written.write(replace(request, notebook=False), out)


def of_it(request: written.Request) -> str:
    return written.fingerprint(replace(request, notebook=False))


def test_many_texts_are_written_and_a_second_run_goes_on(tmp_path: Path) -> None:
    one = text(tmp_path / "texts/one", LEVEL.format("a", "20.4"))
    two = text(tmp_path / "texts/two", LEVEL.format("b", "30"))
    listed, out = tmp_path / "list.txt", tmp_path / "checked"
    listed.write_text("# two texts\ntexts/one\n\ntexts/two\n")
    before, shipped = there(tmp_path), [path.stat().st_mtime_ns for path in sorted(paths.data().iterdir())]
    assert written.read_list(listed) == written.read_list(tmp_path / "texts") == [one, two]
    claims = (two / "claims.csv").read_text()
    (two / "claims.csv").write_text(claims.replace("TUR", "Atlantis"))
    task = replace(written.TASK, write=without_notebook, fingerprint=of_it)
    first = written.write_many(listed, out, processes=1, stream=io.StringIO(), task=task)
    assert first.exit_code == 1 and "claims.csv:2:place" in first.lines[0]
    assert {path.name for path in out.iterdir()} == {"one", "summary.csv"}
    (two / "claims.csv").write_text(claims)
    second = written.write_many(listed, out, processes=1, stream=io.StringIO(), task=task)
    assert second.exit_code == 0
    assert "2 of 2 articles are finished (1 of them before and unchanged)" in second.lines[0]
    with (out / "summary.csv").open(newline="") as lines:
        ended = [(row["article"], row["outcome"]) for row in csv.DictReader(lines)]
    assert ended == [("one", "finished"), ("two", "finished")]
    after = {name: total for name, total in there(tmp_path).items() if not name.startswith("checked/")}
    assert after == before, "nothing is written outside --out"
    assert [path.stat().st_mtime_ns for path in sorted(paths.data().iterdir())] == shipped


def test_a_list_that_names_no_text_is_refused_by_line(tmp_path: Path) -> None:
    text(tmp_path / "one", LEVEL.format("a", "20.4"))
    (tmp_path / "list.txt").write_text("one\nnowhere\none\n")
    done = run("articles", tmp_path / "list.txt", "--out", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (2, "") and not (tmp_path / "out").exists()
    assert [line.partition("; wanted")[0] for line in done.stderr.splitlines()[:2]] == [
        "list.txt:2:-: found 'nowhere'",
        "list.txt:3:-: found 'one'",
    ]


def test_an_order_that_is_another_is_said() -> None:
    """ "We find otherwise" alone would leave the reader to look the order up."""
    row = answered.record("orders", "does not hold", relation="set", plain=["USA", "CHN"], position="outside")
    data = load.shipped()
    assert cli_article._beside(row, data) == ["we find: United States, China"], "by their names"
    assert cli_article._beside(row | {"position": "inside"}, data) == []
    later = row | {"position": "inside", "now": ["CHN", "USA"], "now_edition": "sipri-milex-2025"}
    later |= {"now_edition_label": "the edition of 2025"}
    assert cli_article._beside(later | {"now_position": "outside"}, data) == [
        "now: China, United States from the edition of 2025"
    ]


def test_a_statement_of_several_lines_is_told_on_one() -> None:
    told = common.in_words("one", "holds", "It spent\nmore\r\n than  before.", "It fits.")
    assert told.splitlines()[1:] == ["    It spent more than before.", "    It fits."]
