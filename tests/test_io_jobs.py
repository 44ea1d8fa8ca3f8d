"""Many jobs: each into its folder, none stopping another, and a second run that continues."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from job_tasks import TASK, tries
from milbalance.errors import DataError, Fault, MilbalanceError
from milbalance.io import jobs
from milbalance.io.jobs import FINISHED, NOT_RUN, Place, Result

# One after the other, in this process.
HERE = Place(partial(ThreadPoolExecutor, 1), 1)
SECONDS = 60  # for a process to do what it must; a limit, not a measure


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def requests(notes: Path, **whats: str | float) -> dict[str, dict[str, Any]]:
    """A request by name: what it does, or the seconds that it takes."""
    asked = {name: {"what": what} if isinstance(what, str) else {"what": "write", "seconds": what}
             for name, what in whats.items()}  # fmt: skip
    return {name: {**request, "notes": str(notes)} for name, request in asked.items()}


def run(asked: dict[str, dict[str, Any]], out: Path, place: Place = HERE) -> dict[str, Result]:
    return {result.name: result for result in jobs.run(asked, out, TASK, place)}


def outcomes(results: dict[str, Result]) -> dict[str, str]:
    return {name: result.reason or result.outcome for name, result in sorted(results.items())}


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_a_failure_is_told_with_its_reason_and_stops_no_other(notes: Path, out: Path) -> None:
    asked = requests(notes, A="fail", B="write", C="unreadable", D="crash", E="forget", F="write")
    assert outcomes(run(asked, out)) == {
        "A": "no year that both have",
        "B": FINISHED,
        "C": "milex.xlsx: not a workbook",
        "D": "OSError: [Errno 28] No space left on device: 'table.csv'",
        "E": jobs.NOT_HERE,
        "F": FINISHED,
    }
    # In the process that runs it: not every error can be sent to another.
    assert jobs.attempt(TASK, asked["D"], out / "D").startswith("OSError: ")


def test_what_is_finished_and_unchanged_is_skipped_and_all_else_done(notes: Path, out: Path) -> None:
    asked = requests(notes, A="write", B="write", C="fail", D="write")
    run(asked, out)
    asked["B"]["years"] = "other"
    (out / "D" / "made_from.json").unlink()
    again = run(asked, out)
    assert {name for name, result in again.items() if result.before} == {"A"}
    assert [tries(notes / name) for name in "ABCD"] == [1, 2, 2, 2]


def test_a_job_whose_process_dies_is_tried_once_more_and_no_other_is_lost(notes: Path, out: Path) -> None:
    asked = requests(notes, A="write", B="die", C="die once", D="leave")
    found = outcomes(run(asked, out, jobs.processes(2)))
    assert found == {"A": FINISHED, "B": jobs.DIED, "C": FINISHED, "D": "SystemExit: 3"}
    assert tries(notes / "B") in (2, 3), "begun or not when another died, then alone and once more alone"
    assert tries(notes / "C") == 2
    assert not list(out.glob(".*")), "what the dead left is cleared away"


def test_a_job_that_its_pool_loses_is_tried_again_whatever_the_pool_raises(notes: Path, out: Path) -> None:
    lost = iter([ValueError("not enough values to unpack"), KeyError("key")])

    class Losing(ThreadPoolExecutor):
        def submit(self, *call: Any, **words: Any) -> Future[Any]:  # type: ignore[override]
            if (error := next(lost, None)) is None:
                return super().submit(*call, **words)
            future: Future[Any] = Future()
            future.set_exception(error)
            return future

    found = outcomes(run(requests(notes, A="write", B="write"), out, Place(partial(Losing, 1), 1)))
    assert found == {"A": FINISHED, "B": FINISHED}


def test_the_number_of_processes_is_one_or_more() -> None:
    assert jobs.processes(3).number == 3
    assert jobs.processes().number >= 1
    with pytest.raises(MilbalanceError, match="--workers: found 0"):
        jobs.processes(0)


def test_reasons_are_one_line_without_folders_of_this_machine() -> None:
    faults = [Fault("list.csv", line, "a", "1", "2") for line in (1, 2, 3)]
    assert jobs.reason(DataError(faults)).splitlines() == [f"{faults[0]} … {faults[2]}"]
    assert jobs.reason(MilbalanceError("no rows")) == "no rows"
    assert jobs.reason(ValueError()) == "ValueError"
    assert jobs.reason(OSError("/somewhere/my/file.csv: gone")) == "OSError: file.csv: gone"
    told = "see https://host/a/page, 1/2 and a/b/c"
    assert jobs.reason(MilbalanceError(told)) == told


# Runs that are stopped: in a process of their own, which a test can interrupt or kill.

SCRIPT = """
import json, sys
from pathlib import Path
from job_tasks import TASK
from milbalance.io import jobs
for result in jobs.run(json.loads(sys.argv[1]), Path(sys.argv[2]), TASK, jobs.processes(2)):
    print(result.name, result.outcome)
