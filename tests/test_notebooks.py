"""The grammar that every committed notebook keeps, read from the files without running them."""

from __future__ import annotations

import ast
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
import pytest

from milbalance.charts import style
from milbalance.publish import notebooks
from milbalance.publish.site import picture
from milbalance.tables import load, paths

FILES = sorted(paths.notebooks().glob("[0-9][0-9]_*.ipynb"))
SETUPS = (
    "\n\nstyle.use()\narticle = milbalance.open_article()\ndata = article.data",
    "\n\nstyle.use()\ndata = load.everything()",  # of notebooks that are about no article
)
CODE_CELLS, LINES = 14, 10
PACKAGES = {"milbalance", "pandas", "tempfile"}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
READS_OR_WRITES = re.compile(
    r"(open|Path|eval|exec|__import__|get_ipython|read_\w+|to_csv|to_excel|to_json|savefig)"
)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
COUNTED = re.compile(r"Of \d+ statements")  # held to the data by test_notebook_numbers.py
LINK = re.compile(r"\]\(([^)#:]+\.(?:ipynb|md))\)")
RERUN = "run `make notebooks`"

each_notebook = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@lru_cache
def cells(file: Path) -> list[Any]:
    return list(nbformat.read(file, as_version=4).cells)


def code(file: Path) -> list[Any]:
    return [cell for cell in cells(file) if cell.cell_type == "code"]


def outputs(file: Path) -> list[Any]:
    return [output for cell in code(file) for output in cell.outputs]


def trees(file: Path) -> Iterator[tuple[int, ast.Module]]:
    """Each code cell parsed; a magic is no Python and fails here."""
    for count, cell in enumerate(code(file), start=1):
        try:
            yield count, ast.parse(cell.source)
        except SyntaxError as error:
            pytest.fail(
                f"{file.name}, code cell {count}: {error.msg}; no magics (% or !) and no help (?) in notebooks"
            )


def called(file: Path) -> list[str]:
    """Every call as it is written: `charts.lines`, `claims.check`."""
    return [ast.unparse(node.func) for node in calls(file)]


