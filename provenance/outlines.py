"""Outlines for a map, simplified: areas as Crisis Group drew them, countries of Natural Earth, towns of GeoNames.

The areas are made from the publisher's own file. Countries and towns start from two extracts beside this module, of
packages that carry the public data: `python -m provenance.outlines WORLD_ATLAS CITIES` writes those again. An edge
that two outlines share is simplified once, so that no gap opens between them.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.tables import schema

from .conflict_common import HERE, read, table

Point = tuple[float, float]
Ring = list[Point]  # the first point is not repeated

CRISIS_GROUP = "raw/crisisgroup_nk/geodata__nagorno-karabakh-borders.geojson"
COUNTRIES, TOWNS = "outlines_countries.json", "outlines_towns.csv"
BOX = (43.0, 37.5, 51.0, 43.0)  # west, south, east, north of what is kept of the countries
NEAR = {"area": 0.0015, "country": 0.004}  # degrees that a simplified line may leave the line drawn
DIGITS = 4  # of a degree: 11 metres
COLUMNS = schema.tables()["outlines"].columns


def outlines(shared: Path) -> pd.DataFrame:
    """The table: one row an outline, its geometry as well-known text."""
    lines = read(HERE / "outlines.csv")
    drawn = {"area": areas(shared / "conflict"), "country": countries(), "town": towns()}
    rows = [line | {"geometry": drawn[line["kind"]][line["outline"]]} for line in lines]
    return table(rows, COLUMNS, ["outline"])


def areas(conflict: Path) -> dict[str, str]:
    """Every outline of Crisis Group's polygons, which are named by their numbers in the file."""
    features = json.loads((conflict / CRISIS_GROUP).read_text(encoding="utf-8"))["features"]
    polygons = {str(one["properties"]["id"]): one["geometry"]["coordinates"] for one in features}
    parts = {line["outline"]: line["parts"].split() for line in read(HERE / "outlines.csv") if line["parts"]}
    rings = {
        name: [points(ring[:-1]) for part in found for polygon in polygons[part] for ring in polygon]
        for name, found in parts.items()
    }
    return as_texts(rings, NEAR["area"])


def countries() -> dict[str, str]:
    """Every country of the extract."""
    kept = json.loads((HERE / COUNTRIES).read_text(encoding="utf-8"))
    return as_texts({name: list(map(points, rings)) for name, rings in kept.items()}, NEAR["country"])


def towns() -> dict[str, str]:
    """Every town of the extract."""
    return {row["outline"]: f"POINT ({row['longitude']} {row['latitude']})" for row in read(HERE / TOWNS)}


def points(ring: list[list[float]]) -> Ring:
    return [(point[0], point[1]) for point in ring]


def as_texts(rings: dict[str, list[Ring]], near: float) -> dict[str, str]:
    """Rings of each outline, simplified together, as well-known text."""
    corners = junctions(ring for found in rings.values() for ring in found)
    return {
        name: text(simple for ring in found if len(simple := simplified(ring, corners, near)) > 2)
        for name, found in rings.items()
    }


def junctions(rings: Iterable[Ring]) -> set[Point]:
    """Points at which lines meet or part: they have other neighbours in one ring than in another."""
    beside: dict[Point, set[frozenset[Point]]] = defaultdict(set)
    for ring in rings:
        for before, point, after in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False):
            beside[point].add(frozenset((before, after)))
    return {point for point, found in beside.items() if len(found) > 1}


def simplified(ring: Ring, corners: set[Point], near: float) -> Ring:
    """A ring with fewer points; the same line between two junctions becomes the same whichever way it is run."""
    first = next((place for place, point in enumerate(ring) if point in corners), ring.index(min(ring)))
    turned = [*ring[first:], *ring[: first + 1]]
    ends = [place for place, point in enumerate(turned) if point in corners or place in (0, len(turned) - 1)]
    kept: Ring = []
    for start, end in pairwise(ends):
        line, back = turned[start : end + 1], turned[start : end + 1][::-1]
        kept += (thinned(line, near) if line <= back else thinned(back, near)[::-1])[:-1]
    exact = [(round(x, DIGITS), round(y, DIGITS)) for x, y in kept]
    return [point for before, point in zip([exact[-1], *exact], exact, strict=False) if point != before]


