"""The guides of docs/: Markdown pages that are copied as they are, in the order of their names, and their index."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from milbalance.publish.site import render

FOLDER = "guides"
# Guides for those who work on the suite itself; all others are for whoever uses it.
FOR_CONTRIBUTORS = ("3_add_a_source", "4_add_a_claim", "8_draw_a_figure")
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\[\]]*)\]\(\.\./(?P<path>[^)#]*)(?P<anchor>#[^)]*)?\)")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_PAGES = {
    "README.md": "index.md",
    "README.md#may-i-print-this": "sources.md",
    "data/README.md": "dictionary.md",
    "figures/README.md": "gallery/index.md",
}
_SHIPPED = ("data/", "figures/", "ledger/", "notebooks/")


def pages(docs: Path) -> dict[str, str]:
    """The index and the text of every guide by page; none where there is no such folder."""
    found = sorted(docs.glob("*.md"), key=_place) if docs.is_dir() else []
    texts = {path.stem: in_site(path.read_text(encoding="utf-8")) for path in found}
    titles = {stem: title(text) for stem, text in texts.items()}
    index = {"index": render.page("guides", titles=titles, for_contributors=FOR_CONTRIBUTORS)} if texts else {}
    return {f"{FOLDER}/{stem}.md": text for stem, text in (index | texts).items()}


def for_readers(guided: Mapping[str, str]) -> dict[str, str]:
    """The titles of the guides for those who use the suite, by the stem of their page."""
    titles = {Path(name).stem: title(text) for name, text in guided.items()}
    return {stem: told for stem, told in titles.items() if stem not in (*FOR_CONTRIBUTORS, "index")}


def title(text: str) -> str:
    """The first heading of a page of MyST, as text.

    >>> from milbalance.publish.site import guides
    >>> guides.title("---\\nhide-toc: true\\n---\\n# A &#35; b\\n")
    'A # b'
    """
    found = _TITLE.search(text)
    return html.unescape(found[1]).strip() if found else ""


def _place(path: Path) -> tuple[int, str]:
    """Pages in the order of the numbers that their names begin with: 9 before 10."""
    return len(path.stem.partition("_")[0]), path.stem


def in_site(text: str) -> str:
    """A text of the checkout with its links as the site has them; files that it has not are only named."""
    return _LINK.sub(_in_site, text)


def _in_site(link: re.Match[str]) -> str:
    label, path, anchor = link["label"], link["path"], link["anchor"] or ""
    if path in _PAGES:
        return f"[{label}](../{_PAGES[path + anchor] if path + anchor in _PAGES else _PAGES[path] + anchor})"
    if path.startswith("docs/"):
        return f"[{label}](../{FOLDER}/{path.removeprefix('docs/')}{anchor})"
    return link[0] if path.startswith(_SHIPPED) else label
