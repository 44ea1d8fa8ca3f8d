"""Two releases of one data set compared, for the command line: what changed, and which verdicts would move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from milbalance import articles
from milbalance.errors import MilbalanceError, NoRowsError
from milbalance.ingest import detect, source_ids, yearly
from milbalance.ingest.detect import Official
from milbalance.io import records
from milbalance.measures import revisions, transfers
from milbalance.releases import diff, moved_verdicts
from milbalance.tables.load import Data

_TABLES = ("spending", "arms_imports")
_JUDGED = ("spending", "arms_imports", "arms_deals")  # deliveries spell their classes in each release's own way
_WORLD = 50  # suppliers: fewer may be what somebody chose
_SHOWN = 20
_MANY = 4  # places of which one line tells
_DIGITS = {"current_usd": 1, "constant_usd": 1, "share_gdp": 2, "share_government": 2, "per_capita": 1}
_NAMES = {diff.VOLUME: "TIV, million"}


@dataclass(frozen=True)
class Comparison:
    """Lines for printing, every change (`diff.between`), and the verdicts that move (`moved_verdicts.flips`).

    >>> Comparison(["no value differs"], pd.DataFrame(), pd.DataFrame()).differences
    0
    """

    lines: list[str]
    changes: pd.DataFrame
    flips: pd.DataFrame

    @property
    def differences(self) -> int:
        """How many values differ."""
        return len(self.changes)


def files(
    data: Data,
    old: Path,
    new: Path,
    place: str | None = None,
    *,
    old_source: str | None = None,
    new_source: str | None = None,
) -> Comparison:
    """Two official files compared; the sources name the editions of files that do not say it.

    Raises as `compare` does, and whatever the importers refuse.

    >>> files(data, Path("old.xlsx"), Path("new.xlsx"))
    Traceback (most recent call last):
    milbalance.ingest.bounded.UnreadableError: old.xlsx: found no such file; wanted ...
    """
    named = ((old, old_source), (new, new_source))
    before, after = (detect.read(path, source_id=name, shipped=data.spending) for path, name in named)
    return compare(data, before, after, place)


def compare(data: Data, before: list[Official], after: list[Official], place: str | None = None) -> Comparison:
    """Two releases of one data set, and the verdicts with the later one as one more source.

    `place` is a code and limits the changes to one place. Raises MilbalanceError for two that do not compare, and
    NoRowsError for a place that neither has.

    >>> indicator = detect.Report("World Bank indicator", "wdi.csv", "", 0, (), 2000, 2020)
    >>> compare(data, *[[Official("forces", data.forces, indicator)]] * 2)
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: found wdi.csv (World Bank indicator) and wdi.csv ...; wanted two SIPRI ...
    """
    pair = _pair(before, after)
    found = diff.between(*_of_both(pair), place)
    lines = [*_heads(pair), *_counts(found), *(_by_run(found) if place else _largest(found))]
    if place and pair[0].table == "spending":
        lines += _prices(pair, place)
    moved, told = _verdicts(data, after)
    return Comparison([*lines, "", *told], found, moved)


def _pair(before: list[Official], after: list[Official]) -> tuple[Official, Official]:
    """The tables of two files that can be compared."""
    for name in _TABLES:
        sides = [found for both in (before, after) for found in both if found.table == name]
        if len(sides) == 2 and all(side.report.kind.startswith("SIPRI") for side in sides):
            return sides[0], sides[1]
    kinds = [found[0].report for found in (before, after)]
    raise MilbalanceError(
        f"found {kinds[0].file} ({kinds[0].kind}) and {kinds[1].file} ({kinds[1].kind}); "
        "wanted two SIPRI workbooks of military expenditure or two files of SIPRI's arms transfers"
    )


def _of_both(pair: tuple[Official, Official]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of two releases without suppliers and recipients that one of the files was not asked for."""
    old, new = (side.rows for side in pair)
    for party in ("supplier", "recipient"):
        if getattr(pair[0].report, party):
            new = new[new[party].isin(pair[0].rows[party].unique())]
        if getattr(pair[1].report, party):
            old = old[old[party].isin(pair[1].rows[party].unique())]
    if old.empty or new.empty:
        raise NoRowsError(
            f"{pair[0].report.file} and {pair[1].report.file} were asked for no supplier or recipient alike"
        )
    return old, new


