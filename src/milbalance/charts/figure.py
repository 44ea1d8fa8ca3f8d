"""A figure as an article describes it (figures.yml): rows, a form, what is stated, and texts as templates.

The rows are computed, the form draws them, the texts are rendered from the same numbers. Where an article has no
figures.yml, each of its statements has a figure of all its ways of counting.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import arguments, articles
from milbalance.charts import notes, style
from milbalance.charts.description import description
from milbalance.charts.forms import Band, form
from milbalance.charts.rows import rows
from milbalance.charts.texts import TEXTS, Words
from milbalance.choices.bounds import YES_OR_NO
from milbalance.errors import MilbalanceError
from milbalance.tables import cache
from milbalance.tables.load import Data

OF_WAYS = "choices_"  # before the id of a statement: the name of the figure of its ways
_FIT = """
{%- set found = claim(id) %}{% set counted, inside = found.choices_counted, found.choices_inside -%}
{%- set words = found.words if found.words and found.words | length <= 34 else none -%}
{%- set it = '“' ~ (words | replace("'", "’")) ~ '”' if words else 'what the text says' -%}
{%- if not counted %}No calculation settles {{ it }}
{%- elif counted == 1 and found.choices_undecided %}The one calculation may give {{ it }}
{%- elif counted == 1 %}The one calculation {{ 'gives' if inside else 'does not give' }} {{ it }}
{%- elif counted == 2 and inside == 2 %}Both calculations give {{ it }}
{%- elif counted == 2 and not inside %}Neither calculation gives {{ it }}
{%- elif not inside %}None of {{ counted | n }} calculations gives {{ it }}
{%- elif inside == counted %}All {{ counted | n }} calculations give {{ it }}
{%- else %}{{ inside | n }} of {{ counted | n }} calculations {{ 'gives' if inside == 1 else 'give' }} {{ it }}
{%- endif %}"""
DEFAULT: dict[
    str, Any
] = {  # must be fair to any statement: of a number, a range, a bound, with one way or hundreds
    "form": "dots",
    "title": _FIT,
    "subtitle": """{{ claim(id).statement | replace("'", "’") }}""",
    "alt": "Dots on an axis, one for each calculation. {{ claim(id).statement }} {{ claim(id).sentence }}",
    "options": {"answer": "{{ claim(id).answered }}", "unit": "{{ claim(id).counted_in }}"},
}
SAID = "the text says: {{ claim(id).said }}"


@dataclass(frozen=True)
class Drawn:
    """A figure drawn: its axes, the numbers and the texts."""

    ax: Axes
    numbers: pd.DataFrame
    texts: Mapping[str, str]


@cache.per_data
def described(data: Data) -> dict[str, Mapping[str, Any]]:
    """Every figure of an article by its name, as figures.yml has it, in its order.

    >>> from milbalance.charts import figure
    >>> list(figure.described(data))[0]
    'balance'
    """
    found: Mapping[str, Any] = data.figures
    return dict(found) if found else dict(_of_ways(data))


def _of_ways(data: Data) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A figure of the ways of each statement that is about a number and has an answer."""
    for claim_id in articles.computable(data):
        found = articles.assess(data, claim_id)
        drawn = found.grid["value"].notna() & (found.grid["counted"] | found.grid["plain"])
        if drawn.any() and found.claim.relation not in YES_OR_NO:
            spec = of_ways(claim_id)
            options = spec["options"] | {"whole": found.claim.whole}
            yield OF_WAYS + claim_id.replace("-", "_"), {**spec, "options": options}


def of_ways(claim_id: str, *, shown: bool = False) -> dict[str, Any]:
    """The figure of all ways of counting one statement, with those that are only shown if asked for."""
    asked = {"rows": {"ways": {"claim": claim_id, "shown": shown}}, "claims": [claim_id]}
    texts: dict[str, Any] = _about(DEFAULT, claim_id)
    return texts | asked | {"stated": [{"claim": claim_id, "words": _about(SAID, claim_id)}]}


def _about(value: Any, claim_id: str) -> Any:
    """Templates with the id of a statement for `id`."""
    if isinstance(value, dict):
        return {key: _about(one, claim_id) for key, one in value.items()}
    return str(value).replace("claim(id)", f"claim({claim_id!r})")


@dataclass(frozen=True)
class Worded:
    """A figure before it is drawn: its numbers, its texts, the options of its form and what is stated beside."""

    numbers: pd.DataFrame
    texts: Mapping[str, str]
    note: str
    options: Mapping[str, Any]
    bands: list[Band]
    words: Words

    @property
    def colours(self) -> dict[str, str]:
        """The colours of series that the options name."""
        return dict(self.options.get("colours", {}))


