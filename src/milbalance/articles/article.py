"""An article opened: its tables, what it states, and for each statement the answer with every way of counting."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.articles import asked, by_hand, ledger, publishers, readings, records, report, statements
from milbalance.articles.computations import computable
from milbalance.articles.faults import faults
from milbalance.articles.ledger import Assessment
from milbalance.choices import by_day
from milbalance.errors import DataError, Fault, MilbalanceError
from milbalance.ingest import editions, folders, joined, names, official
from milbalance.ingest.kept import Part
from milbalance.ingest.report import Report
from milbalance.measures.vocabulary import entries
from milbalance.tables import documents, load, paths, schema
from milbalance.tables.load import Data

FAMILIES = {"deliveries": "transfers", "capabilities": "people", "equipment": "people"}  # read with others
OWN = (
    "facts",
    "sources",
    "places",
    "spending",
    "forces",
    "flows",
    "context",
    "arms_imports",
)  # tables that a folder may have


@dataclass(frozen=True, repr=False)
class Article:
    """A folder opened: `data` are the tables with its statements in them, as all of `claims` takes them.

    `read` lists the official files that were read, `told` says in a line each what every file found was.

    >>> claims.Article(Path("data"), data).assess("gas-double").verdict
    'holds'
    """

    folder: Path
    data: Data
    read: tuple[Mapping[str, Any], ...] = ()
    told: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"{self.title} ({self.publisher}, {self.data.article['published']}): {len(self.claims)} statements"

    @property
    def title(self) -> str:
        """The title of the text.

        >>> from dataclasses import replace
        >>> text = claims.Article(Path("mine"), replace(data, article={"title": "Two navies"}))
        >>> text.title
        'Two navies'
        """
        return str(self.data.article["title"])

    @property
    def publisher(self) -> str:
        """Who published it.

        >>> claims.Article(Path("data"), data).publisher
        'SAIS Europe Journal of Global Affairs'
        """
        return str(self.data.article["publisher"])

    @property
    def claims(self) -> list[str]:
        """The ids of its statements that choices.yml says how to compute, in their order.

        >>> "peacekeepers" in claims.Article(Path("data"), data).claims
        True
        """
        return computable(self.data)

    @property
    def figures(self) -> list[str]:
        """The names of the figures that the text brings in a figures.yml of its own; none for a whole data folder.

        >>> claims.Article(Path("data"), data).figures
        []
        """
        return list(self.data.figures) if is_article(self.folder) else []

    def assess(self, claim_id: str) -> Assessment:
        """What the data say of one statement: the plain reading, every choice, and the verdict.

        Raises MilbalanceError naming ids like it for an id that is no claim.

        >>> claims.Article(Path("data"), data).assess("days").words
        'holds'
        """
        return ledger.assess(self.data, claim_id)

    def choices(self, claim_id: str) -> pd.DataFrame:
        """Every way of counting one statement with its answer: see `claims.choice_table`.

        Raises as `assess`.

        >>> len(claims.Article(Path("data"), data).choices("days"))
        2
        """
        return records.choice_table(self.assess(claim_id))

    def records(self) -> list[dict[str, Any]]:
        """The answers as plain objects, one a statement: see `claims.records`.

        >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"])
        >>> claims.Article(Path("data"), few).records()[0]["verdict"]
        'holds'
        """
        return records.records(self.data)

    def report(self) -> list[dict[str, Any]]:
        """The answers then and now, with what is missing and what is near, one object a statement: see `report`.

        >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"])
        >>> claims.Article(Path("data"), few).report()[0]["position"]
        'inside'
        """
        return report.report(self.data)


@dataclass(frozen=True)
class _Files:
    """What is told of official files once their rows are in the tables."""

    read: tuple[Mapping[str, Any], ...] = ()
    told: tuple[str, ...] = ()


def is_article(folder: Path) -> bool:
    """Whether a folder is that of an article alone, which adds no more to the shipped tables than it may.

    >>> claims.is_article(Path("no-such-folder"))
    False
    """
    return (folder / documents.ARTICLE).is_file() and not (_is_whole(folder) or _stray(folder))


def _is_whole(folder: Path) -> bool:
    """Whether a folder is a whole data folder."""
    return (folder / paths.DESCRIPTOR).is_file()


def _stray(folder: Path) -> list[str]:
    """Tables in a folder that an article cannot add."""
    return sorted({path.stem for path in folder.glob("*.csv")} & set(load.TABLES) - {*OWN, "claims"})


def open_article(
    folder: Path | str | None = None, files: Iterable[Path | str] = (), *, workers: int = 1
) -> Article:
    """Open the folder of an article; the one that is shipped if none is named.

    A folder has article.yml and claims.csv, and choices.yml for statements that name no measure. With a
    datapackage.json it is a whole data folder; without one the shipped tables serve, and tables of its own
    (facts.csv, sources.csv, places.csv and others) are added to them, and the official files in the folders of
    `files`, which are read once and kept; `workers` above 1 read new ones in so many processes, which a script may
    ask for that guards its start. Raises DataError with every fault, as file, line and column.

    >>> milbalance.open_article("nowhere")
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: no folder nowhere; wanted one with article.yml and claims.csv
    """
    where = Path(folder) if folder else paths.data()
    if not where.is_dir():
        raise MilbalanceError(f"no folder {where}; wanted one with {documents.ARTICLE} and claims.csv")
    if not _is_whole(where) and (stray := _stray(where)):
        wanted = f"{paths.DESCRIPTOR} for a whole data folder, or only claims, {', '.join(OWN)}"
        raise DataError([Fault(f"{name}.csv", 0, "-", "a table that no article adds", wanted) for name in stray])
    given = [Path(name) for name in files]
    if _is_whole(where):
        if given:
            raise MilbalanceError(f"found official files for {where.name}, which has all its tables; wanted none")
        data, found = load.everything(where), _Files()
    else:
        data, found = _with_shipped(where, given, workers)
    wrong = faults(data, where)
    if not _is_whole(where):
        wanted = f"a measure, or how it is computed in {documents.CHOICES}"
        wrong += [
            Fault("claims.csv", line, "measure", "nothing", wanted)
            for line, name in zip(data.claims.attrs["lines"], data.claims["claim_id"], strict=True)
            if name not in data.choices
        ]
        wrong = wrong or by_hand.faults(data)
    if wrong:
        raise DataError(sorted(wrong))
    return Article(where, data, found.read, found.told)


def _with_shipped(where: Path, given: list[Path], workers: int) -> tuple[Data, _Files]:
    """The shipped tables with those of a folder added, and its statements and documents in place of the shipped."""
    shipped, wrong = load.shipped(), list[Fault]()
    read: dict[str, Any] = {}

    def attempt(name: str, reading: Callable[[], Any]) -> None:
        try:
            read[name] = reading()
        except DataError as error:
            wrong.extend(error.faults)

    states, groups = {*shipped.places["place"], *names.places()}, set(shipped.groups["group"])
    attempt("article", partial(about, where / documents.ARTICLE))
    days = set(read["article"].get("dates", {})) if "article" in read else None
    attempt("claims", partial(statements.read, where / "claims.csv", states, groups, days))
    for name in ("choices", "figures"):
        attempt(name, partial(_optional, where / f"{name}.yml"))
    for name in OWN:
        if (path := where / f"{name}.csv").is_file():
            attempt(name, partial(load.own, name, path))
    if wrong:
        raise DataError(sorted(wrong))
    asked_for = {*read["claims"]["measure"], *(one["measure"] for one in read["choices"].values())}
    reads = {one.reads for name, one in entries.entries().items() if name in asked_for}
    families = {FAMILIES.get(one, one) for one in reads} & set(official.FAMILIES)
    base, found = shipped, _Files()
    if given:
        base, found = _from_files(folders.state(given), tuple(given), official.fewest(families), workers)
    own = {name: read.pop(name) for name in OWN if name in read}
    if wrong := [*_loose(base, own, states | groups), *_other_numbers(base, own)]:
        raise DataError(sorted(wrong))
    read |= _added(base, own, groups)
    whole = replace(base, contradictions=base.contradictions.iloc[:0], **read)
    return _with_choices(whole, states | set(whole.places["place"]), groups), found


@lru_cache(maxsize=4)  # the texts of a list ask the same folders, most of them for the same tables
def _from_files(
    state: tuple[folders.State, ...], given: tuple[Path, ...], families: frozenset[str], workers: int
) -> tuple[Data, _Files]:
    """The shipped tables with those of official files joined; `state` is what the files were when read."""
    data, read, told = joined.shipped_with(given, families, workers)
    return data, _Files(tuple(read), tuple(told))


def _added(base: Data, own: Mapping[str, pd.DataFrame], groups: Collection[str]) -> dict[str, pd.DataFrame]:
    """The tables that a folder adds rows to, with a row of `places` for each new place.

    A row that is there already is not added again. A topic of its own is not mixed with a shipped one of the name.
    """
    added = {}
    for name, rows in own.items():
        there, key = getattr(base, name), list(schema.tables()[name].key)
        if name == "facts":
            there = there[~there["topic"].isin(rows["topic"])]
        again = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(there[key]))
        added[name] = pd.concat([there, rows[~again]], ignore_index=True)
    parts = [Part(name, rows, Report("rows", name, "", len(rows))) for name, rows in own.items()]
    added["places"] = editions.places(added.get("places", base.places), parts, groups)
    return added


def _with_choices(data: Data, states: Collection[str], groups: Collection[str]) -> Data:
    """The tables with the choices of every statement that names a measure: by rule, or by choices.yml.

    Raises DataError for a unit that is not that of the rows that are asked for.
    """
    made: dict[str, Any] = {}
    wrong: list[Fault] = []
    for line, row in zip(data.claims.attrs["lines"], data.claims.to_dict("records"), strict=True):
        if row["measure"] and row["claim_id"] not in data.choices:
            cells = {name: row[name] for name in (*asked.COLUMNS, "relation", "unit")}
            cells["stated"] = row["printed"] if isinstance(row["printed"], str) else ""
            one = entries.entry(row["measure"])
            given = asked.arguments_of(one, cells, states, groups)
            try:
                made[row["claim_id"]] = readings.choices_of(data, one, cells, given)
            except asked.WrongError as error:
                wrong.append(Fault("claims.csv", line, error.column, error.found, error.wanted))
    if wrong:
        raise DataError(wrong)
    return replace(data, choices={**made, **data.choices})


def _optional(path: Path) -> Any:
    return documents.read(path, path.stem).value


def about(path: Path) -> dict[str, Any]:
    """What article.yml says of a text. Raises DataError for one that is not there, or is wrong.

    >>> about(paths.data() / "article.yml")["published"]
    2023
    """
    if not path.is_file():
        raise DataError([Fault(path.name, 0, "-", "no such file", "title, publisher and published of the text")])
    document = documents.read(path, path.stem)
    try:
        by_day.last_day(document.value["published"])
    except ValueError as error:  # the form lets the 30th of February pass
        found = repr(document.value["published"])
        raise DataError([document.fault(["published"], found, "a day that there is")]) from error
    cites = str(document.value.get("cites", ""))
    if meant := publishers.misspelt(load.shipped().sources, cites):
        raise DataError([document.fault(["cites"], repr(cites), f"a publisher: {meant}")])
    return dict(document.value)


def _loose(base: Data, own: Mapping[str, pd.DataFrame], places: Collection[str]) -> list[Fault]:
    """Ids in the tables that a folder adds which no table has, and those of its own that others have already."""
    found, tables = list[Fault](), schema.tables()
    ids = {home: tables[home].key[0] for home in ("sources", "places")}
    for name, rows in own.items():
        for column, home in ((ids.get(name, ""), name), *tables[name].refers):
            if column not in rows:
                continue
            taken = set(getattr(base, home)[ids[home]])
            mine = own[home][ids[home]] if home in own else ()
            known = {*taken, *mine, *(places if home == "places" else ())}
            for line, value in zip(rows.attrs["lines"], rows[column], strict=True):
                if column == ids.get(name) and value in taken:
                    wanted = f"a {column} that no other row has"
                    found.append(Fault(f"{name}.csv", line, column, repr(value), wanted))
                if pd.notna(value) and value not in known:
                    wanted = f"a {ids[home]}: {arguments.few(value, known)}"
                    found.append(Fault(f"{name}.csv", line, column, repr(value), wanted))
    return found


def _other_numbers(base: Data, own: Mapping[str, pd.DataFrame]) -> Iterator[Fault]:
    """Rows of which a shipped or an official row, alike in its key, has another number or counts something else.

    An empty cell says nothing, unless the row says why a value is missing: then it is that there is none.
    """
    for name, rows in own.items():
        described, there = schema.tables()[name], getattr(base, name)
        key = list(described.key)
        columns = [one.name for one in described.fields if one.type == "number" and one.name != "rounded_to"]
        columns += [column for column in ("unit", "base_year") if column in rows]
        none = rows["missing_reason"].notna() if "missing_reason" in rows else False
        mine = rows[[*key, *columns]].assign(line=rows.attrs["lines"], none=none)
        for row in mine.merge(there[[*key, *columns]], on=key, suffixes=("", " there")).to_dict("records"):
            for column in columns:
                says = pd.notna(row[column]) or row["none"]
                if says and not _alike(row[column], row[f"{column} there"]):
                    found, other = (_written(row[one]) for one in (column, f"{column} there"))
                    where = arguments.told({one: row[one] for one in key})
                    yield Fault(f"{name}.csv", row["line"], column, found, f"{other}, as we have it for {where}")


def _alike(mine: Any, theirs: Any) -> bool:
    """Whether two cells say the same, a number also where it is the other one rounded as it is written."""
    if pd.isna(mine) or pd.isna(theirs):
        return bool(pd.isna(mine) and pd.isna(theirs))
    if isinstance(mine, str):
        return bool(mine == theirs)
    digits = max(0, -int(Decimal(str(mine)).normalize().as_tuple().exponent))
    return math.isclose(mine, theirs, rel_tol=1e-9) or round(theirs, digits) == mine


def _written(cell: Any) -> str:
    """A cell as it stands in a file."""
    return "nothing" if pd.isna(cell) else repr(cell) if isinstance(cell, str) else f"{cell:.10g}"
