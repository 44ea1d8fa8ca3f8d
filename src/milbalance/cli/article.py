"""`article` and `measures`: any text, its statements as data, answered from the official files in a folder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milbalance.cli.common import CSV, JSON, SCHEDULER, WORKERS, calculations, end, examples, in_words, plainly
from milbalance.errors import DataError

if TYPE_CHECKING:
    from milbalance.tables.load import Data

app = typer.Typer()
article = typer.Typer(no_args_is_help=True, help="Check the numbers of any text against official files.")
app.add_typer(article, name="article")

FOLDER = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder with article.yml and claims.csv.")]
FILES = Annotated[
    list[Path] | None,
    typer.Option("--files", help="A folder of downloaded official files, searched in depth. May be repeated."),
]
"""The option of every command that reads official files."""


@article.command(epilog=examples("milbalance article new times-2024 --published 2024-04-22"))
@plainly
def new(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The name of its folder, such as times-2024.")],
    title: Annotated[str, typer.Option(help="The title of the text.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    published: Annotated[str, typer.Option(help="Its day, month or year, such as 2024-04-22.")] = "",
    url: Annotated[str, typer.Option(help="Its address.")] = "",
    into: Annotated[Path, typer.Option("--in", help="The folder in which its folder is made.")] = Path(),
) -> None:
    """Begin with a text: make a folder with two files to fill, article.yml and claims.csv, each with an example."""
    from milbalance.articles import begun

    folder = begun.begin(slug, into, title=title, publisher=publisher, published=published, url=url)
    typer.echo(f"{folder}: say in article.yml which text it is, and in claims.csv what it says, one row a number.")
    typer.echo(f"`milbalance measures` lists what a row can ask. Then run: milbalance article check {folder}")


@article.command(
    epilog=examples("milbalance article check data", "milbalance article check mine --files downloads --json")
)
@plainly
def check(folder: FOLDER, files: FILES = None, as_json: JSON = False, as_csv: CSV = False) -> None:
    """Give every number of a text its verdict, worst first. Exit code 0: all hold. 1: some do not. 2: bad input."""
    from milbalance import articles
    from milbalance.articles.report import WORST
    from milbalance.io import records

    opened = articles.open_article(folder, files or (), workers=os.cpu_count() or 1)
    for line in opened.told:
        typer.echo(line, err=True)
    if opened.figures:
        from milbalance.charts import faults
        from milbalance.publish.article import own_figures

        if wrong := faults.of_text(opened.data, folder):
            raise DataError(wrong)
        with TemporaryDirectory() as drawn:  # what cannot be drawn is refused here, as it is when a page is built
            own_figures.draw(opened, Path(drawn))
    found = opened.report()
    if as_json or as_csv:
        typer.echo(records.as_text(found, as_json, as_csv), nl=False)
    else:
        for row in sorted(found, key=lambda row: WORST.index(row["verdict"])):
            typer.echo(in_words(row["claim_id"], row["verdict"], row["statement"], row["sentence"]))
            for more in (*_beside(row, opened.data), *(one["sentence"] for one in row["near"])):
                typer.echo(f"    {more.rstrip('.')}.")
        typer.echo("\n" + records.counted(row["verdict"] for row in found))
    if any(row["verdict"] != WORST[-1] for row in found):
        raise typer.Exit(1)


@article.command(epilog=examples("milbalance article choices mine world-level --files downloads"))
@plainly
def choices(
    folder: FOLDER,
    claim_id: Annotated[str, typer.Argument(metavar="ID", help="The statement.")],
    files: FILES = None,
    as_json: JSON = False,
    as_csv: CSV = False,
) -> None:
    """Show every calculation of one statement: its answer, whether it fits the words, and why to make it."""
    from milbalance import arguments, articles
    from milbalance.io import records

    opened = articles.open_article(folder, files or (), workers=os.cpu_count() or 1)
    found = opened.assess(arguments.one_of("statement", claim_id, opened.claims))
    if as_json or as_csv:
        typer.echo(records.as_text(articles.choice_records(found), as_json, as_csv), nl=False)
        return
    typer.echo(f"{' '.join(found.claim.statement.split())}\n{found.sentence}\n")
    answered = replace(found, grid=found.grid[found.grid["value"].notna()])
    table = articles.choice_table(answered)
    reasons = answered.grid["because"].where(answered.grid["because"] != "", answered.grid["why"])
    typer.echo(calculations(table.assign(why=reasons.reindex(table.index))))
    if without := len(found.grid) - len(answered.grid):
        more = f"{without} more calculation{'s have' if without > 1 else ' has'}"
        typer.echo(f"\n{more} no number in the files that we have. --json says why.")
    typer.echo(f"\nVerdict: {found.told}.")


@article.command(epilog=examples("milbalance article build mine --files downloads --out mine-checked"))
@plainly
def build(
    folder: FOLDER,
    out: Annotated[
        Path,
        typer.Option(help="Folder to write; one that an earlier run made is replaced whole.", show_default=False),
    ],
    files: FILES = None,
    notebook: Annotated[bool, typer.Option(help="Make and run the notebook, or leave it out.")] = True,
) -> None:
    """Write a folder with the answers to a text: page, pictures, tables, workbook, references, notebook."""
    from milbalance.publish import article as publishing

    written = publishing.write(
        publishing.Request(folder, tuple(files or ()), notebook, workers=os.cpu_count() or 1), out
    )
    typer.echo(f"{out}: {len(written)} files written. Open index.html first.")


@app.command(epilog=examples("milbalance articles list.txt --files downloads --out checked"))
@plainly
def articles(
    listed: Annotated[
        Path, typer.Argument(metavar="LIST", help="A list of folders, one a line, or a folder of them.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write, one folder a text in it.")],
    files: FILES = None,
    workers: WORKERS = None,
    scheduler: SCHEDULER = None,
) -> None:
    """Build many texts. Run it again to continue. Exit code 1 if one failed, 130 if interrupted."""
    from milbalance.publish import article as publishing

    ended = publishing.write_many(listed, out, files or (), processes=workers, scheduler=scheduler)
    end(ended)


@app.command(epilog=examples("milbalance measures", "milbalance measures share"))
@plainly
def measures(
    word: Annotated[str, typer.Argument(metavar="WORD", help="Only those with this word in them.")] = "",
    as_json: JSON = False,
    as_csv: CSV = False,
) -> None:
    """List what can be calculated: each measure with its columns, its unit and an example."""
    from milbalance.errors import MilbalanceError
    from milbalance.io import records
    from milbalance.measures.vocabulary import entries

    every = [(entry, " ".join(entries.told(entry).values())) for entry in entries.entries().values()]
    found = [entry for entry, text in every if word.casefold() in text.casefold()]
    if not found:
        raise MilbalanceError(f"no measure with {word!r} in it; `milbalance measures` lists all")
    rows: list[dict[str, Any]] = [entries.told(entry) for entry in found]
    if as_json or as_csv:
        typer.echo(records.as_text(rows, as_json, as_csv), nl=False)
        return
    for row in rows:
        typer.echo(f"{row['measure']}\n    {row['means']} Unit: {row['unit']}.")
        typer.echo(f"    Columns: {row['columns']}.\n    Example: {row['example']}.")


def _beside(row: dict[str, Any], data: Data) -> list[str]:
    """What is said below a verdict: what is missing, by its code; the newest edition where it says otherwise."""
    from milbalance.publish.article import told as words

    again = row["plain"] is None  # then the sentence gives the reason
    code = ": ".join(filter(None, (row["code"], None if again else row["told"])))
    told = [code] if code else []
    if isinstance(row["plain"], list) and row["position"] == "outside":
        told.append(f"we find: {words.computed(row, data)}")
    if row["now_edition"] != row["edition"] and row["now_position"] != row["position"]:
        told.append(f"now: {words.computed(row, data, 'now')} from {row['now_edition_label']}")
    return told
