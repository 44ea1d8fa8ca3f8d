"""Execute notebooks in place, so that a second run changes no byte."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.io.files import interrupts_wait, replace, temporary_folder
from milbalance.tables import paths

WIDGET = "application/vnd.jupyter.widget-view+json"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
CELL_SECONDS = 120


def chosen(names: list[str]) -> list[Path]:
    """Paths of the named notebooks (number, stem or file name), or of all; MilbalanceError for an unknown one."""
    known = sorted(paths.notebooks().glob("[0-9][0-9]_*.ipynb"))
    found = []
    for name in names:
        stem = Path(name).stem
        matches = [path for path in known if path.stem == stem or path.stem.split("_")[0] == stem]
        if not matches:
            raise MilbalanceError(f"no notebook {name}; notebooks: {', '.join(path.stem for path in known)}")
        found += matches
    return found or known


def execute(path: Path) -> bool:
    """Run every cell in a fresh kernel and write the outputs back; returns whether the file changed.

    Raises MilbalanceError naming notebook and cell if a cell fails; the file then stays as it was.
    """
    nbformat = extras.module("nbformat")
    from nbclient import NotebookClient  # noqa: PLC0415
    from nbclient.exceptions import CellExecutionError  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    before = path.read_bytes()
    notebook = nbformat.reads(before.decode("utf-8"), as_version=4)
    with temporary_folder("milbalance-") as sockets:
        # Sockets in the file system: nothing listens on a port, and the kernel has nothing to warn about.
        kernel = {
            "transport": "ipc",
            "ip": str(sockets / "kernel"),
            "connection_file": str(sockets / "kernel.json"),
        }
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
            config=Config({"KernelManager": kernel}),
        )
        try:
            # Not client.execute(): that hears Ctrl-C by itself and goes on after it, into one error or another.
            with client.setup_kernel():
                for index, cell in enumerate(notebook.cells):
                    client.execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
        except CellExecutionError as error:
            raise MilbalanceError(f"{path.name}: {error}") from error
        finally:
            _end_kernel(client)
    # What differs between runs or machines and says nothing goes: versions, timings, widgets, whose ids are random;
    # what a widget shows as plain text stays in its place.
    notebook.metadata = {"kernelspec": dict(KERNELSPEC), "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    after: bytes = (nbformat.writes(notebook, version=4).rstrip("\n") + "\n").encode()
    if after != before:
        replace(path, after)
    return after != before


def _end_kernel(client: Any) -> None:
    """End the kernel of a run that was interrupted, also while it started; after any other it has ended."""
    from nbclient.util import run_sync  # noqa: PLC0415

    if client.km is None or not client.km.has_kernel:
        return
    logging.getLogger("asyncio").setLevel(
        logging.CRITICAL
    )  # what waits for the kernel fails now: no news to anybody
    with interrupts_wait():
        run_sync(client.km.shutdown_kernel)(now=True)
