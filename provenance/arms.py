"""SIPRI arms transfers: volume by recipient, supplier and year (arms_imports), SIPRI's rows of sources.csv.

Azerbaijan and Armenia come in four releases, the other seven recipients in the newest one only, which keeps
every release far below the tenth of a data set that SIPRI's terms allow.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

COLUMNS = ["recipient", "supplier", "year", "source_id", "tiv_m", "method", "locator", "note"]
KEY = ["recipient", "supplier", "year", "source_id"]
NEWEST = "sipri-transfers-2026-03"
SUM = "sum of deliveries"
BILATERAL = "sipri_tiv-bilateral-imports_world_1950-2021_retrieved-2022-05_tidy.csv"
DELIVERIES_2024 = "sipri_trade-register_deliveries_world_1990-2023_generated-2024-04-13.csv"
REBUILT = "sipri_deliveries_world_1950-2025_rebuilt-2026-06-16.json"
REGISTER = "sipri_trade-register_deals_world_1950-2025_generated-2026-05-18.csv"
HEADER_LINE = 12
FIRST_YEAR = 1992

PAIR = {"AZE": "Azerbaijan", "ARM": "Armenia"}
# Names as the rebuilt file has them; the register writes Turkiye.
OTHERS = {"Georgia": "GEO", "Turkey": "TUR", "Russia": "RUS", "Iran": "IRN", "Israel": "ISR", "France": "FRA",
          "Pakistan": "PAK"}  # fmt: skip
# Every supplier to the seven from 1992 on. The Soviet Union, Czechoslovakia and Yugoslavia do not occur.
SUPPLIERS = {
    "Aruba": "ABW", "Austria": "AUT", "Belarus": "BLR", "Belgium": "BEL", "Brazil": "BRA", "Bulgaria": "BGR",
    "Canada": "CAN", "China": "CHN", "Czech Republic": "CZE", "DR Congo": "COD", "Denmark": "DNK",
    "Egypt": "EGY", "Finland": "FIN", "France": "FRA", "Germany (FRG)": "DEU", "Greece": "GRC",
    "Indonesia": "IDN", "Iran": "IRN", "Israel": "ISR", "Italy": "ITA", "Jordan": "JOR", "Kazakhstan": "KAZ",
    "Lebanon": "LBN", "Libya": "LBY", "Lithuania": "LTU", "Malta": "MLT", "Netherlands": "NLD",
    "New Zealand": "NZL", "North Korea": "PRK", "Norway": "NOR", "Pakistan": "PAK", "Poland": "POL",
    "Qatar": "QAT", "Russia": "RUS", "Saudi Arabia": "SAU", "Slovakia": "SVK", "South Korea": "KOR",
    "Spain": "ESP", "Sweden": "SWE", "Switzerland": "CHE", "Thailand": "THA", "Turkey": "TUR", "UAE": "ARE",
    "Ukraine": "UKR", "United Kingdom": "GBR", "United States": "USA", "Uzbekistan": "UZB",
}  # fmt: skip
# What the release of March 2026 re-valued, by designation.
REVALUED = {
    "BM-9A52 Smerch": "rocket launchers", "Polonez": "rocket launchers", "T-300": "rocket launchers",
    "Lynx": "rocket launchers", "Marauder": "South African vehicles", "Matador": "South African vehicles",
    "KGK-83": "KGK-83 kits",
}  # fmt: skip
NO_LONGER = "vehicle engines, which release 2026-03 no longer has"


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _decimal(value: float) -> str:
    """Two decimals, which is all that SIPRI gives, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _raw_lines(path: Path, first: int) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and fields of a file of SIPRI's: not quoted, no commas inside fields."""
    with path.open(encoding="latin-1") as handle:
        for number, line in enumerate(handle, 1):
            if number >= first:
                yield number, line.rstrip("\r\n").split(",")


def _official_lines(arms: Path) -> dict[tuple[str, str, str], str]:
    rows = _raw_lines(arms / "raw" / BILATERAL, 2)
    stripped = ((n, [field.strip('"') for field in fields]) for n, fields in rows)
    return {(f[0], f[1], f[2]): f"import_tiv.csv, line {n}" for n, f in stripped}


def _delivery_lines(arms: Path) -> dict[tuple[str, str, str], str]:
    lines: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for number, fields in _raw_lines(arms / "raw" / DELIVERIES_2024, HEADER_LINE + 1):
        lines[fields[2], fields[1], fields[10]].append(str(number))
    return {key: f"trade-register.csv (13 April 2024), line {', '.join(ns)}" for key, ns in lines.items()}


