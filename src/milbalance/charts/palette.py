"""Pictures for notebooks in at most 256 colours: a third of the bytes, and the same bytes on every run."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLOURS = 256
AREAS = 128  # the most frequent colours, which bars, bands and the ground have, are kept as they are


def in_palette(png: bytes) -> bytes:
    """A PNG in at most 256 colours, without transparency.

    Only rare shades move, those at the edges of letters and lines, each to the nearest that is left.
    """
    with Image.open(BytesIO(png)) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    codes, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
    every = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.uint8)
    chosen = _chosen(every, counts)
    apart = (every[:, None].astype(np.int32) - chosen[None].astype(np.int32)) ** 2
    nearest = apart.sum(axis=2).argmin(axis=1).astype(np.uint8)
    few = Image.fromarray(nearest[inverse.ravel()].reshape(pixels.shape[:2]))
    few.putpalette(chosen.tobytes())
    written = BytesIO()
    few.save(written, format="png", optimize=True)
    return written.getvalue()


def _chosen(every: NDArray[np.uint8], counts: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The colours to keep: the most frequent ones, and such as stand for the rest by how often each occurs."""
    if len(every) <= COLOURS:
        return every
    order = np.argsort(-counts, kind="stable")
    areas, rest = order[:AREAS], order[AREAS:]
    shades = Image.fromarray(np.repeat(every[rest], counts[rest], axis=0)[None])
    found = shades.quantize(COLOURS - AREAS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
    return np.vstack([every[areas], np.array(found, dtype=np.uint8).reshape(-1, 3)])
