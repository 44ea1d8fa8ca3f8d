"""Many jobs, each into a folder of its own: what is finished is skipped; what fails or dies stops no other.

A job runs in a process of this machine or on a Dask cluster. No list of what is finished is kept: the folder of a
job says what it was made from, and is put in its place whole or not at all.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import re
import shutil
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from milbalance.errors import MilbalanceError
from milbalance.io import extras

FINISHED, FAILED, NOT_RUN = "finished", "failed", "not run"
DIED = "the process that ran it died, again and again (crashed, killed or out of memory)"
LOST = "the scheduler gave it up or went away; run again to continue"
NOT_HERE = (
    "done, but its folder is not here as it was asked for: code, data or input files changed meanwhile, or a "
    "worker does not share the output folder under the same path"
)
SECONDS = 15.0  # for a scheduler to answer, and for a first worker to come
# The folders of an absolute path, of which only the last name is told; addresses such as https://host/page stay.
_FOLDERS = re.compile(r"(?<![\w:/.])/(?:[^\s/'\":,;]+/)+")
_ADDRESS = re.compile(r"((tcp|tls)://)?(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}")
_turn = threading.Lock()  # a worker of Dask may have many threads; drawing is not safe in two at once


@dataclass(frozen=True)
class Task:
    """What is done for each job; functions of a module, so that another process can call them.

    `write(request, folder)` writes the folder whole or not at all; what it leaves when it is killed is a folder
    `.NAME.new-*` beside that. `fingerprint(request)` is a checksum of all that the folder is made from, `made_from(
    folder)` the fingerprint that a folder was made from, empty for none.

    >>> Task(lambda request, folder: folder.mkdir(), fingerprint=str, made_from=lambda folder: "").fingerprint(1)
    '1'
    """

    write: Callable[[Any, Path], object]
    fingerprint: Callable[[Any], str]
    made_from: Callable[[Path], str]


@dataclass(frozen=True)
class Result:
    """How one job ended; `before` if an earlier run had finished it and nothing has changed since.

    >>> Result("isr-tur", FAILED, "no year that both have").outcome
    'failed'
    """

    name: str
    outcome: str
    reason: str = ""
    before: bool = False


@dataclass(frozen=True)
class Place:
    """Where jobs run: what makes an executor, and how many jobs it gets at once.

    >>> processes(2).number
    2
    """

    executor: Callable[[], AbstractContextManager[Executor]]
    number: int


def processes(wanted: int | None = None) -> Place:
    """So many processes of this machine; by default one for each core that this process may use.

    >>> processes(0)
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: --workers: found 0; wanted 1 or more
    """
    if wanted is not None and wanted < 1:
        raise MilbalanceError(f"--workers: found {wanted}; wanted 1 or more")
    number = wanted or len(os.sched_getaffinity(0))
    make = partial(ProcessPoolExecutor, number, multiprocessing.get_context("spawn"), _end_with_parent)
    return Place(make, number)


@contextmanager
def cluster(address: str) -> Iterator[Place]:
    """The Dask cluster of a scheduler that runs; it and its workers are the user's and go on afterwards.

    Raises MilbalanceError if no scheduler answers there, it has no worker or the extra is not installed.

    >>> with cluster("nowhere"):
    ...     pass
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: --scheduler: found 'nowhere', where no Dask scheduler answers; wanted ...
    """
    distributed = extras.module("distributed")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said here in one line
    try:
        if not _ADDRESS.fullmatch(address):
            raise ValueError(address)
        # A client that fails to start never quite ends, and one that gets no answer waits for ever: greet first.
        asyncio.run(asyncio.wait_for(_greet(distributed, address), SECONDS))
        client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        found = f"--scheduler: found {address!r}, where no Dask scheduler answers"
        raise MilbalanceError(f"{found}; wanted one that runs, such as tcp://127.0.0.1:8786") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError as error:
            raise MilbalanceError(f"--scheduler: {address} has no workers; wanted one or more") from error
        # All jobs at once: the scheduler shares them out, to workers that come later too.
        yield Place(partial(client.get_executor, pure=False), 1_000_000)


async def _greet(distributed: Any, address: str) -> None:
    keys = distributed.Security().get_connection_args("client")  # as the user's Dask is set up
    comm = await distributed.core.connect(address, timeout=SECONDS, **keys)
    await comm.close()


def run(requests: Mapping[str, Any], out: Path, task: Task, place: Place) -> Iterator[Result]:
    """Write `out/NAME` for each request by name; gives each result as it comes, at the end what was not run.

    Ctrl-C begins nothing more: what is under way ends first. A second one stops that too, as KeyboardInterrupt.

    >>> list(run({}, Path("out"), Task(attempt, str, str), processes(1)))
    []
    """
    wanted: dict[str, str] = {}
    for name, request in requests.items():
        try:
            made_from = task.fingerprint(request)
        except (MilbalanceError, OSError) as error:
            yield Result(name, FAILED, reason(error))
            continue
        if task.made_from(out / name) == made_from:
            yield Result(name, FINISHED, before=True)
        else:
            wanted[name] = made_from
    died = []
    with _interrupts_counted() as asked:
        for name, failure in _ended(place, task, {name: requests[name] for name in wanted}, out, asked):
            if failure == DIED:
                died.append(name)
            else:
                yield _result(name, failure, wanted.pop(name), task.made_from(out / name))
        for name in died:  # each alone now, so that none dies of another, which it may have done before
            for final in (False, True):
                alone = _ended(replace(place, number=1), task, {name: requests[name]}, out, asked)
                failures = [failure for _, failure in alone]
                if failures and (final or failures != [DIED]):
                    yield _result(name, failures[0], wanted.pop(name), task.made_from(out / name))
                    break
    yield from (Result(name, NOT_RUN) for name in wanted)


def _result(name: str, failure: str, wanted: str, found: str) -> Result:
    """The result of a job that has ended; a success counts only if its folder is there and says so."""
    failure = failure or ("" if found == wanted else NOT_HERE)
    # Some errors begin with the name, which stands before every reason anyway.
    return Result(name, FAILED if failure else FINISHED, failure.removeprefix(f"{name}: "))


def _ended(
    place: Place, task: Task, requests: Mapping[str, Any], out: Path, asked: threading.Event
) -> Iterator[tuple[str, str]]:
    """Each name with the reason of its failure, empty for none, in the order in which they end.

    DIED are all that were under way when a process died; the others go on in new processes.
    """
    waiting = deque(requests)
    while waiting and not asked.is_set():
        running: dict[Future[str], str] = {}
        broken = False
        with place.executor() as executor:
            while running or (waiting and not broken and not asked.is_set()):
                while waiting and len(running) < place.number and not broken and not asked.is_set():
                    name = waiting.popleft()
                    running[begun(executor, attempt, task, requests[name], out / name)] = name
                done = wait(running, timeout=0.5, return_when=FIRST_COMPLETED).done
                if asked.is_set():
                    done |= {future for future in running if future.cancel()}
                for future in done:
                    name = running.pop(future)
                    failure = _failure(future)
                    broken |= failure == DIED
                    for left in out.glob(f".{name}.new-*"):  # of a process that died
                        shutil.rmtree(left, ignore_errors=True)
                    if failure != LOST or not asked.is_set():
                        yield name, failure


def begun(executor: Executor, *call: Any) -> Future[Any]:
    """A call that is under way. Processes begun for it are deaf to Ctrl-C: this process decides what stops.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> begun(ThreadPoolExecutor(1), len, "four").result()
    4
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return executor.submit(*call)
    except BrokenProcessPool as error:
        dead: Future[Any] = Future()
        dead.set_exception(error)
        return dead
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _failure(future: Future[str]) -> str:
    if future.cancelled():
        return LOST
    error = future.exception()
    # `attempt` returns what a job raises: an exception is of the pool or the cluster that lost the process, and
    # Dask has several for that.
    if isinstance(error, Exception):
        return DIED
    return reason(error) if error else future.result()


