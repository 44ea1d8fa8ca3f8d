"""`claims` and `choices`: what the article says, what the data give, and every calculation."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from milbalance.cli.common import (
    ARTICLE,
    CSV,
    JSON,
    calculations,
    counted,
    examples,
    in_words,
    plainly,
    tables_of,
    without_computation,
)
from milbalance.errors import MilbalanceError

app = typer.Typer()


@app.command(
    epilog=examples(
        "milbalance claims spending-ratio", "milbalance claims --csv > ledger.csv", "milbalance claims --changed"
    )
)
@plainly
def claims(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Claims; default: all.")] = None,
    as_json: JSON = False,
    as_csv: CSV = False,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed", help="Only verdicts that differ from data/claims.csv. Exit code 1 if there are any."
        ),
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write ledger/: every claim and every choice as CSV.")
    ] = False,
    article: ARTICLE = None,
) -> None:
    """Show what the article says, what the data give and the verdict: of the claims named, or of all."""
    from milbalance import arguments
    from milbalance import articles as ledger
    from milbalance.articles import ledger_files
    from milbalance.io import records
    from milbalance.tables import paths

    if write and article:
        raise MilbalanceError("found --write and --article; wanted one: ledger/ holds the shipped article")
    if write and ids:
        raise MilbalanceError(
            f"found --write and {', '.join(ids)}; wanted --write alone: the ledger holds every claim"
        )
    data = tables_of(article)
    if write:
        ledger_files.write(data, paths.ledger())
    rows = ledger.records(data, arguments.named("claim", ids or [], data.claims["claim_id"]))
    for claim_id in [] if ids else ledger.uncomputed(data.claims, data.choices):
        typer.echo(without_computation(claim_id), err=True)
    shown = [row for row in rows if row["committed"] != row["kind"]] if changed else rows
    if as_json or as_csv:
        typer.echo(records.as_text(shown, as_json, as_csv), nl=False)
    elif changed:
        _print_changed(shown, len(rows))
    else:
        for row in rows:
            typer.echo(in_words(row["claim_id"], row["verdict_in_words"], row["statement"], row["sentence"]))
        typer.echo("\n" + records.counted(row["verdict"] for row in rows))
    if changed and shown:
        raise typer.Exit(1)


def _print_changed(flipped: list[dict[str, Any]], of: int) -> None:
    for row in flipped:
        typer.echo(f"{row['claim_id']}: was “{row['committed'] or 'none'}”, now “{row['kind']}”")
    if flipped:
        changed = f"{counted(len(flipped), 'verdict')} of {of} {'has' if len(flipped) == 1 else 'have'} changed"
        typer.echo(f"{changed}. Look why. If the new one is right, write it into data/claims.csv.")
    else:
        typer.echo(f"No verdict has changed ({of} checked).")


@app.command(
    epilog=examples(
        "milbalance choices spending-ratio --counted", "milbalance choices israel-60 --csv > choices.csv"
    )
)
@plainly
def choices(
    claim_id: Annotated[str, typer.Argument(metavar="ID", help="The claim.")],
    as_json: JSON = False,
    as_csv: CSV = False,
    counted: Annotated[
        bool, typer.Option("--counted", help="Only those that count towards the verdict, and our main answer.")
    ] = False,
    article: ARTICLE = None,
) -> None:
    """Show every calculation of one claim: its answer, whether it fits the words, and its weight in the verdict."""
    from milbalance import arguments
    from milbalance import articles as ledger
    from milbalance.io import records

    data = tables_of(article)
    (meant,) = arguments.named("claim", [claim_id], data.claims["claim_id"])
    found = ledger.assess(data, meant)
    listed = replace(found, grid=found.grid[found.grid["counted"] | found.grid["plain"]]) if counted else found
    if as_json or as_csv:
        typer.echo(records.as_text(ledger.choice_records(listed), as_json, as_csv), nl=False)
        return
    typer.echo(f"{found.claim.statement}\n{found.sentence}\n")
    typer.echo(calculations(ledger.choice_table(listed)))
    left_out = len(found.grid) - len(listed.grid)
    if left_out:
        typer.echo(f"\n{left_out} more do not count towards the verdict.")
    typer.echo(
        f"\nVerdict: {found.told}. By weight {ledger.percent(found.support.support)} of the calculations fit."
    )
