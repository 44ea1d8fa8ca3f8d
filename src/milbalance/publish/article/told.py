"""What an answer record says, in words: what is stated, what the files give, and the verdict."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from milbalance.articles import found, miss, number, numbers, with_unit
from milbalance.articles.numbers import finite
from milbalance.articles.plain_reading import OF_ANOTHER
from milbalance.articles.stated import Stated
from milbalance.articles.units import RANK, whole
from milbalance.choices import INSIDE, OUTSIDE
from milbalance.choices.bounds import lacking
from milbalance.choices.verdicts import UNDECIDED
from milbalance.measures.ranges import Span
from milbalance.tables import labels
from milbalance.tables.load import Data

Record = Mapping[str, Any]

PROXY = "by proxy: "
_BEFORE = {
    **{word: f"{word} " for word in ("nearly", "over", "just over", "about", "under", "at least", "at most")},
    "half": "about ",
    "rank": "rank ",
}
_FALL = re.compile(r"[-−–]\s?|minus\s+", re.IGNORECASE)  # before a number below zero
_NONE = "no number"
ANSWERS = ("exists", "yes", "no")  # relations of a yes or a no
NO_AXIS = (*ANSWERS, "set")  # and of an order: none of them is a number on an axis
CODES = {
    "no-file": "we have no file that answers this",
    "no-edition": "we do not have the edition that the text could use",
    "no-value": "the file gives no value",
    "no-source": "we do not have the source that the text cites",
    "no-measure": "no measure answers this",
    "proxy": "measured by something close to it",
    "range": "the files give only a range",
}
_ORDERS = ("the same order", "another order")
_POSITIONS = {
    "inside": "fits the words",
    "outside": "does not fit the words",
    "undecided": "fits the words in part",
    "unanswered": "no answer",
}


def verdict(record: Record) -> str:
    """The verdict in words, "by proxy" said first where the data measure something near."""
    by_proxy = "proxy" in (record.get("measured_by"), record.get("code"))
    return PROXY * (by_proxy and record["verdict"] != UNDECIDED) + str(record["verdict"])


def because(record: Record) -> str:
    """What the verdict means, in one sentence."""
    position, code = record.get("position"), record.get("code")
    if record["verdict"] == UNDECIDED and position not in (INSIDE, OUTSIDE):
        return "We cannot decide it: we have no number, or one that fits the words only in part."
    fits = f"our main answer {'fits' if position == INSIDE else 'does not fit'} the words"
    if record["verdict"] == UNDECIDED:
        elsewhere = "the text may rest on other data" if position == OUTSIDE and code else "others fit only in part"
        why = "the text rests on other data" if code in OF_ANOTHER else elsewhere
        return f"We cannot decide it: {fits}, but {why}."
    counted, inside = record.get("choices_counted") or 0, record.get("choices_inside") or 0
    some = f" Of {counted:,} calculations that count {inside:,} {'fits' if inside == 1 else 'fit'}."
    return f"{fits[0].upper()}{fits[1:]}.{some if counted > 1 else ''}"


def stated(record: Record, data: Data) -> str:
    """What the text states, in its own digits, with the word that bounds it and its unit; empty for nothing."""
    relation, printed = record.get("relation") or "", record.get("stated")
    if relation in ANSWERS:
        return "no" if relation == "no" else "yes"
    if printed is None or printed == "":
        return f"more than {number(0)}" if relation == "over" else allowed(record)
    text = number(printed) if isinstance(printed, (int, float)) else str(printed)
    if relation == "set":
        return _listed(re.split(r"\s*;\s*", text), data)
    before, fall = _BEFORE.get(relation, ""), _FALL.match(text)
    if fall and numbers.falls(relation, str(record.get("unit") or "")):
        before, text = numbers.FALL + before, text[fall.end() :]
    text = re.sub(r"^-(?=\d)", "−", text)
    return before * (not text.startswith(before)) + _with_unit(
        {"unit": lacking(text, record.get("unit") or "")}, text
    )


def computed(record: Record, data: Data, name: str = "plain") -> str:
    """What the files give, in words: `plain` as it was then, `now` in the newest edition."""
    value = record.get(name)
    if isinstance(value, bool):
        yes, no = _ORDERS if record.get("relation") == "set" else ("yes", "no")
        return yes if value else no
    if isinstance(value, (list, tuple)):
        return _listed(value, data)
    exact = finite(value)
    if exact is None:
        return str(value) if isinstance(value, str) and value else _NONE
    low = finite(record.get(f"{name}_low"))
    return spanned(record, exact, exact) if low is None else spanned(record, low, record.get(f"{name}_high"))


def spanned(record: Record, low: float, high: Any) -> str:
    """A number or a range in words with its unit, without an upper end where `high` is none; or a yes or no."""
    relation = record.get("relation") or ""
    if relation in ANSWERS:
        return "yes" if low else "no" if relation != "exists" else "none found"
    if relation == "set":
        return _ORDERS[not low]
    upper = finite(high)
    if upper is not None and number(low) == number(upper):
        upper = low
    words = found(Span(low, math.inf if upper is None else upper), relation)
    return f"rank {words}" if RANK in (relation, record.get("unit")) else _with_unit(record, words)


def answered(record: Record, choice: Record, data: Data) -> str:
    """The answer of one calculation, in words."""
    value, low = choice.get("value"), finite(choice.get("low"))
    if isinstance(value, (bool, list, tuple, str)) or low is None:
        return computed({**record, "value": value}, data, "value")
    return spanned(record, low, choice.get("high"))


def allowed(record: Record) -> str:
    """The numbers that the words cover: "4.5 to 5", "more than 6"; empty where that says nothing."""
    relation, unit = record.get("relation") or "", str(record.get("unit") or "")
    low, high = (math.nan if (end := finite(record.get(name))) is None else end for name in ("low", "high"))
    if relation in (*ANSWERS, "set", "rank") or (math.isnan(low) and math.isnan(high)):
        return ""
    return numbers.allowed(low, high, relation, unit, whole=whole(str(record.get("measure") or ""), unit))


def position(record: Record) -> str:
    """Where the main answer lies for the words: fits, too low, too high, in part; empty if nothing is said."""
    return stands(record, record.get("position"), span(record, "plain"))


def newest(record: Record, data: Data) -> str:
    """What the newest edition gives and where that lies; empty where it is the edition of the answer."""
    if not record.get("now_edition") or record["now_edition"] == record.get("edition"):
        return ""
    lies = stands(record, record.get("now_position"), span(record, "now"))
    return " – ".join(filter(None, [computed(record, data, "now"), lies]))


def stands(record: Record, place: Any, answer: Span | None) -> str:
    """Where an answer lies for the words, by its position and number; empty if nothing is said."""
    words, claim = allowed(record), _claim(record)
    if place != OUTSIDE or answer is None:
        return _POSITIONS.get(str(place), "")
    if record.get("unit") == RANK:
        return numbers.apart(claim.gap(answer), RANK) + f": the words allow {words}" * bool(words)
    if words:
        return f"too {'low' if claim.side(answer) == 'below' else 'high'}: the words allow {words}"
    return _POSITIONS.get(str(place), "")


def span(record: Record, name: str, low: str = "", high: str = "") -> Span | None:
    """The number of that name, with the ends that it has by their names, `plain_low` of `plain`; None without one.

    >>> from milbalance.publish.article.told import span
    >>> span({"plain": 2, "plain_low": 1, "plain_high": 3}, "plain"), span({"plain": None}, "plain")
    (Span(low=1.0, high=3.0, best=None), None)
    """
    names = (name, low or f"{name}_low", high or f"{name}_high")
    exact, least, most = (finite(record.get(one)) for one in names)
    if exact is None:
        return None
    return Span(exact, exact) if least is None else Span(least, math.inf if most is None else most)


def code(record: Record) -> str:
    """Why there is no answer, or what kind it is and of what, with what to do about it; empty where nothing is."""
    code = str(record.get("code") or "")
    name = CODES.get(code, code)
    return " ".join(
        f"{text[:1].upper()}{text[1:].rstrip('.')}." for text in (name, str(record.get("told") or "")) if text
    )


def missed(record: Record) -> str:
    """How far our answer lies outside the words, in per cent of the text’s number or in its unit, or empty."""
    if share := finite(record.get("miss_per_cent")):
        return f"{miss(share)} of the number in the text"
    low, high = (finite(record.get(name)) for name in ("plain_low", "plain_high"))
    if low is None or high is None or record.get("relation") in NO_AXIS:
        return ""
    gap = _claim(record).gap(Span(low, high))
    return numbers.apart(gap, str(record.get("unit") or "")) if gap else ""


def _claim(record: Record) -> Stated:
    """What the words of a record cover, without its number."""
    unit, relation = (str(record.get(name) or "") for name in ("unit", "relation"))
    low, high = (math.nan if (end := finite(record.get(name))) is None else end for name in ("low", "high"))
    no_parts = whole(str(record.get("measure") or ""), unit)
    return Stated("", "", relation, math.nan, low, high, unit, whole=no_parts)


def others(record: Record) -> str:
    """The counted answers together, from the lowest to the highest, and where what is stated lies among them."""
    low = finite(record.get("answers_low"))
    if low is None or record.get("relation") in (*ANSWERS, "set") or (record.get("choices_counted") or 0) < 2:
        return ""
    words, lies = spanned(record, low, record.get("answers_high")), record.get("stated_lies")
    several = lies and words != spanned(record, low, low)
    return f"{words}; the text’s number is {lies} them{' all' * (lies == 'beyond')}" if several else words


def agree(record: Record) -> str:
    """How many calculations and how many independent origins agree."""
    ways, inside = record.get("choices_counted") or 0, record.get("choices_inside") or 0
    if not ways:
        alone = record.get("plain") is not None
        return "our main answer alone, which is only shown" if alone else "no calculation has an answer"
    told = f"{inside} of {ways} calculation{'s' * (ways != 1)}"
    origins = record.get("origins")
    return f"{told}, {record.get('origins_agree')} of {origins} origin{'s' * (origins != 1)}" if origins else told


def title(record: Record) -> str:
    """What the picture of all calculations shows, in one line."""
    ways, inside = record.get("choices_counted") or 0, record.get("choices_inside") or 0
    it = f"“{record['words']}”" if record.get("words") and len(record["words"]) <= 34 else "what the text says"
    if not ways and record["verdict"] != UNDECIDED:
        return f"Our main answer alone {'gives' if record.get('position') == INSIDE else 'does not give'} {it}"
    if not ways:
        return f"No calculation settles {it}"
    if ways == 1:
        return f"The one calculation {'gives' if inside else 'does not give'} {it}"
    if inside == ways:
        return f"{'Both' if ways == 2 else f'All {ways}'} calculations give {it}"
    if not inside:
        return f"{'Neither calculation' if ways == 2 else f'None of {ways} calculations'} gives {it}"
    return f"{inside} of {ways} calculations {'gives' if inside == 1 else 'give'} {it}"


def short(text: str, most: int = 48) -> str:
    """A text on one line of at most so many letters, cut between words, or within one where it must be.

    >>> from milbalance.publish.article.told import short
    >>> short("one two three", 9)
    'one two…'
    """
    line = "".join(filter(str.isprintable, " ".join(text.split())))
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def number_stated(record: Record) -> float | None:
    """The number that is stated; none where a text states a range or several."""
    try:
        return finite(float(str(record.get("stated")).replace(",", "").replace("−", "-")))
    except ValueError:
        return None


def _with_unit(record: Record, words: str) -> str:
    unit = str(record.get("unit") or "")
    return words if unit in ("rank", "places") else with_unit(words, unit)


def _listed(values: Any, data: Data) -> str:
    return ", ".join(labels.place(data, str(value)) for value in values)
