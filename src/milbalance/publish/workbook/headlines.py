"""The five headline comparisons, from the numbers and the words of the figures of the same name."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from milbalance import articles
from milbalance.charts import style
from milbalance.charts.wording import ARTICLE, VOLUME, source_name
from milbalance.measures import forces
from milbalance.measures.transfers import OTHERS
from milbalance.publish.workbook.panels import Figure, Panel, Series, repeated
from milbalance.tables.load import Data

SIDES = ("AZE", "ARM")
STATED = "stated"
ESTIMATE = "from an estimate of the source"
GUESSED = "#BFBFBF"  # inside the marks of estimates; not every program draws the edge of a hollow mark


def every(data: Data) -> list[Panel]:
    """The headline comparisons, in the order of the notebooks."""
    return [
        _stated_and_computed(repeated(data, "stated_and_computed")),
        _spending_ratio(repeated(data, "spending_ratio")),
        _spending_levels(repeated(data, "spending_levels")),
        _soldiers(repeated(data, "soldiers_by_source")),
        _supplier_shares(repeated(data, "supplier_shares_by_year")),
    ]


def _spending_ratio(figure: Figure) -> Panel:
    """Lines: the ratio by year, and the two ratios that are stated."""
    rows = figure.said.drawn.dropna(subset="year")
    rows = rows[rows["value"].notna().cummax()].reset_index(drop=True)
    numbers = pd.DataFrame({"year": rows["year"].astype(int), "computed": rows["value"]})
    numbers[ESTIMATE] = rows["value"].where(rows["estimate"].astype("boolean").fillna(False))
    series = [
        Series("computed", style.INK, "circle", "solid", labelled=_ends(rows["value"].tolist())),
        Series(ESTIMATE, style.INK, "circle", fill=GUESSED, size=8),
    ]
    for claim_id, dash in (("spending-ratio", "dash"), ("spending-six-times", "round_dot")):
        said = articles.stated(figure.data, claim_id)
        numbers[f"stated: {said.said}"] = said.stated
        series.append(Series(f"stated: {said.said}", style.STATED, dash=dash))
    return figure.panel(
        "line",
        numbers,
        series,
        axes=("year", "ratio, Azerbaijan over Armenia (current US dollars)"),
        code="0.00",
        reading=figure.said.subtitle.replace("hollow", "grey") + ".",
    )


def _ends(values: list[float]) -> tuple[int, ...]:
    """The places of the highest and of the last value."""
    there = [(value, place) for place, value in enumerate(values) if not math.isnan(value)]
    return tuple(sorted({max(there)[1], there[-1][1]}))


def _spending_levels(figure: Figure) -> Panel:
    """Lines: spending of both sides by year; marks: what is stated. What others published stands beside."""
    drawn = figure.said.drawn
    lines, points = drawn[drawn["basis"].notna()], drawn[drawn["basis"].isna()]
    years = range(int(lines.dropna(subset="value")["year"].min()), int(lines["year"].max()) + 1)
    numbers = pd.DataFrame({"year": years}).set_index("year")
    named = tuple(sorted({years.index(int(year)) for year in points["year"].dropna()}))
    series = [
        *_side(figure.data, lines, numbers, SIDES[0], Series("", "", "circle", "solid", labelled=named)),
        *_side(figure.data, lines, numbers, SIDES[1], Series("", "", "square", "dash")),
        _stated_point(numbers, points[points["source_id"] == ARTICLE]),
    ]
    for source, rows in points[points["source_id"] != ARTICLE].groupby("source_id"):
        numbers[f"published: {source_name(figure.data, str(source))}"] = _yearly(rows, numbers)
    return figure.panel(
        "line",
        numbers.reset_index(),
        series,
        axes=("year", "million current US dollars"),
        code="#,##0",
        reading=figure.said.subtitle.replace("hollow", "grey") + ". What others published stands in the numbers "
        "beside the chart.",
    )


def _side(data: Data, lines: pd.DataFrame, numbers: pd.DataFrame, place: str, look: Series) -> list[Series]:
    """The line of one side and the hollow marks on its estimates; both become columns of the numbers."""
    rows = lines[lines["place"] == place].set_index("year").reindex(numbers.index)
    column, ink = style.name(data, place), style.colour(data, place)
    numbers[column] = rows["value"]
    guessed = rows["value"].where(rows["quality"] == "estimate")
    drawn = [replace(look, column=column, ink=ink)]
    if guessed.notna().any():
        numbers[f"{column}, {ESTIMATE}"] = guessed
        drawn.append(Series(f"{column}, {ESTIMATE}", ink, look.marker, fill=GUESSED, size=8))
    return drawn


def _stated_point(numbers: pd.DataFrame, rows: pd.DataFrame) -> Series:
    """What is stated, as a diamond in its year; it becomes a column of the numbers."""
    numbers[STATED] = _yearly(rows, numbers)
    places = tuple(int(at) for at in numbers[STATED].notna().to_numpy().nonzero()[0])
    return Series(STATED, style.STATED, "diamond", size=9, at="right", labelled=places)


def _yearly(rows: pd.DataFrame, numbers: pd.DataFrame) -> pd.Series[float]:
    return rows.set_index("year")["value"].reindex(numbers.index)


def _soldiers(figure: Figure) -> Panel:
    """Bars: active personnel of both sides by source, beside what the stated ratio would make of one side's."""
    data, drawn = figure.data, figure.said.drawn
    rows = drawn[drawn["place"].isin(SIDES)]
    wide = rows.pivot_table(index="source_id", columns="place", values="value", sort=False, aggfunc="sum")
    said = articles.stated(data, "soldiers-double")
    copies = {reading.source for reading in forces.SOLDIERS if reading.role != "counted"}
    labels = [
        source_name(data, source) + (" (a copy, not counted)" if source in copies else "") for source in wide.index
    ]
    a, b = (style.name(data, place) for place in SIDES)
    double = f"stated: {said.said} times {b}"
    numbers = pd.DataFrame(
        {
            "source": labels,
            a: wide[SIDES[0]].to_list(),
            double: (said.stated * wide[SIDES[1]]).to_list(),
            b: wide[SIDES[1]].to_list(),
            "ratio": (wide[SIDES[0]] / wide[SIDES[1]]).round(3).to_list(),
        }
    )
    series = [
        Series(a, style.colour(data, SIDES[0]), labelled=None),
        Series(double, style.STATED, pattern="wide_upward_diagonal", labelled=None),
        Series(b, style.colour(data, SIDES[1]), labelled=None),
    ]
    pairs = "; ".join(f"{row[0]}: {row[1]:,.0f} to {row[3]:,.0f}" for row in numbers.itertuples(index=False))
    return figure.panel(
        "bars",
        numbers,
        series,
        axes=("source", "active soldiers (persons)"),
        code="#,##0",
        reading="Active personnel in figures for 2020, without paramilitaries, reserves and Karabakh forces. "
        f"Hatched: what “{said.said} times” would make of {b}’s number; the wording covers {said.low:g} to "
        f"{said.high:g} times.",
        alt=f"Bars by source, {a} against {b}. {pairs}. The wording covers {said.low:g} to {said.high:g} times.",
    )


