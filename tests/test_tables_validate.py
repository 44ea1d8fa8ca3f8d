"""Whatever is wrong with a data file is said at once, as file, line and column, and nothing wrong is let through.

Most tests spoil a small folder: the shipped descriptor, sources and places, and the few made-up rows below.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pandas.testing import assert_frame_equal
from typer.testing import CliRunner, Result

from milbalance.cli import app
from milbalance.errors import DataError
from milbalance.tables import load, paths, validate

FX = """\
month,source_id,mean,lowest,highest,days,note
2020-01,ecb-eurofxref,6.5,6,7,20,
2020-02,ecb-eurofxref,6.5,6,7,20,
2020-03,ecb-eurofxref,6.5,6,7,20,
"""
SPENDING = """\
place,year,basis,source_id,value,unit,base_year,quality,missing_reason,locator,note
ARM,2020,current_usd,sipri-milex-2021,600,million US dollars,,reported,,,
ARM,2020,share_gdp,sipri-milex-2021,5,per cent of GDP,,reported,,,
AZE,2020,constant_usd,sipri-milex-2021,2000,million US dollars,2019,reported,,,
AZE,1990,current_usd,sipri-milex-2021,,million US dollars,,,not independent,,
"""
FATALITIES = """\
place,year,violence,source_id,low,best,high,note
ARM,2022,state-based battle-related deaths,ucdp-ged-23.1,154,154,153,
"""
FX_COLUMNS = FX.splitlines()[0].replace(",", ", ")
SPENDING_COLUMNS = SPENDING.splitlines()[0].replace(",", ", ")

Mutation = Callable[[Path], object]


@pytest.fixture
def folder(data_copy: Path) -> Path:
    """A sound data folder of five tables, three of them made up."""
    for name, text in {"fx": FX, "spending": SPENDING, "fatalities": FATALITIES}.items():
        (data_copy / f"{name}.csv").write_text(text, encoding="utf-8")
    kept = {"sources", "places", "fx", "spending", "fatalities"}
    described = descriptor(data_copy)
    described["resources"] = [resource for resource in described["resources"] if resource["name"] in kept]
    describe(data_copy, described)
    return data_copy


def descriptor(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / paths.DESCRIPTOR).read_text(encoding="utf-8"))
    return described


def describe(folder: Path, described: dict[str, Any]) -> None:
    (folder / paths.DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")


def edit(file: str, old: str, new: str) -> Mutation:
    """Replace a text where it first occurs, every byte as written here."""

    def mutate(folder: Path) -> None:
        path = folder / file
        content = path.read_bytes()
        assert old.encode() in content, f"{file} has no {old!r}: mend this test"
        path.write_bytes(content.replace(old.encode(), new.encode(), 1))

    return mutate


def append(file: str, line: str) -> Mutation:
    def mutate(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8", newline="") as opened:
            opened.write(line)

    return mutate


def content(file: str, raw: bytes) -> Mutation:
    return lambda folder: (folder / file).write_bytes(raw)


def both(*mutations: Mutation) -> Mutation:
    return lambda folder: [mutate(folder) for mutate in mutations]


def remove(file: str) -> Mutation:
    return lambda folder: (folder / file).unlink()


def command(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def bad(name: str, mutation: Mutation, *faults: str) -> Any:
    return pytest.param(mutation, faults, id=name)


BAD = [
    bad(
        "missing column",
        edit("fx.csv", FX, FX.replace(",note", "").replace(",20,", ",20")),
        "fx.csv:1:note: found no such column; wanted this column",
    ),
    bad(
        "unknown column",
        edit("fx.csv", "days,note", "days,note,remark"),
        f"fx.csv:1:remark: found an unknown column; wanted one of {FX_COLUMNS}",
    ),
    bad(
        "column order",
        edit("fx.csv", "lowest,highest", "highest,lowest"),
        f"fx.csv:1:-: found columns {FX_COLUMNS.replace('lowest, highest', 'highest, lowest')}; "
        f"wanted the order {FX_COLUMNS}",
    ),
    bad(
        "a column twice",
        edit("fx.csv", "days,note", "days,note,note"),
        f"fx.csv:1:-: found columns {FX_COLUMNS}, note; wanted the order {FX_COLUMNS}",
    ),
    bad(
        "one column instead of seven",
        content("fx.csv", b"month\n2020-01\n"),
        *[
            f"fx.csv:1:{c}: found no such column; wanted this column"
            for c in sorted(FX_COLUMNS.split(", "))
            if c != "month"
        ],
    ),
    bad(
        "text in a number",
        edit("fx.csv", "6.5,6,7,20", "about 6.5,6,7,20"),
        "fx.csv:2:mean: found 'about 6.5'; wanted a number",
    ),
    bad(
        "a fraction in a whole number",
        edit("fx.csv", "7,20", "7,20.5"),
        "fx.csv:2:days: found '20.5'; wanted a whole number",
    ),
    bad(
        "a whole number of more digits than a column can hold",
        edit("fx.csv", "7,20", "7," + "2" * 19),
        f"fx.csv:2:days: found '{'2' * 19}'; wanted a whole number",
    ),
    bad(
        "unknown place",
        edit("spending.csv", "AZE,2020", "AZR,2020"),
        "spending.csv:4:place: found 'AZR'; wanted a place of places.csv",
    ),
    bad(
        "unknown source",
        edit("fx.csv", "ecb-eurofxref", "ecb-eurofx"),
        "fx.csv:2:source_id: found 'ecb-eurofx'; wanted a source_id of sources.csv",
    ),
    bad(
        "unknown source that a source derives from",
        edit("sources.csv", ",sipri-milex-2020,", ",sipri-milex-1066,"),
        "sources.csv:L:derived_from: found 'sipri-milex-1066'; wanted a source_id of sources.csv",
    ),
    bad(
        "duplicate key",
        edit("fx.csv", "2020-03", "2020-01"),
        "fx.csv:4:month, source_id: found the same as on line 2; wanted a key once",
    ),
    bad(
        "duplicate key of one column",
        append("places.csv", "ARM,Armenia,,belligerent,true,#E69F00,,,\n"),
        "places.csv:L:place: found the same as on line 2; wanted a value that no other row has",
    ),
    bad(
        "below the minimum",
        edit("fx.csv", "7,20", "7,0"),
        "fx.csv:2:days: found '0'; wanted at least 1",
    ),
    bad(
        "above the maximum",
        edit("fx.csv", "7,20", "7,24"),
        "fx.csv:2:days: found '24'; wanted at most 23",
    ),
    bad(
        "not in the list",
        edit("spending.csv", ",reported", ",guessed"),
        "spending.csv:2:quality: found 'guessed'; wanted one of reported, estimate, uncertain",
    ),
    bad(
        "not in the pattern",
        edit("fx.csv", "2020-01", "2020-13"),
        r"fx.csv:2:month: found '2020-13'; wanted Month. (pattern \d{4}-(0[1-9]|1[0-2]))",
    ),
    bad(
        "a required cell left empty, and no rule about it besides",
        edit("fx.csv", "6.5,6,7", "6.5,,7"),
        "fx.csv:2:lowest: found nothing; wanted a value",
    ),
    bad(
        "row rule: share",
        edit("spending.csv", ",5,per cent", ",105,per cent"),
        "spending.csv:3:value: found '105'; wanted at most 100 per cent of GDP",
    ),
    bad(
        "row rule: millions",
        edit("spending.csv", ",600,", ",600000000,"),
        "spending.csv:2:value: found '600000000'; wanted at most 1,000,000 (million US dollars)",
    ),
    bad(
        "row rule: base year",
        edit("spending.csv", "dollars,2019,", "dollars,,"),
        "spending.csv:4:base_year: found nothing; wanted a base year for constant_usd and for no other basis",
    ),
    bad(
        "row rule: unit of basis",
        edit("spending.csv", "600,million US dollars", "600,per cent of GDP"),
        "spending.csv:2:unit: found 'per cent of GDP'; wanted the unit of this basis",
    ),
    bad(
        "row rule: order",
        edit("fx.csv", "6.5,6,7", "5,6,7"),
        "fx.csv:2:mean: found '5'; wanted a mean between the lowest and the highest day",
    ),
    bad(
        "value together with missing_reason",
        edit("spending.csv", ",reported,,,", ",reported,not available,,"),
        "spending.csv:2:value: found '600'; wanted a value, or a missing_reason, and not both",
    ),
    bad(
        "neither value nor missing_reason",
        edit("spending.csv", ",600,", ",,"),
        "spending.csv:2:value: found nothing; wanted a value, or a missing_reason, and not both",
    ),
    bad(
        "wrong encoding",
        content("fx.csv", FX.replace("20,\n", "20,Türkei\n").encode("latin-1")),
        "fx.csv:2:-: found the byte 0xfc; wanted text encoded as UTF-8",
    ),
    bad(
        "empty file",
        content("fx.csv", b""),
        "fx.csv:1:-: found an empty file; wanted a header line and rows",
    ),
    bad(
        "a file of empty lines and a byte order mark",
        content("fx.csv", b"\xef\xbb\xbf\n\n"),
        "fx.csv:1:-: found an empty file; wanted a header line and rows",
    ),
    bad(
        "missing file",
        remove("fx.csv"),
        "fx.csv: found no such file; wanted Lira rate",
    ),
    bad(
        "a missing table of sources is one fault, not one a row",
        remove("sources.csv"),
        "sources.csv: found no such file; wanted Sources",
    ),
    bad(
        "NA as a place",
        edit("spending.csv", "AZE,2020", "NA,2020"),
        "spending.csv:4:place: found 'NA'; wanted a place of places.csv",
    ),
    *[
        bad(
            f"{text} as a number",
            edit("spending.csv", ",600,", f",{text},"),
            f"spending.csv:2:value: found '{text}'; wanted a number",
        )
        for text in ("NaN", "inf", "-INF", "1_000", " 600", "٦٠٠", "1e", "1e400", "$600", "9" * 31)
    ],
    bad(
        "1 as a boolean, which would load as missing",
        edit("places.csv", "belligerent,true", "belligerent,1"),
        "places.csv:2:iso: found '1'; wanted true or false",
    ),
    bad(
        "extra cell",
        edit("fx.csv", "20,\n", "20,,surplus\n"),
        "fx.csv:2:-: found 'surplus'; wanted only 7 cells",
    ),
    bad(
        "missing cell",
        edit("fx.csv", "20,\n", "20\n"),
        "fx.csv:2:note: found the end of the line; wanted 7 cells",
    ),
    bad(
        "so many short rows that one of them might be taken for the header",
        content("fx.csv", FX.replace(",ecb-eurofxref,6.5,6,7,20,", "").encode()),
        *[
            f"fx.csv:{line}:{column}: found the end of the line; wanted 7 cells"
            for line in (2, 3, 4)
            for column in sorted(set(FX_COLUMNS.split(", ")) - {"month"})
        ],
    ),
    bad(
        "empty line, and the right line after it",
        both(
            edit("fx.csv", "\n2020-02", "\n\n2020-02"),
            edit("fx.csv", "03,ecb-eurofxref,6.5", "03,ecb-eurofxref,NaN"),
        ),
        "fx.csv:3:-: found an empty line; wanted a row",
        "fx.csv:5:mean: found 'NaN'; wanted a number",
    ),
    bad(
        "a line of empty cells",
        edit("fx.csv", "\n2020-02", "\n,,,,,,\n2020-02"),
        "fx.csv:3:-: found an empty line; wanted a row",
    ),
    bad(
        "quoted line breaks before the bad row",
        both(edit("fx.csv", "20,\n", '20,"one\ntwo\r\nthree"\n'), edit("fx.csv", "02,ecb-eurofxref", "02,ecb")),
        "fx.csv:5:source_id: found 'ecb'; wanted a source_id of sources.csv",
    ),
    bad(
        "line breaks of other kinds that are none here",
        both(
            edit("fx.csv", "20,\n", "20,form\ffeed and \u2028 separator and \x85\n"),
            edit("fx.csv", "02,ecb-eurofxref", "02,ecb"),
        ),
        "fx.csv:3:source_id: found 'ecb'; wanted a source_id of sources.csv",
    ),
    bad(
        "unclosed quote, on the line where it was opened",
        edit("fx.csv", "\n2020-02,", '\n"2020-02,'),
        "fx.csv:3:-: found broken quoting (unexpected end of data); wanted closed quotes",
    ),
    bad(
        "text after a closed quote",
        edit("fx.csv", "2020-02,", '"2020"-02,'),
        "fx.csv:3:-: found broken quoting (',' expected after '\"'); wanted closed quotes",
    ),
    bad(
        "byte order mark and a bad row",
        both(edit("fx.csv", "month", "\ufeffmonth"), edit("fx.csv", "7,20", "7,24")),
        "fx.csv:2:days: found '24'; wanted at most 23",
    ),
    bad(
        "CRLF line ends and a bad row",
        both(edit("fx.csv", FX, FX.replace("\n", "\r\n")), edit("fx.csv", "03,ecb-eurofxref", "03,ecb")),
        "fx.csv:4:source_id: found 'ecb'; wanted a source_id of sources.csv",
    ),
    bad(
        "several faults in several files, sorted",
        both(
            edit("spending.csv", "AZE,2020", "AZR,2020"),
            edit("spending.csv", ",600,", ",-600,"),
            edit("spending.csv", "ARM,2020,share_gdp", "ARM,1920,share_gdp"),
            edit("fx.csv", "6.5,6,7,20", "x,y,7,24"),
            remove("fatalities.csv"),
        ),
        "fatalities.csv: found no such file; wanted Fatalities",
        "fx.csv:2:days: found '24'; wanted at most 23",
        "fx.csv:2:lowest: found 'y'; wanted a number",
        "fx.csv:2:mean: found 'x'; wanted a number",
        "spending.csv:2:value: found '-600'; wanted at least 0",
        "spending.csv:3:year: found '1920'; wanted at least 1985",
        "spending.csv:4:place: found 'AZR'; wanted a place of places.csv",
    ),
    bad(
        "no descriptor",
        remove(paths.DESCRIPTOR),
        "FOLDER: found no datapackage.json; wanted a data folder",
    ),
    bad(
        "a broken descriptor",
        content(paths.DESCRIPTOR, b'{"resources": [}'),
        "datapackage.json:1:16: found Expecting value; wanted a file of JSON",
    ),
]


def at_any_line(faults: Sequence[str]) -> list[str]:
    """Tables that this test does not write itself may grow: their line numbers read L."""
    return [re.sub(r"^((?:sources|places)\.csv):(?!1:|2:)\d+", r"\1:L", fault) for fault in faults]


@pytest.mark.parametrize(("mutation", "faults"), BAD)
def test_every_fault_is_said_at_once(folder: Path, mutation: Mutation, faults: tuple[str, ...]) -> None:
    mutation(folder)
    result = command("check", folder)
    said = result.stderr.replace(str(folder), "FOLDER").splitlines()
    count = f"{len(faults)} fault{'s' * (len(faults) > 1)}"
    assert at_any_line(said) == [*faults, count]
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_sound_folder_has_no_fault(folder: Path) -> None:
    result = command("check", folder)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"All 5 tables in {folder}/ are valid.\n"


def test_the_shipped_data_have_no_fault() -> None:
    assert [str(fault) for fault in validate.check()] == [], "mend data/, then `make refresh`"


@pytest.mark.parametrize(
    "mutation",
    [
        pytest.param(edit("fx.csv", "month", "\ufeffmonth"), id="byte order mark"),
        pytest.param(edit("fx.csv", FX, FX.replace("\n", "\r\n")), id="CRLF"),
        pytest.param(edit("fx.csv", FX, FX.rstrip("\n")), id="no line end at the end"),
    ],
)
def test_what_a_spreadsheet_does_to_a_file_changes_nothing(folder: Path, mutation: Mutation) -> None:
    before = load.table("fx", folder)
    mutation(folder)
    assert validate.check(folder) == []
    assert_frame_equal(load.table("fx", folder), before)


def test_na_stays_text(folder: Path) -> None:
    edit("spending.csv", "AZE,2020", "NA,2020")(folder)
    assert list(load.table("spending", folder)["place"]) == ["ARM", "ARM", "NA", "AZE"]


def test_a_file_over_the_size_bound_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (folder / "sources.csv").stat().st_size
    monkeypatch.setattr(validate, "_MAX_BYTES", size - 1)
    (fault,) = validate.check(folder)
    assert str(fault) == f"sources.csv:1:-: found {size:,} bytes; wanted at most {size - 1:,}"


def test_there_is_no_limit_to_the_faults(folder: Path) -> None:
    rows = "".join(f"AZR,{year},{place},ucdp-ged-23.1,,1,,\n" for place in range(60) for year in range(1990, 2020))
    append("fatalities.csv", rows)(folder)
    assert len(validate.check(folder)) == 1800


def test_a_long_cell_is_cut_in_the_message(folder: Path) -> None:
    edit("fx.csv", "6.5", "x" * 10_000)(folder)
    (fault,) = validate.check(folder)
    assert len(str(fault)) < 200


OUTLIER = (
    "fatalities.csv:2:best: found '154'; wanted a best estimate between low and high"  # high is 153, as published
)


def forget(outliers: list[dict[str, Any]]) -> None:
    outliers.clear()


def another_place(outliers: list[dict[str, Any]]) -> None:
    outliers[0]["key"]["place"] = "AZE"


def another_rule(outliers: list[dict[str, Any]]) -> None:
    outliers[0]["rule"] = "some other rule"


def half_a_key(outliers: list[dict[str, Any]]) -> None:
    del outliers[0]["key"]["year"]


@pytest.mark.parametrize("change", [forget, another_place, another_rule, half_a_key])
def test_an_outlier_is_forgiven_by_its_full_name_only(
    folder: Path, change: Callable[[list[dict[str, Any]]], None]
) -> None:
    assert validate.check(folder) == []
    described = descriptor(folder)
    (fatalities,) = [resource for resource in described["resources"] if resource["name"] == "fatalities"]
    change(fatalities["known_outliers"])
    describe(folder, described)
    assert [str(fault) for fault in validate.check(folder)] == [OUTLIER]


def test_loading_raises_every_fault(data_copy: Path) -> None:
    both(remove("fx.csv"), edit("fatalities.csv", "ARM,", "ARX,"))(data_copy)
    with pytest.raises(DataError) as caught:
        load.everything(data_copy)
    assert [fault.file for fault in caught.value.faults] == ["fatalities.csv", "fx.csv"]


def test_a_copy_loads_as_the_shipped_data(data: load.Data, data_copy: Path) -> None:
    for name, frame in load.everything(data_copy).tables.items():
        assert_frame_equal(frame, getattr(data, name))


def test_the_command_says_it_plainly(folder: Path) -> None:
    edit("fx.csv", "6.5,6,7,20", "x,6,7,24")(folder)
    done = subprocess.run(
        [sys.executable, "-m", "milbalance", "check", folder], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "fx.csv:2:days: found '24'; wanted at most 23",
        "fx.csv:2:mean: found 'x'; wanted a number",
        "2 faults",
    ]
