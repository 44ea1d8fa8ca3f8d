"""Numbers worked by hand on tiny frames."""

import pandas as pd
import pytest

from milbalance import measures
from milbalance.errors import AmbiguousError, MilbalanceError, MissingError, NoRowsError
from milbalance.measures import spending

NAN = float("nan")


def frame(basis, values, *, start=2010, source="s", place="AAA", base_year=None):
    years = range(start, start + len(values))
    unit = {"local_currency": "local currency"}.get(basis, "million US dollars")
    return pd.DataFrame(
        {"place": place, "year": years, "basis": basis, "source_id": source, "value": values, "unit": unit}
    ).assign(base_year=base_year)


# 2010: 80 million units are 100 million dollars (0.80); 2011: 330 million are 300 million (1.10).
LOCAL = frame("local_currency", [80e6, 330e6, NAN])
CURRENT = frame("current_usd", [100.0, 300.0, 50.0])
BOTH = pd.concat([LOCAL, CURRENT])


def facts(*rows):
    topic = "special-defence-projects"
    return pd.DataFrame(rows, columns=["place", "as_of", "value"]).assign(topic=topic, unit="million units")


def test_implied_rate_is_local_units_for_a_dollar():
    rate = spending.implied_rate(BOTH, "AAA", "s")
    assert rate[2010] == pytest.approx(0.8)
    assert rate[2011] == pytest.approx(1.1)
    assert pd.isna(rate[2012])


def test_implied_rate_needs_both_bases():
    with pytest.raises(NoRowsError, match="local_currency"):
        spending.implied_rate(CURRENT, "AAA", "s")


def test_price_change_is_the_change_of_local_over_constant():
    # Local over constant: 1.0, 1.1, 1.1, missing, 2.0.
    local = frame("local_currency", [100.0, 110.0, 220.0, NAN, 400.0])
    constant = frame("constant_usd", [100.0, 100.0, 200.0, 200.0, 200.0], base_year=2010)
    change = spending.implied_price_change(pd.concat([local, constant]), "AAA", "s")
    assert change[2011] == pytest.approx(10)
    assert change[2012] == pytest.approx(0)
    assert change[[2010, 2013, 2014]].isna().all()


def test_price_change_does_not_jump_over_years_without_a_row():
    local = pd.concat([frame("local_currency", [100.0]), frame("local_currency", [200.0], start=2013)])
    constant = pd.concat([frame("constant_usd", [100.0]), frame("constant_usd", [100.0], start=2013)])
    change = spending.implied_price_change(pd.concat([local, constant]), "AAA", "s")
    assert list(change.index) == [2010, 2011, 2012, 2013]
    assert change.isna().all()


def test_special_projects_by_year_of_one_place():
    table = facts(("AAA", "2011", 40.0), ("AAA", "2010", 20.0), ("BBB", "2010", 9.0))
    found = spending.special_projects(table, "AAA")
    assert found.to_dict() == {2010: 20.0, 2011: 40.0}
    with pytest.raises(NoRowsError, match="CCC"):
        spending.special_projects(table, "CCC")


def test_without_converts_at_the_rate_of_the_same_year():
    # 2010: 100 - 20 / 0.8 = 75; 2011: 300 - 55 / 1.1 = 250; 2012 has no allocation and stays.
    found = spending.without(BOTH, pd.Series({2010: 20.0, 2011: 55.0}), "AAA", "s")
    assert found.to_dict() == pytest.approx({2010: 75.0, 2011: 250.0, 2012: 50.0})


@pytest.mark.parametrize("year", [2012, 2020])
def test_without_refuses_an_allocation_that_has_no_rate(year):
    with pytest.raises(MissingError, match=str(year)):
        spending.without(BOTH, pd.Series({year: 5.0}), "AAA", "s")


def test_ratio_of_sums_from_each_start_and_never_over_a_gap():
    a = pd.Series({2010: 1.0, 2011: 30.0, 2012: 10.0})
    b = pd.Series({2010: NAN, 2011: 10.0, 2012: 10.0})
    found = spending.ratio_of_sums(a, b, range(2010, 2013), 2012)
    assert pd.isna(found[2010])
    assert found[2011] == pytest.approx(2)  # 40 over 20, where the mean of the yearly ratios 3 and 1 is 2 too
    assert found[2012] == pytest.approx(1)


