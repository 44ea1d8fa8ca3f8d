"""The command line: `milbalance --help`, also `python -m milbalance`; a module a group of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from milbalance.cli import article, claims, console, figures, ingest, pair, publish, tables
from milbalance.cli.common import examples

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


def _say_version(wanted: bool) -> None:
    if wanted:
        from milbalance import __version__
        from milbalance.tables import paths

        typer.echo(f"milbalance {__version__}, tables in {paths.told(paths.data())}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "milbalance list claims",
        "milbalance claims spending-ratio",
        "milbalance choices spending-ratio --counted",
        "milbalance article check my-text --files downloads",
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
    """Check the numbers that a text states about military balances, from data that name their source.

    Exit code 0: fine. 1: a check found a difference. 2: the input has a fault, which the message names.
    """


# In the order of `milbalance --help`.
for group in (tables, figures, claims, article, ingest, pair, publish):
    app.add_typer(group.app)
