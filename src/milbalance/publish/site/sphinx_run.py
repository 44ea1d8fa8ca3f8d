"""Sphinx, in a process of its own, with every warning an error."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.tables import paths

NEEDED = ("sphinx", "myst_nb", "furo")


def require() -> None:
    """MilbalanceError that says what to install where a part is missing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        told = extras.missing(ModuleNotFoundError(name=missing[0]))
        raise MilbalanceError(told or f"this needs {missing[0]}, which is not installed")


def build(sources: Path, out: Path, doctrees: Path) -> None:
    """The pages in `sources` as HTML in `out`; MilbalanceError with what Sphinx warned of."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "--no-color", "-b", "html"]
    command += ["-d", str(doctrees), str(sources), str(out)]
    # Sets are ordered by hashes of texts, which differ between runs unless they are fixed.
    fixed = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "MPLBACKEND": "Agg"}
    fixed["PYTHONPATH"] = str(paths.PACKAGE.parent)  # its modules are those that run here
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | fixed, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).replace(f"{sources}{os.sep}", "").strip()
        raise MilbalanceError(f"Sphinx could not build the site:\n{said}")
