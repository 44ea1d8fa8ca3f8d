"""The pages of reference: the sources with their terms, what every column means, and how to cite."""

from __future__ import annotations

from milbalance.publish import cite
from milbalance.publish.site import render
from milbalance.publish.site.material import Material
from milbalance.tables import licences, schema
from milbalance.tables.load import Data


def pages(material: Material) -> dict[str, str]:
    """The pages `sources`, `dictionary` and `cite`."""
    names = list(material.data.sources["source_id"])
    rows = [row | {"used_by": claims_with(material, row["source_id"])} for row in material.sources(names)]
    citation = (material.root / "CITATION.cff").read_text(encoding="utf-8")
    return {
        "sources.md": render.page("sources", sources=rows, terms=licences.by_source(material.data)),
        "dictionary.md": dictionary(),
        "cite.md": render.page(
            "cite",
            citation=render.lines(citation),
            bibtex=render.lines(cite.bibtex(cite.project())),
            files=downloads(material.data),
        ),
    }


def claims_with(material: Material, source_id: str) -> list[str]:
    """The claims whose answers, in any counted way, use a source."""
    return [record["claim_id"] for record in material.records if source_id in record["sources"]]


def dictionary() -> str:
    """What every column of every table means, from the descriptor."""
    return render.page("dictionary", tables=schema.tables().values(), limits=limits)


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
