"""Close the holes of strict nbval: pictures and alt texts that changed or went, and cells that were never run.

Used as a pytest plugin (`-p tests.nbval_strict`). Where the committed pictures were drawn in the same environment,
their bytes must match. Elsewhere another font engine moves the edges of letters by a hair, so decoded pixels are
compared instead (see `alike`).
"""

from __future__ import annotations

import base64
import copy
import io
from typing import Any

import numpy as np
from matplotlib.image import imread
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell, IPyNbFile
from numpy.typing import NDArray

from milbalance.charts import stale
from milbalance.tables import paths

Picture = NDArray[np.float32]

COMPARED = ("image/png", "image/jpeg", "metadata")  # nbval leaves these out; metadata hold the alt text

# A notebook's pictures of 1600 pixels are compared at half their size: as they are shown where the density is one.
# A pixel counts as kept if its colour occurs nearby in the other picture: within 1/400 of the width (2 pixels of a
# notebook's 800, 3 of a file's 1200) and a quarter of a channel. Hinting moves the edge of a letter by a pixel or
# two and shifts the end of a long line of text by several. What tells a moved mark from that is its inside: solid
# areas, which marks, bars and bands have and the strokes of letters hardly. So within any box about as large as a
# mark no more than a dozen solid pixels may be lost, and of the whole picture, thin lines and text, one per cent.
# Measured on the charts of this project: hinting on or off loses up to 11 solid pixels in a box, a moved mark of
# 6 points 25 and more (in a notebook; in a file one of 5 points does). Smaller moves and smaller marks are left to
# the tables, the alt texts and the `.csv` beside a figure, which are exact everywhere.
NEARBY = 1 / 400
LEVEL = 0.25
BOX = 6  # times the distance that is nearby
SOLID_PIXELS = 12
SHARE = 0.01
WIDEST = 1200  # pixels

_init = IPyNbFile.__init__
_runtest = IPyNbCell.runtest
_compare = IPyNbCell.compare_outputs


def same_environment() -> bool:
    """Whether the committed pictures were drawn by this system, processor, matplotlib and font engine."""
    committed = stale.noted(paths.figures()).get("environment")
    return bool(committed == stale.environment())


def alike(committed: bytes, drawn: bytes) -> bool:
    """Whether two PNG pictures show the same marks in the same places, whatever the font engine did to letters."""
    try:
        one, other = (_at_one(imread(io.BytesIO(content), format="png")) for content in (committed, drawn))
    except (SyntaxError, OSError):
        return False
    return one.shape == other.shape and one.ndim == 3 and _kept(one, other) and _kept(other, one)


def _at_one(picture: Picture) -> Picture:
    """A picture that is drawn for twice the density at half its size, each pixel the mean of four."""
    if picture.shape[1] <= WIDEST:
        return picture
    even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]
    halved: Picture = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4
    return halved


def _kept(one: Picture, other: Picture) -> bool:
    """Whether what one picture shows stands in the other too."""
    near = max(1, round(one.shape[1] * NEARBY))
    low, high = _around(other, near, near, np.minimum), _around(other, near, near, np.maximum)
    lost = ((one < low - LEVEL) | (one > high + LEVEL)).any(axis=2)
    return _most_in_a_box(lost & _solid(one, near), BOX * near) <= SOLID_PIXELS and float(lost.mean()) <= SHARE


def _most_in_a_box(lost: NDArray[np.bool_], size: int) -> int:
    """The largest number of lost pixels in any square of a size."""
    sums = np.pad(lost.astype(np.int64), ((size, 0), (size, 0))).cumsum(axis=0).cumsum(axis=1)
    boxes = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return int(boxes.max())


def _solid(picture: Picture, near: int) -> NDArray[np.bool_]:
    """Pixels with one colour all around, sideways and upwards: the inside of marks and the empty ground."""
    even = [
        _around(picture, rows, columns, np.maximum) - _around(picture, rows, columns, np.minimum) <= LEVEL
        for rows, columns in ((near, 0), (0, near))
    ]
    return np.logical_and(*even).all(axis=2)


def _around(picture: Picture, rows: int, columns: int, choose: np.ufunc) -> Picture:
    """The lowest or highest value of each channel in the box around each pixel."""
    padded = np.pad(picture, ((rows, rows), (columns, columns), (0, 0)), mode="edge")
    height, width = picture.shape[:2]
    across = choose.reduce([padded[:, shift : shift + width] for shift in range(2 * columns + 1)])
    boxed: Picture = choose.reduce([across[shift : shift + height] for shift in range(2 * rows + 1)])
    return boxed


def _strict_init(self: Any, *args: Any, **kwargs: Any) -> None:
    _init(self, *args, **kwargs)
    self.skip_compare = tuple(key for key in self.skip_compare if key not in COMPARED)


def _strict_execute(self: Any, cell_input: str, allow_stdin: bool | None = None) -> Any:
    # nbval runs cells outside the history, where IPython cannot see the `;` that keeps a value from being printed.
    return self.kc.execute(cell_input, store_history=True, allow_stdin=allow_stdin, stop_on_error=False)


def _strict_runtest(self: Any) -> None:
    if self.cell.source.strip() and self.cell.execution_count is None and not self.options["skip"]:
        self.raise_cell_error("committed without having been run; `make refresh` runs it", self.cell.source)
    _runtest(self)


def _strict_compare(self: Any, test: Any, ref: Any, skip_compare: Any = None) -> Any:
    if not same_environment():
        test = _forgive(copy.deepcopy(test), ref)
    same = _compare(self, test, ref, skip_compare)
    if not same:
        self.comparison_traceback.append(
            "\nIf the change is meant: `make refresh`, look at the outputs, commit them.\n"
        )
    return same


def _forgive(test: Any, ref: Any) -> Any:
    """The test outputs with each picture replaced by the committed one where the two are alike."""
    drawn = [output["data"] for output in test if "image/png" in output.get("data", {})]
    committed = [output["data"] for output in ref if "image/png" in output.get("data", {})]
    for new, old in zip(drawn, committed, strict=False):
        if alike(base64.b64decode(old["image/png"]), base64.b64decode(new["image/png"])):
            new["image/png"] = old["image/png"]
    return test


IPyNbFile.__init__ = _strict_init
IPyNbCell.runtest = _strict_runtest
IPyNbCell.compare_outputs = _strict_compare
RunningKernel.execute_cell_input = _strict_execute
