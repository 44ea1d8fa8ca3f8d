"""Whatever is wrong with a data file is said at once, as file, line and column, and nothing wrong is let through.

Most tests spoil a small folder: the shipped descriptor, sources and places, and the few made-up rows below.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pandas.testing import assert_frame_equal
from typer.testing import CliRunner

from milbalance.cli import app
from milbalance.errors import DataError
from milbalance.tables import load, paths, validate

MADE = {
    "fx": """\
month,source_id,mean,lowest,highest,days,note
2020-01,ecb-eurofxref,6.5,6,7,20,
2020-02,ecb-eurofxref,6.5,6,7,20,
2020-03,ecb-eurofxref,6.5,6,7,20,
""",
    "spending": """\
place,year,basis,source_id,value,unit,base_year,quality,missing_reason,locator,note
ARM,2020,current_usd,sipri-milex-2021,600,million US dollars,,reported,,,
ARM,2020,share_gdp,sipri-milex-2021,5,per cent of GDP,,reported,,,
AZE,2020,constant_usd,sipri-milex-2021,2000,million US dollars,2019,reported,,,
AZE,1990,current_usd,sipri-milex-2021,,million US dollars,,,not independent,,
""",
    "fatalities": """\
place,year,violence,source_id,low,best,high,note
ARM,2022,state-based battle-related deaths,ucdp-ged-23.1,154,154,153,
""",
}
FX = MADE["fx"]
COLUMNS = FX.splitlines()[0].replace(",", ", ")
NAMES = sorted(COLUMNS.split(", "))


@cache
def described() -> str:
    """The shipped descriptor, but for the tables that are not in the small folder."""
    whole = json.loads((paths.data() / paths.DESCRIPTOR).read_text(encoding="utf-8"))
    whole["resources"] = [one for one in whole["resources"] if one["name"] in {"sources", "places", *MADE}]
    return json.dumps(whole)


def sound(folder: Path) -> Path:
    """A new data folder of five tables without a fault, three of them made up."""
    folder.mkdir()
    for name in ("sources.csv", "places.csv"):
        shutil.copy(paths.data() / name, folder)
    for name, text in MADE.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / paths.DESCRIPTOR).write_text(described(), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound(tmp_path / "data")


def edit(folder: Path, table: str, old: str, new: str) -> None:
    """Replace a text where it first occurs, every byte as written here."""
    path = folder / f"{table}.csv"
    content = path.read_bytes()
    assert old.encode() in content, f"{table} has no {old!r}: mend this test"
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))


# What is done to one table (text for text, once or twice), and the faults that it then has.
BAD: dict[str, tuple[str, list[tuple[str, str]], list[str]]] = {
    "missing column": ("fx", [(FX, FX.replace(",note", "").replace(",20,", ",20"))], [
        "1:note: found no column of that name; wanted it in the first line"
    ]),
    "unknown column": (
        "fx", [("days,note", "days,note,remark")], [f"1:remark: found an unknown column; wanted one of {COLUMNS}"]
    ),
    "column order": ("fx", [("lowest,highest", "highest,lowest")], [
        f"1:-: found columns {COLUMNS.replace('lowest, highest', 'highest, lowest')}; wanted the order {COLUMNS}"
    ]),
    "a column twice": (
        "fx", [("days,note", "days,note,note")], ["1:note: found a column twice; wanted each column once"]
    ),
    "one column instead of seven": ("fx", [(FX, "month\n2020-01\n")], [
        f"1:{name}: found no column of that name; wanted it in the first line" for name in NAMES if name != "month"
    ]),
    "text in a number": ("fx", [("6.5,6,7", "about 6.5,6,7")], ["2:mean: found 'about 6.5'; wanted a number"]),
    "a fraction in a whole number": ("fx", [("7,20", "7,20.5")], ["2:days: found '20.5'; wanted a whole number"]),
    "a whole number of more digits than a column can hold": (
        "fx", [("7,20", "7," + "2" * 19)], [f"2:days: found '{'2' * 19}'; wanted a whole number"]
    ),
    "unknown place": (
        "spending", [("AZE,2020", "AZR,2020")], ["4:place: found 'AZR'; wanted a place of places.csv"]
    ),
    "NA as a place": ("spending", [("AZE,2020", "NA,2020")], ["4:place: found 'NA'; wanted a place of places.csv"]),
    "unknown source": ("fx", [("ecb-eurofxref", "ecb-eurofx")], [
        "2:source_id: found 'ecb-eurofx'; wanted a source_id of sources.csv"
    ]),
    "unknown source that a source derives from": ("sources", [(",sipri-milex-2020,", ",sipri-milex-1066,")], [
        "L:derived_from: found 'sipri-milex-1066'; wanted a source_id of sources.csv"
    ]),
    "duplicate key": ("fx", [("2020-03", "2020-01")], [
        "4:month, source_id: found the same as on line 2; wanted a key once"
    ]),
    "duplicate key of one column": ("places", [("\nAZE,", "\nARM,Armenia,,belligerent,true,#E69F00,,,\nAZE,")], [
        "L:place: found the same as on line 2; wanted a value that no other row has"
    ]),
    "below the minimum": ("fx", [("7,20", "7,0")], ["2:days: found '0'; wanted at least 1"]),
    "above the maximum": ("fx", [("7,20", "7,24")], ["2:days: found '24'; wanted at most 23"]),
    "not in the list": ("spending", [(",reported", ",guessed")], [
        "2:quality: found 'guessed'; wanted one of reported, estimate, uncertain"
    ]),
    "not in the pattern": ("fx", [("2020-01", "2020-13")], [
        r"2:month: found '2020-13'; wanted Month. (pattern \d{4}-(0[1-9]|1[0-2]))"
    ]),
    "a required cell left empty, and no rule about it besides": (
        "fx", [("6.5,6,7", "6.5,,7")], ["2:lowest: found nothing; wanted a value"]
    ),
    "row rule: share": (
        "spending", [(",5,per cent", ",105,per cent")], ["3:value: found '105'; wanted at most 100 per cent"]
    ),
    "row rule: millions": ("spending", [(",600,", ",600000000,")], [
        "2:value: found '600000000'; wanted at most 10,000,000 (million US dollars)"
    ]),
    "row rule: base year": ("spending", [("dollars,2019,", "dollars,,")], [
        "4:base_year: found nothing; wanted a base year for constant_usd and for no other basis"
    ]),
    "row rule: unit of basis": ("spending", [("600,million US dollars", "600,per cent of GDP")], [
        "2:unit: found 'per cent of GDP'; wanted the unit of this basis"
    ]),
    "row rule: order": ("fx", [("6.5,6,7", "5,6,7")], [
        "2:mean: found '5'; wanted a mean between the lowest and the highest day"
    ]),
    "value together with missing_reason": ("spending", [(",reported,,,", ",reported,not available,,")], [
        "2:value: found '600'; wanted a value, or a missing_reason, and not both"
    ]),
    "neither value nor missing_reason": ("spending", [(",600,", ",,")], [
        "2:value: found nothing; wanted a value, or a missing_reason, and not both"
    ]),
    "a file of empty lines and a byte order mark": (
        "fx", [(FX, "\ufeff\n\n")], ["1:-: found an empty file; wanted a header line and rows"]
    ),
    "empty file": ("fx", [(FX, "")], ["1:-: found an empty file; wanted a header line and rows"]),
    **{
        f"{text} as a number": ("spending", [(",600,", f",{text},")], [f"2:value: found '{text}'; wanted a number"])
        for text in ("NaN", "inf", "-INF", "1_000", " 600", "٦٠٠", "1e", "1e400", "$600", "9" * 31)
    },
    "1 as a boolean, which would load as missing": (
        "places", [("belligerent,true", "belligerent,1")], ["2:iso: found '1'; wanted true or false"]
    ),
    "extra cell": ("fx", [("20,\n", "20,,surplus\n")], ["2:-: found 'surplus'; wanted only 7 cells"]),
    "missing cell": ("fx", [("20,\n", "20\n")], ["2:note: found the end of the line; wanted 7 cells"]),
    "so many short rows that one of them might be taken for the header": (
        "fx", [(FX, FX.replace(",ecb-eurofxref,6.5,6,7,20,", ""))],
        [f"{line}:{name}: found the end of the line; wanted 7 cells"
         for line in (2, 3, 4) for name in NAMES if name != "month"],
    ),
    "empty line, and the right line after it": (
        "fx", [("\n2020-02", "\n\n2020-02"), ("03,ecb-eurofxref,6.5", "03,ecb-eurofxref,NaN")],
        ["3:-: found an empty line; wanted a row", "5:mean: found 'NaN'; wanted a number"],
    ),
    "a line of empty cells": (
        "fx", [("\n2020-02", "\n,,,,,,\n2020-02")], ["3:-: found an empty line; wanted a row"]
    ),
    "quoted line breaks before the bad row": (
        "fx", [("20,\n", '20,"one\ntwo\r\nthree"\n'), ("02,ecb-eurofxref", "02,ecb")],
        ["5:source_id: found 'ecb'; wanted a source_id of sources.csv"],
    ),
    "line breaks of other kinds that are none here": (
        "fx", [("20,\n", "20,form\ffeed and \u2028 separator and \x85\n"), ("02,ecb-eurofxref", "02,ecb")],
        ["3:source_id: found 'ecb'; wanted a source_id of sources.csv"],
    ),
    "unclosed quote, on the line where it was opened": ("fx", [("\n2020-02,", '\n"2020-02,')], [
        "3:-: found broken quoting (unexpected end of data); wanted closed quotes"
    ]),
    "text after a closed quote": ("fx", [("2020-02,", '"2020"-02,')], [
        "3:-: found broken quoting (',' expected after '\"'); wanted closed quotes"
    ]),
    "a cell without end": ("fx", [("7,20,", f"7,20,{'x' * 200_000}")], [
        "2:-: found a cell of more than 131,072 letters; wanted at most 131,072, and closed quotes"
    ]),
    **{f"columns between {name}": ("fx", [(FX, FX.replace(",", sign))], [
        f"1:-: found {name} between the columns; wanted commas: save it as CSV with commas"
    ]) for sign, name in ((";", "semicolons"), ("\t", "tabs"))},
    "a NUL": ("fx", [("\n2020-02", "\n\0\n2020-02")], [
        "3:-: found a NUL character (U+0000); wanted text encoded as UTF-8, without one"
    ]),
    "byte order mark and a bad row": (
        "fx", [("month", "\ufeffmonth"), ("7,20", "7,24")], ["2:days: found '24'; wanted at most 23"]
    ),
    "CRLF line ends and a bad row": (
        "fx", [(FX, FX.replace("\n", "\r\n")), ("03,ecb-eurofxref", "03,ecb")],
        ["4:source_id: found 'ecb'; wanted a source_id of sources.csv"],
    ),
}  # fmt: skip


def raw(file: str, content: bytes | None) -> Callable[[Path], object]:
    """Another content for a file, or none: the file goes."""
    return lambda folder: (folder / file).unlink() if content is None else (folder / file).write_bytes(content)


def much(folder: Path) -> None:
    for table, old, new in (
        ("spending", "AZE,2020", "AZR,2020"), ("spending", ",600,", ",-600,"),
        ("spending", "ARM,2020,share_gdp", "ARM,1920,share_gdp"), ("fx", "6.5,6,7,20", "x,y,7,24"),
    ):  # fmt: skip
        edit(folder, table, old, new)
    (folder / "fatalities.csv").unlink()


FILES: list[tuple[Callable[[Path], object], list[str]]] = [
    (raw("fx.csv", FX.replace("20,\n", "20,Türkei\n").encode("latin-1")),
     ["fx.csv:2:-: found the byte 0xfc; wanted text encoded as UTF-8"]),
    (raw("fx.csv", None), ["fx.csv: found no such file; wanted Lira rate"]),
    (raw("sources.csv", None), ["sources.csv: found no such file; wanted Sources"]),  # one fault, not one a row
    (raw(paths.DESCRIPTOR, None), ["FOLDER: found no datapackage.json; wanted a data folder"]),
    (raw(paths.DESCRIPTOR, b'{"resources": [}'),
     ["datapackage.json:1:16: found Expecting value; wanted a file of JSON"]),
    (much, [
        "fatalities.csv: found no such file; wanted Fatalities",
        "fx.csv:2:days: found '24'; wanted at most 23",
        "fx.csv:2:lowest: found 'y'; wanted a number",
        "fx.csv:2:mean: found 'x'; wanted a number",
        "spending.csv:2:value: found '-600'; wanted at least 0",
        "spending.csv:3:year: found '1920'; wanted at least 1985",
        "spending.csv:4:place: found 'AZR'; wanted a place of places.csv",
    ]),
]  # fmt: skip


def said(folder: Path) -> list[str]:
    """The faults of a folder. Tables that this test does not write may grow: their line numbers read L."""
    lines = [str(fault).replace(str(folder), "FOLDER") for fault in validate.check(folder)]
    return [re.sub(r"^((?:sources|places)\.csv):(?!1:|2:)\d+", r"\1:L", line) for line in lines]


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    wrong = []
    for name, (table, edits, faults) in BAD.items():
        folder = sound(tmp_path / name[:40])
        for old, new in edits:
            edit(folder, table, old, new)
        if (found := said(folder)) != (wanted := [f"{table}.csv:{fault}" for fault in faults]):
            wrong.append(f"{name}: {found}, wanted {wanted}")
    for number, (spoil, wanted) in enumerate(FILES):
        folder = sound(tmp_path / str(number))
        spoil(folder)
        if (found := said(folder)) != wanted:
            wrong.append(f"{found}, wanted {wanted}")
    assert not wrong, "\n".join(wrong)


def test_the_command_says_it_plainly(folder: Path) -> None:
    done = CliRunner().invoke(app, ["check", str(folder)])
    assert (done.exit_code, done.output) == (0, f"All 5 tables in {folder}/ are valid.\n")
    edit(folder, "fx", "6.5,6,7,20", "x,6,7,24")
    done = CliRunner().invoke(app, ["check", str(folder)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "fx.csv:2:days: found '24'; wanted at most 23", "fx.csv:2:mean: found 'x'; wanted a number", "2 faults"
    ]  # fmt: skip
    edit(folder, "fx", "x,6", "6,6")
    assert CliRunner().invoke(app, ["check", str(folder)]).stderr.splitlines()[-1] == "1 fault"


def test_the_shipped_data_have_no_fault() -> None:
    assert [str(fault) for fault in validate.check()] == [], "mend data/, then `make refresh`"


def test_what_a_spreadsheet_does_to_a_file_changes_nothing(folder: Path) -> None:
    before = load.table("fx", folder)
    for text in ("\ufeff" + FX, FX.replace("\n", "\r\n"), FX.rstrip("\n")):
        (folder / "fx.csv").write_bytes(text.encode())
        assert validate.check(folder) == []
        assert_frame_equal(load.table("fx", folder), before)


def test_na_stays_text(folder: Path) -> None:
    edit(folder, "spending", "AZE,2020", "NA,2020")
    assert list(load.table("spending", folder)["place"]) == ["ARM", "ARM", "NA", "AZE"]


def test_a_file_over_the_size_bound_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (folder / "sources.csv").stat().st_size
    monkeypatch.setattr(validate, "_MAX_BYTES", size - 1)
    assert said(folder) == [f"sources.csv:1:-: found {size:,} bytes; wanted at most {size - 1:,}"]


def test_there_is_no_limit_to_the_faults_and_one_to_their_length(folder: Path) -> None:
    rows = "".join(f"AZR,{year},{place},ucdp-ged-23.1,,1,,\n" for place in range(60) for year in range(1990, 2020))
    (folder / "fatalities.csv").write_text(MADE["fatalities"] + rows, encoding="utf-8")
    assert len(validate.check(folder)) == 1800
    (folder / "fatalities.csv").write_text(MADE["fatalities"], encoding="utf-8")
    edit(folder, "fx", "6.5", "x" * 10_000)
    (fault,) = said(folder)
    assert len(fault) < 200


FORGOTTEN: list[Callable[[list[dict[str, Any]]], object]] = [
    lambda outliers: outliers.clear(),
    lambda outliers: outliers[0]["key"].update(place="AZE"),
    lambda outliers: outliers[0].update(rule="some other rule"),
    lambda outliers: outliers[0]["key"].pop("year"),
]


def test_an_outlier_is_forgiven_by_its_full_name_only(folder: Path) -> None:
    """The high estimate is 153, as published."""
    assert validate.check(folder) == []
    for change in FORGOTTEN:
        whole = json.loads(described())
        (fatalities,) = [resource for resource in whole["resources"] if resource["name"] == "fatalities"]
        change(fatalities["known_outliers"])
        (folder / paths.DESCRIPTOR).write_text(json.dumps(whole), encoding="utf-8")
        assert said(folder) == ["fatalities.csv:2:best: found '154'; wanted a best estimate between low and high"]


def test_a_copy_loads_as_the_shipped_data_and_a_spoilt_one_raises_every_fault(
    data: load.Data, data_copy: Path
) -> None:
    for name, frame in load.everything(data_copy).tables.items():
        assert_frame_equal(frame, getattr(data, name))
    (data_copy / "fx.csv").unlink()
    edit(data_copy, "fatalities", "ARM,", "ARX,")
    with pytest.raises(DataError) as caught:
        load.everything(data_copy)
    assert [fault.file for fault in caught.value.faults] == ["fatalities.csv", "fx.csv"]
