"""`site`, `workbook`, `cite` and `readme`: what is written for readers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.cli.common import examples, plainly
from milbalance.errors import MilbalanceError

app = typer.Typer()


@app.command(epilog=examples("milbalance site my-site"))
@plainly
def site(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; an earlier site is replaced whole.")],
) -> None:
    """Write the static site: every claim, figure and notebook, from what is committed; needs no network."""
    from milbalance.publish.site import build
    from milbalance.tables import load

    number = build.write(load.everything(), out)
    typer.echo(f"{out.name}: {number} pages; open {out.name}/index.html.")


@app.command(epilog=examples("milbalance workbook milbalance.xlsx"))
@plainly
def workbook(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write; replaced if it is there.")
    ],
) -> None:
    """Write one spreadsheet: ledger, every table with notes and links, native charts, every choice by claim."""
    from milbalance.publish import workbook as book
    from milbalance.tables import load

    sheets = book.write(load.everything(), file)
    typer.echo(f"{file.name}: {sheets} sheets.")


@app.command(
    epilog=examples("milbalance cite sipri-milex-2025", "milbalance cite --figure spending_ratio --format csl")
)
@plainly
def cite(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Ids of data/sources.csv, or milbalance; default: all."),
    ] = None,
    style: Annotated[str, typer.Option("--format", help="bibtex, or csl for CSL-JSON.")] = "bibtex",
    figure: Annotated[str | None, typer.Option(help="What this figure rests on, and this project.")] = None,
    claim: Annotated[
        str | None, typer.Option(help="What the test of this claim rests on, and this project.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write to this file; default: print.")] = None,
) -> None:
    """Citations of the sources and of this project, as BibTeX or CSL-JSON."""
    from milbalance.io.files import replace
    from milbalance.publish import cite as citations
    from milbalance.tables import load

    data = load.everything()
    ids = [*(sources or []), *_behind(data, figure, claim)]
    text = citations.text(citations.chosen(data, ids), style)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        replace(out, text.encode())
    except OSError as error:
        raise MilbalanceError(f"--out: {out} cannot be written ({error.strerror})") from error


def _behind(data: Any, figure: str | None, claim: str | None) -> list[str]:
    """What a figure and a claim rest on: their sources and this project, which calculates."""
    from milbalance import arguments
    from milbalance import articles as ledger
    from milbalance.charts import export as figs
    from milbalance.publish import cite as citations
    from milbalance.tables import paths

    ids: list[str] = []
    if figure is not None:
        (entry,) = figs.chosen([figure])
        cards = figs.read_cards(paths.figures())
        ids += [citations.OWN, *next(card["sources"] for card in cards if card["name"] == entry.name)]
    if claim is not None:
        (meant,) = arguments.named("claim", [claim], data.claims["claim_id"])
        ids += [citations.OWN, *ledger.assess(data, meant).sources]
    return ids


@app.command(epilog=examples("milbalance readme"))
@plainly
def readme() -> None:
    """Write what is made from the data into README.md, REPLICATION.md and data/README.md."""
    from milbalance.charts import export as figs
    from milbalance.io.files import replace
    from milbalance.publish import dictionary, replication
    from milbalance.publish import readme as text
    from milbalance.tables import load, paths

    data, cards, root = load.everything(), figs.read_cards(paths.figures()), paths.root()
    programs = {name: entry.chart.__module__ for name, entry in figs.registry().items()}
    pages = {
        root / "README.md": text.rewritten(data, cards, root / "README.md"),
        root / replication.FILE: replication.rewritten(data, cards, programs, root / replication.FILE),
        paths.data() / "README.md": dictionary.text(),
    }
    for path, page in pages.items():
        replace(path, page.encode())