# Every second one, from the axis up, so that neighbours differ in grey too.
_PATTERNS = (
    "",
    "dark_upward_diagonal",
    "",
    "percent_50",
    "dark_horizontal",
    "",
    "dark_vertical",
    "light_upward_diagonal",
)


def _supplier_shares(figure: Figure) -> Panel:
    """Columns: each supplier's share of a year's deliveries; a year without any has no column."""
    data, drawn = figure.data, figure.said.drawn
    rows, totals = drawn[drawn["supplier"].notna()], drawn[drawn["supplier"].isna()]
    wide = rows.pivot(index="year", columns="supplier", values="value")
    # The supplier that the title speaks of stands on the axis.
    order = sorted(dict.fromkeys(rows["supplier"]), key=lambda code: code != "ISR")
    names = {code: "all others" if code == OTHERS else style.name(data, code) for code in order}
    numbers = wide[order].rename(columns=names)
    silent = numbers.isna().all(axis=1)
    numbers["volume (million TIV)"] = totals.set_index("year")["value"].reindex(numbers.index)
    series = [
        Series(names[code], style.colour(data, code), pattern=pattern)
        for code, pattern in zip(order, _PATTERNS, strict=False)
    ]
    years = ", ".join(str(year) for year in numbers.index[silent])
    release = source_name(data, str(rows["source_id"].iloc[0]))
    return figure.panel(
        "stacked",
        numbers.reset_index().rename_axis(columns=None),
        series,
        axes=("year of delivery", "per cent of the year’s volume (TIV, no money)"),
        code="0",
        reading=f"Deliveries to Azerbaijan, per cent of each year’s volume ({VOLUME}). Without a column, no "
        f"deliveries recorded: {years}. {release}.",
        alt=f"Stacked columns of {len(order)} suppliers, {numbers.index[0]} to {numbers.index[-1]}; "
        f"{silent.sum()} years have no deliveries. {figure.said.title}.",
    )


def _stated_and_computed(figure: Figure) -> Panel:
    """Bars on a log axis: what is computed as a multiple of what is stated, one row a statement."""
    found = figure.said.drawn.drop_duplicates("claim_id")
    ledger = articles.ledger(figure.data).set_index("claim_id").loc[found["claim_id"]]
    stated = found["stated"].to_numpy()
    multiple = pd.Series(found["computed"].to_numpy() / stated, index=ledger.index)
    covered = ledger["covered"] == "yes"
    said = [articles.stated(figure.data, name) for name in ledger.index]
    inside, outside = "the wording covers it", "the wording does not cover it"
    numbers = pd.DataFrame(
        {
            "statement": ledger["statement"] + _beside(ledger).where(multiple.isna(), ""),
            inside: multiple.where(covered),
            outside: multiple.where(~covered),
            "stated": [each.said for each in said],
            "computed": ledger["found"],
            "unit": [articles.unit(each.unit) for each in said],
            "covered": ledger["covered"],
        }
    )
    told = tuple(f"{row.computed} (stated {row.stated})" for row in numbers.itertuples())
    looks = [
        Series(inside, style.INK, labelled=None, labels=told),
        Series(outside, style.NEUTRAL, pattern="wide_upward_diagonal", labelled=None, labels=told),
    ]
    return figure.panel(
        "multiples",
        numbers,
        [look for look in looks if numbers[look.column].notna().any()],
        axes=("statement", "computed, as a multiple of what is stated (log scale; 1: the same)"),
        code="0.##",
        reading="What the plain reading of each statement gives, as a multiple of what is stated. Without a bar "
        "and in brackets: what was computed where no number is stated, and whether the wording covers it.",
    )


def _beside(ledger: pd.DataFrame) -> pd.Series[str]:
    """In brackets what was computed, and whether the wording covers it, for statements that have no bar."""
    covers = {"yes": ", covered", "no": ", not covered", "partly": ", covered in part"}
    words = [articles.with_unit(*pair) for pair in zip(ledger["found"], ledger["unit"], strict=True)]
    return " [" + pd.Series(words, index=ledger.index) + ledger["covered"].map(covers).fillna("") + "]"
