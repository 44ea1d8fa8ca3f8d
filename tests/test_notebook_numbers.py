"""What the texts of the first notebooks say is what the tables give, each number computed again."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
import pandas as pd
import pytest

from milbalance import arguments, articles, measures
from milbalance.ingest.yearly import SPREAD
from milbalance.measures import spending, transfers
from milbalance.measures.ranges import Span, exactly
from milbalance.tables import paths
from milbalance.tables.load import Data

SIDES = ("AZE", "ARM")
PLAIN = {"source_id": "sipri-milex-2021", "basis": "current_usd"}


def words(notebook: str) -> str:
    """Every text below the first cell of a notebook."""
    (file,) = paths.notebooks().glob(f"{notebook}_*.ipynb")
    cells = nbformat.read(file, as_version=4).cells[1:]
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def press(data: Data) -> list[str]:
    """The press ratio of 2019 as far as its rounding leaves it open: 2.73 to a hundredth, 0.5 to a tenth."""
    rows = measures.select(data.facts, topic="spending-ratio", source_id="aljazeera-2020-10-spending", as_of="2019")
    values = [measures.one(rows[rows["subject"].str.startswith(name)]) for name in ("Azerbaijan:", "Armenia:")]
    ends = [Span(value - step / 2, value + step / 2) for value, step in zip(values, (0.01, 0.1), strict=True)]
    ratio = ends[0] / ends[1]
    return [f"{measures.ratio(*values):.2f}", f"{ratio.low:.2f} to {ratio.high:.2f}"]


def pensions(data: Data) -> list[str]:
    """The ratio of 2020 if Armenia's pensions were counted, which would raise its spending by 15 to 20 per cent."""
    rows = measures.select(data.facts, topic="armenia-pensions")
    ratio = measures.ratio_by_year(data.spending, *SIDES, **PLAIN)[2020]
    return [
        f"between {ratio / (1 + rows['high'].iloc[0] / 100):.2f} and {ratio / (1 + rows['low'].iloc[0] / 100):.2f}"
    ]


def trends(data: Data) -> list[str]:
    """The trend of the second decade without the special projects, in constant dollars."""
    projects = spending.special_projects(data.facts, "AZE")
    without = spending.without(data.spending, projects, "AZE", "sipri-milex-2021", basis="constant_usd")
    return [f"without them the second decade grows by {measures.trend(without, 2010, 2019):.1f} per cent"]


def stocks(data: Data) -> list[str]:
    """Stocks of spending from 1995 on, in the newest edition and in that which stands apart."""
    editions = ["sipri-milex-2017", "sipri-milex-2025"]
    rates = [0, 3, 5, 10, 15]
    found = spending.stock_ratios(data.spending, *SIDES, editions, start=1995, end=2020, depreciation=rates)
    ends = found.groupby("source_id")["ratio"].agg(["min", "max"])
    return [f"{low:.2f} to {high:.2f}" for low, high in ends.itertuples(index=False)]


def growth(data: Data) -> list[str]:
    """The growth from 2007 to 2013, with the special projects and without them."""
    answers = (articles.compute(data, "spending-growth", projects=projects) for projects in (True, False))
    whole, without = (exactly(answer).number for answer in answers)
    return [f"{whole:.2f} times in current dollars and, without the special defence projects, {without:.2f}"]


def main_answers(data: Data) -> list[str]:
    """In how many statements on the military balance the main answer agrees, and in how many not."""
    own = data.claims.loc[data.claims["section"] == "A", "claim_id"]
    ledger = articles.ledger(data).set_index("claim_id").loc[own, "covered"].value_counts()
    assert ledger.sum() == 15
    return [
        f"in {ledger['yes']} statements and not in {ledger['no']}; in {ledger['partly']} the source rounds",
        f"in {ledger['no number']} we found no number",
    ]


def rolled_forward(data: Data) -> list[str]:
    """The artillery list of 2014 with later deliveries, without mortars and with them."""
    grid = articles.choices_of(data, "artillery-triple")
    rolled = grid[grid["rolled forward"] != ""].set_index("rocket launchers")
    assert not rolled["counted"].any() and set(rolled["position"]) == {"inside"}
    low, high = (rolled["value"][kind] for kind in sorted(rolled.index))
    return [f"{low:.2f} with rocket launchers, and to {high:.2f} with mortars too, so both would be inside"]


def for_each(data: Data) -> list[str]:
    """Dollars of 2020 for each soldier and each inhabitant."""
    people = pd.concat([data.forces, data.context]).query("item in ['active', 'population']")
    found = spending.per_person(data.spending, people, *SIDES, source=PLAIN["source_id"], year=2020)
    by = found.set_index(["item", "source_id"])
    soldiers, heads = by.loc[("active", "iiss-mb-2020")], by.loc[("population", "datahub-population")]
    return [
        f"{soldiers['ratio']:.2f} times as much as Armenia by the count of IISS",
        f"{soldiers['a']:,.0f} against {soldiers['b']:,.0f} dollars",
        f"{heads['a']:.0f} against {heads['b']:.0f} dollars, {heads['ratio']:.2f} to one",
        f"{by.loc[('population', 'cow-nmc-7.0'), 'ratio']:.2f} by the populations of the Correlates of War",
    ]


