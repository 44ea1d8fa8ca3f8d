"""A figure as a page shows it: drawn wide and narrow with real text, and its committed files and texts."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from milbalance.charts import export
from milbalance.publish.site.material import Material
from milbalance.tables import cache
from milbalance.tables.load import Data

DENSITY = 100 / 72  # CSS pixels for a point of an SVG file: a figure of 8 inches is 800 wide
FILES = ("svg", "png", "csv", "json")
THUMBS = "thumbs"
_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_SIZE = re.compile(r'<svg [^>]*?\bwidth="([0-9.]+)pt" height="([0-9.]+)pt"')


class Words(NamedTuple):
    """What a picture shows, in one sentence for its `alt` and at length; its width in CSS pixels, 0 for its own."""

    alt: str
    long: str
    width: int = 0


def of(material: Material, name: str) -> dict[str, Any]:
    """The card of a figure with `files` by kind, as paths in the site, and two pictures: `wide` and `narrow`.

    Both are SVG elements of the page; its style sheet shows the one that fits. `thumb` is the narrow one as a file,
    with its width and height.
    """
    wide, narrow = drawn(material.data, name)
    files = {path.suffix[1:]: f"figures/{path.name}" for path in shipped(material.figures, [name])}
    box = _BOX.search(narrow)
    assert box is not None
    thumb = {"path": f"{THUMBS}/{name}.svg", "width": round(float(box[1])), "height": round(float(box[2]))}
    return material.cards[name] | {"files": files, "wide": wide, "narrow": narrow, "thumb": thumb}


def thumbs(material: Material) -> dict[str, bytes]:
    """The narrow picture of every figure as a file of the site."""
    return {f"{THUMBS}/{name}.svg": drawn(material.data, name)[1].encode() for name in material.cards}


@cache.per_data
def drawn(data: Data, name: str) -> tuple[Markup, Markup]:
    """A figure as elements of a page, 8 inches wide and as wide as a telephone; drawn once for all its pages."""
    wide, narrow = (Markup(export.web(data, name, narrow=narrow)) for narrow in (False, True))
    return wide, narrow


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
