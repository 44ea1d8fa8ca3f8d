"""Close the holes of strict nbval: pictures that changed or went, and cells that were never run.

Used as a pytest plugin (`-p tests.nbval_strict`). Where the committed pictures were drawn in the same
environment, their bytes must match; elsewhere fonts differ by a hair, so decoded pixels may, within a tolerance.
"""

from __future__ import annotations

import base64
import copy
import io
from typing import Any

import numpy as np
from matplotlib.image import imread
from nbval.plugin import IPyNbCell, IPyNbFile

from milbalance import figures, paths

PICTURES = ("image/png", "image/jpeg")
MEAN_DIFFERENCE = 0.02  # of the full range of a channel: hinting moves edges, a moved mark changes far more

_init = IPyNbFile.__init__
_runtest = IPyNbCell.runtest
_compare = IPyNbCell.compare_outputs


def same_environment() -> bool:
    """Whether the committed pictures were drawn by this system, processor, matplotlib and font engine."""
    committed = figures.read_manifest(paths.figures()).get("environment")
    return bool(committed == figures.environment())


def alike(committed: str, drawn: str) -> bool:
    """Whether two base64 PNG pictures have one size and nearly the same pixels."""
    one, other = (imread(io.BytesIO(base64.b64decode(text)), format="png") for text in (committed, drawn))
    return one.shape == other.shape and float(np.abs(one - other).mean()) <= MEAN_DIFFERENCE


def _strict_init(self: Any, *args: Any, **kwargs: Any) -> None:
    _init(self, *args, **kwargs)
    self.skip_compare = tuple(key for key in self.skip_compare if key not in PICTURES)


def _strict_runtest(self: Any) -> None:
    if self.cell.source.strip() and self.cell.execution_count is None and not self.options["skip"]:
        self.raise_cell_error("committed without having been run; `make refresh` runs it", self.cell.source)
    _runtest(self)


def _strict_compare(self: Any, test: Any, ref: Any, skip_compare: Any = None) -> Any:
    if not same_environment():
        test = _forgive(copy.deepcopy(test), ref)
    same = _compare(self, test, ref, skip_compare)
    if not same:
        self.comparison_traceback.append("\nIf the change is meant: `make refresh`, look at the outputs, commit them.\n")
    return same


def _forgive(test: Any, ref: Any) -> Any:
    """The test outputs with each picture replaced by the committed one where the two are alike."""
    drawn = [output["data"] for output in test if "image/png" in output.get("data", {})]
    committed = [output["data"] for output in ref if "image/png" in output.get("data", {})]
    for new, old in zip(drawn, committed, strict=False):
        if alike(old["image/png"], new["image/png"]):
            new["image/png"] = old["image/png"]
    return test


IPyNbFile.__init__ = _strict_init
IPyNbCell.runtest = _strict_runtest
IPyNbCell.compare_outputs = _strict_compare
