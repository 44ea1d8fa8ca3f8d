"""Notebooks as pages: every picture with its alt text, no program, nothing from outside."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from typer.testing import CliRunner

from milbalance.cli import app
from milbalance.publish import notebook_html, notebooks


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@lru_cache
def page(path: Path) -> str:
    return notebook_html.page(path)


def tags(path: Path, name: str) -> list[dict[str, str | None]]:
    return [attributes for tag, attributes in Tags(page(path)).found if tag == name]


def alts(path: Path) -> list[str]:
    """The alt texts that a notebook keeps with its pictures."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [
        output for cell in cells for output in cell.get("outputs", []) if "image/png" in output.get("data", {})
    ]
    return [output.metadata["image/png"]["alt"] for output in outputs]


def test_a_page_has_every_picture_in_words_runs_nothing_and_fetches_nothing() -> None:
    """The notebook of most pictures; what is written of the others is written alike."""
    path = max(notebooks.chosen([]), key=lambda path: len(alts(path)))
    assert [html.get("lang") for html in tags(path, "html")] == ["en"]
    assert f"<title>{path.stem}</title>" in page(path)
    found = [image.get("alt") for image in tags(path, "img")]
    assert found == alts(path) and all(alt and alt.strip() for alt in found)
    assert page(path).count("<details><summary>The picture in words</summary><p>") == len(found)
    assert not tags(path, "script") and "<script" not in page(path).lower()
    fetched = [a.get("src") or "" for _, a in Tags(page(path)).found if "src" in a]
    fetched += [link.get("href") or "" for link in tags(path, "link")]
    fetched += re.findall(r"(?:url\(|@import\s)[\s\"']*([^\"')\s;]+)", page(path))
    assert not [address for address in fetched if not address.startswith(("data:", "#"))]
    assert any("default-src 'none'" in (meta.get("content") or "") for meta in tags(path, "meta"))


def test_a_script_in_an_output_and_a_sign_in_an_alt_text_stay_harmless(tmp_path: Path) -> None:
    html = nbformat.v4.new_output(
        "display_data", {"text/html": '<script src="https://a.example/x.js">1</script >ok'}
    )
    png: Any = nbformat.v4.new_output(
        "display_data",
        {"image/png": "iVBORw0KGgo="},
        metadata={"image/png": {"alt": 'a "b" <i> & ş', "long": "<script>x</script>"}},
    )
    cell = nbformat.v4.new_code_cell("1", outputs=[html, png], execution_count=1)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    assert "a.example" not in page(tmp_path / "a.ipynb") and "ok" in page(tmp_path / "a.ipynb")
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p>" in page(tmp_path / "a.ipynb")
    assert [image["alt"] for image in tags(tmp_path / "a.ipynb", "img")] == ['a "b" <i> & ş']


def test_the_command_writes_pages_runs_nothing_and_says_what_cannot_be_written(tmp_path: Path) -> None:
    (path,) = notebooks.chosen(["07"])
    before = path.read_bytes()
    done = CliRunner().invoke(app, ["notebooks", "07", "--html", str(tmp_path / "pages")])
    assert done.exit_code == 0, done.output
    written = tmp_path / "pages" / f"{path.stem}.html"
    assert f"<title>{path.stem}</title>" in written.read_text(encoding="utf-8")
    assert path.read_bytes() == before
    done = CliRunner().invoke(app, ["notebooks", "07", "--html", str(written)])
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
    assert f"{written.name}: cannot be written" in done.stderr
