"""What the commands share: options, exit codes, counting and progress."""

from __future__ import annotations

import errno
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milbalance.errors import MilbalanceError
from milbalance.io import extras

if TYPE_CHECKING:
    import pandas as pd

    from milbalance.io import many

JSON = Annotated[bool, typer.Option("--json", help="Print JSON: numbers as numbers, null for none.")]
CSV = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet, one row each.")]
ARTICLE = Annotated[Path | None, typer.Option("--article", help="The folder of another article.")]
WORKERS = Annotated[int | None, typer.Option(help="Processes on this machine; default: one a core.")]
SCHEDULER = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler whose workers see the same folders.")
]
SOURCE_ID = typer.Option(
    help="Name of the edition where a file does not say it; FILE=ID where there are several files. May be repeated."
)


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what a reader can fix into its message and exit code 2, and Ctrl-C into 130, without a traceback."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except MilbalanceError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None
        except ModuleNotFoundError as error:
            if not (told := extras.missing(error)):
                raise
            typer.echo(told, err=True)
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


def examples(*lines: str) -> str:
    """The end of a command's help: what one types, one example a line."""
    return "\n\n".join(["Examples:", *lines])


def counted(number: int, what: str) -> str:
    """`1 figure`, `3 figures`."""
    return f"{number} {what}{'s' * (number != 1)}"


def in_words(name: str, verdict: str, statement: str, sentence: str) -> str:
    """One statement on the screen: its name and verdict, the statement, then what was found."""
    return f"{name:22} {verdict}\n    {' '.join(statement.split())}\n    {sentence}"


_FITS = {"inside": "yes", "outside": "no", "undecided": "in part", "unanswered": ""}


def calculations(table: pd.DataFrame) -> str:
    """The choices of a statement (see `articles.choice_table`) as lines of text."""
    from milbalance.io import records
    from milbalance.tables import labels

    fits, role = table["position"].map(_FITS), table["role"].map(labels.ROLES)
    return records.aligned(table.assign(position=fits, role=role).rename(columns={"position": "fits"}))


def progress(items: list[Any], what: str) -> Any:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=what, console=Console(stderr=True))


def end(ended: many.Ended) -> None:
    """Say how many folders were made and which failed, and leave with the exit code of that."""
    typer.echo("\n".join(ended.lines))
    if ended.exit_code:
        raise typer.Exit(ended.exit_code)


def tables_of(article: Path | None) -> Any:
    """The shipped tables, or those with the statements of another article in them."""
    from milbalance import articles
    from milbalance.tables import load

    return load.everything() if article is None else articles.open_article(article).data


def one_place(argument: Path | None, out: Path | None, what: str) -> Path:
    """Where to write: what is given alone or after --out; MilbalanceError for neither and for both."""
    if (argument is None) == (out is None):
        raise MilbalanceError(f"found {'no place' if out is None else '--out twice'}; wanted {what}")
    return argument or out or Path()


def without_computation(claim_id: str) -> str:
    """What is said of a claim that is in the table and that nothing computes."""
    return f"claims.csv: {claim_id} is left out: choices.yml does not say yet how to compute it"
