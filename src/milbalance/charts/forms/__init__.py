"""The forms of figures: each takes a tidy frame and draws it on axes. No form reads a table or knows an article.

    charts.lines(frame)                     # one line a series, by year
    charts.dots(frame, ax=ax)               # one dot a row, on axes of your own

A form is found by its name in figures.yml; its keyword arguments are written there as they are here. Columns of the
frame are those of `charts.rows`. What is stated comes as bands (`Band`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Form = Callable[..., "Axes"]

# The module that has the form of each name; one is imported when it is asked for.
MODULES: dict[str, str] = {
    "lines": "lines",
    "dots": "dots",
    "bars": "bars",
    "spans": "spans",
    "pairs": "pairs",
    "slopes": "slopes",
    "balance": "balance",
    "squares": "squares",
    "areas": "areas",
    "strips": "strips",
}


def form(name: str) -> Form:
    """The form of a name; MilbalanceError naming those that are near if there is none."""
    from milbalance import arguments  # noqa: PLC0415  with pandas, which the names of the forms do not need

    module = MODULES[arguments.one_of("form", name, MODULES)]
    found: Form = getattr(import_module(f"{__name__}.{module}"), name)
    return found


@dataclass(frozen=True)
class Band:
    """What a text states, on the axis of values: a number, the bounds that its words cover, and the words.

    `low` and `high` are NaN where the words have no bound on that side, `value` where no number is stated. `start`
    and `end` are where on the other axis it is said of, if not of all that is drawn. `allowed` are the bounds in
    words, which say under the words what the grey between them is.
    """

    value: float
    low: float
    high: float
    words: str
    start: float | None = None
    end: float | None = None
    allowed: str = ""
