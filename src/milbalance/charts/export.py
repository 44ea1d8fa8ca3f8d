"""Draw every figure and write it with the numbers drawn, its texts and its terms."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from milbalance import arguments
from milbalance.charts import BY_NOTEBOOK, metadata, style
from milbalance.charts.metadata import DEFAULT_FORMATS
from milbalance.errors import MilbalanceError
from milbalance.io.files import replace_together
from milbalance.tables import licences, reads
from milbalance.tables.load import Data

Chart = Callable[[Data], Axes]


@dataclass(frozen=True)
class Entry:
    """One figure: its name (the stem of its files), the function that draws it and the notebook that shows it."""

    name: str
    chart: Chart
    notebook: str


def registry() -> dict[str, Entry]:
    """Every figure by name, in the order of the notebooks."""
    return {
        chart.__name__: Entry(chart.__name__, chart, notebook)
        for notebook, charts in BY_NOTEBOOK.items()
        for chart in charts
    }


def chosen(names: Iterable[str]) -> list[Entry]:
    """The named figures, or all; MilbalanceError saying what is near for an unknown name."""
    known = registry()
    return [known[name] for name in arguments.named("figure", names, known)] or list(known.values())


def draw(entry: Entry, data: Data, out: Path, formats: Iterable[str] = DEFAULT_FORMATS) -> dict[str, Any]:
    """Draw one figure into a folder: pictures, `.csv` with the numbers drawn, `.json` with texts and terms.

    Returns what the `.json` holds, the tables that the figure was drawn from among it. The same data give the same
    bytes, on one platform. The files are put in place together, so that they are of one run.
    """
    with reads.recorded() as tables:
        ax = entry.chart(data)
        described = style.record(ax)
        card = _card(entry, described, data)
    card["tables"] = sorted(tables)
    figure = style.figure_of(ax)
    contents = {kind: _picture(figure, kind, card) for kind in formats}
    plt.close(figure)
    contents["csv"] = numbers(described.drawn).encode()
    contents["json"] = (json.dumps(card, indent=1, ensure_ascii=False) + "\n").encode()
    replace_together({out / f"{entry.name}.{kind}": content for kind, content in contents.items()})
    return card


def _picture(figure: Figure, kind: str, card: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    with _undated():
        figure.savefig(buffer, format=kind, metadata=metadata.metadata(kind, card))
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


def _card(entry: Entry, described: style.Record, data: Data) -> dict[str, Any]:
    claims = data.claims.loc[data.claims["figure"] == entry.name, "claim_id"]
    return {
        "name": entry.name,
        "title": described.title,
        "subtitle": described.subtitle,
        "alt": described.alt,
        "notebook": entry.notebook,
        "claims": list(claims),
        "sources": list(described.sources),
        "source_line": described.source_line,
        "credit": licences.credits(data, described.sources),
        "terms": licences.may_print(data, described.sources),
        "long": described.long(entry.name),
    }


def draw_all(
    data: Data,
    out: Path,
    entries: Iterable[Entry],
    formats: Iterable[str] = DEFAULT_FORMATS,
    *,
    editable_text: bool = False,
) -> list[dict[str, Any]]:
    """Draw figures into a folder in turn and return their cards; `editable_text` keeps text as text in SVG."""
    style.use()
    if editable_text:
        mpl.rcParams["svg.fonttype"] = "none"
    out.mkdir(parents=True, exist_ok=True)
    return [draw(entry, data, out, formats) for entry in entries]


def read_cards(out: Path) -> list[dict[str, Any]]:
    """The cards of a figures folder, in the order of the notebooks; MilbalanceError if one is not there."""
    missing = [name for name in registry() if not (out / f"{name}.json").is_file()]
    if missing:
        raise MilbalanceError(f"no {', '.join(missing)} in {out.name}/: run `make figures` first")
    return [json.loads((out / f"{name}.json").read_text(encoding="utf-8")) for name in registry()]


def _as_text(words: str) -> str:
    """Words for a Markdown page in which no sign of theirs is read as markup."""
    return re.sub(r"([\\`*_\[\]<>|$#~])", r"\\\1", words)


def index(cards: list[dict[str, Any]]) -> str:
    """The page `figures/README.md`: each figure with alt text, notebook, sources, credit line and terms."""
    parts = [
        "# Figures",
        "",
        "Written by `milbalance figures`; do not edit. Beside each picture stand the numbers drawn (`.csv`) and "
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
            f"- Notebook: [{card['notebook']}](../notebooks/{card['notebook']}.ipynb)",
            f"- Claims: {', '.join(card['claims']) or 'none'}",
            f"- Sources: {', '.join(card['sources']) or 'the tables of this project'}",
            f"- Credit: {' '.join(card['credit']) or 'milbalance'}",
            f"- Terms: {card['terms']}",
            "",
            "<details>",
            "<summary>In words</summary>",
            "",
            _as_text(card["long"]),
            "",
            "</details>",
        ]
    return "\n".join(parts) + "\n"
