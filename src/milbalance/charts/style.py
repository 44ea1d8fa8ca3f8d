"""The look of every figure: one theme, fixed colours, and the frame of title, unit, source line and alt text."""

from __future__ import annotations

import math
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox

from milbalance.charts.metadata import UNDATED
from milbalance.charts.ticks import Numbers
from milbalance.choices import verdicts
from milbalance.errors import MilbalanceError
from milbalance.tables import labels
from milbalance.tables.load import Data

MARGIN = 0.14  # inches left and right of the frame's texts
BARE = 0.08  # inches above and below the axes where no frame is
WIDTH, HEIGHT = 8.0, 5.2  # inches; every figure is this wide so that text has one size on a page
INK, MUTED, FAINT = "#1A1A1A", "#595959", "#D9D9D9"
STATED = INK  # what a text states: ink, dashed, on a grey band, in every chart; no side has that colour
STATED_BAND = "#E9E9E9"
NEUTRAL = "#7F7F7F"
SHADE = "#F3F3F3"  # a stretch of years that is spoken of
# What the data say of a statement, always beside its word: far apart in grey and for colour-blind eyes; no place
# has one of them.
VERDICTS = {
    verdicts.HOLDS: "#15846A",
    verdicts.DEPENDS: "#CC8400",
    verdicts.NOT: "#85101F",
    verdicts.UNDECIDED: "#4F5866",
}
PAPER = "#FFFFFF"
ON_PALE = "#111111"  # letters on a pale fill, which stay dark where the page is dark; so it is not INK
for _path in sorted((Path(__file__).parent / "fonts").glob("*.ttf")):
    fontManager.addfont(_path)
FONTS = ("Source Sans Pro", "DejaVu Sans")  # the first ships with this package, the second has the marks it lacks
TITLE, SUBTITLE, LABEL, SOURCE = 17.0, 12.0, 11.0, 8.5  # points
SQUARER = 0.82  # how high a narrow picture is of what it is at full width
SMALLEST = 8.5  # points; 11.7 pixels where 3.6 inches are 358 pixels wide
DENSITY = 2  # pixels of a notebook's picture for one that it is shown on
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

RC: dict[Any, Any] = {
    # Deterministic output: the same bytes from every process.
    "svg.hashsalt": "milbalance",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "font.family": list(FONTS),
    "text.usetex": False,
    "text.parse_math": False,  # a text with two dollar signs is no formula
    # Hinting makes a line up to a tenth wider or narrower at another resolution; without it, what fits the
    # notebook fits the file, and SVG and PNG agree.
    "text.hinting": "none",
    # These three mpl.rcdefaults leaves as a reader's own matplotlibrc has them.
    "date.epoch": "1970-01-01T00:00:00",
    "timezone": "UTC",
    "figure.max_open_warning": 20,
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "savefig.bbox": None,
    "figure.figsize": (WIDTH, HEIGHT),
    "font.size": LABEL,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.labelsize": LABEL,
    "axes.spines.left": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.formatter.useoffset": False,  # a year is 2019, and not 0 and an offset
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "ytick.major.size": 0,
    "lines.linewidth": 2.0,
    "lines.markersize": 5,
    "legend.frameon": False,
}


@dataclass(frozen=True)
class Record:
    """What a figure says, kept beside it: texts, the numbers drawn and the sources of the rows drawn."""

    title: str
    subtitle: str
    alt: str
    drawn: pd.DataFrame
    sources: tuple[str, ...]
    source_line: str
    long: str


@dataclass(frozen=True)
class Page:
    """What figures are drawn for: how wide they are in inches, and whether title and source line stand in them."""

    width: float = WIDTH
    margin: float = MARGIN
    framed: bool = True

    @property
    def narrow(self) -> bool:
        """Whether names go above their marks, and what there is no room for goes away: on a telephone."""
        return self.width < 5


