"""The pages of reference: the method, the sources with their terms, what every column means, and how to cite."""

from __future__ import annotations

from collections.abc import Mapping

from milbalance.publish import cite
from milbalance.publish.site import render
from milbalance.publish.site.material import Material
from milbalance.tables import licences, schema
from milbalance.tables.load import Data

RULE = "11_how_a_verdict_is_made"  # the guide that has the rule of verdicts


def pages(material: Material, guides: Mapping[str, str]) -> dict[str, str]:
    """The pages of method, data, sources, columns and citing; `guides` are titles of guides by their stem."""
    names = list(material.data.sources["source_id"])
    rows = material.sources(names)
    for row in rows:  # the claims whose answers, in any counted way, use the source
        row["used_by"] = [one["claim_id"] for one in material.records if row["source_id"] in one["sources"]]
    citation = (material.root / "CITATION.cff").read_text(encoding="utf-8")
    return {
        "method.md": render.page("method", guides=guides, rule=RULE),
        "data.md": render.page("data", sources=len(names)),
        "sources.md": render.page("sources", sources=rows, terms=licences.by_source(material.data)),
        "dictionary.md": render.page("dictionary", tables=schema.tables().values(), limits=limits),
        "cite.md": render.page(
            "cite",
            citation=render.lines(citation),
            bibtex=render.lines(cite.bibtex(cite.project())),
            files=downloads(material.data),
        ),
    }


def limits(field: schema.Field) -> str:
    """The constraints of a column in words; nothing for one that may hold anything of its type."""
    said = {name: value for name, value in field.constraints.items() if name not in ("required", "unique")}
    told = [
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in said.items()
    ]
    return "; ".join(["every row"] * field.required + told)


def downloads(data: Data) -> dict[str, bytes]:
    """The references of the suite and of all sources as files of the site, by name."""
    everything = cite.chosen(data, [])
    return {
        "sources.bib": cite.text(everything, "bibtex").encode(),
        "sources.json": cite.text(everything, "csl").encode(),
    }
