"""What Sphinx leaves to be mended in its HTML: heads, texts of pictures, and what scrolls by keyboard."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from milbalance.io.files import replace
from milbalance.publish.site import picture, sharing
from milbalance.publish.site.picture import Words

NAME = "milbalance"
_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="([^"]*_images/[^"]+\.(?:png|svg))"[^>]*>')
_LONG = "<details><summary>The picture in words</summary><p>{}</p></details>"
_ALT = re.compile(r'\balt="([^"]*)"')
# Boxes that scroll sideways: a reader without a mouse needs to reach them.
_BOX = re.compile(r'<(?:pre|div class="(?:table-wrapper|output text_html|output text_markdown)[^"]*")(?=>)')
_NUMBER = re.compile(r"<td>(?=[-−]?\d[\d,.]*%?</td>|NaN</td>)")
_SECOND_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1" />'
_TITLE = re.compile(r"<title>[^<]*</title>")  # the first is that of the page, others are of pictures
_HEADING = re.compile(r"<h1>(.*?)(?:<a class=\"headerlink\"|</h1>)", re.DOTALL)
_PARAGRAPH = re.compile(r"</h1>.*?<p\b[^>]*>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
MOST = 200  # letters of a description
# Sphinx's own search loads megabytes and asks for every page that it finds.
_LEFT_OUT = (".buildinfo", "objects.inv", "searchindex.js")
_OF_SEARCH = ("searchtools.js", "language_data.js", "base-stemmer.js", "english-stemmer.js")

# MyST-NB's name for what shows and hides code: other than the words in it, by which a reader calls it.
_UNLIKE = ' aria-label="Toggle hidden content"'


def mend(site: Path, told: Mapping[str, Words], url: str = "") -> None:
    """Mend every page of a built site, and remove what no reader needs.

    `told` has what a picture shows by the SHA-256 of its bytes; `url` is where the site will stand, if known.
    """
    for name in (*_LEFT_OUT, *(f"_static/{one}" for one in _OF_SEARCH)):
        (site / name).unlink(missing_ok=True)
    shutil.rmtree(site / "_sources", ignore_errors=True)  # empty, as no source is shipped
    for path in sorted(site.rglob("*.html")):
        before = path.read_text(encoding="utf-8")
        after = reachable(with_pictures(_NUMBER.sub('<td class="num">', before), path.parent, told))
        after = headed(after, path.relative_to(site), site, url).replace(_UNLIKE, "")
        if after != before:
            replace(path, after.encode())


def headed(text: str, page: Path, site: Path, url: str) -> str:
    """A page whose head says what it is: title and description from its first heading and paragraph.

    With a `url` also where it is, and the picture for whoever links to it: its own, else that of the front page.
    """
    title, told = (_words(form, text) for form in (_HEADING, _PARAGRAPH))
    told = told if len(told) <= MOST else told[: told[:MOST].rfind(" ")].rstrip(",;:.") + "…"
    heads = {"og:title": title, "og:description": told, "og:site_name": NAME, "og:type": "article"}
    links = ""
    if url:
        own = page.with_suffix(".png")
        shown = own if (site / sharing.FOLDER / own).is_file() else Path("index.png")
        place = "" if page.as_posix() == "index.html" else page.as_posix()
        heads |= {"og:url": f"{url}/{place}", "og:image": f"{url}/{sharing.FOLDER}/{shown.as_posix()}"}
        heads |= {"og:image:width": str(sharing.WIDE), "og:image:height": str(sharing.HIGH)}
        links = f'<link rel="canonical" href="{html.escape(heads["og:url"])}">'
        links += '<meta name="twitter:card" content="summary_large_image">'
    metas = [f'<meta property="{name}" content="{html.escape(value)}">' for name, value in heads.items()]
    named = f"<title>{html.escape(title)} · {NAME}</title>" if title else f"<title>{NAME}</title>"
    described = f'<meta name="description" content="{html.escape(told)}">' if told else ""
    head, body, rest = _TITLE.sub(lambda _: named, text, count=1).partition("</head>")
    return head.replace(_SECOND_VIEWPORT, "") + described + "".join(metas) + links + body + rest


def _words(form: re.Pattern[str], text: str) -> str:
    """What a form finds in a page, without markup."""
    found = form.search(text)
    return " ".join(html.unescape(_TAG.sub("", found[1])).split()) if found else ""


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
