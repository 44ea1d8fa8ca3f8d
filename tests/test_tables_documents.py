"""Documents of YAML: what people write is read as they mean it, and what is hostile is refused at its line."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

from milbalance.articles import computations
from milbalance.choices import axes
from milbalance.errors import DataError
from milbalance.io import extras
from milbalance.measures.vocabulary import MEASURES
from milbalance.tables import documents

SCHEMAS = {
    name: json.loads((documents.SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("article", "choices")
}


def test_scalars_are_what_people_mean() -> None:
    text = (
        "a: 2020\nb: 1.0e+9\nc: 2020-07\nd: 2020-07-01\ne: no\nf: true\ng: '2020'\nh:\ni: 012\nj: 1_000\nk: -3.5\n"
    )
    found = documents.parse(text, "x.yml").value
    assert found == {
        **{"a": 2020, "b": 1e9, "c": "2020-07", "d": "2020-07-01", "e": "no", "f": True, "g": "2020", "h": None},
        **{"i": "012", "j": "1_000", "k": -3.5},
    }
    assert type(found["a"]) is int


def test_a_part_stands_where_it_is_written_and_a_repeated_one_where_its_anchor_is() -> None:
    read = documents.parse("a: &x\n  b: [1, 2]\nc: *x\n", "x.yml")
    assert str(read.fault(("a", "b", 1), "2", "3")) == "x.yml:2:10: found 2; wanted 3"
    assert str(read.fault(("c", "b", 1), "2", "3")) == "x.yml:2:10: found 2; wanted 3"
    assert str(read.fault(("c",), "c", "d", key=True)) == "x.yml:3:1: found c; wanted d"
    assert str(read.fault(("a", "z", 9), "nothing", "z")) == "x.yml:1:4: found nothing; wanted z"


# Texts that are refused, with the beginning of what is told.
REFUSED = {
    "a: 1\na: 2\n": "x.yml:2:1: found 'a' a second time (first on line 1); wanted a key once",
    "a: [1\n": "x.yml:2:1: found ",
    "a: *x\n": "x.yml:1:4: found *x; wanted an anchor that comes before it",
    "a: &x [*x]\n": "x.yml:1:8: found *x; wanted an anchor",
    "a: !!python/object/apply:os.system ['true']\n": "x.yml:1:4: found the tag ",
    "--- a\n--- b\n": "x.yml:2:1: found a second document; wanted one document a file",
    "? [a]\n: 1\n": "x.yml:1:3: found a key that is no text; wanted a word as a key",
    "a: \x07\n": "x.yml:1",
    "\ta: 1\n": "x.yml:1:1: found ",
    "[" * 3000: "x.yml:1:",
    "{a: " * 3000: "x.yml:1:",
}


def test_what_is_no_document_is_refused_at_its_line() -> None:
    wrong = []
    for text, begins in REFUSED.items():
        try:
            wrong.append(f"{text[:40]!r}: read as {documents.parse(text, 'x.yml').value!r}")
        except DataError as error:
            lines = [str(fault) for fault in error.faults]
            if not lines[0].startswith(begins):
                wrong.append(f"{text[:40]!r}: {lines}")
    assert not wrong, "\n".join(wrong)


def test_anchors_do_not_make_a_gigabyte_of_a_page() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(DataError, match="nested or repeated too often"):
        documents.parse("\n".join(lines), "x.yml")


def test_a_file_of_other_bytes_or_of_a_megabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "article.yml"
    path.write_bytes(b"title: a\npublisher: \xff\n")
    with pytest.raises(DataError, match=r"article.yml:2:-: found the byte 0xff"):
        documents.read(path, "article")
    path.write_text("a" * 1_000_001)
    with pytest.raises(DataError, match="at most 1,000,000"):
        documents.read(path, "article")
    assert documents.read(tmp_path / "choices.yml", "choices").value == {}


BY_RULE = {"none", "reason", "moved", "words", "editions by day"}  # what a rule puts in, and no reader writes


def test_the_schema_names_each_measure_axis_and_argument_and_no_other() -> None:
    described = SCHEMAS["choices"]["$defs"]
    parameters = {name for one in MEASURES.values() for name in inspect.signature(one).parameters}
    parameters -= {"data", *BY_RULE}
    assert described["claim"]["properties"]["measure"]["enum"] == sorted(MEASURES.keys() - BY_RULE)
    assert set(described["arguments"]["properties"]) == parameters
    assert set(described["block"]["properties"]) == axes.AXES.keys() - BY_RULE
    options = set(described["option"]["properties"]) - parameters
    assert options == {"why", "shown", "sources", "origin"}
    known = {*computations.WINDOWS, *computations.PERIODS, *computations.ROWS, *computations.ROW}
    assert known - {"without", "beside", "within"} <= parameters


def test_a_schema_is_one_of_json_schema_and_says_what_each_part_is() -> None:
    for schema in SCHEMAS.values():
        extras.import_jsonschema().Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        described = [part for part in _parts(schema) if "type" in part and "properties" not in part]
        assert not [part for part in described if "description" not in part and part["type"] != "array"]


def _parts(schema: object) -> list[dict[str, object]]:
    """Every subschema that says a type."""
    if isinstance(schema, list):
        return [part for one in schema for part in _parts(one)]
    if not isinstance(schema, dict):
        return []
    inner = [part for one in schema.values() for part in _parts(one)]
    return [schema, *inner] if isinstance(schema.get("type"), (str, list)) else inner


def test_a_figure_has_a_name_short_enough_for_a_file() -> None:
    figure = "{title: T, subtitle: S, alt: A, form: bars}"
    found = [documents.check(documents.parse(f"{'a' * n}: {figure}", "figures.yml"), "figures") for n in (100, 101)]
    names = [[fault.wanted for fault in faults if "'aaa" in fault.found] for faults in found]
    assert names == [[], ["small letters, digits and _, at most 100: files have this name"]]
