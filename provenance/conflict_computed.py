"""Facts that are computed here from data files: sums, counts and days."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from .conflict_common import Row, one, read

POLYGONS = {
    "Territory of Nagorno-Karabakh (former NKAO) controlled by Azerbaijani forces": (
        "polygons of the former Nagorno-Karabakh oblast controlled by Azerbaijani forces"
    ),
    "Territory of Nagorno-Karabakh (former NKAO) patrolled by Russian peacekeepers": (
        "polygons of the former Nagorno-Karabakh oblast patrolled by Russian peacekeepers"
    ),
    "Former adjacent territories": "polygons of the former adjacent territories, without the Lachin corridor",
    "Lachin Corridor": "polygon of the Lachin corridor",
}
# The ends of the windows that the claim on incidents names, and 30 June as the last quiet month.
CUT_OFFS = (date(2020, 6, 30), date(2020, 7, 31), date(2020, 8, 27), date(2020, 9, 26))
# Between the gas deal and the third of August 2022, the last day that the claim on it may mean.
AFTER_THE_DEAL = (date(2022, 7, 18), date(2022, 8, 3))
WHO = {"Combatant": "combatants", "Non-combatant": "civilians"}


def polygon_rows(conflict: Path) -> list[Row]:
    polygons = read(conflict / "crisisgroup_areas_computed.csv")
    note = (
        "Computed here: geodesic areas (WGS84), each rounded to 0.1, added. State of 2023; the file does "
        "not say which edges Azerbaijan held before 2020."
    )
    locator = "geodata/nagorno-karabakh-borders.geojson"
    return [
        one(
            "territory-20",
            subject,
            "2023",
            "crisisgroup-nk-data",
            sum(Decimal(p["area_km2_wgs84"]) for p in polygons if p["name"] == name),
            "square kilometres",
            locator=locator,
            note=note,
        )
        for name, subject in POLYGONS.items()
    ]


def computed_facts(conflict: Path) -> list[Row]:
    return [
        *polygon_rows(conflict),
        *rate_days(conflict),
        *incidents_by_cut_off(conflict),
        *casualties_after_the_deal(conflict),
        *turkey_row(conflict),
        *russian_gas_parts(conflict),
    ]


def rate_days(conflict: Path) -> list[Row]:
    days = [
        row["date"]
        for row in read(conflict / "fx_try_usd.csv")
        if Decimal("19.35") <= Decimal(row["try_per_usd"]) <= Decimal("19.45")
    ]
    values = {
        "first day": (days[0].replace("-", ""), "date as yyyymmdd"),
        "last day": (days[-1].replace("-", ""), "date as yyyymmdd"),
        "count": (len(days), "days"),
    }
    return [
        one(
            "fighters-pay-fx",
            f"days on which the cross rate lies from 19.35 to 19.45: {name}",
            "2019-2023",
            "ecb-eurofxref",
            value,
            unit,
            locator="eurofxref-hist.zip",
            note="Computed here from the daily rates of 2019 to 2023.",
        )
        for name, (value, unit) in values.items()
    ]


def incidents_by_cut_off(conflict: Path) -> list[Row]:
    log = [
        (datetime.strptime(row["Date"], "%m/%d/%Y").date(), int(row["Number"]))
        for row in read(conflict / "raw/crisisgroup_nk/pre-2020-casualties__weapon.csv")
        if row["Date"]
    ]
    found = []
    for cut_off in CUT_OFFS:
        numbers = [number for day, number in log if day <= cut_off]
        found += [
            incident_total(cut_off, "sum of the column Number", "running number", sum(numbers)),
            incident_total(cut_off, "rows of the log", "records", len(numbers)),
        ]
    return found


def incident_total(cut_off: date, how: str, scope: str, value: int) -> Row:
    return one(
        "violations-300",
        f"incidents logged from 3 January 2015 up to this day, {how}",
        cut_off.isoformat(),
        "crisisgroup-nk-data",
        value,
        "incidents",
        scope=scope,
        locator="pre-2020-casualties/weapon.csv",
        note="Computed here. Logged special operations, heavy-weapon and drone incidents, not ceasefire "
        "violations; six rows carry a Number above 1; the four-day war of April 2016 is left out.",
    )


def casualties_after_the_deal(conflict: Path) -> list[Row]:
    """Killed and wounded of each day, soldiers and civilians apart; those of the log's list of mines say so."""
    log = conflict / "raw/crisisgroup_nk"
    totals: Counter[tuple[date, str]] = Counter()
    outcomes: dict[tuple[date, str], set[str]] = {}
    for row in read(log / "casualties__casualties.csv"):
        who, outcome = row["Incident Type"].split("/")
        key = (datetime.strptime(row["Date"], "%m/%d/%Y").date(), WHO[who])
        if AFTER_THE_DEAL[0] <= key[0] <= AFTER_THE_DEAL[1]:
            totals[key] += int(row["Casualties"])
            outcomes.setdefault(key, set()).add(outcome.lower())
    by_mines: Counter[tuple[date, str]] = Counter()
    for row in read(log / "deaths-by-type__mine-casualties.csv"):
        who = WHO[row["Type of Casualty"].split("s ")[0]]
        by_mines[datetime.strptime(row["Date"], "%m/%d/%Y").date(), who] += int(row["Number"])
    found = []
    for key, value in totals.items():
        mines = by_mines[key] == value
        found.append(
            one(
                "gas-deal-weeks",
                f"{key[1]} {' or '.join(sorted(outcomes[key]))}{' by mines' * mines} on this day, both sides",
                key[0].isoformat(),
                "crisisgroup-nk-data",
                value,
                "persons",
                scope="mines" if mines else "",
                locator="deaths-by-type/mine-casualties.csv" if mines else "casualties/casualties.csv",
                note="Counted here, from a log of casualties after the war of 2020; the log says where, not who "
                "began.",
            )
        )
    return found


def turkey_row(conflict: Path) -> list[Row]:
    [year] = [
        row
        for row in read(conflict / "ucdp_nk_conflict_years.csv")
        if (row["acd_version"], row["year"]) == ("25.1", "2020")
    ]
    return [
        one(
            "turkey-role",
            "Turkey coded as a secondary warring party with troops on the side of Azerbaijan",
            "2020",
            "ucdp-acd-25.1",
            int("Turkey" in year["side_a_2nd_troops"]),
            "yes (1) or no (0)",
            locator="data/ucdp_acd.rda, conflict 388, year 2020",
            note="A coding decision of UCDP/PRIO, for 2020 only; the same in version 22.1.",
        )
    ]


def russian_gas_parts(conflict: Path) -> list[Row]:
    """Pipeline and liquefied gas: the key of flows.csv holds the total only, so the parts are facts."""
    parts = {"Russia to EU, pipeline": "by pipeline", "Russia to EU, LNG": "as liquefied gas"}
    return [
        one(
            "gas-eighth",
            f"EU imports of Russian gas {parts[row['flow']]}",
            row["period"],
            "iea-2022-03",
            row["bcm"],
            "billion cubic metres",
            quote=row["quote"],
            locator=row["url"],
            note="About. A part of the 155.",
        )
        for row in read(conflict / "gas_exports.csv")
        if row["flow"] in parts
    ]
