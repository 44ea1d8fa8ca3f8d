"""The command line: `milbalance --help`, also `python -m milbalance`."""

from __future__ import annotations

import errno
import functools
import sys
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance import console
from milbalance.errors import MilbalanceError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line in a process of its own: what `milbalance` and `python -m milbalance` call."""
    console.prepare()
    app()


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what a reader can mend into its message and exit code 2, and Ctrl-C into 130, without a traceback."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except MilbalanceError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(130) from None
        except OSError as error:
            if error.errno == errno.EPIPE or error.filename is None:
                raise  # whoever read the output has gone, as `head` does; or no file of the reader's
            typer.echo(f"{error.filename}: {error.strerror}", err=True)
            raise typer.Exit(2) from None

    return run


def _examples(*lines: str) -> str:
    """The end of a command's help: what one types, one example a line."""
    return "\n\n".join(["Examples:", *lines])


def _say_version(wanted: bool) -> None:
    if wanted:
        from milbalance import __version__, paths

        typer.echo(f"milbalance {__version__}, tables in {paths.told(paths.data())}")
        raise typer.Exit


@app.callback(
    epilog=_examples(
        "milbalance list claims", "milbalance claims spending-ratio", "milbalance choices spending-ratio --counted"
    )
)
def _program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help="Say which version this is, and which tables."
        ),
    ] = False,
) -> None:
    """Military balances from cited data: what an article states, recomputed, and how far it holds.

    Exit code 0: fine. 1: a difference was asked about and exists. 2: bad input, said in plain lines.
    """


@app.command(epilog=_examples("milbalance check", "milbalance check my-data"))
@_plainly
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Data folder, or the folder of an article; default: the shipped data/.")
    ] = None,
) -> None:
    """Validate every table and choice: all faults at once, as file:line:column, found and wanted."""
    from milbalance import articles, documents, load, paths, schema, validate
    from milbalance import claims as ledger

    where = folder or paths.data()
    if articles.is_article(where):
        opened = articles.open_article(where)
        typer.echo(f"{opened.title}: {_counted(len(opened.claims), 'statement')} can be computed.")
        return
    faults = validate.check(where)
    if not faults and (where / documents.CHOICES).is_file():
        faults = articles.check(folder)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        typer.echo(f"{len(faults)} fault{'s' * (len(faults) > 1)}", err=True)
        raise typer.Exit(2)
    tables = schema.tables(where)
    typer.echo(f"All {len(tables)} tables in {paths.told(where)} are valid.")
    written = documents.read(where / documents.CHOICES, "choices").value
    for claim_id in ledger.uncomputed(load.table("claims", where), written) if "claims" in tables else ():
        typer.echo(_without_computation(claim_id), err=True)


def _without_computation(claim_id: str) -> str:
    return f"claims.csv: {claim_id} has no computation yet, so it is left out; wanted in choices.yml"


_JSON = Annotated[bool, typer.Option("--json", help="A list of objects, numbers as numbers, null for none.")]
_CSV = Annotated[bool, typer.Option("--csv", help="One row each, for a spreadsheet.")]
_ARTICLE = Annotated[Path | None, typer.Option("--article", help="The folder of another article.")]


def _tables(article: Path | None) -> Any:
    """The shipped tables, or those with the statements of another article in them."""
    from milbalance import articles, load

    return load.everything() if article is None else articles.open_article(article).data


class Listed(StrEnum):
    """What can be listed."""

    claims = "claims"
    figures = "figures"
    sources = "sources"
    places = "places"


@app.command(
    "list",
    epilog=_examples("milbalance list claims", "milbalance list sources sipri", "milbalance list places --csv"),
)
@_plainly
def list_(
    what: Annotated[Listed, typer.Argument(help="What to list.")],
    word: Annotated[str | None, typer.Argument(help="Only what holds this word.")] = None,
    as_json: _JSON = False,
    as_csv: _CSV = False,
) -> None:
    """List the claims, figures, sources or places by the names that other commands take."""
    import pandas as pd

    from milbalance import figures as figs
    from milbalance import listing, load, tables

    rows = listing.figures(figs.registry()) if what is Listed.figures else listing.rows(load.everything(), what)
    rows = listing.holding(rows, word or "")
    if as_json or as_csv:
        typer.echo(tables.as_text(rows, as_json, as_csv), nl=False)
    elif rows:
        typer.echo(tables.aligned(pd.DataFrame(rows)))
    else:
        raise MilbalanceError(f"none of the {what} holds {word!r}; `milbalance list {what}` has them all")


