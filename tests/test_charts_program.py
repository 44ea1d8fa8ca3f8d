"""Which code decides a result: what is reached through imports, and what of it counts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from milbalance.charts.program import Program, without_remarks

LINES = {
    "chart.py": '"""A chart."""\nfrom own import shared\nfrom own.part import marks\nTITLE = "a"\n',
    "other.py": "from own.part import Named\n",
    "shared.py": "def limit() -> int:\n    from own import late\n    return 3\n",
    "late.py": "X = 1\n",
    "cli.py": "from own import chart\n",
    "part/__init__.py": "from own.part.named import Named\n",
    "part/marks.py": "import pandas\n",
    "part/named.py": "class Named: ...\n",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package `own`: two charts, what they share, and a command line that nothing imports."""
    for name, text in LINES.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "own"


def test_only_what_is_imported_is_reached_also_where_a_function_imports_it(package: Path) -> None:
    program = Program(package)
    assert program.reached(["own.chart"]) == ["own.chart", "own.late", "own.part.marks", "own.shared"]
    assert program.reached(["own.other"]) == ["own.other", "own.part", "own.part.named"]
    assert program.reached(["own.other"], past=["own.part"]) == ["own.other"]
    assert program.taken("own.other") == {"Named": "own.part"}


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("cli.py", "from", "# Why.\nfrom", ""),
        ("cli.py", "chart", "other", ""),
        ("chart.py", "A chart", "Another", ""),
        ("chart.py", "TITLE", "\n\n# A remark.\nTITLE", ""),
        ("chart.py", '"a"', '"b"  # changed', "chart"),
        ("late.py", "1", "2", "chart"),
        ("shared.py", "return 3", "return 3  # of four", ""),
        ("part/named.py", "...", "x = 1", "other"),
        ("part/lists.csv", "", "a\n", "chart other"),
    ],
)
def test_what_is_reached_counts_and_remarks_do_not(
    package: Path, file: str, old: str, new: str, changed: str
) -> None:
    def checksums() -> dict[str, str]:
        program = Program(package)
        return {name: program.checksum(program.reached([f"own.{name}"])) for name in ("chart", "other")}

    before = checksums()
    text = LINES.get(file, "")
    (package / file).write_text(text.replace(old, new, 1) if text else new, encoding="utf-8")
    after = checksums()
    assert [name for name in before if before[name] != after[name]] == changed.split()


def test_a_text_is_no_remark() -> None:
    text = '"""Doc."""\nx = "# a"  # b\ns = f"""\n\n  # {x}"""\n\n\ndef f() -> list[str]:\n'
    text += '    """Doc.\n\n    More."""\n'
    text += '    return ["a",  # first\n        # alone\n        "b"]\n'
    wanted = 'x = "# a"\ns = f"""\n\n  # {x}"""\ndef f() -> list[str]:\n    return ["a",\n        "b"]\n'
    assert without_remarks(text, ast.parse(text)) == wanted
