"""The plain reading of each claim: one function a claim, whose defaults are the plain reading.

`data/claims.csv` fixes what is stated, the bounds of the wording and the plain reading in words; the functions
here compute that reading and nothing else. Every comparison is side a over (or minus) side b.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from milbalance import measures
from milbalance.errors import MilbalanceError
from milbalance.load import Data

Computation = Callable[..., float]
COMPUTATIONS: dict[str, Computation] = {}
LOWER_BOUNDS: set[str] = set()  # claims whose plain reading is "over" the value
SOURCES: dict[str, str] = {}  # the source whose rows give the plain reading
F = TypeVar("F", bound=Computation)

MILEX = "sipri-milex-2021"  # the newest full edition from before the article; data to 2020
TRANSFERS = "sipri-transfers-2026-03"  # the newest release
ARMED_DRONES = ["armed drone", "loitering munition"]


@dataclass(frozen=True)
class Stated:
    """What a claim states: the number, the bounds that its wording covers, and its unit."""

    claim_id: str
    statement: str
    relation: str
    stated: float
    low: float
    high: float
    unit: str

    def covers(self, value: float) -> bool:
        """Whether the wording covers a value; "over" is open at its bound, all else includes the bounds."""
        if self.relation == "over":
            return value > self.low
        above = pd.isna(self.low) or value >= self.low
        return bool(above and (pd.isna(self.high) or value <= self.high))


def computes(claim_id: str, *, source: str | None = None, lower_bound: bool = False) -> Callable[[F], F]:
    """Register a function as the computation of a claim; an id is registered once.

    The source of the plain reading is the default of the function's `source` parameter, or is named here.
    `lower_bound` says that the source gives only a bound, which the value then is.
    """

    def register(function: F) -> F:
        if claim_id in COMPUTATIONS:
            raise MilbalanceError(f"two computations for {claim_id}")
        COMPUTATIONS[claim_id] = function
        parameters = inspect.signature(function).parameters
        if lower_bound:
            LOWER_BOUNDS.add(claim_id)
        SOURCES[claim_id] = source or parameters["source"].default
        return function

    return register


def stated(data: Data, claim_id: str) -> Stated:
    """What the ledger says of a claim; MilbalanceError naming the known ids if there is no such claim."""
    rows = data.claims[data.claims["claim_id"] == claim_id]
    if rows.empty:
        raise MilbalanceError(f"no claim {claim_id!r}; claims: {', '.join(data.claims['claim_id'])}")
    row = rows.iloc[0]
    return Stated(claim_id, row["statement"], row["relation"], row["stated"], row["low"], row["high"], row["unit"])


def computed(data: Data, claim_id: str) -> float:
    """The plain reading of a claim, in the unit of the ledger."""
    try:
        function = COMPUTATIONS[claim_id]
    except KeyError:
        raise MilbalanceError(f"no computation for {claim_id!r} yet") from None
    return function(data)


def ledger(data: Data, notebook: str | None = None) -> pd.DataFrame:
    """Claims with a computation, in the order of the ledger, or those of one notebook.

    Columns: claim_id, statement, relation, stated, low, high, computed, covered (whether the wording covers it:
    yes, no, or no number), unit, measured_by, figure, notebook.
    """
    rows = data.claims[data.claims["claim_id"].isin(COMPUTATIONS)]
    if notebook is not None:
        rows = measures.select(rows, notebook=notebook)
    values = [computed(data, claim_id) for claim_id in rows["claim_id"]]
    inside = [
        _answer(stated(data, claim_id), value) for claim_id, value in zip(rows["claim_id"], values, strict=True)
    ]
    columns = ["claim_id", "statement", "relation", "stated", "low", "high"]
    return (
        rows[[*columns, "unit", "measured_by", "figure", "notebook"]]
        .assign(computed=values, covered=inside)[
            [*columns, "computed", "covered", "unit", "measured_by", "figure", "notebook"]
        ]
        .reset_index(drop=True)
    )


def _answer(claim: Stated, value: float) -> str:
    """Whether the wording covers a value: "yes", "no", or "no number" where nothing could be computed."""
    if math.isnan(value):
        return "no number"
    return "yes" if claim.covers(value) else "no"


def check(data: Data, notebook: str | None = None) -> pd.DataFrame:
    """The claims of a notebook, or all, as a table: what is stated, what is computed, what the wording covers."""
    rows = ledger(data, notebook)
    records: list[Any] = list(rows.itertuples())
    return pd.DataFrame(
        {
            "claim": rows["claim_id"],
            "stated": [wording(row.stated, row.relation) for row in records],
            "computed": [found(row.claim_id, row.relation, row.computed) for row in records],
            "unit": [unit(text) for text in rows["unit"]],
            "wording covers it": rows["covered"],
            "measured": rows["measured_by"],
        }
    ).set_index("claim")


def number(value: float) -> str:
    """A number with three significant digits, and whole from 1,000 on."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def found(claim_id: str, relation: str, value: float) -> str:
    """What was computed, in words: a number, "over" a number, or whether something was found."""
    if math.isnan(value):
        return "no number"
    if relation == "exists":
        return "yes" if value else "none found"
    return ("over " if claim_id in LOWER_BOUNDS else "") + number(value)


