"""Write the folder of a pair: rows, tables, figures, workbook, references, notebook and manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.charts import forms, stale
from milbalance.charts.program import Program
from milbalance.errors import NoRowsError
from milbalance.io import extras, files, folder
from milbalance.pair import coverage, inputs, notebook, reopen, workbook
from milbalance.pair.inputs import Given
from milbalance.pair.notebook import Findings
from milbalance.pair.reopen import ROWS, TABLES
from milbalance.pair.request import Request, Years
from milbalance.publish.cite import bibtex
from milbalance.tables import licences, paths, schema
from milbalance.tables.load import Data

_LIBRARIES = ("pandas", "nbformat", "nbclient", "XlsxWriter")


@dataclass(frozen=True)
class Manifest:
    """What a folder was made from and what it holds.

    `made_from` is the fingerprint of the request, `rows` the checksum of the rows that the figures are drawn from,
    `inputs` the official files, `shipped` the checksum of each shipped table that was read.
    """

    sides: tuple[str, str]
    years: Years | None
    made_from: str
    rows: str
    inputs: tuple[Given, ...]
    shipped: dict[str, str]
    sources: tuple[str, ...]
    tables: tuple[str, ...]
    figures: tuple[str, ...]

    def text(self) -> str:
        """The manifest as the folder holds it."""
        content = {"made_by": folder.MADE_BY, **asdict(self)}
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def write(request: Request, out: Path) -> Manifest:
    """Write the folder of a pair and return its manifest; `out` is the old or the new folder, never half of one.

    Raises MilbalanceError if nothing compares, an input is refused, or `out` holds files of others.
    """
    for needed in ("xlsxwriter", "nbformat", "nbclient"):
        extras.module(needed)
    made_from = fingerprint(request)
    data = inputs.assemble(request)
    report = coverage.report(data, request)
    with folder.whole(out) as new:
        write_rows(data, new / "data")
        data = reopen.rows(new)  # every number comes from the rows that the folder holds
        tables = write_tables(data, request, new / "tables")
        cards = draw(data, request, new / "figures")
        sources = _cited(data, tables, cards)
        _write(new / f"{request.name}.bib", bibtex(sources))
        (new / f"{request.name}.xlsx").write_bytes(workbook.write({**tables, "sources": sources}, request))
        manifest = _manifest(request, made_from, new, sources, tables, cards)
        _write(new / folder.MANIFEST, manifest.text())
        told = licences.may_print(data, list(sources["source_id"]))
        notebook.write(
            new / f"{request.name}.ipynb",
            Findings(request, cards, report, sources, told, ranges=len(data.arms_deals) > 0),
        )
    return manifest


def fingerprint(request: Request) -> str:
    """A checksum of all that decides a folder: the request, its files, the package's code and data, and libraries.

    Where the files lie does not matter. A folder with this fingerprint in its manifest need not be written again.
    """
    shipped = [files.checksum(paths.data() / f"{name}.csv") for name in ROWS]
    digest = hashlib.sha256(json.dumps([_code(), stale.environment(), shipped]).encode())
    given = request.files.given()
    read = [(option, path.name, source_id, files.checksum(path)) for option, path, source_id in given]
    asked = [request.sides, request.years, read, [version(library) for library in _LIBRARIES]]
    digest.update(json.dumps(asked).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """A checksum of the code that writes a folder; once in a process, which runs the code that it has loaded."""
    program = Program()
    drawn = {f"{forms.__name__}.{module}" for module in forms.MODULES.values()}  # imported by name
    return program.checksum(program.reached(["milbalance.pair.export", *drawn]))


def finished(out: Path) -> str:
    """The fingerprint of the folder that is there; empty if there is none or it is not of this making."""
    return str(folder.manifest(out).get("made_from", ""))


def write_rows(data: Data, out: Path) -> None:
    """The rows of a pair as files in the columns of the shipped tables, with every digit."""
    out.mkdir()
    for name in ROWS:
        frame: pd.DataFrame = getattr(data, name)
        words = {field.name for field in schema.tables()[name].fields if field.type == "boolean"}
        frame = frame.assign(**{name: frame[name].map({True: "true", False: "false"}) for name in words})
        _write(out / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))


def write_tables(data: Data, request: Request, out: Path) -> dict[str, pd.DataFrame]:
    """Every table that has rows as CSV; returns them by name."""
    made: dict[str, pd.DataFrame] = {}
    for name, make in TABLES.items():
        with suppress(NoRowsError):
            made[name] = make(data, request)
    made = {name: frame for name, frame in made.items() if len(frame)}
    out.mkdir()
    for name, frame in made.items():
        # Twelve digits: more would be noise that differs between machines.
        _write(out / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n", float_format="%.12g"))
    return made


def _cited(data: Data, tables: dict[str, pd.DataFrame], cards: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """The rows of sources.csv of every source that a table or a figure names."""
    listed = [ids for frame in tables.values() if "source_id" in frame for ids in frame["source_id"]]
    named = {one for ids in listed for one in ids.split("; ")}
    named |= {one for card in cards.values() for one in card["sources"]}
    return data.sources[data.sources["source_id"].isin(named)].sort_values("source_id", ignore_index=True)


def draw(data: Data, request: Request, out: Path) -> dict[str, dict[str, Any]]:
    """Draw every figure that the rows allow, once; returns their cards by name."""
    from milbalance.charts import export, style  # noqa: PLC0415
    from milbalance.pair import figures as own  # noqa: PLC0415

    style.use()
    out.mkdir()
    made = own.of(data, request).items()
    return {name: export.draw(name, data, out, spec=one.spec, rows=one.numbers) for name, one in made}


def _manifest(
    request: Request, made_from: str, new: Path, sources: pd.DataFrame, tables: Iterable[str], drawn: Iterable[str]
) -> Manifest:
    shipped = {f"{name}.csv": files.checksum(paths.data() / f"{name}.csv") for name in ROWS}
    return Manifest(
        sides=request.sides,
        years=request.years,
        made_from=made_from,
        rows=reopen.digest(new, request),
        inputs=inputs.given(request),
        shipped=shipped,
        sources=tuple(sources["source_id"]),
        tables=tuple(tables),
        figures=tuple(drawn),
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
