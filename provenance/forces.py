"""Re-derive the holdings tables (personnel and equipment) from the collected originals.

The editions, definitions and reworded notes are decided here; every number comes from the originals.
An original note or edition that is not listed below is an error, so that none is lost in silence.
"""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from milbalance.tables import schema

Row = dict[str, object]

COLUMNS = schema.tables()["forces"].columns
KEY = list(schema.tables()["forces"].key)
FACT_COLUMNS = schema.tables()["facts"].columns
FACT_KEY = list(schema.tables()["facts"].key)
SOURCE_COLUMNS = schema.tables()["sources"].columns

# ---------------------------------------------------------------- what each row is called

# (source, start of edition) of the original -> source_id; the first match wins, so longer starts stand first.
EDITIONS: list[tuple[str, str, str]] = [
    ("AFP citing", "AFP, October 2020 (EnSegundos", "afp-2020-10-es"),
    ("AFP citing", "AFP, October 2020 (IBTimes", "afp-2020-10"),
    ("Agenzia Nova", "", "agenzia-nova-2021-02-24"),
    ("Al Jazeera", "", "aljazeera-2020-10"),
    ("Armenian Defence Minister", "", "interfax-2006-03-09"),
    ("AzerNews", "2021-01-18", "azernews-2021-01-18"),
    ("Azerbaijan MoD via AzerNews", "2018-03-15", "azerbaijan-mod-2018-03-15"),
    ("BICC", "", "bicc-gmi-2023"),
    ("CAST report", "", "cast-2018-03-24"),
    ("Correlates of War", "NMC v6.0", "cow-nmc-6.0"),
    ("Daily Mail", "", "daily-mail-2020-09-29"),
    ("DefenceStreet", "", "defencestreet-undated"),
    ("GlobalFirepower (as quoted)", "GFP 2015 or 2016", "gfp-2016-vestnik-kavkaza"),
    ("GlobalFirepower (as quoted)", "GFP 2017-18", "gfp-2018-kien-thuc"),
    ("GlobalFirepower (as quoted)", "GFP 2018 via AzerNews", "gfp-2018-azernews"),
    ("GlobalFirepower (as quoted)", "GFP 2020 (AZE 64th", "gfp-2020-vestnik-kavkaza"),
    ("GlobalFirepower (as quoted)", "GFP 2020 via Armenews", "gfp-2020-armenews"),
    ("GlobalFirepower (as quoted)", "GFP 2020 via Kronos", "gfp-2020-kronos"),
    ("GlobalFirepower (as quoted)", "GFP 2021 via Raids", "gfp-2021-raids"),
    ("GlobalFirepower (as quoted)", "GFP 2023 via Caliber", "gfp-2023-caliber"),
    ("GlobalFirepower (as quoted)", "GFP 2023 via Caspian", "gfp-2023-caspian-news"),
    ("IISS The Military Balance via rDMC", "", "iiss-rdmc-v1"),
    ("International Crisis Group", "", "crisisgroup-2011-02-08"),
    ("Kien Thuc (headline", "", "kien-thuc-2016-04"),
    ("Kien Thuc quoting IISS", "", "kien-thuc-2016-04-iiss"),
    ("Library of Congress", "", "loc-country-study-1994"),
    ("Russian International Affairs", "", "riac-2014"),
    ("Russian blog", "", "kras-blog-2020-09-29"),
    ("The Messenger", "2012-07-25", "messenger-2012-07-25"),
    ("The Messenger", "2014-07-25", "messenger-2014-07-25"),
    ("US State Department WMEAT", "WMEAT 1995", "wmeat-1995"),
    ("US State Department WMEAT", "WMEAT 2005", "wmeat-2005"),
    ("US State Department WMEAT", "WMEAT 2012", "wmeat-2012"),
    ("USC Institute", "", "usc-armenian-studies-2020"),
    ("Wikipedia, Armed Forces of Armenia / Military", "", "wikipedia-military-nagorno-karabakh-2008"),
    ("Wikipedia, Armed Forces of Armenia", "snapshot c. 2018-19", "wikipedia-armed-forces-armenia-2018"),
    ("Wikipedia, Armenian Army", "", "wikipedia-armenian-army-mirror"),
    ("Wikipedia, Artsakh Defence Army", "2023+", "wikipedia-artsakh-defence-army-2023"),
    ("Wikipedia, Artsakh Defence Army", "mirror c. 2017", "wikipedia-artsakh-defence-army-2017"),
    ("Wikipedia, Artsakh Defence Army", "mirror", "wikipedia-artsakh-defence-army-mirror"),
    ("Wikipedia, Azerbaijani Armed", "Wikipedia dump 2024-04", "wikipedia-azerbaijani-armed-forces-2024-04"),
    ("Wikipedia, Azerbaijani Armed", "snapshot c. 2018-19, citing", "wikipedia-azerbaijani-armed-forces-2018-arag"),
    ("Wikipedia, Azerbaijani Armed", "snapshot c. 2018-19", "wikipedia-azerbaijani-armed-forces-2018"),
    ("Wikipedia, First Nagorno-Karabakh War", "", "wikipedia-first-nagorno-karabakh-war"),
    ("Wikipedia, Military of Nagorno-Karabakh", "", "wikipedia-military-nagorno-karabakh-2008"),
    ("Wikipedia, Nagorno-Karabakh conflict", "cached version", "wikipedia-nagorno-karabakh-conflict-2018"),
    ("Wikipedia, Nagorno-Karabakh conflict", "snapshot 2022", "wikipedia-nagorno-karabakh-conflict-2022-02"),
    ("World Bank WDI", "", "wdi-personnel"),
]
# Here the edition year completes the id.
NUMBERED = {
    "IISS The Military Balance, international": "iiss-mb-",
    "CIA World Factbook": "cia-factbook-",
    "GlobalFirepower": "gfp-",
}
# The personnel of these two pages repeat another source, their equipment does not.
SPLIT = {"aljazeera-2020-10", "daily-mail-2020-09-29"}

# ---------------------------------------------------------------- what each item means

