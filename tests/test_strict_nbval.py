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
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.image import imread, imsave
from nbformat import NotebookNode

import nbval_strict
from milbalance.charts import style
from milbalance.charts.palette import in_palette
from milbalance.tables import load, paths

# Another font engine stood in for: the plugin is told that the committed pictures come from elsewhere.
ELSEWHERE = "from tests import nbval_strict\n\nnbval_strict.same_environment = lambda: False\n"


Cell = Any


def change_a_number_of_a_table(cell: Cell) -> None:
    data = shown(cell, "text/html")
    data["text/html"] = re.sub(r"<td>([^<]*?)(\d)([^<\d]*)</td>", _next_digit, data["text/html"], count=1)


def _next_digit(found: re.Match[str]) -> str:
    return f"<td>{found[1]}{(int(found[2]) + 1) % 10}{found[3]}</td>"


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


# What is done to one cell, and what that cell shows.
SPOILT: dict[Callable[[Cell], None], str] = {
    change_a_number_of_a_table: "text/html",
    change_a_number_of_a_stream: "stream",
    remove_an_output: "text/html",
    clear_one_cell: "text/html",
    replace_a_picture: "image/png",
    remove_a_picture: "image/png",
    change_an_alt_text: "image/png",
}
PICTURES = [replace_a_picture, remove_a_picture]


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
    models["stream"] = nbformat.v4.new_code_cell('print(3 + 4, "rows")', execution_count=1, outputs=[stream])
    notebook.cells = code[: 1 + max(code.index(models[kind]) for kind in ("text/html", "image/png"))]
    for spoil, kind in SPOILT.items():
        notebook.cells.append(deepcopy(models[kind]))
        notebook.cells[-1].id = spoil.__name__
    return notebook


def cell_with(cells: list[Cell], kind: str) -> Cell:
    """The first cell that shows one thing of a kind."""
    for cell in cells:
        if len(cell.outputs) == 1 and kind in cell.outputs[0].get("data", {}):
            return cell
    raise AssertionError(f"no notebook cell shows {kind}; run `make notebooks`")


def shown(cell: Cell, kind: str) -> Any:
    (data,) = (output.data for output in cell.outputs if kind in output.data)
    return data


def nbtest(folder: Path, *more: str) -> dict[str, dict[str, str]]:
    """Run `make nbtest` on three copies: as committed, spoilt cell by cell, and with all outputs cleared.

    Returns for each copy and each cell id why it failed, empty if it passed.
    """
    copies = {name: small() for name in ("kept", "spoilt", "cleared")}
    for spoil in SPOILT:
        (cell,) = (cell for cell in copies["spoilt"].cells if cell.id == spoil.__name__)
        spoil(cell)
    for cell in copies["cleared"].cells:
        clear_one_cell(cell)
    for name, notebook in copies.items():
        nbformat.write(notebook, folder / f"{name}.ipynb")
    report = folder / "report.xml"
    environment = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    environment["PYTHONPATH"] = os.pathsep.join([str(folder), environment.get("PYTHONPATH", "")])
    command = [sys.executable, *options(), *more, "-c", "pyproject.toml", f"--rootdir={folder}"]
    done = subprocess.run(
        [*command, f"--junitxml={report}", *(str(folder / f"{name}.ipynb") for name in copies)],
        cwd=paths.root(),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.is_file(), done.stdout + done.stderr
    found: dict[str, dict[str, str]] = {name: {} for name in copies}
    for case in ET.parse(report).iter("testcase"):
        name = case.get("classname", "").removesuffix(".ipynb")
        cell = copies[name].cells[int(case.get("name", "").removeprefix("Cell "))]
        found[name][cell.id] = "".join(failure.text or "failed" for failure in case.iter("failure"))
    assert all(len(found[name]) == len(copies[name].cells) for name in copies), done.stdout + done.stderr
    return found


def options() -> list[str]:
    """The options of `make nbtest`, from the Makefile, so that both agree; but in one process."""
    makefile = (paths.root() / "Makefile").read_text(encoding="utf-8")
    line = re.search(r"^nbtest:.*\n\t\$\(RUN\) -m pytest \$\(SPREAD\) (.+) notebooks$", makefile, re.MULTILINE)
    assert line, "the Makefile's nbtest is not one line `$(RUN) -m pytest ... notebooks`"
    return ["-m", "pytest", *shlex.split(line[1])]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    return nbtest(tmp_path_factory.mktemp("here"))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "elsewhere.py").write_text(ELSEWHERE, encoding="utf-8")
    return nbtest(folder, "-p", "elsewhere")


