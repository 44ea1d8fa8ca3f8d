"""Run jobs on a Dask cluster whose workers share the output folder with this machine.

The scheduler is the user's: it is named by address, never started, and its workers are left running. Results are
written by the workers into the shared folder and do not travel; that the folder is shared is checked first.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from milbalance import finished
from milbalance.batch import Attempt, Ended, Job, reason
from milbalance.errors import MilbalanceError

SECONDS = 15.0  # to reach the scheduler, and for a first worker to come
UNSHARED = "the worker that took it does not see the output folder; it must be shared under the same path"
DIED = "the workers that ran it died, again and again (crashed, killed or out of memory)"
_ADDRESS = re.compile(r"((tcp|tls)://)?(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}")
_turn = threading.Lock()  # a worker may have many threads; drawing is not safe in two at once


def execute(address: str, out: Path, attempt: Attempt, jobs: Sequence[Job]) -> Ended:
    """Try every job on the cluster; gives each with its reason of failure, empty for none.

    `out` is absolute and the same on every worker. A job whose worker dies is given to another by the scheduler.
    Raises MilbalanceError if the cluster cannot be reached, has no worker, does not share `out` or goes away.
    Closing the generator takes back what has not begun; what has begun ends by itself and is not counted.
    """
    if not jobs:
        return
    distributed = _library()
    with _connected(distributed, address) as client:
        _require_workers(client, address)
        _require_shared(client, out)
        run = secrets.token_hex(4)  # a key is done once only: another run needs others
        ended: Queue[Any] = Queue()
        futures = {client.submit(_try, attempt, job, out, key=f"{job.name}-{run}", pure=False): job for job in jobs}
        for future in futures:
            future.add_done_callback(ended.put)
        while futures:
            future = _next(ended, client, address)
            failure = _failure(future, distributed, address)
            yield futures.pop(future), failure
            future.release()  # else it is done again when the worker that holds its answer dies


def _library() -> Any:
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as error:
        wanted = "pip install 'milbalance[cluster]'"
        raise MilbalanceError(f"--scheduler needs the package distributed, which is not here: {wanted}") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said here in one line
    return distributed


@contextmanager
def _connected(distributed: Any, address: str) -> Iterator[Any]:
    """A client of the scheduler, closed at the end and its jobs with it; MilbalanceError if none answers."""
    try:
        if not _ADDRESS.fullmatch(address):
            raise ValueError(address)
        # A client that fails to start never quite ends, and one that gets no answer waits for ever: greet first.
        asyncio.run(asyncio.wait_for(_greet(distributed, address), SECONDS))
        client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise MilbalanceError(
            f"--scheduler: found {address!r}, where no Dask scheduler answers; wanted one that runs, such as "
            f"tcp://127.0.0.1:8786"
        ) from error
    try:
        yield client
    finally:
        client.close()


async def _greet(distributed: Any, address: str) -> None:
    keys = distributed.Security().get_connection_args("client")  # as the user's Dask is set up
    comm = await distributed.core.connect(address, timeout=SECONDS, **keys)
    await comm.close()


def _require_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS)
    except TimeoutError as error:
        raise MilbalanceError(
            f"--scheduler: the scheduler at {address} has no workers; wanted one or more"
        ) from error
    except OSError as error:
        raise _gone(address) from error


def _gone(address: str) -> MilbalanceError:
    return MilbalanceError(f"--scheduler: the scheduler at {address} went away; run again to continue")


def _require_shared(client: Any, out: Path) -> None:
    """Refuse a worker that has no milbalance or does not see the output folder."""
    token = out / f".seen-{secrets.token_hex(8)}"
    token.touch()
    try:
        seen = client.run(_sees, token, on_error="return")
    finally:
        token.unlink(missing_ok=True)
    for worker, answer in seen.items():
        if isinstance(answer, BaseException):
            raise MilbalanceError(f"--scheduler: the worker {worker} cannot run milbalance: {reason(answer)}")
        if not answer:
            wanted = "a folder that this machine and all workers share under the same path"
            raise MilbalanceError(
                f"--out: found {out.name}, which the worker {worker} does not see; wanted {wanted}"
            )


def _sees(path: Path) -> bool:
    return path.is_file()


def _try(attempt: Attempt, job: Job, out: Path) -> str:
    """One job on a worker; nothing is written where the folder of this run is not seen."""
    if not (out / finished.NOTES).is_file():
        return UNSHARED
    with _turn:
        return attempt(job)


def _next(ended: Queue[Any], client: Any, address: str) -> Any:
    """The next job that has ended; MilbalanceError if meanwhile all workers go and none comes."""
    while True:
        try:
            return ended.get(timeout=SECONDS)
        except Empty:
            _require_workers(client, address)


def _failure(future: Any, distributed: Any, address: str) -> str:
    """Why a job failed that has ended, or nothing; MilbalanceError if it was given up with the scheduler."""
    try:
        error = future.exception()
        if isinstance(error, distributed.KilledWorker):
            return DIED
        return reason(error) if error else str(future.result())
    except distributed.CancelledError as lost:
        raise _gone(address) from lost
