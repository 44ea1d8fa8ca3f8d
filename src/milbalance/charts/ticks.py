"""The numbers on an axis: thousands apart, and with as many decimals as tell them apart."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import Formatter, NullLocator

MOST = 9  # decimals


def decimals(numbers: Sequence[float]) -> int:
    """How many decimals numbers need to be written as they are.

    >>> from milbalance.charts import ticks
    >>> ticks.decimals([0, 500, 1000]), ticks.decimals([1917.2, 1917.4]), ticks.decimals([0.25, 0.5])
    (0, 1, 2)
    """
    step = max(map(abs, numbers), default=0) * 1e-9
    return next((n for n in range(MOST) if all(abs(round(one, n) - one) <= step for one in numbers)), MOST)


class Numbers(Formatter):
    """Writes the numbers of an axis, `per` so many, with what stands `after` each; on a log axis each by itself."""

    def __init__(self, per: float = 1.0, after: str = "", *, alone: bool = False) -> None:
        self._per, self._after, self._alone = per, after, alone

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The texts of all ticks, with the same number of decimals unless each is written by itself."""
        shown = [value / self._per for value in values]
        places = [decimals([one] if self._alone else shown) for one in shown]
        texts = [f"{one:,.{most}f}" for one, most in zip(shown, places, strict=True)]
        return [text.replace("-", "−") + self._after for text in texts]

    def __call__(self, value: float, pos: int | None = None) -> str:
        """The text of one number."""
        return self.format_ticks([value])[0]


def none() -> NullLocator:
    """A locator without ticks, for the minor ticks of a log axis that has its own labels."""
    return NullLocator()
