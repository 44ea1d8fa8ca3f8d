"""Choose one way of counting a claim and see what it gives: in one line of code, or on a board of dropdowns."""

from __future__ import annotations

from milbalance.publish.widgets.answers import Answer, answer, line
from milbalance.publish.widgets.board import Board

__all__ = ["Answer", "Board", "answer", "line"]
