"""Which edition of SIPRI's workbook a file holds, from all that it says: years, base year, copyright and date.

In every official workbook constant prices are those of the year before the last of the data. An export of some
years from SIPRI's site keeps the base year of its edition; from January to April the site prints the next base year
over the old prices. The copyright is the year of the edition or the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

_OUT = 4  # the month in which editions come out
_ENOUGH = 3  # equal values that prove prices
_DECIMALS = 4  # of constant dollars in the shipped table


@dataclass(frozen=True)
class Evidence:
    """What a file says: last year of the data, base year of its prices, year of copyright, and when it was made."""

    last: int
    base: int | None = None
    rights: int | None = None
    made: date | None = None

    def allows(self, edition: int) -> bool:
        """Whether nothing the file says is against an edition, but for the base year."""
        newest = 9999 if self.made is None else self.made.year - (self.made.month < _OUT)
        return self.last < edition <= newest and (self.rights is None or edition - self.rights in (0, 1))

    @property
    def edition(self) -> int:
        """The likeliest edition, as a year: by the base year, if the rest allows it, else by the last year.

        >>> Evidence(2024, 2023).edition  # whole
        2025
        >>> Evidence(2023, 2023, 2024).edition  # one year of the edition of 2025
        2025
        >>> Evidence(2024, 2024, 2024).edition  # the label of the next base year
        2025
        """
        if self.base is None:
            choices = [self.last + 1, *([self.rights + 1, self.rights] if self.rights else [])]
        elif self.rights is None and self.base == self.last:
            choices = [self.base + 1]
        else:
            choices = [self.base + 2, self.base + 1]
        return next(filter(self.allows, choices), self.last + 1)

    @property
    def base_by_edition(self) -> int:
        """The year of the constant prices of that edition."""
        return self.edition - 2

    def doubts(self) -> Iterator[str]:
        """What the file says against that edition."""
        if self.base not in (None, self.base_by_edition):
            yield (
                f"constant prices are labelled {self.base}, but those of the edition of {self.edition} are of "
                f"{self.base_by_edition} (SIPRI's site prints the next label from January to April)"
            )
        against = [f"its last year is {self.last}"] if self.edition != self.last + 1 else []
        if not self.allows(self.edition):
            against += [f"its copyright is of {self.rights}"] if self.rights else []
            against += [f"it was made on {self.made.isoformat()}"] if self.made else []
        if self.base is None and self.rights == self.edition and self.allows(self.edition + 1):
            against += [f"its copyright of {self.rights} may be of the edition of {self.edition + 1}"]
        if against:
            yield (
                f"taken for the edition of {self.edition}, though {' and '.join(against)}: "
                "say the source_id (--source-id) if it is another"
            )


def proved_base(rows: pd.DataFrame, shipped: pd.DataFrame) -> int | None:
    """The base year of shipped rows of the same edition whose constant dollars are all those of `rows`.

    Both frames have the columns of spending.csv. None where too few cells are held to prove it, or one differs.
    """
    constant = rows[(rows["basis"] == "constant_usd") & rows["value"].notna()]
    both = constant.merge(shipped, on=["place", "year", "basis", "source_id"], suffixes=("", "_known"))
    both = both.dropna(subset=["value_known", "base_year_known"])
    near = np.isclose(both["value"], both["value_known"], rtol=0, atol=0.51 * 10**-_DECIMALS)
    bases = both["base_year_known"].unique()
    return int(bases[0]) if len(both) >= _ENOUGH and len(bases) == 1 and near.all() else None
