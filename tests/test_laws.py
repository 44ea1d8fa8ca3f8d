"""Laws that hold for any numbers: shares, ratios, windows, verdicts (property tests)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milbalance import articles, choices, measures
from milbalance.articles import Stated
from milbalance.choices import Choice, verdicts
from milbalance.measures.ranges import Span
from milbalance.tables import load

amounts = st.floats(0.01, 1e9)
totals = st.lists(amounts, min_size=1, max_size=8).map(lambda values: pd.Series(values, index=range(len(values))))


@given(totals)
def test_shares_sum_to_a_hundred_per_cent(found: pd.Series[float]) -> None:
    assert sum(measures.share(found, member) for member in found.index) == pytest.approx(100)


@given(amounts, amounts)
def test_a_ratio_times_its_inverse_is_one(a: float, b: float) -> None:
    assert measures.ratio(a, b) * measures.ratio(b, a) == pytest.approx(1)


@given(st.lists(amounts, min_size=2, max_size=30), st.data())
def test_windows_add_up(values: list[float], more: st.DataObject) -> None:
    series = pd.Series(values, index=range(2000, 2000 + len(values)))
    cut = more.draw(st.integers(2000, 1998 + len(values)))
    whole = measures.window_sum(series, 2000, 1999 + len(values))
    parts = measures.window_sum(series, 2000, cut), measures.window_sum(series, cut + 1, 1999 + len(values))
    assert sum(parts) == pytest.approx(whole)


@given(totals)
def test_concentration_lies_between_even_and_one(found: pd.Series[float]) -> None:
    assert 1 / len(found) * (1 - 1e-9) <= measures.concentration(found) <= 1 + 1e-9


# Grids of choices


@st.composite
def ranges(draw: st.DrawFn) -> Span:
    low = draw(st.floats(0.1, 20))
    return Span(low, draw(st.sampled_from([low, low, low + 0.5, 2 * low, math.inf])))


Grid = dict[tuple[str, str, str], Span]
keys = st.tuples(st.sampled_from("AB"), st.sampled_from("xy"), st.sampled_from("123"))
grids: st.SearchStrategy[Grid] = st.dictionaries(keys, ranges(), min_size=1, max_size=9)
bounds = st.tuples(st.floats(0.1, 20), st.floats(0, 20)).map(lambda ends: (ends[0], ends[0] + ends[1]))


def a_claim(low: float, high: float) -> Stated:
    return Stated("x", "", "is", (low + high) / 2, low, high, "ratio")


def evaluated(answers: Grid, claim: Stated) -> pd.DataFrame:
    def compute(data: Any, *, key: tuple[str, str, str] | None = None) -> Span:
        assert key is not None
        return answers[key]

    names = ("publisher", "basis", "edition")
    listed = [Choice(dict(zip(names, key, strict=True)), {"key": key}, "why") for key in answers]
    return choices.evaluate(None, compute, listed, claim.position)


def verdict(answers: Grid, claim: Stated) -> str:
    plain = next(iter(answers.values()))
    return verdicts.kind(claim.position(plain), choices.support(evaluated(answers, claim)))


@given(grids, bounds)
def test_weights_sum_to_one(answers: Grid, ends: tuple[float, float]) -> None:
    assert evaluated(answers, a_claim(*ends))["weight"].sum() == pytest.approx(1)


@given(grids, bounds, st.randoms())
def test_a_verdict_does_not_depend_on_the_order_of_choices(
    answers: Grid, ends: tuple[float, float], random: Any
) -> None:
    first, *rest = answers.items()
    random.shuffle(rest)
    assert verdict(dict([first, *rest]), a_claim(*ends)) == verdict(answers, a_claim(*ends))


ORDER = ("does not hold", "holds only if", "holds, fragile", "holds")


@given(grids, bounds, st.floats(0, 5), st.floats(0, 5))
def test_wider_bounds_never_make_a_verdict_worse(
    answers: Grid, ends: tuple[float, float], below: float, above: float
) -> None:
    """Support never falls; where more than half is undecided there is no verdict to compare."""
    narrow, wide = a_claim(*ends), a_claim(ends[0] - below, ends[1] + above)
    before, after = (choices.support(evaluated(answers, claim)) for claim in (narrow, wide))
    if not (math.isnan(before.support) or math.isnan(after.support)):
        assert after.support >= before.support - 1e-9
    words = verdict(answers, narrow), verdict(answers, wide)
    if verdicts.UNDECIDED not in words:
        assert ORDER.index(words[1]) >= ORDER.index(words[0])


@given(grids, bounds, st.data())
def test_an_edition_that_changes_nothing_changes_no_weight(
    answers: Grid, ends: tuple[float, float], more: st.DataObject
) -> None:
    """A copy of any part of a publisher's numbers, under the name of a new edition."""
    publisher, basis, edition = more.draw(st.sampled_from(sorted(answers)))
    copies = {(publisher, basis, f"{edition}-again"): answers[publisher, basis, edition]}
    before, after = (choices.support(evaluated(grid, a_claim(*ends))) for grid in (answers, answers | copies))
    assert after.support == pytest.approx(before.support, nan_ok=True)
    assert after.undecided_weight == pytest.approx(before.undecided_weight)
    assert verdict(answers | copies, a_claim(*ends)) == verdict(answers, a_claim(*ends))


