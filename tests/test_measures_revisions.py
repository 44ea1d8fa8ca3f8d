"""One edition against another, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from milbalance.errors import NoRowsError
from milbalance.measures import revisions
from milbalance.tables.load import Data


def editions(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["source_id", "basis", "year", "value"])
    return frame.assign(place="AAA", unit="x", base_year=None, quality="reported", missing_reason=None)


REVISED = editions(
    ("sipri-milex-1", "current_usd", 2001, 110.0),
    ("sipri-milex-1", "current_usd", 2002, 50.0),
    ("sipri-milex-2", "current_usd", 2001, 100.0),
    ("sipri-milex-2", "current_usd", 2002, 50.0),
    ("sipri-milex-3", "current_usd", 2003, 50.0),
)


def test_an_edition_is_set_against_the_newest_in_per_cent() -> None:
    found = revisions.against(REVISED, "AAA", "current_usd", "sipri-milex-2")
    assert found[found["source_id"] == "sipri-milex-1"]["value"].round(6).tolist() == [10.0, 0.0]  # 110/100, 50/50


def test_extracts_are_no_editions() -> None:
    longer = pd.concat([REVISED, editions(("sipri-milex-1", "current_usd", 2003, 1.0))])
    assert revisions.editions(longer, "AAA", "current_usd") == ["sipri-milex-1", "sipri-milex-2"]


def test_without_another_edition_there_is_nothing_to_compare() -> None:
    newest = REVISED[REVISED["source_id"] == "sipri-milex-2"]
    with pytest.raises(NoRowsError, match="no edition of AAA to compare"):
        revisions.against(newest, "AAA", "current_usd", "sipri-milex-2")
    for ask in (revisions.price_changes, lambda rows, place: revisions.breaks(rows, place, "sipri-milex-2")):
        with pytest.raises(NoRowsError, match="no edition of BBB to compare"):
            ask(REVISED, "BBB")


def test_a_place_without_breaks_has_an_empty_table(data: Data) -> None:
    shipped = revisions.of_family(data.spending, data.sources)
    assert set(shipped["source_id"]) < set(data.spending["source_id"])
    assert revisions.breaks(shipped, "ARM", "sipri-milex-2025").empty
    found = revisions.breaks(shipped, "AZE", "sipri-milex-2025")
    assert set(found.loc[found["year"] == 2007, "source_id"]) == {
        f"sipri-milex-{year}" for year in (2021, 2023, 2024)
    }
