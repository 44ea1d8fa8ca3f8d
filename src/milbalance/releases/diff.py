"""What one release changed against another: rebased, revised, new, gone or suspect, and why.

Frames in, frames out. A release is a frame in the columns of spending.csv or of arms_imports.csv, from one source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from milbalance.errors import NoRowsError
from milbalance.ingest import milex_suspect, yearly
from milbalance.measures import spending

REBASED, REVISED, NEW, GONE, SUSPECT = "rebased", "revised", "new", "gone", "suspect"
KINDS = (REBASED, REVISED, NEW, GONE, SUSPECT)
COLUMNS = ["place", "basis", "year", "old", "new", "kind", "why"]
VOLUME = "tiv_m"  # the basis of transfers, followed by their supplier: "tiv_m from RUS"
SAME_FACTOR = 0.005  # years are rebased together if their ratios are alike to half a per cent
_NOISE = 1e-6  # of a value: what stays of it when a workbook computes it again
_ROUNDED = 0.5  # millions: SIPRI's own tables of volumes have whole ones
_THOUSAND = (1000 / 3, 1000 * 3)
_KEY = ["place", "basis", "year"]
_FALSE_ZERO = "printed as zero"


@dataclass(frozen=True)
class _Pair:
    """The cells to compare (old, new, and reason, base_year, method of each), both releases, and their breaks."""

    cells: pd.DataFrame
    old: pd.DataFrame
    new: pd.DataFrame
    breaks: pd.DataFrame


def between(old: pd.DataFrame, new: pd.DataFrame, place: str | None = None) -> pd.DataFrame:
    """Each cell that differs between two releases: place, basis, year, old, new, kind, why; in that order.

    Values are in the units of their tables, missing ones NaN. `rebased` is a series in constant dollars of another
    base year whose new values are the old ones times one factor, or local currency in another unit; `suspect` a
    zero, a jump of a thousand, a share over 100 per cent or a break in the prices that the release implies, of
    which the other release knows nothing. Years before the first of either are not compared, nor are volumes that
    only one release had to spread over years. Raises NoRowsError if neither has the place, or no year is in both.

    >>> old = pd.DataFrame({"place": "GEO", "basis": "current_usd", "year": [2019, 2020], "value": [3.0, 4]})
    >>> new = old.assign(value=[3.0, 5])
    >>> between(old, new)[["year", "old", "new", "kind", "why"]].values.tolist()
    [[2020, 4.0, 5.0, 'revised', '+25.0%']]
    """
    pair = _paired(_tidy(old), _tidy(new), place)
    cells = pair.cells.assign(kind=REVISED, why=_by_how_much(pair.cells))
    cells = cells[_changed(cells)]
    rebased = pd.concat([_redenominated(pair), _rebased(pair)])
    came = cells[cells["old"].isna() & cells["new"].notna()]
    went = cells[cells["new"].isna() & cells["old"].notna()]
    new_ones, gone = (
        _marked(came, NEW, _absence(came, pair.old, "old")),
        _marked(went, GONE, _absence(went, pair.new, "new")),
    )
    for found in (new_ones, gone, rebased, _suspect(pair, rebased), _relabelled(pair.cells)):
        rows = found.index.intersection(cells.index)  # what is found in cells that are the same is no change
        cells.loc[rows, ["kind", "why"]] = found.loc[rows, ["kind", "why"]]
    return cells.sort_values(_KEY, ignore_index=True)[COLUMNS]


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """A release as place, basis, year, value, reason, base_year, method; volumes by supplier as bases."""
    if VOLUME in frame:
        basis = VOLUME + " from " + frame["supplier"].astype("str")
        frame = frame.assign(place=frame["recipient"], basis=basis, value=frame[VOLUME])
    wanted = [*_KEY, "value", "reason", "base_year", "method"]
    return frame.rename(columns={"missing_reason": "reason"}).reindex(columns=wanted)


def _paired(old: pd.DataFrame, new: pd.DataFrame, place: str | None) -> _Pair:
    first = max(old["year"].min(), new["year"].min())
    old, new = (frame[frame["year"] >= first].reset_index(drop=True) for frame in (old, new))
    if not old["basis"].str.startswith(VOLUME).any():  # a year without deliveries has no rows
        old = old[old["year"] <= new["year"].max()].reset_index(drop=True)
    if old.empty or new.empty:
        raise NoRowsError("no year is in both releases")
    left = [*absent(old, new), *absent(new, old)]
    old, new = (frame[~frame["basis"].isin(left)].reset_index(drop=True) for frame in (old, new))
    if old.empty or new.empty:
        raise NoRowsError(f"no sheet is in both files: {', '.join(left)}")
    sides = [frame if place is None else frame[frame["place"] == place] for frame in (old, new)]
    if sides[0].empty and sides[1].empty:
        raise NoRowsError(f"neither release has rows of {place}")
    cells = sides[0].merge(sides[1], on=_KEY, how="outer", suffixes=(" old", " new"))
    cells = cells.rename(columns={"value old": "old", "value new": "new"})
    spread = (cells["method old"] == yearly.SPREAD) != (cells["method new"] == yearly.SPREAD)
    guessed = spread & cells["old"].notna() & cells["new"].notna()
    return _Pair(cells[~guessed].reset_index(drop=True), old, new, price_breaks(*sides))


def absent(held: pd.DataFrame, release: pd.DataFrame) -> list[str]:
    """The bases of one release that another does not have at all; a supplier without deliveries is none.

    >>> both = pd.DataFrame({"place": "GEO", "year": 2020, "value": 1.0, "basis": ["current_usd", "share_gdp"]})
    >>> absent(both, both[:1])
    ['share_gdp']
    """
    if "basis" not in held:
        return []
    found = sorted(set(held["basis"].unique()) - set(release["basis"].unique()))
    return [basis for basis in found if not basis.startswith(VOLUME)]


def _relabelled(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells in constant dollars that are the same under two base years: one of the labels is wrong."""
    rows = cells[_same_under_two_years(cells)]
    return _marked(
        rows,
        SUSPECT,
        _said("unchanged, though of {} and no longer of {}", rows["base_year new"], rows["base_year old"]),
    )


