"""A picture says what its rows say: where bands begin, which number a label calls stated, which marks are hollow.

And the table beside it has the numbers drawn.
"""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from drawing import shipped
from milbalance import articles
from milbalance.charts import export, style

OF_ESTIMATES = ("spending_levels", "spending_share_gdp", "spending_trend")


def hollow(ax: Axes) -> set[float]:
    """The years of the hollow marks on axes."""
    open_marks = [line for line in ax.lines if line.get_markerfacecolor() == "white"]
    return {float(year) for line in open_marks for year in line.get_xdata()}  # type: ignore[union-attr]


def test_every_estimate_of_a_source_has_a_hollow_mark_and_no_other_year_has_one() -> None:
    found = {}
    for name in OF_ESTIMATES:
        drawn = style.record(shipped(name)).drawn.dropna(subset="value")
        wanted = set(drawn.loc[drawn["quality"] == "estimate", "year"].astype(float))
        marked = set.union(*(hollow(ax) for ax in shipped(name).axes))
        found[name] = sorted(wanted ^ marked) if wanted else ["no estimate to look for"]
    assert not {name: years for name, years in found.items() if years}


def test_the_band_of_every_statement_runs_over_what_its_wording_covers() -> None:
    (ax, *_), rows = shipped("stated_and_computed").axes, style.record(shipped("stated_and_computed")).drawn
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    bands = [bar for bar in bars if to_hex(bar.get_facecolor()) == style.STATED_BAND.lower()]
    ends = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in bands)
    rows = rows.dropna(subset="stated").drop_duplicates("claim_id")
    rows = rows[rows["unit"].map(articles.unit) == rows["unit"]]  # a yes or a no is no multiple
    least, most = ax.get_xlim()
    wanted = sorted(
        (least / 2 if math.isnan(row.low) else row.low / row.stated,
         2 * most if math.isnan(row.high) else row.high / row.stated)
        for row in rows.itertuples()
    )  # fmt: skip
    assert len(wanted) >= 5
    assert ends == [pytest.approx(pair) for pair in wanted]


def test_a_label_calls_stated_what_is_stated_and_computed_what_is_computed() -> None:
    drawn = style.record(shipped("spending_levels")).drawn
    stated = drawn[drawn["unit"] == "million US dollars, as stated"].set_index("year")["value"]
    lines = drawn[drawn["basis"].notna() & (drawn["place"] == "AZE")].set_index("year")["value"]
    (ax,) = shipped("spending_levels").axes
    labels = [re.fullmatch(r"stated (\S+)\ncomputed (\S+)", text.get_text()) for text in ax.texts]
    said = sorted((float(found[1]), float(found[2])) for found in labels if found)
    assert said == sorted((value / 1000, round(lines[year] / 1000, 2)) for year, value in stated.items())
    assert len(said) == 2


def test_the_table_beside_a_figure_keeps_six_digits_and_whole_years() -> None:
    drawn = pd.DataFrame({"year": [2019.0, 2020.0, math.nan], "value": [1234.5678, 0.00012345678, math.nan]})
    assert export.numbers(drawn) == "year,value\n2019,1234.57\n2020,0.000123457\n,\n"
