"""The pages of the site: every claim, figure and source is on them, in words that no data can turn into markup."""

from __future__ import annotations

import ast
import base64
import hashlib
import html
import json
import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import yaml

from milbalance import articles
from milbalance.articles import summary
from milbalance.charts import export, figure
from milbalance.errors import MilbalanceError
from milbalance.publish.site import (
    api,
    build,
    claim_page,
    finish,
    front,
    gallery,
    guides,
    look,
    material,
    notebooks,
    picture,
    references,
    render,
    search,
    sharing,
    sphinx_run,
)
from milbalance.tables import paths
from milbalance.tables.load import Data
from site_html import page

needs_sphinx = pytest.mark.skipif(
    any(find_spec(name) is None for name in sphinx_run.NEEDED), reason="the extra `site` is not installed"
)

TITLES = notebooks.titles(notebooks.read(paths.root() / "notebooks"))
FEW = ["balance", "spending_ratio", "lira_rate"]  # one with four statements, two of other notebooks
HOSTILE = "<script>alert(1)</script> ```````\n\n# head\n{raw} \" onload=x ' </td>"
DATA = "application/json"  # of a script that is no script
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEklEQVR4nGP4z8DAwMDAxAADAA0GAQMDCgVvAAAAAElFTkSuQmCC"
)


