"""Areas: a map of outlines, each named where it lies with its size, among the countries and towns around them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from milbalance import arguments
from milbalance.charts import marks, style
from milbalance.charts.forms.bars import fills
from milbalance.errors import MilbalanceError

Points = NDArray[np.float64]
Place = tuple[float, float]

RING = re.compile(r"\(([^()]+)\)")
HEIGHTS = (6.6, 7.2)  # inches, of a wide and of a narrow picture
TOWN = style.LABEL - 1  # points
LETTERS = 16  # of a line of a name
LOCATOR = (0.24, 0.3)  # of the axes that the locator takes across and up
GRID = 70  # places across and down that are tried for a name
DEGREE = 111.2  # kilometres of latitude, and of longitude at the equator: a sphere of the Earth's mean radius
FLAT = 0.6  # how high a name is for its width
NEAR = 0.09  # degrees: a border of a country so near to an area runs along it, as both draw one border
SIDES: dict[str, dict[str, Any]] = {
    "right": {"dx": 6, "dy": 0, "ha": "left", "va": "center"},
    "left": {"dx": -6, "dy": 0, "ha": "right", "va": "center"},
}


LEADER: dict[str, Any] = {"arrowstyle": "-", "color": style.MUTED, "linewidth": 0.8, "shrinkA": 3, "shrinkB": 0}


@dataclass(frozen=True)
class _Outline:
    """One row: what it is called, and its rings, or its point."""

    series: str
    words: str
    value: float
    part_of: str
    share: float
    rings: list[Points]
    point: Place | None = None
    border: list[Points] | None = None  # what is drawn of the rings, if not all

    @property
    def sized(self) -> bool:
        return bool(self.rings) and math.isfinite(self.value)

    @property
    def path(self) -> Path:
        return Path.make_compound_path(*(Path(ring, closed=True) for ring in self.rings))

    def holds(self, places: Points) -> NDArray[np.bool_]:
        """Which places lie within it."""
        found = [Path(ring).contains_points(places) for ring in self.rings]
        return np.asarray(np.any(found, axis=0), dtype=np.bool_)


def areas(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    window: Sequence[float] | None = None,
    at: Mapping[str, Sequence[float]] | None = None,
    sides: Mapping[str, str | Sequence[float]] | None = None,
    unit: str = "km²",
    locator: Sequence[float] = (),
    located: Mapping[str, Place] | None = None,
    names: Mapping[str, str] | None = None,
    scale: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """A map of outlines, of a frame with columns series, geometry and value, and maybe words, part_of and share.

    `geometry` is well-known text in degrees: polygons or a point. A row with a value is an area, filled and
    named where it has most room, with its `share` of what it is `part_of`, else its size in `unit`; areas of one
    whole have a strong line around them all. Rows without a value are around them: countries, pale and named,
    and towns, points whose `words` stand at one of the `sides` (right, left) or, with
    a line to them, at a longitude and latitude. `at` moves the name of a series to such a place, with a line to
    its area, or to where in it two more numbers say. `window` (west, south, east, north) is what at least is
    seen; `locator`, such a window too, adds a small map of that part of the world to a wide picture, with the
    words of `located` at its places. `names` are others of areas, and `scale` draws a bar of so many kilometres
    in the lower left corner. Returns the axes. Raises MilbalanceError for a frame without an area and for what
    is no outline.

    >>> meadow = "POLYGON ((8.1 47.1, 8.3 47.1, 8.3 47.2, 8.1 47.1))"
    >>> frame = pd.DataFrame({"series": ["Meadow"], "geometry": [meadow], "value": [84.0]})
    >>> [text.get_text() for text in charts.areas(frame).texts]
    ['Meadow', '84 km²']
    """
    rows = [_read(row, names or {}) for row in frame.dropna(subset="geometry").to_dict("records")]
    sized = [row for row in rows if row.sized]
    if not sized:
        raise MilbalanceError("no area to draw: no row has both an outline and a value")
    narrow = style.page().narrow
    ax = style.canvas(ax, height=HEIGHTS[narrow])
    seen = _around(sized) if narrow or window is None else tuple(window)
    inks = fills(pd.Series([row.series for row in sized]), colours or {})
    _draw(ax, [row if row.sized else _beside(row, sized) for row in rows], inks, line=0.9)
    edges = np.vstack([_dense(ring, (seen[2] - seen[0]) / 200) for row in rows for ring in row.rings])
    edges = edges[((edges >= seen[:2]) & (edges <= seen[2:])).all(axis=1)]  # those beyond it bound no name
    sizes = _sizes(sized, unit)
    if narrow:
        _key(ax, sized, sizes, inks)
    if scale is not None:
        _kilometres(ax, scale, seen)
    for row, size in zip([] if narrow else sized, sizes, strict=False):
        _name_area(ax, row, size, inks[row.series], edges, (at or {}).get(row.series))
    corner = _corner(seen) if locator and not narrow else []
    for row in rows:
        if row.rings and not row.sized:
            _name_country(ax, row, [*sized, *corner], edges, seen, narrow=narrow)
    _name_towns(ax, [row for row in rows if row.point is not None], sides or {}, seen, narrow=narrow)
    _scale(ax, seen)
    if locator and not narrow:
        _locate(ax, rows, inks, locator, seen, located or {})
    return ax


def _read(row: Mapping[Any, Any], names: Mapping[str, str]) -> _Outline:
    """A row of the frame with its well-known text as numbers."""
    rings = [
        np.array([point.split() for point in ring.split(",")], dtype=float)
        for ring in RING.findall(row["geometry"])
    ]
    if not rings:
        raise MilbalanceError(
            f"{row['series']}: {row['geometry'][:30]!r} is no outline; wanted POLYGON ((…)) or POINT (…)"
        )
    point = (float(rings[0][0, 0]), float(rings[0][0, 1])) if row["geometry"].startswith("POINT") else None
    part_of = row.get("part_of")
    return _Outline(
        series=str(row["series"]),
        words=names.get(row["series"], str(row.get("words", row["series"]))),
        value=float(row["value"]),
        part_of=part_of if isinstance(part_of, str) else "",
        share=float(row.get("share", math.nan)),
        rings=[] if point is not None else rings,
        point=point,
    )


def _around(rows: Iterable[_Outline]) -> tuple[float, float, float, float]:
    """West, south, east and north of outlines, with some room."""
    every = np.vstack([ring for row in rows for ring in row.rings])
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    room = 0.06 * max(east - west, north - south)
    return west - room, south - room, east + room, north + room


def _draw(ax: Axes, rows: Sequence[_Outline], inks: Mapping[str, str], *, line: float) -> None:
    """Countries below, areas on them, and a strong line around the areas of one whole."""
    for row in rows:
        if row.rings and not row.sized:
            ax.add_patch(PathPatch(row.path, facecolor=style.SHADE, linewidth=0, zorder=1))
            drawn = [Path(one) for one in (row.rings if row.border is None else row.border)]
            look: dict[str, Any] = {"fill": False, "edgecolor": style.NEUTRAL, "linewidth": line, "zorder": 1.1}
            ax.add_patch(PathPatch(Path.make_compound_path(*drawn), **look))
    for row in rows:
        if row.sized:
            ax.add_patch(PathPatch(row.path, color=inks[row.series], linewidth=0.3, zorder=2))
    for whole in sorted(
        {row.part_of for row in rows if row.sized}
    ):  # "" first: the line around a whole lies on top
        path = _outer([row for row in rows if row.sized and row.part_of == whole])
        look = {"edgecolor": style.INK if whole else style.MUTED, "linewidth": (1.8 if whole else 1.0) * line}
        ax.add_patch(PathPatch(path, fill=False, capstyle="round", joinstyle="round", zorder=3, **look))


def _outer(rows: Iterable[_Outline]) -> Path:
    """The line around areas: a side that two of them have lies within."""
    sides = [side for row in rows for ring in row.rings for side in pairwise(map(tuple, ring.tolist()))]
    runs = Counter(frozenset(side) for side in sides)
    points, codes = list[Any](), list[Any]()
    for start, end in (side for side in sides if runs[frozenset(side)] == 1):
        going_on = bool(points) and points[-1] == start  # else the line begins anew
        points += [end] if going_on else [start, end]
        codes += [Path.LINETO] if going_on else [Path.MOVETO, Path.LINETO]
    return Path(points, codes)


def _beside(row: _Outline, areas: Sequence[_Outline]) -> _Outline:
    """A country without the border that an area near it has too: two sources draw it some way apart.

    What is left of the border ends on that of the area.
    """
    lines = np.vstack([_dense(ring, NEAR / 3) for area in areas for ring in area.rings])
    flat = np.array([math.cos(math.radians(lines[:, 1].mean())), 1.0])
    (west, south), (east, north) = lines.min(axis=0) - NEAR, lines.max(axis=0) + NEAR
    border = []
    for ring in row.rings:
        points = _dense(ring, NEAR / 2)
        near = np.all((points > (west, south)) & (points < (east, north)), axis=1)
        for place in np.flatnonzero(near):
            away = np.hypot(*((lines - points[place]) * flat).T)
            near[place] = away.min() < NEAR
            points[place] = lines[away.argmin()] if near[place] else points[place]
        border += [points[side : side + 2] for side in np.flatnonzero(~(near[:-1] & near[1:]))]
    return replace(row, border=border)


def _dense(ring: Points, step: float) -> Points:
    """The points of a ring with more between those that are far apart."""
    sides = np.diff(ring, axis=0)
    counts = 1 + (np.hypot(*sides.T) / step).astype(int)
    side = np.repeat(np.arange(len(counts)), counts)
    along = (np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)) / counts[side]
    return np.vstack([ring[side] + sides[side] * along[:, None], ring[-1:]])


def _roomiest(
    inside: Sequence[_Outline], but: Sequence[_Outline], edges: Points, seen: Sequence[float]
) -> tuple[Place, float]:
    """The place within outlines, and not within others, that has most room for a name, and how much."""
    west, south, east, north = seen
    grid = np.meshgrid(np.linspace(west, east, GRID), np.linspace(south, north, GRID))
    places = np.column_stack([axis.ravel() for axis in grid])
    places = places[np.any([row.holds(places) for row in inside], axis=0)]
    for row in but:
        places = places[~row.holds(places)]
    if not len(places):
        return (math.nan, math.nan), 0.0
    flat = np.array([FLAT, 1.0])
    (x, y), (edge_x, edge_y) = (places * flat).T, (edges * flat).T
    away = np.sqrt(np.min(np.square(x[:, None] - edge_x) + np.square(y[:, None] - edge_y), axis=1))
    sides = np.min(np.abs(np.stack([places - [west, south], places - [east, north]])) * flat, axis=(0, 2))
    room = np.minimum(away, sides)
    east_of, north_of = places[room.argmax()]
    return (float(east_of), float(north_of)), float(room.max())


def _sizes(rows: Sequence[_Outline], unit: str) -> list[str]:
    """The share of each area, the first of a whole with the name of the whole, or its size if it is no part."""
    first = {row.part_of: row for row in reversed(rows)}
    shares = [f"{row.share:.0f}%" + f" of the {row.part_of}" * (row is first[row.part_of]) for row in rows]
    return [share if row.part_of else f"{row.value:,.0f} {unit}" for row, share in zip(rows, shares, strict=True)]


def _key(ax: Axes, rows: Sequence[_Outline], sizes: Sequence[str], inks: Mapping[str, str]) -> None:
    """What each colour is, below a map that is too small for names within."""
    handles = [
        Patch(facecolor=inks[row.series], edgecolor=style.MUTED, label=f"{row.words}\n{size}")
        for row, size in zip(rows, sizes, strict=True)
    ]
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        borderaxespad=0.3,
        handlelength=1.2,
        handleheight=1.2,
    )


def _name_area(ax: Axes, row: _Outline, size: str, fill: str, edges: Points, at: Sequence[float] | None) -> None:
    """The name of an area over its share or size, within it or where it is asked for with a line to it."""
    middle, _ = _roomiest([row], [], edges, _around([row]))
    place = middle if at is None else (float(at[0]), float(at[1]))
    middle = middle if at is None or len(at) < 4 else (float(at[2]), float(at[3]))
    look: dict[str, Any] = {"ink": marks.ink_on(fill), "size": style.LABEL, "ha": "center"}
    if not row.holds(np.array([place]))[0]:
        look |= {"ink": style.INK, "ha": "left" if place[0] > middle[0] else "right"}
        ax.annotate("", middle, place, arrowprops=LEADER, zorder=4)
    name, told = (style.broken(line, LETTERS) for line in (row.words, size))
    up = (name.count("\n") - told.count("\n")) * style.LABEL * 0.6  # so that both together stand in the middle
    marks.say(ax, *place, name, dy=-up, weight="bold", **look)
    marks.say(ax, *place, told, dy=-up, va="top", weight="bold" if row.part_of else "normal", **look)


def _name_country(
    ax: Axes, row: _Outline, taken: Sequence[_Outline], edges: Points, seen: Sequence[float], *, narrow: bool
) -> None:
    """The name of a country in the part of it that has most room, and in each other one that has enough."""
    size = style.LABEL if narrow else style.SUBTITLE
    needed = marks.wide(row.words, size) / 2 * _points(ax, seen) * FLAT
    parts = [_Outline(row.series, row.words, row.value, "", math.nan, [ring]) for ring in row.rings]
    places = sorted((_roomiest([part], taken, edges, seen) for part in parts), key=lambda one: -one[1])
    for place, room in [*places[:1], *(one for one in places[1:] if one[1] > needed)]:
        if room > needed / 2:
            marks.say(ax, *place, row.words, dy=0, va="center", size=size, ink=style.MUTED)


def _points(ax: Axes, seen: Sequence[float]) -> float:
    """Roughly how many degrees of longitude a point across is: before the layout."""
    return (seen[2] - seen[0]) / (float(style.figure_of(ax).get_size_inches()[0]) * 72)


def _name_towns(
    ax: Axes,
    rows: Sequence[_Outline],
    sides: Mapping[str, str | Sequence[float]],
    seen: Sequence[float],
    *,
    narrow: bool,
) -> None:
    """Towns with their names; one whose name would cover that of another, or leave the map, is left out."""
    point = _points(ax, seen)
    scale = (point, point * math.cos(math.radians((seen[1] + seen[3]) / 2)))
    taken: list[Bbox] = []
    for row in rows:
        assert row.point is not None  # a town is a point
        asked = sides.get(row.series, "right")
        at, side = (row.point, asked) if isinstance(asked, str) else _aside(row.point, asked)
        where = SIDES[arguments.one_of("side", side, SIDES)]
        text = row.words.replace(" / ", " /\n") if narrow or asked not in ("left", "right") else row.words
        box = _box(at, text, where, scale)
        if seen[0] <= box.x0 and box.x1 <= seen[2] and not any(box.overlaps(one) for one in taken):
            taken.append(box)
            ax.plot(*row.point, "o", color=style.INK, markersize=4.5, markeredgecolor=style.PAPER, zorder=5)
            if at != row.point:
                ax.annotate("", row.point, at, arrowprops=LEADER | {"shrinkB": 3}, zorder=4)
            marks.say(ax, *at, text, size=TOWN, ink=style.MUTED, **where)


def _aside(town: Place, asked: Sequence[float]) -> tuple[Place, str]:
    """Where a name stands that is moved away from its town, and on which side of that place."""
    place = (float(asked[0]), float(asked[1]))
    return place, "right" if place[0] > town[0] else "left"


def _box(at: Place, text: str, where: Mapping[str, Any], scale: tuple[float, float]) -> Bbox:
    """What words beside a point cover, in degrees; `scale` is how many degrees a point is across and up."""
    size = (marks.wide(text, TOWN) * scale[0], (text.count("\n") + 1) * 1.2 * TOWN * scale[1])
    west = at[0] + where["dx"] * scale[0] - size[0] * (where["ha"] == "right")
    return Bbox.from_bounds(west, at[1] - size[1] / 2, *size)


def _corner(seen: Sequence[float]) -> list[_Outline]:
    """The lower right corner of the window, where the locator stands, as an outline that no name may lie in."""
    west, south, east, north = seen
    left, top = east - 1.2 * LOCATOR[0] * (east - west), south + 1.2 * LOCATOR[1] * (north - south)
    ring = np.array([(left, south), (east, south), (east, top), (left, top), (left, south)])
    return [_Outline("", "", math.nan, "", math.nan, [ring])]


def _coarse(row: _Outline, step: float) -> _Outline:
    """An outline on a grid, without the points that then fall together; a side of two areas stays one of both."""
    rings = [np.round(ring / step) * step for ring in row.rings]
    thin = [ring[np.append(True, np.any(np.diff(ring, axis=0) != 0, axis=1))] for ring in rings]
    return replace(row, rings=[ring for ring in thin if len(ring) > 3] or rings)


def _scale(ax: Axes, seen: Sequence[float]) -> None:
    """A degree of longitude is as wide as it is in the middle of the window; more is seen where there is room."""
    west, south, east, north = seen
    before = ax.get_axes_locator()

    def place(own: Axes, renderer: Any) -> Any:
        own.set_xlim(west, east, auto=True)  # every layout starts from the window, else each would widen it
        own.set_ylim(south, north, auto=True)
        return own.get_position(original=True) if before is None else before(own, renderer)

    ax.set_axes_locator(place)  # type: ignore[arg-type]
    ax.set_aspect(1 / math.cos(math.radians((south + north) / 2)), adjustable="datalim")
    ax.set_axis_off()


def _kilometres(ax: Axes, long: float, seen: Sequence[float]) -> None:
    """A bar of so many kilometres in the lower left corner: a degree is as long as in the middle of the window."""
    west, south, east, north = seen
    x, y = west + 0.03 * (east - west), south + 0.03 * (north - south)
    end = x + long / (DEGREE * math.cos(math.radians((south + north) / 2)))
    ax.plot([x, end], [y, y], color=style.MUTED, linewidth=2, solid_capstyle="butt", zorder=4)
    marks.say(ax, x, y, f"{long:g} km", dy=3, ha="left", size=TOWN, ink=style.MUTED)


def _locate(
    ax: Axes,
    rows: Sequence[_Outline],
    inks: Mapping[str, str],
    locator: Sequence[float],
    seen: Sequence[float],
    located: Mapping[str, Place],
) -> None:
    """A small map of a larger part of the world, with words at places and a frame where this one is."""
    small = ax.inset_axes((1 - LOCATOR[0], 0, *LOCATOR))
    step = (locator[2] - locator[0]) / 250  # finer than the eye sees at that size
    _draw(small, [_coarse(row, step) for row in rows if row.rings], dict.fromkeys(inks, "#A6A6A6"), line=0.3)
    _scale(small, locator)
    for words, place in located.items():
        marks.say(small, *place, words, dy=0, va="center", size=style.SMALLEST)
    small.set_axis_on()
    small.set(xticks=[], yticks=[], facecolor=style.PAPER)
    small.spines[:].set(visible=True, color=style.NEUTRAL)
    west, south, east, north = seen
    small.add_patch(
        Rectangle((west, south), east - west, north - south, fill=False, edgecolor=style.MUTED, zorder=4)
    )
