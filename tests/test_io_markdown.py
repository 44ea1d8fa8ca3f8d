"""Tables in words."""

from __future__ import annotations

import pandas as pd

from milbalance.io import markdown


def test_tables_of_words_keep_their_cells_apart() -> None:
    table = markdown.table(pd.DataFrame({"why": ["a|b\nc"], "sum": ["$5"]}, index=pd.Index(["x"], name="claim")))
    assert str(table).splitlines() == ["| claim | why | sum |", "| --- | --- | --- |", "| x | a\\|b c | \\$5 |"]
    assert repr(table) == table._repr_markdown_() == str(table)
