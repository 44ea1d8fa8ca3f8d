"""How concentrated the arms imports of each side were (notebook 03)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.marks import ring, say
from milbalance.charts.readings import TRANSFERS
from milbalance.charts.wording import source_name, year_spans
from milbalance.errors import NoRowsError
from milbalance.measures import transfers
from milbalance.measures.transfers import span
from milbalance.tables import coverage
from milbalance.tables.load import Data


@checked
def supplier_concentration(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = TRANSFERS,
    width: int = 5,
    small: float = 50,
    first: int = 1992,
    last: int | None = None,
    year: int = 2020,
    ax: Axes | None = None,
) -> Axes:
    """How many suppliers of equal size each side's deliveries amount to, over rolling windows.

    The title tells of the window that ends in `year`, in which both sides must have deliveries. Raises NoRowsError
    where a side has none in it, or the release does not hold it.
    """
    held = [coverage.within(data, "arms_imports", source, side, first, last) for side in (side_a, side_b)]
    first, last = max(years[0] for years in held), min(years[-1] for years in held)
    windows = pd.concat(
        transfers.rolling_concentration(data.arms_imports, side, source, first, last, width=width)
        for side in (side_a, side_b)
    )
    at = _at(data, windows, year, width)
    ax = style.canvas(ax)
    _draw_windows(ax, data, windows, (side_a, side_b), small)
    top = windows["effective"].max()
    ax.set(ylim=(0, top * 1.08), xlim=(first + width - 2, last + 0.5), ylabel="suppliers of equal size")
    ax.set_xlabel(f"last year of each window of {width} years")
    if year < last:  # beside the names at the end of the lines there is no room
        _note_year(ax, data, windows[windows["end"] == year])
    named = span(year + 1 - width, year)
    return style.finish(
        ax,
        data,
        title=f"In {named} arms deliveries to {style.name(data, side_a)} were as concentrated as with "
        f"{at[side_a]:.1f} equal suppliers, to {style.name(data, side_b)} with {at[side_b]:.1f}",
        subtitle="How many suppliers with equal shares would be as concentrated: one over the Herfindahl-Hirschman "
        f"index (HHI, 1 for a single supplier) of the shares of the volume, over {width} years at a time; hollow: "
        f"under {small:g} million units of volume (TIV); gap: nothing delivered. {source_name(data, source)}",
        alt=_concentration_alt(data, windows, named, at),
        drawn=windows.rename(columns={"effective": "value", "tiv_m": "volume_tiv_m"}).assign(
            unit="suppliers of equal size", source_id=source
        ),
    )


def _at(data: Data, windows: pd.DataFrame, year: int, width: int) -> dict[str, float]:
    """The number of each side in the window that ends in a year; NoRowsError where one has none."""
    found = windows[windows["end"] == year].set_index("place")["effective"].dropna()
    both = windows.dropna(subset="effective").groupby("end")["place"].nunique()
    there = list(both.index[both == 2])
    if not there:
        raise NoRowsError(
            f"no {width} years in which {' and '.join(windows['place'].unique())} both had deliveries"
        )
    if found.size < 2:
        asked = span(year + 1 - width, year)
        raise NoRowsError(f"no deliveries to both sides in {asked}; windows with both end in {year_spans(there)}")
    return {str(place): float(value) for place, value in found.items()}


def _draw_windows(ax: Axes, data: Data, windows: pd.DataFrame, sides: tuple[str, str], small: float) -> None:
    """A line a side, named at its end; the marks of windows with little volume are hollow."""
    ends = []
    for side, marker, size, line in zip(sides, ("o", "s"), (7.0, 4.5), ("-", "--"), strict=True):
        values = windows[windows["place"] == side].set_index("end")
        ink = style.colour(data, side)
        ax.plot(values.index, values["effective"], color=ink, linestyle=line, linewidth=1.6)
        for thin, fill in ((values["tiv_m"] >= small, ink), (values["tiv_m"] < small, "white")):
            chosen = values[thin]
            ax.plot(chosen.index, chosen["effective"], marker, color=ink, markerfacecolor=fill, markersize=size)
        known = values["effective"].dropna()
        ends.append((known.index[-1], known.iloc[-1], style.name(data, side), ink))
    style.end_labels(ax, ends)


def _note_year(ax: Axes, data: Data, windows: pd.DataFrame) -> None:
    """Ring the window of the title on both lines and write its numbers below."""
    values = windows["effective"]
    if values.max() - values.min() < 0.08 * ax.get_ylim()[1]:
        return  # one would cover the other
    for row in windows.to_dict("records"):
        words, ink = f"{row['effective']:.1f}", style.colour(data, row["place"])
        ring(ax, row["end"], row["effective"], size=13)
        say(ax, row["end"], row["effective"], words, dy=-9, va="top", ink=ink, halo=True)


def _concentration_alt(data: Data, windows: pd.DataFrame, named: str, at: dict[str, float]) -> str:
    words = []
    for side, number in at.items():
        values = windows.loc[windows["place"] == side, "effective"]
        words.append(
            f"{style.name(data, side)} between {values.min():.1f} and {values.max():.1f}, {number:.1f} in {named}"
        )
    return f"Two lines of the effective number of suppliers: {'; '.join(words)}."
