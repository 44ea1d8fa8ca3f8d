"""Packages that one part alone needs, and the extra of pyproject.toml that brings each."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from milbalance.errors import MilbalanceError

EXTRAS = {
    "nbclient": "notebooks", "nbformat": "notebooks", "ipykernel": "notebooks", "openpyxl": "ingest",
    "defusedxml": "ingest", "xlsxwriter": "workbook", "jupyterlab": "lab", "nbconvert": "lab", "ipywidgets": "lab",
    "sphinx": "site", "myst_nb": "site", "furo": "site", "fonttools": "site", "distributed": "cluster",
}  # fmt: skip


def module(name: str) -> Any:
    """A module of an extra. Raises MilbalanceError, which names the extra, where it is not installed.

    >>> module("json").__name__
    'json'
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MilbalanceError(missing(error) or str(error)) from error


def missing(error: ModuleNotFoundError) -> str:
    """What to install for a module or package that is not there, in one line; empty if no extra brings it.

    >>> missing(ModuleNotFoundError("No module named 'openpyxl'", name="openpyxl"))
    "this needs openpyxl, which is not installed: pip install 'milbalance[ingest]'"
    """
    package = (error.name or "").split(".")[0].lower()
    extra = EXTRAS.get(package)
    return f"this needs {package}, which is not installed: pip install 'milbalance[{extra}]'" if extra else ""
