"""What readers meet is said in everyday words, and the words that they stumbled over are gone."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd
import pytest
import yaml

from milbalance import articles
from milbalance.tables import paths
from milbalance.tables.load import Data

ROOT = paths.root()
PACKAGE = ROOT / "src" / "milbalance"
# "Held by" says who is in control of a place, and so does "Armenian-held". "Stands for" says what a sign means.
# "Of it" ends a sentence that says too little.
STUMBLED = re.compile(
    r"(?<!-)\bheld\b(?! by)|\bat hand\b|\bstands?\b(?! (in )?for\b)|\bsilent\b|\bmend(s|ed|ing)?\b|\bapart\b"
    r"|\bwording covers\b|\bways? of counting\b|\bas printed\b|\bof it[.,;:]",
    re.IGNORECASE,
)
# What no title, subtitle or first paragraph says: terms of ours.
TERMS = re.compile(
    r"\b(plain reading|wording covers|counted (choices|ways)|(choices|sources|ways|not) counted|weights?|proxy)\b",
    re.IGNORECASE,
)
STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|(?<=\s)\"(?=\w)")

# Where nothing simpler says it: file, the phrase, and why.
ALLOWED = {
    ("src/milbalance/measures/vocabulary/spending.py", "as printed"): "the name of a basis, which users type",
    ("src/milbalance/tables/schemas/choices.json", "as printed"): "the same",
    ("notebooks/05_human_cost.ipynb", "within three of it"): "says of what",
    **{
        (file, phrase): "who was in control of land"
        for file, phrases in {
            "data/choices.yml": ["held before the war"],
            "data/claims.csv": ["held after the war", "held before it"],
            "data/figures.yml": [
                "Armenians held",
                "Azerbaijan held",
                "have held",
                "held after the war",
                "held after it",
            ],
        }.items()
        for phrase in phrases
    },
}


class Piece(NamedTuple):
    """A text that readers meet, and where it is."""

    file: str
    line: int
    text: str


def _lines(*patterns: str) -> Iterator[Piece]:
    for path in (path for pattern in patterns for path in sorted(ROOT.glob(pattern))):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield Piece(path.relative_to(ROOT).as_posix(), number, line)


def guides() -> Iterator[Piece]:
    """README, CONTRIBUTING and the pages of docs/ and articles/, with what they print."""
    yield from _lines("README.md", "CONTRIBUTING.md", "docs/*.md", "articles/README.md", "REPLICATION.md")


def package() -> Iterator[Piece]:
    """The words in Python: messages, templates, help. Docstrings are for programmers, but for those of commands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree, command = ast.parse(path.read_text(encoding="utf-8")), path.parent.name == "cli"
        told = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            words = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
            if words and (command or id(node) not in told):
                yield Piece(path.relative_to(ROOT).as_posix(), node.lineno, node.value)


def vocabulary() -> Iterator[Piece]:
    """Measures, schemas and the words in the tables of the article; comments are for programmers."""
    written = ("data/datapackage.json", "data/choices.yml", "data/article.yml")
    pieces = _lines("src/milbalance/**/*.yml", "src/milbalance/**/*.json", *written)
    yield from (piece for piece in pieces if not piece.text.lstrip().startswith("#"))
    for name in ("claims", "contradictions"):
        frame = pd.read_csv(ROOT / "data" / f"{name}.csv", dtype="str").fillna("")
        for line, row in enumerate(frame.to_dict("records"), 2):
            yield from (Piece(f"data/{name}.csv", line, row[column]) for column in row if column != "words")


def templates() -> Iterator[Piece]:
    """The pages of the site and of built articles, without the marks of their templates."""
    for piece in _lines("src/milbalance/**/*.jinja", "src/milbalance/**/*.html"):
        yield piece._replace(text=re.sub(r"\{[{%#].*?[#}%]\}|class=\"[^\"]*\"", " ", piece.text))
    for piece in _lines("src/milbalance/**/*.js"):
        told = re.findall(r"\"[^\"]* [^\"]*\"|`[^`]* [^`]*`", piece.text)
        yield from (piece._replace(text=text) for text in told)


def figures() -> Iterator[Piece]:
    """The templates of figures, comments left out."""
    yield from (piece for piece in _lines("data/figures.yml") if not piece.text.lstrip().startswith("#"))


@cache
def _cells() -> list[tuple[str, str]]:
    """Every Markdown cell of the notebooks with its place."""
    return [
        (f"{path.relative_to(ROOT).as_posix()} cell {cell['id']}", "".join(cell["source"]))
        for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    ]


def notebooks() -> Iterator[Piece]:
    """The prose of the notebooks."""
    for place, source in _cells():
        yield from (Piece(place, number, line) for number, line in enumerate(source.splitlines(), 1))


def sentences(data: Data) -> Iterator[Piece]:
    """What was found of every statement, as it is written now."""
    for claim_id in articles.computable(data):
        yield Piece(f"ledger: {claim_id}", 1, articles.assess(data, claim_id).sentence)


