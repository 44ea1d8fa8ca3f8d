"""The form `squares`: one a row, in groups in the order of the frame."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from milbalance import charts
from milbalance.charts import style
from milbalance.errors import MilbalanceError

VOTES = pd.DataFrame({"label": ["yes"] * 5 + ["no"] * 2})


def test_there_is_one_square_a_row_in_the_colour_of_its_group() -> None:
    ax = charts.squares(VOTES, colours={"yes": "#000000", "no": "#ff0000"})
    assert [patch.get_facecolor()[0] for patch in ax.patches] == [0.0] * 5 + [1.0] * 2
    assert len({(patch.get_x(), patch.get_y()) for patch in ax.patches}) == 7


def test_verdicts_have_their_own_colours() -> None:
    ax = charts.squares(pd.DataFrame({"label": list(style.VERDICTS)}))
    assert [to_hex(patch.get_facecolor()).upper() for patch in ax.patches] == list(style.VERDICTS.values())


def test_each_group_says_its_number_and_its_name() -> None:
    told = [text.get_text() for text in charts.squares(VOTES, names={"yes": "said yes"}).texts]
    assert told == ["5 said yes", "2 no"]


def test_groups_with_another_name_go_first_in_the_order_of_the_names() -> None:
    ax = charts.squares(VOTES, names={"no": "said no"}, colours={"yes": "#000000", "no": "#ff0000"})
    assert [text.get_text() for text in ax.texts] == ["2 said no", "5 yes"]
    assert [patch.get_facecolor()[0] for patch in ax.patches] == [1.0] * 2 + [0.0] * 5


def test_a_frame_without_rows_is_refused() -> None:
    with pytest.raises(MilbalanceError, match="no rows"):
        charts.squares(VOTES.iloc[:0])


def test_a_group_may_be_hollow_and_have_something_said_of_it() -> None:
    ax = charts.squares(VOTES, hollow=["no"], about={"no": "not yet"})
    faces = [to_hex(square.get_facecolor()) == style.PAPER.lower() for square in ax.patches]
    assert faces == [False] * 5 + [True] * 2
    assert [text.get_text() for text in ax.texts] == ["5 yes", "2 no", "not yet"]


def test_each_group_is_one_line_and_all_begin_at_one_place_so_that_their_lengths_compare() -> None:
    first, second = (charts.squares(VOTES).patches[part] for part in (slice(5), slice(5, 7)))
    assert [len({square.get_y() for square in line}) for line in (first, second)] == [1, 1]
    assert [[square.get_x() for square in line] for line in (first, second)] == [[0, 1, 2, 3, 4], [0, 1]]
