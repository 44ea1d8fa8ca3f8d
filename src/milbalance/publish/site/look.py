"""What the style sheet cannot know: fonts cut to the letters in use, colours of verdicts and of pictures."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from milbalance.charts import style, web
from milbalance.publish.site import render

FAMILY = style.FONTS[0]
# The faces on a page; bold is for headings, figures and verdicts.
FACES = {
    "SourceSansPro-Regular": "400 normal",
    "SourceSansPro-Bold": "600 700 normal",
    "SourceSansPro-It": "400 italic",
}
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "’“”–—…×−"


def fonts(texts: Iterable[str]) -> dict[str, bytes]:
    """The fonts of pictures as WOFF files by name, with the letters that occur in the texts of the pages alone.

    A part of a font is a changed one, and by its licence no longer called Source inside; the licence goes with it.
    """
    letters = set(_ALWAYS).union(*texts)
    folder = Path(style.__file__).parent / "fonts"
    found = {f"{name}.woff": _cut(folder / f"{name}.ttf", letters) for name in FACES}
    return found | {"OFL.txt": (folder / "OFL.txt").read_bytes()}


def _cut(path: Path, letters: Iterable[str]) -> bytes:
    from fontTools import subset  # noqa: PLC0415  only a site needs it

    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff", recalc_timestamp=False, hinting=False, layout_features=["kern", "mark"])
    options.name_IDs = []
    cutter, buffer = subset.Subsetter(options), BytesIO()
    cutter.populate(unicodes=map(ord, letters))
    with subset.load_font(str(path), options) as font:
        cutter.subset(font)
        for place in (1, 4, 6):
            font["name"].setName("milbalance-text", place, 3, 1, 0x409)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()


def css(texts: Iterable[str]) -> str:
    """Rules for the fonts, for the colours of verdicts (`--v-holds` and so on) and for pictures on a dark page."""
    faces = "\n".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {look.rpartition(' ')[0]}; "
        f"font-style: {look.rpartition(' ')[2]}; font-display: swap; src: url(fonts/{name}.woff) format('woff'); }}"
        for name, look in FACES.items()
    )
    verdicts = {f"v-{render.anchor(word)}": colour for word, colour in style.VERDICTS.items()}
    light = "".join(f"--{name}: {colour}; " for name, colour in verdicts.items())
    dark = "".join(f"--{name}: {web.dark(colour)}; " for name, colour in verdicts.items())
    classes = "\n".join(f".{name} {{ --verdict: var(--{name}); }}" for name in verdicts)
    pictures = web.stylesheet(texts)
    return f"""{faces}
body {{ {light}}}
{classes}
@media not print {{
body[data-theme="dark"] {{ {dark}}}
@media (prefers-color-scheme: dark) {{ body:not([data-theme="light"]) {{ {dark}}} }}
{pictures}}}
"""
