"""The guides of docs/: Markdown pages that are copied as they are, in the order of their names."""

from __future__ import annotations

from pathlib import Path

FOLDER = "guides"


def pages(docs: Path) -> dict[str, str]:
    """The text of every guide by page; none where there is no such folder."""
    found = sorted(docs.glob("*.md")) if docs.is_dir() else []
    return {f"{FOLDER}/{path.name}": in_site(path.read_text(encoding="utf-8")) for path in found}


def in_site(text: str) -> str:
    """A text of the checkout in which the README is the front page of the site."""
    return text.replace("](../README.md", "](../index.md")
