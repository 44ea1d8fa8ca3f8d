"""What is published is what was computed: numbers of the workbook, sides of a contradiction, moves, first hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from milbalance import articles
from milbalance.measures import forces
from milbalance.pair import choices as pair_choices
from milbalance.publish.site import claim_page
from milbalance.publish.workbook import headlines
from milbalance.publish.workbook.panels import repeated
from milbalance.releases import moved_verdicts
from milbalance.tables import load
from pair_frames import ASKED, NEW, OLD, SOURCES, made, money


def test_the_workbook_has_the_soldiers_of_the_figure_and_states_them_of_the_right_side(data: load.Data) -> None:
    figure = repeated(data, "soldiers_by_source")
    numbers = headlines._soldiers(figure).numbers
    drawn, said = figure.said.drawn, articles.stated(data, "soldiers-double")
    sides = {side: drawn.loc[drawn["place"] == side, "value"].tolist() for side in ("AZE", "ARM")}
    assert numbers["Azerbaijan"].tolist() == sides["AZE"]
    assert numbers["Armenia"].tolist() == sides["ARM"]
    ratios = [a / b for a, b in zip(sides["AZE"], sides["ARM"], strict=True)]
    assert numbers["ratio"].tolist() == pytest.approx(ratios, abs=0.0005)
    (stated,) = (name for name in numbers if name.startswith("stated"))
    assert numbers[stated].tolist() == [said.stated * value for value in sides["ARM"]]
    assert stated == "stated: 2 times Armenia"
    assert len(numbers) == len([row for row in forces.SOLDIERS if row.definition == "active"])


PANELS: Mapping[str, Any] = {
    "spending_ratio": headlines._spending_ratio,
    "spending_levels": headlines._spending_levels,
    "supplier_shares_by_year": headlines._supplier_shares,
}


def test_every_number_of_a_native_chart_is_one_of_its_figure(data: load.Data) -> None:
    for name, panel in PANELS.items():
        figure = repeated(data, name)
        values = pd.to_numeric(panel(figure).numbers.drop(columns="year").stack(), errors="coerce").dropna()
        drawn = pd.to_numeric(figure.said.drawn["value"], errors="coerce").dropna()
        assert not [value for value in values if (drawn - value).abs().min() > 1e-9], name


def test_the_pages_of_a_contradiction_say_each_what_its_own_claim_implies() -> None:
    clash = {"claim_a": "one", "claim_b": "other", "implies_a": "6 to 7", "implies_b": "8", "why": "they part"}
    clashes = pd.DataFrame([clash])
    assert claim_page.clashing(clashes, "one") == [
        {"other": "other", "here": "6 to 7", "there": "8", "why": "they part"}
    ]
    assert claim_page.clashing(clashes, "other") == [
        {"other": "one", "here": "8", "there": "6 to 7", "why": "they part"}
    ]
    assert claim_page.clashing(clashes, "third") == []


def test_a_support_that_moves_by_a_point_is_told(data: load.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(**supports: float) -> pd.DataFrame:
        return pd.DataFrame({"claim_id": list(supports), "verdict": "holds", "support": list(supports.values())})

    found = iter([judged(moved=0.80, still=0.80, hair=0.80), judged(moved=0.81, still=0.80, hair=0.8001)])
    monkeypatch.setattr(moved_verdicts, "_judged", lambda _: next(found))
    monkeypatch.setattr(moved_verdicts, "with_source", lambda data, *_: data)
    moved = moved_verdicts.flips(data, {}, data.sources.head(1))
    assert moved[["claim_id", "support before", "support after"]].to_numpy().tolist() == [["moved", 0.80, 0.81]]


def test_a_copy_is_never_the_plain_source_of_a_pair_where_its_original_is_held() -> None:
    copy = {**SOURCES[0], "derived_from": OLD}
    rows = [money(place, 2020, 2.0, source=source) for place in ASKED.sides for source in (NEW, OLD)]
    both = made(spending=rows, sources=[copy, *SOURCES[1:]])
    assert pair_choices.plain(both, ASKED).source == OLD
    assert pair_choices.plain(made(spending=rows), ASKED).source == NEW  # the newest, where both are first hand
    alone = made(spending=[row for row in rows if row["source_id"] == NEW], sources=[copy, *SOURCES[1:]])
    assert pair_choices.plain(alone, ASKED).source == NEW  # no original is held
