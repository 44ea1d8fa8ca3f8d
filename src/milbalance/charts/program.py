"""The program behind a result: which modules of the package it reaches, and a checksum of what they do.

Read from the source and never by importing it. Comments, docstrings and empty lines do nothing, and do not count.
"""

from __future__ import annotations

import ast
import hashlib
import io
import tokenize
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from milbalance.tables import paths


class Program:
    """The modules of a package, read as they are asked for."""

    def __init__(self, package: Path = paths.PACKAGE) -> None:
        self._package = package
        self._known: dict[str, _Module] = {}

    @cached_property
    def modules(self) -> dict[str, Path]:
        """The file of every module by its name: `milbalance.charts.spending`, and `milbalance.charts` itself."""
        return {_name(path, self._package): path for path in sorted(self._package.rglob("*.py"))}

    def reached(self, starts: Iterable[str], *, past: Collection[str] = ()) -> list[str]:
        """The modules that these import, they themselves among them, and all that those import in turn; sorted.

        What is imported inside a function counts too. A package counts where a name is taken from it, not where
        only a module of it is. What stands in `past` is neither counted nor followed.
        """
        found: set[str] = set()
        waiting = list(starts)
        while waiting:
            name = waiting.pop()
            if name not in found and name not in past:
                found.add(name)
                waiting += self._read(name).imports
        return sorted(found)

    def checksum(self, names: Iterable[str]) -> str:
        """A checksum of modules without what does nothing, and of the `.csv` and `.yml` files beside them."""
        digest = hashlib.sha256()
        names = sorted(names)
        for name in names:
            digest.update(f"{name}\0{self._read(name).checksum}\0".encode())
        for folder in sorted({self.modules[name].parent for name in names}):
            for path in sorted([*folder.glob("*.csv"), *folder.glob("*.yml")]):
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def taken(self, name: str) -> dict[str, str]:
        """What a module takes from others of the package: the module by each name taken."""
        tree = ast.parse(self.modules[name].read_text(encoding="utf-8"))
        return {
            alias.name: str(node.module)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in self.modules
            for alias in node.names
        }

    def _read(self, name: str) -> _Module:
        if name not in self._known:
            self._known[name] = _Module(self.modules[name].read_text(encoding="utf-8"), self.modules)
        return self._known[name]


class _Module:
    """One module: what it does, and which others it imports."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        tree = ast.parse(text)
        self.checksum = hashlib.sha256(without_remarks(text, tree).encode()).hexdigest()
        self.imports = {name for node in ast.walk(tree) for name in _imported(node, known)}


def _name(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(node: ast.AST, known: Collection[str]) -> Iterator[str]:
    """The modules of the package that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
    if isinstance(node, ast.ImportFrom):
        either = ((f"{node.module}.{alias.name}", str(node.module)) for alias in node.names)
        found = (whole if whole in known else module for whole, module in either)
        yield from (name for name in found if name in known)


def without_remarks(text: str, tree: ast.Module) -> str:
    """A module without comments, docstrings and empty lines, the same under every version of Python.

    Neither a syntax tree nor a list of tokens is: both change from one version to the next.
    """
    lines, blank = text.split("\n"), set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column].rstrip()
        if token.type == tokenize.NL:  # an empty line, or one that goes on; those within a text have none
            blank.add(row - 1)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            first, last = node.lineno - 1, int(node.end_lineno or 0) - 1
            before, after = lines[first].encode()[: node.col_offset], lines[last].encode()[node.end_col_offset :]
            lines[first : last + 1] = [(before + after).decode().rstrip(), *[""] * (last - first)]
            blank |= set(range(first, last + 1))
    return "\n".join(line for row, line in enumerate(lines) if line or row not in blank)
