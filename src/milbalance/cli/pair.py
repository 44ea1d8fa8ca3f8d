"""`pair` and `pairs`: compare two places, or many pairs of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.cli.common import SCHEDULER, SOURCE_ID, WORKERS, counted, end, examples, plainly
from milbalance.errors import MilbalanceError

app = typer.Typer()

_MILEX = typer.Option(help="SIPRI's workbook of military expenditure; one an edition. May be repeated.")
_TRANSFERS = typer.Option(help="A file of SIPRI's arms transfers; one a release. May be repeated.")
_NMC = typer.Option(help="COW's National Material Capabilities; one a version. May be repeated.")


@app.command(
    epilog=examples(
        "milbalance pair ISR TUR --out isr-tur",
        "milbalance pair IND PAK --milex SIPRI-Milex-data.xlsx --out ind-pak",
    )
)
@plainly
def pair(
    side_a: Annotated[str, typer.Argument(metavar="AAA", help="The first place, as ISO code: ISR.")],
    side_b: Annotated[str, typer.Argument(metavar="BBB", help="The second place.")],
    out: Annotated[
        Path,
        typer.Option(help="Folder to write; one that an earlier run made is replaced whole.", show_default=False),
    ],
    years: Annotated[str | None, typer.Option(help="First and last year: 2000-2020; default: all.")] = None,
    milex: Annotated[list[Path] | None, _MILEX] = None,
    transfers: Annotated[list[Path] | None, _TRANSFERS] = None,
    nmc: Annotated[list[Path] | None, _NMC] = None,
    source_id: Annotated[list[str] | None, SOURCE_ID] = None,
) -> None:
    """Compare two places. Say what can be compared, then write notebook, figures, tables, workbook, references."""
    from milbalance.pair import Request, coverage, export, inputs

    request = Request(side_a, side_b, _span(years), _files(milex, transfers, nmc, source_id))
    for line in coverage.lines(coverage.report(inputs.assemble(request), request)):
        typer.echo(line)
    made = export.write(request, out)
    drawn, held = counted(len(made.figures), "figure"), counted(len(made.tables), "table")
    typer.echo(f"{out.name}: {drawn}, {held}, notebook, workbook, references.")


@app.command(epilog=examples("milbalance pairs list.csv --out many"))
@plainly
def pairs(
    listed: Annotated[
        Path, typer.Argument(metavar="LIST.csv", help="Columns side_a, side_b and, if you like, years.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write, one folder a pair in it.")],
    workers: WORKERS = None,
    scheduler: SCHEDULER = None,
    milex: Annotated[list[Path] | None, _MILEX] = None,
    transfers: Annotated[list[Path] | None, _TRANSFERS] = None,
    nmc: Annotated[list[Path] | None, _NMC] = None,
    source_id: Annotated[list[str] | None, SOURCE_ID] = None,
) -> None:
    """Compare many pairs. Run it again to continue. Exit code 1 if a pair failed, 130 if interrupted."""
    from milbalance.pair import many

    files = _files(milex, transfers, nmc, source_id)
    ended = many.run(listed, out, files, processes=workers, scheduler=scheduler)
    end(ended)


def _files(
    milex: list[Path] | None, transfers: list[Path] | None, nmc: list[Path] | None, source_id: list[str] | None
) -> Any:
    """The official files that are read beside the shipped tables."""
    from milbalance.pair import Files

    return Files(tuple(milex or ()), tuple(transfers or ()), tuple(nmc or ()), tuple(source_id or ()))


def _span(text: str | None) -> tuple[int, int] | None:
    """Years as they are written on the command line: "2000-2020"."""
    if text is None:
        return None
    first, dash, last = text.partition("-")
    if not (first.isdecimal() and (last.isdecimal() or not dash)):
        raise MilbalanceError(
            f"--years: found {text!r}; wanted a year or a first and a last one, such as 2000-2020"
        )
    return int(first), int(last or first)
