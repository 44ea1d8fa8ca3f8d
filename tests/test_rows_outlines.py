"""Outlines of the map: what the table holds as shapes, and its rows with the sizes that sources give."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

import pytest

from milbalance.charts.rows.outlines import outlines
from milbalance.errors import NoRowsError
from milbalance.tables import labels
from milbalance.tables.load import Data

RADIUS = 6371.0072  # kilometres: of the sphere that has the area of the ellipsoid
TOPIC = "territory-20"
Point = tuple[float, float]


def rings(data: Data, outline: str) -> list[list[Point]]:
    (text,) = data.outlines.set_index("outline").loc[[outline], "geometry"]
    found = re.findall(r"\(([^()]+)\)", text)
    return [[(float(x), float(y)) for x, y in (point.split() for point in ring.split(", "))] for ring in found]


def size(ring: list[Point]) -> float:
    """Square kilometres within a ring on a sphere, by trapezoids; negative where it runs one way round."""
    radians = [(math.radians(x), math.sin(math.radians(y))) for x, y in ring]
    return RADIUS**2 * sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(radians))


def areas(data: Data) -> list[str]:
    return data.outlines.loc[data.outlines["kind"] == "area", "outline"].tolist()


def test_a_simplified_area_has_the_size_of_the_area_drawn_within_one_per_cent(data: Data) -> None:
    rows = outlines(data, names=areas(data), topic=TOPIC).set_index("outline")
    drawn = {name: sum(abs(size(ring)) for ring in rings(data, name)) for name in rows.index}
    assert len(drawn) >= 4
    assert not {name: found for name, found in drawn.items() if abs(found / rows.at[name, "value"] - 1) > 0.01}


def test_rings_are_closed_and_no_side_is_run_twice_in_one_direction(data: Data) -> None:
    """Where two areas meet they have the very same sides, run both ways: there is neither gap nor overlap."""
    every = [ring for name in areas(data) for ring in rings(data, name)]
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in every)
    turned = [ring if size(ring) > 0 else ring[::-1] for ring in every]
    runs = Counter(side for ring in turned for side in pairwise(ring))
    assert [side for side, times in runs.items() if times > 1] == []
    shared = sum((end, start) in runs for start, end in runs)
    assert shared > 400, "areas that lie side by side have lost the sides that they share"


def test_the_line_around_all_areas_is_one(data: Data) -> None:
    """What is left of all sides when the shared ones are gone meets in as many ends as there are points: no gap."""
    sides = Counter(
        frozenset(side) for name in areas(data) for ring in rings(data, name) for side in pairwise(ring)
    )
    outer = [side for side, times in sides.items() if times == 1]
    ends = Counter(point for side in outer for point in side)
    assert {times % 2 for times in ends.values()} == {0}, "the line around all areas has loose ends"
    left, loops = {point: set[Point]() for point in ends}, 0
    for one, other in map(tuple, outer):
        left[one].add(other)
        left[other].add(one)
    while left:
        loops += 1
        reached = [next(iter(left))]
        while reached:
            reached += left.pop(point, set()) - {point} if (point := reached.pop()) in left else set()
    assert loops == 1, f"a gap between areas is a line of its own; found {loops} lines"


def test_countries_have_the_name_of_their_place_and_towns_both_names_where_sides_differ(data: Data) -> None:
    countries = data.outlines[data.outlines["kind"] == "country"]
    assert [row.outline for row in countries.itertuples() if row.name != labels.place(data, row.place)] == []
    towns = data.outlines[data.outlines["kind"] == "town"].set_index("outline")
    assert towns.loc["town-khankendi", ["name", "other_name"]].tolist() == ["Khankendi", "Stepanakert"]


def test_an_area_has_the_size_that_its_source_counts_and_its_share_of_the_whole(data: Data) -> None:
    made = outlines(data, names=["oblast-azerbaijan", "oblast-peacekeepers", "town-shusha"], topic=TOPIC)
    # 1449.9 / (1449.9 + 2985.9) = 32.69 per cent
    assert made["value"].tolist()[:2] == [1449.9, 2985.9]
    assert made["share"].round(2).tolist()[:2] == [32.69, 67.31]
    assert made["words"].tolist()[2] == "Shusha / Shushi"
    assert made["role"].tolist() == ["", "", "context"]


def test_an_unknown_outline_and_an_area_without_a_size_are_refused(data: Data) -> None:
    for name in ("nowhere", "lachin-corridor"):
        with pytest.raises(NoRowsError):
            outlines(data, names=[name])
