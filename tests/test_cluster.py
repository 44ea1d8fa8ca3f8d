"""Jobs on a real Dask cluster on this machine: one scheduler, workers that die, clusters that cannot be used."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from batch_tasks import TASK, job, tries
from milbalance import batch, cluster
from milbalance.batch import FAILED, FINISHED
from milbalance.errors import MilbalanceError

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SECONDS = 60


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextmanager
def dask(*words: str, path: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler or a worker as the `dask` command starts it, killed at the end."""
    # A task that two workers died of is given up; the default is four.
    environment = {
        **os.environ,
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "PYTHONPATH": os.pathsep.join([*path, *sys.path]),
    }
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard", "--host", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, cwd="/") as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def scheduling(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a scheduler, and its process."""
    written = folder / "scheduler.json"
    words = ("--port", "0", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(written))
    with dask("scheduler", *words) as process:
        until(lambda: written.exists() and written.read_text().endswith("}"))
        yield json.loads(written.read_text())["address"], process


@contextmanager
def working(address: str, number: int, path: tuple[str, ...] = ()) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many workers of two threads each, once the scheduler knows them all."""
    with ExitStack() as stack:
        words = ("worker", address, "--nthreads", "2", "--no-nanny")
        started = [stack.enter_context(dask(*words, path=path)) for _ in range(number)]
        with distributed.Client(address, timeout=SECONDS, set_as_default=False) as client:
            client.wait_for_workers(number, timeout=SECONDS)
        yield started


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scheduling(tmp_path_factory.mktemp("scheduler")) as (address, _):
        yield address


def run(jobs: list[batch.Job], out: Path, address: str) -> batch.Outcome:
    return batch.run(jobs, out, TASK, partial(cluster.execute, address, out), lambda _: None)


def noted(notes: Path) -> list[str]:
    return [path.name for path in notes.iterdir()]


def test_a_worker_dies_midway_and_nothing_is_lost(scheduler: str, tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()
    jobs = [job(f"J{at}", notes=str(notes), seconds=0.2) for at in range(12)]
    jobs += [job(f"J{at}", what, notes=str(notes)) for at, what in ((12, "fail"), (13, "crash"), (14, "forget"))]
    told: list[str] = []

    def tell(result: batch.Result) -> None:
        told.append(result.name)
        if len(told) == 3:
            until(lambda: len(noted(notes)) > 3)
            os.kill(victim(), signal.SIGKILL)

    def victim() -> int:
        """The worker that did what was told first: it has done something, and still holds its answer."""
        return int((notes / told[0]).read_text().split()[1])

    with working(scheduler, 2) as workers:
        outcome = batch.run(jobs, out, TASK, partial(cluster.execute, scheduler, out), tell)
        again = run(jobs[:12], out, scheduler)
    found = [result.outcome for result in outcome.results]
    assert found == [FINISHED] * 12 + [FAILED] * 3
    assert sorted(told) == sorted(one.name for one in jobs)
    assert all((out / f"J{at}" / "table.csv").read_text() == f"J{at}" for at in range(12))
    assert [tries(notes, name) for name in told[:3]] == [1, 1, 1], "what was told before is not done again"
    ran = {line.split()[1] for path in notes.iterdir() for line in path.read_text().splitlines()}
    assert ran == {str(worker.pid) for worker in workers}, "both took part"
    assert all(result.before for result in again.results)
    assert not list(out.glob(".seen-*"))


def test_ctrl_c_takes_back_what_has_not_begun(scheduler: str, tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()

    def interrupt(_: batch.Result) -> None:
        raise KeyboardInterrupt

    jobs = [job("A"), *(job(name, seconds=0.2, notes=str(notes)) for name in "BCDEFG")]
    with working(scheduler, 1) as workers:
        outcome = batch.run(jobs, out, TASK, partial(cluster.execute, scheduler, out), interrupt)
        assert (outcome.exit_code, outcome.results[0].outcome) == (130, FINISHED)
        again = run(jobs[:1], out, scheduler)
        time.sleep(2)  # enough for all of them
        assert workers[0].poll() is None, "the cluster is the user's and goes on"
    assert again.results[0].before
    assert len(noted(notes)) < 4


def test_a_worker_does_one_job_at_a_time(scheduler: str, tmp_path: Path) -> None:
    with working(scheduler, 1):
        outcome = run([job(name, "alone", seconds=0.3) for name in "ABCD"], tmp_path / "out", scheduler)
    assert [result.reason for result in outcome.results] == [""] * 4, "two threads drew at once"


def test_a_task_that_kills_every_worker_is_listed(scheduler: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with working(scheduler, 3):
        outcome = run([job("A", "die"), job("B")], out, scheduler)
        # Dask gives up whatever its workers held when they died, so the second may be listed too: a run mends that.
        again = run([job("B")], out, scheduler)
    assert (outcome.results[0].reason, outcome.exit_code, again.exit_code) == (cluster.DIED, 1, 0)


def test_a_scheduler_that_goes_away_ends_the_run_and_what_is_done_counts(tmp_path: Path) -> None:
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()
    jobs = [job("A"), *(job(name, seconds=30, notes=str(notes)) for name in "BC")]

    def tell(_: batch.Result) -> None:
        until(lambda: bool(noted(notes)))
        process.kill()

    with (
        scheduling(tmp_path) as (address, process),
        working(address, 1),
        pytest.raises(MilbalanceError, match="went away; run again to continue") as told,
    ):
        batch.run(jobs, out, TASK, partial(cluster.execute, address, out), tell)
    assert str(told.value).count("\n") == 0
    assert (out / "summary.csv").read_text().splitlines()[1:] == [
        "A,finished,A,", "B,not run,none,", "C,not run,none,",
    ]  # fmt: skip


def test_workers_that_all_go_away_end_the_run(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS", 3)

    def tell(_: batch.Result) -> None:
        workers[0].kill()

    jobs = [job("A"), job("B", seconds=30)]
    with working(scheduler, 1) as workers, pytest.raises(MilbalanceError, match="has no workers"):
        batch.run(jobs, tmp_path / "out", TASK, partial(cluster.execute, scheduler, tmp_path / "out"), tell)


def test_workers_that_do_not_share_the_folder_are_refused(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the same words mean another folder to workers that stand elsewhere
    with (
        working(scheduler, 1),
        pytest.raises(MilbalanceError, match="--out: found out, which the worker tcp://127"),
    ):
        run([job("A")], Path("out"), scheduler)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["progress.jsonl", "summary.csv"]


def test_a_worker_that_comes_late_and_does_not_see_the_folder_writes_nothing(tmp_path: Path) -> None:
    assert (
        cluster._try(partial(batch.attempt, TASK, tmp_path / "out"), job("A"), tmp_path / "out") == cluster.UNSHARED
    )
    assert not (tmp_path / "out").exists()


def test_workers_without_the_package_are_refused(scheduler: str, tmp_path: Path) -> None:
    (tmp_path / "milbalance").mkdir()
    (tmp_path / "milbalance" / "__init__.py").write_text("raise ImportError('no such package here')")
    with (
        working(scheduler, 1, (str(tmp_path),)),
        pytest.raises(MilbalanceError, match=r"cannot run milbalance: .*no such package here"),
    ):
        run([job("A")], tmp_path / "out", scheduler)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "nonsense://127.0.0.1:9", "127.0.0.1", "", "tcp://127.0.0.1:99999"]
)
def test_an_address_where_no_scheduler_answers_is_said(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS", 0.5)
    with pytest.raises(MilbalanceError, match=r"--scheduler: found .* where no Dask scheduler answers") as told:
        run([job("A")], tmp_path / "out", address)
    assert str(told.value).count("\n") == 0


def test_something_else_that_listens_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(MilbalanceError, match="where no Dask scheduler answers"):
            run([job("A")], tmp_path / "out", address)


def test_a_scheduler_without_workers_is_said(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS", 0.5)
    with pytest.raises(MilbalanceError, match="has no workers"):
        run([job("A")], tmp_path / "out", scheduler)


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MilbalanceError, match=r"pip install 'milbalance\[cluster\]'"):
        run([job("A")], tmp_path / "out", "tcp://127.0.0.1:8786")


def test_nothing_to_do_asks_for_no_cluster(tmp_path: Path) -> None:
    assert list(cluster.execute("tcp://127.0.0.1:9", tmp_path, lambda _: "", [])) == []
