"""What is published of the folder of another article: figures, workbook and site, and nothing outside `--out`."""

from __future__ import annotations

import hashlib
import io
import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import tiny_article
from milbalance.charts.faults import faults
from milbalance.cli import app
from milbalance.publish.site import sphinx_run
from milbalance.tables import paths, schema
from site_html import page

RUNNER = CliRunner()
CLAIM = "sixty-six-times"
FIGURE = """\
ratio:
  form: lines
  rows: {spending_ratio: {place: TUR, other: GEO, source: newest}}
  claims: [sixty-six-times]
  options: {unit: times}
  workbook: line
  holds: ["top().value > 60"]
  title: "{{ at(year=2019).value | n(1) }} times in 2019"
  subtitle: "Spending of {{ place('TUR') }} over that of {{ place('GEO') }}"
  alt: "A line up to {{ top().value | n(1) }}."
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_article.write(tmp_path_factory.mktemp("elsewhere") / "tiny")


def run(*words: str | Path) -> tuple[int, str]:
    done = RUNNER.invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def there(*folders: Path) -> dict[str, str]:
    """The checksum of every file in some folders."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def shipped() -> tuple[Path, ...]:
    return paths.data(), paths.figures(), paths.notebooks(), paths.ledger()


def test_figures_without_a_place_are_refused_and_nothing_is_drawn(folder: Path) -> None:
    code, said = run("figures", "--article", folder)
    assert code == 2 and "--out" in said and "figures/" in said


@pytest.mark.parametrize("command", ["site", "workbook"])
def test_what_has_no_place_or_two_is_refused(command: str, folder: Path, tmp_path: Path) -> None:
    assert run(command, "--article", folder)[0] == 2
    assert run(command, tmp_path / "a", "--out", tmp_path / "b")[0] == 2
    assert not list(tmp_path.iterdir())


def test_every_statement_has_a_figure_and_only_out_is_written(folder: Path, tmp_path: Path) -> None:
    before = there(*shipped(), folder)
    code, said = run("figures", "--article", folder, "--out", tmp_path, "--format", "svg")
    assert code == 0 and CLAIM in said, said
    name = "choices_sixty_six_times"
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.{kind}" for kind in ("svg", "csv", "json")}
    card = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    assert card["claims"] == [CLAIM] and card["sources"] == ["sipri-milex-2025"]
    assert there(*shipped(), folder) == before


def test_the_workbook_has_its_statement_and_a_chart_where_figures_yml_marks_one(tmp_path: Path) -> None:
    marked = tiny_article.write(tmp_path / "marked")
    (marked / "figures.yml").write_text(FIGURE, encoding="utf-8")
    code, said = run("workbook", "--article", marked, "--out", tmp_path)
    book = load_workbook(io.BytesIO((tmp_path / "milbalance.xlsx").read_bytes()), read_only=True)
    assert [row[0] for row in book["Ledger"].iter_rows(min_row=2, values_only=True)] == [CLAIM]
    own = {"Read me", "Ledger", "Try it", "Choices", "Charts", "Ledger, all columns"}
    assert set(book.sheetnames) == own | set(schema.tables())
    assert (code, said) == (0, f"milbalance.xlsx: {len(book.sheetnames)} sheets written.\n")


@pytest.mark.skipif(any(find_spec(name) is None for name in sphinx_run.NEEDED), reason="needs the extra `site`")
def test_the_site_has_its_pages_and_no_link_that_leads_nowhere_and_is_the_same_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, site = there(*shipped(), folder), tmp_path / "site"
    code, said = run("site", "--article", folder, "--out", site)
    assert code == 0, said
    assert there(*shipped(), folder) == before and [path.name for path in tmp_path.iterdir()] == ["site"]
    monkeypatch.setenv("PYTHONHASHSEED", "1")  # of Sphinx, which is another process
    assert run("site", "--article", folder, "--out", tmp_path / "again")[0] == 0
    first, second = (
        {path.removeprefix(str(one)): total for path, total in there(one).items()}
        for one in (site, tmp_path / "again")
    )
    assert not {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)}
    front = page((site / "index.html").read_text(encoding="utf-8"))
    assert "“Neighbours”: 0 of 1 holds" in front.words and "66 times" in front.words
    assert f"claims/{CLAIM}.html" in front.links and (site / "search-index.js").read_text().count("Statement") == 1
    assert not {"notebooks/index.html", "guides/index.html"} & set(front.links)
    assert not (site / "notebooks").exists() and not (site / "guides").exists() and not (site / "api").exists()
    broken = [
        f"{file.name}: {link}"
        for file in site.rglob("*.html")
        for link in page(file.read_text(encoding="utf-8")).links
        if "://" not in link
        and link[:1] != "#"
        and not (file.parent / link.partition("#")[0].partition("?")[0]).exists()
    ]
    assert broken == []


BROKEN = {
    "form: lines": ("form: line", "figures.yml:2:9: found the form 'line'; wanted one of lines"),
    "claims: [sixty-six-times]": ("claims: [sixty]", "figures.yml:4:12: found 'sixty'; wanted a claim_id"),
    "{spending_ratio:": ("{spending_ration:", "figures.yml:3:10: found the rows 'spending_ration'; wanted one of"),
    "other: GEO": ("others: GEO", "figures.yml:3:39: found the argument 'others'; wanted one of other"),
    ", source: newest": ("", "figures.yml:3:10: found no source; wanted source"),
    "unit: times": ("units: times", "figures.yml:5:13: found the argument 'units'; wanted one of unit"),
    "  claims: [": (
        "  narrow: {hight: 3}\n  claims: [",
        "figures.yml:4:12: found the argument 'hight'; wanted one of height",
    ),
    "at(year=2019)": ("at(year=1066)", "figures.yml:8:10: found wanted one row"),
    "place('GEO')": ("plaice('GEO')", "figures.yml:9:13: found a text of the figure cannot be written"),
    "place: TUR": ("place: TRU", "figures.yml:3:9: found no place 'TRU'"),
}


def test_every_fault_of_figures_yml_is_told_with_its_place(folder: Path, tmp_path: Path) -> None:
    from milbalance.articles import open_article

    data, missed = open_article(folder).data, []
    for there, (instead, wanted) in BROKEN.items():
        assert there in FIGURE
        (tmp_path / "figures.yml").write_text(FIGURE.replace(there, instead, 1), encoding="utf-8")
        told = [str(fault) for fault in faults(data, tmp_path)]
        if not any(one.startswith(wanted) for one in told):
            missed.append((instead, told))
    assert missed == []


def test_faults_of_figures_end_a_check(tmp_path: Path) -> None:
    wrong = tiny_article.write(tmp_path / "wrong")
    (wrong / "figures.yml").write_text(FIGURE.replace("form: lines", "form: line"), encoding="utf-8")
    code, said = run("check", wrong)
    assert code == 2 and "figures.yml:2:9" in said and "1 fault" in said
