"""Groups of states (groups.csv): SIPRI's regions from the headings of its workbooks, alliances from public pages.

SIPRI's transfers print no list of regions. Their members are those of military expenditure; states that it lacks
have the region of the World Bank. What the pages of alliances say was read off into groups_members.csv, a line for
the members of one group that came and left in the same years; a state counts as a member in a year if it was one at
the end of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from milbalance.ingest import names

from . import workbook

HERE = Path(__file__).parent
NEWEST = max(workbook.WORKBOOKS)
CONTINENTS = ("Africa", "Americas", "Asia and Oceania", "Europe", "Middle East")
SPELLED = {"Asia & Oceania": "Asia and Oceania"}
# Regions that SIPRI puts together in some texts and editions.
TOGETHER = {
    "Central Europe": "Central and Western Europe",
    "Western Europe": "Central and Western Europe",
    "Central Asia": "Central and South Asia",
    "South Asia": "Central and South Asia",
}
EARLY = {"Central and South Asia": ("sipri-milex-2017", "Printed as one region by early editions.")}
SECOND = ("World", "Middle East")  # regions of which editions before 2022 print a second series, without Iraq
WORLD_BANK = {
    "Latin America & Caribbean": ("Americas",),
    "Sub-Saharan Africa": ("Africa", "sub-Saharan Africa"),
    "South Asia": ("Asia and Oceania", "South Asia"),
    "East Asia & Pacific": ("Asia and Oceania",),
    "Europe & Central Asia": ("Europe",),
    "North America": ("Americas", "North America"),
    "Middle East & North Africa": ("Middle East",),
}
RECIPIENTS = ("ABW", "PSE")  # no states of the Correlates of War, but on the register of deliveries
METADATA = "Metadata_Country_API_MS.MIL.XPND.CD_DS2_en_csv_v2_47475.csv"
IN_TRANSFERS = {"EGY": "almayadeen-2022", "TUR": "almayadeen-2022"}  # a text of SIPRI itself has them so
AS_MILEX = "Not printed in files of transfers; as in military expenditure."
AS_WORLD_BANK = "Not in SIPRI military expenditure; the region of the World Bank."
EUROPEAN = "Member of NATO that SIPRI military expenditure has in Europe."
ARMED = "Armed group (*); in the region of the state or territory in its name."
COLUMNS = ["group", "member", "from", "until", "scheme", "source_id", "note"]


def headings(shared: Path) -> dict[str, list[str]]:
    """The regions of every place in the newest workbook: the heading above it, and the continent of that."""
    path = shared / "spending" / "raw" / "sipri_milex" / workbook.WORKBOOKS[NEWEST]
    found: dict[str, list[str]] = {}
    continent = region = ""
    for row in workbook.rows(path, "Current US$"):
        name = str(row[0] or "").strip() if row else ""
        aliases = names.table().get(names.fold(name), ())
        if aliases and aliases[0].kind == "region" and not any(row[1:]):
            region = SPELLED.get(name, name)
            continent = region if region in CONTINENTS else continent
        elif region:
            of_it = dict.fromkeys(one for one in (region, continent, TOGETHER.get(region)) if one)
            found |= {alias.place: list(of_it) for alias in aliases if alias.place and alias.kind != "region"}
    return found


def regions(shared: Path) -> Iterator[tuple[str, ...]]:
    """The rows of the two schemes of SIPRI."""
    milex = headings(shared)
    for place, of_it in milex.items():
        for group in (*of_it, "World"):
            source, note = EARLY.get(group, (NEWEST, ""))
            yield group, place, "", "", "sipri-milex", source, note
            if group in SECOND and place != "IRQ":
                note = "A second series that editions before 2022 print."
                yield f"{group} (excluding Iraq)", place, "", "", "sipri-milex", "sipri-milex-2021", note
            if group not in ("World", *EARLY):
                said = IN_TRANSFERS.get(place)
                yield group, place, "", "", "sipri-transfers", said or NEWEST, "" if said else AS_MILEX
    with (shared / "spending" / "raw" / "wdi" / METADATA).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            member = row["Country Code"]
            if row["Region"] and member not in milex and (names.life(member)[0] or member in RECIPIENTS):
                for group in WORLD_BANK[row["Region"]]:
                    yield group, member, "", "", "sipri-transfers", "wdi-2024-03", AS_WORLD_BANK


def lacking(shared: Path) -> Iterator[tuple[str, ...]]:
    """Recipients that military expenditure lacks, in the regions of the state or territory that each belongs to.

    Armed groups by their names (groups_armed.csv), others by what is said of them (groups_lacking.csv).
    """
    milex = headings(shared)
    for name in ("groups_armed.csv", "groups_lacking.csv"):
        with (HERE / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                source, note = row.get("source_id", "sipri-transfers-2024-03"), row.get("note", ARMED)
                for group in milex[row["region_of"]]:
                    if group not in EARLY:
                        yield group, row["member"], "", "", "sipri-transfers", source, note


def alliances(shared: Path) -> Iterator[tuple[str, ...]]:
    """The rows of memberships; European NATO are the members of NATO whose region is in Europe."""
    milex = headings(shared)
    with (HERE / "groups_members.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for member in row["members"].split():
                spell = member, row["from"], row["until"], "membership", row["source_id"]
                yield row["group"], *spell, row["note"]
                if row["group"] == "NATO" and "Europe" in milex.get(member, []):
                    yield "European NATO", *spell, EUROPEAN


def groups(shared: Path) -> pd.DataFrame:
    """The whole table, sorted by its key."""
    rows = pd.DataFrame([*regions(shared), *lacking(shared), *alliances(shared)], columns=COLUMNS)
    return rows.sort_values(["group", "member", "scheme", "from"], ignore_index=True)


def load_sources() -> list[dict[str, object]]:
    with (HERE / "groups_sources.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


TABLES = {"groups": groups}
SOURCES: list[dict[str, object]] = load_sources()
