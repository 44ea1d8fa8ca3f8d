"""Picture files that say what they are: read back by other programs, in every format, the same on every run."""

from __future__ import annotations

import codecs
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from milbalance.charts import export, metadata
from milbalance.tables import load

SVG, DC = "{http://www.w3.org/2000/svg}", "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ODD = "Armenia’s <b>share</b> & “Ağdam şəhəri” ]]> --> \"x\" 'y'"


ODD_FIGURE = {
    "form": "lines",
    "rows": {"spending": {"places": ["GEO"], "source": "sipri-milex-2025"}},
    "title": ODD,
    "subtitle": "None.",
    "alt": f"{ODD} as alt.",
}


@pytest.fixture(scope="module")
def drawn(data: load.Data, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """One shipped figure and one with odd texts, in every format."""
    out, first = tmp_path_factory.mktemp("embedded"), next(iter(data.figures))
    odd = replace(data, figures={first: data.figures[first], "odd": ODD_FIGURE})
    return out, export.draw_all(odd, out, [first, "odd"], metadata.FORMATS)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_png_files_carry_their_texts_in_any_script(drawn: tuple[Path, list[dict[str, Any]]]) -> None:
    out, cards = drawn
    for card in cards:
        with Image.open(out / f"{card['name']}.png") as picture:
            picture.load()
            assert picture.text == {  # type: ignore[attr-defined]
                "Title": card["title"],
                "Description": card["alt"],
                "Source": card["source_line"],
                "Copyright": card["terms"],
                "Author": "milbalance",
                "Identifier": card["name"],
                "Language": "en",
            }


def test_svg_files_carry_dublin_core(drawn: tuple[Path, list[dict[str, Any]]]) -> None:
    out, cards = drawn
    for card in cards:
        root = fromstring((out / f"{card['name']}.svg").read_bytes())
        (work,) = root.iter("{http://creativecommons.org/ns#}Work")
        found = {element.tag.removeprefix(DC): words(element) for element in work}
        assert found == {
            "type": "",
            "title": card["title"],
            "identifier": card["name"],
            "description": card["alt"],
            "format": "image/svg+xml",
            "language": "en",
            "source": card["source_line"],
            "creator": "milbalance",
            "rights": card["terms"],
        }


def test_svg_files_are_read_aloud_as_one_picture(drawn: tuple[Path, list[dict[str, Any]]]) -> None:
    out, cards = drawn
    for card in cards:
        root = fromstring((out / f"{card['name']}.svg").read_bytes())
        assert (root.get("role"), root.get("lang"), root.get(f"{XML}lang")) == ("img", "en", "en")
        title, description = list(root)[:2]
        assert (title.tag, title.text) == (f"{SVG}title", card["title"])
        assert (description.tag, description.text) == (f"{SVG}desc", card["alt"])
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert str(root.get("aria-labelledby")).split() == [title.get("id"), description.get("id")]
        assert ids.count(title.get("id")) == ids.count(description.get("id")) == 1


def test_pdf_files_carry_title_author_subject_and_keywords(drawn: tuple[Path, list[dict[str, Any]]]) -> None:
    out, cards = drawn
    for card in cards:
        found = information((out / f"{card['name']}.pdf").read_bytes())
        keywords = ", ".join([card["name"], card["source_line"], card["terms"]])
        assert found == {
            "Title": card["title"],
            "Author": "milbalance",
            "Subject": card["alt"],
            "Keywords": keywords,
        }


def information(pdf: bytes) -> dict[str, str]:
    """The information dictionary of a PDF file: strings in parentheses, some of them UTF-16 with its mark."""
    number = re.search(rb"/Info (\d+) 0 R", pdf)
    assert number is not None
    start = pdf.index(b"\n%s 0 obj" % number[1])
    fields = re.findall(rb"/(\w+) \(((?:\\.|[^\\)])*)\)", pdf[start : pdf.index(b"endobj", start)], re.DOTALL)
    plain = {name.decode(): re.sub(rb"\\(.)", _meant, text, flags=re.DOTALL) for name, text in fields}
    return {
        name: text.decode("utf-16" if text.startswith(codecs.BOM_UTF16_BE) else "ascii")
        for name, text in plain.items()
    }


def _meant(escape: re.Match[bytes]) -> bytes:
    return {b"n": b"\n", b"r": b"\r"}.get(escape[1], escape[1])


def test_an_svg_file_without_a_title_is_refused(drawn: tuple[Path, list[dict[str, Any]]]) -> None:
    out, (card, _) = drawn
    svg = (out / f"{card['name']}.svg").read_bytes()
    assert svg.count(b"<title id=") == 1
    for other in (svg, svg.replace(b"<title id=", b"<name id="), b"<html>"):
        with pytest.raises(ValueError, match="does not begin with its title"):
            metadata.accessible(other, card)


def test_the_bytes_are_the_same_under_any_order_of_hashing(
    drawn: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    out, (card, _) = drawn
    command = [sys.executable, "-m", "milbalance", "figures", card["name"], "--format", ",".join(metadata.FORMATS)]
    command += ["--out", str(tmp_path)]
    done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True, capture_output=True)
    assert b"1 figure drawn" in done.stdout
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(files) == 2 + len(metadata.FORMATS)
    assert not [name for name, content in files.items() if content != (out / name).read_bytes()]
