"""The steps that a page of docs/ tells its reader to take, and how a test takes them.

A fenced block says in its first line what it is. `sh run` is run in a copy of the repository, and `sh run exit=1`
ends with that code. `python run` is run as notebook cells are: the blocks of a page share their names, and the
value of a last expression is shown. `diff edit FILE` is an edit: the lines without + must stand in the file, once
and in that order, and the lines without - take their place. `text add FILE` are rows that go where the key of the
table puts them, and `text append FILE` rows at its end. After a run, `text output` is all that it prints, in
lines of any length, and `text excerpt` is lines of it, in order. `sh official` and `text official` are the same
for a command that needs an official file, which the repository does not hold. Any other block is only shown.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from milbalance.cli import app
from milbalance.tables import schema

_BLOCK = re.compile(r"^```(\S+)[ ]?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One fenced block: its language, the words after it, its text and the line on which it starts."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int

    def is_(self, language: str, *words: str) -> bool:
        return self.language == language and self.words[: len(words)] == words


def steps(page: str) -> list[Step]:
    """Every fenced block of a page, in order."""
    return [
        Step(found[1], tuple(found[2].split()), found[3], page[: found.start()].count("\n") + 1)
        for found in _BLOCK.finditer(page)
    ]


def edited(text: str, change: str) -> str:
    """A text after an edit; ValueError unless what is to be replaced stands in it exactly once."""
    lines = change.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    if text.count(old) != 1:
        raise ValueError(f"found {text.count(old)} times, wanted once:\n{old}")
    return text.replace(old, new)


def added(text: str, rows: str, key: Sequence[str]) -> str:
    """The text of a table with rows put in where its key, by column name, puts them."""
    lines = text.splitlines(keepends=True)
    header = next(csv.reader(lines[:1]))
    at = [header.index(name) for name in key]

    def place(line: str) -> list[str]:
        cells = next(csv.reader([line]))
        return [cells[position] for position in at]

    for row in rows.splitlines(keepends=True):
        later = (number for number, line in enumerate(lines[1:], 1) if place(line) > place(row))
        lines.insert(next(later, len(lines)), row)
    return "".join(lines)


@dataclass
class Reader:
    """Somebody who takes the steps in a copy of the repository, whose folder is the working folder.

    The command line runs in this process, unless the package itself was edited.
    """

    root: Path
    official: bool = False
    names: dict[str, Any] = field(default_factory=dict)
    package_edited: bool = False
    said: str = ""

    def take(self, step: Step) -> None:
        """Take one step; AssertionError naming its line where the page and what happens part."""
        if step.is_("diff", "edit") or step.is_("text", "add") or step.is_("text", "append"):
            self._edit(step)
        elif step.is_("sh", "run") or (self.official and step.is_("sh", "official")):
            self._command(step)
        elif step.is_("python", "run"):
            self.said = _cell(step.text, self.names)
        elif step.is_("text", "output") or (self.official and step.is_("text", "official")):
            assert self.said.split() == step.text.split(), f"line {step.line}: other output:\n{self.said}"
        elif step.is_("text", "excerpt"):
            assert step.text.strip()
            told = iter(self.said.splitlines())
            for line in step.text.splitlines():
                assert line in told, f"line {step.line}: not printed, or not in this order: {line!r}\n{self.said}"

    def _edit(self, step: Step) -> None:
        path = self.root / step.words[1]
        text = path.read_text(encoding="utf-8")
        if step.is_("text", "add"):
            text = added(text, step.text, schema.tables()[path.stem].key)
        elif step.is_("text", "append"):
            text += step.text
        else:
            text = edited(text, step.text)
        path.write_text(text, encoding="utf-8")
        self.package_edited = self.package_edited or step.words[1].startswith("src/")

    def _command(self, step: Step) -> None:
        wanted = next((int(word.removeprefix("exit=")) for word in step.words if word.startswith("exit=")), 0)
        (command,) = [step.text] if "<<" in step.text else step.text.splitlines()
        code, self.said = self._run(command)
        assert code == wanted, f"line {step.line}: exit code {code}, wanted {wanted}:\n{self.said}"

    def _run(self, command: str) -> tuple[int, str]:
        if command.startswith("milbalance ") and not self.package_edited:
            done = CliRunner().invoke(app, shlex.split(command)[1:])
            return done.exit_code, done.output
        if command.startswith("milbalance "):
            command = f"{shlex.quote(sys.executable)} -m {command}"
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src")}
        ran = subprocess.run(
            ["bash", "-c", command], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )
        return ran.returncode, ran.stdout + ran.stderr


def _cell(code: str, names: dict[str, Any]) -> str:
    """What a notebook cell prints: its output, then the value of a last expression, or the error that ends it."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(StringIO()) as out:
        try:
            exec(compile(tree, "<page>", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "<page>", "eval"), names) if last else None
        except Exception as error:
            return f"{out.getvalue()}{type(error).__name__}: {error}"
    return out.getvalue() + ("" if value is None else repr(value))


def digest(folder: Path) -> str:
    """Checksum of every file in a folder."""
    content = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()


def commands(step: Step) -> Iterator[str]:
    """The command lines of a block of shell, without comments."""
    if step.language == "sh" and "<<" not in step.text:
        lines = (line.partition(" #")[0].strip() for line in step.text.splitlines())
        yield from (line for line in lines if line and not line.startswith("#"))
