"""What charts answer to other arguments: what is not held, what is not stated, and what is wrong, in one line."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.colors import same_color
from matplotlib.text import Text

from milbalance import charts
from milbalance.charts import style
from milbalance.charts.wording import ARTICLE
from milbalance.errors import MilbalanceError
from milbalance.measures import transfers
from milbalance.tables import load

NEWEST, FROM_1995, TO_2021 = (f"sipri-transfers-{when}" for when in ("2026-03", "2025-03", "2022-03"))
Call = tuple[str, dict[str, Any]]

# What is asked of a chart, and words of the answer: which part is wrong, and what there is.
REFUSED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("drones_by_origin", {"until": 2010}, ("by 2010", "2015")),
    ("drones_by_origin", {"until": 2030}, ("from 1992 to 2025", "2030")),
    ("drones_by_origin", {"source": TO_2021}, ("arms_deliveries", TO_2021, NEWEST)),
    ("drones_by_origin", {"classes": ["tank"]}, ("'tank'", "armed drone, loitering munition")),
    ("drones_by_origin", {"side_b": "IRN"}, ("without IRN", "ARM, AZE")),
    ("drone_types", {"until": 2030}, ("from 1992 to 2025", "2030")),
    ("drone_types", {"recipient": "ARM"}, ("no armed drone", "ARM")),
    ("supplier_windows", {"supplier": "Israel"}, ("Israel is ISR",)),
    ("supplier_windows", {"first": 2025, "last": 2005}, ("2025 to 2005", "earlier year first")),
    ("supplier_windows", {"recipient": "IND"}, ("without IND", "ARM, AZE")),
    ("supplier_concentration", {"side_a": "IND", "side_b": "SAU"}, ("without IND", "ARM, AZE, FRA")),
    ("supplier_concentration", {"side_a": "AZE", "side_b": "AZE"}, ("AZE twice",)),
    ("supplier_concentration", {"year": 1994}, ("1990–94", "windows with both end in")),
    ("suppliers_by_period", {"side_a": "IND", "side_b": "SAU"}, ("without IND", "ARM, AZE, FRA")),
    ("suppliers_by_period", {"periods": ((1970, 1980),)}, ("from 1992 to 2025", "1970-1980")),
    ("supplier_shares_by_year", {"recipient": "GRC"}, ("without GRC", "ARM, AZE")),
    ("supplier_shares_by_year", {"first": 2026}, ("from 1992 to 2025", "2026")),
    ("transfer_releases", {"recipient": "IND"}, ("without IND", "ARM, AZE")),
    ("israel_deliveries", {"recipient": "IND"}, ("without IND", "ARM, AZE")),
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
    ("drones_by_origin", {"until": 2025}),
    ("drone_types", {"until": 2025}),
    ("supplier_windows", {"supplier": "RUS"}),
    ("israel_deliveries", {"supplier": "RUS"}),
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


@pytest.mark.parametrize(
    "name", ["soldiers_by_source", "artillery_by_source", "spending_ratio", "drones_by_origin"]
)
def test_what_is_stated_stands_where_it_is_about(name: str, data: load.Data) -> None:
    assert {ARTICLE, "Line2D"} <= {*article_marks(name, data), "Line2D"}


def test_the_words_of_a_claim_of_one_year_stand_beside_no_other_year(data: load.Data) -> None:
    assert "stated: nearly 5" in style.record(charts.spending_ratio(data)).title
    assert "stated" not in style.record(charts.spending_ratio(data, year=2013)).title


# What is not held.


def ticks(drawn: Any) -> list[str]:
    return [label.get_text().split("\n")[0] for label in drawn.get_yticklabels()]


def test_a_period_is_cut_to_what_a_release_holds_and_the_rest_is_named(data: load.Data) -> None:
    late = charts.suppliers_by_period(data, source=FROM_1995)
    assert ticks(late)[0] == "1995–2000" and ticks(late)[5] == "2021–24"
    assert style.record(late).subtitle.endswith("Not held: 1992–94 and 2025")
    early = charts.suppliers_by_period(data, source=TO_2021)
    assert ticks(early)[5] == "2021"
    assert style.record(early).subtitle.endswith("Not held: 2022–25")
    assert " in 2011–21: " in style.record(early).title
    assert "Not held" not in style.record(charts.suppliers_by_period(data)).subtitle


def test_windows_begin_where_the_release_does(data: load.Data) -> None:
    drawn = style.record(charts.supplier_windows(data, supplier="RUS", source=FROM_1995)).drawn
    assert drawn.loc[drawn["unit"] == "per cent, computed", "start"].min() == 1995


def test_windows_and_titles_leave_out_years_in_which_a_supplier_did_not_exist(data: load.Data) -> None:
    sources = data.sources.assign(
        data_from=data.sources["data_from"].mask(data.sources["source_id"] == NEWEST, 1950)
    )
    longer = dataclasses.replace(data, sources=sources)
    said = style.record(charts.supplier_windows(longer, recipient="TUR", supplier="RUS", source=NEWEST, first=1973))
    assert said.drawn["start"].min() == 1992
    assert "1973" not in said.title + said.alt
    assert "Begins in 1992" in said.subtitle


def test_no_delivery_is_said_of_held_years_alone(data: load.Data) -> None:
    said = style.record(charts.israel_deliveries(data))
    assert "none in 1992–94, earlier not held" in said.title and "none in 1992–94, earlier not held" in said.alt
    assert "1988–94 not held" in style.record(charts.israel_deliveries(data, source=FROM_1995)).title


def test_a_release_has_no_share_of_a_window_that_it_holds_in_part(data: load.Data) -> None:
    drawn = style.record(charts.transfer_releases(data, windows=((1970, 1980), (1993, 1997)))).drawn
    shares = drawn[drawn["unit"] == "per cent of the volume"]
    assert FROM_1995 not in set(shares.loc[shares["start"] == 1993, "source_id"])
    assert TO_2021 in set(shares.loc[shares["start"] == 1993, "source_id"])


# Suppliers by their size.


def test_every_supplier_of_five_per_cent_is_named_however_long_its_name(data: load.Data) -> None:
    drawn = style.record(charts.suppliers_by_period(data)).drawn
    wanted = {
        (side, start, supplier)
        for side in ("AZE", "ARM")
        for start, end in charts.suppliers.PERIODS
        for supplier, share in shares(data, side, start, end).items()
        if share >= 5 and supplier != transfers.UNKNOWN
    }
    found = set(
        drawn.loc[drawn["supplier"] != transfers.OTHERS, ["place", "start", "supplier"]].itertuples(
            index=False, name=None
        )
    )
    assert found == wanted
    assert ("AZE", 2021, "TUR") in found
    assert drawn.groupby(["place", "start"])["value"].sum().tolist() == pytest.approx([100] * 12)


def shares(data: load.Data, side: str, start: int, end: int) -> pd.Series[float]:
    """Shares worked out again from the rows."""
    rows = data.arms_imports
    rows = rows[(rows["source_id"] == NEWEST) & (rows["recipient"] == side) & rows["year"].between(start, end)]
    return 100 * rows.groupby("supplier")["tiv_m"].sum() / rows["tiv_m"].sum()


def test_names_outside_their_bars_are_on_the_picture(data: load.Data) -> None:
    written = [text.get_text() for text in charts.suppliers_by_period(data).texts]
    assert {"Bulgaria 6 %", "Turkey 6 %", "Jordan 5 %"} <= set(written)


def test_there_is_no_main_supplier_of_next_to_nothing(data: load.Data) -> None:
    rows = data.arms_imports
    little = dataclasses.replace(data, arms_imports=rows.assign(tiv_m=rows["tiv_m"] / 1000))
    title = style.record(charts.suppliers_by_period(little)).title
    none = "none above 5 million units"
    assert title == f"Main arms supplier in 2011–25: {none} (Azerbaijan); {none} (Armenia)"


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
