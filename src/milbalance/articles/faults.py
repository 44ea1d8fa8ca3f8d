"""What is wrong with an article beyond its form: names that no table has, and choices that cannot be made."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from milbalance import arguments, choices
from milbalance.articles.computations import computation, ways
from milbalance.choices import axes
from milbalance.errors import DataError, Fault, MilbalanceError, MissingError, NoRowsError
from milbalance.measures import expressions
from milbalance.measures.vocabulary import MEASURES
from milbalance.tables import documents, load, paths
from milbalance.tables.documents import Document
from milbalance.tables.load import Data

Path_ = tuple[str | int, ...]
PLACES = ("place", "other", "supplier", "partner")
LISTS = ("codes", "besides")  # of places
REASONS = ("why", "shown", "sources", "origin")


def faults(data: Data, folder: Path) -> list[Fault]:
    """Every fault of article.yml and choices.yml by the tables and the vocabulary, sorted by file and line.

    `data` are the tables with these documents in them. Raises DataError for what is not of their form.

    >>> faults(data, paths.data())
    []
    """
    written = documents.read(folder / documents.CHOICES, "choices")
    about = documents.read(folder / documents.ARTICLE, "article")
    sources, codes = {*data.sources["source_id"], *data.article.get("editions", {})}, set(data.places["place"])
    found = [fault for one in (about, written) for fault in _names(sources, codes, one, (), one.value)]
    for claim_id, claim in written.value.items():
        wrong = list(_claim_faults(data, written, claim_id, claim))
        wrong = wrong or _way_faults(data, written, claim_id)
        found += wrong or _number_faults(data, written, claim_id, claim)
    return sorted(set(found))


def check(folder: Path | None = None) -> list[Fault]:
    """Every fault of the documents of a data folder whose tables are valid, by their form and by the tables.

    The default is the shipped folder.

    >>> check()
    []
    """
    wrong: list[Fault] = []
    for name in load.DOCUMENTS:
        try:
            documents.read((folder or paths.data()) / f"{name}.yml", name)
        except DataError as error:
            wrong += error.faults
    return wrong or faults(load.everything(folder) if folder else load.everything(), folder or paths.data())


def _names(sources: set[str], codes: set[str], document: Document, path: Path_, part: Any) -> Iterator[Fault]:
    """Sources and places that no table has, and two reasons at once, wherever they stand."""
    if isinstance(part, Mapping) and {"why", "shown"} <= part.keys():
        yield document.fault((*path, "shown"), "why and shown at once", "one of the two", key=True)
    pairs: Any = part.items() if isinstance(part, Mapping) else enumerate(part) if isinstance(part, list) else ()
    for key, inner in pairs:
        here = (*path, key)
        listed = path[-1:] == ("sources",) and isinstance(key, int)
        if isinstance(inner, Mapping) and key == "sources":
            for name in set(inner) - sources:
                yield document.fault((*here, name), repr(name), f"one of {arguments.few(name, sources)}", key=True)
        named = key == "source" or listed or path == ("editions",)
        if isinstance(inner, str) and named and inner not in sources:
            yield document.fault(here, repr(inner), f"a source_id: {arguments.few(inner, sources)}")
        place = key in PLACES or (path[-1:] and path[-1] in LISTS)
        if isinstance(inner, str) and place and inner not in codes:
            yield document.fault(here, repr(inner), f"a code of places.csv: {arguments.few(inner, codes)}")
        yield from _names(sources, codes, document, here, inner)


def _claim_faults(data: Data, document: Document, claim_id: str, claim: Mapping[str, Any]) -> Iterator[Fault]:
    """An id that claims.csv lacks; arguments that the measure lacks, or needs; terms that are not there."""
    ids = list(data.claims["claim_id"])
    if claim_id not in ids:
        yield document.fault((claim_id,), repr(claim_id), f"a claim_id: {arguments.few(claim_id, ids)}", key=True)
    signature = inspect.signature(MEASURES[claim["measure"]])
    known = [name for name in signature.parameters if name != "data"]
    plain: Path_ = (claim_id, "plain")
    for name, one in signature.parameters.items():
        if name != "data" and one.default is inspect.Parameter.empty and name not in claim["plain"]:
            yield document.fault(plain, f"no {name}", f"{name}, which {claim['measure']} needs", key=True)
    given: list[tuple[Path_, Any]] = [(plain, claim["plain"]), *_options(claim_id, claim)]
    for path, part in given:
        for name in part or {}:
            if name not in (*known, *REASONS):
                near = arguments.few(name, known)
                yield document.fault((*path, name), f"the argument {name!r}", f"one of {near}", key=True)
        if isinstance(text := (part or {}).get("value"), str):
            try:
                for term in expressions.names(text):
                    arguments.one_of("term", term, claim["plain"].get("terms", {}))
            except MilbalanceError as error:
                yield document.fault((*path, "value"), str(error), "an expression over the terms")


def _options(claim_id: str, claim: Mapping[str, Any]) -> Iterator[tuple[Path_, Any]]:
    """Every option of a claim that changes arguments, with its path."""
    for place, block in enumerate(claim.get("ways", [])):
        for axis, levels in block.items():
            if axis not in axes.AXES or axis in ("sources", "units"):
                for name, part in levels.items():
                    yield (claim_id, "ways", place, axis, name), part


def _way_faults(data: Data, document: Document, claim_id: str) -> list[Fault]:
    """A claim whose axes cannot be built, or whose ways have not the plain reading once and each level once."""
    if claim_id not in set(data.claims["claim_id"]):
        return []
    try:
        listed, computed = ways(data, claim_id), computation(data, claim_id)
    except MilbalanceError as error:
        return [document.fault((claim_id, "ways"), str(error), "ways that the tables give", key=True)]
    plain = sum(choices.is_plain(computed.function, choice) for choice in listed)
    levels = [tuple(sorted(choice.levels.items())) for choice in listed]
    found = []
    if plain != 1:
        found.append(document.fault((claim_id, "ways"), f"{plain} ways like the plain one", "one", key=True))
    if twice := [level for level in dict.fromkeys(levels) if levels.count(level) > 1]:
        named = "; ".join(f"{kind}: {level}" for kind, level in twice[0])
        found.append(document.fault((claim_id, "ways"), f"{named} twice", "each way once", key=True))
    return found


def _number_faults(data: Data, document: Document, claim_id: str, claim: Mapping[str, Any]) -> Iterator[Fault]:
    """A plain reading, or an expression of a way, that cannot be computed; one without a number is none."""
    if claim_id not in set(data.claims["claim_id"]):
        return
    asked = computation(data, claim_id).function
    given = [((claim_id, "plain"), claim["plain"]), *_options(claim_id, claim)]
    for place, (path, part) in enumerate(given):
        if place and "value" not in (part or {}):
            continue
        try:
            asked(data, **({"value": part["value"]} if place else {}))
        except (MissingError, NoRowsError):
            continue
        except (MilbalanceError, LookupError, TypeError, ValueError, AttributeError) as error:
            yield document.fault((*path, "value"), str(error), "what gives a number")
