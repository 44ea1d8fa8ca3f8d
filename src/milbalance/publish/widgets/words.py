"""What the board says of one calculation, as HTML in which everything from the tables is escaped."""

from __future__ import annotations

import base64
import math
from html import escape
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment
from milbalance.choices import UNANSWERED
from milbalance.measures.ranges import Span
from milbalance.publish.widgets import answers, ways
from milbalance.publish.widgets.ways import Levels
from milbalance.tables.load import Data

# JupyterLab takes the keys of a closed dropdown for its own: arrows leave the cell, letters add and delete cells
# (jupyter-widgets/ipywidgets#3912). Its own mark on the dropdowns stops that; a picture is there after they are.
KEEP_KEYS = (
    "document.querySelectorAll('.milbalance-board select').forEach((one) => one.dataset.lmSuppressShortcuts = 1)"
)
OPEN = "not specified"  # a kind of level that a calculation leaves open


def gives(found: Assessment, row: int) -> str:
    """What a calculation gives and where that lies: "5.46 times, does not fit the words"."""
    way = ways.way(found.grid, row)
    span = None if way["position"] == UNANSWERED else Span(way["low"], way["high"])
    number = articles.with_unit(articles.found(span, found.claim.relation), found.claim.unit)
    return answers.placed(number, way["position"])


def headline(found: Assessment, row: int) -> str:
    """The answer in large letters, with what is stated beside it; the reason where there is none."""
    way = ways.way(found.grid, row)
    stated = f"The text says {articles.with_unit(found.claim.said, found.claim.unit)}{_bounds(found)}."
    reason = f"<br>Why: {escape(way['reason'])}" if way["position"] == UNANSWERED else ""
    look = "font-size: 1.35em; font-weight: bold"
    large = f'<div class="milbalance-answer" style="{look}">{escape(gives(found, row))}</div>'
    return f"{large}{escape(stated)}{reason}"


def standing(data: Data, found: Assessment, row: int) -> str:
    """What stands behind the answer: its role and why, its sources, and the verdict over all calculations."""
    way = ways.way(found.grid, row)
    labels = data.sources.set_index("source_id")["label"]
    names = "; ".join(str(labels.loc[name]) for name in way["sources"]) or "none"
    lines = {
        "This calculation": f"{_role(way)} {way['why']}".strip(),
        "Sources": names,
        "Verdict over all calculations": f"{found.told}. {_support(found)}",
    }
    return "".join(f"<div><b>{name}:</b> {escape(text)}</div>" for name, text in lines.items())


def code(found: Assessment, row: int, of: str = "data") -> str:
    """The line that reproduces the answer, to be copied."""
    plain = ways.levels_of(found.grid, ways.plain(found.grid))
    text = answers.line(found.claim.claim_id, ways.levels_of(found.grid, row), plain, of)
    look = "white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; user-select: all; "
    look += "margin: 0 2px 0 0; padding: 0.4em; border: 1px solid #767676; box-sizing: border-box"
    return f'<b>In one line, to paste:</b><pre class="milbalance-line" style="{look}">{escape(text)}</pre>'


def picture(png: bytes, alt: str) -> str:
    """The picture with its words for assistive technology, and the same words below it for everybody."""
    text = escape(alt)
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    look = 'class="milbalance-picture" width="800" style="max-width: 100%; height: auto"'
    shown = f'<img src="{source}" alt="{text}" {look} onload="{KEEP_KEYS}">'
    return f'{shown}<div style="max-width: 800px; font-size: 0.9em">{text}</div>'


def alt(picture_alt: str, found: Assessment, row: int) -> str:
    """The picture in words, with the chosen way."""
    way = ways.way(found.grid, row)
    dot = "one of the filled dots, which count" if way["counted"] else "one of the hollow dots, which do not count"
    where = "without a dot" if way["position"] == UNANSWERED else dot
    return f"{picture_alt} Chosen, {where}: {gives(found, row)}."


def moves(kind: str, level: str, also: Levels) -> str:
    """Which levels moved because no calculation joins them with the one that was chosen; "" if none did."""
    if not also:
        return ""
    moved = ", ".join(f"{name} to “{to or OPEN}”" for name, to in also.items())
    return escape(f"No calculation has {kind} “{level or OPEN}” with all the rest. Also changed: {moved}.")


def _bounds(found: Assessment) -> str:
    """The bounds of the wording where what is stated does not say them itself."""
    claim = found.claim
    if math.isnan(claim.stated) or math.isnan(claim.low) or math.isnan(claim.high) or claim.low == claim.high:
        return ""
    return f"; the words allow {claim.allowed}" if claim.allowed != articles.number(claim.stated) else ""


def _role(way: Any) -> str:
    if not way["counted"]:
        return "not counted."
    if way["position"] == UNANSWERED:
        return "without an answer it has no weight."
    return f"counted, with {100 * way['weight']:.1f} per cent of the weight."


def _support(found: Assessment) -> str:
    number = found.support
    if math.isnan(number.support):
        return "No calculation that counts lies on either side."
    fit = "fits" if number.inside == 1 else "fit"
    share = f"with {articles.percent(number.support)} of the weight"
    return f"{number.inside} of {number.counted} calculations that count {fit} the words, {share}."
