"""The listed ways to compute one number: the grid of choices, its answers, their weight and their support.

A choice names its levels in order, from the outermost: {"publisher": "SIPRI", "basis": "current dollars",
"years": "2020", "edition": "2021"}. Each level of a choice weighs the same as its sisters, nested in that order
below the independent origin of the numbers, so that many editions of one publisher do not outvote another
publisher, and many who repeat one number weigh as one. What is shown and not counted, and what the data cannot
answer, has no weight.
"""

from __future__ import annotations

import inspect
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import compress, product
from typing import Any

import numpy as np
import pandas as pd

from milbalance import arguments
from milbalance.errors import AmbiguousError, MissingError, NoRowsError
from milbalance.measures.ranges import Span, exactly

PLAIN = "Our main answer, chosen before it was computed."
INSIDE, OUTSIDE, UNDECIDED, UNANSWERED = "inside", "outside", "undecided", "unanswered"
# Levels that repeat one another: those with the same answer are one level.
ALIKE = ("edition", "release")
VOICES = (
    "publisher",
    "source",
    "count",
)  # levels that say who prints a number; within one origin they are alike too
REASONS = ("why", "because", "reason", "gap")  # the columns of words
ANSWER = [
    *("low", "high", "value", "position", "counted", "plain", "weight"),
    *(*REASONS, "sources", "origin"),
]


@dataclass(frozen=True)
class Choice:
    """One way to compute: its levels by name, the arguments that make it, and why a fair person would choose it.

    `counted` is False for what is only shown; `why` then says so, and `because` gives the reason alone (see
    `only_shown`). `sources` names the sources of the rows used where the argument `source` does not, and `origin`
    who counted first where that is not the origin of the source. `whys` are the reasons that `why` joins.

    >>> (Choice({"basis": "current dollars"}) & Choice({"years": "2020"}, {"years": (2020, 2020)})).levels
    {'basis': 'current dollars', 'years': '2020'}
    """

    levels: Mapping[str, str]
    how: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    counted: bool = True
    sources: tuple[str, ...] = ()
    origin: str = ""
    because: str = ""
    whys: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.why and not self.whys:
            object.__setattr__(self, "whys", (self.why,))

    def __and__(self, other: Choice) -> Choice:
        """Both choices made."""
        whys = tuple(dict.fromkeys((*self.whys, *other.whys)))
        return Choice(
            {**self.levels, **other.levels},
            {**self.how, **other.how},
            " ".join(whys),
            self.counted and other.counted,
            (*self.sources, *other.sources),
            self.origin or other.origin,
            self.because or other.because,
            whys,
        )


def only_shown(reason: str, kind: str = "") -> dict[str, Any]:
    """The arguments of a `Choice` without weight, for a reason; `kind` is the reason without names, for counts.

    >>> Choice({"year": "2010"}, **only_shown("before the war")).why
    'Shown only: before the war.'
    """
    return {"why": f"Shown only: {reason.rstrip('.')}.", "counted": False, "because": kind or reason}


def grid(*dimensions: Iterable[Choice]) -> list[Choice]:
    """Every combination of one level from each dimension; the order of the dimensions is the order of nesting.

    >>> found = grid([Choice({"years": "2019"}), Choice({"years": "2020"})], [Choice({"source": "A"})])
    >>> [choice.levels for choice in found]
    [{'years': '2019', 'source': 'A'}, {'years': '2020', 'source': 'A'}]
    """
    return [reduce(Choice.__and__, levels) for levels in product(*map(list, dimensions))]


