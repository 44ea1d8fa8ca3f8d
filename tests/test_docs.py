"""The pages of docs/: every step can be taken as told, every link leads somewhere, every command exists."""

from __future__ import annotations

import itertools
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.doc_steps import Reader, added, commands, digest, edited, steps

from milbalance.cli import app
from milbalance.errors import Fault
from milbalance.pair import Request, coverage, inputs, many, pair_list
from milbalance.tables import load, paths, validate

ROOT = paths.root()
PAGES = sorted((ROOT / "docs").glob("*.md"))
TEXTS = [*PAGES, *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "REPLICATION.md", "data/README.md"))]
SHIPPED = {"data", "ledger", "src"}
OFFICIAL = "spending/raw/sipri_milex"
READ, CHECK = load.everything, validate.check
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def cloned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy of the repository, under git."""
    folder = tmp_path_factory.mktemp("cloned")
    for name in SHIPPED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    git = ["git", "-c", "user.name=reader", "-c", "user.email=reader@example.org"]
    for words in (["init", "-q"], ["add", "data", "src"], ["commit", "-qm", "as cloned"]):
        subprocess.run([*git, *words], cwd=folder, check=True)
    return folder


@pytest.fixture
def reader(cloned: Path, tmp_path: Path, data: load.Data, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Somebody in such a copy, whose tables are read once for each state that they are in."""
    shutil.copytree(cloned, tmp_path, dirs_exist_ok=True)
    at_home = digest(ROOT / "data")

    @lru_cache(maxsize=4)
    def read(content: str) -> load.Data:
        return data if content == at_home else READ(tmp_path / "data")

    @lru_cache(maxsize=4)
    def checked(content: str) -> list[Fault]:
        return [] if content == at_home else CHECK(tmp_path / "data")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    monkeypatch.setattr(validate, "check", lambda *_: checked(digest(tmp_path / "data")))
    monkeypatch.setattr(load, "everything", lambda *_: read(digest(tmp_path / "data")))
    return Reader(tmp_path)


@each_page
def test_every_step_can_be_taken_as_told(page: Path, reader: Reader) -> None:
    for step in steps(page.read_text(encoding="utf-8")):
        reader.take(step)


@pytest.mark.parametrize("page", [path for path in PAGES if "```sh official" in path.read_text(encoding="utf-8")])
def test_steps_with_official_files_can_be_taken_as_told(page: Path, shared: Path, reader: Reader) -> None:
    reader.official = True
    for step in steps(page.read_text(encoding="utf-8")):
        if step.words[:1] != ("official",):
            continue
        for name in re.findall(r"\S+\.xlsx", step.text) if step.language == "sh" else ():
            shutil.copy(shared / OFFICIAL / name, reader.root / name)
        reader.take(step)


def test_a_run_is_followed_by_what_it_prints() -> None:
    """A command whose output is not shown is one that should print nothing, or is not checked."""
    wrong = []
    for page in PAGES:
        blocks = steps(page.read_text(encoding="utf-8"))
        assert blocks and f"(docs/{page.name})" in (ROOT / "README.md").read_text(encoding="utf-8"), page.name
        for before, step in itertools.pairwise([None, *blocks]):
            told = step.is_("text") and step.words[0] not in ("add", "append")
            known = step.words and step.words[0] in ("output", "excerpt", "official")
            if told and not (known and before and before.words[0] in ("run", "official")):
                wrong.append(f"{page.name}, line {step.line}: output of nothing: {step.words}")
    assert not wrong, "\n".join(wrong)


def test_the_list_of_pairs_put_right_is_one_that_runs(tmp_path: Path) -> None:
    """Every pair of the last list of the page compares with the shipped rows alone; drawing them takes too long."""
    page = (ROOT / "docs" / "5_add_a_pair.md").read_text(encoding="utf-8")
    blocks = steps(page)
    lists = [n for n, step in enumerate(blocks) if step.text.startswith("cat > pairs.csv")]
    assert any("milbalance pairs" in step.text for step in blocks[lists[-1] :])
    path = tmp_path / "pairs.csv"
    path.write_text(blocks[lists[-1]].text.partition("\n")[2].rpartition("END")[0], encoding="utf-8")
    for pair in pair_list.read(path, many.known()):
        asked = Request(pair.side_a, pair.side_b, pair.years)
        assert coverage.comparable(coverage.report(inputs.assemble(asked), asked), *coverage.SPENDING)


def slug(heading: str) -> str:
    """The name of a heading in an address, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def unknown_commands(page: Path) -> Iterator[str]:
    """Commands, options and targets of make that a page names and that do not exist."""
    known: Any = typer.main.get_command(app)
    targets = set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for words in (shlex.split(line) for step in steps(page.read_text(encoding="utf-8")) for line in commands(step)):
        if words[0] == "make" and not {word for word in words[1:] if "=" not in word} <= targets:
            yield f"{page.name}: {words}"
        if words[0] == "milbalance":
            asked = known.commands.get(words[1])
            if asked and hasattr(asked, "commands"):
                asked = asked.commands.get(words[2])
            options = {option for parameter in asked.params for option in parameter.opts} if asked else set()
            if not asked or not {word for word in words if word.startswith("--")} <= options:
                yield f"{page.name}: {words}"


def loose_links(page: Path) -> Iterator[str]:
    """Links of a page to a file or a heading that does not exist."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if target.startswith(("https://", "http://")):
            continue
        there = file.exists() and file.is_relative_to(ROOT)
        headings = HEADING.findall(file.read_text(encoding="utf-8")) if there and heading else []
        if not there or (heading and heading not in {slug(words) for _, words in headings}):
            yield f"{page.name}: {target}"


def test_every_command_option_link_and_heading_exists() -> None:
    wrong = [one for page in TEXTS for one in (*unknown_commands(page), *loose_links(page))]
    assert not wrong, "\n".join(wrong)


def test_headings_begin_with_one_title_and_never_jump() -> None:
    for page in TEXTS:
        prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        levels = [len(marks) for marks, _ in HEADING.findall(prose)]
        assert levels[0] == 1 and levels.count(1) == 1, page.name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (page.name, levels)


# What takes the steps


def test_an_edit_of_what_is_not_there_or_there_twice_is_refused() -> None:
    assert edited("a\nb\nc\n", " a\n-b\n+B\n") == "a\nB\nc\n"
    for text in ("a\nc\n", "a\nb\na\nb\n"):
        with pytest.raises(ValueError, match="wanted once"):
            edited(text, " a\n-b\n+B\n")


def test_a_row_goes_where_its_key_puts_it() -> None:
    assert added("k,v\na,1\nc,3\n", "d,4\nb,2\n", ["k"]) == "k,v\na,1\nb,2\nc,3\nd,4\n"


OTHERWISE = [
    "```sh run\necho one\n```\n\n```text output\ntwo\n```\n",
    "```sh run\necho one\n```\n\n```text excerpt\none more\n```\n",
    "```sh run\nfalse\n```\n",
    "```sh run exit=1\ntrue\n```\n",
    "```python run\n1 / 0\n```\n\n```text output\n0\n```\n",
    "```sh run\nprintf 'one\\ntwo\\n'\n```\n\n```text excerpt\ntwo\none\n```\n",
]


def test_a_page_that_tells_otherwise_than_what_happens_is_caught(tmp_path: Path) -> None:
    for page in OTHERWISE:
        reader = Reader(tmp_path)
        with pytest.raises(AssertionError, match=r"line [15]"):
            for step in steps(page):
                reader.take(step)
