"""REPLICATION.md: its tables are those of the data, and its outline is that of the template."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from milbalance.charts import export
from milbalance.errors import MilbalanceError
from milbalance.publish import replication
from milbalance.tables import licences, paths
from milbalance.tables.load import Data

PATH = paths.root() / replication.FILE
OUTLINE = [
    "Overview",
    "Data availability and provenance statements",
    "Dataset list",
    "Computational requirements",
    "Description of programs",
    "Instructions to replicators",
    "List of tables, figures and programs",
    "References",
]


@pytest.fixture(scope="module")
def cards(data: Data) -> list[dict[str, Any]]:
    """The cards of the figures, as far as the page needs them."""
    return [{"name": name, "notebook": None, "claims": []} | spec for name, spec in data.figures.items()]


def test_the_committed_page_is_what_the_data_give(data: Data) -> None:
    found, cards = PATH.read_text(encoding="utf-8"), export.read_cards(data, paths.figures())
    assert found == replication.rewritten(data, cards, PATH), "run `milbalance readme`"


def test_the_outline_is_that_of_the_template() -> None:
    assert re.findall(r"^## (.+)$", PATH.read_text(encoding="utf-8"), re.MULTILINE) == OUTLINE


def test_every_figure_names_its_form_its_notebook_and_its_files(data: Data, cards: list[dict[str, Any]]) -> None:
    lines = replication.figures(data, cards).splitlines()[2:]
    for line, (name, spec) in zip(lines, data.figures.items(), strict=True):
        targets = [paths.root() / target for target in re.findall(r"\]\(([^)]+)\)", line)]
        assert f"def {spec['form']}(" in targets[0].read_text(encoding="utf-8")
        shown = [f"{spec['notebook']}.ipynb"] if "notebook" in spec else []
        assert [target.name for target in targets[1:]] == [*shown, f"{name}.svg", f"{name}.csv"]
        assert all(target.is_file() for target in targets)


def test_every_row_is_counted_once_under_the_terms_of_its_source(data: Data) -> None:
    cells = [line.split(" | ") for line in replication.rights(data).splitlines()[2:]]
    assert [row[0].removeprefix("| ") for row in cells] == list(licences.KINDS.values())
    assert sum(int(row[2]) for row in cells) == len(data.sources)
    tables = [frame for name, frame in data.tables.items() if name != "sources" and "source_id" in frame]
    assert sum(int(row[3].replace(",", "")) for row in cells) == sum(len(frame) for frame in tables)


def test_the_largest_extract_of_single_numbers_is_named_with_its_rows(data: Data) -> None:
    held = sum((frame["source_id"] == "iiss-rdmc-v1").sum() for frame in (data.forces, data.losses))
    (line,) = [line for line in replication.rights(data).splitlines() if "`single-figures`" in line]
    assert line.endswith(
        f"; the largest such extract is IISS Military Balance 1993-2014 (via rDMC v1), {held} rows |"
    )


def test_rows_follow_the_data(data: Data) -> None:
    fewer = replace(data, fx=data.fx.iloc[:3])
    line = "| [data/fx.csv](data/fx.csv) | Lira rate | {} | 1 of sources.csv | yes |"
    assert line.format(len(data.fx)) in replication.datasets(data)
    assert line.format(3) in replication.datasets(fewer)


def test_every_data_set_is_cited_with_its_address(data: Data) -> None:
    sets = data.sources[data.sources["bibtex_type"] == "dataset"]
    lines = replication.references(data).splitlines()
    assert len(lines) == len(replication.series(data).splitlines()) - 2 == len(sets)
    (milex,) = [line for line in lines if "release of 2021, data 1949-2020" in line]
    assert milex == (
        "- Stockholm International Peace Research Institute (SIPRI) (2021). *SIPRI Military Expenditure Database*, "
        "release of 2021, data 1949-2020. https://doi.org/10.55163/CQGC9685"
    )


def test_a_lost_marker_is_named_with_its_file(data: Data, cards: list[dict[str, Any]], tmp_path: Any) -> None:
    (tmp_path / "REPLICATION.md").write_text("no markers here", encoding="utf-8")
    with pytest.raises(MilbalanceError, match=r"REPLICATION\.md: no block between .*rights"):
        replication.rewritten(data, cards, tmp_path / "REPLICATION.md")
