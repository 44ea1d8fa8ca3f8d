"""The page of an article: one file that needs no server, nothing from outside, and no script to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from milbalance.charts import style
from milbalance.choices.verdicts import VERDICTS
from milbalance.publish import statement
from milbalance.publish.article import review, tables, told, ways
from milbalance.publish.article.told import Record
from milbalance.publish.site.render import THEME, address
from milbalance.tables import labels, licences
from milbalance.tables.load import Data

HERE = Path(__file__).parent
MOST_WAYS = 60  # rows of the table of one statement; all are in choices.csv
MARKS = dict(zip(VERDICTS, ("holds", "depends", "not", "undecided"), strict=True))
_COUNTED = {"holds": ("holds", "hold"), "depends": ("depends on how one counts", "depend on how one counts")}
_COUNTED |= {"does not hold": ("does not hold", "do not hold"), "undecided": ("is undecided", "are undecided")}


def page(
    data: Data,
    records: Sequence[Record],
    choices: Mapping[str, Sequence[Record]],
    files: Sequence[str] = (),
    figures: Sequence[Record] = (),
) -> str:
    """The page as HTML: the text, all its statements by verdict, then each one in the order of the text.

    `files` are those that stand beside it and are worth a link, `figures` those of the text's own (`own_figures`).
    Every value is escaped.
    """
    text = data.article
    script = statement.script()
    statements = [_statement(data, record, choices.get(record["claim_id"], ())) for record in records]
    counts = Counter(record["verdict"] for record in records)
    answered = [one for one in tables.by_statement(records, choices) if one["low"] is not None]
    cited = tables.sources(
        data, tables.cited([*records, *figures], answered)
    )  # sources.csv has those without an answer too
    sources: list[Any] = cited.astype(object).where(cited.notna(), None).to_dict("records")
    reviews = [review.claim_review(data, record) for record in records]
    made: str = _template().render(
        title=text["title"],
        publisher=text["publisher"],
        published=labels.when(str(text["published"])),
        url=text.get("url"),
        cites=text.get("cites"),
        headline=headline(records),
        tally=[(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]],
        statements=statements,
        bar=sorted(statements, key=lambda one: VERDICTS.index(one["verdict"])),
        ld=statement.embedded({"@context": review.CONTEXT, "@graph": reviews}),
        sources=sources,
        terms=licences.may_print(data, [row["source_id"] for row in sources]),
        files=files,
        figures=figures,
        style=Markup((HERE / "page.css").read_text(encoding="utf-8")) + statement.style(),
        script=script,
        policy=Markup(statement.policy(script)),
    )
    return made


def headline(records: Sequence[Record]) -> str:
    """How many statements have each verdict, in one sentence.

    >>> from milbalance.publish.article.page import headline
    >>> headline([{"verdict": "holds"}, {"verdict": "holds"}, {"verdict": "undecided"}])
    'Of 3 statements 2 hold and 1 is undecided.'
    """
    counts = Counter(record["verdict"] for record in records)
    parts = [f"{counts[name]} {_COUNTED[name][counts[name] != 1]}" for name in VERDICTS if counts[name]]
    number = f"Of {len(records)} statements" if len(records) != 1 else "Of 1 statement"
    said = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"{number} {said or 'none is answered'}."


@lru_cache(maxsize=1)
def _template() -> Any:
    made = Environment(
        loader=FileSystemLoader([HERE, THEME / "pages"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"address": address, "mark": MARKS.__getitem__}
    return made.get_template("page.html.jinja")


def _statement(data: Data, record: Record, found: Sequence[Record]) -> dict[str, Any]:
    """One statement as the template takes it: every part in words."""
    table, left = ways.listed(record, found, data, MOST_WAYS)
    facts, margins = _facts(data, record)
    return {
        "id": review.place(record["claim_id"]),
        "verdict": record["verdict"],
        "told": told.verdict(record),
        "because": told.because(record),
        "words": record.get("words") or record["statement"],
        "statement": record["statement"],
        "facts": [(name, words) for name, words in facts if words],
        "margins": [(name, words) for name, words in margins if words],
        "code": record.get("code"),
        "code_told": told.code(record),
        "near": list(record.get("near") or ()),
        "title": told.title(record),
        "control": statement.control(record, found, data, review.place(record["claim_id"])),
        "ways": table,
        "left": left,
        "sentence": record.get("sentence") or "",
    }


def _facts(data: Data, record: Record) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What stands beside a verdict, and behind it: names with their words, which are empty for nothing to say."""
    then = " – ".join(filter(None, [told.computed(record, data), told.position(record)]))
    now = told.newest(record, data)
    gave = _GAVE[record.get("known")]
    ids = record.get("sources") or ()
    known = [name for name in ids if (data.sources["source_id"] == name).any()]
    named = [style.named(data, known), *(name for name in ids if name not in known)]
    beside = [
        ("The text says", told.stated(record, data)),
        (gave if now else "The files give", then),
        ("The files give now", now),
    ]
    behind = [
        ("Miss", told.missed(record)),
        ("All answers that count", told.others(record)),
        ("Agree", told.agree(record)),
        ("Edition", _edition(data, record, now=bool(now))),
        ("Sources", "; ".join(filter(None, named))),
    ]
    return beside, behind


_GAVE = {True: "The files gave then", False: "The oldest file gives", None: "The files give"}
_KNOWN = {
    True: "out on the day of the text",
    False: "which came out after the text",
    None: "which does not say when it came out",
}


def _edition(data: Data, record: Record, *, now: bool) -> str:
    """The edition of the main answer, whether it was out on the day of the text, and the newest if that differs."""
    if not record.get("edition"):
        return ""
    words = labels.credited(data, str(record["edition"]))
    words += f", {_KNOWN[record.get('known')]}"
    return f"{words}; now: {labels.credited(data, str(record['now_edition']))}" if now else words
