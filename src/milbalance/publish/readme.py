"""The parts of README.md and docs/ that are written from the data, between markers."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment, headline, sentences, summary
from milbalance.charts import texts
from milbalance.choices import INSIDE, verdicts
from milbalance.errors import MilbalanceError
from milbalance.tables import licences
from milbalance.tables.load import Data


def findings(data: Data) -> str:
    """The verdict counts of all claims, then a table of the claims on the military balance, one row each."""
    first, subject = next(iter(summary.sections(data, "subject").items()))
    ids = data.claims.loc[data.claims["section"] == first, "claim_id"]
    figures = data.claims.set_index("claim_id")["figure"]
    counts = summary.verdict_counts(data)
    head = ["verdict", *counts.columns]
    rows = [[str(verdict), *map(str, row)] for verdict, row in zip(counts.index, counts.to_numpy(), strict=True)]
    lines = [
        *(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)),
        "",
        f"The {len(ids)} on {subject} itself. *Ours* is our main answer. *Miss* is how far it is from the nearest "
        "number that the words allow, in per cent of the article’s number. *All answers* are those of every "
        "calculation that counts: the article’s number is *between* them or *beyond* them all. *Origins* are "
        "independent publishers.",
        "",
        "| statement | the article says | ours | miss | all answers | origins that agree | verdict | figure |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_finding(articles.assess(data, name), figures[name]) for name in ids)])


def result(data: Data) -> str:
    """What was found, as the sentences that article.yml writes over the statements; else the verdicts counted."""
    written = data.article.get("front", {}).get("answer", ())
    words = texts.of_statements(data)
    return "\n".join(f"- {words(one)}" for one in written) or f"**{headline.verdicts(data)}.**"


def _finding(found: Assessment, figure: Any) -> str:
    """One row of the table: what is stated and computed, in words, and how sure the answer is."""
    claim, beside = found.claim, found.margins
    quoted = " (quoted)" * (claim.measured_by == "quoted")
    cells = [
        claim.statement,
        articles.with_unit(claim.said, claim.unit),
        f"**{articles.with_unit(articles.found(found.answer, claim.relation), claim.unit)}**{quoted}",
        articles.miss(beside.miss),
        articles.answers(found) + f" ({beside.place})" * bool(beside.place),
        f"{beside.agree} of {beside.origins}",
        found.words + _condition(found),
        f"[{figure}](../figures/{figure}.svg)" if isinstance(figure, str) else "",
    ]
    return f"| {' | '.join(cells)} |"


def _condition(found: Assessment) -> str:
    """On what a verdict depends: how many agree, or how, for example, the answer would fit."""
    if found.kind == verdicts.FRAGILE:
        return f": fits, but by weight only {articles.percent(found.support.support)} of the calculations do"
    if found.kind != verdicts.ONLY_IF:
        return ""
    grid = found.grid
    within, plain = grid[grid["counted"] & (grid["position"] == INSIDE)], grid[grid["plain"]]
    return f": fits only otherwise, for example {sentences.differs(articles.nearest_inside(within, plain), plain)}"


def printing(data: Data, cards: list[dict[str, Any]]) -> str:
    """Who may print what: the terms, and the figures they hold for."""
    figures: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        figures[card["terms"]].append(card["name"])
    asking = set(data.sources.loc[data.sources["redistribution"] == licences.ASK_FIRST, "source_id"])
    sipri = sum(not asking.isdisjoint(card["sources"]) for card in cards)
    lines = [
        "Non-commercial use: yes, with the credit line. Commercial users, newspapers included, need SIPRI's "
        f"permission for {sipri} of the {len(cards)} figures.",
        "",
        "| terms | figures |",
        "|---|---|",
    ]
    lines += [f"| {text} | {', '.join(names)} |" for text, names in figures.items()]
    return "\n".join([*lines, "", licences.PROMISE])


def filled(text: str, blocks: dict[str, str], file: str = "README.md") -> str:
    """The text of a file with each named block put between its markers; MilbalanceError if a marker is missing."""
    for name, block in blocks.items():
        start, end = f"<!-- {name}: written by `milbalance readme` -->", f"<!-- end of {name} -->"
        pattern = re.compile(re.escape(start) + r".*?" + re.escape(end), re.DOTALL)
        if not pattern.search(text):
            raise MilbalanceError(f"{file}: no block between {start} and {end}")
        text = pattern.sub(lambda _, s=start, b=block, e=end: f"{s}\n{b}\n{e}", text)  # type: ignore[misc]
    return text


def rewritten(data: Data, cards: list[dict[str, Any]], root: Path) -> dict[Path, str]:
    """README.md and the pages of docs/ with blocks of their own, as they should read with these data."""
    blocks = {
        root / "README.md": {"result": result(data)},
        root / "docs" / "10_what_was_found.md": {"findings": findings(data)},
        root / "docs" / "12_print_and_cite.md": {"printing": printing(data, cards)},
    }
    return {path: filled(path.read_text(encoding="utf-8"), written, path.name) for path, written in blocks.items()}
