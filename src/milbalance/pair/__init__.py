"""Two places, side by side: what can be compared, and a folder that holds the comparison.

`Request` says what is asked, `coverage.report` what can be answered, `export.write` writes the folder and `opened`
reads it again, as its notebook does. What draws is imported only where something is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milbalance.pair import choices, coverage, export, inputs, tables
from milbalance.pair.reopen import Opened, opened
from milbalance.pair.request import Files, Request

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from milbalance.tables.load import Data

__all__ = ["Files", "Opened", "Request", "choices", "coverage", "draw", "export", "inputs", "opened", "tables"]


def draw(data: Data, request: Request, name: str) -> Axes:
    """Draw one figure of a pair: spending_ratio, choices, personnel_ratio, capability_ratio or suppliers.

    Raises MilbalanceError naming those that the rows allow for any other.

    >>> pair.draw(data, pair.Request("GEO", "RUS"), "spending_ratio").get_ylabel()
    ''
    """
    from milbalance.pair import figures  # noqa: PLC0415

    return figures.draw(data, request, name)
