"""The reference of the modules, written by Sphinx from their docstrings."""

from __future__ import annotations

import pkgutil

import milbalance
from milbalance.publish.site import render

FOLDER = "api"
# A page for each heading; a package brings its modules with it.
GROUPS = {
    "Tables and sources": ("tables", "io", "errors", "arguments"),
    "Measures": ("measures",),
    "Choices and verdicts": ("choices",),
    "Claims": ("articles",),
    "Charts": ("charts",),
    "Official files": ("ingest", "releases"),
    "Other pairs": ("pair",),
    "Publishing": ("publish",),
}
REST = "Further modules"
_NOT_FOR_READERS = {"cli", "__main__", "publish.site"}


def pages() -> dict[str, str]:
    """The index and one page a group; a module that no group names stands under `REST`."""
    made = {f"{FOLDER}/index.md": render.page("api", names={slug(name): name for name in groups()})}
    for name, modules in groups().items():
        # What a package passes on from its modules is told there, once.
        packages = {module for module in modules if any(other.startswith(f"{module}.") for other in modules)}
        text = render.page("modules", name=name, modules=modules, packages=packages)
        made[f"{FOLDER}/{slug(name)}.md"] = text
    return made


def groups() -> dict[str, list[str]]:
    """Every public module by group, as dotted names; those of a package follow it."""
    there = sorted(module.name for module in pkgutil.iter_modules(milbalance.__path__))
    named = {module for modules in GROUPS.values() for module in modules}
    rest = [module for module in there if module not in named | _NOT_FOR_READERS]
    found = {name: [module for module in modules if module in there] for name, modules in GROUPS.items()}
    return {
        name: [dotted for module in modules for dotted in _with_parts(module)]
        for name, modules in (found | {REST: rest}).items()
    }


def _with_parts(module: str) -> list[str]:
    """A module as a dotted name; a package with what is in it, however deep."""
    places = [f"{place}/{module.replace('.', '/')}" for place in milbalance.__path__]
    inner = [f"{module}.{part.name}" for part in pkgutil.iter_modules(places)]
    parts = [dotted for part in sorted(inner) if part not in _NOT_FOR_READERS for dotted in _with_parts(part)]
    return [f"milbalance.{module}", *parts]


def slug(name: str) -> str:
    """The name of a group as that of its page."""
    return name.lower().replace(" ", "-")
