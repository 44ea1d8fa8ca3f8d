"""What the command line sets for its own process, so that a reader's terminal and settings change no answer."""

from __future__ import annotations

import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

# matplotlib reads these when it is imported or writes a file; a notebook's kernel inherits them.
_SETTINGS = ("MPLBACKEND", "SOURCE_DATE_EPOCH")


def prepare() -> None:
    """Set up this process; called once, before anything is drawn or printed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or pipe that knows few letters shows the others as \\u2013, which JSON reads as the letter.
            stream.reconfigure(errors="backslashreplace")
    for name in _SETTINGS:
        os.environ.pop(name, None)
    os.environ["MATPLOTLIBRC"] = os.devnull
    signal.signal(signal.SIGTERM, _end)


def _end(number: int, _: FrameType | None) -> NoReturn:
    """End as Ctrl-C does, clearing up on the way, with the exit code that a shell gives to this signal."""
    raise SystemExit(128 + number)
