"""What is covered: "none on record" may be said of a year that a source holds of a place, and of no other."""

from __future__ import annotations

import re
from typing import get_args

import pandas as pd
import pytest

from milbalance.errors import NoRowsError
from milbalance.tables import coverage, load
from pair_frames import REGISTER, arms, made, money

HERE = {"place": "NOR", "name": "Norway", "role": "other", "iso": True}
ROWS = [arms("NOR", "USA", 2018, 1.0), arms("NOR", "USA", 2020, 1.0), arms("SWE", "DEU", 2017, 1.0)]


def test_a_release_covers_its_years_for_the_recipients_that_it_has_rows_of() -> None:
    data = made(arms_imports=ROWS, places=[HERE])
    data.sources.loc[data.sources["source_id"] == REGISTER, "data_to"] = 2021
    assert coverage.held(data, "arms_imports", REGISTER, "NOR") == range(2016, 2022)
    assert coverage.held(data, "arms_imports", REGISTER, "DNK") == range(0)
    assert coverage.held(data, "arms_deals", REGISTER, "NOR") == range(0)  # held without its list of deals


def test_nothing_is_covered_before_a_state_exists_or_after_its_end() -> None:
    data = made(arms_imports=ROWS, places=[HERE | {"exists_from": 2018, "exists_to": 2019}])
    data.sources.loc[data.sources["source_id"] == REGISTER, "data_to"] = 2021
    assert coverage.held(data, "arms_imports", REGISTER, "NOR") == range(2018, 2020)


def test_a_source_of_unknown_years_covers_those_of_its_own_rows_of_the_place() -> None:
    rows = [money("NOR", 2001, 1), money("NOR", 2003, None), money("SWE", 1999, 1)]
    assert coverage.held(made(spending=rows), "spending", "sipri-milex-2025", "NOR") == range(2001, 2004)


def test_what_is_asked_of_a_release_is_cut_to_what_is_held() -> None:
    data = made(arms_imports=ROWS)
    assert coverage.within(data, "arms_imports", REGISTER, "NOR", 1992, 2017) == range(2016, 2018)
    assert coverage.within(data, "arms_imports", REGISTER, "NOR", 2020, 2030) == range(2020, 2021)


def test_what_is_not_held_is_refused_with_what_there_is() -> None:
    data = made(arms_imports=ROWS)
    for source, place, years, words in (
        (REGISTER, "DNK", (2016, 2018), f"we have {REGISTER} without DNK in arms_imports; there are: NOR, SWE"),
        ("old", "NOR", (2016, 2018), f"we have no arms_imports of old; for NOR there are: {REGISTER}"),
        (REGISTER, "NOR", (1992, 1999), f"we have {REGISTER} from 2016 to 2020 for NOR, not for 1992-1999"),
        (REGISTER, "NOR", (2020, 2018), "no years from 2020 to 2018; wanted the earlier year first"),
    ):
        with pytest.raises(NoRowsError, match=re.escape(words)):
            coverage.within(data, "arms_imports", source, place, *years)


def test_the_shipped_releases_cover_what_their_notes_say(data: load.Data) -> None:
    found = {
        source: coverage.held(data, "arms_imports", source, "AZE")
        for source in data.arms_imports["source_id"].unique()
    }
    assert found == {
        "sipri-transfers-2022-03": range(1991, 2022),
        "sipri-transfers-2024-03": range(1991, 2024),
        "sipri-transfers-2025-03": range(1995, 2025),
        "sipri-transfers-2026-03": range(1992, 2026),
    }
    assert coverage.held(data, "arms_imports", "sipri-transfers-2022-03", "ISR") == range(0)
    assert coverage.held(data, "arms_deliveries", "sipri-transfers-2022-03", "AZE") == range(0)


def test_every_shipped_row_lies_inside_what_is_covered(data: load.Data) -> None:
    """But for rows that say why a state that did not exist yet has no value."""
    outside = []
    for table in get_args(coverage.Table):
        frame: pd.DataFrame = getattr(data, table)
        if "missing_reason" in frame:
            frame = frame[frame["missing_reason"].isna()]
        key = "recipient" if "recipient" in frame else "place"
        first, last = ("year", "year") if "year" in frame else ("first_year", "last_year")
        spans = frame.groupby(["source_id", key]).agg(first=(first, "min"), last=(last, "max"))
        for (source, place), row in zip(spans.index, spans.itertuples(index=False), strict=True):
            held = coverage.held(data, table, source, place)
            if not {int(row.first), int(row.last)} <= set(held):
                outside.append((table, source, place, row.first, row.last, held))
    assert not outside
