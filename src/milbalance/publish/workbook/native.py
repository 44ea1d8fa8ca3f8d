"""A panel as a chart of the spreadsheet itself, which reads its numbers from cells."""

from __future__ import annotations

import math
from typing import Any

from milbalance.charts import style
from milbalance.publish.workbook.panels import Panel, Series

_KINDS: dict[str, dict[str, str]] = {
    "line": {"type": "line"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bars": {"type": "bar"},
    "multiples": {"type": "bar"},
}
_TICKS = 5  # years from one tick to the next


def chart(library: Any, sheet: str, panel: Panel, corner: tuple[int, int]) -> Any:
    """The chart of a panel whose numbers stand on a sheet, their header at the corner (line, column; from 0).

    Gaps stay gaps, lines are not smoothed, and each series takes its name from its header cell.
    """
    made = library.add_chart(_KINDS[panel.kind])
    for series in panel.series:
        made.add_series(_series(sheet, panel, series, corner))
    made.set_title({"name": panel.title, "name_font": {"size": 13, "bold": True, "color": style.INK}})
    axes = [_categories(panel), _values(panel)]
    across, up = axes if panel.kind in ("line", "stacked") else reversed(axes)
    made.set_x_axis(across)
    made.set_y_axis(up)
    made.set_legend({"position": "bottom", "font": {"size": 10, "color": style.INK}})
    made.show_blanks_as("gap")
    made.set_chartarea({"border": {"none": True}})
    return made


def _series(sheet: str, panel: Panel, series: Series, corner: tuple[int, int]) -> dict[str, Any]:
    top, left = corner
    last = top + len(panel.numbers)
    column = left + list(panel.numbers.columns).index(series.column)
    drawn: dict[str, Any] = {
        "name": [sheet, top, column],
        "categories": [sheet, top + 1, left, last, left],
        "values": [sheet, top + 1, column, last, column],
        "data_labels": _labels(panel, series),
    }
    return drawn | (_line(series) if panel.kind == "line" else _bar(panel, series))


def _line(series: Series) -> dict[str, Any]:
    """A line with its own marker and dash; marks alone without a dash."""
    marker: dict[str, Any] = {"type": "none"}
    if series.marker:
        edge, fill = {"color": series.ink}, {"color": series.fill or series.ink}
        marker = {"type": series.marker, "size": series.size, "border": edge, "fill": fill}
    line = {"color": series.ink, "width": 2, "dash_type": series.dash} if series.dash else {"none": True}
    return {"line": line, "marker": marker, "smooth": False}


def _bar(panel: Panel, series: Series) -> dict[str, Any]:
    """A bar in one ink, hatched where it has to differ from its neighbours in grey too."""
    drawn: dict[str, Any] = {
        "gap": 60 if panel.kind == "bars" else 35,
        "border": {"color": series.ink, "width": 0.75},
    }
    if panel.kind == "multiples":
        drawn["overlap"] = 100
    if series.pattern:
        fill = {"pattern": series.pattern, "fg_color": series.ink, "bg_color": "white"}
        return drawn | {"pattern": fill}
    return drawn | {"fill": {"color": series.ink}}


def _labels(panel: Panel, series: Series) -> dict[str, Any]:
    """Numbers, or words, written at the points that have a label."""
    places = range(len(panel.numbers))
    if series.labelled == ():
        return {}
    labels: dict[str, Any] = {"value": True, "font": {"size": 9, "color": style.INK}, "num_format": panel.code}
    if panel.kind == "line":
        labels["position"] = series.at
    if series.labels:
        labels["custom"] = [{"value": words} for words in series.labels]
    elif series.labelled is not None:
        labels["custom"] = [None if place in series.labelled else {"delete": True} for place in places]
    return labels


def _categories(panel: Panel) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": {"size": 9, "color": style.INK},
        "line": {"color": style.MUTED},
        "label_position": "low",
    }
    if panel.kind in ("line", "stacked"):
        return axis | {"name": panel.axes[0], "interval_unit": _TICKS, "interval_tick": _TICKS, **_title_font()}
    # The first row on top, and the axis of the numbers below the last.
    return axis | {"reverse": True, "interval_unit": 1, "crossing": "max"}


def _values(panel: Panel) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "name": panel.axes[1],
        "num_font": {"size": 9, "color": style.INK},
        "num_format": panel.code if panel.code != "0.00" else "0",
        "major_gridlines": {"visible": True, "line": {"color": style.FAINT, "width": 0.75}},
        "line": {"none": True},
        **_title_font(),
    }
    if panel.kind == "multiples":
        return axis | {"log_base": 10, "crossing": 1} | _decades(panel)
    if panel.kind == "stacked":
        return axis | {"min": 0, "max": 100, "major_unit": 20}
    return axis | {"min": 0}


def _decades(panel: Panel) -> dict[str, float]:
    """The powers of ten around the numbers drawn and one, with room for a label beyond the longest bar."""
    drawn = panel.numbers[[series.column for series in panel.series]]
    low, high = math.log10(min(drawn.min().min(), 1)), math.log10(max(drawn.max().max(), 1))
    return {"min": 10.0 ** math.floor(low - 0.1), "max": 10.0 ** math.ceil(high + 0.1)}


def _title_font() -> dict[str, Any]:
    return {"name_font": {"size": 10, "bold": False, "color": style.MUTED}}
