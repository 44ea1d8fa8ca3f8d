"""Formulas of the workbook: hand-worked, right for every statement that has one, none where one would mislead."""

from __future__ import annotations

import inspect
import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from milbalance import articles
from milbalance.errors import MilbalanceError
from milbalance.measures.vocabulary import MEASURES
from milbalance.publish.workbook import computed, formulas
from milbalance.publish.workbook.formulas import Formula, Total, Trend
from milbalance.tables.load import Data

WHERE = {"place": "TUR", "source_id": "mine", "basis": "current_usd"}


@pytest.fixture
def made(data: Data) -> Data:
    """Three years of two places: 10, 11 and 12.1; 5, a gap and 2."""
    values = {"TUR": [10.0, 11.0, 12.1], "GEO": [5.0, math.nan, 2.0]}
    rows = [
        {**WHERE, "place": place, "year": 2018 + number, "value": value}
        for place, found in values.items()
        for number, value in enumerate(found)
    ]
    return replace(data, spending=pd.DataFrame(rows))


def test_hand_worked_formulas(made: Data) -> None:
    one, all_three = ({**WHERE, "year": years} for years in ((2018, 2018), (2018, 2020)))
    other = {**one, "place": "GEO"}
    terms: dict[str, Any] = {"a": Total("spending", "value", one), "b": Total("spending", "value", other)}
    assert Formula("100 * a / b", terms).value(made) == 200
    whole = Total("spending", "value", all_three)
    assert whole.value(made) == pytest.approx(33.1) and len(whole.rows(made)) == 3
    assert math.isnan(Total("spending", "value", {**all_three, "place": "GEO"}).value(made)), "a sum over a gap"
    assert Trend("spending", "value", WHERE, (2018, 2020)).value(made) == pytest.approx(10)
    assert math.isnan(Trend("spending", "value", WHERE, (2017, 2020)).value(made)), "a year without a row"


def test_a_formula_counts_its_rows_so_that_a_gap_is_a_word(made: Data) -> None:
    text = Formula("a / 1000", {"a": Total("spending", "value", {"place": "TUR", "year": (2018, 2020)})}).text(made)
    where = 'spending_place,"TUR",spending_year,">=2018",spending_year,"<=2020"'
    count = f'COUNTIFS(spending_value,">-1E+300",{where})=3'
    assert text == f'=IF({count},SUMIFS(spending_value,{where})/1000,"no number")'


def test_the_trend_as_a_spreadsheet_writes_it() -> None:
    text = Trend("spending", "value", {"place": "TUR"}, (2018, 2020)).text
    levels = 'SUMIFS(spending_value,spending_place,"TUR",spending_year,{2018;2019;2020})'
    assert text == f"(100*(EXP(SUMPRODUCT(LN({levels}),{{-1;0;1}})/2)-1))"


@pytest.mark.parametrize("text", ["=1+1", ">5", "<a", 'a"b', "a*", "what?", "~", "x" * 256])
def test_a_text_with_signs_of_its_own_is_no_criterion(text: str) -> None:
    with pytest.raises(MilbalanceError, match="in a formula"):
        formulas.literal(text)


def test_every_recipe_takes_arguments_of_its_measure() -> None:
    odd = [
        (name, argument)
        for name, recipe in computed.RECIPES.items()
        for argument, parameter in inspect.signature(recipe).parameters.items()
        if parameter.kind is not parameter.VAR_KEYWORD
        and argument not in inspect.signature(MEASURES[name]).parameters
    ]
    assert odd == []


def found(data: Data) -> dict[str, Formula]:
    """The formulas of all statements, by their ids."""
    every = {name: computed.formula(data, articles.assess(data, name)) for name in articles.computable(data)}
    return {name: one for name, one in every.items() if one is not None}


def test_most_numbers_have_a_formula_that_follows_each_of_its_rows(data: Data) -> None:
    every = found(data)
    numbers = [name for name in articles.computable(data) if articles.stated(data, name).unit != "yes or no"]
    assert len(every) > len(numbers) / 2 and {"spending-ratio", "soldiers-double", "israel-60"} <= set(every)
    still = []
    for name, one in every.items():
        for term in one.terms.values():
            for row in {*term.rows(data).index[:1], *term.rows(data).index[-1:]}:
                table = getattr(data, term.table).copy()
                table.loc[row, term.column] += 1
                changed = replace(data, **{term.table: table})
                if math.isclose(one.value(changed), one.value(data), rel_tol=1e-9):
                    still.append((name, term.table, row))
    assert still == []


def test_an_answer_that_a_recipe_does_not_give_has_no_formula(data: Data) -> None:
    right = articles.assess(data, "spending-ratio")
    assert computed.formula(data, right) is not None and right.answer is not None
    assert computed.formula(data, replace(right, answer=right.answer * 1.000001)) is None
    assert computed.formula(data, replace(right, answer=None)) is None


def test_an_argument_that_a_recipe_does_not_know_has_no_formula(data: Data) -> None:
    asked = data.choices["soldiers-double"]
    plain = asked["plain"] | {"allies": {"ARM": "NKR"}}
    other = replace(data, choices={"soldiers-double": asked | {"plain": plain}})
    assert computed.formula(other, articles.assess(other, "soldiers-double")) is None


def test_special_projects_are_no_simple_sum(data: Data) -> None:
    asked = data.choices["spending-24bn"]
    other = replace(data, choices={"spending-24bn": asked | {"plain": asked["plain"] | {"projects": False}}})
    assert computed.formula(other, articles.assess(other, "spending-24bn")) is None
