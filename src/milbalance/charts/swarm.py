"""Where dots and their words go on one line so that none covers another, in inches; nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from milbalance.charts import style
from milbalance.charts.marks import wide

AIR = 0.04  # between a word and what stands beside it
NEXT = 0.16  # how far a neighbour reaches that words may stand behind
RIGHT, LEFT, OVER = range(3)  # where words stand first of all


@dataclass(frozen=True)
class Box:
    """A rectangle: x to the right from the left end of the axis, y up from the middle of the line."""

    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: Box) -> float:
        """How much of another box lies in this one."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(0.0, wide) * max(0.0, high)


@dataclass
class Line:
    """What stands on one line: the dots as boxes, and the words written so far."""

    boxes: list[Box] = field(default_factory=list)

    @property
    def top(self) -> float:
        """How high it reaches above its middle."""
        return max((box.top for box in self.boxes), default=0.0)

    @property
    def bottom(self) -> float:
        """How low it reaches, as a negative number."""
        return min((box.bottom for box in self.boxes), default=0.0)

    def write(
        self, at: Box, words: str, size: float, width: float, lines: Iterable[float] = (), *, first: int = RIGHT
    ) -> Box:
        """Find room for words beside a mark: right, left, above or below it, where they cover least.

        Where several spots cover nothing they stand right of it, or at the `first` of RIGHT, LEFT and OVER. One
        more is right of its next neighbour.

        `width` is that of the axes, which words do not leave; `lines` are upright lines that they rather avoid.
        """
        wide, high = text_width(words, size), style.points(size) * 1.25 / 72
        middle = (at.bottom + at.top) / 2
        center = min(max((at.left + at.right) / 2 - wide / 2, 0), width - wide)
        beside = (at.right + 2 * AIR, at.left - 2 * AIR - wide)
        spots = [Box(x, middle - high / 2, x + wide, middle + high / 2) for x in beside]
        for top, bottom in ((at.top, at.bottom), (self.top, self.bottom)):
            spots.append(Box(center, top + AIR, center + wide, top + AIR + high))
            spots.append(Box(center, bottom - AIR - high, center + wide, bottom - AIR))
        level = [box.right for box in self.boxes if box.bottom < at.top and at.bottom < box.top]
        if max(level) - at.right < NEXT:
            spots.append(Box(after := max(level) + 2 * AIR, middle - high / 2, after + wide, middle + high / 2))
            spots.insert(2, spots.pop())
        spots = [spots[first], *spots]
        upright = [Box(x - 0.02, -9, x + 0.02, 9) for x in lines]
        edges = [Box(-99, -9, 0, 9), Box(width, -9, 99, 9)]
        taken = [*(box for box in self.boxes if box is not at), *edges, *upright]
        found = min(spots, key=lambda spot: round(sum(one.covers(spot) for one in taken), 6))
        self.boxes.append(Box(found.left - AIR, found.bottom, found.right + AIR, found.top))
        return found


def swarm(spans: Sequence[tuple[float, float]], high: float) -> list[float]:
    """How far up each mark goes, given its ends from left to right: 0 where there is room, else upon others.

    >>> from milbalance.charts.swarm import swarm
    >>> swarm([(0.0, 1.0), (0.5, 1.5), (2.0, 3.0)], 0.5)
    [0.0, 0.5, 0.0]
    """
    ends: dict[int, float] = {}  # the right end of what stands at each height, in steps
    ups = [0.0] * len(spans)
    for place in sorted(range(len(spans)), key=lambda one: spans[one]):
        left, right = spans[place]
        step = next(step for step in range(len(spans)) if ends.get(step, left) <= left)
        ends[step] = max(right, ends.get(step, right))
        ups[place] = step * high
    return ups


def text_width(words: str, size: float, weight: str = "bold") -> float:
    """How wide the longest line of a text is, measured on the outlines of the font that draws it."""
    return wide(words, size, weight) / 72