def test_ratio_of_sums_weighs_years_by_their_size():
    a, b = pd.Series({2010: 10.0, 2011: 90.0}), pd.Series({2010: 10.0, 2011: 10.0})
    a2, b2 = pd.Series({2010: 10.0, 2011: 90.0}), pd.Series({2010: 40.0, 2011: 10.0})
    assert spending.ratio_of_sums(a, b, [2010], 2011)[2010] == pytest.approx(5)
    assert spending.ratio_of_sums(a2, b2, [2010], 2011)[2010] == pytest.approx(2)  # the mean of ratios is 4.6


def test_breaks_are_years_in_which_two_editions_imply_other_prices():
    # Local is the same. Prices of the first: 1, 1.1, 1.1; of the second: 1, 1.1, 2.2.
    local = [100.0, 110.0, 220.0]
    table = pd.concat(
        [
            frame("local_currency", local, source="new"),
            frame("constant_usd", [100.0, 100.0, 200.0], source="new"),
            frame("local_currency", local, source="old"),
            frame("constant_usd", [100.0, 100.0, 100.0], source="old"),
        ]
    )
    found = spending.breaks(table, "AAA", "old", against="new")
    assert found["year"].tolist() == [2012]
    assert found["price_change"].tolist() == pytest.approx([100])
    assert found["against"].tolist() == pytest.approx([0])
    assert spending.breaks(table, "AAA", "old", against="new", points=100.1).empty


def test_estimated_years_are_those_that_the_source_marks_and_values():
    rows = frame("current_usd", [NAN, 2.0, 3.0]).assign(quality=["estimate", "estimate", "reported"])
    other = frame("current_usd", [1.0], place="BBB").assign(quality="estimate")
    assert spending.estimated_years(pd.concat([rows, other]), "AAA") == [2011]


def test_published_figures_of_one_topic_and_place_in_one_unit():
    table = pd.DataFrame(
        [
            ("t", "AAA", None, "2013-08-13", 3.5, "billion US dollars", "one"),
            ("t", "AAA", None, "2013", 9.0, "items", "one"),
            ("t", "AAA", None, "2013", NAN, "billion US dollars", "one"),
            ("t", "AAA", "BBB", "2013", 7.0, "billion US dollars", "one"),
            ("t", "BBB", None, "2013", 1.0, "billion US dollars", "one"),
            ("u", "AAA", None, "2013", 2.0, "billion US dollars", "two"),
        ],
        columns=["topic", "place", "partner", "as_of", "value", "unit", "source_id"],
    )
    table = table.assign(low=NAN, high=NAN, rounded_to=0.1, origin=None)
    found = spending.published(table, "AAA", "t")
    assert found[["year", "value", "rounded_to", "source_id"]].to_numpy().tolist() == [[2013, 3.5, 0.1, "one"]]
    assert spending.published(table, "AAA")["value"].tolist() == [3.5, 2.0]
    assert spending.published(table, "CCC", "t").empty


def test_ratios_by_source_leave_out_a_source_without_one_side():
    a = pd.concat([frame("current_usd", [10.0, 30.0], source=source) for source in ("s", "t")])
    b = frame("current_usd", [5.0, 10.0], place="BBB")
    found = spending.ratios_by_source(pd.concat([a, b]), "AAA", "BBB")
    assert found.to_dict() == {("current_usd", "s"): pytest.approx({2010: 2.0, 2011: 3.0})}


def test_breaks_by_source_name_the_source_and_leave_out_the_rest():
    # Prices of old: 1, 1, 1; of new and like: 1, 2, 2.
    parts = [frame("local_currency", [100.0, 200.0, 200.0], source=source) for source in ("like", "new", "old")]
    parts += [frame("constant_usd", [100.0, 100.0, 100.0], source=source) for source in ("like", "new")]
    parts.append(frame("constant_usd", [100.0, 200.0, 200.0], source="old"))
    found = spending.breaks_by_source(pd.concat(parts), "AAA", against="new")
    assert list(found.index) == [("old", 2011)]
    assert found["price_change"].tolist() == pytest.approx([0])
    assert found["against"].tolist() == pytest.approx([100])
    none = spending.breaks_by_source(pd.concat(parts[:2] + parts[3:5]), "AAA", against="new")
    assert none.empty and list(none.index.names) == ["source_id", "year"]


# 100, 10 and 20: a tenth is lost each year, so 100 + 10 is (100 * 0.9 + 10) and then * 0.9 + 20.
SPENT = pd.Series([100.0, 10.0, 20.0], index=[2010, 2011, 2012])


