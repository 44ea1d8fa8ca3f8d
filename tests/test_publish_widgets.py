"""The board of notebook 10: what can be chosen, what it gives, the line that gives it again, and its picture."""

from __future__ import annotations

import html
import io
import keyword
import math
import re
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread

from milbalance import articles, choices
from milbalance.errors import MilbalanceError
from milbalance.publish import widgets
from milbalance.publish.widgets import answers, ways, words
from milbalance.publish.widgets.picture import Picture
from milbalance.tables import load, paths

CLAIMS = list(load.shipped().choices)
# Ranges and editions, a yes or a no, a log axis, no answer at all, a bound without an end, only one way.
PICTURED = ["soldiers-double", "drone-origins", "gas-unit", "eastern-armenia-1832", "turkey-tenfold", "border-428"]


def line_of(grid: pd.DataFrame, claim_id: str, row: int) -> str:
    return answers.line(claim_id, ways.levels_of(grid, row), ways.levels_of(grid, ways.plain(grid)))


def pasted(line: str, data: load.Data) -> widgets.Answer:
    found: widgets.Answer = eval(line, {"explore": widgets, "data": data})
    return found


def one_of_each_level(grid: pd.DataFrame) -> list[int]:
    """For each level of each kind the first row that has it: every level is tried, and not every combination."""
    kinds: list[str] = choices.level_names(grid)
    return sorted({int(row) for kind in kinds for row in grid.drop_duplicates(kind).index} | {ways.plain(grid)})


def test_every_line_gives_the_answer_of_its_row_again(data: load.Data) -> None:
    for claim_id in CLAIMS:
        grid = articles.choices_of(data, claim_id)
        lines = {int(row): line_of(grid, claim_id, int(row)) for row in grid.index}
        assert len(set(lines.values())) == len(lines), claim_id
        for row in one_of_each_level(grid):
            found = pasted(lines[row], data)
            wanted = grid.loc[row, ["low", "high", "value"]].to_list()
            assert np.array_equal([found.low, found.high, found.number], wanted, equal_nan=True), lines[row]
            for name in ("position", "why", "reason", "sources"):
                assert getattr(found, name) == grid.loc[row, name], lines[row]
            assert found.levels == ways.levels_of(grid, row)
        plain, found = articles.answer(data, claim_id), widgets.answer(data, claim_id)  # nothing is named
        ends = (plain.low, plain.high) if plain else (math.nan, math.nan)
        assert np.array_equal((found.low, found.high), ends, equal_nan=True), claim_id
        assert plain is not None or found.reason


def test_every_level_can_be_reached_and_keeps_what_can_be_kept(data: load.Data) -> None:
    for claim_id in CLAIMS:
        grid = articles.choices_of(data, claim_id)
        start = ways.plain(grid)
        levels = ways.levels_of(grid, start)
        for kind in levels:
            assert answers.keyword(kind).isidentifier() and not keyword.iskeyword(answers.keyword(kind))
            assert set(ways.options(grid, kind)) == set(grid[kind])
            for level in ways.options(grid, kind):
                row = ways.moved(grid, start, kind, level)
                found = ways.levels_of(grid, row)
                assert found[kind] == level
                same = (grid[list(levels)] == pd.Series({**levels, kind: level})).sum(axis=1)[grid[kind] == level]
                if same.max() < len(levels):  # no way joins all: one with an answer is nearer than one without
                    answered = same[grid.loc[same.index, "position"] != choices.UNANSWERED]
                    same = same if answered.empty else answered
                assert sum(found[name] == {**levels, kind: level}[name] for name in levels) == same.max()
                assert (not ways.also_moved(grid, start, row, kind)) == (same.max() == len(levels))


def small() -> pd.DataFrame:
    """Six ways: the newspaper knows one basis and one year, the institute's constant 2019 has no answer."""
    rows = [
        ("institute", "current", "2019", "outside", True, True),
        ("institute", "current", "2020", "outside", True, False),
        ("institute", "constant", "2019", "unanswered", True, False),
        ("institute", "constant", "2020", "inside", False, False),
        ("bank", "current", "2020", "inside", False, False),
        ("newspaper", "", "2020", "inside", True, False),
    ]
    return pd.DataFrame(rows, columns=["publisher", "basis", "years", "position", "counted", "plain"])


