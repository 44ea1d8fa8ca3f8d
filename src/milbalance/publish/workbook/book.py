"""The workbook while it is written: its looks, its sheets and the links between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from milbalance.charts import style
from milbalance.errors import MilbalanceError
from milbalance.publish import xlsx
from milbalance.publish.workbook import formulas
from milbalance.tables.load import Data

SOURCES = "sources"
LONGEST_NAME = 31  # characters that the name of a sheet may have
_HEAD = {"bold": True, "bg_color": "#E8E8E8", "border_color": style.MUTED, "bottom": 1}
_A4 = 9
_ACROSS = 220  # characters that one page can show beside one another
_LINK = "#0B5394"  # a blue that can be read on white
_PLAIN = {"bg_color": style.STATED_BAND}
_INPUT = {"bg_color": "#FFF7D6", "border": 1, "border_color": style.NEUTRAL, "align": "left", "indent": 1}
_PALE = 0.18  # the luminance of a fill on which dark letters can be read better than white ones


@dataclass
class Book:
    """A workbook of XlsxWriter, the data that it shows, the looks of its cells and the names of its columns.

    `sources` are the ids on its sheet of sources, in their order.
    """

    library: Any
    data: Data
    sources: Sequence[str]
    _columns: dict[str, str] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

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

    @staticmethod
    def pages(sheet: Any, widths: Sequence[float], frozen: int) -> None:
        """Print so many pages beside one another that letters can be read, the columns in sight on each of them."""
        sheet.fit_to_pages(math.ceil(sum(widths) / _ACROSS), 0)
        sheet.repeat_columns(0, frozen - 1)

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
        return {name: line for line, name in enumerate(self.sources, start=2)}

    def verdict(self, verdict: str) -> Any:
        """The look of a verdict: words on its colour, light or dark as can be read better."""
        return self.look(**_coloured(verdict), align="left", indent=1)

    def by_verdict(self, sheet: Any, cell: str, words: Mapping[str, str]) -> None:
        """Colour a cell that a formula fills by the words that it shows: each with the verdict of its colour."""
        for text, verdict in words.items():
            look = self.library.add_format(_coloured(verdict))
            sheet.conditional_format(
                cell, {"type": "text", "criteria": "containing", "value": text, "format": look}
            )

    @property
    def input(self) -> Any:
        """The look of a cell that a reader changes."""
        return self.look(**_INPUT)

    def named(self, name: str, sheet: Any, place: int, rows: int, first: int = 1) -> None:
        """Name the cells of a column from the row `first` on, for formulas: `spending_value`."""
        self._columns[name] = xlsx.area(sheet.get_name(), first, place, max(rows, 1))

    def formula(
        self, sheet: Any, line: int, place: int, written: str, shown: float | str, look: Any = None
    ) -> None:
        """A formula over named columns, with the value that it has now."""
        self._used |= formulas.names(written)
        xlsx.formula(sheet, line, place, written, shown, look)

    def menu(self, sheet: Any, line: int, place: int, source: str, shown: Any) -> None:
        """A cell with a list to choose from: a range or a formula that gives one."""
        self._used |= formulas.names(source)
        xlsx.value(sheet, line, place, shown, self.input)
        sheet.data_validation(line, place, line, place, {"validate": "list", "source": source})

    def close(self) -> None:
        """Name the columns that formulas read, and finish the file; KeyError for a name that no sheet has."""
        for name in sorted(self._used):
            self.library.define_name(name, f"={self._columns[name]}")
        self.library.close()

    def source(self, sheet: Any, line: int, place: int, name: str, *, plain: bool = False) -> None:
        """The id of a source as a link to its row; as a text where the sheet of sources does not have it."""
        if name not in self.source_lines:
            xlsx.text(sheet, line, place, name, self.body(plain=plain))
            return
        self.inside(sheet, line, place, f"{SOURCES}!A{self.source_lines[name]}", name, plain=plain)

    def inside(self, sheet: Any, line: int, place: int, target: str, words: str, *, plain: bool = False) -> None:
        """A text that leads to a cell of this workbook."""
        sheet.write_url(line, place, f"internal:{target}", self.body(link=True, plain=plain), words)


def _coloured(verdict: str) -> dict[str, Any]:
    fill = style.VERDICTS[verdict]
    light = style.luminance(*(int(fill[place : place + 2], 16) / 255 for place in (1, 3, 5)))
    return {"bold": True, "font_color": style.INK if light > _PALE else "#FFFFFF", "bg_color": fill}


def opened(buffer: BytesIO, data: Data, sources: Sequence[str] | None = None) -> Book:
    """A new workbook, written into a buffer when it is closed; its sources are all if none are named."""
    named = data.sources["source_id"].tolist() if sources is None else sources
    return Book(xlsx.opened(buffer, f"milbalance: {data.article['title']}"), data, named)


def names_apart(names: Iterable[str]) -> None:
    """Raise MilbalanceError if a spreadsheet takes two names of sheets for one: it cuts them and ignores case."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name[:LONGEST_NAME].lower(), name)
        if other != name:
            raise MilbalanceError(f"sheets {other!r} and {name!r}: found one name twice; wanted names that differ")
