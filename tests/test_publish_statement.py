"""The sentence as the control: its data are the ledger's choices, and no text ends the block that they are in."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest

import answered
import site_html
from milbalance import articles
from milbalance.charts import style
from milbalance.choices.verdicts import VERDICTS
from milbalance.measures.ranges import Span
from milbalance.publish import statement
from milbalance.publish.article import page, told
from milbalance.publish.site import render
from milbalance.tables import paths
from milbalance.tables.load import Data

HOSTILE = "</script><script>alert(1)</script> <!-- ` \u2028 \" ' &lt; $&"
BLOCK = re.compile(r'<script type="application/json" class="choices">(.*?)</script>', re.DOTALL)
BUILT = sorted(path.parent for path in (paths.root() / "articles").glob("*/answers/choices.json"))


def by_levels(block: dict[str, Any]) -> list[dict[str, str]]:
    """The levels of every calculation of a block, without those left open."""
    return [
        {
            kind: there[level]
            for kind, there, level in zip(block["kinds"], block["levels"], way, strict=True)
            if there[level]
        }
        for way in block["ways"]
    ]


def test_the_block_of_every_statement_is_the_ledger_s_choices(data: Data) -> None:
    listed = pd.read_csv(paths.ledger() / "choices.csv", keep_default_na=False, dtype=str)
    wrong = []
    for claim_id, rows in listed.groupby("claim_id", sort=False):
        found = articles.assess(data, str(claim_id))
        record = articles.record(found, data.claims.set_index("claim_id", drop=False).loc[claim_id].to_dict())
        block = statement.block(record, articles.choice_records(found), data)
        for row, levels, answer, fits, counted in zip(
            rows.to_dict("records"),
            by_levels(block),
            block["answers"],
            block["fits"],
            block["counted"],
            strict=True,
        ):
            there = dict(level.split(": ", 1) for level in row["choice"].split("; ") if ": " in level)
            one = {key: float(row[key]) if row[key] else None for key in ("value", "low", "high")}
            # The file has twelve digits.
            near = ({key: x and x * (1 + off) for key, x in one.items()} for off in (-1e-9, 0, 1e-9))
            wanted = {told.answered(record, given, data) for given in near}
            if (
                levels.items() - there.items()
                or answer not in wanted
                or statement.POSITIONS[fits] != row["position"]
                or bool(counted) != (row["counted"] == "True" and row["position"] != "unanswered")
            ):
                wrong.append(f"{claim_id}: {row['choice']}: {levels}, {answer} and not {wanted}")
    assert len(listed) > 1500 and not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("folder", BUILT, ids=lambda folder: folder.parent.name)
def test_the_page_of_a_built_article_has_every_calculation_of_its_choices(data: Data, folder: Any) -> None:
    records = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
    choices: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads((folder / "choices.json").read_text(encoding="utf-8")):
        choices.setdefault(one["claim_id"], []).append(one)
    text = page.page(answered.article(data).data, records, choices)
    blocks = {block["name"]: block for block in map(json.loads, BLOCK.findall(text))}
    wrong = []
    for record in records:
        found = choices.get(record["claim_id"], [])
        block = blocks.get(f"s-{record['claim_id']}")
        if block is None:
            assert len({json.dumps(one["choice"]) for one in found}) < 2
            continue
        for one, levels, answer in zip(found, by_levels(block), block["answers"], strict=True):
            if levels.items() - one["choice"].items() or answer != told.answered(record, one, data):
                wrong.append(f"{record['claim_id']}: {one['choice']}: {levels}, {answer}")
        assert found[block["main"]]["plain"], record["claim_id"]
    assert blocks and not wrong, "\n".join(wrong)


def test_no_two_calculations_of_a_block_have_the_same_levels(data: Data) -> None:
    alike = []
    for claim_id in articles.computable(data):
        found = articles.assess(data, claim_id)
        block = statement.block({"relation": "is"}, articles.choice_records(found), data)
        if len({tuple(way) for way in block["ways"]}) < len(block["ways"]):
            alike.append(claim_id)
    assert not alike


def test_a_block_by_hand(data: Data) -> None:
    record = answered.record("a", "holds", low=3.95, high=4.05)
    found = [
        answered.way(2.0, plain=True, why="First."),
        answered.way(4.0, years="2019", counted=False, why="Shown only: another year."),
        answered.way(None, publisher="COW", why="First."),
        {**answered.way(4.0), "choice": {"publisher": "SIPRI", "edition": "2024", "years": "2021"}},
    ]
    made = statement.block(record, found, data, [10.0, 90.0, None, 90.0])
    assert made["kinds"] == ["publisher", "years", "edition"], "editions come last"
    assert made["levels"] == [["SIPRI", "COW"], ["2020", "2019", "2021"], ["2024", ""]]
    assert made["ways"] == [[0, 0, 1], [0, 1, 1], [1, 0, 1], [0, 2, 0]]
    assert made["answers"] == ["2 times", "4 times", "no number", "4 times"]
    assert [made["texts"][place] for place in made["stands"]] == [
        told.stands(record, "outside", Span(2.0, 2.0)),
        told.stands(record, "inside", Span(4.0, 4.0)),
        f"{told.stands(record, 'unanswered', None)}: no value",
        told.stands(record, "inside", Span(4.0, 4.0)),
    ]
    assert (made["fits"], made["counted"], made["at"]) == ([1, 0, 3, 0], [1, 0, 0, 1], [10.0, 90.0, None, 90.0])


def test_a_statement_of_one_calculation_has_nothing_to_choose(data: Data) -> None:
    record = answered.record("a", "holds", plain=4.0)
    made = statement.control(record, [answered.way(4.0, plain=True)], data)
    assert made is not None and not made["parts"] and made["data"] is None
    assert statement.control(record, [], data) is None


def test_hostile_levels_and_reasons_stay_words(data: Data) -> None:
    record = answered.record("a", "holds", words=HOSTILE, unit=HOSTILE)
    found = [
        {**answered.way(2.0, plain=True, why=HOSTILE), "choice": {HOSTILE: HOSTILE}},
        {**answered.way(None, reason=HOSTILE), "choice": {HOSTILE: f"{HOSTILE} 2"}},
    ]
    made = statement.control(record, found, data, "s-a")
    template = '{% import "statement.jinja" as statement %}{{ statement.control(one, "s-a") }}'
    text = render._environment().from_string(template).render(one=made)
    shown = site_html.page(text)
    assert [one.get("type") for one in shown.having("script")] == ["application/json"] and not shown.dangers
    (inside,) = BLOCK.findall(text)
    assert not set("<>`\u2028") & set(inside) and "\n" not in inside
    assert json.loads(inside)["levels"] == [[HOSTILE, f"{HOSTILE} 2"]], "and the script reads what was written"
    assert shown.words.count(" ".join(HOSTILE.split())) >= 3


def test_the_colours_of_the_control_are_those_of_the_verdicts() -> None:
    css = statement.style()
    light = dict(re.findall(r"--v-(\w+): (#\w+)", css.partition("@media")[0]))
    assert [colour.upper() for colour in light.values()] == [style.VERDICTS[name] for name in VERDICTS]
