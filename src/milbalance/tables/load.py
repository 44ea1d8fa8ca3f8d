"""Read the curated tables: validated, typed, every row with its source."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from milbalance import arguments
from milbalance.errors import DataError, Fault, MilbalanceError
from milbalance.io import commas
from milbalance.tables import paths, reads, schema


@dataclass(frozen=True, eq=False, repr=False)  # frames have no equality; one set of tables is itself alone
class Data:
    """Every curated table as a tidy frame; one row is one observation from one source.

    Frames are read-only: what is computed from them may be remembered (`cache`). Column meanings and units are in
    `datapackage.json`; `schema.tables()` gives them as objects.

    >>> data.tables["spending"] is data.spending
    True
    """

    sources: pd.DataFrame
    places: pd.DataFrame
    groups: pd.DataFrame
    spending: pd.DataFrame
    forces: pd.DataFrame
    arms_imports: pd.DataFrame
    arms_deals: pd.DataFrame
    arms_deliveries: pd.DataFrame
    losses: pd.DataFrame
    facts: pd.DataFrame
    context: pd.DataFrame
    flows: pd.DataFrame
    fx: pd.DataFrame
    incidents: pd.DataFrame
    fatalities: pd.DataFrame
    events: pd.DataFrame
    outlines: pd.DataFrame
    claims: pd.DataFrame
    contradictions: pd.DataFrame
    article: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for frame in self.tables.values():
            arguments.read_only(frame)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, without the documents."""
        return {name: getattr(self, name) for name in TABLES}

    if not TYPE_CHECKING:  # else any name at all would pass as an attribute

        def __getattribute__(self, name: str) -> object:
            if name == "__dict__":  # as vars() asks: whoever goes through all tables reads them all
                reads.note(Data.__dataclass_fields__)
            elif name in Data.__dataclass_fields__:
                reads.note([name])
            return super().__getattribute__(name)

    def __repr__(self) -> str:
        sizes = [f"{name} {len(frame):,} rows" for name, frame in self.tables.items()]
        return f"{len(sizes)} tables: {', '.join(sizes)}"


DOCUMENTS = ("article", "choices", "figures")
TABLES = tuple(one.name for one in fields(Data) if one.name not in DOCUMENTS)


def everything(folder: Path | str | None = None) -> Data:
    """All tables of a data folder, validated first.

    The default is `paths.data()`: the folder that came with this version, never one that lies above the working
    folder. `milbalance --version` says which.

    Raises DataError with every fault of every file, as file, line and column.

    >>> load.everything().places.columns[0]
    'place'
    """
    return _sealed(Path(folder) if folder else paths.data())[0]


def check(data: object) -> None:
    """Raise MilbalanceError for what is not the tables that `everything` gives, such as one table alone.

    >>> load.check(data.spending)
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: wanted the tables that load.everything() gives; found DataFrame
    """
    if not isinstance(data, Data):
        raise MilbalanceError(f"wanted the tables that load.everything() gives; found {type(data).__name__}")


def table(name: str, folder: Path | None = None) -> pd.DataFrame:
    """One table, typed as the descriptor says, in file order; not validated (see `everything`).

    Only an empty cell is missing: text such as `NA` stays text. MilbalanceError for a name that is no table,
    DataError for values that are not of their type.

    >>> load.table("fx").columns.tolist()[:3]
    ['month', 'source_id', 'mean']
    """
    folder = folder or paths.data()
    tables = schema.tables(folder)
    described = tables[arguments.one_of("table", name, tables)]
    path = folder / f"{name}.csv"
    return _parse(path.read_bytes(), described, path.name, described.columns)


def like(name: str, path: Path) -> pd.DataFrame:
    """A file with the columns of a shipped table, wherever it stands, typed as that table; not validated.

    A column that rows may leave empty may be absent, as it is where it is younger than the file. Rows without a
    value are left out, as spreadsheets save them, and so are columns without a name; the index counts all rows.
    Raises DataError for columns that are not there, values that are not of their type or stand under no name.

    >>> load.like("fx", paths.data() / "fx.csv").equals(data.fx)
    True
    """
    described = schema.tables()[name]
    needed = [field.name for field in described.fields if field.required]
    frame = _parse(path.read_bytes(), described, path.name, needed).dropna(how="all")
    columns = list(map(str, frame.columns))
    nameless = [name for name in columns if name.startswith("Unnamed: ")]  # so pandas calls a column without a name
    for one in nameless:
        if len(given := frame.pop(one).dropna()):
            found, line = f"{str(given.iloc[0])[:80]!r} in a column without a name", int(given.index.min()) + 2
            place = str(columns.index(one) + 1)
            raise DataError([Fault(path.name, line, place, found, "a name in the first line")])
    absent = {field.name: field.dtype for field in described.fields if field.name not in frame}
    return frame.reindex(columns=list(described.columns)).astype(absent) if absent else frame


def own(name: str, path: Path) -> pd.DataFrame:
    """A file as `like` reads it, checked first by the rules of the shipped table but for codes of other tables.

    `attrs["lines"]` has the line on which each row begins. Raises DataError with every fault, as file, line and
    column.

    >>> load.own("fx", paths.data() / "fx.csv").attrs["lines"][:2]
    [2, 3]
    """
    from milbalance.tables import validate  # noqa: PLC0415 (importing this costs no checks)

    lines, faults = validate.alone(path, name)
    if faults:
        raise DataError(faults)
    frame = like(name, path)
    frame.attrs["lines"] = lines
    return frame


def _parse(raw: bytes, described: schema.Table, name: str, needed: Iterable[str]) -> pd.DataFrame:
    types = defaultdict(lambda: "str", {field.name: field.dtype for field in described.fields})
    try:
        frame = pd.read_csv(
            io.BytesIO(raw),
            encoding="utf-8",
            dtype=types,
            keep_default_na=False,
            na_values=[""],
            true_values=["true"],
            false_values=["false"],
        )
        if divided := commas.divider(list(map(str, frame.columns))):
            raise DataError([Fault(name, 1, "-", f"{divided} between the columns", commas.COMMAS)])
        arguments.columns(frame, needed)
    except DataError:
        raise
    except (MilbalanceError, ValueError, TypeError) as error:
        raise DataError([Fault(name, 1, "-", str(error), "a table that passes `milbalance check`")]) from error
    return frame


def _sealed(folder: Path) -> tuple[Data, str]:
    """The tables of a folder, and a checksum of what they were read from; an empty one if that cannot be told."""
    # So that importing this costs neither the checks nor a reader of YAML.
    from milbalance.tables import checked, documents, validate  # noqa: PLC0415

    sealed = checked.seal(folder)
    passed = checked.passed(sealed)
    if not passed and (faults := validate.check(folder)):
        raise DataError(faults)
    read: dict[str, Any] = {name: table(name, folder) for name in TABLES}
    read |= {name: documents.read(folder / f"{name}.yml", "" if passed else name).value for name in DOCUMENTS}
    if not passed:
        checked.note(sealed, folder)
    return Data(**read), sealed


def shipped() -> Data:
    """The shipped tables, read and validated once in a process; treat the frames as read-only.

    Raises DataError as `everything` does.

    >>> load.shipped() is load.shipped()
    True
    """
    return _shipped()[0]


def seal_of_shipped() -> str:
    """A checksum of what the shipped tables were read from in this process; empty if it cannot be told.

    >>> load.seal_of_shipped() == load.seal_of_shipped()
    True
    """
    return _shipped()[1]


@lru_cache(maxsize=1)
def _shipped() -> tuple[Data, str]:
    return _sealed(paths.data())
