"""Verdicts under other rules, and what stands beside a verdict, worked out by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from milbalance import articles, choices
from milbalance.articles import misses
from milbalance.choices import INSIDE, OUTSIDE, UNANSWERED, Choice, sensitivity
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

# One house prints four numbers of which the first fits; two papers of another house print one that fits, and one
# paper of its own prints one that does not. The plain reading, 9, is the house's second.
ANSWERS = {
    ("a", "1"): 2.0,
    ("a", "2"): 9.0,
    ("a", "3"): 9.5,
    ("a", "4"): 9.6,
    ("b", "1"): 2.5,
    ("c", "1"): 2.5,
    ("d", "1"): 7.0,
}
ORIGINS = {"a": "house", "b": "paper", "c": "paper", "d": "other"}


def position(span: Span) -> str:
    return INSIDE if span.high <= 3 else OUTSIDE


def grid(answers: dict[tuple[str, str], float] = ANSWERS) -> pd.DataFrame:
    def compute(_: object, *, source: str = "a", years: str = "2") -> float:
        return answers[source, years]

    listed = [Choice({"source": key[0], "years": key[1]}, {"source": key[0], "years": key[1]}) for key in answers]
    return choices.evaluate(None, compute, listed, position, (), ORIGINS)


def weights(found: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.source, row.years): row.weight for row in found.itertuples()}


def test_origins_weigh_the_same_and_their_repeats_once() -> None:
    """Three origins have a third each; the house's years share theirs, the two papers share one number."""
    third = 1 / 3
    expected = {key: third / 4 for key in ANSWERS if key[0] == "a"}
    expected |= {("b", "1"): third / 2, ("c", "1"): third / 2, ("d", "1"): third}
    assert weights(grid()) == pytest.approx(expected)


def test_a_copy_within_an_origin_changes_no_other_weight() -> None:
    """A second publisher that repeats one of the house's numbers shares that number's weight and no more."""
    before = weights(grid())
    ORIGINS["e"] = "house"
    after = weights(grid({**ANSWERS, ("e", "2"): 9.0}))
    assert after.pop(("e", "2")) == pytest.approx(1 / 24)
    assert after.pop(("a", "2")) == pytest.approx(1 / 24)
    assert after == pytest.approx({key: weight for key, weight in before.items() if key != ("a", "2")})


def test_a_choice_names_its_own_origin_and_several_sources_have_a_joint_one() -> None:
    listed = [
        Choice({"source": "a"}, {"source": "a"}, origin="another"),
        Choice({"source": "both"}, {"source": "a"}, sources=("d",)),
    ]
    found = choices.evaluate(None, lambda _, source="a": 1.0, listed, position, (), ORIGINS)
    assert list(found["origin"]) == ["another", "house; other"]


def test_the_kind_of_verdict_under_other_rules() -> None:
    """Inside are 3 of 7 choices; by origin a quarter of the house, the paper, nothing of the other: 42 per cent."""
    found = grid()
    assert choices.support(found).support == pytest.approx((1 / 4 + 1) / 3)
    assert sensitivity.flat(found, INSIDE) == "holds, fragile"
    assert sensitivity.by_origin(found, OUTSIDE) == "holds only if"
    assert sensitivity.origins(found) == (1, 3)


def test_each_source_and_each_origin_of_several_is_left_out() -> None:
    """Of one number that fits in seven, held by two papers: neither paper alone decides, both together do."""
    answers = {**dict.fromkeys(ANSWERS, 9.0), ("b", "1"): 2.5, ("c", "1"): 2.5}
    assert sensitivity.without(grid(answers), OUTSIDE) == {"paper": "does not hold"}
    alone = {key: answers[key] for key in answers if key[0] != "c"}
    assert sensitivity.without(grid(alone), OUTSIDE) == {"b": "does not hold"}
    assert sensitivity.without(grid({("a", "2"): 2.0}), INSIDE) == {}


CLAIM = articles.Stated("x", "", "is", 24.0, 23.5, 24.5, "ratio")


