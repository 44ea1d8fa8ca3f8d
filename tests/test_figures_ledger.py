"""The ledger, the curves of choices and what moves an answer: their arithmetic by hand, and what they draw."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from matplotlib.transforms import Bbox

from drawing import shipped, texts
from milbalance import articles, choices
from milbalance.articles import summary
from milbalance.charts import export, ledger, matrix, movers, multiples, overview, style
from milbalance.choices import INSIDE, OUTSIDE, UNANSWERED, UNDECIDED, curve, verdicts
from milbalance.errors import NO_LIST, NO_YEAR, NOT_COUNTED, TOO_SHORT
from milbalance.io import markdown
from milbalance.measures import revisions
from milbalance.tables import load
from milbalance.tables.load import Data

CURVES = [name for name in export.registry() if name.startswith("choices_")]


def grid(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """A grid of publisher, basis and edition with an answer; weights are shared as `choices` shares them."""
    names = ["publisher", "basis", "edition"]
    frame = pd.DataFrame(rows, columns=[*names, "low", "high", "position", "counted", "plain", "because", "gap"])
    frame["value"] = (frame["low"] + frame["high"]) / 2
    frame["sources"] = [("a",)] * len(frame)
    words = {"why": "", "reason": "", "origin": ""}
    return frame.assign(weight=choices.weights(frame, names), **words)[[*names, *choices.ANSWER]]


SMALL = grid(
    ("SIPRI", "current", "2020", 3.0, 3.0, OUTSIDE, True, True, "", ""),
    ("SIPRI", "current", "2021", 3.0, 3.0, OUTSIDE, True, False, "", ""),
    ("SIPRI", "constant", "2020", 5.0, 5.0, INSIDE, True, False, "", ""),
    ("press", "printed", "", 4.0, 6.0, UNDECIDED, True, False, "", ""),
    ("bank", "current", "", 3.1, 3.1, OUTSIDE, False, False, "it republishes another source", ""),
    ("bank", "constant", "", 4.4, 4.4, OUTSIDE, False, False, "another year", ""),
    ("press", "current", "", float("nan"), float("nan"), UNANSWERED, True, False, "", NO_YEAR),
)


# The steps of a curve.


def test_steps_run_from_low_to_high_and_fill_the_line() -> None:
    steps = curve.steps(SMALL)
    # Publishers share 1: SIPRI 1/2, press 1/2; SIPRI's bases 1/4 each; two current editions; 4 to 6 before 5.
    assert list(steps["value"]) == [3.0, 3.0, 5.0, 5.0]
    assert list(steps["weight"]) == [0.125, 0.125, 0.5, 0.25]
    assert steps["start"].iloc[0] == 0
    assert steps["end"].iloc[-1] == pytest.approx(1)
    assert list(steps["start"].iloc[1:]) == list(steps["end"].iloc[:-1])


def test_many_editions_with_one_answer_are_one_step() -> None:
    rows = [
        ("SIPRI", "current", str(year), 3.0, 3.0, OUTSIDE, True, year == 2021, "", "") for year in range(2017, 2023)
    ]
    rows.append(("SIPRI", "constant", "2017", 2.0, 2.0, OUTSIDE, True, False, "", ""))
    steps = curve.steps(grid(*rows))
    assert list(steps["ways"]) == [1, 6]
    assert list(steps["plain"]) == [False, True]
    assert "edition" not in steps and "publisher" not in steps


def test_the_share_of_a_level_leaves_out_what_is_undecided() -> None:
    shares = curve.level_shares(SMALL, curve.steps(SMALL)).set_index("level")
    # SIPRI: 1/4 of the whole inside, 1/4 outside; the press has a range across the edge and nothing else.
    assert shares.loc["SIPRI", "inside"] == pytest.approx(0.5)
    assert pd.isna(shares.loc["press", "inside"])
    assert shares.loc["SIPRI", "weight"] == pytest.approx(0.5)


def test_what_is_only_shown_says_why() -> None:
    assert list(curve.shown(SMALL)["because"]) == ["it republishes another source", "another year"]


def test_every_reason_for_no_answer_is_one_of_few_kinds(data: Data) -> None:
    """Errors carry their kind, without years and sources; only what stands alone has none but its words."""
    grids = [articles.choices_of(data, claim_id) for claim_id in ("israel-60", "soldiers-double", "spending-24bn")]
    kinds = {kind for grid in grids for kind in grid["gap"] if kind}
    assert kinds == {NO_YEAR, NOT_COUNTED, TOO_SHORT, NO_LIST}


def test_unanswered_choices_are_counted_by_reason() -> None:
    assert curve.unanswered(SMALL).to_dict() == {"a year or period is missing": 1}


@pytest.mark.parametrize("name", CURVES)
def test_the_width_of_the_black_steps_is_the_support(name: str, data: Data) -> None:
    drawn = style.record(shipped(name)).drawn
    counted = drawn[drawn["counted"].eq(True) & ~drawn.duplicated(["low", "high", *_levels(drawn)])]
    weight = counted.groupby("position")["weight"].sum()
    decided = weight.drop(UNDECIDED, errors="ignore").sum()
    claim_id = _claim(name)
    assert weight.get(INSIDE, 0) / decided == pytest.approx(articles.assess(data, claim_id).support.support)


def _levels(drawn: pd.DataFrame) -> list[str]:
    return list(drawn.columns[: list(drawn.columns).index("low")])


def _claim(name: str) -> str:
    found = [
        claim
        for claim in load.shipped().choices
        if claim.startswith(name.removeprefix("choices_").replace("_", "-"))
    ]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("name", CURVES)
def test_the_title_of_a_curve_counts_what_fits(name: str, data: Data) -> None:
    number = articles.assess(data, _claim(name)).support
    title = style.record(shipped(name)).title
    fully = "fully " * (number.undecided > 0)
    if number.inside == number.counted:
        assert title.startswith(f"All {number.counted} ways of counting fit ")
    elif number.inside:
        weight = articles.percent(number.support)
        assert title.startswith(
            f"{number.inside} of {number.counted} ways of counting, {weight} by weight, {fully}fit"
        )
    else:
        assert title.startswith(f"None of {number.counted} ways of counting {fully}fits ")


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_says_what_is_stated_and_how_many_steps_are_drawn(name: str, data: Data) -> None:
    found = articles.assess(data, _claim(name))
    steps, described = curve.steps(found.grid), style.record(shipped(name))
    if pd.notna(found.claim.stated):
        assert articles.with_unit(found.claim.said, found.claim.unit) in described.title
    assert f"{len(steps)} steps from" in described.alt
    assert (f"Each of {len(steps)} steps" in described.subtitle) == (len(steps) < found.support.counted)
    assert not {"1 answers", "0 answers"} & {" ".join(pair) for pair in pairwise(described.alt.split())}


@pytest.mark.parametrize("name", CURVES)
def test_labels_of_a_curve_cover_no_step_and_stand_in_no_band_that_their_number_is_not_in(
    name: str, data: Data
) -> None:
    claim, (ax, *_) = articles.stated(data, _claim(name)), shipped(name).axes
    steps = curve.steps(articles.choices_of(data, claim.claim_id))
    low, high = (ax.transData.transform((0, end))[1] for end in (claim.low, claim.high))
    for text in (one for one in ax.texts if one.get_text()):
        label = text.get_window_extent()
        for step in steps[steps["high"] < math.inf].to_dict("records"):
            spans = ax.transData.transform([(step["start"], step["low"]), (step["end"], step["high"])])
            assert not Bbox.intersection(label, Bbox(spans).expanded(0.98, 1)), (text.get_text(), step["value"])
        number = float(text.get_text().rpartition(" ")[2].replace(",", "").replace("−", "-"))
        if not text.get_text().startswith("stated") and not claim.covers(number):
            assert not (label.y1 > low + 1 and not label.y0 > high - 1), text.get_text()


def test_wide_steps_say_what_they_are(data: Data) -> None:
    """Half of the weight of one curve is a single answer just outside the band: 0.121 per cent down a year."""
    written = [text.get_text() for text in shipped("choices_spending_rising").axes[0].texts]
    assert "Correlates of War: −0.121" in written
    few = [text.get_text() for text in shipped("choices_turkey_tenfold").axes[1].texts]
    assert "276" in few  # what is only shown has its number where there is room


# The ledger.


def test_every_claim_has_one_verdict_in_the_counts(data: Data) -> None:
    counts = summary.verdict_counts(data)
    assert list(counts.index) == list(verdicts.VERDICTS)
    assert counts["all"].sum() == len(data.claims)
    assert (counts.drop(columns="all").sum(axis=1) == counts["all"]).all()


def test_the_ledger_draws_every_claim_with_its_verdict(data: Data) -> None:
    described = style.record(shipped("ledger_chart"))
    assert set(described.drawn["claim_id"]) == set(data.claims["claim_id"])
    counts = summary.verdict_counts(data)["all"]
    assert described.title.startswith(f"{counts[verdicts.HOLDS]} of {len(data.claims)} statements hold")
    assert f"{counts[verdicts.UNDECIDED]} are undecided" in described.title


@pytest.mark.parametrize("name", ["ledger_chart", "stated_and_computed"])
def test_what_is_computed_hides_nothing_that_is_stated(name: str) -> None:
    """The two stand above one another, further apart than both marks are high."""
    ax, points = shipped(name).axes[0], shipped(name).dpi / 72
    spots: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for line in (one for one in ax.lines if one.get_marker() not in ("None", ">")):
        at = ax.transData.transform((float(line.get_xdata()[0]), float(line.get_ydata()[0])))
        spots[line.get_marker() == "D"].append((*at, line.get_markersize() / 2 * points))
    assert spots[True] and spots[False]
    for x, y, half in spots[True]:
        assert all(math.hypot(x - x2, y - y2) > half + half2 for x2, y2, half2 in spots[False])


def test_no_rule_between_pairs_of_passages_runs_through_words() -> None:
    figure = shipped("contradictions")
    figure.canvas.draw()
    (ax,) = figure.axes
    rules = [line.get_window_extent().y0 for line in ax.get_lines() if line.get_linestyle() == "-"]
    rules = [level for level in rules if level != ax.get_window_extent().y0]
    words = [text for text in ax.texts if text.get_text()]
    assert rules and words
    for text in words:
        box = text.get_window_extent()
        assert not [level for level in rules if box.y0 < level < box.y1], text.get_text()


@pytest.mark.parametrize("name", CURVES)
def test_no_line_to_a_label_runs_through_another(name: str) -> None:
    figure = shipped(name)
    figure.canvas.draw()
    for ax in figure.axes:
        lines = [text.arrow_patch.get_window_extent() for text in ax.texts if getattr(text, "arrow_patch", None)]
        words = [text.get_window_extent() for text in ax.texts if text.get_text()]
        for line in lines:
            crossed = [both.height for word in words if (both := Bbox.intersection(line.padded(1), word))]
            assert all(height < 6 for height in crossed), "it only touches the label that it leads to"


@pytest.mark.parametrize("name", ["ledger_chart", "stated_and_computed"])
def test_words_in_the_plot_of_statements_stay_inside_it(name: str) -> None:
    figure = shipped(name)
    for ax in figure.axes:
        sides = [text for text in ax.texts if text.get_text() and text.get_ha() != "right"]
        assert all(text.get_window_extent().x1 <= ax.get_window_extent().x1 + 1 for text in sides)


@pytest.mark.parametrize("name", ["ledger_chart", "stated_and_computed", "what_moves"])
def test_alt_texts_name_statements_in_words(name: str, data: Data) -> None:
    alt = style.record(shipped(name)).alt
    assert not [claim_id for claim_id in data.claims["claim_id"] if "-" in claim_id and claim_id in alt]
    rows = [" ".join(label.get_text().split()) for label in shipped(name).axes[0].get_yticklabels()]
    assert not [row for row in rows if row.rstrip(".") not in alt]


@pytest.mark.parametrize("name", [*CURVES, "ledger_chart", "stated_and_computed", "what_moves", "contradictions"])
def test_apostrophes_are_those_of_print(name: str) -> None:
    described = style.record(shipped(name))
    drawn = [text.get_text() for text in texts(shipped(name))]
    # The source line is written for every figure at once.
    said = [described.title, described.subtitle, described.alt, *(one for one in drawn if "Source:" not in one)]
    assert not [one for one in said if "'" in one]


def test_the_headline_counts_what_fits_what_does_not_and_what_has_no_number() -> None:
    def title(*covered: str) -> str:
        return overview._title(pd.DataFrame({"covered": covered}), "the war")

    assert title("yes", "no", "no number", "yes") == (
        "2 of 4 statements on the war fit the data on a plain reading; 1 does not; 1 has no number"
    )
    assert (
        title("partly", "no", "no")
        == "None of 3 statements on the war fits the data on a plain reading; 1 fits in part; 2 do not"
    )
    assert title("yes") == "1 of 1 statements on the war fits the data on a plain reading"


@pytest.mark.parametrize(
    ("claim_id", "words"),
    [
        ("spending-ratio", "4.5 to 5"),
        ("spending-six-times", "over 6"),
        ("spending-rising", "above 0"),
        ("drone-origins", "yes"),
        ("dead-first-war", "20,000 to 99,999"),
        ("killed-armenia", "3,825"),
    ],
)
def test_what_a_wording_covers_is_told(claim_id: str, words: str, data: Data) -> None:
    assert multiples.covers(articles.stated(data, claim_id)) == words


def test_the_title_of_the_coverage_names_topics_and_owners() -> None:
    counts = pd.DataFrame(
        {2001: [3, 3, 0, 1], 2002: [1, 2, 1, 0], 2003: [2, 2, 0, 0]},
        index=["Spending, Armenia", "Spending, Azerbaijan", "Soldiers, Karabakh (or pooled)", "Deaths"],
    )
    title = overview._coverage_title(counts)
    assert (
        title == "Up to 3 sources a year on spending; none held on Karabakh’s soldiers and deaths in 2 of 3 years"
    )
    assert overview._coverage_title(counts[[2001]].loc[["Deaths"]]) == "Up to 1 source a year on deaths"
    part = pd.DataFrame(
        {2001: [0, 0, 5], 2002: [0, 0, 5], 2003: [1, 1, 5]},
        index=["Spending, Armenia", "Spending, Azerbaijan", "Spending, Karabakh"],
    )
    assert overview._coverage_title(part) == (
        "Up to 5 sources a year on Karabakh’s spending; "
        "none held on Armenia’s spending and Azerbaijan’s spending in 2 of 3 years"
    )


def test_the_looks_of_circles_are_told_as_they_are_drawn(data: Data) -> None:
    rows = articles.ledger(data).assign(open=False)
    assert overview._looks(rows[rows["claim_id"] == "spending-5bn-russia"]) == ""
    some = rows[rows["claim_id"].isin(["spending-ratio", "soldiers-double"])]
    assert overview._looks(some.assign(covered="no")) == ", hollow because outside the band"
    assert overview._looks(some) == ", hollow because not wholly inside the band"
    assert overview._looks(some.assign(open=True)).endswith("; arrow: a lower bound")


def test_verdicts_have_shapes_of_their_own() -> None:
    assert set(ledger.SHAPES) == set(verdicts.KINDS)
    assert len({(marker, fill) for marker, fill, _ in ledger.SHAPES.values()}) == len(verdicts.KINDS)
    assert len({sign for *_, sign in ledger.SHAPES.values()}) == len(verdicts.KINDS)


def test_positions_differ_in_grey_as_well() -> None:
    assert set(matrix.LOOKS) == {INSIDE, OUTSIDE, UNDECIDED}
    assert len({(look["facecolor"], look.get("hatch")) for look in matrix.LOOKS.values()}) == len(matrix.LOOKS)


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("8,100,000", "8.1 million"),
        ("nearly 1,000,000", "nearly 1 million"),
        ("8,100,000,000", "8.1 billion"),
        ("130,640", "130,640"),
        ("1.49", "1.49"),
        ("no number", "no number"),
    ],
)
def test_large_numbers_are_told_in_millions(words: str, short: str) -> None:
    assert multiples.brief(words) == short


def test_sentences_name_every_claim_once(data: Data) -> None:
    text = summary.sentences(data)
    assert all(text.count(f"`{claim_id}`") == 1 for claim_id in data.claims["claim_id"])


def test_undecided_claims_come_first(data: Data) -> None:
    table = summary.unanswered(data)
    undecided = (table["verdict"] == verdicts.UNDECIDED).tolist()
    assert undecided == sorted(undecided, reverse=True)
    assert (table["unanswered"] <= table["of"]).all()


# What moves an answer.


def test_moves_are_shares_of_the_plain_reading(data: Data) -> None:
    rows = summary.moves(data).set_index(["claim_id", "choice"])
    found = rows.loc[("artillery-triple", "rocket launchers")]
    movers = choices.movers(articles.choices_of(data, "artillery-triple")).set_index("choice")
    assert found["share"] == pytest.approx(100 * movers.loc["rocket launchers", "typical"] / 2.25)  # 576 over 256


def test_yes_or_no_answers_move_by_no_share(data: Data) -> None:
    assert not {"drone-origins", "israel-stingers", "spending-5bn-russia"} & set(summary.moves(data)["claim_id"])


def test_a_bound_is_no_number_to_take_a_share_of(data: Data) -> None:
    """The plain reading of one statement is "at least 100 times": its row was 18, of 23.6 less 5.94 by 100."""
    assert summary.unbounded(data) == ["turkey-tenfold"]
    assert "turkey-tenfold" not in set(summary.moves(data)["claim_id"])
    described = style.record(shipped("what_moves"))
    assert ". 1 statement has no row: the plain reading is a lower bound" in described.subtitle
    assert described.title.startswith(
        "Which years are taken typically changes the answer most in 3 of 11 statements"
    )


def test_the_title_counts_the_first_movers() -> None:
    def title(*first: str) -> str:
        return movers._title(pd.DataFrame({"choice": first, "most": True, "typical": 1.0}))

    assert title("years", "edition", "years") == (
        "Which years are taken typically changes the answer most in 2 of 3 statements; which edition, in 1"
    )
    assert title("years", "source") == (
        "Which years are taken and who counts typically each change the answer most in 1 of 2 statements; "
        "which edition, in none"
    )
    assert title("years", "release", "edition") == (
        "Which edition is taken typically changes the answer most in 2 of 3 statements"
    )
    assert title("special projects").startswith("The choice of ")
    assert title() == "No choice moves an answer"


def test_what_leaves_the_axis_ends_in_an_arrow_and_no_dot_covers_a_name(data: Data) -> None:
    (ax,) = shipped("what_moves").axes
    rows = summary.moves(data)
    arrows = [line for line in ax.lines if line.get_marker() == ">"]
    assert len(arrows) == (rows["widest_share"] > movers.MOST).sum()
    # The left edge of a dot at zero, and three points of air.
    edge = ax.transData.transform((0, 0))[0] - (6.5 / 2 + 3) * shipped("what_moves").dpi / 72
    assert all(label.get_window_extent().x1 < edge for label in ax.get_yticklabels())


# One edition against another.


def editions(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["source_id", "basis", "year", "value"])
    return frame.assign(place="AAA", unit="x", base_year=None, quality="reported", missing_reason=None)


REVISED = editions(
    ("sipri-milex-1", "current_usd", 2001, 110.0),
    ("sipri-milex-1", "current_usd", 2002, 50.0),
    ("sipri-milex-2", "current_usd", 2001, 100.0),
    ("sipri-milex-2", "current_usd", 2002, 50.0),
    ("sipri-milex-3", "current_usd", 2003, 50.0),
)


def test_an_edition_is_set_against_the_newest_in_per_cent() -> None:
    found = revisions.against(REVISED, "AAA", "current_usd", "sipri-milex-2")
    assert found[found["source_id"] == "sipri-milex-1"]["value"].round(6).tolist() == [10.0, 0.0]  # 110/100, 50/50


def test_extracts_are_no_editions() -> None:
    longer = pd.concat([REVISED, editions(("sipri-milex-1", "current_usd", 2003, 1.0))])
    assert revisions.editions(longer, "AAA", "current_usd") == ["sipri-milex-1", "sipri-milex-2"]


def test_a_place_without_breaks_has_an_empty_table(data: Data) -> None:
    shipped = revisions.of_family(data.spending, data.sources)
    assert set(shipped["source_id"]) < set(data.spending["source_id"])
    assert revisions.breaks(shipped, "ARM", "sipri-milex-2025").empty
    found = revisions.breaks(shipped, "AZE", "sipri-milex-2025")
    assert set(found.loc[found["year"] == 2007, "source_id"]) == {
        f"sipri-milex-{year}" for year in (2021, 2023, 2024)
    }


# Words for notebooks.


def test_tables_of_words_keep_their_cells_apart() -> None:
    table = markdown.table(pd.DataFrame({"why": ["a|b\nc"], "sum": ["$5"]}, index=pd.Index(["x"], name="claim")))
    assert str(table).splitlines() == ["| claim | why | sum |", "| --- | --- | --- |", "| x | a\\|b c | \\$5 |"]
    assert repr(table) == table._repr_markdown_() == str(table)
