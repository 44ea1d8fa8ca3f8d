"""Figures of soldiers, artillery, drones and losses: what stands on them, and whose number it is."""

from __future__ import annotations

import pytest
from milbalance.charts.forces import SIGNS

from drawing import shipped, texts
from milbalance.charts import style
from milbalance.measures import forces
from milbalance.tables import load

LADDERS = ["soldiers_by_definition", "artillery_by_source"]


def written(name: str) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in texts(shipped(name)))


def record(name: str) -> style.Record:
    return style.record(shipped(name))


@pytest.mark.parametrize("name", LADDERS)
def test_the_key_of_a_ladder_has_the_signs_drawn_and_no_other(name: str) -> None:
    figure = shipped(name)
    cells = " ".join(text.get_text() for text in texts(figure) if "the band" not in text.get_text())
    key = figure.axes[0].get_xlabel()
    assert [sign for sign in SIGNS.values() if sign in key] == [sign for sign in SIGNS.values() if sign in cells]


def test_the_ratios_of_the_title_say_of_what_they_are_a_ratio() -> None:
    title = record("soldiers_by_definition").title
    # 67 thousand active soldiers of Azerbaijan over 45 thousand of Armenia, each rounded.
    assert f"{66.5 / 45.5:.2f} to {67.5 / 44.5:.2f} times Armenia’s soldiers by IISS" in title
    assert "Grey: not counted" in record("soldiers_by_definition").subtitle


def test_rows_that_are_not_counted_are_in_the_alt_text_of_soldiers() -> None:
    alt = record("soldiers_by_source").alt
    data = load.shipped()
    found = forces.ratios(data.forces, forces.SOLDIERS, side_a="AZE", side_b="ARM")
    for name in found.loc[found["definition"] == "active", "name"]:
        assert f"{name}: " in alt
    assert "Copies" not in written("soldiers_by_source"), "one of the two is another edition"


def test_no_line_runs_over_what_is_stated() -> None:
    (ax,) = shipped("soldiers_by_source").axes
    stated = [line.get_zorder() for line in ax.lines if line.get_marker() == "D"]
    joins = [line.get_zorder() for line in ax.lines if line.get_color() == style.NEUTRAL]
    assert stated and joins and min(stated) > max(joins)


def test_numbers_of_drones_cover_no_other_and_their_totals_stand_outside() -> None:
    figure = shipped("drone_types")
    (ax,) = figure.axes
    assert max(line.get_markersize() for line in ax.lines if line.get_linestyle() == "None") <= 8
    edge = ax.get_window_extent().x1
    heading = next(text for text in texts(figure) if text.get_text() == "by 2020")
    assert heading.get_window_extent().x0 > edge


def test_a_claim_of_losses_is_the_other_sides_and_nothing_leaves_its_panel() -> None:
    title = record("losses_by_class").title
    assert "(the other side’s claim)" in title and "333 (482)" in title and "85 (723)" in title
    for ax in shipped("losses_by_class").axes:
        assert ax.get_xlim()[0] < 0 <= min(min(line.get_xdata()) for line in ax.lines if len(line.get_xdata()))


def test_tanks_listed_are_a_range_and_the_losses_say_of_whom() -> None:
    title = record("losses_and_holdings").title
    listed = record("losses_and_holdings").drawn.query("place == 'ARM'")["value"]
    assert f"{listed.min():.0f} to {listed.max():.0f} tanks for Armenia" in title
    above, below = shipped("losses_and_holdings").axes
    assert any("by Armenia and Nagorno-Karabakh forces" in text.get_text() for text in above.texts)
    assert not any("Karabakh" in text.get_text() for text in below.texts)
    assert "both forces" not in record("losses_and_holdings").subtitle
    assert "AFP 2020 180 + 100," in record("losses_and_holdings").alt, "both parts of a bar stand together"


def test_of_two_lines_that_run_together_the_circles_lie_on_the_squares() -> None:
    both = []
    for ax in shipped("equipment_by_year").axes:
        lists = [line for line in ax.lines if line.get_linestyle() == "-" and line.get_marker() in {"o", "s"}]
        orders = {str(line.get_marker()): line.get_zorder() for line in lists}
        both += [orders] if len(orders) == 2 else []
    assert len(both) >= 4
    assert all(orders["o"] > orders["s"] for orders in both)


def test_a_printed_zero_says_whose_copy_prints_it() -> None:
    assert "one GlobalFirepower copy: 0" in written("equipment_by_year")
