"""A new article: a folder with the two files that make one, filled with an example that can be checked at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd

from milbalance.articles import article, asked
from milbalance.articles.statements import ID, LONGEST_ID
from milbalance.errors import MilbalanceError
from milbalance.tables import documents

_ABOUT = """\
# The text whose numbers are checked. The day decides which editions were known then.
title: {title}
publisher: {publisher}
published: {published}  # a day, a month or a year
{url}
# cites: SIPRI  # the publisher that the text names for its numbers: take the first # away where it names one
"""
COLUMNS = ("claim_id", "words", "statement", "measure", *asked.COLUMNS, "relation", "stated", "unit", "note")
_EXAMPLE = (
    "example-1,spent 15.8 billion dollars,Turkey's military spending in 2020.,"
    "spending.level,TUR,,2020,,is,15.8,billion US dollars,An example: put your own statements in its place."
)


def begin(
    slug: str,
    parent: Path | str,
    statements: pd.DataFrame | None = None,
    *,
    title: str = "",
    publisher: str = "",
    published: str = "",
    url: str = "",
) -> Path:
    """Make the folder `slug` in a folder, with article.yml and claims.csv; where it is.

    `statements` are the rows of claims.csv, by the names of its columns; those left out are empty. Without them the
    table has an example. Raises MilbalanceError for a name that is no short name, for a column that claims.csv does
    not have, and where a folder of that name is already.

    >>> claims.begin("A b", ".")
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: found the name 'A b'; wanted small letters and digits, at most 100, ...
    """
    if not ID.fullmatch(slug) or len(slug) > LONGEST_ID:
        wanted = f"small letters and digits, at most {LONGEST_ID}, such as times-2024"
        raise MilbalanceError(f"found the name {slug[:LONGEST_ID]!r}; wanted {wanted}")
    if statements is not None and (unknown := [str(name) for name in statements if name not in COLUMNS]):
        raise MilbalanceError(f"found the column {unknown[0]!r}; wanted one of {', '.join(COLUMNS)}")
    folder = Path(parent) / slug
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise MilbalanceError(f"found {folder.name} already there; wanted a new name") from error
    given = {
        "title": title or "The title of the text",
        "publisher": publisher or "Who published it",
        "published": published or "2025-05-31",
    }
    line = f"url: {json.dumps(url, ensure_ascii=False)}" if url else "# url: the address of the text"
    text = _ABOUT.format(**{name: json.dumps(value, ensure_ascii=False) for name, value in given.items()}, url=line)
    try:
        (folder / documents.ARTICLE).write_text(text, encoding="utf-8")
        article.about(folder / documents.ARTICLE)
        example = f"{','.join(COLUMNS)}\n{_EXAMPLE}\n"
        rows = example if statements is None else statements.reindex(columns=COLUMNS).to_csv(index=False)
        (folder / "claims.csv").write_text(rows, encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder)
        raise
    return folder
