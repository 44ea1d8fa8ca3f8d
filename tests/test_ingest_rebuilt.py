"""A register of deliveries that others rebuilt as JSON: read to the last item, or refused in one line."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from exports import put, unrefused
from milbalance.ingest import detect, rebuilt
from milbalance.tables import load, schema

ITEMS: dict[str, Any] = {
    "Russia": {
        "2024": {"Armenia": [["4", "32.5", "tank", "T-72"], ["4", "32.5", "tank", "T-72"]]},
        "2025": {"Atlantis": [["1", "0.25", "radar", "P-18"]]},
    },
    "Turkey": {"2025": {"Azerbaijan": [["12", "28.8", "armed drone", "Bayraktar TB2"]]}},
}


def written(path: Path, found: object) -> Path:
    return put(path, json.dumps(found))


def test_every_item_is_a_delivery_of_the_release_after_the_last_year(tmp_path: Path) -> None:
    path = written(tmp_path / "any.txt", ITEMS)
    items, sums = detect.read(path)
    assert (items.table, sums.table, items.source_id) == (
        "arms_deliveries",
        "arms_imports",
        "sipri-transfers-2026-03",
    )
    rows = items.rows
    assert list(rows.columns) == schema.tables()["arms_deliveries"].columns
    assert rows.dtypes.to_dict() == load.table("arms_deliveries").dtypes.to_dict()
    assert rows["delivery"].is_unique
    columns = ["supplier", "recipient", "year", "number", "tiv_m", "class", "designation"]
    tank = ["RUS", "ARM", 2024, 4, 32.5, "tank", "T-72"]
    assert rows[columns].values.tolist() == [
        tank,
        tank,
        ["RUS", "Atlantis", 2025, 1, 0.25, "radar", "P-18"],
        ["TUR", "AZE", 2025, 12, 28.8, "armed drone", "Bayraktar TB2"],
    ]
    assert rows["locator"].tolist()[1] == "any.txt, Russia, 2024, Armenia, item 2"
    assert sums.rows[["recipient", "tiv_m"]].values.tolist() == [["ARM", 65], ["AZE", 28.8], ["Atlantis", 0.25]]
    assert set(sums.rows["method"]) == {"sum of deliveries"}
    told = "\n".join(items.report.lines())
    assert "taken as sipri-transfers-2026-03, the release after its last year" in told
    assert "unknown suppliers and recipients and international bodies are missing" in told
    assert "own name: Atlantis" in told
    assert detect.read(path, source_id="sipri-transfers-2027-03")[0].source_id == "sipri-transfers-2027-03"


def test_an_odd_item_is_left_out_and_named_and_much_of_it_is_refused(tmp_path: Path) -> None:
    odd = [
        ["4", "-1", "tank", "T-72"],
        ["4.5", "1", "tank", "T-72"],
        [4, "1", "tank", "T-72"],
        ["4", "1", "tank"],
        ["4", "1", "", "T-72"],
        ["4", "NaN", "tank", "T-72"],
        ["4", "1", "ta\0nk", "T-72"],
        ["4", "1", "tank", "T-72\ud800"],
        "T-72",
        None,
    ]
    many = [["1", "1", "tank", "T-72"]] * 30
    wanted = rebuilt.read(written(tmp_path / "a.json", {"Russia": {"2025": {"Armenia": many}}})).rows
    for item in odd:
        path = written(tmp_path / "a.json", {"Russia": {"2025": {"Armenia": [*many, item]}}})
        found = rebuilt.read(path)
        assert found.rows.equals(wanted)
        assert [fault.column for fault in found.report.left_out] == ["Russia, 2025, Armenia, item 31"]
        assert not unrefused([(partial(rebuilt.read, path, strict=True), "item 31: found")])
    path = written(tmp_path / "b.json", {"Russia": {"2025": {"Armenia": odd}}})
    assert not unrefused([(partial(rebuilt.read, path), "found no item that can be read")])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "found broken JSON"),
        ("{}", "found no suppliers"),
        ('{"a": [1]}', "found no years of a"),
        ('{"a": {"2020": {"b": {}}}}', "found no list of items in a, 2020, b"),
        ('{"a": {"2020": {}}}', "found no recipients of a in 2020"),
        ('{"a": {}, "a": {}}', "a name twice in one object"),
        ('{"a":' * 5000, "found broken JSON"),
        ('{"a": {"2020": {"b": [["1", "1e999", "c", "d"]]}}}', "found no item that can be read"),
        ('{"a": {"20x0": {"b": [["1", "1", "c", "d"]]}}}', "found no item that can be read"),
    ],
)
def test_what_has_another_shape_is_refused_in_one_line(content: str, said: str, tmp_path: Path) -> None:
    assert not unrefused([(partial(detect.read, put(tmp_path / "a.json", content)), said)])


def test_the_rebuilt_release_agrees_with_the_deals_of_that_release(shared: Path) -> None:
    """Totals by hand-counted sum over the file; the key has these shares of the release of March 2026."""
    raw = shared / "arms" / "raw"
    _, sums = detect.read(raw / "sipri_deliveries_world_1950-2025_rebuilt-2026-06-16.json")
    rows = sums.rows
    assert sums.source_id == "sipri-transfers-2026-03"
    window = rows[rows["year"].between(2011, 2020)]
    to = {place: window[window["recipient"] == place] for place in ("AZE", "ARM")}
    parts = {
        (place, supplier): 100 * own.loc[own["supplier"] == supplier, "tiv_m"].sum() / own["tiv_m"].sum()
        for place, supplier in (("AZE", "RUS"), ("ARM", "RUS"), ("AZE", "TUR"))
        for own in [to[place]]
    }
    assert {key: round(part, 1) for key, part in parts.items()} == {
        ("AZE", "RUS"): 59.4,
        ("ARM", "RUS"): 94.5,
        ("AZE", "TUR"): 4.4,
    }
