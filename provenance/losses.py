"""Re-derive the table of equipment losses of 2020 from the collected originals.

What is documented by pictures and what a side claims stay apart; running tallies keep their dates.
An original note or outlet that is not listed below is an error, so that none is lost in silence.
"""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from milbalance.tables import schema

Row = dict[str, object]

COLUMNS = schema.tables()["losses"].columns
KEY = list(schema.tables()["losses"].key)
SOURCE_COLUMNS = schema.tables()["sources"].columns

# (source, as_of, part of the address) of the original -> source_id. The outlet is part of the id, because two
# outlets print different numbers of one ministry for one day.
OUTLETS: list[tuple[str, str, str, str]] = [
    ("Oryx (visually confirmed)", "2020-11", "", "oryx-2020"),
    ("Oryx author tweet", "2020-10", "", "oryx-2020-10-timpul"),
    ("Army Recognition", "2020-09/10", "", "army-recognition-2020-10"),
    ("Azerbaijan MoD claim", "2020-09-28", "azertag", "azerbaijan-mod-2020-09-28-azertag"),
    ("Azerbaijan MoD claim", "2020-09-30", "today.az", "azerbaijan-mod-2020-09-30-today-az"),
    ("Azerbaijan MoD claim", "2020-10-03", "segodnya", "azerbaijan-mod-2020-10-03-segodnya"),
    ("Azerbaijan MoD claim", "2020-10-07", "southfront", "azerbaijan-mod-2020-10-07-southfront"),
    ("Azerbaijan MoD claim via Wikipedia", "2020-10-07", "", "azerbaijan-mod-2020-10-07-wikipedia"),
    ("Azerbaijan MoD final tally", "2020-12", "", "azerbaijan-mod-2020-12-baomoi"),
    ("Azeri Daily", "2020-11-21", "", "azeri-daily-2020-11-21"),
    ("President Aliyev", "2020-10", "", "azerbaijan-president-2020-10-ntv"),
    ("President Aliyev", "2021-04-12", "", "azerbaijan-president-2021-04-12-news-az"),
    ("President Aliyev", "2021-07-14", "", "azerbaijan-president-2021-07-14-qia"),
    ("Armenia MoD claim", "2020-10-02", "armenpress", "armenia-mod-2020-10-02-armenpress"),
    ("Armenia MoD claim", "2020-10-05", "sinarpost", "armenia-mod-2020-10-05-sinarpost"),
    ("Armenia MoD claim", "2020-10-07", "southfront", "armenia-mod-2020-10-07-southfront"),
    ("Armenia MoD claim", "2020-11-04", "71381", "armenia-mod-2020-11-04-armenews"),
    ("Armenia MoD claim", "2020-11-05", "71450", "armenia-mod-2020-11-05-armenews"),
]
DOCUMENTED = {"oryx-2020", "oryx-2020-10-timpul", "army-recognition-2020-10"}
# Tallies that grew from day to day (the ministries', and Oryx as first quoted): a later one includes an
# earlier one.
RUNNING = re.compile(r"(azerbaijan|armenia)-mod-2020-(09|10|11)-|azerbaijan-president-2020-|army-recognition")