@pytest.fixture(scope="module")
def made(data: Data, tmp_path_factory: pytest.TempPathFactory) -> material.Material:
    """What the pages are made from, with a few of the figures, drawn as they are now."""
    drawn = tmp_path_factory.mktemp("drawn")
    few = replace(data, figures={name: data.figures[name] for name in FEW})
    export.draw_all(few, drawn, FEW, ("svg",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "figures", lambda: drawn)
        return material.gather(few)


@pytest.fixture(scope="module")
def texts(made: material.Material) -> dict[str, str]:
    """Every page that is written from the tables."""
    return build.pages(made, {})


@pytest.fixture(scope="module")
def claim_texts(texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name.startswith("claims/")}


@pytest.fixture(scope="module")
def spoiled(made: material.Material) -> material.Material:
    """The same with hostile words wherever the tables hold free text."""
    data = made.data
    sources = data.sources.assign(label=HOSTILE, title=HOSTILE, credit=HOSTILE, note=HOSTILE, licence=HOSTILE)
    spoiled = replace(
        data,
        sources=sources.assign(url="javascript:alert(1)"),
        claims=data.claims.assign(note=HOSTILE, words=HOSTILE),
    )
    texts = {"statement": HOSTILE, "sentence": HOSTILE, "plain_reading": HOSTILE}
    cards = {name: card | {"title": HOSTILE, "alt": HOSTILE, "long": HOSTILE} for name, card in made.cards.items()}
    return replace(made, data=spoiled, records=[record | texts for record in made.records], cards=cards)


@pytest.fixture(scope="module")
def spoiled_claims(spoiled: material.Material) -> dict[str, str]:
    """Of every fifth statement, and of one that is looked into."""
    some = [one for at, one in enumerate(spoiled.records) if at % 5 == 0 or one["claim_id"] == "spending-ratio"]
    return claim_page.pages(replace(spoiled, records=some))


def raw(text: str) -> str:
    """The raw HTML of a page of MyST, as Sphinx will pass it on."""
    parts, inside = [], False
    for line in text.splitlines():
        if line.startswith("``````"):
            inside = line != "``````"
        elif inside:
            parts.append(line)
    assert not inside, "a block of raw HTML is never closed"
    return "\n".join(parts)


def test_the_answer_counts_every_claim_once(made: material.Material) -> None:
    counts = summary.verdict_counts(made.data, list(made.found.values()))["all"]
    told = [int(word) for word in front.answer(made).replace(",", "").split() if word.isdigit()]
    assert told == [len(made.records), *counts] and sum(told[1:]) == told[0]


def test_the_front_page_has_every_statement_as_a_square_and_a_row_that_need_no_script(
    made: material.Material, texts: dict[str, str]
) -> None:
    found = page(raw(texts["index.md"]))
    rows = [row for row in found.having("li") if "data-verdict" in row]
    assert [row["data-verdict"] for row in rows] == [record["verdict"] for record in made.records]
    for record in made.records:
        assert found.links.count(f"claims/{record['claim_id']}.html") >= 2, "a square and a row"
    assert found.having("form")[0].keys() >= {"hidden"}, "what only a script can use is hidden without it"
    assert not found.having("button")
    assert [script["src"] for script in found.having("script")] == ["_static/list.js"]


def test_the_front_page_begins_with_the_finding_that_article_yml_words(
    made: material.Material, texts: dict[str, str]
) -> None:
    text, story = texts["index.md"], front.story(made)
    assert f"# {render.heading(story['headline'])}\n" in text and story["standfirst"] in page(raw(text)).words
    assert "3.5 times" in story["headline"] and made.data.article["title"] in story["standfirst"]
    told = [int(word) for word in re.findall(r"\b\d\d?\b(?! )|\b\d\d?\b(?= )", story["standfirst"])]
    assert [number for number in told if number == len(made.records)], "of how many"
    cards = {one["claim"]: one for one in story["cards"]}
    assert cards["spending-ratio"]["found"] == "3.5 times" and cards["spending-ratio"]["said"] == "nearly 5 times"
    assert cards.keys() == {card["claim"] for card in made.data.article["front"]["cards"]}


def test_a_front_page_that_says_what_is_no_longer_so_is_refused(made: material.Material) -> None:
    article = made.data.article | {"front": made.data.article["front"] | {"holds": ["count() == 0"]}}
    with pytest.raises(MilbalanceError, match=r"article\.yml.*count\(\) == 0 is not true"):
        front.story(replace(made, data=replace(made.data, article=article)))


def test_an_article_without_words_for_it_is_headed_by_its_title_and_counts(made: material.Material) -> None:
    article = {key: value for key, value in made.data.article.items() if key != "front"}
    story = front.story(replace(made, data=replace(made.data, article=article)))
    holds = sum(record["verdict"] == "holds" for record in made.records)
    assert story["headline"] == f"“{article['title']}”: {holds} of {len(made.records)} statements hold"
    assert story["standfirst"].endswith(front.answer(made)) and len(story["cards"]) == front.CARDS
    assert story["cards"][0]["because"] == made.found[story["cards"][0]["claim"]].sentence


def test_every_claim_has_a_page_with_all_its_choices_and_sources(
    made: material.Material, claim_texts: dict[str, str]
) -> None:
    assert len(claim_texts) == 1 + len(made.records)
    for record in made.records:
        found = page(raw(claim_texts[f"claims/{record['claim_id']}.md"]))
        one = made.found[record["claim_id"]]
        assert record["sentence"] in found.words and one.words in found.words
        assert f"{record['origins_agree']} of {record['origins']}" in found.words
        assert articles.answers(one) in found.words and f"flat weights: {record['verdict_flat']}" in found.words
        assert len(found.having("tr")) == len(one.grid) + len(found.having("table")), (
            "a head a table, a row a choice"
        )
        assert len([link for link in found.links if link.startswith("../sources.html#")]) == len(one.sources)
        assert all(image["alt"] and image["width"] and image["height"] for image in found.having("img"))
        numbered = {link.removeprefix("#why-") for link in found.links if link.startswith("#why-")}
        why = claim_page.reasons(made.data, one)
        assert numbered == {str(number + 1) for number, _ in enumerate(why)}
        assert all(f"{reason} ({len(rows)} calculation" in found.words for reason, rows in why.items())


def test_a_claim_shows_the_figures_that_are_about_it_and_its_own_first(made: material.Material) -> None:
    cards = {"both": {"claims": ["one", "two"]}, "first": {"claims": ["one"]}, "other": {"claims": []}}
    some = replace(made, cards=cards)
    assert claim_page.shown_figures(some, {"claim_id": "one", "figure": "first"}) == ["first", "both"]
    assert claim_page.shown_figures(some, {"claim_id": "two", "figure": None}) == ["both"]
    assert claim_page.shown_figures(some, {"claim_id": "three", "figure": "other"}) == []


def test_another_article_says_what_its_text_is() -> None:
    told = {"title": "Neighbours", "publisher": "A newspaper", "published": "2020-05-01"}
    assert front.about(told) == "The text is “Neighbours” (A newspaper, 1 May 2020)."
    assert front.about(told | {"about": "A text of 2020."}) == "A text of 2020."


def test_a_contradiction_stands_on_the_pages_of_both_claims(
    made: material.Material, claim_texts: dict[str, str]
) -> None:
    for row in made.data.contradictions.to_dict("records"):
        for here, other in (("claim_a", "claim_b"), ("claim_b", "claim_a")):
            links = page(raw(claim_texts[f"claims/{row[here]}.md"])).links
            assert f"{row[other]}.html" in links


def test_hostile_words_stay_words(spoiled: material.Material, spoiled_claims: dict[str, str]) -> None:
    texts = front.pages(spoiled, []) | spoiled_claims | gallery.pages(spoiled, TITLES)
    texts |= references.pages(spoiled, {"a": HOSTILE})
    for name, text in texts.items():
        found = page(raw(text))
        assert not found.dangers, name
        own = ["_static/list.js"] if name == "index.md" else ["../_static/statement.js"]
        assert {script.get("src", script.get("type")) for script in found.having("script")} <= {*own, DATA}
        headings = [line for line in text.splitlines() if line.startswith("#")]
        assert not any("<" in line or "`" in line or "head" in line.split()[1:2] for line in headings), name
    words = page(raw(texts["claims/spending-ratio.md"])).words
    assert "<script>alert(1)</script>" in words, "what is hostile is shown, as text"


def test_only_web_pages_are_linked_and_a_heading_is_no_markup() -> None:
    for text in ("javascript:alert(1)", "data:text/html,x", " JavaScript:x", "//host/x", None):
        assert render.address(text) == ""
    assert render.address("https://example.org/a?b=1") == "https://example.org/a?b=1"
    assert render.heading("`a` *b*\n# c") == "&#96;a&#96; &#42;b&#42; &#35; c"


def test_the_gallery_has_every_figure_with_its_files(made: material.Material) -> None:
    texts = gallery.pages(made, TITLES)
    linked = {link for text in texts.values() for link in page(raw(text)).links}
    offered = build.extra_files(made, texts, TITLES)
    for name in figure.described(made.data):
        files = {path.name for path in picture.shipped(made.figures, [name])}
        assert files >= {f"{name}.svg", f"{name}.csv", f"{name}.json"}, "PNGs are made, and committed nowhere"
        for file in files:
            assert f"../figures/{file}" in linked
            assert f"figures/{file}" in offered


def test_pages_of_the_gallery_are_called_as_the_notebooks(made: material.Material) -> None:
    texts = gallery.pages(made, TITLES)
    assert "Money and gas <06_money_and_gas>" in texts["gallery/index.md"]
    assert "# Charts: Money and gas" in texts["gallery/06_money_and_gas.md"]


def test_search_has_statements_before_all_else_and_is_small(made: material.Material, texts: dict[str, str]) -> None:
    script = search.index(made, texts, TITLES).decode()
    entries = json.loads(script.removeprefix("window.searchIndex = ").rstrip().rstrip(";"))
    kinds = [kind for kind, *_ in entries]
    assert kinds[: len(made.records)] == ["Statement"] * len(made.records)
    assert list(dict.fromkeys(kinds))[:2] == ["Statement", "Chart"] and "Source" in kinds
    assert kinds.index("Guide") < kinds.index("Modules")
    assert [title for _, title, *_ in entries if "'" in title] == []
    assert len(script) < 80_000
    there = {f"{name.rpartition('.')[0]}.html" for name in texts} | {f"notebooks/{stem}.html" for stem in TITLES}
    assert [address for *_, address, _ in entries if address.partition("#")[0] not in there] == []


def test_a_head_says_what_the_page_is_and_with_an_address_where_and_how_it_looks(tmp_path: Path) -> None:
    (tmp_path / "sharing" / "claims").mkdir(parents=True)
    (tmp_path / "sharing" / "claims" / "one.png").touch()
    text = (
        f"<head>{finish._SECOND_VIEWPORT}<title>old</title></head><svg><title>picture</title></svg>"
        f'<h1>A &amp; “b”<a class="headerlink">¶</a></h1><p class="lead">{"Long <b>words</b> " * 40}</p>'
    )
    plain = finish.headed(text, Path("claims/one.html"), tmp_path, "")
    assert "<title>A &amp; “b” · milbalance</title>" in plain and "<title>picture</title>" in plain
    assert "viewport" not in plain and "og:image" not in plain and "canonical" not in plain
    metas = {meta.get("property", meta.get("name")): meta["content"] for meta in page(plain).having("meta")}
    assert metas["og:title"] == "A & “b”" and metas["description"] == metas["og:description"]
    assert metas["description"].endswith("…") and len(metas["description"]) <= finish.MOST + 1
    shown = [
        re.findall(
            r'og:(?:url|image)" content="([^"]+)', finish.headed(text, Path(name), tmp_path, "https://a.org/m")
        )
        for name in ("claims/one.html", "index.html")
    ]
    assert shown == [
        ["https://a.org/m/claims/one.html", "https://a.org/m/sharing/claims/one.png"],
        ["https://a.org/m/", "https://a.org/m/sharing/index.png"],
    ]


def test_a_card_for_sharing_is_1200_by_630_and_small(made: material.Material) -> None:
    longest = max(front.statements(made), key=lambda one: len(one["words"]))
    for one in (longest, front.story(made)["cards"][0]):
        png = sharing.of_statement(one, "article")
        assert picture.size(png) == (sharing.WIDE, sharing.HIGH) and len(png) < 40_000
        assert png == sharing.of_statement(one, "article")


def test_fonts_are_cut_to_the_letters_of_the_pages_and_renamed() -> None:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    found = look.fonts(["Qarabağ ▲", "“x” − 1"])
    assert found == look.fonts(["Qarabağ ▲", "“x” − 1"]) and "OFL.txt" in found
    for name in look.FACES:
        raw = found[f"{name}.woff"]
        font = TTFont(BytesIO(raw))
        assert len(raw) < 15_000 and {ord("ğ"), ord("’"), ord("5")} <= set(font.getBestCmap())
        assert not [row for row in font["name"].names if "Source" in row.toUnicode()], "a reserved name"


def test_ways_without_an_answer_are_counted(made: material.Material, claim_texts: dict[str, str]) -> None:
    for record in made.records:
        words = page(raw(claim_texts[f"claims/{record['claim_id']}.md"])).words
        unanswered = record["choices_unanswered"]
        told = f"{unanswered} more {'has' if unanswered == 1 else 'have'} no answer"
        assert (told in words) == bool(unanswered)


def test_what_is_to_be_copied_keeps_its_lines(made: material.Material) -> None:
    cited = references.pages(made, {})["cite.md"]
    citation = (made.root / "CITATION.cff").read_text(encoding="utf-8")
    copied = html.unescape(cited.partition("## As CITATION.cff")[2].partition("<pre>")[2].partition("</pre>")[0])
    assert yaml.safe_load(copied) == yaml.safe_load(citation)
    assert "``" not in render.lines("a ``` b")


def test_the_headline_chart_has_its_files_and_terms(made: material.Material, texts: dict[str, str]) -> None:
    text = texts["index.md"]
    name, card = next(iter(made.cards.items()))
    assert all(f"figures/{name}.{kind}" in page(raw(text)).links for kind in ("svg", "csv", "json"))
    assert page(raw(text)).words.count(card["terms"]) == 1


def test_pages_of_claims_are_listed_by_their_words(claim_texts: dict[str, str]) -> None:
    listed = claim_texts["claims/index.md"]
    assert "“double the soldiers” <soldiers-double>" in listed
    assert "“comprise 60% of Azerbaijan's weapons stockpile” <israel-60>" in listed
    assert render.entry("a <b>\n``` c") == "a b c"
    assert sum(" <" in line for line in listed.splitlines() if line.endswith(">")) >= len(claim_texts) - 1


def test_numbers_of_a_table_stand_under_each_other() -> None:
    cells = "<td>1,607.8</td><td>−3</td><td>NaN</td><td>946.6</td><td>12 days</td><td>2020-10-14</td>"
    assert finish._NUMBER.sub('<td class="num">', cells).count("num") == 4


def test_a_long_table_of_numbers_says_how_long_it_is(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "".join(f'{row},"x\ny"\n' for row in range(130)), encoding="utf-8")
    head, rows, number = gallery.numbers(path)
    assert (head, len(rows), number) == (["a", "b"], 100, 130)
    assert rows[99] == ["99", "x\ny"]


def test_a_picture_has_its_size_in_css_pixels(made: material.Material) -> None:
    assert picture.size(PIXEL) == (3, 2)
    assert picture.size(b'<?xml?>\n<svg lang="en" width="576pt" height="360pt" version="1.1">') == (800, 500)
    name = next(iter(made.cards))
    whole = ElementTree.parse(made.figures / f"{name}.svg").getroot()
    points = [float(whole.attrib[side].removesuffix("pt")) for side in ("width", "height")]
    found = picture.size((made.figures / f"{name}.svg").read_bytes())
    assert list(found) == pytest.approx([size * 100 / 72 for size in points], abs=1) and found[0] == 800


def test_a_figure_is_on_a_page_wide_and_narrow_and_its_small_picture_is_a_file(made: material.Material) -> None:
    for name in made.cards:
        found = picture.of(made, name)
        wide, narrow = (ElementTree.fromstring(str(found[kind])) for kind in ("wide", "narrow"))
        ids = [part.attrib["id"] for svg in (wide, narrow) for part in svg.iter() if "id" in part.attrib]
        assert len(ids) == len(set(ids)), "both stand on one page"
        assert picture.thumbs(made)[found["thumb"]["path"]].decode() == found["narrow"]
        assert found["thumb"]["width"] < 300 < float(wide.attrib["viewBox"].split()[2])


def test_figures_that_stay_in_a_notebook_are_not_in_the_gallery_but_can_be_linked(
    data: Data, made: material.Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [card | {"site": card["name"] != "lira_rate"} for card in made.cards.values()]
    monkeypatch.setattr(export, "read_cards", lambda *_: cards)
    monkeypatch.setattr(articles, "computable", lambda *_: [])
    found = material.gather(made.data)
    assert list(found.cards) == [name for name in FEW if name != "lira_rate"]


def test_pictures_of_notebooks_get_their_words_by_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "_images").mkdir()
    (tmp_path / "_images" / "known.png").write_bytes(PIXEL)
    (tmp_path / "_images" / "other.png").write_bytes(PIXEL + b"x")
    output = {
        "data": {"image/png": base64.b64encode(PIXEL).decode()},
        "metadata": {"image/png": {"alt": 'a "b" <c>', "long": "d & <e>"}},
    }
    told = notebooks.in_words({"00_a": {"cells": [{"outputs": [output]}, {"source": []}]}})
    assert told == {hashlib.sha256(PIXEL).hexdigest(): ('a "b" <c>', "d & <e>", 0)}
    text = '<img alt="x" src="_images/known.png"/><img alt="x" src="_images/other.png"/>'
    mended = page(finish.with_pictures(text, tmp_path, told))
    known, other = mended.having("img")
    assert mended.words == "The picture in wordsd & <e>"
    assert known == {"alt": 'a "b" <c>', "src": "_images/known.png", "width": "3", "height": "2", "loading": "lazy"}
    assert other["alt"] == "x"


def test_code_is_behind_a_word_on_the_site_and_open_in_the_notebook() -> None:
    read = notebooks.read(paths.notebooks())
    pages = notebooks.pages(read)
    for stem, notebook in read.items():
        cells = json.loads(pages[f"notebooks/{stem}.ipynb"])["cells"]
        folded = [cell["metadata"].get("tags") == ["hide-input"] for cell in cells]
        assert folded == [cell["cell_type"] == "code" for cell in notebook["cells"]] and any(folded)
        assert not any(cell["metadata"] for cell in notebook["cells"])


def test_a_picture_of_twice_the_density_is_shown_at_its_size(tmp_path: Path) -> None:
    (tmp_path / "_images").mkdir()
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + (1600).to_bytes(4, "big") + (1040).to_bytes(4, "big")
    (tmp_path / "_images" / "a.png").write_bytes(png)
    told = {hashlib.sha256(png).hexdigest(): picture.Words("A line.", "", 800)}
    page = finish.with_pictures('<img alt="" src="_images/a.png">', tmp_path, told)
    assert '<img alt="A line." src="_images/a.png" width="800" height="520" loading="lazy">' in page


def test_every_picture_of_a_notebook_has_words() -> None:
    read = notebooks.read(paths.notebooks())
    pictures = [
        output
        for notebook in read.values()
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    digests = {hashlib.sha256(base64.b64decode(one["data"]["image/png"])).hexdigest() for one in pictures}
    assert notebooks.in_words(read).keys() == digests


def test_boxes_that_scroll_take_the_focus() -> None:
    text = '<pre>a</pre><div class="table-wrapper docutils container"></div><div class="other"></div>'
    assert [found.get("tabindex") for _, found in page(finish.reachable(text)).elements] == ["0", "0", None]


def test_every_module_is_in_the_reference_once() -> None:
    listed = [module for modules in api.groups().values() for module in modules]
    source = paths.root() / "src" / "milbalance"
    there = {path.stem for path in source.glob("*.py")} | {
        path.parent.name for path in source.glob("*/__init__.py")
    }
    assert {name.split(".")[1] for name in listed} == there - {"__init__", "__main__", "cli"}
    assert {"milbalance.charts.forms.dots", "milbalance.charts.rows.tables", "milbalance.charts.texts"} <= set(
        listed
    )
    assert "milbalance.publish.workbook.native" in listed and "milbalance.publish.site.api" not in listed
    assert len(listed) == len(set(listed))


def test_the_files_of_references_have_the_suite_and_every_source(data: Data) -> None:
    files = references.downloads(data)
    wanted = {*data.sources["source_id"], "milbalance"}
    assert {entry["id"] for entry in json.loads(files["sources.json"])} == wanted
    assert all(f"{{{source}," in files["sources.bib"].decode() for source in wanted)


def test_limits_of_a_column_in_words() -> None:
    from milbalance.tables.schema import Field

    field = Field("year", "integer", "The year.", None, {"required": True, "minimum": 1800, "enum": [1, 2]})
    assert references.limits(field) == "every row; minimum: 1800; enum: 1, 2"


def test_guides_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("[a](../README.md)", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A", encoding="utf-8")
    index, *texts = guides.pages(tmp_path).items()
    assert texts == [("guides/a.md", "# A"), ("guides/b.md", "[a](../index.md)")]
    assert index[0] == "guides/index.md" and index[1].index("[A](a.md)") < index[1].index("](b.md)")
    assert guides.pages(tmp_path / "none") == {}


def test_guides_for_contributors_are_there_and_apart() -> None:
    guided = guides.pages(paths.root() / "docs")
    assert {f"guides/{stem}.md" for stem in guides.FOR_CONTRIBUTORS} < guided.keys()
    first, second = guided["guides/index.md"].split("## For those who use it")
    assert all(f"]({stem}.md)" in first for stem in guides.FOR_CONTRIBUTORS)
    assert [stem for stem in guides.for_readers(guided) if f"]({stem}.md)" not in second] == []
    assert references.RULE in guides.for_readers(guided)


GUIDED = {
    "[a](../README.md#may-i-print-this)": "[a](../sources.md)",
    "[a](../README.md#sources)": "[a](../index.md#sources)",
    "[a](../data/README.md#spending)": "[a](../dictionary.md#spending)",
    "[a](../data/claims.csv) [b](2_b.md)": "[a](../data/claims.csv) [b](2_b.md)",
    "![a](../figures/a.png)": "![a](../figures/a.png)",
    '["as [b](../LICENSE)"]': '["as b"]',
    "[a](../docs/9_x.md#b)": "[a](../guides/9_x.md#b)",
    "as [b](../CHANGELOG.md) and [c](../src/milbalance/articles/) say": "as b and c say",
}


def test_guides_link_to_what_the_site_has() -> None:
    assert {written: guides.in_site(written) for written in GUIDED} == GUIDED


def test_guides_and_notebooks_link_to_pages_and_files_that_the_site_has() -> None:
    made = guides.pages(paths.root() / "docs") | notebooks.pages(notebooks.read(paths.notebooks()))
    there = {*made, "index.md", "sources.md", "dictionary.md", "gallery/index.md", "api/index.md"}
    missing = [
        f"{name}: {link}"
        for name, text in made.items()
        for link in re.findall(r"\]\(\.\./([^)#]+)", text)
        if link not in there and (link.endswith(".md") or not (paths.root() / link).is_file())
    ]
    assert not missing
    assert all(json.loads(text)["cells"] for name, text in made.items() if name.endswith(".ipynb"))


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, data: Data, tmp_path: Path) -> None:
    monkeypatch.setattr(sphinx_run, "NEEDED", ("sphinx", "no_such_theme"))
    with pytest.raises(MilbalanceError, match=r"this needs no_such_theme, which is not installed"):
        build.write(data, tmp_path / "site")
    assert not (tmp_path / "site").exists()


@needs_sphinx
def test_a_folder_of_others_is_refused_at_once(data: Data, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(MilbalanceError, match="that `milbalance site` wrote"):
        build.write(data, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_is_built_beside_the_pages_stays_out_of_the_reader_s_folder(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MyST-NB writes a folder `jupyter_execute` beside the pages that it builds."""

    def built(_: Path, out: Path, __: Path) -> None:
        out.mkdir()
        (out / "index.html").write_text("<p>A page", encoding="utf-8")
        (out.parent / "jupyter_execute").mkdir(exist_ok=True)

    monkeypatch.setattr(sphinx_run, "require", lambda: None)
    monkeypatch.setattr(sphinx_run, "build", built)
    monkeypatch.setattr(material, "gather", lambda *_: SimpleNamespace(root=tmp_path))
    for name in ("pages", "extra_files"):
        monkeypatch.setattr(build, name, lambda *_: {})
    monkeypatch.setattr(build, "lay_out", lambda *_: None)
    assert build.write(data, tmp_path / "out" / "site") == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["site"]
    assert {path.name for path in (tmp_path / "out" / "site").iterdir()} == {"index.html", "manifest.json"}


@needs_sphinx
def test_a_warning_of_sphinx_is_an_error_without_the_folder_and_hostile_words_stay_words(
    spoiled: material.Material, spoiled_claims: dict[str, str], tmp_path: Path
) -> None:
    texts = {"index.md": "# A\n\n[b](nowhere.md)\n\n```{toctree}\nsources\nclaims/spending-ratio\n```\n"}
    texts["sources.md"] = references.pages(spoiled, {})["sources.md"]
    texts["claims/spending-ratio.md"] = spoiled_claims["claims/spending-ratio.md"]
    build.lay_out(tmp_path / "in", texts, {"figures/x.csv": b"a\n"})
    with pytest.raises(MilbalanceError, match="nowhere") as error:
        sphinx_run.build(tmp_path / "in", tmp_path / "out", tmp_path / "trees")
    assert str(tmp_path) not in str(error.value) and str(error.value).count("WARNING") == 1
    plain = page((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    for name in ("sources.html", "claims/spending-ratio.html"):
        found = page((tmp_path / "out" / name).read_text(encoding="utf-8"))
        ours = [
            one for one in found.having("script") if one.get("type") == DATA or "statement.js" in one.get("src", "")
        ]
        assert len(found.having("script")) - len(ours) == len(plain.having("script")), (
            "hostile words became a script"
        )
        assert len(ours) == 2 * name.startswith("claims/")
        assert not found.dangers
        assert "alert(1)" in found.words


def test_no_letter_stands_right_after_a_name_in_code() -> None:
    """`Band`s is no markup to Sphinx, which then builds no site; `Band` alone is."""
    wrong = [
        f"{path.relative_to(paths.PACKAGE)}: {found[0]}"
        for path in sorted(paths.PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for found in re.finditer(r"`[\w.]+`\w+", ast.get_docstring(node) or "")
    ]
    assert not wrong, "\n".join(wrong)


def test_a_link_in_the_source_of_a_cell_leaves_the_notebook_a_notebook() -> None:
    cell = {
        "cell_type": "markdown",
        "metadata": {},
        "source": ["## [How](../docs/2_check_one_number.md)\n", "ends"],
    }
    (text,) = (
        text for name, text in notebooks.pages({"01_a": {"cells": [cell]}}).items() if name.endswith(".ipynb")
    )
    source = json.loads(text)["cells"][0]["source"]
    assert source == ["## [How](../guides/2_check_one_number.md)\n", "ends"]
