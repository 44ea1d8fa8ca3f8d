"""What every chart does before it draws: it answers a wrong argument in one line that says what there is."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from matplotlib.axes import Axes

from milbalance import arguments
from milbalance.errors import MilbalanceError
from milbalance.tables.load import Data

Chart = TypeVar("Chart", bound=Callable[..., Axes])
PLACES = {"side_a", "side_b", "place", "recipient", "supplier"}
SOURCES = {"source", "newest"}
YEARS = {"year", "first", "last", "start", "since", "until"}
SPANS = {"periods", "windows"}


def checked(chart: Chart) -> Chart:
    """A chart whose places are codes, whose source is one that is held and whose years are years.

    `years` may be one year. Raises MilbalanceError for any other argument, before anything is drawn.
    """
    parameters = inspect.signature(chart).parameters

    @functools.wraps(chart)
    def asked(data: Data, **how: Any) -> Axes:
        return chart(data, **_checked(data, parameters, how))

    return cast(Chart, asked)


def _checked(data: Data, parameters: Mapping[str, Any], how: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(data, Data):
        raise MilbalanceError(f"wanted the tables that load.everything() gives; found {type(data).__name__}")
    found = dict(how)
    for name, value in how.items():
        arguments.one_of("argument", name, parameters)
        if value is None:
            continue
        if name in PLACES:
            arguments.place(data.places, value)
        elif name in SOURCES:
            arguments.one_of("source", value, data.sources["source_id"])
        elif name == "years" and len(parameters[name].default) == 2:  # a span, and not a list of years
            found[name] = arguments.years(value)
        elif name in YEARS:
            found[name], _ = arguments.years(value)
        elif name in SPANS:
            found[name] = tuple(arguments.years(span) for span in value)
    for one, other in (("side_a", "side_b"), ("recipient", "supplier")):
        pair = [how.get(name, parameters[name].default) for name in (one, other) if name in parameters]
        if len(pair) == 2 and pair[0] == pair[1]:
            raise MilbalanceError(f"{pair[0]} twice; wanted two places")
    return found
