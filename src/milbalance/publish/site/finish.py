"""What Sphinx leaves to be mended in its HTML: texts and sizes of pictures, and what scrolls by keyboard."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from milbalance.io.files import replace
from milbalance.publish.site import picture
from milbalance.publish.site.picture import Words

_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*_images/[^"]+\.(?:png|svg))"[^>]*>')
_LONG = "<details><summary>The picture in words</summary><p>{}</p></details>"
_ALT = re.compile(r'\balt="([^"]*)"')
# Boxes that scroll sideways: a reader without a mouse needs to reach them.
_BOX = re.compile(r'<(?:pre|div class="(?:table-wrapper|output text_html|output text_markdown)[^"]*")(?=>)')
_NUMBER = re.compile(r"<td>(?=[-−]?\d[\d,.]*%?</td>|NaN</td>)")
_LEFT_OUT = (".buildinfo", "objects.inv")


def mend(site: Path, told: Mapping[str, Words]) -> None:
    """Mend every page of a built site, and remove what no reader needs.

    `told` has what a picture shows by the SHA-256 of its bytes.
    """
    for name in _LEFT_OUT:
        (site / name).unlink(missing_ok=True)
    shutil.rmtree(site / "_sources", ignore_errors=True)  # empty, as no source is shipped
    for path in sorted(site.rglob("*.html")):
        before = path.read_text(encoding="utf-8")
        after = reachable(with_pictures(_NUMBER.sub('<td class="num">', before), path.parent, told))
        if after != before:
            replace(path, after.encode())


def with_pictures(text: str, folder: Path, told: Mapping[str, Words]) -> str:
    """A page whose pictures say how large they are, and those from notebooks what they show, in short and long."""

    def mended(found: re.Match[str]) -> str:
        content = (folder / found[1]).read_bytes()
        said = told.get(hashlib.sha256(content).hexdigest())
        written = _ALT.search(found[0])  # that of a guide, escaped already
        alt = html.escape(said.alt) if said else written[1] if written else ""
        width, height = picture.size(content)
        if said and said.width:  # drawn for a screen of twice the density
            width, height = said.width, round(height * said.width / width)
        image = f'<img alt="{alt}" src="{found[1]}" width="{width}" height="{height}" loading="lazy">'
        return image + (_LONG.format(html.escape(said.long)) if said and said.long else "")

    return _PICTURE.sub(mended, text)


def reachable(text: str) -> str:
    """A page whose boxes that scroll take the focus of the keyboard, and whose headings all have a level."""
    text = text.replace('<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">')
    return _BOX.sub(r'\g<0> tabindex="0"', text)
