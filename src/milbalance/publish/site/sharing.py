"""Cards for sharing: a picture of 1200 × 630 that stands where someone links to a page."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from milbalance.charts import metadata, palette, style
from milbalance.publish.site import claim_page, front
from milbalance.publish.site.material import Material
from milbalance.tables.labels import curly

FOLDER = "sharing"
WIDE, HIGH, DENSITY = 1200, 630, 100  # pixels, and how many an inch has
LEFT, LOW = 0.055, 0.09  # of the picture


def cards(material: Material) -> dict[str, bytes]:
    """A PNG for the front page and for the page of every statement, by its path in the site."""
    story = front.story(material)
    who = front.kind(material.data.article)
    told = {one["claim"]: one for one in [*front.statements(material), *story["cards"]]}
    with mpl.rc_context(style.RC):
        found = {f"{claim_page.FOLDER}/{name}": of_statement(one, who) for name, one in told.items()}
        found["index"] = _of_front(material, story)
    return {f"{FOLDER}/{page}.png": picture for page, picture in found.items()}


def of_statement(card: Mapping[str, str], who: str) -> bytes:
    """The words of a statement, its verdict and the two numbers (`front.card`), as PNG."""
    figure = _empty()
    _headed(figure, curly(card["words"]))
    _verdict(figure, LEFT, 0.37, card["verdict"])
    for place, (name, number) in enumerate(((f"The {who} says", card["said"]), ("We find", card["found"]))):
        x = LEFT + place * 0.46
        figure.text(x, 0.26, name, fontsize=22, color=style.MUTED)
        size = 40 if len(number) <= 17 else 28 if len(number) <= 26 else 20
        figure.text(x, LOW + 0.05, number, fontsize=size, fontweight="bold")
    return _png(figure)


def _of_front(material: Material, story: Mapping[str, Any]) -> bytes:
    """The headline, and how many statements have each verdict."""
    figure = _empty()
    _headed(figure, story["headline"])
    number = dict.fromkeys(style.VERDICTS, 0)
    for one in material.found.values():
        number[one.verdict] += 1
    for place, (word, count) in enumerate(number.items()):
        x = LEFT + place * 0.225
        figure.text(x, 0.22, str(count), fontsize=44, fontweight="bold")
        _verdict(figure, x, LOW + 0.04, word, size=20)
    return _png(figure)


def _empty() -> Figure:
    figure = Figure(figsize=(WIDE / DENSITY, HIGH / DENSITY), dpi=DENSITY)
    figure.text(LEFT, 0.9, "milbalance: a text’s numbers, computed again", fontsize=20, color=style.MUTED)
    return figure


def _headed(figure: Figure, words: str) -> None:
    """Words as large as they fit above the middle."""
    for size in (52, 44, 36, 30):
        told = style.wrap(words, size, "bold", WIDE / DENSITY * (1 - 2 * LEFT))
        if (told.count("\n") + 1) * size * 1.2 < 0.4 * HIGH * 72 / DENSITY:
            break
    figure.text(LEFT, 0.84, told, fontsize=size, fontweight="bold", va="top", linespacing=1.15)


def _verdict(figure: Figure, x: float, y: float, word: str, size: int = 30) -> None:
    side = size / 72 * 0.8  # inches
    box = (side * DENSITY / WIDE, side * DENSITY / HIGH)
    figure.add_artist(Rectangle((x, y), *box, facecolor=style.VERDICTS[word], transform=figure.transFigure))
    figure.text(x + box[0] * 1.5, y + box[1] / 2, word, fontsize=size, fontweight="bold", va="center_baseline")


def _png(figure: Figure) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=DENSITY, metadata=metadata.UNDATED["png"])
    return palette.in_palette(buffer.getvalue())
