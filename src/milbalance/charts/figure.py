"""A figure as an article describes it (figures.yml): rows, a form, what is stated, and texts as templates.

The rows are computed, the form draws them, the texts are rendered from the same numbers. Where an article has no
figures.yml, each of its statements has a figure of all its ways of counting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import arguments, articles
from milbalance.charts import style
from milbalance.charts.description import description
from milbalance.charts.forms import Band, form
from milbalance.charts.marks import say
from milbalance.charts.rows import rows
from milbalance.charts.texts import TEXTS, Words
from milbalance.errors import MilbalanceError
from milbalance.tables.load import Data

OF_WAYS = "choices_"  # before the id of a statement: the name of the figure of its ways
DEFAULT: dict[str, Any] = {
    "form": "dots",
    "title": "{{ claim(id).choices_inside }} of {{ claim(id).choices_counted | many('way') }} of counting fit",
    "subtitle": "{{ claim(id).statement }}",
    "alt": "Dots on an axis, one for each way of counting. {{ claim(id).sentence }}",
    "options": {"answer": "{{ at(role='plain').value }}"},
}


@dataclass(frozen=True)
class Drawn:
    """A figure drawn: its axes, the numbers and the texts."""

    ax: Axes
    numbers: pd.DataFrame
    texts: Mapping[str, str]


def described(data: Data) -> dict[str, Mapping[str, Any]]:
    """Every figure of an article by its name, as figures.yml has it, in its order.

    >>> from milbalance.charts import figure
    >>> list(figure.described(data))[0]
    'balance'
    """
    found: Mapping[str, Any] = data.figures
    return dict(found) if found else dict(_of_ways(data))


def _of_ways(data: Data) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A figure of the ways of each statement whose plain reading is a number."""
    for claim_id in articles.computable(data):
        found = articles.assess(data, claim_id)
        if found.answer is not None and found.claim.relation != "exists":
            name = OF_WAYS + claim_id.replace("-", "_")
            texts = {key: _about(DEFAULT[key], claim_id) for key in TEXTS}
            asked = {"rows": {"ways": {"claim": claim_id}}, "stated": [{"claim": claim_id}], "claims": [claim_id]}
            yield name, DEFAULT | texts | asked


def _about(template: str, claim_id: str) -> str:
    return template.replace("claim(id)", f"claim({claim_id!r})")


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
    told = worded(data, spec, numbers=numbers)
    given = {"stated": told.bands} if told.bands else {}
    axes = form(spec["form"])(told.numbers, ax=ax, **given, **told.options)
    for note in spec.get("notes", ()):
        _note(axes, rendered(note, told.words))
    text = description(told.numbers, told.texts)
    axes = style.finish(axes, data, drawn=told.numbers, long=text, note=told.note, **told.texts)
    return Drawn(axes, told.numbers, told.texts)


def rendered(value: Any, words: Words) -> Any:
    """Options with every text in them rendered; a text that is then a number is one."""
    if isinstance(value, Mapping):
        return {key: rendered(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [rendered(one, words) for one in value]
    if not isinstance(value, str) or "{{" not in value:
        return value
    text = words(value)
    try:
        return float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return text


def band(data: Data, written: Mapping[str, Any], words: Words) -> Band:
    """What is stated, for a form: the number and bounds of a statement times `per`, and the words for it."""
    claim, per = articles.stated(data, written["claim"]), written.get("per", 1)
    told = words(written.get("words", claim.said))
    return Band(claim.stated * per, claim.low * per, claim.high * per, told, written.get("from"), written.get("to"))


def colours(data: Data, numbers: pd.DataFrame) -> dict[str, str]:
    """The colour of each series: that of its place, where its rows have one."""
    if not {"series", "place"} <= set(numbers.columns):
        return {}
    pairs = numbers[["series", "place"]].dropna().drop_duplicates("series")
    return {str(name): style.colour(data, str(code)) for name, code in pairs.itertuples(index=False)}


def _note(ax: Axes, note: Mapping[str, Any]) -> None:
    """Words at a point of the axes; `row` names a row of dots in place of a number."""
    y = note["y"] if "y" in note else _level(ax, note["row"])
    where = {key: note[key] for key in ("dx", "dy", "ha", "va") if key in note}
    say(ax, note["x"], y, note["words"], size=style.LABEL, ink=note.get("colour", style.MUTED), halo=True, **where)


def _level(ax: Axes, row: str) -> float:
    names = {text.get_text().replace("\n", " "): place for place, text in enumerate(ax.get_yticklabels())}
    return float(ax.get_yticks()[names[arguments.one_of("row", row, names)]])
