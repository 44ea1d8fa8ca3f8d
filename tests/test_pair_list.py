"""A list of pairs: what is read, and every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from milbalance.errors import DataError
from milbalance.pair.pair_list import Pair, read

KNOWN = {"AZE", "ARM", "GEO", "TUR", "ISR"}


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(DataError) as refused:
        read(written(folder, text), KNOWN)
    return str(refused.value).splitlines()


def test_pairs_come_in_the_order_of_the_list_with_their_years(tmp_path: Path) -> None:
    path = written(tmp_path, "side_a,side_b,years\nTUR,ISR,2000-2020\n\nGEO,ARM,\n")
    assert read(path, KNOWN) == [Pair("TUR", "ISR", (2000, 2020)), Pair("GEO", "ARM")]
    assert Pair("GEO", "ARM").name == "GEO-ARM"


def test_other_programs_write_the_same_list_otherwise(tmp_path: Path) -> None:
    for text in (
        "side_b,side_a\nISR,TUR\n",
        "\ufeffside_a;side_b;years\r\n TUR ; ISR ;\r\n;;\r\n",
        '"side_a","side_b"\n"TUR","ISR"',
        "side_a,side_b\ntur,Isr\n",
    ):
        assert read(written(tmp_path, text), KNOWN) == [Pair("TUR", "ISR")], text


def test_one_year_is_a_span_of_its_own(tmp_path: Path) -> None:
    assert read(written(tmp_path, "side_a,side_b,years\nTUR,ISR,2015\n"), KNOWN) == [
        Pair("TUR", "ISR", (2015, 2015))
    ]


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = (
        "side_a,side_b,years\n"
        "TUR,ISR,2000-2020\n"
        "Turkey,geo,2020-2000\n"
        "XXX,,20\n"
        "ARM,ARM,\n"
        "TUR,ISR,\n"
        "ISR,TUR,\n"
        "TUR,GEO\n"
    )
    span = "two years, the earlier first, such as 2000-2020, or one, or nothing"
    code = "the code of a place (ISO 3166 alpha-3)"
    once = "each pair once, in one order"
    assert faults(tmp_path, text) == [
        "list.csv:3:side_a: found 'Turkey'; wanted TUR",
        f"list.csv:3:years: found '2020-2000'; wanted {span}",
        f"list.csv:4:side_a: found 'XXX'; wanted {code}",
        f"list.csv:4:side_b: found an empty cell; wanted {code}",
        f"list.csv:4:years: found '20'; wanted {span}",
        "list.csv:5:side_b: found ARM on both sides; wanted two places",
        f"list.csv:6:side_a: found TUR and ISR, the pair of line 2 again; wanted {once}",
        f"list.csv:7:side_a: found ISR and TUR, the pair of line 2 turned round; wanted {once}",
        "list.csv:8:-: found 2 cells; wanted 3 cells, as in the header",
    ]


def test_other_years_do_not_make_another_pair(tmp_path: Path) -> None:
    found = faults(tmp_path, "side_a,side_b,years\nTUR,ISR,2000-2010\nTUR,ISR,2010-2020\n")
    assert found == [
        "list.csv:3:side_a: found TUR and ISR, the pair of line 2 again; wanted each pair once, in one order"
    ]


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    refused = {
        "": "list.csv",
        "place_a,place_b\nTUR,ISR\n": "no such header line",
        "side_a,side_b,year\nTUR,ISR,\n": "list.csv:1:year: found an unknown column",
        "side_a,side_b,side_b\nTUR,ISR,GEO\n": "list.csv:1:side_b: found two columns of that name",
        "side_a,side_b\n\n": "list.csv:1:-: found no pair below the header",
    }
    assert [text for text, told in refused.items() if told not in faults(tmp_path, text)[0]] == []


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv"):
        read(tmp_path / "none.csv", KNOWN)
