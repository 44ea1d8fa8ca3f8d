"""The folder of an article: page, tables, linked data, workbook and notebook; hostile words stay words."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import nbformat
import pytest
from openpyxl import load_workbook

import answered
import site_html
import workbook_formulas
from milbalance import choices
from milbalance.articles.sentences import sentence
from milbalance.articles.stated import Stated
from milbalance.articles.units import whole
from milbalance.choices.verdicts import VERDICTS
from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.measures.ranges import Span
from milbalance.publish import article as folder_of
from milbalance.publish import notebooks, statement
from milbalance.publish.article import page, review, tables, told, ways, workbook
from milbalance.publish.article.build import NOTEBOOK
from milbalance.tables import documents, licences
from milbalance.tables.load import Data

READ = [{"file": "milex.xlsx", "sha256": "0" * 64, "source_id": answered.THEN}]
HOSTILE = (
    "=1+1 <script>alert(1)</script> </style> \" onload=x ' {{ 7*7 }} {% raw %} $a$ $b$ ](javascript:x) --> &lt;"
)


@pytest.fixture(scope="module")
def built(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the invented article, with its notebook; read-only."""
    out = tmp_path_factory.mktemp("built") / "out"
    folder_of.build(answered.article(data), answered.records(), answered.choices(), READ, out)
    return out