ALONE, WEB, NARROW = Page(), Page(margin=0.03, framed=False), Page(3.6, 0.03, framed=False)
_page: ContextVar[Page] = ContextVar("page", default=ALONE)


@contextmanager
def drawn_for(page: Page) -> Iterator[None]:
    """Draw figures for another page than one of 8 inches with a frame."""
    token = _page.set(page)
    letters = points(LABEL)
    try:
        with mpl.rc_context({"font.size": letters, "axes.labelsize": letters}):
            yield
    finally:
        _page.reset(token)


def page() -> Page:
    """What figures are drawn for now."""
    return _page.get()


def points(size: float) -> float:
    """The size of letters on this page, from what it is at full width; none is under 11 pixels on a telephone."""
    return max(SMALLEST, 0.82 * size) if page().narrow else size


_records: WeakKeyDictionary[Figure, Record] = WeakKeyDictionary()
_own: WeakKeyDictionary[Figure, bool] = WeakKeyDictionary()
_labels: WeakKeyDictionary[Figure, list[Annotation]] = WeakKeyDictionary()
_units: WeakKeyDictionary[Figure, list[Annotation]] = WeakKeyDictionary()


def use() -> None:
    """Set the theme; in a notebook also describe pictures, fix their format, and say errors in a line."""
    mpl.rcdefaults()
    mpl.rcParams.update(RC)
    if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()) is not None:
        _set_up_notebook(shell)


def _set_up_notebook(shell: Any) -> None:
    from matplotlib_inline.backend_inline import configure_inline_support  # noqa: PLC0415
    from matplotlib_inline.config import InlineBackend  # noqa: PLC0415

    backend = InlineBackend.instance(parent=shell)
    backend.figure_formats = {"png"}
    backend.rc = {}
    configure_inline_support(shell, "inline")
    mpl.rcParams.update(RC)
    shell.display_formatter.formatters["image/png"].for_type(Figure, _png_in_words)
    shell.set_custom_exc((MilbalanceError,), _in_words)


def _in_words(shell: Any, kind: type[MilbalanceError], error: MilbalanceError, _: Any, **__: Any) -> None:
    """What a reader can put right is said in its own words; a page of calls would only hide them."""
    shell._showtraceback(kind, error, [f"{kind.__name__}: {error}"])


def _png_in_words(figure: Figure) -> tuple[bytes, dict[str, Any]]:
    """The picture, sharp on a screen of twice the density, in few colours; its width, alt text and description."""
    from io import BytesIO  # noqa: PLC0415

    from milbalance.charts.palette import in_palette  # noqa: PLC0415  only a notebook shows

    buffer = BytesIO()
    dpi = DENSITY * figure.dpi
    figure.savefig(buffer, format="png", dpi=dpi, metadata=UNDATED["png"], pil_kwargs={"compress_level": 1})
    told: dict[str, Any] = {"width": round(figure.get_figwidth() * figure.dpi)}
    if described := _records.get(figure):
        told |= {"alt": described.alt, "long": described.long}
    return in_palette(buffer.getvalue()), told


def canvas(ax: Axes | None = None, *, height: float = HEIGHT) -> Axes:
    """The axes to draw on: the given one, else those of a new figure that `finish` will frame."""
    if ax is not None:
        return ax
    return panels(1, 1, height=height)[0]


def panels(rows: int, columns: int, *, height: float = HEIGHT, **layout: Any) -> list[Axes]:
    """Axes of a new figure with several panels, row by row; keywords go to `Figure.subplots`.

    pyplot, and so a notebook, knows of the figure only once it is finished: a chart that is refused leaves no empty
    axes behind.
    """
    figure = Figure(figsize=(page().width, height), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, **layout)
    _own[figure] = True
    return list(axes.flat)


def record(drawn: Axes | Figure) -> Record:
    """What `finish` kept about the figure; MilbalanceError if it was not finished."""
    figure = figure_of(drawn)
    try:
        return _records[figure]
    except KeyError:
        raise MilbalanceError("this figure was not finished with style.finish") from None