def offenders(pieces: Iterator[Piece], pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern is found and nothing allows it: file, line, what was found and around what."""
    found = []
    for piece in pieces:
        text = piece.text
        for file, phrase in ALLOWED:
            text = text.replace(phrase, "") if piece.file.startswith(file) else text
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 40) : match.end() + 30].strip()
            found.append(f"{piece.file}:{piece.line}: “{match[0]}” in “…{around}…”")
    return found


PARTS: list[Callable[[], Iterator[Piece]]] = [guides, package, vocabulary, templates, figures, notebooks]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_no_word_is_left_over_which_readers_stumbled(part: Callable[[], Iterator[Piece]]) -> None:
    found = offenders(part(), STUMBLED)
    assert not found, "\n".join(found)


def test_no_sentence_of_the_ledger_has_one(data: Data) -> None:
    found = [*offenders(sentences(data), STUMBLED), *offenders(sentences(data), STRAIGHT)]
    assert not found, "\n".join(found)


def _first_paragraph(text: str) -> str:
    """The first paragraph below the title: no heading, picture, list or block of code."""
    blocks = re.sub(r"^#.*$", "", text, flags=re.MULTILINE).split("\n\n")
    return next((block for block in map(str.strip, blocks) if block and block[0] not in "!`<|"), "")


def first_words() -> Iterator[Piece]:
    """What is read first: titles and subtitles of figures, first paragraphs of pages and of notebooks."""
    for name, figure in yaml.safe_load((ROOT / "data" / "figures.yml").read_text(encoding="utf-8")).items():
        told = " ".join(str(figure.get(part, "")) for part in ("title", "subtitle"))
        yield Piece(f"data/figures.yml: {name}", 1, re.sub(r"\{[{%].*?[}%]\}", " ", told))
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        yield Piece(path.name, 1, _first_paragraph(path.read_text(encoding="utf-8")))
    places = dict(reversed([(place.partition(" ")[0], text) for place, text in _cells()]))  # the first cell of each
    yield from (Piece(file, 1, _first_paragraph(text)) for file, text in places.items())


def test_what_is_read_first_has_no_term_of_ours() -> None:
    found = offenders(first_words(), TERMS)
    assert not found, "\n".join(found)


# Sentences and titles that a newcomer could not follow, by words that only they had.
GONE = [
    "With the plain reading outside",
    "Each level of a choice weighs the same",
    "across the edge of the wording",
    "holds only if, for example with",
    "by the ranges of `pyproject.toml`",
    "What could not be had",
    "Without profit: yes",
    "lies where the wording says",
    "where it is silent",
    "single years stand above six",
    "Three editions are *spliced*",
    "conscripts are inside",
    "Above 4,000 without the missing",
    "no upper end is given",
    "is open above, so by itself",
    "of what is 20 per cent a share",
    "no source held prints it",
    "are counted as a third way",
    "in none of 10 statements does the edition",
    "where a step is hatched",
    "An unknown level is answered with those there are",
    "those only shown stand at the right",
    "if it must not be, *in no row*",
    "are as datapackage.json describes them",
    "than the wording covers, and none of",
    "in sums from 1995 or later to 2020",
    "as concentrated as with",
    "changes the answer most in 3 of 10",
    "92 per cent Armenian in its mountains",
    "documented lost (the other side",
    "8 pairs of passages",
    "counted fits “triple the artillery”",
]


def test_the_sentences_that_nobody_could_follow_are_gone(data: Data) -> None:
    pieces = [piece for part in PARTS for piece in part()] + list(sentences(data))
    text = " ".join(" ".join(piece.text for piece in pieces).split())
    assert [words for words in GONE if words in text] == []


def shown() -> Iterator[Piece]:
    """What is shown as it is written in the tables: statements, reasons, labels, names."""
    columns = {
        "claims": ("statement", "plain", "counted", "shown", "note", "as_corrected"),
        "contradictions": ("implies_a", "implies_b", "why"),
        "sources": ("label",),
    }
    for name, told in columns.items():
        frame = pd.read_csv(ROOT / "data" / f"{name}.csv", dtype="str").fillna("")
        for line, row in enumerate(frame.to_dict("records"), 2):
            yield from (Piece(f"data/{name}.csv", line, row[column]) for column in told)
    for piece in _lines("data/choices.yml"):
        if re.search(r"\b(why|shown|none_because): ", piece.text):
            yield piece._replace(text=re.sub(r": ['\"](?=\w)", ": ", piece.text))


def test_apostrophes_and_quotes_that_are_shown_are_typographic() -> None:
    found = offenders(shown(), STRAIGHT)
    assert not found, "\n".join(found)


def test_per_cent_is_spelt_in_one_way(data: Data) -> None:
    told = [piece for part in (guides, figures, notebooks, shown) for piece in part()] + list(sentences(data))
    found = offenders(iter(told), re.compile(r"\bpercent\b|\bpercentages?\b(?! points?)|\bper-cent\b|\d ?pct\b"))
    assert not found, "\n".join(found)


def test_what_is_allowed_is_there() -> None:
    unused = [
        f"{file}: {phrase}"
        for file, phrase in ALLOWED
        if phrase not in " ".join((ROOT / file).read_text(encoding="utf-8").split())
    ]
    assert not unused, f"allowed and not there: {unused}"


def test_a_stumbling_word_is_found_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [Piece("a.md", 3, "No row is held."), Piece("a.md", 4, "Held by both."), Piece("b.md", 1, "apart")]
    monkeypatch.setitem(ALLOWED, ("b.md", "apart"), "for this test")
    assert offenders(iter(pieces), STUMBLED) == ["a.md:3: “held” in “…No row is held.…”"]


def test_the_rule_of_verdicts_is_written_once() -> None:
    """Pages and notebooks lead to it; what leaves the repository, such as the workbook, says it itself."""
    told = {
        piece.file.partition(" ")[0]
        for part in (guides, notebooks)
        for piece in part()
        if "75 per cent" in piece.text
    }
    assert told == {"docs/11_how_a_verdict_is_made.md"}
    for page in ("README.md", "docs/1_tour.md", "docs/4_add_a_claim.md", "docs/9_check_your_own_text.md"):
        assert "11_how_a_verdict_is_made.md)" in (ROOT / page).read_text(encoding="utf-8"), page
