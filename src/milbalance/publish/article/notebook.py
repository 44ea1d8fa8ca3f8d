"""The notebook of an article: it opens the folder, shows the ledger, and each statement with its picture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from milbalance.io import extras, markdown
from milbalance.publish import notebooks
from milbalance.publish.article import page, pictures, told
from milbalance.publish.article.told import Record
from milbalance.tables import labels
from milbalance.tables.load import Data

_OPEN = """from milbalance.publish import article

built = article.opened(".")
built"""


def write(path: Path, data: Data, records: Sequence[Record], choices: Mapping[str, Sequence[Record]]) -> None:
    """Write the notebook and run it where it stands, in a folder that has all the rest.

    Raises MilbalanceError naming the cell if one fails, or the extra if what runs notebooks is not installed.
    """
    nbformat = extras.module("nbformat")
    extras.module("nbclient")
    made = nbformat.v4.new_notebook(metadata={"kernelspec": dict(notebooks.KERNELSPEC)})
    for place, (kind, text) in enumerate(_cells(data, records, choices)):
        new = nbformat.v4.new_markdown_cell if kind == "md" else nbformat.v4.new_code_cell
        made.cells.append(new(text, id=f"{kind}-{place:03d}"))
    path.write_text(nbformat.writes(made), encoding="utf-8")
    notebooks.execute(path)


def _cells(
    data: Data, records: Sequence[Record], choices: Mapping[str, Sequence[Record]]
) -> Iterator[tuple[str, str]]:
    text = data.article
    about = f"{text['title']}, {text['publisher']}, {labels.when(str(text['published']))}"
    yield "md", f"# {markdown.as_text(about)}\n\n**{page.headline(records)}**"
    yield "code", _OPEN
    yield "md", "## All statements\n\nWhat does the text state, what do the files give, and what is the verdict?"
    yield "code", "built.ledger()"
    for record in records:
        yield "md", _statement(record, data)
        claim_id = json.dumps(record["claim_id"], ensure_ascii=False)
        if pictures.drawable(record, choices.get(record["claim_id"], ())):
            yield "code", f"built.show({claim_id});"
        elif choices.get(record["claim_id"]):
            yield "code", f"built.ways({claim_id})"
    yield "md", "## Change this\n\nEvery way that counts, of any statement: put its id here."
    yield "code", f"built.ways({json.dumps(records[0]['claim_id'], ensure_ascii=False)})"


def _statement(record: Record, data: Data) -> str:
    """A statement with its verdict, and what stands beside it, as Markdown in which no sign of theirs is markup."""
    heard = record.get("words") or record["statement"]
    parts = [told.computed(record, data), told.position(record), told.missed(record)]
    lines = [
        f"## {markdown.as_text(str(heard))}",
        f"**{told.verdict(record).capitalize()}.** {told.because(record)}",
        markdown.as_text(f"{record['statement']} Computed: {'; '.join(filter(None, parts))}."),
        markdown.as_text(told.code(record)),
        *(f"- {markdown.as_text(str(one['sentence']))}" for one in record.get("near") or ()),
    ]
    return "\n\n".join(filter(None, lines))