def thinned(line: list[Point], near: float) -> list[Point]:
    """Douglas and Peucker: the points without which the line would leave its course by more than `near`."""
    keep, open_ = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_:
        start, end = open_.pop()
        off = {place: distance(line[place], line[start], line[end]) for place in range(start + 1, end)}
        if off and off[far := max(off, key=lambda place: off[place])] > near:
            keep.add(far)
            open_ += [(start, far), (far, end)]
    return [line[place] for place in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a stretch of a line, in degrees."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    long = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = min(1.0, max(0.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / long)) if long else 0.0
    return float(((x - x0 - along * (x1 - x0)) ** 2 + (y - y0 - along * (y1 - y0)) ** 2) ** 0.5)


def text(rings: Iterable[Ring]) -> str:
    """Rings as well-known text; every ring is a polygon of its own, as no outline here has a hole."""
    closed = (", ".join(f"{x:.{DIGITS}f} {y:.{DIGITS}f}" for x, y in [*ring, ring[0]]) for ring in rings)
    return f"MULTIPOLYGON ({', '.join(f'(({one}))' for one in closed)})"


# The extracts, from the unpacked packages.


def extract_countries(atlas: Path) -> str:
    """The countries of outlines.csv out of a world of TopoJSON, cut to the box."""
    world = json.loads(atlas.read_text(encoding="utf-8"))
    lines = [list(decoded(arc, world["transform"])) for arc in world["arcs"]]
    found = {}
    codes = {
        line["locator_id"]: line["outline"] for line in read(HERE / "outlines.csv") if line["kind"] == "country"
    }
    for one in world["objects"]["countries"]["geometries"]:
        if one.get("id") in codes:
            polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
            rings = [clipped(joined(ring, lines)) for polygon in polygons for ring in polygon[:1]]
            found[codes[one["id"]]] = [ring for ring in rings if len(ring) > 2]
    return json.dumps(found, separators=(",", ":"), sort_keys=True).replace("]],[[", "]],\n[[") + "\n"


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """An arc of TopoJSON, which has steps of a grid, in degrees."""
    x = y = 0
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield round(x * sx + tx, 5), round(y * sy + ty, 5)


def joined(arcs: list[int], lines: list[list[Point]]) -> Ring:
    """The ring that arcs make; a negative number is an arc run the other way."""
    parts = (lines[arc] if arc >= 0 else lines[~arc][::-1] for arc in arcs)
    return [point for part in parts for point in part[:-1]]


def clipped(ring: Ring) -> Ring:
    """What lies of a ring within the box (Sutherland and Hodgman)."""
    west, south, east, north = BOX
    for axis, edge, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        inside = [sign * (point[axis] - edge) >= 0 for point in ring]
        made: Ring = []
        for place, point in enumerate(ring):
            if inside[place] != inside[place - 1]:
                made.append(crossing(*sorted((ring[place - 1], point)), axis, edge))
            if inside[place]:
                made.append(point)
        ring = made
    return ring


def crossing(one: Point, other: Point, axis: int, edge: float) -> Point:
    """Where a stretch meets an edge of the box."""
    share = (edge - one[axis]) / (other[axis] - one[axis])
    at = [round(a + share * (b - a), 5) for a, b in zip(one, other, strict=True)]
    at[axis] = edge
    return at[0], at[1]


def extract_towns(cities: Path) -> str:
    """Towns of outlines.csv as the gazetteer has them; ValueError for a name that it does not have."""
    known: dict[str, dict[str, Any]] = json.loads(cities.read_text(encoding="utf-8"))
    written = io.StringIO()
    made = csv.writer(written, lineterminator="\n")
    made.writerow(["outline", "geonameid", "longitude", "latitude"])
    for line in read(HERE / "outlines.csv"):
        if line["kind"] == "town":
            town = known[line["locator_id"]]
            if strange := {line["name"], line["other_name"]} - {"", town["name"], *town["alternatenames"]}:
                raise ValueError(f"{line['outline']}: GeoNames has no {', '.join(sorted(strange))}")
            made.writerow([line["outline"], line["locator_id"], town["longitude"], town["latitude"]])
    return written.getvalue()


def load_sources() -> list[dict[str, object]]:
    with (HERE / "outlines_sources.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


TABLES = {"outlines": outlines}
SOURCES: list[dict[str, object]] = load_sources()


def main(atlas: Path, cities: Path) -> None:
    """Write both extracts."""
    (HERE / COUNTRIES).write_text(extract_countries(atlas), encoding="utf-8")
    (HERE / TOWNS).write_text(extract_towns(cities), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
