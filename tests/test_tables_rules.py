"""The rules of a data package: a small language, bounded in time and memory, and descriptors that are none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import growth
from milbalance.errors import MilbalanceError
from milbalance.tables import descriptor, paths, rules, schema, validate

ROW: dict[str, Any] = {"low": Decimal(2), "high": Decimal("2.5"), "value": None, "basis": "share_gdp", "old": False}


# A missing number keeps no bound.
MEANT = {
    "low <= high": True, "high < low": False, "low == None or high == None or low <= high": True,
    "value != None": False, "(value == None) != (basis == None)": True,
    "basis != 'share_gdp' or value == None or value <= 100": True,
    "basis == ('share_gdp' if low == 2 else 'other')": True, "not old and 1 < low < 3": True, "low > -1.5": True,
    "value <= 100": False, "basis <= 100": False,
    "low <= 2": True, "low < 2": False, "high >= 2.5": True, "high > 2.5": False,
}  # fmt: skip


def test_rules_mean_what_they_say_and_name_their_columns() -> None:
    assert {formula: rules.holds(rules.parse(formula), ROW) for formula in MEANT} == MEANT
    assert rules.columns(rules.parse("low == None or high <= 2")) == {"low", "high"}


# Each of these took gigabytes, minutes or a traceback when rules could call and compute.
HOSTILE = [
    "4000000**4000000 > 0", "2**99999999 > low", "1 << 10**9 > 0", "'a' * 10**9 == ''", "low + high > 0",
    "'a'.ljust(10**9) == ''", "'0'.zfill(10**9) == ''", "('a' * 9).replace('a', 'b' * 10**9) == ''",
    "'a'.translate({97: 'b' * 10**9}) == ''", "low.quantize(1) > 0", "int(low) > 0", "[x for x in 'ab'] == []",
    "(lambda: 1)() == 1", "f'{low:>1000000000}' == ''", "(x := 1) == 1", "{1: 2} == low", "[1, 2] == low",
    "low.__class__ == low", "__import__('os') == low", "low[0] == 1", "low in (1, 2)", "low is None", "1; 2",
    "", "(", "low ==", "x = 1", "low == 1\0", "(" * 400, "not " * 200 + "low", "low == 1" + " or low == 1" * 100,
    "low == 1j", "low == ...", "low == b'a'", "~low == 1",
]  # fmt: skip


def test_anything_else_is_refused_in_one_line() -> None:
    passed = []
    for formula in HOSTILE:
        try:
            rules.parse(formula)
            passed.append(formula)
        except MilbalanceError as error:
            assert "; wanted " in str(error)
            assert "\n" not in str(error)
    assert not passed


def _shipped() -> dict[str, Any]:
    return schema.read_descriptor(paths.data())


def test_the_shipped_descriptor_is_sound_and_its_rules_are_far_from_the_bound() -> None:
    assert descriptor.faults(_shipped()) == []
    shipped = [rule["formula"] for table in _shipped()["resources"] for rule in table.get("rules", [])]
    assert len(shipped) > 10
    assert max(map(len, shipped)) * 2 < rules.LONGEST


def _in_table(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda described: change(next(table for table in described["resources"] if table["name"] == "spending"))


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "no tables": (lambda d: d.pop("resources"), "resources", "found nothing; wanted a list"),
    "a table that is text": (lambda d: d["resources"].append("x"), "resources.", "found text; wanted an object"),
    "no title": (_in_table(lambda t: t.pop("title")), ".title", "found nothing; wanted text"),
    "a path from the root": (_in_table(lambda t: t.update(path="/dev/zero")), ".path", "wanted the name of a file"),
    "a path out of the folder": (_in_table(lambda t: t.update(path="../a.csv")), ".path", "wanted the name of a"),
    "a path that is none": (_in_table(lambda t: t.update(path="a\0.csv")), ".path", "wanted the name of a file"),
    "an unknown type": (
        _in_table(lambda t: t["schema"]["fields"][0].update(type="evil")), ".type", "one of string, number"
    ),
    "a broken pattern": (
        _in_table(lambda t: t["schema"]["fields"][0].update(constraints={"pattern": "("})),
        ".pattern", "wanted a regular expression",
    ),
    "a bound that is text": (
        _in_table(lambda t: t["schema"]["fields"][1].update(constraints={"minimum": "1985"})),
        ".constraints.minimum", "found text; wanted a number",
    ),
    "a bound that is true": (
        _in_table(lambda t: t["schema"]["fields"][1].update(constraints={"maximum": True})),
        ".constraints.maximum", "found true or false; wanted a number",
    ),
    "a constraint that nothing checks": (
        _in_table(lambda t: t["schema"]["fields"][0].update(constraints={"minLength": 3})),
        ".constraints", "found 'minLength'; wanted of a column of the type string one of enum, pattern, required",
    ),
    "a constraint of another type": (
        _in_table(lambda t: t["schema"]["fields"][1].update(constraints={"enum": ["1", "2"]})),
        ".constraints", "found 'enum'; wanted of a column of the type integer one of maximum, minimum, required",
    ),
    "a key of no column": (
        _in_table(lambda t: t["schema"].update(primaryKey=["nope"])), ".schema", "found a key of 'nope'"
    ),
    "a foreign key as text": (
        _in_table(lambda t: t["schema"]["foreignKeys"][0].update(fields="place")), ".fields", "wanted a list"
    ),
    "a rule without words": (_in_table(lambda t: t["rules"][0].pop("wanted")), ".wanted", "wanted text"),
    "a rule about no column": (
        _in_table(lambda t: t["rules"][0].update(formula="nope == 1")), ".rules.0", "no such column: 'nope'"
    ),
    "a rule that computes": (
        _in_table(lambda t: t["rules"][0].update(formula="value ** 9 > 0")), ".formula", "found BinOp in a rule"
    ),
}  # fmt: skip


def test_a_descriptor_that_is_none_is_told_and_not_followed(tmp_path: Path) -> None:
    wrong = []
    for name, (change, where, said) in BROKEN.items():
        described = _shipped()
        change(described)
        (tmp_path / paths.DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")
        found = validate.check(tmp_path)
        one_file = [fault.file for fault in found] == [paths.DESCRIPTOR]
        if not (one_file and where in found[0].column and said in str(found[0])):
            wrong.append(f"{name}: {[str(fault) for fault in found]}, wanted {where}: {said}")
    for raw in ("[]", "[" * 100_000, '{"resources": ' + "9" * 5000 + "}", "nonsense", "\ufeff{}", "NaN"):
        (tmp_path / paths.DESCRIPTOR).write_text(raw, encoding="utf-8")
        if [fault.file for fault in validate.check(tmp_path)] != [paths.DESCRIPTOR]:
            wrong.append(raw[:40])
    assert not wrong, "\n".join(wrong)


def test_a_quote_has_25_words_at_most_and_any_length_is_told_in_time() -> None:
    pattern = re.compile(schema.tables()["facts"].field("quote").constraints["pattern"])
    assert pattern.fullmatch(" ".join(["word"] * 25))
    assert pattern.fullmatch(" a  b ")
    assert not pattern.fullmatch(" ".join(["word"] * 26))
    growth.linear(pattern.fullmatch, lambda size: "word " * 26 + " " * size + "x")
    growth.linear(pattern.fullmatch, lambda size: " " * size + "word " * 26)
    growth.linear(pattern.fullmatch, lambda size: "w" * size + " w" * 26)
