"""The folder of a pair: what it holds, the same bytes again, from shipped rows and from files of one's own."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from openpyxl import load_workbook

import exports
import workbooks
from milbalance.errors import MilbalanceError, NoRowsError
from milbalance.io import files
from milbalance.pair import (
    Files,
    Request,
    choices,
    coverage,
    export,
    figures,
    inputs,
    many,
    opened,
    reopen,
    workbook,
)
from milbalance.pair.export import Manifest
from milbalance.publish import notebooks
from pair_frames import ASKED, NEW, SOURCES, made, money, source, table

OWN_SOURCE = source(f"{NEW}-file", "Stockholm International Peace Research Institute (SIPRI)", "2025")

SHIPPED = Request("ISR", "TUR", (2006, 2024))
PARTNERS = (("France", "South Korea"), ("Italy", "Costa Rica"), ("Spain", "Costa Rica"), ("Italy", "Armenia"))
PARTS = ("data", "tables", "figures")


def register(path: Path) -> Path:
    """A register of deliveries with invented numbers."""
    head = "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Numbers delivered,Delivery year,"
    head += "TIV delivery values,Local production"
    rows = [
        f"{n},{supplier},{recipient},Thing-{n},tank,2,{year},{year - 2000},No"
        for n, (supplier, recipient, year) in enumerate(
            (supplier, recipient, year) for supplier, recipient in PARTNERS for year in range(2003, 2022, 2)
        )
    ]
    path.write_text("\n".join(["Data generated: 12 April 2023", head, *rows]) + "\n", encoding="utf-8")
    return path


def capabilities(path: Path) -> Path:
    """National Material Capabilities with invented numbers: South Korea is 732, Costa Rica 94."""
    rows = [
        f"{state},{code},{year},{scale * 1000 + year},{scale},1,1,1,1,{scale / 1000},2022"
        for state, code, scale in (("ROK", 732, 600), ("COS", 94, 5), ("ARM", 371, 40))
        for year in range(2000, 2023)
    ]
    head = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A pair that no shipped table has, with an official file of each sort."""
    place = tmp_path_factory.mktemp("official")
    milex = workbooks.make(place / "milex.xlsx", "data to 2022").path
    return Request(
        "KOR", "CRI", None, Files((milex,), (register(place / "register.csv"),), (capabilities(place / "NMC.csv"),))
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """The folder of a shipped pair; read-only."""
    out = tmp_path_factory.mktemp("out") / "pair"
    return out, export.write(SHIPPED, out)


@pytest.fixture(scope="module")
def from_files(own: Request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pair from files alone; read-only."""
    out = tmp_path_factory.mktemp("own") / "KOR-CRI"
    export.write(own, out)
    return out


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def code(folder: Path) -> list[str]:
    (path,) = folder.glob("*.ipynb")
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


# What it holds.


def test_the_folder_holds_what_the_manifest_says(written: tuple[Path, Manifest]) -> None:
    out, manifest = written
    whole = {"ISR-TUR.bib", "ISR-TUR.ipynb", "ISR-TUR.xlsx", "manifest.json", *PARTS}
    assert {path.name for path in out.iterdir()} == whole
    kinds = ("csv", "json", "png", "svg")
    assert {path.name for path in (out / "figures").iterdir()} == {
        f"{name}.{kind}" for name in manifest.figures for kind in kinds
    }
    assert {path.stem for path in (out / "tables").iterdir()} == set(manifest.tables)
    noted = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert noted["made_from"] == manifest.made_from == export.fingerprint(SHIPPED) == export.finished(out)
    assert noted["sides"] == ["ISR", "TUR"] and noted["years"] == [2006, 2024] and noted["inputs"] == []


def test_another_process_writes_the_same_bytes_and_a_second_run_nothing(
    written: tuple[Path, Manifest], tmp_path: Path
) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "out"
    listed.write_text("side_a,side_b,years\nISR,TUR,2006-2024\n")
    assert many.run(listed, out, Files(), processes=2, stream=io.StringIO()).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["ISR-TUR", "summary.csv"]
    there, here = everything(out / "ISR-TUR"), everything(written[0])
    assert there.keys() == here.keys()
    assert not [name for name in here if here[name] != there[name]]
    before, said = times(out / "ISR-TUR"), io.StringIO()
    assert many.run(listed, out, Files(), processes=2, stream=said).exit_code == 0
    assert said.getvalue().count("unchanged") == 1 and times(out / "ISR-TUR") == before


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_no_file_names_a_folder_of_this_machine(written: tuple[Path, Manifest], from_files: Path) -> None:
    for folder in (written[0], from_files):
        for name, content in everything(folder).items():
            assert b"/tmp/" not in content and str(folder.parent).encode() not in content, name


def test_tables_are_those_of_the_rows_in_the_folder(written: tuple[Path, Manifest]) -> None:
    out, manifest = written
    pair = opened(out, years=SHIPPED.years)
    for name in manifest.tables:
        held = pd.read_csv(out / "tables" / f"{name}.csv")
        made = pair.table(name)
        assert list(held.columns) == list(made.columns) and len(held) == len(made), name
        for column in made.select_dtypes("float"):
            assert held[column].to_numpy() == pytest.approx(made[column].to_numpy(), nan_ok=True), name


def test_rows_come_back_from_the_folder_as_they_were(written: tuple[Path, Manifest]) -> None:
    made, back = inputs.assemble(SHIPPED), reopen.rows(written[0])
    for name in reopen.ROWS:
        pd.testing.assert_frame_equal(getattr(back, name), getattr(made, name), obj=name)


# The notebook.


def test_the_notebook_follows_the_grammar(written: tuple[Path, Manifest], from_files: Path) -> None:
    for folder in (written[0], from_files):
        (path,) = folder.glob("*.ipynb")
        notebook = nbformat.read(path, as_version=4)
        first, last = notebook.cells[0].source, notebook.cells[-1].source
        assert "?" in first and len(re.findall(r"\*\*.+?\.\*\*", first)) == 1 and "Claims checked: none" in first
        assert last.startswith("## Limits")
        assert len(code(folder)) <= 14 and max(source.count("\n") + 1 for source in code(folder)) <= 10
        assert sum(source.startswith("# change this") for source in code(folder)) == 1
        outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
        assert not [out for out in outputs if out.output_type == "error" or out.get("name") == "stderr"]
        assert not [out for out in outputs if "dataframe" in out.get("data", {}).get("text/html", "")]
        alts = [out.metadata["image/png"]["alt"] for out in outputs if "image/png" in out.get("data", {})]
        assert len(alts) >= 5 and min(map(len, alts)) >= 40
        answer = re.findall(r"\*\*(.+?)\.\*\*", first)[0]
        below = " ".join(cell.source for cell in notebook.cells[1:] if cell.cell_type == "markdown")
        assert all(part in below for part in answer.split("; ")), "the answer is what the figures say"


def test_the_notebook_runs_again_without_the_official_files(from_files: Path, own: Request, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(from_files, moved)
    assert not notebooks.execute(moved / "KOR-CRI.ipynb"), "running it again changed it"


def test_other_years_are_drawn_anew_and_not_shown_as_they_were(
    written: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, drawn = [], []
    monkeypatch.setattr("IPython.display.display", lambda *found, **_: shown.append(found))
    monkeypatch.setattr(figures, "draw", lambda _, asked, name: drawn.append((asked.years, name)))
    opened(written[0], years=(2006, 2024)).show("spending_ratio")
    opened(written[0], "TUR", "ISR", (2006, 2024)).show("spending_ratio")
    opened(written[0], years=(2010, 2024)).show("spending_ratio")
    assert len(shown) == 1 and drawn == [((2006, 2024), "spending_ratio"), ((2010, 2024), "spending_ratio")]


def test_a_changed_row_is_drawn_anew(written: tuple[Path, Manifest], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(written[0], copy)
    before = reopen.digest(copy, SHIPPED)
    rows = pd.read_csv(copy / "data" / "spending.csv", dtype=str)
    rows.assign(value=rows["value"].where(rows["year"] != "2024", "99999.9")).to_csv(
        copy / "data" / "spending.csv", index=False
    )
    assert reopen.digest(copy, SHIPPED) != before
    opened(copy, years=SHIPPED.years).show("spending_ratio")  # draws
    with pytest.raises(MilbalanceError, match="no figure of ISR-TUR 'nonsense'"):
        opened(copy, years=SHIPPED.years).show("nonsense")


def test_what_is_no_such_folder_is_refused(written: tuple[Path, Manifest], tmp_path: Path) -> None:
    with pytest.raises(MilbalanceError, match=r"no manifest\.json of `milbalance pair` here"):
        opened(tmp_path)
    with pytest.raises(MilbalanceError, match="this folder holds ISR and TUR"):
        opened(written[0], "ISR", "FRA")
    with pytest.raises(MilbalanceError, match="no table 'ratio'; tables: coverage, spending_ratio"):
        opened(written[0]).table("ratio")


# Files of one's own.


def test_a_file_is_a_source_of_its_own_beside_the_shipped_one(own: Request) -> None:
    asked = dataclasses.replace(own, side_a="ARM", side_b="TUR")
    data = inputs.assemble(asked)
    sources = data.sources.set_index("source_id")
    assert {"sipri-milex-2023-file", "sipri-transfers-2023-03-file", "cow-nmc-7.0-file"} <= set(sources.index)
    assert "sipri-milex-2021" in sources.index, "shipped editions stay"
    assert "sipri-milex-2023" not in sources.index, "an edition that is shipped and brought counts once"
    assert sources.loc["sipri-milex-2023-file", "obtained_from"] == "file milex.xlsx"
    assert sources.loc["sipri-milex-2023-file", "released"] == "2023"
    assert sources.loc["cow-nmc-7.0-file", "edition"] == "version 7.0"
    tables = (data.spending, data.forces, data.context, data.arms_imports)
    assert set(data.sources["source_id"]) == {source for table in tables for source in table["source_id"]}
    assert set(data.arms_imports["supplier"]) | {"ARM", "TUR"} == set(data.places["place"])
    arms = data.arms_imports[data.arms_imports["source_id"] == "sipri-transfers-2023-03-file"]
    assert set(arms["recipient"]) == {"ARM"} and set(arms["supplier"]) == {"ITA"}


def test_official_files_answer_for_places_that_are_not_shipped(from_files: Path, own: Request) -> None:
    with pytest.raises(NoRowsError, match="KOR-CRI: nothing to compare"):
        export.write(Request("KOR", "CRI"), from_files.parent / "nothing")
    assert not (from_files.parent / "nothing").exists()
    report = opened(from_files).table("coverage").set_index("subject")
    yes = {"military spending, current US dollars", "personnel", "national capability (CINC)", "suppliers of arms"}
    assert set(report.index[report["comparable"] == "yes"]) == yes
    zero = "a side is 0 in every year that both have, and no balance is made of that"
    assert report.loc["military spending, share of GDP", "why not"] == zero
    people = opened(from_files).table("personnel_ratio")
    assert people["low"].unique().tolist() == [120.0], "600,000 over 5,000"
    noted = json.loads((from_files / "manifest.json").read_text(encoding="utf-8"))
    assert [(each["option"], each["file"]) for each in noted["inputs"]] == [
        ("milex", "milex.xlsx"), ("transfers", "register.csv"), ("nmc", "NMC.csv"),
    ]  # fmt: skip
    assert [each["sha256"] for each in noted["inputs"]] == [
        files.checksum(path) for _, path, _ in own.files.given()
    ]


def with_nmc(request: Request, *paths: Path) -> Request:
    return dataclasses.replace(request, files=dataclasses.replace(request.files, nmc=paths))


def test_a_broken_file_is_refused_and_nothing_written(own: Request, tmp_path: Path) -> None:
    bad = tmp_path / "NMC.csv"
    bad.write_text("not,what\nit,says\n", encoding="utf-8")
    with pytest.raises(MilbalanceError, match=r"NMC\.csv:1"):
        export.write(with_nmc(own, bad), tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["NMC.csv"]
    with pytest.raises(MilbalanceError, match="no such file"):
        inputs.assemble(with_nmc(own, tmp_path / "absent.csv"))


def test_a_file_that_does_not_say_its_edition_is_named_by_the_reader(tmp_path: Path) -> None:
    old, new = (capabilities(tmp_path / name) for name in ("old.csv", "new.csv"))
    for path, last in ((old, 2015), (new, 2014)):
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line.rpartition(",")[0] for line in lines if not line.split(",")[2].isdigit()]
        kept += [line.rpartition(",")[0] for line in lines if line.split(",")[2] in map(str, range(2000, last + 1))]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(MilbalanceError, match=r"say the source_id \(--source-id\)"):
        inputs.assemble(Request("KOR", "CRI", files=Files(nmc=(old,))))
    one = inputs.assemble(Request("KOR", "CRI", files=Files(nmc=(old,), source_ids=("cow-nmc-6.0",))))
    assert set(one.context["source_id"]) == {"cow-nmc-6.0-file"}
    ids = ("old.csv=cow-nmc-6.0", "new.csv=cow-nmc-7.0")
    both = inputs.assemble(Request("KOR", "CRI", files=Files(nmc=(old, new), source_ids=ids)))
    assert set(both.context["source_id"]) == {"cow-nmc-6.0-file", "cow-nmc-7.0-file"}
    with pytest.raises(
        MilbalanceError, match=r"^--nmc: found cow-nmc-6.0 in old.csv and new.csv; wanted one file an"
    ):
        inputs.assemble(Request("KOR", "CRI", files=Files(nmc=(old, new), source_ids=("cow-nmc-6.0",) * 2)))


def test_an_edition_of_no_file_is_refused_in_one_line() -> None:
    faulty = {
        ("sipri-milex-2026",): "found 'sipri-milex-2026' and no file of --milex",
        (
            "mine",
        ): "found 'mine'; wanted an id that begins as one of sipri-milex-..., sipri-transfers-..., cow-nmc-",
        ("c.csv=cow-nmc-6.0",): "found 'c.csv=cow-nmc-6.0'; wanted FILE=ID with one of the files a.csv, b.csv",
        ("cow-nmc-6.0",): "found cow-nmc-6.0 and 2 files; wanted a.csv=cow-nmc-6.0 or b.csv=cow-nmc-6.0",
        ("a.csv=cow-nmc-6.0", "a.csv=cow-nmc-7.0"): "found two for a.csv; wanted one",
    }
    for ids, said in faulty.items():
        with pytest.raises(MilbalanceError, match=f"^--source-id: .*{re.escape(said)}"):
            list(Files(nmc=(Path("a.csv"), Path("b.csv")), source_ids=ids).given())


def test_editions_without_a_file_name_are_taken_in_order() -> None:
    files = Files(milex=(Path("x/m.xlsx"),), nmc=(Path("a/n.csv"), Path("b/n.csv")))
    ids = ("cow-nmc-6.0", "sipri-milex-2026", "cow-nmc-7.0")
    told = [source_id for _, _, source_id in dataclasses.replace(files, source_ids=ids).given()]
    assert told == ["sipri-milex-2026", "cow-nmc-6.0", "cow-nmc-7.0"]
    named = dataclasses.replace(files, source_ids=("b/n.csv=cow-nmc-7.0",))  # two of one name: the path tells
    assert [source_id for _, _, source_id in named.given()] == [None, None, "cow-nmc-7.0"]


def test_an_edition_that_is_shipped_and_brought_counts_once() -> None:
    shipped = [money(side, year, 5) for side in ("NOR", "SWE") for year in (2019, 2020)]
    shares = [money(side, 2020, 5, "share_gdp") for side in ("NOR", "SWE")]
    brought = [row | {"source_id": f"{NEW}-file"} for row in (*shipped, shares[0])]
    found = inputs.once(table("spending", [*shipped, *shares, *brought]), "basis")
    assert found.groupby("basis")["source_id"].unique().map(list).to_dict() == {
        "current_usd": [f"{NEW}-file"],  # both have as many years: the file
        "share_gdp": [NEW],  # the file has one side alone
    }
    alone = inputs.once(table("spending", [*shipped, *brought[:2], *brought[2:3]]), "basis")
    assert alone["source_id"].unique().tolist() == [NEW], "a part of an edition does not hide the whole"
    other = [row | {"source_id": "sipri-milex-2026-file"} for row in shipped]
    assert len(inputs.once(table("spending", [*shipped, *other]), "basis")) == 8
    grid = choices.spread(made(spending=[*shipped, *brought], sources=[*SOURCES, OWN_SOURCE]), ASKED)
    once = inputs.once(table("spending", [*shipped, *brought]), "basis")
    again = choices.spread(dataclasses.replace(made(sources=[*SOURCES, OWN_SOURCE]), spending=once), ASKED)
    assert len(grid) == 2 * len(again)


def test_a_file_of_one_supplier_is_refused_since_each_share_would_be_the_whole(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "table.csv", exports.OLD_TABLE)
    with pytest.raises(MilbalanceError, match=r"table\.csv: found deliveries from Israel alone, of which no share"):
        inputs.assemble(Request("AZE", "TUR", files=Files(transfers=(path,))))
    # A register that does not say what it was asked for: one supplier of several recipients.
    rows = [
        row.replace("Russia", "Israel") for row in exports.DELIVERIES if "unknown" not in row and "Iran" not in row
    ]
    with pytest.raises(MilbalanceError, match=r"register\.csv: found deliveries from ISR alone"):
        inputs.assemble(
            Request("AZE", "ARM", files=Files(transfers=(exports.deliveries(tmp_path / "register.csv", rows),)))
        )


def test_a_file_that_does_not_serve_is_named(tmp_path: Path) -> None:
    rows = [row for row in exports.DELIVERIES if "Azerbaijan" in row]
    asked = Request("AZE", "ARM", files=Files(transfers=(exports.deliveries(tmp_path / "register.csv", rows),)))
    data = inputs.assemble(asked)
    found = coverage.report(data, asked).set_index("subject").loc["suppliers of arms"]
    assert found["comparable"] == "yes" and found["side a"].endswith(", none of register.csv")


def test_the_fingerprint_changes_with_what_is_asked_and_what_the_files_hold(own: Request, tmp_path: Path) -> None:
    first = export.fingerprint(own)
    moved = tmp_path / "NMC.csv"
    shutil.copy(own.files.nmc[0], moved)
    assert export.fingerprint(with_nmc(own, moved)) == first, "where a file lies does not matter"
    moved.write_text(moved.read_text(encoding="utf-8").replace("600", "601"), encoding="utf-8")
    others = [
        with_nmc(own, moved),
        with_nmc(own),
        dataclasses.replace(own, years=(2000, 2010)),
        dataclasses.replace(own, side_a=own.side_b, side_b=own.side_a),
    ]
    assert len({first, *map(export.fingerprint, others)}) == 5


# Workbook and references.


def test_the_workbook_has_a_sheet_a_table_with_units_and_no_formula(written: tuple[Path, Manifest]) -> None:
    book = load_workbook(written[0] / "ISR-TUR.xlsx")
    assert book.sheetnames == [*written[1].tables, "sources"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    heads = [cell.value for cell in book["spending_ratio"][1]]
    assert heads[3:5] == ["ISR (unit in its column)", "TUR (unit in its column)"]
    assert "ratio, ISR over TUR (no unit)" in heads
    rows = pd.read_excel(written[0] / "ISR-TUR.xlsx", sheet_name="spending_ratio")
    held = pd.read_csv(written[0] / "tables" / "spending_ratio.csv")
    assert rows["ratio, ISR over TUR (no unit)"].to_numpy() == pytest.approx(held["ratio"].to_numpy(), nan_ok=True)


def test_a_workbook_takes_no_text_for_a_formula_and_no_gap_for_a_zero(tmp_path: Path) -> None:
    frame = pd.DataFrame({"note": ["=1+1", "https://a.example", None], "value": [1.5, float("nan"), float("inf")]})
    (tmp_path / "a.xlsx").write_bytes(workbook.write({"t": frame}, ASKED))
    sheet = load_workbook(tmp_path / "a.xlsx")["t"]
    cells = [(row[0].value, row[0].data_type, row[1].value) for row in sheet.iter_rows(min_row=2)]
    assert cells == [("=1+1", "s", 1.5), ("https://a.example", "s", None), (None, "n", "no upper end")]


def test_every_source_drawn_is_a_reference(written: tuple[Path, Manifest]) -> None:
    out, manifest = written
    text = (out / "ISR-TUR.bib").read_text(encoding="utf-8")
    assert re.findall(r"^@\w+\{(.+),$", text, re.MULTILINE) == sorted(manifest.sources)
    cards = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "figures").glob("*.json")]
    assert {source for card in cards for source in card["sources"]} <= set(manifest.sources)
    assert text.count("{") == text.count("}")
