"""What went from whom to whom in a window of years by one release of SIPRI's transfers: volumes in million TIV.

Exact where a release is held by year; where it is held as deals alone, from the least to the greatest (`spread`).
A place is a state, whoever stands in the register under a name, a group of `groups.csv`, or the World: everybody,
those without a code and unknown ones too. Organisations are in no region, armed groups in that of their state.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import EXTRACT, NO_LIST, NOTHING, RANGE, TOO_SHORT, MissingError, NoRowsError
from milbalance.ingest import merged, names
from milbalance.ingest.yearly import MERGED, SPREAD
from milbalance.measures import groups
from milbalance.measures.ranges import Span
from milbalance.measures.rounding import span
from milbalance.measures.spread import Deliveries, deliveries
from milbalance.tables import cache, coverage, labels
from milbalance.tables.load import Data

Years = tuple[int, int]
Members = frozenset[str] | None  # None stands for everybody
Pairs = tuple[Members, Members]  # recipients and suppliers
Side = Literal["recipients", "suppliers"]
Floats = npt.NDArray[np.float64]

EXTRACT_BELOW = 0.1  # of the rows a year of the whole data set; an extract by SIPRI's terms holds less
_SIDES = ["recipient", "supplier"]
_AHEAD = 100  # so many years after one without members the first member is looked for
OPEN = (0, 9999)  # the years of what has neither a first nor a last
STATE = "state"  # role in places.csv of a state that stands in a file and not in the shipped table


@dataclass(frozen=True, eq=False)
class Register:
    """One release: a row is what one supplier sent one recipient in some years (`came`), TIV in millions.

    `covered` are the years that it speaks of, `merged` the rows of a name that stands for several. `whole` says
    that it is of the whole world: of an extract nobody can say what a group received, what anybody sold, or who
    comes first.

    >>> register(data, "sipri-transfers-2026-03").places[:2]
    ('ABW', 'ARE')
    """

    source: str
    places: tuple[str, ...]
    recipients: npt.NDArray[np.int64]
    suppliers: npt.NDArray[np.int64]
    came: Deliveries
    tiv: Floats
    merged: npt.NDArray[np.bool_]
    covered: range
    whole: bool


@dataclass(frozen=True, eq=False)
class Flows:
    """The rows of a register that touch a window: `low` and `high` TIV of each, equal where the years are known.

    `certain` are those of which something came in the window, whatever the rest of them did.

    >>> flows(data, "sipri-transfers-2026-03", (2018, 2019)).years
    (2018, 2019)
    """

    register: Register
    years: Years
    recipients: npt.NDArray[np.int64]
    suppliers: npt.NDArray[np.int64]
    certain: npt.NDArray[np.bool_]
    low: Floats
    high: Floats
    merged: npt.NDArray[np.bool_]

    def total(self, which: Pairs = (None, None), but: Pairs | None = None) -> Span:
        """What went from some suppliers to some recipients, without what is in `but`.

        >>> found = flows(data, "sipri-transfers-2026-03", (2018, 2019))
        >>> found.total((frozenset({"GEO"}), None)).low, found.total((frozenset({"GEO"}), frozenset({"FRA"}))).low
        (47.1, 34.8)
        """
        rows = self._rows(which)
        if but is not None:
            rows &= ~self._rows(but)
        return _volume(self.low[rows].sum(), self.high[rows].sum())

    def by_place(self, side: Side, which: Pairs = (None, None)) -> dict[str, Span]:
        """The same for each recipient or each supplier that has a row, in the order of their codes.

        >>> found = flows(data, "sipri-transfers-2026-03", (2018, 2019))
        >>> {name: volume.low for name, volume in found.by_place("suppliers", (frozenset({"GEO"}), None)).items()}
        {'FRA': 34.8, 'USA': 12.3}
        """
        rows = self._rows(which)
        places = getattr(self, side)[rows]
        size = len(self.register.places)
        low, high = (np.bincount(places, end[rows], size) for end in (self.low, self.high))
        return {self.register.places[one]: _volume(low[one], high[one]) for one in np.unique(places)}

    def present(self, side: Side, which: Pairs) -> tuple[set[str], set[str]]:
        """Who is on record on one side: for certain, and as far as the deals leave it open.

            A volume of 0 is a delivery of less than half a million TIV.

        >>> found = flows(data, "sipri-transfers-2026-03", (2018, 2019))
        >>> sorted(found.present("suppliers", (frozenset({"GEO"}), None))[0])
        ['FRA', 'USA']
        """
        rows, places = self._rows(which), getattr(self, side)
        least, most = np.unique(places[rows & self.certain]), np.unique(places[rows])
        return {self.register.places[one] for one in least}, {self.register.places[one] for one in most}

    def _rows(self, which: Pairs) -> npt.NDArray[np.bool_]:
        rows = self._among(self.recipients, which[0]) & self._among(self.suppliers, which[1])
        if (rows & self.merged).any():
            self._refuse_merged(which)
        return rows

    def _refuse_merged(self, which: Pairs) -> None:
        """Raise MissingError for one place whose name stands for several: how much was its own nobody can say."""
        several = [
            place
            for side, members in zip(_SIDES, which, strict=True)
            if members and len(members) == 1
            for place in members & merged.places(side)
        ]
        if several:
            told = f"under the name of {several[0]} our copy of {self.register.source} counts others too"
            raise MissingError(f"{told}, and we do not have its list of deals", kind=NO_LIST)

    def _among(self, side: npt.NDArray[np.int64], members: Members) -> npt.NDArray[np.bool_]:
        if members is None:
            return np.ones(len(side), dtype=bool)
        return np.array([place in members for place in self.register.places], dtype=bool)[side]


@cache.per_data
def flows(data: Data, source: str, years: Years) -> Flows:
    """What a release has of a window, remembered for as long as the tables live.

    Raises NoRowsError if no volume of the release is held, MissingError for a window that the copy held does not
    reach.

    >>> flows(data, "sipri-transfers-2026-03", (2018, 2019)).total((frozenset({"GEO"}), None)).number
    47.1
    """
    start, end = arguments.years(years)
    held = register(data, source)
    if start not in held.covered or end not in held.covered:
        told = f"the copy of {source} runs from {held.covered[0]} to {held.covered[-1]}, not {span(start, end)}"
        raise MissingError(told, kind=TOO_SHORT)
    least, most, certain = held.came.parts(start, end)
    rows = most > 0
    sides = held.recipients[rows], held.suppliers[rows]
    low, high = ((held.tiv * part)[rows] for part in (least, most))
    return Flows(held, (start, end), *sides, certain[rows], low, high, held.merged[rows])


@cache.per_data
def register(data: Data, source: str) -> Register:
    """One release as arrays: its volumes by year, or its deals where the yearly volumes are a guess (`SPREAD`).

    Raises NoRowsError if no volume of the release is held.

    >>> held = register(data, "sipri-transfers-2026-03")
    >>> held.covered, held.whole
    (range(1992, 2026), False)
    """
    rows = data.arms_imports[data.arms_imports["source_id"] == source]
    if rows.empty:
        raise NoRowsError(f"we have no arms_imports of {source}")
    rows = rows.assign(first_year=rows["year"], last_year=rows["year"])
    if (guessed := rows["method"] == SPREAD).any():
        rows = with_deals(data, source, rows, rows[guessed])
    codes = pd.concat([rows["recipient"], rows["supplier"]])
    numbers, names = pd.factorize(codes, sort=True)
    came = deliveries(rows, "number")
    covered = range(int(came.first.min()), int(came.last.max()) + 1)
    described = data.sources[data.sources["source_id"] == source].to_dict("records")
    whole = not (described and _is_extract(described[0], len(rows), len(covered)))
    if not whole:  # an extract is of few recipients, and speaks of each in every year
        said = described[0]
        covered = range(int(said["data_from"]), int(said["data_to"]) + 1)
    recipients, suppliers = np.split(numbers.astype("int64"), 2)
    return Register(
        source,
        tuple(map(str, names)),
        recipients,
        suppliers,
        came,
        rows["tiv_m"].to_numpy(dtype="float64"),
        (rows["method"] == MERGED).to_numpy(dtype=bool, na_value=False),
        covered,
        whole,
    )


def with_deals(data: Data, source: str, rows: pd.DataFrame, unknown: pd.DataFrame) -> pd.DataFrame:
    """Deals of two sides in the years in which `unknown` has them, and all other rows as they are.

    `rows` have a first_year and a last_year, `unknown` a year. Raises NoRowsError if the list of deals is not held.

    >>> rows = data.arms_imports[data.arms_imports["source_id"] == "sipri-transfers-2022-03"]
    >>> with_deals(data, "sipri-transfers-2022-03", rows, rows)
    Traceback (most recent call last):
    milbalance.errors.NoRowsError: volumes of sipri-transfers-2022-03 are ..., and we do not have its list of deals
    """
    spans = unknown.groupby(_SIDES)["year"].agg(["min", "max"]).reset_index()

    def touching(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        both = rows[[*_SIDES, "first_year", "last_year"]].merge(spans, on=_SIDES, how="left")
        inside = (both["first_year"] <= both["max"]) & (both["last_year"] >= both["min"])
        return inside.to_numpy(dtype=bool, na_value=False)

    deals = data.arms_deals[data.arms_deals["source_id"] == source]
    deals = deals[deals["first_year"].notna() & deals["tiv_delivered_m"].notna()]
    if deals.empty:
        told = f"volumes of {source} are {SPREAD}, and we do not have its list of deals"
        raise NoRowsError(told, kind=NO_LIST)
    named = deals.rename(columns={"tiv_delivered_m": "tiv_m", "delivered": "number"})
    return pd.concat([rows[~touching(rows)], named[touching(named)]])


def _is_extract(source: Mapping[Any, Any], rows: int, years: int) -> bool:
    """Whether a copy has less than a tenth of what its data set has a year (`dataset_cells`)."""
    if pd.isna(source["dataset_cells"]) or pd.isna(source["data_from"]):
        return False
    cells_a_year = source["dataset_cells"] / (source["data_to"] - source["data_from"] + 1)
    return bool(rows / years < EXTRACT_BELOW * cells_a_year)


def _volume(low: float, high: float) -> Span:
    """A sum without binary noise: what is added up has few decimals."""
    return Span(round(float(low), 6), round(float(high), 6))


def whole(found: Flows, asked: str) -> Flows:
    """The flows as they are; MissingError if they are of an extract, with what was asked of it.

    >>> found = flows(data, "sipri-transfers-2026-03", (2018, 2019))
    >>> whole(found, "who bought most")
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    if found.register.whole:
        return found
    told = f"we have only an extract of {found.register.source}, which cannot say {asked}"
    raise MissingError(told, kind=EXTRACT)


