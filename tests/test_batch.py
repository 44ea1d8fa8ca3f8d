"""Many tasks: each into its folder, none stopping another, and a second run that continues."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import batch_tasks
import interrupts
from batch_tasks import TASK, job, tries
from milbalance import batch, finished, workers
from milbalance.batch import FAILED, FINISHED, NOT_RUN, Attempt, Ended, Job, Result
from milbalance.errors import DataError, Fault, MilbalanceError

SECONDS = 60  # for a process to do what it must; a limit, not a measure


def here(attempt: Attempt, jobs: Sequence[Job]) -> Ended:
    """Try jobs one after the other in this process."""
    for one in jobs:
        yield one, attempt(one)


def run(jobs: list[Job], out: Path, execute: batch.Execute = here) -> batch.Outcome:
    return batch.run(jobs, out, TASK, execute, lambda _: None)


def outcomes(outcome: batch.Outcome) -> dict[str, str]:
    return {result.name: result.outcome for result in outcome.results}


def summary(out: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((out / "summary.csv").read_text(encoding="utf-8").splitlines()))


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


# What is done, what is left out.


def test_each_job_has_its_folder_and_a_line_in_the_summary(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    outcome = run([job("B"), job("A")], out)
    assert outcome.exit_code == 0
    assert (out / "A" / "table.csv").read_text() == "A" and (out / "B" / "table.csv").read_text() == "B"
    assert summary(out) == [
        {"pair": name, "outcome": "finished", "folder": name, "reason": ""} for name in ("B", "A")
    ]
    assert sorted(path.name for path in out.iterdir()) == ["A", "B", "progress.jsonl", "summary.csv"]


def test_a_failure_is_listed_and_stops_no_other(tmp_path: Path) -> None:
    outcome = run(
        [job("A", "fail"), job("B"), job("C", "unreadable"), job("D", "crash"), job("E", "forget")], tmp_path
    )
    assert outcome.exit_code == 1
    assert outcomes(outcome) == {"A": FAILED, "B": FINISHED, "C": FAILED, "D": FAILED, "E": FAILED}
    assert {row["pair"]: row["reason"] for row in summary(tmp_path)} == {
        "A": "no year that both have",
        "B": "",
        "C": "milex.xlsx: not a workbook",
        "D": "OSError: [Errno 28] No space left on device: 'table.csv'",
        "E": f"reported as finished, but there is no {tmp_path.name}/E with files here",
    }
    assert str(tmp_path) not in (tmp_path / "summary.csv").read_text()


def test_what_is_finished_and_unchanged_is_not_done_again(tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()
    jobs = [job(name, notes=str(notes)) for name in "ABC"]
    run(jobs, out)
    before = contents(out)
    again = run(jobs, out)
    assert [result.before for result in again.results] == [True] * 3
    assert [tries(notes, name) for name in "ABC"] == [1, 1, 1]
    assert contents(out) == before


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    assert run([job("A", "fail")], tmp_path).exit_code == 1
    assert run([job("A", "fail")], tmp_path).results[0].reason == "no year that both have"
    assert run([job("A")], tmp_path).exit_code == 0


@pytest.mark.parametrize("spoil", ["other request", "file gone", "file cut", "file more", "folder gone", "no note"])
def test_what_is_no_longer_as_noted_is_done_again(tmp_path: Path, spoil: str) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()
    jobs = [job(name, notes=str(notes)) for name in "AB"]
    run(jobs, out)
    table, noted = out / "A" / "table.csv", out / "progress.jsonl"
    if spoil == "other request":
        jobs[0] = job("A", notes=str(notes), text="more")
    elif spoil == "file gone":
        table.unlink()
    elif spoil == "file cut":
        table.write_text("")
    elif spoil == "file more":
        (out / "A" / "mine.txt").touch()
    elif spoil == "folder gone":
        shutil.rmtree(out / "A")
    elif spoil == "no note":
        noted.write_text(noted.read_text().splitlines()[1] + "\n")
    outcome = run(jobs, out)
    assert outcome.exit_code == 0
    assert (tries(notes, "A"), tries(notes, "B")) == (2, 1)


def test_a_note_that_a_crash_cut_off_does_not_count(tmp_path: Path) -> None:
    run([job("A"), job("B")], tmp_path)
    whole = (tmp_path / "progress.jsonl").read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in (lines[0] + lines[1][:-20], lines[0] + b"\0\0\0", lines[0] + b"[]\n1\n{}\n", lines[0] + b"\xff\n"):
        (tmp_path / "progress.jsonl").write_bytes(cut)
        assert list(finished.read(tmp_path)) == ["A"]
        again = run([job("A"), job("B")], tmp_path)
        assert [result.before for result in again.results] == [True, False]
        assert (tmp_path / "progress.jsonl").read_bytes() == whole


def test_inputs_that_change_during_a_run_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(attempt: Attempt, jobs: Sequence[Job]) -> Ended:
        monkeypatch.setenv("TASK_VERSION", "2")
        return here(attempt, jobs)

    outcome = run([job("A")], tmp_path, changed)
    assert outcome.results == [Result("A", FAILED, batch.CHANGED)]
    assert not (tmp_path / "A").exists()


def test_what_an_earlier_run_left_is_not_taken_for_what_was_asked(tmp_path: Path) -> None:
    run([job("A")], tmp_path)
    run([job("A", "fail")], tmp_path)
    assert summary(tmp_path)[0]["folder"] == "A (of an earlier run)"


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "summary.csv").write_text("mine")
    with pytest.raises(MilbalanceError, match="files of something else"):
        run([job("A")], tmp_path)
    assert contents(tmp_path) == {"summary.csv": b"mine"}
    with pytest.raises(MilbalanceError, match="cannot be written to"):
        run([job("A")], tmp_path / "summary.csv")


def test_reasons_are_one_line_without_folders_of_this_machine() -> None:
    faults = [Fault("list.csv", line, "a", "1", "2") for line in (1, 2, 3)]
    assert batch.reason(DataError(faults)).splitlines() == [f"{faults[0]} … {faults[2]}"]
    assert batch.reason(MilbalanceError("no rows")) == "no rows"
    assert batch.reason(ValueError()) == "ValueError"
    assert batch.reason(OSError("/somewhere/my/file.csv: gone")) == "OSError: file.csv: gone"
    assert batch.reason(MilbalanceError("see https://host/a/page, 1/2 and a/b/c")).endswith(
        "https://host/a/page, 1/2 and a/b/c"
    )


# Processes of this machine.


@dataclass(frozen=True)
class Mixed:
    """One run of two processes over tasks that write, fail, leave and die."""

    outcome: batch.Outcome
    out: Path
    notes: Path
    told: list[str]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    notes, out = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("out")
    whats = ["write", "die", "fail", "die once", "leave", "threads", "write"]
    jobs = [job(f"J{at}", what, notes=str(notes)) for at, what in enumerate(whats)]
    told: list[str] = []
    outcome = batch.run(jobs, out, TASK, partial(workers.execute, 2), lambda result: told.append(result.name))
    return Mixed(outcome, out, notes, told)


def test_processes_do_every_job_once(mixed: Mixed) -> None:
    assert sorted(mixed.told) == [f"J{at}" for at in range(7)]
    assert {name for name, outcome in outcomes(mixed.outcome).items() if outcome == FAILED} == {"J1", "J2", "J4"}
    assert [tries(mixed.notes, f"J{at}") for at in (0, 2, 4, 5, 6)] == [1] * 5


def test_a_job_whose_process_dies_is_tried_once_more(mixed: Mixed) -> None:
    assert (tries(mixed.notes, "J1"), tries(mixed.notes, "J3")) == (2, 2)
    assert mixed.outcome.results[1].reason == workers.DIED
    assert mixed.outcome.results[3].outcome == FINISHED
    assert mixed.outcome.results[4].reason == "SystemExit: 3"
    assert not list(mixed.out.glob(".*")), "what the dead left is cleared away"


def test_each_process_has_one_thread_and_is_not_this_one(mixed: Mixed) -> None:
    before = os.environ.get("OMP_NUM_THREADS", "many")
    assert (mixed.out / "J5" / "table.csv").read_text() == "J51"
    assert batch_tasks.threads() == before
    assert os.getpid() not in pids(mixed.notes)
    assert len(pids(mixed.notes)) >= 3, "three died, and no process does anything after that"


def test_the_number_of_processes_is_one_or_more() -> None:
    assert workers.count(3) == 3
    assert workers.count() >= 1
    with pytest.raises(MilbalanceError, match="--workers: found 0"):
        workers.count(0)
    assert list(workers.execute(2, batch.attempt, [])) == []  # type: ignore[arg-type]


# Runs that are stopped.


def test_what_tests_start_hears_ctrl_c_though_they_run_in_the_background() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        interrupts.hear()
        command = [sys.executable, "-c", "import signal; print(signal.getsignal(signal.SIGINT).__name__)"]
        heard = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard.stdout.strip() == "default_int_handler", heard.stderr


def start(out: Path, jobs: list[dict[str, Any]], number: int = 2) -> subprocess.Popen[str]:
    script = f"import sys, batch_tasks; sys.exit(batch_tasks.main({str(out)!r}, {number}, {json.dumps(jobs)}))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )


def slow(notes: Path) -> list[dict[str, Any]]:
    """Two quick tasks, then four of which two are under way when the first two are done."""
    notes.mkdir()
    quick = [{"name": name, "notes": str(notes)} for name in "AB"]
    return quick + [{"name": name, "notes": str(notes), "seconds": 30} for name in "CDEF"]


def pids(notes: Path) -> set[int]:
    lines = [line for path in notes.iterdir() for line in path.read_text().splitlines()]
    return {int(line.split()[1]) for line in lines}


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    return "State:\tZ" not in status


def test_ctrl_c_stops_everything_and_a_second_run_continues(tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    jobs = slow(notes)
    with start(out, jobs) as process:
        until(lambda: len(list(notes.iterdir())) == 4 and len(list(out.glob(".[CD].new-*"))) == 2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        printed, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert errors == ""
    assert {line.split("  ")[1] for line in printed.splitlines()} == {"A", "B"}
    assert {row["pair"]: row["outcome"] for row in summary(out)} == {
        **dict.fromkeys("AB", FINISHED),
        **dict.fromkeys("CDEF", NOT_RUN),
    }
    assert sorted(path.name for path in out.iterdir()) == ["A", "B", "progress.jsonl", "summary.csv"]
    assert not [pid for pid in pids(notes) if alive(pid)]
    # The requests of a second run are the same but for the time that they take, which here is part of them.
    again = run([job(**one) for one in jobs[:2]], out)
    assert [result.before for result in again.results] == [True, True]


def test_ctrl_c_while_processes_begin_is_as_quiet(tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    with start(out, slow(notes)) as process:
        until(lambda: len(workers_of(process.pid)) == 2)
        time.sleep(0.4)  # now they import pandas
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (130, "")


def workers_of(parent: int) -> list[str]:
    """The processes that multiprocessing has begun for a process, but for its own helper."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [child for child in children if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]


