"""Tables and sentences about how every statement stands."""

from __future__ import annotations

from milbalance.articles import summary
from milbalance.choices import verdicts
from milbalance.tables.load import Data


def test_sentences_name_every_claim_once(data: Data) -> None:
    text = summary.sentences(data)
    assert [said for said in data.claims["statement"] if text.count(f"**{said}**") != 1] == []


def test_undecided_claims_come_first(data: Data) -> None:
    table = summary.unanswered(data)
    undecided = (table["verdict"] == verdicts.UNDECIDED).tolist()
    assert undecided == sorted(undecided, reverse=True)
    assert (table["unanswered"] <= table["of"]).all()
