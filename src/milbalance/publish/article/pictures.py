"""One picture a statement: all its ways of counting as dots, drawn from the answers and not computed again."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from milbalance.articles import with_unit
from milbalance.articles.numbers import finite
from milbalance.articles.units import whole
from milbalance.charts import figure
from milbalance.charts.forms import Band
from milbalance.publish.article import told, ways
from milbalance.publish.article.told import Record
from milbalance.publish.site.render import anchor
from milbalance.tables.load import Data

LONGEST = 300  # letters of a subtitle: four lines


def drawable(record: Record, found: Sequence[Record]) -> bool:
    """Whether a statement has a picture: a way of counting has a number, and the answer is no yes or no."""
    return record.get("relation") not in told.NO_AXIS and not ways.rows(found).empty


def name(claim_id: str) -> str:
    """The name of the picture of a statement, which leads into no other folder."""
    return figure.OF_WAYS + anchor(claim_id).replace("-", "_")


def spec(record: Record, data: Data) -> dict[str, Any]:
    """The figure of a statement as figures.yml would have it, with texts that are no templates and not too long."""
    statement = str(record["statement"]).replace("'", "’")
    alt = f"Dots on an axis, one for each calculation. {statement} {record.get('sentence') or ''}".rstrip()
    texts = {"title": told.title(record), "subtitle": told.short(statement, LONGEST), "alt": alt}
    unit = with_unit("", str(record.get("unit") or ""))
    options = {"answer": told.short(told.computed(record, data)), "unit": told.short(unit)}
    return {
        "form": "dots",
        "claims": [record["claim_id"]],
        **{key: _as_it_is(text) for key, text in texts.items()},
        # What is no template stays as it is: one that gives a number alone would be that number.
        "options": {key: _as_it_is(text) if "{{" in text else text for key, text in options.items()}
        | {"stated": [_band(record, data)], "whole": whole(str(record.get("measure") or ""), str(record["unit"]))},
    }


def draw(data: Data, record: Record, found: Sequence[Record]) -> figure.Drawn:
    """Draw the picture of a statement on axes of its own; `data` has the sources that the footer names."""
    return figure.made(data, spec(record, data), numbers=rows(found))


def rows(found: Sequence[Record]) -> pd.DataFrame:
    """The rows that the picture of a statement draws."""
    frame = ways.rows(found)
    return frame.assign(label=frame["label"].map(told.short))


def _band(record: Record, data: Data) -> Band:
    numbers = (told.number_stated(record), finite(record.get("low")), finite(record.get("high")))
    value, low, high = (math.nan if one is None else one for one in numbers)
    bounds = figure.accepted(told.allowed(record), low, high)
    return Band(value, low, high, told.short(f"the text says: {told.stated(record, data)}"), allowed=bounds)


def _as_it_is(text: str) -> str:
    """A text as a template that gives the text, whatever signs are in it."""
    return "{{ " + json.dumps("".join(filter(str.isprintable, text)), ensure_ascii=False) + " }}"
