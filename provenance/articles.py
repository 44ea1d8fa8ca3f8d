"""The extracts that shipped texts bring with them: the few numbers of official files that answer their statements.

`python -m provenance.articles FOLDER` writes them again from the publishers' own files.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from milbalance.ingest import detect
from milbalance.tables import load, paths

MILEX_2020 = "spending/raw/sipri_milex/SIPRI-Milex-data-1949-2019.xlsx"
PRODUCT = "spending/raw/wdi/API_NY.GDP.MKTP.CD_DS2_en_csv_v2_26.csv"
POPULATION = "spending/raw/datahub/population.csv"
WORLDS = ("World", "World (excluding Iraq)")
Tables = dict[str, pd.DataFrame]


def rows(shared: Path, file: str, table: str) -> pd.DataFrame:
    """The rows that an official file gives to a table."""
    (found,) = (one.rows for one in detect.read(shared / file) if one.table == table)
    return found


def world_in_2019(shared: Path) -> Tables:
    """World totals of the edition of 2020, spending of states in 2018 and 2019, the world's product and people."""
    spending = rows(shared, MILEX_2020, "spending")
    world = spending["place"].isin(WORLDS) & (spending["year"] >= 1988)
    totals = world & spending["basis"].isin(["constant_usd", "current_usd"])
    states = ~spending["place"].isin(load.shipped().groups["group"]) & ~spending["place"].isin(WORLDS)
    current = states & (spending["basis"] == "current_usd") & spending["year"].isin([2018, 2019])
    held = load.shipped().spending  # what data/spending.csv has of this edition need not be here again
    shipped = set(held.loc[held["source_id"].isin(spending["source_id"]), "place"])
    context = pd.concat([rows(shared, PRODUCT, "context"), rows(shared, POPULATION, "context")])
    needed = (context["place"] == "World") & context["year"].isin([2018, 2019])
    extract = spending[totals | (current & spending["value"].notna() & ~spending["place"].isin(shipped))]
    return {"spending": extract.assign(note=None), "context": context[needed]}  # notes are the file's own sentences


EXTRACTS: dict[str, Callable[[Path], Tables]] = {"sipri-2020-world": world_in_2019}


def text(table: pd.DataFrame) -> str:
    """Rows as a file of the text's folder holds them."""
    return table.to_csv(index=False, lineterminator="\n")


def main(shared: Path) -> None:
    """Write every extract."""
    for name, made in EXTRACTS.items():
        for table, found in made(shared).items():
            (paths.root() / "articles" / name / f"{table}.csv").write_text(text(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
