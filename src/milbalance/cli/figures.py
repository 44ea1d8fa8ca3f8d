"""`figures` and `notebooks`: draw the figures, run the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.cli.common import ARTICLE, counted, examples, plainly, progress, tables_of, without_computation
from milbalance.errors import MilbalanceError

app = typer.Typer()


@app.command(
    epilog=examples(
        "milbalance figures",
        "milbalance figures spending_ratio --out my-figures",
        "milbalance figures --format pdf",
        "milbalance figures --article FOLDER --out its-figures",
    )
)
@plainly
def figures(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Figures to draw; default: all.")
    ] = None,
    formats: Annotated[str, typer.Option("--format", help="Picture formats, by comma: svg, png, pdf.")] = "svg,png",
    out: Annotated[Path | None, typer.Option(help="Folder to write to; default: figures/.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Draw even if nothing changed.")] = False,
    editable_text: Annotated[
        bool, typer.Option("--editable-text", help="Keep text as text in SVG, for a newsroom's own fonts.")
    ] = False,
    article: ARTICLE = None,
) -> None:
    """Draw the figures named, or all. For all, also print every number with its verdict and figure."""
    from milbalance.charts import last_run, metadata
    from milbalance.tables import paths

    if article and not out:
        raise MilbalanceError(
            "found --article without --out; wanted a folder to write: figures/ holds the shipped ones"
        )
    kinds = _formats(formats)
    folder = out or paths.figures()
    if names or article or kinds != metadata.DEFAULT_FORMATS or editable_text:
        _draw_some(tables_of(article), folder, names or [], kinds, editable_text)
        return
    before = last_run.inputs()
    said = None if force else last_run.said(folder, before)
    if said is None:
        said = _draw_all(folder, force)
        last_run.keep(folder, before, said)
    else:
        typer.echo("Every figure is up to date (--force draws all).")
    typer.echo(said, nl=False)


def _formats(text: str) -> tuple[str, ...]:
    from milbalance.charts import metadata

    kinds = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [kind for kind in kinds if kind not in metadata.FORMATS]
    if unknown or not kinds:
        raise MilbalanceError(f"--format: found {text!r}; wanted some of {', '.join(metadata.FORMATS)}")
    return kinds


def _draw_some(data: Any, folder: Path, names: list[str], kinds: tuple[str, ...], editable_text: bool) -> None:
    """Draw the named figures, or all, in these formats, and say what was written or what was found."""
    from milbalance.charts import export as figs
    from milbalance.tables import paths

    chosen = figs.chosen(data, names)
    figs.draw_all(data, folder, progress(chosen, "figures"), kinds, editable_text=editable_text)
    typer.echo(f"{counted(len(chosen), 'figure')} drawn.")
    if not names:
        typer.echo(_findings(data, paths.told(folder)), nl=False)
    written = ", ".join(f".{kind}" for kind in (*kinds, "csv", "json"))
    for name in chosen if names else ():
        typer.echo(f"{paths.told(folder)}{name}: {written}")


def _draw_all(folder: Path, force: bool) -> str:
    """Draw what is stale of all figures, or all, and note what they were made from; returns the findings."""
    from milbalance.charts import export as figs
    from milbalance.charts import figure, stale
    from milbalance.io.files import replace
    from milbalance.tables import load, paths

    data = load.everything()
    inputs = stale.Inputs(figure.described(data))
    due = list(inputs.figures) if force else stale.figures(folder, inputs)
    figs.draw_all(data, folder, progress(due, "figures"))
    stale.note(folder, inputs, due)
    cards = figs.read_cards(data, folder)
    replace(folder / "README.md", figs.index(cards).encode())
    replace(folder / "texts.md", figs.texts(cards).encode())
    others = len(inputs.figures) - len(due)
    typer.echo(f"{counted(len(due), 'figure')} drawn, {others} up to date (--force draws all).")
    return _findings(data, paths.told(folder))


def _findings(data: Any, folder: str) -> str:
    """Each claim with its verdict and figure, the verdicts counted, and what to do next."""
    from milbalance import articles as ledger
    from milbalance.articles import headline
    from milbalance.articles import summary as standing
    from milbalance.charts import figure

    found = standing.assessments(data)
    drawn = reversed(figure.described(data).items())  # of several, the first
    named = {claim: name for name, spec in drawn for claim in spec.get("claims", ())}
    pictures = {claim: f"{folder}{name}.svg" for claim, name in named.items()}
    lines = [
        f"{one.claim.claim_id:22} {one.words:27} article: {one.claim.said:16} "
        f"data: {ledger.found(one.answer, one.claim.relation):>18}  {ledger.unit(one.claim.unit):19} "
        f"{pictures.get(one.claim.claim_id, '')}".rstrip()
        for one in found
    ]
    lines += map(without_computation, ledger.uncomputed(data.claims, data.choices))
    lines += ["", headline.verdicts(data, found)]
    first = next(iter(figure.described(data)), "README")
    lines += [f"Next: open {folder}{first}.png. For the reasons: milbalance claims NAME"]
    return "\n".join(["", *lines, ""])


@app.command(
    epilog=examples("milbalance notebooks", "milbalance notebooks 01 02", "milbalance notebooks --html pages")
)
@plainly
def notebooks(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Numbers or names; default: all.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Do not run them: write them as HTML pages into this folder."),
    ] = None,
) -> None:
    """Run notebooks and save their outputs, each in a fresh kernel. A second run changes nothing."""
    from milbalance.publish import notebook_html
    from milbalance.publish import notebooks as nbs

    if html is not None:
        typer.echo(f"{counted(len(notebook_html.write(nbs.chosen(names or []), html)), 'page')} written.")
        return
    for path in progress(nbs.chosen(names or []), "notebooks"):
        changed = nbs.execute(path)
        typer.echo(f"{path.name}: {'outputs changed' if changed else 'unchanged'}")
