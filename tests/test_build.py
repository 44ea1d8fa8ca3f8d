"""What is promised about building: one list of dependencies, a lock that pins it, a make that explains itself.

`environment.yml` is held to `pyproject.toml` here, name by name. That conda can solve it is not proved: that would
take a network and conda-forge's index of the day.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from milbalance import paths

TOOLS = {"python", "pip", "setuptools", "make"}  # conda brings these; pip has them or cannot
OTHER_NAMES = {"matplotlib-base": "matplotlib"}  # conda-forge's name to the one in pyproject.toml


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def environment() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((paths.root() / "environment.yml").read_text(encoding="utf-8"))
    return loaded


@cache
def lock() -> str:
    return (paths.root() / "requirements.lock").read_text(encoding="utf-8")


def required() -> dict[str, Requirement]:
    """Every dependency of pyproject.toml, extras included, by name."""
    project = pyproject()["project"]
    lines = project["dependencies"] + [
        line for extra in project["optional-dependencies"].values() for line in extra
    ]
    found = [Requirement(line) for line in lines]
    assert len({r.name for r in found}) == len(found), "pyproject.toml names a dependency twice"
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def in_conda() -> dict[str, Requirement]:
    found = [Requirement(line) for line in environment()["dependencies"]]
    return {OTHER_NAMES.get(requirement.name, requirement.name): requirement for requirement in found}


def test_environment_lists_what_pyproject_lists_and_nothing_else() -> None:
    assert in_conda().keys() - TOOLS == required().keys(), "mend environment.yml after pyproject.toml"
    assert in_conda().keys() >= TOOLS


def test_environment_bounds_are_those_of_pyproject() -> None:
    ours = {name: requirement.specifier for name, requirement in required().items()}
    conda = {name: requirement.specifier for name, requirement in in_conda().items() if name not in TOOLS}
    assert conda == ours, "mend environment.yml after pyproject.toml"


def test_environment_has_the_python_and_the_build_tool_of_pyproject() -> None:
    assert str(in_conda()["python"].specifier) == pyproject()["project"]["requires-python"]
    (build_tool,) = map(Requirement, pyproject()["build-system"]["requires"])
    assert in_conda()["setuptools"].specifier == build_tool.specifier


def test_environment_takes_conda_forge_only_and_nothing_through_pip() -> None:
    assert environment()["channels"] == ["conda-forge", "nodefaults"]
    assert all(isinstance(line, str) for line in environment()["dependencies"]), "no pip section"


def locked() -> dict[str, list[Requirement]]:
    """Pinned requirements by name; one may be pinned more than once, for different machines."""
    joined = re.sub(r"\\\n", " ", lock())
    found: dict[str, list[Requirement]] = {}
    for line in filter(None, map(str.strip, joined.splitlines())):
        if not line.startswith("#"):
            requirement = Requirement(re.split(r"\s--hash", line)[0])
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def test_everything_in_the_lock_is_pinned_and_hashed() -> None:
    entries = re.split(r"\n(?=\S)", lock().strip())
    assert len(entries) > 100
    entry = re.compile(r"[a-z0-9._-]+==[^\s;*]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    loose = [text.splitlines()[0] for text in entries if not entry.fullmatch(text)]
    assert loose == [], "`make lock`"


@pytest.mark.parametrize(
    "line", [r"(?m)^\s*-(?!-hash=)", r"://", r"(?m)^\S+ @ "], ids=["option", "URL", "reference"]
)
def test_the_lock_says_nothing_about_where_packages_come_from(line: str) -> None:
    found = re.search(line, lock())
    assert found is None, "`make lock`"


@pytest.mark.parametrize("name", sorted(required()))
def test_the_lock_pins_each_dependency_inside_its_range(name: str) -> None:
    pins = locked().get(name, [])
    assert pins, f"{name} is not locked: `make lock`"
    for pin in pins:
        (exact,) = pin.specifier
        assert required()[name].specifier.contains(exact.version, prereleases=True), f"{pin}: `make lock`"


def documented_targets() -> list[str]:
    text = (paths.root() / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"(?m)^([a-z0-9]+):.*## ", text)


def test_make_alone_says_what_there_is() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not here")
    done = subprocess.run([make], cwd=paths.root(), capture_output=True, text=True, check=True)
    named = re.findall(r"(?m)^  make (\S+) +\S", done.stdout)
    assert named == documented_targets()
    assert {"help", "env", "figures", "notebooks", "refresh", "test", "verify", "lab", "bench", "lock"} <= set(
        named
    )


def test_every_target_is_documented_and_no_file_can_stand_in_for_it() -> None:
    text = (paths.root() / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z0-9]+):", text))
    (phony,) = re.findall(r"(?m)^\.PHONY: (.*)$", text)
    assert targets == set(documented_targets()) == set(phony.split())


HEAVY = ["matplotlib", "seaborn", "frictionless", "typer", "nbformat", "openpyxl", "IPython"]


def test_importing_the_package_costs_pandas_and_no_more() -> None:
    code = f"import sys, milbalance; print('pandas' in sys.modules, *[m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"], "import it inside the function that needs it"


def collected(seed: str) -> list[str]:
    """The names of all tests, as a process of its own finds them."""
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts=", "-p", "no:xdist", "tests"],
        cwd=paths.root(),
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-2000:]
    return [line for line in found.stdout.splitlines() if "::" in line]


def test_every_process_finds_the_same_tests() -> None:
    """Tests are shared out among processes by name: one that holds a time or the order of a set stops them all."""
    first = collected("1")
    assert len(first) > 1_000
    assert collected("77") == first
