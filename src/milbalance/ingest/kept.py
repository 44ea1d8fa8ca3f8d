"""Official files that were read once, kept for the next run: columns of numbers and words, never code.

Each is a file `HASH.npz` in the user's cache folder (`io.store`), named by the bytes it was made from and by the
code that made it. What is there is not trusted: whatever is not as it is written here counts as not there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import metadata
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from milbalance.errors import Fault, MilbalanceError
from milbalance.ingest.report import Report
from milbalance.io import store
from milbalance.tables import paths, schema

_ABOUT = "about"
_MADE_BY = ("ingest/**/*.py", "ingest/**/*.csv", "io/files.py", "tables/schema.py")

Array = npt.NDArray[Any]


@dataclasses.dataclass(frozen=True, eq=False)  # frames have no equality
class Part:
    """The rows that an official file gives to one table, in its columns and types, and the report on the file.

    `of` are the parts of several files of one edition that it was put together from, none for that of one file.

    >>> Part("fx", data.fx, Report("rates", "fx.csv", "2021", len(data.fx))).source_id in set(data.fx["source_id"])
    True
    """

    table: str
    rows: pd.DataFrame
    report: Report
    of: tuple[Part, ...] = ()

    @cached_property
    def source_id(self) -> str:
        """The edition of the file."""
        return str(self.rows["source_id"].iloc[0])


def key(checksum: str, *asked: str) -> str:
    """The name of what was made from a file of that checksum, asked for so, by the code and data of this version.

    >>> key("0a1b", "register.csv") == key("0a1b", "register.csv") != key("0a1b", "other.csv")
    True
    """
    return hashlib.sha256(json.dumps((_made_by(), checksum, *asked)).encode()).hexdigest()[:40]


@lru_cache(maxsize=1)
def _made_by() -> str:
    """A checksum of all that the rows depend on besides the file."""
    read = hashlib.sha256(f"{sys.version_info[:2]}{np.__version__}{pd.__version__}".encode())
    read.update(metadata.version("openpyxl").encode())
    own = sorted(path for pattern in _MADE_BY for path in paths.PACKAGE.glob(pattern))
    # Shipped rows may prove the base year of a workbook.
    for path in (*own, paths.data() / paths.DESCRIPTOR, paths.data() / "spending.csv"):
        read.update(hashlib.sha256(path.read_bytes()).digest())
    return read.hexdigest()


def get(name: str, tables: Collection[str] | None = None) -> list[Part] | None:
    """What is kept under a key, its rows for some tables alone; None if it is not there or not whole.

    Raises MilbalanceError where what is kept is a refusal: the file is none that can be read.

    >>> get("no-such-key") is None
    True
    """
    raw = store.get(f"{name}.npz")
    return None if raw is None else unpacked(raw, tables)


def put(name: str, packed: bytes) -> None:
    """Keep what `packed` made."""
    store.put(f"{name}.npz", packed)


def packed(parts: Sequence[Part], refused: str = "") -> bytes:
    """Rows and reports of one file as bytes, or in one line why it is none that can be read.

    >>> unpacked(packed([Part("fx", data.fx, Report("rates", "fx.csv", "2021", 60))]))[0].rows.equals(data.fx)
    True
    """
    said = {"refused": refused, "reports": [_said(one.report) for one in parts]}
    return packed_tables([(one.table, one.rows) for one in parts], said)


def unpacked(raw: bytes, tables: Collection[str] | None = None) -> list[Part] | None:
    """The parts that `packed` wrote, those for some tables alone; None for any other bytes.

    Raises MilbalanceError where they say why a file was refused.
    """
    try:
        found = unpacked_tables(raw, tables)
        if found is None:
            return None
        said, rows = found
        refused = str(said["refused"])
        parts = [Part(table, frame, _report(said["reports"][at])) for at, table, frame in rows]
    except Exception:  # whatever is met in bytes that somebody else wrote
        return None
    if refused:
        raise MilbalanceError(refused)
    return parts


def packed_tables(rows: Iterable[tuple[str, pd.DataFrame]], said: Any) -> bytes:
    """Rows of some tables, in the types of these, and whatever JSON can say of them.

    >>> unpacked_tables(packed_tables([("fx", data.fx)], "rates"))[0]
    'rates'
    """
    arrays, names = dict[str, Array](), list[str]()
    for at, (table, frame) in enumerate(rows):
        names.append(table)
        fields = schema.tables()[table].fields
        typed = frame.astype({field.name: field.dtype for field in fields})
        for field in fields:
            split = _split(typed[field.name], field.dtype)
            arrays |= {f"{at}.{field.name}.{end}": array for end, array in split}
    out = io.BytesIO()
    np.savez(out, **{_ABOUT: _as_array({"tables": names, "said": said})}, **arrays)  # type: ignore[arg-type] # its stub takes the names for other arguments
    return out.getvalue()


def unpacked_tables(
    raw: bytes, tables: Collection[str] | None = None
) -> tuple[Any, list[tuple[int, str, pd.DataFrame]]] | None:
    """What was said of rows that `packed_tables` wrote, and each table with its place among them and its rows.

    Only those of some tables, if these are named. None for any other bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            if any(one.compress_type != zipfile.ZIP_STORED for one in opened.infolist()):
                return None  # what is not compressed cannot expand
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            about = _of_array(arrays[_ABOUT])
            wanted = [(at, one) for at, one in enumerate(about["tables"]) if tables is None or one in tables]
            return about["said"], [(at, table, _frame(arrays, at, table)) for at, table in wanted]
    except Exception:  # whatever zipfile, numpy, json and pandas meet in bytes that somebody else wrote
        return None


