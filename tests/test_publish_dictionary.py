"""The data dictionary: the committed page is the one that the descriptor gives, and says all that it holds."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from milbalance.publish import dictionary
from milbalance.tables import paths, schema

RESOURCES: list[dict[str, Any]] = schema.read_descriptor(paths.data())["resources"]
FIELDS = [(resource["name"], field) for resource in RESOURCES for field in resource["schema"]["fields"]]


@pytest.fixture(scope="module")
def page() -> str:
    return dictionary.text()


def section(page: str, table: str) -> str:
    return page.partition(f"\n## {table}\n")[2].partition("\n## ")[0]


def test_the_committed_page_is_what_the_descriptor_gives(page: str) -> None:
    assert (paths.data() / "README.md").read_text(encoding="utf-8") == page, "run `milbalance readme`"


def test_every_column_stands_in_its_table_with_what_it_may_hold(page: str) -> None:
    wrong = []
    for table, field in FIELDS:
        (line,) = [line for line in section(page, table).splitlines() if line.startswith(f"| `{field['name']}` |")]
        limits = field.get("constraints", {})
        words = [
            field["description"],
            f"| {field.get('unit', '')} |",
            *(f"`{one}`" for one in limits.get("enum", [])),
        ]
        words += [str(limits[end]) for end in ("minimum", "maximum") if end in limits]
        if [one for one in words if one not in line] or line.endswith("| never |") != bool(limits.get("required")):
            wrong.append(line)
    assert not wrong, "\n".join(wrong)


def test_a_table_tells_its_key_its_rows_its_rules_and_its_outliers(page: str) -> None:
    for resource in RESOURCES:
        told = section(page, resource["name"])
        lines = (paths.data() / resource["path"]).read_text(encoding="utf-8").count("\n")
        assert f"{lines - 1:,} rows" in told, "no cell of these tables has a line break"
        words = [f"`{name}`" for name in resource["schema"]["primaryKey"]]
        words += [rule["wanted"] for rule in resource.get("rules", [])]
        words += [known["reason"] for known in resource.get("known_outliers", [])]
        words += [f"`{key['fields'][0]}` refers to" for key in resource["schema"]["foreignKeys"]]
        assert [one for one in words if one not in told] == [], resource["name"]


def test_meanings_are_given_to_allowed_values_and_to_no_other() -> None:
    coded = [field for _, field in FIELDS if "categories" in field]
    assert len(coded) >= 10
    for field in coded:
        assert [category["value"] for category in field["categories"]] == [
            value
            for value in field["constraints"]["enum"]
            if value in {category["value"] for category in field["categories"]}
        ]
        assert all(category["label"] for category in field["categories"])


def made(**field: Any) -> str:
    """The line of one column in a table of two rows, one of them empty."""
    described = {"name": "a", "type": "number", "description": "What | it is.", **field}
    resource = {
        "name": "one",
        "path": "one.csv",
        "title": "One",
        "description": "A table.",
        "schema": {"primaryKey": ["a"], "fields": [described]},
    }
    page = dictionary.written([resource], {"one": pd.DataFrame({"a": [1.0, None]})})
    (line,) = [line for line in page.splitlines() if line.startswith("| `a` |")]
    return line


def test_a_column_by_hand() -> None:
    assert made(unit="persons", constraints={"minimum": 0}) == (
        "| `a` | What \\| it is. | number | persons | at least 0 | in 1 row |"
    )
    assert made(constraints={"minimum": 1, "maximum": 5, "required": True}).endswith("| 1 to 5 | never |")
    assert made(constraints={"pattern": "a|b", "unique": True}).endswith(
        "| each once; pattern `a\\|b` | in 1 row |"
    )
