"""The documents of an article (article.yml, choices.yml, figures.yml): read, and checked by their JSON Schemas.

YAML as people write it: text, numbers, lists and mappings, with anchors for what is said twice. A date stays text,
and so do yes and no. Every fault is told at once, as file, line and column.
"""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from milbalance import arguments
from milbalance.errors import DataError, Fault
from milbalance.io import extras

NAMES = ARTICLE, CHOICES, FIGURES = "article.yml", "choices.yml", "figures.yml"
SCHEMAS = Path(__file__).resolve().parent / "schemas"
_MAX_BYTES, _MAX_PARTS, _MAX_DEPTH = 1_000_000, 200_000, 40  # a page of text becomes no gigabyte by its anchors
_NUMBERS = (
    (re.compile(r"[-+]?(0|[1-9][0-9]*)"), int),
    (re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?"), float),
)
_WORDS = {"": None, "null": None, "true": True, "false": False}
# What a terminal obeys, or what turns the order of letters: no text needs it, and it hides what is there.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_SHORT = reprlib.Repr()
_SHORT.maxstring = 80

Path_ = tuple[str | int, ...]
Mark = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """What a file says, and where each part stands: line and column by the keys and places that lead to it.

    >>> print(parse("a: [1, 2]", "some.yml").fault(["a", 1], "2", "3"))
    some.yml:1:8: found 2; wanted 3
    """

    file: str
    value: Any
    keys: Mapping[Path_, Mark] = field(default_factory=dict)
    values: Mapping[Path_, Mark] = field(default_factory=dict)
    aliases: Mapping[Path_, Path_] = field(default_factory=dict)

    def fault(self, path: Iterable[str | int], found: str, wanted: str, *, key: bool = False) -> Fault:
        """A fault of the part that a path leads to, or of its key; of what is around it where it does not stand."""
        line, column = self._mark(tuple(path), key)
        return Fault(self.file, line, str(column), found, wanted)

    def _mark(self, path: Path_, key: bool) -> Mark:
        key = key and bool(path) and isinstance(path[-1], str)
        for length in range(len(path) - key, 0, -1):  # what an alias repeats stands where its anchor is
            if (anchor := self.aliases.get(path[:length])) is not None:
                return self._mark(anchor + path[length:], key)
        marks = self.keys if key else self.values
        return next((marks[path[:end]] for end in range(len(path), -1, -1) if path[:end] in marks), (1, 1))


def read(path: Path, schema: str = "") -> Document:
    """A document of a folder, checked by a schema where one is named (`article`, …); empty without the file.

    Raises DataError with every fault, as file, line and column.

    >>> read(Path("choices.yml"), "choices").value
    {}
    """
    if not path.is_file():
        return Document(path.name, {})
    document = parse(_text(path), path.name)
    if schema and (faults := check(document, schema)):
        raise DataError(faults)
    return document


def _text(path: Path) -> str:
    if path.stat().st_size > _MAX_BYTES:
        raise DataError([Fault(path.name, 1, "-", f"{path.stat().st_size:,} bytes", f"at most {_MAX_BYTES:,}")])
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"the byte 0x{raw[error.start]:02x}"
        raise DataError([Fault(path.name, line, "-", found, "text encoded as UTF-8")]) from error


def parse(text: str, file: str) -> Document:
    """A text of YAML as a document. Raises DataError for what is no YAML and for a key that stands twice.

    >>> parse("{published: 2021-07, url: no}", "article.yml").value
    {'published': '2021-07', 'url': 'no'}
    """
    return _Reader(text, file).document()


class _Reader:
    """Builds a document from the events of the parser, so that no part of it is nested or repeated without end."""

    def __init__(self, text: str, file: str) -> None:
        self.events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.file = file
        self.faults: list[Fault] = []
        self.keys: dict[Path_, Mark] = {}
        self.values: dict[Path_, Mark] = {}
        self.aliases: dict[Path_, Path_] = {}
        self.anchors: dict[str, tuple[Path_, Any, int]] = {}
        self.parts = 0

    def document(self) -> Document:
        value: Any = {}
        try:
            for event in self.events:
                if isinstance(event, yaml.NodeEvent):
                    value = self._part(event, ())
                    if not isinstance(next(self.events), yaml.DocumentEndEvent):
                        raise AssertionError("one part a document")
                    if not isinstance(more := next(self.events), yaml.StreamEndEvent):
                        self._refuse(more, "a second document", "one document a file")
                    break
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line, column = (mark.line + 1, str(mark.column + 1)) if mark else (1, "-")
            problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "no text"
            found = str(problem).removeprefix("found ")
            self.faults.append(Fault(self.file, line, column, found, "YAML, with text that has a colon in quotes"))
        if self.faults:
            raise DataError(sorted(set(self.faults)))
        return Document(self.file, value if value is not None else {}, self.keys, self.values, self.aliases)

    def _part(self, event: Any, path: Path_) -> Any:
        self.parts += 1
        if len(path) > _MAX_DEPTH or self.parts > _MAX_PARTS:
            self._refuse(event, "what is nested or repeated too often", f"at most {_MAX_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event, path)
        self.values[path] = _mark(event)
        before = self.parts
        self._plain(event)
        if event.tag:
            self._fault(event, f"the tag {_SHORT.repr(event.tag)}", "a value without a tag")
        if isinstance(event, yaml.MappingStartEvent):
            value: Any = self._mapping(path)
        elif isinstance(event, yaml.SequenceStartEvent):
            parts = iter(lambda: next(self.events), None)
            ends = (yaml.SequenceEndEvent,)
            value = [self._part(part, (*path, place)) for place, part in enumerate(_until(parts, ends))]
        else:
            value = _scalar(event)
        if event.anchor:
            self.anchors[event.anchor] = (path, value, self.parts - before + 1)
        return value

    def _mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in _until(iter(lambda: next(self.events), None), (yaml.MappingEndEvent,)):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "a key that is no text", "a word as a key")
            self._plain(event)
            inner = (*path, event.value)
            if event.value in found:
                line = self.keys[inner][0]
                self._fault(event, f"{_SHORT.repr(event.value)} a second time (first on line {line})", "a key once")
            self.keys.setdefault(inner, _mark(event))
            found[event.value] = self._part(next(self.events), inner)
        return found

    def _plain(self, event: Any) -> None:
        if found := CONTROL.search(getattr(event, "value", "")):
            self._fault(event, f"the control character U+{ord(found[0]):04X}", "text")

    def _repeated(self, event: Any, path: Path_) -> Any:
        if event.anchor not in self.anchors:
            self._refuse(event, f"*{event.anchor}", "an anchor that comes before it")
        anchor, value, parts = self.anchors[event.anchor]
        self.parts += parts
        self.aliases[path] = anchor
        return value

    def _fault(self, event: Any, found: str, wanted: str) -> None:
        line, column = _mark(event)
        self.faults.append(Fault(self.file, line, str(column), found, wanted))

    def _refuse(self, event: Any, found: str, wanted: str) -> None:
        """Stop here: what follows cannot be read."""
        self._fault(event, found, wanted)
        raise DataError(sorted(set(self.faults)))


def _until(events: Iterator[Any], ends: tuple[type, ...]) -> Iterator[Any]:
    for event in events:
        if isinstance(event, ends):
            return
        yield event


def _mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: Any) -> Any:
    """Quoted text as it is; else a number, true, false or nothing where it is written so, and text."""
    text: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    return next((number(text) for form, number in _NUMBERS if form.fullmatch(text)), text)


