"""A frame as a reader sees it: no code, no NaN, no head of two lines, no markup from the data."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import milbalance
from milbalance.errors import MilbalanceError
from milbalance.tables.load import Data
from milbalance.tables.shown import table


def test_every_cell_is_in_words_and_what_is_missing_has_its_reason(data: Data) -> None:
    index = pd.MultiIndex.from_tuples([("GEO", 2019), ("GEO", 2020), ("TUR", 2020)], names=["place", "year"])
    frame = pd.DataFrame(
        {
            ("value", ""): [1234.5, None, -7.25],
            ("source_id", ""): ["sipri-milex-2021", "wdi-2024-03", ""],
            ("counted", "by_day"): [True, False, True],
            ("shares", "TUR"): pd.array([1, 2, None], dtype="Int64"),
        },
        index=index,
    )
    shown = table(frame, data, digits={"value": 1}, missing="not published")
    assert shown.heads == ("place", "year", "value", "source", "counted, by day", "shares, TUR")
    assert shown.lines == (
        ("Georgia", "2019", "1,234.5", "SIPRI military expenditure (2021 edition)", "yes", "1"),
        ("Georgia", "2020", "–", "World Bank WDI (2024-03)", "no", "2"),
        ("Turkey", "2020", "−7.2", "", "yes", "–"),
    )
    assert shown.right == (False, True, True, False, False, True)
    assert str(shown).splitlines()[-1] == shown.note == "–: not published"


def test_html_names_rows_and_columns_and_holds_no_markup_of_the_data() -> None:
    index = pd.Index(["a", "a", "b"], name="kind")
    frame = pd.DataFrame({"item": ["<b>", "y", "z"], "n": [1.0, 2.0, 3.0]}, index=index).set_index(
        "item", append=True
    )
    page = table(frame)._repr_html_()
    assert re.findall(r'<th scope="(\w+)"(?: rowspan="(\d)")?', page) == [
        *[("col", "")] * 3,
        ("rowgroup", "2"),
        *[("row", "")] * 4,
    ]
    assert "&lt;b&gt;" in page and "<b>" not in page
    assert page.count("<tr>") == 4 and "tfoot" not in page


def test_numbers_and_ranges_stand_to_the_right_and_words_to_the_left() -> None:
    frame = pd.DataFrame(
        {
            "numbers": ["1.46 to 1.52", "−8%", "4 of 16"],
            "words": ["at least 100", "nearly 5", "3"],
            "mostly": ["12", "no number", "3"],
            "first year": [1995, 2001, 2005],
        }
    )
    shown = table(frame)
    assert shown.right == (True, False, True, True) and shown.keys == 0
    assert [line[3] for line in shown.lines] == ["1995", "2001", "2005"], "a year has no thousands"


def test_columns_are_chosen_in_order_with_their_heads_or_refused() -> None:
    frame = pd.DataFrame({"a": [1], "b": [2.5]}, index=pd.Index(["x"], name="key"))
    assert table(pd.DataFrame({"share": [91.58, 97.0]}), digits=None).lines == (("91.58",), ("97",))
    assert table(frame, columns={"b": "second", "key": "name"}).heads == ("second", "name")
    assert str(table(frame[frame["a"] > 1])) == "key  a  b\nno rows"
    with pytest.raises(MilbalanceError, match="wanted a table"):
        table("a")  # type: ignore[arg-type]
    with pytest.raises(MilbalanceError, match="no column 'c'; there are: key, a, b"):
        milbalance.table(frame, columns=["c"])
