"""What is asked: two places, perhaps years, perhaps official files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from milbalance import arguments
from milbalance.errors import MilbalanceError
from milbalance.pair import places

Years = arguments.Years


@dataclass(frozen=True)
class Request:
    """Two places by code, the years to look at (None: all there are) and the official files to look into.

    Every comparison is side a over side b. Raises MilbalanceError for a code that stands for no place, the same
    place twice, and years that run backwards.
    """

    side_a: str
    side_b: str
    years: Years | None = None
    milex: Path | None = None
    transfers: Path | None = None
    nmc: Path | None = None

    def __post_init__(self) -> None:
        for side in self.sides:
            places.check(side)
        if self.side_a == self.side_b:
            raise MilbalanceError(f"{self.side_a} twice; wanted two places")
        if self.years is not None:
            object.__setattr__(self, "years", arguments.years(self.years))  # one year may stand for two

    @property
    def sides(self) -> tuple[str, str]:
        """Both codes, side a first."""
        return self.side_a, self.side_b

    @property
    def name(self) -> str:
        """The pair as it names files: "GEO-RUS"."""
        return f"{self.side_a}-{self.side_b}"

    @property
    def files(self) -> dict[str, Path]:
        """The official files by the option that gives them."""
        given = {"milex": self.milex, "transfers": self.transfers, "nmc": self.nmc}
        return {option: path for option, path in given.items() if path is not None}