def finish(
    ax: Axes | Figure,
    data: Data,
    *,
    title: str,
    subtitle: str,
    alt: str,
    drawn: pd.DataFrame,
    long: str = "",
    note: str = "",
) -> Axes:
    """Frame a chart: the finding as title, unit and basis as subtitle, the source line from the rows drawn.

    `drawn` holds the numbers on the chart; the footer is made from its `source_id` column. Without one, the
    chart counts the project's own rows and the footer says so. On axes that the caller brought, only the title
    is set. Returns the (first) axes.
    """
    figure = figure_of(ax)
    ids = source_ids(drawn)
    line = source_line(data, ids) + (f" {note}" if note else "")
    _records[figure] = Record(title, subtitle, alt, drawn.reset_index(drop=True), ids, line, long or alt)
    first = figure.axes[0] if isinstance(ax, Figure) else ax
    if not _own.get(figure):
        first.set_title(wrap(title, LABEL, "bold", figure.get_size_inches()[0]), loc="left", fontsize=LABEL)
    else:
        _frame(figure, title, subtitle, line)
        _settle(figure)
        plt.figure(figure)
        if figure.canvas.required_interactive_framework is None:
            FigureCanvasAgg(figure)  # MPLBACKEND may name a format, which measures text at a resolution of its own
    _spread_labels(figure)
    return first


def source_ids(drawn: pd.DataFrame) -> tuple[str, ...]:
    """The sources of rows in their order; a row that several sources give names them with "; " between."""
    named = drawn["source_id"].replace("", pd.NA).dropna() if "source_id" in drawn else pd.Series(dtype=str)
    return tuple(dict.fromkeys(one for cell in named for one in cell.split("; ")))


def present(ax: Axes, drawn: pd.DataFrame, *, alt: str, long: str) -> Axes:
    """Show in a notebook what a form drew by itself, without title and source line but with its `alt` text."""
    figure = figure_of(ax)
    _records[figure] = Record("", "", alt, drawn.reset_index(drop=True), source_ids(drawn), "", long)
    _settle(figure)
    plt.figure(figure)
    _spread_labels(figure)
    return ax


def _frame(figure: Figure, title: str, subtitle: str, line: str) -> None:
    """Title and subtitle above the axes, the source line below them, each as high as its lines need.

    Without a frame the picture is as much lower as that would be high at full width.
    """
    width, height = figure.get_size_inches()
    above, below = 0.12, 0.09  # inches
    texts: list[tuple[float, str, dict[str, Any]]] = []
    for text, size, weight, ink, gap in (
        (title, TITLE, "bold", INK, 0.06),
        (subtitle, SUBTITLE, "normal", MUTED, 0.1),
    ):
        said = wrap(text, size, weight)
        texts.append((1 - above / height, said, {"va": "top", "size": size, "weight": weight, "color": ink}))
        above += _high(said, size) + gap
    foot = wrap(line, SOURCE, "normal")
    texts.append((below / height, foot, {"va": "bottom", "size": SOURCE, "color": MUTED}))
    below += _high(foot, SOURCE) + 0.06
    if page().framed:
        for y, said, look in texts:
            figure.text(page().margin / width, y, said, ha="left", linespacing=1.15, **look)
    else:
        height += 2 * BARE - above - below
        above = below = BARE
        figure.set_size_inches(width, height)
    side = page().margin / width
    edges = (side, below / height, 1 - 2 * side, 1 - (above + below) / height)
    figure.set_layout_engine("constrained", rect=edges, w_pad=0)
    for ax in figure.axes:
        ax.set_in_layout(True)  # what a form drew by itself was laid out before


def _high(text: str, size: float) -> float:
    """How high a text of several lines is, in inches."""
    return (text.count("\n") + 1) * size * 1.35 / 72


