"""`check` and `list`: what the tables hold."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from milbalance.cli.common import CSV, JSON, counted, examples, plainly, without_computation
from milbalance.errors import MilbalanceError

app = typer.Typer()

# Which columns of which table say what a name means; the first is the name.
_COLUMNS = {
    "claims": ["claim_id", "verdict", "statement"],
    "sources": ["source_id", "publisher", "title"],
    "places": ["place", "name", "other_names"],
}


@app.command(epilog=examples("milbalance check", "milbalance check my-data"))
@plainly
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Data folder, or the folder of an article; default: the shipped data/.")
    ] = None,
) -> None:
    """Check every table and choice. All faults are listed at once: file, line, column, what is wrong."""
    from milbalance import articles as ledger
    from milbalance.charts import faults as charts
    from milbalance.tables import documents, load, paths, schema, validate

    where = folder or paths.data()
    if ledger.is_article(where):
        opened = ledger.open_article(where)
        _stop_at(charts.of_text(opened.data, where))
        typer.echo(f"{opened.title}: {counted(len(opened.claims), 'statement')} can be calculated.")
        return
    faults = validate.check(where)
    tables = {} if faults else schema.tables(where)
    if "claims" in tables:
        faults = ledger.faults.check(folder)
    if "claims" in tables and not faults:
        faults = charts.faults(ledger.open_article(where).data, where)
    _stop_at(faults)
    typer.echo(f"All {len(tables)} tables in {paths.told(where)} are valid.")
    written = documents.read(where / documents.CHOICES, "choices").value
    for claim_id in ledger.uncomputed(load.table("claims", where), written) if "claims" in tables else ():
        typer.echo(without_computation(claim_id), err=True)


def _stop_at(faults: Sequence[object]) -> None:
    """Say every fault and stop, if there is any."""
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        typer.echo(counted(len(faults), "fault"), err=True)
        raise typer.Exit(2)


class Listed(StrEnum):
    """What can be listed."""

    claims = "claims"
    figures = "figures"
    sources = "sources"
    places = "places"
    groups = "groups"


@app.command(
    "list",
    epilog=examples("milbalance list claims", "milbalance list sources sipri", "milbalance list places --csv"),
)
@plainly
def list_(
    what: Annotated[Listed, typer.Argument(help="What to list.")],
    word: Annotated[str | None, typer.Argument(help="Only those with this word in them.")] = None,
    as_json: JSON = False,
    as_csv: CSV = False,
) -> None:
    """List the claims, figures, sources, places or groups with the names that other commands take."""
    import pandas as pd

    from milbalance.charts import figure
    from milbalance.io import records
    from milbalance.tables import load

    data = load.everything()
    rows: list[dict[Any, Any]]
    if what is Listed.figures:
        rows = [
            {"figure": name, "notebook": one.get("notebook", ""), "form": one["form"], "title": one["title"]}
            for name, one in figure.described(data).items()
        ]
    elif what is Listed.groups:
        now = data.groups[data.groups["until"].isna()].groupby(["group", "scheme"])["member"].nunique()
        rows = now.rename("members").reset_index().to_dict("records")
    else:
        rows = getattr(data, what)[_COLUMNS[what]].fillna("").to_dict("records")
    wanted = (word or "").casefold()
    rows = [row for row in rows if any(wanted in str(value).casefold() for value in row.values())]
    if as_json or as_csv:
        typer.echo(records.as_text(rows, as_json, as_csv), nl=False)
    elif rows:
        typer.echo(records.aligned(pd.DataFrame(rows)))
    else:
        raise MilbalanceError(f"none of the {what} has {word!r} in it; `milbalance list {what}` lists all")
