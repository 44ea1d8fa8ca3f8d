"""The notebooks as pages: copied as they were committed, never run; their pictures keep what is said of them."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from milbalance.publish.site import guides, render
from milbalance.publish.site.picture import Words

FOLDER = "notebooks"


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """The numbered notebooks of a folder by stem, in order."""
    found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in found}


def pages(read: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The index of the notebooks and each notebook, for the folder of sources."""
    made = {f"{FOLDER}/index.md": render.page("notebooks", titles=titles(read))} if read else {}
    for stem, notebook in read.items():
        made[f"{FOLDER}/{stem}.ipynb"] = guides.in_site(json.dumps(folded(notebook), ensure_ascii=False))
    return made


def folded(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook whose code is behind "Show code": who reads the page came for the answers."""
    return notebook | {
        "cells": [
            cell | {"metadata": {**cell["metadata"], "tags": ["hide-input"]}}
            if cell["cell_type"] == "code"
            else cell
            for cell in notebook["cells"]
        ]
    }


def titles(read: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The first heading of every notebook, such as "03 · Arms imports", by stem."""
    firsts = {stem: "".join(notebook["cells"][0]["source"]) for stem, notebook in read.items()}
    return {stem: first.partition("\n")[0].lstrip("# ") for stem, first in firsts.items()}


def in_words(read: dict[str, dict[str, Any]]) -> dict[str, Words]:
    """What every picture in the outputs shows, by the SHA-256 of the picture's bytes."""
    cells = (cell for notebook in read.values() for cell in notebook["cells"])
    found = {}
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        said = output.get("metadata", {}).get("image/png", {})
        if "image/png" in output.get("data", {}) and said.get("alt"):
            png = base64.b64decode("".join(output["data"]["image/png"]))
            found[hashlib.sha256(png).hexdigest()] = Words(said["alt"], said.get("long", ""), said.get("width", 0))
    return found
