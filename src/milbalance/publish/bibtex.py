"""Sources as BibTeX: one entry a source, in the order of their ids, which are the keys."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

_TYPES = frozenset({"online", "dataset", "book", "techreport", "misc", "article", "software"})
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


def bibtex(sources: pd.DataFrame) -> str:
    """Rows of sources.csv as a BibTeX file; text is escaped, addresses are not, which BibTeX takes as they are."""
    rows = sources.sort_values("source_id", kind="stable").to_dict("records")
    return "\n".join(_entry(given({str(name): value for name, value in row.items()})) for row in rows)


def given(row: dict[str, object]) -> dict[str, str]:
    """The filled text cells of a row, each on one line and without signs that nobody can see."""
    lines = {name: " ".join(value.split()) for name, value in row.items() if isinstance(value, str)}
    seen = {name: "".join(filter(str.isprintable, line)) for name, line in lines.items()}
    return {name: text for name, text in seen.items() if text}


def _entry(row: dict[str, str]) -> str:
    kind = row["bibtex_type"] if row["bibtex_type"] in _TYPES else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(row)]
    return "\n".join([f"@{kind}{{{row['source_id']},", *lines, "}\n"])


def _fields(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    # Braces keep a name with commas or "and" whole.
    yield "author", f"{{{escaped(author(row))}}}"
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
    if note(row):
        yield "note", escaped(note(row))


def author(row: dict[str, str]) -> str:
    """Who is cited: the author, else the publisher."""
    return row.get("author", row.get("publisher", ""))


def note(row: dict[str, str]) -> str:
    """The credit line and, for a source without an address, where it was read; empty if neither is known."""
    sentences = [row["credit"]] if "credit" in row else []
    if "obtained_from" in row and "url" not in row:
        sentences.append(f"Obtained from {row['obtained_from']}.")
    return " ".join(sentences)


def escaped(text: str) -> str:
    """Text whose signs mean themselves in LaTeX."""
    return text.translate(_SPECIAL)