def _heads(pair: tuple[Official, Official]) -> Iterator[str]:
    for which, side in zip(("old", "new"), pair, strict=True):
        bases = side.rows.get("base_year", pd.Series(dtype="Int64")).dropna().unique()
        prices = "".join(f", constant dollars of {year}" for year in bases)
        yield f"{which}: {side.report.head()}{prices}"
        yield from (f"  {remark}" for remark in side.report.remarks())
    for which, held, release in (("new", *pair), ("old", pair[1], pair[0])):
        if left := diff.absent(held.rows, release.rows):
            yield f"not in the {which} file: {', '.join(left)}"
    starts = [side.rows["year"].min() for side in pair]
    if starts[0] != starts[1]:
        yield f"compared from {max(starts)} on, where both have years"
    if pair[1].table == "spending" and (last := pair[1].rows["year"].max()) < pair[0].rows["year"].max():
        yield f"compared up to {last}, where the new file ends"
    if pair[0].source_id > pair[1].source_id:
        yield "the first file is the later release"
    if _spread(pair[0].rows) != _spread(pair[1].rows):
        yield "one file gives volumes of several years together: where they had to be spread they are not compared"


def _spread(rows: pd.DataFrame) -> bool:
    return "method" in rows and bool((rows["method"] == yearly.SPREAD).any())


def _counts(found: pd.DataFrame) -> Iterator[str]:
    """The number of changes by basis and kind."""
    yield ""
    if found.empty:
        yield "no value differs"
        return
    counts = diff.summary(found).reset_index()
    yield records.aligned(counts.assign(basis=counts["basis"].map(lambda basis: _NAMES.get(basis, basis))))


def _by_run(found: pd.DataFrame) -> Iterator[str]:
    """Every change; years in a row that were rebased, are suspect or gone for one reason are one line."""
    yield ""
    same = found["place"] + " " + found["basis"] + found["kind"] + found["why"]
    runs = same.ne(same.shift()) | found["year"].diff().ne(1) | found["kind"].isin([diff.REVISED, diff.NEW])
    for _, rows in found.groupby(runs.cumsum()):
        first, last = rows.iloc[0], rows.iloc[-1]
        years = f"{first['year']}-{last['year']}"
        told = f"{first['place']} {first['basis']} {years}: {first['kind']}, {first['why']}"
        yield told if len(rows) > 1 else _one(rows)


def _one(rows: pd.DataFrame) -> str:
    row = rows.iloc[0]
    # One decimal for dollars, two for shares and volumes, none for local currency.
    digits = 2 if row["basis"].startswith(diff.VOLUME) else _DIGITS.get(row["basis"], 0)
    old, new = ("none" if pd.isna(row[which]) else f"{row[which]:,.{digits}f}" for which in ("old", "new"))
    return f"{row['place']} {row['basis']} {row['year']}: {old} -> {new}, {row['kind']}, {row['why']}"


def _largest(found: pd.DataFrame) -> Iterator[str]:
    """What looks wrong, then the places revised most, in dollars of the year or TIV: the largest of each."""
    runs = list(_suspects(found[found["kind"] == diff.SUSPECT]))
    if runs:
        yield from ("", "suspect:", *(f"  {line}" for line in runs[:_SHOWN]))
        if len(runs) > _SHOWN:
            yield f"  and {len(runs) - _SHOWN} more"
    counted = (found["basis"] == "current_usd") | found["basis"].str.startswith(diff.VOLUME)
    revised = found[counted & (found["kind"] == diff.REVISED)]
    if len(revised):
        apart = (revised["new"] - revised["old"]).abs().sort_values(ascending=False, kind="stable")
        first = revised.loc[apart.index].drop_duplicates("place").index[:_SHOWN]
        yield from ("", "revised most, the largest of each place:")
        yield from (f"  {_one(revised.loc[[index]])}" for index in first)


