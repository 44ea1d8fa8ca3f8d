"""The sentence as the control, in Chromium: menus, answer, dot and address, on the site and in a built article."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pandas as pd
import pytest

import answered
from barriers import COLOURS, violations
from milbalance import articles
from milbalance.choices import ALIKE
from milbalance.publish.article import page as article_page
from milbalance.publish.widgets import ways
from milbalance.tables import load, paths

pytestmark = pytest.mark.xdist_group("site")
PHONE = {"width": 390, "height": 844}
RATIO = "claims/spending-ratio.html"
HOSTILE = "</script><script>hit = 1</script><img src=x onerror='hit = 1'>"
CHOSEN = "section => [...section.querySelectorAll('select')].map(one => one.value)"
# For each option of each menu what is chosen once it is picked from our main answer.
MOVES = """section => {
  const menus = [...section.querySelectorAll('select')], back = section.querySelector('.back button');
  return menus.map(menu => [...menu.options].map((_, place) => {
    back.click();
    menu.selectedIndex = place;
    menu.dispatchEvent(new Event('change'));
    return menus.map(one => one.value);
  }));
}"""


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[dict[str, Any]]]]:
    """The page of a shipped text from its committed answers, and its calculations by statement."""
    there = paths.root() / "articles" / "sipri-2021-nagorno-karabakh" / "answers"
    records, listed = (json.loads((there / f"{name}.json").read_text()) for name in ("ledger", "choices"))
    choices: dict[str, list[dict[str, Any]]] = {record["claim_id"]: [] for record in records}
    for one in listed:
        choices[one["claim_id"]].append(one)
    return written(tmp_path_factory.mktemp("article"), records, choices), choices


def written(folder: Path, records: list[dict[str, Any]], choices: dict[str, list[dict[str, Any]]]) -> Path:
    data = replace(load.shipped(), article=answered.TEXT)
    (folder / "index.html").write_text(article_page.page(data, records, choices), encoding="utf-8")
    (folder / "choices.csv").write_text("", encoding="utf-8")
    return folder / "index.html"


def asked(url: str) -> dict[str, list[str]]:
    return parse_qs(url.partition("#")[2], keep_blank_values=True)


def test_a_choice_by_keyboard_gives_answer_dot_and_address(watched: Any, built: Path) -> None:
    page = watched.page
    page.goto((built / RATIO).as_uri())
    section, marker = page.locator("section.statement"), page.locator(".marker")
    main, before = section.locator(".answer").inner_text(), marker.evaluate("one => one.style.left")
    assert main in page.locator("dl.two").inner_text() and not asked(page.url)
    assert section.locator("output").get_attribute("class") == "given outside"
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "publisher":
            break
    page.keyboard.type("Corr")
    assert asked(page.url)["publisher"] == ["Correlates of War"]
    assert "Also changed: edition to “version 7.0”" in section.locator(".moved").inner_text()
    after = section.locator(".answer").inner_text()
    assert after != main and "times" in after and marker.evaluate("one => one.style.left") != before
    assert section.locator(".why").inner_text().startswith("It counts toward the verdict.")
    page.reload()
    assert section.locator(".answer").inner_text() == after, "the address restores it"
    page.go_back()
    assert (section.locator(".answer").inner_text(), asked(page.url)) == (main, {})
    page.go_forward()
    section.get_by_role("button", name="Back to our main answer").press("Enter")
    assert (section.locator(".answer").inner_text(), asked(page.url)) == (main, {})
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    assert not watched.faults


@pytest.mark.parametrize(
    ("address", "wanted", "note"),
    [
        ("publisher=SIPRI&years=2019", ["SIPRI", "current dollars", "2019"], ""),
        ("years=1919", ["SIPRI", "current dollars", "2020"], "The address asks for what no calculation here has"),
        ("publisher=press&years=2012", ["SIPRI", "current dollars", "2012"], "The address asks for what no"),
        ("why", ["SIPRI", "current dollars", "2020"], ""),
    ],
)
def test_an_address_is_a_choice(watched: Any, built: Path, address: str, wanted: list[str], note: str) -> None:
    watched.page.goto(f"{(built / RATIO).as_uri()}#{address}")
    section = watched.page.locator("section.statement")
    assert section.evaluate(CHOSEN)[:3] == wanted
    assert section.locator(".moved").inner_text().startswith(note) and not watched.faults


def test_the_script_chooses_as_the_board_of_the_notebooks(watched: Any, built: Path, article: Any) -> None:
    watched.page.goto((built / RATIO).as_uri())
    listed = articles.choice_records(articles.assess(load.shipped(), "spending-ratio"))
    wrong = differing(watched.page.locator("section.statement"), listed)
    path, choices = article
    watched.page.goto(path.as_uri())
    watched.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for claim_id, found in choices.items():
        section = watched.page.locator(f"#s-{claim_id} section.statement:has(select)")
        wrong += differing(section, found) if section.count() else []
    assert not wrong and not watched.faults, "\n".join(wrong)


def differing(section: Any, found: list[dict[str, Any]]) -> list[str]:
    """Where the script goes elsewhere than `ways.moved`, for each option of each menu."""
    kinds = sorted(dict.fromkeys(kind for one in found for kind in one["choice"]), key=lambda kind: kind in ALIKE)
    grid = pd.DataFrame([{kind: one["choice"].get(kind, "") for kind in kinds} for one in found])
    kinds = [kind for kind in kinds if grid[kind].nunique() > 1]
    about = {name: [one[name] for one in found] for name in ("plain", "counted", "position")}
    grid = grid[kinds].assign(**about)
    moves = section.evaluate(MOVES)
    return [
        f"{kind} to {level}: {chosen} and not {wanted}"
        for kind, options in zip(kinds, moves, strict=True)
        for level, chosen in zip(ways.options(grid, kind), options, strict=True)
        if chosen != (wanted := [one or "not specified" for one in there(grid, kind, level)])
    ]


def there(grid: pd.DataFrame, kind: str, level: str) -> list[str]:
    return list(ways.levels_of(grid, ways.moved(grid, ways.plain(grid), kind, level)).values())


def test_each_statement_of_a_page_has_its_own_address(watched: Any, article: Any) -> None:
    page, (path, _) = watched.page, article
    page.goto(f"{path.as_uri()}#s-azerbaijan-burden&edition=edition of 2022")
    other, own = (page.locator(f"#s-{name} section.statement") for name in ("armenia-burden", "azerbaijan-burden"))
    assert own.is_visible() and not other.is_visible(), "what is asked for is unfolded"
    assert "edition of 2022" in own.evaluate(CHOSEN) and "edition of 2022" not in other.evaluate(CHOSEN)
    answer = own.locator(".answer").inner_text()
    page.locator("#s-armenia-burden summary").first.click()
    other.locator("select").last.select_option("edition of 2022")
    assert "#s-armenia-burden&edition=" in page.url and own.locator(".answer").inner_text() == answer
    page.go_back()
    assert "edition of 2022" not in other.evaluate(CHOSEN) or "azerbaijan" in page.url
    assert not watched.faults


def test_without_scripts_the_sentence_gives_our_main_answer_and_the_table_all(browser: Any, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / RATIO).as_uri())
    said = " ".join(page.locator("section.statement .reading").inner_text().split())
    assert said.startswith("By SIPRI, in current dollars, for 2020,") and said.endswith("the answer is")
    assert page.locator(".answer").inner_text() in page.locator("dl.two").inner_text()
    assert page.locator("select").count() == 0 and not page.locator(".back, .marker").first.is_visible()
    rows = page.locator("table.choices tbody tr")
    assert rows.count() == len(articles.choices_of(load.shipped(), "spending-ratio")) and rows.first.is_visible()
    context.close()


@pytest.mark.parametrize("kind", ["site", "article"])
def test_axe_finds_nothing_and_a_phone_scrolls_down_only(
    watched: Any, built: Path, article: Any, axe: str, kind: str
) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)
    page.goto((built / RATIO if kind == "site" else article[0]).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for menu in page.locator("section.statement select").all():
        menu.evaluate("""one => { const long = [...one.options].map(option => option.text.length);
            one.selectedIndex = long.indexOf(Math.max(...long)); one.dispatchEvent(new Event('change')); }""")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.evaluate(axe)
    found = violations(page, "section.statement")
    page.emulate_media(color_scheme="dark")
    assert not found + violations(page, "section.statement", only=COLOURS)


def test_the_answer_stays_in_sight_on_a_phone(watched: Any, built: Path) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)
    page.goto((built / RATIO).as_uri())
    page.locator("section.statement select").last.scroll_into_view_if_needed()
    page.locator(".strip").scroll_into_view_if_needed()
    box = page.locator("section.statement .head").bounding_box()
    assert 0 <= box["y"] < 100 and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_hostile_words_in_choices_do_nothing(watched: Any, tmp_path: Path) -> None:
    choices = {
        name: [
            {**one, "choice": {HOSTILE: f"{HOSTILE} {place}"}, "why": HOSTILE, "reason": HOSTILE}
            for place, one in enumerate(found)
        ]
        for name, found in answered.choices().items()
    }
    records = [{**one, "unit": HOSTILE, "words": HOSTILE} for one in answered.records()]
    watched.page.goto(written(tmp_path, records, choices).as_uri())
    watched.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    section = watched.page.locator("#s-misses section.statement")
    section.locator("select").select_option(index=4)
    assert HOSTILE in section.locator(".fits").inner_text() and HOSTILE in section.locator(".why").inner_text()
    watched.page.reload()
    assert section.locator("select").evaluate("one => one.selectedIndex") == 4
    assert watched.page.evaluate("typeof hit") == "undefined" and not watched.faults
