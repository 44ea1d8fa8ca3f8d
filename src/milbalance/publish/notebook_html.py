"""Notebooks as single pages of HTML: pictures inside and with their alt text, no program, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.io.files import replace

# Scripts only typeset formulas and diagrams, which no notebook here has, and would be fetched from outside.
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
# The template of nbconvert drops the alt text of a picture and knows no long description.
_TEMPLATE = """{%- extends 'lab/index.html.j2' -%}
{%- block data_png scoped -%}
<div class="jp-RenderedImage jp-OutputArea-output">
{%- set width = output | get_metadata('width', 'image/png') -%}
<img src="data:image/png;base64,{{ output.data['image/png'] }}"{% if width %} width="{{ width | int }}"{% endif %}
alt="{{ (output | get_metadata('alt', 'image/png') or '') | escape_html }}">
{%- set long = output | get_metadata('long', 'image/png') -%}
{% if long %}<details><summary>The picture in words</summary><p>{{ long | escape_html }}</p></details>{% endif %}
</div>
{%- endblock data_png -%}
"""
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'\">"
)


def write(notebooks: Iterable[Path], out: Path) -> list[Path]:
    """Write each notebook, as it is, to a page of the same name in a folder, which is made; returns the pages.

    Raises MilbalanceError if nbconvert is not installed or the folder cannot be written.
    """
    pages = {path.stem: page(path) for path in notebooks}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for stem, text in pages.items():
            replace(out / f"{stem}.html", text.encode())
    except OSError as error:
        raise MilbalanceError(f"{out.name}: cannot be written ({error.strerror})") from error
    return [out / f"{stem}.html" for stem in pages]


def page(path: Path) -> str:
    """A notebook as one page of HTML, with the outputs that it holds; nothing is run.

    Raises MilbalanceError if nbconvert is not installed.
    """
    exporters, nbformat = extras.module("nbconvert"), extras.module("nbformat")
    from jinja2 import DictLoader  # noqa: PLC0415  comes with nbconvert

    notebook = nbformat.read(path, as_version=4)
    templates = [DictLoader({"page.html.j2": _TEMPLATE})]
    exporter = exporters.HTMLExporter(extra_loaders=templates, template_file="page.html.j2", language_code="en")
    text, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": path.stem}})
    return _SCRIPT.sub("", text).replace("<head>", f"<head>{_POLICY}", 1)
