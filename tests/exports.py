"""Small files in every layout of SIPRI's transfers, the World Bank and Correlates of War, with invented numbers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest.indicators import BY_CODE

REFUSED = 6  # lines: how many rows cannot be read, and the first of them


def refusal(action: Callable[[], object], lines: int = REFUSED) -> str:
    """The lines that refuse what was asked for, few and clear; any other error goes through."""
    try:
        action()
    except MilbalanceError as error:
        said = str(error)
        return said if len(said.splitlines()) <= lines else f"in {len(said.splitlines())} lines: {said}"
    return "taken without a word"


def unrefused(cases: Iterable[tuple[Callable[[], object], str]], lines: int = REFUSED) -> list[str]:
    """Which actions are not refused in the words beside them, and what was said instead."""
    said = [(wanted, refusal(action, lines)) for action, wanted in cases]
    return [f"wanted {wanted!r}: {found}" for wanted, found in said if wanted not in found]


def values(rows: pd.DataFrame) -> dict[tuple[str, int], float | None]:
    """Values by place and year, None for a missing one."""
    key = zip(rows["place"], rows["year"], strict=True)
    return dict(zip(key, rows["value"].astype("object").where(rows["value"].notna(), None), strict=True))


# What stands above a register of SIPRI's, in words of our own but for what tells it.
ABOVE = [
    "Transfers made up for a test",
    *(f"Line {number} above the table; it has a '?' and an apostrophe's" for number in range(2, 10)),
    "",
    "Source: none",
]
DEAL_HEADER = [
    *("Recipient", "Supplier", "Year of order", " ", "Number ordered", " "),
    *("Weapon designation", "Weapon description", "Number delivered", " ", "Year(s) of delivery"),
    *("status", "Comments", "SIPRI TIV per unit", "SIPRI TIV for total order", "SIPRI TIV of delivered weapons"),
]
DELIVERY_HEADER = [
    *("SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category"),
    *("Order date", "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate"),
    *("Delivery year", "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit"),
    *("TIV delivery values", "Local production"),
]

# recipient, supplier, order, ?, ordered, ?, weapon, class, delivered, ?, years, status, comment, unit, order, TIV
DEALS = [
    "Azerbaijan,Israel,2014,?,10,,Falcon-1,drone,10,?,2015; 2016,New,Made up,1.5,15,15",
    "Azerbaijan,Israel,2015,,4,?,Falcon-2,drone,4,,2016,New,,2.5,10,10",
    "Azerbaijan,Turkiye,2016,,8,,Falcon-3,drone,0,,,New,Open order,3,24,0",
    "Azerbaijan,unknown supplier(s),2016,?,,?,Hawk,missile,20,?,2018,New,Supplier not known,0.2,,4",
    "Armenia,Russia,2012,,2,,Boat-9,missile boat,2,,2013; 2015,Second hand,Café,6,12,12",
    "Soviet-era rebels (Atlantis)*,Russia,2012,,1,,Boat-9,missile boat,1,,2013,New,,6,6,6",
    "Hezbollah (Lebanon)*,Iran,2010,?,5,?,Dart,missile,5,?,2011,New,,0.1,0.5,0.5",
    "United Nations**,Israel,2012,,1,,Falcon-1,drone,1,,2013,New,,1.5,1.5,1.5",
    "Armenia,Atlantis,2012,,3,,Cart,APC,3,,2014,New,,1,3,3",
]
# id, supplier, recipient, weapon, class, category, order, ?, number, ?, year, ?, status, new, unit, TIV, local
DELIVERIES = [
    "11,Israel,Azerbaijan,Falcon-1,drone,Aircraft,2014,Yes,3,Yes,2015,No,New,1.5,1.5,4.5,No",
    "11,Israel,Azerbaijan,Falcon-1,drone,Aircraft,2014,Yes,7,Yes,2016,No,New,1.5,1.5,10.5,No",
    "12,Israel,Azerbaijan,Falcon-2,drone,Aircraft,2015,No,4,No,2016,,New,2.5,2.5,10,Yes",
    "13,unknown supplier(s),Azerbaijan,Hawk,missile,Missiles,2016,No,20,Yes,2018,No,New,0.2,0.2,4,No",
    "14,Russia,Armenia,Boat-9,missile boat,Ships,2012,No,1,No,2013,No,Second hand,15,6,6,No",
    "14,Russia,Armenia,Boat-9,missile boat,Ships,2012,No,1,No,2015,No,Second hand,15,6,6,No",
    "15,Iran,Hezbollah (Lebanon)*,Dart,missile,Missiles,2010,Yes,5,Yes,2011,Yes,New,0.1,0.1,0.5,No",
]


def cells(lines: Iterable[str]) -> list[list[str]]:
    """Lines of a made table as cells."""
    return [line.split(",") for line in lines]


def write(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    above: Iterable[str] = ABOVE,
    stamp: str | None = "18 May 2026 2:29:20 PM",
    delimiter: str = ",",
    end: str = "\n",
    last: str = "",
    encoding: str = "latin-1",
    quoting: int = csv.QUOTE_NONE,
) -> Path:
    """A file with lines above its table, as SIPRI exports it, or as a program wrote it again.

    `last` stands at the end of every line of the table; a `quoting` of csv.QUOTE_MINIMAL is what programs do.
    """
    text = "".join(f"{line}{end}" for line in above)
    text += f"Data generated: {stamp}{end}" if stamp else ""
    for row in (header, *rows):
        line = io.StringIO()
        if quoting != csv.QUOTE_NONE:
            csv.writer(line, delimiter=delimiter, lineterminator="", quoting=quoting).writerow(row)
        text += f"{line.getvalue() or delimiter.join(row)}{last}{end}"
    path.write_bytes(text.encode(encoding))
    return path


def deals(path: Path, rows: Iterable[str] = DEALS, **how: object) -> Path:
    """A register of deals."""
    return write(path, DEAL_HEADER, cells(rows), **how)  # type: ignore[arg-type]


def deliveries(path: Path, rows: Iterable[str] = DELIVERIES, **how: object) -> Path:
    """A register of deliveries by year."""
    return write(path, DELIVERY_HEADER, cells(rows), **how)  # type: ignore[arg-type]


OLD_TABLE = """\
"TIV of arms exports from Israel, 2014-2017",,,,,,
"Made up, for a test",,,,,,
,,,,,,
Generated: 28 July 2022,,,,,,
,,,,,,
,2014,2015,2016,2017,Total
Azerbaijan,,5,21,,26
Turkey,0,,3,,3
African Union**,,,,1,1
,,,,,
Total,0,5,24,1,30
"""
OLD_IMPORTS = """\
"TIV of arms imports to Azerbaijan, 2014-2015",,
Generated: 28 July 2022,,
,2014,2015,Total
Israel,2,5,7
Unknown country,,1,1
,,,
Total,2,6,8
"""
NEW_TABLE = """\
Volume of transfers made up for a test
A '0' is less than 0.5

