"""A tiny article on another pair, written by tests: a folder of three files and no Python."""

from __future__ import annotations

from pathlib import Path

ARTICLE = """\
title: Neighbours
publisher: A newspaper
published: 2020-05-01
sides: [TUR, GEO]
editions:
  newest: sipri-milex-2025
"""
CLAIMS = """\
claim_id,words,statement,relation,printed,unit
sixty-six-times,66 times as much,In 2019 Turkey spent 66 times as much on its military as Georgia.,is,66 times,ratio
"""
CHOICES = """\
sixty-six-times:
  measure: spending.ratio
  plain: {place: TUR, other: GEO, source: newest, basis: current_usd, years: 2019}
  ways:
  - editions: [current_usd, constant_usd, share_gdp]
    years:
    - {of: [2019]}
    - {of: [2018, 2020], shown: the year before or after}
"""


def write(folder: Path, **texts: str) -> Path:
    """The folder of the tiny article; a text named replaces one of its three files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"article.yml": ARTICLE, "claims.csv": CLAIMS, "choices.yml": CHOICES}
    for name, text in files.items():
        (folder / name).write_text(texts.get(name.partition(".")[0], text), encoding="utf-8")
    return folder
