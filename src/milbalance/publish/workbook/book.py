"""The workbook while it is written: its looks, its sheets and the links between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from milbalance.charts import style
from milbalance.errors import MilbalanceError
from milbalance.publish import xlsx
from milbalance.tables.load import Data

SOURCES = "sources"
LONGEST_NAME = 31  # characters that the name of a sheet may have
_HEAD = {"bold": True, "bg_color": "#E8E8E8", "border_color": style.MUTED, "bottom": 1}
_A4 = 9
_LINK = "#0B5394"  # a blue that can be read on white
_PLAIN = {"bg_color": style.STATED_BAND}


@dataclass
class Book:
    """A workbook of XlsxWriter, the data that it shows and the looks of its cells."""

    library: Any
    data: Data

    def sheet(self, name: str, *, head: int = 0, freeze: int = 0) -> Any:
        """A new sheet that prints landscape, one page wide, the header row on each page and frozen on the screen.

        `head` is the header row, counted from 0; `freeze` how many columns stay in sight.
        """
        sheet = self.library.add_worksheet(name[:LONGEST_NAME])
        sheet.freeze_panes(head + 1, freeze)
        sheet.repeat_rows(head)
        self.printed(sheet)
        return sheet

    @staticmethod
    def printed(sheet: Any) -> None:
        """Landscape on A4, one page wide, with the name of the sheet and the page below."""
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&Rpage &P of &N")

    def look(self, **asked: Any) -> Any:
        """A format; text starts at the top of its cell. The same properties give the same format."""
        key = tuple(sorted(asked.items()))
        if key not in self._looks:
            self._looks[key] = self.library.add_format({"valign": "top", **asked})
        return self._looks[key]

    @cached_property
    def _looks(self) -> dict[tuple[tuple[str, Any], ...], Any]:
        return {}

    @property
    def head(self) -> Any:
        """The look of a header cell."""
        return self.look(**_HEAD, text_wrap=True, align="left", indent=1)

    def body(self, *, wrap: bool = False, number: str = "", plain: bool = False, link: bool = False) -> Any:
        """The look of a cell: wrapped, with a number format, of the plain reading, a link."""
        asked: dict[str, Any] = dict(_PLAIN) if plain else {}
        asked |= {"text_wrap": True} if wrap else {}
        asked |= {"num_format": number} if number else {"align": "left", "indent": 1}
        asked |= {"font_color": _LINK, "underline": 1} if link else {}
        return self.look(**asked)

    def heads(self, sheet: Any, line: int, titles: Iterable[str], widths: Iterable[float]) -> None:
        """Write a header row, as high as its titles in columns of these widths need."""
        titles = list(titles)
        sheet.set_row(line, xlsx.height((words, wide - 3) for words, wide in zip(titles, widths, strict=False)))
        for place, words in enumerate(titles):
            xlsx.text(sheet, line, place, words, self.head)

    @cached_property
    def source_lines(self) -> dict[str, int]:
        """The row of each source on its sheet, counted from 1."""
        return {name: line for line, name in enumerate(self.data.sources["source_id"], start=2)}

    def source(self, sheet: Any, line: int, place: int, name: str, *, plain: bool = False) -> None:
        """The id of a source as a link to its row."""
        self.inside(sheet, line, place, f"{SOURCES}!A{self.source_lines[name]}", name, plain=plain)

    def inside(self, sheet: Any, line: int, place: int, target: str, words: str, *, plain: bool = False) -> None:
        """A text that leads to a cell of this workbook."""
        sheet.write_url(line, place, f"internal:{target}", self.body(link=True, plain=plain), words)


def opened(buffer: BytesIO, data: Data) -> Book:
    """A new workbook that is written into a buffer when its library's `close` is called."""
    return Book(xlsx.opened(buffer, f"milbalance: {data.article['title']}"), data)


def names_apart(names: Iterable[str]) -> None:
    """Raise MilbalanceError if a spreadsheet takes two names of sheets for one: it cuts them and ignores case."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name[:LONGEST_NAME].lower(), name)
        if other != name:
            raise MilbalanceError(f"sheets {other!r} and {name!r}: found one name twice; wanted names that differ")
