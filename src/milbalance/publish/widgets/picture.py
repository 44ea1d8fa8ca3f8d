"""A picture of all ways of counting a claim, drawn once, on which the chosen way is marked again and again."""

from __future__ import annotations

import io
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imsave

from milbalance import articles
from milbalance.articles import Assessment
from milbalance.charts import figure, style
from milbalance.charts.metadata import UNDATED
from milbalance.choices import UNANSWERED
from milbalance.choices.bounds import YES_OR_NO
from milbalance.measures.ranges import Span
from milbalance.publish.widgets import ways
from milbalance.tables.load import Data

NO_VERSION: dict[str, Any] = dict(UNDATED["png"])
QUICK = {"compress_level": 3}  # of 9: half the time for a fifth more bytes
CHOSEN = "#0B5394"  # dark beside the grey dots, so that it is told from them without colour too
EMPTY = 1.6  # inches of a picture without an answer


class Picture:
    """All ways of counting one claim as dots, as a PNG of 800 pixels' width with one of them marked.

    Drawing everything takes long enough to be felt, so what does not change is kept as pixels.
    """

    def __init__(self, data: Data, found: Assessment) -> None:
        self._found = found
        self.ax, self._numbers = _all_ways(data, found)
        self._figure = style.figure_of(self.ax)
        plt.close(self._figure)  # a notebook shows what is open
        canvas: Any = FigureCanvasAgg(self._figure)
        canvas.draw()
        self._canvas = canvas
        self._ground = canvas.copy_from_bbox(self._figure.bbox)

    def png(self, row: int) -> bytes:
        """The picture with one row of the grid marked."""
        self._canvas.restore_region(self._ground)
        for artist in self.mark(row):
            self._figure.draw_artist(artist)
            artist.remove()
        written = io.BytesIO()
        imsave(written, self._canvas.buffer_rgba(), format="png", metadata=NO_VERSION, pil_kwargs=QUICK)
        return written.getvalue()

    def mark(self, row: int) -> list[Artist]:
        """Mark one row of the grid: a large dot with its answer; nothing where it has none.

        Returns the artists, so that they can be taken off again.
        """
        way = ways.way(self._found.grid, row)
        if way["position"] == UNANSWERED:
            return []
        x, y = self._place(row)
        (dot,) = self.ax.plot(
            x, y, "o", color=CHOSEN, markersize=12, markeredgecolor="white", clip_on=False, zorder=8
        )
        words = articles.found(Span(way["low"], way["high"]), self._found.claim.relation)
        right = self.ax.transAxes.inverted().transform(self.ax.transData.transform((x, y)))[0] > 0.8
        label = self.ax.annotate(
            articles.with_unit(words, self._found.claim.unit),
            (x, y),
            xytext=(-10 if right else 10, 0),
            textcoords="offset points",
            ha="right" if right else "left",
            va="center",
            color=CHOSEN,
            fontsize=style.LABEL,
            fontweight="bold",
            annotation_clip=False,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.9, "pad": 1.5},
            zorder=9,
        )
        return [label, dot]

    def _place(self, row: int) -> tuple[float, float]:
        """Where the dot of a row is drawn: of those nearest to its answer, the one in the middle."""
        way = self._numbers[self._numbers["way"] == row].iloc[0]
        lines = list(dict.fromkeys(self._numbers["label"]))
        level = float(self.ax.get_yticks()[lines.index(way["label"])])
        edges = [*self.ax.get_yticks(), *self.ax.get_ylim()]
        half = min(abs(edge - level) for edge in edges if edge != level) if len(lines) > 1 else np.inf
        points = np.vstack([np.column_stack(line.get_data()) for line in self.ax.get_lines()]).astype(float)
        there = points[np.abs(points[:, 1] - level) < half]
        away = np.abs(there[:, 0] - way["value"])  # dots that nearly meet are drawn one over the other
        same = there[np.isclose(away, away.min())] if len(there) else np.array([[way["value"], level]])
        x, y = same[np.abs(same[:, 1] - level).argmin()]
        return float(x), float(y)

    @property
    def alt(self) -> str:
        """The picture in words, without the mark."""
        return style.record(self._figure).alt


def _all_ways(data: Data, found: Assessment) -> tuple[Axes, pd.DataFrame]:
    """Every answer of a claim as a dot, those that are only shown among them, with the rows drawn."""
    spec = figure.of_ways(found.claim.claim_id, shown=True)
    if found.grid["value"].isna().all():
        return _no_answer(data, found), pd.DataFrame(columns=["way", "label", "value"])
    drawn = figure.made(data, spec)
    if found.claim.relation in YES_OR_NO:
        drawn.ax.set_xlim(-0.5, 1.5)
        drawn.ax.set_xticks([0, 1], ["none found", "yes"])
    return drawn.ax, drawn.numbers


def _no_answer(data: Data, found: Assessment) -> Axes:
    """A picture that says that there is none."""
    ax = style.canvas(height=EMPTY)
    ax.set_axis_off()
    told = {"title": "No calculation has an answer", "subtitle": found.claim.statement, "alt": found.sentence}
    return style.finish(ax, data, drawn=pd.DataFrame(columns=["source_id"]), **told)
