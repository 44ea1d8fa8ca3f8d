"""Words and frames that several charts share."""

from __future__ import annotations

import pandas as pd

from milbalance.load import Data

ARTICLE = "sais-europe-2023"  # the source of what is stated


def source_name(data: Data, source: str) -> str:
    """The short name of a source, edition included."""
    return str(data.sources.set_index("source_id")["label"].loc[source])


def basis_words(spending: pd.DataFrame) -> str:
    """The price basis of spending rows in words: "current US dollars", "constant US dollars of 2019"."""
    basis = spending["basis"].iloc[0]
    if basis == "constant_usd":
        return f"constant US dollars of {spending['base_year'].iloc[0]}"
    return {
        "current_usd": "current US dollars",
        "share_gdp": "per cent of gross domestic product",
        "local_currency": "local currency, current prices",
    }[basis]


def with_stated(drawn: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """The rows drawn, followed by the stated values drawn beside them, with the article as their source."""
    return pd.concat([drawn, stated.assign(source_id=ARTICLE)], ignore_index=True)
