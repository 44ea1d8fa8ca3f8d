"""Who may import whom, read from the source: numbers never draw, charts never read, nothing goes in circles."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import milbalance

PACKAGE = Path(milbalance.__file__).parent
DRAWING = {"matplotlib", "seaborn", "PIL", "matplotlib_inline"}
FILES_AND_NETWORK = {
    "pathlib",
    "io",
    "os",
    "shutil",
    "tempfile",
    "csv",
    "json",
    "urllib",
    "http",
    "socket",
    "requests",
}
MAY_DRAW = {
    *("charts", "style", "figures", "explore", "cli", "notebooks", "pair", "pairs", "site", "workbook", "__main__"),
    *("manifest", "palette"),  # one asks matplotlib for its version, one makes pictures small
}
OUTSIDE = re.compile(r"^(\.\./|~|/\w+/)|shared/")
# From the lowest up: a module here imports only those before it.
FOUNDATION = (
    "errors",
    "arguments",
    "files",
    "paths",
    "schema",
    "documents",
    "rules",
    "descriptor",
    "validate",
    "reads",
    "load",
)


def name_of(path: Path) -> str:
    """`milbalance.charts.spending` for the file of that module; the package itself is `milbalance.charts`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@lru_cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@lru_cache
def imports(module: str) -> frozenset[str]:
    """Every module imported anywhere in a module, lazily inside functions too."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute here"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = whole & MODULES.keys()
            # `from milbalance import load` imports a module; `from milbalance.load import Data` a name of one.
            found |= modules or {str(node.module)}
    return frozenset(found)


def layer(module: str) -> str:
    """The first name below the package: `charts` for milbalance.charts.spending."""
    return module.split(".")[1] if "." in module else ""


def inside(module: str) -> set[str]:
    """The layers of this package that a module imports."""
    return {layer(name) for name in imports(module) if name.split(".")[0] == "milbalance"} - {""}


def outside(module: str) -> set[str]:
    """The other packages that a module imports."""
    return {name.split(".")[0] for name in imports(module)} - {"milbalance"}


def calls(module: str) -> set[str]:
    """The last name of every call: `read_csv` for pd.read_csv(...)."""
    nodes = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    return {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in nodes}


def in_layer(*layers: str) -> list[str]:
    found = [module for module in MODULES if layer(module) in layers]
    assert {layer(module) for module in found} == set(layers), f"no module for one of {layers}"
    return found


each_module = pytest.mark.parametrize("module", MODULES)


@pytest.mark.parametrize("name", FOUNDATION)
def test_the_foundation_stands_on_what_is_below_it(name: str) -> None:
    below = set(FOUNDATION[: FOUNDATION.index(name)])
    assert inside(f"milbalance.{name}") <= below


@each_module
def test_nothing_that_computes_can_draw(module: str) -> None:
    if layer(module) not in MAY_DRAW:
        assert not outside(module) & DRAWING, f"{module} computes: move its drawing to charts/"
        assert not inside(module) & MAY_DRAW, f"{module} computes: it may not import what draws"


@pytest.mark.parametrize(
    ("module", "below"), [("measures", {"errors", "arguments"}), ("dyads", {"errors", "measures"})]
)
def test_measures_read_nothing(module: str, below: set[str]) -> None:
    (module,) = in_layer(module)
    assert not outside(module) & FILES_AND_NETWORK
    assert inside(module) == below, "measures take frames and give numbers"
    assert not {name for name in calls(module) if name == "open" or name.startswith(("read_", "to_"))} - {
        "to_numpy"
    }


@pytest.mark.parametrize(
    "module", in_layer("claims", "choices", "verdicts", "contradictions", "ranges", "published")
)
def test_what_judges_reads_no_file(module: str) -> None:
    assert not outside(module) & FILES_AND_NETWORK
    assert not inside(module) & {"cli", "figures", "notebooks", "paths", "files", "schema", "validate"}


def test_choices_and_verdicts_know_no_claim() -> None:
    for module in in_layer("choices", "verdicts"):
        assert not inside(module) & {"claims", "spending", "strength", "transfers", "load"}


@pytest.mark.parametrize("module", in_layer("charts"))
def test_charts_never_read_or_write_a_file(module: str) -> None:
    assert not outside(module) & FILES_AND_NETWORK
    reading = {name for name in calls(module) if name in {"open", "savefig", "to_csv"} or name.startswith("read_")}
    assert not reading, f"{module} calls {reading}: charts take Data"
    assert not inside(module) & {"cli", "figures", "notebooks", "paths", "files", "schema", "validate"}


def test_charts_take_only_the_type_of_the_data_from_load() -> None:
    for module in in_layer("charts"):
        taken = [
            alias.name
            for node in ast.walk(tree(module))
            if isinstance(node, ast.ImportFrom) and node.module == "milbalance.load"
            for alias in node.names
        ]
        assert set(taken) <= {"Data"}, f"{module} takes {taken} from load: charts never read files"
        assert "milbalance.load" not in imports(module) or taken, (
            f"{module}: write `from milbalance.load import Data`"
        )


def test_choosing_a_way_needs_neither_pictures_nor_widgets() -> None:
    for name in ("ways", "answers", "words"):
        module = f"milbalance.explore.{name}"
        assert not outside(module) & (DRAWING | FILES_AND_NETWORK - {"json"} | {"ipywidgets"})
        assert not inside(module) & MAY_DRAW - {"explore"}
    asks = 'extras.module("ipywidgets")'
    assert [name for name, path in MODULES.items() if asks in path.read_text(encoding="utf-8")] == [
        "milbalance.explore.board"
    ]
    assert not [module for module in MODULES if "ipywidgets" in outside(module)], "it is an extra"


def test_the_style_knows_no_chart() -> None:
    assert not inside("milbalance.style") & {"charts", "figures", "cli"}


@each_module
def test_only_the_entry_point_imports_the_command_line(module: str) -> None:
    assert layer(module) in {"__main__", "cli"} or "cli" not in inside(module)


@each_module
def test_nothing_reads_what_lies_outside_the_repository(module: str) -> None:
    texts = [node.value for node in ast.walk(tree(module)) if isinstance(node, ast.Constant)]
    outer = [text for text in texts if isinstance(text, str) and OUTSIDE.search(text)]
    assert not outer, f"{module} names {outer}"


def test_no_import_goes_in_a_circle() -> None:
    graph = {module: {name for name in imports(module) if name in MODULES} - {module} for module in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_importing_the_package_costs_nothing_and_the_tables_cost_pandas_and_no_drawing() -> None:
    heavy = {"pandas", "matplotlib", "seaborn", "frictionless", "nbformat", "typer"}
    script = f"import sys, milbalance; print(*{heavy} & sys.modules.keys(), '|')\n"
    script += f"milbalance.load; print(*{heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["|", "pandas"]
