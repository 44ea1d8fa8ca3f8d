"""What is wrong with figures.yml and the front page beyond their form: unknown names, words without numbers."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from milbalance import arguments
from milbalance.charts import forms, rows
from milbalance.charts.figure import OF_WAYS
from milbalance.charts.texts import TEXTS, Words, of_statements
from milbalance.errors import Fault, MilbalanceError
from milbalance.tables import documents
from milbalance.tables.documents import Document
from milbalance.tables.load import Data

Path_ = tuple[str | int, ...]
GIVEN = ("frame", "ax", "colours", "stated")  # what a form is given by the figure and not by its options


def faults(data: Data, folder: Path) -> list[Fault]:
    """Every fault of the figures and of the front page of a folder, by the tables, the rows and the forms.

    Rows are computed and texts rendered; nothing is drawn. `data` are the tables with the documents of the folder
    in them. Raises DataError for what is not of its form.
    """
    written = documents.read(folder / documents.FIGURES, "figures")
    found: list[Fault] = []
    for name, spec in written.value.items():
        wrong = list(_names(data, written, name, spec))
        found += wrong or _texts(data, written, name, spec)
    return sorted({*found, *_of_front(data, folder)})


def of_text(data: Data, folder: Path) -> list[Fault]:
    """Every fault of the figures of a text of others: as `faults`, then of names and of judgements.

    A name must not be one that its folder has for the picture of a statement, and what is in `holds` must be true.
    Raises as `faults`.
    """
    if found := faults(data, folder):
        return found
    written = documents.read(folder / documents.FIGURES, "figures")
    for name, spec in written.value.items():
        if name.startswith(OF_WAYS):
            wanted = f"a name that does not begin with {OF_WAYS}, as pictures of statements do"
            found.append(written.fault((name,), repr(name), wanted, key=True))
        words = Words(data, rows.rows(data, spec["rows"]))
        for place, expression in enumerate(spec.get("holds", ())):
            if not words.true(expression):
                wanted = "what the numbers say"
                found.append(written.fault((name, "holds", place), f"{expression!r}, which is not true", wanted))
    return sorted(found)


def _of_front(data: Data, folder: Path) -> list[Fault]:
    """What is wrong with the front page in article.yml: unknown statements, words without their number."""
    written, ids = documents.read(folder / documents.ARTICLE, "article"), list(data.claims["claim_id"])
    front = written.value.get("front", {})
    unknown = [
        written.fault(("front", "cards", place, "claim"), repr(named), f"a claim_id: {arguments.few(named, ids)}")
        for place, named in enumerate(card["claim"] for card in front.get("cards", ()))
        if named not in ids
    ]
    if unknown or not front:
        return unknown
    templates = (found for key, part in front.items() for found in _templates(part, ("front", key)))
    return _unwritten(of_statements(data), written, templates, ("front", "holds"), front.get("holds", ()))


def _names(data: Data, written: Document, name: str, spec: Mapping[str, Any]) -> Iterator[Fault]:
    """A form, rows, arguments or statements that there are not."""
    ids = list(data.claims["claim_id"])
    for path, claim in _claims(name, spec):
        if claim not in ids:
            yield written.fault(path, repr(claim), f"a claim_id: {arguments.few(claim, ids)}")
    if spec["form"] not in forms.MODULES:
        near = arguments.few(spec["form"], forms.MODULES)
        yield written.fault((name, "form"), f"the form {spec['form']!r}", f"one of {near}")
    else:
        known = [one for one in inspect.signature(forms.form(spec["form"])).parameters if one not in GIVEN[:2]]
        for part in ("options", "narrow"):
            yield from _unknown(written, (name, part), spec.get(part, {}), known)
    if "rows" not in spec:
        yield written.fault((name,), "no rows", "rows: the name of rows with their arguments", key=True)
    for path, call, given in _calls(name, spec.get("rows", {})):
        if call not in rows.MODULES:
            near = arguments.few(call, rows.MODULES)
            yield written.fault((*path, call), f"the rows {call!r}", f"one of {near}", key=True)
            continue
        taken = dict(list(inspect.signature(rows.function(call)).parameters.items())[1:])
        if not any(one.kind is one.VAR_KEYWORD for one in taken.values()):
            yield from _unknown(written, (*path, call), given, list(taken))
        for one in taken.values():
            needed = one.default is one.empty and one.kind is not one.VAR_KEYWORD
            if needed and one.name not in given:
                yield written.fault((*path, call), f"no {one.name}", f"{one.name}, which {call} needs", key=True)


def _claims(name: str, spec: Mapping[str, Any]) -> Iterator[tuple[Path_, str]]:
    for place, claim in enumerate(spec.get("claims", ())):
        yield (name, "claims", place), claim
    for place, band in enumerate(spec.get("stated", ())):
        yield (name, "stated", place, "claim"), band["claim"]


def _calls(name: str, written: Any) -> Iterator[tuple[Path_, str, Mapping[str, Any]]]:
    """Every call of rows with the path that leads to it."""
    if isinstance(written, Mapping):
        yield from (((name, "rows"), call, given) for call, given in written.items())
    else:
        for place, one in enumerate(written):
            yield from (((name, "rows", place), call, given) for call, given in one.items())


def _unknown(written: Document, path: Path_, given: Mapping[str, Any], known: list[str]) -> Iterator[Fault]:
    for one in given:
        if one not in known:
            near = arguments.few(one, known)
            yield written.fault((*path, one), f"the argument {one!r}", f"one of {near}", key=True)


def _texts(data: Data, written: Document, name: str, spec: Mapping[str, Any]) -> list[Fault]:
    """Rows that the tables do not give, templates and judgements that they do not fill."""
    try:
        numbers = rows.rows(data, spec["rows"])
    except (MilbalanceError, LookupError, TypeError, ValueError, AttributeError) as error:
        return [written.fault((name, "rows"), str(error), "rows that the tables give")]
    templates = _templates(spec, (name,))
    return _unwritten(Words(data, numbers), written, templates, (name, "holds"), spec.get("holds", ()))


def _unwritten(
    words: Words, written: Document, templates: Iterable[tuple[Path_, str]], where: Path_, holds: Iterable[str]
) -> list[Fault]:
    """Templates that cannot be filled, and judgements (at the path `where`) that cannot be made."""
    found = []
    for path, template in templates:
        try:
            words(template)
        except MilbalanceError as error:
            found.append(written.fault(path, str(error), "a text over the numbers drawn and the statements"))
    for place, expression in enumerate(holds):
        try:
            words.true(expression)  # whether it is true is asked when the figure is drawn
        except MilbalanceError as error:
            wanted = "an expression over the numbers drawn and the statements"
            found.append(written.fault((*where, place), str(error), wanted))
    return found


def _templates(part: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Every text of a figure that is a template, with the path that leads to it."""
    if isinstance(part, str):
        if "{{" in part or "{%" in part:
            yield path, part
    elif isinstance(part, Mapping | list):
        for key, one in part.items() if isinstance(part, Mapping) else enumerate(part):
            if len(path) > 1 or key in (*TEXTS, "note", "options", "narrow", "notes", "stated"):
                yield from _templates(one, (*path, key))
