"""Which figures are stale: those whose tables or whose code changed, and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from milbalance.charts import export, manifest
from milbalance.charts.program import Program
from milbalance.tables import paths

REGISTRY = export.registry()
# What some figures are drawn from; the names of tables as the cards of figures have them.
DRAWN_FROM = {
    "gas_exports": ["claims", "flows", "places", "sources"],
    "lira_rate": ["facts", "fx", "sources"],
    "losses_by_class": ["losses", "places", "sources"],
}


@pytest.fixture(scope="module")
def program() -> Program:
    return Program()


@pytest.fixture
def inputs(program: Program) -> manifest.Inputs:
    return manifest.Inputs(program=program)


@pytest.fixture
def out(tmp_path: Path, inputs: manifest.Inputs) -> Path:
    """A folder with files of three figures and its manifest."""
    folder = tmp_path / "figures"
    folder.mkdir()
    for name, tables in DRAWN_FROM.items():
        for kind in ("svg", "png", "csv"):
            (folder / f"{name}.{kind}").write_text(f"{name} as {kind}", encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"tables": tables}), encoding="utf-8")
    manifest.write(folder, inputs, DRAWN_FROM)
    return folder


def stale(out: Path, inputs: manifest.Inputs) -> list[str]:
    """Those of the three figures that are stale; all others are, for they were never drawn here."""
    found = manifest.stale(out, inputs)
    assert set(found) >= set(REGISTRY) - set(DRAWN_FROM)
    return sorted(set(found) & set(DRAWN_FROM))


def test_the_list_of_charts_is_known_without_importing_them(inputs: manifest.Inputs) -> None:
    assert inputs.modules == {name: entry.chart.__module__ for name, entry in REGISTRY.items()}


def test_no_figure_is_made_from_the_command_line_or_from_what_publishes(inputs: manifest.Inputs) -> None:
    publishing = ("cli", "site", "workbook", "explore", "notebooks", "readme", "manifest", "charts")
    others = {f"milbalance.{name}" for name in publishing}
    wrong = {name: others & set(inputs.reached(name)) for name in REGISTRY}
    assert not any(wrong.values()), wrong


def test_a_chart_is_reached_by_its_own_figures_and_those_that_build_on_it(inputs: manifest.Inputs) -> None:
    def of(module: str) -> set[str]:
        return {name for name in REGISTRY if f"milbalance.charts.{module}" in inputs.reached(name)}

    assert of("gas") == {"gas_exports"}
    assert of("lira") == {"lira_rate", "fighters_pay"}
    assert of("contracts") == {"russia_contracts", "israel_deliveries"}
    drawing = {"charts.export", "charts.style", "charts.metadata", "tables.licences", "charts.alt_text"}
    lacking = {name: {f"milbalance.{one}" for one in drawing} - set(inputs.reached(name)) for name in REGISTRY}
    assert not any(lacking.values()), lacking


@pytest.mark.parametrize(
    ("table", "wanted"),
    [("flows", ["gas_exports"]), ("places", ["gas_exports", "losses_by_class"]), ("forces", [])],
)
def test_a_changed_cell_makes_stale_what_reads_its_table(
    table: str, wanted: list[str], out: Path, data_copy: Path, program: Program
) -> None:
    assert stale(out, manifest.Inputs(data_copy, program)) == []
    path = data_copy / f"{table}.csv"
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1))
    assert stale(out, manifest.Inputs(data_copy, program)) == wanted


def test_words_of_the_descriptor_make_nothing_stale_and_types_do(
    out: Path, data_copy: Path, program: Program
) -> None:
    path = data_copy / paths.DESCRIPTOR
    described = json.loads(path.read_text(encoding="utf-8"))
    (table,) = [one for one in described["resources"] if one["name"] == "fx"]
    for change, wanted in (({"description": "Other words."}, []), ({"type": "string"}, ["lira_rate"])):
        next(field for field in table["schema"]["fields"] if field["type"] == "number").update(change)
        path.write_text(json.dumps(described), encoding="utf-8")
        manifest.schema.tables.cache_clear()
        assert stale(out, manifest.Inputs(data_copy, program)) == wanted


def test_a_file_that_is_missing_or_touched_makes_its_figure_stale(out: Path, inputs: manifest.Inputs) -> None:
    (out / "lira_rate.png").unlink()
    (out / "gas_exports.svg").write_text("by hand", encoding="utf-8")
    assert stale(out, inputs) == ["gas_exports", "lira_rate"]
    assert "lira_rate" not in manifest.stale(out, inputs, ["svg", "csv", "json"])


def test_another_environment_makes_everything_stale(
    out: Path, inputs: manifest.Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "environment", lambda: {"system": "another"})
    assert stale(out, inputs) == sorted(DRAWN_FROM)


@pytest.mark.parametrize("text", ["", "<<<<<<< ours\n", "[]", '{"made_from": "x", "files": {}}'])
def test_a_manifest_that_cannot_be_read_makes_everything_stale(
    text: str, out: Path, inputs: manifest.Inputs
) -> None:
    (out / manifest.FILE).write_text(text, encoding="utf-8")
    assert stale(out, inputs) == sorted(DRAWN_FROM)


def test_the_manifest_has_a_line_a_figure_and_keeps_those_that_were_not_drawn(
    out: Path, inputs: manifest.Inputs
) -> None:
    path = out / manifest.FILE
    before = path.read_text(encoding="utf-8").splitlines()
    assert [line.split('"')[1] for line in before if '"made_from"' in line] == sorted(DRAWN_FROM)
    (out / "lira_rate.svg").write_text("drawn anew", encoding="utf-8")
    manifest.write(out, inputs, ["lira_rate"])
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1 and changed[0].startswith('"lira_rate": ')
