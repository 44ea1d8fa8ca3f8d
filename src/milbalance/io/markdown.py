"""Texts and tables of words that a notebook shows as Markdown: long cells wrap, and lines stay left-aligned."""

from __future__ import annotations

import re

import pandas as pd


class Prose(str):
    """Markdown text: a notebook renders it, and its plain form is the same text.

    >>> Prose("*one* line")
    *one* line
    """

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self)


def as_text(words: str) -> str:
    """Words on one line in which no sign is read as markup, of Markdown, HTML or a formula.

    >>> print(as_text("*two* <b> $5"))
    \\*two\\* \\<b\\> \\$5
    """
    return re.sub(r"([\\`*_\[\]<>|$#~])", r"\\\1", " ".join(words.split()))


def table(frame: pd.DataFrame, *, plain: bool = False) -> Prose:
    """A frame as a Markdown table, its index (if it has a name) as the first column; `plain` texts have no markup.

    >>> table(pd.DataFrame({"place": ["GEO"], "name": ["Georgia"]}))
    | place | name |
    | --- | --- |
    | GEO | Georgia |
    """
    shown = frame.reset_index() if frame.index.name else frame
    lines = [[str(name) for name in shown.columns], ["---"] * len(shown.columns)]
    told = (lambda value: as_text(str(value))) if plain else _cell
    lines += [[told(value) for value in row] for row in shown.itertuples(index=False)]
    return Prose("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _cell(value: object) -> str:
    """A value on one line; a bar would end the cell, and two dollar signs would start a formula."""
    return str(value).replace("\n", " ").replace("|", "\\|").replace("$", "\\$")