def unit(text: str) -> str:
    """A unit as readers see it: a yes or a no has none."""
    return "" if text.startswith("yes") else text


def wording(value: float, relation: str) -> str:
    """A stated number with the word that bounds it, such as "nearly 5" or "over 6"."""
    if relation == "exists":
        return "yes"
    if pd.isna(value):
        return "above 0" if relation == "over" else "a range"
    return {"nearly": "nearly ", "over": "over ", "half": "half, "}.get(relation, "") + number(value)


@computes("spending-ratio")
def spending_ratio(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = MILEX,
    basis: str = "current_usd",
    year: int = 2020,
) -> float:
    """Military expenditure of side a over side b in one year."""
    values = measures.ratio_by_year(data.spending, side_a, side_b, source_id=source, basis=basis)
    return float(measures.window(values, year, year).iloc[0])


@computes("spending-six-times")
def spending_ratio_of_sums(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = MILEX,
    basis: str = "current_usd",
    years: tuple[int, int] = (2001, 2020),
) -> float:
    """Military expenditure summed over years, side a over side b."""
    return measures.ratio(
        spending_sum(data, place=side_a, source=source, basis=basis, years=years),
        spending_sum(data, place=side_b, source=source, basis=basis, years=years),
    )


@computes("spending-24bn")
def spending_sum(
    data: Data,
    *,
    place: str = "AZE",
    source: str = MILEX,
    basis: str = "current_usd",
    years: tuple[int, int] = (2008, 2019),
) -> float:
    """Military expenditure of one side summed over years, in billions of US dollars."""
    values = measures.by_year(data.spending, gaps=True, place=place, source_id=source, basis=basis)
    return measures.window_sum(values, *years) / 1000


@computes("spending-2007")
def spending_in_2007(data: Data, *, source: str = MILEX, basis: str = "current_usd") -> float:
    """Azerbaijan's military expenditure in 2007, in billions of US dollars."""
    return spending_sum(data, source=source, basis=basis, years=(2007, 2007))


@computes("spending-2013")
def spending_in_2013(data: Data, *, source: str = MILEX, basis: str = "current_usd") -> float:
    """Azerbaijan's military expenditure in 2013, in billions of US dollars."""
    return spending_sum(data, source=source, basis=basis, years=(2013, 2013))


@computes("spending-rising")
def spending_trend(
    data: Data,
    *,
    place: str = "AZE",
    source: str = MILEX,
    basis: str = "constant_usd",
    years: tuple[int, int] = (2000, 2019),
) -> float:
    """Log-linear trend of military expenditure, per cent a year."""
    values = measures.by_year(data.spending, gaps=True, place=place, source_id=source, basis=basis)
    return measures.trend(values, *years)


