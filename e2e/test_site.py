"""The site in Chromium, over file://: nothing fails, nothing leaves it, and all can read, sort and reach it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from milbalance.publish.site import build
from milbalance.tables import load, paths
from site_html import Page, broken, site

KINDS = ("index", "claims/israel-60", "gallery/01_spending", "notebooks/01_spending", "dictionary")
PHONE = {"width": 390, "height": 844}
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


def test_a_second_build_is_the_same_and_no_folder_of_this_machine_is_in_it(built: Path, tmp_path: Path) -> None:
    build.write(load.shipped(), tmp_path / "again")
    first, second = (digests(folder) for folder in (built, tmp_path / "again"))
    assert first == second
    for path in built.rglob("*"):
        if path.suffix in {".html", ".js", ".css", ".json"}:
            text = path.read_text(encoding="utf-8")
            assert str(paths.root()) not in text and str(tmp_path.parent) not in text, path.name


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_page_opens_without_a_fault_and_fits_a_phone(watched: Any, pages: dict[Path, Page]) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)
    wide: dict[str, Any] = {}
    for path in pages:
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"] or page.evaluate(CUT):
            wide[path.name] = page.evaluate(CUT)
    assert not watched.faults
    assert not wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(watched: Any, built: Path, axe: str, kind: str, scheme: str) -> None:
    page = watched.page
    page.emulate_media(color_scheme=scheme)
    page.goto((built / f"{kind}.html").as_uri())
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run({preload: false})).violations")
    assert page.evaluate("typeof axe.run") == "function"
    serious = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert not serious, "\n".join(serious)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_on_paper_and_nothing_to_click_is_printed(watched: Any, built: Path, kind: str) -> None:
    page = watched.page
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    page.goto((built / f"{kind}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert not page.evaluate(CUT)
    for button in page.locator(".skip-to-content, .sidebar-drawer, .controls, .mobile-header").all():
        assert not button.is_visible(), button.evaluate("one => one.outerHTML.slice(0, 120)")
    assert not watched.faults


def test_the_ledger_is_filtered_by_keyboard(watched: Any, built: Path) -> None:
    page = watched.page
    page.goto((built / "index.html").as_uri())
    shown = page.locator("#ledger-table tbody tr:visible")
    assert page.locator("#ledger-count").inner_text() == f"{len(JUDGED)} of {len(JUDGED)} statements"
    tab_to(page, "ledger-text")
    page.keyboard.type("gas eighth")
    assert [row.split()[0] for row in shown.all_inner_texts()] == ["Stated:"]
    assert page.locator("#ledger-count").inner_text() == f"1 of {len(JUDGED)} statements"
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    page.keyboard.type("undecided")
    assert page.locator("#ledger-count").inner_text() == f"{shown.count()} of {len(JUDGED)} statements"
    assert shown.count() == JUDGED.eq("undecided").sum() > 0
    assert all("undecided" in text for text in shown.all_inner_texts())
    assert not watched.faults


def test_the_ledger_is_sorted_by_keyboard(watched: Any, built: Path) -> None:
    page = watched.page
    page.goto((built / "index.html").as_uri())
    heads = page.locator("#ledger-table thead th")
    # The answers are a range with words and no order: their head is no button.
    sorts = [(head.get_attribute("data-sort"), head.get_attribute("aria-sort")) for head in heads.all()]
    assert sorts[0] == ("place", "ascending")
    assert {aria for _, aria in sorts[1:]} == {None, "none"}
    assert all((name is None) == (aria is None) for name, aria in sorts), sorts
    assert heads.locator("button").count() == sum(name is not None for name, _ in sorts) == len(sorts) - 1
    tab_to(page, "ledger-verdict")
    for _ in range(3):  # over the box that scrolls and the first head
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert heads.nth(1).get_attribute("aria-sort") == "ascending"
    ranks = [int(row.get_attribute("data-rank")) for row in page.locator("#ledger-table tbody tr").all()]
    assert ranks == sorted(ranks) and ranks[0] < ranks[-1]
    page.keyboard.press("Space")
    assert heads.nth(1).get_attribute("aria-sort") == "descending"
    ranks = [int(row.get_attribute("data-rank")) for row in page.locator("#ledger-table tbody tr").all()]
    assert ranks == sorted(ranks, reverse=True)


def test_what_has_no_support_stands_last_either_way(watched: Any, built: Path) -> None:
    page = watched.page
    page.goto((built / "index.html").as_uri())
    head = page.locator("#ledger-table thead th[data-sort=agree]")
    button, column = head.locator("button"), head.evaluate("one => one.cellIndex")
    rows = page.locator("#ledger-table tbody tr")
    for reverse in (False, True):
        button.click()
        told = [row.get_attribute("data-agree") for row in rows.all()]
        held = [float(one) for one in told if one]
        assert held == sorted(held, reverse=reverse) and 0 < len(held) < len(told)
        assert not any(told[len(held) :]), "those without a number come after all others"
        cells = [row.locator("td").nth(column).inner_text() for row in rows.all()[: len(held)]]
        assert [f"({100 * one:.0f}%)" in cell for one, cell in zip(held, cells, strict=True)].count(True) > 30


def tab_to(page: Any, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    pytest.fail(f"no way to {name} by the Tab key")


def test_the_ledger_is_a_plain_table_without_scripts(browser: Any, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "index.html").as_uri())
    assert page.locator("#ledger-table tbody tr:visible").count() == len(JUDGED)
    assert not page.locator("#ledger-controls").is_visible()
    context.close()


def test_the_front_page_weighs_less_than_a_megabyte(watched: Any, built: Path) -> None:
    sizes: list[int] = []
    watched.page.on("requestfinished", lambda asked: sizes.append(len(asked.response().body())))
    watched.page.goto((built / "index.html").as_uri(), wait_until="networkidle")
    assert 100_000 < sum(sizes) < 1_000_000
