"""What every test may ask for: the shipped data, a copy to spoil, the originals, and a clean drawing board."""

from __future__ import annotations

import csv
import gc
import pickle
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import interrupts
from milbalance.io import jobs
from milbalance.tables import load, paths

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("repeatable")
interrupts.hear()
# Looking through all that is loaded for what nobody holds any more would take a tenth of the time of the tests.
gc.freeze()
gc.set_threshold(100_000, 20, 20)


# The files that take longest begin first, so that no process waits for another at the end.
FIRST = ["figures", "docs", "cli", "pair_export", "publish_site", "genuine_milex", "ingest_milex", "releases_diff"]
FIRST += ["strict_nbval", "articles_of_others", "elsewhere_publish", "ingest_transfers", "ingest_milex_mutants"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files for processes that take one after the other."""
    place = {f"test_{name}": number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


@pytest.fixture(scope="session")
def data() -> load.Data:
    """The shipped tables, validated; read-only."""
    return load.shipped()


@pytest.fixture
def read_once(data: load.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line takes the shipped tables as they were read, and reads those of any other folder."""
    home, read = paths.data(), load.everything
    monkeypatch.setattr(
        load, "everything", lambda folder=None: data if (folder or paths.data()) == home else read(folder)
    )


class _Here(ThreadPoolExecutor):
    """One job after the other in this process, each as another process would be given it."""

    def submit(self, *call: Any, **_: Any) -> Future[Any]:  # type: ignore[override]
        return super().submit(*pickle.loads(pickle.dumps(call)))


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs for other processes are done here: such a process takes seconds to start."""
    monkeypatch.setattr(jobs, "ProcessPoolExecutor", lambda *_: _Here(1))


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A writable copy of data/."""
    return Path(shutil.copytree(paths.data(), tmp_path / "data"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The original files, which are not part of the repository."""
    return original("sources")


@pytest.fixture(scope="session")
def article() -> str:
    """The text of the article, which is not part of the repository."""
    return original("article/article.txt").read_text(encoding="utf-8")


def original(name: str) -> Path:
    path = paths.root().parent / "shared" / name
    if not path.exists():
        pytest.skip("needs the publishers' own files, which are not shipped")
    return path


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what official files give in a folder of the tests, never in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MILBALANCE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _usual_cells() -> None:
    """Read cells as a process of ours does: frictionless, which only tests use, lets all be longer."""
    csv.field_size_limit(1 << 17)


@pytest.fixture(autouse=True)
def _clean_drawing_board() -> Iterator[None]:
    """Draw without a screen, in the theme of the project, and leave neither figures nor settings behind."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    from milbalance.charts import style

    style.use()
    yield
    pyplot.close("all")
