"""The sentence as the control of a statement: its choices as data for a script, and its answer without one.

Site and built article share this, the template `statement.jinja`, `statement.js` and `statement.css`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from milbalance.choices import ALIKE, UNANSWERED
from milbalance.publish.article import told, ways
from milbalance.publish.article.told import Record
from milbalance.publish.site.render import THEME
from milbalance.tables import labels
from milbalance.tables.load import Data

OPEN = "not specified"  # a level that a calculation leaves open
POSITIONS = ("inside", "outside", "undecided", "unanswered")
ROLES = ("It does not count toward the verdict.", "It counts toward the verdict.")


def control(record: Record, found: Sequence[Record], data: Data, name: str = "") -> dict[str, Any] | None:
    """What `statement.jinja` shows of a statement; None where no calculation is listed.

    `record` is the answer and `found` are its calculations, as in the schemas `ledger` and `ways`. `name` is that
    of the statement in the address, where a page has several. `parts` are the choices of the main answer: their
    kind, the words of readers for it and the level; `data` is the block for the script (see `block`).
    """
    if not found:
        return None
    main = next((one for one in found if one["plain"]), found[0])
    curve = ways.curve(record, found, data)
    made = block(record, found, data, None if curve is None else curve.at)
    here = made["ways"].index(_levels(made, main))
    return {
        "name": name,
        "parts": [
            {
                "kind": kind,
                "words": labels.kind(kind),
                "level": (made["levels"][place][level] or OPEN).replace("'", "’"),
            }
            for place, (kind, level) in enumerate(zip(made["kinds"], made["ways"][here], strict=True))
        ],
        "answer": made["answers"][here],
        "position": made["positions"][made["fits"][here]],
        "fits": made["texts"][made["stands"][here]],
        "why": made["texts"][made["why"][here]],
        "curve": curve,
        "title": told.title(record),
        "data": embedded(made | {"main": here, "name": name}) if made["kinds"] else None,
    }


def block(
    record: Record, found: Sequence[Record], data: Data, at: Sequence[float | None] | None = None
) -> dict[str, Any]:
    """The calculations of a statement as columns, one entry each in the order of `found`.

    `kinds` are those that differ, `levels` the options of each, `ways` the place of the level of each kind;
    `answers` in words, `at` their place on the axis in per cent of its width (None for none), `counted` 1 for
    those that count and have an answer; `fits` is a place in `positions`, `stands` (where the answer lies for the
    words) and `why` in `texts`.

    >>> from milbalance import articles
    >>> ways = articles.choice_records(articles.assess(data, "days"))
    >>> found = block({"relation": "is", "unit": "days", "low": 44, "high": 44}, ways, data)
    >>> found["levels"], found["ways"], found["answers"]
    ([['last day not counted', 'last day counted']], [[0], [1]], ['44 days', '45 days'])
    """
    kinds = sorted(dict.fromkeys(kind for one in found for kind in one["choice"]), key=lambda kind: kind in ALIKE)
    levels = {kind: list(dict.fromkeys(str(one["choice"].get(kind) or "") for one in found)) for kind in kinds}
    made: dict[str, Any] = {
        "kinds": [kind for kind in kinds if len(levels[kind]) > 1],
        "levels": [sorted(there, key=lambda level: not level) for there in levels.values() if len(there) > 1],
    }
    texts: dict[str, int] = {}

    def place(text: str) -> int:
        return texts.setdefault(text, len(texts))

    made["ways"] = [_levels(made, one) for one in found]
    made["answers"] = [told.answered(record, one, data) for one in found]
    made["at"] = list(at) if at is not None else [None] * len(found)
    made["fits"] = [POSITIONS.index(str(one["position"])) for one in found]
    made["counted"] = [int(one["counted"] and one["position"] != UNANSWERED) for one in found]
    made["stands"] = [place(_stands(record, one)) for one in found]
    made["why"] = [place(str(one.get("why") or "")) for one in found]
    return made | {"texts": list(texts), "told": list(ROLES), "positions": list(POSITIONS), "open": OPEN}


def _stands(record: Record, one: Record) -> str:
    """Where an answer lies for the words, or why there is none."""
    answer = told.span(one, "value", "low", "high")
    return ": ".join(filter(None, [told.stands(record, one.get("position"), answer), one.get("reason")]))


def _levels(made: Record, one: Record) -> list[int]:
    return [
        there.index(str(one["choice"].get(kind) or ""))
        for kind, there in zip(made["kinds"], made["levels"], strict=True)
    ]


def embedded(value: Any) -> Markup:
    """A value as JSON on one line inside a page: no character of it can end the element that it stands in.

    >>> embedded({"a": "</script>"})
    Markup('{"a":"\\\\u003c/script\\\\u003e"}')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&`\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def script() -> Markup:
    """The script of the control, to stand inside a page."""
    return Markup((THEME / "static" / "statement.js").read_text(encoding="utf-8"))


def style() -> Markup:
    """Its style."""
    return Markup((THEME / "static" / "statement.css").read_text(encoding="utf-8"))


def policy(text: str) -> str:
    """The source by which a page's policy lets one script run that stands in it, and no other.

    >>> policy("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
