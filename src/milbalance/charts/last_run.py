"""What the last run over a folder of figures said, for as long as nothing at all has changed since.

Kept beside the figures and out of git. `make figures` then says it again without reading a table or drawing.
"""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from milbalance.io.files import replace
from milbalance.tables import paths

FILE = ".last_run"


def inputs() -> str:
    """A checksum of every byte that a run starts from: code, tables, and the versions that are installed."""
    data = paths.data()
    code = (path for kind in ("py", "csv", "json") for path in paths.PACKAGE.rglob(f"*.{kind}"))
    installed = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    versions = f"{sys.version}\0{sorted(path.name for path in installed)}"
    return _checksum(versions, [*code, *data.glob("*.csv"), *data.glob("*.yml"), *data.glob(paths.DESCRIPTOR)])


def said(out: Path, before: str) -> str | None:
    """What the last run said of this folder; None if anything changed, in it or in the `inputs` before it."""
    path = out / FILE
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    checksum, _, text = kept.partition("\n")
    return text if checksum == _with_outputs(out, before) else None


def keep(out: Path, before: str, text: str) -> None:
    """Keep what a run said that started from these `inputs` and left the folder as it is now."""
    replace(out / FILE, f"{_with_outputs(out, before)}\n{text}".encode())


def _with_outputs(out: Path, before: str) -> str:
    files = out.iterdir() if out.is_dir() else ()
    return _checksum(
        f"{before}\0{paths.told(out)}", [path for path in files if path.is_file() and path.name != FILE]
    )


def _checksum(start: str, files: Iterable[Path]) -> str:
    digest = hashlib.sha256(start.encode())
    for path in sorted(files):
        digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()