def _unknown_2026(arms: Path) -> pd.DataFrame:
    """Deals from unknown suppliers, which the rebuilt file lost. All have one delivery year: no spreading."""
    names = {name.replace("Turkey", "Turkiye"): code for name, code in OTHERS.items()} | {"Azerbaijan": "AZE"}
    rows = []
    for number, f in _raw_lines(arms / "raw" / REGISTER, HEADER_LINE + 1):
        years = [year for year in f[10].split("; ") if year] if len(f) == 16 else []
        if f[0] not in names or f[1] != "unknown supplier(s)" or not years or int(years[-1]) < FIRST_YEAR:
            continue
        if len(years) > 1:
            raise ValueError(f"{REGISTER}:{number}: several delivery years, the yearly split is not known")
        rows.append([names[f[0]], "UNKNOWN", years[0], NEWEST, _decimal(float(f[15])), SUM,
                     f"trade-register.csv (18 May 2026), line {number}",
                     "one deal of one delivery year, from the deal register"])  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _seven(arms: Path) -> pd.DataFrame:
    world = json.loads((arms / "raw" / REBUILT).read_text(encoding="utf-8"))
    rows = [
        [code, SUPPLIERS[supplier], year, NEWEST, _decimal(sum(float(item[1]) for item in recipients[name])),
         SUM, f"armsTransfers.json: {supplier} > {year} > {name}", ""]
        for supplier, years in world.items()
        for year, recipients in years.items() if int(year) >= FIRST_YEAR
        for name, code in OTHERS.items() if name in recipients
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _locator(
    row: pd.Series, official: dict[tuple[str, str, str], str], deliveries: dict[tuple[str, str, str], str]
) -> str:
    key = (PAIR[row.recipient_iso3], row.supplier, row.year)
    if row.release == "2022-03":
        return official[key]
    if row.release == "2024-03":
        return deliveries[key]
    if row.release == "2025-03":  # this register is not among the originals: a path inside it is all there is
        return f"trade_register.csv (12 February 2026): {row.supplier} > {key[0]} > {row.year}"
    return f"armsTransfers.json: {row.supplier} > {row.year} > {key[0]}"


def _revalued(arms: Path) -> dict[tuple[str, str, str], str]:
    rows = _read(arms / "azerbaijan_armenia_deliveries.csv").query("release == '2026-03'")
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows.itertuples():
        if row.designation in REVALUED:
            found[row.recipient_iso3, row.supplier_iso3, row.delivery_year].add(REVALUED[row.designation])
    notes = {key: f"{', '.join(sorted(what))} re-valued in this release" for key, what in found.items()}
    more = {
        ("ARM", "RUS", "2013"): "35 T-72M1 (36.4) first booked in this release",
        ("AZE", "ITA", "2025"): "C-27J, of 2024 in release 2025-03, moved to 2025",
        ("AZE", "USA", "2025"): "engines of the C-27J moved with the aircraft to 2025",
        ("AZE", "ISR", "2016"): "without 5 Orbiter-3 (0.25) of earlier releases",
        ("AZE", "ISR", "2017"): "without 5 Orbiter-3 (0.25) of earlier releases",
    }
    return notes | more


def _note(row: pd.Series, revalued: dict[tuple[str, str, str], str]) -> str:
    key = (row.recipient_iso3, row.supplier_iso3, row.year)
    notes = []
    if row.release == "2022-03" and row.tiv_m == "0":
        notes.append("0 stands for less than 0.5")
    if key[0] == "AZE" and key[2] == "2020":
        old = "the year lacks 12 Bayraktar TB2 (28.8, Turkey), booked from release 2024-03 on"
        new = "the year now holds 12 Bayraktar TB2 (28.8, Turkey), which release 2022-03 lacks"
        notes.append(old if row.release == "2022-03" else new)
    if row.release == "2026-03":
        notes.append(revalued.get(key, ""))
    elif (key[:2] == ("AZE", "USA") and key[2] < "2015") or key in (("AZE", "", "2022"), ("AZE", "", "2023")):
        notes.append(NO_LONGER)
    elif key == ("AZE", "ITA", "2024"):
        notes.append("C-27J, of 2025 in release 2026-03")
    return "; ".join(note for note in notes if note)


def _pair(arms: Path) -> pd.DataFrame:
    """Azerbaijan and Armenia; the unknown supplier of the newest release comes from the register instead."""
    table = _read(arms / "supplier_year_tiv.csv")
    table = table[(table["release"] != "2026-03") | (table["supplier_iso3"] != "")]
    official, deliveries, revalued = _official_lines(arms), _delivery_lines(arms), _revalued(arms)
    official_table = table["release"] == "2022-03"
    return pd.DataFrame({
        "recipient": table["recipient_iso3"],
        "supplier": table["supplier_iso3"].replace("", "UNKNOWN"),
        "year": table["year"],
        "source_id": "sipri-transfers-" + table["release"],
        "tiv_m": table["tiv_m"].astype(float).map(_decimal),
        "method": official_table.map({True: "official table", False: SUM}),
        "locator": table.apply(_locator, axis=1, official=official, deliveries=deliveries),
        "note": table.apply(_note, axis=1, revalued=revalued),
    })  # fmt: skip


def arms_imports(shared_sources: Path) -> pd.DataFrame:
    arms = shared_sources / "arms"
    table = pd.concat([_pair(arms), _seven(arms), _unknown_2026(arms)])
    return table.sort_values(KEY, ignore_index=True)[COLUMNS]


def _release(
    released: str, month: str, cells: int, held: tuple[int, int], obtained_from: str, note: str
) -> dict[str, object]:
    doi = "10.55163/SAFC1241"
    return {
        "source_id": f"sipri-transfers-{released}",
        "publisher": "Stockholm International Peace Research Institute (SIPRI)",
        "title": "SIPRI Arms Transfers Database",
        "edition": f"release of {month}",
        "label": f"SIPRI arms transfers (release of {month})",
        "author": "",
        "released": released,
        "url": "https://www.sipri.org/databases/armstransfers",
        "doi": doi,
        "accessed": "2026-11-22",
        "obtained_from": obtained_from,
        "licence": "SIPRI terms: non-commercial, less than 10 per cent of a data set, with due reference",
        "redistribution": "noncommercial-extract",
        "credit": f"Source: SIPRI Arms Transfers Database, release of {month}, https://doi.org/{doi}; "
        "calculations by this project are not attributed to SIPRI.",
        "bibtex_type": "dataset",
        "derived_from": "",
        "dataset_cells": cells,
        "data_from": held[0],
        "data_to": held[1],
        "note": f"{note} TIV is a volume, never money. Licensed production counts as import. No release has "
        "Nagorno-Karabakh as a recipient: what reached it is booked to Armenia or to nobody.",
    }


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {"arms_imports": arms_imports}
SOURCES: list[dict[str, object]] = [
    _release("2022-03", "March 2022", 41214, (1950, 2021),
             "github lajh87/sipriarmsdata : data/import_tiv.csv @ 628ce86f17da8d7d99071c047b0086a309a1b6d7",
             "SIPRI's own yearly table, rounded by SIPRI to whole millions; 0 is less than 0.5."),
    _release("2024-03", "March 2024", 59157, (1950, 2023),
             "github Andrei-Teodor-Petre/InfoVizProject : trade-register.csv @ "
             "3b77ff409b87651a980065353b769dc9baeaffff (generated 13 April 2024)",
             "Register of deliveries by year, 1950-1989 and 1990-2023."),
    _release("2025-03", "March 2025", 25024, (1995, 2024),
             "github nagehanrdogan/Global-Arms-Trade-Network-Analysis-1995-2024- : trade_register.csv @ "
             "bdf78c664d67991f2b199a771dcb9e7ac392ebb7 (generated 12 February 2026)",
             "The copy starts in 1995: deliveries of 1993 and 1994 are absent, not zero."),
    _release("2026-03", "March 2026", 60229, (FIRST_YEAR, 2025),
             "github Bewelge/globalArmsTransfers : armsTransfers.json @ "
             "87a6160d0f62e8272fc4a6072f371a548aba236a (deliveries, rebuilt June 2026); "
             "github alexarui/network-analysis : trade-register.csv @ "
             "bc16e95989efdc07f3427b1f44a72bd511dee9c0 (deals, generated 18 May 2026)",
             "Deliveries are from a rebuilt copy that lost unknown suppliers, added again from the deals. "
             "Only deliveries know the yearly split of a deal: never repeat a deal's volume for each year."),
]  # fmt: skip