@pytest.fixture(scope="module")
def hostile(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with hostile words in every text but ids and what has a fixed list; read-only, without notebook."""
    out = tmp_path_factory.mktemp("hostile") / "out"
    kept = {"claim_id", "relation", "position", "verdict", "kind", "code", "edition", "now_edition", "now_position"}
    kept |= {"stated_lies", "sources", "stated", "unit", "origin"}
    records = [_spoiled(one, kept) | {"sources": [*one["sources"], HOSTILE]} for one in answered.records()]
    records[0] |= {"stated": HOSTILE, "unit": HOSTILE, "edition": HOSTILE}
    choices = {
        name: [
            _spoiled(one, kept) | {"choice": {"publisher": HOSTILE, "years": f"{HOSTILE} {place}"}}
            for place, one in enumerate(found)
        ]
        for name, found in answered.choices().items()
    }
    text = {name: f"{HOSTILE} {name}" for name in ("title", "publisher", "cites")}
    article = answered.article(data, {**text, "url": "javascript:alert(1)"})
    folder_of.build(article, records, choices, [{"file": HOSTILE, "sha256": ""}], out, notebook=False)
    return out


def _spoiled(record: dict[str, Any], kept: set[str]) -> dict[str, Any]:
    def spoil(key: str, value: Any) -> Any:
        if isinstance(value, list):
            return [spoil(key, one) for one in value]
        if isinstance(value, dict):
            return {name: spoil(name, one) for name, one in value.items()}
        return HOSTILE if isinstance(value, str) and key not in kept else value

    return {key: spoil(key, value) for key, value in record.items()}


def read_page(folder: Path) -> site_html.Page:
    return site_html.page((folder / "index.html").read_text(encoding="utf-8"))


def json_of(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_folder_holds_each_part_once_and_says_what_was_read(built: Path) -> None:
    noted = json_of(built / "manifest.json")
    there = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    assert noted["read"] == READ and set(noted["files"]) == there - {"manifest.json"}
    assert {"choices_fits", "choices_misses"} == {path.stem for path in (built / "figures").glob("*.svg")}
    assert {path.stem for path in (built / "claimreview").iterdir()} == {
        one["claim_id"] for one in answered.records()
    }


def test_the_same_answers_give_the_same_bytes(built: Path, data: Data, tmp_path: Path) -> None:
    names = folder_of.build(
        answered.article(data), answered.records(), answered.choices(), READ, tmp_path / "out", notebook=False
    )
    others = [
        name
        for name in names
        if name not in ("manifest.json", "index.html")  # one has checksums, the other a link to the notebook
        and (tmp_path / "out" / name).read_bytes() != (built / name).read_bytes()
    ]
    assert not others


@pytest.mark.parametrize(("file", "schema"), [("ledger", tables.LEDGER), ("choices", tables.WAYS)])
def test_what_is_built_is_as_its_schema_says(built: Path, file: str, schema: str) -> None:
    validator = extras.import_jsonschema().Draft202012Validator(tables.described(schema))
    found = json_of(built / f"{file}.json")
    assert found and [error.message for error in validator.iter_errors(found)] == []
    assert list(validator.iter_errors([{**found[0], "position": "somewhere"}])), "it lets anything pass"


@pytest.mark.parametrize("name", ["article", "choices", "figures", "ledger", "ways"])
def test_every_schema_is_one_and_describes_each_key(name: str) -> None:
    described = json_of(documents.SCHEMAS / f"{name}.json")
    extras.import_jsonschema().Draft202012Validator.check_schema(described)
    part = described.get("items", described).get("properties", {})
    assert not [key for key, value in part.items() if "description" not in value and "$ref" not in value]


def test_the_standard_finds_no_fault_in_the_tables(built: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the extra `test` is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library and what it brings with it
        report = frictionless.validate(built / tables.DESCRIPTOR)
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.valid and len(report.tasks) == 3


def test_the_page_asks_for_nothing_and_runs_no_script_but_its_own(built: Path, hostile: Path) -> None:
    for folder in (built, hostile):
        found = read_page(folder)
        text = (folder / "index.html").read_text(encoding="utf-8")
        style = text.partition("<style>")[2].partition("</style>")[0]
        assert "url(" not in style and "@import" not in style
        kinds = [one.get("type", "its own") for one in found.having("script")]
        assert [kinds[0], *kinds[-1:]] == ["application/ld+json", "its own"]
        assert set(kinds[1:-1]) == {"application/json"}
        own = text.rpartition("<script>")[2].partition("</script>")[0]
        assert own == statement.script() and "innerHTML" not in own and "http" not in own
        fetching = {"link", "img", "iframe", "object", "embed", "audio", "video", "form", "base", "image", "use"}
        assert not [tag for tag, _ in found.elements if tag in fetching]
        assert not found.dangers and not [one for _, one in found.elements if "src" in one or "style" in one]
        policies = [one["content"] for one in found.having("meta") if "http-equiv" in one]
        assert len(policies) == 1 and "default-src 'none'" in policies[0]
        assert f"script-src {statement.policy(own)};" in policies[0], "a script put in by others does not run"
        inner = [link for link in found.links if not link.startswith(("https://", "http://"))]
        broken = [
            link
            for link in inner
            if not (link[1:] in found.anchors if link.startswith("#") else (folder / link).is_file())
        ]
        assert not broken


def test_hostile_words_are_shown_and_change_no_element(built: Path, hostile: Path) -> None:
    plain, spoiled = read_page(built), read_page(hostile)
    tags = [[tag for tag, _ in one.elements if tag != "a"] for one in (plain, spoiled)]
    assert len(tags[0]) - len(tags[1]) in range(-12, 12), "rows and links differ by the notebook and the sources"
    assert set(tags[1]) <= set(tags[0])
    assert "<script>alert(1)</script>" in spoiled.words and "{{ 7*7 }}" in spoiled.words


def test_each_verdict_is_told_in_words_at_its_statement_and_in_the_bar(built: Path) -> None:
    text = (built / "index.html").read_text(encoding="utf-8")
    parts = dict(re.findall(r'<article id="(.*?)"(.*?)</article>', text, re.DOTALL))
    told_at = {
        claim_id: re.sub(r"<[^>]+>", "", re.search(r'<p class="verdict">(.*?)</p>', part, re.DOTALL)[1])  # type: ignore[index]
        for claim_id, part in parts.items()
    }
    wanted = {review.place(one["claim_id"]): told.verdict(one) for one in answered.records()}
    assert told_at == wanted and list(parts) == list(wanted)
    bar = re.findall(r'<span class="hidden">((?:by proxy: )?.*?):', text)
    assert sorted(bar) == sorted(wanted.values())
    assert bar == sorted(bar, key=lambda one: VERDICTS.index(one.removeprefix(told.PROXY)))
    head = "Of 8 statements 3 hold, 2 depend on how one counts, 1 does not hold and 2 are undecided."
    assert head in site_html.page(text).words


def test_a_statement_has_all_that_is_known_of_it(built: Path) -> None:
    words = " ".join(read_page(built).words.split())
    missing = [
        said
        for said in (
            "2 times – too low: the words allow 3.95 to 4.05",
            "3.5 times – too low: the words allow 3.95 to 4.05",
            "out on the day of the text; now: SIPRI military expenditure (2025 edition)",
            "−49% of the number in the text",
            "the text’s number is beyond them all",
            "Near miss. Right for another year: in 2019 it is 4.0 times.",
            "no-source: We do not have the source that the text cites. The text cites the IISS, which is not held.",
            "3 to 5 times – fits the words in part",
            "United States, Turkey",
            "rank 2",
            "nearly 4.0 times",
            "Not drawn: 1 that does not count.",
            "1 more would count but has no answer",
            "by proxy: depends",
        )
        if said not in words
    ]
    assert not missing, words[:4000]


def test_no_cell_of_a_table_begins_like_a_formula(hostile: Path) -> None:
    for name in ("ledger", "choices", "sources"):
        rows = list(csv.reader(io.StringIO((hostile / f"{name}.csv").read_text(encoding="utf-8"))))
        assert len(rows) > 1 and {len(row) for row in rows} == {len(rows[0])}
        odd = [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell and not _is_number(cell)]
        assert not odd
    book = load_workbook(hostile / "article.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert workbook_formulas.cells(book) and workbook_formulas.strangers(book) == []
    targets = [cell.hyperlink.target for cell in cells if cell.hyperlink]
    assert not [one for one in targets if one and not one.startswith("http")], "the others lead to our own cells"
    assert HOSTILE in {cell.value for cell in cells}


def test_the_workbook_has_the_sheets_of_any_article_and_the_terms_of_its_own_sources(built: Path) -> None:
    book = load_workbook(built / "article.xlsx", data_only=True)
    assert book.sheetnames == ["Read me", "Ledger", "Try it", "Choices", "Ledger, all columns", "sources"]
    rows = {row[0]: dict(zip((cell.value for cell in book["Ledger"][1]), row, strict=True))
            for row in book["Ledger"].iter_rows(2, values_only=True)}  # fmt: skip
    assert list(rows) == [one["claim_id"] for one in answered.records()]
    # Three calculations of a quarter each, all inside; of "misses" one is open, one has none, two are only shown.
    fits, misses = rows["fits"], rows["misses"]
    assert (fits["computed"], fits["weight that agrees"], fits["computed by"]) == (4, 1, "its row on Choices")
    assert (misses["calculations that agree"], misses["calculations that count"]) == (0, 2)
    assert rows["orders"]["computed"] == "United States, Turkey" and rows["spans"]["its range"] == "3 to 5 times"
    terms = [row[:2] for row in book["Read me"].iter_rows(values_only=True) if "SIPRI data" in str(row[1])]
    assert terms == [(2, licences.KINDS[licences.ASK_FIRST])]


def _is_number(cell: str) -> bool:
    try:
        return bool(str(float(cell)))
    except ValueError:
        return False


def test_linked_data_has_the_verdict_in_words_and_no_stars(built: Path, hostile: Path) -> None:
    for folder in (built, hostile):
        text = (folder / "index.html").read_text(encoding="utf-8")
        (inside,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        graph = json.loads(inside)["@graph"]
        alone = {path.stem: json_of(path) for path in (folder / "claimreview").iterdir()}
        assert [one["reviewRating"]["alternateName"] for one in graph] == list(
            map(told.verdict, answered.records())
        )
        assert all({"@context": review.CONTEXT, **one} in alone.values() for one in graph)
        wrong = [
            one
            for one in graph
            if one["@type"] != "ClaimReview"
            or one["itemReviewed"]["@type"] != "Claim"
            or "ratingValue" in one["reviewRating"]
            or one["itemReviewed"]["appearance"].get("url", "https:")[:6] != "https:"
        ]
        assert not wrong and "<" not in inside
    assert alone["fits"]["claimReviewed"] == HOSTILE


def test_a_picture_is_an_svg_file_that_runs_nothing_and_shows_hostile_words(hostile: Path) -> None:
    for path in (hostile / "figures").glob("*.svg"):
        elements = [element.tag.rpartition("}")[2] for element in ET.parse(path).iter()]
        assert "path" in elements and not {"script", "foreignObject", "a"} & set(elements)
    card = json_of(hostile / "figures" / "choices_fits.json")
    assert "{{ 7*7 }}" in card["subtitle"] and "$a$ $b$" in card["subtitle"]


def test_the_notebook_is_strict_and_shows_each_statement(built: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(built / NOTEBOOK, as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert [one for one in code if "show(" in one] == ['built.show("fits");', 'built.show("misses");']
    assert all(cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    pictures = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) == 2 and all(one["metadata"]["image/png"]["alt"] for one in pictures)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("article.ipynb", "manifest.json", "ledger.json", "choices.json", "sources.csv"):
        (copy / name).write_bytes((built / name).read_bytes())
    assert not notebooks.execute(copy / NOTEBOOK), "running it again changed it"


def test_a_folder_is_read_again_as_it_was_written(built: Path) -> None:
    found = folder_of.opened(built)
    assert list(found.records.values()) == answered.records()
    assert repr(found) == "Neighbours arm: 8 statements"
    assert "| misses | words of misses | 4.0 times | 2 times | does not hold |" in found.ledger()
    assert found.ways("orders").splitlines()[2] == "| SIPRI, 2020 | United States, Turkey | inside | 25% |"
    with pytest.raises(MilbalanceError, match="fits"):
        found.ways("fit")
    with pytest.raises(MilbalanceError, match="open the folder that it wrote"):
        folder_of.opened(built / "figures")


def test_words_for_hostile_notebooks_are_markdown_without_markup(hostile: Path) -> None:
    told_all = str(folder_of.opened(hostile).ledger())
    assert re.findall(r"(?<!\\)[<>$`\[\]#]", told_all) == []


@pytest.mark.parametrize("made", ["notes.txt", "figures/mine.svg"])
def test_a_folder_with_files_of_others_is_refused_and_untouched(data: Data, tmp_path: Path, made: str) -> None:
    out = tmp_path / "out"
    (out / "figures").mkdir(parents=True)
    (out / made).write_text("mine", encoding="utf-8")
    with pytest.raises(MilbalanceError, match="files of others"):
        folder_of.build(answered.article(data), answered.records()[3:4], {}, [], out, notebook=False)
    shutil.rmtree(out)
    for _ in range(2):
        folder_of.build(answered.article(data), answered.records()[3:4], {}, [], out, notebook=False)
    (out / made).parent.mkdir(exist_ok=True)
    (out / made).write_text("mine", encoding="utf-8")
    with pytest.raises(MilbalanceError, match=f"found {made}"):
        folder_of.build(answered.article(data), answered.records()[3:4], {}, [], out, notebook=False)
    assert (out / made).read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "nothing is written beside it"


def test_what_fails_half_way_leaves_the_old_folder(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Any = (answered.article(data), answered.records()[3:4], {}, [], tmp_path / "out")
    folder_of.build(*asked, notebook=False)
    before = (tmp_path / "out" / "manifest.json").read_bytes()

    def fail(*_: object) -> bytes:
        raise MilbalanceError("the disk is full")

    monkeypatch.setattr(workbook, "write", fail)
    with pytest.raises(MilbalanceError, match="disk is full"):
        folder_of.build(*asked, notebook=False)
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_id_too_long_for_the_name_of_a_file_is_refused(data: Data, tmp_path: Path) -> None:
    records = [answered.record("a" * 101, "undecided")]
    with pytest.raises(MilbalanceError, match=r"found an id of 101 letters, .*; wanted at most 100"):
        folder_of.build(answered.article(data), records, {}, [], tmp_path / "out", notebook=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ids", [("a-b", "a_b"), ("A", "a"), ("fits", "../fits"), (".hidden", "b")])
def test_ids_that_would_be_one_file_or_a_hidden_one_are_refused(
    data: Data, tmp_path: Path, ids: tuple[str, str]
) -> None:
    records = [answered.record(name, "undecided") for name in ids]
    with pytest.raises(MilbalanceError, match="names of files that differ"):
        folder_of.build(answered.article(data), records, {}, [], tmp_path / "out", notebook=False)
    assert not list(tmp_path.iterdir())


def test_an_article_of_which_nothing_could_be_answered_is_written(data: Data, tmp_path: Path) -> None:
    records = [answered.record("cited", "undecided", code="no-file", told="Download the release of 2024.")]
    names = folder_of.build(answered.article(data), records, {}, [], tmp_path / "out", notebook=False)
    assert "index.html" in names and not [name for name in names if name.startswith("figures/")]
    assert (tmp_path / "out" / "choices.csv").read_text(encoding="utf-8").startswith("claim_id,choice,value")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"relation": "nearly", "stated": "200", "unit": "items"}, "nearly 200 items"),
        ({"relation": "is", "stated": "-39", "unit": "per cent"}, "−39 per cent"),
        ({"relation": "over", "stated": 6.0, "unit": "ratio"}, "over 6 times"),
        ({"relation": "over", "stated": None, "low": 0, "high": None}, "more than 0"),
        ({"relation": "between", "stated": None, "low": 4, "high": 5}, "4 to 5"),
        ({"relation": "rank", "stated": "4", "unit": "rank"}, "rank 4"),
        ({"relation": "set", "stated": "RUS; ISR", "unit": "places"}, "Russia, Israel"),
        ({"relation": "no", "stated": ""}, "no"),
        ({"relation": "is", "stated": "triple", "unit": "times"}, "triple"),
        ({"relation": "nearly", "stated": "tenfold", "unit": "ratio"}, "nearly tenfold"),
        ({"relation": "is", "stated": "six", "unit": "times"}, "six times"),
        ({"relation": "over", "stated": "four fifths", "unit": "per cent"}, "over four fifths"),
        ({"relation": "half", "stated": "half", "unit": "per cent of GDP"}, "about half"),
        ({"relation": "is", "stated": "two weeks", "unit": "days"}, "two weeks"),
        ({"relation": "is", "stated": "4.4%", "unit": "per cent"}, "4.4%"),
        ({"relation": "is", "stated": "$86.1 billion", "unit": "billion US dollars"}, "$86.1 billion"),
        ({"relation": "is", "stated": "$25", "unit": "billion US dollars"}, "$25 billion"),
        ({"relation": "is", "stated": "2.7 trillion", "unit": "US dollars"}, "2.7 trillion US dollars"),
        ({"relation": "is", "stated": "86.1bn", "unit": "billion US dollars"}, "86.1bn US dollars"),
        ({"relation": "is", "stated": "1.4m", "unit": "persons"}, "1.4m people"),
        ({"relation": "between", "stated": "3 and 4 per cent", "unit": "per cent"}, "3 and 4 per cent"),
        ({"relation": "between", "stated": "80-90", "unit": "billion US dollars"}, "80-90 billion US dollars"),
    ],
)
def test_what_is_stated_in_words(data: Data, given: dict[str, Any], wanted: str) -> None:
    assert told.stated(answered.record("a", "holds") | given, data) == wanted


@pytest.mark.parametrize(
    ("measure", "unit", "relation", "ends", "wanted"),
    [
        ("spending.count", "members", "is", (8.5, 9.5), "9"),
        ("spending.count", "members", "about", (10.8, 13.2), "11 to 13"),
        ("spending.count", "members", "at least", (16.5, None), "at least 17"),
        ("spending.count", "members", "at most", (None, 5.5), "at most 5"),
        ("spending.count", "members", "over", (12.0, None), "more than 12"),
        ("spending.count", "members", "just over", (12.0, 13.2), "13"),
        ("spending.count", "members", "is", (4.45, 4.48), "4.45 to 4.48"),
        ("spending.rank", "rank", "between", (3.5, 6.5), "4 to 6"),
        ("arms.delivered", "aircraft", "is", (-0.5, 0.5), "0"),
        ("arms.imports", "million TIV", "is", (-0.5, 0.5), "up to 0.5"),
        ("spending.change", "per cent", "is", (-0.5, 0.5), "−0.5 to 0.5"),
        ("personnel.level", "million persons", "is", (1.35, 1.45), "1.35 to 1.45"),
        ("spending.level", "billion US dollars", "is", (24.5, 25.5), "24.5 to 25.5"),
    ],
)
def test_what_the_words_allow_of_a_count_is_whole(
    measure: str, unit: str, relation: str, ends: tuple[float | None, float | None], wanted: str
) -> None:
    """On the page and in sentences."""
    given = dict(zip(("low", "high"), ends, strict=True))
    row = answered.record("a", "holds") | {"measure": measure, "unit": unit, "relation": relation, **given}
    low, high = (math.nan if end is None else end for end in ends)
    claim = Stated("a", "b", relation, 9.0, low, high, unit, whole=whole(measure, unit))
    assert (told.allowed(row), claim.allowed) == (wanted, wanted)


def test_a_sentence_says_no_range_around_a_count() -> None:
    members = Stated("a", "b", "is", 9, 8.5, 9.5, "members", whole=True)
    some = Stated("a", "b", "about", 12, 10.8, 13.2, "members", whole=True)
    grid = choices.evaluate(None, lambda _: 9.0, [choices.Choice({"years": "2020"})], members.position)
    told_of = [sentence(claim, Span(9, 9), grid).partition(". ")[0] for claim in (members, some)]
    assert told_of == ["The text says 9 members", "The text says about 12 members (11 to 13)"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"plain": None}, "no number"),
        ({"plain": 3.0, "plain_low": 3.0, "plain_high": None}, "at least 3 times"),
        ({"plain": 5.386, "plain_low": 5.386, "plain_high": 5.391}, "5.39 times"),
        ({"plain": True}, "yes"),
        ({"plain": False, "relation": "set"}, "another order"),
        ({"plain": 1.0, "relation": "exists"}, "yes"),
        ({"plain": 0.0, "relation": "exists"}, "none found"),
        ({"plain": ["RUS", "World"]}, "Russia, World"),
    ],
)
def test_what_is_computed_in_words(data: Data, given: dict[str, Any], wanted: str) -> None:
    assert told.computed(answered.record("a", "holds") | given, data) == wanted


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [
        ((2.0, 3.0), "2 to 3 times; the text’s number is beyond them all"),
        ((2.0, 2.001), "2 times"),
        ((2.0, None), ""),
    ],
)
def test_all_counted_answers_in_words(ends: tuple[float, float | None], wanted: str) -> None:
    more = {"answers_low": ends[0], "answers_high": ends[1], "stated_lies": "beyond", "choices_counted": 2}
    more["choices_counted"] -= ends[1] is None  # one alone is the plain reading
    assert told.others(answered.record("a", "holds") | more) == wanted


def test_the_curve_by_hand(data: Data) -> None:
    record = answered.record("a", "holds", stated="4", low=3.0, high=5.0, relation="about", plain=2.0)
    found = [answered.way(2.0, plain=True), answered.way(7.0, years="2019"), answered.way(2.0, publisher="COW")]
    shown = [answered.way(99.0, counted=False)]
    curve = ways.curve(record, [*found, *shown], data)
    assert curve is not None and curve.beyond == 1
    # From 2 to 7, and a twenty-fifth of that beyond each end: 1.8 to 7.2.
    assert curve.band == (22.22, 37.04) and curve.claim == ways.Words(
        40.74, 40.74, "middle", "the text says about 4 times"
    )
    assert curve.plain is not None and (curve.plain.x, curve.stated) == (3.7, 40.74)
    assert curve.plain_words == ways.Words(3.7, 3.7, "start", "our main answer: 2 times")
    assert [(line.label, [dot.x for dot in line.dots]) for line in curve.lines] == [
        ("SIPRI", [96.3, 3.7]),
        ("COW", [3.7]),
    ]
    assert [tick.text for tick in curve.ticks] == ["2×", "4×", "6×"]
    assert curve.at == [3.7, 96.3, 3.7, 100.0], "what lies beyond the axis stands at its end"


def test_the_axis_reaches_for_what_is_only_shown_near_what_counts(data: Data) -> None:
    record = answered.record("a", "holds", plain=4.0, low=4.0, high=4.0)
    shown = [answered.way(value, counted=False, years=str(value)) for value in (2.9, 3.1, 4.9, 5.1)]
    curve = ways.curve(record, [answered.way(4.0, plain=True), *shown], data)
    # A quarter of 4 to each side: 3.1 and 4.9 are on the axis.
    assert curve is not None and curve.beyond == 2
    assert sorted(dot.x for line in curve.lines for dot in line.dots) == [3.7, 50.0, 96.3]


def test_an_order_has_no_axis(data: Data) -> None:
    found = [answered.way(1.0, plain=True), answered.way(0.0, years="2019")]
    assert ways.curve(answered.record("a", "holds", relation="set", plain=["USA"]), found, data) is None


def test_an_edition_that_an_answer_names_is_cited() -> None:
    record = answered.record("a", "holds", edition=answered.THEN, now_edition=answered.NOW)
    assert tables.cited([record], [{"sources": ["cow-nmc-7.0"]}]) == ["cow-nmc-7.0", answered.THEN, answered.NOW]


def test_the_page_lists_no_source_without_an_answer(data: Data) -> None:
    """The table of all calculations has those too, and sources.csv with it."""
    record = answered.record("a", "holds", plain=4.0, low=4.0, high=4.0)
    ways_of = {"a": [answered.way(4.0, sources=["sipri-milex-2024"]), answered.way(None, sources=["cow-nmc-6.0"])]}
    listed = page.page(data, [record], ways_of).partition('<ul class="sources">')[2].partition("</ul>")[0]
    assert listed.count("<li>") == 1 and "release of 2024" in listed


def test_dots_of_a_curve_never_cover_one_another_on_a_phone(data: Data) -> None:
    record = answered.record("a", "holds", plain=4.0)
    found = [answered.way(4 + place / 50, plain=place == 0, years=str(1950 + place)) for place in range(60)]
    curve = ways.curve(record, found, data)
    assert curve is not None
    dots = [dot for line in curve.lines for dot in line.dots]
    near = [
        (one, other)
        for number, one in enumerate(dots)
        for other in dots[:number]
        if abs(one.x - other.x) / 100 * ways.NARROW < 2 * ways.RADIUS and abs(one.y - other.y) < 2 * ways.RADIUS
    ]
    assert len(dots) == 60 and not near
    assert all(0 <= dot.x <= 100 and 38 < dot.y < curve.foot for dot in dots)


def test_the_page_of_a_long_text_stays_small(data: Data) -> None:
    many = [answered.way(4 + place / 500, counted=place < 20, plain=place == 0) for place in range(600)]
    text = page.page(data=answered.article(data).data, records=answered.records()[:1], choices={"fits": many})
    assert len(text) < 100_000 and text.count("<tr") < 30


def test_what_lies_outside_by_other_data_is_no_number_that_fits_in_part() -> None:
    outside = answered.record("a", "undecided", code="no-edition", position="outside")
    parts = answered.record("b", "undecided", code="range", position="undecided")
    assert "does not fit the words, but the text may rest on other data" in told.because(outside)
    assert "fits the words only in part" in told.because(parts)


def test_words_about_a_main_answer_that_alone_decides_do_not_say_that_nothing_does() -> None:
    """No calculation counts: where the verdict stands on the main answer the page says so, twice."""
    outside = answered.record("a", "does not hold", **answered.number(2.0), position="outside", words="four times")
    inside = outside | {"verdict": "holds", "position": "inside"}
    assert told.agree(outside) == told.agree(inside) == "our main answer alone, which is only shown"
    assert told.title(outside) == "Our main answer alone does not give “four times”"
    assert told.title(inside) == "Our main answer alone gives “four times”"
    assert told.title(outside | {"verdict": "undecided"}) == "No calculation settles “four times”"
    nothing = answered.record("b", "undecided", words="four times")
    assert (told.agree(nothing), told.title(nothing)) == (
        "no calculation has an answer",
        "No calculation settles “four times”",
    )


def test_what_a_verdict_means_counts_the_calculations() -> None:
    """Verdict, how many count and are inside, where the main answer lies, what is missing: the sentence."""
    fits, misses = "ur main answer fits the words", "ur main answer does not fit the words"
    wrong = {}
    for (verdict, counted, inside, position, code), wanted in {
        ("holds", 1, 1, "inside", None): f"O{fits}.",
        ("holds", 3, 2, "inside", None): f"O{fits}. Of 3 calculations that count 2 fit.",
        ("depends", 2, 1, "inside", None): f"O{fits}. Of 2 calculations that count 1 fits.",
        ("depends", 40, 34, "outside", None): f"O{misses}. Of 40 calculations that count 34 fit.",
        ("does not hold", 9, 0, "outside", None): f"O{misses}. Of 9 calculations that count 0 fit.",
        (
            "undecided",
            0,
            0,
            "unanswered",
            "no-value",
        ): "we have no number, or one that fits the words only in part.",
        ("undecided", 3, 1, "inside", None): f"o{fits}, but others fit only in part.",
        ("undecided", 3, 0, "outside", None): f"o{misses}, but others fit only in part.",
        ("undecided", 3, 0, "outside", "no-edition"): f"o{misses}, but the text may rest on other data.",
        ("undecided", 0, 0, "inside", "no-source"): f"o{fits}, but the text rests on other data.",
        ("undecided", 0, 0, "outside", "no-file"): f"o{misses}, but the text rests on other data.",
    }.items():
        one = answered.record("a", verdict, position=position, code=code)
        said = told.because(one | {"choices_counted": counted, "choices_inside": inside})
        if said.removeprefix("We cannot decide it: ") != wanted:
            wrong[verdict, counted, inside, position] = said
    assert not wrong
