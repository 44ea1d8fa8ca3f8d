"""What a caller asks for, set against what there is: a wrong argument is refused in one line that says which."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from numbers import Integral, Real
from typing import Any, cast

import numpy as np
import pandas as pd

from milbalance.errors import NOT_COUNTED, MilbalanceError, NoRowsError

Years = tuple[int, int]
Places = np.ndarray[Any, np.dtype[np.intp]]
FEW = 5  # so many of what there is are named, those like what was asked for first
_LIKE = 0.5  # from 0 to 1, as `difflib` measures it: "Turkey" is that much like TUR, "SIPRI 2021" like its id
RECORDS = ("records",)  # no column has that name
LARGE = 20_000  # rows of a table that is not turned into dictionaries as a whole: that would take seconds
_KNOWN: dict[int, dict[Any, Any]] = {}  # by the id of a frame that is read-only


def years(asked: Any) -> Years:
    """First and last year, both included, of what stands for them: `2020`, `(2016, 2020)` or `[2016, 2020]`.

    Raises MilbalanceError for anything else, and for years that run backwards.

    >>> years(2020)
    (2020, 2020)
    """
    given = [asked] if isinstance(asked, Integral) else asked
    pair = list(given) if isinstance(given, Sequence) and not isinstance(given, str) else []
    if len(pair) not in (1, 2) or not all(isinstance(year, Integral) for year in pair):
        raise MilbalanceError(f"years {asked!r}; wanted one year such as 2020, or two such as (2016, 2020)")
    first, last = int(pair[0]), int(pair[-1])
    if first > last:
        raise MilbalanceError(f"years {first}-{last}; wanted the earlier year first")
    return first, last


def in_text(asked: Any, between: str = "-") -> str:
    """A date, month or year as it stands in a file, of text or of what stands for years. Raises as `years`.

    >>> in_text("2020-11"), in_text((2020, 2020)), in_text((2019, 2020), " to ")
    ('2020-11', '2020', '2019 to 2020')
    """
    if isinstance(asked, str):
        return asked
    return between.join(map(str, dict.fromkeys(years(asked))))


def windows(asked: Any) -> list[Years]:
    """Windows of years, each as two; what stands for one window (see `years`) is one. Raises as `years`.

    >>> windows((2016, 2020)), windows([2020, (2016, 2020)])
    ([(2016, 2020)], [(2020, 2020), (2016, 2020)])
    """
    given = several(asked)
    return [years(given)] if all(isinstance(year, Integral) for year in given) else [years(one) for one in given]


def several(asked: Any) -> list[Any]:
    """What was asked for as a list; a text or a number stands for a list of one."""
    return [asked] if _single(asked) else list(asked)


def place(places: pd.DataFrame, code: Any) -> str:
    """A code as it is. MilbalanceError if places.csv has no such code, with the code if it is a name there."""
    if (places["place"] == code).any():
        return str(code)
    every = zip(places["place"], places["name"], places["other_names"].fillna("").str.split("; "), strict=True)
    codes = {word.casefold(): known for known, name, others in every for word in (known, name, *others)}
    meant = codes.get(str(code).casefold())
    raise MilbalanceError(
        f"no place {code!r}; {f'{code} is {meant}' if meant else there_are(code, places['place'])}"
    )


def sides(places: pd.DataFrame, side_a: Any, side_b: Any) -> tuple[str, str]:
    """Two codes as they are. MilbalanceError for a code that `place` refuses and for one place twice."""
    if side_a == side_b:
        raise MilbalanceError(f"{side_a} twice; wanted two places")
    return place(places, side_a), place(places, side_b)


def one_of(name: str, asked: Any, there: Iterable[Any]) -> Any:
    """What was asked for, as it is. MilbalanceError naming what there is if it is none of that."""
    known = list(there)
    if asked not in known:
        raise MilbalanceError(f"no {name} {asked!r}; {there_are(asked, known)}")
    return asked


def named(kind: str, asked: Iterable[str], there: Iterable[str]) -> list[str]:
    """The names that are meant: the same letters, whatever their case, dashes for underscores.

    `kind` is one of those that `milbalance list` lists: "claim". Raises MilbalanceError that names every unknown
    one and what there is.

    >>> named("claim", ["Tanks_Double"], ["tanks-double", "guns-double"])
    ['tanks-double']
    """
    wanted, known = list(asked), list(there)
    meant = {_letters(one): one for one in reversed(known)}
    unknown = [
        f"no {kind} {name!r}; {there_are(name, known)} (`milbalance list {kind}s` has them all)"
        for name in wanted
        if _letters(name) not in meant
    ]
    if unknown:
        raise MilbalanceError("\n".join(unknown))
    return [meant[_letters(name)] for name in wanted]


def columns(frame: Any, names: Iterable[str]) -> None:
    """Raise MilbalanceError if this is no table, or has no column of one of these names."""
    if not isinstance(frame, pd.DataFrame):
        found = type(frame).__name__
        article = "an" if found[0].lower() in "aeiou" else "a"
        raise MilbalanceError(f"wanted a table, such as data.spending; found {article} {found}")
    for name in names:
        if name not in frame.columns:
            raise MilbalanceError(f"no column {name!r}; {there_are(name, frame.columns)}")


def read_only(frame: pd.DataFrame) -> None:
    """Remember for as long as a frame lives what was looked up in it, as nobody changes it."""
    if id(frame) not in _KNOWN:
        _KNOWN[id(frame)] = {}
        weakref.finalize(frame, _KNOWN.pop, id(frame), None)


class _Column:
    """The rows of each value of a column, found once: comparing a long column of words takes long."""

    def __init__(self, column: pd.Series[Any]) -> None:
        self.codes, values = pd.factorize(column)
        self.code = {value: code for code, value in enumerate(values.tolist())}
        self._order = np.argsort(self.codes, kind="stable")
        self._starts = np.searchsorted(self.codes[self._order], np.arange(len(values) + 1))

    def rows(self, code: int) -> Places:
        """The places of its rows, in their order."""
        found: Places = self._order[self._starts[code] : self._starts[code + 1]]
        return found


def fitting(frame: pd.DataFrame, where: Mapping[str, Any]) -> Places:
    """The places of the rows that have the wanted values in some columns, in order; several values mean any.

    >>> fitting(pd.DataFrame({"place": ["TUR", "GEO", "TUR"]}), {"place": "TUR"}).tolist()
    [0, 2]
    """
    known = _KNOWN.get(id(frame))
    found: Places | None = None
    for name, wanted in where.items():
        if known is None:
            one = frame[name].isin(several(wanted)) if not _single(wanted) else frame[name] == wanted
            mask = one.to_numpy(dtype=bool, na_value=False)
            found = np.flatnonzero(mask) if found is None else found[mask[found]]
            continue
        if name not in known:
            known[name] = _Column(frame[name])
        column: _Column = known[name]
        codes = [column.code[value] for value in dict.fromkeys(several(wanted)) if value in column.code]
        if found is not None:
            here = column.codes[found]
            found = found[here == codes[0] if len(codes) == 1 else np.isin(here, codes)]
        elif len(codes) == 1:
            found = column.rows(codes[0])
        else:
            found = np.sort(np.concatenate([np.empty(0, dtype=np.intp), *map(column.rows, codes)]))
    return np.arange(len(frame)) if found is None else found


def records(frame: pd.DataFrame, places: Places) -> list[dict[str, Any]]:
    """Some rows as plain dictionaries, which cost less than frames."""
    if (known := _KNOWN.get(id(frame))) is None or len(frame) > LARGE:
        return cast(list[dict[str, Any]], frame.take(places).to_dict("records"))
    if RECORDS not in known:
        known[RECORDS] = {name: frame[name].tolist() for name in frame.columns}
    columns = known[RECORDS].items()
    return [{name: values[place] for name, values in columns} for place in places]


def no_rows(frame: pd.DataFrame, where: dict[str, Any]) -> NoRowsError:
    """The error of a selection without rows: the first condition that no row meets, else all, and what there is."""
    how = {"kind": NOT_COUNTED, "told": plainly(where)}
    if frame.empty:
        return NoRowsError(f"no rows with {told(where)}", "there are no rows at all", **how)
    for column, wanted in where.items():
        if not len(fitting(frame, {column: wanted})):
            there = there_are(wanted, _values(frame, column))
            return NoRowsError(f"no rows with {told({column: wanted})}", there, **how)
    instead = []
    for column, wanted in where.items():
        others = fitting(frame, {name: one for name, one in where.items() if name != column})
        if len(others):
            instead.append(f"{column} {few(wanted, _values(frame, column, others))}")
    there = f"with the other conditions there are: {'; or '.join(instead)}" if instead else ""
    return NoRowsError(f"no rows with {told(where)}", there, **how)


def _values(frame: pd.DataFrame, column: str, rows: Places | None = None) -> Iterable[Any]:
    """The values of a column, of all rows or of some; each once where the column was looked up before."""
    known: _Column | None = _KNOWN.get(id(frame), {}).get(column)
    if known is None:
        return frame[column] if rows is None else frame[column].take(rows)
    values = list(known.code)
    return values if rows is None else [values[code] for code in pd.unique(known.codes[rows]) if code >= 0]


def there_are(asked: Any, there: Iterable[Any]) -> str:
    """What there is, in short: "there are: FRA, GEO, TUR"; what is most like what was asked for stands first."""
    return f"there are: {few(asked, there)}"


def few(asked: Any, there: Iterable[Any]) -> str:
    """Some of what there is, those like what was asked for first: "FRA, GEO and 7 more"."""
    once = there.unique() if isinstance(there, pd.Series) else dict.fromkeys(there)
    every = [value for value in once if pd.notna(value)]
    wanted = several(asked)
    if every and all(isinstance(value, Real) for value in every):
        # The nearest to the wanted ones; text counts as the number that it spells.
        numbers = [float(one) for one in wanted if str(one).lstrip("-").replace(".", "", 1).isdigit()]
        apart = {one: min((abs(float(one) - number) for number in numbers), default=0.0) for one in every}
        shown = sorted(sorted(every, key=apart.__getitem__)[:FEW])
    else:
        shown = list(dict.fromkeys([*_alike(every, wanted), *every]))[:FEW]
    return first(shown, FEW, of=len(every)) or "none"


def first(values: Sequence[Any], most: int, of: int | None = None) -> str:
    """The first `most` of some values and how many more there are, of so many in all where not all are given.

    >>> first(["FRA", "GEO", "TUR"], 2), first(["FRA", "GEO"], 2)
    ('FRA, GEO and 1 more', 'FRA, GEO')
    """
    more = (len(values) if of is None else of) - most
    return ", ".join(map(str, values[:most])) + f" and {more} more" * (more > 0)


def told(where: dict[str, Any]) -> str:
    """Conditions in words: "place = GEO, year = 2020"."""
    return ", ".join(f"{column} = {_value(wanted)}" for column, wanted in where.items()) or "no condition"


def plainly(where: Mapping[str, Any]) -> str:
    """What is not there, for readers: what, of whom, when and by which source; columns are not named.

    >>> plainly({"place": "GEO", "item": "population", "year": 2020, "source_id": "cow-nmc-7.0"})
    'no population of GEO for 2020 in cow-nmc-7.0'
    """
    found = "no " + next(
        (_value(where[name]) for name in ("basis", "item", "designation") if name in where), "number"
    )
    parts = {"place": "of", "recipient": "to", "supplier": "by", "year": "for", "month": "for", "source_id": "in"}
    return " ".join([found, *(f"{word} {_value(where[name])}" for name, word in parts.items() if name in where)])


def _value(wanted: Any) -> str:
    if not _single(wanted):
        return " or ".join(map(str, wanted))
    # A year that is text looks like one that is a number, but for its quotation marks.
    return repr(wanted) if isinstance(wanted, str) and wanted.isdigit() else str(wanted)


def _single(wanted: Any) -> bool:
    return isinstance(wanted, str) or not isinstance(wanted, Iterable)


def _alike(every: list[Any], wanted: list[Any]) -> list[Any]:
    """Of many values those like a wanted one: they begin so, hold it or are spelled nearly so."""
    by_text = {_letters(str(value)): value for value in reversed(every)}
    near = []
    for one in map(_letters, map(str, wanted)):
        holding = [text for text in reversed(by_text) if one and one in text]
        near += sorted(holding, key=lambda text: not text.startswith(one))
        near += get_close_matches(one, by_text, n=FEW, cutoff=_LIKE)
    return [by_text[text] for text in near]


def _letters(text: str) -> str:
    return text.strip().casefold().replace("_", "-")
