"""What every figure of figures.yml promises: its numbers, its words, its sources, its bytes."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from typer.testing import CliRunner

from drawing import PAGES, collisions, exported, names, outside, over_edges, texts
from drawing import shipped as drawing
from milbalance import articles
from milbalance.charts import export, figure, forms, last_run, stale, style
from milbalance.charts.program import Program
from milbalance.charts.rows import rows
from milbalance.charts.texts import TEXTS
from milbalance.cli import app
from milbalance.tables import load, paths
from nbval_strict import same_environment
from seeing import APART, DEFICIENT, apart, contrast, ground, marks

pytestmark = pytest.mark.usefixtures("read_once")
COMMITTED = paths.figures()
KINDS = ("svg", "csv", "json")
LONGEST_TITLE, MOST_WORDS, SMALLEST = 70, 24, 8.5  # characters, words of a subtitle, points
DROPPED = 3  # notes of all narrow pictures
MEAN_WORDS = 20  # of the subtitles of the site
ON_SITE = range(20, 31)  # figures: about two dozen, as many as a reader looks at
# Words of this project that no reader of a newspaper knows, and the units that stand in a subtitle if anywhere.
FORBIDDEN = re.compile(r"\b(plain reading|wording|weight|proxy|TIV|HHI|dyads?|bas[ie]s|hollow)\b", re.IGNORECASE)
MONEY = re.compile(r"dollar|USD|euro|\$|€", re.IGNORECASE)
YEARS = re.compile(r"\b(1[89]|20)\d\d(–\d\d)?s?\b")
NUMBER = re.compile(r"(?<![\w.,])[−-]?\d[\d,]*(?:\.\d+)?")
LARGE, LARGE_BOLD = 18.0, 14.0  # points from which WCAG asks for a contrast of 3 and not 4.5
SCALES = (1, 1e3, 1e6, 1e9, 1e-3, 1e-6)


@dataclasses.dataclass(frozen=True)
class Redrawn:
    """Every figure drawn into a folder, what their `.json` hold and the numbers drawn."""

    folder: Path
    cards: dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def redrawn(tmp_path_factory: pytest.TempPathFactory) -> Redrawn:
    folder = tmp_path_factory.mktemp("redrawn")
    return Redrawn(folder, {card["name"]: card for card in exported(folder)})


@pytest.fixture(scope="session")
def numbers(redrawn: Redrawn) -> dict[str, pd.DataFrame]:
    """The numbers drawn by figure, as they stand in the `.csv`."""
    return {name: pd.read_csv(redrawn.folder / f"{name}.csv", keep_default_na=True) for name in redrawn.cards}


@pytest.fixture(scope="session")
def program() -> Program:
    """The code, read once."""
    return Program()


def spec(name: str) -> Any:
    return load.shipped().figures[name]


# What is committed.


def test_what_is_committed_is_what_is_drawn(redrawn: Redrawn) -> None:
    """Numbers and texts on every machine; pictures, and the manifest, where the letters are the same."""
    kinds = KINDS if same_environment() else KINDS[1:]
    files = [f"{name}.{kind}" for name in redrawn.cards for kind in kinds]
    stale = [file for file in files if _content(COMMITTED / file) != _content(redrawn.folder / file)]
    cards = list(redrawn.cards.values())
    written = {"README.md": export.index(cards), "texts.md": export.texts(cards)}
    stale += [name for name, text in written.items() if _content(COMMITTED / name) != text.encode()]
    assert not stale, f"`make figures` draws {stale} anew; look at them, then commit them"


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def test_there_is_no_file_that_no_figure_has() -> None:
    made = {f"{name}.png" for name in names()} | {last_run.FILE}  # beside them, and ignored by git
    wanted = {f"{name}.{kind}" for name in names() for kind in KINDS} | {"README.md", "texts.md", stale.FILE}
    assert not {path.name for path in COMMITTED.iterdir()} - made - wanted, "remove what no figure has"


def test_the_manifest_is_of_the_files_the_data_and_the_code_as_they_are(program: Program) -> None:
    if not same_environment():
        pytest.skip("the figures were drawn in another environment, and so with other letters")
    inputs = stale.Inputs(figure.described(load.shipped()), program=program)
    assert not stale.figures(COMMITTED, inputs, KINDS), "`make figures`"


# Drawing.


def test_drawing_again_gives_the_same_bytes(redrawn: Redrawn, tmp_path: Path) -> None:
    """In another order, after all others: what a drawing leaves behind would show in the next."""
    again = names()[::-6]
    export.draw_all(load.shipped(), tmp_path, again, ("svg",))
    differing = [one.name for one in tmp_path.iterdir() if one.read_bytes() != _content(redrawn.folder / one.name)]
    assert not differing and len(list(tmp_path.iterdir())) == len(again) * len(KINDS)


def test_the_order_of_the_rows_of_a_table_changes_no_number(redrawn: Redrawn) -> None:
    data = load.shipped()
    kept = ("claims", "sources", "places", "contradictions")  # their order is that of what is told
    mixed = {
        name: table.sample(frac=1, random_state=1).reset_index(drop=True)
        for name, table in data.tables.items()
        if name not in kept
    }
    shuffled = dataclasses.replace(data, **mixed)
    moved = [name for name in names() if _sorted(rows(shuffled, spec(name)["rows"])) != _sorted(redrawn, name)]
    assert not moved


def _sorted(found: pd.DataFrame | Redrawn, name: str = "") -> list[str]:
    """The lines of a table of numbers, in an order of their own."""
    if isinstance(found, Redrawn):
        text = (found.folder / f"{name}.csv").read_text(encoding="utf-8")
    else:
        text = export.numbers(found)
    return sorted(text.splitlines())


@pytest.mark.parametrize("page", PAGES)
def test_nothing_overlaps_and_nothing_leaves_the_picture(page: str) -> None:
    found = {name: collisions(drawing(name, PAGES[page])) for name in names()}
    assert not {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("page", PAGES)
def test_no_text_lies_across_the_edge_of_a_bar(page: str) -> None:
    """Narrow pictures are drawn of what is on the site alone."""
    shown = [name for name in names() if page == "wide" or spec(name).get("site", True)]
    found = {name: over_edges(drawing(name, PAGES[page])) for name in shown}
    assert not {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("page", PAGES)
def test_every_text_is_large_enough_to_read_and_none_is_turned(page: str) -> None:
    """A narrow picture is 358 pixels wide on a telephone of 390, where letters of 11 pixels can be read."""
    pixels = 358 / (72 * style.NARROW.width)
    least = {"wide": SMALLEST, "narrow": 11 / pixels}[page]
    wrong = {
        f"{name}: {text.get_text()!r}"
        for name in names()
        for text in texts(drawing(name, PAGES[page]))
        if text.get_fontsize() < least or text.get_rotation()
    }
    assert not wrong


def test_hardly_a_note_is_dropped_from_a_narrow_picture() -> None:
    """A note that fits nowhere is left out; what is asked to go (`narrow: false`) does not count."""
    dropped = {}
    for name in names():
        every = [text for ax in drawing(name, style.NARROW).axes for text in ax.texts]
        if gone := [text.get_text() for text in every if not text.get_visible()]:
            dropped[name] = gone
    assert sum(map(len, dropped.values())) <= DROPPED, dropped


@pytest.mark.parametrize("page", PAGES)
def test_a_grey_band_says_at_the_band_which_numbers_count_as_right(page: str) -> None:
    silent = []
    for name in names():
        told = [one for one in spec(name).get("stated", ()) if _is_grey(one["claim"])]
        written = [text for text in texts(drawing(name, PAGES[page])) if _plain(text).startswith("taken as")]
        silent += [name] * (len(written) != sum(one.get("bounds", True) for one in told))
    assert not silent


def _plain(text: Text) -> str:
    return " ".join(text.get_text().split())


def _is_grey(claim_id: str) -> bool:
    stated = articles.stated(load.shipped(), claim_id)
    return bool(figure.accepted(stated.allowed, stated.low, stated.high))


def test_what_is_written_in_the_frame_stands_at_one_edge() -> None:
    """Title, subtitle, the names of rows and values, and the source line begin at one place."""
    wrong = []
    for name in names():
        figure = drawing(name)
        lefts = {round(text.get_window_extent().x0) for text in figure.texts}
        edge = style.MARGIN * figure.dpi
        found = [text.get_window_extent().x0 for text in texts(figure)]
        wrong += [name] * (max(lefts) - min(lefts) > 2 or not edge - 3 <= min(found) <= edge + 3)
    assert not wrong


def test_the_frame_stands_in_the_picture(redrawn: Redrawn) -> None:
    lacking = []
    for name, card in redrawn.cards.items():
        written = [" ".join(text.get_text().split()) for text in drawing(name).texts]
        parts = ("title", "subtitle", "source_line")
        lacking += [f"{name}: {part}" for part in parts if " ".join(card[part].split()) not in written]
    assert not lacking


def test_volumes_and_money_share_no_axis() -> None:
    mixed = [
        f"{name}: {text}"
        for name in names()
        for ax in drawing(name).axes
        for text in (*_names_of_axes(ax), _ticks(ax))
        if re.search("TIV|volume", text) and MONEY.search(text)
    ]
    assert not mixed


def _names_of_axes(ax: Axes) -> Iterator[str]:
    yield from (ax.get_xlabel(), ax.get_ylabel(), ax.get_title(), ax.get_title(loc="left"))


def _ticks(ax: Axes) -> str:
    return " ".join(label.get_text() for label in ax.get_xticklabels())


def test_a_figure_of_each_form_draws_on_the_axes_that_it_is_given() -> None:
    data, wrong = load.shipped(), []
    for name in {spec(one)["form"]: one for one in names()}.values():
        pyplot.close("all")
        _, ax = pyplot.subplots()
        drawn = figure.draw(data, name, ax=ax).ax
        if drawn is not ax or pyplot.get_fignums() != [style.figure_of(ax).number]:  # type: ignore[attr-defined]
            wrong.append(name)
    assert not wrong


def test_every_mark_of_every_figure_lies_inside_its_axes() -> None:
    found = {name: outside(drawing(name).axes[0]) for name in names()}
    assert not {name: there for name, there in found.items() if there}


# Colours.


def wanted(text: Text) -> float:
    bold = str(text.get_fontweight()) in {"bold", "heavy", "black", "700", "800", "900"}
    return 3.0 if text.get_fontsize() >= (LARGE_BOLD if bold else LARGE) else 4.5


def test_every_text_can_be_read_on_what_stands_behind_it() -> None:
    pale = []
    for name in names():
        figure = drawing(name)
        for text in texts(figure):
            ink, behind = to_hex(text.get_color()), ground(figure, text)
            if (found := contrast(ink, behind)) < wanted(text):
                pale.append(f"{name}: {text.get_text()!r}: {ink} on {behind} has {found:.2f}, not {wanted(text)}")
    assert not pale, "\n".join(pale)


def test_places_on_one_chart_are_told_apart_by_everyone(data: load.Data) -> None:
    every = data.places.dropna(subset=["colour"]).set_index("place")
    confused = []
    for name in names():
        drawn = style.record(drawing(name)).drawn
        rows = every[every.index.isin(drawn["place"])] if "place" in drawn else every.iloc[:0]
        places = dict(zip(rows["colour"].str.lower(), rows["name"], strict=True))
        confused += [f"{name}: {words}" for words in confusions(drawing(name), places)]
    assert not confused, "\n".join(confused)


def confusions(figure: Figure, places: dict[str, str]) -> Iterator[str]:
    """Pairs of places that some readers cannot tell apart on one chart; `places` are their names by colour."""
    written = " ".join(text.get_text() for text in texts(figure))
    for ax in figure.axes:
        found = {colour: kinds for colour, kinds in marks(ax).items() if colour in places}
        for one, other in combinations(found, 2):
            pair = (places[one], places[other])
            for vision in ("normal", *DEFICIENT):
                if apart(one, other, vision) < APART:
                    yield f"{pair} are {apart(one, other, vision):.0f} apart for {vision} readers"
            if found[one] & found[other] and not all(named(place, written) for place in pair):
                yield f"{pair}: colour alone tells them apart, with no label and the same mark"


def named(place: str, written: str) -> bool:
    """Whether a label names a place, if only by a part of its name, such as Karabakh."""
    return any(word in written for word in re.findall(r"[A-Z]\w+", place))


# Words.


def test_titles_are_short_findings_in_plain_words(redrawn: Redrawn) -> None:
    titles = {name: card["title"] for name, card in redrawn.cards.items()}
    assert not {name: title for name, title in titles.items() if not 0 < len(title) <= LONGEST_TITLE}
    assert not {name: title for name, title in titles.items() if re.search(r"[();:]|\.$", title)}
    assert not {name: title for name, title in titles.items() if FORBIDDEN.search(title)}


def test_subtitles_are_short_and_say_something_in_plain_words(redrawn: Redrawn) -> None:
    told = {name: card["subtitle"] for name, card in redrawn.cards.items()}
    assert not {name: text for name, text in told.items() if not 0 < len(text.split()) <= MOST_WORDS}
    assert not {name: text for name, text in told.items() if FORBIDDEN.search(text.replace("TIV", ""))}


def test_the_site_shows_about_two_dozen_figures_whose_subtitles_are_short(redrawn: Redrawn) -> None:
    shown = {name: len(card["subtitle"].split()) for name, card in redrawn.cards.items() if card["site"]}
    assert len(shown) in ON_SITE
    assert sum(shown.values()) < MEAN_WORDS * len(shown), shown


def test_a_title_has_two_numbers_at_most(redrawn: Redrawn) -> None:
    """The answer, and what the article has or where it changed; years tell when."""
    found = {
        name: re.findall(r"\d[\d,.]*", re.sub(YEARS, "", card["title"])) for name, card in redrawn.cards.items()
    }
    assert not {name: told for name, told in found.items() if len(told) > 2}


def test_sentences_say_per_cent_and_times_and_marks_have_signs(redrawn: Redrawn) -> None:
    signs = {
        f"{name}.{part}" for name, card in redrawn.cards.items() for part in TEXTS if re.search(r"[%×]", card[part])
    }
    words = {
        f"{name}: {text.get_text()}"
        for name in names()
        for ax in drawing(name).axes
        for text in ax.findobj(Text)
        if re.search(r"per cent|\bpersons\b|\d times\b", text.get_text())
    }
    assert not signs | words


def test_alt_texts_are_a_few_sentences_with_numbers(redrawn: Redrawn) -> None:
    told = {name: card["alt"] for name, card in redrawn.cards.items()}
    bare = {name: alt for name, alt in told.items() if len(alt) < 40 or not re.search(r"\d", alt)}
    assert not bare, "what a reader sees who does not see the picture, with its numbers"
    assert not {name: alt for name, alt in told.items() if len(re.findall(r"[.!?](?=\s[A-Z“]|$)", alt)) > 4}


def test_texts_have_curly_quotes_and_no_missing_number(redrawn: Redrawn) -> None:
    parts = {f"{name}.{part}": card[part] for name, card in redrawn.cards.items() for part in TEXTS}
    assert not {part: text for part, text in parts.items() if re.search(r"['\"`]|\bnan\b|\bNone\b", text)}


def test_every_number_in_a_text_is_drawn_or_in_the_ledger(
    redrawn: Redrawn, numbers: dict[str, pd.DataFrame]
) -> None:
    ledger = [*_of_the_ledger()]
    strange = {}
    for name, card in redrawn.cards.items():
        known = [*_of_a_frame(numbers[name]), *ledger]
        said = {word for part in TEXTS for word in NUMBER.findall(card[part])}
        if wrong := sorted(word for word in said if not any(_prints(word, value) for value in known)):
            strange[name] = wrong
    assert not strange


def _of_a_frame(frame: pd.DataFrame) -> Iterator[float]:
    """The numbers of a frame, the counts of its values and of its rows, and the numbers in its texts."""
    yield float(len(frame))
    for column in frame:
        values = frame[column].dropna()
        yield from values.value_counts().astype(float).unique()
        yield float(values.nunique())
        if pd.api.types.is_numeric_dtype(values) and values.dtype != bool:
            yield from values.astype(float).unique()
        else:
            yield from (_number(word) for text in values.astype(str).unique() for word in NUMBER.findall(text))


def _of_the_ledger() -> Iterator[float]:
    """The numbers of every statement and answer, and those in their sentences."""
    data = load.shipped()
    for row in articles.records(data):
        yield from (float(value) for value in row.values() if isinstance(value, int | float))
        yield from (_number(word) for key in ("statement", "sentence") for word in NUMBER.findall(str(row[key])))
    yield from (_number(word) for word in NUMBER.findall(json.dumps(data.article, ensure_ascii=False)))


def _number(word: str) -> float:
    return float(word.replace(",", "").replace("−", "-"))


def _prints(word: str, value: float) -> bool:
    """Whether a value, maybe in thousands or millions, prints as a number in a text."""
    decimals = len(word.partition(".")[2])
    return any(abs(abs(value) * scale - abs(_number(word))) <= 0.5000001 * 10**-decimals for scale in SCALES)


# Sources, notebooks and claims.


def test_every_number_drawn_has_a_source_that_the_source_line_names(
    redrawn: Redrawn, numbers: dict[str, pd.DataFrame]
) -> None:
    wrong = []
    for name, card in redrawn.cards.items():
        drawn = numbers[name]
        if "source_id" not in drawn:  # a count of the rows of this project
            wrong += [name] * ("value" in drawn)
            continue
        ids = list(style.source_ids(drawn))
        if drawn["source_id"].isna().any() or card["sources"] != ids:
            wrong.append(name)
        if not card["source_line"].startswith(style.source_line(load.shipped(), ids)) or not card["credit"]:
            wrong.append(f"{name}: source line or credit")
    assert not wrong


def test_cards_are_json_with_terms(redrawn: Redrawn) -> None:
    cards = redrawn.cards.items()
    kept = {name: json.loads((redrawn.folder / f"{name}.json").read_text(encoding="utf-8")) for name, _ in cards}
    assert not [name for name, card in cards if kept[name] != card or not card["terms"]]


def test_claims_name_figures_that_are_about_them() -> None:
    named = load.shipped().claims.dropna(subset="figure").set_index("claim_id")["figure"]
    about = {name: spec(name).get("claims", []) for name in names()}
    wrong = {claim: name for claim, name in named.items() if claim not in about.get(name, [])}
    assert not wrong, "data/claims.csv names a figure that is not there, or is not about the claim"


def test_every_figure_is_drawn_by_its_notebook_and_no_other() -> None:
    """Some are drawn by none: a page links to their files."""
    wanted = {(spec(name)["notebook"], name) for name in names() if "notebook" in spec(name)}
    calls = {
        (path.stem, name)
        for path in paths.notebooks().glob("[0-9][0-9]_*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for name in re.findall(r"charts\.draw\(article, \"(\w+)\"", "".join(cell["source"]))
    }
    assert calls == wanted


# The command.


def command(*words: str) -> Any:
    return CliRunner().invoke(app, ["figures", *words])


def test_a_figure_can_be_drawn_as_pdf_elsewhere(tmp_path: Path) -> None:
    name, place = names()[0], tmp_path / "new" / "folder"
    done = command(name, "--format", "pdf", "--out", str(place))
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in place.iterdir()) == [f"{name}.{kind}" for kind in ("csv", "json", "pdf")]
    assert (place / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_text_stays_text_where_asked(redrawn: Redrawn, tmp_path: Path) -> None:
    name = names()[0]
    done = command(name, "--format", "svg", "--editable-text", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "<text" in (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
    assert "<text" not in (redrawn.folder / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "named"),
    [(["spending_rati"], "spending_ratio"), (["--format", "gif"], "svg, png, pdf"), (["--format", ""], "svg, png")],
)
def test_an_unknown_figure_or_format_is_said_in_one_line(words: list[str], named: str, tmp_path: Path) -> None:
    done = command(*words, "--out", str(tmp_path))
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and named in done.stderr
    assert not list(tmp_path.iterdir())


def test_what_is_up_to_date_is_not_drawn_again_and_what_is_touched_or_missing_is(
    redrawn: Redrawn, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of figures as a run of the command leaves it, but with empty PNGs; then no table is read."""
    monkeypatch.setattr(stale, "Program", lambda: program)
    folder = Path(shutil.copytree(redrawn.folder, tmp_path / "figures"))
    for name in names():
        (folder / f"{name}.png").write_bytes(b"")
    stale.note(folder, stale.Inputs(figure.described(load.shipped())), names())
    assert command("--out", str(folder)).exit_code == 0
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(load, "everything", lambda *_: pytest.fail("it reads the tables"))
        done = command("--out", str(folder))
    assert done.exit_code == 0 and "up to date" in done.output and " statements: " in done.output
    assert before == {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    one, other = names()[:2]
    (folder / f"{one}.csv").write_text("place\n", encoding="utf-8")
    (folder / f"{other}.svg").unlink()
    done = command("--out", str(folder))
    assert f"2 figures drawn, {len(names()) - 2} up to date" in done.output
    changed = {name for name, (_, was) in before.items() if _content(folder / name) != was}
    assert changed <= {last_run.FILE, stale.FILE, f"{one}.png", f"{other}.png"}


def test_the_table_beside_a_figure_keeps_six_digits_and_whole_years() -> None:
    drawn = pd.DataFrame({"year": [2019.0, 2020.0, None], "value": [1234.5678, 0.00012345678, None]})
    assert export.numbers(drawn) == "year,value\n2019,1234.57\n2020,0.000123457\n,\n"


def test_every_form_is_found_by_its_name() -> None:
    assert not [name for name in forms.MODULES if forms.form(name).__name__ != name]
