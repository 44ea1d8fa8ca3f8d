"""A committed figure as a page shows it: its size, so that nothing jumps, its texts and its files."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, NamedTuple

from milbalance.site.material import Material

DENSITY = 1.5  # the PNGs have 150 dots an inch; a page has 96, and 800 CSS pixels are wide enough
FILES = ("svg", "png", "csv", "json")


class Words(NamedTuple):
    """What a picture shows, in one sentence for its `alt` and at length."""

    alt: str
    long: str


def of(material: Material, name: str) -> dict[str, Any]:
    """The card of a figure with `width` and `height` in CSS pixels and `files` by kind, as paths in the site."""
    width, height = size((material.figures / f"{name}.png").read_bytes())
    return material.cards[name] | {
        "width": round(width / DENSITY),
        "height": round(height / DENSITY),
        "files": {kind: f"figures/{name}.{kind}" for kind in FILES},
    }


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header."""
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def shipped(folder: Path, names: list[str]) -> list[Path]:
    """The files of these figures: pictures, numbers and texts."""
    return [folder / f"{name}.{kind}" for name in names for kind in FILES]
