"""The sources of a pair as BibTeX: one entry a source, in the order of their ids, which are the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

_TYPES = frozenset({"online", "dataset", "book", "techreport", "misc", "article"})
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        chr(126): r"\textasciitilde{}",  # the sign of a home folder, which no file here may name
        "^": r"\textasciicircum{}",
    }
)


def bibtex(sources: pd.DataFrame) -> str:
    """Rows of sources.csv as a BibTeX file; text is escaped, addresses are not, which BibTeX takes as they are."""
    rows = sources.sort_values("source_id", kind="stable").to_dict("records")
    return "\n".join(_entry({str(name): value for name, value in row.items()}) for row in rows)


def _entry(row: dict[str, object]) -> str:
    kind = row["bibtex_type"] if row["bibtex_type"] in _TYPES else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(row)]
    return "\n".join([f"@{kind}{{{row['source_id']},", *lines, "}\n"])


def _fields(row: dict[str, object]) -> Iterator[tuple[str, str]]:
    given = {name: " ".join(value.split()) for name, value in row.items() if isinstance(value, str)}
    # Braces keep a name with commas or "and" whole.
    author = given.get("author", given.get("publisher", ""))
    yield "author", f"{{{escaped(author)}}}"
    yield "title", f"{{{escaped(given['title'])}}}"
    year = given.get("released", "")[:4]
    if year.isdigit():
        yield "year", year
    for field, name in (("publisher", "publisher"), ("version", "edition")):
        if name in given:
            yield field, escaped(given[name])
    for field, name in (("doi", "doi"), ("url", "url"), ("urldate", "accessed")):
        if name in given:
            yield field, given[name].replace("{", "%7B").replace("}", "%7D")
    if "credit" in given:
        yield "note", escaped(given["credit"])


def escaped(text: str) -> str:
    """Text whose signs mean themselves in LaTeX."""
    return text.translate(_SPECIAL)
