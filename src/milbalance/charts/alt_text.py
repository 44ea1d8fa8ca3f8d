"""A chart in words, for those who cannot see it: what is drawn, and each series by its ends, extremes and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from milbalance.articles import number, percent, unit, with_unit, wording
from milbalance.charts.alt_series import Entry, extremes, of_rows, over, span, upper
from milbalance.tables import labels
from milbalance.tables.load import Data

LIMIT = 1800  # characters


def text(data: Data, name: str | None, title: str, subtitle: str, drawn: pd.DataFrame) -> str:
    """The long description of a figure: at most some LIMIT characters of plain text, written from the rows drawn.

    `drawn` holds one row a mark in any of the shapes that charts draw; `name` is the stem of the figure's files,
    None for a picture that has none.
    """
    opening = f"{title}. {subtitle.rstrip('.')}."
    closing = _sources(data, drawn) + (f" All numbers: {name}.csv." if name else "")
    entries = list(_body(data, drawn))
    told = _fitting(entries, LIMIT - len(opening) - len(closing) - len(_left_out(100)))
    left = len(entries) - len(told)
    return " ".join(filter(None, [opening, _joined_entries(told), _left_out(left), closing]))


def _fitting(entries: list[Entry], room: int) -> list[Entry]:
    """As many of the first entries as there is room for."""
    for count in range(1, len(entries) + 1):
        if len(_joined_entries(entries[:count])) > room:
            return entries[: count - 1]
    return entries


def _joined_entries(entries: list[Entry]) -> str:
    runs = [(head, [entry.said for entry in run]) for head, run in groupby(entries, key=lambda entry: entry.head)]
    return " ".join(
        f"{head}: {'; '.join(said)}." if head else " ".join(f"{one}." for one in said) for head, said in runs
    )


def _left_out(count: int) -> str:
    return f"{count} more {'entries are' if count > 1 else 'entry is'} left out here." if count else ""


def _sources(data: Data, drawn: pd.DataFrame) -> str:
    if "source_id" not in drawn:
        return "Counted in this project's own tables."
    ids = list(dict.fromkeys(drawn["source_id"].dropna()))
    if len(ids) > 3:
        return f"{len(ids)} sources."
    return f"Source{'s' * (len(ids) > 1)}: {'; '.join(labels.source(data, one) for one in ids)}."


def _body(data: Data, drawn: pd.DataFrame) -> Iterator[Entry]:
    columns = set(drawn)
    if {"weight", "plain"} <= columns:
        return _choices(drawn)
    if {"implies_a", "implies_b"} <= columns:
        return _contradictions(drawn)
    if {"claim_id", "computed"} <= columns:
        return _statements(data, drawn)
    if {"claim_id", "share"} <= columns:
        return _moves(data, drawn)
    return of_rows(data, drawn)


def _choices(drawn: pd.DataFrame) -> Iterator[Entry]:
    """Ways of counting: how many fall where, the plain one, the lowest, the highest, and what is stated."""
    levels = [str(column) for column in drawn.columns[: list(drawn.columns).index("value")]]
    levels = [column for column in levels if column not in {"low", "high"}]
    ways = drawn[drawn["weight"].notna()].drop_duplicates([*levels, "value", "weight"])
    counted = ways[ways["weight"] > 0].reset_index(drop=True)
    measure = str(drawn["unit"].iloc[0])
    shown = f", {len(ways) - len(counted)} more only shown" if len(ways) > len(counted) else ""
    yield Entry("", f"{len(counted)} ways of counting have weight{shown}")
    if "position" in counted:
        parts = [
            f"{position} for {len(rows)} ({percent(rows['weight'].sum() / counted['weight'].sum())} of the weight)"
            for position, rows in counted.groupby("position", sort=False)
        ]
        yield Entry("", f"Against what the wording covers: {', '.join(parts)}")
    plain = [("Plain reading", at) for at in ways.index[ways["plain"].eq(True)][:1]]
    found = [(mark, ways.loc[at]) for mark, at in plain]
    found += [(f"{mark.capitalize()} with weight", counted.loc[at]) for mark, at in extremes(counted["value"])]
    for mark, row in found:
        cells = [labels.when(str(row[level])) for level in levels if pd.notna(row[level]) and row[level] != ""]
        yield Entry(mark, f"{with_unit(_choice_value(row), measure)} ({', '.join(cells)})")
    for _, row in drawn[drawn["weight"].isna()].head(1).iterrows():
        yield Entry("Stated", _stated(row, measure))


def _stated(row: pd.Series[Any], measure: str) -> str:
    """What is stated and what its wording covers; a wording without an upper end covers all above its number."""
    around = over(span(row["low"], row["high"]))
    if pd.isna(row["high"]) or pd.isna(row["value"]):
        return with_unit(around, measure)
    return f"{with_unit(number(float(row['value'])), measure)} (the wording covers {around})"


def _choice_value(row: pd.Series[Any]) -> str:
    return span(row["low"], row["high"]) if "low" in row else number(float(row["value"]))


def _contradictions(drawn: pd.DataFrame) -> Iterator[Entry]:
    """Pairs of numbers of the article: what each implies, and whether a number fits both."""
    for _, row in drawn.iterrows():
        common = span(row["common_low"], row["common_high"])
        ends = [
            f"{row[f'implies_{side}']} ({over(span(row[f'low_{side}'], row[f'high_{side}']))})" for side in "ab"
        ]
        fits = f"{common} fits both" if common else "no number fits both"
        yield Entry("", f"{upper(ends[0])} and {ends[1]}: {fits} ({row['unit']})")


def _statements(data: Data, drawn: pd.DataFrame) -> Iterator[Entry]:
    """What is stated and what is computed, a sentence a claim; how many of each verdict, where they are drawn."""
    rows = drawn.drop_duplicates("claim_id")
    relations = data.claims.set_index("claim_id")["relation"]
    if "verdict" in rows:
        yield Entry(
            "Verdicts", "; ".join(f"{kind} {len(part)}" for kind, part in rows.groupby("verdict", sort=False))
        )
    for _, row in rows.iterrows():
        claim_id, exists = str(row["claim_id"]), row["unit"] != unit(str(row["unit"]))
        stated = wording(row["stated"], str(relations[claim_id]))
        found = number(row["computed"]) if pd.notna(row["computed"]) else "no number"
        if exists:
            found = "yes" if row["computed"] else "none found"
        same = with_unit(stated, "" if stated == "a range" else str(row["unit"]))
        yield Entry("", f"{labels.claim(data, claim_id)}: stated {same}, computed {with_unit(found, row['unit'])}")


def _moves(data: Data, drawn: pd.DataFrame) -> Iterator[Entry]:
    """For each claim every choice and how far it moves the answer, in per cent of the plain reading."""
    yield Entry("", "How far a choice typically moves the answer (and at most), in per cent of the plain reading")
    rows = drawn.drop_duplicates(["claim_id", "choice"])
    for claim_id, part in rows.groupby("claim_id", sort=False):
        moves: list[Any] = list(part.itertuples())
        told = [f"{labels.kind(str(row.choice))} {row.share:.0f} ({row.widest_share:.0f})" for row in moves]
        yield Entry(labels.claim(data, str(claim_id)), ", ".join(told))