WITHIN = " Compare only within one source."
PART = " A part, for totals only."
NEVER = " Never compared or added."
ITEMS: dict[str, str] = {
    "active": "Standing forces: conscripts inside, mobilised reservists and volunteers not.",
    "active_incl_paramilitary": "Active and paramilitary forces together, reserves not." + WITHIN,
    "air_force": "Strength of the air force." + WITHIN,
    "air_force_air_defence": "Strength of the air force and air defence." + WITHIN,
    "aircraft_total": "All military aircraft, as the source counts them." + WITHIN,
    "apc": "Armoured personnel carriers." + PART,
    "armoured_fighting_vehicle": "Armoured vehicles other than tanks, as the source counts them." + WITHIN,
    "army": "Strength of the land forces." + WITHIN,
    "artillery_excl_mlrs": "Artillery without rocket launchers." + WITHIN,
    "artillery_missile_mortar_in_exercise": "Missiles, artillery and mortars in one exercise." + NEVER,
    "artillery_total": "Artillery of all kinds, as the source counts it." + WITHIN,
    "attack_aircraft": "Attack aircraft; fighter, attack and combat aircraft overlap." + NEVER,
    "attack_helicopters": "Attack helicopters.",
    "combat_aircraft": "Combat aircraft; fighter, attack and combat aircraft overlap." + NEVER,
    "conscript": "Conscripts among the active forces." + PART,
    "fighter_aircraft": "Fighter aircraft; fighter, attack and combat aircraft overlap." + NEVER,
    "gun_mortar": "Combined gun/mortars of 120 mm." + PART,
    "helicopters_total": "All military helicopters." + WITHIN,
    "infantry_fighting_vehicle": "Infantry fighting vehicles." + PART,
    "iskander_launchers": "Iskander missile launchers; a subset of ssm_launchers." + NEVER,
    "main_battle_tank": "Main battle tanks.",
    "mlrs": "Multiple rocket launchers.",
    "mobilisation_potential": "People who could be called up, not forces." + NEVER,
    "mortar_120mm": "Mortars of 120 mm." + PART,
    "navy": "Strength of the navy." + WITHIN,
    "paramilitary": "Paramilitary forces, not inside active.",
    "professional": "Professional soldiers among the active forces." + PART,
    "reserve": "Reservists.",
    "sam_systems": "Air-defence systems of very different size added together." + NEVER,
    "scud_launchers": "Scud missile launchers; a subset of ssm_launchers." + NEVER,
    "scud_missiles": "Scud missiles, not launchers." + NEVER,
    "self_propelled_artillery": "Self-propelled guns and howitzers.",
    "ssm_launchers": "Surface-to-surface missile launchers.",
    "t90_tank": "T-90 tanks, inside main_battle_tank." + NEVER,
    "total_incl_reserve": "Active forces and reserves together." + NEVER,
    "towed_artillery": "Towed guns and howitzers.",
    "uav_total": "Uncrewed aircraft, as the source counts them." + NEVER,
}
RDMC: dict[str, str] = {
    "apc": "IISS armoured personnel carriers." + PART,
    "artillery_total": "IISS pieces of 100 mm and more: self-propelled, towed, gun/mortars, rocket launchers"
    " and 120 mm mortars; anti-tank and anti-aircraft guns not." + WITHIN,
    "attack_helicopters": "IISS attack helicopters.",
    "combat_aircraft": "IISS fighter and attack lines only, a lower bound." + NEVER,
    "gun_mortar": "IISS combined gun/mortars of 120 mm (2S9, 2S31)." + PART,
    "infantry_fighting_vehicle": "IISS armoured infantry fighting vehicles, with the line ACV." + PART,
    "main_battle_tank": "IISS main battle tanks.",
    "mlrs": "IISS multiple rocket launchers.",
    "mortar_120mm": "IISS mortars of 120 mm." + PART,
    "self_propelled_artillery": "IISS self-propelled guns and howitzers.",
    "ssm_launchers": "IISS surface-to-surface missile launchers.",
    "towed_artillery": "IISS towed guns and howitzers.",
    "uav_total": "IISS uncrewed aircraft, reconnaissance types only." + NEVER,
}
GFP: dict[str, str] = {
    "artillery_excl_mlrs": "Self-propelled and towed guns; no mortars, rocket launchers apart." + WITHIN,
    "mlrs": "Rocket launchers, not inside the guns.",
    "self_propelled_artillery": "Self-propelled guns; mortars and rocket launchers apart.",
    "towed_artillery": "Towed guns; mortars and rocket launchers apart.",
}
# One row's meaning, where the general one would mislead.
SPECIAL: dict[tuple[str, str], str] = {
    ("aljazeera-2020-10", "artillery_total"): '"Artillery systems of all kinds", not said which.' + WITHIN,
    ("aljazeera-2020-10", "main_battle_tank"): '"Tanks of all kinds".',
    ("messenger-2012-07-25", "artillery_total"): "Treaty count (CFE): calibre of 100 mm and more, mortars and"
    " rocket launchers inside." + WITHIN,
    ("messenger-2012-07-25", "main_battle_tank"): "Treaty count (CFE) of tanks.",
    ("afp-2020-10", "armoured_fighting_vehicle"): '"Other armoured vehicles", tanks not inside.' + WITHIN,
    ("kien-thuc-2016-04-iiss", "artillery_excl_mlrs"): '"Guns of all kinds"; rocket launchers are named'
    " apart without a number." + WITHIN,
    ("wikipedia-military-nagorno-karabakh-2008", "artillery_excl_mlrs"): "Guns of more than 122 mm." + WITHIN,
}

# ---------------------------------------------------------------- notes in our own words

