"""Articles: folders that say what a text states and how it is computed, opened and checked."""

from __future__ import annotations

from milbalance.articles.article import Article, is_article, open_article
from milbalance.articles.faults import check, faults

__all__ = ["Article", "check", "faults", "is_article", "open_article"]


def __dir__() -> list[str]:
    return __all__
