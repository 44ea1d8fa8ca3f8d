"""Write files whole or not at all, and leave nothing behind when a run is interrupted."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """What Ctrl-C or an ended session would stop is done to its end; the interrupt comes after it.

    For steps that take a moment: a swap of files, clearing up. Outside the main thread nothing interrupts anyway.

    >>> with interrupts_wait():
    ...     swapped = True
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    heard = [number for number in _INTERRUPTS if signal.getsignal(number) is not None]  # None: not set from Python
    before = {number: signal.signal(number, lambda found, _: came.append(found)) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for interrupt in dict.fromkeys(came):
            signal.raise_signal(interrupt)


@contextmanager
def temporary_folder(prefix: str, beside: Path | None = None) -> Iterator[Path]:
    """A new folder, in the system's temporary folder or `beside`, that is gone however the block ends.

    >>> with temporary_folder("scratch-") as folder:
    ...     folder.is_dir()
    True
    >>> folder.exists()
    False
    """
    # Named before it is made: an interrupt between the two would leave a folder that nobody knows.
    folder = (beside or Path(tempfile.gettempdir())) / f"{prefix}{secrets.token_hex(6)}"
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        with interrupts_wait():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _written(path: Path, content: bytes) -> Iterator[Path]:
    """The content in a temporary file beside a path; what is still there afterwards is removed."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        yield temporary
    finally:
        with interrupts_wait():
            temporary.unlink(missing_ok=True)


def replace(path: Path, content: bytes) -> None:
    """Put content at a path: written to a temporary file beside it first, so that a reader sees old or new.

    >>> with temporary_folder("scratch-") as folder:
    ...     replace(folder / "rows.csv", b"year")
    ...     (folder / "rows.csv").read_bytes()
    b'year'
    """
    with _written(path, content) as temporary:
        temporary.replace(path)


def replace_together(contents: Mapping[Path, bytes]) -> None:
    """Put files that belong together at their paths: all of them are written before the first is put in place.

    >>> with temporary_folder("scratch-") as folder:
    ...     replace_together({folder / "a.svg": b"<svg/>", folder / "a.csv": b"year"})
    ...     len(list(folder.iterdir()))
    2
    """
    with ExitStack() as stack:
        written = {path: stack.enter_context(_written(path, content)) for path, content in contents.items()}
        with interrupts_wait():
            for path, temporary in written.items():
                temporary.replace(path)


def checksum(path: Path) -> str:
    """The SHA-256 of a file; empty for one that cannot be read, which its importer refuses in words.

    >>> checksum(Path("no-such-file"))
    ''
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
