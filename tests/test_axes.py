"""Every mark lies inside its axes: of every figure as shipped, and where the rows are other than today."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest
from matplotlib import pyplot

from drawing import outside
from milbalance.charts import figure, style
from milbalance.charts import marks as written
from milbalance.charts.texts import TEXTS
from milbalance.errors import MilbalanceError
from milbalance.tables import load


def larger(data: load.Data, factor: float) -> load.Data:
    """The tables with every published number of people, things and money larger than it is."""
    tables = {name: getattr(data, name) for name in ("facts", "flows", "context", "fatalities", "incidents")}
    ends = ["value", "low", "best", "high"]
    made = {
        name: table.assign(**{end: table[end] * factor for end in ends if end in table and end != "year"})
        for name, table in tables.items()
    }
    return dataclasses.replace(
        data, **{name: table.astype(tables[name].dtypes.to_dict()) for name, table in made.items()}
    )


def test_axes_grow_with_the_numbers_drawn(data: load.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "finish", lambda ax, *_, **__: ax)  # a frame takes half the time and moves no axis
    more, found = larger(data, 2.0), {}
    for name, spec in figure.described(data).items():
        pyplot.close("all")
        words = dict.fromkeys(TEXTS, "made")
        numbers = {key: spec[key] for key in ("form", "rows", "options") if key in spec}
        try:
            found[name] = outside(figure.made(more, numbers | words).ax)
        except MilbalanceError:  # an option that names a number of the article is not there
            continue
    assert found and not {name: there for name, there in found.items() if there}


def test_ends_of_an_axis_by_hand() -> None:
    assert written.holding([0, 10], [3.0, math.nan]) == (0.0, 10.0)
    assert written.holding([0, 10], [3.0, 20.0], room=0.1) == (0.0, 22.0)
    assert written.holding([88, 100], [80.0, 90.0], room=0.1) == (78.0, 100.0)


def test_labels_that_do_not_fit_are_moved_apart_and_stay_inside() -> None:
    assert written.spread([10.0, 50.0], [8.0, 8.0], 0, 100) == [10.0, 50.0]
    assert written.spread([97.0], [10.0], 0, 100) == [95.0]
    assert written.spread([90.0, 93.0, 96.0], [10.0, 10.0, 10.0], 0, 100) == [75.0, 85.0, 95.0]
    assert pd.Series(written.spread([1.0, 2.0, 3.0], [6.0, 6.0, 6.0], 0, 100)).diff().dropna().ge(6).all()
