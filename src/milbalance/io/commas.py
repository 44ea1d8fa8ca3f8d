"""CSV as people and spreadsheets save it: what divides its columns, and why a line of it cannot be read."""

from __future__ import annotations

import csv
from collections.abc import Sequence

COMMAS = "commas: save it as CSV with commas"
_OTHERS = {";": "semicolons", "\t": "tabs"}


def divider(header: Sequence[str]) -> str:
    """What divides the columns of a header that has no comma: "semicolons" or "tabs"; "" if nothing does.

    >>> divider(["place;year;value"]), divider(["place\\tyear\\tvalue"]), divider(["place", "year"])
    ('semicolons', 'tabs', '')
    """
    if len(header) != 1:
        return ""
    sign = max(_OTHERS, key=header[0].count)
    return _OTHERS[sign] if header[0].count(sign) > 1 else ""


def unread(error: csv.Error, most: int = 0) -> tuple[str, str]:
    """What was found and what was wanted where a line cannot be read: a cell too long, or broken quoting.

    `most` is how many letters a cell may have, where that is fewer than can be read.

    >>> unread(csv.Error("unexpected end of data"))
    ('broken quoting (unexpected end of data)', 'closed quotes')
    """
    if "field limit" in str(error):
        limit = csv.field_size_limit()
        return f"a cell of more than {limit:,} letters", f"at most {most or limit:,}, and closed quotes"
    return f"broken quoting ({error})", "closed quotes"
