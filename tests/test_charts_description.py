"""A figure in words for those who do not see it, and what is stated beside it: both from the numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from milbalance import articles
from milbalance.charts import figure
from milbalance.charts.description import description
from milbalance.tables.load import Data


def test_many_numbers_are_told_by_their_ends_and_extremes_and_few_by_each() -> None:
    values = [5.0, 2.0, *range(3, 14), 40.0, 7.0]
    long = pd.DataFrame({"year": range(2000, 2000 + len(values)), "value": values, "series": "A"})
    told = "A: 15 numbers; first 2000 5; lowest 2001 2; highest 2013 40; last 2014 7."
    assert description(long, {"title": "Up and down"}) == f"Up and down. {told}"
    few = pd.DataFrame(
        {"label": ["x", "y"], "value": [1.5, math.nan], "low": [1.0, math.nan], "high": [2.0, math.nan]}
    )
    assert description(few, {}) == "Numbers: x 1.5 (1 to 2); y no number."
    # What is there so that a reader finds the way, such as a town on a map, has no number to miss.
    assert description(few.assign(role=["", "context"]), {}) == "Numbers: x 1.5 (1 to 2)."


def test_an_option_keeps_its_lines_and_one_that_is_a_number_is_one(data: Data) -> None:
    words = figure.worded(data, figure.described(data)["gas_exports"]).words
    asked = {"names": ["2027\n{{ 'planned' }}"], "x": "{{ 1 + 1 }}"}
    assert figure.rendered(asked, words) == {"names": ["2027\nplanned"], "x": 2.0}


def test_the_band_of_every_figure_is_what_its_statement_covers(data: Data) -> None:
    wrong = []
    for name, spec in figure.described(data).items():
        told = figure.worded(data, spec)
        for written, band in zip(spec.get("stated", ()), told.bands, strict=True):
            claim, options = articles.stated(data, written["claim"]), figure.rendered(dict(written), told.words)
            bounds = (claim.low, claim.high) if options.get("bounds", True) else (float("nan"),) * 2
            wanted = [float(options.get("per", 1)) * one for one in (claim.stated, *bounds)]
            if [band.value, band.low, band.high] != pytest.approx(wanted, nan_ok=True):
                wrong.append((name, band, wanted))
    assert not wrong
