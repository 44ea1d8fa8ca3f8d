"""How each claim is computed: from what choices.yml says of it, a measure whose defaults are the plain reading.

A claim names a measure of the vocabulary, its arguments in the plain reading (`plain`), and the ways to vary them
(`ways`): blocks, each the product of its axes. An axis is one that the tables give (`axes`), or a level with its
options. Nothing here knows a claim.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.articles.units import answer_in
from milbalance.choices import Choice, axes, grid
from milbalance.choices.axes import Plain
from milbalance.measures.counts import Row
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary import MEASURES, Measure, rows_read
from milbalance.tables import cache, load
from milbalance.tables.load import Data

AS_PUBLISHED = Choice({"way": "as published"})  # of a claim without ways
WINDOWS = ("years", "allied_years", "within")  # arguments that are years, from the first to the last
_WINDOW = re.compile(r"\d{4}((-|\.\.)\d{4})?")  # not days, nor a month such as 2020-10
PERIODS = ("over", "base")  # arguments that are periods of months
ROWS = ("rows", "parts", "without")  # arguments that are rows of facts.csv
ROW = ("bound", "beside")  # arguments that are one such row


@dataclass(frozen=True)
class Computation:
    """How a claim is computed: the measure, its plain arguments, and the sources of the plain reading.

    The defaults of `function` are the plain reading.

    >>> claims.computation(data, "peacekeepers").sources
    ('tass-2020-11-10',)
    """

    function: Measure
    plain: Plain
    sources: tuple[str, ...]

    def argument(self, name: str) -> Any:
        """An argument of the main answer; MilbalanceError naming those that there are, for none of them.

        >>> claims.computation(data, "days").argument("rows")
        Traceback (most recent call last):
        milbalance.errors.MilbalanceError: no argument of the main answer 'rows'; there are: ...
        """
        return self.plain[arguments.one_of("argument of the main answer", name, self.plain)]


def computable(data: Data) -> list[str]:
    """The ids of the claims that have a computation, in the order of claims.csv.

    >>> set(claims.computable(data)) <= set(data.choices)
    True
    """
    return [name for name in data.claims["claim_id"] if name in data.choices]


def uncomputed(table: pd.DataFrame, choices: Mapping[str, Any]) -> list[str]:
    """The ids of a table of claims that choices.yml does not have yet.

    >>> claims.uncomputed(pd.DataFrame({"claim_id": ["days", "nights"]}), {"days": {"measure": "days"}})
    ['nights']
    """
    return [name for name in table["claim_id"] if name not in choices]


@cache.per_data
def computation(data: Data, claim_id: str) -> Computation:
    """How a claim is computed; MilbalanceError naming those that are, for one that is not.

    >>> claims.computation(data, "fighters-pay-fx").plain
    {'month': '2020-10', 'statistic': 'mean'}
    """
    written = _written(data, claim_id)
    plain = argument(data, "", written.get("plain", {}))
    named = tuple(written.get("sources", ())) or ((plain["source"],) if plain.get("source") else ())
    named = named or rows_read.sources(data, written["measure"], plain)
    return Computation(_function(MEASURES[written["measure"]], plain, written.get("rule")), plain, named)


@cache.per_data
def ways(data: Data, claim_id: str) -> tuple[Choice, ...]:
    """Every way of counting a claim, the plain reading among them; raises as `computation` does.

    A block of choices.yml is every combination of its axes. What runs across a break of its series is only shown.

    >>> [dict(way.levels) for way in claims.ways(data, "days")]
    [{'days': 'last day not counted'}, {'days': 'last day counted'}]
    """
    plain, blocks = computation(data, claim_id).plain, _written(data, claim_id).get("ways", [])
    built = [[_axis(data, name, one, plain) for name, one in block.items()] for block in blocks]
    listed = [choice for block in built for choice in grid(*block)]
    return tuple(axes.fitting(data, listed or [AS_PUBLISHED]))


def _written(data: Data, claim_id: str) -> Mapping[str, Any]:
    load.check(data)
    found: Mapping[str, Any] = data.choices[
        arguments.one_of("computation for the claim", claim_id, computable(data))
    ]
    return found


def _axis(data: Data, name: str, written: Any, plain: Plain) -> list[Choice]:
    """An axis of a block: one that the tables give, or the options of a level."""
    given = argument(data, "", written if written is not None else {})
    if name in axes.AXES:
        parts = given if isinstance(written, list) and isinstance(written[0], Mapping) else (given,)
        return [choice for part in parts for choice in axes.AXES[name](data, part, plain)]
    return [axes.option({name: level}, one or {}) for level, one in given.items()]


def argument(data: Data, name: str, written: Any) -> Any:
    """An argument as a measure takes it: windows as two years, rows as keys, lists as tuples, editions by name.

    >>> argument(data, "years", "2008-2019"), argument(data, "over", "2020-07 to 2020-09")
    ((2008, 2019), ('2020-07', '2020-09'))
    >>> argument(data, "years", "2020-09-27; 2020-11-10")  # days are no window: the measure reads them
    '2020-09-27; 2020-11-10'
    """
    if name in WINDOWS and _WINDOW.fullmatch(str(written)):
        (window,) = axes.every_window([written])
        return window
    if name in PERIODS and isinstance(written, str | int):
        return tuple(str(written).split(" to ")) if " to " in str(written) else (str(written), str(written))
    if name in ROW and isinstance(written, Mapping):
        return Row(**written)
    if name in ROWS:
        return tuple(Row(**row) for row in written)
    if isinstance(written, list):
        return tuple(argument(data, name, one) for one in written)
    if isinstance(written, Mapping):
        return {key: argument(data, key, one) for key, one in written.items()}
    if name in ("source", "sources", "source_id") and written in data.article.get("editions", {}):
        return data.article["editions"][written]
    return written


def _function(measure: Measure, plain: Plain, rule: Mapping[str, Any] | None = None) -> Measure:
    """A measure with the plain reading as its defaults; the arguments that a reader gives are checked."""
    signature = inspect.signature(measure)
    parameters = [one.replace(default=plain.get(name, one.default)) for name, one in signature.parameters.items()]
    defaults = {one.name: one.default for one in parameters[1:]}

    @functools.wraps(measure)
    def asked(data: Data, **how: Any) -> float | Span:
        found = measure(data, **{**plain, **_checked(data, defaults, how)})
        return answer_in(rule, found) if rule else found

    asked.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return asked


def _checked(data: Data, defaults: Mapping[str, Any], how: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that a reader gives, years as two; where the plain one is a code or a source, so are they."""
    load.check(data)
    found, (codes, ids) = dict(how), _known(data)
    if "years" in found:
        found["years"] = arguments.years(found["years"])
    for name in how:
        arguments.one_of("argument", name, defaults)
        default = defaults[name]
        if isinstance(default, str) and default in codes and how[name] not in codes:
            arguments.place(data.places, how[name])
        if isinstance(default, str) and default in ids:
            arguments.one_of("source", how[name], ids)
    if "other" in defaults and "place" in defaults and how.keys() & {"place", "other"}:
        arguments.sides(data.places, *(how.get(name, defaults[name]) for name in ("place", "other")))
    return found


@cache.per_data
def _known(data: Data) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of places and the ids of sources."""
    return frozenset(data.places["place"]), frozenset(data.sources["source_id"])


def raw(data: Data, claim_id: str, /, **how: Any) -> Any:
    """The plain reading as its measure gives it: a number, a range, true or false, or a list of places.

    `how` changes arguments, such as the source. Raises as `compute` does.

    >>> claims.raw(data, "days")
    44
    """
    load.check(data)
    return MEASURES[_written(data, claim_id)["measure"]](data, **{**computation(data, claim_id).plain, **how})


def compute(data: Data, claim_id: str, /, **how: Any) -> float | Span:
    """A claim as another way would compute it: arguments of its measure in place of those of the plain reading.

    Raises MilbalanceError for an unknown claim or argument, MissingError or NoRowsError where there is no number.

    >>> round(claims.compute(data, "spending-ratio", years=2019), 2)
    2.84
    """
    load.check(data)
    return computation(data, claim_id).function(data, **how)
