"""Arms delivered to places by supplier: in periods, years and windows, and by release. All volumes are TIV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from milbalance import arguments, measures
from milbalance.measures import spread, transfers
from milbalance.measures.rounding import span
from milbalance.measures.transfers import OTHERS, Window
from milbalance.tables import coverage, labels
from milbalance.tables.load import Data

UNIT = "million TIV"
NONE, NOT_HELD = "none recorded", "not covered"  # where a year has no delivery, or no row can have one


def suppliers(
    data: Data,
    *,
    places: Sequence[str],
    source: str,
    periods: Iterable[Window],
    least: float = 5,
    first: Sequence[str] = (),
) -> pd.DataFrame:
    """Who delivered how much of what each place received in each period, largest first, in per cent of the volume.

    Suppliers under `least` per cent and unknown ones are one row, role "rest". With `first`, these suppliers come
    first in this order, then the largest other, and all others are the rest. A period is cut to the years that
    the release holds of a place; one without deliveries has a row without a value. Columns recipient, group (its
    name), start, end, label (the years), place (the supplier), series (its name), value, volume (TIV, millions),
    role, words, source_id. Raises NoRowsError for a place of which none of the years is held, and AmbiguousError
    for a period that cuts deals whose yearly volumes nobody knows.

    >>> from milbalance.charts.rows import arms
    >>> asked = {"places": ["GEO"], "source": "sipri-transfers-2026-03", "periods": [(2018, 2019)]}
    >>> arms.suppliers(data, **asked)[["series", "value"]].round(1).values.tolist()
    [['France', 73.9], ['United States', 26.1]]
    """
    found = []
    for recipient in places:
        windows = _held(data, recipient, source, periods)
        spread.refuse_cut(data.arms_imports, data.arms_deals, recipient, source, windows)
        shares = transfers.period_shares(data.arms_imports, recipient, source, windows)
        for start, end in windows:
            bar = shares[(shares["start"] == start) & (shares["end"] == end)]
            bar = transfers.named(bar, least, first) if len(bar) else pd.DataFrame([{"tiv_m": 0.0, "supplier": ""}])
            found.append(bar.assign(recipient=recipient, start=start, end=end))
    rows = pd.concat(found, ignore_index=True)
    return _named(data, rows, source).assign(
        group=rows["recipient"].map(lambda code: labels.place(data, code)),
        label=[span(start, end) for start, end in zip(rows["start"], rows["end"], strict=True)],
        value=rows["share"] if "share" in rows else float("nan"),
        volume=rows["tiv_m"],
        words=(rows["supplier"] == "").map({True: NONE, False: ""}),
    )[[*_COLUMNS[:4], "label", *_COLUMNS[4:]]]


_COLUMNS = (
    *("recipient", "group", "start", "end"),
    *("place", "series", "value", "volume", "role", "words", "source_id"),
)


def _held(data: Data, place: str, source: str, periods: Iterable[Window]) -> list[Window]:
    """The periods as far as a release holds them of a place; NoRowsError if it holds none."""
    asked = [(int(start), int(end)) for start, end in periods]
    years = coverage.within(data, "arms_imports", source, place, asked[0][0], asked[-1][1])
    cut = [(max(start, years[0]), min(end, years[-1])) for start, end in asked]
    return [(start, end) for start, end in cut if start <= end]


def _named(data: Data, rows: pd.DataFrame, source: str) -> pd.DataFrame:
    """Rows with a column supplier as rows of series: its code as `place`, so that each has its own colour."""
    return rows.assign(
        place=rows["supplier"],
        series=rows["supplier"].map(lambda code: "others" if code == OTHERS else labels.place(data, code)),
        role=(rows["supplier"] == OTHERS).map({True: "rest", False: ""}),
        source_id=source,
    )


def yearly_suppliers(
    data: Data, *, place: str, source: str, first: int | None = None, last: int | None = None, keep: int = 6
) -> pd.DataFrame:
    """The volume that each supplier delivered to a place in each year: the `keep` largest, and all others as one.

    Columns recipient, year, place (the supplier), series (its name), value (TIV, millions), share (per cent of the
    year), role ("rest" for all others), words, source_id. A year without deliveries has one row without a value,
    of the largest supplier. Raises NoRowsError if none of the years is held, AmbiguousError for yearly volumes that
    are even parts of deals.
    """
    years = coverage.within(data, "arms_imports", source, place, first, last)
    shares = transfers.yearly_shares(data.arms_imports, place, source, years[0], years[-1])
    imports = measures.select(data.arms_imports, recipient=place, source_id=source)
    totals = imports.groupby("year")["tiv_m"].sum()
    table = transfers.fold(shares, keep).rename_axis("supplier").reset_index()
    rows = table.melt(id_vars="supplier", var_name="year", value_name="share")
    rows["value"] = rows["share"] / 100 * rows["year"].map(totals)
    largest = table["supplier"].iloc[0]
    empty = [{"supplier": largest, "year": year, "words": NONE} for year in years if year not in totals.index]
    rows = pd.concat([rows[rows["value"] > 0].assign(words=""), pd.DataFrame(empty)])
    order = rows["supplier"].map({name: rank for rank, name in enumerate(table["supplier"])})
    rows = rows.assign(order=order, recipient=place).astype({"year": int}).sort_values(["order", "year"])
    columns = ["recipient", "year", "place", "series", "value", "share", "role", "words", "source_id"]
    return _named(data, rows, source)[columns].reset_index(drop=True)


def windows(
    data: Data,
    *,
    place: str,
    supplier: str,
    source: str,
    first: int | None = None,
    last: int | None = None,
    end: int | None = None,
    starts: Sequence[int] = (),
    role: str = "",
) -> pd.DataFrame:
    """A supplier's share of what a place received, in per cent of the volume: a row for every window of years.

    With `end`, windows that end in that year alone, so that a row is "since `year`"; with `starts`, those that
    begin in these years. None begins before the supplier exists. Columns recipient, place (the supplier), series
    (its name), start, end, label (the years), year (the first of the window), value, volume (TIV, millions, of all
    suppliers), role (the given one), source_id. A window without deliveries has no value. Raises NoRowsError if
    none of the years is held, AmbiguousError for yearly volumes that are even parts of deals.
    """
    spread.refuse(data.arms_imports, place, source)
    alive = coverage.life(data, arguments.place(data.places, supplier))
    place = arguments.place(data.places, place)
    years = coverage.within(data, "arms_imports", source, place, max(first or 0, alive[0]), end or last)
    if end is not None:
        coverage.within(data, "arms_imports", source, place, end, end)
    found = measures.window_shares(data.arms_imports, place, supplier, source, years)
    found = found if end is None else found[found["end"] == end]
    found = found[found["start"].isin(starts)] if starts else found
    made = found.rename(columns={"share": "value", "total": "volume"})
    return made.assign(
        recipient=place,
        place=supplier,
        series=labels.place(data, supplier),
        label=[span(start, finish) for start, finish in zip(made["start"], made["end"], strict=True)],
        year=made["start"],
        role=role,
        source_id=source,
    ).reset_index(drop=True)


def deliveries(
    data: Data, *, place: str, supplier: str, source: str, first: int | None = None, last: int | None = None
) -> pd.DataFrame:
    """The volume that one supplier delivered to a place in each year from `first` to `last`.

    A year without a delivery, and one that the release does not hold of the place, has a row without a value that
    says which in `words`. Without ends the years run from the first delivery to the last one held. Columns
    recipient, place (the supplier), series (its name), year, value (TIV, millions), words, source_id. Raises
    NoRowsError if there is no delivery at all, AmbiguousError for yearly volumes that are even parts of deals.
    """
    spread.refuse(data.arms_imports, place, source)
    arguments.place(data.places, supplier)
    held = coverage.within(data, "arms_imports", source, place)
    rows = measures.select(data.arms_imports, recipient=place, supplier=supplier, source_id=source)
    volumes = rows.groupby("year")["tiv_m"].sum()
    years = range(int(volumes.index.min()) if first is None else first, (last or held[-1]) + 1)
    return pd.DataFrame(
        {
            "recipient": place,
            "place": supplier,
            "series": labels.place(data, supplier),
            "year": list(years),
            "value": volumes.reindex(years).to_numpy(),
            "words": ["" if year in volumes.index else NONE if year in held else NOT_HELD for year in years],
            "source_id": source,
        }
    )


def received(data: Data, *, places: Sequence[str], source: str, years: Window) -> pd.DataFrame:
    """The volume that each place received from all suppliers, added up from the first of some years to each.

    A year that the release does not hold of the place has no value and says so in `words`; one without a delivery
    on record adds nothing. Columns place, series (its name), year, value, unit, words, source_id. Raises
    NoRowsError for a place of which none of the years is held, AmbiguousError for yearly volumes that are even
    parts of deals.

    >>> from milbalance.charts.rows.arms import received
    >>> asked = {"places": ["GEO"], "source": "sipri-transfers-2026-03", "years": (2018, 2020)}
    >>> received(data, **asked)[["value", "words"]].round(2).values.tolist()
    [[40.95, ''], [47.1, ''], [47.1, '']]
    """
    made = []
    for place in places:
        spread.refuse(data.arms_imports, place, source)
        held = coverage.within(data, "arms_imports", source, place, *years)
        rows = measures.select(data.arms_imports, recipient=place, source_id=source)
        every = pd.Series(range(years[0], years[1] + 1))
        known = every.isin(held)
        value = every.map(rows.groupby("year")["tiv_m"].sum()).fillna(0.0).where(known).cumsum()
        words = known.map({True: "", False: NOT_HELD})
        one = pd.DataFrame({"place": place, "year": every, "value": value, "unit": UNIT, "words": words})
        made.append(one.assign(series=labels.place(data, place)))
    return pd.concat(made, ignore_index=True).assign(source_id=source)


def releases(
    data: Data, *, place: str, supplier: str, periods: Iterable[Window], sources: Sequence[str]
) -> pd.DataFrame:
    """A supplier's share of what a place received in the same periods, by release: they are never added up.

    Columns recipient, place (the supplier), label (the period), series (the same, "2020 alone"), start, end,
    release (its year), value (per cent), volume (TIV, millions, of all suppliers), source_id. A period that a
    release does not hold has no value. Raises AmbiguousError for yearly volumes that are even parts of deals.
    """
    arguments.place(data.places, supplier)
    held = {source: coverage.within(data, "arms_imports", source, place) for source in sources}
    asked = [(int(start), int(end)) for start, end in periods]
    found = transfers.release_shares(data.arms_imports, place, supplier, held, asked)
    names = [span(start, end) for start, end in zip(found["start"], found["end"], strict=True)]
    made = found.rename(columns={"share": "value", "tiv_m": "volume"})
    versions = data.sources.set_index("source_id")["version"]
    return made.assign(
        recipient=place,
        place=supplier,
        label=names,
        series=[name if "–" in name else f"{name} alone" for name in names],
        release=made["source_id"].map(lambda source: transfers.last_year(str(versions[source])) + 1.0),
    )
