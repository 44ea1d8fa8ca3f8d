"""Two places, side by side: what can be compared, and a folder that holds the comparison.

`Request` says what is asked, `coverage.report` what can be answered, `export.write` writes the folder and `opened`
reads it again, as its notebook does. What draws is imported only where something is drawn.
"""

from __future__ import annotations

from milbalance.pair import choices, coverage, export, inputs, tables
from milbalance.pair.reopen import Opened, opened
from milbalance.pair.request import Files, Request

__all__ = ["Files", "Opened", "Request", "choices", "coverage", "export", "inputs", "opened", "tables"]
