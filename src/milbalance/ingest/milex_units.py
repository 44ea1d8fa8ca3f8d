"""What the lines above a country sheet say of its unit and its prices, held against what the sheet is.

Lines are read by words: each basis has phrases that say what it must be. Any other word of a unit, a currency, a
scale or prices beside them says that the sheet is something else, whatever language of units it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MAX = 1000  # letters of a line that are read; the longest genuine one has 260
_DOLLARS = r"\bus dollars?|\busd\b|\bu\.?s\.? ?\$|\bus\$|\$"
_M = r"m\b\.?|mn\b\.?|millions?\b"
_MILLIONS = rf"\bmillions? (of )?(current )?({_DOLLARS})|({_DOLLARS})[ ,(]*({_M})\)?"
_AT = r"\b(at|in|of)( the)?"
_CURRENT = rf"{_AT} current prices|\bcurrent( prices)?(?= us)|\bcurrent (?={_DOLLARS})|\(current\)"
_RATES = r"\b(and|at)( the)?( market)? exchange rates?( for the given year)?|\bconverted\b"
_LAST = r"\bexcept for the last figure\b.*"
_LOCAL = r"\b(in|of|the) local currency( units?)?\b"
_YEARS = r"\b(for|by) (financial|fiscal|calendar) years?\b"
_SPAN = r"\b\d{4} ?- ?\d{4}\b|© ?sipri( \d{4})?"
_PERCENT = r"\b(as )?(an? )?(percentages?|per cent|share|%) of( the)?"
# What each basis may say of itself.
_PHRASES = {
    "local_currency_fy": (_LOCAL, _CURRENT, _YEARS),
    "local_currency": (_LOCAL, _CURRENT, _YEARS),
    "constant_usd": (
        _MILLIONS,
        rf"{_AT} constant( \d{{4}})? prices|\bconstant \(?\d{{4}}\)?( prices)?",
        _RATES,
        _LAST,
    ),
    "current_usd": (_MILLIONS, _CURRENT, _RATES),
    "share_gdp": (rf"{_PERCENT} (gross domestic product|gdp)", r"\(gdp\)"),
    "per_capita": (r"\bper capita", _DOLLARS, _CURRENT, _RATES),
    "share_government": (rf"{_PERCENT} (general )?(gov\w*\.?)( spending| expenditure)?", _YEARS),
}
_SCALE = r"\bhundreds?\b|\bthousands?\b|\bmillions?\b|\bbillions?\b|\btrillions?\b|\bcrores?\b|\blakhs?\b"
_SHORT = r"\b(m|mn|mio|mln|b|bn|bln|t|tn|trn|k)\b|0{3}\b|10\^|\be\d\b"
_MONEY = (
    r"\$|€|£|¥|₽|₹|\bdollars?\b|\busd\b|\beuros?\b|\beur\b|\bgbp\b|\bpounds?\b|\bsterling\b|\byen\b|\bjpy\b|\byuan\b"
    r"|\brenminbi\b|\bcny\b|\broubles?\b|\brubles?\b|\brub\b|\brupees?\b|\bfrancs?\b|\bppp\b|\bpurchasing power\b"
)
_OTHER = (
    r"\bcurrenc(y|ies)\b|\bprices?\b|\bconstant\b|\bcurrent\b|\breal\b|\bper (capita|head|person)\b|%|\bper ?cent\b"
    r"|\bpercentages?\b|\bshare\b|\bnot\b|\bgdp\b|\bgross\b"
)
_HARD = re.compile(f"{_SCALE}|{_MONEY}")
_UNIT = re.compile(f"{_SCALE}|{_SHORT}|{_MONEY}|{_OTHER}")
_STATEMENT = re.compile(
    r"military expenditure (by country|per capita)|(figures|amounts|values|numbers|data|units?)\b[ :]*(are )?"
    r"(expressed )?(in|at|for)?\b(?! (blue|red)\b)"
)
_KNOWN = {basis: re.compile("|".join((*phrases, _SPAN))) for basis, phrases in _PHRASES.items()}


def contradictions(basis: str, said: list[str]) -> Iterator[str]:
    """What folded lines above a heading say that a sheet of this basis does not, and what they fail to say."""
    lines = [line[:_MAX] for line in said]
    for line in lines:
        stated = _STATEMENT.match(line) or _HARD.search(line)
        if stated and _UNIT.search(_KNOWN[basis].sub(" ; ", line)):
            yield f"the line {line[:80]!r}"
    if basis in ("constant_usd", "current_usd") and not any(re.search(_MILLIONS, line) for line in lines):
        yield "no word of millions of US dollars above the heading, where SIPRI's whole workbook prints it"
