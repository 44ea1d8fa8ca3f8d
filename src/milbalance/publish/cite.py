"""What to cite: the sources, those behind a figure or a claim, and this project, as BibTeX or CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.errors import MilbalanceError
from milbalance.publish.bibtex import bibtex
from milbalance.publish.csl import csl
from milbalance.tables import paths
from milbalance.tables.load import Data

__all__ = ["FORMATS", "OWN", "bibtex", "chosen", "csl", "project", "text"]

OWN = "milbalance"  # the key of this project
FORMATS = ("bibtex", "csl")
_CITATION = "CITATION.cff"
_WANTED = ("title", "version", "date-released", "license", "authors")


def text(cited: pd.DataFrame, style: str) -> str:
    """Rows of sources.csv as a file of one of FORMATS; MilbalanceError for another style."""
    if style not in FORMATS:
        raise MilbalanceError(f"--format: found {style!r}; wanted one of {', '.join(FORMATS)}")
    return bibtex(cited) if style == "bibtex" else json.dumps(csl(cited), indent=1, ensure_ascii=False) + "\n"


def chosen(data: Data, ids: Iterable[str]) -> pd.DataFrame:
    """The rows of sources.csv with these ids, `milbalance` being this project; no id means all and the project.

    Raises MilbalanceError that lists near names for ids that nobody knows.
    """
    known = pd.concat([data.sources, project()], ignore_index=True)
    wanted = list(dict.fromkeys(arguments.named("source", ids, known["source_id"])))
    return known[known["source_id"].isin(wanted)] if wanted else known


def project() -> pd.DataFrame:
    """This project as one row of sources.csv, read from CITATION.cff.

    Raises MilbalanceError if the file is not there, is no YAML or lacks a field.
    """
    read = _read_citation()
    row = {
        "source_id": OWN,
        "title": read["title"],
        "edition": read["version"],
        "author": "; ".join(map(_named, read["authors"])),
        "released": read["date-released"],
        "url": read.get("repository-code", read.get("url")),
        "licence": read["license"],
        "bibtex_type": "software",
    }
    return pd.DataFrame([{name: None if cell is None else str(cell) for name, cell in row.items()}])


def _read_citation() -> dict[str, Any]:
    import yaml  # noqa: PLC0415

    try:
        read = yaml.safe_load((paths.data().parent / _CITATION).read_text(encoding="utf-8"))
    except OSError as error:
        raise MilbalanceError(f"{_CITATION}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MilbalanceError(f"{_CITATION}: found no YAML ({' '.join(str(error).split())})") from error
    missing = [name for name in _WANTED if not isinstance(read, dict) or not read.get(name)]
    if missing:
        raise MilbalanceError(f"{_CITATION}: lacks {', '.join(missing)}")
    found: dict[str, Any] = read
    return found


def _named(author: dict[str, str]) -> str:
    """An author of CITATION.cff: an entity has a name, a person given and family names."""
    return author.get("name") or " ".join(filter(None, (author.get("given-names"), author.get("family-names"))))
