"""Every pair of places in every year: ratios of spending, personnel and capability, and how even a pair is.

Pure, as `measures`: frame in, frame out. A year of n places is one square of n by n cells. The squares are worked
one at a time and their cells written straight into the columns of the result, so that beside the input and the
result only a few squares are ever in memory. Two centuries of all states are some two million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from milbalance import measures
from milbalance.errors import AmbiguousError, MilbalanceError, MissingError, NoRowsError

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
PlaceOf = Callable[[str, int], str | None]

_COMPARED = ("spending", "personnel", "cinc")
_NMC_COLUMNS = {"milex": "spending", "milper": "personnel", "cinc": "cinc"}
_NMC_MISSING = -9
# 0.8 GB of result, and nine times the history of all states: more is a mistake, not a world.
_MAX_PAIRS = 20_000_000
_LAST_YEAR = 9999  # keeps the year in 16 bits
_LEAST, _MOST = 1e-150, 1e150  # amounts between them have a finite ratio either way
_NAMED = 5  # how many offenders an error names


def panel(values: pd.DataFrame, *, directed: bool = True) -> pd.DataFrame:
    """The dyad-year panel: one row for every pair of places that both have a row in a year.

    `values` has one row for each place and year: place (text), year, and one or more of spending, personnel and
    cinc (numbers from 0 up, NaN for missing); other columns and the order of the rows do not matter. Spending must
    be in one unit within a year.

    Returns, sorted by year, side_a and side_b: year (int16), side_a and side_b (ordered categoricals that share
    the sorted places), spending_ratio, personnel_ratio, cinc_ratio (as far as `values` has the column; a over b
    without unit, NaN where either is missing or b is zero) and parity: the smaller over the larger of cinc if
    `values` has that column, else of spending, else of personnel; from 0 to 1, NaN where either is missing or both
    are zero. Directed, a year of n places has n(n-1) rows, each pair both ways; undirected half of them, side_a
    before side_b in the alphabet.

    Raises NoRowsError for no rows, AmbiguousError naming a place given twice in a year, MilbalanceError for columns
    or values that are not as above or for more pairs than 20 million.

    >>> rows = data.spending[(data.spending["year"] == 2020) & data.spending["place"].isin(["FRA", "GEO", "TUR"])]
    >>> found = panel(from_spending(rows, "constant_usd"), directed=False).round(3)
    >>> found[["side_a", "side_b", "spending_ratio"]].values.tolist()[1:]
    [['FRA', 'TUR', 3.769], ['GEO', 'TUR', 0.028]]
    """
    columns = [name for name in _COMPARED if name in values]
    if not columns:
        raise MilbalanceError("nothing to compare: no column " + ", ".join(_COMPARED))
    if values.empty:
        raise NoRowsError("no rows to pair")
    # In the order of the alphabet.
    places, years = pd.Categorical(_texts(values, "place"), ordered=True), _whole(values, "year")
    order = np.lexsort((places.codes, years))
    codes, years = places.codes[order], years[order]
    again = np.flatnonzero((codes[1:] == codes[:-1]) & (years[1:] == years[:-1]))
    if len(again):
        twice = dict.fromkeys(f"{places.categories[codes[row]]} in {years[row]}" for row in again)
        raise AmbiguousError(f"several rows for {_first(twice)}: one place and year has one row")
    amounts = {name: _amounts(values, name)[order] for name in columns}
    even = amounts["cinc" if "cinc" in amounts else columns[0]]
    squares = _Squares.of(years, directed)
    pairs: dict[str, object] = {"year": np.repeat(squares.years, squares.pairs)}
    for side, repeat in (("side_a", _down), ("side_b", _across)):
        pairs[side] = pd.Categorical.from_codes(squares.cells(codes, repeat), dtype=places.dtype, validate=False)
    for name, found in amounts.items():
        pairs[f"{name}_ratio"] = squares.cells(found, lambda own: _quotient(_down(own), _across(own)))
    smaller, larger = np.minimum.outer, np.maximum.outer
    pairs["parity"] = squares.cells(even, lambda own: _quotient(smaller(own, own), larger(own, own)))
    # Without this, pandas would copy all the ratios into one block.
    return pd.DataFrame(pairs, copy=False)


def from_nmc(frame: pd.DataFrame, *, place: PlaceOf | None = None) -> pd.DataFrame:
    """The rows of a National Material Capabilities file as `panel` takes them, in the order of the file.

    `frame` has the columns year, milex (thousands of pounds to 1913, of current US dollars from 1914), milper
    (thousands), cinc, and stateabb or ccode; -9 and NaN are missing. Returns place, year, spending, personnel, cinc
    in the units of the file. The place is the state abbreviation, or the number as text in a file that has no
    other, unless `place` gives another code for that text and the year.

    Raises MilbalanceError for a column that is absent or not as said, MissingError where `place` knows no code.

    >>> file = pd.DataFrame({"stateabb": ["GRG"], "year": [1991], "milex": [-9], "milper": [20], "cinc": [0.25]})
    >>> from_nmc(file, place=lambda state, year: "GEO").values.tolist()
    [['GEO', 1991, nan, 20.0, 0.25]]
    """
    state = "stateabb" if "stateabb" in frame else "ccode"
    _refuse_absent(frame, [state, "year", *_NMC_COLUMNS])
    years = _whole(frame, "year")
    names = _texts(frame.assign(ccode=_whole(frame, state)) if state == "ccode" else frame, state)
    amounts = {new: _numbers(frame, old) for old, new in _NMC_COLUMNS.items()}
    return pd.DataFrame(
        {
            "place": names.to_numpy() if place is None else _mapped(names, years, place),
            "year": years,
            **{name: np.where(found == _NMC_MISSING, np.nan, found) for name, found in amounts.items()},
        }
    )


def from_spending(rows: pd.DataFrame, basis: str | None = None, source_id: str | None = None) -> pd.DataFrame:
    """Rows of the spending table as `panel` takes them: place, year and spending, in the unit of the rows.

    `basis` and `source_id` choose among the rows; one that is not given must be the same in all of them. Leave out
    pooled places such as GEO+TUR where one of their members is there too.

    Raises NoRowsError if none is chosen, AmbiguousError for a mixture of sources, bases, units or price years and
    for local currency, of which each place has its own.

    >>> rows = data.spending[(data.spending["year"] == 2020) & data.spending["place"].isin(["FRA", "TUR"])]
    >>> from_spending(rows, "current_usd").round({"spending": 1}).values.tolist()
    [['FRA', 2020, 53423.0], ['TUR', 2020, 15783.0]]
    """
    asked: dict[str, object] = {"basis": basis, "source_id": source_id}
    where = {column: wanted for column, wanted in asked.items() if wanted is not None}
    _refuse_absent(rows, ["place", "year", "value", *asked])
    chosen = measures.select(rows, **where)
    measures.refuse_mixture(chosen, where)
    if (chosen["basis"] == "local_currency").any():
        raise AmbiguousError("places have different currencies: choose another basis than local_currency")
    return chosen[["place", "year", "value"]].rename(columns={"value": "spending"}).reset_index(drop=True)


@dataclass(frozen=True)
class _Squares:
    """The years of a sorted table as squares of place by place, and which cells of them are pairs.

    `years` (int16) and `pairs` (rows of the result) have one entry a year, `own` the slice of the table it fills.
    """

    years: Array
    pairs: Array
    own: list[slice]
    directed: bool

    @classmethod
    def of(cls, years: Array, directed: bool) -> _Squares:
        """The squares of sorted years. Raises MilbalanceError if they hold too many pairs."""
        distinct, starts, counts = np.unique(years, return_index=True, return_counts=True)
        pairs = counts * (counts - 1) // (1 if directed else 2)
        if pairs.sum() > _MAX_PAIRS:
            raise MilbalanceError(f"{pairs.sum():,} pairs of places; wanted at most {_MAX_PAIRS:,}")
        own = [slice(start, start + count) for start, count in zip(starts, counts, strict=True)]
        return cls(distinct.astype(np.int16), pairs, own, directed)

    def cells(self, values: Array, square: Callable[[Array], Array]) -> Array:
        """One column of the result, of the type of `values`: the pairs of each year's square, row by row.

        `square` takes the n values of a year and gives n by n cells, side a down and side b across.
        """
        column = np.empty(self.pairs.sum(), values.dtype)
        pick = _off_diagonal if self.directed else _above_diagonal
        end = 0
        for own, pairs in zip(self.own, self.pairs, strict=True):
            start, end = end, end + pairs
            column[start:end] = pick(square(values[own]))
        return column


def _off_diagonal(square: Array) -> Array:
    """The cells outside the diagonal, row by row.

    Without its first cell, a flat square of n by n falls into n-1 rows of n+1 that each end on the diagonal.
    """
    n = len(square)
    return square.ravel()[1:].reshape(n - 1, n + 1)[:, :-1].ravel()


def _above_diagonal(square: Array) -> Array:
    """The cells right of the diagonal, row by row."""
    cells: Array = square[~np.tri(len(square), dtype=bool)]
    return cells


def _down(values: Array) -> Array:
    """The square whose rows are each one value, without a copy."""
    return np.broadcast_to(values[:, np.newaxis], (len(values), len(values)))


def _across(values: Array) -> Array:
    """The square whose columns are each one value, without a copy."""
    return np.broadcast_to(values, (len(values), len(values)))


def _quotient(above: Floats, below: Floats) -> Floats:
    """`above` over `below`, NaN where `below` is zero or either is missing."""
    quotient = np.full(above.shape, np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient


def _whole(values: pd.DataFrame, column: str) -> npt.NDArray[np.int64]:
    """A column of years or state numbers. Raises MilbalanceError for one that is not whole or out of bounds."""
    found = _numbers(values, column)
    good = (found >= 1) & (found <= _LAST_YEAR) & (found == np.floor(found))
    if not good.all():
        raise MilbalanceError(f"{column} {found[~good][0]:g}; wanted a whole number from 1 to {_LAST_YEAR}")
    return found.astype(np.int64)


def _amounts(values: pd.DataFrame, column: str) -> Floats:
    """A column of amounts. Raises MilbalanceError naming place and year of one that cannot be compared."""
    found = _numbers(values, column)
    bad = (found < 0) | ((found > 0) & (found < _LEAST)) | (found > _MOST)
    if bad.any():
        row = values.iloc[int(bad.argmax())]
        where = f"{row['place']} in {row['year']}"
        wanted = f"0, a number from {_LEAST:g} to {_MOST:g}, or NaN for missing"
        raise MilbalanceError(f"{column} {found[bad][0]:g} for {where}; wanted {wanted}")
    return found


def _texts(values: pd.DataFrame, column: str) -> pd.Series[str]:
    """A column as text. Raises MilbalanceError for a column absent or a cell without a value."""
    _refuse_absent(values, [column])
    silent = int(values[column].isna().sum())
    if silent:
        raise MilbalanceError(f"{silent} of {len(values)} rows without a {column}; wanted one in each")
    return values[column].astype("str")


def _numbers(values: pd.DataFrame, column: str) -> Floats:
    """A column as floats, NaN for missing. Raises MilbalanceError for a column absent or not of numbers."""
    _refuse_absent(values, [column])
    if not pd.api.types.is_numeric_dtype(values[column]):
        raise MilbalanceError(f"column {column} is of type {values[column].dtype}; wanted numbers")
    return values[column].to_numpy(dtype=np.float64, na_value=np.nan)


def _mapped(names: pd.Series[str], years: Array, place: PlaceOf) -> list[str | None]:
    """The code that `place` gives for each name and year; MissingError naming those it does not know."""
    codes = [place(name, int(year)) for name, year in zip(names, years, strict=True)]
    unknown = [f"{name} in {year}" for name, year, code in zip(names, years, codes, strict=True) if code is None]
    if unknown:
        raise MissingError(f"no place for {_first(unknown)}")
    return codes


def _refuse_absent(frame: pd.DataFrame, wanted: list[str]) -> None:
    absent = [column for column in wanted if column not in frame]
    if absent:
        raise MilbalanceError(f"no column {', '.join(absent)}; found {', '.join(map(str, frame.columns))}")


def _first(names: Iterable[str]) -> str:
    """The first few of many names, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more
