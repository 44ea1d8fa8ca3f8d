"""Where the data are, and in a checkout the figures, the notebooks and the ledger."""

from __future__ import annotations

from pathlib import Path

from milbalance.errors import MilbalanceError

DESCRIPTOR = "datapackage.json"
PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = PACKAGE.parents[1]


def root() -> Path:
    """Folder of the checkout that this package runs from; MilbalanceError for an installed copy, which has none.

    >>> (root() / "pyproject.toml").is_file()
    True
    """
    if (_CHECKOUT / "data" / DESCRIPTOR).is_file():
        return _CHECKOUT
    raise MilbalanceError(
        "this needs a checkout of the repository, installed with `pip install -e .`; found a copy of the package "
        f"in {PACKAGE.parent}"
    )


def data() -> Path:
    """Folder of the tables of this version: those inside an installed package, else `data/` of the checkout.

    Never a folder that happens to lie above the working folder: code of one version would read tables of another.

    >>> root().joinpath("data") in figures().parent.iterdir()
    True
    """
    shipped = PACKAGE / "data"
    return shipped if (shipped / DESCRIPTOR).is_file() else root() / "data"


def told(folder: Path) -> str:
    """A folder as it is told to a reader: from the working folder where it lies in that, else whole.

    >>> told(Path("figures"))
    'figures/'
    """
    whole, here = folder.resolve(), Path.cwd()
    return f"{whole.relative_to(here) if whole.is_relative_to(here) else whole}/"


def figures() -> Path:
    """Folder of the committed figures.

    >>> figures().name
    'figures'
    """
    return root() / "figures"


def notebooks() -> Path:
    """Folder of the notebooks.

    >>> notebooks().name
    'notebooks'
    """
    return root() / "notebooks"


def ledger() -> Path:
    """The folder of the committed answers.

    >>> ledger().name
    'ledger'
    """
    return root() / "ledger"