def check(document: Document, schema: str) -> list[Fault]:
    """Every fault of a document by a schema, sorted by line.

    >>> print(*check(parse("{title: T, published: 2021}", "article.yml"), "article"))
    article.yml:1:1: found no publisher; wanted publisher: who published it
    """
    return sorted(
        {fault for error in _validator(schema).iter_errors(document.value) for fault in _told(document, error)}
    )


@lru_cache
def _validator(schema: str) -> Any:
    """The validator of a schema, made when one is first wanted: `import milbalance` stays at the cost of pandas."""
    return extras.import_jsonschema().Draft202012Validator(described(schema))


@lru_cache
def described(schema: str) -> dict[str, Any]:
    """One of the JSON Schemas, by its name.

    >>> described("ledger")["items"]["properties"]["claim_id"]["type"]
    'string'
    """
    found: dict[str, Any] = json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8"))
    return found


def _told(document: Document, error: Any) -> Iterator[Fault]:
    """An error of jsonschema as faults, in words."""
    path, schema = list(error.absolute_path), error.schema
    described = schema.get("description", "")
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties":
            known = list(schema.get("properties", {}))
            for name in error.instance:
                if name not in known:
                    wanted = f"one of {arguments.few(name, known)}" if known else "nothing here"
                    yield document.fault([*path, name], f"the unknown key {_SHORT.repr(name)}", wanted, key=True)
        case "required":
            for name in error.validator_value:
                if name not in error.instance:
                    wanted = schema.get("properties", {}).get(name, {}).get("description", "a value")
                    yield document.fault(path, f"no {name}", f"{name}: {wanted}", key=True)
        case "enum":
            near = arguments.few(error.instance, error.validator_value)
            yield document.fault(path, _SHORT.repr(error.instance), f"one of {near}")
        case "anyOf" | "oneOf":
            yield document.fault(path, _SHORT.repr(error.instance), described or "another form")
        case "type":
            wanted = error.validator_value
            named = " or ".join(_TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted))
            yield document.fault(path, _SHORT.repr(error.instance), described or named)
        case _:
            yield document.fault(path, _SHORT.repr(error.instance), described or error.message)


_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}
