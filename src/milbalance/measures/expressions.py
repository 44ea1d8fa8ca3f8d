"""Arithmetic that is written in a file: numbers, names, + - * / and brackets; nothing else, and no calls."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

from milbalance.errors import MilbalanceError

LONGEST = 500  # letters
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ALLOWED = (ast.BinOp, ast.Name, ast.Load)


def names(text: str) -> list[str]:
    """The names in an expression, each once. Raises MilbalanceError, in words, for what is no such expression.

    >>> names("100 * gained / (gained + kept)")
    ['gained', 'kept']
    """
    return list(dict.fromkeys(node.id for node in ast.walk(_parsed(text)) if isinstance(node, ast.Name)))


def value(text: str, given: Mapping[str, float]) -> float:
    """What an expression gives for these numbers. Raises MilbalanceError for a name without one, for x / 0
    and for a number without end.

    >>> value("100 * gained / (gained + kept)", {"gained": 1, "kept": 3})
    25.0
    """
    if missing := [name for name in names(text) if name not in given]:
        raise MilbalanceError(f"no {', '.join(missing)} for the expression {text!r}; there are: {', '.join(given)}")
    try:
        found = float(_value(_parsed(text), given))
    except ZeroDivisionError as error:
        raise MilbalanceError(f"{text!r} divides by zero") from error
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise MilbalanceError(f"{text!r} gives no number that can be written")
    return found


def _parsed(text: str) -> ast.expr:
    wanted = "wanted numbers, names, + - * / and brackets"
    if len(text) > LONGEST:
        raise MilbalanceError(f"an expression of {len(text):,} letters; wanted at most {LONGEST}")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise MilbalanceError(f"{text!r} is no expression; {wanted}") from error
    for node in ast.walk(tree):
        number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
        sign = isinstance(node, ast.operator) and type(node) in _OPERATORS
        if not (number or sign or isinstance(node, _ALLOWED)):
            raise MilbalanceError(f"{type(node).__name__} in the expression {text!r}; {wanted}")
    return tree


def _value(node: ast.expr, given: Mapping[str, float]) -> float:
    match node:
        case ast.Constant():
            return node.value  # type: ignore[return-value]
        case ast.Name():
            return given[node.id]
        case ast.BinOp():
            return _OPERATORS[type(node.op)](_value(node.left, given), _value(node.right, given))
    raise TypeError(type(node).__name__)  # `_parsed` lets no other node through