SUM = "Sum of lines of the source, made here."
TWO = "Sum of two figures of the source, made here."
WIKI_2010 = "The article gives no year (about 2007-2010); 2010 is an inference."
WIKI_2019 = (
    "2019 dates the page, not the data: the same figures stand in a version of 2016-18,"
    " and 45,850 is elsewhere a figure of 2013."
)
GFP_2016 = "The page is undated; its ranks fit the list of 2015 or that of 2016."
STALE = "Old: the same Armenian list is elsewhere dated to IISS 2010."
KT_2018 = "The page cites GlobalFirepower's rank of 2020, but its four numbers are those of 2017-18."
UNTYPED = "Listed types without a number, not in the sum: {0}."
# Start of the original note -> the note of the table. An empty text: definition or source row says it.
NOTES: list[tuple[str, str]] = [
    ("Published in thousands (rounded", "Published in thousands, rounded; the year is the column heading."),
    (
        "Active forces PLUS paramilitary; series break",
        "Before the series break of 1994/95: looks like active forces only. Do not plot across the break.",
    ),
    ("Active forces PLUS paramilitary, reserves", ""),
    ("Thousands; regular forces", "Published in thousands."),
    ("Thousands, rounded; colour", "Published in thousands, rounded; the source marks estimates by colour."),
    ("Thousands, rounded.", "Published in thousands, rounded."),
    ("IISS FTR + ATK lines only", "No fighter ground-attack lines: do not form a ratio."),
    ("IISS ", ""),
    ("Sum of IISS lines", SUM),
    ("As-of year not stated in the article", WIKI_2010),
    ('Plus "an additional 162"', "The article adds 162 tanks acquired in 2005-10. " + WIKI_2010),
    ("Attributed to IISS in the article", "Attributed to IISS by the article. " + WIKI_2010),
    ("Page undated; year inferred", GFP_2016),
    ("GFP does not publish its sources", ""),
    (
        "Armenia row absent",
        "The copy has no row for Armenia; its file name says 2021, its values are those of 2020.",
    ),
    ("Post-war edition. Fighters", "After the war. The copy's column of fighters is faulty and left out."),
    ("Post-war edition. GFP vehicle", "After the war."),
    ("Page calls the two standing armies", KT_2018),
    ("Here it is the RESERVE", "The page calls the reserve nearly double. " + KT_2018),
    ("corrected 2026-11-22: was as_of_year 2020; the page cites", KT_2018),
    ("corrected 2026-11-22: was as_of_year 2021", "Repeats GlobalFirepower 2020 without naming it."),
    ("Context: GFP ranking article", "Repeats GlobalFirepower 2020 without naming it."),
    ("Self-propelled + towed", ""),
    ("GFP count ignores the four", "Leaves out four Su-30SM delivered in 2019 according to SIPRI."),
    ("Active + reserve", ""),
    ('"Ces chiffres', "The page says that Karabakh forces are not included."),
    ("GFP 2020 lists none", "IISS lists 8 in 2014."),
    ("Far above IISS (67,000)", "IISS gives 67,000 for the same year; no source is stated."),
    ("Artsakh forces not included", "Karabakh forces not included."),
    ('"une vingtaine"', '"About twenty"; 145 aircraft on the page is the total of the edition of 2021.'),
    (
        "corrected 2026-11-22: was as_of_year 2020; edition year",
        "The edition of 2021; the page could not be found again.",
    ),
    ("Post-war; may count", "After the war; may count captured tanks."),
    (
        "Two-column PDF",
        'The copy runs two columns together; the sentence reads "nearly 95,000" and, for'
        ' Armenia and Karabakh, "around 70,000".',
    ),
    ('corrected 2026-11-22: source was "Kien Thuc', "Headline figure, given without a source."),
    ("MLRS mentioned separately", STALE),
    ("DERIVED: 20 + 18", SUM + " " + STALE),
    ("Stale:", STALE),
    ('"un centenar"', '"About a hundred".'),
    ("corrected 2026-11-22: item was other_armoured", ""),
    ("DERIVED: sum of the two figures", TWO),
    ("personnel figures are those", "The figures of GlobalFirepower 2020: not independent."),
    ('"tanks of all kinds"; far above IISS, which', "Far above IISS, which lists 109 for Armenia in 2014."),
    ('"tanks of all kinds"; far above IISS; may', "Far above IISS (109 in 2014); may include Karabakh."),
    ('"armoured vehicles"', ""),
    ('"about 1,000"', '"About 1,000".'),
    ('"artillery systems of all kinds"', ""),
    ("Claimed participation", '"Up to" 1,000, claimed for one exercise: an upper bound, not an inventory.'),
    ("Conflicts with the IISS table", "The page names The Military Balance, whose own table of 2016 says 67,000."),
    ("(2019 est.)", "Estimate of 2019."),
    ("(2022)", "The source dates it 2022."),
    ("range", ""),
    ("Mirror of a press article", "The World Bank's number of 2019 (active and paramilitary)."),
    ("Undated page", "Undated page, after 2020; low reliability."),
    ("CFE ceiling 220", "The treaty's ceiling is 220."),
    ("CFE ceiling 285", "The treaty's ceiling is 285."),
    ("Probably a misprint", "Probably a misprint of 67,000."),
    (
        "Self-declared CFE data",
        "Declared by Azerbaijan itself, all treaty categories together. The page says"
        " that Armenia was mostly within limits, without equipment in Karabakh.",
    ),
    ("Models of very different", ""),
    ("DERIVED: 20 + 137", SUM + " Attributed to IISS 2010; the IISS lines of 2010 add to 118."),
    ("Overlap: most of them", "Most are said to come from Armenia: may overlap with Armenia's own figure."),
    ("Figure circulates since", "An old figure without a primary source."),
    ("Version undated; 2018-2020", WIKI_2019),
    ("DERIVED: sum of the two infobox", TWO + " " + WIKI_2019),
    ("Armenian side of the infobox", "Armenia and Karabakh forces together."),
]
BREAK = "Series break: paramilitaries appear to be included from 1995."
UNTYPED_AT = re.compile(r"(\d+) listed type\(s\) carry no number")
PERSONNEL_WDI = "Gapminder Systema Globalis copy of WDI MS.MIL.TOTL.P1"
COW7 = "Correlates of War National Material Capabilities v7.0"


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as text; an empty cell stays empty."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def source_id(row: dict[str, str]) -> str:
    """Name the edition of an original row."""
    for start, prefix in NUMBERED.items():
        if row["source"].startswith(start) and row["source"] != "GlobalFirepower (as quoted)":
            return prefix + row["as_of_year"]
    for source, edition, name in EDITIONS:
        if row["source"].startswith(source) and row["edition"].startswith(edition):
            personnel = name in SPLIT and row["category"] == "personnel"
            return name + "-personnel" if personnel else name
    raise KeyError(f"unknown edition: {row['source']} / {row['edition']}")


def definition(row: dict[str, str], name: str) -> str:
    """Say what the source counts under the item."""
    item = row["item"]
    if (name, item) in SPECIAL:
        return SPECIAL[name, item]
    if name == "iiss-rdmc-v1":
        # Trap: 109 Armenian tanks listed in 2014, yet 255 were documented as lost in 2020.
        karabakh = " Equipment kept in Karabakh is left out." if row["side"] == "ARM" else ""
        return RDMC[item] + " Regular forces." + karabakh
    if name.startswith("iiss-mb") and item == "active":
        return ITEMS[item] + " Paramilitary and Karabakh forces excluded."
    if name.startswith("cow-nmc"):
        return ITEMS[item] + " Paramilitary forces usually excluded."
    if name.startswith("cia-") and item == "active":
        return ITEMS[item] + " Karabakh forces not added."
    if name.startswith("gfp-"):
        return GFP.get(item, ITEMS[item]) + " GlobalFirepower cites no sources."
    return ITEMS[item]


