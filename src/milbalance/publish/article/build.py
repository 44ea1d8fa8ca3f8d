"""Write the folder of an article from its answers, whole or not at all, and tell what is in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from milbalance.articles import Article
from milbalance.articles.statements import LONGEST_ID
from milbalance.errors import MilbalanceError
from milbalance.io import extras, folder
from milbalance.publish import cite
from milbalance.publish.article import notebook as notebooks
from milbalance.publish.article import own_figures, page, pictures, review, tables, workbook
from milbalance.publish.article.reopen import MADE_BY
from milbalance.publish.article.told import Record
from milbalance.publish.site.render import anchor
from milbalance.tables import documents, licences

NOTEBOOK = "article.ipynb"
_LINKED = ("ledger.csv", "ledger.json", "choices.csv", "choices.json", "article.xlsx", "references.bib")
_SCHEMAS = {"article": "article", tables.LEDGER: "ledger", tables.WAYS: "choices"}  # ours, and the name there


def build(
    article: Article,
    records: Sequence[Record],
    choices: Mapping[str, Sequence[Record]],
    read: Sequence[Mapping[str, Any]],
    out: Path,
    *,
    notebook: bool = True,
    made_from: str = "",
) -> list[str]:
    """Write the folder of an article, whole or not at all, and return the names of its files.

    `records` are the answers in the order of the text (schema `ledger`), `choices` the ways of counting by
    statement as `articles.choice_records` gives them, `read` the files that were read: `file`, `sha256` and what
    else is known of each, `made_from` a checksum of all that the folder is made from. Of the article its document
    and the rows of sources and places are used; nothing is computed again. Raises MilbalanceError if `out` holds
    files of others, or something needed is not installed.
    """
    for needed in ("xlsxwriter", *(("nbformat", "nbclient") if notebook else ())):
        extras.module(needed)
    _refuse_added(out)
    _refuse_alike(records)
    data = article.data
    records = tables.whole(records, tables.LEDGER)
    listed = tables.by_statement(records, choices)
    with folder.whole(out, MADE_BY) as new:
        _draw(article, records, choices, new / "figures")
        drawn = own_figures.draw(article, new / "figures")
        cited = tables.sources(data, tables.cited([*records, *drawn], listed))
        own = [NOTEBOOK] if notebook else []
        _write(new / "index.html", page.page(data, records, choices, [*_LINKED, *own], drawn))
        _write(new / "ledger.json", tables.as_json(records))
        _write(new / "ledger.csv", tables.as_csv(records, tables.LEDGER))
        _write(new / "choices.json", tables.as_json(listed))
        _write(new / "choices.csv", tables.as_csv(listed, tables.WAYS))
        _write(new / "sources.csv", tables.sources_csv(cited))
        columns = {name: _columns(new / f"{name}.csv") for name in ("ledger", "choices", "sources")}
        terms = licences.may_print(data, list(cited["source_id"]))
        _write(new / tables.DESCRIPTOR, tables.descriptor(str(data.article["title"]), columns, terms))
        _write(new / "references.bib", cite.bibtex(cited))
        (new / "article.xlsx").write_bytes(workbook.write(data, records, listed, cited))
        (new / "claimreview").mkdir()
        for record in records:
            _write(new / "claimreview" / f"{anchor(record['claim_id'])}.jsonld", review.text(data, record))
        (new / "schemas").mkdir()
        for name, there in _SCHEMAS.items():
            schema = (documents.SCHEMAS / f"{name}.json").read_bytes()
            (new / "schemas" / f"{there}.schema.json").write_bytes(schema)
        noted = {
            "made_by": MADE_BY,
            "made_from": made_from,
            "article": dict(data.article),
            "read": list(map(dict, read)),
        }
        _write(new / folder.MANIFEST, _manifest(noted, new))  # the notebook opens the folder by it
        if notebook:
            notebooks.write(new / NOTEBOOK, data, records, choices)
            _write(new / folder.MANIFEST, _manifest(noted, new))
        return _files(new)


def _draw(article: Article, records: Sequence[Record], choices: Mapping[str, Sequence[Record]], out: Path) -> None:
    """One picture a statement that has numbers to draw."""
    from milbalance.charts import export, style  # noqa: PLC0415

    style.use()
    out.mkdir()
    for record in records:
        found = choices.get(record["claim_id"], ())
        if pictures.drawable(record, found):
            spec = pictures.spec(record, article.data)
            rows = pictures.rows(found)
            export.draw(pictures.name(record["claim_id"]), article.data, out, ("svg",), spec=spec, rows=rows)


def _refuse_added(out: Path) -> None:
    """Raise MilbalanceError if a folder of ours holds files that were put there since: they would be lost."""
    known = folder.manifest(out, MADE_BY).get("files", {})
    if known and (added := sorted(set(_files(out)) - {*known, folder.MANIFEST})):
        raise MilbalanceError(f"{out.name}: found {', '.join(added[:3])}, which `{MADE_BY}` did not write; wanted "
                              "only what it wrote, as the folder is replaced whole")  # fmt: skip


def _refuse_alike(records: Sequence[Record]) -> None:
    """Raise MilbalanceError for ids that are no names of files: two alike, one too long, one that hides a file."""
    known: dict[str, str] = {}
    for claim_id in (str(record["claim_id"]) for record in records):
        other = known.setdefault(pictures.name(claim_id).lower(), claim_id)
        if len(claim_id) > LONGEST_ID:
            found = f"an id of {len(claim_id)} letters, {claim_id[:20]}…"
            raise MilbalanceError(f"found {found}; wanted at most {LONGEST_ID}: it is the name of files")
        if other != claim_id or not re.match(r"\w", claim_id):
            raise MilbalanceError(f"found the ids {other!r} and {claim_id!r}; wanted names of files that differ")


def _manifest(noted: dict[str, Any], new: Path) -> str:
    """What the folder was made from and what it holds, with the checksum of every file."""
    names = [name for name in _files(new) if name != folder.MANIFEST]
    files = {name: hashlib.sha256((new / name).read_bytes()).hexdigest() for name in names}
    return json.dumps(noted | {"files": files}, indent=1, ensure_ascii=False) + "\n"


def _files(where: Path) -> list[str]:
    return sorted(path.relative_to(where).as_posix() for path in where.rglob("*") if path.is_file())


def _columns(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return file.readline().rstrip("\n").split(",")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
