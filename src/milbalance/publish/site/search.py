"""What a reader can find: one small list of titles, statements first, which the page of search loads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from milbalance.publish.site import claim_page, gallery, guides, render
from milbalance.publish.site.material import Material
from milbalance.tables import labels, schema

FILE = "search-index.js"
Entry = tuple[str, str, str, str]  # kind, title, address, more words


def index(material: Material, texts: Mapping[str, str], titles: Mapping[str, str]) -> bytes:
    """A script that holds every entry; `texts` are the pages, `titles` those of the notebooks by stem."""
    entries = [*_statements(material), *_charts(material), *_pages(texts, titles), *_references(material)]
    shown = [[labels.curly(part) for part in entry] for entry in entries]
    return f"window.searchIndex = {json.dumps(shown, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _statements(material: Material) -> Iterator[Entry]:
    for record in material.records:
        name, words = record["claim_id"], labels.claim(material.data, record["claim_id"])
        title = record["statement"].rstrip(".")
        told = "" if words == title else f", {words}"
        yield "Statement", title, f"{claim_page.FOLDER}/{name}.html", record["verdict"] + told


def _charts(material: Material) -> Iterator[Entry]:
    for card in material.cards.values():
        yield "Chart", card["title"], gallery.address(card), card["subtitle"]


def _pages(texts: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[Entry]:
    """Pages that are not of one statement; the modules come last."""
    read = {name: guides.title(text) for name, text in texts.items() if name.endswith(".md")}
    read |= {f"notebooks/{stem}.ipynb": title for stem, title in titles.items()}
    apart = (f"{claim_page.FOLDER}/", "index.md", f"{gallery.FOLDER}/")
    for name, title in sorted(read.items(), key=lambda one: one[0].startswith("api/")):
        if title and not name.startswith(apart):
            kind = {"notebooks": "Notebook", "guides": "Guide", "api": "Modules"}.get(
                name.partition("/")[0], "Page"
            )
            yield kind, title, f"{name.rpartition('.')[0]}.html", ""


def _references(material: Material) -> Iterator[Entry]:
    for table in schema.tables().values():
        yield "Table", table.name, f"dictionary.html#{table.name.replace('_', '-')}", table.title
    for row in material.sources(list(material.data.sources["source_id"])):
        yield "Source", row["label"], f"sources.html#{render.anchor(row['source_id'])}", row["publisher"]