def rdmc_note(row: dict[str, str], note: str, components: int) -> str:
    """Notes that depend on the lines behind a sum of item lines."""
    parts = [note]
    if components > 1 and not note:
        parts = [SUM]
    elif components > 1 and SUM not in note:
        parts.append(SUM)
    if row["item"] == "towed_artillery" and row["side"] == "AZE" and row["as_of_year"] in {"2009", "2010"}:
        parts.append("Includes 8 self-propelled pieces (2S3, 2S7) that the data set files under towed.")
    if found := UNTYPED_AT.search(row["note"]):
        parts.append(UNTYPED.format(found[1]))
    if is_cut(row):
        parts.append(f"Components: {components} lines.")
    return " ".join(part for part in parts if part)


def is_cut(row: dict[str, str]) -> bool:
    """Whether the original list of lines was cut at 25 words, so that its parts miss the value."""
    return "Quote cut at 25 words" in row["note"]


def note_of(row: dict[str, str], name: str, components: int) -> str:
    """Reword the original note; an unknown one is an error."""
    text = row["note"]
    note = "" if not text else next((new for old, new in NOTES if text.startswith(old)), None)
    if note is None:
        raise KeyError(f"unknown note: {text}")
    if name == "iiss-rdmc-v1":
        return rdmc_note(row, note, components)
    if name == "wdi-personnel" and row["as_of_year"] == "1995":
        return BREAK
    if name == "gfp-2024" and row["item"] == "armoured_fighting_vehicle":
        return note + " Support vehicles are counted from 2023 on: not comparable with earlier editions."
    if name == "daily-mail-2020-09-29-personnel":
        return note + " The page names no source."
    return note


def number(text: str) -> int | None:
    """Every number of the holdings is whole; an empty cell is missing, never zero."""
    return int(text) if text else None


def components_of(rows: list[dict[str, str]]) -> Callable[[dict[str, str]], int]:
    """Count the item lines behind a row; for a cut list add up the lists of its parts."""
    kinds = {"self_propelled_artillery", "towed_artillery", "gun_mortar", "mlrs", "mortar_120mm"}
    lines = [row for row in rows if "rDMC" in row["source"]]

    def count(row: dict[str, str]) -> int:
        same = (row["side"], row["as_of_year"])
        behind = [part for part in lines if (part["side"], part["as_of_year"]) == same and part["item"] in kinds]
        return sum(part["quote"].count(";") + 1 for part in (behind if is_cut(row) else [row]))

    return count


def collected(path: Path) -> Iterator[tuple[dict[str, str], Row]]:
    """Every holdings row of the collection, with the columns that both tables share."""
    rows = read(path / "forces" / "forces.csv")
    count = components_of(rows)
    for row in rows:
        # Deliveries live in the arms tables: over years they are no holdings.
        if row["unit"] == "units_delivered":
            continue
        name = source_id(row)
        yield (
            row,
            {
                "source_id": name,
                "value": number(row["value"]),
                "low": number(row["value_low"]),
                "high": number(row["value_high"]),
                "unit": "persons" if row["unit"] == "persons" else "items",
                "quote": "" if is_cut(row) else row["quote"],
                "locator": row["url"],
                "note": note_of(row, name, count(row)),
            },
        )


def others(path: Path) -> Iterator[Row]:
    """Personnel of the other seven countries (World Bank copy), and of all nine from COW 7.0."""
    base = {"category": "personnel", "low": None, "high": None, "unit": "persons", "quote": ""}
    for row in read(path / "spending" / "extract.csv"):
        place, year = row["country_iso3"], row["year"]
        if not row["value"] or int(year) < 1990:
            continue
        if row["source"] == PERSONNEL_WDI and place not in {"ARM", "AZE"}:
            yield base | {
                "place": place,
                "year": int(year),
                "item": "active_incl_paramilitary",
                "source_id": "gapminder-sg",
                "value": int(row["value"]),
                "locator": row["retrieved_from"],
                "definition": ITEMS["active_incl_paramilitary"],
                "note": BREAK if year == "1995" else "",
            }
        # One COW code covers the Soviet Union and Russia.
        soviet = place == "RUS" and int(year) < 1992
        if row["source"] == COW7 and row["measure"] == "nmc_milper_k" and not soviet:
            yield base | {
                "place": place,
                "year": int(year),
                "item": "active",
                "source_id": "cow-nmc-7.0",
                "value": 1000 * int(row["value"]),
                "locator": row["retrieved_from"],
                "definition": ITEMS["active"] + " Paramilitary forces usually excluded.",
                "note": "Published in thousands.",
            }


def frame(rows: list[Row], columns: list[str], key: list[str]) -> pd.DataFrame:
    """Rows in schema order and key order, whole numbers as such."""
    table = pd.DataFrame(rows, columns=columns)
    whole = [column for column in ("year", "value", "low", "high") if column in columns]
    return table.astype(dict.fromkeys(whole, "Int64")).sort_values(key, ignore_index=True)


def forces(path: Path) -> pd.DataFrame:
    """The table of holdings."""
    rows = [
        shared
        | {
            "place": row["side"],
            "year": int(row["as_of_year"]),
            "category": row["category"],
            "item": row["item"],
            "definition": definition(row, str(shared["source_id"])),
        }
        for row, shared in collected(path)
        if row["as_of_year"] and row["category"] != "cfe"
    ]
    return frame(rows + list(others(path)), COLUMNS, KEY)


def fact_head(row: dict[str, str]) -> Row:
    """Topic, subject and date of a row that is no dated holding."""
    side = {"AZE": "Azerbaijan", "ARM": "Armenia"}[row["side"]]
    if row["category"] == "cfe":
        return {
            "topic": "treaty-excess",
            "as_of": "2018-01",
            "subject": f"{side}: equipment above the ceilings of the CFE treaty, all categories",
        }
    topic = "soldiers-double" if row["category"] == "personnel" else "armour-holdings"
    what = {
        "active": "active personnel",
        "reserve": "reservists",
        "main_battle_tank": "tanks",
        "armoured_fighting_vehicle": "armoured fighting vehicles",
    }[row["item"]]
    return {"topic": topic, "as_of": "undated", "subject": f"{side}: {what}"}


