"""Draw every figure and write it with the numbers drawn, its texts and its terms."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from milbalance import arguments
from milbalance.charts import figure, metadata, style
from milbalance.charts import web as inline
from milbalance.charts.metadata import DEFAULT_FORMATS
from milbalance.errors import MilbalanceError
from milbalance.io.files import replace_together
from milbalance.io.markdown import as_text
from milbalance.tables import licences, reads
from milbalance.tables.load import Data


def chosen(data: Data, names: Iterable[str]) -> list[str]:
    """The named figures, or all; MilbalanceError saying what is near for an unknown name."""
    return arguments.named("figure", names, known := list(figure.described(data))) or known


def draw(
    name: str,
    data: Data,
    out: Path,
    formats: Iterable[str] = DEFAULT_FORMATS,
    *,
    spec: Mapping[str, Any] | None = None,
    rows: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Draw one figure into a folder: pictures, `.csv` with the numbers drawn, `.json` with texts and terms.

    Returns what the `.json` holds, the tables that the figure was drawn from among it. The same data give the same
    bytes, on one platform. The files are put in place together, so that they are of one run. Without `spec` and
    `rows` it is a figure of the article.
    """
    spec = figure.described(data)[name] if spec is None else spec
    with reads.recorded() as tables:
        ax = figure.made(data, spec, numbers=rows).ax
        described = style.record(ax)
        card = _card(name, spec, described, data)
    card["tables"] = sorted(tables)
    drawn = style.figure_of(ax)
    contents = {kind: _picture(drawn, kind, card) for kind in formats}
    plt.close(drawn)
    contents["csv"] = numbers(described.drawn).encode()
    contents["json"] = (json.dumps(card, indent=1, ensure_ascii=False) + "\n").encode()
    replace_together({out / f"{name}.{kind}": content for kind, content in contents.items()})
    return card


def web(data: Data, name: str, *, narrow: bool = False, spec: Mapping[str, Any] | None = None) -> str:
    """One figure as an inline `<svg>` for a page: real text, no title or source line, colours as CSS variables.

    It is 8 inches wide, or `narrow` for a telephone. Without `spec` it is a figure of the article. The same data
    give the same text. Raises MilbalanceError naming those that are near if there is no figure of that name.

    >>> from milbalance.charts import export
    >>> export.web(data, "balance")[:54]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5'
    """
    known = {name: spec} if spec is not None else figure.described(data)
    with (
        mpl.rc_context(style.RC | {"svg.fonttype": "none"}),
        style.drawn_for(style.NARROW if narrow else style.WEB),
    ):
        ax = figure.made(data, known[arguments.one_of("figure", name, known)]).ax
        drawn, described = style.figure_of(ax), style.record(ax)
        inline.plain_texts(drawn)
        buffer = BytesIO()
        with _undated():
            drawn.savefig(buffer, format="svg", transparent=True, metadata=metadata.UNDATED["svg"])
    plt.close(drawn)
    ids = f"{name}-narrow" if narrow else name
    return inline.inlined(buffer.getvalue(), name=ids, title=described.title, alt=described.alt)


def _picture(drawn: Figure, kind: str, card: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    with _undated():
        drawn.savefig(buffer, format=kind, metadata=metadata.metadata(kind, card))
    picture = buffer.getvalue()
    return metadata.accessible(picture, card) if kind == "svg" else picture


@contextmanager
def _undated() -> Iterator[None]:
    """Without SOURCE_DATE_EPOCH: matplotlib reads it though no date is written, and stops at what is no number."""
    kept = os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ["SOURCE_DATE_EPOCH"] = kept


def numbers(drawn: pd.DataFrame) -> str:
    """The numbers drawn as CSV, rounded to six significant digits so that they are the same on every machine."""
    rounded = drawn.copy()
    for column in rounded.select_dtypes("float"):
        values = rounded[column].map("{:.6g}".format, na_action="ignore").astype(float)
        # Whole numbers, such as years beside a gap, are written without a decimal point.
        rounded[column] = values.astype("Int64") if (values.dropna() % 1 == 0).all() else values
    text: str = rounded.to_csv(index=False, lineterminator="\n", float_format="%.12g")
    return text


def _card(name: str, spec: Mapping[str, Any], described: style.Record, data: Data) -> dict[str, Any]:
    return {
        "name": name,
        "title": described.title,
        "subtitle": described.subtitle,
        "alt": described.alt,
        "notebook": spec.get("notebook"),
        "site": spec.get("site", True),
        "claims": list(spec.get("claims", ())),
        "sources": list(described.sources),
        "source_line": described.source_line,
        "credit": licences.credits(data, described.sources),
        "terms": licences.may_print(data, described.sources),
        "long": described.long,
    }


def draw_all(
    data: Data,
    out: Path,
    names: Iterable[str],
    formats: Iterable[str] = DEFAULT_FORMATS,
    *,
    editable_text: bool = False,
) -> list[dict[str, Any]]:
    """Draw figures into a folder in turn and return their cards; `editable_text` keeps text as text in SVG."""
    style.use()
    if editable_text:
        mpl.rcParams["svg.fonttype"] = "none"
    out.mkdir(parents=True, exist_ok=True)
    return [draw(name, data, out, formats) for name in names]


def read_cards(data: Data, out: Path) -> list[dict[str, Any]]:
    """The cards of a figures folder, in the order of figures.yml; MilbalanceError if one is not there."""
    names = list(figure.described(data))
    missing = [name for name in names if not (out / f"{name}.json").is_file()]
    if missing:
        raise MilbalanceError(f"no {', '.join(missing)} in {out.name}/: run `make figures` first")
    return [json.loads((out / f"{name}.json").read_text(encoding="utf-8")) for name in names]


def texts(cards: Iterable[Mapping[str, Any]]) -> str:
    """The page `figures/texts.md`: what every figure says, to be read as prose in one piece."""
    parts = ["# What the figures say", "", "Written by `milbalance figures`; the templates are in figures.yml."]
    for card in cards:
        said = (card["title"], card["subtitle"], card["alt"], card["source_line"])
        parts += ["", f"## {card['name']}", "", "\n\n".join(as_text(one) for one in said)]
    return "\n".join(parts) + "\n"


def index(cards: list[dict[str, Any]]) -> str:
    """The page `figures/README.md`: each figure with alt text, notebook, sources, credit line and terms."""
    parts = [
        "# Figures",
        "",
        "Written by `milbalance figures`; do not edit. Beside each picture are the numbers drawn (`.csv`) and "
        "its texts, sources and terms (`.json`). `make figures` also writes each picture as `.png`, which is not "
        "committed.",
    ]
    for card in cards:
        parts += [
            "",
            f"## {card['title']}",
            "",
            f"![{card['alt']}]({card['name']}.svg)",
            "",
            f"{card['subtitle']}",
            "",
            f"- Files: [svg]({card['name']}.svg), [numbers]({card['name']}.csv), [texts]({card['name']}.json)",
            *(
                [f"- Notebook: [{card['notebook']}](../notebooks/{card['notebook']}.ipynb)"]
                if card["notebook"]
                else []
            ),
            f"- Claims: {', '.join(card['claims']) or 'none'}",
            f"- Sources: {', '.join(card['sources']) or 'the tables of this project'}",
            f"- Credit: {' '.join(card['credit']) or 'milbalance'}",
            f"- Terms: {card['terms']}",
            "",
            "<details>",
            "<summary>In words</summary>",
            "",
            as_text(card["long"]),
            "",
            "</details>",
        ]
    return "\n".join(parts) + "\n"
