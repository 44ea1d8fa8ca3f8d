"""Names and dates in words in place of the codes that rows hold."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Mapping

from milbalance import arguments
from milbalance.tables import cache
from milbalance.tables.load import Data

REBUILT = "rebuilt"  # the caveat of a source whose yearly numbers are from a file that others made
_PLACE = re.compile(r"\b[A-Z]{3}\b(?:\+[A-Z]{3}\b)*")  # one code, or several that a source gives together
_TOKEN = re.compile(r"[\w.-]*\w")  # a word that may be the id of a source
_UNDERSCORED = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_SPAN = re.compile(r"(\d{4})[-–](\d{4})")
_CODES = {
    "OTHERS": "all others",
    "UNKNOWN": "unknown supplier",
    "active": "active personnel",
    "active_incl_paramilitary": "active and paramilitary personnel",
    "artillery_excl_mlrs": "guns",
    "constant_usd": "constant US dollars",
    "current_usd": "current US dollars",
    "gdp_current_usd": "product in current US dollars",
    "local_currency": "local currency",
    "mlrs": "rocket launchers",
    "share_gdp": "share of GDP",
}


# Bases of spending in sentences, which name no column that would say of what.
_SPENT = {
    "constant_usd": "spending in constant US dollars",
    "current_usd": "spending in current US dollars",
    "local_currency": "spending in local currency",
    "per_capita": "spending per head",
    "share_government": "share of government spending",
}

# What a calculation is, by its code.
ROLES = {
    "plain": "main answer",
    "plain, shown": "main answer, only shown",
    "counted": "counts",
    "shown": "only shown",
}
_HEADS = {
    "base_year": "prices of",
    "claim_id": "claim",
    "computed": "we get",
    "source_id": "source",
    "stated": "the text says",
    "tiv_m": "volume (TIV, millions)",
    "ways that agree": "calculations that agree",
}

# Kinds of choice whose short names in tables say too little alone.
_KINDS = {
    "base": "compared with",
    "basis": "prices",
    "release": "edition",
}


def kind(name: str) -> str:
    """A kind of choice in the words of readers: which of what is chosen.

    >>> kind("basis")
    'prices'
    """
    return _KINDS.get(name, name)


def place(data: Data, code: str) -> str:
    """A place, or two of which one is divided by the other; what is no code stays as it is.

    >>> place(data, "TUR/GEO")
    'Turkey over Georgia'
    """
    names = data.places.set_index("place")["name"].to_dict()
    known = _PLACE.sub(lambda found: names.get(found[0], found[0]), _CODES.get(code, code))
    return re.sub(r" ?/ ?", " over ", known) if known != code else known


def when(text: str) -> str:
    """A date as readers write it: "October 2020", "4 October 2020", "2008 to 2019"; anything else as it is.

    >>> when("2008-08-12"), when("2008-2012")
    ('12 August 2008', '2008 to 2012')
    """
    if span := _SPAN.fullmatch(text):
        return text if span[1] == span[2] else f"{span[1]} to {span[2]}"
    date = _MONTH.fullmatch(text)
    if date is None or not 1 <= int(date[2]) <= 12:
        return text
    day = f"{int(date[3])} " if date[3] else ""
    return f"{day}{month_name[int(date[2])]} {date[1]}"


def claim(data: Data, claim_id: str) -> str:
    """The words of a claim in quotation marks, or our own where it has none.

    >>> claim(data, "soldiers-double")
    '“double the soldiers”'
    """
    rows = data.claims.set_index("claim_id")
    row = rows.loc[arguments.one_of("claim", claim_id, rows.index)]
    return f"“{row['words']}”" if isinstance(row["words"], str) else str(row["statement"]).rstrip(".")


def curly(text: str) -> str:
    """Text with typographic apostrophes.

    >>> curly("the sides' arms")
    'the sides’ arms'
    """
    return text.replace("'", "’")


def source(data: Data, source_id: str) -> str:
    """The short name of a source, with its edition.

    >>> source(data, "sipri-milex-2021")
    'SIPRI military expenditure (2021 edition)'
    """
    rows = arguments.records(data.sources, arguments.fitting(data.sources, {"source_id": source_id}))
    return str(rows[0]["label"]) if rows else source_id


def credited(data: Data, source_id: str) -> str:
    """The same where readers are told whose numbers they see: those that others rebuilt are called so.

    >>> credited(data, "sipri-transfers-2026-03")
    'SIPRI arms transfers (release of March 2026 as rebuilt by others)'
    """
    rows = arguments.records(data.sources, arguments.fitting(data.sources, {"source_id": source_id}))
    label = source(data, source_id)
    if not rows or rows[0]["caveat"] != REBUILT:
        return label
    told = "as rebuilt by others"
    return f"{label[:-1]} {told})" if label.endswith(")") else f"{label}, {told}"


def sentence(data: Data, text: str) -> str:
    """A sentence that holds codes of places, sources, bases and items, with the words of readers in their place.

    >>> sentence(data, "no gdp_current_usd of GEO for 2020 in cow-nmc-7.0")
    'no product in current US dollars of Georgia for 2020 in COW National Material Capabilities 7.0'
    """
    sources, names = _called(data)
    named = _TOKEN.sub(lambda found: str(sources.get(found[0], found[0])), text)
    known = {**_CODES, **_SPENT}
    words = _UNDERSCORED.sub(lambda found: known.get(found[0], found[0].replace("_", " ")), named)
    return _PLACE.sub(lambda found: names.get(found[0], found[0]), words)


@cache.per_data
def _called(data: Data) -> tuple[dict[str, str], dict[str, str]]:
    """What sources and places are called, by their codes."""
    sources = zip(data.sources["source_id"], data.sources["label"], strict=True)
    return dict(sources), dict(zip(data.places["place"], data.places["name"], strict=True))


def known(data: Data) -> dict[str, str]:
    """Every code that stands alone in a cell with its words: places, sources, bases, items and roles.

    >>> known(data)["TUR"], known(data)["current_usd"]
    ('Turkey', 'current US dollars')
    """
    places = dict(zip(data.places["place"], data.places["name"], strict=True))
    return {
        **places,
        **dict(zip(data.sources["source_id"], data.sources["label"], strict=True)),
        **_CODES,
        **ROLES,
    }


def head(name: str, words: Mapping[str, str]) -> str:
    """The head of a column in the words of readers, `words` those of codes (see `known`).

    >>> head("tiv_m", {}), head("rocket launchers", {}), head("GEO", {"GEO": "Georgia"})
    ('volume (TIV, millions)', 'rocket launchers', 'Georgia')
    """
    return words.get(name) or _HEADS.get(name) or name.replace("_", " ")


def of(data: Data, column: str) -> Callable[[str], str]:
    """How a reader names the cells of a column.

    >>> of(data, "supplier")("TUR")
    'from Turkey'
    """
    named: dict[str, Callable[[str], str]] = {
        "supplier": lambda code: code and f"from {place(data, code)}",
        "recipient": lambda code: code and f"to {place(data, code)}",
        "claim_id": lambda code: claim(data, code),
        "source_id": lambda code: source(data, code),
        "topic": lambda code: _CODES.get(code) or data.article.get("topics", {}).get(code, code.replace("-", " ")),
    }
    known = set(data.claims["claim_id"])

    def plain(code: str) -> str:
        if code in known:
            return claim(data, code)
        words = _CODES.get(code) or place(data, code)
        return when(words.replace("_", " ") if words == words.lower() else words)

    return named.get(column, plain)