def facts(path: Path) -> pd.DataFrame:
    """Holdings without a year, and the treaty count: numbers that the table of holdings cannot hold."""
    rows = [
        shared | fact_head(row) | {"scope": ""}
        for row, shared in collected(path)
        if not row["as_of_year"] or row["category"] == "cfe"
    ]
    return frame(rows, FACT_COLUMNS, FACT_KEY)


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {"forces": forces, "facts": facts}

# ---------------------------------------------------------------- sources

GITHUB = "https://github.com/"
RESEARCHER = GITHUB + "tdballesteros/conflict-relapse/blob/b82b6c1cdd968989181751870d8c323d5e191998/"
RAW_FILES = RESEARCHER + "Data%20files/Raw%20data%20files/"
ALLIES = GITHUB + "jandresgannon/AlliesArmaments/blob/7161d1ac7c8c367cebc15654e905a58e93fcbdba/"
CIA_FILES = (
    GITHUB + "MilkMp/CIA-World-Factbooks-Archive-1990-2025/blob/"
    "b998f60a91d7de6fde80f3d4d216fa0e591a099e/data/fields/country_fields_"
)
WIKI_ABSTRACT = GITHUB + "chinapedia/wikipedia.abstract.en/blob/af22114f808776c7f8a88ff4b998958a7af99bc6/Page/"
FRONT_LINES = (
    GITHUB + "front-lines-org/astro-experiment/blob/836188616549bb081e25dcb2a89c32b5175e3ef6/src/pages/caucasus/"
)
SYSTEMA = (
    GITHUB + "open-numbers/ddf--gapminder--systema_globalis/blob/"
    "c63631abeb62af6db3910f68be7c2b443beca50b/countries-etc-datapoints/"
    "ddf--datapoints--armed_forces_personnel_total--by--geo--time.csv"
)
ICG = "International Crisis Group"
IISS = "International Institute for Strategic Studies (IISS)"
RIAC = "Russian International Affairs Council"

# kind -> licence, redistribution, BibTeX type
KINDS: dict[str, tuple[str, str, str]] = {
    "press": ("No licence stated; single figures with citation", "single-figures", "online"),
    "wikipedia": ("CC BY-SA (Wikipedia); single figures with citation", "single-figures", "online"),
    "gfp": ("No licence stated; single figures with citation", "single-figures", "online"),
    "iiss": ("No open licence stated; single figures with citation", "single-figures", "book"),
    "public": ("Public domain (work of the United States government)", "open", "dataset"),
    "worldbank": ("CC BY 4.0", "open", "dataset"),
}


SOURCE_FIELDS = ["source_id", "publisher", "title", "edition", "label", "released", "url", "kind"]


def obtained(url: str) -> str:
    """Name the public repository that holds a copy, from its address."""
    found = re.match(r"https://github\.com/([^/]+/[^/]+)/blob/([0-9a-f]{40})/(.+)", url)
    return f"github {found[1]} : {found[3].replace('%20', ' ')} @ {found[2][:7]}" if found else ""


def source(*fields: str, **extra: str) -> Row:
    """One row of sources.csv; extra overrides the defaults of the kind."""
    given = dict(zip(SOURCE_FIELDS, fields, strict=True))
    licence, redistribution, bibtex = KINDS[given.pop("kind")]
    row: Row = dict.fromkeys(SOURCE_COLUMNS, "")
    row |= given
    row |= {
        "accessed": "2026-11-22",
        "obtained_from": obtained(given["url"]),
        "licence": licence,
        "redistribution": redistribution,
        "credit": f"Source: {given['label']}.",
        "bibtex_type": bibtex,
        "dataset_cells": None,
    }
    return row | extra


def gfp(year: str, suffix: str, via: str, released: str, url: str, **extra: str) -> Row:
    """A GlobalFirepower edition: directly copied, or as quoted by somebody."""
    label = f"GlobalFirepower {year}" + (f" (as quoted by {via})" if via else "")
    name = f"gfp-{year.rsplit(' ', maxsplit=1)[-1]}{suffix}"
    title = "GlobalFirepower ranking" + (f", as quoted by {via}" if via else ", copy of the data")
    return source(name, "GlobalFirepower", title, f"edition of {year}", label, released, url, "gfp", **extra)


def iiss_tables() -> list[Row]:
    """The comparison tables of nine editions."""
    return [
        source(
            f"iiss-mb-{year}",
            IISS,
            "The Military Balance, international comparison table",
            f"edition of {year}",
            f"IISS Military Balance {year}",
            str(year),
            RAW_FILES + "Military%20Balance.xlsx",
            "iiss",
            note="A researcher's transcription of the printed table, in thousands. Paramilitary forces"
            " stand apart, Karabakh forces are not added.",
        )
        for year in range(2012, 2021)
    ]


def factbooks() -> list[Row]:
    """The editions of the Factbook that have the field of personnel strengths."""
    return [
        source(
            f"cia-factbook-{year}",
            "Central Intelligence Agency",
            "The World Factbook, personnel strengths",
            f"edition of {year}",
            f"CIA World Factbook {year}",
            str(year),
            f"{CIA_FILES}{year}.sql.gz",
            "public",
            note="Karabakh forces are not added to Armenia's.",
        )
        for year in range(2020, 2026)
    ]


def wmeat() -> list[Row]:
    """Three editions of the State Department's tables."""
    editions = [
        ("1995", "1984-94", "185685.xlsx"),
        ("2005", "1995-2005", "121777.xls"),
        ("2012", "1999-2009", "209509.xlsx"),
    ]
    return [
        source(
            f"wmeat-{year}",
            "United States Department of State",
            "World Military Expenditures and Arms Transfers, table I",
            f"edition of {year}, data of {data}",
            f"US State Department WMEAT {year}",
            year,
            RAW_FILES + file,
            "public",
            note="Armed forces in thousands, rounded.",
        )
        for year, data, file in editions
    ]