def _settle(figure: Figure) -> None:
    """Lay the axes out once and fix them on a grid far finer than a pixel.

    The solver of constrained layout differs in its last digits from process to process, and SVG would show it.
    """
    units = {label: label.get_text() for label in _units.pop(figure, [])}
    for label, text in units.items():
        label.set_text("\n".join("–" for _ in text.split("\n")))  # it needs the height, and has all of the width
    figure.draw_without_rendering()
    with mpl.rc_context({"figure.autolayout": False, "figure.constrained_layout.use": False}):
        figure.set_layout_engine()  # none at all: with "none" every picture saved would be drawn once more
    for ax in figure.axes:
        ax.set_position(Bbox.from_bounds(*(round(edge, 4) for edge in ax.get_position(original=True).bounds)))
    for label, text in units.items():
        label.set_text(text)
        if isinstance(label.axes, Axes) and label.axes.get_position().x0 < 0.4:  # under the title, and not beside
            x, y = label.get_position()
            left = round(label.axes.bbox.x0 * 72 / figure.dpi, 1)  # axes within axes are where the solver had them
            label.set_position((x + page().margin * 72 - left, y))


def wrap(text: str, size: float, weight: str = "normal", width: float = WIDTH) -> str:
    """Break a text into lines that fit so many inches with margins, measured on the font that draws it.

    They are as long as one another as they can be, so that none is of a word or two.
    """
    drawn = points(size)
    limit = (width - 2 * page().margin) * 72 + _room("", drawn, weight)  # no space after the last word
    rooms = [(word, _room(word, drawn, weight)) for word in text.split()]
    lines = _filled(rooms, limit)
    longest = max((room for _, room in rooms), default=limit)
    while len(lines) > 1 and limit > longest and len(found := _filled(rooms, limit := 0.98 * limit)) == len(lines):
        lines = found
    return "\n".join(lines)


def _filled(rooms: Iterable[tuple[str, float]], limit: float) -> list[str]:
    """Words in lines, each as full as its words allow."""
    lines: list[str] = []
    reach = 0.0
    for word, room in rooms:
        if lines and reach + room <= limit:
            lines[-1] += f" {word}"
            reach += room
        else:
            lines.append(word)
            reach = room
    return lines


@lru_cache(maxsize=4096)
def _room(word: str, size: float, weight: str) -> float:
    """Points that a word and a space take: words come again, and measuring takes longer than drawing."""
    font = FontProperties(family=list(FONTS), size=size, weight=weight)
    ends = [text_to_path.get_text_width_height_descent(text, font, False)[0] for text in (f"|{word} |", "||")]
    return float(ends[0] - ends[1])


# How labels name an edition, and how one name stands for several: before and after the list of editions.
EDITIONS = (
    (re.compile(r"(.+) \((\S+) edition\)"), " (editions of ", ")"),
    (re.compile(r"(.+) \(release of (.+)\)"), " (releases of ", ")"),
    (re.compile(r"(.+) \((\d{4}-\d\d)\)"), " (", ")"),
    (re.compile(r"(.+) (\d+\.\d+)"), " ", ""),
)


# How a name begins, "Wikipedia, Military Doctrine (2018-19)", and the year or edition that it may have.
SHORT = re.compile(r"([^,(]+?)(?: (\d{4}(?:-\d+)?))?(?:,.*| \(.*)?")
MOST = 3  # lines of the names of sources
VIA = re.compile(r" \((?:via|as (?:quoted|cited) (?:by|in)) ([^,)]+)")  # where it was read


def source_line(data: Data, ids: Sequence[str]) -> str:
    """The footer: who published each source and when, the editions of one work in one name, and who calculated.

    It has three lines at most; whole names, pages and what is left out stand in the credit of the figure.
    """
    if not ids:
        return "Source: counted by this project."
    released = data.sources.set_index("source_id")["released"].fillna("undated").astype(str)
    found = [_short(labels.credited(data, one), released.loc[one]) for one in dict.fromkeys(ids)]
    names = _joined(found)
    lines = (_footer(names, shown) for shown in range(len(names), 0, -1))
    return next((line for line in lines if wrap(line, SOURCE, width=WIDTH).count("\n") < MOST), _footer(names, 1))


