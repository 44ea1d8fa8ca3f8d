"""Numbers behind an answer that the import of their file would flag, for the reader of the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from milbalance import arguments
from milbalance.ingest import milex_suspect
from milbalance.measures import groups
from milbalance.tables import cache, labels
from milbalance.tables.load import Data


def told(data: Data, *, source: str, places: Iterable[str], years: Collection[int], basis: str) -> str:
    """A line on the numbers of some places and years, on one basis of a source, that look wrong; empty for none.

    Of a group they are those of its members too. They are looked at as the importer of workbooks does, against
    the years and the other bases beside them.

    >>> told(data, source="sipri-milex-2025", places=["GEO"], years=[2020], basis="current_usd")
    ''
    """
    asked = tuple(places)
    inside = [
        one for group in asked if groups.is_group(data, group) for one in groups.members(data, group, max(years))
    ]
    wanted = {*asked, *inside}
    here = {
        f"{labels.place(data, place)} {year} ({why})": None
        for place, year, of, why in _odd(data, source)
        if place in wanted and of == basis and year in years
    }
    return f"odd, maybe a misprint: {arguments.first(list(here), groups.FEW)}" if here else ""


@cache.per_data
def _odd(data: Data, source: str) -> list[tuple[str, int, str, str]]:
    """Place, year and basis of all numbers of a source that look wrong, and why: each look costs as much as all."""
    chosen = arguments.fitting(data.spending, {"source_id": source})
    rows = data.spending[["place", "year", "basis", "base_year", "value"]].take(chosen).reset_index(drop=True)
    if rows["value"].notna().sum() == 0:
        return []
    seen = rows.astype({"place": "category", "basis": "category"})
    base = rows["base_year"].dropna()
    looked = milex_suspect.looks(seen, milex_suspect.sheets(seen), int(base.iloc[0]) if len(base) else None)
    whys: dict[int, list[str]] = {}
    for _, positions, why in looked:
        for at in positions.tolist():
            whys.setdefault(at, []).append(why)
    named = list(zip(rows["place"].tolist(), rows["year"].tolist(), rows["basis"].tolist(), strict=True))
    return [(*named[at], "; ".join(why)) for at, why in sorted(whys.items())]