def attempt(task: Task, request: Any, folder: Path) -> str:
    """Do one job, in whatever process this runs; returns why it failed in one line, or nothing.

    >>> attempt(Task(lambda request, folder: request / 0, str, str), 1, Path("out"))
    'ZeroDivisionError: division by zero'
    """
    try:
        with _turn:
            task.write(request, folder)
    except Exception as error:  # whatever one job does, the others go on
        return reason(error)
    return ""


def reason(error: BaseException) -> str:
    """An error in one line: its first and last, without the folders of this machine; foreign ones by kind.

    >>> reason(OSError("/somewhere/my/file.csv: gone"))
    'OSError: file.csv: gone'
    """
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = " … ".join(dict.fromkeys([*lines[:1], *lines[-1:]]))
    if not isinstance(error, MilbalanceError):
        told = f"{type(error).__name__}: {told}" if told else type(error).__name__
    return _FOLDERS.sub("", told) or type(error).__name__


@contextmanager
def _interrupts_counted() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets; where it is set already, Ctrl-C ends what runs and is KeyboardInterrupt."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def hear(*_: object) -> None:
        if asked.is_set():
            for child in multiprocessing.active_children():
                child.kill()
            raise KeyboardInterrupt
        asked.set()
        os.write(2, b"Interrupted: what is under way ends first; Ctrl-C again stops it.\n")

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _end_with_parent() -> None:
    """In a worker: end when the process that began it is gone, however it went."""

    def wait_for_parent() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=wait_for_parent, daemon=True).start()
