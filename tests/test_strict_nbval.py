"""What `make nbtest` must catch, shown on spoilt copies of a real notebook."""

from __future__ import annotations

import base64
import io
import os
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import pandas as pd
from matplotlib.image import imread, imsave
from nbformat import NotebookNode

import nbval_strict
from milbalance.charts import style
from milbalance.charts.palette import in_palette
from milbalance.tables import load, paths

# Another font engine stood in for: each cell is also compared as if the committed pictures came from elsewhere.
ELSEWHERE = """
from pathlib import Path
from nbval.plugin import IPyNbCell
from tests import nbval_strict

here, compare = nbval_strict.same_environment, IPyNbCell.compare_outputs


def twice(self, *outputs):
    nbval_strict.same_environment = lambda: False
    with Path(__file__).with_name("elsewhere.txt").open("a") as told:
        print(self.cell.id, compare(self, *outputs), file=told)
    nbval_strict.same_environment = here
    return compare(self, *outputs)


IPyNbCell.compare_outputs = twice
"""


Cell = Any


def change_a_number_of_a_table(cell: Cell) -> None:
    data = shown(cell, "text/html")
    data["text/html"] = re.sub(r"(<td[^>]*>[^<]*?)(\d)", _next_digit, data["text/html"], count=1)


def _next_digit(found: re.Match[str]) -> str:
    return f"{found[1]}{(int(found[2]) + 1) % 10}"


def change_a_number_of_a_stream(cell: Cell) -> None:
    cell.outputs[0].text = "8 rows\n"


def remove_an_output(cell: Cell) -> None:
    cell.outputs = []


def clear_one_cell(cell: Cell) -> None:
    cell.outputs, cell.execution_count = [], None


def replace_a_picture(cell: Cell) -> None:
    data = shown(cell, "image/png")
    upside_down = imread(io.BytesIO(base64.b64decode(data["image/png"])), format="png")[::-1]
    buffer = io.BytesIO()
    imsave(buffer, upside_down, format="png")
    data["image/png"] = base64.b64encode(buffer.getvalue()).decode()


def remove_a_picture(cell: Cell) -> None:
    del shown(cell, "image/png")["image/png"]


def change_an_alt_text(cell: Cell) -> None:
    cell.outputs[0].metadata["image/png"]["alt"] += " And more."


# What is done to one cell, and what that cell shows; "setup" is a cell that shows nothing.
SPOILT: list[tuple[Callable[[Cell], None], str]] = [
    (change_a_number_of_a_table, "text/html"),
    (change_a_number_of_a_stream, "stream"),
    (remove_an_output, "text/html"),
    (replace_a_picture, "image/png"),
    (remove_a_picture, "image/png"),
    (change_an_alt_text, "image/png"),
    *((clear_one_cell, kind) for kind in ("text/html", "image/png", "stream", "setup")),
]
NAMES = [f"{spoil.__name__} {kind}" for spoil, kind in SPOILT]


