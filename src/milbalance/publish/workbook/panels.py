"""A native chart as a plain object: the numbers of a figure and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from matplotlib import pyplot

from milbalance.charts import export, style
from milbalance.tables import licences
from milbalance.tables.load import Data

Kind = Literal["line", "stacked", "bars", "multiples"]


@dataclass(frozen=True)
class Series:
    """One column of the numbers as it is drawn.

    `marker`, `dash` and `pattern` tell series apart without colour; no dash is no line. `labelled` are the places,
    counted from 0, with their number written beside them (None: all), `labels` the words to write instead.
    """

    column: str
    ink: str
    marker: str = ""
    dash: str = ""
    pattern: str = ""
    fill: str = ""
    size: int = 6
    at: str = "above"
    labelled: tuple[int, ...] | None = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """One chart: the figure that it repeats, its numbers (the first column names the categories) and its words."""

    figure: str
    kind: Kind
    title: str
    reading: str
    alt: str
    numbers: pd.DataFrame
    series: tuple[Series, ...]
    axes: tuple[str, str]
    code: str
    source_line: str
    terms: str


@dataclass(frozen=True)
class Figure:
    """A figure as it was drawn, and the data that it was drawn from."""

    name: str
    data: Data
    said: style.Record

    def panel(
        self,
        kind: Kind,
        numbers: pd.DataFrame,
        series: Sequence[Series],
        *,
        axes: tuple[str, str],
        code: str,
        reading: str,
        alt: str = "",
    ) -> Panel:
        """The chart of some numbers of this figure, under its title and with its sources and terms."""
        allowed = licences.may_print(self.data, self.said.sources)
        words = (self.said.title, reading, alt or self.said.alt)
        shown = numbers.reset_index(drop=True)
        line = self.said.source_line
        return Panel(self.name, kind, *words, shown, tuple(series), axes, code, line, allowed)


def repeated(data: Data, name: str) -> Figure:
    """A figure of the notebooks, drawn for its words and numbers and put away."""
    style.use()
    ax = export.registry()[name].chart(data)
    said = style.record(ax)
    pyplot.close(style.figure_of(ax))
    return Figure(name, data, said)