def members(data: Data, place: str, year: int, moved: Mapping[str, str] | None = None) -> Members:
    """Who belongs to a place in a year: itself, the members of a group, or None for the World.

    `moved` puts a member into another region: {"TUR": "Europe"}; what an alliance has stays in it. Raises
    MissingError for a group that has no members in the year.

    >>> members(data, "GEO", 2020), members(data, "World", 2020)
    (frozenset({'GEO'}), None)
    """
    if place == groups.WORLD:
        return None
    if not groups.is_group(data, place):
        return frozenset({place})
    found = set(groups.members(data, place, year, groups.TRANSFERS))
    if not found:
        first = next((one for one in range(year, year + _AHEAD) if groups.members(data, place, one)), None)
        since = f"; its first members are of {first}" if first else ""
        raise MissingError(f"{place} had no members in {year}{since}", kind=NOTHING)
    for code, group in (moved or {}).items() if not groups.is_alliance(data, place) else ():
        (found.add if group == place else found.discard)(code)
    return frozenset(found)


@cache.per_data
def alive(data: Data, source: str, place: str) -> range:
    """The years of a state: those in which the tables have it as one, and those of its rows in a release.

    Of a place that they do not have as a state, such as a territory, they are open: from 0 to 9999.

    >>> alive(data, "sipri-transfers-2026-03", "GEO")[0]
    1991
    """
    told, own = names.life(place), coverage.life(data, place)
    ends = (max(told[0], own[0]), min(told[1], own[-1])) if place in _named(data) else told
    if ends == OPEN:
        return range(OPEN[0], OPEN[1] + 1)
    rows = data.arms_imports.take(arguments.fitting(data.arms_imports, {"source_id": source}))
    years = rows.loc[(rows["recipient"] == place) | (rows["supplier"] == place), "year"]
    first, last = (int(years.min()), int(years.max())) if len(years) else ends
    return range(min(ends[0], first), max(ends[1], last) + 1)


