"""Every notebook in JupyterLab in Chromium: restart the kernel, run all cells, look at what a reader then sees."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from milbalance.tables import paths

pytestmark = pytest.mark.xdist_group("lab")
FILES = sorted(paths.notebooks().glob("[0-9][0-9]_*.ipynb"))
STARTED, IDLE, RUN = 60, 60, 300  # seconds
# No news from outside, and every cell drawn, so that all pictures can be counted.
SETTINGS: dict[str, dict[str, Any]] = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
IDLE_BAR = "document.querySelector('#jp-main-statusbar')?.innerText.includes('| Idle')"
DONE = """() => {
  const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
  const prompts = [...panel.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) => one.innerText.trim());
  const failed = ['error', 'stderr'].some((kind) => panel.querySelector(`[data-mime-type$="jupyter.${kind}"]`));
  const idle = panel.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle';
  return failed || (idle && prompts.length > 0 && prompts.every((one) => /^\\[\\d+\\]:$/.test(one)));
}"""
SEEN = """() => {
  const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
  const count = (what) => panel.querySelectorAll(`[data-mime-type="application/vnd.jupyter.${what}"]`).length;
  const pictures = [...panel.querySelectorAll('.jp-RenderedImage img')];
  return {
    errors: count('error'),
    stderr: count('stderr'),
    prompts: [...panel.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) => one.innerText.trim()),
    pictures: pictures.filter((one) => one.naturalWidth > 0 && one.checkVisibility()).length,
  };
}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab on a copy of the notebooks."""

    port: int
    token: str

    def page(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/lab/tree/{name}?token={self.token}&reset"

    def ask(self, path: str, method: str = "GET") -> Any:
        """What the server's own interface answers."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(asked, timeout=10) as answered:
            content = answered.read()
        return json.loads(content) if content else None

    def connected(self) -> bool:
        """Whether the one kernel is idle and the page listens to it."""
        kernels = [session["kernel"] for session in self.ask("sessions")]
        return bool(kernels) and all(
            kernel["execution_state"] == "idle" and kernel["connections"] >= 1 for kernel in kernels
        )

    def end_kernels(self) -> None:
        for session in self.ask("sessions"):
            self.ask(f"sessions/{session['id']}", "DELETE")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with folders of its own, ended with everything that it started."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not here")
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(paths.notebooks(), folder / "notebooks")
    for name, values in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    running = Lab(_free_port(), secrets.token_hex(16))
    with (folder / "log").open("wb") as log:
        options: dict[str, Any] = {"cwd": folder, "env": _environment(folder), "stdout": log, "stderr": log}
        server = subprocess.Popen(_command(running, folder), **options)
        try:
            _until(lambda: _answers(running, server), STARTED, f"the server: {folder / 'log'}")
            yield running
        finally:
            _end(server)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _command(running: Lab, folder: Path) -> list[str]:
    options = [
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={running.port}", "--ServerApp.port_retries=0"),
        *(f"--ServerApp.root_dir={folder / 'notebooks'}", f"--IdentityProvider.token={running.token}"),
        *(f"--LabApp.user_settings_dir={folder / 'settings'}", f"--LabApp.workspaces_dir={folder / 'workspaces'}"),
        *("--no-browser", "--allow-root"),
    ]
    return [sys.executable, "-m", "jupyterlab", *options]


def _environment(folder: Path) -> dict[str, str]:
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    own |= {
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return {**inherited, **{name: str(folder / value) for name, value in own.items()}}


def _answers(running: Lab, server: subprocess.Popen[bytes]) -> bool:
    assert server.poll() is None, "the server ended by itself"
    try:
        return "version" in running.ask("")
    except OSError:
        return False


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server, which shuts its kernels down; they end by themselves if it can only be killed."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _until(done: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.2)


def run_all(lab: Lab, page: Any, name: str) -> None:
    """Open a notebook, restart its kernel and run all cells, as a reader does from the menu."""
    page.goto(lab.page(name))
    page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=1000 * STARTED)
    page.locator(PANEL).wait_for(timeout=1000 * STARTED)
    # The notebook's own mark says idle before there is a kernel; the status bar and the server do not.
    page.wait_for_function(IDLE_BAR, timeout=1000 * IDLE)
    _until(lab.connected, IDLE, "a kernel that is idle and connected")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Restart Kernel and Run All Cells…$")).click()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    page.wait_for_function(DONE, timeout=1000 * RUN)


@pytest.fixture(scope="module")
def ran(lab: Lab, shared_page: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The page of a notebook after all its cells ran, for each test of it; a second try if the first is slow."""
    from playwright.sync_api import TimeoutError as TooSlow

    with shared_page() as watched:
        try:
            try:
                run_all(lab, watched.page, request.param)
            except TooSlow:
                lab.end_kernels()
                run_all(lab, watched.page, request.param)
            yield watched
        finally:
            lab.end_kernels()


def faults(watched: Any) -> list[str]:
    """What went wrong on a page, without what JupyterLab itself says when a kernel is restarted early."""
    return [fault for fault in watched.faults if "Could not restore the debugger state" not in fault]


def committed(file: Path) -> tuple[int, int]:
    """The code cells of a committed notebook, and its pictures."""
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    pictures = [output for cell in code for output in cell["outputs"] if "image/png" in output.get("data", {})]
    return len(code), len(pictures)


@pytest.mark.parametrize("ran", [file.name for file in FILES], indirect=True)
def test_a_notebook_runs_clean_and_shows_its_pictures(ran: Any, request: pytest.FixtureRequest) -> None:
    (file,) = (file for file in FILES if file.name in request.node.name)
    cells, pictures = committed(file)
    seen = ran.page.evaluate(SEEN)
    assert (seen["errors"], seen["stderr"]) == (0, 0)
    assert seen["prompts"] == [f"[{place}]:" for place in range(1, cells + 1)]
    assert pictures > 0 and seen["pictures"] == pictures
    assert faults(ran) == []


def board(page: Any) -> dict[str, str]:
    """What the board of notebook 10 shows: its picture, its answer, its line of code."""
    shown = page.locator(f"{PANEL} .jp-OutputArea-output")
    return {
        "picture": shown.locator("img.milbalance-picture").get_attribute("src"),
        "answer": shown.locator(".milbalance-answer").inner_text(),
        "line": shown.locator(".milbalance-line").inner_text(),
    }


@pytest.mark.parametrize("ran", ["10_explore.ipynb"], indirect=True)
def test_the_keyboard_moves_the_board(ran: Any) -> None:
    page = ran.page
    page.locator(f"{PANEL} img.milbalance-picture").wait_for(timeout=1000 * IDLE)
    before = board(page)
    assert before["answer"].startswith("3.53 times") and 'years="2020"' in before["line"]
    page.get_by_label("publisher", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.selectedOptions[0].innerText") == "2020"
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        "(old) => document.querySelector('img.milbalance-picture').src !== old", arg=before["picture"]
    )
    after = board(page)
    assert after["answer"].startswith("2.84 times") and 'years="2019"' in after["line"]
    assert after["picture"].startswith("data:image/png;base64,")
    assert page.evaluate("document.querySelector('img.milbalance-picture').naturalWidth") == 800
    assert page.evaluate("document.activeElement.selectedOptions[0].innerText") == "2019", "the focus stays"
    assert faults(ran) == []