Source: none
Data generated: 28 Sep 2026 9:10:08 AM

Supplier,2022,2023,2024,2025,2022-2025,Percentage,Sum total years,Percentage of total
United States,430,459,,490,1379,97%,1379,97%
Italy,6,0 ,16,11,33,2.3%,33,2.3%
unknown supplier(s),,,1,,1,0.1%,1,0.1%
Total exports to Israel,436,459,17,501,1413,100%,1413,

"""
NEW_TOTALS = """\
Volume of transfers made up for a test

Source: none
Data generated: 13 Apr 2024 3:53:58 PM

Recipient,2022,2023,2022-2023,Percentage,Sum total years,Percentage of total
India,2582,1428,4010,98%,4010,98%
NATO**,,70,70,1.7%,70,1.7%
Bahamas,0 ,,0 ,0.0%,0 ,0.0%
Total world import,2582,1498,4080,100%,4080,

"""
TIDY = """\
"Import_To","Export_From","Year","TIV"
"All","Israel","2015",7
"Azerbaijan","Israel","2015",5
"Azerbaijan","Israel","Total",5
"Azerbaijan","Total","2015",5
"Armenia","Russia","2015",0
"Total","Total","2015",7
"""

WDI_YEARS = range(1991, 1996)
# name, code and what each year printed
WDI_ROWS = [
    ("Aruba", "ABW", ["", "", "", "", ""]),
    ("Arab World", "ARB", ["1e9", "2e9", "3e9", "4e9", "5e9"]),
    ("Armenia", "ARM", ["", "0", "9829800.5", "52228600", "52228600.25"]),
    ("Cote d'Ivoire", "CIV", ["1", "2", "3", "4", "5"]),
    ("Costa Rica", "CRI", ["0", "0", "0", "0", "0"]),
    ("Kosovo", "XKX", ["", "", "", "", "1.5E+06"]),
    ("World", "WLD", ["1e12", "2e12", "3e12", "4e12", "5e12"]),
    ("Atlantis", "ATL", ["7", "", "", "", "7"]),
]


def wdi_text(code: str = "MS.MIL.XPND.CD", name: str | None = None, *, above: bool = True, end: str = "\n") -> str:
    """The World Bank's download of one indicator: quoted cells, a comma at the end of every line."""
    lines = ['"Data Source","World Development Indicators",', "", '"Last Updated Date","2024-03-28",', ""]
    header = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *map(str, WDI_YEARS)]
    named = name or (BY_CODE[code].name if code in BY_CODE else "Something else")
    rows = [header, *([place, short, named, code, *values] for place, short, values in WDI_ROWS)]
    lines = (lines if above else []) + ["".join(f'"{cell}",' for cell in row) for row in rows]
    return "".join(f"{line}{end}" for line in lines)


