"""Charts of one supplier's share: every window of years, and every release (notebook 03)."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.marks import SHADES, ink_on, say
from milbalance.charts.readings import BEFORE_THE_ARTICLE
from milbalance.charts.wording import source_name, speaks, with_stated
from milbalance.measures import spread, transfers
from milbalance.measures.transfers import Window, span
from milbalance.tables import coverage
from milbalance.tables.load import Data

PLAIN: Window = (1992, 2020)  # the window of the plain reading in the ledger
LEGIBLE = 45  # with more years than this a cell is too small for its number
SHARES_PUBLISHED = "share of arms imports"


@checked
def supplier_windows(
    data: Data,
    *,
    recipient: str = "AZE",
    supplier: str = "ISR",
    source: str = BEFORE_THE_ARTICLE,
    first: int = 1992,
    last: int = 2021,
    ax: Axes | None = None,
) -> Axes:
    """A supplier's share in every window of years: a triangle, with what was published and what is stated.

    Rows are first years, columns last years, of those that the release holds and in which the supplier exists. What
    the claim states is drawn for the pair that it is about. Raises NoRowsError if there is no such year, and
    AmbiguousError for yearly volumes that are even parts of deals.
    """
    alive = coverage.life(data, supplier)
    years = coverage.within(data, "arms_imports", source, recipient, max(first, alive[0]), min(last, alive[-1]))
    spread.refuse(data.arms_imports, recipient, source)
    asked, (first, last) = first, (years[0], years[-1])
    ax = style.canvas(ax, height=6.9)
    shares = measures.window_shares(data.arms_imports, recipient, supplier, source, years)
    stated = _stated(data, recipient, supplier)
    pins = _published(data, recipient, supplier, shares)
    mesh = _triangle(ax, shares, first, last)
    covered = _outline(ax, shares, stated)
    _numbers(ax, mesh, shares, covered, pins)
    _pin_table(ax, pins, shares, stated, last)
    _key(ax, data, mesh, stated, supplier)
    _name_axes(ax, first, last)
    near, far = _ends(pins, shares, stated)
    known = int(shares["share"].notna().sum())
    empty = "Hatched: nothing delivered. " if known < len(shares) else ""
    inside = f"Outlined: the {len(covered)} of {known} windows that the wording covers. " if stated else ""
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(style.name(data, supplier))} share of arms deliveries to "
        f"{style.name(data, recipient)} is "
        f"{near['share']:.0f} per cent in {span(near['start'], near['end'])} and {far['share']:.0f} in "
        f"{span(far['start'], far['end'])}",
        subtitle=f"Per cent of the volume delivered to {style.name(data, recipient)} (SIPRI trend-indicator value, "
        f"TIV) in every window of years. {inside}{empty}{source_name(data, source)}"
        + (f". Begins in {first}: earlier years are not held, or one of the two did not exist" * (first > asked)),
        alt=_windows_alt(pins, shares, covered, stated),
        drawn=_windows_drawn(
            recipient=recipient, supplier=supplier, source=source, shares=shares, pins=pins, stated=stated
        ),
        note=_misprints(data, recipient, supplier),
    )


def _stated(data: Data, recipient: str, supplier: str) -> Stated | None:
    about = len(data.claims) > 0 and speaks(data, "israel-60", place=recipient, other=supplier)  # a pair has none
    return articles.stated(data, "israel-60") if about else None


def _published(data: Data, recipient: str, supplier: str, shares: pd.DataFrame) -> pd.DataFrame:
    """Published shares beside the computed ones: columns start, end, published, share, source_id."""
    rows = _flows(data, recipient, supplier, "reported")
    rows = rows.rename(columns={"value": "published"})[["start", "end", "published", "source_id"]]
    return rows.merge(shares[["start", "end", "share"]], on=["start", "end"]).sort_values("start")


def _flows(data: Data, recipient: str, supplier: str, kind: str) -> pd.DataFrame:
    flows = data.flows
    rows = flows[(flows["flow"] == SHARES_PUBLISHED) & (flows["kind"] == kind)]
    rows = rows[(rows["origin"] == supplier) & (rows["destination"] == recipient)]
    return rows.astype({"start": int, "end": int})


def _triangle(ax: Axes, shares: pd.DataFrame, first: int, last: int) -> QuadMesh:
    grid = shares.pivot(index="start", columns="end", values="share")
    edges = [year - 0.5 for year in range(first, last + 2)]
    for row in shares[shares["share"].isna()].to_dict("records"):
        corner = (row["end"] - 0.5, row["start"] - 0.5)
        ax.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor="#A6A6A6", hatch="//////", linewidth=0))
    return ax.pcolormesh(edges, edges, grid, cmap=SHADES, vmin=0, vmax=100, edgecolor="white", linewidth=0.4)


def _name_axes(ax: Axes, first: int, last: int) -> None:
    """Years on both axes, with room at the right for the table."""
    step = 4 if last - first < LEGIBLE else 10
    years = [year for year in range(first, last + 1) if year % step == 0]
    ax.set_xticks(years)
    ax.set_yticks(years)
    ax.set(xlabel="last year of the window", ylabel="first year of the window")
    ax.set(xlim=(first - 0.5, last + 12.4), ylim=(first - 0.9, last + 0.5))
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)


def _outline(ax: Axes, shares: pd.DataFrame, stated: Stated | None) -> pd.DataFrame:
    """Frame the windows that the wording covers; returns them."""
    if stated is None:
        return shares.iloc[:0]
    covered = shares[[stated.covers(value) for value in shares["share"]]]
    inside = set(zip(covered["end"], covered["start"], strict=True))
    borders = [side for cell in sorted(inside) for side in _borders(cell, inside)]
    # A light line on a dark one: it stands out on every shade, in grey as well; no wider, or it meets a number.
    for width, ink in ((3.2, style.STATED), (1.2, style.STATED_BAND)):
        ax.add_collection(LineCollection(borders, colors=ink, linewidths=width, capstyle="projecting", zorder=3))
    return covered


def _borders(cell: tuple[int, int], inside: set[tuple[int, int]]) -> list[list[tuple[float, float]]]:
    """The sides of a cell whose neighbour is not of the set."""
    x, y = cell
    low_left, low_right, top_left, top_right = [(x + a, y + b) for b in (-0.5, 0.5) for a in (-0.5, 0.5)]
    neighbours = {
        (x - 1, y): [low_left, top_left],
        (x + 1, y): [low_right, top_right],
        (x, y - 1): [low_left, low_right],
        (x, y + 1): [top_left, top_right],
    }
    return [side for neighbour, side in neighbours.items() if neighbour not in inside]


def _numbers(ax: Axes, mesh: QuadMesh, shares: pd.DataFrame, covered: pd.DataFrame, pins: pd.DataFrame) -> None:
    """The share in a few cells: the covered windows and the single years, where no pin or leader line passes."""
    last = shares["end"].max()
    single = shares[(shares["start"] == shares["end"]) & (shares["start"] >= last - 11) & shares["share"].notna()]
    single = single if last - shares["start"].min() < LEGIBLE else single.iloc[:0]
    pinned = {row["start"]: row["end"] for row in pins.to_dict("records")}
    for row in pd.concat([covered, single]).drop_duplicates().to_dict("records"):
        if row["end"] < pinned.get(row["start"], last + 1):
            ink = ink_on(mesh.cmap(row["share"] / 100))
            ax.text(
                row["end"], row["start"], f"{row['share']:.0f}", ha="center", va="center", fontsize=7, color=ink
            )


def _pin_table(ax: Axes, pins: pd.DataFrame, shares: pd.DataFrame, stated: Stated | None, last: int) -> None:
    """Pins on windows and, level with each, its published and computed share as a table at the right."""
    plain = shares[(shares["start"] == PLAIN[0]) & (shares["end"] == PLAIN[1])]
    marked = pd.concat([pins, plain.assign(published=float("nan"))]) if stated else pins
    for row in marked.to_dict("records"):
        is_plain = pd.isna(row["published"])
        (leader,) = ax.plot([row["end"], last + 0.8], [row["start"]] * 2, color=style.INK, linewidth=0.9, zorder=4)
        leader.set_path_effects([withStroke(linewidth=2.6, foreground="white")])
        shape = "s" if is_plain else "o"  # a diamond is what is stated, in every chart
        (pin,) = ax.plot(row["end"], row["start"], shape, color=style.INK, markersize=7.5, zorder=5)
        pin.set(markerfacecolor="white", markeredgewidth=1.4)
        published = "" if is_plain else f"{row['published']:g}"
        _table_row(ax, last, row["start"], (span(row["start"], row["end"]), published, f"{row['share']:.1f}"))
    if len(pins):
        head = pins["start"].max() + 1.8
        _table_row(ax, last, head, ("window", "published", "computed"), size=8, color=style.MUTED)
    if stated and len(plain):
        beside = f"all years of the\nplain reading;\nstated: {stated.stated:g}"
        ax.text(last + 1, PLAIN[0] + 0.8, beside, va="bottom", fontsize=8.5, color=style.STATED)


def _table_row(
    ax: Axes, last: int, y: float, words: tuple[str, str, str], *, size: float = 9, color: str = style.INK
) -> None:
    for x, text, side in zip((1.0, 8.4, 12.2), words, ("left", "right", "right"), strict=True):
        ax.text(last + x, y, text, ha=side, va="center", fontsize=size, color=color)


def _key(ax: Axes, data: Data, mesh: QuadMesh, stated: Stated | None, supplier: str) -> None:
    """The colour scale in the free half of the triangle, with the band that the wording covers."""
    inset = ax.inset_axes((0.03, 0.86, 0.33, 0.03))
    bar = ax.figure.colorbar(mesh, cax=inset, orientation="horizontal", ticks=[0, 20, 40, 60, 80, 100])
    bar.outline.set_visible(False)
    inset.tick_params(labelsize=8)
    ax.text(
        0.03,
        0.66,
        "One cell is one window:\nthe row gives its first year,\nthe column its last.",
        transform=ax.transAxes,
        va="top",
        fontsize=9,
        color=style.MUTED,
    )
    inset.set_title(
        f"{style.possessive(style.name(data, supplier))} share, per cent", fontsize=9, loc="left", color=style.MUTED
    )
    if stated:
        for width, ink in ((4.0, style.STATED), (1.5, style.STATED_BAND)):
            ends = (stated.low, 0), stated.high - stated.low
            inset.add_patch(Rectangle(*ends, 1, fill=False, edgecolor=ink, linewidth=width, clip_on=False))
        words = f"the wording covers\n{stated.low:g} to {stated.high:g}"
        say(inset, stated.stated, 0, words, dy=-18, va="top", ink=style.STATED, size=8.5)


def _ends(pins: pd.DataFrame, shares: pd.DataFrame, stated: Stated | None) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The two windows of the title: the published one nearest to what is stated, and the one furthest from it.

    Without a stated value: highest and lowest. Without published ones: of all windows of five years.
    """
    large = shares["total"] >= transfers.NEGLIGIBLE  # a share of next to nothing leads no title
    among = pins if len(pins) else shares[(shares["end"] - shares["start"] == 4) & shares["share"].notna() & large]
    target = stated.stated if stated else float(among["share"].max())
    found = among.sort_values("share", ascending=False).to_dict("records")
    by_distance = sorted(found, key=lambda row: abs(row["share"] - target))
    return by_distance[0], by_distance[-1]