@app.command(
    epilog=_examples(
        "milbalance figures",
        "milbalance figures spending_ratio --out my-figures",
        "milbalance figures --format pdf",
    )
)
@_plainly
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

    cards = figs.draw_all(data, folder, _progress(entries, "figures"), kinds, editable_text=editable_text)
    typer.echo(f"{_counted(len(cards), 'figure')} drawn.")
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
    epilog=_examples("milbalance notebooks", "milbalance notebooks 01 02", "milbalance notebooks --html pages")
)
@_plainly
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
        typer.echo(f"{_counted(len(notebook_html.write(nbs.chosen(names or []), html)), 'page')} written.")
        return
    for path in _progress(nbs.chosen(names or []), "notebooks"):
        changed = nbs.execute(path)
        typer.echo(f"{path.name}: {'outputs changed' if changed else 'unchanged'}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


@app.command(
    epilog=_examples(
        "milbalance claims spending-ratio", "milbalance claims --csv > ledger.csv", "milbalance claims --changed"
    )
)
@_plainly
def claims(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Claims; default: all.")] = None,
    as_json: _JSON = False,
    as_csv: _CSV = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only verdicts that differ from data/claims.csv; exit 1 if any does.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write ledger/: every claim and every choice as CSV.")
    ] = False,
    article: _ARTICLE = None,
) -> None:
    """The ledger: what each claim states, what the data give, how many ways of counting agree, the verdict."""
    from milbalance import claims as ledger
    from milbalance import committed, near, paths, tables

    if write and article:
        raise MilbalanceError("found --write and --article; wanted one: ledger/ holds the shipped article")
    if write and ids:
        raise MilbalanceError(
            f"found --write and {', '.join(ids)}; wanted --write alone: the ledger holds every claim"
        )
    data = _tables(article)
    if write:
        committed.write(data, paths.ledger())
    rows = ledger.records(data, near.found(ids or [], data.claims["claim_id"], "claim"))
    for claim_id in [] if ids else ledger.uncomputed(data.claims, data.choices):
        typer.echo(_without_computation(claim_id), err=True)
    shown = [row for row in rows if row["committed"] != row["kind"]] if changed else rows
    if as_json or as_csv:
        typer.echo(tables.as_text(shown, as_json, as_csv), nl=False)
    elif changed:
        _print_changed(shown, len(rows))
    else:
        for row in rows:
            typer.echo(f"{row['claim_id']:22} {row['verdict_in_words']}\n    {row['sentence']}")
        typer.echo("\n" + tables.counted(row["verdict"] for row in rows))
    if changed and shown:
        raise typer.Exit(1)


def _print_changed(flipped: list[dict[str, Any]], of: int) -> None:
    for row in flipped:
        typer.echo(f"{row['claim_id']}: committed {row['committed'] or 'none'}, computed {row['kind']}")
    if flipped:
        words = (
            f"{len(flipped)} of {_counted(of, 'verdict')} differ{'s' * (len(flipped) == 1)} from data/claims.csv"
        )
        typer.echo(f"{words}: look, then commit what is right there.")
    else:
        typer.echo(f"No verdict has changed ({of} checked).")


@app.command(
    epilog=_examples(
        "milbalance choices spending-ratio --counted", "milbalance choices israel-60 --csv > choices.csv"
    )
)
@_plainly
def choices(
    claim_id: Annotated[str, typer.Argument(metavar="ID", help="The claim.")],
    as_json: _JSON = False,
    as_csv: _CSV = False,
    counted: Annotated[
        bool, typer.Option("--counted", help="Only those that count towards the verdict, and the plain reading.")
    ] = False,
    article: _ARTICLE = None,
) -> None:
    """Every choice of one claim: its answer, whether the wording covers it, its weight, and why to make it."""
    from milbalance import claims as ledger
    from milbalance import near, tables

    data = _tables(article)
    (meant,) = near.found([claim_id], data.claims["claim_id"], "claim")
    found = ledger.assess(data, meant)
    listed = replace(found, grid=found.grid[found.grid["counted"] | found.grid["plain"]]) if counted else found
    if as_json or as_csv:
        typer.echo(tables.as_text(ledger.choice_records(listed), as_json, as_csv), nl=False)
        return
    typer.echo(found.sentence + "\n")
    typer.echo(tables.aligned(ledger.choice_table(listed)))
    left_out = len(found.grid) - len(listed.grid)
    if left_out:
        typer.echo(f"\n{left_out} more are shown and not counted.")
    typer.echo(f"\nVerdict: {found.told}; support {ledger.percent(found.support.support)} of the weight decided.")


class Kind(StrEnum):
    """The official files that can be imported."""

    sipri_milex = "sipri-milex"
    sipri_transfers = "sipri-transfers"
    wdi = "wdi"
    cow_nmc = "cow-nmc"


@app.command(
    "import",
    epilog=_examples(
        "milbalance import sipri-milex SIPRI-Milex-data.xlsx --out rows.csv",
        "milbalance import cow-nmc NMC.csv --source-id cow-nmc-6.0",
    ),
)
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
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Refuse a file with any row that cannot be read; else a tenth is left out."),
    ] = False,
) -> None:
    """Read an official file to tidy rows with the columns of the shipped table; report what was read."""
    from milbalance import tables
    from milbalance.files import replace

    found = _imported(kind, file, table, yearly, source_id, strict)
    for line in found.report.lines():
        typer.echo(line, err=True)
    text = tables.frame_as_csv(found.rows)
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
    from milbalance import load

    try:
        return load.table("spending")
    except MilbalanceError:
        return None