def _footer(names: Sequence[str], shown: int) -> str:
    left = len(names) - shown
    told = "; ".join(names[:shown]) + (f"; and {left} more" if left else "")
    return f"Source: {told}. Calculation: this project."


def named(data: Data, ids: Sequence[str]) -> str:
    """Short names of sources, the editions of one work in one name; KeyError for an unknown one."""
    known = set(data.sources["source_id"])
    if unknown := [one for one in ids if one not in known]:
        raise KeyError(unknown[0])
    return "; ".join(_joined([_work(labels.credited(data, one)) for one in dict.fromkeys(ids)]))


def _work(label: str) -> tuple[str, str, str, str]:
    """A name of one of several editions: what stands before and after the edition, the edition, the whole name."""
    for form, before, after in EDITIONS:
        if found := form.fullmatch(label):
            return found[1] + before, after, found[2], label
    return label, "", "", label


def _short(label: str, released: str) -> tuple[str, str, str, str]:
    """The same of the shortest name: that of an edition as it is, else publisher or work and year."""
    edition = _work(label)
    found = SHORT.fullmatch(label)
    if found is None or (edition[2] and "," not in label):
        return edition
    year = (found[2] or released[:4] * released[:1].isdigit()).replace("-", "–")
    via = f" via {read[1]}" if (read := VIA.search(label)) else ""
    return f"{found[1]} ", via, year, f"{found[1]} {year}".strip() + via


