"""Who is asked about in a group: a place that a row lists is a member in that year; of a part it is told if not."""

from __future__ import annotations

from typing import Any

import pytest

from milbalance.articles import members
from milbalance.articles.asked import WrongError
from milbalance.measures.vocabulary.entries import entry
from milbalance.tables.load import Data

# Measure, group, years, the places listed and those of them that are no members in the last year.
LISTED = [
    ("spending.top_share", "Europe", (2024, 2024), ("USA", "CHN"), ("USA", "CHN")),
    ("spending.top_share", "Europe", (2024, 2024), ("FRA", "DEU"), ()),
    ("spending.top_sum", "NATO", (2020, 2020), ("USA", "FIN"), ("FIN",)),
    ("spending.top_sum", "NATO", (2024, 2024), ("USA", "FIN"), ()),
    ("spending.top_sum", "World", (2024, 2024), ("USA", "CHN"), ()),
    ("arms.import_top_share", "Europe", (2018, 2022), ("POL", "IND"), ("IND",)),
    ("arms.import_top_share", "NATO", (2018, 2023), ("POL", "FIN"), ()),
    ("arms.export_top_share", "NATO", (2018, 2022), ("USA", "FIN"), ("FIN",)),
    ("arms.export_top_share", "World", (2018, 2022), ("USA", "FIN"), ()),
]
OUTSIDE = [  # measure, place, other, and how the remark ends; "" for none
    ("spending.share", "IND", "NATO", "India is not one of the states of NATO in 2022"),
    ("spending.share", "FIN", "NATO", "Finland is not one of the states of NATO in 2022"),
    ("spending.share", "FRA", "NATO", ""),
    ("spending.share", "IND", "World", ""),
    ("spending.share", "World", "NATO", "not all states of World are states of NATO in 2022"),
    ("spending.share", "Western Europe", "Europe", ""),
    ("arms.import_share", "IND", "Europe", "India is not one of the states of Europe in 2022"),
    ("arms.export_share", "NATO", "Europe", "not all states of NATO are states of Europe in 2022"),
    ("arms.supplier_share", "IND", "FRA", ""),
    ("spending.ratio", "IND", "NATO", ""),
]


@pytest.mark.parametrize(("measure", "place", "years", "listed", "strangers"), LISTED)
@pytest.mark.parametrize("name", ["codes", "besides"])
def test_a_listed_place_is_a_member_in_the_last_year(
    data: Data, measure: str, place: str, years: tuple[int, int], listed: Any, strangers: Any, name: str
) -> None:
    asked = {"place": place, "years": years, name: listed}
    if not strangers:
        members.refuse_strangers(data, entry(measure), asked)
        return
    with pytest.raises(WrongError, match=f"item: .*no member of {place} in {years[1]}; wanted members") as told:
        members.refuse_strangers(data, entry(measure), asked)
    assert [code for code in listed if f"{code} (" in told.value.found] == list(strangers)


@pytest.mark.parametrize(("measure", "place", "other", "wanted"), OUTSIDE)
def test_a_part_that_is_no_part_of_the_whole_is_told(
    data: Data, measure: str, place: str, other: str, wanted: str
) -> None:
    asked = {"place": place, "other": other, "years": (2020, 2022)}
    assert members.outside(data, entry(measure), asked) == wanted