def guns(data: Data) -> list[str]:
    """IISS guns with the gun-mortars that its total holds beside them."""
    iiss = {"source_id": "iiss-rdmc-v1", "year": 2014}
    kinds = ["self_propelled_artillery", "towed_artillery"]
    a, b = (measures.select(data.forces, place=side, item=kinds, **iiss)["value"].sum() for side in SIDES)
    mortars = measures.one(data.forces, place="AZE", item="gun_mortar", **iiss)
    assert data.forces.query("place == 'ARM' and item == 'gun_mortar' and source_id == 'iiss-rdmc-v1'").empty
    return [f"{mortars:.0f} gun-mortars among the guns the {a / b:.2f} is {(a + mortars) / b:.2f}"]


def capability(data: Data) -> list[str]:
    """The index of Correlates of War in its newest version."""
    index = measures.ratio_by_year(data.context, *SIDES, item="cinc", source_id="cow-nmc-7.0")
    return [f"{index[2000]:.2f} times Armenia in 2000 and {index[2020]:.2f} times in 2020"]


def volumes(data: Data) -> list[str]:
    """Arms imports by volume, the least and the most of the releases."""
    windows = [(2011, 2020), (2001, 2020), (1992, 2020), (2016, 2020), (2010, 2014)]
    found = transfers.volume_ratios(data, *SIDES, windows)
    ends = found.groupby(["start", "end"])["ratio"].agg(["min", "max"])
    published = measures.one(data.flows, flow="arms imports ratio", start="2011", end="2020")
    before = found[found["source_id"] == "sipri-transfers-2022-03"].set_index(["start", "end"])["ratio"]
    return [
        *(f"{low:.2f} to {high:.2f}" for low, high in (ends.loc[window] for window in windows)),
        f"prints {published:g} for these years",
        f"the release of March 2022 gives {before[2011, 2020]:.2f}",
    ]


SAID: list[tuple[str, Callable[[Data], list[str]]]] = [
    ("00", main_answers),
    *(("01", numbers) for numbers in (press, pensions, trends, stocks, growth, for_each)),
    *(("02", numbers) for numbers in (guns, rolled_forward, capability)),
    ("03", volumes),
]


def test_the_texts_say_the_numbers_that_the_tables_give(data: Data) -> None:
    missing = [
        f"{notebook}: {sentence}"
        for notebook, numbers in SAID
        for sentence in numbers(data)
        if sentence not in words(notebook)
    ]
    assert not missing, "\n".join(missing)


def counted(found: pd.Series[str]) -> str:
    """How many statements have which verdict, as a notebook says it in bold."""
    one = {"holds": "holds", "depends": "depends on how one counts", "undecided": "is undecided"}
    many = {"holds": "hold", "depends": "depend on how one counts", "does not hold": "do not hold"}
    many |= {"undecided": "are undecided"}
    counts = found.str.removeprefix("by proxy: ").value_counts()
    told = {verdict: one if count == 1 else many for verdict, count in counts.items()}
    order = [verdict for verdict in ("holds", "depends", "does not hold", "undecided") if verdict in counts]
    parts = [f"{counts[verdict]} {told[verdict].get(verdict, verdict)}" for verdict in order]
    first, last = parts[:-1], parts[-1]
    return f"**Of {len(found)} statements {', '.join(first)}{' and ' * bool(first)}{last}.**"


def test_every_notebook_counts_its_verdicts_as_they_are(data: Data) -> None:
    every = articles.check(data)["verdict"]
    rows = data.claims.set_index("claim_id")
    groups = {str(name): list(found) for name, found in rows.groupby("notebook").groups.items()}
    groups |= {"00_start_here": list(rows.index[rows["section"] == "A"]), "07_claims": list(rows.index)}
    wanted = {name: counted(every[ids]) for name, ids in groups.items()}
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths.notebooks().glob("[0-9][0-9]_*.ipynb")}
    wrong = [f"{name}: {sentence}" for name, sentence in wanted.items() if sentence not in texts[name]]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_put_into_a_publishers_mouth() -> None:
    assert "SIPRI itself advises" not in words("01")  # no row or workbook here says so


def test_a_register_that_does_not_cover_the_years_decides_nothing(data: Data) -> None:
    first = measures.select(data.arms_imports, recipient=list(SIDES))["year"].min()
    assert first == 1993
    assert f"Its first deliveries to them, from anybody, are of {first}" in words("03")
    assert "cannot decide the statement" in words("03")


def test_no_yearly_volume_that_the_notebooks_use_is_an_even_part_of_a_deal(data: Data) -> None:
    assert SPREAD not in set(data.arms_imports["method"])
    assert "`method`" in words("03")


@pytest.mark.parametrize("window", [2020, (2011, 2020)])
def test_windows_may_be_years(data: Data, window: arguments.Years) -> None:
    assert len(transfers.volume_ratios(data, *SIDES, [window])) >= 3