def _same_under_two_years(cells: pd.DataFrame) -> pd.Series[bool]:
    years = [pd.to_numeric(cells[f"base_year {which}"]).astype("float64") for which in ("old", "new")]
    other = years[0].notna() & years[1].notna() & (years[0] != years[1])
    same = (cells["old"] - cells["new"]).abs() <= _NOISE * cells["old"].abs()
    return other & same & (cells["old"] > 0)


def _changed(cells: pd.DataFrame) -> pd.Series[bool]:
    """Whether a value came, went or moved by more than noise, or a zero was printed where there was none."""
    old, new = cells["old"], cells["new"]
    official = (cells["method old"] == yearly.OFFICIAL) != (cells["method new"] == yearly.OFFICIAL)
    noise = (_NOISE * pd.concat([old.abs(), new.abs()], axis=1).max(axis=1)).mask(official, _ROUNDED)
    came = old.isna() != new.isna()
    zero = (cells["reason new"] == _FALSE_ZERO) & (cells["reason old"] != _FALSE_ZERO)
    moved = (old - new).abs() > noise
    return came | moved | (zero & old.isna()) | _same_under_two_years(cells)


def _by_how_much(cells: pd.DataFrame) -> pd.Series[str]:
    """The change in per cent, in words."""
    share = cells["new"] / cells["old"].where(cells["old"] != 0) - 1
    return _said("{}", share.map(per_cent)).mask(share.isna(), "zero in the old release")


def per_cent(share: float) -> str:
    """A change, given as a share of 1, in per cent: one decimal, or the first digit of a small one.

    >>> per_cent(0.25), per_cent(0.00002)
    ('+25.0%', '+0.002%')
    """
    return f"{100 * share:+.1f}%" if abs(share) >= 0.0005 else f"{100 * share:+.1g}%"


def _said(words: str, *numbers: pd.Series[Any]) -> pd.Series[str]:
    """Words with numbers in them, one text a row."""
    texts = [words.format(*row) for row in zip(*numbers, strict=True)]
    return pd.Series(texts, index=numbers[0].index, dtype="str")


def _marked(rows: pd.DataFrame, kind: str, why: pd.Series[str] | str) -> pd.DataFrame:
    """Kind and reason for some cells, by their index."""
    return pd.DataFrame({"kind": kind, "why": why}, index=rows.index)


def _absence(rows: pd.DataFrame, release: pd.DataFrame, which: str) -> pd.Series[str]:
    """Why a release has no value in some cells."""
    beyond = rows["year"] > release["year"].max()
    elsewhere = ~rows["place"].isin(release["place"].unique())
    delivery = rows["basis"].str.startswith(VOLUME)
    reason = rows[f"reason {which}"].astype("str").fillna("not")
    why = (reason + f" in the {which} release").mask(delivery, f"no delivery in the {which} release")
    why = why.mask(elsewhere, f"a place that the {which} release does not have")
    return why.mask(beyond, f"a year after those of the {which} release")


