"""From values to the text of a page, by templates that escape every value.

A page is MyST: headings are Markdown, so that Sphinx knows them, all else is raw HTML. Values come from tables that
others may have edited, so none may end a block, start markup or name a script.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from milbalance.tables.labels import curly

THEME = Path(__file__).parent / "theme"
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SPACE = re.compile(r"\s+")
_LINKS = ("https://", "http://")


def page(template: str, **values: Any) -> str:
    """A page from the template of that name, such as "front", with every value escaped."""
    return _environment().get_template(f"{template}.md.jinja").render(**values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(THEME / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_in_one_line,
    )
    environment.filters |= {"heading": heading, "address": address, "anchor": anchor, "curly": curly}
    return environment


def _in_one_line(value: Any) -> Any:
    """A value that can neither end its line nor the block of raw HTML that it stands in; markup stays as it is."""
    if hasattr(value, "__html__"):
        return value
    return lines(_SPACE.sub(" ", str(value)))


def lines(text: str) -> Markup:
    """Text that keeps its lines, for a `pre`: it stands alone in its block, which no line of it can end."""
    return Markup(str(escape(text)).replace("`", "&#96;"))


def entry(text: str) -> Markup:
    """The name of a page in a list of pages: Sphinx takes it as text, in which these marks would end it."""
    return Markup(" ".join(text.translate(dict.fromkeys(map(ord, "<>`"))).split()))


def heading(text: Any) -> Markup:
    """Text for a line of Markdown: no character of it is markup, as each is written by its number."""
    line = " ".join(str(text).split())
    return Markup(_PUNCTUATION.sub(lambda mark: f"&#{ord(mark[0])};", line))


def address(text: Any) -> str:
    """An address that a browser only opens: itself for a web page, else nothing."""
    found = str(text or "").strip()
    return found if found.lower().startswith(_LINKS) else ""


def anchor(text: Any) -> str:
    """A name as the id of an element: letters, digits, dots and hyphens."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", str(text))
