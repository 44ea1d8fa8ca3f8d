"""Ctrl-C in tests, also where these run in the background."""

from __future__ import annotations

import signal


def hear() -> None:
    """Hear Ctrl-C, and let what tests start hear it: a shell starts what runs in the background deaf to it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
