"""Dated events: what the table says of them, and their rows."""

from __future__ import annotations

import re

import pytest

from milbalance.charts.rows.events import events
from milbalance.errors import NoRowsError
from milbalance.tables.load import Data


def test_an_event_ends_after_it_begins_and_has_one_name(data: Data) -> None:
    made = data.events
    backward = made[made["end"].notna() & (made["end"] + "-99" < made["start"])]
    assert backward.empty, backward["event"].tolist()
    names = made.groupby("event")["name"].nunique()
    assert names[names > 1].index.tolist() == []


def test_the_words_quoted_carry_the_years_of_both_ends_or_the_page_is_of_that_day(data: Data) -> None:
    released = data.sources.set_index("source_id")["released"]
    lacking = [
        f"{row.event}, {row.source_id}: {day}"
        for row in data.events.dropna(subset="quote").itertuples()
        for day in (row.start, row.end)
        if isinstance(day, str) and day[:4] not in row.quote and day[:4] != released[row.source_id][:4]
    ]
    assert not lacking, "\n".join(lacking)
    coded = data.events[data.events["quote"].isna()]
    assert coded["locator"].notna().all()


def test_days_are_days_of_the_calendar(data: Data) -> None:
    days = [*data.events["start"], *data.events["end"].dropna()]
    wrong = [day for day in days if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", day)]
    assert not wrong


def test_an_event_takes_its_ends_from_the_sources_asked_for(data: Data) -> None:
    both = {"war-2020": ["crisisgroup-explainer-2023", "southfront-2020-11-13"], "first-war": "ucdp-acd-25.1"}
    made = events(data, dated_by=both)
    assert made[["start", "end"]].values.tolist() == [["2020-09-27", "2020-11-10"], ["1991-12-30", "1994-07-15"]]
    assert made["source_id"].tolist() == ["crisisgroup-explainer-2023; southfront-2020-11-13", "ucdp-acd-25.1"]
    assert set(made["role"]) == {"context"}


def test_an_event_that_a_source_does_not_date_is_refused(data: Data) -> None:
    with pytest.raises(NoRowsError):
        events(data, dated_by={"april-2016": "ucdp-acd-25.1"})
