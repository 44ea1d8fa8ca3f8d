"""The examples of docstrings: each prints what it says, and modules that are done have one for each public name."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

import pandas as pd

import milbalance
from milbalance.charts import forms
from milbalance.tables.load import Data

# Packages in which every public function, class and method has an example.
WHOLE = ("measures", "choices", "articles")
# Modules in which every public function and class has one; of a package, all that it names as public.
DONE = (
    *("charts.forms.balance", "charts.forms.squares", "charts.rows.sides", "charts.rows.statements"),
    *(f"ingest.{name}" for name in ("names", "sipri_names", "source_ids", "tidy", "yearly")),
    *("releases.compare", "releases.diff", "releases.moved_verdicts"),
    *(f"io.{name}" for name in ("extras", "files", "folder", "jobs", "markdown", "records")),
    *(f"tables.{name}" for name in ("cache", "coverage", "descriptor", "documents", "labels", "licences", "load")),
    *(f"tables.{name}" for name in ("paths", "reads", "rules", "schema", "validate")),
)
AS_WRITTEN = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PROMPT = re.compile(r"^ *>>> ", re.MULTILINE)


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(milbalance.__path__, "milbalance."):
        yield import_module(found.name)


def public(module: ModuleType) -> dict[str, Any]:
    """The functions and classes that a module defines for others, or that a package names as public."""
    own = [name for name, one in vars(module).items() if getattr(one, "__module__", "") == module.__name__]
    found = {name: getattr(module, name) for name in getattr(module, "__all__", own)}
    return {
        name: one
        for name, one in found.items()
        if not name.startswith("_") and (inspect.isclass(one) or inspect.isroutine(inspect.unwrap(one)))
    }


def with_methods(one: Any) -> dict[str, Any]:
    """A function or a class, and what that has for others to call or read, by full names."""
    name = f"{one.__module__}.{one.__qualname__}"
    kinds = (property, cached_property, staticmethod, classmethod)
    return {name: one} | {
        f"{name}.{part}": value
        for part, value in (vars(one).items() if inspect.isclass(one) else ())
        if not part.startswith("_") and (inspect.isfunction(value) or isinstance(value, kinds))
    }


def test_every_example_prints_what_it_says(data: Data) -> None:
    at_hand = {name: getattr(milbalance, name) for name in milbalance.__all__}
    at_hand |= {"milbalance": milbalance, "pd": pd}
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False, optionflags=AS_WRITTEN)
    wrong: list[str] = []
    for module in modules():
        examples = finder.find(module, globs={**at_hand, **vars(module), "data": data})
        written = len(PROMPT.findall(inspect.getsource(module)))
        if written != (run := sum(len(example.examples) for example in examples)):
            wrong.append(f"{module.__name__}: {written} lines of examples are written and {run} are run")
        for example in examples:
            runner.run(example, out=wrong.append)
    assert not wrong, "\n".join(wrong)


def test_every_form_has_an_example() -> None:
    assert not [name for name in forms.MODULES if not PROMPT.search(forms.form(name).__doc__ or "")]


def test_everything_public_in_a_package_that_is_done_has_an_example() -> None:
    found: dict[str, Any] = {}
    for module in modules():
        if module.__name__.split(".")[1] in WHOLE:
            for one in public(module).values():
                found |= with_methods(one)
    assert {name.split(".")[1] for name in found} == set(WHOLE)
    without = [name for name, one in found.items() if not PROMPT.search(one.__doc__ or "")]
    assert not without, "\n".join(without)


def test_everything_public_in_a_module_that_is_done_has_an_example() -> None:
    without = [
        f"{name}.{one}"
        for name in DONE
        for one, value in public(import_module(f"milbalance.{name}")).items()
        if not PROMPT.search(value.__doc__ or "")
    ]
    assert not without, "\n".join(without)
