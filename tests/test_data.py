"""What must be true of the shipped tables beyond their schema: sources, terms, and the traps of these sources."""

from __future__ import annotations

import csv
import re
import subprocess
from collections import Counter
from collections.abc import Iterator

import pandas as pd
import pycountry
import pytest
from matplotlib.colors import to_rgb

from milbalance.charts.style import luminance
from milbalance.tables import paths, schema
from milbalance.tables.load import Data

REFRESH = "mend data/, then `make refresh`"
STATED = "sais-europe-2023"  # the article whose numbers are recomputed; no table cites it


def tables(data: Data) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every table whose rows are observations of a source."""
    for name, frame in data.tables.items():
        if name != "sources" and "source_id" in frame:
            yield name, frame


def texts(data: Data) -> Iterator[tuple[str, str, str]]:
    """Table, column and text of every cell that holds text."""
    for name, frame in data.tables.items():
        for column in frame.select_dtypes("str"):
            for text in frame[column].dropna():
                yield name, column, text


def cited(data: Data) -> set[str]:
    return {source for _, frame in tables(data) for source in frame["source_id"]}


def where(frame: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    """Rows with these values; there must be some, else the test would prove nothing."""
    for column, value in wanted.items():
        frame = frame[frame[column].isin(value if isinstance(value, (list, range)) else [value])]
    assert len(frame), f"no row has {wanted}: {REFRESH}"
    return frame


# Sources


def test_no_row_without_a_source_that_exists_and_no_source_without_a_row(data: Data) -> None:
    known = set(data.sources["source_id"])
    for name in (name for name, table in schema.tables().items() if "source_id" in table.columns):
        found = getattr(data, name)["source_id"]
        assert len(found) and found.notna().all(), f"{name}.csv has no rows, or some without source: {REFRESH}"
        assert set(found) <= known, f"{name}.csv cites unknown sources: {REFRESH}"
    unused = sorted(known - cited(data) - set(data.sources["derived_from"].dropna()) - {STATED})
    assert unused == [], f"sources.csv has sources that no table cites: {REFRESH}"


def test_every_sipri_number_comes_from_a_named_edition(data: Data) -> None:
    databases = data.sources[data.sources["source_id"].str.match(r"sipri-(milex|transfers)-")]
    assert len(databases) >= 12
    unnamed = databases.loc[databases["edition"].isna(), "source_id"].tolist()
    assert unnamed == [], f"an unnamed SIPRI edition must never happen: {REFRESH}"
    publishers = data.sources.set_index("source_id")["publisher"]
    for name in ("spending", "arms_imports", "arms_deals", "arms_deliveries"):
        ids = pd.Series(getattr(data, name)["source_id"].unique())
        sipri = ids[publishers.loc[ids].str.contains("SIPRI|Stockholm International Peace").to_numpy()]
        assert len(sipri)
        assert sipri.str.fullmatch(r"sipri-(milex-\d{4}|transfers-\d{4}-\d{2})").all(), f"{name}.csv: {REFRESH}"


def shipped_numbers(data: Data) -> Counter[str]:
    """How many numbers each source gives to all tables together; the years that key a row are not counted."""
    count: Counter[str] = Counter()
    for name, frame in tables(data):
        described = schema.tables()[name]
        columns = [f.name for f in described.fields if f.type in ("number", "integer") and f.name != "year"]
        count.update(frame[columns].notna().sum(axis=1).groupby(frame["source_id"]).sum().to_dict())
    return count


def test_less_than_a_tenth_is_shipped_of_a_data_set_that_allows_extracts_only(data: Data) -> None:
    bound = data.sources[data.sources["redistribution"] == "noncommercial-extract"].set_index("source_id")
    assert len(bound) >= 12
    count = shipped_numbers(data)
    for source, cells in bound["dataset_cells"].items():
        assert pd.notna(cells), f"{source} has no dataset_cells: count them, then `make refresh`"
        assert 0 < count[str(source)] < 0.1 * cells, f"{source}: take rows out, then `make refresh`"


def test_no_quote_is_longer_than_25_words(data: Data) -> None:
    quotes = [(name, text) for name, column, text in texts(data) if column == "quote"]
    assert {name for name, _ in quotes} == {"forces", "losses", "facts", "flows", "events"}
    long = [quote for quote in quotes if len(quote[1].split()) > 25]
    assert long == [], f"shorten the quote, {REFRESH}"


# Places


def test_iso_places_are_iso_codes_and_the_others_are_explained(data: Data) -> None:
    for place in data.places.itertuples():
        known = pycountry.countries.get(alpha_3=place.place) is not None
        assert known == place.iso, f"{place.place}: is it a code of ISO 3166? {REFRESH}"
        assert place.iso or isinstance(place.note, str), f"{place.place} needs a note on what it is: {REFRESH}"


def test_the_belligerents_can_be_told_apart_in_grey(data: Data) -> None:
    colours = where(data.places, role="belligerent")["colour"]
    dark, light = sorted(luminance(*to_rgb(colour)) for colour in colours)
    assert light - dark >= 0.15, f"choose other colours, {REFRESH}"


# Spending and its traps


def test_missing_is_never_zero_and_a_printed_zero_is_missing(data: Data) -> None:
    assert not (data.spending["value"] == 0).any(), f"a zero is a missing value with a reason: {REFRESH}"
    editions = ["sipri-milex-2023", "sipri-milex-2024", "sipri-milex-2025"]
    rows = where(data.spending, place="ARM", year=1992, basis="current_usd", source_id=editions)
    assert len(rows) == 3 and rows["value"].isna().all(), REFRESH
    assert (rows["missing_reason"] == "printed as zero").all(), REFRESH


def test_the_spliced_editions_say_so_and_no_other_does(data: Data) -> None:
    spliced = sorted(data.sources.loc[data.sources["caveat"] == "spliced", "source_id"])
    notes = data.sources.set_index("source_id")["note"].fillna("")
    assert spliced == sorted(notes.index[notes.str.startswith("spliced:")]), f"the note gives its years: {REFRESH}"
    assert spliced == ["sipri-milex-2021", "sipri-milex-2023", "sipri-milex-2024"], REFRESH
    of = data.sources.set_index("source_id")["caveat_places"].dropna()
    assert sorted(of.index) == spliced and set(";".join(of).replace(" ", "").split(";")) <= set(
        data.places["place"]
    )
    breaks = data.spending[data.spending["note"].str.contains("series break", na=False)]
    assert sorted(breaks["source_id"].unique()) == spliced, f"the break is noted on its row too: {REFRESH}"
    assert (breaks["place"] + breaks["basis"] == "AZEconstant_usd").all()


def test_a_copy_is_of_a_publisher_that_has_a_source_of_its_own(data: Data) -> None:
    copies = data.sources.dropna(subset=["copy_of"])
    assert len(copies) and set(copies["copy_of"]) <= set(data.sources["publisher"])
    assert (copies["copy_of"] != copies["publisher"]).all()


def test_an_edition_is_named_by_its_family_and_version(data: Data) -> None:
    editions = data.sources.dropna(subset=["family"])
    assert data.sources["version"].notna().equals(data.sources["family"].notna())
    assert (editions["family"] + "-" + editions["version"]).equals(editions["source_id"])
    assert editions["version"].map(len).groupby(editions["family"]).nunique().eq(1).all(), "versions sort as text"


def test_what_notes_say_of_breaks_stands_in_columns_too(data: Data) -> None:
    jumps = data.sources.dropna(subset=["break_from"]).set_index("source_id")
    told = [
        f"jumps in {first}-{last % 100:02d}"
        for first, last in jumps[["break_from", "break_to"]].itertuples(index=False)
    ]
    assert [words in note for words, note in zip(told, jumps["note"], strict=True)] == [True] * 2
    assert data.sources["note"].str.contains("jumps in", na=False).sum() == len(jumps)
    broken = data.forces[data.forces["note"].str.startswith("Series break", na=False)]
    assert (broken["series_starts"] == broken["year"]).all()
    key = ["item", "source_id"]
    later = data.forces.merge(broken[[*key, "year"]].drop_duplicates(), on=key, suffixes=("", "_of_break"))
    assert ((later["year"] >= later["year_of_break"]) == later["series_starts"].notna()).all()


def test_the_offices_that_counted_are_named_and_their_standing_too(data: Data) -> None:
    rows = data.facts.dropna(subset=["standing"])
    named = rows["counted_by"].fillna(rows["subject"])
    offices = "Ministry|Ministries|Committee|prime minister|authorities|Defence Army|a former head"
    assert named.str.contains(offices).all()
    assert (rows["standing"] == "former official").equals(named.str.contains("a former"))


def test_the_jump_of_cow_is_noted_on_every_row(data: Data) -> None:
    jump = where(data.spending, source_id=["cow-nmc-6.0", "cow-nmc-7.0"], year=range(2000, 2005))
    assert len(jump) == 20, REFRESH
    assert jump["note"].str.contains("do not mix", na=False).all(), REFRESH
    outside = where(data.spending, source_id=["cow-nmc-6.0", "cow-nmc-7.0"], year=[1999, 2005])
    assert not outside["note"].str.contains("do not mix", na=False).any(), REFRESH


# Arms, forces, facts, flows


def test_transfer_volumes_are_no_money_and_stand_in_arms_tables(data: Data) -> None:
    holders = {name for name, table in schema.tables().items() if any("tiv" in c for c in table.columns)}
    assert holders == {"arms_imports", "arms_deals", "arms_deliveries"}, "TIV is a volume, never money"
    units = {(name, text) for name, column, text in texts(data) if column == "unit" and "TIV" in text}
    assert units <= {("facts", "million TIV")}, f"TIV is never dollars: {REFRESH}"


def test_the_world_bank_series_of_soldiers_breaks_in_1995_and_says_so(data: Data) -> None:
    rows = where(data.forces, source_id="wdi-personnel", year=1995)
    assert set(rows["place"]) == {"ARM", "AZE"}, REFRESH
    assert rows["note"].str.startswith("Series break").all(), REFRESH


def test_known_errors_and_no_others_are_kept_as_erroneous_with_a_reason(data: Data) -> None:
    wrong = where(data.flows, kind=["erroneous", "corrected"])
    assert len(wrong) == 3 and wrong["note"].notna().all(), f"a new one belongs into this test: {REFRESH}"
    for source, value in (("wri-2020", 77_000_000), ("armradio-2021-03-17", 64)):
        assert where(data.flows, source_id=source, value=value)["kind"].iloc[0] == "erroneous", REFRESH


def test_a_value_lies_in_its_range_and_nothing_is_negative(data: Data) -> None:
    for name in ("facts", "forces", "flows"):
        numbers = getattr(data, name)[["low", "value", "high"]]
        ordered = numbers.apply(lambda row: row.dropna().is_monotonic_increasing, axis=1)
        assert ordered.all() and not (numbers < 0).any(axis=None), f"{name}.csv: {REFRESH}"


def test_soldiers_and_arms_come_whole_and_personnel_in_persons(data: Data) -> None:
    numbers = data.forces[["low", "value", "high"]].stack().dropna()
    assert (numbers % 1 == 0).all(), REFRESH
    personnel = data.forces["category"] == "personnel"
    assert (personnel == (data.forces["unit"] == "persons")).all(), REFRESH
    assert data.forces["value"].max() < 5_000_000, f"thousands taken for millions? {REFRESH}"


_IN_WORDS = re.compile(r"million|hundred|half|third|double", re.IGNORECASE)


def _digits(text: str) -> set[str]:
    """Every number of a text as digits alone: 3,054 and 3 054 are 3054, and 12,5 is 12.5."""
    joined = re.sub(r"(?<=\d)[,.\s\u00a0\u202f](?=\d{3}\b)", "", text)
    return {f"{float(found):g}" for found in re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", joined))}


def test_a_quote_shows_its_number_or_the_row_says_so(data: Data) -> None:
    found = []
    for name, frame in (("facts", data.facts), ("flows", data.flows)):
        for row in frame.dropna(subset="quote").to_dict("records"):
            numbers = [row[end] for end in ("value", "low", "high") if pd.notna(row[end])]
            scaled = [{f"{number / scale:g}" for scale in (1, 1e3, 1e6, 1e9, 1e-9)} for number in numbers]
            shown = all(forms & _digits(row["quote"]) for forms in scaled) or _IN_WORDS.search(row["quote"])
            told = re.search(
                r"quoted words|quoted text|computed here|day is the number|our reading", f"{row['note']}", re.I
            )
            if not (shown or told):
                found.append(f"{name}: {row['source_id']} {numbers}: {row['quote']}")
    assert not found, "\n".join(found)


def test_a_number_without_words_says_where_it_stands(data: Data) -> None:
    for name in ("facts", "losses", "flows"):
        silent = getattr(data, name)
        silent = silent[silent["quote"].isna() & silent["locator"].isna()]
        assert silent.empty, f"{name}: {silent['source_id'].tolist()}"


# Claims


def test_claims_have_sections_few_words_a_verdict_a_notebook_and_where_drawn_a_figure(data: Data) -> None:
    claims = data.claims
    assert set(claims["section"]) == {"A", "B", "C"}, REFRESH
    assert claims["words"].dropna().str.split().str.len().between(1, 8).all(), f"eight words at most: {REFRESH}"
    assert claims["verdict"].notna().all(), "commit the verdict that `milbalance claims --changed` prints"
    assert claims["notebook"].notna().all()
    shown = {name: set(spec.get("claims", ())) for name, spec in data.figures.items()}
    drawn = claims.dropna(subset="figure")[["claim_id", "figure"]].itertuples(index=False)
    assert not [one for one in drawn if one.claim_id not in shown.get(one.figure, ())], "as figures.yml has it"


# Files


def test_no_cell_is_a_formula_to_a_spreadsheet(data: Data) -> None:
    formula = re.compile(r"\s*[=+\-@][A-Za-z(]")
    found = [cell for cell in texts(data) if formula.match(cell[2])]
    assert found == [], f"put a word before it, {REFRESH}"


def test_rows_are_sorted_by_their_key() -> None:
    for name, table in schema.tables().items():
        if name in ("places", "claims"):  # in the order of the story and of the article
            continue
        with (paths.data() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            keys = [[row[column] for column in table.key] for row in csv.DictReader(file)]
        assert keys == sorted(keys), f"{name}.csv: sort the rows by {', '.join(table.key)}, then `make refresh`"


TEXTS = {".csv", ".md", ".ipynb", ".py", ".json"}
# Written apart so that this file does not match.
MACHINE = re.compile(r"(?<![\w.%-])/(?:" + "|".join(["work", "root", "tmp", "home"]) + r")/\w")
HOSTS = ["pypi org", "pythonhosted org", "registry.npmjs org", "conda.anaconda org", "deb.debian org"]
REGISTRY = re.compile(r"\b(" + "|".join(re.escape(host.replace(" ", ".")) for host in HOSTS) + r")\b")


@pytest.fixture(scope="module")
def tracked() -> dict[str, str]:
    """Texts of all files that git tracks or would track, by name."""
    root = paths.root()
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    files = [name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    return {name: (root / name).read_bytes().decode("utf-8", errors="replace") for name in files}


def test_no_file_names_a_path_of_a_machine_or_the_host_of_a_registry(tracked: dict[str, str]) -> None:
    found = {
        f"{name}: {match.group()}"
        for name, text in tracked.items()
        for pattern in (MACHINE, REGISTRY)
        if (match := pattern.search(text))
    }
    assert found == set(), "say it without, or relative to the repository"


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """Every so many words in a row."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return zip(*(words[start:] for start in range(length)), strict=False)