def no_state(data: Data, source: str, place: str, years: Years) -> list[str]:
    """Of which years there is nothing, as a place was not yet a state or no longer one: a line for each end.

    >>> no_state(data, "sipri-transfers-2026-03", "GEO", (1989, 1993))
    ['Georgia is counted as a state from 1991 on, so there is nothing for 1989–90']
    """
    (start, end), there, name = years, alive(data, source, place), labels.place(data, place)
    told = []
    if start < there[0]:
        none = span(start, min(end, there[0] - 1))
        told.append(f"{name} is counted as a state from {there[0]} on, so there is nothing for {none}")
    if there[-1] < end:
        none = span(max(start, there[-1] + 1), end)
        told.append(f"{name} is counted as a state until {there[-1]}, so there is nothing for {none}")
    return told


@cache.per_data
def _named(data: Data) -> frozenset[str]:
    return frozenset(data.places["place"])


@cache.per_data
def states(data: Data) -> frozenset[str]:
    """The places that are states: with that role, or with an ISO code and another role of the shipped table.

    >>> {"GEO", "TUR"} <= states(data), "EUU" in states(data)
    (True, False)
    """
    own = data.places["iso"].fillna(False) & ~data.places["role"].isin(groups.NO_STATE)
    return frozenset(data.places.loc[own | (data.places["role"] == STATE), "place"])


