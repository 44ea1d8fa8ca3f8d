"""The site in Chromium, over file://: nothing fails, nothing leaves it, and all can read, find and reach it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from barriers import COLOURS, violations
from milbalance.tables import paths
from site_html import Page, broken, site

pytestmark = pytest.mark.xdist_group("site")
KINDS = (
    *("index", "claims/israel-60", "claims/index", "gallery/index", "gallery/01_spending", "notebooks/01_spending"),
    *("dictionary", "method", "search"),
)
PHONE = {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}
PAPER = {"width": 680, "height": 1009}  # A4 less the margins
# What lies to the right of the window although no box of ours around it scrolls; furo lets its article scroll.
CUT = """() => [...document.querySelectorAll('article *, .mobile-header *')].filter(one => {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || box.right <= innerWidth + 1 || one.closest('svg')) return false;
    for (let up = one.parentElement; up && !up.matches('article, header'); up = up.parentElement) {
        if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return false;
    }
    return true;
}).map(one => one.outerHTML.slice(0, 120))"""
# How many letters the longest line of prose has, by where its letters stand; tables and pictures may be wider.
LONGEST = """() => {
    let longest = 0;
    for (const one of document.querySelectorAll('article :is(p, li, dd, h2)')) {
        const apart = one.closest('table, svg, pre, .scroll') || one.querySelector('p, li');
        if (apart || !one.checkVisibility()) continue;
        if (one.textContent.length <= 75) {
            longest = Math.max(longest, one.textContent.length);
            continue;
        }
        const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        const lines = new Map(), range = document.createRange();
        while (walk.nextNode()) {
            const node = walk.currentNode;
            if (node.parentElement.closest('.hidden')) continue;
            for (let at = 0; at < node.length; at++) {
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                const box = range.getBoundingClientRect(), line = Math.round(box.bottom / 4);
                if (box.width) lines.set(line, (lines.get(line) || 0) + 1);
            }
        }
        longest = Math.max(longest, ...lines.values());
    }
    return longest;
}"""
# What a reader of paper cannot use and yet sees.
PRINTED = """() => [...document.querySelectorAll('.skip-to-content, .sidebar-drawer, .controls, .mobile-header')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length)
    .map(one => one.outerHTML.slice(0, 120))"""
JUDGED = pd.read_csv(paths.root() / "ledger" / "claims.csv")["verdict"]


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[Path, Page]:
    return site(built)


def test_no_link_inside_the_site_leads_nowhere(pages: dict[Path, Page]) -> None:
    assert len(pages) > len(JUDGED)
    assert not broken(pages)


def test_every_picture_says_what_it_shows_and_how_large_it_is(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for image in page.having("img"):
            # In the gallery's index the title stands beside each small picture: an empty text is right there.
            assert image["alt"] or path.parent.name == "gallery", f"{path.name}: {image['src']}"
            assert not image["alt"].endswith(".png"), f"{path.name}: {image['src']}"
            assert image["width"] and image["height"], f"{path.name}: {image['src']}"


def test_no_folder_of_this_machine_is_in_it(built: Path) -> None:
    """That a second build is the same is tried on a small site, in tests/test_elsewhere_publish.py."""
    read = {".html", ".js", ".css", ".json"}
    named = [
        path.name
        for path in built.rglob("*")
        if path.suffix in read
        and any(str(one) in path.read_text(encoding="utf-8") for one in (paths.root(), built.parent))
    ]
    assert not named


def test_every_page_opens_without_a_fault_and_fits_a_phone(watched: Any, pages: dict[Path, Page]) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)
    wide: dict[str, Any] = {}
    for path in pages:
        page.goto(path.as_uri())
        if (cut := page.evaluate(CUT)) or page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide[path.name] = cut
    assert not watched.faults
    assert not wide


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read_by_everyone_on_a_screen_and_on_paper(
    watched: Any, built: Path, axe: str, kind: str
) -> None:
    """Nothing that axe finds serious, light or dark; lines of 75 letters; on paper nothing cut off or to click."""
    page = watched.page
    page.goto((built / f"{kind}.html").as_uri(), wait_until="networkidle")
    page.evaluate(axe)
    wrong = violations(page, impact=SERIOUS)
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark: {one}" for one in violations(page, only=COLOURS, impact=SERIOUS)]
    page.set_viewport_size({"width": 1920, "height": 1000})
    if not 0 < (longest := page.evaluate(LONGEST)) <= 75:
        wrong.append(f"a line of {longest} letters")
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size(PAPER)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wrong += [f"cut off on paper: {one}" for one in page.evaluate(CUT)]
    wrong += [f"to click, on paper: {one}" for one in page.evaluate(PRINTED)]
    assert not [*wrong, *watched.faults], "\n".join(wrong)


def test_the_list_is_filtered_by_keyboard_and_the_address_keeps_it(watched: Any, built: Path) -> None:
    page, start = watched.page, (built / "index.html").as_uri()
    page.goto(start)
    shown, count = page.locator("#list > li:visible"), page.locator("#list-count")
    assert count.inner_text() == f"{len(JUDGED)} of {len(JUDGED)} statements"
    tab_to(page, "q")
    page.keyboard.type("eighth 155")
    assert shown.count() == 1 and count.inner_text() == f"1 of {len(JUDGED)} statements"
    assert page.url == f"{start}#q=eighth+155"
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    page.keyboard.type("undecided")
    assert page.url == f"{start}#verdict=undecided"
    assert shown.count() == JUDGED.eq("undecided").sum() > 0
    assert all("undecided" in text for text in shown.all_inner_texts())
    page.goto("about:blank")
    page.goto(f"{start}#q=armenia%27s&verdict=does+not+hold&part=")
    assert page.locator("[name=verdict]").input_value() == "does not hold"
    assert 0 < shown.count() < JUDGED.eq("does not hold").sum()
    page.goto(f"{start}#all")
    assert page.locator("[name=verdict]").input_value() == "does not hold", "another anchor changes nothing"
    assert not watched.faults


def test_the_squares_take_one_stop_of_the_tab_key_and_say_what_they_are(watched: Any, built: Path) -> None:
    page = watched.page
    page.goto((built / "index.html").as_uri())
    squares, said = page.locator("#tally li a"), page.locator("#tally-name")
    assert squares.count() == len(JUDGED)
    assert page.locator("#tally li a:not([tabindex='-1'])").count() == 1
    squares.first.focus()
    told = set()
    for _ in range(len(JUDGED)):
        told.add(said.inner_text())
        page.keyboard.press("ArrowRight")
    assert len(told) == len(JUDGED) and all(text.rpartition(": ")[2] in set(JUDGED) for text in told)
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    squares.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*.html")


def tab_to(page: Any, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches('article [name={name}]')"):
            return
    pytest.fail(f"no way to {name} by the Tab key")


def test_all_statements_are_there_without_scripts(browser: Any, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "index.html").as_uri())
    assert page.locator("#list > li:visible").count() == len(JUDGED)
    assert page.locator("#tally li a:visible").count() == len(JUDGED)
    assert not page.locator("#list-controls").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_follow_the_page_and_the_window(watched: Any, built: Path, scheme: str) -> None:
    page, ink = watched.page, {}
    page.emulate_media(color_scheme=scheme)
    for width, shown in ((1280, "is-wide"), (PHONE["width"], "is-narrow")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto((built / "index.html").as_uri())
        for kind in ("is-wide", "is-narrow"):
            assert page.locator(f"figure.picture .{kind} svg").first.is_visible() == (kind == shown)
        ink[width] = page.evaluate(
            f"getComputedStyle(document.querySelector('.{shown} svg text')).fill.match(/\\d+/g).map(Number)"
        )
    assert all((min(found) > 128) == (scheme == "dark") for found in ink.values()), ink


def test_the_font_of_pages_is_that_of_the_pictures(watched: Any, built: Path) -> None:
    page = watched.page
    page.goto((built / "index.html").as_uri(), wait_until="networkidle")
    loaded = page.evaluate(
        "document.fonts.ready.then(all => [...all].filter(one => one.status === 'loaded').length)"
    )
    assert loaded >= 2
    named = page.evaluate("[...document.querySelectorAll('h1, svg')].map(one => getComputedStyle(one).fontFamily)")
    assert all(family.startswith(('"Source Sans Pro"', "Source Sans Pro")) for family in named)


def test_a_search_shows_statements_first_and_loads_little(watched: Any, built: Path) -> None:
    sizes: list[int] = []
    page = watched.page
    page.goto((built / "data.html").as_uri())
    page.on("requestfinished", lambda asked: sizes.append(len(asked.response().body())))
    page.locator(".sidebar-search").fill("drones")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li")
    page.wait_for_load_state("networkidle")
    kinds = [
        text.splitlines()[1].partition(":")[0] for text in page.locator("#search-results li").all_inner_texts()
    ]
    assert kinds[0] == "Statement" and kinds == sorted(kinds, key=kinds.index)
    assert "q=drones" in page.url and sum(sizes) < 400_000
    page.locator("#search-form input").fill("qarabag")
    page.locator("#search-form input").fill("no such thing at all")
    assert page.locator("#search-count").inner_text() == "0 results"
    page.locator("#search-form input").fill("DRONES")
    page.locator("#search-results a").first.click()
    page.wait_for_url("**/claims/*.html")
    assert not watched.faults


def test_the_front_page_weighs_at_most_300_kilobytes(watched: Any, built: Path) -> None:
    sizes: dict[str, int] = {}
    watched.page.on("requestfinished", lambda asked: sizes.update({asked.url: len(asked.response().body())}))
    watched.page.goto((built / "index.html").as_uri(), wait_until="networkidle")
    assert 100_000 < sum(sizes.values()) <= 300_000, sizes