def test_no_sentence_of_the_article_is_copied(tracked: dict[str, str], article: str) -> None:
    of_the_article = set(runs(article, 11))
    assert len(of_the_article) > 1000
    found = {}
    for name, text in tracked.items():
        if any(name.endswith(end) for end in TEXTS):
            copied = next((run for run in runs(text, 11) if run in of_the_article), None)
            if copied:
                found[name] = " ".join(copied)
    assert found == {}, "say it in our own words"


def test_a_rounded_value_is_a_multiple_of_its_unit(data: Data) -> None:
    """Nobody prints 67.4 thousand in whole thousands."""
    for table in (data.facts, data.forces):
        rows = table[table["rounded_to"].notna()]
        units = rows["value"] / rows["rounded_to"]
        off = rows[((units - units.round()).abs() > 1e-6) | (rows["rounded_to"] <= 0)]
        assert off.empty, off[["source_id", "value", "rounded_to"]].to_string()


def test_what_a_table_prints_in_thousands_is_rounded_so(data: Data) -> None:
    rows = data.forces[data.forces["note"].fillna("").str.startswith("Published in thousands")]
    assert len(rows) > 400
    assert (rows["rounded_to"] == 1000).all(), rows.loc[rows["rounded_to"] != 1000, "locator"].tolist()


def test_a_source_that_repeats_another_has_its_origin(data: Data) -> None:
    origin = data.sources.set_index("source_id")["origin"]
    repeats = data.sources.dropna(subset="derived_from").set_index("source_id")["derived_from"]
    off = {name: origin[name] for name, first in repeats.items() if origin[name] != origin[first]}
    assert not off
    one = data.sources[data.sources["publisher"].str.contains(r"\(SIPRI\)|\(IISS\)|^GlobalFirepower")]
    assert set(one["origin"]) == {"SIPRI", "IISS", "GlobalFirepower"}


def test_soldiers_that_equal_those_of_iiss_go_back_to_it(data: Data) -> None:
    """The Correlates of War print the same number for both sides in every year in which both are held."""
    active = data.forces[data.forces["item"] == "active"]
    iiss = active[active["source_id"].str.startswith("iiss-mb-")].set_index(["place", "year"])["value"]
    rows = active[active["source_id"].str.startswith("cow-nmc-")].set_index(["place", "year"])
    same = rows[rows["value"] == iiss.reindex(rows.index)]
    assert (same["origin"] == "IISS").all() and len(same) == rows["origin"].notna().sum()
    assert ("AZE", 2020) in same.index and ("ARM", 2020) in same.index
