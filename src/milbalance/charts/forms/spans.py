"""Spans: what lasted from one day to another, one bar a row on a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from milbalance.charts import style
from milbalance.charts.marks import HALO, row_names, say
from milbalance.errors import MilbalanceError

ROW = 0.75  # inches of a row
THICK = 0.34  # of the height of a row
LETTERS = 85  # of words along the whole axis


def spans(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One bar a row from its first day to its last, of a frame with columns label, start and end (dates).

    A row without an `end` is a mark at its one day. Rows with one `label` share a line, in the order of the frame.
    `words` are written beside a bar, on the side that has more room; `colours` are those of `series`. Returns the
    axes. Raises MilbalanceError for a frame without rows, and for a row that ends before it begins.

    >>> frame = pd.DataFrame({"label": ["spring"], "start": ["2020-03-01"], "end": ["2020-06-30"]})
    >>> float(charts.spans(frame).patches[0].get_width())
    121.0
    """
    frame = _checked(frame)
    labels = list(dict.fromkeys(frame["label"]))
    narrow = style.page().narrow
    ax = style.canvas(ax, height=max(3.0, 1.9 + ROW * len(labels) * (1.5 if narrow else 1)))
    ends = frame["end"].fillna(frame["start"])
    first, last = frame["start"].min(), ends.max()
    room = (last - first) * 0.03 or pd.Timedelta(days=1)
    ax.set_xlim(first - room, last + room)
    for row, end in zip(frame.to_dict("records"), ends, strict=True):
        ink = (colours or {}).get(str(row.get("series")), style.NEUTRAL)
        _draw(ax, row["start"], end, labels.index(row["label"]), ink, thick=THICK / 2 if narrow else THICK)
        if isinstance(row.get("words"), str) and narrow:
            words = style.wrap(row["words"], style.LABEL, width=style.page().width)
            level = labels.index(row["label"]) + THICK / 4 + 0.06
            ax.annotate(words, (0, level), xycoords=("axes fraction", "data"), va="top", **HALO)
        elif isinstance(row.get("words"), str):
            before, after = ((gap / (last - first or room)) for gap in (row["start"] - first, last - end))
            where: dict[str, Any] = {"dx": -7, "ha": "right"} if before > after else {"dx": 7, "ha": "left"}
            text = style.broken(row["words"], max(14, int(max(before, after) * LETTERS)))
            at = row["start"] if before > after else end
            say(ax, at, labels.index(row["label"]), text, dy=0, va="center", size=style.LABEL, halo=True, **where)
    names = [str(label) if narrow else style.broken(str(label), 24) for label in labels]
    row_names(ax, range(len(labels)), names, size=style.LABEL, tops=[level - 0.42 for level in range(len(labels))])
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.grid(visible=True, axis="x")
    locator = AutoDateLocator(minticks=3 if narrow else 4, maxticks=9)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    months = ConciseDateFormatter(locator, show_offset=False)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(months)
    return ax


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its days as dates."""
    if frame.empty:
        raise MilbalanceError("no row to draw")
    made = frame.assign(**{name: pd.to_datetime(frame[name], format="ISO8601") for name in ("start", "end")})
    turned = made.loc[made["end"] < made["start"], "label"]
    if len(turned):
        raise MilbalanceError(f"ends before it begins: {', '.join(map(str, turned))}")
    return made


def _draw(ax: Axes, start: Any, end: Any, level: float, ink: str, *, thick: float) -> None:
    """A bar, or a mark for a single day."""
    if end > start:
        ax.barh(level, end - start, thick, left=start, color=ink, linewidth=0)
    else:
        (mark,) = ax.plot(start, level, "D", color=ink, markersize=7, clip_on=False)
        mark.set_in_layout(False)
