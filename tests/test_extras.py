"""Without any extra the core works, and whatever needs one says which in one line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import tiny_article
from milbalance.io.extras import EXTRAS

# Commands by the extra that they lack; none for those of the core.
COMMANDS = [
    ("", "check TEXT"),
    ("", "list figures"),
    ("", "claims spending-ratio"),
    ("", "cite sipri-milex-2025"),
    ("", "figures spending_ratio --format svg --out OUT/figures"),
    ("notebooks", "notebooks 02"),
    ("lab", "notebooks 02 --html OUT/pages"),
    ("ingest", "import sipri-milex FILE"),
    ("ingest", "editions FILE FILE"),
    ("ingest", "pair ISR TUR --milex FILE --out OUT/pair"),
    ("workbook", "pair ISR TUR --out OUT/pair"),
    ("workbook", "workbook BOOK"),
    ("site", "site OUT/site"),
    ("cluster", "pairs LIST --out OUT/many --scheduler tcp://127.0.0.1:8786"),
]
SCRIPT = """
import json, sys
for name in json.loads(sys.argv[1]):
    sys.modules[name] = None
from typer.testing import CliRunner
from milbalance.cli import app
ended = []
for words in json.loads(sys.argv[2]):
    done = CliRunner().invoke(app, words.split())
    ended.append([done.exit_code, done.stderr, repr(done.exception)])
print(json.dumps(ended))
"""


def test_what_lacks_an_extra_names_it_in_one_line_and_all_else_works(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("side_a,side_b\nISR,TUR\n")
    (tmp_path / "file.xlsx").write_bytes(b"PK\3\4")
    places = {"OUT": tmp_path / "out", "LIST": tmp_path / "list.csv", "FILE": tmp_path / "file.xlsx"}
    places |= {"BOOK": tmp_path / "book.xlsx", "TEXT": tiny_article.write(tmp_path / "text")}
    words = [re.sub(r"[A-Z]{3,}(?=$|[ /])", lambda m: str(places.get(m[0], m[0])), words) for _, words in COMMANDS]
    command = [sys.executable, "-c", SCRIPT, json.dumps([*EXTRAS]), json.dumps(words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wrong = []
    for (extra, words), (code, said, exception) in zip(COMMANDS, json.loads(done.stdout), strict=True):
        fine = code == 2 and said.endswith(f"pip install 'milbalance[{extra}]'\n") if extra else code == 0
        if not fine or len(said.splitlines()) > 1:
            wrong.append((words, code, said, exception))
    assert not wrong, wrong
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["figures"], "nothing is half written"