def _windows_alt(pins: pd.DataFrame, shares: pd.DataFrame, covered: pd.DataFrame, stated: Stated | None) -> str:
    pinned = "; ".join(
        f"{span(row['start'], row['end'])} published {row['published']:g}, computed {row['share']:.1f}"
        for row in pins.to_dict("records")
    )
    plain = shares[(shares["start"] == PLAIN[0]) & (shares["end"] == PLAIN[1])]
    words = f"A triangle of shares for every first and last year. Pins, per cent: {pinned}."
    if pins.empty:
        five = shares.loc[shares["end"] - shares["start"] == 4, "share"]
        words = (
            "A triangle of shares for every first and last year; in windows of five years from "
            f"{five.min():.1f} to {five.max():.1f} per cent."
        )
    if stated and len(plain):
        words += (
            f" Over {span(*PLAIN)} it is {plain['share'].iloc[0]:.1f} (stated: {stated.stated:g}); "
            f"{len(covered)} windows lie between {stated.low:g} and {stated.high:g}."
        )
    return words


def _windows_drawn(
    *, recipient: str, supplier: str, source: str, shares: pd.DataFrame, pins: pd.DataFrame, stated: Stated | None
) -> pd.DataFrame:
    computed = shares.rename(columns={"share": "value"}).assign(unit="per cent, computed", source_id=source)
    published = pins.rename(columns={"published": "value"}).assign(unit="per cent, published")
    columns = ["start", "end", "value", "unit", "source_id"]
    drawn = pd.concat([computed[columns], published[columns]], ignore_index=True)
    if stated:
        said = [(f"per cent, {name}", getattr(stated, name)) for name in ("stated", "low", "high")]
        drawn = with_stated(drawn, pd.DataFrame(said, columns=["unit", "value"]))
    return drawn.assign(place=recipient, supplier=supplier)


def _misprints(data: Data, recipient: str, supplier: str) -> str:
    """A note on published values that are kept as errors and are left out of the chart."""
    labels = data.sources.set_index("source_id")["label"]
    return " ".join(
        f"Left out: {row['value']:g} for {span(row['start'], row['end'])}, a misprint ({labels[row['source_id']]})."
        for row in _flows(data, recipient, supplier, "erroneous").to_dict("records")
    )
