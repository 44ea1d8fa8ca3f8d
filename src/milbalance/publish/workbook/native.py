"""A figure as a chart of the spreadsheet itself, which reads its numbers from cells beside it.

figures.yml says which figures have one (`workbook: line`, `bars` or `stacked`). The numbers drawn become columns,
one a series, and what is stated one more; nothing here knows a figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.colors import to_rgb

from milbalance.charts import figure, style
from milbalance.charts.forms import Band
from milbalance.tables import licences
from milbalance.tables.load import Data

KINDS: dict[str, dict[str, str]] = {
    "line": {"type": "line"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bars": {"type": "bar"},
}
# Numbers of a line that have marks of their own beside it, by their role. Estimates are part of the line too.
MARKS = {"estimate": "from an estimate of the source", "stated": "as stated", "point": "by itself"}
GUESSED = "#BFBFBF"  # inside the marks of estimates; not every program draws the edge of a hollow mark
TICKS = 5  # years from one tick to the next
MARKERS = ("circle", "square", "diamond", "triangle")
DASHES = ("solid", "dash", "round_dot", "long_dash")
HATCHED = "wide_upward_diagonal"  # a fill as light as that of its neighbour, which in grey would be one with it
ALIKE = 0.1  # of luminance
UPRIGHT = 360  # a title of an axis that is read without turning the head: what XlsxWriter calls no rotation
_PLOT = {"x": 0.06, "y": 0.17, "width": 0.86, "height": 0.66}  # parts of the chart


@dataclass(frozen=True)
class Series:
    """One column of the numbers as it is drawn: marker, dash and pattern tell series apart without colour."""

    column: str
    ink: str
    marker: str = ""
    dash: str = ""
    pattern: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Native:
    """One chart: the figure that it repeats, its numbers (the first column names the categories) and its words."""

    figure: str
    kind: str
    numbers: pd.DataFrame
    series: tuple[Series, ...]
    unit: str
    texts: Mapping[str, str]
    source_line: str
    terms: str

    @property
    def lying(self) -> bool:
        """Whether its bars lie: those of names do, those of years stand as time does elsewhere."""
        return self.kind == "bars" and not pd.api.types.is_numeric_dtype(self.numbers.iloc[:, 0])

    @property
    def drawn(self) -> dict[str, str]:
        """What XlsxWriter calls this kind of chart."""
        return KINDS[self.kind] if self.kind != "bars" or self.lying else {"type": "column"}

    def named(self, series: Series) -> bool:
        """Whether a series has its name beside its last point: a line has, marks and columns are in the legend."""
        return self.kind == "line" and bool(series.dash)

    @property
    def code(self) -> str:
        """The number format of the values: the smaller the numbers, the more decimals."""
        most = self.numbers[[one.column for one in self.series]].abs().max().max()
        return "#,##0" if most >= 100 else "0.0" if most >= 10 else "0.00"


def every(data: Data) -> list[Native]:
    """The figures of an article that have a native chart, in their order."""
    found = figure.described(data).items()
    return [native(data, name, spec) for name, spec in found if "workbook" in spec]


def native(data: Data, name: str, spec: Mapping[str, Any]) -> Native:
    """A figure as a native chart; raises as `figure.worded` does."""
    told = figure.worded(data, spec)
    kind, ids = spec["workbook"], style.source_ids(told.numbers)
    # The column that names the categories: as the form has it, else years for lines and labels for bars.
    first, second = ("year", "label") if kind == "line" else ("label", "year")
    across = str(told.options.get("x") or (first if first in told.numbers else second))
    numbers = wide(told.numbers, across, kind)
    series = [*_series(list(numbers.columns[1:]), told.colours, kind)]
    for place, band in enumerate(told.bands):
        numbers[band.words] = _stated(numbers.iloc[:, 0], band)
        look = {"dash": DASHES[1 + place % 3]} if kind == "line" else {"fill": style.STATED_BAND}
        if kind == "line" and numbers[band.words].count() == 1:  # no line goes through one point
            look["marker"] = "diamond"
        series.append(Series(band.words, style.STATED, **look))
    unit = str(told.options.get("unit", ""))
    line = f"{style.source_line(data, ids)} {told.note}".strip()
    return Native(name, kind, numbers, tuple(series), unit, told.texts, line, licences.may_print(data, ids))


def wide(numbers: pd.DataFrame, across: str, kind: str = "line") -> pd.DataFrame:
    """Numbers drawn with a row a category, in a column a series; gaps stay empty, and years have no holes.

    A category that has several numbers of one series has so many rows. What has
    marks of its own has columns more; years run from the first to the last number.

    >>> from milbalance.publish.workbook.native import wide
    >>> frame = pd.DataFrame({"year": [2019, 2021], "series": "Georgia", "value": [1.5, 1.8]})
    >>> wide(frame, "year").fillna(0).to_numpy().tolist()
    [[2019.0, 1.5], [2020.0, 0.0], [2021.0, 1.8]]
    """
    named = numbers.assign(series=numbers.get("series", "value"))
    named = named[named[across].notna()]
    if kind == "line" and "role" in named:
        marked = named[named["role"].isin(list(MARKS))]
        marks = marked.assign(series=marked["series"] + ", " + marked["role"].map(MARKS))
        named = pd.concat([named[~named["role"].isin(["stated", "point"])], marks])
    named = named.assign(nth=named.groupby([across, "series"]).cumcount())
    table = named.pivot(index=[across, "nth"], columns="series", values="value")
    table = table[list(dict.fromkeys(named["series"]))].reset_index("nth", drop=True)
    order = list(dict.fromkeys(named[across][named["value"].notna()]))
    if not pd.api.types.is_numeric_dtype(numbers[across]):
        table = table.loc[list(dict.fromkeys(named[across]))]
    elif table.index.is_unique and pd.api.types.is_integer_dtype(numbers[across]):
        table = table.reindex(range(int(min(order)), int(max(order)) + 1))
    return table.astype(float).rename_axis(columns=None).rename_axis(across).reset_index()


def _series(columns: Iterable[str], colours: Mapping[str, str], kind: str) -> Iterable[Series]:
    before = math.inf
    for place, column in enumerate(columns):
        mark = next((words for words in MARKS.values() if column.endswith(f", {words}")), "")
        ink = colours.get(column.removesuffix(f", {mark}"), style.INK if kind == "line" else style.NEUTRAL)
        if kind != "line":
            alike = abs(_light(ink) - before) < ALIKE
            before = math.inf if alike else _light(ink)
            yield Series(column, ink, pattern=HATCHED * alike)
        elif mark:
            yield Series(column, ink, marker="circle" if mark == MARKS["estimate"] else "diamond", fill=GUESSED)
        else:
            yield Series(column, ink, MARKERS[place % len(MARKERS)], DASHES[place % len(DASHES)])


def _light(ink: str) -> float:
    return style.luminance(*to_rgb(ink))


def _stated(categories: pd.Series[Any], band: Band) -> pd.Series[float]:
    """What is stated, for the categories that it is said of: its number, or the bound that it has."""
    value = next(number for number in (band.value, band.low, band.high) if math.isfinite(number))
    numbers = pd.Series(value, categories.index)
    if not pd.api.types.is_numeric_dtype(categories) or (band.start is None and band.end is None):
        return numbers
    start, end = (math.nan if edge is None else edge for edge in (band.start, band.end))
    return numbers.where(~((categories < start) | (categories > end)))


def chart(library: Any, sheet: str, native: Native, corner: tuple[int, int]) -> Any:
    """The chart of numbers that stand on a sheet, their header at the corner (line, column; from 0).

    Gaps stay gaps, lines are not smoothed, and each series takes its name from its header cell.
    """
    made = library.add_chart(native.drawn)
    for series in native.series:
        made.add_series(_drawn(sheet, native, series, corner))
    made.set_title({"name": native.texts["title"], "name_font": {"size": 13, "bold": True, "color": style.INK}})
    axes = [_categories(native), _values(native)]
    across, up = reversed(axes) if native.lying else axes
    made.set_x_axis(across)
    made.set_y_axis(up)
    if not native.lying:
        made.set_plotarea({"layout": _PLOT})
    named = [place for place, series in enumerate(native.series) if native.named(series)]
    needed = len(native.series) > 1 and len(named) < len(native.series)
    legend = {"position": "bottom", "font": {"size": 10, "color": style.INK}, "delete_series": named}
    made.set_legend(legend if needed else {"none": True})
    made.show_blanks_as("gap")
    made.set_chartarea({"border": {"none": True}})
    return made


def _drawn(sheet: str, native: Native, series: Series, corner: tuple[int, int]) -> dict[str, Any]:
    top, left = corner
    last, column = top + len(native.numbers), left + list(native.numbers.columns).index(series.column)
    drawn: dict[str, Any] = {
        "name": [sheet, top, column],
        "categories": [sheet, top + 1, left, last, left],
        "values": [sheet, top + 1, column, last, column],
    }
    if native.kind == "line":
        edge, fill = {"color": series.ink}, {"color": series.fill or series.ink}
        marker = (
            {"type": series.marker, "size": 6, "border": edge, "fill": fill} if series.marker else {"type": "none"}
        )
        line = {"color": series.ink, "width": 2, "dash_type": series.dash} if series.dash else {"none": True}
        name = {"data_labels": _name(native, series)} if native.named(series) else {}
        return drawn | {"line": line, "marker": marker, "smooth": False} | name
    if native.kind == "bars":
        drawn["data_labels"] = {"value": True, "font": {"size": 9, "color": style.INK}, "num_format": native.code}
    hatched = {"pattern": series.pattern, "fg_color": series.ink, "bg_color": "white"}
    look = {"pattern": hatched} if series.pattern else {"fill": {"color": series.fill or series.ink}}
    border = {"color": series.ink if series.pattern or series.fill else "white", "width": 0.75}
    if series.fill:  # what is stated: dashed in ink, as in every figure
        border["dash_type"] = "dash"
    return drawn | {"gap": 60, "border": border} | look


def _name(native: Native, series: Series) -> dict[str, Any]:
    """The name of a line beside one of its numbers: the last, or of what is stated an early one: few are there."""
    numbers = native.numbers[series.column].reset_index(drop=True)
    there, told = numbers.dropna().index, series.ink == style.STATED
    at = there[len(there) // 8] if told else there[-1]
    font = {"size": 10, "bold": True, "color": series.ink}
    shown: list[dict[str, Any]] = [{"font": font} if place == at else {"delete": True} for place in numbers.index]
    position = "right" if told and series.marker else "above"
    return {"series_name": True, "value": False, "position": position, "custom": shown, "font": font}


def _categories(native: Native) -> dict[str, Any]:
    axis: dict[str, Any] = {"num_font": {"size": 9, "color": style.INK}, "label_position": "low"}
    axis |= {"line": {"color": style.MUTED}}
    if native.lying:  # the first row on top, and the axis of the numbers below the last
        return axis | {"reverse": True, "interval_unit": 1, "crossing": "max"}
    every = TICKS if len(native.numbers) > 2 * TICKS else 1
    return axis | {"interval_unit": every, "interval_tick": every}


def _values(native: Native) -> dict[str, Any]:
    return {
        "name": native.unit,
        "name_font": {"size": 10, "bold": False, "color": style.MUTED, "rotation": UPRIGHT},
        **({} if native.lying else {"name_layout": {"x": 0.01, "y": 0.075}}),
        "num_font": {"size": 9, "color": style.INK},
        "num_format": native.code.replace(".00", "").replace(".0", ""),
        "major_gridlines": {"visible": True, "line": {"color": style.FAINT, "width": 0.75}},
        "line": {"none": True},
    }
