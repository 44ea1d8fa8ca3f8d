"""The claims of the article: what each states, how it is computed, every choice, and the verdict.

`data/claims.csv` fixes what is stated, the bounds of the wording and the plain reading in words. One module a
subject computes them: `spending`, `forces`, `arms`, `people`, `displaced`, `money`, `places`, `calendar`. Every
comparison is side a over (or minus) side b.
"""

from __future__ import annotations

from milbalance.claims import (  # noqa: F401 - each registers its claims
    arms,
    calendar,
    displaced,
    forces,
    money,
    people,
    places,
    spending,
)
from milbalance.claims.arms import ARMED_DRONES, BEFORE_THE_ARTICLE, TRANSFERS, supplier_share
from milbalance.claims.ledger import (
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
from milbalance.claims.records import choice_records, choice_table, record, records
from milbalance.claims.registry import COMPUTATIONS, computes
from milbalance.claims.sentences import nearest_inside
from milbalance.claims.spending import MILEX, spending_ratio, spending_sum
from milbalance.claims.stated import Stated, stated
from milbalance.claims.words import found, miss, number, unit, with_unit, wording

__all__ = [
    "ARMED_DRONES",
    "BEFORE_THE_ARTICLE",
    "COMPUTATIONS",
    "MILEX",
    "TRANSFERS",
    "Assessment",
    "Stated",
    "answer",
    "answers",
    "assess",
    "check",
    "choice_records",
    "choice_table",
    "choices_of",
    "computed",
    "computes",
    "found",
    "ledger",
    "miss",
    "nearest_inside",
    "number",
    "origins",
    "other_rules",
    "percent",
    "record",
    "records",
    "sources",
    "spending_ratio",
    "spending_sum",
    "stated",
    "supplier_share",
    "unit",
    "with_unit",
    "wording",
]


def __dir__() -> list[str]:
    return __all__
