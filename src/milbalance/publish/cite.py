"""What to cite: the sources, those behind a figure or a claim, and this project, as BibTeX or CSL-JSON.

CSL-JSON is what Zotero, pandoc and most word processors read. Either has one entry a source, in the order of ids.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
import yaml

from milbalance import arguments
from milbalance.errors import MilbalanceError
from milbalance.tables import paths
from milbalance.tables.load import Data

OWN = "milbalance"  # the key of this project
FORMATS = ("bibtex", "csl")
_CITATION = "CITATION.cff"
_WANTED = ("title", "version", "date-released", "license", "authors")
_BIBTEX = frozenset({"online", "dataset", "book", "techreport", "misc", "article", "software"})
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # Named, because BibTeX counts even escaped braces and would run into the next field.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        chr(126): r"\textasciitilde{}",  # the sign of a home folder, which no file here may name
        "^": r"\textasciicircum{}",
    }
)
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_CSL = {
    "article": "article-journal",
    "book": "book",
    "dataset": "dataset",
    "online": "webpage",
    "software": "software",
    "techreport": "report",
}
# CSL's name of a field, ours.
_FIELDS = (("publisher", "publisher"), ("version", "edition"), ("DOI", "doi"), ("URL", "url"))
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SPAN = re.compile(r"(\d{4})-(\d{4})")


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
        # An entity has a name, a person given and family names.
        "author": "; ".join(
            author.get("name")
            or " ".join(author[key] for key in ("given-names", "family-names") if author.get(key))
            for author in read["authors"]
        ),
        "released": read["date-released"],
        "url": read.get("repository-code", read.get("url")),
        "licence": read["license"],
        "bibtex_type": "software",
    }
    return pd.DataFrame([{name: None if cell is None else str(cell) for name, cell in row.items()}])


def _read_citation() -> dict[str, Any]:
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


def bibtex(sources: pd.DataFrame) -> str:
    """Rows of sources.csv as a BibTeX file; text is escaped, addresses are not, which BibTeX takes as they are."""
    return "\n".join(map(_entry, _rows(sources)))


def _rows(sources: pd.DataFrame) -> Iterator[dict[str, str]]:
    """The filled text cells of each row, each on one line and without signs that nobody can see."""
    for row in sources.sort_values("source_id", kind="stable").to_dict("records"):
        lines = {str(name): " ".join(value.split()) for name, value in row.items() if isinstance(value, str)}
        seen = {name: "".join(filter(str.isprintable, line)) for name, line in lines.items()}
        yield {name: text for name, text in seen.items() if text}


def _entry(row: dict[str, str]) -> str:
    kind = row["bibtex_type"] if row["bibtex_type"] in _BIBTEX else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(row)]
    return "\n".join([f"@{kind}{{{row['source_id']},", *lines, "}\n"])


def _fields(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    # Braces keep a name with commas or "and" whole.
    yield "author", f"{{{escaped(_author(row))}}}"
    yield "title", f"{{{escaped(row['title'])}}}"
    year = row.get("released", "")[:4]
    if year.isdigit():
        yield "year", year
    for field, name in (("publisher", "publisher"), ("version", "edition")):
        if name in row:
            yield field, escaped(row[name])
    for field, name in (("doi", "doi"), ("url", "url"), ("urldate", "accessed")):
        if name in row:
            yield field, row[name].translate(_ADDRESS)
    if _note(row):
        yield "note", escaped(_note(row))


def _author(row: dict[str, str]) -> str:
    """Who is cited: the author, else the publisher."""
    return row.get("author", row.get("publisher", ""))


def _note(row: dict[str, str]) -> str:
    """The credit line and, for a source without an address, where it was read; empty if neither is known."""
    sentences = [row["credit"]] if "credit" in row else []
    if "obtained_from" in row and "url" not in row:
        sentences.append(f"Obtained from {row['obtained_from']}.")
    return " ".join(sentences)


def escaped(text: str) -> str:
    """Text whose signs mean themselves in LaTeX."""
    return text.translate(_SPECIAL)


def csl(sources: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of sources.csv as items of CSL-JSON, in the order of their ids; unknown fields are left out."""
    return list(map(_item, _rows(sources)))


def _item(row: dict[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": row["source_id"],
        "type": _CSL.get(row["bibtex_type"], "document"),
        "title": row["title"],
        "author": [{"literal": _author(row)}],
    }
    item |= {field: row[name] for field, name in _FIELDS if name in row}
    for field, name in (("issued", "released"), ("accessed", "accessed")):
        if parts := _date_parts(row.get(name, "")):
            item[field] = {"date-parts": parts}
    if _note(row):
        item["note"] = _note(row)
    return item


def _date_parts(text: str) -> list[list[int]]:
    """A date as CSL writes it: `2020-10` is [[2020, 10]], the years `2018-2019` [[2018], [2019]], no date []."""
    if years := _SPAN.fullmatch(text):
        return [[int(year)] for year in years.groups()]
    date = _DATE.fullmatch(text)
    return [[int(part) for part in date.groups() if part]] if date else []
