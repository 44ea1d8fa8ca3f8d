"""May I print this? Credit lines and terms of a figure, from the sources of the rows drawn."""

from __future__ import annotations

from collections.abc import Sequence

from milbalance.load import Data

# From the strictest to the freest; the strictest source decides.
_SENTENCES = {
    "noncommercial-extract": "SIPRI data: non-commercial use with credit; ask SIPRI before any commercial use.",
    "gpl-attribution": "Crisis Group data: GNU General Public License, with credit.",
    "with-citation": "COW data: free to use with the citation that the project asks for.",
    "single-figures": "Some figures are cited singly: credit each source, do not rebuild its tables.",
    "open": "Open data: print it with the credit lines.",
}

PROMISE = (
    "The credit lines that each figure needs stand in its `.json` and in [figures/README.md](figures/README.md). "
    "Code and texts are under the MIT licence; own calculations are not to be attributed to the sources."
)


def credits(data: Data, sources: Sequence[str]) -> list[str]:
    """The credit lines that the sources ask for, each once."""
    lines = data.sources.set_index("source_id")["credit"]
    return list(dict.fromkeys(str(lines.loc[source]) for source in sources))


def may_print(data: Data, sources: Sequence[str]) -> str:
    """What a reader may do with a figure made from these sources, in plain words."""
    kinds = set(data.sources.set_index("source_id")["redistribution"].loc[list(sources)])
    binding = [sentence for kind, sentence in _SENTENCES.items() if kind in kinds and kind != "open"]
    return " ".join(binding or [_SENTENCES["open"]])
