"""Which figures are stale: those whose tables or whose code changed, and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from milbalance.charts import stale
from milbalance.charts.program import Program
from milbalance.tables import load, paths

# Figures as figures.yml has them, and what they are drawn from as their cards say.
FIGURES = {
    "gas": {"form": "bars", "rows": {"table": {"name": "flows"}}, "title": "Gas"},
    "lira": {"form": "lines", "rows": [{"table": {"name": "fx"}}, {"spending": {}}], "title": "Lira"},
    "losses": {"form": "dots", "rows": {"ways": {}}, "title": "Losses"},
    "never_drawn": {"form": "dots", "rows": {"ways": {}}, "title": "None"},
}
DRAWN_FROM = {
    "gas": ["claims", "flows", "places", "sources"],
    "lira": ["facts", "fx", "sources"],
    "losses": ["choices", "losses", "places", "sources"],
}


@pytest.fixture(scope="module")
def program() -> Program:
    return Program()


@pytest.fixture
def inputs(program: Program) -> stale.Inputs:
    return stale.Inputs(FIGURES, program=program)


@pytest.fixture
def out(tmp_path: Path, inputs: stale.Inputs) -> Path:
    """A folder with files of three figures and its manifest."""
    folder = tmp_path / "figures"
    folder.mkdir()
    for name, tables in DRAWN_FROM.items():
        for kind in ("svg", "png", "csv"):
            (folder / f"{name}.{kind}").write_text(f"{name} as {kind}", encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"tables": tables}), encoding="utf-8")
    stale.note(folder, inputs, DRAWN_FROM)
    return folder


def stale_of_three(out: Path, inputs: stale.Inputs) -> list[str]:
    """Those of the three figures that are stale; the other is, for it was never drawn here."""
    found = stale.figures(out, inputs)
    assert "never_drawn" in found
    return sorted(set(found) & set(DRAWN_FROM))


def test_no_figure_is_made_from_the_command_line_or_from_what_publishes(program: Program) -> None:
    figures = load.shipped().figures
    inputs = stale.Inputs(figures, program=program)
    others = ("milbalance.cli", "milbalance.publish", "milbalance.pair", "milbalance.charts.stale")
    wrong = {name: [one for one in inputs.reached(name) if one.startswith(others)] for name in figures}
    assert not any(wrong.values()), wrong


def test_forms_and_rows_are_reached_by_their_own_figures_alone(inputs: stale.Inputs) -> None:
    def of(module: str) -> set[str]:
        return {name for name in DRAWN_FROM if f"milbalance.charts.{module}" in inputs.reached(name)}

    assert of("forms.dots") == {"losses"} and of("rows.statements") == {"losses"}
    assert of("rows.tables") == {"gas", "lira"} and of("rows.money") == {"lira"}
    drawing = ("export", "figure", "texts", "style", "metadata", "description")
    assert not [module for module in drawing if of(module) != set(DRAWN_FROM)]


def test_other_words_in_figures_yml_make_that_figure_stale(out: Path, program: Program) -> None:
    reworded = FIGURES | {"gas": FIGURES["gas"] | {"title": "Gas, reworded"}}
    assert stale_of_three(out, stale.Inputs(reworded, program=program)) == ["gas"]


@pytest.mark.parametrize(
    ("table", "wanted"),
    [("flows.csv", ["gas"]), ("places.csv", ["gas", "losses"]), ("forces.csv", []), ("choices.yml", ["losses"])],
)
def test_a_changed_cell_makes_stale_what_reads_its_table(
    table: str, wanted: list[str], out: Path, data_copy: Path, program: Program
) -> None:
    assert stale_of_three(out, stale.Inputs(FIGURES, data_copy, program)) == []
    path = data_copy / table
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1))
    assert stale_of_three(out, stale.Inputs(FIGURES, data_copy, program)) == wanted


def test_words_of_the_descriptor_make_nothing_stale_and_types_do(
    out: Path, data_copy: Path, program: Program
) -> None:
    path = data_copy / paths.DESCRIPTOR
    described = json.loads(path.read_text(encoding="utf-8"))
    (table,) = [one for one in described["resources"] if one["name"] == "fx"]
    for change, wanted in (({"description": "Other words."}, []), ({"type": "string"}, ["lira"])):
        next(field for field in table["schema"]["fields"] if field["type"] == "number").update(change)
        path.write_text(json.dumps(described), encoding="utf-8")
        stale.schema.tables.cache_clear()
        assert stale_of_three(out, stale.Inputs(FIGURES, data_copy, program)) == wanted


def test_a_file_that_is_missing_or_touched_makes_its_figure_stale(out: Path, inputs: stale.Inputs) -> None:
    (out / "lira.png").unlink()
    (out / "gas.svg").write_text("by hand", encoding="utf-8")
    assert stale_of_three(out, inputs) == ["gas", "lira"]
    assert "lira" not in stale.figures(out, inputs, ["svg", "csv", "json"])


def test_another_environment_makes_everything_stale(
    out: Path, inputs: stale.Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stale, "environment", lambda: {"system": "another"})
    assert stale_of_three(out, inputs) == sorted(DRAWN_FROM)


@pytest.mark.parametrize("text", ["", "<<<<<<< ours\n", "[]", '{"made_from": "x", "files": {}}'])
def test_a_manifest_that_cannot_be_read_makes_everything_stale(text: str, out: Path, inputs: stale.Inputs) -> None:
    (out / stale.FILE).write_text(text, encoding="utf-8")
    assert stale_of_three(out, inputs) == sorted(DRAWN_FROM)


def test_the_manifest_has_a_line_a_figure_and_keeps_those_that_were_not_drawn(
    out: Path, inputs: stale.Inputs
) -> None:
    path = out / stale.FILE
    before = path.read_text(encoding="utf-8").splitlines()
    assert [line.split('"')[1] for line in before if '"made_from"' in line] == sorted(DRAWN_FROM)
    (out / "lira.svg").write_text("drawn anew", encoding="utf-8")
    stale.note(out, inputs, ["lira"])
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1 and changed[0].startswith('"lira": ')
