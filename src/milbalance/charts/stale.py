"""Which figures of a folder are stale: those whose rows or whose code changed since they were drawn.

`manifest.json` has one line a figure, so that two branches that redraw different figures can be merged. Nothing is
drawn or imported here to find out what is stale.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from milbalance.charts import forms, rows
from milbalance.charts.metadata import DEFAULT_FORMATS
from milbalance.charts.program import Program
from milbalance.io.files import replace
from milbalance.tables import documents, paths, schema

FILE = "manifest.json"
DRAWING = "milbalance.charts.export"  # what draws each of them
KINDS = (*DEFAULT_FORMATS, "csv", "json")


class Inputs:
    """The tables, the code and what figures.yml says as they were when this was made: before anything is drawn."""

    def __init__(
        self, figures: Mapping[str, Mapping[str, Any]], data: Path | None = None, program: Program | None = None
    ) -> None:
        data = data or paths.data()
        self.figures = figures
        self._tables = {name: _of_table(data / f"{name}.csv", table) for name, table in schema.tables(data).items()}
        self._tables |= {Path(name).stem: _of_file(data / name) for name in documents.NAMES}
        self._program = program or Program()

    def made_from(self, name: str, tables: Iterable[str]) -> str:
        """The checksum of all that a figure is made from: what is written of it, its tables, its form and its rows.

        A table that is no longer there differs from any that was.
        """
        digest = hashlib.sha256(self._program.checksum(self.reached(name)).encode())
        digest.update(json.dumps(self.figures[name], sort_keys=True).encode())
        for table in sorted(tables):
            digest.update(f"{table}\0{self._tables.get(table)}\0".encode())
        return digest.hexdigest()

    def reached(self, name: str) -> list[str]:
        """The modules that decide what a figure shows."""
        written = self.figures[name]
        calls = [written["rows"]] if isinstance(written["rows"], Mapping) else written["rows"]
        made = [f"{rows.__name__}.{rows.MODULES[call]}" for one in calls for call in one]
        drawn = f"{forms.__name__}.{forms.MODULES[written['form']]}"
        return self._program.reached([drawn, *made, DRAWING])


def _of_table(path: Path, table: schema.Table) -> str:
    """A checksum of a table as it is read: its bytes and the types of its columns."""
    types = [(field.name, field.dtype) for field in table.fields]
    return hashlib.sha256(json.dumps(types).encode() + path.read_bytes()).hexdigest()


def environment() -> dict[str, str]:
    """What decides the bytes of a picture: system, processor, matplotlib, its font engine, and what writes PNGs."""
    import matplotlib as mpl  # noqa: PLC0415
    import PIL  # noqa: PLC0415
    from matplotlib import ft2font  # noqa: PLC0415

    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "matplotlib": mpl.__version__,
        "freetype": ft2font.__freetype_version__,
        "pillow": PIL.__version__,
    }


def noted(out: Path) -> dict[str, Any]:
    """The manifest of a figures folder; empty if there is none, or one that cannot be read, as after a merge."""
    path = out / FILE
    try:
        loaded = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}


def figures(out: Path, inputs: Inputs, kinds: Iterable[str] = KINDS) -> list[str]:
    """The figures that must be drawn: their tables, code or environment changed, or a file is missing or touched.

    `kinds` are the files of each that are looked at.
    """
    before = noted(out)
    if before.get("environment") != environment():
        return list(inputs.figures)
    return [
        name for name in inputs.figures if not _holds(out, name, before.get("figures", {}).get(name), inputs, kinds)
    ]


def _holds(out: Path, name: str, entry: dict[str, str] | None, inputs: Inputs, kinds: Iterable[str]) -> bool:
    """Whether the files of a figure are those noted, and what it is made from is as it was."""
    if entry is None or any(_of_file(out / f"{name}.{kind}") != entry[kind] for kind in kinds):
        return False
    return entry["made_from"] == inputs.made_from(name, _tables(out, name))


def _tables(out: Path, name: str) -> list[str]:
    """The tables that a figure was drawn from, as its card says."""
    card: dict[str, Any] = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
    return list(card["tables"])


def _of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def note(out: Path, inputs: Inputs, drawn: Iterable[str]) -> None:
    """Note what the figures `drawn` were made from and the checksum of each file; the others stay as noted."""
    entries: dict[str, dict[str, str]] = noted(out).get("figures", {})
    for name in drawn:
        files = {kind: _of_file(out / f"{name}.{kind}") for kind in KINDS}
        entries[name] = {"made_from": inputs.made_from(name, _tables(out, name)), **files}
    lines = [
        f"{json.dumps(name)}: {json.dumps(entries[name])}" for name in sorted(entries) if name in inputs.figures
    ]
    text = f'{{\n"environment": {json.dumps(environment())},\n"figures": {{\n' + ",\n".join(lines) + "\n}\n}\n"
    replace(out / FILE, text.encode())
