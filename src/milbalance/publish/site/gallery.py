"""The gallery: every figure with its texts, the numbers drawn, its files, its credit lines and its terms."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from milbalance.publish.site import picture, render
from milbalance.publish.site.material import Material

FOLDER = "gallery"
ALONE = "all"  # the page of figures that no notebook shows
MOST_ROWS = 100  # of the numbers drawn; the file has them all


def pages(material: Material, titles: Mapping[str, str]) -> dict[str, str]:
    """The index with a small picture of every figure, and one page for the figures of each notebook.

    `titles` are those of the notebooks by stem.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, card in material.cards.items():
        groups.setdefault(card["notebook"] or ALONE, []).append(picture.of(material, name))
    names = {notebook: titles.get(notebook, "").partition(" · ")[2] or "All" for notebook in groups}
    made = {f"{FOLDER}/index.md": render.page("gallery", groups=groups, names=names)}
    for notebook, found in groups.items():
        figures = [_shown(material, card) for card in found]
        made[f"{FOLDER}/{notebook}.md"] = render.page("figures", name=names[notebook], figures=figures)
    return made


def address(card: Mapping[str, Any]) -> str:
    """Where a figure stands in the site."""
    return f"{FOLDER}/{card['notebook'] or ALONE}.html#{render.anchor(card['name'])}"


def _shown(material: Material, card: dict[str, Any]) -> dict[str, Any]:
    head, rows, number = numbers(material.figures / f"{card['name']}.csv")
    known = [name for name in card["claims"] if name in material.found]
    return card | {"head": head, "rows": rows, "number": number, "claims": known}


def numbers(path: Path) -> tuple[list[str], list[list[str]], int]:
    """Head and first rows of a table of numbers drawn, and how many rows the file has."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        head = next(reader)
        rows = list(islice(reader, MOST_ROWS))
        return head, rows, len(rows) + sum(1 for _ in reader)
