"""Who may import whom, read from the source: imports run one way, numbers never draw, charts never read a file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import pytest

import milbalance

# From the ground up: what stands here imports what stands before it and nothing that stands after it.
ORDER = (
    *("errors", "arguments", "io", "tables", "ingest", "measures", "choices", "articles", "releases"),
    *("charts", "publish", "pair", "cli", "__main__"),
)
AT_THE_ROOT = {"__init__", "__main__", "errors", "arguments"}
# The first layer that may draw, and what those that compute may not import.
DRAWS_FROM = "charts"
DRAWING = {"matplotlib", "seaborn", "PIL", "matplotlib_inline"}
# What computes, judges or draws takes frames and `Data`; these few of it read and write files for the others.
PURE = {"measures", "choices", "articles", "charts"}
MAY_READ = {
    *(f"articles.{name}" for name in ("article", "begun", "faults", "ledger_files", "statements")),
    "measures.vocabulary.entries",
    *(f"charts.{name}" for name in ("export", "faults", "last_run", "palette", "program", "stale", "style")),
}
FILES_AND_NETWORK = {
    *("pathlib", "io", "os", "shutil", "tempfile", "csv", "json", "urllib", "http", "socket", "requests")
}
READING = re.compile(r"open|savefig|read_\w+|to_(csv|excel|json|parquet|pickle)")
OF_FILES = {"io.files", "io.folder", "tables.paths", "tables.schema", "tables.validate"}
OUTSIDE = re.compile(r"^(\.\./|~|/\w+/)|shared/")

# Words of the first article: what is its alone stands in its folder. Codes count in capitals, names in any case.
ITS_WORDS = re.compile(r"(?i:armenian?|azerbaijani?|karabakh|artsakh)|ARM|AZE|NKR")
WORD = re.compile(r"[A-Za-z]+")
# Files that name them still; this list only ever gets shorter.
NAMING_THEM: frozenset[str] = frozenset()

PACKAGE = Path(milbalance.__file__).parent
ROOT = Path(__file__).parents[1]
OPTIONAL = {"playwright"}  # what `make e2e` installs by itself


def name_of(path: Path) -> str:
    """`charts.spending` for the file of that module; `charts` for that package, and "" for the whole one."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py")) if "theme" not in path.parts}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def nodes(module: str) -> list[ast.AST]:
    return list(ast.walk(tree(module)))


@cache
def imports(module: str) -> frozenset[str]:
    """Every module imported anywhere in a module, lazily too; those of this package by short name."""
    found: set[str] = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute here"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            # `from milbalance.tables import load` imports a module, `… .load import Data` a name of one.
            found |= {name for name in whole if name.removeprefix("milbalance.") in MODULES} or {str(node.module)}
    return frozenset(name.removeprefix("milbalance.") for name in found)


def inside(module: str) -> set[str]:
    return set(imports(module) & MODULES.keys()) - {module}


def outside(module: str) -> set[str]:
    return {layer(name) for name in imports(module) - MODULES.keys()}


def layer(module: str) -> str:
    return module.partition(".")[0]


def calls(module: str) -> set[str]:
    """The last name of every call: `read_csv` for pd.read_csv(...)."""
    called = [node.func for node in nodes(module) if isinstance(node, ast.Call)]
    return {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in called}


def in_layers(*layers: str) -> list[str]:
    found = [module for module in MODULES if layer(module) in layers]
    assert {layer(module) for module in found} == set(layers), f"no module for one of {layers}"
    return found


def test_imports_run_one_way() -> None:
    assert {layer(module) for module in MODULES} == {"", *ORDER}
    floor = {name: number for number, name in enumerate(ORDER)}
    back = [
        f"{module} imports {name}"
        for module in in_layers(*ORDER)
        for name in sorted(inside(module))
        if floor[layer(name)] > floor[layer(module)]
    ]
    assert not back, "\n".join(back)


