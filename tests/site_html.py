"""A page of the site as its elements: what it links to, what can be linked to, what it would run."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_WAYS = {"a": "href", "link": "href", "img": "src", "script": "src"}


@dataclass
class Page(HTMLParser):
    """The elements of one page: (name, attributes) in order, and all its text."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data

    def having(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def anchors(self) -> set[str]:
        return {found["id"] for _, found in self.elements if "id" in found}

    @property
    def links(self) -> list[str]:
        return [found[_WAYS[name]] for name, found in self.elements if name in _WAYS and _WAYS[name] in found]

    @property
    def dangers(self) -> list[str]:
        """Attributes that run scripts, and addresses that do."""
        on = [f"{tag} {name}" for tag, found in self.elements for name in found if name.startswith("on")]
        return on + [link for link in self.links if link.strip().lower().startswith(("javascript:", "data:"))]


def page(text: str) -> Page:
    made = Page()
    made.feed(text)
    made.close()
    return made


def site(folder: Path) -> dict[Path, Page]:
    """Every page of a built site by its path."""
    return {path: page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}


def broken(pages: dict[Path, Page]) -> list[str]:
    """Links inside a site to a file or an anchor that is not there."""
    return [
        f"{path.name}: {link}"
        for path, found in pages.items()
        for link in found.links
        if not urlsplit(link).scheme and not _leads(pages, path, link)
    ]


def _leads(pages: dict[Path, Page], path: Path, link: str) -> bool:
    parts = urlsplit(link)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return False
    return not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].anchors
