"""A picture of all ways of counting a claim, drawn once, on which the chosen way is marked again and again."""

from __future__ import annotations

import io
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imsave

from milbalance.articles import Assessment
from milbalance.charts import chosen, style
from milbalance.charts.metadata import UNDATED
from milbalance.tables.load import Data

NO_VERSION: dict[str, Any] = dict(UNDATED["png"])
QUICK = {"compress_level": 3}  # of 9: half the time for a fifth more bytes


class Picture:
    """All ways of counting one claim, as a PNG of 800 pixels' width with one of them marked.

    Drawing everything takes long enough to be felt, so what does not change is kept as pixels.
    """

    def __init__(self, data: Data, found: Assessment) -> None:
        self._ways = chosen.all_ways(data, found)
        self._figure = style.figure_of(self._ways.board.answers)
        plt.close(self._figure)  # a notebook shows what is open
        canvas: Any = FigureCanvasAgg(self._figure)
        canvas.draw()
        self._canvas = canvas
        self._ground = canvas.copy_from_bbox(self._figure.bbox)

    def png(self, row: int) -> bytes:
        """The picture with one row of the grid marked."""
        self._canvas.restore_region(self._ground)
        for artist in chosen.mark(self._ways, row):
            self._figure.draw_artist(artist)
            artist.remove()
        written = io.BytesIO()
        imsave(written, self._canvas.buffer_rgba(), format="png", metadata=NO_VERSION, pil_kwargs=QUICK)
        return written.getvalue()

    @property
    def alt(self) -> str:
        """The picture in words, without the mark."""
        return style.record(self._figure).alt