def test_a_run_that_is_killed_leaves_no_process_and_loses_nothing(tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    jobs = slow(notes)
    with start(out, jobs) as process:
        until(lambda: len(list(notes.iterdir())) == 4)
        process.kill()
        process.communicate(timeout=SECONDS)
    until(lambda: not [pid for pid in pids(notes) if alive(pid)])
    jobs[2:4] = [{**one, "seconds": 0} for one in jobs[2:4]]
    again = run([job(**one) for one in jobs[:4]], out)
    assert [result.before for result in again.results] == [True, True, False, False]
    assert not list(out.glob(".*")), "what the killed processes left is cleared away"


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    def another(_: Result) -> None:
        with pytest.raises(MilbalanceError, match="another run"):
            run([job("B")], tmp_path)

    assert batch.run([job("A")], tmp_path, TASK, here, another).exit_code == 0
    assert run([job("B")], tmp_path).exit_code == 0


def test_ctrl_c_between_two_results_is_an_outcome(tmp_path: Path) -> None:
    def interrupt(result: Result) -> None:
        raise KeyboardInterrupt

    outcome = batch.run([job("A"), job("B")], tmp_path, TASK, here, interrupt)
    assert outcome.interrupted and outcome.exit_code == 130
    assert outcomes(outcome) == {"A": FINISHED, "B": NOT_RUN}
    assert outcomes(run([job("A"), job("B")], tmp_path)) == {"A": FINISHED, "B": FINISHED}


def test_the_tasks_of_these_tests_are_found_by_other_processes() -> None:
    assert TASK.run is batch_tasks.run and TASK.run.__module__ == "batch_tasks"
