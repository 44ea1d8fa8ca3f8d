"""Which figures a pair has, by name: those whose rows the coverage report calls comparable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from milbalance.charts.concentration import supplier_concentration
from milbalance.charts.suppliers import suppliers_by_period
from milbalance.charts.windows import supplier_windows
from milbalance.errors import NoRowsError
from milbalance.measures import spread
from milbalance.pair import arms, choices, ratios
from milbalance.pair import charts as drawn
from milbalance.pair import charts_forces as forces
from milbalance.pair.request import Request
from milbalance.tables.load import Data

Chart = Callable[[Data], Axes]
MAP_FROM = 15  # a map of windows has room for its key from so many years on; the table has every window
_TOLD = 3  # a title tells who led in so many periods, the last ones


def of(data: Data, request: Request) -> dict[str, Chart]:
    """The charts of a pair by the name of their files, in the order of the notebook."""
    return dict([*_ratios(data, request), *_arms(data, request)])


def _ratios(data: Data, request: Request) -> Iterator[tuple[str, Chart]]:
    asked: dict[str, Any] = {"side_a": request.side_a, "side_b": request.side_b, "years": request.years}
    spending = ratios.spending_ratio(data, request).dropna(subset="ratio")
    if spending["basis"].isin(drawn.DRAWN).any():
        yield "spending_ratio", partial(drawn.pair_spending_ratio, **asked)
    if _has_choices(data, request):
        yield "choices", partial(drawn.pair_choices, **asked)
    if len(ratios.personnel_ratio(data, request)):
        yield "personnel_ratio", partial(forces.pair_personnel_ratio, **asked)
    if ratios.cinc_ratio(data, request)["ratio"].notna().any():
        yield "capability_ratio", partial(forces.pair_capability_ratio, **asked)


def _has_choices(data: Data, request: Request) -> bool:
    try:
        choices.plain(data, request)
    except NoRowsError:
        return False
    return True


def _arms(data: Data, request: Request) -> Iterator[tuple[str, Chart]]:
    """The suppliers, and how they changed over the years where it is known what came in each year."""
    taken = arms.imports(data, request)
    if taken is None:
        return
    known = not any(spread.is_spread(data.arms_imports, side, taken.source) for side in taken.sides)
    # A period may cut deals whose yearly volumes nobody knows: no title tells the middle of such a range.
    periods = arms.periods(taken.years) if known else (taken.years,)
    since = periods[-_TOLD:][0][0]
    held: dict[str, Any] = dict(zip(("side_a", "side_b"), (*taken.sides, None), strict=False))
    if all(arms.exact(data, taken.source, side, period) for side in taken.sides for period in periods):
        yield "suppliers", partial(suppliers_by_period, periods=periods, since=since, source=taken.source, **held)
    if known:
        yield from _over_time(data, request, taken)


def _over_time(data: Data, request: Request, taken: arms.Imports) -> Iterator[tuple[str, Chart]]:
    first, last = taken.years
    for side, supplier in arms.largest(data, request).items() if last - first + 1 >= MAP_FROM else ():
        if _some_window(data, request, side):
            given: dict[str, Any] = {"recipient": side, "supplier": supplier, "source": taken.source}
            yield f"windows_{side}", partial(supplier_windows, first=first, last=last, **given)
    if (year := _last_of_both(data, request)) is not None:
        sides: dict[str, Any] = {"side_a": request.side_a, "side_b": request.side_b, "source": taken.source}
        asked: dict[str, Any] = {"width": arms.WIDTH, "first": first, "last": last, "year": year}
        yield "concentration", partial(supplier_concentration, **asked, **sides)


def _some_window(data: Data, request: Request, side: str) -> bool:
    """Whether a window of five years has deliveries, which the title of the map tells of."""
    found = arms.windows(data, request)
    wide = found["end"] - found["start"] == arms.WIDTH - 1
    return bool(found.loc[wide & (found["place"] == side), "share"].notna().any())


def _last_of_both(data: Data, request: Request) -> int | None:
    """The last year of the last window of five years in which both sides have deliveries."""
    found = arms.concentration(data, request).dropna(subset="effective")
    both = found.groupby("end")["place"].nunique()
    ends = both.index[both == 2]
    return int(ends.max()) if len(ends) else None
