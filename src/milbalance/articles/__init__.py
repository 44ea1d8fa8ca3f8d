"""The claims of an article: what each states, how it is computed, every choice, and the verdict.

`claims.csv` fixes what is stated and the bounds of the wording; `choices.yml` says how each claim is computed, by a
measure of the vocabulary, and every way to vary it. Nothing here knows a claim.
"""

from __future__ import annotations

from milbalance.articles.article import Article, is_article, open_article
from milbalance.articles.begun import begin
from milbalance.articles.computations import computable, computation, compute, raw, uncomputed, ways
from milbalance.articles.ledger import (
    Assessment,
    answer,
    answers,
    assess,
    check,
    choices_of,
    computed,
    ledger,
    origins,
    other_rules,
    percent,
    sources,
)
from milbalance.articles.numbers import found, miss, number, unit, with_unit, wording
from milbalance.articles.records import choice_records, choice_table, record, records
from milbalance.articles.sentences import nearest_inside
from milbalance.articles.stated import Stated, stated

__all__ = [
    "Article",
    "Assessment",
    "Stated",
    "answer",
    "answers",
    "assess",
    "begin",
    "check",
    "choice_records",
    "choice_table",
    "choices_of",
    "computable",
    "computation",
    "compute",
    "computed",
    "found",
    "is_article",
    "ledger",
    "miss",
    "nearest_inside",
    "number",
    "open_article",
    "origins",
    "other_rules",
    "percent",
    "raw",
    "record",
    "records",
    "sources",
    "stated",
    "uncomputed",
    "unit",
    "ways",
    "with_unit",
    "wording",
]


def __dir__() -> list[str]:
    return __all__
