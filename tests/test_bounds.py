"""What a wording covers: one rule for every claim, worked out by hand, and followed by the registered bounds."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from milbalance.choices.bounds import bounds, covered, printed
from milbalance.errors import MilbalanceError
from milbalance.tables.load import Data

NONE = math.nan
BY_HAND = {
    ("is", "24", ""): (23.5, 24.5),
    ("is", "3.7", ""): (3.65, 3.75),
    ("is", "4.0", ""): (3.5, 4.5),  # half a unit of the last digit that is not zero
    ("is", "91,000", "persons"): (90_500, 91_500),
    ("is", "$700 million", "billion US dollars"): (0.65, 0.75),
    ("is", "8.1 million", "cubic metres"): (8_050_000, 8_150_000),
    ("is", "three million", "million persons"): (2.5, 3.5),
    ("is", "tenfold", "factor"): (9.5, 10.5),
    ("is", "10", "persons"): (5, 15),  # ten of persons may be some ten; tenfold is no elevenfold
    ("is", "double", "ratio"): (1.5, 2.5),
    ("is", "60%", "per cent"): (55, 65),
    ("is", "-20 per cent", "per cent"): (-25, -15),
    ("is", "two weeks", "days"): (10.5, 17.5),
    ("is", "an eighth", "share"): (1 / 8.5, 1 / 7.5),
    ("is", "hundreds", "persons"): (200, 999),
    ("is", "thousands", "persons"): (2000, 9999),
    ("is", "tens of thousands", "persons"): (20_000, 99_999),
    ("is", "$3.7 billion / $700 million", "factor"): (3.65 / 0.75, 3.75 / 0.65),
    ("nearly", "five times", "ratio"): (4.5, 5),
    ("nearly", "a year", "days"): (328.5, 365),
    ("about", "5", "ratio"): (4.5, 5.5),
    ("over", "six times", "ratio"): (6, NONE),
    ("over", "", "per cent"): (0, NONE),
    ("under", "2", "per cent"): (NONE, 2),
    ("at least", "100", "items"): (100, NONE),
    ("at most", "100", "items"): (NONE, 100),
    ("half", "half a million", "persons"): (450_000, 550_000),
    ("half", "half", "per cent Armenian"): (45, 55),
    ("half", "half", "share"): (0.45, 0.55),
    ("exists", "", "yes (1) or no (0)"): (1, NONE),
}


def test_the_rule_gives_what_it_says_for_each_wording() -> None:
    wrong = [
        f"{wording}: {bounds(*wording)}, not {wanted}"
        for wording, wanted in BY_HAND.items()
        if bounds(*wording) != pytest.approx(wanted, nan_ok=True)
    ]
    assert not wrong, "\n".join(wrong)


def test_registered_bounds_follow_from_the_wording_or_say_why_not(data: Data) -> None:
    wrong, rows = [], data.claims[data.claims["bounds_because"].isna()].fillna({"printed": ""})
    for row in rows.to_dict("records"):
        found = bounds(row["relation"], row["printed"], row["unit"])
        if found != pytest.approx((row["low"], row["high"]), rel=1e-12, nan_ok=True):
            wrong.append(f"{row['claim_id']}: {row['low']} to {row['high']}, by the rule {found}")
    assert not wrong, "\n".join(wrong)
    assert len(rows) > 40


def test_no_reason_is_given_for_bounds_that_follow_the_rule(data: Data) -> None:
    needless = []
    for row in data.claims.dropna(subset="bounds_because").to_dict("records"):
        try:
            found = bounds(row["relation"], row["printed"], row["unit"])
        except MilbalanceError:
            continue
        if found == pytest.approx((row["low"], row["high"]), nan_ok=True):
            needless.append(row["claim_id"])
    assert not needless


def test_the_number_stated_is_the_number_printed(data: Data) -> None:
    stated = data.claims.dropna(subset=["stated", "printed"])
    stated = stated[stated["bounds_because"].isna() & (stated["relation"] != "half")]
    wrong = [
        f"{row['claim_id']}: {row['stated']} and {row['printed']}"
        for row in stated.to_dict("records")
        if printed(row["printed"], row["unit"]).value != pytest.approx(row["stated"])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("relation", "text", "words"),
    [
        ("is", "", "no number for 'is'"),
        ("is", "several", "no number in 'several'"),
        ("is", "$", "no number in '\\$'"),
        ("is", "19,000 and 35,000", "no number in"),
        ("roughly", "5", "no relation 'roughly'; there are: is, about"),
    ],
)
def test_what_the_rule_cannot_read_is_refused_in_words(relation: str, text: str, words: str) -> None:
    with pytest.raises(MilbalanceError, match=words):
        bounds(relation, text, "ratio")


# Relation, number as printed and unit, with the bounds by hand; None is open.
COVERED = [
    ("is", "4.0", "per cent", 3.95, 4.05),
    ("is", "30", "per cent", 29.5, 30.5),
    ("is", "-29", "per cent", -29.5, -28.5),
    ("is", "1917", "billion US dollars", 1916.5, 1917.5),
    ("is", "1330", "million US dollars", 1325, 1335),
    ("is", "30", "billion US dollars", 29.5, 30.5),
    ("is", "800", "million US dollars", 750, 850),
    ("is", "100,000", "persons", 90_000, 110_000),
    ("is", "900,000", "persons", 850_000, 950_000),
    ("is", "252500", "persons", 252_450, 252_550),
    ("is", "240", "items", 239.5, 240.5),
    ("is", "7", "states", 6.5, 7.5),
    ("is", "8.2", "times", 8.15, 8.25),
    ("is", "double", "times", 1.5, 2.5),
    ("is", "doubled", "times", 1.5, 2.5),
    ("over", "Tripled", "factor", 3, None),
    ("nearly", "quadrupled", "times", 3.6, 4),
    ("is", "trebled", "times", 2.5, 3.5),
    ("is", "thrice", "times", 2.5, 3.5),
    ("is", "halved", "times", 0.45, 0.55),
    ("about", "halved", "ratio", 0.45, 0.55),
    ("is", "tenfold", "times", 9.5, 10.5),
    ("is", "a third", "ratio", 0.3, 0.3 + 0.2 / 3),
    ("is", "a fifth", "per cent", 18, 22),
    ("is", "$3.7 billion", "million US dollars", 3650, 3750),
    ("is", "$25bn", "billion US dollars", 24.5, 25.5),
    ("is", "3.7 bn", "million US dollars", 3650, 3750),
    ("is", "795m", "million US dollars", 794.5, 795.5),
    ("is", "12,345.5", "persons", 12_345.45, 12_345.55),
    ("is", "two thirds", "per cent", 60, 220 / 3),
    ("is", "three quarters", "ratio", 0.675, 0.825),
    ("is", "a dozen", "states", 11.5, 12.5),
    ("is", "two dozen", "states", 23.5, 24.5),
    ("is", "a hundred", "items", 99.5, 100.5),
    ("is", "three hundred", "items", 299.5, 300.5),
    ("is", "a hundred", "billion US dollars", 90, 110),
    ("over", "a dozen", "items", 12, None),
    ("is", "two thousand", "persons", 1500, 2500),
    ("is", "-a third", "per cent", -110 / 3, -30),
    ("over", "minus two thirds", "per cent", None, -200 / 3),
    ("nearly", "− a half", "per cent", -50, -45),
    ("is", "minus 4.4", "per cent", -4.45, -4.35),
    ("is", "US$86.1 billion", "billion US dollars", 86.05, 86.15),
    ("is", "USD 86.1bn", "million US dollars", 86_050, 86_150),
    ("is", "25 bln", "billion US dollars", 24.5, 25.5),
    ("is", "700 mln", "million US dollars", 650, 750),
    ("is", "+4.4", "per cent", 4.35, 4.45),
    ("is", "–4.4", "per cent", -4.45, -4.35),
    ("is", "−4.4 per cent", "per cent of GDP", -4.45, -4.35),
    ("is", "half", "trillion US dollars", 0.45, 0.55),
    ("is", "half a million", "persons", 450_000, 550_000),
    ("half", "half a million", "persons", 450_000, 550_000),
    ("over", "three quarters of a trillion", "billion US dollars", 750, None),
    ("is", "USD86.1bn", "billion US dollars", 86.05, 86.15),
    ("at most", "third", "rank", None, 3),
    ("between", "10 to 12 billion", "million US dollars", 9500, 12500),
    ("between", "$10bn–$12bn", "million US dollars", 9500, 12500),
    ("between", "10%-12%", "%", 9.5, 12.5),
    ("between", "900,000 to 1 million", "persons", 850_000, 1_500_000),
    ("between", "10 to two hundred", "aircraft", 9.5, 200.5),
    ("between", "4 and 6", "rank", 3.5, 6.5),
    ("nearly", "-28", "per cent", -28.5, -25.2),
    ("over", "-25", "per cent", None, -25),
    ("just over", "-60", "per cent", -66, -60),
    ("under", "-25", "per cent", -25, None),
    ("at least", "-25", "per cent", None, -25),
    ("at most", "-25", "per cent", -25, None),
    ("about", "12", "times", 10.8, 13.2),
    ("about", "-50", "per cent", -55, -45),
    ("half", "-50", "per cent", -55, -45),
    ("half", "", "per cent", 45, 55),
    ("nearly", "200", "per cent", 180, 200.5),
    ("over", "2.2", "billion US dollars", 2.2, None),
    ("just over", "2", "times", 2, 2.2),
    ("under", "0.1", "times", None, 0.1),
    ("at least", "3.5", "per cent", 3.5, None),
    ("at most", "3.5", "per cent", None, 3.5),
    ("nearly", "1", "billion US dollars", 0.9, 1.5),
    ("nearly", "2", "times", 1.8, 2.5),
    ("between", "10 to 12", "per cent", 9.5, 12.5),
    ("between", "10-12", "per cent", 9.5, 12.5),
    ("between", "1.5; 2", "times", 1.45, 2.5),
    ("rank", "36", "rank", 36, 36),
    ("rank", "fifth", "rank", 5, 5),
    ("rank", "52nd", "rank", 52, 52),
    ("rank", "11th", "rank", 11, 11),
    ("rank", "eleventh", "rank", 11, 11),
    ("rank", "Twentieth", "rank", 20, 20),
    ("yes", "", "", 1, 1),
    ("no", "", "", 0, 0),
    ("set", "USA; CHN", "places", 1, 1),
]
REFUSED = [
    ("around", "12", "times", "no relation 'around'"),
    ("is", "", "times", "no number in ''"),
    ("is", "-a third", "times", "no number in '-a third'"),
    ("is", "minus a third", "persons", "no number in 'minus a third'"),
    ("is", "many", "times", "no number in 'many'"),
    ("is", "1" + "0" * 400, "persons", "no number in"),
    *(("is", text, "per cent", f"no number in {text!r}") for text in ("4,2", "693,4", "1,00,000", "1,2345", ",5")),
    *(
        ("is", text, "times", f"no number in {text!r}")
        for text in ("two and a half", "five in one", "one in one", "zero in ten", "two hundreds")
    ),
    *(
        (relation, text, unit, f"{text!r} of {unit}; wanted a number")
        for text in ("two thirds", "half", "a third", "one in ten")
        for relation in ("is", "at least", "half")
        for unit in ("members", "persons", "US dollars", "tanks", "days", "TIV")
    ),
    ("half", "", "members", "'half' of members; wanted a number"),
    ("is", "double", "per cent", "'double' of per cent; wanted a number in per cent, or the unit times"),
    ("is", "twofold", "members", "'twofold' of members; wanted a number in members"),
    ("is", "doubled", "per cent", "'doubled' of per cent; wanted a number in per cent, or the unit times"),
    ("is", "halved", "per cent", "'halved' of per cent; wanted a number in per cent, or the unit times"),
    ("is", "halved", "persons", "'halved' of persons; wanted a number in persons"),
    ("is", "2 times", "per cent", "'times' behind a number of per cent"),
    *(
        (relation, "halved", "times", f"{relation} 'halved'; wanted -50 per cent if it fell by {relation} a half")
        for relation in ("over", "nearly", "at least", "under", "just over", "at most")
    ),
    ("is", "25 euros", "billion US dollars", "'euros' behind a number of billion US dollars"),
    ("is", "1,2345", "persons", "no number in '1,2345'; wanted one as it is printed, such as 900,000, 4.0, $3.7"),
    ("rank", "last", "rank", "no rank 'last'; wanted a whole number from 1 on"),
    ("rank", "2.5", "rank", "no rank '2.5'"),
    ("rank", "0", "rank", "no rank '0'"),
    ("between", "12 to 10", "per cent", "no two numbers in '12 to 10'"),
    ("between", "10", "per cent", "no two numbers in '10'"),
]


def test_the_wording_of_any_text_covers_what_its_printed_digits_do() -> None:
    wrong = []
    for relation, text, unit, *wanted in COVERED:
        found = [None if math.isnan(end) else end for end in covered(relation, text, unit)]
        if found != [None if end is None else pytest.approx(end) for end in wanted]:
            wrong.append((relation, text, unit, wanted, found))
    assert not wrong


# What is said as a part or a multiple, its unit, and what it is; alone it is so a tenth, or half of one time, to
# either side.
MARKS = {
    ("half", "per cent"): (50, 45, 55),
    ("a half", "times"): (0.5, 0.45, 0.55),
    ("a third", "per cent"): (100 / 3, 30, 110 / 3),
    ("a quarter", "per cent"): (25, 22.5, 27.5),
    ("a fifth", "per cent"): (20, 18, 22),
    ("a tenth", "per cent"): (10, 9, 11),
    ("two thirds", "per cent"): (200 / 3, 60, 220 / 3),
    ("three quarters", "times"): (0.75, 0.675, 0.825),
    ("one in ten", "per cent"): (10, 9, 11),
    ("one in four", "per cent"): (25, 22.5, 27.5),
    ("One in five", "times"): (0.2, 0.18, 0.22),
    ("two in three", "per cent"): (200 / 3, 60, 220 / 3),
    ("9 out of 10", "per cent"): (90, 81, 99),
    ("one in twenty", "per cent"): (5, 4.5, 5.5),
    ("half a million", "persons"): (500_000, 450_000, 550_000),
    ("a quarter of a trillion", "billion US dollars"): (250, 225, 275),
    ("double", "times"): (2, 1.5, 2.5),
    ("doubled", "times"): (2, 1.5, 2.5),
    ("twice", "times"): (2, 1.5, 2.5),
    ("twofold", "times"): (2, 1.5, 2.5),
    ("triple", "times"): (3, 2.5, 3.5),
    ("tenfold", "times"): (10, 9.5, 10.5),
}
# What each relation allows of them: no tenth and no half is in but with `is` and `about`.
ALLOWED: dict[str, Callable[[float, float, float], tuple[float, float]]] = {
    "is": lambda value, low, high: (low, high),
    "about": lambda value, low, high: (0.9 * value, 1.1 * value),
    "nearly": lambda value, low, high: (0.9 * value, value),
    "over": lambda value, low, high: (value, math.nan),
    "just over": lambda value, low, high: (value, 1.1 * value),
    "under": lambda value, low, high: (math.nan, value),
    "at least": lambda value, low, high: (value, math.nan),
    "at most": lambda value, low, high: (math.nan, value),
}


@pytest.mark.parametrize("relation", ALLOWED)
def test_nearly_over_and_their_like_go_from_or_to_a_part_or_a_multiple_itself(relation: str) -> None:
    wrong = []
    for (text, unit), (value, low, high) in MARKS.items():
        found, wanted = covered(relation, text, unit), ALLOWED[relation](value, low, high)
        wrong += [(text, found, wanted)] * (found != pytest.approx(wanted, nan_ok=True))
        if unit == "per cent":
            ends = covered(relation, f"minus {text}", unit)
            wrong += [(text, ends)] * (ends != pytest.approx((-wanted[1], -wanted[0]), nan_ok=True))
    assert not wrong


def test_a_wording_that_says_no_number_is_refused_in_words() -> None:
    wrong = []
    for relation, text, unit, told in REFUSED:
        try:
            wrong.append((relation, text, covered(relation, text, unit)))
        except MilbalanceError as error:
            if not str(error).startswith(told):
                wrong.append((relation, text, str(error)))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("14,000", "million TIV", 13_500, 14_500),
        ("14 billion", "million TIV", 13_500, 14_500),
        ("14,000", "missiles", 13_500, 14_500),
        ("6,600", "items", 6550, 6650),
        ("180", "tanks", 175, 185),
        ("46", "items", 45.5, 46.5),
    ],
)
def test_zeros_at_the_end_of_what_adds_up_are_rounding(text: str, unit: str, low: float, high: float) -> None:
    assert covered("is", text, unit, lambda noun: 1.0, sums=True) == pytest.approx((low, high))
