"""Claims on arms transfers: drones, shares of suppliers, deliveries, exports and contracts."""

from __future__ import annotations

import pandas as pd

from milbalance import arguments, coverage, customs, measures, transfers
from milbalance.choices import Choice, grid, only_shown
from milbalance.claims.registry import computes
from milbalance.customs import Period
from milbalance.errors import NO_LIST, TOO_SHORT, MissingError, NoRowsError
from milbalance.load import Data
from milbalance.ranges import Span
from milbalance.source_ids import TRANSFERS as FAMILY

TRANSFERS = "sipri-transfers-2026-03"  # the newest release
BEFORE_THE_ARTICLE = "sipri-transfers-2022-03"  # the newest release from before the article
ARMED_DRONES = ["armed drone", "loitering munition"]
ALL_DRONES = [*ARMED_DRONES, "reconnaissance drone"]
Years = tuple[int, int]

_RELEASE_WHY = "SIPRI revises the past with every release; each is what a reader of its time would have found."


def releases(data: Data) -> list[Choice]:
    """Every release of the register that is held, newest first."""
    rows = data.sources[data.sources["family"] == FAMILY].sort_values("version", ascending=False)
    return [
        Choice({"release": str(row.edition)}, {"source": row.source_id}, _RELEASE_WHY) for row in rows.itertuples()
    ]


def _vary_drone_lead(data: Data) -> list[Choice]:
    kinds = {
        "armed drones and loitering munitions": (ARMED_DRONES, "What strikes by itself or carries a weapon."),
        "armed drones": (ARMED_DRONES[:1], "Only what comes back after it has struck."),
        "loitering munitions": (ARMED_DRONES[1:], "Only what strikes once."),
        "all uncrewed aircraft": (ALL_DRONES, "Drones that only watch direct the fire of others."),
    }
    counted = [Choice({"drones": name}, {"classes": classes}, why) for name, (classes, why) in kinds.items()]
    return grid(counted, releases(data))


@computes("drones-superior", vary=_vary_drone_lead)
def drone_lead(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = TRANSFERS,
    classes: list[str] = ARMED_DRONES,
    until: int = 2020,
) -> float:
    """Drones of some classes delivered by a year, side a minus side b, in items.

    Raises NoRowsError if the release has no list of items or none of these classes, MissingError if it does not
    speak of a side by then.
    """
    items = _items(data, source)
    _, until = arguments.years(until)
    for side in (side_a, side_b):
        if (held := coverage.held(data, "arms_deliveries", source, side)) and until < held[0]:
            raise MissingError(f"{source} speaks of {side} from {held[0]} on, not of {until}")
    rows = measures.select(items, **{"class": list(classes)})
    rows = rows[rows["year"] <= until]
    return float(rows.groupby("recipient")["number"].sum().reindex([side_a, side_b], fill_value=0).diff(-1).iloc[0])


def _items(data: Data, source: str) -> pd.DataFrame:
    rows = data.arms_deliveries[data.arms_deliveries["source_id"] == source]
    if rows.empty:
        raise NoRowsError(f"{source} is held as volumes by year, without a list of items", kind=NO_LIST)
    return rows


@computes("drone-origins", vary=releases)
def drone_origins(data: Data, *, source: str = TRANSFERS, recipient: str = "AZE", until: int = 2020) -> float:
    """1 if Turkish Bayraktar TB2 and Israeli Harop were both delivered to a recipient by a year, else 0."""
    rows = measures.select(_items(data, source), recipient=recipient)
    rows = rows[rows["year"] <= until]
    found = [
        rows[(rows["supplier"] == supplier) & rows["designation"].str.contains(name)]["number"].sum() > 0
        for supplier, name in (("TUR", "TB-?2"), ("ISR", "Harop"))
    ]
    return float(all(found))


def _vary_share(data: Data) -> list[Choice]:
    volume = Choice({"measure": "volume"}, why="Large weapons weigh more than small ones.")
    deals = Choice({"measure": "number of deals"}, {"deals": True}, "Every order counts once, large or small.")
    length = "How far back a stock of weapons goes is not said."
    windows = [(1992, 2020), (1992, 2019)] + [
        (end - years + 1, end) for end in (2020, 2019) for years in (1, 3, 5, 10)
    ]
    periods = [Choice({"years": transfers.span(*window)}, {"years": window}, length) for window in windows]
    return grid([volume, deals], periods, releases(data))


@computes("israel-60", vary=_vary_share)
def supplier_share(
    data: Data,
    *,
    recipient: str = "AZE",
    supplier: str = "ISR",
    source: str = BEFORE_THE_ARTICLE,
    years: Years = (1992, 2020),
    deals: bool = False,
) -> float:
    """A supplier's share of what was delivered over years, by volume (TIV) or by number of deals, in per cent.

    Raises MissingError if the release starts later, NoRowsError if it has no list of deals.
    """
    _reaches(data, source, years)
    if not deals:
        return measures.share(measures.supplier_totals(data.arms_imports, recipient, source, *years), supplier)
    return measures.share(transfers.deals_by_supplier(data.arms_deals, recipient, source, *years), supplier)


