"""Choose one calculation of a statement and see what it gives: in one line of code, or on a board of dropdowns.

Of any text: what `open_article` gives is taken as well as its tables.
"""

from __future__ import annotations

from milbalance.publish.widgets.answers import Answer, answer, line
from milbalance.publish.widgets.board import Board

__all__ = ["Answer", "Board", "answer", "line"]
