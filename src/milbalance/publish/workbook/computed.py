"""Which answers a spreadsheet can compute by itself, and how: by the measure that a statement is computed with.

A recipe takes the arguments of its measure and gives a formula. It is used where it gives what the measure
gives from the same tables, to one part in a thousand million; every other answer is a value and says so.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from milbalance import arguments, articles
from milbalance.articles import Assessment
from milbalance.errors import MilbalanceError
from milbalance.measures import expressions
from milbalance.publish.workbook.formulas import Formula, Total, Trend
from milbalance.tables.load import Data

Recipe = Callable[..., Formula]
CLOSE = 1e-9  # of the answer


def formula(data: Data, found: Assessment) -> Formula | None:
    """The formula of the main answer of a statement; None where there is none that is simple and right."""
    written = data.choices[found.claim.claim_id]
    recipe, plain = RECIPES.get(written["measure"]), articles.computation(data, found.claim.claim_id).plain
    if recipe is None or found.answer is None:
        return None
    try:
        inspect.signature(recipe).bind(**plain)
    except TypeError:  # the measure is asked for something that the recipe does not know
        return None
    try:
        made = recipe(**plain)
        # In the unit that the text states (see `articles.units`).
        factor, more = map(float, written.get("rule", {}).get("unit", (1, 0)))
        if (factor, more) != (1, 0):
            made = Formula(f"({made.expression}) * {factor!r} + {more!r}", made.terms)
        made.text(data)
        right = math.isclose(made.value(data), found.answer.number, rel_tol=CLOSE)
    except (MilbalanceError, KeyError):  # a term that is no column or no number, or a text that no formula takes
        return None
    return made if right else None


def _added(name: str, totals: Iterable[Total]) -> tuple[str, dict[str, Total]]:
    """An expression that adds up some totals, and its terms."""
    terms = {f"{name}{number}": one for number, one in enumerate(totals)}
    return f"({' + '.join(terms)})", terms


def _spent(place: str, source: str, basis: str, years: Any) -> Total:
    where = {"place": place, "source_id": source, "basis": basis, "year": arguments.years(years)}
    return Total("spending", "value", where)


def _with_projects(projects: bool) -> None:
    if not projects:
        raise MilbalanceError("special projects are taken out at a rate of each year, which is no simple sum")


def _spending_sum(*, place: str, source: str, basis: str, years: Any, projects: bool = True) -> Formula:
    _with_projects(projects)
    return Formula("a / 1000", {"a": _spent(place, source, basis, years)})


def _spending_ratio(
    *, place: str, other: str, source: str, basis: str, years: Any, projects: bool = True, less_one: bool = False
) -> Formula:
    _with_projects(projects)
    terms = {"a": _spent(place, source, basis, years), "b": _spent(other, source, basis, years)}
    return Formula("a / b - 1" if less_one else "a / b", terms)


def _spending_growth(*, place: str, source: str, basis: str, years: Any, projects: bool = True) -> Formula:
    _with_projects(projects)
    first, last = (_spent(place, source, basis, year) for year in arguments.years(years))
    return Formula("last / first", {"first": first, "last": last})


def _spending_change(*, place: str, source: str, basis: str, years: Any) -> Formula:
    growth = _spending_growth(place=place, source=source, basis=basis, years=years)
    return Formula("100 * (last / first - 1)", growth.terms)


def _spending_share(*, place: str, other: str, source: str, basis: str, years: Any) -> Formula:
    terms = _spending_ratio(place=place, other=other, source=source, basis=basis, years=years).terms
    return Formula("100 * a / b", terms)


def _spending_trend(*, place: str, source: str, basis: str, years: Any, projects: bool = True) -> Formula:
    _with_projects(projects)
    where = {"place": place, "source_id": source, "basis": basis}
    return Formula("a", {"a": Trend("spending", "value", where, arguments.years(years))})


def _forces_ratio(
    *,
    place: str,
    other: str,
    source: str,
    year: int,
    items: tuple[str, ...],
    allied: tuple[str, ...] = (),
    allied_years: Any = None,
) -> Formula:
    """Without the forces of an ally, which are counted in where they are asked for alone."""
    sides = []
    for name, side in (("a", place), ("b", other)):
        wheres = [{"place": side, "source_id": source, "year": year, "item": item} for item in items]
        sides.append(_added(name, [Total("forces", "value", where) for where in wheres]))
    (above, a), (below, b) = sides
    return Formula(f"{above} / {below}", a | b)


def _arms_lead(*, place: str, other: str, source: str, classes: tuple[str, ...], until: int) -> Formula:
    sides = []
    for name, side in (("a", place), ("b", other)):
        wheres = [
            {"recipient": side, "source_id": source, "class": one, "year": (0, arguments.years(until)[1])}
            for one in classes
        ]
        sides.append(_added(name, [Total("arms_deliveries", "number", where) for where in wheres]))
    (more, a), (less, b) = sides
    return Formula(f"{more} - {less}", a | b)


def _delivered(place: str, source: str, years: Any, supplier: str | None = None) -> Total:
    by = {} if supplier is None else {"supplier": supplier}
    where = {"recipient": place, "source_id": source, **by, "year": arguments.years(years)}
    return Total("arms_imports", "tiv_m", where)


def _supplier_share(*, place: str, other: str, source: str, years: Any) -> Formula:
    terms = {"a": _delivered(place, source, years, other), "b": _delivered(place, source, years)}
    return Formula("100 * a / b", terms)


def _imports(*, place: str, source: str, years: Any, other: str | None = None) -> Formula:
    return Formula("a", {"a": _delivered(place, source, years, other)})


def _fact(topic: str, **where: Any) -> Total:
    renamed = {"source_id" if name == "source" else name: wanted for name, wanted in where.items()}
    return Total("facts", "value", {"topic": topic, **{k: v for k, v in renamed.items() if v is not None}})


def _published_sum(*, rows: Iterable[Any]) -> Formula:
    expression, terms = _added("a", [_fact(**row._asdict()) for row in rows])
    return Formula(expression, terms)


def _published_value(*, topic: str, source: str, per: float = 1, exact: bool = False, **where: str) -> Formula:
    return Formula(f"a / {per!r}" if per != 1 else "a", {"a": _fact(topic, source=source, **where)})


def _published_share(*, topic: str, source: str, as_of: str, subject: str) -> Formula:
    return Formula("a", {"a": _fact(topic, source=source, as_of=as_of, subject=subject)})


def _published_formula(
    *, topic: str, value: str, terms: Mapping[str, Mapping[str, Any]], source: str = "", at_most: bool = False
) -> Formula:
    return Formula(value, {name: _fact(topic, **terms[name]) for name in expressions.names(value)})


def _flow(flow: str, place: str, other: str, year: int, source: str) -> Total:
    where = {"flow": flow, "origin": place, "destination": other, "source_id": source}
    return Total("flows", "value", {**where, "start": str(year), "end": str(year)})


def _flow_level(*, flow: str, place: str, other: str, source: str, year: int, times: float = 1) -> Formula:
    return Formula(f"a * {times!r}", {"a": _flow(flow, place, other, year, source)})


def _flow_target(
    *, flow: str, target: Mapping[str, Any], place: str, other: str, source: str, year: int
) -> Formula:
    return Formula("a / b", {"a": _flow(flow, **target), "b": _flow(flow, place, other, year, source)})


def _population(*, place: str, source: str, year: int, per: float = 1) -> Formula:
    where = {"place": place, "item": "population", "year": year, "source_id": source}
    return Formula(f"a / {per!r}", {"a": Total("context", "value", where)})


def _deaths(*, source: str, years: Any, estimate: str = "best") -> Formula:
    where = {"source_id": source, "year": arguments.years(years)}
    return Formula("a", {"a": Total("fatalities", estimate, where)})


def _rate(*, month: str, statistic: str) -> Formula:
    return Formula("a", {"a": Total("fx", statistic, {"month": month})})


def _money(*, topic: str, source: str, currencies: Mapping[str, str]) -> Formula:
    return Formula("a", {"a": _fact(topic, source=source)})


RECIPES: dict[str, Recipe] = {
    "spending.level": _spending_sum,
    "spending.sum": _spending_sum,
    "spending.ratio": _spending_ratio,
    "spending.growth": _spending_growth,
    "spending.change": _spending_change,
    "spending.share": _spending_share,
    "spending.trend": _spending_trend,
    "personnel.ratio": _forces_ratio,
    "equipment.ratio": _forces_ratio,
    "arms.lead": _arms_lead,
    "arms.supplier_share": _supplier_share,
    "arms.imports": _imports,
    "published.sum": _published_sum,
    "published.value": _published_value,
    "published.share": _published_share,
    "published.formula": _published_formula,
    "published.money": _money,
    "flow.level": _flow_level,
    "flow.target_ratio": _flow_target,
    "population.level": _population,
    "deaths.sum": _deaths,
    "rate": _rate,
}
