"""The parts of README.md that are written from the data, between markers."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from milbalance import claims, terms
from milbalance.errors import MilbalanceError
from milbalance.load import Data


def findings(data: Data) -> str:
    """A table of what is stated and what is computed, one row a computed claim."""
    label = data.sources.set_index("source_id")["label"]
    lines = ["| statement | stated | computed | unit | source | figure |", "|---|---|---|---|---|---|"]
    rows: list[Any] = list(claims.ledger(data).itertuples())
    for row in rows:
        computed = claims.found(row.claim_id, row.relation, row.computed)
        said = claims.wording(row.stated, row.relation)
        source = label.loc[claims.SOURCES[row.claim_id]] + (", by proxy" if row.measured_by == "proxy" else "")
        if row.covered == "no number":
            source = "no independent one held"
        cells = [row.statement, said, f"**{computed}**", claims.unit(row.unit), source]
        lines.append(f"| {' | '.join(cells)} | [{row.figure}](figures/{row.figure}.svg) |")
    return "\n".join(lines)


def printing(data: Data, cards: list[dict[str, Any]]) -> str:
    """Who may print what: the terms, and the figures they hold for."""
    figures: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        figures[card["terms"]].append(card["name"])
    sipri = sum("SIPRI" in card["terms"] for card in cards)
    lines = [
        "Without profit: yes, with the credit lines. A newspaper or any other commercial user asks SIPRI first for "
        f"{sipri} of the {len(cards)} figures.",
        "",
        "| terms | figures |",
        "|---|---|",
    ]
    lines += [f"| {text} | {', '.join(names)} |" for text, names in figures.items()]
    return "\n".join([*lines, "", terms.PROMISE])


def filled(text: str, blocks: dict[str, str]) -> str:
    """A text with each named block put between its markers; MilbalanceError if a marker is missing."""
    for name, block in blocks.items():
        start, end = f"<!-- {name}: written by `milbalance readme` -->", f"<!-- end of {name} -->"
        pattern = re.compile(re.escape(start) + r".*?" + re.escape(end), re.DOTALL)
        if not pattern.search(text):
            raise MilbalanceError(f"README.md: no block between {start} and {end}")
        text = pattern.sub(lambda _, s=start, b=block, e=end: f"{s}\n{b}\n{e}", text)  # type: ignore[misc]
    return text


def rewritten(data: Data, cards: list[dict[str, Any]], readme: Path) -> str:
    """README.md as it should read with these data."""
    blocks = {"findings": findings(data), "printing": printing(data, cards)}
    return filled(readme.read_text(encoding="utf-8"), blocks)
