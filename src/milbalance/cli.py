"""The command line: `milbalance --help`, also `python -m milbalance`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.errors import MilbalanceError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Military balances from cited data: validate the tables, draw the figures, run the notebooks.\n\n"
    "Exit code 0: fine. 1: a difference was asked about and exists. 2: bad input, said in plain lines.",
)


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn our own errors into their message and exit code 2, without a traceback."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except MilbalanceError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None

    return run


@app.command()
@_plainly
def check(
    folder: Annotated[Path | None, typer.Argument(help="Data folder; default: the shipped data/.")] = None,
) -> None:
    """Validate every table: all faults at once, as file:line:column, found and wanted."""
    from milbalance import schema, validate

    faults = validate.check(folder)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        typer.echo(f"{len(faults)} fault{'s' * (len(faults) > 1)}", err=True)
        raise typer.Exit(2)
    typer.echo(f"{len(schema.tables(folder))} tables are as datapackage.json describes them.")


@app.command()
@_plainly
def figures(
    names: Annotated[list[str] | None, typer.Argument(help="Figures to draw; default: all.")] = None,
    formats: Annotated[str, typer.Option("--format", help="Picture formats, by comma: svg, png, pdf.")] = "svg,png",
    out: Annotated[Path | None, typer.Option(help="Folder to write to; default: figures/.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Draw even if nothing changed.")] = False,
    editable_text: Annotated[
        bool, typer.Option("--editable-text", help="Keep text as text in SVG, for a newsroom's own fonts.")
    ] = False,
) -> None:
    """Draw the figures; print for each claim what is stated, what is computed and where it is drawn."""
    from milbalance import figures as figs
    from milbalance import load, paths

    data = load.everything()
    folder = out or paths.figures()
    entries = figs.chosen(names or [])
    kinds = _formats(formats)
    whole = not names and kinds == figs.DEFAULT_FORMATS and not editable_text
    if whole and not force and figs.up_to_date(folder):
        typer.echo(f"{len(entries)} figures are up to date (--force draws them again).")
    else:
        _draw(data, folder, entries, kinds, editable_text, index=whole)
    _print_findings(data)


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

    cards = figs.draw_all(data, folder, _progress(entries, "figures"), kinds, editable_text=editable_text)
    typer.echo(f"{len(cards)} figures drawn.")
    if index:
        replace(folder / "README.md", figs.index(cards).encode())
        figs.write_manifest(folder)


def _progress(items: list[Any], what: str) -> Any:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=what, console=Console(stderr=True))


def _print_findings(data: Any) -> None:
    from milbalance import claims

    typer.echo("")
    rows: list[Any] = list(claims.ledger(data).itertuples())
    for row in rows:
        typer.echo(
            f"{row.claim_id:22} stated {claims.stated(data, row.claim_id).said:16} computed {row.found:>18}  "
            f"{claims.unit(row.unit):19} figures/{row.figure}.svg"
        )


@app.command()
@_plainly
def notebooks(
    names: Annotated[list[str] | None, typer.Argument(help="Numbers or names; default: all.")] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write them, as they are, as HTML pages instead of running them."),
    ] = None,
) -> None:
    """Execute notebooks in place, each in a fresh kernel; a second run changes no byte."""
    from milbalance import notebook_html
    from milbalance import notebooks as nbs

    if html is not None:
        typer.echo(f"{len(notebook_html.write(nbs.chosen(names or []), html))} pages written.")
        return
    for path in _progress(nbs.chosen(names or []), "notebooks"):
        changed = nbs.execute(path)
        typer.echo(f"{path.name}: {'outputs changed' if changed else 'unchanged'}")


_JSON = Annotated[bool, typer.Option("--json", help="A list of objects, numbers as numbers, null for none.")]
_CSV = Annotated[bool, typer.Option("--csv", help="One row each, for a spreadsheet.")]


@app.command()
@_plainly
def claims(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Claims; default: all.")] = None,
    as_json: _JSON = False,
    as_csv: _CSV = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only verdicts that differ from data/claims.csv; exit 1 if any does.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write ledger/: every claim and every choice as CSV.")
    ] = False,
) -> None:
    """The ledger: what each claim states, what the data give, how many ways of counting agree, the verdict."""
    from milbalance import claims as ledger
    from milbalance import committed, load, paths, tables

    data = load.everything()
    if write:
        committed.write(data, paths.ledger())
    rows = ledger.records(data, ids)
    if changed:
        _print_changed(rows)
    elif as_json or as_csv:
        typer.echo(tables.as_text(rows, as_json, as_csv), nl=False)
    else:
        for row in rows:
            typer.echo(f"{row['claim_id']:22} {row['verdict_in_words']}\n    {row['sentence']}")
        typer.echo("\n" + tables.counted(row["verdict"] for row in rows))


def _print_changed(rows: list[dict[str, Any]]) -> None:
    flipped = [row for row in rows if row["committed"] != row["kind"]]
    for row in flipped:
        typer.echo(f"{row['claim_id']}: committed {row['committed'] or 'none'}, computed {row['kind']}")
    if flipped:
        typer.echo(
            f"{len(flipped)} of {len(rows)} verdicts differ from data/claims.csv: look, then commit them there."
        )
        raise typer.Exit(1)
    words = "1 verdict is" if len(rows) == 1 else f"{len(rows)} verdicts are"
    typer.echo(f"{words} as data/claims.csv has them.")


@app.command()
@_plainly
def choices(
    claim_id: Annotated[str, typer.Argument(metavar="ID", help="The claim.")],
    as_json: _JSON = False,
    as_csv: _CSV = False,
) -> None:
    """Every choice of one claim: its answer, whether the wording covers it, its weight, and why to make it."""
    from milbalance import claims as ledger
    from milbalance import load, tables

    found = ledger.assess(load.everything(), claim_id)
    if as_json or as_csv:
        typer.echo(tables.as_text(ledger.choice_records(found), as_json, as_csv), nl=False)
        return
    typer.echo(found.sentence + "\n")
    typer.echo(tables.aligned(ledger.choice_table(found)))
    typer.echo(f"\nVerdict: {found.told}; support {ledger.percent(found.support.support)} of the weight decided.")


class Kind(StrEnum):
    """The official files that can be imported."""

    sipri_milex = "sipri-milex"
    sipri_transfers = "sipri-transfers"
    wdi = "wdi"
    cow_nmc = "cow-nmc"


@app.command("import")
@_plainly
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
) -> None:
    """Read an official file to tidy rows with the columns of the shipped table; report what was read."""
    from milbalance import tables
    from milbalance.files import replace

    found = _imported(kind, file, table, yearly, source_id)
    for line in found.report.lines():
        typer.echo(line, err=True)
    text = tables.frame_as_csv(found.rows)
    if out is None:
        typer.echo(text, nl=False)
    else:
        replace(out, text.encode())


def _imported(kind: Kind, file: Path, table: str | None, yearly: bool, source_id: str | None) -> Any:
    from milbalance.ingest import milex, nmc, sipri_transfers, wdi

    if kind is Kind.sipri_milex:
        return milex.read(file, source_id=source_id)
    if kind is Kind.wdi:
        return wdi.read(file, table=table, source_id=source_id)
    if kind is Kind.cow_nmc:
        return nmc.read(file, table=table or "spending", source_id=source_id)
    read = sipri_transfers.read_yearly if yearly else sipri_transfers.read
    return read(file, source_id=source_id)


@app.command()
@_plainly
def reconcile(
    file: Annotated[Path, typer.Argument(help="An official file, as downloaded.")],
    source_id: Annotated[
        str | None, typer.Option(help="Name of the edition where the file does not say it.")
    ] = None,
) -> None:
    """Compare the shipped rows with an official file, cell by cell; exit code 1 if any cell differs."""
    from milbalance import load
    from milbalance import reconcile as cells

    found = cells.file(load.everything(), file, source_id=source_id)
    typer.echo("\n".join(found.lines))
    if found.differences:
        raise typer.Exit(1)


@app.command()
@_plainly
def editions(
    old: Annotated[Path, typer.Argument(help="The older official file.")],
    new: Annotated[Path, typer.Argument(help="The newer one, of the same kind.")],
    place: Annotated[str | None, typer.Option(help="Only this place, as ISO code: AZE.")] = None,
) -> None:
    """What a release changed: rebased, revised, new, gone, suspect; implied prices; verdicts that would flip."""
    from milbalance import editions as releases
    from milbalance import load

    typer.echo("\n".join(releases.files(load.everything(), old, new, place).lines))


@app.command()
@_plainly
def pair(
    side_a: Annotated[str, typer.Argument(metavar="AAA", help="The first place, as ISO code: ISR.")],
    side_b: Annotated[str, typer.Argument(metavar="BBB", help="The second place.")],
    out: Annotated[
        Path,
        typer.Option(help="Folder to write; one that an earlier run made is replaced whole.", show_default=False),
    ],
    years: Annotated[str | None, typer.Option(help="First and last year: 2000-2020; default: all.")] = None,
    milex: Annotated[Path | None, typer.Option(help="SIPRI's workbook of military expenditure.")] = None,
    transfers: Annotated[Path | None, typer.Option(help="A file of SIPRI's arms transfers.")] = None,
    nmc: Annotated[Path | None, typer.Option(help="COW's National Material Capabilities.")] = None,
) -> None:
    """Compare two places: what can be compared, then notebook, figures, tables, workbook and references."""
    from milbalance.pair import Request, coverage, export, inputs

    request = Request(side_a, side_b, _span(years), milex, transfers, nmc)
    for line in coverage.lines(coverage.report(inputs.assemble(request), request)):
        typer.echo(line)
    made = export.write(request, out)
    drawn, held = len(made.figures), len(made.tables)
    typer.echo(
        f"{out.name}: {drawn} figure{'s' * (drawn != 1)}, {held} table{'s' * (held != 1)}, notebook, workbook, "
        "references."
    )


@app.command()
@_plainly
def pairs(
    listed: Annotated[
        Path, typer.Argument(metavar="LIST.csv", help="Columns side_a, side_b and, if you like, years.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write, one folder a pair in it.")],
    workers: Annotated[int | None, typer.Option(help="Processes on this machine; default: one a core.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers see the same folders.")
    ] = None,
    milex: Annotated[Path | None, typer.Option(help="SIPRI's workbook of military expenditure.")] = None,
    transfers: Annotated[Path | None, typer.Option(help="A file of SIPRI's arms transfers.")] = None,
    nmc: Annotated[Path | None, typer.Option(help="COW's National Material Capabilities.")] = None,
) -> None:
    """Compare many pairs; run it again to continue. Exit code 1 if a pair failed, 130 if interrupted."""
    from milbalance import pairs as many

    ended = many.run(listed, out, many.Inputs(milex, transfers, nmc), processes=workers, scheduler=scheduler)
    typer.echo("\n".join(ended.lines))
    if ended.exit_code:
        raise typer.Exit(ended.exit_code)


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


@app.command()
@_plainly
def site(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; an earlier site is replaced whole.")],
) -> None:
    """Write the static site: every claim, figure and notebook, from what is committed; needs no network."""
    from milbalance import load
    from milbalance.site import build

    number = build.write(load.everything(), out)
    typer.echo(f"{out.name}: {number} pages; open {out.name}/index.html.")


@app.command()
@_plainly
def workbook(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write; replaced if it is there.")
    ],
) -> None:
    """Write one spreadsheet: ledger, every table with notes and links, native charts, every choice by claim."""
    from milbalance import load
    from milbalance import workbook as book

    sheets = book.write(load.everything(), file)
    typer.echo(f"{file.name}: {sheets} sheets.")


@app.command()
@_plainly
def cite(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Ids of data/sources.csv, or milbalance; default: all."),
    ] = None,
    style: Annotated[str, typer.Option("--format", help="bibtex, or csl for CSL-JSON.")] = "bibtex",
    figure: Annotated[str | None, typer.Option(help="What this figure rests on, and this project.")] = None,
    claim: Annotated[
        str | None, typer.Option(help="What the test of this claim rests on, and this project.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write to this file; default: print.")] = None,
) -> None:
    """Citations of the sources and of this project, as BibTeX or CSL-JSON."""
    from milbalance import cite as citations
    from milbalance import load
    from milbalance.files import replace

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
    from milbalance import cite as citations
    from milbalance import claims as ledger
    from milbalance import figures as figs
    from milbalance import paths

    ids: list[str] = []
    if figure is not None:
        (entry,) = figs.chosen([figure])
        cards = figs.read_cards(paths.figures())
        ids += [citations.OWN, *next(card["sources"] for card in cards if card["name"] == entry.name)]
    if claim is not None:
        ids += [citations.OWN, *ledger.assess(data, claim).sources]
    return ids


@app.command()
@_plainly
def readme() -> None:
    """Write what is made from the data into README.md, REPLICATION.md and data/README.md."""
    from milbalance import dictionary, load, paths, replication
    from milbalance import figures as figs
    from milbalance import readme as text
    from milbalance.files import replace

    data, cards, root = load.everything(), figs.read_cards(paths.figures()), paths.root()
    programs = {name: entry.chart.__module__ for name, entry in figs.registry().items()}
    pages = {
        root / "README.md": text.rewritten(data, cards, root / "README.md"),
        root / replication.FILE: replication.rewritten(data, cards, programs, root / replication.FILE),
        paths.data() / "README.md": dictionary.text(),
    }
    for path, page in pages.items():
        replace(path, page.encode())