def _redenominated(pair: _Pair) -> pd.DataFrame:
    """Series in local currency that are the old ones times a power of ten: in another unit of the currency."""
    rows = _ratios(pair.cells[pair.cells["basis"].isin(["local_currency", "local_currency_fy"])])
    found = []
    for _, series in rows.groupby(["place", "basis"]):
        power = round(np.log10(series["ratio"].median()))
        beyond = series["ratio"] / 10.0**power - 1
        if power and (beyond.abs() <= SAME_FACTOR).mean() >= 0.5:
            found.append(_by_factor(series, beyond, 10.0**power))
    return pd.concat(found) if found else _marked(rows.iloc[:0], REBASED, "")


def _by_factor(rows: pd.DataFrame, beyond: pd.Series[float], factor: float) -> pd.DataFrame:
    """Cells of one series told by how far they are beyond a factor, as a share: rebased by it, or revised too."""
    found = _marked(rows, REVISED, _said("{} beyond the factor " + f"{factor:.4g}", beyond.map(per_cent)))
    found.loc[beyond.abs() <= SAME_FACTOR] = [REBASED, f"times {factor:.4g}"]
    return found


def _ratios(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with values above zero in both releases, with new over old as `ratio`."""
    rows = cells[(cells["old"] > 0) & (cells["new"] > 0)]
    return rows.assign(ratio=rows["new"] / rows["old"])


def _rebased(pair: _Pair) -> pd.DataFrame:
    """Cells in constant dollars of another base year: those that follow the factor, and those that do not."""
    rows = _ratios(pair.cells[pair.cells["basis"] == "constant_usd"])
    rows = rows[rows["base_year old"] != rows["base_year new"]]
    edges = {place: sorted(found["year"]) for place, found in pair.breaks.groupby("place")}
    marked = [_one_series(series, edges.get(place, [])) for place, series in rows.groupby("place")]
    return pd.concat(marked) if marked else _marked(rows.iloc[:0], REBASED, "")


def _one_series(rows: pd.DataFrame, edges: list[int]) -> pd.DataFrame:
    """Kinds and reasons for one place, in constant dollars of another base year.

    `edges` are the years of breaks in the implied prices, which cut the series in stretches; the factor is that of
    the stretch with the base year, in which constant dollars meet current ones.
    """
    stretch = pd.Series(np.searchsorted(edges, rows["year"], side="right"), index=rows.index)
    home = stretch[rows["year"] <= max(rows["base_year new"].iloc[0], rows["year"].min())].iloc[-1]
    factor = float(rows.loc[stretch == home, "ratio"].median())
    beyond = rows["ratio"] / factor - 1
    if len(rows) < 2 or (beyond[stretch == home].abs() <= SAME_FACTOR).mean() < 0.5:
        return _marked(rows.iloc[:0], REVISED, "")  # no common factor: revised as a whole
    found = _by_factor(rows, beyond, factor)
    for number in set(stretch) - {home}:
        ratio = rows.loc[stretch == number, "ratio"]
        own = float(ratio.median())
        if abs(own / factor - 1) > SAME_FACTOR:
            years = " and ".join(map(str, edges[number:home] or edges[home:number]))
            told = f"times {own:.4g}, not {factor:.4g}: the implied prices break in {years}"
            found.loc[ratio.index[(ratio / own - 1).abs() <= SAME_FACTOR]] = [SUSPECT, told]
    return found


def _suspect(pair: _Pair, rebased: pd.DataFrame) -> pd.DataFrame:
    """Cells of the new release that look wrong, and did not in the old one; rebased series may jump as a whole."""
    cells = pair.cells
    money = ~cells["basis"].str.startswith(VOLUME)
    no_value = cells["reason new"] == _FALSE_ZERO
    zero = money & (cells["new"] == 0) & (cells["old"] > 0)
    ratio = _ratios(cells)["ratio"].reindex(cells.index)
    thousand = ratio.where(ratio > 1, 1 / ratio).between(*_THOUSAND) & ~cells.index.isin(rebased.index)
    found = [
        _marked(cells[no_value], SUSPECT, "printed as zero, though local currency is not zero"),
        _marked(cells[zero], SUSPECT, "zero, though not in the old release"),
        _marked(cells[thousand], SUSPECT, _said("{:.4g} times the old value", ratio[thousand])),
        *_looks_wrong(pair),
        _broken(pair),
    ]
    both = pd.concat(found)
    return both[~both.index.duplicated()]


_LOOKS: dict[str, Callable[[pd.DataFrame], milex_suspect.Positions]] = {
    "zero, and local currency has no number to confirm it": lambda seen: milex_suspect.zeros(seen)[1],
    "about a thousand times the year before, or a thousandth of it": milex_suspect.jumps,
    "over 100 per cent": milex_suspect.over,
}


def _looks_wrong(pair: _Pair) -> Iterator[pd.DataFrame]:
    """Cells that the importer would flag in the new release and not in the old one, by what it flags."""
    keys = pd.MultiIndex.from_frame(pair.cells[_KEY])
    sides = [
        one[[*_KEY, "value"]].astype({"place": "category", "basis": "category"}) for one in (pair.old, pair.new)
    ]
    for why, look in _LOOKS.items():
        old, new = (keys.isin(pd.MultiIndex.from_frame(one.iloc[look(one)][_KEY])) for one in sides)
        yield _marked(pair.cells[new & ~old], SUSPECT, why)


def _broken(pair: _Pair) -> pd.DataFrame:
    """Constant dollars of the years in which the implied prices break."""
    rows = pair.cells[pair.cells["basis"] == "constant_usd"].reset_index()
    rows = rows.merge(pair.breaks, on=["place", "year"], suffixes=("", " prices")).set_index("index")
    words = "implied prices {:+.1f}% in the old release, {:+.1f}% in the new"
    return _marked(rows, SUSPECT, _said(words, rows["old prices"], rows["new prices"]))


def price_changes(old: pd.DataFrame, new: pd.DataFrame, place: str) -> pd.DataFrame:
    """The price change on the year before that each release implies for a place, in per cent: year, old, new.

    Local currency over constant dollars, as `spending.implied_price_change`. Raises NoRowsError if a release does
    not give both.

    >>> old = pd.DataFrame({"place": "GEO", "year": [2019, 2020] * 2, "value": [1e6, 1.1e6, 2.0, 2.0]})
    >>> old["basis"], old["unit"], old["base_year"] = ["local_currency"] * 2 + ["constant_usd"] * 2, "", 2020
    >>> price_changes(old, old, "GEO").round(1).values.tolist()
    [[2020.0, 10.0, 10.0]]
    """
    both = {
        which: spending.implied_price_change(frame.assign(source_id=which), place, which)
        for which, frame in (("old", old), ("new", new))
    }
    return pd.DataFrame(both).dropna().rename_axis("year").reset_index()


def price_breaks(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Years in which two releases imply price changes more than ten points apart: place, year, old, new (per cent).

    A break is also a tenth as a factor, which the rounding of huge price changes is not. Which of the two releases
    is spliced, they do not say.

    >>> rows = data.spending[data.spending["place"] == "GEO"]
    >>> price_breaks(rows, rows).empty
    True
    """
    columns = ["place", "year", "old", "new"]
    bases = ["local_currency", "constant_usd"]
    sides = [frame[frame["basis"].isin(bases)].groupby("place") for frame in (old, new)]
    found = []
    for place in sorted(map(str, sides[0].groups.keys() & sides[1].groups.keys())):
        parts = [side.get_group(place) for side in sides]
        if all(part["basis"].nunique() == len(bases) for part in parts):
            both = pd.concat([parts[0].assign(source_id="old"), parts[1].assign(source_id="new")])
            found.append(spending.breaks(both, place, "new", "old").assign(place=place))
    if not found:
        return pd.DataFrame(columns=columns)
    apart = pd.concat(found, ignore_index=True).rename(columns={"price_change": "new", "against": "old"})
    factor = (100 + apart["new"]) / (100 + apart["old"])
    return apart.loc[np.maximum(factor, 1 / factor) > 1.1, columns].reset_index(drop=True)


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """How many changes there are of each kind: one row a basis, volumes of transfers as one, a column a kind.

    >>> summary(pd.DataFrame({"basis": ["tiv_m from TUR", "tiv_m from ISR"], "kind": [NEW, GONE]})).to_dict("list")
    {'rebased': [0], 'revised': [0], 'new': [1], 'gone': [1], 'suspect': [0]}
    """
    basis = found["basis"].str.replace(rf"^{VOLUME} from .*", VOLUME, regex=True)
    return pd.crosstab(basis, found["kind"]).reindex(columns=list(KINDS), fill_value=0).rename_axis(columns=None)
