"""Look at colours as readers see them: contrast, colour blindness, and what stands behind a text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import MouseEvent
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

APART = 15.0  # CIELAB; a side by side comparison needs 2.3
Colour = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes 2009, A Physiologically-based Model for Simulation of Color Vision Deficiency
# (IEEE TVCG 15(6)), table 1, severity 1.0; for linear red, green and blue.
DEFICIENT = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# Linear sRGB to CIE XYZ (IEC 61966-2-1) and its white, D65.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> Colour:
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(XYZ[1] @ linear(colour))


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of WCAG 2: from 1 to 21."""
    dark, light = sorted((luminance(ink), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, vision: str) -> Colour:
    """A colour in CIELAB as someone sees it: normal, protan, deutan, tritan, or in grey."""
    rgb = linear(colour)
    if vision == "grey":
        rgb = np.repeat(luminance(colour), 3)
    elif vision != "normal":
        rgb = np.clip(np.array(DEFICIENT[vision]) @ rgb, 0, 1)
    scaled = (XYZ @ rgb) / WHITE
    f = np.where(scaled > (6 / 29) ** 3, np.cbrt(scaled), scaled / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, vision: str) -> float:
    """How far two colours are apart for someone (CIE 1976: 2.3 is just noticeable)."""
    return float(np.linalg.norm(seen(one, vision) - seen(other, vision)))


def marks(ax: Axes) -> dict[str, set[str]]:
    """The colours of the marks on axes, each with the kinds of its marks: marker, dash, hatch, area."""
    found: dict[str, set[str]] = {}
    for line in ax.lines:
        if line.get_visible():
            found.setdefault(to_hex(line.get_color()), set()).add(f"{line.get_linestyle()} {line.get_marker()}")
    for patch in ax.patches:
        if patch.get_visible() and to_rgba(patch.get_facecolor())[3] > 0:
            found.setdefault(to_hex(patch.get_facecolor()), set()).add(f"area {patch.get_hatch()}")
    return found


def ground(figure: Figure, text: Text) -> str:
    """The colour behind the middle of a text: everything filled that is drawn there, one over the other."""
    box = text.get_window_extent()
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    layers = [to_rgba(figure.get_facecolor())]
    for ax in sorted(figure.axes, key=lambda ax: ax.get_zorder()):
        filled: list[Artist] = [*ax.patches, *ax.collections, *ax.lines]
        for artist in sorted(filled, key=lambda artist: artist.get_zorder()):
            layers += fills(figure, artist, x, y) if artist.get_visible() else []
    frame = text.get_bbox_patch()
    layers += [to_rgba(frame.get_facecolor())] if frame is not None else []
    behind = np.ones(3)
    for *rgb, alpha in layers:
        behind = behind * (1 - alpha) + np.array(rgb) * alpha
    return to_hex(tuple(behind))


def fills(figure: Figure, artist: Artist, x: float, y: float) -> Iterator[tuple[float, float, float, float]]:
    """The colours with which an artist fills a point of the picture (in pixels)."""
    event = MouseEvent("motion_notify_event", figure.canvas, x, y)
    if isinstance(artist, Patch) and artist.get_fill() and artist.contains_point((x, y), radius=0):
        yield to_rgba(artist.get_facecolor())
    elif isinstance(artist, Collection) and len(artist.get_facecolor()):
        artist.set_pickradius(0)
        colours = np.atleast_2d(artist.get_facecolor())
        inside, which = artist.contains(event)
        yield from (tuple(colours[one % len(colours)]) for one in (which["ind"] if inside else []))
    elif isinstance(artist, Line2D) and artist.get_marker() not in ("None", None, "", " "):
        points = artist.get_transform().transform(np.column_stack(artist.get_data(orig=False)))
        reach = artist.get_markersize() / 2 * figure.dpi / 72
        if np.any(np.hypot(*(points - (x, y)).T) < reach) and artist.get_markerfacecolor() != "none":
            yield to_rgba(artist.get_markerfacecolor())
