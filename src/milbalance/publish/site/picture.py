"""A committed figure as a page shows it: its size, so that nothing jumps, its texts and its files."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any, NamedTuple

from milbalance.publish.site.material import Material

DENSITY = 100 / 72  # CSS pixels for a point of an SVG file: a figure of 8 inches is 800 wide
FILES = ("svg", "png", "csv", "json")
_SIZE = re.compile(r'<svg [^>]*?\bwidth="([0-9.]+)pt" height="([0-9.]+)pt"')


class Words(NamedTuple):
    """What a picture shows, in one sentence for its `alt` and at length; its width in CSS pixels, 0 for its own."""

    alt: str
    long: str
    width: int = 0


def of(material: Material, name: str) -> dict[str, Any]:
    """The card of a figure with `width` and `height` in CSS pixels and `files` by kind, as paths in the site."""
    width, height = size((material.figures / f"{name}.svg").read_bytes())
    return material.cards[name] | {
        "width": width,
        "height": height,
        "files": {path.suffix[1:]: f"figures/{path.name}" for path in shipped(material.figures, [name])},
    }


def size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG in its pixels, of an SVG file as matplotlib writes it in CSS pixels."""
    if content.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    found = _SIZE.search(content[:2000].decode(errors="ignore"))
    assert found is not None
    return round(float(found[1]) * DENSITY), round(float(found[2]) * DENSITY)


def shipped(folder: Path, names: list[str]) -> list[Path]:
    """The files of these figures: pictures, numbers and texts; PNGs, which are not committed, where they are."""
    found = [folder / f"{name}.{kind}" for name in names for kind in FILES]
    return [path for path in found if path.suffix != ".png" or path.is_file()]