def _joined(names: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """Names, with one for the editions of one work: "SIPRI military expenditure (editions of 2021, 2023)"."""
    works: dict[tuple[str, str], dict[str, str]] = {}
    for before, after, edition, whole in names:
        works.setdefault((before, after), {})[edition] = whole
    return [
        next(iter(those.values())) if len(those) == 1 else before + ", ".join(sorted(those)) + after
        for (before, after), those in works.items()
    ]


def colour(data: Data, place: str) -> str:
    """The fixed colour of a place; grey for a place without one."""
    found = data.places.set_index("place")["colour"].get(place)
    return found if isinstance(found, str) else NEUTRAL


def readable(ink: str, ground: str = "white") -> str:
    """The same hue, darkened until text in it can be read on a light ground (contrast 4.5 to 1, as WCAG asks)."""
    red, green, blue = to_rgb(ink)
    light = luminance(*to_rgb(ground)) + 0.05
    while light / (luminance(red, green, blue) + 0.05) < 4.5:
        red, green, blue = red * 0.95, green * 0.95, blue * 0.95
    return to_hex((red, green, blue))


def luminance(*channels: float) -> float:
    """Relative luminance of a colour (red, green, blue from 0 to 1), as WCAG defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def name(data: Data, place: str) -> str:
    """The name of a place on charts."""
    return str(data.places.set_index("place")["name"].loc[place])


def end_labels(ax: Axes, labels: Sequence[tuple[float, float, str, str]], *, size: float = LABEL) -> None:
    """Write labels to the right of points (x, y, text, colour); `finish` moves them until none covers another."""
    placed = _labels.setdefault(figure_of(ax), [])
    for x, y, text, ink in labels:
        label = ax.annotate(
            text,
            (x, y),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            ha="left",
            color=readable(ink),
            fontsize=points(size),
            annotation_clip=False,
        )
        placed.append(label)


def _spread_labels(figure: Figure) -> None:
    """Move the end labels of each axes up until none covers another; the layout must be final."""
    labels = _labels.pop(figure, [])
    top: dict[Axes, tuple[float, float]] = {}  # the middle of the last label, and half its height
    for label in sorted(labels, key=lambda item: float(item.xy[1])):
        ax = label.axes
        assert isinstance(ax, Axes)  # end_labels made the label on axes
        half = _high(label.get_text(), float(label.get_fontsize())) * figure.dpi / 2
        level = float(ax.transData.transform(label.xy)[1])
        below, rest = top.get(ax, (-math.inf, 0.0))
        top[ax] = (max(level, below + rest + half), half)
        label.set_position((7, (top[ax][0] - level) * 72 / figure.dpi))


def band(
    ax: Axes, low: float, high: float, *, start: float = -math.inf, end: float = math.inf, horizontal: bool = True
) -> None:
    """The grey band of numbers that a text's words cover, on the value axis; an open end runs off the axes.

    It reaches from `start` to `end` of the other axis.
    """
    far = 1e6 * max(1.0, *(abs(edge) for edge in (low, high) if math.isfinite(edge)))
    ends = [edge if math.isfinite(edge) else math.copysign(far, edge) for edge in (low, high)]
    whole = math.isinf(start) and math.isinf(end)
    across = (0.0, 1.0) if whole else (start, end)
    (x0, x1), (y0, y1) = (across, ends) if horizontal else (ends, across)
    along = ax.get_yaxis_transform() if horizontal else ax.get_xaxis_transform()
    look: dict[str, Any] = {"color": STATED_BAND, "zorder": 0.5, "linewidth": 0}
    # an artist, not a patch: the axes do not grow for an end that is open
    ax.add_artist(Rectangle((x0, y0), x1 - x0, y1 - y0, transform=along if whole else ax.transData, **look))
    known = [edge for edge in (low, high) if math.isfinite(edge)]
    places = [(0.0, edge) if horizontal else (edge, 0.0) for edge in known]
    ax.update_datalim(places, updatex=not horizontal, updatey=horizontal)
    ax.autoscale_view()


def stated_line(
    ax: Axes, value: float, *, start: float = -math.inf, end: float = math.inf, horizontal: bool = True
) -> None:
    """A dashed line of ink at a number that is stated."""
    look: dict[str, Any] = {"color": STATED, "linewidth": 1.4, "zorder": 1.5}
    if math.isinf(start) and math.isinf(end):
        (ax.axhline if horizontal else ax.axvline)(value, linestyle=(0, (4, 2.5)), **look)
    else:
        (ax.hlines if horizontal else ax.vlines)(value, start, end, linestyles=(0, (4, 2.5)), **look)


def name_values(ax: Axes, unit: str, *, below: bool = False) -> None:
    """Name the numbers of the value axis: above its top, or below where it runs across; never on its side.

    The numbers themselves get thousands apart, and decimals that tell them apart.
    """
    axis = ax.xaxis if below else ax.yaxis
    if axis.get_scale() == "linear":
        axis.set_major_formatter(Numbers())
    unit = wrap(unit, LABEL, width=page().width)
    if below:
        ax.set_xlabel(unit, loc="left")
    elif unit:
        where: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "xytext": (0, 6)}
        look: dict[str, Any] = {"color": MUTED, "fontsize": points(LABEL), "va": "bottom", "ha": "left"}
        at_margin(ax, ax.annotate(unit, (0, 1), annotation_clip=False, **where, **look))


def at_margin(ax: Axes, label: Annotation) -> None:
    """Let words at the left end of axes begin where the title does, once the layout is known."""
    _units.setdefault(figure_of(ax), []).append(label)


def broken(text: str, most: int) -> str:
    """A text in lines of at most so many letters, broken between words."""
    return "\n".join(textwrap.wrap(text, most, break_long_words=False)) or text


def figure_of(drawn: Axes | Figure) -> Figure:
    """The figure that axes belong to; MilbalanceError if they belong to none."""
    if isinstance(drawn, Figure):
        return drawn
    found = drawn.get_figure(root=True)
    if found is None:
        raise MilbalanceError("these axes belong to no figure")
    return found