def test_no_import_goes_in_a_circle() -> None:
    try:
        TopologicalSorter({module: inside(module) for module in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_root_of_the_package_is_small() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == AT_THE_ROOT


def test_nothing_that_computes_can_draw() -> None:
    computes = in_layers(*ORDER[: ORDER.index(DRAWS_FROM)])
    draws = {module: outside(module) & DRAWING for module in computes}
    draws |= {
        f"publish.widgets.{name}": outside(f"publish.widgets.{name}") & DRAWING for name in ("ways", "answers")
    }
    assert not {module: found for module, found in draws.items() if found}


def test_what_computes_judges_or_draws_reads_no_file() -> None:
    reads = {
        module: outside(module) & FILES_AND_NETWORK
        | inside(module) & OF_FILES
        | {name for name in calls(module) if READING.fullmatch(name)}
        for module in in_layers(*PURE)
        if module not in MAY_READ
    }
    assert not {module: found for module, found in reads.items() if found}


def test_charts_take_only_the_type_of_the_data_from_load() -> None:
    taken = {
        module: {alias.name for alias in node.names}
        for module in in_layers("charts")
        for node in nodes(module)
        if isinstance(node, ast.ImportFrom) and node.module in {"milbalance.tables", "milbalance.tables.load"}
    }
    others = {module: names & {"load"} | names - {"Data"} for module, names in taken.items() if "Data" in names}
    whole = {module for module, names in taken.items() if "load" in names}
    assert not whole and not {module for module, names in others.items() if names}


def test_arithmetic_knows_no_table_and_choices_and_verdicts_know_no_claim() -> None:
    arithmetic = {"errors", "arguments", "measures", "measures.arithmetic"}
    rules = {*arithmetic, "measures.ranges", "choices", "choices.grids", "choices.verdicts"}
    allowed = dict.fromkeys(("measures.arithmetic", "measures.dyads"), arithmetic)
    allowed |= dict.fromkeys(("choices.grids", "choices.verdicts", "choices.sensitivity"), rules)
    assert not {module: found for module, known in allowed.items() if (found := inside(module) - known)}


def test_the_style_knows_no_chart() -> None:
    known = {"charts.metadata", "charts.palette", "charts.ticks"}
    assert inside("charts.style") & set(in_layers("charts")) <= known


def test_forms_know_no_article_and_rows_draw_nothing() -> None:
    """A form takes a frame, what stands in rows takes tables, and figures.yml puts the two together."""
    forms = {module for module in MODULES if module.startswith("charts.forms")}
    rows = {module for module in MODULES if module.startswith("charts.rows")}
    known = {"errors", "arguments", "measures.rounding", *forms}
    known |= {"charts.style", "charts.marks", "charts.swarm", "charts.ticks"}
    wrong = {form: others for form in forms if (others := inside(form) - known)}
    charts = set(in_layers("charts")) - rows
    wrong |= {name: drawing for name in rows if (drawing := outside(name) & DRAWING | inside(name) & charts)}
    assert forms and rows and not wrong


def test_only_the_board_needs_widgets() -> None:
    asks = 'extras.module("ipywidgets")'
    found = [name for name, path in MODULES.items() if asks in path.read_text(encoding="utf-8")]
    assert found == ["publish.widgets.board"]
    assert not [module for module in MODULES if "ipywidgets" in outside(module)], "it is an extra"


def test_nothing_reads_what_lies_outside_the_repository() -> None:
    outer = [
        f"{module}: {node.value}"
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and OUTSIDE.search(node.value)
    ]
    assert not outer, "\n".join(outer)


def test_no_python_names_a_country_or_a_war() -> None:
    naming = {
        str(path.relative_to(PACKAGE)): sorted(words)
        for path in PACKAGE.rglob("*.py")
        if (words := set(filter(ITS_WORDS.fullmatch, WORD.findall(path.read_text(encoding="utf-8")))))
    }
    assert not {file: words for file, words in naming.items() if file not in NAMING_THEM}


def test_every_import_beside_the_package_resolves() -> None:
    """Files that no test runs: what they take from the package, from tests and from each other is there."""
    missing = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {name}"
        for folder in ("provenance", "benchmarks", "e2e", "tests")
        for file in sorted((ROOT / folder).glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _imported(node)
        if not _resolves(name, file.parent)
    ]
    assert not missing, "\n".join(missing)


def _imported(node: ast.AST) -> list[str]:
    """What an import names, `module.name` for each name that is taken from a module."""
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" if node.module else alias.name for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def _resolves(dotted: str, beside: Path) -> bool:
    """Whether a name is there: a module of the package or a name in one, a file beside, or an installed package."""
    first, (module, _, name) = dotted.partition(".")[0], dotted.removeprefix("milbalance.").rpartition(".")
    if first == "milbalance":
        shown = {"milbalance", *(f"milbalance.{one}" for one in milbalance.__all__)}
        return dotted in shown or f"{module}.{name}".strip(".") in MODULES or name in _names(MODULES.get(module))
    for folder in (beside, ROOT, ROOT / "tests"):
        if (path := folder / f"{module.replace('.', '/')}.py").is_file():
            return name in _names(path)
        if (folder / f"{dotted.replace('.', '/')}.py").is_file():
            return True
    return find_spec(first) is not None or first in OPTIONAL


@cache
def _names(path: Path | None) -> set[str]:
    """The names that a module defines or imports at its top."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body if path else ():
        for inner in ast.walk(node):
            if isinstance(inner, (ast.Import, ast.ImportFrom)):
                found |= {(alias.asname or alias.name).split(".")[0] for alias in inner.names}
            elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                found.add(inner.id)
        found.add(getattr(node, "name", ""))
    return found


def test_importing_the_package_costs_nothing_and_the_tables_cost_pandas_and_no_drawing() -> None:
    heavy = {"pandas", "matplotlib", "seaborn", "frictionless", "nbformat", "typer", "openpyxl", "IPython"}
    script = f"import sys, milbalance, milbalance.charts; print(*{heavy} & sys.modules.keys(), '|')\n"
    script += f"milbalance.load; print(*{heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["|", "pandas"]
