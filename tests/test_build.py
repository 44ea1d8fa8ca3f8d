"""What is promised about building: one list of dependencies, a lock that pins it, a make that explains itself.

`environment.yml` is held to `pyproject.toml` here, name by name. That conda can solve it is not proved: that would
take a network and conda-forge's index of the day.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import runpy
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.tables import paths

TOOLS = {"python", "pip", "setuptools"}  # conda brings these; pip has them or cannot
# conda-forge's name to the one in pyproject.toml; its `seaborn` brings two packages more that nothing here uses.
OTHER_NAMES = {"matplotlib-base": "matplotlib", "seaborn-base": "seaborn"}


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


def required(*extras: str) -> dict[str, Requirement]:
    """The dependencies of pyproject.toml by name, with those of some extras."""
    project = pyproject()["project"]
    lines = project["dependencies"] + [line for extra in extras for line in project["optional-dependencies"][extra]]
    found = [Requirement(line) for line in lines]
    assert len({r.name for r in found}) == len(found), "pyproject.toml names a dependency twice"
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def in_conda() -> dict[str, Requirement]:
    found = [Requirement(re.sub(r"(?<=[a-z])=(?=\d)", "==", line)) for line in environment()["dependencies"]]
    return {OTHER_NAMES.get(requirement.name, requirement.name): requirement for requirement in found}


def everything_required() -> dict[str, Requirement]:
    return required(*pyproject()["project"]["optional-dependencies"])


def for_notebooks() -> dict[str, Requirement]:
    """What running and comparing notebooks needs: no other test tool goes into environment.yml."""
    return required("notebooks", "ingest", "workbook", "lab") | {"nbval": required("test")["nbval"]}


def test_environment_lists_what_the_notebooks_need_in_the_bounds_of_pyproject_and_no_other_test_tool() -> None:
    ours = {name: requirement.specifier for name, requirement in for_notebooks().items()}
    conda = {name: requirement.specifier for name, requirement in in_conda().items() if name not in TOOLS}
    assert conda == ours, "mend environment.yml after pyproject.toml"
    assert in_conda().keys() >= TOOLS
    assert environment()["channels"] == ["conda-forge", "nodefaults"]
    assert all(isinstance(line, str) for line in environment()["dependencies"]), "no pip section"


def test_environment_fixes_one_python_and_binder_builds_with_what_is_installed() -> None:
    """Binder looks for one `=` and a number; with anything else it takes its own Python and then changes it."""
    (line,) = [line for line in environment()["dependencies"] if line.startswith("python")]
    version = re.fullmatch(r"python=(3\.\d+)", line)
    assert version and SpecifierSet(pyproject()["project"]["requires-python"]).contains(version[1])
    (build_tool,) = map(Requirement, pyproject()["build-system"]["requires"])
    assert in_conda()["setuptools"].specifier == build_tool.specifier
    text = (paths.root() / "postBuild").read_text(encoding="utf-8")
    assert "pip install --no-deps --no-build-isolation -e ." in text


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


def test_the_lock_says_nothing_about_where_packages_come_from() -> None:
    told = [line for line in (r"(?m)^\s*-(?!-hash=)", r"://", r"(?m)^\S+ @ ") if re.search(line, lock())]
    assert not told, "an option, an address or a reference: `make lock`"


def test_the_lock_pins_each_dependency_inside_its_range() -> None:
    pinned, wrong = locked(), []
    for name, requirement in everything_required().items():
        versions = [pin.version for found in pinned.get(name, []) for pin in found.specifier]
        if not versions or not all(requirement.specifier.contains(one, prereleases=True) for one in versions):
            wrong.append(f"{requirement}: {versions}")
    assert not wrong, "`make lock`"


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
    wanted = {"help", "env", "figures", "notebooks", "refresh", "smoke", "test", "verify", "lab", "bench", "lock"}
    assert wanted <= set(named)


def test_every_target_is_documented_and_no_file_can_stand_in_for_it() -> None:
    text = (paths.root() / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z0-9]+):", text))
    (phony,) = re.findall(r"(?m)^\.PHONY: (.*)$", text)
    assert targets == set(documented_targets()) == set(phony.split()) - {"anew-venv"}  # a step of `env`


def test_make_installs_every_extra_and_a_command_that_lacks_a_package_can_name_its_extra() -> None:
    text = (paths.root() / "Makefile").read_text(encoding="utf-8")
    (named,) = re.findall(r"(?m)^EXTRAS := (\S+)$", text)
    assert named.split(",") == list(pyproject()["project"]["optional-dependencies"])
    listed = pyproject()["project"]["optional-dependencies"]
    brings = {Requirement(line).name.replace("-", "_"): extra for extra in listed for line in listed[extra]}
    of_tests = {name for name, extra in brings.items() if extra == "test"}
    # nbconvert comes with jupyterlab, which cannot do without it.
    assert {name: brings[name] for name in brings.keys() - of_tests} | {"nbconvert": "lab"} == extras.EXTRAS


def script(path: Path, says: str) -> Path:
    """A program that says a version, as a Python of that version would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


