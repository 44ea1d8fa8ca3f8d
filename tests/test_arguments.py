"""Wrong arguments: each is answered in one line that says which part is wrong and what there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import milbalance
from milbalance import arguments, articles, charts, choices, measures, pair
from milbalance.charts import rows as figure_rows
from milbalance.choices import axes
from milbalance.errors import MilbalanceError
from milbalance.measures import counts, dates, spending, transfers
from milbalance.measures.vocabulary import facts, flows
from milbalance.measures.vocabulary.money import rate
from milbalance.releases import moved_verdicts
from milbalance.tables import coverage, labels, licences, load, schema
from milbalance.tables.load import Data

MILEX, MILEX_NEW, TRANSFERS = "sipri-milex-2021", "sipri-milex-2025", "sipri-transfers-2026-03"


def ratio(data: Any, **how: Any) -> Any:
    return articles.compute(data, "spending-ratio", **how)


def lead(data: Data, **how: Any) -> Any:
    return articles.compute(data, "drones-superior", **how)


def killed(data: Data, **how: Any) -> Any:
    return articles.compute(data, "killed-4000", **how)


def ratios(data: Data, side_a: str = "AZE", side_b: str = "ARM", **where: str) -> Any:
    return measures.ratio_by_year(data.spending, side_a, side_b, **{"basis": "current_usd", **where})


def rows(data: Data, name: str, **how: Any) -> Any:
    source = {"spending_ratio": MILEX_NEW, "forces_by_source": None}.get(name, TRANSFERS)
    given = {"source": source, **how}
    return figure_rows.rows(data, {name: {key: value for key, value in given.items() if value is not None}})


# What is called, and words of the one line that answers it.
ANSWERS: list[tuple[str, Callable[[Data], object], tuple[str, ...]]] = [
    ("another column", lambda d: ratios(d, source=MILEX), ("no column 'source'", "there are: source_id,")),
    ("all tables", lambda d: measures.ratio_by_year(d, "AZE", "ARM"), ("such as data.spending", "a Data")),  # type: ignore[arg-type]
    ("names", lambda d: ratios(d, "Turkey", "Georgia"), ("place = Turkey or Georgia", "there are: TUR, GEO")),
    ("one name", lambda d: ratios(d, "AZE", "Georgia", source_id=MILEX), ("place = Georgia;", "there are: GEO")),
    ("a label", lambda d: ratios(d, source_id="SIPRI 2021"), ("source_id = SIPRI 2021;", f"there are: {MILEX},")),
    ("no edition", lambda d: ratios(d, source_id="sipri-milex-2019"), ("source_id = sipri-milex-2019;", MILEX)),
    ("euros", lambda d: ratios(d, basis="euros"), ("basis = euros;", "constant_usd", "current_usd", "share_gdp")),
    ("one place twice", lambda d: ratios(d, "AZE", "AZE", source_id=MILEX), ("AZE twice",)),
    ("not together",
     lambda d: measures.by_year(d.spending, place="AZE", source_id="cow-nmc-7.0", basis="local_currency"),
     ("with the other conditions there are:", "source_id sipri-milex-2017", "or basis current_usd")),
    ("no such year", lambda d: measures.one(d.spending, year=2030), ("year = 2030;", "2024 and 30 more")),
    ("a year in quotes",
     lambda d: measures.one(d.spending, year="2015"), ("year = '2015';", "2015", "and 30 more")),
    ("no value column",
     lambda d: rate(d, month="2020-10", statistic="average"), ("no column 'average'", "mean, lowest")),
    ("no month", lambda d: rate(d, month="2018-01"), ("month = 2018-01;", "2019-01")),
    ("reversed years", lambda d: ratio(d, years=(2020, 2010)), ("2020-2010; wanted the earlier",)),
    ("years as text", lambda d: ratio(d, years="2020"), ("years '2020'; wanted one year",)),
    ("a side by name", lambda d: ratio(d, place="Turkey"), ("Turkey is TUR",)),
    ("another name", lambda d: ratio(d, place="Czech Republic"), ("Czech Republic is CZE",)),
    ("lower case", lambda d: ratio(d, place="tur"), ("tur is TUR",)),
    ("a default twice", lambda d: ratio(d, place="ARM"), ("ARM twice",)),
    ("a source by name", lambda d: ratio(d, source="SIPRI 2021"), ("no source 'SIPRI 2021'", MILEX)),
    ("no basis", lambda d: ratio(d, basis="euros"), ("basis = euros", "current_usd")),
    ("one table", lambda d: ratio(d.spending), ("load.everything()", "found DataFrame")),
    ("another argument", lambda d: ratio(d, source_id=MILEX), ("no argument 'source_id'; there are: source,",)),
    ("no claim",
     lambda d: articles.assess(d, "spendin-ratio"), ("no claim 'spendin-ratio'", "are: spending-ratio,")),
    ("a supplier by name", lambda d: articles.compute(d, "israel-60", other="Israel"), ("Israel is ISR",)),
    ("a recipient not held",
     lambda d: articles.compute(d, "israel-60", place="IND"), ("no deliveries to IND", "there are:")),
    ("no years",
     lambda d: measures.window_shares(d.arms_imports, "AZE", "ISR", TRANSFERS, range(2020, 2000)), ("no years",)),
    ("a period backwards", lambda d: transfers.period_shares(d.arms_imports, "AZE", TRANSFERS, [(2020, 2010)]),
     ("2020-2010; wanted the earlier",)),
    ("a row in words", lambda d: killed(d, rows=("prime minister",)), ("'prime minister'", "claims.computation")),
    ("a row beside the missing",
     lambda d: killed(d, rows=("prime minister",), with_missing=True), ("'prime minister'", "claims.computation")),
    ("no estimate", lambda d: counts.deaths(d.fatalities, "ucdp-ged-23.1", estimate="lo"), ("'lo'", "are: low,")),
    ("a claim to label", lambda d: labels.claim(d, "five"), ("no claim 'five'", "there are:")),
    ("a credit", lambda d: licences.credits(d, ["sipri-milex-2012"]), ("no source 'sipri-milex-2012'", MILEX)),
    ("terms", lambda d: licences.may_print(d, [MILEX, "SIPRI"]), ("no source 'SIPRI'", "are: sipri-")),
    ("a column", lambda _: schema.tables()["fx"].field("rate"), ("no column 'rate'", "month,")),
    ("what is covered", lambda d: coverage.held(d, "arms", "a", "GEO"), ("no table 'arms'", "arms_imports")),  # type: ignore[arg-type]
    ("a table of a release", lambda d: moved_verdicts.with_source(d, {"deals": d.fx}, d.sources.tail(1)),
     ("no table 'deals'", "arms_deals")),
    ("no table", lambda _: load.table("spendings"), ("no table 'spendings'", "there are: spending,")),
    ("one table for a claim", lambda d: articles.assess(d.spending, "days"), ("load.everything()", "DataFrame")),  # type: ignore[arg-type]
    ("a table for a series", lambda d: measures.window(d.spending, 2010, 2020), ("values by year", "DataFrame")),  # type: ignore[arg-type]
    ("no release", lambda _: transfers.last_year(MILEX), ("no release", "such as 2026-03")),
    ("no term", lambda d: articles.compute(d, "territory-20", value="land"), ("no term 'land'", "gained")),
    ("no currency", lambda d: articles.compute(d, "fighters-death-fx", currency="euro"),
     ("no currency 'euro'", "lira, US dollars")),
    ("no class", lambda d: lead(d, classes=["tanks"]), ("class = tanks;", "there are: tank,")),
    ("no years held", lambda d: lead(d, until=1900), ("speaks of AZE from 1992 on",)),
    ("a year as text", lambda d: lead(d, until="2020"), ("years '2020'; wanted one year",)),
    ("sides without dollars",
     lambda d: spending.ratios_by_source(d.spending, "Turkey", "GEO"), ("place = Turkey;", "there are: TUR,")),
    ("a recipient by name",
     lambda d: transfers.volume_ratios(d, "Turkey", "AZE", 2020), ("recipient = Turkey;", "there are: TUR,")),
    ("one recipient twice", lambda d: transfers.volume_ratios(d, "AZE", "AZE", 2020), ("AZE twice",)),
    ("no origin",
     lambda _: choices.joint_origin(["wdi"], {"wdi-2020": "a"}), ("no origin of", "there are: wdi-2020")),
    ("a day that is none", lambda d: facts.day(d, "2020-13-01"), ("no day '2020-13-01'; wanted one such as",)),
    ("a row without its day",
     lambda d: dates.day(pd.DataFrame([{"topic": "truce", "as_of": "2020-02-30"}]), "truce"),
     ("no day '2020-02-30'",)),
    ("a month that is none", lambda d: axes.months(d, {"of": ["2020-13"]}, {}), ("no day '2020-13-01'",)),
    ("no month", lambda _: flows.months("July", "2020-09"), ("no day 'July-01-01'",)),
    ("rows of a place by name",
     lambda d: rows(d, "spending_ratio", place="Turkey", other="GEO"), ("Turkey is TUR",)),
    ("rows of a place without any",
     lambda d: rows(d, "spending_ratio", place="TUR", other="GRC"), ("place = GRC; there are: ", "ARM")),
    ("windows beyond a release", lambda d: rows(d, "windows", place="AZE", supplier="RUS", end=2030),
     ("from 1992 to 2025", "not for 2030")),
    ("windows of a year as text", lambda d: rows(d, "windows", place="AZE", supplier="RUS", end="2020"),
     ("end = '2020'", "its arguments are: place,")),
    ("rows without what they need", lambda d: rows(d, "windows", place="AZE"), ("windows lacks supplier;",)),
    ("classes without words", lambda d: rows(d, "delivered_items", place="AZE", classes=["armed drone"]),
     ("('armed drone',)", "wanted each with its words")),
    ("a definition that none has",
     lambda d: rows(d, "forces_by_source", claim="soldiers-double", where={"definition": "reserve"}),
     ("definition = reserve; there are: definition active",)),
    ("a pair backwards", lambda _: pair.Request("ISR", "TUR", (2020, 2010)), ("wanted the earlier year first",)),
]  # fmt: skip


def test_a_wrong_argument_is_answered_with_what_is_wrong_and_what_there_is(data: Data) -> None:
    wrong = []
    for name, call, words in ANSWERS:
        try:
            wrong.append(f"{name}: answered with {call(data)!r:.60}")
        except MilbalanceError as error:
            missing = [word for word in words if word not in str(error)]
            if missing or "\n" in str(error) or len(str(error)) > 300:
                wrong.append(f"{name}: no {missing} in {error}")
        except Exception as error:
            wrong.append(f"{name}: {type(error).__name__}: {error}")
    assert not wrong, "\n".join(wrong)


def test_one_year_may_stand_for_two_and_what_is_no_year_is_refused() -> None:
    for asked in (2020, (2020,), (2020, 2020), [2020, 2020], np.int64(2020)):
        assert arguments.years(asked) == (2020, 2020)
    for asked in ("2020", (), (2018, 2019, 2020), 2020.0, None, ("2018", "2020"), range(2000, 2021)):
        with pytest.raises(MilbalanceError, match="wanted one year such as 2020, or two"):
            arguments.years(asked)


def test_one_of_many_may_stand_for_itself(data: Data) -> None:
    assert arguments.windows(2020) == [(2020, 2020)]
    assert arguments.windows((2016, 2020)) == [(2016, 2020)]
    assert arguments.windows([2020, (2016, 2020)]) == [(2020, 2020), (2016, 2020)]
    assert arguments.several("IISS") == ["IISS"] and arguments.several((1, 2)) == [1, 2]
    both = measures.select(data.spending, place=["AZE", "ARM"])
    for several in (("AZE", "ARM"), {"AZE", "ARM"}, pd.Series(["AZE", "ARM"])):
        assert len(measures.select(data.spending, place=several)) == len(both)
    assert len(measures.select(data.spending, year=range(2019, 2021))) > 0


def test_a_year_serves_wherever_years_are_asked_for(data: Data) -> None:
    assert articles.compute(data, "spending-ratio", years=2020) == articles.compute(data, "spending-ratio")  # type: ignore[arg-type]
    assert pair.Request("ISR", "TUR", 2020).years == (2020, 2020)  # type: ignore[arg-type]


def test_every_claim_refuses_a_place_or_source_of_no_kind(data: Data) -> None:
    passed = []
    for claim_id in articles.computable(data):
        computation = articles.computation(data, claim_id)
        defaults = computation.plain
        for name in defaults.keys() & {"place", "other", "source", "years"}:
            if defaults[name] is None:
                continue
            try:
                computation.function(data, **{name: "nowhere"})
                passed.append(f"{claim_id}: {name}")
            except MilbalanceError as error:
                if "nowhere" not in str(error):
                    passed.append(f"{claim_id}: {name}: {error}")
    assert not passed


def test_what_there_is_comes_near_matches_first_and_is_short() -> None:
    assert arguments.few("TURK", ["ARM", "AZE", "TUR"]) == "TUR, ARM, AZE"
    assert (
        arguments.few(2019, [2024, 2018, 2010, 2011, 2012, 2020, 1990]) == "2011, 2012, 2018, 2020, 2024 and 2 more"
    )
    assert arguments.few("x", []) == "none"
    assert (
        str(arguments.no_rows(pd.DataFrame({"a": []}), {"a": 1})) == "no rows with a = 1; there are no rows at all"
    )


def test_rows_are_found_as_comparing_each_finds_them() -> None:
    frame = pd.DataFrame(
        {
            "word": pd.array(["b", "a", None, "b", "NA"], dtype="str"),
            "year": pd.array([2020, None, 2019, 2020, 2021], dtype="Int64"),
            "value": [1.0, 2.0, float("nan"), 2.0, 1.0],
        }
    )
    kept = frame.copy()
    arguments.read_only(kept)
    words, years, values = ("b", "c", ("b", "NA"), (), None), (2020, 2020.0, "2020", (2019, 2019)), (2, (1, 3.0))
    for wanted in ({}, *({"word": a, "year": b, "value": c} for a in words for b in years for c in values)):
        mask = pd.Series(True, frame.index)
        for name, one in wanted.items():
            mask &= frame[name].isin(one) if isinstance(one, tuple) else (frame[name] == one).fillna(False)
        expected = [at for at, fits in enumerate(mask) if fits]
        assert arguments.fitting(kept, wanted).tolist() == expected, wanted
        assert arguments.fitting(frame, wanted).tolist() == expected, wanted


def test_a_reason_tells_what_is_wrong_and_leaves_the_advice_to_the_caller(data: Data) -> None:
    grid = articles.choices_of(data, "spending-ratio")
    reasons = grid.loc[grid["position"] == "unanswered", "reason"]
    assert reasons.str.startswith("no rows with").any()
    assert not reasons.str.contains("there are").any()


def test_the_tables_print_as_one_line(data: Data) -> None:
    assert repr(data).startswith(f"{len(load.TABLES)} tables: sources {len(data.sources)} rows, ")
    assert len(repr(data)) < 400


def test_completion_shows_the_public_names_only_and_each_leads_to_its_module() -> None:
    for module in (milbalance, charts, articles):
        assert set(dir(module)) == set(module.__all__)
        assert all(hasattr(module, name) for name in module.__all__)
        assert not {"Axes", "Callable", "marks", "annotations", "cast"} & set(dir(module))
    found = [getattr(milbalance, name).__name__ for name in ("charts", "claims", "pair", "explore")]
    assert found == [f"milbalance.{name}" for name in ("charts", "articles", "pair", "publish.widgets")]
    with pytest.raises(AttributeError, match=r"no attribute 'chart'; there are: .*charts"):
        milbalance.chart  # noqa: B018
