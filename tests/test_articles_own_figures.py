"""A text with a figures.yml of its own: what is broken is refused, what is sound is drawn and shown on its page."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from typer.testing import CliRunner

import site_html
from milbalance.articles import open_article
from milbalance.cli import app
from milbalance.publish import article as publishing
from test_articles_own_tables import ASKED, FACT, table, text

FIGURE = """\
contributors:
  form: bars
  rows: {table: {name: facts, where: {topic: [contrib]}, value: value, label: subject}}
  options: {unit: persons}
  holds: ["top().value > 4000"]
  title: "{{ top().value | n }} in uniform"
  subtitle: Persons, December 2020
  alt: One bar for {{ top().value | n }} persons, “<b>” and all
"""
ROWS = "  rows: {table: {name: facts, where: {topic: [contrib]}, value: value, label: subject}}\n"
BROKEN = {
    "not true": ("> 4000", "> 5000", "5:11: found 'top().value > 5000', which is not true; wanted what the"),
    "no such word": ("top().value | n }} in", "nosuch() }} in", "6:10: found "),
    "no such form": ("form: bars", "form: pie", "2:9: found the form 'pie'; wanted one of "),
    "no such rows": ("{table:", "{tabel:", "3:10: found the rows 'tabel'; wanted one of "),
    "no rows at all": (ROWS, "", "1:1: found no rows; wanted rows: "),
    "a picture of a statement": ("contributors:", "choices_p:", "1:1: found 'choices_p'; wanted a name that"),
    "an unknown option": ("{unit:", "{unti:", "4:13: found the argument 'unti'; wanted one of "),
}


def in_words(folder: Path, command: str, *more: str) -> tuple[int, str]:
    """The exit code of `milbalance article COMMAND FOLDER`, and all that it says."""
    found = CliRunner().invoke(app, ["article", command, str(folder), *more])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found.exit_code, found.output


def test_what_is_broken_is_refused_when_a_text_is_checked_and_built(tmp_path: Path) -> None:
    wrong = []
    for number, (name, (old, new, begins)) in enumerate(BROKEN.items()):
        assert old in FIGURE, name
        folder, out = text(tmp_path / str(number), ASKED, figures=FIGURE.replace(old, new, 1)), tmp_path / "out"
        for command, more in (("check", ()), ("build", ("--out", str(out), "--no-notebook"))):
            code, said = in_words(folder, command, *more)
            wrong += [f"{name}: {command}: {code} {said}"] * (code != 2 or f"figures.yml:{begins}" not in said)
        assert not out.exists()
    assert not wrong, "\n".join(wrong)


def test_a_sound_figure_is_drawn_and_is_on_the_page_with_its_words(tmp_path: Path) -> None:
    """The figure asks for a source that no statement has, which is cited too."""
    facts = table("facts", FACT, FACT | {"topic": "others", "source_id": "tass-2020-11-10", "value": "5"})
    figure = FIGURE.replace("[contrib]", "[contrib, others]").replace("label: subject", "label: topic")
    folder, out = text(tmp_path / "text", ASKED, figures=figure, facts=facts), tmp_path / "out"
    assert in_words(folder, "check") == (0, in_words(folder, "check")[1])
    names = publishing.write(publishing.Request(folder, notebook=False), out)
    drawn = {f"figures/contributors.{kind}" for kind in ("svg", "png", "csv", "json")}
    assert drawn <= set(names) and drawn <= json.loads((out / "manifest.json").read_text())["files"].keys()
    page = site_html.page((out / "index.html").read_text(encoding="utf-8"))
    (picture,) = page.having("img")
    assert picture["alt"] == "One bar for 4,718 persons, “<b>” and all"
    kind, _, content = picture["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content) == (out / "figures/contributors.svg").read_bytes()
    assert {"figures/contributors.svg", "figures/contributors.png"} <= set(page.links)
    cited = (out / "references.bib").read_text(encoding="utf-8")
    assert "tass-2020-11-10" in cited and "page-2020" in cited


PAIRS = """\
pairs:
  form: lines
  rows: {spending_pairs: {pairs: [[TUR, GEO]], source: sipri-milex-2025, year: 2020}}
  title: Turkey over Georgia
  subtitle: Spending in 2020
  alt: One line
"""


def test_a_figure_that_no_form_can_draw_is_refused_when_a_text_is_checked_too(tmp_path: Path) -> None:
    for number, (figures, wanted) in enumerate(
        (
            (FIGURE.replace("{unit: persons}", "{unit: persons, colours: 5}"), "1:1: found "),
            (PAIRS, "1:1: found no column 'series', which the form lines needs, in rows with place, "),
        )
    ):
        folder, out = text(tmp_path / str(number), ASKED, figures=figures), tmp_path / "out"
        for command, more in (("check", ()), ("build", ("--out", str(out), "--no-notebook"))):
            code, said = in_words(folder, command, *more)
            assert code == 2 and f"figures.yml:{wanted}" in said, said
            assert "wanted a figure that can be drawn" in " ".join(said.split())
        assert not out.exists()


def test_a_text_without_figures_has_none(tmp_path: Path) -> None:
    folder = text(tmp_path / "text", ASKED)
    assert open_article(folder).figures == []
    publishing.write(publishing.Request(folder, notebook=False), tmp_path / "out")
    assert not site_html.page((tmp_path / "out/index.html").read_text(encoding="utf-8")).having("img")
