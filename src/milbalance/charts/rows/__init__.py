"""The rows of a figure by name: tables and arguments in, one tidy frame out, ready for a form. Nothing is drawn.

Columns have the names of the tables, or these, which all forms know: `series` (one name a line, a colour or a
group), `label` (the name of a row or column), `value` with `low` and `high` for a range, `role` (counted, shown,
plain, estimate, stated, point, bound, part, rest; context has no number of its own; told is a number that words
say and no form draws), `source_id`. A function is found by its name in figures.yml.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.articles.computations import argument
from milbalance.errors import MilbalanceError
from milbalance.tables.load import Data

Rows = Callable[..., pd.DataFrame]
# The module that has the functions of each name; one is imported when it is asked for.
MODULES: dict[str, str] = {
    "table": "tables",
    "spending": "money",
    "spending_ratio": "money",
    "spending_pairs": "money",
    "growth": "money",
    "exchange_rates": "money",
    "ways": "statements",
    "stated": "statements",
    "computed": "statements",
    "durations": "durations",
    "tolls": "people",
    "deaths": "people",
    "incidents": "people",
    "shares": "people",
    "suppliers": "arms",
    "yearly_suppliers": "arms",
    "windows": "arms",
    "deliveries": "arms",
    "releases": "arms",
    "delivered_items": "equipment",
    "delivered_types": "equipment",
    "holdings": "equipment",
    "losses": "equipment",
    "by_month": "flows",
    "moves": "statements",
    "forces": "forces",
    "forces_by_source": "forces",
    "verdicts": "statements",
    "spending_of_sides": "sides",
    "forces_of_sides": "sides",
    "deliveries_to_sides": "sides",
    "outlines": "outlines",
    "events": "events",
    "received": "arms",
}


def function(name: str) -> Rows:
    """The function of a name; MilbalanceError naming those that are near if there is none."""
    module = MODULES[arguments.one_of("rows", name, MODULES)]
    found: Rows = getattr(import_module(f"{__name__}.{module}"), name)
    return found


def rows(data: Data, written: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The rows that a figure asks for: one call, or several one below the other.

    A call is a mapping of one name to its arguments, written as in choices.yml: editions by name, years as spans.
    Raises MilbalanceError for unknown names and arguments, and what the function raises.

    >>> from milbalance.charts import rows
    >>> asked = {"table": {"name": "fx", "where": {"month": "2020-10"}, "value": "mean"}}
    >>> rows.rows(data, asked)["value"].round(1).tolist()
    [8.0]
    """
    calls = [written] if isinstance(written, Mapping) else written
    frames = [_called(data, name, given) for call in calls for name, given in call.items()]
    return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0].reset_index(drop=True)


def _called(data: Data, name: str, given: Mapping[str, Any]) -> pd.DataFrame:
    asked = argument(data, "", given)
    make = function(name)
    known = dict(list(inspect.signature(make).parameters.items())[1:])
    if not any(one.kind is inspect.Parameter.VAR_KEYWORD for one in known.values()):
        for one in asked:
            arguments.one_of(f"argument of {name}", one, known)
    try:
        return make(data, **asked)
    except TypeError as error:
        missing = [one for one, how in known.items() if how.default is how.empty and one not in asked]
        told = f"lacks {' and '.join(missing)}" if missing else f"with {arguments.told(asked)}: {error}"
        raise MilbalanceError(f"{name} {told}; its arguments are: {', '.join(known)}") from error
