"""Articles: folders that say what a text states and how it is computed, opened and checked."""

from __future__ import annotations

from milbalance.articles.article import Article, open_article
from milbalance.articles.faults import check, faults

__all__ = ["Article", "check", "faults", "open_article"]


def __dir__() -> list[str]:
    return __all__
