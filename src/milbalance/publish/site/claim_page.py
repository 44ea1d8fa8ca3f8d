"""A page for every claim: what is stated, what is computed, every way of counting, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from milbalance import articles
from milbalance.articles import Assessment, contradictions, summary
from milbalance.choices import UNANSWERED
from milbalance.publish import statement
from milbalance.publish.article import told
from milbalance.publish.site import picture, render
from milbalance.publish.site.material import Material
from milbalance.tables import labels
from milbalance.tables.load import Data

FOLDER = "claims"
NO_MISS = "none: what is computed is not outside the wording"


def pages(material: Material) -> dict[str, str]:
    """The index of the claims and one page each, `claims/<id>`."""
    by_section = {
        name: [record for record in material.records if record["section"] == section]
        for section, name in summary.sections(material.data).items()
    }
    ids = [record["claim_id"] for record in material.records]
    names = {claim_id: render.entry(labels.claim(material.data, claim_id)) for claim_id in ids}
    found = {f"{FOLDER}/index.md": render.page("claims", sections=by_section, names=names)}
    clashes = contradictions.table(material.data)
    for record in material.records:
        found[f"{FOLDER}/{record['claim_id']}.md"] = _page(material, record, clashes)
    return found


def _page(material: Material, record: dict[str, Any], clashes: pd.DataFrame) -> str:
    one = material.found[record["claim_id"]]
    why, miss = reasons(material.data, one), told.missed(record)
    return render.page(
        "claim",
        record=record,
        one=one,
        title=labels.claim(material.data, record["claim_id"]),
        who="article" if material.article is None else "text",
        said=told.stated(record, material.data),
        computed=told.computed(record, material.data),
        because=told.because(record),
        control=statement.control(record, articles.choice_records(one), material.data),
        support=articles.percent(one.support.support),
        miss=f"{miss}, from {one.claim.allowed}" if miss else NO_MISS,
        answers=articles.answers(one),
        pictures=[picture.of(material, name) for name in shown_figures(material, record)],
        ways=ways(one, why),
        reasons={text: len(rows) for text, rows in why.items()},
        sources=material.sources(record["sources"]),
        tables=tables_with(material.data, record["sources"]),
        clashes=clashing(clashes, record["claim_id"]),
        note=material.data.claims.set_index("claim_id")["note"].fillna("").loc[record["claim_id"]],
    )


def shown_figures(material: Material, record: dict[str, Any]) -> list[str]:
    """The figures that are about a claim, in their order; that which claims.csv names stands first."""
    about = [name for name, card in material.cards.items() if record["claim_id"] in card["claims"]]
    return sorted(about, key=lambda name: name != record["figure"])


def reasons(data: Data, one: Assessment) -> dict[str, list[Any]]:
    """Why one would compute so: every reason once, with the rows of the grid that have it.

    Those that most of the calculations that count have come first.
    """
    found: dict[str, list[Any]] = {}
    for row, choice in zip(one.grid.index, articles.ways(data, one.claim.claim_id), strict=True):
        for why in choice.whys:
            found.setdefault(why, []).append(row)
    return dict(sorted(found.items(), key=lambda pair: (-one.grid.loc[pair[1], "counted"].sum(), -len(pair[1]))))


def ways(one: Assessment, why: Mapping[str, list[Any]]) -> dict[str, pd.DataFrame]:
    """Every choice for reading, in three tables by what they are; columns as filled.

    `why` are the `reasons`, which a row names by their place from 1 on: many rows share one.
    """
    grid = one.grid
    table = articles.choice_table(one)
    table["no answer because"] = grid["reason"]
    table["why"] = [[place for place, rows in enumerate(why.values(), 1) if row in rows] for row in table.index]
    counted, answered = grid["counted"].reindex(table.index), (grid["position"] != UNANSWERED).reindex(table.index)
    parts = {
        "calculations that count": table[counted & answered],
        "calculations that would count, but that have no answer": table[counted & ~answered],
        "calculations that are only shown": table[~counted],
    }
    return {told: part.loc[:, part.astype(bool).any()] for told, part in parts.items()}


def tables_with(data: Data, sources: list[str]) -> list[str]:
    """Names of the curated tables that have rows from any of these sources."""
    found = []
    for field in fields(data):
        table = getattr(data, field.name)
        if field.name != "sources" and "source_id" in table and table["source_id"].isin(sources).any():
            found.append(field.name)
    return found


def clashing(clashes: pd.DataFrame, claim_id: str) -> list[dict[str, Any]]:
    """The contradictions that name a claim: what this and the other claim imply, and why both cannot be so."""
    found = []
    for row in clashes.to_dict("records"):
        for here, there in (("a", "b"), ("b", "a")):
            if row[f"claim_{here}"] == claim_id:
                found.append(
                    {"other": row[f"claim_{there}"], "here": row[f"implies_{here}"]}
                    | {"there": row[f"implies_{there}"], "why": row["why"]}
                )
    return found
