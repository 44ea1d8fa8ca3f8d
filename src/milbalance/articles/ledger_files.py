"""The ledger as files: `ledger/claims.csv`, one row a claim, and `ledger/choices.csv`, one row a choice.

They are committed so that readers have the answers without running anything, and so that a test names the claim,
the choice and both numbers when an edit to the data changes an answer.
"""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance import articles, choices
from milbalance.articles import Assessment
from milbalance.errors import MilbalanceError
from milbalance.io import records
from milbalance.io.files import replace
from milbalance.tables.load import Data

CLAIMS, CHOICES = "claims.csv", "choices.csv"
_KEY = ["claim_id", "choice"]
_NUMBERS = ["value", "low", "high", "weight"]


def write(data: Data, folder: Path) -> None:
    """Write both files, each replaced at once; the same data give the same bytes.

    >>> from dataclasses import replace as other
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(other(data, claims=data.claims[data.claims["claim_id"] == "days"]), Path(folder))
    ...     read(Path(folder))["choice"].tolist()
    ['days: last day not counted', 'days: last day counted']
    """
    found = [articles.assess(data, claim_id) for claim_id in articles.computable(data)]
    rows = {row["claim_id"]: row for row in data.claims.to_dict("records")}
    answers = [_rounded_row(articles.record(one, rows[one.claim.claim_id])) for one in found]
    listed = [row for one in found for row in choice_rows(one)]
    folder.mkdir(exist_ok=True)
    replace(folder / CLAIMS, records.as_comma_separated(answers).encode())
    replace(folder / CHOICES, records.as_comma_separated(listed).encode())


def choice_rows(found: Assessment) -> list[dict[str, Any]]:
    """The choices of a claim as they stand in the file, numbers rounded to six significant digits.

    >>> [row["value"] for row in choice_rows(articles.assess(data, "days"))]
    [44.0, 45.0]
    """
    return [{"claim_id": found.claim.claim_id, **_rounded_row(row)} for row in articles.choice_records(found)]


def _rounded_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: float(f"{value:.6g}") if isinstance(value, float) else value for name, value in row.items()}


def read(folder: Path) -> pd.DataFrame:
    """The committed choices as text, as `choice_rows` has them; MilbalanceError if they were never written.

    >>> read(Path("ledger-of-nobody"))
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: no ledger-of-nobody/choices.csv: run `make refresh` first
    """
    path = folder / CHOICES
    if not path.is_file():
        raise MilbalanceError(f"no {path.parent.name}/{path.name}: run `make refresh` first")
    return _as_text(path.read_text(encoding="utf-8"))


def _as_text(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def differences(found: Assessment, committed: pd.DataFrame) -> list[str]:
    """What differs between the answers of a claim and the committed ones, one line a choice.

    >>> nothing = pd.DataFrame(columns=[*choice_rows(found := articles.assess(data, "days"))[0]], dtype=str)
    >>> differences(found, nothing)[0]
    'days: last day counted: only computed'
    """
    now = _as_text(records.as_comma_separated(choice_rows(found)))
    then = committed[committed["claim_id"] == found.claim.claim_id]
    both = then.merge(now, on=_KEY, how="outer", suffixes=("_then", "_now"), indicator=True)
    lines = []
    for row in both.to_dict("records"):
        if row["_merge"] != "both":
            lines.append(f"{row['choice']}: only {'committed' if row['_merge'] == 'left_only' else 'computed'}")
        elif not _alike(row):
            lines.append(f"{row['choice']}: committed {_told(row, 'then')}, computed {_told(row, 'now')}")
    return lines


def _alike(row: dict[Any, Any]) -> bool:
    """Whether a choice has the same answer, position and weight; numbers may differ in their last digit."""
    if any(row[f"{name}_then"] != row[f"{name}_now"] for name in ("position", "counted")):
        return False
    pairs = [(row[f"{name}_then"], row[f"{name}_now"]) for name in _NUMBERS]
    return all(a == b or (a and b and math.isclose(float(a), float(b), rel_tol=1e-5)) for a, b in pairs)


def _told(row: dict[Any, Any], when: str) -> str:
    if row[f"position_{when}"] == choices.UNANSWERED:
        return "no answer"
    return f"{row[f'value_{when}']} ({row[f'position_{when}']})"
