"""Write the site: texts into a temporary folder, Sphinx over them, then the new site in place of the old one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from milbalance.io import folder
from milbalance.io.files import replace, temporary_folder
from milbalance.publish.site import (
    api,
    claim_page,
    finish,
    front,
    gallery,
    guides,
    material,
    notebooks,
    picture,
    references,
    render,
    sphinx_run,
)
from milbalance.tables.load import Data

MADE_BY = "milbalance site"
CONF, STATIC = "conf.py", "static"


def write(data: Data, out: Path, article: Path | None = None) -> int:
    """Write the whole site to a folder and return its number of pages; a site that was there is replaced.

    `article` is the folder of another article, whose tables these are; its site has no notebooks, guides, modules.

    Raises MilbalanceError where Sphinx is absent or warns, where figures are not drawn, and for a folder with
    files that are not of this making; `out` then stays as it was.
    """
    sphinx_run.require()
    with folder.whole(out, MADE_BY) as new, temporary_folder("milbalance-site-") as scratch:
        made = material.gather(data, article, scratch)
        read = {} if article else notebooks.read(made.root / "notebooks")
        sources = scratch / "sources"
        lay_out(sources, pages(made, read), extra_files(made))
        built = scratch / "pages"  # not in place: MyST-NB writes a folder of its own beside the pages
        sphinx_run.build(sources, built, scratch / "doctrees")
        finish.mend(built, notebooks.in_words(read))
        shutil.copytree(built, new, dirs_exist_ok=True)
        replace(new / folder.MANIFEST, (json.dumps({"made_by": MADE_BY}) + "\n").encode())
        return sum(1 for _ in new.rglob("*.html"))


def pages(made: material.Material, read: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The text of every page by its path in the folder of sources."""
    guided = {} if made.article else guides.pages(made.root / "docs")
    return {
        **front.pages(made, [path.removesuffix(".md") for path in guided], shipped=made.article is None),
        **claim_page.pages(made),
        **gallery.pages(made, notebooks.titles(read)),
        **notebooks.pages(read),
        **guided,
        **references.pages(made),
        **({} if made.article else api.pages()),
    }


def extra_files(made: material.Material) -> dict[str, bytes]:
    """What pages show or offer as it is: figures, tables, the ledger, the references; by path in the site."""
    drawn = picture.shipped(made.figures, list(made.cards))
    found = {f"figures/{path.name}": path.read_bytes() for path in drawn}
    found |= {f"ledger/{path.name}": path.read_bytes() for path in sorted(made.ledger.glob("*.csv"))}
    found |= {f"data/{name}": content for name, content in made.tables().items()}
    return found | references.downloads(made.data)


def lay_out(sources: Path, texts: Mapping[str, str], files: Mapping[str, bytes]) -> None:
    """Put pages, settings, styles and files where Sphinx looks for them."""
    shutil.copytree(render.THEME / STATIC, sources / STATIC)
    shutil.copyfile(render.THEME / CONF, sources / CONF)
    content = {name: text.encode() for name, text in texts.items()}
    content |= {f"files/{name}": raw for name, raw in files.items()}
    for name, raw in content.items():
        path = sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    for name in sorted({name.split("/")[0] for name in files if "/" in name}):
        (sources / name).symlink_to(Path("files") / name)  # so that a guide may link to ../figures/
