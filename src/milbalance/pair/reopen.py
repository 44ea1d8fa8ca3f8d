"""A written folder, read again: its tables computed anew from its rows, its figures shown or drawn anew."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.io import folder
from milbalance.pair import choices, coverage, inputs, tables
from milbalance.pair.request import Request, Years
from milbalance.tables import load
from milbalance.tables.load import Data

ROWS = ("sources", "places", "spending", "forces", "context", "arms_imports", "arms_deals")  # the tables in data/
TABLES = {"coverage": coverage.report, **tables.COMPUTED, "choices": choices.table}
WIDTH = 800  # pixels of a picture in a notebook


@dataclass(frozen=True)
class Opened:
    """The folder of a pair: its rows, and what is asked of them."""

    folder: Path
    data: Data
    request: Request

    def table(self, name: str) -> pd.DataFrame:
        """One table, computed from the rows of the folder; MilbalanceError naming the tables for an unknown one."""
        if name not in TABLES:
            raise MilbalanceError(f"no table {name!r}; tables: {', '.join(TABLES)}")
        return TABLES[name](self.data, self.request)

    def show(self, name: str) -> None:
        """Show one figure in a notebook: as it was drawn, or drawn anew if the rows, sides or years are others."""
        card = self.folder / "figures" / f"{name}.json"
        if not card.is_file() or folder.manifest(self.folder).get("rows") != digest(self.folder, self.request):
            from milbalance.charts import style  # noqa: PLC0415  drawing is imported where something is drawn
            from milbalance.pair import figures  # noqa: PLC0415

            style.use()
            figures.draw(self.data, self.request, name)
            return
        from IPython.display import display  # noqa: PLC0415  only a notebook shows

        from milbalance.charts.palette import in_palette  # noqa: PLC0415

        told = json.loads(card.read_text(encoding="utf-8"))
        picture = base64.b64encode(in_palette(card.with_suffix(".png").read_bytes())).decode()
        look: dict[str, Any] = {"image/png": {"alt": told["alt"], "long": told["long"], "width": WIDTH}}
        display({"image/png": picture, "text/plain": told["alt"]}, raw=True, metadata=look)


def opened(
    path: Path | str, side_a: str | None = None, side_b: str | None = None, years: Years | None = None
) -> Opened:
    """The folder that `milbalance pair` wrote; the sides may be swapped, and `years` are those to look at.

    Raises MilbalanceError for another folder, or for places that the folder does not hold.
    """
    where = Path(path)
    noted = folder.manifest(where)
    if not noted:
        raise MilbalanceError(f"no {folder.MANIFEST} of `{folder.MADE_BY}` here: open the folder that it wrote")
    own = noted["sides"]
    request = Request(side_a or own[0], side_b or own[1], years)
    if set(request.sides) != set(own):
        raise MilbalanceError(f"this folder holds {' and '.join(own)}; for another pair: `{folder.MADE_BY}`")
    return Opened(where, rows(where), request)


def rows(where: Path) -> Data:
    """The rows of a written folder; every table that it does not hold is empty."""
    held: dict[str, Any] = {name: load.like(name, where / "data" / f"{name}.csv") for name in ROWS}
    return replace(inputs.nothing(), **held)


def digest(where: Path, request: Request) -> str:
    """A checksum of what the figures of a folder are drawn from: its rows, the sides in order, and the years."""
    found = hashlib.sha256(json.dumps([*request.sides, request.years]).encode())
    for name in ROWS:
        found.update((where / "data" / f"{name}.csv").read_bytes())
    return found.hexdigest()
