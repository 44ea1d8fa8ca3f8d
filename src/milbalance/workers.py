"""Run jobs in processes of this machine, each with one thread for its arithmetic.

Every worker is a pool of one process. So a process that dies takes nothing but its own job with it, and which job
that was is known.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context
from typing import NoReturn

from milbalance.batch import Attempt, Ended, Job, reason
from milbalance.errors import MilbalanceError

DIED = "the process that ran it died, twice (crashed, killed or out of memory)"
TRIES = 2
GRACE = 5.0  # seconds that a process which is told to stop has to clear up
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def count(wanted: int | None = None) -> int:
    """How many processes to use: as many as are wanted, else one for each core that this process may use."""
    if wanted is not None and wanted < 1:
        raise MilbalanceError(f"--workers: found {wanted}; wanted 1 or more")
    return wanted or len(os.sched_getaffinity(0))


def execute(number: int, attempt: Attempt, jobs: Sequence[Job]) -> Ended:
    """Try every job in one of `number` processes; gives each with its reason of failure, empty for none.

    A job whose process dies is tried once more in a new process. Closing the generator stops all processes.
    """
    waiting = deque((job, 1) for job in jobs)
    with _crew(min(number, len(jobs))) as crew:
        running: dict[Future[str], tuple[_Worker, Job, int]] = {}
        while waiting or running:
            while waiting and (idle := next((worker for worker in crew if not worker.busy), None)):
                job, nth = waiting.popleft()
                running[idle.submit(attempt, job)] = idle, job, nth
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                worker, job, nth = running.pop(future)
                error = future.exception()
                worker.busy = False
                if not isinstance(error, BrokenProcessPool):
                    yield job, reason(error) if error else future.result()
                elif nth < TRIES:
                    waiting.appendleft((job, nth + 1))
                else:
                    yield job, DIED


class _Worker:
    """One process, replaced when it has died; it stops when the lifeline is closed or this process is gone."""

    def __init__(self, lifeline: connection.Connection) -> None:
        self.busy = False
        self._lifeline = lifeline
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, get_context("spawn"), _begin, (self._lifeline,))

    def submit(self, attempt: Attempt, job: Job) -> Future[str]:
        """Start a job, in a new process if the last one has died."""
        self.busy = True
        with _interrupts_held():
            try:
                return self._pool.submit(_tried, attempt, job)
            except BrokenProcessPool:
                self.close()
                self._pool = self._new()
                return self._pool.submit(_tried, attempt, job)

    def close(self) -> None:
        """Wait until the process has ended."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _crew(number: int) -> Iterator[list[_Worker]]:
    """So many workers, idle; when this ends early, what they are doing is stopped."""
    ours, theirs = get_context("spawn").Pipe(duplex=False)[::-1]
    with ours, theirs, _one_thread_each():
        crew = [_Worker(theirs) for _ in range(number)]
        try:
            yield crew
        except BaseException:
            ours.close()  # every worker sees the end of its lifeline
            raise
        finally:
            for worker in crew:
                worker.close()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes begun meanwhile use one thread for linear algebra: they share the cores already."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits meanwhile, and a process begun meanwhile is deaf to it: this process decides what stops."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# What follows runs in the workers.

_busy = threading.Event()


class _Stop(SystemExit):
    """Unwinds a job that is to stop, so that it clears its temporary files away."""


def _begin(lifeline: connection.Connection) -> None:
    # Not SIGTERM: whoever runs a notebook changes what that does.
    signal.signal(signal.SIGUSR1, _stop)
    threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()


def _stop(*_: object) -> NoReturn:
    raise _Stop(1)


def _watch(lifeline: connection.Connection) -> None:
    """End this process once its parent closes the lifeline or is gone: a job clears up first."""
    connection.wait([lifeline])
    if _busy.is_set():
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
        time.sleep(GRACE)
    os._exit(1)


def _tried(attempt: Attempt, job: Job) -> str:
    _busy.set()
    try:
        return attempt(job)
    except _Stop:
        os._exit(1)  # at once: a pool would take it for the answer
    finally:
        _busy.clear()
