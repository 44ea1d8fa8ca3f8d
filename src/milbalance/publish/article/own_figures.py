"""The figures of a text's own figures.yml: drawn into its folder, and on its page with their alt text."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from milbalance.articles import Article
from milbalance.errors import DataError, MilbalanceError
from milbalance.tables import documents

FORMATS = ("svg", "png")


def draw(article: Article, out: Path) -> list[dict[str, Any]]:
    """Draw every figure of a text into a folder, as `milbalance figures` does; returns what the page says of each.

    That is its texts and sources, with its picture as an `address`. Raises DataError for one that cannot be drawn.
    """
    from milbalance.charts import export  # noqa: PLC0415  drawing is imported where something is drawn

    drawn = []
    for name in article.figures:
        try:
            card = export.draw(name, article.data, out, FORMATS)
        except (MilbalanceError, LookupError, TypeError, ValueError, AttributeError) as error:
            written = documents.read(article.folder / documents.FIGURES)
            raise DataError([written.fault((name,), str(error), "a figure that can be drawn", key=True)]) from error
        picture = b64encode((out / f"{name}.svg").read_bytes()).decode()
        drawn.append(card | {"address": f"data:image/svg+xml;base64,{picture}"})
    return drawn
