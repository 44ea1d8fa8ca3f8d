"""Rows about the statements of an article: what is stated, every way of counting, and what each choice does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import arguments, articles, choices
from milbalance.choices import UNANSWERED, sensitivity
from milbalance.choices.verdicts import VERDICTS
from milbalance.measures import rounding
from milbalance.measures.ranges import Span
from milbalance.tables import labels
from milbalance.tables.load import Data

ROLES = ["plain", "counted", "shown"]  # in this order
MOST = 8  # so many rows of dots a reader can take in
REST = "Not counted"
SIGNS = {"times": "×", "per cent": "%"}  # on a mark; in a sentence they are words
FIRST = "publisher"  # the level that names the rows where it has several


def ways(
    data: Data,
    *,
    claim: str,
    by: str | Sequence[str] = "",
    series: str = "",
    shown: bool = False,
    alike: bool = False,
    most: int = MOST,
) -> pd.DataFrame:
    """Every way of counting a statement that has an answer, one row each, in the unit stated.

    `label` is the level `by` of the choice, or several joined: without one the publisher, else the level that
    moves the answer most, of those with at most `most` options. `series` is a level too. `role` is plain,
    counted or shown; what is only shown is left out unless it is asked for, or is the plain reading, and shares
    one row where there would be more than `most`. All that count are `alike` if asked for. Columns way (its
    number among all), label, value, low, high (NaN above for an open end), role, position, weight, source_id,
    and series if asked for. Raises MilbalanceError for an unknown statement or level.

    >>> from milbalance.charts.rows.statements import ways
    >>> ways(data, claim="gas-double")["role"].tolist()[:1]
    ['plain']
    """
    grid = articles.assess(data, claim).grid
    names = choices.level_names(grid)
    for name in [*(arguments.several(by) if by else ()), *([series] if series else ())]:
        arguments.one_of(f"level of {claim}", name, names)
    return of_grid(grid, by=by, series=series, shown=shown, alike=alike, most=most)


def of_grid(
    grid: pd.DataFrame,
    *,
    by: str | Sequence[str] = "",
    series: str = "",
    shown: bool = False,
    alike: bool = False,
    most: int = MOST,
) -> pd.DataFrame:
    """The same of an evaluated grid (see `choices.evaluate`), whatever statement it answers.

    >>> from milbalance.charts.rows.statements import of_grid
    >>> of_grid(claims.choices_of(data, "days"), shown=True)["role"].tolist()
    ['plain', 'shown']
    """
    wanted = arguments.several(by or _level(grid, most))
    grid = grid[grid["position"] != UNANSWERED]
    if not shown:
        grid = grid[grid["counted"] | grid["plain"]]
    role = grid["counted"].map({True: "counted", False: "shown"}).where(~grid["plain"] | alike, "plain")
    made = pd.DataFrame(
        {
            "way": grid.index,
            "label": _named(grid, list(wanted)),
            "value": grid["value"],
            "low": grid["low"],
            "high": grid["high"].where(grid["high"] < math.inf),
            "role": role,
            "position": grid["position"],
            "weight": grid["weight"],
            "source_id": grid["sources"].map("; ".join),
        }
    )
    made = made.assign(series=_named(grid, [series])) if series else made
    if made["label"].nunique() > most:  # what has no counted way is one row
        weighed = made.loc[made["role"] != "shown", "label"]
        made["label"] = made["label"].where(made["label"].isin(weighed), REST)
    return made.sort_values("role", key=lambda one: one.map(ROLES.index), kind="stable").reset_index(drop=True)


def verdicts(data: Data) -> pd.DataFrame:
    """One row a statement, in the order of the verdicts, then of the text: claim_id, label (verdict), statement.

    What is drawn is a count of the rows of the article; it has no source of its own.

    >>> from milbalance.charts.rows.statements import verdicts
    >>> verdicts(data)["label"].unique().tolist()
    ['holds', 'depends', 'does not hold', 'undecided']
    """
    found = [articles.assess(data, name) for name in articles.computable(data)]
    rows = [(one.claim.claim_id, one.verdict, one.claim.statement) for one in found]
    made = pd.DataFrame(rows, columns=["claim_id", "label", "statement"])
    return made.sort_values("label", key=lambda one: one.map(VERDICTS.index), kind="stable", ignore_index=True)


def _named(grid: pd.DataFrame, names: Sequence[str]) -> pd.Series[str]:
    """Levels in words for readers, joined where there are several; those that do not apply are left out."""
    if not names:
        return pd.Series("", grid.index)
    told = [", ".join(filter(None, levels)) for levels in grid[list(names)].itertuples(index=False)]
    words = [(text or "as published").replace("'", "’") for text in told]
    return pd.Series([text[:1].upper() + text[1:] for text in words], grid.index, dtype=object)


def _level(grid: pd.DataFrame, most: int) -> list[str]:
    """The level that names the rows: none if none has from two to `most` options."""
    weighed = grid[grid["counted"] & (grid["position"] != UNANSWERED)]
    fits = [name for name in choices.level_names(grid) if 2 <= weighed[name].nunique() <= most]
    if len(fits) <= 1 or FIRST in fits:
        return [FIRST] if FIRST in fits else fits
    moving = [name for name in choices.movers(grid)["choice"] if name in fits]
    return [*moving, *fits][:1]


def stated(data: Data, *, claim: str, per: float = 1, **more: Any) -> pd.DataFrame:
    """What a statement says as one row of the role "stated", in parts of `per`; what else is given is a column.

    Columns value (NaN where no number is stated), low, high (NaN for an open end), role, unit, source_id (that of
    the article). Raises MilbalanceError for an unknown statement.

    >>> from milbalance.charts.rows.statements import stated
    >>> stated(data, claim="days")["value"].tolist()
    [44.0]
    """
    said = articles.stated(data, claim)
    numbers = {"value": said.stated, "low": said.low, "high": said.high}
    about = {"role": "stated", "unit": said.unit, "source_id": data.article["source"]}
    return pd.DataFrame([numbers | about | more]).assign(**{name: number / per for name, number in numbers.items()})


def computed(data: Data, *, claim: str, numbers: Sequence[Mapping[str, Any]], per: float = 1) -> pd.DataFrame:
    """A statement computed with other arguments of its measure, one row for each of `numbers`, in parts of `per`.

    Each has `how`, the arguments, and `source`; with `of`, other arguments, a column `whole` is computed too. What
    else it has becomes a column. Columns value, low, high (NaN for an open end), source_id and these. Raises what
    the measure raises.

    >>> from milbalance.charts.rows.statements import computed
    >>> computed(data, claim="days", numbers=[{"how": {"inclusive": True}, "source": "mine"}])["value"].tolist()
    [45.0]
    """
    made = []
    for one in map(dict, numbers):
        found = _span(articles.compute(data, claim, **one.pop("how")))
        whole = {"whole": _span(articles.compute(data, claim, **one.pop("of"))).number} if "of" in one else {}
        ends = {
            "value": found.number / per,
            "low": found.low / per,
            "high": found.high / per if found.high < math.inf else math.nan,
        }
        made.append(ends | {"source_id": one.pop("source")} | whole | one)
    return pd.DataFrame(made)


def _span(found: float | Span) -> Span:
    return found if isinstance(found, Span) else Span(float(found), float(found))


def moves(
    data: Data, *, claims: Mapping[str, str], which: Mapping[str, str] | None = None, per_cent: float = 100
) -> pd.DataFrame:
    """For each statement, the one choice that moves its answer furthest from the plain reading, all others held.

    `claims` has a short name for each, `which` words for each choice. Up to three rows each: the plain reading
    (role "plain"), and the lowest and the highest answer where they differ from it. `value` is a share of the
    number stated, `number` the answer, `words` the answer with its sign. A row of role "stated" has the whole,
    `per_cent`. Columns label (the name and the choice), choice, value, number, words, said (the number stated),
    answers (both ends), role, source_id. A statement that no single choice moves, or that states no number, is left
    out; MilbalanceError for an unknown one.

    >>> from milbalance.charts.rows.statements import moves
    >>> moves(data, claims={"spending-ratio": "Spending"})["words"].tolist()[:2]
    ['3.5×', '2.8×']
    """
    rows = []
    for claim_id, name in claims.items():
        found = articles.assess(data, claim_id)
        table = sensitivity.around(found.grid)
        claim = found.claim
        if table.empty or not math.isfinite(claim.stated):
            continue
        first = table.iloc[0]
        plain = float(found.grid.loc[found.grid["plain"], "value"].iloc[0])
        low, middle, high = (_short(float(value)) for value in (first["low"], plain, first["high"]))
        told = {
            "label": f"{name}, {(which or {}).get(first['choice'], 'by ' + labels.kind(first['choice']))}",
            "choice": first["choice"],
            "said": _signed(articles.wording(claim.stated, claim.relation, claim.unit), claim.unit),
            "answers": _signed(f"{low} to {high}", claim.unit),
            "source_id": "; ".join(found.sources),
        }
        ends = [(first["low"], low, ""), (first["high"], high, "")]
        drawn = [(plain, middle, "plain"), *(end for end in ends if end[1] != middle)]
        for value, words, role in [*drawn, (claim.stated, "", "stated")]:
            row = {"value": per_cent * value / claim.stated, "number": value, "role": role}
            rows.append(told | row | {"words": words and _signed(words, claim.unit)})
    columns = ["label", "choice", "value", "number", "words", "said", "answers", "role", "source_id"]
    return pd.DataFrame(rows, columns=columns)


def _short(value: float) -> str:
    """A number of two digits or more for a mark: 0.93, 2.3, 21."""
    return rounding.shown(value, 2 if abs(value) < 0.995 else 1 if abs(value) < 9.95 else 0)


def _signed(words: str, unit: str) -> str:
    """A number with its unit as it stands on a mark: "3.5×", "21%", "0.95 billion US dollars"."""
    told = articles.with_unit("", unit)
    return words + SIGNS.get(told, f" {told}")
