"""May I print this? Credit lines and terms of a figure, from the sources of the rows drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from milbalance import arguments
from milbalance.tables.load import Data

ASK_FIRST = "noncommercial-extract"  # commercial users need permission
# From the strictest to the freest; the strictest source decides.
KINDS = {
    ASK_FIRST: "SIPRI data: non-commercial use with credit; ask SIPRI before any commercial use.",
    "gpl-attribution": "Crisis Group data: GNU General Public License, with credit.",
    "with-citation": "COW data: free to use with the citation that the project asks for.",
    "single-figures": "Single numbers quoted from copyrighted publications: credit each, rebuild no table.",
    "open": "Open data (CC BY, public domain): print with credit.",
}

OWN = "Counts of this project’s own rows: print with credit to this project."
PROMISE = (
    "The credit lines of each figure are in its `.json` and in [figures/README.md](../figures/README.md). "
    "Code and texts are under the MIT licence. Do not attribute our own calculations to the sources."
)


def credits(data: Data, sources: Sequence[str]) -> list[str]:
    """The credit lines that the sources ask for, each once. Raises MilbalanceError for an unknown one.

    >>> credits(data, ["wdi-2024-12", "wdi-2024-12"])
    ['Source: World Bank, World Development Indicators, cut of 2024-12-05, CC BY 4.0.']
    """
    lines = data.sources.set_index("source_id")["credit"]
    return list(dict.fromkeys(map(str, lines.loc[arguments.named("source", sources, lines.index)])))


def may_print(data: Data, sources: Sequence[str]) -> str:
    """What a reader may do with a figure made from these sources, in plain words; raises as `credits`.

    >>> may_print(data, ["wdi-2024-12"])
    'Open data (CC BY, public domain): print with credit.'
    """
    terms = data.sources.set_index("source_id")["redistribution"]
    kinds = set(terms.loc[arguments.named("source", sources, terms.index)])
    return " ".join(sentence for kind, sentence in KINDS.items() if kind in kinds) or OWN


def by_source(data: Data) -> pd.DataFrame:
    """The terms in plain words and how many sources each holds for: index terms, column sources.

    >>> bool(by_source(data)["sources"].sum() == len(data.sources))
    True
    """
    counts = data.sources["redistribution"].value_counts()
    rows = [(sentence, int(counts.get(kind, 0))) for kind, sentence in KINDS.items()]
    return pd.DataFrame(rows, columns=["terms", "sources"]).set_index("terms")
