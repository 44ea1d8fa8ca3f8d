"""The row rules of a data package: comparisons of cells and constants, with `and`, `or`, `not` and `if`.

There is nothing else in the language: no calls, no attributes, no arithmetic, so that a rule takes no more time and
memory than its own length.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from milbalance.errors import MilbalanceError

LONGEST = 500  # letters of a rule; the longest shipped one has 140
_COMPARE = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_WORDS = (ast.And, ast.Or, ast.Not, ast.USub, ast.Load, ast.Name, ast.IfExp, ast.BoolOp, ast.UnaryOp, ast.Compare)


def parse(formula: str) -> ast.expr:
    """The tree of a rule. Raises MilbalanceError, in words, for one that is not in the language.

    >>> parse("low + 1 > 0")
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: BinOp in a rule; wanted comparisons, and, or, not, ...
    """
    if len(formula) > LONGEST:
        raise MilbalanceError(f"a rule of {len(formula):,} letters; wanted at most {LONGEST}")
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise MilbalanceError("a rule that is no expression; wanted comparisons of columns") from error
    for node in ast.walk(tree):
        constant = isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | bool | None)
        if not (constant or isinstance(node, (*_WORDS, *_COMPARE))):
            found = f"{type(node).__name__} in a rule"
            raise MilbalanceError(f"{found}; wanted comparisons, and, or, not, if, columns and constants alone")
    return tree


def columns(tree: ast.expr) -> set[str]:
    """The columns that a rule names.

    >>> sorted(columns(parse("low == None or low <= high")))
    ['high', 'low']
    """
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def holds(tree: ast.expr, row: Mapping[str, Any]) -> bool:
    """Whether a row keeps a rule. One that compares what has no order, such as a missing number, does not.

    >>> holds(parse("low <= high"), {"low": 1, "high": 2}), holds(parse("low <= 1"), {"low": None})
    (True, False)
    """
    try:
        # No call and no attribute has passed `parse`, and there are no names but the columns.
        return bool(eval(_compiled(tree), {"__builtins__": {}}, row))
    except TypeError:
        return False


@lru_cache(maxsize=1000)
def _compiled(tree: ast.expr) -> CodeType:
    return compile(ast.Expression(tree), "rule", "eval")
