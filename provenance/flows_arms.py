"""Turkish exports to Azerbaijan and published arms shares (flows), other published arms figures (facts).

The numbers come from the originals; what is said about them here (notes, quotes, subjects) stands in
arms_exports.csv and arms_facts.csv, the pages in arms_pages.csv.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
FLOW_KEY = ["flow", "origin", "destination", "start", "end", "source_id", "kind"]
FLOW_COLUMNS = [*FLOW_KEY[:6], "value", "low", "high", "unit", "kind", "quote", "locator", "note"]
FACT_KEY = ["topic", "subject", "as_of", "source_id"]
FACT_COLUMNS = [*FACT_KEY, "value", "low", "high", "unit", "scope", "quote", "locator", "note"]
CODES = {
    "Armenia": "ARM",
    "Azerbaijan": "AZE",
    "Belarus": "BLR",
    "Israel": "ISR",
    "Russia": "RUS",
    "Turkey": "TUR",
}
KINDS = {
    "reported": "reported",
    "reported_period_corrected": "corrected",
    "derived": "derived",
    "erroneous": "erroneous",
}
# Sums and differences made here have no address: the source is that of the main input.
MAIN_INPUT = {
    "Jan-Nov 2019": "azernews-tr-trade-2020",
    "Oct-Nov 2019": "azernews-tr-trade-2020",
    "H1 2020": "reuters-2020-10-14",
    "Q3 2020": "reuters-2020-10-14",
    "Oct-Nov 2020": "middleeastmonitor-2020-12-03",
}
# A value that the file works out from a factor which a page prints: the factor is the fact, see `_quoted_factor`.
FROM_A_PHRASE = "Q3 2019 (upper bound)"
# Rounding of the 123 million from which the first half of 2020 is computed.
HALF_A_MILLION = 500_000
SHARE_OF_EXPORTS = "Azerbaijan share of Israel's arms exports"
SHARE_NOTE = "share of Israel's arms exports in TIV"
RATIO = "arms imports ratio"
RATIO_NOTE = "imports of the first place over those of the second, in TIV; nothing flows between the two"
# Subject in published_other_figures.csv -> flow, origin, destination, unit, note; the others are facts.
OTHER_FLOWS = {
    SHARE_OF_EXPORTS: ("share of arms exports", "ISR", "AZE", "per cent", SHARE_NOTE),
    "Azerbaijan imports over Armenia imports": (RATIO, "AZE", "ARM", "ratio", RATIO_NOTE),
    "Armenia imports as % of Azerbaijan imports": (RATIO, "ARM", "AZE", "per cent", RATIO_NOTE),
}
WINDOW_FOUND = "; the page names no window: it was found by trying, release 2022-03 gives 13.0"
MISPRINT = "64"


def _records(path: Path) -> list[dict[str, str]]:
    return pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")


def _pages() -> dict[str, str]:
    """Address of a page -> source_id."""
    return {page["url"]: page["source_id"] for page in _records(HERE / "arms_pages.csv")}


def _values(row: dict[str, str]) -> dict[str, str]:
    """The original has one value column; what its label says about it becomes a bound or a range."""
    value = row["value_usd"]
    if row["period"] == "H1 2020":
        low, high = int(value) - HALF_A_MILLION, int(value) + HALF_A_MILLION
        return {"value": value, "low": str(low), "high": str(high)}
    return {"value": value, "low": "", "high": ""}


def _exports(arms: Path) -> list[dict[str, str]]:
    pages = _pages()
    words = {(word["period"], word["source_id"]): word for word in _records(HERE / "arms_exports.csv")}
    rows = []
    for line, row in enumerate(_records(arms / "turkey_exports.csv"), 2):
        if row["period"] == FROM_A_PHRASE:
            continue
        source = pages[row["url"]] if row["url"] else MAIN_INPUT[row["period"]]
        word = words.get((row["period"], source), {"quote": "", "note": ""})
        rows.append({
            "flow": "defence exports",
            "origin": "TUR",
            "destination": "AZE",
            "start": row["period_start"],
            "end": row["period_end"],
            "source_id": source,
            **_values(row),
            "unit": "US dollars",
            "kind": KINDS[row["kind"]],
            "quote": word["quote"],
            "locator": row["url"] or f"computed here, turkey_exports.csv line {line}",
            "note": word["note"],
        })  # fmt: skip
    return rows


def _share_note(row: dict[str, str]) -> str:
    """Which release the share was read from: every March SIPRI revises the past."""
    release = row["primary_source"].rsplit("(", 1)[-1].split(")")[0].removeprefix("release of ")
    note = f"share of deliveries in the period, not of a stock; SIPRI, {release}"
    return note + ("; a misprint: other pages print 69" if row["share_pct"] == MISPRINT else "")


def _shares(arms: Path) -> list[dict[str, str]]:
    pages = _pages()
    return [
        {
            "flow": "share of arms imports",
            "origin": CODES[row["supplier"]],
            "destination": CODES[row["recipient"]],
            "start": row["period_start"],
            "end": row["period_end"],
            "source_id": pages[row["url"]],
            "value": row["share_pct"],
            "unit": "per cent",
            "kind": "erroneous" if row["share_pct"] == MISPRINT else "reported",
            "locator": row["url"],
            "note": _share_note(row),
        }
        for row in _records(arms / "published_shares.csv")
        if row["period_start"]
    ]


def _other_flows(arms: Path) -> list[dict[str, str]]:
    pages = _pages()
    rows = []
    for row in _records(arms / "published_other_figures.csv"):
        if row["subject"] not in OTHER_FLOWS:
            continue
        flow, origin, destination, unit, note = OTHER_FLOWS[row["subject"]]
        found = row["subject"] == SHARE_OF_EXPORTS and row["period_start"] == "2013"
        rows.append({
            "flow": flow,
            "origin": origin,
            "destination": destination,
            "start": row["period_start"],
            "end": row["period_end"],
            "source_id": pages[row["url"]],
            "value": row["value"],
            "unit": unit,
            "kind": "reported",
            "locator": row["url"],
            "note": note + (WINDOW_FOUND if found else ""),
        })  # fmt: skip
    return rows


def flows(shared_sources: Path) -> pd.DataFrame:
    arms = shared_sources / "arms"
    rows = _exports(arms) + _shares(arms) + _other_flows(arms)
    frame = pd.DataFrame(rows, columns=FLOW_COLUMNS, dtype=object).fillna("")
    return frame.sort_values(FLOW_KEY, ignore_index=True)


def _published_facts(arms: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Source and period -> value and address, of the published figures that are not flows."""
    pages = _pages()
    found = {}
    for row in _records(arms / "published_other_figures.csv"):
        if row["subject"] not in OTHER_FLOWS:
            start, end = row["period_start"] or row["period_end"], row["period_end"]
            found[pages[row["url"]], start if start == end else f"{start}-{end}"] = (row["value"], row["url"])
    for row in _records(arms / "published_shares.csv"):
        if not row["period_start"]:
            found[pages[row["url"]], "undated"] = (row["share_pct"], row["url"])
    return found


