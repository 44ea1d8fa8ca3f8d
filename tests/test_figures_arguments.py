"""What charts answer to other arguments: what is not held, what is not stated, and what is wrong, in one line."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.colors import same_color
from matplotlib.text import Text
from milbalance.charts.wording import ARTICLE

from milbalance import charts
from milbalance.charts import style
from milbalance.errors import MilbalanceError
from milbalance.tables import load

NEWEST, FROM_1995, TO_2021 = (f"sipri-transfers-{when}" for when in ("2026-03", "2025-03", "2022-03"))
Call = tuple[str, dict[str, Any]]

# What is asked of a chart, and words of the answer: which part is wrong, and what there is.
REFUSED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("official_tolls", {"side_a": "GEO"}, ("'GEO'", "ARM, AZE")),
    ("spending_ratio", {"source": "SIPRI 2021"}, ("'SIPRI 2021'", "sipri-milex-2021")),
    ("spending_ratio", {"source": "sipri-milex-2019"}, ("'sipri-milex-2019'", "sipri-milex-2018")),
    ("spending_ratio", {"source": "sipri-milex-2022"}, ("sipri-milex-2022", "share_gdp")),
    ("spending_ratio", {"basis": "euros"}, ("euros", "current_usd")),
    ("spending_ratio", {"side_a": "Turkey"}, ("Turkey is TUR",)),
    ("spending_ratio", {"side_b": "AZE"}, ("AZE twice",)),
    ("spending_ratio", {"year": "soon"}, ("'soon'", "2020")),
    ("spending_ratio", {"yaer": 2020}, ("no argument 'yaer'", "year")),
    ("spending_windows", {"years": 2020}, ("at least two",)),
    ("spending_windows", {"years": (2020, 1992)}, ("2020-1992", "earlier year first")),
    ("spending_sum", {"years": 2030}, ("2030",)),
    ("data_coverage", {"first": 2020, "last": 2010}, ("2020-2010", "earlier year first")),
]


def test_a_wrong_argument_is_answered_in_one_line_and_leaves_no_figure(data: load.Data) -> None:
    found = []
    for name, how, wanted in REFUSED:
        answer = "drew a figure"
        try:
            getattr(charts, name)(data, **how)
        except MilbalanceError as error:
            answer = str(error)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        lacking = [words for words in wanted if words not in answer]
        left = f" and left {len(pyplot.get_fignums())} figures" if pyplot.get_fignums() else ""
        if lacking or left or "\n" in answer:
            found.append(f"{name}({how}): {answer}{left}; wanted {lacking}")
        pyplot.close("all")
    assert not found, "\n".join(found)


def test_tables_are_asked_for(data: load.Data) -> None:
    with pytest.raises(MilbalanceError, match="wanted the tables that load"):
        charts.spending_ratio(data.spending)  # type: ignore[arg-type]


# What is stated is stated of the sides, the basis and the years of the claim.

NOT_STATED: list[Call] = [
    ("soldiers_by_source", {"side_a": "ARM", "side_b": "AZE"}),
    ("soldiers_by_definition", {"side_a": "ARM", "side_b": "AZE"}),
    ("artillery_by_source", {"side_a": "ARM", "side_b": "AZE"}),
    ("spending_ratio", {"basis": "share_gdp"}),
    ("spending_ratio", {"side_a": "ARM", "side_b": "AZE"}),
    ("spending_special_projects", {"side_b": "GEO", "source": "sipri-milex-2025"}),
    ("spending_windows", {"years": (2000, 2019)}),
    ("spending_levels", {"side_a": "ARM", "side_b": "AZE"}),
    ("spending_trend", {"place": "ARM"}),
    ("spending_trend", {"windows": ((2005, 2019),)}),
    ("spending_sum", {"years": (2010, 2019)}),
    ("spending_ratio_editions", {"side_a": "ARM", "side_b": "AZE"}),
]


def article_marks(name: str, data: load.Data, **how: Any) -> list[str]:
    """Where a chart has what the article states: in its words, its sources and the colour of its marks."""
    figure = style.figure_of(getattr(charts, name)(data, **how))
    said = style.record(figure)
    found = [text for text in (said.title, said.subtitle, said.alt, said.source_line) if "stated" in text]
    found += [ARTICLE] * (ARTICLE in said.sources)
    for artist in figure.findobj():
        inks = [
            getattr(artist, f"get_{what}")() for what in ("color", "facecolor") if hasattr(artist, f"get_{what}")
        ]
        if any(isinstance(ink, str | tuple) and same_color(ink, mark) for ink in inks for mark in MARKS):
            found.append(artist.get_text() if isinstance(artist, Text) else type(artist).__name__)
    pyplot.close(figure)
    return found


MARKS = (style.STATED, style.STATED_BAND)


def test_what_is_stated_stands_beside_nothing_else(data: load.Data) -> None:
    found = {f"{name}({how})": article_marks(name, data, **how) for name, how in NOT_STATED}
    assert not {call: marks for call, marks in found.items() if marks}


@pytest.mark.parametrize("name", ["soldiers_by_source", "artillery_by_source", "spending_ratio"])
def test_what_is_stated_stands_where_it_is_about(name: str, data: load.Data) -> None:
    assert {ARTICLE, "Line2D"} <= {*article_marks(name, data), "Line2D"}


def test_the_words_of_a_claim_of_one_year_stand_beside_no_other_year(data: load.Data) -> None:
    assert "stated: nearly 5" in style.record(charts.spending_ratio(data)).title
    assert "stated" not in style.record(charts.spending_ratio(data, year=2013)).title


def test_a_growth_across_a_break_says_so_in_the_title(data: load.Data) -> None:
    assert "in 2000–09 (with a break)" in style.record(charts.spending_trend(data)).title
    assert "break" not in style.record(charts.spending_trend(data, source="sipri-milex-2025")).title


def test_every_edition_has_its_panel_however_many_there_are(data: load.Data) -> None:
    new = [f"sipri-milex-{year}" for year in (2026, 2027, 2028)]
    rows, sources = data.spending, data.sources
    like_rows, like = (
        rows[rows["source_id"] == "sipri-milex-2025"],
        sources[sources["source_id"] == "sipri-milex-2025"],
    )
    more = dataclasses.replace(
        data,
        spending=pd.concat([rows, *(like_rows.assign(source_id=name) for name in new)], ignore_index=True),
        sources=pd.concat(
            [sources, *(like.assign(source_id=name, version=name[-4:]) for name in new)], ignore_index=True
        ),
    )
    figure = style.figure_of(charts.spending_ratio_editions(more))
    titles = " ".join(ax.get_title(loc="left") for ax in figure.axes)
    assert [year for year in ("2017", "2025", "2026", "2027", "2028") if f"{year} edition" not in titles] == []
