"""Records as text: nothing that a spreadsheet would run, nothing that JSON does not know."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest

from milbalance.errors import MilbalanceError
from milbalance.io import records

RECORDS = [{"a": 1.5, "b": None, "c": "=1+1", "d": {"x": "y", "z": 2}, "e": ["p", "q"]}]


def test_json_is_read_back_as_it_was_and_both_formats_at_once_are_refused() -> None:
    assert json.loads(records.as_text(RECORDS, True, False)) == RECORDS
    with pytest.raises(MilbalanceError, match="wanted one of them"):
        records.as_text(RECORDS, True, True)


def test_csv_has_words_for_nested_values_and_nothing_for_null() -> None:
    (row,) = csv.DictReader(io.StringIO(records.as_text(RECORDS, False, True)))
    assert row == {"a": "1.5", "b": "", "c": "'=1+1", "d": "x: y; z: 2", "e": "p; q"}


def test_text_that_begins_like_a_formula_is_text_and_a_negative_number_stays_one() -> None:
    texts = ["=1", "+1", "-1", "@x", "\t=x", "\r\n@x"]
    written = records.as_comma_separated([{"a": text} for text in [*texts, -1.5]])
    read = [row["a"] for row in csv.DictReader(io.StringIO(written, newline=""))]
    assert read == [*("'" + text.strip() for text in texts), "-1.5"]


def test_a_frame_has_no_formula_either_and_keeps_its_numbers() -> None:
    frame = pd.DataFrame({"name": ["=1+1", "plain", None], "value": [-1.5, 2.0, float("nan")]})
    assert records.frame_as_csv(frame).splitlines() == ["name,value", "'=1+1,-1.5", "plain,2", ","]


def test_columns_are_aligned_and_labels_counted_most_often_first() -> None:
    text = records.aligned(pd.DataFrame({"a": ["x", "yyy"], "b": [1, 2]}))
    assert text.splitlines() == ["a    b", "x    1", "yyy  2"]
    assert records.counted(["a", "b", "b"]) == "b 2, a 1"