def _suspects(found: pd.DataFrame) -> Iterator[str]:
    """What looks wrong, by runs of years; what looks so for one reason in many places is one line."""
    places = found.groupby(["basis", "why"])["place"].transform("nunique")
    for (basis, why), rows in found[places >= _MANY].groupby(["basis", "why"]):
        years = f"{rows['year'].min()}-{rows['year'].max()}"
        yield f"{rows['place'].nunique()} places {basis} {years}: {diff.SUSPECT}, {why} ({len(rows):,} values)"
    yield from list(_by_run(found[places < _MANY]))[1:]


def _prices(pair: tuple[Official, Official], place: str) -> Iterator[str]:
    """The price changes that each release implies, where they are more than a point apart."""
    yield ""
    try:
        found = diff.price_changes(pair[0].rows, pair[1].rows, place)
    except NoRowsError:
        yield f"{place}: no prices implied, without both local currency and constant dollars"
        return
    apart = found[(found["old"] - found["new"]).abs() > 1]
    if apart.empty:
        yield f"{place}: both releases imply the same price changes, to one point"
        return
    yield f"{place}: implied price change on the year before, local currency over constant dollars"
    for row in apart.itertuples():
        yield f"  {row.year}: {row.old:+.1f}% in the old release, {row.new:+.1f}% in the new"


def _verdicts(data: Data, after: list[Official]) -> tuple[pd.DataFrame, list[str]]:
    """The verdicts that move with the new release as one more source, and lines that tell them."""
    source_id, report = after[0].source_id, after[0].report
    shipped = bool((data.sources["source_id"] == source_id).any())
    added = {found.table: found.rows for found in after if found.table in _JUDGED}
    if why := _unasked(added, source_id, shipped):
        return pd.DataFrame(columns=moved_verdicts.COLUMNS), [f"verdicts: not asked, {why}"]
    note, places = None, list[str]()
    if "spending" in added and not shipped:
        held = revisions.of_family(data.spending, data.sources)
        spliced = moved_verdicts.splices(held, added["spending"], source_id)
        note, places = moved_verdicts.spliced_note(spliced, data.places), spliced["place"].unique().tolist()
    told = [f"  {note} They are shown and not counted."] if note else []
    if "arms_imports" in added and _spread(added["arms_imports"]):
        del added["arms_imports"]  # a verdict is not to hang on a guess
        told.append("  its volumes by year are guesses: only its deals are counted")
    source = source_ids.row(data.sources, source_id, report, note, places)
    moved = moved_verdicts.flips(data, added, source)
    what = "this file in place of the shipped rows of" if shipped else "one more source,"
    return moved, [*_moves(moved, f"{what} {source_id}"), *told]


def _unasked(added: dict[str, pd.DataFrame], source_id: str, shipped: bool) -> str:
    """Why a file of transfers is not a whole release, of which shares can be taken; empty if it is."""
    if "arms_imports" not in added:
        return ""
    rows = added["arms_imports"]
    if shipped:
        return f"for {source_id} is among the sources"
    if rows["year"].max() < (last := transfers.last_year(source_ids.parts(source_id)[1])):
        return f"for the file ends in {rows['year'].max()} and the release in {last}"
    suppliers = rows["supplier"].nunique()
    return f"for a file with {suppliers} suppliers may be a selection" if suppliers < _WORLD else ""


def _moves(moved: pd.DataFrame, what: str) -> Iterator[str]:
    flipped = moved[moved["before"] != moved["after"]]
    yield f"verdicts that flip with {what}: {len(flipped)}"
    for row in flipped.itertuples():
        yield f"  {row.claim_id}: {row.before} -> {row.after}"
    for record in moved.to_dict("records"):
        before, after = (articles.percent(record[f"support {when}"]) for when in ("before", "after"))
        yield f"  support of {record['claim_id']}: {before} -> {after}"
