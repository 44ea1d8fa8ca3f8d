"""The missing and the insurance list: counts that stand beside the official tolls."""

import re
from pathlib import Path

from .conflict_common import Row, one, read


def missing_rows(conflict: Path, chosen: list[Row]) -> list[Row]:
    """The missing, whom the table of official tolls gives beside the dead."""
    found = []
    known = {(row["topic"], row["subject"], row["as_of"], row["source_id"]) for row in chosen}
    for toll in read(conflict / "official_tolls.csv"):
        topic = "killed-azerbaijan" if toll["side"] == "Azerbaijan" else "killed-armenia"
        for part in filter(None, toll["missing"].split(" + ")):
            [dead] = [
                row
                for row in chosen
                if (row["topic"], row["locator"], row["value"]) == (topic, toll["url"], toll["killed"])
            ]
            row = missing_row(topic, part, dead)
            if (topic, row["subject"], row["as_of"], row["source_id"]) not in known:
                found.append(row)
    return found


def missing_row(topic: str, part: str, dead: Row) -> Row:
    match = re.fullmatch(r"(up to )?(\d+)(\+)?(?: (servicemen|civilians))?", part)
    if not match:
        raise ValueError(f"missing persons not understood: {part!r}")
    up_to, number, over, who = match.groups()
    return {
        "topic": topic,
        "subject": f"missing {who}" if who else "missing",
        "as_of": dead["as_of"],
        "source_id": dead["source_id"],
        "value": "" if up_to or over else number,
        "low": number if over else "",
        "high": number if up_to else "",
        "unit": "persons",
        "scope": "missing",
        "locator": dead["locator"],
        "note": "More than." if over else "Up to." if up_to else "",
    }


def insurance_rows(conflict: Path) -> list[Row]:
    cells = read(conflict / "armenia_insurance_list_aggregates.csv")
    window = "2020-09-27..2020-11-10"
    note = "Counted here. Servicemen with compensation claims only; deaths of all dates include other years."
    words = {
        "deceased": ("dead on the list", "insurance list"),
        "missing": ("missing on the list", "insurance list, missing"),
    }
    found = []
    for status, (subject, scope) in words.items():
        for period, when in ((window, "dated 27 September to 10 November 2020"), ("", "of all dates")):
            total = sum(int(c["n"]) for c in cells if c["status"] == status and period in ("", c["event_period"]))
            found.append(
                one(
                    "killed-armenia",
                    f"{subject} of the Insurance Foundation, {when}",
                    "2022-03",
                    "insurance-foundation-2022-03",
                    total,
                    "persons",
                    scope=scope if period else f"{scope}, all dates",
                    locator="data.csv",
                    note=note,
                )
            )
    return found
