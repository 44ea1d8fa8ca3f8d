"""The texts of a figure: templates (jinja2) over the numbers drawn and what the statements of an article found.

A template has these at hand: `at`, `some`, `top`, `low` and `count` ask for rows of the numbers drawn by the values
of their columns; `claim`, `place`, `source` and `day` give a statement, a name, the short name of a source, a date.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from milbalance import articles
from milbalance.articles.numbers import digits_for
from milbalance.articles.records import record
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown
from milbalance.tables import labels
from milbalance.tables.load import Data

TEXTS = ("title", "subtitle", "alt")
ONES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Words:
    """Renders the templates of one figure from the numbers drawn.

    >>> from milbalance.charts.texts import Words
    >>> drawn = pd.DataFrame({"year": [2019, 2020], "value": [2.84, 3.53]})
    >>> words = Words(data, drawn)
    >>> words("{{ top().value | n(1) }} times in {{ top().year }}")
    '3.5 times in 2020'
    """

    def __init__(self, data: Data, drawn: pd.DataFrame) -> None:
        self._data = data
        self._rows: list[Any] = drawn.astype(object).where(drawn.notna(), None).to_dict("records")
        self._known: dict[str, Any] = {
            "at": self.at,
            "some": self.some,
            "top": self.top,
            "low": self.low,
            "count": lambda **where: len(self.some(**where)),
            "claim": self.claim,
            "place": lambda code: labels.place(data, code),
            "source": self.source,
            "day": labels.when,
            "article": data.article,
        }

    def __call__(self, template: str) -> str:
        """A template as text, its white space made single; MilbalanceError naming what is wrong with it."""
        return " ".join(self._evaluated(lambda: _environment().from_string(template).render(self._known)).split())

    def true(self, expression: str) -> bool:
        """Whether an expression holds of the numbers drawn and the statements."""
        return bool(self._evaluated(lambda: _environment().compile_expression(expression, False)(self._known)))

    def _evaluated(self, evaluate: Callable[[], Any]) -> Any:
        try:
            return evaluate()
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise MilbalanceError(f"a text of the figure cannot be written: {error}") from error

    def some(self, **where: Any) -> list[dict[str, Any]]:
        """The rows that have these values in these columns, in the order drawn; a list is any of several values."""
        if self._rows and (unknown := where.keys() - self._rows[0].keys()):
            raise MilbalanceError(f"no column {', '.join(sorted(unknown))}; there are {', '.join(self._rows[0])}")
        return [row for row in self._rows if all(_matches(row[name], value) for name, value in where.items())]

    def at(self, **where: Any) -> dict[str, Any]:
        """The one such row; MilbalanceError if there is none, or more than one."""
        found = self.some(**where)
        if len(found) != 1:
            raise MilbalanceError(f"wanted one row with {where}; found {len(found)}")
        return found[0]

    def top(self, column: str = "value", **where: Any) -> dict[str, Any]:
        """The first of the rows with the highest number in a column."""
        return max(self._numbered(column, where), key=lambda row: row[column])

    def low(self, column: str = "value", **where: Any) -> dict[str, Any]:
        """The first of the rows with the lowest number in a column."""
        return min(self._numbered(column, where), key=lambda row: row[column])

    def _numbered(self, column: str, where: Mapping[str, Any]) -> list[dict[str, Any]]:
        found = [row for row in self.some(**where) if row[column] is not None]
        if not found:
            raise MilbalanceError(f"no row with {dict(where)} has a number in {column}")
        return found

    def claim(self, claim_id: str) -> dict[str, Any]:
        """A statement with its answer: what `claims.records` gives, and more in words.

        `said` is the stated number, `words` the article's own, `counted_in` the unit, `answered` the plain reading.
        """
        found = articles.assess(self._data, claim_id)
        claim = found.claim
        row: Any = self._data.claims.set_index("claim_id", drop=False).loc[claim_id].to_dict()
        ends = (found.answer.low, found.answer.high) if found.answer else ()
        digits = digits_for(*ends, claim.low, claim.high)  # so that it is not the number beside which it stands
        answered = articles.with_unit(articles.found(found.answer, claim.relation, digits), claim.unit)
        words = row["words"] if pd.notna(row["words"]) else None
        told = {"said": claim.said, "words": words, "counted_in": articles.with_unit("", claim.unit)}
        return record(found, row) | told | {"answered": answered}

    def source(self, source_id: str) -> str:
        """The short name of a source."""
        return str(self._data.sources.set_index("source_id")["label"].loc[source_id])


def of_statements(data: Data) -> Words:
    """The words of the front page of an article: a row a statement, with claim_id and verdict.

    >>> from milbalance.charts import texts
    >>> texts.of_statements(data)("{{ claim('days').plain | n }} of {{ article.title | length }}")
    '44 of 43'
    """
    found = {name: articles.assess(data, name).verdict for name in articles.computable(data)}
    return Words(data, pd.DataFrame(found.items(), columns=["claim_id", "verdict"]))


def _matches(found: Any, wanted: Any) -> bool:
    return found in wanted if isinstance(wanted, list | tuple) else bool(found == wanted)


@cache
def _environment() -> SandboxedEnvironment:
    made = SandboxedEnvironment(undefined=StrictUndefined, finalize=_written)
    made.filters |= {
        "n": number,
        "times": times,
        "listed": listed,
        "possessive": lambda name: f"{name}’" if name.endswith("s") else f"{name}’s",
        "spelt": lambda value: ONES[value] if value < len(ONES) else number(value),
        "many": lambda value, one, more="": f"{number(value)} {one if value == 1 else more or one + 's'}",
        "capital": lambda text: text[:1].upper() + text[1:],
        "day": labels.when,
    }
    return made


def _written(value: Any) -> Any:
    """A number that no filter has made into words has three digits."""
    return articles.number(value) if isinstance(value, float) else value


def number(value: float, digits: int = 0) -> str:
    """A number in words with so many decimals, thousands apart and a minus sign: "2,238", "−0.6".

    >>> from milbalance.charts.texts import number
    >>> number(2237.6), number(-0.61, 1)
    ('2,238', '−0.6')
    """
    if not math.isfinite(value):
        raise ValueError("a number is missing")
    return shown(value, digits)


def times(value: float, unit: bool = True) -> str:
    """A ratio in words: whole from a hundred on, with one decimal below, more under one: "1.9 times".

    >>> from milbalance.charts import texts
    >>> texts.times(1.86), texts.times(2149.3), texts.times(0.304, unit=False)
    ('1.9 times', '2,149 times', '0.30')
    """
    if not math.isfinite(value):
        raise ValueError("a ratio is missing")
    digits = 0 if value >= 100 else 1 if value >= 0.95 else 2 if value >= 0.1 else 4
    return shown(value, digits) + " times" * unit


def listed(items: Iterable[Any]) -> str:
    """Items in words: "a, b and c".

    >>> from milbalance.charts.texts import listed
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = map(str, items)
    return f"{', '.join(most)} and {last}" if most else last
