"""What a figure promises: its numbers, its words, its sources, its bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import json
import math
import re
import shutil
import subprocess
import sys
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from typer.testing import CliRunner

from drawing import collisions
from drawing import shipped as drawing
from milbalance.charts import export, last_run, manifest, style
from milbalance.cli import app
from milbalance.tables import load, paths
from nbval_strict import same_environment

ARTICLE = "sais-europe-2023"
JARGON = re.compile(r"\b(TIV|HHI|dyads?|bas[ie]s)\b", re.IGNORECASE)
MONEY = re.compile(r"dollar|USD|euro|\$|€", re.IGNORECASE)
COMMITTED = paths.figures()
REGISTRY = export.registry()
COUNTS = {"data_coverage"}  # charts of how much there is: they draw counts of our own rows and so name no source
TEXTS, PICTURES = ("csv", "json"), ("svg", "png")
IN_GIT = ("svg", *TEXTS)

each_figure = pytest.mark.parametrize("name", REGISTRY)


@dataclasses.dataclass(frozen=True)
class Redrawn:
    """Every figure drawn anew into a folder, with what their `.json` hold."""

    folder: Path
    cards: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def redrawn(data: load.Data, tmp_path_factory: pytest.TempPathFactory) -> Redrawn:
    """Written by another process than what is committed: the bytes must be the same all the same."""
    folder = tmp_path_factory.mktemp("redrawn")
    drawing.cache_clear()  # a figure says which tables were read as it was drawn
    entries = [dataclasses.replace(one, chart=partial(_first_axes, name)) for name, one in REGISTRY.items()]
    cards = export.draw_all(data, folder, entries)
    return Redrawn(folder, {card["name"]: card for card in cards})


def _first_axes(name: str, _: load.Data) -> Axes:
    return drawing(name).axes[0]


def tables_of(data: load.Data, sources: list[str]) -> str:
    """The data files that hold rows of these sources, for messages."""
    fields = [name for name in data.tables if name != "sources"]
    tables = {name: getattr(data, name) for name in fields}
    holding = [
        f"data/{name}.csv"
        for name, table in tables.items()
        if "source_id" in table and table["source_id"].isin(set(sources) - {ARTICLE}).any()
    ]
    return ", ".join(holding or ["data/claims.csv"])


def first_difference(committed: str, drawn: str) -> str:
    lines = enumerate(zip_longest(committed.splitlines(), drawn.splitlines(), fillvalue="nothing"), start=1)
    return next(f"line {n}: committed {old}; drawn {new}" for n, (old, new) in lines if old != new)


# What is committed.


def test_there_is_a_figure_for_every_chart_and_no_other_file() -> None:
    assert REGISTRY, "charts/__init__.py names no figure in BY_NOTEBOOK"
    wanted = {f"{name}.{kind}" for name in REGISTRY for kind in (*TEXTS, *PICTURES)}
    made = {f"{name}.png" for name in REGISTRY} | {last_run.FILE}  # beside them, and ignored by git
    found = {path.name for path in COMMITTED.iterdir()}
    assert found - made == (wanted - made) | {"README.md", "manifest.json"}, (
        "`make figures` draws them; remove what no chart draws"
    )


@each_figure
def test_numbers_and_texts_come_out_of_the_data_again(name: str, data: load.Data, redrawn: Redrawn) -> None:
    tables = tables_of(data, redrawn.cards[name]["sources"])
    for kind in TEXTS:
        committed = (COMMITTED / f"{name}.{kind}").read_text(encoding="utf-8")
        drawn = (redrawn.folder / f"{name}.{kind}").read_text(encoding="utf-8")
        if committed != drawn:
            pytest.fail(
                f"figures/{name}.{kind} is not what {tables} and data/claims.csv give, "
                f"{first_difference(committed, drawn)}. If the data were changed on purpose: `make refresh`"
            )


@each_figure
def test_pictures_come_out_of_the_data_again(name: str, redrawn: Redrawn) -> None:
    if not same_environment():
        pytest.skip("the figures were drawn in another environment, and so with other letters")
    noted = manifest.read(COMMITTED)["figures"][name]
    drawn = {kind: hashlib.sha256((redrawn.folder / f"{name}.{kind}").read_bytes()) for kind in PICTURES}
    stale = [f"figures/{name}.{kind}" for kind, found in drawn.items() if found.hexdigest() != noted[kind]]
    assert not stale, f"{stale} are not, byte for byte, what is drawn now: `make figures`"


def test_the_index_lists_every_figure_as_it_is(redrawn: Redrawn) -> None:
    committed = (COMMITTED / "README.md").read_text(encoding="utf-8")
    wanted = export.index(list(redrawn.cards.values()))
    if committed != wanted:
        pytest.fail(f"figures/README.md, {first_difference(committed, wanted)}: `make figures` writes it")


def test_the_manifest_knows_every_file() -> None:
    noted = manifest.read(COMMITTED)["figures"]
    touched = [
        f"{name}.{kind}"
        for name in REGISTRY
        for kind in IN_GIT
        if hashlib.sha256((COMMITTED / f"{name}.{kind}").read_bytes()).hexdigest() != noted.get(name, {}).get(kind)
    ]
    assert not touched, "a figure was touched by hand: `make figures`"
    assert set(noted) == set(REGISTRY)


@pytest.mark.skipif(not same_environment(), reason="the figures were drawn in another environment")
def test_the_manifest_is_of_the_data_and_the_code_as_they_are() -> None:
    stale = manifest.stale(COMMITTED, manifest.Inputs(), IN_GIT)
    assert not stale, "their tables or code changed since the last `make figures`"


# Drawing.


def test_drawing_again_gives_the_same_bytes(data: load.Data, redrawn: Redrawn, tmp_path: Path) -> None:
    """In another order, after all others: what a drawing leaves behind would show in the next."""
    again = list(REGISTRY)[::-8]
    export.draw_all(data, tmp_path, export.chosen(again))
    differing = [
        path.name for path in tmp_path.iterdir() if path.read_bytes() != (redrawn.folder / path.name).read_bytes()
    ]
    assert not differing and len(list(tmp_path.iterdir())) == len(again) * len([*TEXTS, *PICTURES])


def test_drawing_a_pdf_again_gives_the_same_bytes(data: load.Data, tmp_path: Path) -> None:
    name = "spending_levels"
    for folder in (tmp_path / "one", tmp_path / "two"):
        export.draw_all(data, folder, export.chosen([name]), ["pdf"])
    script = f"figures {name} --format pdf --out {tmp_path / 'three'}"
    subprocess.run([sys.executable, "-m", "milbalance", *script.split()], check=True, capture_output=True)
    assert len({path.read_bytes() for path in tmp_path.glob(f"*/{name}.pdf")}) == 1
    assert len(list(tmp_path.glob(f"*/{name}.pdf"))) == 3


SPENDING = [name for name, entry in REGISTRY.items() if entry.notebook == "01_spending"]


@pytest.mark.parametrize("name", SPENDING)
def test_a_changed_cell_changes_the_numbers_drawn(name: str, data: load.Data, redrawn: Redrawn) -> None:
    spending = data.spending
    cells = (spending["place"] == "AZE") & spending["year"].isin([2012, 2020])
    changed = dataclasses.replace(
        data, spending=spending.assign(value=spending["value"].where(~cells, spending["value"] * 1.5))
    )
    drawn = export.numbers(style.record(REGISTRY[name].chart(changed)).drawn)
    assert drawn != (redrawn.folder / f"{name}.csv").read_text(encoding="utf-8")


@each_figure
def test_nothing_overlaps_and_nothing_leaves_the_picture(name: str) -> None:
    found = collisions(drawing(name))
    assert not found, "\n".join(found)


@each_figure
def test_charts_draw_on_the_axes_that_they_are_given(name: str, data: load.Data) -> None:
    chart = REGISTRY[name].chart
    if "ax" not in inspect.signature(chart).parameters:
        pytest.skip("a chart of several panels makes its own figure")
    _, ax = pyplot.subplots()
    assert chart(data, ax=ax) is ax  # type: ignore[call-arg]
    assert pyplot.get_fignums() == [ax.get_figure(root=True).number], "it opened a figure besides"  # type: ignore[union-attr]
    assert ax.has_data()


# Words.


@each_figure
def test_titles_are_short_findings_without_jargon(name: str, redrawn: Redrawn) -> None:
    title = redrawn.cards[name]["title"]
    assert 0 < len(title) <= 120, f"{len(title)} characters: {title}"
    assert not title.endswith("."), title
    assert not JARGON.search(title), f"say it in plain words, and jargon in the subtitle: {title}"


@each_figure
def test_subtitles_and_alt_texts_say_something(name: str, redrawn: Redrawn) -> None:
    card = redrawn.cards[name]
    assert card["subtitle"].strip()
    assert len(card["alt"]) >= 40 and card["alt"] != card["title"]
    assert "nan" not in f"{card['title']} {card['subtitle']} {card['alt']}".lower().split()


@each_figure
def test_the_source_line_names_every_source_drawn(name: str, data: load.Data, redrawn: Redrawn) -> None:
    card = redrawn.cards[name]
    drawn = pd.read_csv(redrawn.folder / f"{name}.csv")
    if "source_id" not in drawn:
        assert name in COUNTS, f"{name}: a number drawn without a source (drawn lacks source_id)"
        return
    assert drawn["source_id"].notna().all(), "a number drawn without a source"
    assert card["sources"] == list(dict.fromkeys(drawn["source_id"]))
    labels = data.sources.set_index("source_id")["label"]
    said = one_by_one(card["source_line"])
    missing = [source for source in card["sources"] if labels[source] not in said]
    assert not missing, f"the source line lacks {missing}"


def one_by_one(line: str) -> str:
    """A source line with every edition under its own name again, as `data/sources.csv` has it."""
    forms = {
        r"([^;:]+) \(editions of ([^)]+)\)": "{} ({} edition)",
        r"([^;:]+) \(releases of ([^)]+)\)": "{} (release of {})",
        r"([^;:]+) \((\d{4}-\d\d, [^)]+)\)": "{} ({})",
        r"([^;:]+) (\d\.\d(?:, \d\.\d)+)": "{} {}",
    }
    for form, label in forms.items():
        for found in re.finditer(form, line):
            line = line.replace(found[0], ";".join(label.format(found[1], one) for one in found[2].split(", ")))
    return line


@each_figure
def test_the_frame_stands_in_the_picture(name: str, redrawn: Redrawn) -> None:
    card = redrawn.cards[name]
    written = [" ".join(text.get_text().split()) for text in drawing(name).texts]
    for part in ("title", "subtitle", "source_line"):
        assert " ".join(card[part].split()) in written, f"the {part} of the .json is not in the picture"


@each_figure
def test_volumes_and_money_share_no_axis(name: str) -> None:
    for ax in drawing(name).axes:
        for text in (ax.get_xlabel(), ax.get_ylabel(), ax.get_title(), ax.get_title(loc="left"), _ticks(ax)):
            assert not (re.search("TIV|volume", text) and MONEY.search(text)), text


def _ticks(ax: Axes) -> str:
    return " ".join(label.get_text() for label in ax.get_xticklabels())


# Claims.

BALANCE = load.table("claims").query("section == 'A'").set_index("claim_id")
each_claim = pytest.mark.parametrize("claim_id", BALANCE.index)


def test_every_balance_claim_is_computed() -> None:
    assert set(BALANCE.index) <= set(load.shipped().choices)


@each_claim
def test_every_balance_claim_has_a_figure_that_shows_it(claim_id: str, redrawn: Redrawn) -> None:
    claim = BALANCE.loc[claim_id]
    assert claim["figure"] in REGISTRY, f"data/claims.csv names a figure that charts/ lacks: {claim['figure']}"
    assert REGISTRY[claim["figure"]].notebook == claim["notebook"]
    assert claim_id in redrawn.cards[claim["figure"]]["claims"]


@each_claim
def test_what_is_stated_stands_beside_what_is_computed(claim_id: str, redrawn: Redrawn) -> None:
    claim = BALANCE.loc[claim_id]
    if pd.isna(claim["stated"]):
        pytest.skip("this claim states no number")
    drawn = pd.read_csv(redrawn.folder / f"{claim['figure']}.csv")
    stated = drawn[drawn["source_id"] == ARTICLE]
    assert not stated.empty, "draw what is stated (parts.with_stated)"
    numbers = stated.select_dtypes("number")
    near = [claim["stated"] * scale for scale in (1, 1000)]  # billions may be drawn in millions
    if claim["unit"] == "factor":  # drawn as itself, or as the two numbers that it lies between
        near += [
            high for high in stated["value"] if any(math.isclose(high / low, near[0]) for low in stated["value"])
        ]
    assert numbers.isin(near).any(axis=None), f"{claim['stated']} is not among the stated numbers drawn"
    assert set(drawn["source_id"]) != {ARTICLE}, "what is computed is not drawn"


# The command.


def command(*words: str) -> Any:
    return CliRunner().invoke(app, ["figures", *words])


def test_a_figure_can_be_drawn_as_pdf_elsewhere(tmp_path: Path) -> None:
    done = command("spending_levels", "--format", "pdf", "--out", str(tmp_path / "new" / "folder"))
    assert done.exit_code == 0, done.output
    found = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert found == ["spending_levels.csv", "spending_levels.json", "spending_levels.pdf"]
    assert (tmp_path / "new" / "folder" / "spending_levels.pdf").read_bytes().startswith(b"%PDF")


def test_text_stays_text_where_asked(tmp_path: Path) -> None:
    done = command("spending_levels", "--format", "svg", "--editable-text", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    svg = (tmp_path / "spending_levels.svg").read_text(encoding="utf-8")
    assert "<text" in svg and "billion US dollars" in svg
    assert "<text" not in (COMMITTED / "spending_levels.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["spending_level"], "spending_levels"),
        (["--format", "gif"], "svg, png, pdf"),
        (["--format", ""], "svg, png"),
    ],
)
def test_an_unknown_figure_or_format_is_said_in_one_line(words: list[str], named: str, tmp_path: Path) -> None:
    done = command(*words, "--out", str(tmp_path))
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and named in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.fixture
def up_to_date(redrawn: Redrawn, tmp_path: Path) -> Path:
    """A folder of figures as a run of the command leaves it."""
    folder = Path(shutil.copytree(redrawn.folder, tmp_path / "figures"))
    manifest.write(folder, manifest.Inputs(), REGISTRY)
    assert command("--out", str(folder)).exit_code == 0
    return folder


def test_what_is_up_to_date_is_not_drawn_again_and_no_table_is_read(
    up_to_date: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any) -> None:
        pytest.fail("it reads the tables")

    monkeypatch.setattr(load, "everything", never)
    before = {path.name: path.stat().st_mtime_ns for path in up_to_date.iterdir()}
    done = command("--out", str(up_to_date))
    assert done.exit_code == 0 and "up to date" in done.output and " statements: " in done.output
    assert before == {path.name: path.stat().st_mtime_ns for path in up_to_date.iterdir()}


def test_what_is_touched_or_missing_is_drawn_again_and_nothing_else(up_to_date: Path) -> None:
    before = {path.name: path.read_bytes() for path in up_to_date.iterdir()}
    (up_to_date / "gas_exports.csv").write_text("place\n", encoding="utf-8")
    (up_to_date / "lira_rate.png").unlink()
    done = command("--out", str(up_to_date))
    assert f"2 figures drawn, {len(REGISTRY) - 2} up to date" in done.output
    changed = [name for name, content in before.items() if (up_to_date / name).read_bytes() != content]
    assert set(changed) <= {last_run.FILE}


def test_every_chart_says_in_its_docstring_what_it_shows() -> None:
    bare = [name for name, entry in REGISTRY.items() if not inspect.getdoc(entry.chart)]
    assert not bare, f"no docstring: {bare}"


def test_cards_are_json_with_terms_and_credit(redrawn: Redrawn) -> None:
    for name, card in redrawn.cards.items():
        assert json.loads((redrawn.folder / f"{name}.json").read_text(encoding="utf-8")) == card
        assert card["terms"] and (card["credit"] or name in COUNTS), (
            f"{name}: data/sources.csv lacks credit or terms"
        )