@computes("spending-5bn-russia", source="bloomberg-2013-08-13")
def russia_contracts(data: Data) -> float:
    """Value of arms contracts with Russia as an independent row states it, in billions of US dollars.

    NaN where no row is independent: what a party said of itself is evidence of what was said.
    """
    rows = measures.select(data.facts, topic="spending-5bn-russia")
    rows = rows[rows["subject"].str.contains("Russia") & (rows["scope"] != "stated by a party")]
    return measures.one(rows) if len(rows) else math.nan


@computes("soldiers-double")
def soldiers_ratio(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = "iiss-mb-2020",
    item: str = "active",
    year: int = 2020,
) -> float:
    """Personnel of side a over side b, by one source and one definition."""
    where: dict[str, Any] = {"source_id": source, "item": item, "year": year}
    return measures.ratio(
        measures.one(data.forces, place=side_a, **where), measures.one(data.forces, place=side_b, **where)
    )


@computes("artillery-triple")
def artillery_ratio(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = "gfp-2020-vestnik-kavkaza",
    items: tuple[str, ...] = ("artillery_excl_mlrs", "mlrs"),
    year: int = 2020,
) -> float:
    """Artillery pieces of side a over side b: the items of one source added (guns and rocket launchers)."""
    where: dict[str, Any] = {"source_id": source, "year": year}
    a, b = (
        sum([measures.one(data.forces, place=side, item=item, **where) for item in items])
        for side in (side_a, side_b)
    )
    return measures.ratio(a, b)


@computes("drones-superior")
def drone_lead(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = TRANSFERS,
    classes: list[str] = ARMED_DRONES,
    until: int = 2020,
) -> float:
    """Armed drones and loitering munitions delivered by a year, side a minus side b, in items."""
    rows = measures.select(data.arms_deliveries, source_id=source, **{"class": classes})
    rows = rows[rows["year"] <= until]
    return float(rows.groupby("recipient")["number"].sum().reindex([side_a, side_b], fill_value=0).diff(-1).iloc[0])


@computes("drone-origins")
def drone_origins(data: Data, *, source: str = TRANSFERS, until: int = 2020) -> float:
    """1 if Turkish Bayraktar TB2 and Israeli Harop were both delivered to Azerbaijan by a year, else 0."""
    rows = measures.select(data.arms_deliveries, source_id=source, recipient="AZE")
    rows = rows[rows["year"] <= until]
    found = [
        rows[(rows["supplier"] == supplier) & rows["designation"].str.contains(name)]["number"].sum() > 0
        for supplier, name in (("TUR", "TB-?2"), ("ISR", "Harop"))
    ]
    return float(all(found))


@computes("israel-60")
def supplier_share(
    data: Data,
    *,
    recipient: str = "AZE",
    supplier: str = "ISR",
    source: str = "sipri-transfers-2022-03",
    years: tuple[int, int] = (1992, 2020),
) -> float:
    """A supplier's share of the TIV delivered over years, in per cent."""
    return measures.share(measures.supplier_totals(data.arms_imports, recipient, source, *years), supplier)


@computes("israel-stingers")
def israel_first_war(data: Data, *, source: str = TRANSFERS, years: tuple[int, int] = (1988, 1994)) -> float:
    """1 if the register holds a delivery from Israel to Azerbaijan in the years of the first war, else 0."""
    rows = measures.select(data.arms_deliveries, source_id=source, recipient="AZE")
    return float(((rows["supplier"] == "ISR") & rows["year"].between(*years)).any())


@computes("turkey-tenfold", source="sputnik-2020-10-14", lower_bound=True)
def turkey_third_quarter(data: Data) -> float:
    """Turkish defence exports to Azerbaijan, third quarter of 2020 over that of 2019.

    The base is published only as a bound ("more than 100 times"), so the factor is a lower bound.
    """
    flows = measures.select(data.flows, flow="defence exports", origin="TUR", destination="AZE")
    quarter = measures.one(flows, start="2020-07", end="2020-09", kind="reported")
    base = measures.one(flows, value="high", start="2019-07", end="2019-09")
    return measures.ratio(quarter, base)
