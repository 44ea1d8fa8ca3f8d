"""What the command line sets for its own process, so that a reader's terminal and settings change no answer."""

from __future__ import annotations

import codecs
import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

# matplotlib reads these when it is imported or writes a file; a notebook's kernel inherits them.
_SETTINGS = ("MPLBACKEND", "SOURCE_DATE_EPOCH")
_ERRORS = "milbalance.escaped"


def prepare() -> None:
    """Set up this process; called once, before anything is drawn or printed."""
    codecs.register_error(_ERRORS, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)
    for name in _SETTINGS:
        os.environ.pop(name, None)
    os.environ["MATPLOTLIBRC"] = os.devnull
    signal.signal(signal.SIGTERM, _end)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    r"""What a terminal or pipe cannot show, as \u2013: JSON reads that as the letter, so none is lost."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


def _end(number: int, _: FrameType | None) -> NoReturn:
    """End as Ctrl-C does, clearing up on the way, with the exit code that a shell gives to this signal."""
    raise SystemExit(128 + number)
