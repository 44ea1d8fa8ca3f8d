"""What keeps people from reading a page, as axe-core finds it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

EVERY = frozenset({"minor", "moderate", "serious", "critical"})
COLOURS = ("color-contrast", "link-in-text-block")  # the rules that a dark page can break if a light one does not


def violations(
    page: Any, within: str = "html", *, only: Collection[str] = (), impact: Collection[str] = EVERY
) -> list[str]:
    """The violations of a page that has the script of axe-core; `only` names some of its rules."""
    asked = {"preload": False, "resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
    found = page.evaluate("async ([within, asked]) => (await axe.run(within, asked)).violations", [within, asked])
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in impact
        for node in rule["nodes"]
    ]