DATASETS: list[Row] = [
    source(
        "iiss-rdmc-v1",
        IISS,
        "The Military Balance, item lines through the Distribution of Military Capabilities (rDMC)",
        "rDMC v1, editions of 1993-2014",
        "IISS Military Balance 1993-2014 (via rDMC v1)",
        "undated",
        ALLIES + "data/rDMC_raw_v1.rds",
        "iiss",
        author="Gannon",
        bibtex_type="dataset",
        licence="Repository MIT; IISS text without an open licence, single figures with citation",
        note="The year is that of the edition and can be off by one; a few lines are filed wrongly."
        " Entries are rarely refreshed: Armenia's artillery stays at 225-239 for twenty years."
        " Blank: Azerbaijan's tanks 1994-96 and artillery 1993, Armenia's artillery total 1993 and"
        " 2001. No fighter ground-attack lines. Equipment kept in Karabakh is left out.",
    ),
    source(
        "wdi-personnel",
        "World Bank",
        "Armed forces personnel, total (MS.MIL.TOTL.P1)",
        "copy in Gapminder Systema Globalis, snapshot of 2026-03-01",
        "World Bank armed forces personnel",
        "2023-11-20",
        "https://data.worldbank.org/indicator/MS.MIL.TOTL.P1",
        "worldbank",
        obtained_from=obtained(SYSTEMA),
        derived_from="iiss-mb-2020",
        credit="Source: World Bank, World Development Indicators (MS.MIL.TOTL.P1), CC BY 4.0, from IISS.",
        note="Active and paramilitary forces, from IISS. Series break in 1994/95. Ends in 2020. The date"
        " is that of the copy, which equals a second public copy of the indicator.",
    ),
    source(
        "gapminder-sg",
        "Gapminder",
        "Systema Globalis: armed forces personnel, total",
        "snapshot of 2026-03-01",
        "World Bank armed forces personnel (Gapminder copy)",
        "2023-11-20",
        SYSTEMA,
        "worldbank",
        derived_from="iiss-mb-2020",
        credit="Source: Gapminder Systema Globalis, CC BY 4.0, from World Bank MS.MIL.TOTL.P1 and IISS.",
        note="Copy of the World Bank's series MS.MIL.TOTL.P1: active and paramilitary forces, from IISS."
        " Series break in 1994/95. The date is that of the last change of the file.",
    ),
]

GFP_2020 = {"derived_from": "gfp-2020"}
GLOBALFIREPOWER: list[Row] = [
    gfp(
        "2015 or 2016",
        "-vestnik-kavkaza",
        "Vestnik Kavkaza",
        "undated",
        "https://en.vestikavkaza.ru/news/Azerbaijan-named-leading-military-power-in-South-Caucasus.html",
        note="The page is undated; the ranks (Azerbaijan 64th, Armenia 75th) fit either list.",
    ),
    gfp(
        "2017",
        "",
        "",
        "2017",
        GITHUB + "mohammadRawass/Turkey-Regional-Military-Analysis/blob/"
        "5a596caf95b04a6a8380d7ec4ea8c210f1d572da/GlobalFirePower.csv",
        note="Cites no sources. Gives Azerbaijan 67,000 active; the editions of 2020 and 2024 give 126,000.",
    ),
    gfp(
        "2018",
        "-kien-thuc",
        "Kien Thuc",
        "2020-09",
        "https://kienthuc.net.vn/quan-su/so-sanh-chi-tiet-tiem-luc-suc-manh-quan-doi-azerbaijan-va-armenia"
        "-1441169.html",
        derived_from="gfp-2017",
        edition="rank of 2020 with numbers of 2017-18",
        note="A page of September 2020 that cites the rank of 2020 but prints numbers of 2017-18, rounded.",
    ),
    gfp(
        "2018",
        "-azernews",
        "AzerNews",
        "2018-04-18",
        "https://www.azernews.az/nation/130665.html",
        note="Azerbaijan only.",
    ),
    gfp(
        "2020",
        "",
        "",
        "2020",
        GITHUB + "rcreddykovvuri/Military-plotly/blob/9afed168160effd2148f73f92e686ebcde5715dd/cleaned.csv",
        note="Cites no sources. The copy has equipment of Azerbaijan only; Armenia's values of this edition"
        " are held as quoted by Vestnik Kavkaza and Kronos. The copy's file name says 2021.",
    ),
    gfp(
        "2020",
        "-vestnik-kavkaza",
        "Vestnik Kavkaza",
        "undated",
        "https://vestikavkaza.ru/amp/328249",
        **GFP_2020,
        note="Both sides' equipment in the edition of 2020.",
    ),
    gfp(
        "2020",
        "-armenews",
        "Armenews",
        "2020-02",
        "http://www.armenews.com/spip.php?page=article&id_article=22440",
        **GFP_2020,
    ),
    gfp(
        "2020",
        "-kronos",
        "Kronos",
        "2020-09-30",
        "https://kronos34.news/tr/dunyanin-en-guclu-ordulari-raporu-azerbaycan-ile-ermenistan-kacinci-sirada/",
        **GFP_2020,
        note="Both sides' personnel and helicopters in the edition of 2020.",
    ),
    gfp(
        "2021",
        "-raids",
        "Raids",
        "2021-11-19",
        "https://raids.fr/2021/11/19/armenie-azerbaidjan-on-est-passe-a-cote-de-la-catastrophe/",
        note="Azerbaijan only. The page could not be found again.",
    ),
    gfp(
        "2022",
        "",
        "",
        "2022",
        GITHUB + "raycerna/military-firepower/blob/"
        "9de289734ad25ce0357e1064ec6c8ae799ae9d01/global_firepower_2022.csv",
        note="Cites no sources. After the war. The copy's column of fighters repeats total aircraft.",
    ),
    gfp(
        "2023",
        "-caliber",
        "Caliber.az",
        "undated",
        "https://caliber.az/en/post/azerbaijani-army-s-status-as-the"
        "-most-powerful-in-the-s-caucasus-plays-an-important-role",
        note="Azerbaijan only. After the war.",
    ),
    gfp(
        "2023",
        "-caspian-news",
        "Caspian News",
        "2023-01-09",
        "https://caspiannews.com/news-detail/azerbaijan-army-ranked-as-strongest-in-south-caucasus-2023-1-9-0/",
        note="Azerbaijan only. After the war.",
    ),
    gfp(
        "2024",
        "",
        "",
        "2024",
        GITHUB + "Sohel-Modi/The_Art_Of_War/blob/"
        "83bba225c6d0ea6135418baa3cf4d878b7559723/data/2024_military_strength_by_country.csv",
        note="Cites no sources. After the war. Vehicle counts include support vehicles from 2023 on.",
    ),
]

DAILY_MAIL = GITHUB + (
    "soumyadipdas37/finescoop.github.io/blob/"
    "6d3af3996d9cdb8d7f1a4631e87c97c8c627205e/cache/5b5bb72633b3607bdfeaba6d50f01382259b4205.php"
)
VIETGIAITRI = "https://vietgiaitri.com/do-suc-manh-quan-su-cua-armenia-va-azerbaijan-ai-hon-ai-20201002i5267552"
KIEN_THUC = "https://kienthuc.net.vn/vu-khi/suc-manh-quan-doi-armenia-va-azerbaijan-ai-hon-ai-660586.html"
AFP = "Agence France-Presse (AFP)"
FMES = "Figures of the Mediterranean foundation for strategic studies (FMES)."