ASKED = {
    "": "Nothing to be done", "PYTHON=./python3.11": "Nothing to be done",
    "PYTHON=./python3.12": "it is made anew with 3.12",
    "PYTHON=./nonexistent": "./nonexistent: no such Python here",
}  # fmt: skip


def test_the_python_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not here")
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(paths.root() / name, tmp_path)
    for path in (".venv/bin/python", "python3.11"):
        script(tmp_path / path, "3.11")
    script(tmp_path / "python3.12", "3.12")
    (tmp_path / ".venv" / ".milbalance-ready").touch()
    clean = {
        name: text for name, text in os.environ.items() if not name.startswith(("VIRTUAL_ENV", "CONDA", "MAKE"))
    }
    options: dict[str, Any] = {"cwd": tmp_path, "env": clean, "capture_output": True, "text": True}
    for asked, told in ASKED.items():
        done = subprocess.run([make, "-n", "env", *filter(None, [asked])], check=False, **options)
        assert told in done.stdout + done.stderr, asked
    assert (tmp_path / ".venv").is_dir()


# What is built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules at the top of the package and what setup.py adds to them, as a wheel has them."""
    setuptools = pytest.importorskip("setuptools", reason="setuptools is not here to build with")
    out = tmp_path_factory.mktemp("built")
    with contextlib.chdir(paths.root()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(setuptools, "setup", lambda **_: None)
        whole = {"packages": ["milbalance", "milbalance.tables"], "package_dir": {"": "src"}}
        whole |= {"script_name": "setup.py"}
        command = runpy.run_path("setup.py")["WithTables"](setuptools.Distribution(whole))
        command.build_lib = str(out)
        command.ensure_finalized()
        command.run()
    return out / "milbalance"


def test_an_installed_package_carries_the_tables_and_the_citation(built: Path) -> None:
    shipped = {path.name for path in paths.data().iterdir() if path.suffix in (".csv", ".json", ".yml")}
    assert {path.name for path in (built / "data").iterdir()} == shipped
    assert (built / "CITATION.cff").read_bytes() == (paths.root() / "CITATION.cff").read_bytes()


def test_an_installed_package_reads_its_own_tables_wherever_it_is_called(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout above the working folder may hold the tables of another version."""
    monkeypatch.chdir(paths.root() / "notebooks")
    spec = importlib.util.spec_from_file_location("installed_paths", built / "tables" / "paths.py")
    assert spec and spec.loader
    installed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(installed)
    assert installed.data() == built / "data"
    with pytest.raises(MilbalanceError, match="this needs a checkout of the repository"):
        installed.figures()


def test_a_folder_is_told_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.told(tmp_path / "data") == "data/"
    assert paths.told(tmp_path.parent) == f"{tmp_path.parent}/"
