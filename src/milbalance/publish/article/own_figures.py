"""The figures of a text's own figures.yml: drawn into its folder, and on its page with their alt text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from milbalance.articles import Article
from milbalance.errors import DataError, MilbalanceError
from milbalance.tables import documents

FORMATS = ("svg", "png")


def draw(article: Article, out: Path) -> list[dict[str, Any]]:
    """Draw every figure of a text into a folder, as `milbalance figures` does; returns what the page says of each.

    That is its texts and sources, with its picture as an `address`. Raises DataError for all that cannot be drawn.
    """
    from milbalance.charts import export  # noqa: PLC0415  drawing is imported where something is drawn

    drawn, wrong = [], []
    for name in article.figures:
        try:
            card = export.draw(name, article.data, out, FORMATS)
        except (MilbalanceError, LookupError, TypeError, ValueError, AttributeError) as error:
            written = documents.read(article.folder / documents.FIGURES)
            told = _without(article, written.value[name], error) or str(error)
            wrong.append(written.fault((name,), told, "a figure that can be drawn", key=True))
            continue
        picture = b64encode((out / f"{name}.svg").read_bytes()).decode()
        drawn.append(card | {"address": f"data:image/svg+xml;base64,{picture}"})
    if wrong:
        raise DataError(wrong)
    return drawn


def _without(article: Article, spec: Mapping[str, Any], error: Exception) -> str:
    """Which column a form needs that the rows do not have; "" for any other error."""
    from milbalance.charts import rows  # noqa: PLC0415

    if not isinstance(error, KeyError) or not isinstance(error.args[0], str):
        return ""
    there = list(rows.rows(article.data, spec["rows"]).columns)
    needed = error.args[0]
    named = f"no column {needed!r}, which the form {spec['form']} needs, in rows with {', '.join(there)}"
    return "" if needed in there else named
