"""`site`, `workbook`, `cite` and `readme`: what is written for readers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.cli.common import ARTICLE, examples, one_place, plainly, tables_of
from milbalance.errors import MilbalanceError

app = typer.Typer()


@app.command(epilog=examples("milbalance site my-site", "milbalance site --article FOLDER --out my-site"))
@plainly
def site(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Folder to write; an earlier site is replaced whole."),
    ] = None,
    article: ARTICLE = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="The same as DIR.")] = None,
    url: Annotated[str, typer.Option(help="The address of the site, for links and pictures when shared.")] = "",
) -> None:
    """Write the web site: a page for every claim, the figures, the notebooks. It needs no network."""
    from milbalance.publish.site import build

    place = one_place(folder, out, "a folder to write")
    if url and not re.fullmatch(r"https?://[\w.:-]+(/[\w.~%/-]*)?", url):
        raise MilbalanceError(f"--url: found {url!r}; wanted an address such as https://example.org/milbalance")
    number = build.write(tables_of(article), place, article, url)
    typer.echo(f"{place.name}: {number} pages written. Open {place.name}/index.html.")
    if not url:
        typer.echo("Without --url a shared link shows its title and text, and no picture.")


@app.command(
    epilog=examples("milbalance workbook milbalance.xlsx", "milbalance workbook --article FOLDER --out its.xlsx")
)
@plainly
def workbook(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE.xlsx", help="The workbook to write; replaced if it is there.")
    ] = None,
    article: ARTICLE = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.xlsx", help="The same as FILE.xlsx, or a folder for it.")
    ] = None,
) -> None:
    """Write one spreadsheet: the verdicts, every table with notes and links, charts, every calculation."""
    from milbalance.publish import workbook as book

    place = one_place(file, out, "a file to write, such as milbalance.xlsx")
    place = place / "milbalance.xlsx" if place.is_dir() else place
    sheets = book.write(tables_of(article), place)
    typer.echo(f"{place.name}: {sheets} sheets written.")


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
    figure: Annotated[str | None, typer.Option(help="The sources of this figure, and this project.")] = None,
    claim: Annotated[
        str | None, typer.Option(help="The sources of the answer to this claim, and this project.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write to this file; default: print.")] = None,
) -> None:
    """Print what to cite, as BibTeX or CSL-JSON: the sources named or all, or those of a figure or claim."""
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
        (drawn,) = figs.chosen(data, [figure])
        cards = figs.read_cards(data, paths.figures())
        ids += [citations.OWN, *next(card["sources"] for card in cards if card["name"] == drawn)]
    if claim is not None:
        (meant,) = arguments.named("claim", [claim], data.claims["claim_id"])
        ids += [citations.OWN, *ledger.assess(data, meant).sources]
    return ids


@app.command(epilog=examples("milbalance readme"))
@plainly
def readme() -> None:
    """Write the parts that come from the data into README.md, REPLICATION.md, docs/ and data/README.md."""
    from milbalance.charts import export as figs
    from milbalance.io.files import replace
    from milbalance.publish import dictionary, replication
    from milbalance.publish import readme as text
    from milbalance.tables import load, paths

    data, root = load.everything(), paths.root()
    cards = figs.read_cards(data, paths.figures())
    pages = {
        **text.rewritten(data, cards, root),
        root / replication.FILE: replication.rewritten(data, cards, root / replication.FILE),
        paths.data() / "README.md": dictionary.text(),
    }
    for path, page in pages.items():
        replace(path, page.encode())