OF_THE_SOURCE = "the page at the address in sources.csv"
TALLY = "Running tally: take the last, never the sum."
CLAIM = "Claim of the other side."
LOWER = "Confirmed by pictures, so a lower bound; Armenian and Karabakh losses together."
GARBLED = "The two numbers per type were garbled in translation; only the sum is reliable."
OSA = "The sentence names two other types without a number; 35 can also mean all three together."
# Start of the original note -> the note of the table.
NOTES: list[tuple[str, str]] = [
    (
        "Photo/video-confirmed only, so a lower bound; Armenian and Artsakh losses are pooled by Oryx. Parts",
        LOWER + " The parts as printed add to 736, not 737.",
    ),
    ("Photo/video-confirmed only, so a lower bound", LOWER),
    (
        "Photo/video-confirmed only. Parts without",
        'Confirmed by pictures, so a lower bound. The parts without "captured but later lost" add to 62.',
    ),
    (
        "Photo/video-confirmed only. Parts as printed",
        "Confirmed by pictures, so a lower bound. The parts as printed add to 25, not 23.",
    ),
    ("Photo/video-confirmed only.", "Confirmed by pictures, so a lower bound."),
    ("Old An-2", "Confirmed by pictures, so a lower bound. Old An-2 aircraft flown without crew as bait."),
    ("ONE DAY", "One day only (mid-October 2020), never added; statuses mixed."),
    ("Running tally in the first days", "From the first days of the war, late September or early October."),
    (
        'Belligerent claim ("about"/"more than"). Other prints',
        CLAIM + ' "About" or "more than". Other prints'
        " say artillery and missile systems: rocket launchers are inside.",
    ),
    ('Belligerent claim ("about"', CLAIM + ' "About" or "more than".'),
    ('Belligerent claim ("up to"', CLAIM + ' "Up to".'),
    ("Belligerent claim; the page itself", CLAIM + " The page itself calls it exaggerated."),
    (
        "Belligerent claim; part of the 60 air-defence systems. Conflicts",
        CLAIM + " Part of the 60 air-defence systems. The ministry's infographic of the same day says 1.",
    ),
    ("Belligerent claim; part of the 60", CLAIM + " Part of the 60 air-defence systems."),
    ("Belligerent claim; sentence lists 35", CLAIM + " " + OSA),
    ("Belligerent claim; not confirmed by Oryx", CLAIM + " Not confirmed by Oryx."),
    ("Belligerent claim; compare Oryx", CLAIM + " Oryx documents 62 tanks and 23 other armoured vehicles."),
    (
        "Belligerent claim; differs from 366",
        CLAIM + " Differs from 366 of April and September 2021; a second print has 336 too.",
    ),
    (
        "Belligerent claim. Equals the mortar",
        CLAIM + " Equals the ministry's total of mortars (63 and 62); its cannon were 352.",
    ),
    ('Belligerent claim. "more than 50"', CLAIM + ' "More than 50".'),
    ("Belligerent claim", CLAIM),
    ('"over 500 units"', '"Over" 500 captured, all kinds together.'),
    ("Which of the two numbers", CLAIM + " " + GARBLED),
    (
        "DERIVED: sum of the two printed numbers. Confirmed",
        CLAIM + " Sum of the two printed numbers, made here; the"
        " president of Azerbaijan gave the same number in April 2021. " + GARBLED,
    ),
    (
        "DERIVED: sum of the two printed numbers. Equals",
        CLAIM + " Sum of the two printed numbers, made here; equals"
        ' the "artillery installations" that the president of Azerbaijan named in April 2021. ' + GARBLED,
    ),
    ("DERIVED: sum of the two printed numbers", CLAIM + " Sum of the two printed numbers, made here. " + GARBLED),
]


def source_id(row: dict[str, str]) -> str:
    """Name the outlet and date of an original row."""
    matches = [
        name
        for source, day, part, name in OUTLETS
        if row["source"].startswith(source) and row["as_of"].startswith(day) and part in row["url"]
    ]
    if row["source"] == "Azerbaijan MoD claim via Wikipedia":
        return "azerbaijan-mod-2020-10-07-wikipedia"
    if len(matches) != 1:
        raise KeyError(f"unknown outlet: {row['source']} / {row['as_of']} / {row['url']}")
    return matches[0]


def note_of(row: dict[str, str], name: str) -> str:
    """Reword the original note; an unknown one is an error."""
    found = next((new for old, new in NOTES if row["note"].startswith(old)), None)
    if found is None:
        raise KeyError(f"unknown note: {row['note']}")
    snapshot = " Page snapshot 2023-06." if "page snapshot 2023-06" in row["as_of"] else ""
    return found + snapshot + (" " + TALLY if RUNNING.match(name) else "")


def date_of(text: str) -> str:
    """Date without its remark; of a first tally \"2020-09/10\" the later month."""
    return "2020-10" if text.startswith("2020-09/10") else text.split(" ", maxsplit=1)[0]


