"""Say how far a batch is: a bar on a terminal, one line a result elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from milbalance.batch import FAILED, Result

Tell = Callable[[Result], None]


@contextmanager
def shown(total: int, what: str, stream: TextIO) -> Iterator[Tell]:
    """A function that tells the results of `total` jobs on a stream, one after the other."""
    if stream.isatty():
        with _bar(total, what, stream) as tell:
            yield tell
    else:
        yield _lines(total, stream)


def _lines(total: int, stream: TextIO) -> Tell:
    done = 0

    def tell(result: Result) -> None:
        nonlocal done
        done += 1
        stream.write(f"{done} of {total}  {said(result)}\n")
        stream.flush()

    return tell


@contextmanager
def _bar(total: int, what: str, stream: TextIO) -> Iterator[Tell]:
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn  # noqa: PLC0415

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=stream)) as bar:
        whole = bar.add_task(what, total=total)

        def tell(result: Result) -> None:
            if result.outcome == FAILED:
                bar.console.print(escape(said(result)), highlight=False)
            bar.advance(whole)

        yield tell


def said(result: Result) -> str:
    """One result in one line: "ARM-AZE  finished"."""
    if result.reason:
        return f"{result.name}  {result.outcome}: {result.reason}"
    return f"{result.name}  {'unchanged' if result.before else result.outcome}"