def test_a_choice_keeps_the_others_or_moves_to_the_nearest_way() -> None:
    grid = small()
    assert ways.plain(grid) == 0
    assert ways.options(grid, "basis") == ["current", "constant", ""]
    assert ways.moved(grid, 0, "years", "2020") == 1, "the rest stays"
    assert ways.moved(grid, 0, "basis", "constant") == 2, "a way without an answer exists too"
    assert ways.moved(grid, 0, "publisher", "newspaper") == 5
    assert ways.also_moved(grid, 0, 5, "publisher") == {"basis": "", "years": "2020"}
    assert ways.moved(grid, 5, "years", "2019") == 0, "equally near: the one with an answer"
    assert ways.moved(grid, 5, "basis", "current") == 1, "equally near and answered: the counted one"


def test_what_moved_too_is_said() -> None:
    assert words.moves("years", "2020", {}) == ""
    said = words.moves("publisher", "<b>press", {"basis": "", "years": "2020"})
    assert said.endswith("with all the rest. Also changed: basis to “not specified”, years to “2020”.")
    assert "“&lt;b&gt;press”" in said


def test_what_cannot_be_chosen_says_what_can(data: load.Data) -> None:
    for claim_id, levels, told in (
        ("spending", {}, "no claim 'spending'; there are: "),
        ("spending-ratio", {"year": "2019"}, "no kind of level 'year'; kinds: publisher, basis, years, special_"),
        ("spending-ratio", {"years": "1919"}, 'no years \'1919\'; there are: "2018", "2019"'),
        ("spending-ratio", {"publisher": "press"}, "no calculation joins publisher 'press', basis 'current"),
    ):
        with pytest.raises(MilbalanceError, match=re.escape(told)):
            widgets.answer(data, claim_id, **levels)
    with pytest.raises(MilbalanceError, match="no claim 'five'; there are: "):
        widgets.Board(data, "five")


def test_the_nearest_way_is_offered_as_a_line_that_works(data: load.Data) -> None:
    with pytest.raises(MilbalanceError) as caught:
        widgets.answer(data, "spending-ratio", publisher="press", years="2019")
    near = pasted(str(caught.value).partition("the nearest is ")[2], data)
    assert (near.levels["publisher"], near.levels["years"]) == ("press", "2019")
    assert repr(near) == "4.95 to 6.08 times, fits the words in part"


def test_an_answer_that_is_none_says_why(data: load.Data) -> None:
    found = widgets.answer(
        data, "spending-ratio", publisher="Correlates of War", edition="version 6.0", years="2018"
    )
    assert repr(found) == "no number: no value for 2018" and math.isnan(found.number)


@pytest.mark.parametrize("claim_id", PICTURED)
def test_the_mark_stands_on_the_dot_of_the_answer(data: load.Data, claim_id: str) -> None:
    found = articles.assess(data, claim_id)
    picture = Picture(data, found)
    dots = {point for line in picture.ax.get_lines() for point in zip(*line.get_data(), strict=True)}
    for _, rows in found.grid.groupby(["counted", "position"]):
        answer = rows.iloc[0]
        made = picture.mark(int(rows.index[0]))
        points = [(one.get_xdata()[0], one.get_ydata()[0]) for one in made if hasattr(one, "get_xdata")]
        wanted = [] if answer["position"] == choices.UNANSWERED else [answer["value"]]
        assert [x for x, _ in points] == pytest.approx(wanted, rel=0.02), "within a quarter of a dot"
        assert set(points) <= dots
        written = [one.get_text() for one in made if hasattr(one, "get_text")]
        assert all(word in words.gives(found, int(rows.index[0])) for word in written)
        for artist in made:
            artist.remove()


def test_a_picture_keeps_no_trace_of_an_earlier_mark(data: load.Data) -> None:
    picture = Picture(data, articles.assess(data, "spending-2013"))
    first, second = picture.png(0), picture.png(20)
    assert first != second and picture.png(0) == first
    one, other = (imread(io.BytesIO(png), format="png") for png in (first, second))
    assert one.shape == other.shape and one.shape[1] == 800
    changed = (one != other).any(axis=2)
    assert 0 < changed.mean() < 0.03, "only the mark and its number differ"


@pytest.fixture(scope="module")
def other() -> articles.Article:
    """A text of others that is shipped, answered from the shipped tables."""
    return articles.open_article(paths.root() / "articles" / "sipri-2021-nagorno-karabakh")


def test_any_text_can_be_explored(other: articles.Article) -> None:
    board = widgets.Board(other)
    assert [claim_id for _, claim_id in board.claim.options] == other.claims, "its own statements, and no other's"
    for claim_id in other.claims:
        board.claim.value = claim_id
        for kind, menu in board.dropdowns.items():
            menu.value = menu.options[-1][1]
            assert ways.levels_of(board.assessment.grid, board.row)[kind] == menu.value, claim_id
        line = html.unescape(re.findall("<pre[^>]*>(.*)</pre>", board.told["code"].value)[0])
        assert line.startswith("explore.answer(article, ")
        found = eval(line, {"explore": widgets, "article": other})
        assert repr(found).partition(":")[0] in text(board, "headline"), line
    assert widgets.answer(other, "armenia-burden").number == other.assess("armenia-burden").answer.number