def small() -> NotebookNode:
    """The smallest strict notebook, up to its first table and picture, then for each way to spoil a cell a copy.

    The copies stand at the end in the order of SPOILT; a printed line is added, because no notebook prints.
    """
    files = paths.notebooks().glob("[0-9][0-9]_*.ipynb")
    strict = [path for path in files if f"--ignore=notebooks/{path.name}" not in options()]
    file = min(strict, key=lambda path: path.stat().st_size)
    notebook = nbformat.read(file, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    stream = nbformat.v4.new_output("stream", name="stdout", text="7 rows\n")
    models = {kind: cell_with(code, kind) for kind in ("text/html", "image/png")}
    notebook.cells = code[: 1 + max(code.index(model) for model in models.values())]
    models["stream"] = nbformat.v4.new_code_cell('print(3 + 4, "rows")', execution_count=1, outputs=[stream])
    notebook.cells.append(models["stream"])
    models["setup"] = code[0]
    for (spoil, kind), name in zip(SPOILT, NAMES, strict=True):
        notebook.cells.append(deepcopy(models[kind]))
        notebook.cells[-1].id = id_of(name)
        spoil(notebook.cells[-1])
    return notebook


def id_of(name: str) -> str:
    return name.replace(" ", "-").replace("/", "-")


def cell_with(cells: list[Cell], kind: str) -> Cell:
    """The first cell that shows one thing of a kind."""
    for cell in cells:
        if len(cell.outputs) == 1 and kind in cell.outputs[0].get("data", {}):
            return cell
    raise AssertionError(f"no notebook cell shows {kind}; run `make notebooks`")


def shown(cell: Cell, kind: str) -> Any:
    (data,) = (output.data for output in cell.outputs if kind in output.data)
    return data


def nbtest(folder: Path) -> tuple[list[str], dict[str, str], dict[str, bool]]:
    """Run `make nbtest` on the small notebook: why each cell as committed failed, and why each that is spoilt did.

    What passed has no reason: "". The third are the cells by id whose outputs are compared, and whether they are
    the same elsewhere.
    """
    notebook = small()
    nbformat.write(notebook, folder / "small.ipynb")
    report = folder / "report.xml"
    (folder / "elsewhere.py").write_text(ELSEWHERE, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    environment["PYTHONPATH"] = os.pathsep.join([str(folder), environment.get("PYTHONPATH", "")])
    command = [sys.executable, *options(), "-p", "elsewhere", "-c", "pyproject.toml", f"--rootdir={folder}"]
    done = subprocess.run(
        [*command, f"--junitxml={report}", str(folder / "small.ipynb")],
        cwd=paths.root(),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.is_file(), done.stdout + done.stderr
    cases = ET.parse(report).iter("testcase")
    found = ["".join(failure.text or "failed" for failure in case.iter("failure")) for case in cases]
    assert len(found) == len(notebook.cells), done.stdout + done.stderr
    told = (line.split() for line in (folder / "elsewhere.txt").read_text(encoding="utf-8").splitlines())
    elsewhere = {name: same == "True" for name, same in told}
    return found[: -len(SPOILT)], dict(zip(NAMES, found[-len(SPOILT) :], strict=True)), elsewhere


def options() -> list[str]:
    """The options of `make nbtest`, from the Makefile, so that both agree; but in one process."""
    makefile = (paths.root() / "Makefile").read_text(encoding="utf-8")
    line = re.search(
        r"^nbtest:.*\n\t\$\(RUN\) -m pytest \$\(SPREAD\) (.+) notebooks articles$", makefile, re.MULTILINE
    )
    assert line, "the Makefile's nbtest is not one line `$(RUN) -m pytest ... notebooks articles`"
    return ["-m", "pytest", *shlex.split(line[1])]


def test_nbtest_fails_in_every_spoilt_cell_and_in_no_other_here_and_elsewhere(tmp_path: Path) -> None:
    kept, spoilt, elsewhere = nbtest(tmp_path)
    assert not any(kept), f"`make refresh` writes the outputs anew:\n{next(filter(None, kept))}"
    missed = [name for name, why in spoilt.items() if "make refresh" not in why]
    assert not missed, "tests/nbval_strict.py misses this, or does not say what to do"
    compared = {id_of(name) for name in NAMES if not name.startswith(clear_one_cell.__name__)}
    assert len(elsewhere) == len(kept) + len(compared)
    assert {name for name, same in elsewhere.items() if not same} == compared, "where the environment differs"


# The comparison of pictures where the environment differs.


@cache
def picture(up: float = 0.0, hinting: str = "default", dpi: int = 200) -> bytes:
    """Two lines and a mark of six points, which can be moved up by a share of the axis."""
    style.use()
    mpl.rcParams["text.hinting"] = hinting
    ax = style.canvas()
    for slope, marker in ((0.2, "o"), (0.05, "s")):
        ax.plot(range(2000, 2021), [slope * year for year in range(21)], marker=marker, markersize=3.5)
    ax.plot(2013, 3.7 + 4.6 * up, "D", markersize=6, color=style.STATED)
    ax.annotate("stated 3.7", (2004, 3.7), color=style.STATED)
    ax.set(ylim=(0, 4.6), ylabel="billion US dollars")
    words = {
        "title": "Azerbaijan spent 3.37 billion dollars in 2013 (stated: 3.7)",
        "subtitle": "Current US dollars",
    }
    drawn = pd.DataFrame({"value": [3.7], "source_id": ["sipri-milex-2021"]})
    style.finish(ax, load.shipped(), **words, alt="Two lines and a mark.", drawn=drawn)
    buffer = io.BytesIO()
    style.figure_of(ax).savefig(buffer, format="png", dpi=dpi)
    return in_palette(buffer.getvalue())


def test_pictures_of_two_font_engines_are_alike_and_a_moved_mark_is_seen() -> None:
    """In the size of a notebook's pictures, and in that of files."""
    for dpi in (200, 150):
        one, other = picture(dpi=dpi), picture(hinting="no_hinting", dpi=dpi)
        assert one != other
        assert nbval_strict.alike(one, other), "letters drawn otherwise are no other picture"
    moved = [(0.03, "default", 200), (-0.03, "default", 200), (-0.2, "default", 200), (0.03, "default", 150)]
    moved += [(-0.2, "no_hinting", 200)]  # through other letters too
    unseen = [how for how in moved if nbval_strict.alike(picture(dpi=how[2]), picture(*how))]
    assert not unseen, "a mark moved and nothing was said"


def test_pictures_of_two_sizes_and_broken_pictures_are_not_alike() -> None:
    whole = picture()
    assert nbval_strict.alike(whole, whole)
    assert not nbval_strict.alike(whole, picture(dpi=150))
    assert not nbval_strict.alike(whole, whole[:100])


def test_a_picture_is_forgiven_only_if_it_is_alike() -> None:
    committed, moved = _output(picture()), _output(picture(-0.2))
    hinted, again = (_output(picture(hinting="no_hinting")) for _ in range(2))
    assert nbval_strict._forgive([hinted], [committed]) == [committed]
    assert nbval_strict._forgive([moved], [committed]) == [moved]
    text = NotebookNode(output_type="stream", name="stdout", text="7 rows\n")
    assert nbval_strict._forgive([text, again], [committed]) == [text, committed]
    assert nbval_strict._forgive([moved], [text]) == [moved], "there is no committed picture to forgive it by"


def _output(content: bytes) -> NotebookNode:
    return NotebookNode(
        output_type="display_data",
        data=NotebookNode({"image/png": base64.b64encode(content).decode()}),
        metadata={},
    )
