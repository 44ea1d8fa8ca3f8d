"""Long descriptions: every chart in words, hand-worked on small frames, and laws on every shipped figure."""

from __future__ import annotations

import json
import re
from math import nan
from typing import Any

import pandas as pd
import pytest

from milbalance.charts import alt_text, export
from milbalance.tables import labels, load, paths

SIPRI, IISS, ARTICLE = "sipri-milex-2021", "iiss-mb-2020", "sais-europe-2023"
CODES = re.compile(r"\b(nan|None(?! of)|inf|AZE|ARM|NKR|RUS|ISR|TUR|[a-z]+_[a-z_]+)\b|\(\)|\( |, ,|  ")
each_figure = pytest.mark.parametrize("name", export.registry())


def body(data: load.Data, drawn: pd.DataFrame) -> str:
    """A description without what stands around the rows."""
    text = alt_text.text(data, "x", "T", "S.", drawn)
    assert text.startswith("T. S. ") and text.endswith(" All numbers: x.csv.")
    return text.removeprefix("T. S. ").removesuffix(" All numbers: x.csv.")


def yearly(place: str, values: dict[int, float], **cells: Any) -> pd.DataFrame:
    rows = pd.DataFrame({"place": place, "year": list(values), "value": list(values.values())})
    return rows.assign(unit="million US dollars", **({"source_id": SIPRI} | cells))


def test_a_series_by_its_ends_extremes_and_gaps(data: load.Data) -> None:
    values = {1990: nan, 1991: nan, 1992: 5, 1993: 1234.5, 1994: nan, 1995: 2, 1996: 2, 1998: 7}
    drawn = pd.concat([yearly("ARM", values), yearly("AZE", {year: year for year in range(2000, 2006)})])
    assert body(data, drawn) == (
        "Unit: million US dollars. "
        "Armenia: 5 values, first 5 (1992), highest 1,234 (1993), lowest 2 (1995 and 1 more), last 7 (1998); "
        "no value in 1990 to 1991, 1994 and 1997. "
        "Azerbaijan: 6 values, first and lowest 2,000 (2000), last and highest 2,005 (2005). "
        "Source: SIPRI military expenditure (2021 edition)."
    )


def test_what_is_the_same_in_all_rows_is_said_once_and_a_constant_as_such(data: load.Data) -> None:
    drawn = yearly("AZE/ARM", dict.fromkeys(range(2001, 2007), 3.0)).assign(unit="ratio")
    assert body(data, drawn).startswith(
        "Azerbaijan over Armenia, unit: ratio. 6 values, 3 throughout, 2001 to 2006."
    )


def test_sources_are_never_joined_into_one_series(data: load.Data) -> None:
    one, other = {2001: 1, 2002: 2, 2003: 3, 2004: 4, 2005: 5}, {2006: 6.0, 2007: 7.0}
    drawn = pd.concat([yearly("ARM", one), yearly("ARM", other, source_id=IISS)])
    told = body(data, drawn)
    assert "6 (2006, IISS Military Balance 2020); 7 (2007, IISS Military Balance 2020). " in told
    assert "SIPRI military expenditure (2021 edition): 5 values, first and lowest 1 (2001)" in told
    assert "last and highest 5 (2005). " in told


def test_equal_numbers_of_several_sources_are_told_once_with_how_many(data: load.Data) -> None:
    drawn = pd.concat([yearly("ARM", {2020: 9}), yearly("ARM", {2020: 9}, source_id=IISS)])
    more = pd.concat([drawn, yearly("ARM", {2020: 11}, source_id="gfp-2017")])
    told = body(data, more)
    label = data.sources.set_index("source_id")["label"]
    assert f"9 (2020, {label[SIPRI]} and 1 more); 11 (2020, {label['gfp-2017']})" in told


def test_ranges_and_open_ends_are_told_as_such(data: load.Data) -> None:
    drawn = pd.DataFrame(
        {
            "name": ["a range", "a floor", "a ceiling", "no end", "a best guess"],
            "low": [900, 10, nan, 5, 1],
            "high": [1000, nan, 30, float("inf"), 3],
            "value": [nan, nan, nan, nan, 2],
            "unit": "persons",
            "source_id": IISS,
        }
    )
    assert body(data, drawn).startswith(
        "Unit: persons. A range: 900 to 1,000. A floor: at least 10. A ceiling: at most 30. "
        "No end: at least 5. A best guess: 2 (1 to 3). "
    )


def test_what_is_stated_stands_apart(data: load.Data) -> None:
    drawn = pd.concat([yearly("ARM", {2020: 9}), yearly("ARM", {2020: 10}, source_id=ARTICLE)])
    assert "9 (2020). Stated (million US dollars): 10 (2020). Sources: " in body(data, drawn)


def test_units_head_their_rows_where_there_are_several(data: load.Data) -> None:
    drawn = pd.DataFrame({"name": ["one", "two"], "value": [1.0, 2.0], "unit": ["items", "years"]})
    assert body(data, drawn.assign(source_id=IISS)).startswith("Items: one: 1. Years: two: 2. Source: ")


