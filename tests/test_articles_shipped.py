"""The texts in articles/: their committed answers are what the code gives today, and their extracts are small."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from milbalance.articles import open_article
from milbalance.tables import paths
from milbalance.tables.load import Data

TEXTS = sorted(path.parent for path in (paths.root() / "articles").glob("*/article.yml"))
SAME = ("claim_id", "plain", "low", "high", "position", "verdict", "code", "told", "edition", "now", "sentence")
MOST_WORDS = 25  # of a source, in a note or quote


@pytest.mark.parametrize("folder", TEXTS, ids=lambda path: path.name)
def test_the_committed_answers_are_those_of_today(folder: Path) -> None:
    committed = json.loads((folder / "answers" / "ledger.json").read_text(encoding="utf-8"))
    then, now = (
        [{name: row[name] for name in SAME} for row in rows] for rows in (committed, open_article(folder).report())
    )
    wrong = [f"{a['claim_id']}: {a} and now {b}" for a, b in zip(then, now, strict=True) if a != b]
    assert not wrong, "run: milbalance article build " + folder.name + "\n" + "\n".join(wrong)


def test_an_extract_is_less_than_a_tenth_of_its_data_set(data: Data) -> None:
    """Together with the rows that are shipped already, by SIPRI's terms; and brings no sentence of the file."""
    cells = data.sources.set_index("source_id")["dataset_cells"]
    wrong = []
    for path in (path for folder in TEXTS for path in folder.glob("*.csv") if path.name != "claims.csv"):
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        wrong += [f"{path.name}: {row['note'][:40]}" for row in rows if len(row["note"].split()) > MOST_WORDS]
        for source in {row["source_id"] for row in rows}:
            held = sum((frame["source_id"] == source).sum() for frame in (data.spending, data.arms_imports))
            if pd.notna(cells[source]) and len(rows) + held >= cells[source] / 10:
                wrong.append(f"{path.name}: {len(rows) + held} of {cells[source]:.0f} cells of {source}")
    assert TEXTS and not wrong, "\n".join(wrong)