def evaluate(
    data: Any,
    computation: Callable[..., float | Span],
    choices: Sequence[Choice],
    position: Callable[[Span], str],
    sources: Sequence[str] = (),
    origins: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """One row a choice: a column for each kind of level, then the columns of `ANSWER`.

    `low` and `high` are the answer (NaN if there is none; `reason` says why, `gap` the same without years and
    sources), `value` one number for it, `because` the reason why a choice is only shown,
    `position` where it lies for the wording: inside, outside, undecided or unanswered. `plain` marks the plain
    reading and `weight` sums to 1 over the counted choices that have an answer. `sources` are those of the plain
    reading, for choices that name none. `origins` names the independent origin of each source, and then the origin
    is the outermost level of every choice; without it the column `origin` is empty.

    >>> ways = [Choice({"years": "2019"}, {"year": 2019}), Choice({"years": "2020"}, {"year": 2020})]
    >>> found = evaluate({2019: 2.0, 2020: 3.0}, lambda data, year=2020: data[year], ways, lambda span: INSIDE)
    >>> found[["years", "value", "plain", "weight"]].values.tolist()
    [['2019', 2.0, False, 0.5], ['2020', 3.0, True, 0.5]]
    """
    records = []
    for choice in choices:
        span, reason, gap = _answer(data, computation, choice)
        plain = is_plain(computation, choice)
        named = tuple(choice.how[name] for name in choice.how if name == "source" and choice.how[name])
        used = tuple(dict.fromkeys((*named, *choice.sources))) or tuple(sources)
        records.append(
            {
                **choice.levels,
                "low": span.low if span else math.nan,
                "high": span.high if span else math.nan,
                "value": span.number if span else math.nan,
                "position": position(span) if span else UNANSWERED,
                "counted": choice.counted,
                "plain": plain,
                "why": " ".join(text for text in (PLAIN if plain else "", choice.why) if text),
                "because": choice.because,
                "reason": reason,
                "gap": gap,
                "sources": used,
                "origin": "" if origins is None else choice.origin or joint_origin(used, origins),
            }
        )
    names = kinds(choices)
    columns = [*names, *(name for name in ANSWER if name != "weight")]
    frame = pd.DataFrame({name: [record.get(name, "") for record in records] for name in columns})
    weight = weights(frame, names) if origins is None else weights(frame, *nesting(names))
    frame.insert(len(names) + ANSWER.index("weight"), "weight", weight)
    return frame


def joint_origin(sources: Iterable[str], origins: Mapping[str, str]) -> str:
    """The origin of a number made from some sources: each of theirs once, in alphabetical order.

    Raises MilbalanceError for a source without origin.

    >>> joint_origin(["wdi", "sipri", "census"], {"wdi": "SIPRI", "sipri": "SIPRI", "census": "an office"})
    'SIPRI; an office'
    """
    named = {origins.get(source) or arguments.one_of("origin of the source", source, origins) for source in sources}
    return "; ".join(sorted(named))


def nesting(names: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The levels in the order in which they share weight, and those of them that weigh once for each answer.

    The origin comes first. Within one origin it does not matter who repeats a number, so who prints it comes last,
    and those with the same answer are one: a copy changes no other weight.

    >>> nesting(["source", "years"])[0]
    ['origin', 'years', 'source']
    """
    alike = (*VOICES, *ALIKE)
    return ["origin", *sorted(names, key=lambda name: name in alike)], alike


def kinds(choices: Iterable[Choice]) -> list[str]:
    """The kinds of level that choices name, from the outermost; what repeats itself comes last.

    >>> kinds([Choice({"edition": "2021", "years": "2020"})])
    ['years', 'edition']
    """
    named_first = dict.fromkeys(name for choice in choices for name in choice.levels)
    return sorted(named_first, key=lambda name: name in ALIKE)


def is_plain(computation: Callable[..., Any], choice: Choice) -> bool:
    """Whether a choice is the plain reading: it gives the computation no argument that is not the default.

    >>> is_plain(lambda data, year=2020: data[year], Choice({"years": "2019"}, {"year": 2019}))
    False
    """
    parameters = _parameters(computation)
    return all(name in parameters and parameters[name].default == wanted for name, wanted in choice.how.items())


@lru_cache(maxsize=1000)
def _parameters(computation: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(computation).parameters


def _answer(data: Any, computation: Callable[..., float | Span], choice: Choice) -> tuple[Span | None, str, str]:
    """The answer as a range, or None and the reason that the data give, in its words and in general ones."""
    try:
        return exactly(computation(data, **choice.how)), "", ""
    except NoRowsError as error:
        return None, error.wrong, error.kind or error.wrong
    except MissingError as error:
        return None, str(error), error.kind or str(error)
    except AmbiguousError as error:
        return None, str(error), str(error)


def level_names(frame: pd.DataFrame) -> list[str]:
    """The kinds of level of an evaluated grid, from the outermost.

    >>> level_names(pd.DataFrame(columns=["basis", *ANSWER]))
    ['basis']
    """
    return [name for name in frame.columns if name not in ANSWER]


def weights(frame: pd.DataFrame, names: Sequence[str], alike: Collection[str] = ALIKE) -> pd.Series[float]:
    """The weight of each row: 1 shared equally at every level among the sisters that have an answer.

    Sisters of a level named in `alike` that give the same answer (to four digits) are one and share its weight.
    Rows that are not counted or not answered weigh 0.

    >>> frame = pd.DataFrame({"years": ["2019", "2020"], "counted": True, "position": [INSIDE, OUTSIDE]})
    >>> weights(frame, ["years"]).tolist()
    [0.5, 0.5]
    """
    found = shares(paths(frame, names, alike))
    return pd.Series([found.get(row, 0.0) for row in range(len(frame))], frame.index, dtype=float, name="weight")


def paths(frame: pd.DataFrame, names: Sequence[str], alike: Collection[str] = ALIKE) -> dict[int, tuple[Any, ...]]:
    """The levels of each row that is counted and answered, by its place; equal answers stand for levels `alike`.

    >>> frame = pd.DataFrame({"years": ["2019", "2020"], "counted": True, "position": [INSIDE, UNANSWERED]})
    >>> paths(frame, ["years"])
    {0: ('2019', 0)}
    """
    counted = answered(frame).tolist()
    ends = zip(frame["low"].tolist(), frame["high"].tolist(), strict=True) if {*names} & {*alike} else ()
    answers = [f"{low:.4g} {high:.4g}" for low, high in ends]
    keys = [answers if name in alike else frame[name].tolist() for name in names]
    return {path[-1]: path for path in zip(*keys, range(len(frame)), strict=True) if counted[path[-1]]}


def answered(frame: pd.DataFrame) -> pd.Series[bool]:
    """Which choices are counted and have an answer.

    >>> answered(pd.DataFrame({"counted": True, "position": [INSIDE, UNANSWERED]})).tolist()
    [True, False]
    """
    has_answer = np.array([position != UNANSWERED for position in frame["position"].tolist()], dtype=bool)
    return pd.Series(frame["counted"].to_numpy(dtype=bool) & has_answer, frame.index)


def shares(paths: Mapping[int, tuple[Any, ...]], whole: float = 1.0) -> dict[int, float]:
    """`whole` in equal parts at the first step of the paths, and each part among the rows that go on from there.

    >>> shares({0: ("2019", 0), 1: ("2020", 1), 2: ("2020", 2)})
    {0: 0.5, 1: 0.25, 2: 0.25}
    """
    if len(paths) <= 1:
        return dict.fromkeys(paths, whole)
    groups: dict[Any, dict[int, tuple[Any, ...]]] = {}
    for row, (first, *rest) in paths.items():
        groups.setdefault(first, {})[row] = tuple(rest)
    part = whole / len(groups)
    return {row: share for group in groups.values() for row, share in shares(group, part).items()}


@dataclass(frozen=True)
class Support:
    """What the counted choices say: how many there are of each kind, and the weight of those inside.

    `counted` have an answer; `unanswered` have none. `support` is the weight inside as a share of the weight that
    is decided (NaN if none is), `undecided_weight` the share of ranges that are partly inside.

    >>> frame = pd.DataFrame({"position": [INSIDE, UNDECIDED], "counted": True, "weight": 0.5})
    >>> support(frame).undecided_weight
    0.5
    """

    counted: int
    inside: int
    undecided: int
    unanswered: int
    support: float
    undecided_weight: float


def support(frame: pd.DataFrame) -> Support:
    """The support of an evaluated grid.

    >>> frame = pd.DataFrame({"position": [INSIDE, OUTSIDE], "counted": True, "weight": [0.75, 0.25]})
    >>> support(frame).support
    0.75
    """
    counted = frame["counted"].tolist()
    positions, weights = (list(compress(frame[name].tolist(), counted)) for name in ("position", "weight"))
    return support_of(positions, weights)


def support_of(positions: Sequence[str], weights: Sequence[float]) -> Support:
    """The same from the positions of the counted choices and their weights.

    >>> support_of([INSIDE, OUTSIDE, UNANSWERED], [0.5, 0.5, 0.0]).unanswered
    1
    """
    pairs = list(zip(positions, weights, strict=True))
    inside, outside, undecided = (
        math.fsum(weight for position, weight in pairs if position == wanted)
        for wanted in (INSIDE, OUTSIDE, UNDECIDED)
    )
    number = Counter(positions)
    return Support(
        counted=len(pairs) - number[UNANSWERED],
        inside=number[INSIDE],
        undecided=number[UNDECIDED],
        unanswered=number[UNANSWERED],
        support=inside / (inside + outside) if inside + outside > 0 else math.nan,
        undecided_weight=undecided,
    )


def movers(frame: pd.DataFrame) -> pd.DataFrame:
    """How far the answer moves when one choice changes and all others are held, widest first.

    One row a kind of level: `levels` (how many differ), `comparisons` (sets of counted choices that differ in
    nothing else), `typical` and `widest` (median and largest distance from lowest to highest answer, in the unit
    of the claim). Publishers have no edition in common: each is taken at its newest. A kind of level that never
    stands alone against another has no row.

    >>> movers(pd.DataFrame({"years": ["2019", "2020"], "counted": True, "value": [2.0, 3.0]})).values.tolist()
    [['years', 2, 1, 1.0, 1.0]]
    """
    rows = frame[frame["counted"] & frame["value"].notna()]
    names = level_names(frame)
    records = []
    for name in names:
        spreads = _spreads(rows, name, [other for other in names if other != name])
        if spreads.empty and name not in ALIKE:
            wider = [other for other in names if other not in (name, *ALIKE)]
            last = [other for other in ALIKE if other in rows.columns]
            newest = rows.sort_values(last, kind="stable").drop_duplicates([name, *wider], keep="last")
            spreads = _spreads(newest, name, wider)
        if len(spreads):
            records.append((name, rows[name].nunique(), len(spreads), spreads.median(), spreads.max()))
    columns = ["choice", "levels", "comparisons", "typical", "widest"]
    found = pd.DataFrame(records, columns=columns).sort_values("typical", ascending=False, kind="stable")
    return found.reset_index(drop=True)


def _spreads(rows: pd.DataFrame, name: str, others: list[str]) -> pd.Series[float]:
    """Distance from the lowest to the highest answer in each set of rows that differ in one level alone."""
    groups = rows.groupby(others, sort=False) if others else [((), rows)]
    apart = [group["value"].max() - group["value"].min() for _, group in groups if group[name].nunique() > 1]
    return pd.Series(apart, dtype=float)
