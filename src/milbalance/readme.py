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
    lines = ["| stated | computed | unit | figure |", "|---|---|---|---|"]
    rows: list[Any] = list(claims.ledger(data).itertuples())
    for row in rows:
        computed = claims.found(row.claim_id, row.relation, row.computed)
        figure = f"[{row.figure}](figures/{row.figure}.svg)"
        lines.append(f"| {row.statement} | **{computed}** | {claims.unit(row.unit)} | {figure} |")
    return "\n".join(lines)


def printing(data: Data, cards: list[dict[str, Any]]) -> str:
    """Who may print what: the terms, and the figures they hold for."""
    figures: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        figures[card["terms"]].append(card["name"])
    lines = ["| terms | figures |", "|---|---|"]
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