def test_months_that_name_rows_make_a_series(data: load.Data) -> None:
    names = ["2020-01", "2020-02", "2020-03", "2020-04", "2020-05", "the sum"]
    drawn = pd.DataFrame({"name": names, "value": [4, 3, 2, 1, 5, 15], "unit": "items", "source_id": IISS})
    told = "5 values, first 4 (January 2020), lowest 1 (April 2020), last and highest 5 (May 2020). The sum: 15."
    assert f"Unit: items. {told}" in body(data, drawn)


def test_a_map_of_windows_is_told_by_its_extremes(data: load.Data) -> None:
    rows = [(start, end, float(end - start)) for start in range(2000, 2005) for end in range(start, 2005)]
    drawn = pd.DataFrame(rows, columns=["start", "end", "value"]).assign(unit="per cent", source_id=IISS)
    drawn.loc[0, "value"] = nan
    assert (
        "15 windows within 2000 to 2004, lowest 0 (2001 and 3 more), highest 4 (2000 to 2004); no value in 1"
        in (body(data, drawn))
    )


def test_choices_by_weight(data: load.Data) -> None:
    drawn = pd.DataFrame(
        {
            "source": ["A", "B", "C", ""],
            "years": ["2008–2019", "", "2020", ""],
            "low": [1, 3, 9, 2.5],
            "high": [1, 4, 9, 3.5],
            "value": [1, 3.5, 9, 3],
            "position": ["outside", "inside", "outside", None],
            "plain": [True, False, False, None],
            "weight": [0.75, 0.25, 0.0, nan],
            "unit": "ratio",
            "source_id": [SIPRI, IISS, IISS, ARTICLE],
        }
    )
    assert body(data, drawn).startswith(
        "2 ways of counting have weight, 1 more only shown. "
        "Against what the wording covers: outside for 1 (75% of the weight), inside for 1 (25% of the weight). "
        "Plain reading: 1 times (A, 2008 to 2019). Lowest with weight: 1 times (A, 2008 to 2019). "
        "Highest with weight: 3 to 4 times (B). Stated: 3 times (the wording covers 2.5 to 3.5). "
    )
    above = drawn.assign(low=[1, 3, 9, 6], high=[1, 4, 9, nan])
    assert "Stated: over 6 times. " in body(data, above)


def test_what_does_not_fit_is_counted(data: load.Data) -> None:
    names = [f"number {n:03} {'x' * 40}" for n in range(60)]
    drawn = pd.DataFrame({"name": names, "value": range(60), "unit": "items", "source_id": IISS})
    text = alt_text.text(data, "x", "T", "S", drawn)
    told = len(re.findall(r"Number \d{3}", text))
    assert len(text) <= alt_text.LIMIT and 20 < told < 60
    assert f"{60 - told} more entries are left out here." in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-10-04", "4 October 2020"),
        ("2020-10", "October 2020"),
        ("2008-2019", "2008 to 2019"),
        ("2020", "2020"),
        ("2020-13", "2020-13"),
        ("spring", "spring"),
    ],
)
def test_dates_in_words(text: str, words: str) -> None:
    assert labels.when(text) == words


def test_places_and_claims_in_words(data: load.Data) -> None:
    assert labels.place(data, "AZE / ARM, allied forces counted") == (
        "Azerbaijan over Armenia, allied forces counted"
    )
    assert labels.place(data, "ARM+NKR") == "Armenia and Nagorno-Karabakh forces"
    assert labels.place(data, "and/or") == "and/or"
    assert labels.of(data, "supplier")("TUR") == "from Turkey"
    assert labels.claim(data, "days") == "“44-day war”"
    assert labels.claim(data, "drone-origins").startswith("Azerbaijan had")


# What is shipped.


@each_figure
def test_every_shipped_figure_is_described(name: str, data: load.Data) -> None:
    card = json.loads((paths.figures() / f"{name}.json").read_text(encoding="utf-8"))
    text = card["long"]
    assert 300 <= len(text) <= alt_text.LIMIT
    assert text.startswith(f"{card['title']}. ") and text.endswith(f"All numbers: {name}.csv.")
    told = text.removesuffix(f"{name}.csv.")
    found = CODES.search(told)
    assert not found, f"a code where a name is wanted: …{told[max(0, found.start() - 40) : found.end() + 20]}…"
    for label in data.sources["label"]:
        told = told.replace(label, "")
    ids = [one for one in data.sources["source_id"] if "-" in one and re.search(rf"\b{re.escape(one)}\b", told)]
    assert not ids, f"ids of sources where labels are wanted: {ids}"


def test_the_index_shows_every_description_as_text() -> None:
    card: dict[str, Any] = {"sources": [], "claims": [], "credit": [], "terms": "", "title": "T", "alt": "A"}
    card |= {"name": "n", "notebook": "x", "subtitle": "S", "long": "5 < 6 *and* <b>_x_</b> [a](b) $1"}
    page = export.index([card])
    assert r"5 \< 6 \*and\* \<b\>\_x\_\</b\> \[a\](b) \$1" in page
    assert page.count("<details>") == page.count("</details>") == 1