@given(grids, bounds)
def test_swapping_the_sides_and_inverting_the_bounds_keeps_the_verdict(
    answers: Grid, ends: tuple[float, float]
) -> None:
    near = [abs(span.low / end - 1) for span in answers.values() for end in ends]
    near += [abs(span.high / end - 1) for span in answers.values() for end in ends]
    assume(min(near) > 1e-6)  # 1/(1/x) is not always x to the last bit
    one = Span(1, 1)
    assume(all(math.isfinite(span.high) for span in answers.values()))
    inverted = {key: one / span for key, span in answers.items()}
    assert verdict(inverted, a_claim(1 / ends[1], 1 / ends[0])) == verdict(answers, a_claim(*ends))


# The claims themselves


@lru_cache
def shipped(claim_id: str) -> articles.Assessment:
    return articles.assess(load.shipped(), claim_id)


def differing(data: load.Data, claims: Iterable[str]) -> list[str]:
    """The statements whose verdict, answer or support is another from other tables."""
    wrong = []
    for claim_id in claims:
        found, usual = articles.assess(data, claim_id), shipped(claim_id)
        same = (found.kind, found.answer) == (usual.kind, usual.answer)
        if not same or found.support.support != pytest.approx(usual.support.support, nan_ok=True):
            wrong.append(f"{claim_id}: {found.answer} ({found.kind}), wanted {usual.answer} ({usual.kind})")
    return wrong


def test_row_order_changes_no_answer(data: load.Data) -> None:
    turned = replace(data, **{name: frame[::-1] for name, frame in data.tables.items()})
    assert not differing(turned, data.choices)


RATIOS = ["spending-ratio", "spending-six-times", "soldiers-double", "artillery-triple"]
SPENDING = ["spending-ratio", "spending-six-times", "spending-24bn", "spending-2007", "spending-2013"]
SPENDING += ["spending-rising"]


def with_copy(data: load.Data, original: str, derived: bool) -> load.Data:
    """The data with all rows of one edition again under a new name, as a source of its own or as a repetition."""
    row = data.sources[data.sources["source_id"] == original]
    row = row.assign(source_id="copy", released="2099", derived_from=original if derived else None)
    rows = data.spending[data.spending["source_id"] == original].assign(source_id="copy")
    return replace(data, sources=pd.concat([data.sources, row]), spending=pd.concat([data.spending, rows]))


@pytest.mark.parametrize("derived", [True, False])
@pytest.mark.parametrize("original", ["sipri-milex-2025", "sipri-milex-2020", "cow-nmc-7.0"])
def test_an_edition_added_again_changes_no_verdict(data: load.Data, original: str, derived: bool) -> None:
    copied = with_copy(data, original, derived)
    assert not differing(copied, SPENDING)
    grids = {name: (len(articles.assess(copied, name).grid), len(shipped(name).grid)) for name in SPENDING}
    assert not [name for name, (more, usual) in grids.items() if more <= usual], "the copy is asked too"


@pytest.mark.parametrize("claim_id", RATIOS)
def test_sides_of_a_shipped_ratio_swap(data: load.Data, claim_id: str) -> None:
    """Every choice of side b over side a is one over that of side a over side b."""
    computation = articles.computation(data, claim_id)
    claim = articles.stated(data, claim_id)
    low = 1 / claim.high if not math.isnan(claim.high) else 0.0
    inverse = replace(claim, relation="is", low=low, high=1 / claim.low)
    listed = [
        Choice(
            choice.levels,
            {**choice.how, "place": "ARM", "other": "AZE"},
            choice.why,
            choice.counted,
            origin=choice.origin,
        )
        for choice in articles.ways(data, claim_id)
        if not choice.how.get("less_one")
    ]
    swapped = choices.evaluate(data, computation.function, listed, inverse.position, (), articles.origins(data))
    straight = shipped(claim_id).grid
    straight = straight[straight["reading"] == ""] if "reading" in straight else straight
    assert list(swapped["position"]) == list(straight["position"])
    assert choices.support(swapped).support == pytest.approx(choices.support(straight).support)