"""


@contextmanager
def started(asked: dict[str, Any], out: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(out.parent / "temporary")}
    (out.parent / "temporary").mkdir()
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SCRIPT, json.dumps(asked), str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        yield process


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    return "State:\tZ" not in status


def pids(notes: Path) -> set[int]:
    return {int(line) for path in notes.iterdir() for line in path.read_text().splitlines()}


def test_ctrl_c_begins_nothing_more_and_leaves_nothing_behind(notes: Path, out: Path) -> None:
    asked = requests(notes, A=0, B=0, C=1.5, D=1.5, E=1.5, F=1.5)
    with started(asked, out) as process:
        until(lambda: len(list(out.glob(".[CD].new-*"))) == 2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        printed, errors = process.communicate(timeout=SECONDS)
    assert errors == "Interrupted: what is under way ends first; Ctrl-C again stops it.\n"
    assert sorted(printed.splitlines()) == [f"{n} {FINISHED}" for n in "ABCD"] + [f"{n} {NOT_RUN}" for n in "EF"]
    assert sorted(path.name for path in out.iterdir()) == ["A", "B", "C", "D"]
    assert not list((out.parent / "temporary").iterdir())
    assert not [pid for pid in pids(notes) if alive(pid)]
    again = run({name: asked[name] for name in "ABCD"}, out)
    assert all(result.before for result in again.values())


def test_a_run_that_is_killed_leaves_no_process_and_loses_nothing(notes: Path, out: Path) -> None:
    asked = requests(notes, A=0, B=0, C=30, D=30)
    with started(asked, out) as process:
        until(lambda: len(list(out.glob(".[CD].new-*"))) == 2)
        process.kill()
        process.communicate(timeout=SECONDS)
    until(lambda: not [pid for pid in pids(notes) if alive(pid)])
    again = run({name: asked[name] for name in "AB"}, out)
    assert all(result.before for result in again.values())


def test_a_second_ctrl_c_is_heard_as_ever(capfd: pytest.CaptureFixture[str]) -> None:
    with jobs._interrupts_counted() as asked:
        signal.raise_signal(signal.SIGINT)
        assert asked.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert capfd.readouterr().err.count("Interrupted") == 1


# A Dask cluster.


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_cluster_does_the_same_and_goes_on_afterwards(
    notes: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    asked = requests(notes, A="write", B="die once", C="fail", D="forget")
    alone = requests(notes, E="alone", F="alone", G="alone")
    quiet = {"dashboard_address": ":0", "local_directory": str(notes.parent / "dask"), "host": "127.0.0.1"}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, **quiet) as local:
        address = local.scheduler_address
        with jobs.cluster(address) as place:
            one_by_one = outcomes(run(alone, out, place))
            found = outcomes(run(asked, out, place))
        with jobs.cluster(address) as place:
            again = run({name: asked[name] for name in "AB"}, out, place)
        local.scale(0)
        until(lambda: not local.scheduler.workers)
        monkeypatch.setattr(jobs, "SECONDS", 1)
        with pytest.raises(MilbalanceError, match="has no workers; wanted one or more"), jobs.cluster(address):
            pass
    assert one_by_one == dict.fromkeys("EFG", FINISHED), "two threads of a worker drew at once"
    assert found == {"A": FINISHED, "B": FINISHED, "C": "no year that both have", "D": jobs.NOT_HERE}
    assert all(result.before for result in again.values())
    assert tries(notes / "B") == 2
    assert [path.name for path in out.glob(".*")] == [], "what a worker that died left is cleared away"


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_address_where_no_scheduler_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr(jobs, "SECONDS", 0.5)
    for address in ("tcp://127.0.0.1:9", "nonsense://127.0.0.1:9", "127.0.0.1", "", "a:99999"):
        with pytest.raises(MilbalanceError) as told, jobs.cluster(address):
            pass
        said = f"--scheduler: found {address!r}, where no Dask scheduler answers; wanted one that runs"
        assert str(told.value).startswith(said) and "\n" not in str(told.value)