def test_a_notebook_as_committed_passes(here: dict[str, dict[str, str]]) -> None:
    failed = [why for why in here["kept"].values() if why]
    assert not failed, f"`make refresh` writes the outputs anew:\n{failed[0]}"


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_nbtest_fails_after(spoil: Callable[[Cell], None], here: dict[str, dict[str, str]]) -> None:
    why = here["spoilt"][spoil.__name__]
    assert why, "tests/nbval_strict.py misses this"
    assert "make refresh" in why, "a failure says what to do"


def test_nbtest_fails_in_the_spoilt_cells_alone(here: dict[str, dict[str, str]]) -> None:
    assert {cell for cell, why in here["spoilt"].items() if why} == {spoil.__name__ for spoil in SPOILT}


def test_nbtest_fails_in_every_cell_of_a_notebook_with_cleared_outputs(here: dict[str, dict[str, str]]) -> None:
    assert all(here["cleared"].values())


def test_elsewhere_a_notebook_as_committed_passes(elsewhere: dict[str, dict[str, str]]) -> None:
    assert not any(elsewhere["kept"].values())


@pytest.mark.parametrize("spoil", PICTURES, ids=lambda spoil: spoil.__name__)
def test_elsewhere_nbtest_fails_after(spoil: Callable[[Cell], None], elsewhere: dict[str, dict[str, str]]) -> None:
    assert elsewhere["spoilt"][spoil.__name__], "tests/nbval_strict.py misses this where the environment differs"


# The comparison of pictures where the environment differs.


def chart(data: load.Data, *, up: float = 0.0, hinting: str = "default") -> Axes:
    """Two lines and a mark of six points, which can be moved up by a share of the axis."""
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
    return style.finish(ax, data, **words, alt="Two lines and a mark.", drawn=drawn)


def picture(ax: Axes, dpi: int = 100) -> bytes:
    buffer = io.BytesIO()
    style.figure_of(ax).savefig(buffer, format="png", dpi=dpi)
    return in_palette(buffer.getvalue())


each_size = pytest.mark.parametrize("dpi", [100, 150], ids=["notebook", "file"])


@each_size
def test_pictures_of_two_font_engines_are_alike(data: load.Data, dpi: int) -> None:
    one, other = picture(chart(data), dpi), picture(chart(data, hinting="no_hinting"), dpi)
    assert one != other
    assert nbval_strict.alike(one, other), "letters drawn otherwise are no other picture"


@each_size
@pytest.mark.parametrize("up", [0.03, -0.03, -0.2])
def test_pictures_with_a_moved_mark_are_not_alike(data: load.Data, dpi: int, up: float) -> None:
    same = nbval_strict.alike(picture(chart(data), dpi), picture(chart(data, up=up), dpi))
    assert not same, "a mark moved and nothing was said"


def test_a_moved_mark_is_seen_through_other_letters_too(data: load.Data) -> None:
    assert not nbval_strict.alike(picture(chart(data)), picture(chart(data, up=-0.2, hinting="no_hinting")))


def test_pictures_of_two_sizes_and_broken_pictures_are_not_alike(data: load.Data) -> None:
    ax = chart(data)
    whole = picture(ax)
    assert nbval_strict.alike(whole, whole)
    assert not nbval_strict.alike(whole, picture(ax, 150))
    assert not nbval_strict.alike(whole, whole[:100])


def test_a_picture_is_forgiven_only_if_it_is_alike(data: load.Data) -> None:
    committed, moved = (_output(picture(chart(data, up=up))) for up in (0.0, -0.2))
    hinted = _output(picture(chart(data, hinting="no_hinting")))
    assert nbval_strict._forgive([hinted], [committed]) == [committed]
    assert nbval_strict._forgive([moved], [committed]) == [moved]
    text = NotebookNode(output_type="stream", name="stdout", text="7 rows\n")
    again = _output(picture(chart(data, hinting="no_hinting")))
    assert nbval_strict._forgive([text, again], [committed]) == [text, committed]
    assert nbval_strict._forgive([moved], [text]) == [moved], "there is no committed picture to forgive it by"


def _output(content: bytes) -> NotebookNode:
    return NotebookNode(
        output_type="display_data",
        data=NotebookNode({"image/png": base64.b64encode(content).decode()}),
        metadata={},
    )