def calls(file: Path) -> list[ast.Call]:
    return [node for _, tree in trees(file) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def drawn(file: Path) -> set[str]:
    """The names of the figures that a notebook draws: `charts.draw(article, "balance")`."""
    drawing = [node for node in calls(file) if ast.unparse(node.func) == "charts.draw"]
    return {str(ast.literal_eval(node.args[1])) for node in drawing}


def claims_of(file: Path) -> Any:
    ledger = load.table("claims")
    return ledger[ledger["notebook"] == file.stem]


def test_every_notebook_that_has_figures_or_claims_exists() -> None:
    wanted = {spec["notebook"] for spec in load.shipped().figures.values() if "notebook" in spec}
    wanted |= set(load.table("claims")["notebook"].dropna())
    assert wanted and wanted <= {file.stem for file in FILES}, "figures.yml or claims.csv names another notebook"


def wrong_in_outputs(file: Path) -> Iterator[str]:
    """What no committed notebook may hold, and what mends it."""
    whole = nbformat.read(file, as_version=4)
    if dict(whole.metadata) != {"kernelspec": notebooks.KERNELSPEC, "language_info": {"name": "python"}}:
        yield f"metadata beside the kernel: {RERUN}, which strips versions"
    if marked := [cell.id for cell in cells(file) if cell.metadata]:
        yield f"cells {marked}: remove tags, collapsed and hidden marks from their metadata"
    # nbformat gives new ids on reading, so the file itself is asked.
    ids = [cell.get("id") for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]]
    if not all(ids) or len(set(ids)) != len(ids):
        yield "give every cell an id that occurs once"
    counts = [cell.execution_count for cell in code(file)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"{RERUN}: execution counts are {counts}"
    pictures = 0
    for output in outputs(file):
        shown = output.get("data", {})
        if output.output_type == "error" or output.get("name") == "stderr":
            yield f"mend the cell, then {RERUN}: {output.get('evalue') or output.get('text')}"
        if [kind for kind in shown if "widget" in kind]:
            yield f"a widget with its random id: {RERUN}, which keeps only plain text"
        if "<Axes" in shown.get("text/plain", ""):
            yield f"end the drawing call with `;`, then {RERUN}"
        if "image/png" in shown:
            pictures += 1
            told = output.metadata.get("image/png", {})
            if "width" in told and picture.size(b64decode(shown["image/png"]))[0] != style.DENSITY * told["width"]:
                yield f"a picture is not as sharp as its width says: {RERUN}"
            if len(told.get("alt", "")) < 40:
                yield f"finish the chart with style.finish(alt=...), then {RERUN}"
    if not pictures:
        yield "a notebook shows at least one figure"


def wrong_in_code(file: Path) -> Iterator[str]:
    """What the cells of no notebook may do, and what to do instead."""
    if len(code(file)) > CODE_CELLS:
        yield f"at most {CODE_CELLS} code cells; found {len(code(file))}"
    for count, tree in trees(file):
        source = code(file)[count - 1].source
        if source.count("\n") + 1 > LINES:
            yield f"code cell {count}: at most {LINES} lines; found {source.count(chr(10)) + 1}"
        if re.search("NBVAL|PYTEST_VALIDATE", source):
            yield f"code cell {count} switches the comparison of outputs off"
        for node in ast.walk(tree):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if foreign := {str(name).split(".")[0] for name in names} - PACKAGES:
                yield f"code cell {count} imports {foreign}: call a function of milbalance instead"
            if isinstance(node, DEFINITIONS):
                yield f"code cell {count}: move `{ast.unparse(node)}` into src/milbalance"
            if isinstance(node, ast.Constant) and "://" in str(node.value):
                yield f"code cell {count} names an address"
    if touching := [name for name in called(file) if READS_OR_WRITES.fullmatch(name.split(".")[-1])]:
        yield f"{touching}: the data come from load.everything()"


def test_what_is_committed_was_run_in_order_and_holds_nothing_of_this_machine() -> None:
    wrong = [f"{file.name}: {one}" for file in FILES for one in wrong_in_outputs(file)]
    assert not wrong, "\n".join(wrong)


def test_cells_are_few_and_short_define_nothing_and_touch_no_file_and_no_network() -> None:
    wrong = [f"{file.name}: {one}" for file in FILES for one in wrong_in_code(file)]
    assert not wrong, "\n".join(wrong)


@each_notebook
def test_the_first_cell_asks_and_answers_and_the_last_names_tables_and_claims(file: Path) -> None:
    first = cells(file)[0]
    number = file.stem[:2]
    assert first.cell_type == "markdown"
    assert re.match(rf"# {number} · \S", first.source), f"the first line is `# {number} · Title`"
    assert "?" in first.source, "the first cell asks a question"
    bold = BOLD.findall(first.source)
    assert len(bold) == 1 and bold[0].endswith("."), "the first cell answers in one bold sentence"
    assert not re.search("Tables read|Claims checked", first.source), "what was read is said at the end"
    last = cells(file)[-1].source
    assert "Claims checked: " in last, "the last cell says `Claims checked: ...`"
    line = re.search(r"Tables read: (.*?)(?:\.\s|\.?$)", last, re.MULTILINE)
    assert line, "the last cell says `Tables read: ...`"
    named = re.findall(r"`(\w+)(?:\.csv)?`", line[1])
    missing = [name for name in named if not (paths.data() / f"{name}.csv").is_file()]
    assert (named or line[1] == "all") and not missing, f"`Tables read:` in backticks; not in data/: {missing}"


@each_notebook
def test_the_second_cell_is_the_same_set_up_everywhere(file: Path) -> None:
    assert cells(file)[1].cell_type == "code"
    source = cells(file)[1].source
    imports = source.partition("\n\n")[0].splitlines()
    assert source.endswith(SETUPS) and all(
        re.match("import milbalance|from milbalance import ", line) for line in imports
    )


@each_notebook
def test_claims_of_a_notebook_are_named_checked_and_drawn(file: Path) -> None:
    own = claims_of(file)
    for claim_id, figure in zip(own["claim_id"], own["figure"], strict=True):
        assert f"`{claim_id}`" in cells(file)[-1].source, f"`Claims checked:` lacks `{claim_id}` (data/claims.csv)"
        elsewhere = load.shipped().figures.get(figure, {}).get("notebook") != file.stem
        assert elsewhere or figure in drawn(file), f"{figure}, the figure of {claim_id}, is not drawn"
    if not own.empty:
        wanted = f"claims.check(data, '{file.stem}')"
        found = [ast.unparse(node) for _, tree in trees(file) for node in tree.body]
        assert f"milbalance.table({wanted}, data)" in found, f"no cell shows {wanted}"


@each_notebook
def test_one_cell_invites_to_change_something_and_the_last_states_limits_and_leads_on(file: Path) -> None:
    invitations = [cell for cell in code(file) if cell.source.startswith("# change this")]
    assert len(invitations) == 1, "one code cell starts with `# change this`"
    last = cells(file)[-1]
    assert last.cell_type == "markdown" and last.source.startswith("## Limits"), "the last cell is `## Limits`"
    targets = LINK.findall(last.source)
    assert targets, "the last cell links to another notebook or the README"
    missing = [target for target in targets if not (file.parent / target).is_file()]
    assert not missing, f"links to nothing: {missing}"


def sections(file: Path) -> list[str]:
    """The text cells that begin a section, without the last two: what to change, and the limits."""
    heads = [
        cell.source for cell in cells(file)[1:] if cell.cell_type == "markdown" and cell.source.startswith("#")
    ]
    return [text for text in heads if not text.startswith(("## Change this", "## Limits"))]


def test_each_section_asks_and_answers_in_one_bold_sentence() -> None:
    wrong = []
    for file in FILES:
        for text in sections(file):
            head, _, rest = text.partition("\n")
            answers = BOLD.findall(rest.strip().partition("\n")[0])
            if not re.fullmatch(r"## [A-Z“].*\?", head):
                wrong.append(f"{file.name}: {head}: a section begins with `## Question?`")
            if len(answers) != 1 or not answers[0].endswith("."):
                wrong.append(f"{file.name}: {head}: below it stands one bold sentence that answers")
    assert not wrong, "\n".join(wrong)


def test_frames_are_shown_as_tables_for_reading() -> None:
    raw = [
        f"{file.name}, code cell {count}"
        for file in FILES
        for count, cell in enumerate(code(file), start=1)
        for output in cell.outputs
        if "dataframe" in output.get("data", {}).get("text/html", "") and "milbalance.table(" not in cell.source
    ]
    assert not raw, f"{raw}: show them with milbalance.table"


@each_notebook
def test_the_numbers_of_the_answers_stand_below_them(file: Path) -> None:
    said = [text for cell in (cells(file)[0].source, *sections(file)) for text in BOLD.findall(cell)]
    said = [text for text in said if not COUNTED.match(text)]
    shown = _numbers(" ".join(_shown(file)))
    missing = [number for number in sorted(_numbers(" ".join(said))) if number not in shown]
    assert not missing, f"the bold answers say {missing}, which no output and no text below shows"


def _shown(file: Path) -> Iterator[str]:
    """What a reader sees below the first cell: texts, tables and the alt texts of pictures."""
    for cell in cells(file)[1:]:
        if cell.cell_type == "markdown":
            yield BOLD.sub("", cell.source) if cell.source.startswith("#") else cell.source
        for output in cell.get("outputs", []):
            yield output.get("text", "") + output.get("data", {}).get("text/plain", "")
            yield output.get("metadata", {}).get("image/png", {}).get("alt", "")


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
