"""A number that the import of its file would flag is said to be odd beside every answer that it is in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from milbalance.articles import begun, open_article, suspect
from milbalance.ingest import milex_suspect
from milbalance.tables import load
from milbalance.tables.load import Data

SIPRI = "sipri-milex-2025"


@pytest.fixture
def spoilt(data: Data) -> Data:
    """The tables with the spending of Turkey in 2020 a thousand times too large, in current dollars alone."""
    rows = data.spending
    one = (rows["place"] == "TUR") & (rows["year"] == 2020) & (rows["basis"] == "current_usd")
    one &= rows["source_id"] == SIPRI
    assert one.sum() == 1
    return replace(data, spending=rows.assign(value=rows["value"].mask(one, rows["value"] * 1000)))


def told(folder: Path, *rows: str) -> list[Any]:
    (folder / "article.yml").write_text("title: T\npublisher: P\npublished: 2025-05-31\n")
    lines = [f"s{number},,It is so.,{row}," for number, row in enumerate(rows, 1)]
    (folder / "claims.csv").write_text("\n".join([",".join(begun.COLUMNS), *lines, ""]))
    return [row["told"] for row in open_article(folder).report()]


def test_what_is_flagged_is_told_beside_the_answers_that_it_is_in(
    spoilt: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        "spending.level,TUR,,2020,,is,17.7,billion US dollars",
        "spending.sum,TUR,,2018-2022,,is,90,billion US dollars",
        "spending.change,TUR,,2019-2020,nominal,is,-10,per cent",
        "spending.ratio,GEO,TUR,2020,,is,0.02,times",
        "spending.level,TUR,,2019,,is,20.4,billion US dollars",
        "spending.change,TUR,,2018-2022,nominal,is,-10,per cent",  # 2020 is between its two years
        "spending.share_gdp,TUR,,2020,,is,2.4,per cent",  # on another sheet
        "spending.level,GEO,,2020,,is,0.3,billion US dollars",
    )
    assert [one or "" for one in told(tmp_path, *rows)] == [""] * len(rows)
    monkeypatch.setattr(load, "shipped", lambda: spoilt)
    found = told(tmp_path, *rows)
    for text in found[:4]:
        assert "odd, maybe a misprint: Turkey 2020 (about a thousand times the year before" in str(text)
    assert [one or "" for one in found[4:]] == [""] * 4


def test_a_number_of_a_member_is_told_beside_its_group(spoilt: Data) -> None:
    where: dict[str, Any] = {"source": SIPRI, "years": (2020,), "basis": "current_usd"}
    assert suspect.told(spoilt, places=("Middle East",), **where) == suspect.told(spoilt, places=("TUR",), **where)
    assert suspect.told(spoilt, places=("GEO",), **where) == ""


def test_no_shipped_number_of_money_is_odd_by_a_thousand(data: Data) -> None:
    places = tuple(data.places["place"])
    sources = data.spending["source_id"].unique()
    years = tuple(range(1949, 2026))
    text = {
        name: suspect.told(data, source=name, places=places, years=years, basis="current_usd") for name in sources
    }
    assert not [one for one in text.values() if "a thousand times" in one]


def test_a_source_is_looked_at_once_whatever_places_are_asked(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, looks = list[int](), milex_suspect.looks
    monkeypatch.setattr(milex_suspect, "looks", lambda seen, *more: looked.append(len(seen)) or looks(seen, *more))
    new = replace(data, spending=data.spending.copy())
    for places in (("TUR",), ("GEO",), ("TUR", "GEO"), ("Middle East",)):
        suspect.told(new, source=SIPRI, places=places, years=(2020,), basis="current_usd")
    assert looked == [(data.spending["source_id"] == SIPRI).sum()]
