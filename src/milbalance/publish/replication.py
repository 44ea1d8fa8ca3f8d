"""The tables of REPLICATION.md that are written from the data and the figures, between markers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.charts import forms
from milbalance.io import markdown
from milbalance.publish import readme
from milbalance.tables import licences, schema
from milbalance.tables.load import Data

FILE = "REPLICATION.md"
_SINGLE = "single-figures"
_NAMED = 6  # publishers named in a row of the summary; sources.csv has them all


def rewritten(data: Data, cards: list[dict[str, Any]], path: Path) -> str:
    """REPLICATION.md as it should read with these data."""
    blocks = {
        "rights": rights(data),
        "series": series(data),
        "datasets": datasets(data),
        "figures": figures(data, cards),
        "references": references(data),
    }
    return readme.filled(path.read_text(encoding="utf-8"), blocks, path.name)


def rights(data: Data) -> str:
    """One row for each kind of terms: what is allowed, how many sources and rows, and the largest publishers."""
    rows = _rows_by_source(data)
    table = []
    for kind, sentence in licences.KINDS.items():
        sources = data.sources[data.sources["redistribution"] == kind]
        held = sources["source_id"].map(rows).fillna(0).groupby(sources["publisher"]).sum()
        names = list(held.sort_values(ascending=False, kind="stable").index)
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        told = ", ".join(names[:_NAMED]) + more
        if kind == _SINGLE:  # which source has most rows, since "single" leaves open how many there are
            extracts = rows.reindex(sources["source_id"], fill_value=0)
            label = sources["label"].iloc[int(extracts.argmax())]
            told += f"; the largest such extract is {label}, {extracts.max():,} rows"
        table.append([sentence, f"`{kind}`", len(sources), f"{held.sum():,.0f}", told])
    return _table(["terms", "in sources.csv", "sources", "rows here", "publishers, most rows first"], table)


def series(data: Data) -> str:
    """One row for each data set: edition, rows here, cells of the whole where it is an extract, terms, address."""
    rows, sets = _rows_by_source(data), _data_sets(data)
    table = [
        [
            f"`{row['source_id']}`",
            f"{row['title']}, {row['edition']}" if row["edition"] else row["title"],
            f"{rows.get(row['source_id'], 0):,}",
            f"{row['dataset_cells']:,}" if row["dataset_cells"] else "",
            f"`{row['redistribution']}`",
            f"[page]({_address(row)})" if _address(row) else "`obtained_from` in sources.csv",
        ]
        for row in sets
    ]
    return _table(["source", "data set", "rows here", "cells of the whole", "terms", "where"], table)


def datasets(data: Data) -> str:
    """One row for each file of data/: what it holds, its rows, the number of its sources; all are provided."""
    table = []
    for name, described in schema.tables().items():
        frame: pd.DataFrame = getattr(data, name)
        sources = f"{frame['source_id'].nunique()} of sources.csv" if _cites(name, frame) else "this project"
        table.append([f"[data/{name}.csv](data/{name}.csv)", described.title, f"{len(frame):,}", sources, "yes"])
    return _table(["file", "holds", "rows", "sources", "provided"], table)


def figures(data: Data, cards: list[dict[str, Any]]) -> str:
    """One row for each figure: its claims, the form that draws it, its notebook and its files."""
    table = []
    for card in cards:
        name, notebook = card["name"], card["notebook"]
        form = data.figures[name]["form"]
        program = f"src/{forms.__name__.replace('.', '/')}/{forms.MODULES[form]}.py"
        table.append(
            [
                f"`{name}`",
                ", ".join(card["claims"]),
                f"[{form}]({program})",
                f"[{notebook}](notebooks/{notebook}.ipynb)" if notebook else "",
                ", ".join(f"[{kind}](figures/{name}.{kind})" for kind in ("svg", "csv")),
            ]
        )
    return _table(["figure", "claims", "form", "notebook", "output in figures/"], table)


def references(data: Data) -> str:
    """A data citation for each data set, as a list."""
    lines = []
    for row in _data_sets(data):
        edition = f", {row['edition']}" if row["edition"] else ""
        who = f"{row['publisher']} ({row['released']})"
        lines.append(f"- {who}. *{row['title']}*{edition}. {_address(row)}".rstrip())
    return "\n".join(lines)


def _address(row: dict[str, Any]) -> str:
    """Where a source stands: its digital object identifier if it has one; empty if it has no address."""
    return f"https://doi.org/{row['doi']}" if row["doi"] else row["url"] or ""


def _data_sets(data: Data) -> list[dict[str, Any]]:
    """The sources that are data sets, in order of their names; an empty cell is None."""
    sets = data.sources[data.sources["bibtex_type"] == "dataset"].sort_values("source_id").astype(object)
    return [dict(zip(sets.columns, row, strict=True)) for row in sets.where(sets.notna(), None).to_numpy()]


def _cites(name: str, frame: pd.DataFrame) -> bool:
    return name != "sources" and "source_id" in frame


def _rows_by_source(data: Data) -> pd.Series[int]:
    """How many rows of all tables cite each source."""
    cited: list[pd.Series[str]] = [frame["source_id"] for name, frame in data.tables.items() if _cites(name, frame)]
    return pd.concat(cited).value_counts()


def _table(head: list[str], rows: list[list[Any]]) -> str:
    """Cells as a Markdown table."""
    return str(markdown.table(pd.DataFrame(rows, columns=head)))
