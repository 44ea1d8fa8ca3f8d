"""Columns: one a year, a period or a name, side by side or one on another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.forms.lines import draw_band


def bars(
    frame: pd.DataFrame,
    *,
    x: str = "label",
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    stacked: bool = False,
    limits: Sequence[float] | None = None,
    height: float = style.HEIGHT,
    ax: Axes | None = None,
) -> Axes:
    """One column a row of a frame with columns x (names or years) and value, and maybe series and role.

    Several `series` stand side by side, or `stacked` from the axis up. A year without a row is an empty place.
    Role "part" is drawn pale, as a number that is no whole one. Returns the axes.

    >>> frame = pd.DataFrame({"label": ["2019", "2020"], "value": [1.0, 2.0]})
    >>> [bar.get_height() for bar in charts.bars(frame).patches]
    [1.0, 2.0]
    """
    ax = style.canvas(ax, height=height)
    keys = list(dict.fromkeys(frame[x]))
    if pd.api.types.is_integer_dtype(frame[x]):
        keys = list(range(int(frame[x].min()), int(frame[x].max()) + 1))
    place = {key: float(number) for number, key in enumerate(keys)}
    names = list(dict.fromkeys(frame["series"])) if "series" in frame else [""]
    base = dict.fromkeys(keys, 0.0)
    width = 0.8 / (1 if stacked else len(names))
    for number, name in enumerate(names):
        for row in (frame[frame["series"] == name] if "series" in frame else frame).to_dict("records"):
            if pd.isna(row["value"]):
                continue
            at = place[row[x]] + (0 if stacked else (number - (len(names) - 1) / 2) * width)
            look: dict[str, Any] = {"color": (colours or {}).get(str(name), style.NEUTRAL), "linewidth": 0}
            look |= {"alpha": 0.45} if row.get("role") == "part" else {}
            bottom = base[row[x]] if stacked else 0.0
            ax.bar(at, row["value"], width, bottom=bottom, **look)
            base[row[x]] += float(row["value"])
    for band in stated:
        draw_band(ax, band)
    every = max(1, -(-len(keys) // 12))
    ax.set_xticks([place[key] for key in keys][::every], [str(key) for key in keys][::every])
    if limits is not None:
        ax.set_ylim(*limits)
    style.name_values(ax, unit)
    return ax