@pytest.mark.parametrize(
    ("claim", "plain", "share"),
    [
        (CLAIM, Span(24, 24.2), 0.0),
        (CLAIM, Span(23, 24), 0.0),  # partly inside
        (CLAIM, Span(26.9, 27.5), 10.0),  # 2.4 above 24.5, of 24
        (CLAIM, Span(11.5, 11.5), -50.0),
        (articles.Stated("x", "", "over", 6.0, 6.0, math.nan, "ratio"), Span(4.5, 4.5), -25.0),
        (articles.Stated("x", "", "is", math.nan, 200.0, 999.0, "persons"), Span(100, 150), -25.0),  # of the bound
        (articles.Stated("x", "", "is", 460.0, 459.5, 460.5, "items", whole=True), Span(480, 480), 100 * 20 / 460),
        (articles.Stated("x", "", "exists", math.nan, 1.0, math.nan, ""), Span(0, 0), math.nan),
        (
            articles.Stated("x", "", "rank", 4.0, 4.0, 4.0, "rank", whole=True),
            Span(5, 5),
            math.nan,
        ),  # a place is no part
        (articles.Stated("x", "", "is", 18.0, 17.5, 18.5, "states", whole=True), Span(15, 15), math.nan),
        (articles.Stated("x", "", "is", 400.0, 399.5, 400.5, "tanks", whole=True), Span(300, 300), -25.0),
        (articles.Stated("x", "", "is", 6.0, 5.5, 6.5, "years"), Span(8, 8), math.nan),
        (articles.Stated("x", "", "is", 18.0, 17.5, 18.5, "states", whole=True), Span(18, 18), 0.0),
        (CLAIM, None, math.nan),
    ],
)
def test_miss_is_from_the_nearest_bound_in_per_cent_of_what_is_stated(
    claim: articles.Stated, plain: Span | None, share: float
) -> None:
    assert misses.miss(claim, plain) == pytest.approx(share, nan_ok=True)


@pytest.mark.parametrize(
    ("share", "words"), [(-0.32, "−0.3%"), (12.4, "+12%"), (99_899.4, "+99,899%"), (0.0, "0%"), (math.nan, "–")]
)
def test_miss_in_words(share: float, words: str) -> None:
    assert articles.miss(share) == words


def test_a_statement_lies_between_the_answers_or_beyond_them_all(data: Data) -> None:
    """The referee's reading of those that do not hold: two kinds that a reader wants apart."""
    between = {"spending-ratio", "spending-24bn", "turkey-tenfold", "fighters-pay-usd"}
    beyond = {"spending-six-times", "spending-2007", "displaced-million", "fighters-pay-fx"}
    found = {name: articles.assess(data, name).margins for name in between | beyond}
    assert {name for name, one in found.items() if one.place == "between"} == between
    assert found["spending-24bn"].lowest == pytest.approx(14.2, abs=0.1)
    assert found["spending-24bn"].highest == pytest.approx(28.9, abs=0.1)
    assert math.isinf(found["turkey-tenfold"].highest)
    assert found["fighters-pay-fx"].miss == pytest.approx(100 * (7.9577 - 19.35) / 19.4, abs=0.01), (
        "lira have parts"
    )


def test_a_number_that_is_said_to_lie_between_the_answers_does(data: Data) -> None:
    """Nothing is said where all answers fit, and of a number above them all whose wording reaches down to some."""
    wrong = []
    for name in articles.computable(data):
        found = articles.assess(data, name)
        beside, claim = found.margins, found.claim
        number = claim.low if math.isnan(claim.stated) else claim.stated
        if beside.place == "between" and not beside.lowest <= number <= beside.highest:
            wrong.append(name)
        if beside.place and claim.low <= beside.lowest and beside.highest <= claim.high:
            wrong.append(f"{name}: all fit")
    assert not wrong
    places = [articles.assess(data, name).margins.place for name in ("artillery-triple", "days", "gas-double")]
    assert places == ["", "", ""]  # 3 above 0.6 to 2.5; 44 among 44; "double" among 2.5


def test_margins_and_other_rules_stand_in_the_ledger(data: Data) -> None:
    row = articles.records(data, ["artillery-triple"])[0]
    assert (row["verdict"], row["kind"]) == ("depends", "holds only if")
    assert row["miss_per_cent"] == pytest.approx(100 * (2.25 - 2.5) / 3)
    assert (row["answers_low"], row["stated_lies"]) == (pytest.approx(0.5988, abs=1e-4), None)
    assert (row["origins_agree"], row["origins"]) == (1, 3)
    assert row["verdict_without"] == {"aljazeera-2020-10": "does not hold"}
    assert (row["verdict_flat"], row["verdict_by_origin"]) == ("does not hold", "holds only if")
    assert UNANSWERED not in row.values()


def test_no_range_of_answers_is_told_where_there_is_none(data: Data) -> None:
    row = articles.records(data, ["spending-5bn-russia"])[0]
    assert [row[name] for name in ("miss_per_cent", "answers_low", "answers_high", "stated_lies")] == [None] * 4
    assert articles.answers(articles.assess(data, "drone-origins")) == "yes"


def test_the_origin_of_a_main_answer_that_fits_agrees_whatever_its_other_answers() -> None:
    one = {"counted": True, "origin": "A"}
    rows = [
        {**one, "position": INSIDE, "weight": 0.25, "plain": True},
        {**one, "position": OUTSIDE, "weight": 0.75, "plain": False},
    ]
    assert sensitivity.origins(pd.DataFrame(rows)) == (1, 1)
    rows[0]["plain"] = False
    assert sensitivity.origins(pd.DataFrame(rows)) == (0, 1)
