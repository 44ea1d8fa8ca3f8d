"""`import`, `reconcile` and `editions`: the publishers' own files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.cli.common import SOURCE_ID, examples, plainly
from milbalance.errors import MilbalanceError

app = typer.Typer()


class Kind(StrEnum):
    """The official files that can be imported."""

    sipri_milex = "sipri-milex"
    sipri_transfers = "sipri-transfers"
    wdi = "wdi"
    cow_nmc = "cow-nmc"


@app.command(
    "import",
    epilog=examples(
        "milbalance import sipri-milex SIPRI-Milex-data.xlsx --out rows.csv",
        "milbalance import cow-nmc NMC.csv --source-id cow-nmc-6.0",
    ),
)
@plainly
def import_(
    kind: Annotated[Kind, typer.Argument(help="What the file is.")],
    file: Annotated[Path, typer.Argument(help="The file as downloaded: .xlsx, .csv or .zip.")],
    out: Annotated[Path | None, typer.Option(help="Write the rows to this CSV file; default: print them.")] = None,
    table: Annotated[
        str | None, typer.Option(help="Rows of which table, where a file has several: spending, forces, context.")
    ] = None,
    yearly: Annotated[
        bool, typer.Option("--yearly", help="Arms: volumes by supplier and year instead of deals or deliveries.")
    ] = False,
    source_id: Annotated[
        str | None, typer.Option(help="Name of the edition where the file does not say it.")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Refuse a file with any row that cannot be read; else up to a tenth is left out.",
        ),
    ] = False,
) -> None:
    """Turn an official file into rows like those in data/, and report what was read and what was left out."""
    from milbalance.io import records
    from milbalance.io.files import replace

    found = _imported(kind, file, table, yearly, source_id, strict)
    for line in found.report.lines():
        typer.echo(line, err=True)
    text = records.frame_as_csv(found.rows)
    if out is None:
        typer.echo(text, nl=False)
    else:
        replace(out, text.encode())


def _imported(kind: Kind, file: Path, table: str | None, yearly: bool, source_id: str | None, strict: bool) -> Any:
    from milbalance.ingest import milex, nmc, sipri_transfers, wdi

    if kind is Kind.sipri_milex:
        return milex.read(file, source_id=source_id, strict=strict, shipped=_shipped_spending())
    if kind is Kind.wdi:
        return wdi.read(file, table=table, source_id=source_id, strict=strict)
    if kind is Kind.cow_nmc:
        return nmc.read(file, table=table or "spending", source_id=source_id, strict=strict)
    read = sipri_transfers.read_yearly if yearly else sipri_transfers.read
    return read(file, source_id=source_id, strict=strict)


def _shipped_spending() -> Any:
    """The rows of spending.csv, where there are any: a file is read without them too."""
    from milbalance.tables import load

    try:
        return load.table("spending")
    except MilbalanceError:
        return None


@app.command(epilog=examples("milbalance reconcile SIPRI-Milex-data.xlsx"))
@plainly
def reconcile(
    file: Annotated[Path, typer.Argument(help="An official file, as downloaded.")],
    source_id: Annotated[
        str | None, typer.Option(help="Name of the edition where the file does not say it.")
    ] = None,
) -> None:
    """Compare the rows in data/ with an official file, cell by cell. Exit code 1 if any cell differs."""
    from milbalance.ingest import reconcile as cells
    from milbalance.tables import load

    found = cells.file(load.everything(), file, source_id=source_id)
    typer.echo("\n".join(found.lines))
    if found.differences:
        raise typer.Exit(1)


@app.command(epilog=examples("milbalance editions OLD.xlsx NEW.xlsx --place GEO"))
@plainly
def editions(
    old: Annotated[Path, typer.Argument(help="The older official file.")],
    new: Annotated[Path, typer.Argument(help="The newer one, of the same kind.")],
    place: Annotated[str | None, typer.Option(help="Only this place, as ISO code: GEO.")] = None,
    source_id: Annotated[list[str] | None, SOURCE_ID] = None,
) -> None:
    """Show what changed between two editions of an official file, and which verdicts it would change."""
    from milbalance.ingest import source_ids
    from milbalance.pair import places
    from milbalance.releases import compare as releases
    from milbalance.tables import load

    code = places.code(place) if place else None
    named = source_ids.by_file([old, new], source_id or [])
    ids = {"old_source": named.get(old), "new_source": named.get(new)}
    typer.echo("\n".join(releases.files(load.everything(), old, new, code, **ids).lines))
