"""`figures` and `notebooks`: draw the figures, run the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.cli.common import counted, examples, plainly, progress
from milbalance.errors import MilbalanceError

app = typer.Typer()


@app.command(
    epilog=examples(
        "milbalance figures",
        "milbalance figures spending_ratio --out my-figures",
        "milbalance figures --format pdf",
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
) -> None:
    """Draw figures and say which files were written; of all, print each claim, its verdict and its figure too."""
    from milbalance import figures as figs
    from milbalance import load, paths

    entries, kinds = figs.chosen(names or []), _formats(formats)
    data = load.everything()
    folder = out or paths.figures()
    whole = not names and kinds == figs.DEFAULT_FORMATS and not editable_text
    if whole and not force and figs.up_to_date(folder):
        typer.echo(f"{len(entries)} figures are up to date (--force draws them again).")
    else:
        _draw(data, folder, entries, kinds, editable_text, index=whole)
    if names:
        written = ", ".join(f".{kind}" for kind in (*kinds, "csv", "json"))
        for entry in entries:
            typer.echo(f"{paths.told(folder)}{entry.name}: {written}")
    else:
        _print_findings(data, paths.told(folder))


def _formats(text: str) -> tuple[str, ...]:
    from milbalance import figures as figs

    kinds = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [kind for kind in kinds if kind not in figs.FORMATS]
    if unknown or not kinds:
        raise MilbalanceError(f"--format: found {text!r}; wanted some of {', '.join(figs.FORMATS)}")
    return kinds


def _draw(
    data: Any, folder: Path, entries: list[Any], kinds: tuple[str, ...], editable_text: bool, *, index: bool
) -> None:
    from milbalance import figures as figs
    from milbalance.files import replace

    cards = figs.draw_all(data, folder, progress(entries, "figures"), kinds, editable_text=editable_text)
    typer.echo(f"{counted(len(cards), 'figure')} drawn.")
    if index:
        replace(folder / "README.md", figs.index(cards).encode())
        figs.write_manifest(folder)


def _print_findings(data: Any, folder: str) -> None:
    """Each claim with its verdict and figure, the verdicts counted, and what to do next."""
    from milbalance import claims as ledger
    from milbalance import standing, summary

    found = standing.assessments(data)
    named = dict(zip(data.claims["claim_id"], data.claims["figure"], strict=True))
    typer.echo("")
    for one in found:
        claim = one.claim
        typer.echo(
            f"{claim.claim_id:22} {one.words:27} stated {claim.said:16} "
            f"computed {ledger.found(one.answer, claim.relation):>18}  {ledger.unit(claim.unit):19} "
            f"{folder}{named[claim.claim_id]}.svg"
        )
    typer.echo(f"\n{summary.verdicts(data, found)}")
    typer.echo(f"Next: open {folder}stated_and_computed.png. `milbalance claims ID` says why.")


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
        typer.Option(metavar="DIR", help="Write them, as they are, as HTML pages instead of running them."),
    ] = None,
) -> None:
    """Execute notebooks in place, each in a fresh kernel; a second run changes no byte."""
    from milbalance import notebook_html
    from milbalance import notebooks as nbs

    if html is not None:
        typer.echo(f"{counted(len(notebook_html.write(nbs.chosen(names or []), html)), 'page')} written.")
        return
    for path in progress(nbs.chosen(names or []), "notebooks"):
        changed = nbs.execute(path)
        typer.echo(f"{path.name}: {'outputs changed' if changed else 'unchanged'}")