def _quoted_factor(arms: Path) -> dict[str, str]:
    """How many times the year before a page says that a quarter was: its own words, in the note of the original."""
    [row] = [
        row
        for row in _records(arms / "turkey_exports.csv")
        if (row["period"], row["kind"]) == ("Q3 2020", "reported")
    ]
    quote = row["note"].strip('"')
    return {
        "topic": "turkey-tenfold",
        "subject": "defence exports of Turkey to Azerbaijan, third quarter of 2020 over that of 2019",
        "as_of": "2020-10-14",
        "source_id": _pages()[row["url"]],
        "low": quote.split()[2],
        "unit": "factor",
        "quote": quote,
        "locator": row["url"],
        "note": "More than. The factor is the agency's own: no value for the third quarter of 2019 is published.",
    }


def facts(shared_sources: Path) -> pd.DataFrame:
    published = _published_facts(shared_sources / "arms")
    words = _records(HERE / "arms_facts.csv")
    if {(word["source_id"], word["as_of"]) for word in words} != set(published):
        raise ValueError("arms_facts.csv and the published figures differ in source or period")
    rows = [_quoted_factor(shared_sources / "arms")]
    for word in words:
        value, url = published[word["source_id"], word["as_of"]]
        rows.append(word | {"value": value, "locator": url})
    frame = pd.DataFrame(rows, columns=FACT_COLUMNS, dtype=object).fillna("")
    return frame.sort_values(FACT_KEY, ignore_index=True)


def _source(page: dict[str, str]) -> dict[str, object]:
    """A page of the press; where the files give no date, the id names SIPRI's publication or the page."""
    dated = page["released"] != "undated"
    named = ", ".join([page["publisher"], page["released"]] if dated else [page["publisher"]])
    return {
        "source_id": page["source_id"],
        "publisher": page["publisher"],
        "title": page["title"],
        "edition": page["released"] if dated else "",
        "label": page["label"] or named,
        "author": "",
        "released": page["released"],
        "url": page["url"],
        "doi": "",
        "accessed": "2026-11-22",
        "obtained_from": page["obtained_from"],
        "licence": "No licence stated; single figures with citation",
        "redistribution": "single-figures",
        "credit": f"Source: {named}.",
        "bibtex_type": "online",
        "derived_from": page["derived_from"],
        "dataset_cells": None,
        "note": page["note"],
    }


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {"flows": flows, "facts": facts}
SOURCES: list[dict[str, object]] = [_source(page) for page in _records(HERE / "arms_pages.csv")]