def _of_words(words: list[str]) -> Array:
    """Words as bytes, each with a NUL after it, which takes a tenth of the time of JSON."""
    text = "\0".join([*words, ""])
    if text.count("\0") != len(words):
        raise ValueError("a NUL in a cell")  # no importer lets one through
    # The name of a file may hold bytes that are no letters.
    return np.frombuffer(text.encode(errors="surrogatepass"), dtype=np.uint8)


def _words(array: Array) -> list[str]:
    if array.dtype != np.uint8:
        raise ValueError(array.dtype)
    *words, end = array.tobytes().decode(errors="surrogatepass").split("\0")
    if end:
        raise ValueError("words without an end")
    return words


def _as_array(value: Any) -> Array:
    return np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)


def _of_array(array: Array) -> Any:
    if array.dtype != np.uint8:
        raise ValueError(array.dtype)
    return json.loads(array.tobytes())


def _said(report: Report) -> dict[str, Any]:
    """The parts of a report as JSON has them."""
    # Not `asdict`, which makes pairs of what a Counter counts.
    said = {one.name: getattr(report, one.name) for one in dataclasses.fields(report)}
    counts = {name: dict(value) for name, value in said.items() if isinstance(value, Mapping)}
    return said | counts | {"left_out": [dataclasses.asdict(fault) for fault in report.left_out]}


def _report(said: dict[str, Any]) -> Report:
    """A report of its parts in JSON, whose lists are tuples again."""
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return Report(**(said | lists | {"left_out": tuple(Fault(**fault) for fault in said["left_out"])}))


def _split(column: pd.Series[Any], dtype: str) -> Iterator[tuple[str, Array]]:
    """A column as arrays without objects: words once each and their codes, numbers and which are missing."""
    if dtype == "str":
        codes, words = pd.factorize(column)
        yield "codes", codes.astype(np.min_scalar_type(-len(words) - 1))
        yield "words", _of_words(words.tolist())
        return
    if dtype in _PLAIN:
        yield "values", column.to_numpy(dtype=dtype)
        return
    plain, _ = _MASKED[dtype]
    yield "values", column.to_numpy(dtype=plain, na_value=0)
    yield "missing", column.isna().to_numpy(dtype=bool)


_PLAIN = ("float64", "int64")
_MASKED: dict[str, tuple[str, Callable[..., Any]]] = {
    "Int64": ("int64", pd.arrays.IntegerArray),
    "boolean": ("bool", pd.arrays.BooleanArray),
}


def _frame(arrays: Any, at: int, table: str) -> pd.DataFrame:
    fields = schema.tables()[table].fields
    return pd.DataFrame({field.name: _joined(arrays, f"{at}.{field.name}", field.dtype) for field in fields})


def _joined(arrays: Any, name: str, dtype: str) -> Any:
    """The column of arrays that `_split` gave; ValueError for others."""
    if dtype == "str":
        words, codes = _words(arrays[f"{name}.words"]), arrays[f"{name}.codes"]
        if codes.dtype.kind != "i" or codes.max(initial=-1) >= len(words):
            raise ValueError(name)
        if not words:
            return pd.array([None] * len(codes), dtype="str")
        return pd.array(words, dtype="str").take(codes, allow_fill=True)
    values = arrays[f"{name}.values"]
    if values.ndim != 1 or values.dtype != (dtype if dtype in _PLAIN else _MASKED[dtype][0]):
        raise ValueError(name)
    if dtype in _PLAIN:
        return values
    return _MASKED[dtype][1](values, arrays[f"{name}.missing"])
