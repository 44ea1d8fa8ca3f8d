"""Many pairs: a list in, a folder a pair out, and what is said on the way."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pytest

from milbalance.errors import DataError, MilbalanceError
from milbalance.io import many as io_many
from milbalance.io.jobs import FINISHED, NOT_RUN, Result, Task
from milbalance.io.many import Many
from milbalance.pair import Files, Request, export, many, places

pytestmark = pytest.mark.usefixtures("in_this_process")
LIST = "side_a,side_b,years\nISR,TUR,\nGEO,RUS,2010-2020\nXKX,IRN,\n"


def write(request: Request, folder: Path) -> None:
    """Stands for the real task: a folder with the request, or an error for a place without rows."""
    if request.side_a == "XKX":
        raise MilbalanceError("nothing to compare")
    folder.mkdir(exist_ok=True)
    (folder / "request.txt").write_text(fingerprint(request), encoding="utf-8")


def fingerprint(request: Request) -> str:
    named = {option: path.name for option, path, _ in request.files.given()}
    return f"{request.sides} {request.years} {named}"


def made_from(folder: Path) -> str:
    path = folder / "request.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


FAKE = Task(write, fingerprint, made_from)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_becomes_folders_a_summary_and_a_few_lines(listed: Path, tmp_path: Path) -> None:
    milex, said = tmp_path / "milex.xlsx", io.StringIO()
    milex.touch()
    out = tmp_path / "out"
    ended = many.run(listed, out, Files(milex=(milex,)), processes=1, stream=said, task=FAKE)
    assert ended.exit_code == 1
    assert ended.lines == [
        "XKX-IRN  failed: nothing to compare",
        "2 of 3 pairs are finished (0 of them before and unchanged), 1 failed: out/summary.csv",
        "The same command again tries those that failed; `milbalance pair AAA BBB` alone says more.",
    ]
    assert said.getvalue().splitlines() == [
        "1 of 3  ISR-TUR  finished",
        "2 of 3  GEO-RUS  finished",
        "3 of 3  XKX-IRN  failed: nothing to compare",
    ]
    assert (out / "GEO-RUS" / "request.txt").read_text() == "('GEO', 'RUS') (2010, 2020) {'milex': 'milex.xlsx'}"
    assert (out / "summary.csv").read_text() == (
        "side_a,side_b,years,outcome,folder,reason\n"
        "ISR,TUR,,finished,ISR-TUR,\n"
        "GEO,RUS,2010-2020,finished,GEO-RUS,\n"
        "XKX,IRN,,failed,none,nothing to compare\n"
    )
    assert str(tmp_path) not in "".join(path.read_text() for path in out.glob("*.*"))


def test_a_second_run_says_what_was_there_before(listed: Path, tmp_path: Path) -> None:
    listed.write_text("side_a,side_b\nISR,TUR\n")
    for before in (0, 1):
        said = io.StringIO()
        ended = many.run(listed, tmp_path / "out", Files(), processes=1, stream=said, task=FAKE)
        told = f"1 of 1 pairs are finished ({before} of them before and unchanged), 0 failed: out/summary.csv"
        assert (ended.lines, ended.exit_code) == ([told], 0)
    assert said.getvalue() == "1 of 1  ISR-TUR  unchanged\n"


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        (
            "side_a,side_b\nISR,Turkey\nXYZ,ISR\n",
            {},
            "list.csv:2:side_b: found 'Turkey'; wanted TUR\nlist.csv:3:side_a",
        ),
        (LIST, {"processes": 0}, "--workers: found 0; wanted 1 or more"),
        (LIST, {"processes": 1, "scheduler": "tcp://127.0.0.1:8786"}, "found --workers and --scheduler"),
        (LIST, {"milex": Path("/none/milex.xlsx")}, "--milex: found no file milex.xlsx; wanted an official file"),
    ],
)
def test_bad_input_is_said_before_anything_is_written(
    text: str, options: dict[str, object], told: str, listed: Path, tmp_path: Path
) -> None:
    listed.write_text(text)
    milex = options.pop("milex", None)
    files = Files(milex=(milex,) if isinstance(milex, Path) else ())
    with pytest.raises(MilbalanceError) as refused:
        many.run(listed, tmp_path / "out", files, stream=io.StringIO(), task=FAKE, **options)  # type: ignore[arg-type]
    assert told in str(refused.value)
    assert isinstance(refused.value, DataError) == ("list.csv" in told)
    assert not (tmp_path / "out").exists()


def test_every_code_of_a_list_is_one_that_a_pair_takes() -> None:
    assert {"AZE", "ISR", "DDR", "XKX", "TUV"} <= many.known()
    for code in many.known():
        assert places.code(code) == code


def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path) -> None:
    asked = Many({}, {}, "pairs", "milbalance pair AAA BBB")
    ended = io_many.ended([Result("A", FINISHED, before=True), Result("B", NOT_RUN)], tmp_path / "out", asked)
    assert ended.lines == [
        "1 of 2 pairs are finished (1 of them before and unchanged), 0 failed: out/summary.csv",
        "Interrupted. The same command again continues with what is not finished.",
    ]
    assert ended.exit_code == 130


def test_a_folder_of_something_else_is_left_alone(listed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "summary.csv").write_text("mine")
    for wrong, told in ((out, "files of something else"), (out / "summary.csv", "cannot be written to")):
        with pytest.raises(MilbalanceError, match=told):
            many.run(listed, wrong, Files(), processes=1, stream=io.StringIO(), task=FAKE)
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [("summary.csv", "mine")]


def test_what_an_earlier_run_left_is_not_taken_for_what_was_asked(listed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "XKX-IRN").mkdir(parents=True)
    (out / "summary.csv").write_text("side_a,side_b,years,outcome,folder,reason\n")
    many.run(listed, out, Files(), processes=1, stream=io.StringIO(), task=FAKE)
    last = (out / "summary.csv").read_text().splitlines()[-1]
    assert last == "XKX,IRN,,failed,XKX-IRN (of an earlier run),nothing to compare"


def test_the_real_task_goes_to_other_processes() -> None:
    task = many.TASK
    assert dataclasses.astuple(task) == (export.write, export.fingerprint, export.finished)
