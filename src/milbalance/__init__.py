"""Military balances from cited data, for notebooks. Importing it costs nothing; each module loads when it is used.

    from milbalance import charts, claims, load

    data = load.everything()             # the tables, each row with its source
    claims.assess(data, "spending-ratio")  # one claim: stated, computed, every way of counting, verdict
    charts.spending_ratio(data)          # one figure
    milbalance.table(data.fx)            # any frame as a table for reading
    milbalance.open_article("folder")    # another text: its statements as data, answered

`load` reads tables; `measures`, `spending`, `transfers` and `forces` compute from them; `claims` judges what a text
states; `charts` draws, in the look of `style`; `explore` tries one way to count; `pair` compares two places. What
else there is stands in the packages, from the ground up: `io`, `tables`, `ingest`, `measures`, `choices`,
`articles`, `releases`, `charts`, `publish`, `pair`.
"""

from importlib import import_module
from typing import Any

__version__ = "0.3.0"

_MODULES = {
    "charts": "charts",
    "claims": "articles",
    "errors": "errors",
    "explore": "publish.widgets",
    "forces": "measures.forces",
    "load": "tables.load",
    "measures": "measures",
    "pair": "pair",
    "schema": "tables.schema",
    "spending": "measures.spending",
    "style": "charts.style",
    "transfers": "measures.transfers",
}

_FUNCTIONS = {"open_article": "articles", "table": "tables.shown"}

__all__ = ["__version__", *_FUNCTIONS, *_MODULES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """A public module that was not imported yet, or a function of one."""
    if name in _FUNCTIONS:
        return getattr(import_module(f"milbalance.{_FUNCTIONS[name]}"), name)
    if name in _MODULES:
        return import_module(f"milbalance.{_MODULES[name]}")
    raise AttributeError(f"module 'milbalance' has no attribute {name!r}; there are: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