def share(found: Flows, part: Pairs, whole: Pairs = (None, None)) -> Span:
    """A part of a whole that holds it, in per cent; MissingError if nothing at all was delivered for certain.

    The least is with the least of the part and the most of the rest, as deals are independent of one another.

    >>> found = flows(data, "sipri-transfers-2026-03", (2018, 2019))
    >>> geo, fra = frozenset({"GEO"}), frozenset({"FRA"})
    >>> round(share(found, (geo, fra), (geo, None)).number, 1)
    73.9
    """
    own, rest = found.total(part), found.total(whole, but=part)
    if own.exact and rest.exact:
        only = 100 * measures.ratio(own.low, own.low + rest.low)
        return Span(only, only)
    low, high = (0.0 if a + b == 0 else 100 * a / (a + b) for a, b in ((own.low, rest.high), (own.high, rest.low)))
    return Span(low, high)


def ranked(volumes: Mapping[str, Span], among: Collection[str] | None = None) -> dict[str, Span]:
    """Those of `among` (None: all) with a volume, the largest first; equal ones by their codes.

    >>> list(ranked({"FRA": Span(2, 2), "USA": Span(5, 5), "UNKNOWN": Span(9, 9)}, {"FRA", "USA"}))
    ['USA', 'FRA']
    """
    kept = {place: one for place, one in volumes.items() if (among is None or place in among) and one.high > 0}
    return dict(sorted(kept.items(), key=lambda item: (-item[1].number, item[0])))


def rank(volumes: Mapping[str, Span], place: str) -> Span:
    """The rank of a place by its volume, 1 for the largest: equal volumes share the better rank.

    Raises MissingError for a place without a volume, which has no rank.

    >>> rank({"FRA": Span(9, 9), "GEO": Span(5, 5), "TUR": Span(5, 5)}, "TUR").number
    2.0
    """
    if place not in volumes:
        raise MissingError(f"nothing is on record for {place}, so it has no rank", kind=NOTHING)
    own, others = volumes[place], [volume for name, volume in volumes.items() if name != place]
    least, most = sum(one.low > own.high for one in others), sum(one.high > own.low for one in others)
    return Span(1.0 + least, 1.0 + most)


def first(volumes: Mapping[str, Span], n: int) -> tuple[str, ...]:
    """The `n` largest in their order, of what `ranked` gives.

    Raises MissingError if there are fewer, or if ranges leave their order open.

    >>> first({"FRA": Span(9, 9), "GEO": Span(5, 5)}, 1)
    ('FRA',)
    """
    names = list(volumes)
    if len(names) < n:
        raise MissingError(f"only {len(names)} are on record, not {n}", kind=NOTHING)
    for number, name in enumerate(names[:n]):
        if any(volumes[after].high > volumes[name].low for after in names[number + 1 :]):
            raise MissingError("deals have a range of possible volumes, which leaves the order open", kind=RANGE)
    return tuple(names[:n])


def largest_share(
    found: Flows, side: Side, largest: Mapping[str, Span], n: int, whole: Pairs = (None, None)
) -> Span:
    """The share of the `n` largest on one side in a whole, in per cent, of what `ranked` gives.

    Where ranges leave open who they are, it lies between the greatest least and the greatest most that any `n` of
    them have. Raises MissingError if there are fewer.

    >>> made = flows(data, "sipri-transfers-2026-03", (2018, 2019))
    >>> geo = (frozenset({"GEO"}), None)
    >>> round(largest_share(made, "suppliers", ranked(made.by_place("suppliers", geo)), 1, geo).number, 1)
    73.9
    """
    if len(largest) < n:
        raise MissingError(f"only {len(largest)} are on record, not {n}", kind=NOTHING)

    def of(names: Collection[str]) -> Span:
        own = frozenset(names)
        return share(found, (own, whole[1]) if side == "recipients" else (whole[0], own), whole)

    def best(own: str, other: str) -> float:
        """The greatest of one end: a sum over a sum is greatest for those first by what it would leave of each."""
        names, reached = list(largest)[:n], -1.0
        while (now := getattr(of(names), own)) > reached:
            reached, part = now, now / 100
            worth = {
                name: (1 - part) * getattr(one, own) + part * getattr(one, other) for name, one in largest.items()
            }
            names = sorted(worth, key=lambda name: -worth[name])[:n]
        return reached

    return Span(best("low", "high"), best("high", "low"))
