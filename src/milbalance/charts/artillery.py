"""Charts of artillery (notebook 02)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.forces import (
    allied_rows,
    count_words,
    drawn_and_stated,
    extent,
    fits,
    ladder,
    name_rows,
    placed,
    ratios_alt,
    ratios_drawn,
    spread_words,
)
from milbalance.charts.wording import speaks
from milbalance.measures import forces
from milbalance.measures.forces import ALLIES
from milbalance.tables.load import Data

PLAIN = "gfp-2020-vestnik-kavkaza", "guns and rocket launchers"  # source and definition of the plain reading
ROLES = {
    "counted": "Counted, up to October 2020",
    "other edition": "Another edition, not counted",
    "post-war": "Post-war, not counted",
}


@checked
def artillery_by_source(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    allies: Mapping[str, str] = ALLIES,
    ax: Axes | None = None,
) -> Axes:
    """Ratio of artillery by source and definition, without and with the Karabakh pieces, against the wording."""
    about = speaks(data, "artillery-triple", place=side_a, other=side_b)
    stated = articles.stated(data, "artillery-triple") if about else None
    found = forces.ratios(data.forces, forces.ARTILLERY, side_a=side_a, side_b=side_b, allies=allies)
    found = placed(found, stated, "role")
    found["plain"] = (found["source_id"] == PLAIN[0]) & (found["definition"] == PLAIN[1])
    found["name"] += ": " + found["definition"]
    ax = style.canvas(ax, height=7.2)
    name_rows(ax, found, ROLES)
    ladder(ax, data, found, stated, (side_a, side_b))
    own = measures.select(found, role="counted")
    title = spread_words(own, "artillery", data, (side_a, side_b))
    if stated:
        joint = count_words(_by_source(own, "position_with").count("inside"))
        tail = f", {joint} with Karabakh’s pieces" if allies else ""
        title = f"{fits(_by_source(own, 'position'), 'sources counted')} “triple the artillery”{tail}"
    allied = allied_rows(data, forces.ARTILLERY, allies)
    return style.finish(
        ax,
        data,
        title=title,
        subtitle=f"Artillery pieces, {style.name(data, side_a)} over {style.name(data, side_b)}. "
        + (
            f"Squares: with Karabakh’s pieces ({extent(allied, 'artillery_excl_mlrs')} guns, "
            f"{extent(allied, 'mlrs')} launchers: a figure of 2008 without a primary source). "
            if allies
            else ""
        )
        + "Shaded row: the plain reading",
        alt=ratios_alt(found, stated),
        drawn=drawn_and_stated([ratios_drawn(found, side_a, side_b), allied], stated, side_a, side_b),
    )


def _by_source(own: pd.DataFrame, column: str) -> list[str]:
    """One word a source: inside if one of its readings is."""
    return ["inside" if "inside" in set(rows[column]) else "outside" for _, rows in own.groupby("source_id")]
