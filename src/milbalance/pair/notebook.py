"""The notebook of a pair: questions, answers from the numbers, one call a table or figure, and limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.pair import coverage, places
from milbalance.pair.arms import OWN
from milbalance.pair.request import Request
from milbalance.publish import notebooks

Cells = Iterator[tuple[str, str]]
_PRICES = "Dollars of each year and constant dollars answer different questions and never meet in one ratio."
_REGISTER = (
    "SIPRI’s volumes (TIV) measure what was delivered, not what was paid. In a year without deliveries SIPRI knows "
    "of none."
)
_RANGES = (
    "- The register of deals does not say how much came in each year: where a period cuts a deal, volumes and "
    "shares are ranges (least and most), and no chart by period or window is drawn."
)
_LATEST = """ratios = found.table("spending_ratio").dropna(subset="ratio")
latest = ratios.groupby(["basis", "source_id"]).tail(1).drop(columns="why_not").set_index("basis")
table(latest, found.data, digits=3, missing="not told by the source")"""
_PEOPLE = """people = found.table("personnel_ratio").groupby(["item", "source_id"]).tail(1).set_index("item")
table(people, found.data, digits=3, missing="not told by the source")"""
_SUPPLIERS = """top = found.table("suppliers").groupby("place").head(5).set_index("place")
table(top, found.data, digits=1)"""
_CHANGE = """# change this: the sides, the years
other = pair.opened(".", side_b, side_a, years)
table(other.table("suppliers").groupby("place").head(3).set_index("place"), other.data, digits=1)"""


@dataclass(frozen=True)
class Findings:
    """What a notebook tells of: the cards of the figures by name, the coverage report, the sources, their terms.

    `ranges` says whether the volumes of some years are ranges, for want of yearly numbers.
    """

    request: Request
    cards: Mapping[str, Mapping[str, Any]]
    report: pd.DataFrame
    sources: pd.DataFrame
    terms: str
    ranges: bool = False

    def title(self, name: str) -> str:
        """What a figure found."""
        return str(self.cards[name]["title"])


def write(path: Path, findings: Findings) -> None:
    """Write the notebook and run it where it stands. Raises MilbalanceError naming the cell if one fails."""
    import nbformat  # noqa: PLC0415  slow to import, and only needed here

    made = nbformat.v4.new_notebook(metadata={"kernelspec": dict(notebooks.KERNELSPEC)})
    for place, (kind, text) in enumerate(_cells(findings)):
        new = nbformat.v4.new_markdown_cell if kind == "md" else nbformat.v4.new_code_cell
        made.cells.append(new(text, id=f"{kind}-{place:02d}"))
    path.write_text(nbformat.writes(made), encoding="utf-8")
    notebooks.execute(path)


def _cells(findings: Findings) -> Cells:
    yield "md", _head(findings)
    yield "code", _parameters(findings.request)
    yield "md", "## What can be compared\n\nWhat do we have for each side, and why is a subject left out?"
    yield "code", 'table(found.table("coverage").set_index("subject"))'
    yield from _money(findings)
    yield from _forces(findings)
    if "suppliers" in findings.cards:
        yield "md", f"## Who supplied the arms\n\nWho delivered how much to whom? {_REGISTER}"
        yield "code", _SUPPLIERS
    yield from _shown("suppliers", findings)
    yield "md", "## Change this\n\nThe same folder, the other way round or for other years."
    yield "code", _CHANGE
    yield "md", _limits(findings)


def _head(findings: Findings) -> str:
    """The question, and the answer in one bold sentence made of what the figures found."""
    a, b = (places.name(side) for side in findings.request.sides)
    main = [name for name in ("spending_ratio", "choices", "personnel_ratio") if name in findings.cards]
    told = "; ".join(findings.title(name) for name in main or findings.cards)
    return (
        f"# {a} and {b}, side by side\n\n"
        f"How do the military spending, the personnel and the arms imports of {a} and {b} compare, by every source "
        f"that we have?\n\n**{told or 'Nothing could be drawn'}.**\n\n"
        "Tables read: `spending`, `forces`, `context`, `arms_imports`, `sources`, `places`, all in `data/`.\n\n"
        f"Claims checked: none. No statement about this pair is tested here. Every ratio is {a} over {b}."
    )


def _parameters(request: Request) -> str:
    years = json.dumps(request.years).replace("[", "(").replace("]", ")").replace("null", "None")
    return (
        "from milbalance import pair, table\n\n"
        "# parameters: swap the sides, or name years such as (1995, 2015), and run all cells again\n"
        f'side_a, side_b, years = "{request.side_a}", "{request.side_b}", {years}\n'
        'found = pair.opened(".", side_a, side_b, years)'
    )


def _shown(name: str, findings: Findings) -> Cells:
    """One figure and the sentence that it says."""
    if name in findings.cards:
        yield "code", f'found.show("{name}")'
        yield "md", f"{findings.title(name)}."


def _money(findings: Findings) -> Cells:
    if "spending_ratio" in findings.cards:
        yield "md", f"## Military spending\n\nHow many times as much? {_PRICES} Below, the last year of each."
        yield "code", _LATEST
    yield from _shown("spending_ratio", findings)
    if "choices" in findings.cards:
        yield "md", "## Every way to count\n\nWhat if other numbers, prices or years are taken?"
    yield from _shown("choices", findings)


def _forces(findings: Findings) -> Cells:
    if "personnel_ratio" in findings.cards:
        yield "md", "## Personnel\n\nWho counts as a soldier differs by source: only like is set against like."
        yield "code", _PEOPLE
    yield from _shown("personnel_ratio", findings)
    if "capability_ratio" in findings.cards:
        yield "md", "## Capability as an index\n\nOne published index of six shares; it says nothing of quality."
    yield from _shown("capability_ratio", findings)


def _limits(findings: Findings) -> str:
    """What is not compared and why, what the numbers cannot say, and where the terms stand."""
    rows = findings.report[findings.report["comparable"] == coverage.NO]
    left = [f"- Not compared: {row['subject']}; {row['why not']}." for row in rows.to_dict("records")]
    own = findings.sources[findings.sources["source_id"].str.endswith(OWN)].dropna(subset="note")
    noted = [f"- {row['label']}: {str(row['note']).rstrip('.')}." for row in own.to_dict("records")]
    return "\n".join(
        [
            "## Limits",
            "",
            *left,
            *noted,
            *([_RANGES] if findings.ranges else []),
            "- Spending and head counts say nothing of quality, training, readiness or geography.",
            "- A ratio of one source is as good as that source; sources that disagree are shown side by side.",
            f"- Terms: {findings.terms}",
            "",
            "The tables are in `tables/` and, with units, in the workbook; [manifest.json](manifest.json) has the "
            "checksum of every input, the `.bib` file what to cite.",
        ]
    )