def worded(data: Data, spec: Mapping[str, Any], *, numbers: pd.DataFrame | None = None) -> Worded:
    """Compute and word a figure that is described by a mapping, from its rows or from `numbers` that are at hand.

    Raises MilbalanceError where a text cannot be written, or says what is no longer true (`holds`).
    """
    numbers = rows(data, spec["rows"]) if numbers is None else numbers
    words = Words(data, numbers)
    for claim in spec.get("holds", ()):
        if not words.true(claim):
            raise MilbalanceError(f"the figure says what the numbers do not: {claim} is not true")
    texts = {key: words(spec[key]) for key in TEXTS}
    options = rendered(spec.get("options", {}), words)
    options |= {"colours": colours(data, numbers) | options.get("colours", {})}
    bands = [band(data, one, words) for one in spec.get("stated", ())]
    return Worded(numbers, texts, words(spec.get("note", "")), options, bands, words)


def draw(data: Data, name: str, *, ax: Axes | None = None) -> Drawn:
    """Draw one figure of an article; MilbalanceError naming those that are near if there is none of that name."""
    known = described(data)
    return made(data, known[arguments.one_of("figure", name, known)], ax=ax)


def made(
    data: Data, spec: Mapping[str, Any], *, numbers: pd.DataFrame | None = None, ax: Axes | None = None
) -> Drawn:
    """Draw a figure that is described by a mapping; the rest is as in `worded`."""
    spec, asked = fitting(spec)
    told = worded(data, spec, numbers=numbers)
    given = {"stated": told.bands} if told.bands else {}
    axes = form(spec["form"])(_shown(told.numbers), ax=ax, **given, **told.options)
    written = [notes.write(axes, rendered(one, told.words) | {"words": told.words(one["words"])}) for one in asked]
    text = description(told.numbers, told.texts)
    axes = style.finish(axes, data, drawn=told.numbers, long=text, note=told.note, **told.texts)
    if style.page().narrow:
        notes.place(style.figure_of(axes), written)
    return Drawn(axes, told.numbers, told.texts)


def fitting(spec: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A figure and its notes for the page that is drawn for: what `narrow` says goes for a narrow one only."""
    notes_, options = spec.get("notes", ()), spec.get("options", {})
    if not style.page().narrow:
        return dict(spec), [{key: value for key, value in note.items() if key != "narrow"} for note in notes_]
    kept = [note for note in notes_ if note.get("narrow") is not False]
    told = [{**note, **note.get("narrow", {})} for note in kept]
    return {**spec, "options": {**options, **spec.get("narrow", {})}}, told


def _shown(numbers: pd.DataFrame) -> pd.DataFrame:
    """The rows to draw: all but those whose role is "told", which only the words use."""
    return numbers[numbers["role"] != "told"] if "role" in numbers else numbers


def rendered(value: Any, words: Words) -> Any:
    """Options with every text in them rendered, its lines kept; a text that is then a number is one."""
    if isinstance(value, Mapping):
        return {key: rendered(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [rendered(one, words) for one in value]
    if not isinstance(value, str) or "{{" not in value:
        return value
    text = "\n".join(map(words, value.split("\n")))
    try:
        return float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return text


def band(data: Data, written: Mapping[str, Any], words: Words) -> Band:
    """What is stated, for a form: the number and bounds of a statement times `per`, and the words for it.

    Without its `bounds` it is a dash at the number alone.
    """
    claim, per = articles.stated(data, written["claim"]), rendered(written.get("per", 1), words)
    told = words(written.get("words", claim.said))
    ends = (written.get("from"), written.get("to"))
    if not written.get("bounds", True):
        return Band(claim.stated * per, math.nan, math.nan, told, *ends)
    bounds = accepted(claim.allowed, claim.low, claim.high)
    return Band(claim.stated * per, claim.low * per, claim.high * per, told, *ends, bounds)


def accepted(allowed: str, low: float, high: float) -> str:
    """The bounds of a grey band, as they stand at it; "" where what words allow has not two ends that differ."""
    return f"taken as {allowed}" if -math.inf < low < high < math.inf else ""


def colours(data: Data, numbers: pd.DataFrame) -> dict[str, str]:
    """The colour of each series: that of its place, where its rows have one."""
    if not {"series", "place"} <= set(numbers.columns):
        return {}
    pairs = numbers[["series", "place"]].dropna().drop_duplicates("series")
    return {str(name): style.colour(data, str(code)) for name, code in pairs.itertuples(index=False)}
