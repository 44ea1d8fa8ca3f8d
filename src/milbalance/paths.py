"""Where the data, the figures and the notebooks are."""

from __future__ import annotations

from pathlib import Path

from milbalance.errors import MilbalanceError

DESCRIPTOR = "datapackage.json"


def root() -> Path:
    """Folder that holds `data/`: the checkout that this package was installed from, else the working folder."""
    for folder in (Path(__file__).resolve().parents[2], Path.cwd(), *Path.cwd().parents):
        if (folder / "data" / DESCRIPTOR).is_file():
            return folder
    raise MilbalanceError(
        f"no data/{DESCRIPTOR} found beside the package or above {Path.cwd()}; "
        "run from a checkout, installed with `pip install -e .`"
    )


def data() -> Path:
    """Folder of the curated tables."""
    return root() / "data"


def figures() -> Path:
    """Folder of the committed figures."""
    return root() / "figures"


def notebooks() -> Path:
    """Folder of the notebooks."""
    return root() / "notebooks"


def ledger() -> Path:
    """The folder of the committed answers."""
    return root() / "ledger"
