"""Pictures as parts of a page: real text, colours as variables, ids of their own, the same on every run."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import pytest
from matplotlib.colors import to_hex

from drawing import names
from milbalance.charts import export, figure, style, web
from milbalance.tables import load
from seeing import contrast

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
CODED = re.compile(r"var\((--[\w-]+), (#[0-9a-fA-F]{6})\)")


def one_of_each_form() -> list[str]:
    data = load.shipped()
    return list({figure.described(data)[name]["form"]: name for name in names()}.values())


def picture(name: str, *, narrow: bool = False) -> str:
    return _drawn(name, narrow)  # a default is no part of a cache's key


@cache
def _drawn(name: str, narrow: bool) -> str:
    return export.web(load.shipped(), name, narrow=narrow)


@pytest.fixture(params=one_of_each_form())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_text_is_text_and_no_outline(name: str) -> None:
    root = ElementTree.fromstring(picture(name))
    written = [text for text in root.findall(".//{*}text") if "".join(text.itertext()).strip()]
    assert len(written) > 3
    assert "DejaVu" not in picture(name) and "font-family" not in picture(name).partition(">")[2]


def test_every_colour_is_a_variable_of_its_own(name: str) -> None:
    coded = CODED.findall(picture(name))
    assert len(coded) == len(COLOUR.findall(picture(name))) > 3
    wrong = {variable for variable, light in coded if variable != web.variable(light)}
    assert not wrong
    known = {f"--{own}" for own, _ in web.THEME.values()}
    assert {variable for variable, _ in coded if not variable.startswith("--c-")} <= known


def test_it_is_one_picture_with_its_words_and_without_a_frame(name: str) -> None:
    data, root = load.shipped(), ElementTree.fromstring(picture(name))
    title, described, *_ = root
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    words = figure.worded(data, figure.described(data)[name]).texts
    assert (title.text, described.text) == (words["title"], words["alt"])
    drawn = " ".join("".join(text.itertext()) for text in root.findall(".//{*}text"))
    assert words["title"] not in drawn and "Source:" not in drawn


def test_ids_are_the_own_of_each_picture_and_all_are_there() -> None:
    pictures = [*((name, False) for name in one_of_each_form()), (one_of_each_form()[0], True)]
    every = [part for name, narrow in pictures for part in ids(name, narrow=narrow)]
    assert len(every) == len(set(every))


def ids(name: str, *, narrow: bool) -> list[str]:
    text = picture(name, narrow=narrow)
    found = re.findall(r' id="([^"]+)"', text)
    asked = set(re.findall(r"#([\w-]+)[\")]", text)) - {light[1:] for light in COLOUR.findall(text)}
    assert asked <= set(found), name
    return found


def test_the_same_data_give_the_same_text() -> None:
    name = one_of_each_form()[0]
    assert export.web(load.shipped(), name) == picture(name)
    assert not re.search(r"<metadata|\d{4}-\d\d-\d\dT|\d\.\d{3}", picture(name))


def test_a_picture_leaves_no_layout_behind() -> None:
    picture(one_of_each_form()[0], narrow=True)
    assert style.page() == style.ALONE


def test_dark_colours_can_be_read_on_a_dark_page(data: load.Data) -> None:
    lights = [*data.places["colour"].dropna(), *map(style.readable, data.places["colour"].dropna())]
    pale = {light: web.dark(light) for light in lights if contrast(web.dark(light), web.GROUND) < 4.5}
    assert not pale
    texts = [web.dark(ink) for ink in (style.INK, style.MUTED)]
    grounds = [web.GROUND, web.dark(style.STATED_BAND), web.dark(style.SHADE)]
    assert min(contrast(ink, ground) for ink in texts for ground in grounds) >= 4.5
    assert contrast(web.dark(style.ON_PALE), web.dark("#E3E3E3")) >= 4.5


def test_the_stylesheet_has_a_dark_value_for_every_variable(name: str) -> None:
    sheet = web.stylesheet([picture(name)])
    for variable, light in set(CODED.findall(picture(name))):
        assert sheet.count(f"{variable}: {web.dark(to_hex(light))}") == 2, variable
