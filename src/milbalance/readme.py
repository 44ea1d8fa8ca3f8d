"""The parts of README.md that are written from the data, between markers."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from milbalance import choices, claims, labels, standing, summary, terms, verdicts
from milbalance.choices import INSIDE
from milbalance.errors import MilbalanceError
from milbalance.load import Data


def findings(data: Data) -> str:
    """The verdict counts of all claims, then a table of the claims on the military balance, one row each."""
    rows = claims.records(data)
    balance = [row for row in rows if row["section"] == "A"]
    lines = [
        *_counts(data),
        "",
        f"The {len(balance)} on the military balance itself:",
        "",
        "| statement | stated | computed | ways of counting that agree | verdict | figure |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_finding(data, row) for row in balance)])


def result(data: Data) -> str:
    """How many statements have each verdict, in the one line at the top."""
    return f"**{summary.verdicts(data)}.**"


def _counts(data: Data) -> list[str]:
    """How many claims have each verdict, as a table by section."""
    counts = standing.verdict_counts(data)
    head = ["verdict", *counts.columns]
    rows = [[str(verdict), *map(str, row)] for verdict, row in zip(counts.index, counts.to_numpy(), strict=True)]
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _finding(data: Data, row: dict[str, Any]) -> str:
    """One row of the table: what is stated and computed, in words, and how sure the answer is."""
    claim, answer = claims.stated(data, row["claim_id"]), claims.answer(data, row["claim_id"])
    cells = [
        row["statement"],
        claims.with_unit(claim.said, claim.unit),
        f"**{claims.with_unit(claims.found(answer, claim.relation), claim.unit)}**",
        _agreeing(row),
        row["verdict"] + _condition(data, row),
        f"[{row['figure']}](figures/{row['figure']}.svg)",
    ]
    return f"| {' | '.join(cells)} |"


def _agreeing(row: dict[str, Any]) -> str:
    """How many ways of counting agree and, where some do, with what share of the weight: the verdict goes by it."""
    count = f"{row['choices_inside']} of {row['choices_counted']}"
    if row["choices_inside"] and row["support"] is not None:
        weight = "the weight that is decided" if row["choices_undecided"] else "the weight"
        return f"{count} ({claims.percent(row['support'])} of {weight})"
    return count


def _condition(data: Data, row: dict[str, Any]) -> str:
    """For a statement that holds only if one counts otherwise: for example how, each level with its kind."""
    if not row["verdict"].endswith(verdicts.ONLY_IF):
        return ""
    grid = claims.choices_of(data, row["claim_id"])
    within = grid[grid["counted"] & (grid["position"] == INSIDE)]
    nearest = claims.nearest_inside(within, grid[grid["plain"]])
    named = "; ".join(
        f"{labels.kind(name)}: {nearest[name]}" for name in choices.level_names(grid) if nearest[name]
    )
    return f", for example with {named}"


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


def filled(text: str, blocks: dict[str, str], file: str = "README.md") -> str:
    """The text of a file with each named block put between its markers; MilbalanceError if a marker is missing."""
    for name, block in blocks.items():
        start, end = f"<!-- {name}: written by `milbalance readme` -->", f"<!-- end of {name} -->"
        pattern = re.compile(re.escape(start) + r".*?" + re.escape(end), re.DOTALL)
        if not pattern.search(text):
            raise MilbalanceError(f"{file}: no block between {start} and {end}")
        text = pattern.sub(lambda _, s=start, b=block, e=end: f"{s}\n{b}\n{e}", text)  # type: ignore[misc]
    return text


def rewritten(data: Data, cards: list[dict[str, Any]], readme: Path) -> str:
    """README.md as it should read with these data."""
    blocks = {"result": result(data), "findings": findings(data), "printing": printing(data, cards)}
    return filled(readme.read_text(encoding="utf-8"), blocks)
