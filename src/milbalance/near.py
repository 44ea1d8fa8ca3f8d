"""Names as people type them: found whatever their case and dashes, else answered with what is near."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from milbalance.errors import MilbalanceError

_SHOWN = 8


def found(names: Iterable[str], known: Iterable[str], what: str) -> list[str]:
    """The known names that are meant: the same letters, whatever their case, dashes for underscores.

    `what` says in a word what is looked for, one of those that `milbalance list` lists: "claim". Raises
    MilbalanceError that names every unknown one and what is near it.
    """
    asked, there = list(names), list(known)
    meant = {_letters(one): one for one in reversed(there)}
    unknown = [
        f"no {what} {name!r}; {near(name, there)} (`milbalance list {what}s` has them all)"
        for name in asked
        if _letters(name) not in meant
    ]
    if unknown:
        raise MilbalanceError("\n".join(unknown))
    return [meant[_letters(name)] for name in asked]


def near(name: str, known: Iterable[str]) -> str:
    """What a reader may have meant: names that begin so, hold it or are spelled alike; else that there is none."""
    letters = {one: _letters(one) for one in known}
    wanted = _letters(name)
    holding = [one for one, told in letters.items() if wanted and wanted in told]
    holding.sort(key=lambda one: not letters[one].startswith(wanted))
    alike = get_close_matches(wanted, letters.values(), n=_SHOWN)
    close = list(dict.fromkeys([*holding, *(one for told in alike for one in letters if letters[one] == told)]))
    if not close:
        return f"none of {len(letters)} is near"
    more = f" and {len(close) - _SHOWN} more" if len(close) > _SHOWN else ""
    return f"near: {', '.join(close[:_SHOWN])}{more}"


def _letters(name: str) -> str:
    return name.strip().casefold().replace("_", "-")
