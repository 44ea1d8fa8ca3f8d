"""The guides of docs/: Markdown pages that are copied as they are, in the order of their names."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "guides"
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\]]*)\]\(\.\./(?P<path>[^)#]*)(?P<anchor>#[^)]*)?\)")
_PAGES = {
    "README.md": "index.md",
    "README.md#may-i-print-this": "sources.md",
    "data/README.md": "dictionary.md",
}
_SHIPPED = ("data/", "figures/", "ledger/", "notebooks/")


def pages(docs: Path) -> dict[str, str]:
    """The text of every guide by page; none where there is no such folder."""
    found = sorted(docs.glob("*.md"), key=_place) if docs.is_dir() else []
    return {f"{FOLDER}/{path.name}": in_site(path.read_text(encoding="utf-8")) for path in found}


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
    return link[0] if path.startswith(_SHIPPED) else label