PRESS: list[Row] = [
    source(
        "afp-2020-10",
        AFP,
        "No rapid victory in sight",
        "October 2020, English text (IBTimes)",
        "AFP, October 2020",
        "2020-10",
        "https://www.ibtimes.com/no-rapid-victory-sight-caucasus-rivals-karabakh-3055817",
        "press",
        note=FMES,
    ),
    source(
        "afp-2020-10-es",
        AFP,
        "AFP report on the balance of forces, Spanish text",
        "October 2020, Spanish text (EnSegundos)",
        "AFP, October 2020 (Spanish)",
        "2020-10",
        "https://ensegundos.com.pa/?p=163673",
        "press",
        note=FMES + " Only the figures that the English text lacks are held.",
    ),
    source(
        "agenzia-nova-2021-02-24",
        "Agenzia Nova",
        "Report on Armenia's Iskander missiles",
        "2021-02-24",
        "Agenzia Nova, February 2021",
        "2021-02-24",
        "https://www.agenzianova.com/a/6038798550ae58.99718901/3329111/2021-02-24/nagorno-karabakh-premier-"
        "armeno-durante-il-conflitto-i-missili-iskander-non-hanno-funzionato",
        "press",
    ),
    source(
        "aljazeera-2020-10",
        "Al Jazeera",
        "Comparison of forces: equipment",
        "October 2020, as quoted by vietgiaitri.com",
        "Al Jazeera, October 2020",
        "2020-10",
        VIETGIAITRI,
        "press",
        note="Held as quoted on a page of 2020-10-02. What artillery counts is not said.",
    ),
    source(
        "aljazeera-2020-10-personnel",
        "Al Jazeera",
        "Comparison of forces: personnel",
        "October 2020, as quoted by vietgiaitri.com",
        "Al Jazeera, October 2020 (personnel)",
        "2020-10",
        VIETGIAITRI,
        "press",
        **GFP_2020,
        note="The personnel figures are those of GlobalFirepower 2020.",
    ),
    source(
        "azerbaijan-mod-2018-03-15",
        "Ministry of Defence of Azerbaijan",
        "Statement on an exercise",
        "2018-03-15, via AzerNews",
        "Azerbaijan’s Ministry of Defence, March 2018",
        "2018-03-15",
        "https://www.azernews.az/nation/128787.html",
        "press",
    ),
    source(
        "azernews-2021-01-18",
        "AzerNews",
        "Article on a ranking of armies",
        "2021-01-18",
        "AzerNews, January 2021",
        "2021-01-18",
        "https://www.azernews.az/nation/175160.html",
        "press",
        **GFP_2020,
        note="Repeats the figures of GlobalFirepower 2020; the year of the rows is 2020.",
    ),
    source(
        "bicc-gmi-2023",
        "BICC",
        "Global Militarisation Index",
        "2023, as quoted by Caliber.az",
        "BICC Global Militarisation Index 2023 (as quoted by Caliber.az)",
        "2023",
        "https://caliber.az/en/post/defence-official-armenia-focuses-on-peace-to-build-professional-army",
        "press",
    ),
    source(
        "cast-2018-03-24",
        "CAST",
        "Waiting for the storm",
        "as quoted by RBC and Trend, 2018-03-24",
        "CAST, 2018 (as quoted by RBC and Trend)",
        "2018-03-24",
        "https://en.trend.az/azerbaijan/karabakh/2876642.html",
        "press",
        note="Attributes 126,000 for 2016 to The Military Balance, whose own table says 67,000.",
    ),
    source(
        "crisisgroup-2011-02-08",
        ICG,
        "Armenia and Azerbaijan: Preventing War",
        "Europe Briefing 60",
        "Crisis Group, February 2011",
        "2011-02-08",
        "https://docslib.org/doc/11581097/armenia-and-azerbaijan-preventing-war",
        "press",
        bibtex_type="techreport",
        note="Gives Armenia and Karabakh forces together.",
    ),
    source(
        "daily-mail-2020-09-29",
        "Daily Mail",
        "Fact box on the two forces: equipment",
        "2020-09-29, mirrored text",
        "Daily Mail, September 2020",
        "2020-09-29",
        DAILY_MAIL,
        "press",
        derived_from="gfp-2020",
        note="The publisher is inferred from the layout of the copy. Its tanks, 570 and 110, are those of"
        " GlobalFirepower 2020.",
    ),
    source(
        "daily-mail-2020-09-29-personnel",
        "Daily Mail",
        "Fact box on the two forces: personnel",
        "2020-09-29, mirrored text",
        "Daily Mail, September 2020 (personnel)",
        "2020-09-29",
        DAILY_MAIL,
        "press",
        derived_from="wdi-personnel",
        note="The World Bank's numbers of 2019; the page names no"
        " source. The publisher is inferred from the layout of the copy.",
    ),
    source(
        "defencestreet-undated",
        "DefenceStreet",
        "Azerbaijan and Armenia compared",
        "undated web page",
        "DefenceStreet (undated)",
        "undated",
        "https://www.defencestreet.com/azerbaijan-vs-armenia-military-power-economy-conflicts-who-won/",
        "press",
        note="After 2020; low reliability.",
    ),
    source(
        "interfax-2006-03-09",
        "Interfax",
        "The defence minister of Armenia on the size of the army",
        "2006-03-09, as copied by armeniandiaspora.com",
        "Armenia’s defence minister (Interfax, 2006)",
        "2006-03-09",
        "https://armeniandiaspora.com/forum/2006/march-2006/41202-45-000-man-strong-army-is-"
        "luxury-for-armenia-defense-minister?p=41202",
        "press",
    ),
    source(
        "kien-thuc-2016-04",
        "Kien Thuc",
        "Comparison of the two armies: headline figures",
        "April 2016",
        "Kien Thuc, April 2016",
        "2016-04",
        KIEN_THUC,
        "press",
        note="No source is named for these figures.",
    ),
    source(
        "kien-thuc-2016-04-iiss",
        IISS,
        "The Military Balance, as quoted by Kien Thuc",
        "about 2010, quoted in April 2016",
        "IISS (as quoted by Kien Thuc, 2016)",
        "2016-04",
        KIEN_THUC,
        "press",
        derived_from="iiss-rdmc-v1",
        note="Old: the Armenian list is that of IISS 2010 and its 188 guns equal the"
        " sum of the guns and mortars there.",
    ),
    source(
        "kras-blog-2020-09-29",
        "a.kras.cc",
        "Russian round-up of news",
        "2020-09-29",
        "Russian news round-up, September 2020",
        "2020-09-29",
        "http://a.kras.cc/2020/09/blog-post_843.html",
        "press",
    ),
    source(
        "loc-country-study-1994",
        "Library of Congress",
        "Country Study: Armenia",
        "1994, mirrored text",
        "Library of Congress Country Study 1994",
        "1994",
        "https://countries1.tripod.com/cArmenia66.htm",
        "press",
    ),
    source(
        "messenger-2012-07-25",
        "The Messenger (Tbilisi)",
        "Comparison with treaty quotas",
        "2012-07-25",
        "The Messenger, July 2012",
        "2012-07-25",
        "http://www.messenger.com.ge/issues/2657_july_25_2012/2657_econ_three.html",
        "press",
    ),
    source(
        "messenger-2014-07-25",
        "The Messenger (Tbilisi)",
        "Editorial on the balance of forces",
        "2014-07-25",
        "The Messenger, July 2014",
        "2014-07-25",
        "https://messenger.com.ge/issues/3166_july_25_2014/3166_edit.html",
        "press",
        derived_from="riac-2014",
        note="Azerbaijan's figures repeat those of the Russian International Affairs Council, one of them"
        " probably misprinted; Armenia's figures are its own.",
    ),
    source(
        "riac-2014",
        RIAC,
        "Data on Azerbaijan's forces",
        "2014, via Vestnik Kavkaza",
        "Russian International Affairs Council 2014",
        "2014",
        "https://covcasbulletin.info/?p=473",
        "press",
    ),
    source(
        "usc-armenian-studies-2020",
        "USC Institute of Armenian Studies",
        "Report on the State Department's treaty compliance report",
        "2020",
        "USC Institute of Armenian Studies 2020",
        "2020",
        "https://armenian.usc.edu/u-s-cites-armenia-azerbaijan-for-arms-treaty-non-compliance/",
        "press",
    ),
]


