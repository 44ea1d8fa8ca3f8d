"""The real programs that a reader uses: Chromium through Playwright, and LibreOffice.

A test whose program is absent is skipped, but not where CI is set: there all must be present.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest

from milbalance.publish.site import build
from milbalance.tables import load, paths

# Without the background-networking flags Chromium asks its maker's hosts, which a closed network refuses.
_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
]
_OWN_HOSTS = {"", "127.0.0.1", "localhost"}


@dataclass
class Watched:
    """A page, and what went wrong on it: console errors, exceptions, requests that left this machine."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._note("console", said.text, said.type == "error"))
        self.page.on("pageerror", lambda error: self._note("exception", str(error), True))
        self.page.on("request", lambda asked: self._note("request", asked.url, _leaves(asked.url)))
        # What the browser gives up because the next page is opened is no failure.
        self.page.on(
            "requestfailed",
            lambda asked: self._note("failed", asked.url, "ERR_ABORTED" not in (asked.failure or "")),
        )

    def _note(self, sort: str, text: str, bad: bool) -> None:
        if bad:
            self.faults.append(f"{sort}: {text}")


def _leaves(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob", "file"} and (parts.hostname or "") not in _OWN_HOSTS


def _program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        absent(names[0])
    return found


def absent(what: str) -> NoReturn:
    """Skip a test for what is not on this machine; in CI fail, so that nothing passes unseen."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what} is not here")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium without a screen."""
    if importlib.util.find_spec("playwright") is None:
        absent("Playwright (`make e2e` installs it)")
    playwright = importlib.import_module("playwright.sync_api")
    path = _program("chromium", "chromium-browser", "google-chrome")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=_FLAGS)
        yield running
        running.close()


@contextmanager
def opened(browser: Any) -> Iterator[Watched]:
    """A fresh page of a desktop's size that notes what goes wrong on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    """A page of its own for a test."""
    with opened(browser) as page:
        yield page


@pytest.fixture(scope="module")
def shared_page(browser: Any) -> Callable[[], AbstractContextManager[Watched]]:
    """What opens a page for several tests."""
    return lambda: opened(browser)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site; MILBALANCE_SITE names one that is built already."""
    there = os.environ.get("MILBALANCE_SITE")
    if there:
        return Path(there).resolve()
    folder = tmp_path_factory.mktemp("site") / "site"
    build.write(load.shipped(), folder)
    return folder


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which finds what keeps people from reading a page."""
    path = paths.root() / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core is not here: npm install --prefix build/axe axe-core@4")
    return path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Office:
    """LibreOffice without a screen, with a profile of its own."""

    program: str
    profile: Path

    def convert(self, kind: str, out: Path, *files: Path) -> list[Path]:
        """Files converted to another kind ("pdf", "xlsx") in one start of the program, recalculated on the way."""
        command = [self.program, f"-env:UserInstallation={self.profile.as_uri()}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(out), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=60 + 120 * len(files))
        return [out / f"{file.stem}.{kind.partition(':')[0]}" for file in files]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice, or a skip."""
    return Office(_program("soffice", "libreoffice"), tmp_path_factory.mktemp("office"))