def losses(path: Path) -> pd.DataFrame:
    """The table of losses."""
    with (path / "forces" / "equipment_losses_2020.csv").open(encoding="utf-8", newline="") as handle:
        originals = list(csv.DictReader(handle))
    rows: list[Row] = []
    for row in originals:
        name = source_id(row)
        rows.append(
            {
                "side": row["side"],
                "class": row["class"],
                "type": row["type"],
                "status": row["status"],
                "source_id": name,
                "as_of": date_of(row["as_of"]),
                "evidence": "documented" if name in DOCUMENTED else "claimed",
                "count": int(row["count"]),
                "quote": "over 500 units" if row["note"].startswith('"over 500 units"') else "",
                # Addresses that carry a person's name stand in the row of the source only.
                "locator": OF_THE_SOURCE if name.startswith("azerbaijan-president") else row["url"],
                "note": note_of(row, name),
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"count": "Int64"})
    return table.sort_values(KEY, ignore_index=True)


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {"losses": losses}

WIKI_WAR = (
    "https://github.com/front-lines-org/astro-experiment/blob/836188616549bb081e25dcb2a89c32b5175e3ef6/"
    "src/pages/caucasus/2020_nagorno-karabakh_war.md"
)
WIKI_COPY = "github front-lines-org/astro-experiment : src/pages/caucasus/2020_nagorno-karabakh_war.md @ 8361886"
SOUTHFRONT = "https://southfront.org/azerbaijan-armenia-exchange-exaggerated-losses-claims/"
ARMENEWS = "https://www.armenews.com/spip.php?page=article&id_article="
AZE = "Ministry of Defence of Azerbaijan"
ARM = "Ministry of Defence of Armenia"
HEAD = "President of Azerbaijan"


SOURCE_FIELDS = ["source_id", "publisher", "title", "label", "released", "url"]


def source(*fields: str, **extra: str) -> Row:
    """One row of sources.csv; press and statements give single figures only."""
    row: Row = dict.fromkeys(SOURCE_COLUMNS, "")
    row |= dict(zip(SOURCE_FIELDS, fields, strict=True))
    row |= {
        "accessed": "2026-11-22",
        "licence": "No licence stated; single figures with citation",
        "redistribution": "single-figures",
        "credit": f"Source: {row['label']}.",
        "bibtex_type": "online",
        "dataset_cells": None,
    }
    return row | extra


def claim(publisher: str, day: str, outlet: str, via: str, url: str, **extra: str) -> Row:
    """A running claim of one ministry on one day, as one outlet prints it."""
    country = publisher.rsplit(" ", 1)[-1]
    name = f"{country.lower()}-mod-{day}-{outlet}"
    return source(
        name,
        publisher,
        "Claim of the other side's losses",
        f"{publisher} ({via}, {day})",
        day,
        url,
        **({"edition": f"{day}, via {via}"} | extra),
    )