def _reaches(data: Data, source: str, years: Years) -> None:
    first, last = transfers.first_year(data.sources, source), transfers.last_held(data.sources, source)
    if years[0] < first or years[1] > last:
        told = f"the copy of {source} runs from {first} to {last}, not {transfers.span(*years)}"
        raise MissingError(told, kind=TOO_SHORT)


@computes("israel-stingers", vary=releases)
def first_war_deliveries(
    data: Data,
    *,
    recipient: str = "AZE",
    supplier: str = "ISR",
    source: str = TRANSFERS,
    years: Years = (1988, 1994),
) -> float:
    """1 if the register holds a delivery from a supplier to a recipient in the years of the first war, else 0.

    Raises MissingError if it holds none and does not cover all of the years: then its silence says nothing.
    """
    rows = data.arms_imports[
        (data.arms_imports["source_id"] == source) & (data.arms_imports["supplier"] == supplier)
    ]
    rows = rows[(rows["recipient"] == recipient) & rows["year"].between(*years)]
    covered = coverage.held(data, "arms_imports", source, recipient)
    if rows.empty and not (covered and covered[0] <= years[0] and years[1] <= covered[-1]):
        label = data.sources.set_index("source_id")["label"].loc[source]
        name = data.places.set_index("place")["name"].loc[recipient]
        there = f"speaks of {name} from {covered[0]} on" if covered else f"is held without {name}"
        raise MissingError(f"no such delivery is on record, but {label} {there}, not for {transfers.span(*years)}")
    return float(len(rows) > 0)


def _vary_exports(data: Data) -> list[Choice]:
    same = "A quarter is set against that of the year before, as customs offices do; the press prints the factor."
    listed = [
        ("second quarter of 2020", customs.QUARTER, customs.SECOND_QUARTER, False, "Growth during a quarter."),
        (customs.PER_QUARTER, customs.QUARTER, customs.HALF_YEAR, True, "The quiet months before."),
        (customs.NINE, customs.NINE_MONTHS, customs.NINE_BEFORE, False, "The year so far."),
    ]
    bases = [
        Choice({"base": customs.YEAR_BEFORE}, {"base": None}, same),
        *(
            Choice({"base": name}, {"over": over, "base": base, "per_month": per_month}, why)
            for name, over, base, per_month, why in listed
        ),
    ]
    month = Choice(
        {"base": customs.MONTH},
        {"over": customs.SEPTEMBER, "base": customs.JULY},
        **only_shown("one month on another"),
    )
    labels = data.sources.set_index("source_id")["label"]
    why = "Each took the exporters' monthly figures in October 2020."
    sources = [
        Choice({"source": str(labels.loc[name])}, {"source": name}, why)
        for name in (customs.SPUTNIK, customs.REUTERS)
    ]
    return grid([*bases, month], sources)


@computes("turkey-tenfold", vary=_vary_exports)
def exports_factor(
    data: Data,
    *,
    origin: str = "TUR",
    destination: str = "AZE",
    over: Period = customs.QUARTER,
    base: Period | None = None,
    per_month: bool = False,
    source: str = customs.SPUTNIK,
) -> Span:
    """Defence exports of one period over those of another, as customs values.

    Without a base the factor of the third quarter on that of 2019, as a source prints it: a lower bound.
    """
    if base is None:
        return customs.quoted(data, source)
    return customs.factor(data, over, base, source, per_month=per_month, origin=origin, destination=destination)


def _vary_contracts(data: Data) -> list[Choice]:
    rows = _contract_rows(data, "RUS")
    labels = data.sources.set_index("source_id")["label"]
    party = only_shown("what a party said of itself is evidence of what was said")
    return [
        Choice({"row": "independent rows"}, {"source": None}, "What somebody without a part in the deal counted."),
        *(
            Choice({"row": str(labels.loc[str(row.source_id)])}, {"source": row.source_id}, **party)
            for row in rows[rows["scope"] == "stated by a party"].itertuples()
        ),
    ]


def _contract_rows(data: Data, supplier: str) -> pd.DataFrame:
    rows = measures.select(data.facts, topic="spending-5bn-russia")
    return rows[rows["partner"] == supplier]


@computes("spending-5bn-russia", vary=_vary_contracts, sources=["bloomberg-2013-08-13"])
def contracts(data: Data, *, supplier: str = "RUS", source: str | None = None) -> float:
    """Value of arms contracts with a supplier as an independent row states it, in billions of US dollars.

    A named source is taken as it is. Raises MissingError where no row is independent.
    """
    rows = _contract_rows(data, supplier)
    rows = rows[rows["scope"] != "stated by a party"] if source is None else rows[rows["source_id"] == source]
    if rows.empty:
        raise MissingError("the one row that is held is a party's own statement, so none is independent")
    return measures.one(rows)
