"""Copies of the World Bank's indicators in the layouts of others, made to look like the World Bank's long files.

datahub has one column `Value` for whatever the file is of; Gapminder has `geo`, `time` and its own name of the
indicator. Neither says of which update it is a copy.
"""

from __future__ import annotations

from dataclasses import replace

from milbalance.ingest import cells, text

_VALUE, _WORLD = "value", "WLD"
_GAPMINDER = {
    "armed_forces_personnel_total": "MS.MIL.TOTL.P1",
    "military_expenditure_percent_of_gdp": "MS.MIL.XPND.GD.ZS",
}
# What a number of the whole world must be from 1960 on: people, or dollars of its product.
_WORLDS = (("SP.POP.TOTL", "datahub-population", 2e9, 2e10), ("NY.GDP.MKTP.CD", "datahub-gdp", 1e12, 1e15))


def is_header(line: list[str]) -> bool:
    """Whether these are the column names of a file of Gapminder's."""
    return [text.fold(cell) for cell in line[:2]] == ["geo", "time"] and len(line) == 3


def told(table: text.Table) -> tuple[text.Table, str | None]:
    """A copy with the World Bank's column names and codes, and its source_id; any other table as it is."""
    if is_header(list(table.columns)):
        return _gapminder(table)
    folded = [text.fold(name) for name in table.columns]
    if "country code" in folded and _VALUE in folded:
        return _datahub(table, folded)
    return table, None


def _gapminder(table: text.Table) -> tuple[text.Table, str]:
    name = text.fold(table.columns[2])
    records = [[record[0].upper(), *record[1:]] if record else record for record in table.records]
    columns = ("Country Code", "Year", _GAPMINDER.get(name, table.columns[2]))
    return replace(table, columns=columns, records=records), f"gapminder-{name.replace('_', '-')}"


def _datahub(table: text.Table, folded: list[str]) -> tuple[text.Table, str | None]:
    """The column `Value` under the code of what its numbers of the world can only be, if there are such."""
    code, value = folded.index("country code"), folded.index(_VALUE)
    wide = [record for record in table.records if len(record) > max(code, value)]
    world = [cells.number(record[value].strip()) or 0.0 for record in wide if record[code].strip() == _WORLD]
    for indicator, source_id, low, high in _WORLDS:
        if world and low <= min(world) and max(world) <= high:
            columns = (*table.columns[:value], indicator, *table.columns[value + 1 :])
            return replace(table, columns=columns), source_id
    return table, None