FROM_WIKIPEDIA = {"obtained_from": WIKI_COPY, "licence": "CC BY-SA (Wikipedia); single figures with citation"}
SOURCES: list[Row] = [
    source(
        "oryx-2020",
        "Oryx",
        "Equipment losses in the 2020 war, as quoted by Wikipedia",
        "Oryx, as quoted by Wikipedia",
        "2020-11",
        WIKI_WAR,
        edition="page snapshot 2023-06",
        **FROM_WIKIPEDIA,
        note="Counts only what pictures confirm, so a lower bound; Armenian and Karabakh losses are"
        " counted together. Two breakdowns do not add up as printed.",
    ),
    source(
        "oryx-2020-10-timpul",
        "Oryx",
        "One day of newly confirmed losses, a post embedded by Timpul.md",
        "Oryx, one day in October 2020 (via Timpul.md)",
        "2020-10",
        "https://www.timpul.md/articol/azerbaidjanul-estimeaza-ca-a-provocat-daune-armatei-armene-in-valoare-"
        "de-1-miliard-de-dolari---video-160541.html",
        edition="mid-October 2020",
        derived_from="oryx-2020",
        note="One day only, never added to the totals.",
    ),
    source(
        "army-recognition-2020-10",
        "Army Recognition",
        "Losses of both armies in the first days of the war",
        "Army Recognition, from Oryx",
        "2020-10",
        "https://armyrecognition.com/news/army-news/army-news-2020/"
        "armenian-army-and-azeri-army-war-casualties-increase",
        edition="first days of the war",
        derived_from="oryx-2020",
        note="Running tally, later replaced by Oryx's totals.",
    ),
    claim(
        AZE,
        "2020-09-28",
        "azertag",
        "Azertag",
        "https://azertag.az/en/xeber/Azerbaijans_Defense_Ministry_"
        "Armenian_armys_3_ammunition_depots_dozens_of_equipment_destroyed_the_enemy_has_more_than_550_casualties-"
        "1597121",
    ),
    claim(AZE, "2020-09-30", "today-az", "Today.az", "http://www.today.az/news/politics/197816.html"),
    claim(
        AZE,
        "2020-10-03",
        "segodnya",
        "Segodnya",
        "https://world.segodnya.ua/amp-world/tysyachi-ubity-"
        "unichtozhena-tehnika-armenii-i-azerbaydzhana-rasskazali-o-poteryah-drug-druga-1480408.html",
    ),
    claim(AZE, "2020-10-07", "southfront", "SouthFront", SOUTHFRONT, note="The page calls the claims exaggerated."),
    claim(AZE, "2020-10-07", "wikipedia", "Wikipedia", WIKI_WAR, **FROM_WIKIPEDIA),
    source(
        "azerbaijan-mod-2020-12-baomoi",
        AZE,
        "Final tally of Armenian losses, via Avia-pro and Bao Moi",
        f"{AZE}, final tally (via Bao Moi)",
        "2020-12",
        "https://baomoi.net.vn/azerbaijan-cong-bo-toan-bo-thiet-hai-trong-chien-tranh-karabakh-c37218548.epi",
        edition="December 2020, Vietnamese translation",
        note="Which of the two numbers per type is destroyed and which captured was garbled in"
        " translation; only the sum is reliable.",
    ),
    source(
        "azeri-daily-2020-11-21",
        "Azeri Daily",
        "Captured equipment",
        "Azeri Daily, November 2020",
        "2020-11-21",
        "http://azeridaily.com/news/59710",
        edition="2020-11-21",
    ),
    source(
        "azerbaijan-president-2020-10-ntv",
        HEAD,
        "Interview with NTV, via fact-info.az",
        f"{HEAD} (NTV, October 2020)",
        "2020-10",
        "https://fact-info.az/10596-prezident-ilham-aliev-esli-"
        "armyanskiy-narod-hochet-znat-realnuyu-situaciyu-pust-slushaet-nas.html",
        edition="October 2020",
    ),
    source(
        "azerbaijan-president-2021-04-12-news-az",
        HEAD,
        "Speech at the opening of the Military Trophy Park",
        f"{HEAD} (News.az, April 2021)",
        "2021-04-12",
        "https://news.az/news/everyone-visiting-military-trophy-"
        "park-will-see-strength-of-azerbaijani-army-president",
        edition="2021-04-12",
        note="The page is dated 14 April; the park opened on 12 April.",
    ),
    source(
        "azerbaijan-president-2021-07-14-qia",
        HEAD,
        "Statement of July 2021, via Qia.az",
        f"{HEAD} (Qia.az, July 2021)",
        "2021-07-14",
        "https://qia.az/en/ilham-aliyev-armenia-has-not-yet-disclosed-its-losses",
        edition="2021-07-14",
    ),
    claim(ARM, "2020-10-02", "armenpress", "Armenpress", "https://armenpress.am/fr/article/1029938/amp"),
    claim(
        ARM,
        "2020-10-05",
        "sinarpost",
        "Sinar Post",
        "https://sinarpost.com/2020/10/06/armenia-klaim-tembak-"
        "jatuh-14-helikopter-dan-368-kenderaan-tempur-azerbaijan/",
    ),
    claim(ARM, "2020-10-07", "southfront", "SouthFront", SOUTHFRONT, note="The page calls the claims exaggerated."),
    claim(ARM, "2020-11-04", "armenews", "Armenews", ARMENEWS + "71381"),
    claim(ARM, "2020-11-05", "armenews", "Armenews", ARMENEWS + "71450"),
]