def test_what_cannot_be_chosen_of_another_text_says_what_can(other: articles.Article) -> None:
    for claim_id, levels, told in (
        ("burden", {}, "no claim 'burden'; there are: "),
        ("armenia-burden", {"source": "SIPRI"}, "no kind of level 'source'; kinds: publisher, basis, edition"),
        ("armenia-burden", {"publisher": "IISS"}, 'no publisher \'IISS\'; there are: "SIPRI", "World Bank"'),
    ):
        with pytest.raises(MilbalanceError, match=re.escape(told)):
            widgets.answer(other, claim_id, **levels)
    none = replace(other.data, choices={}, claims=other.data.claims.iloc[:0])
    with pytest.raises(MilbalanceError, match="no statement of this text can be computed"):
        widgets.Board(none)


@pytest.fixture
def board(data: load.Data) -> widgets.Board:
    return widgets.Board(data, "spending-2013")


def text(board: widgets.Board, name: str) -> str:
    return html.unescape(re.sub("<[^>]*>", " ", board.told[name].value))


def test_the_board_follows_a_choice(board: widgets.Board, data: load.Data) -> None:
    assert "3.37 billion US dollars, does not fit the words" in text(board, "headline")
    before = board.told["picture"].value
    board.dropdowns["publisher"].value = "published budgets"
    assert board.dropdowns["basis"].value == "prices of the source", "the other dropdowns show what moved"
    assert "Also changed: basis to “prices of the source”" in text(board, "note")
    assert board.told["picture"].value != before
    line = text(board, "code").partition("explore.")
    found = pasted("".join(line[1:]).strip(), data)
    assert found.levels["publisher"] == "published budgets" and repr(found) in text(board, "headline")
    assert repr(found) in text(board, "picture"), "the words below the picture"
    assert repr(found) in re.findall('alt="([^"]*)"', board.told["picture"].value)[0], (
        "the same for a reader by ear"
    )
    for wanted in (
        "This calculation:",
        "Sources:",
        "Verdict over all calculations: depends (holds only if). 2 of 15 calculations that count fit the words",
    ):
        assert wanted in re.sub(" +", " ", text(board, "standing"))


def test_the_board_opens_another_claim_and_says_why_there_is_no_answer(board: widgets.Board) -> None:
    board.claim.value = "eastern-armenia-1832"
    assert list(board.dropdowns) == ["population"]
    said = text(board, "headline")
    assert "no number" in said and "Why: we have no population of Eastern" in said
    assert "undecided" in text(board, "standing")


def test_every_dropdown_of_the_board_is_labelled(board: widgets.Board) -> None:
    assert [box.description for box in board.dropdowns.values()] == list(board.dropdowns)
    assert board.claim.description == "statement"
    assert [claim_id for _, claim_id in board.claim.options] == list(load.shipped().claims["claim_id"])


def test_a_notebook_keeps_the_board_as_text_without_random_ids(board: widgets.Board) -> None:
    bundle = board._repr_mimebundle_()
    assert any("widget" in kind for kind in bundle)
    assert bundle["text/plain"].endswith("Chosen: 3.37 billion US dollars, does not fit the words.")


def test_what_the_tables_say_cannot_become_markup(data: load.Data) -> None:
    found = articles.assess(data, "spending-2013")
    found.grid.loc[:, "why"] = "<script>alert(1)</script>"
    found.grid.loc[:, "edition"] = '"><img src=x>'
    for shown in (words.standing(data, found, 0), words.code(found, 0), words.picture(b"", '"><script>')):
        assert "<script" not in shown and "<img src=x" not in shown


def test_the_board_says_what_it_needs(data: load.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(MilbalanceError, match=r"this needs ipywidgets, .*: pip install 'milbalance\[lab\]'"):
        widgets.Board(data)


def test_all_kinds_of_position_have_words() -> None:
    assert answers.placed("no number", choices.UNANSWERED) == "no number"
    shown: dict[str, Any] = {name: answers.placed("3", name) for name in answers.POSITIONS}
    assert set(shown) == {choices.INSIDE, choices.OUTSIDE, choices.UNDECIDED}
    assert shown[choices.UNDECIDED] == "3, fits the words in part"