def wikipedia(*fields: str, **extra: str) -> Row:
    """A version of a Wikipedia page."""
    name, page, edition, year, released, url = fields
    return source(
        f"wikipedia-{name}",
        "Wikipedia",
        page,
        edition,
        f"Wikipedia, {page} ({year})",
        released,
        url,
        "wikipedia",
        **extra,
    )


AZERBAIJANI = "Azerbaijani Armed Forces"
WIKIPEDIA: list[Row] = [
    wikipedia(
        "armed-forces-armenia-2018",
        "Armed Forces of Armenia",
        "snapshot of about 2018-19",
        "2018-19",
        "2018-2019",
        WIKI_ABSTRACT + "Armed_Forces_of_Armenia.md",
    ),
    wikipedia(
        "armenian-army-mirror",
        "Armenian Army",
        "mirrored text",
        "mirror",
        "undated",
        "http://piglix.com/piglix/Armenian_Army",
        note="Figures of 2013.",
    ),
    wikipedia(
        "artsakh-defence-army-2017",
        "Artsakh Defence Army",
        "mirrored text of about 2017",
        "2017",
        "2017",
        "http://piglix.com/piglix/Nagorno-Karabakh_Defence_Army",
    ),
    wikipedia(
        "artsakh-defence-army-2023",
        "Artsakh Defence Army",
        "version of 2023 or later",
        "2023",
        "2023",
        "https://en.wikipedia.org/wiki/Artsakh_Defence_Army",
    ),
    wikipedia(
        "artsakh-defence-army-mirror",
        "Artsakh Defence Army",
        "mirrored text",
        "mirror",
        "undated",
        "http://cryer.org.uk/Air_Force_of_Nagorno-Karabakh",
        note="Figure for the time before the dissolution in 2023; another version says about 12,000.",
    ),
    wikipedia(
        "azerbaijani-armed-forces-2018",
        AZERBAIJANI,
        "snapshot of about 2018-19",
        "2018-19",
        "2018-2019",
        WIKI_ABSTRACT + "Azerbaijani_Armed_Forces.md",
        note="The figures are of about 2007-2010.",
    ),
    wikipedia(
        "azerbaijani-armed-forces-2018-arag",
        AZERBAIJANI,
        "snapshot of about 2018-19, citing the UK Advanced Research and Assessment Group",
        "2018-19, citing a UK group",
        "2018-2019",
        WIKI_ABSTRACT + "Azerbaijani_Armed_Forces.md",
        note="A second figure of the same page for the land forces: 85,000 against 56,840.",
    ),
    wikipedia(
        "azerbaijani-armed-forces-2024-04",
        AZERBAIJANI,
        "dump of April 2024",
        "April 2024",
        "2024-04",
        "https://encyclopedia.datana.cloud/content/wikipedia_en_all_mini_2024-04/A/Azerbaijani_Armed_Forces",
    ),
    wikipedia(
        "first-nagorno-karabakh-war",
        "First Nagorno-Karabakh War",
        "snapshot of the infobox",
        "infobox",
        "undated",
        FRONT_LINES + "first_nagorno-karabakh_war.md",
    ),
    wikipedia(
        "military-nagorno-karabakh-2008",
        "Military of Nagorno-Karabakh",
        "capture of 2008-10-02",
        "2008",
        "2008-10-02",
        "http://replay.waybackmachine.org/web/20081002203529/http://en.wikipedia.org/"
        "wiki/Military_of_Nagorno-Karabakh",
        note='The equipment figures carry "citation needed"; no primary source is known.',
    ),
    wikipedia(
        "nagorno-karabakh-conflict-2018",
        "Nagorno-Karabakh conflict",
        "cached infobox of 2018-20",
        "2018-20",
        "2018-2020",
        "https://en.m.wikipedia.org/wiki/Nagorno-Karabakh_conflict",
        note="The year 2019 dates the page, not the data.",
    ),
    wikipedia(
        "nagorno-karabakh-conflict-2022-02",
        "Nagorno-Karabakh conflict",
        "infobox, snapshot of February 2022",
        "2022",
        "2022-02",
        FRONT_LINES + "nagorno-karabakh_conflict.md",
    ),
]

SOURCES: list[Row] = [*iiss_tables(), *factbooks(), *wmeat(), *DATASETS, *GLOBALFIREPOWER, *PRESS, *WIKIPEDIA]