def wdi(path: Path, *, encoding: str = "utf-8-sig", **how: object) -> Path:
    """A download of one indicator."""
    path.write_bytes(wdi_text(**how).encode(encoding))  # type: ignore[arg-type]
    return path


def zipped(path: Path, members: dict[str, str]) -> Path:
    """A zip of text files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return path


WDI_LONG = """\
Country Name,Country Code,Year,Region,"Armed forces personnel, total",Military expenditure (% of GDP),\
Military expenditure (current LCU),"Population, total"
Armenia,ARM,2019,Somewhere,45000.0,4.9,313000000000.0,2900000
Armenia,ARM,2020,Somewhere,,5,307000000000.0,2950000
Iceland,ISL,2019,Somewhere,250,0,0,360000
World,WLD,2019,,,,,7.7e9
"""

NMC_6 = """\
stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
GMY,255,1870,100,300,1,1,1,1,0.1,2021
GMY,255,1913,463280,864,1,1,1,1,0.14,2021
GMY,255,1914,1785000,864,1,1,1,1,0.15,2021
RUS,365,1990,128790000,3700,1,1,1,1,0.13,2021
RUS,365,1992,41450000,1900,1,1,1,1,0.07,2021
YPR,680,1989,-9,27,1,1,1,1,0.0005,2021
ARM,371,1992,-9,20,-9,-9,3500,-9,0.0004,2021
ARM,371,2016,430000,45,0,1,1,1,0.00046,2021
AZE,373,2016,1446000,-9,0,1,1,1,0.0016,2021
SIE,451,2016,0,13,0,1,1,1,0.0003,2021
GFR,260,1990,0,0,0,0,0,0,0.0,2021
XXX,999,2016,1,1,1,1,1,1,0.0001,2021
"""
# As the project itself prints version 4.0: names in quotes, the components in another order than since.
NMC_4 = """\
"stateabb","ccode","year","irst","milex","milper","pec","tpop","upop","cinc","version"
"TUR",640,1913,1,463,86,1,1,1,.0114,4
"TUR",640,2007,5,12000000,512,1.5,1,1,.0150075,4
"ARM",371,2007,0,-9,40,1,1,1,4.6e-04,4
"""
# And 7.0: the line ends of Windows, no zero before the point.
NMC_70 = """\
stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
ARM,371,2021,619400,45,0,100,2790,1095,.00045,2025
ARM,371,2022,-9,45,0,100,2780,1098,.00044,2025
AZE,373,2022,2991000,67,200,20000,10141,3000,.0015,2025
""".replace("\n", "\r\n")
NMC_7 = """\
ccode,year,milex,milper,irst,pec,tpop,upop,cinc
371,2021,619400,45,0.0,100,2790.0,1095.0,0.00045
371,2022,,45,0.0,100,2780.0,1098.0,0.00044
373,2022,2991000,67,200.0,20000,10141.0,3000.0,0.0015
"""


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Text in a file, byte for byte."""
    path.write_bytes(text.encode(encoding))
    return path
