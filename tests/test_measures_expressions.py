"""Arithmetic that is written in a file: what it gives, and what is refused in words."""

from __future__ import annotations

import pytest

from milbalance.errors import MilbalanceError
from milbalance.measures import expressions

GIVEN = {"a": 1.0, "b": 3.0, "zero": 0.0}
BY_HAND = {"100 * a / (a + b)": 25, "a - b * 2": -5, "(a + b) / b": 4 / 3, "2.5": 2.5, " a ": 1}
REFUSED = {
    "a / zero": "divides by zero",
    "c + a": "no c for the expression 'c + a'; there are: a, b, zero",
    "a +": "is no expression; wanted numbers, names",
    "f(a)": "Call in the expression",
    "a.__class__": "Attribute in the expression",
    "a ** 9": "Pow in the expression",
    "-a": "UnaryOp in the expression",
    "'a' * 9": "Constant in the expression",
    "a if b else a": "IfExp in the expression",
    "a" * 501: "501 letters; wanted at most 500",
    "(" * 240 + "a" + ")" * 240: "is no expression",
}


def test_an_expression_gives_what_a_calculator_does() -> None:
    found = {text: expressions.value(text, GIVEN) for text in BY_HAND}
    assert found == pytest.approx(BY_HAND)
    assert expressions.names("100 * a / (b + a)") == ["a", "b"]


def test_what_is_more_than_arithmetic_is_refused_in_words() -> None:
    wrong = []
    for text, words in REFUSED.items():
        try:
            wrong.append(f"{text[:30]!r}: {expressions.value(text, GIVEN)}")
        except MilbalanceError as error:
            if words not in str(error):
                wrong.append(f"{text[:30]!r}: {error}")
    assert not wrong, "\n".join(wrong)
