"""The pages of reference: the sources with their terms, what every column means, and how to cite."""

from __future__ import annotations

import re
from importlib.metadata import metadata

from milbalance import schema, terms
from milbalance.load import Data
from milbalance.site import render
from milbalance.site.material import Material


def pages(material: Material) -> dict[str, str]:
    """The pages `sources`, `dictionary` and `cite`."""
    names = list(material.data.sources["source_id"])
    rows = [row | {"used_by": claims_with(material, row["source_id"])} for row in material.sources(names)]
    citation = (material.root / "CITATION.cff").read_text(encoding="utf-8")
    return {
        "sources.md": render.page("sources", sources=rows, terms=terms.by_source(material.data)),
        "dictionary.md": dictionary(),
        "cite.md": render.page("cite", citation=citation, bibtex=bibtex(citation), files=downloads(material.data)),
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


def bibtex(citation: str) -> str:
    """The suite as a BibTeX entry, from CITATION.cff and what the installed package says of itself."""
    package = metadata("milbalance")
    released = _of(citation, "date-released")
    lines = [
        "@software{milbalance,",
        f"  title = {{{_of(citation, 'title')}}},",
        f"  author = {{{{{_of(citation, '  - name')}}}}},",
        f"  version = {{{package['Version']}}},",
        f"  year = {{{released[:4]}}},",
        "}",
    ]
    return "\n".join(lines)


def _of(citation: str, name: str) -> str:
    """One plain value of CITATION.cff."""
    found = re.search(rf'^{re.escape(name)}: *"?(.*?)"?$', citation, re.MULTILINE)
    assert found is not None, f"CITATION.cff has no {name}"
    return found[1]


def downloads(data: Data) -> dict[str, bytes]:
    """The references of all sources as files of the site, by name."""
    return {}