def test_a_stock_loses_a_part_each_year_and_gains_what_is_spent():
    assert spending.stock(SPENT, 2010, 2012, 10) == pytest.approx(110)
    assert spending.stock(SPENT, 2011, 2012, 50) == pytest.approx(25)  # nothing stood before 2011
    assert spending.stock(SPENT, 2010, 2012, 0) == measures.window_sum(SPENT, 2010, 2012)
    assert spending.stock(SPENT, 2010, 2012, 100) == SPENT[2012]


def test_a_stock_never_crosses_a_gap_and_never_grows_by_itself():
    with pytest.raises(MissingError, match="2013"):
        spending.stock(SPENT, 2010, 2013, 10)
    for wrong in (-1, 101, NAN):
        with pytest.raises(MilbalanceError, match="wanted per cent a year"):
            spending.stock(SPENT, 2010, 2012, wrong)


def test_stocks_compare_within_one_edition_in_its_constant_dollars():
    old = [frame("constant_usd", [100.0, 10.0], place="AAA"), frame("constant_usd", [10.0, 10.0], place="BBB")]
    new = [frame("constant_usd", values, place=place, source="t") for place, values in
           (("AAA", [200.0, 20.0, 20.0]), ("BBB", [20.0, 20.0, 20.0]))]  # fmt: skip
    current = [frame("current_usd", [1.0, 1.0, 1.0], place=place) for place in ("AAA", "BBB")]
    rows = pd.concat(
        [*(one.assign(base_year=2010) for one in old), *(one.assign(base_year=2012) for one in new), *current]
    )
    found = spending.stock_ratios(rows, "AAA", "BBB", ["s", "t"], start=2010, end=2012, depreciation=[0, 10])
    assert found[["source_id", "base_year", "end", "depreciation"]].to_numpy().tolist() == [
        ["s", 2010, 2011, 0], ["s", 2010, 2011, 10], ["t", 2012, 2012, 0], ["t", 2012, 2012, 10]
    ]  # fmt: skip
    # 110 to 20, 100 to 19, 240 to 60, 200 to 54.2 (20 * 0.9 + 20 = 38; 38 * 0.9 + 20).
    assert found["ratio"].tolist() == pytest.approx([5.5, 100 / 19, 4.0, 200 / 54.2])
    with pytest.raises(NoRowsError, match="constant_usd"):
        spending.stock_ratios(pd.concat(current), "AAA", "BBB", ["s"], start=2010, end=2012, depreciation=[5])


def people(*rows, unit="persons", year=2010):
    made = pd.DataFrame(rows, columns=["item", "source_id", "place", "value"])
    return made.assign(unit=unit, year=year)


MONEY = pd.concat([frame("current_usd", [90.0]), frame("current_usd", [20.0], place="BBB")])
SOLDIERS = people(
    ("active", "x", "AAA", 3000.0), ("active", "x", "BBB", 1000.0), ("active", "y", "AAA", 9000.0),
    ("population", "x", "AAA", 9e6), ("population", "x", "BBB", 4e6),
)  # fmt: skip


def test_money_for_each_person_by_who_counted_both_sides():
    found = spending.per_person(MONEY, SOLDIERS, "AAA", "BBB", source="s", year=2010)
    # 90 million for 3,000 are 30,000 each; 20 million for 1,000 are 20,000. Source y counts one side only.
    assert found.to_numpy().tolist() == [
        ["active", "x", 30_000.0, 20_000.0, 1.5],
        ["population", "x", 10.0, 5.0, 2.0],
    ]


def test_money_for_each_person_refuses_mixtures():
    asked = {"side_a": "AAA", "side_b": "BBB", "source": "s", "year": 2010}
    with pytest.raises(AmbiguousError, match="thousands; wanted persons"):
        spending.per_person(MONEY, people(("active", "x", "AAA", 3.0), unit="thousands"), **asked)
    with pytest.raises(AmbiguousError, match="several counts"):
        spending.per_person(MONEY, pd.concat([SOLDIERS, SOLDIERS]), **asked)
    with pytest.raises(AmbiguousError, match="local_currency for each person"):
        rows = pd.concat([LOCAL, frame("local_currency", [5e6], place="BBB")])
        spending.per_person(rows, SOLDIERS, basis="local_currency", **asked)
    with pytest.raises(AmbiguousError, match="base_year"):
        rows = [
            frame("constant_usd", [1.0], place=place, base_year=year) for place, year in (("AAA", 1), ("BBB", 2))
        ]
        spending.per_person(pd.concat(rows), SOLDIERS, basis="constant_usd", **asked)
    with pytest.raises(NoRowsError, match="no source counts the people of AAA and BBB in 2010"):
        spending.per_person(MONEY, SOLDIERS[SOLDIERS["place"] == "AAA"], **asked)