_SOURCE_ID = typer.Option(
    help="Name of the edition where a file does not say it; FILE=ID where there are several files. May be repeated."
)
_MILEX = typer.Option(help="SIPRI's workbook of military expenditure; one an edition, may be repeated.")
_TRANSFERS = typer.Option(help="A file of SIPRI's arms transfers; one a release, may be repeated.")
_NMC = typer.Option(help="COW's National Material Capabilities; one a version, may be repeated.")


@app.command(epilog=_examples("milbalance reconcile SIPRI-Milex-data.xlsx"))
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


@app.command(epilog=_examples("milbalance editions OLD.xlsx NEW.xlsx --place ARM"))
@_plainly
def editions(
    old: Annotated[Path, typer.Argument(help="The older official file.")],
    new: Annotated[Path, typer.Argument(help="The newer one, of the same kind.")],
    place: Annotated[str | None, typer.Option(help="Only this place, as ISO code: AZE.")] = None,
    source_id: Annotated[list[str] | None, _SOURCE_ID] = None,
) -> None:
    """What a release changed: rebased, revised, new, gone, suspect; implied prices; verdicts that would flip."""
    from milbalance import editions as releases
    from milbalance import load, source_ids
    from milbalance.pair import places

    code = places.code(place) if place else None
    named = source_ids.by_file([old, new], source_id or [])
    ids = {"old_source": named.get(old), "new_source": named.get(new)}
    typer.echo("\n".join(releases.files(load.everything(), old, new, code, **ids).lines))


@app.command(
    epilog=_examples(
        "milbalance pair ISR TUR --out isr-tur",
        "milbalance pair IND PAK --milex SIPRI-Milex-data.xlsx --out ind-pak",
    )
)
@_plainly
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
    source_id: Annotated[list[str] | None, _SOURCE_ID] = None,
) -> None:
    """Compare two places: what can be compared, then notebook, figures, tables, workbook and references."""
    from milbalance.pair import Request, coverage, export, inputs

    request = Request(side_a, side_b, _span(years), _files(milex, transfers, nmc, source_id))
    for line in coverage.lines(coverage.report(inputs.assemble(request), request)):
        typer.echo(line)
    made = export.write(request, out)
    drawn, held = len(made.figures), len(made.tables)
    typer.echo(
        f"{out.name}: {drawn} figure{'s' * (drawn != 1)}, {held} table{'s' * (held != 1)}, notebook, workbook, "
        "references."
    )


@app.command(epilog=_examples("milbalance pairs list.csv --out many"))
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
    milex: Annotated[list[Path] | None, _MILEX] = None,
    transfers: Annotated[list[Path] | None, _TRANSFERS] = None,
    nmc: Annotated[list[Path] | None, _NMC] = None,
    source_id: Annotated[list[str] | None, _SOURCE_ID] = None,
) -> None:
    """Compare many pairs; run it again to continue. Exit code 1 if a pair failed, 130 if interrupted."""
    from milbalance import pairs as many

    files = _files(milex, transfers, nmc, source_id)
    ended = many.run(listed, out, files, processes=workers, scheduler=scheduler)
    typer.echo("\n".join(ended.lines))
    if ended.exit_code:
        raise typer.Exit(ended.exit_code)


def _files(
    milex: list[Path] | None, transfers: list[Path] | None, nmc: list[Path] | None, source_id: list[str] | None
) -> Any:
    """The official files that stand beside the shipped tables."""
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


@app.command(epilog=_examples("milbalance site my-site"))
@_plainly
def site(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write; an earlier site is replaced whole.")],
) -> None:
    """Write the static site: every claim, figure and notebook, from what is committed; needs no network."""
    from milbalance import load
    from milbalance.site import build

    number = build.write(load.everything(), out)
    typer.echo(f"{out.name}: {number} pages; open {out.name}/index.html.")


@app.command(epilog=_examples("milbalance workbook milbalance.xlsx"))
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


@app.command(
    epilog=_examples("milbalance cite sipri-milex-2025", "milbalance cite --figure spending_ratio --format csl")
)
@_plainly
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
    from milbalance import near, paths

    ids: list[str] = []
    if figure is not None:
        (entry,) = figs.chosen([figure])
        cards = figs.read_cards(paths.figures())
        ids += [citations.OWN, *next(card["sources"] for card in cards if card["name"] == entry.name)]
    if claim is not None:
        (meant,) = near.found([claim], data.claims["claim_id"], "claim")
        ids += [citations.OWN, *ledger.assess(data, meant).sources]
    return ids


@app.command(epilog=_examples("milbalance readme"))
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
