"""Packages that one part alone needs, and the extra of pyproject.toml that brings each."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from milbalance.errors import MilbalanceError

EXTRAS = {
    "nbclient": "notebooks", "nbformat": "notebooks", "ipykernel": "notebooks", "openpyxl": "ingest",
    "defusedxml": "ingest", "xlsxwriter": "workbook", "jupyterlab": "lab", "nbconvert": "lab", "ipywidgets": "lab",
    "sphinx": "site", "myst_nb": "site", "furo": "site", "fonttools": "site", "distributed": "cluster",
}  # fmt: skip
_FORMATS = (
    *("fqdn", "idna", "isoduration", "jsonpointer", "rfc3339_validator", "rfc3986_validator", "rfc3987"),
    *("rfc3987_syntax", "uri_template", "webcolors"),
)


def module(name: str) -> Any:
    """A module of an extra. Raises MilbalanceError, which names the extra, where it is not installed.

    >>> module("json").__name__
    'json'
    """
    try:
        if name in ("nbformat", "nbconvert"):  # which import it
            import_jsonschema()
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MilbalanceError(missing(error) or str(error)) from error


def import_jsonschema() -> Any:
    """The package jsonschema, without the optional checkers of formats that no schema of ours uses.

    Where JupyterLab is installed they are there, and take more time to import than all the rest of a load.

    >>> import_jsonschema().__name__
    'jsonschema'
    """
    absent = [name for name in _FORMATS if name not in sys.modules] if "jsonschema" not in sys.modules else []
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        return import_module("jsonschema")
    finally:
        for name in absent:
            del sys.modules[name]


def missing(error: ModuleNotFoundError) -> str:
    """What to install for a module or package that is not there, in one line; empty if no extra brings it.

    >>> missing(ModuleNotFoundError("No module named 'openpyxl'", name="openpyxl"))
    "this needs openpyxl, which is not installed: pip install 'milbalance[ingest]'"
    """
    package = (error.name or "").split(".")[0].lower()
    extra = EXTRAS.get(package)
    return f"this needs {package}, which is not installed: pip install 'milbalance[{extra}]'" if extra else ""
