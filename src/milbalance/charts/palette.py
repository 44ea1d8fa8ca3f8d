"""Pictures for notebooks in few colours: twice as sharp for half as many bytes again, the same on every run."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SHADES = 12  # colours for all edges of letters and lines together
MOST = 256 - SHADES  # colours of areas
AREA = 40  # pixels amid others of their colour, from which a colour is that of an area and no edge

Codes = NDArray[np.uint32]


def in_palette(png: bytes) -> bytes:
    """A PNG in few colours, without transparency.

    Bars, bands, marks, the ground and the inside of letters keep their colours; the shades at edges each move to
    the nearest that is left.
    """
    with Image.open(BytesIO(png)) as picture:
        channels = np.asarray(picture.convert("RGB")).astype(np.uint32)
    codes = (channels[..., 0] << 16) | (channels[..., 1] << 8) | channels[..., 2]
    every, inverse = np.unique(codes, return_inverse=True)
    inverse = inverse.reshape(codes.shape)
    colours = np.stack([every >> 16, every >> 8 & 255, every & 255], axis=1).astype(np.uint8)
    chosen = _chosen(colours, inverse)
    apart = (colours[:, None].astype(np.int32) - chosen[None].astype(np.int32)) ** 2
    nearest = apart.sum(axis=2).argmin(axis=1).astype(np.uint8)
    few = Image.fromarray(nearest[inverse])
    few.putpalette(chosen.tobytes())
    written = BytesIO()
    few.save(written, format="png", optimize=True)
    return written.getvalue()


def _chosen(colours: NDArray[np.uint8], inverse: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The colours to keep: those of areas, and a few that stand for the rest by how often each occurs."""
    amid = np.ones(inverse.shape, dtype=bool)
    beside, below = inverse[:, 1:] == inverse[:, :-1], inverse[1:] == inverse[:-1]
    amid[:, 1:] &= beside
    amid[:, :-1] &= beside
    amid[1:] &= below
    amid[:-1] &= below
    solid = np.bincount(inverse[amid], minlength=len(colours))
    order = np.argsort(-solid, kind="stable")
    areas = order[: min(MOST, int((solid >= AREA).sum()))]
    rest = np.setdiff1d(np.arange(len(colours)), areas)
    if len(rest) <= SHADES:
        return np.vstack([colours[areas], colours[rest]])
    counts = np.bincount(inverse.ravel(), minlength=len(colours))[rest]
    shades = Image.fromarray(np.repeat(colours[rest], counts, axis=0)[None])
    found = shades.quantize(SHADES, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
    return np.vstack([colours[areas], np.array(found, dtype=np.uint8).reshape(-1, 3)])
