"""Write the site: texts into a temporary folder, Sphinx over them, then the new site in place of the old one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from milbalance.charts import figure
from milbalance.io import folder
from milbalance.io.files import replace, temporary_folder
from milbalance.publish.site import (
    api,
    claim_page,
    finish,
    front,
    gallery,
    guides,
    look,
    material,
    notebooks,
    picture,
    references,
    render,
    search,
    sharing,
    sphinx_run,
)
from milbalance.tables.load import Data

MADE_BY = "milbalance site"
CONF, STATIC, TEMPLATES = "conf.py", "static", "templates"


def write(data: Data, out: Path, article: Path | None = None, url: str = "") -> int:
    """Write the whole site to a folder and return its number of pages; a site that was there is replaced.

    `article` is the folder of another article, whose tables these are; its site has no notebooks, guides, modules.
    `url` is where the site will stand: with it pages have pictures for sharing, which need a whole address.

    Raises MilbalanceError where Sphinx is absent or warns, where figures are not drawn, and for a folder with
    files that are not of this making; `out` then stays as it was.
    """
    sphinx_run.require()
    with folder.whole(out, MADE_BY) as new, temporary_folder("milbalance-site-") as scratch:
        made = material.gather(data, article, scratch)
        read = {} if article else notebooks.read(made.root / "notebooks")
        sources = scratch / "sources"
        texts = pages(made, read)
        files = extra_files(made, texts, notebooks.titles(read)) | (sharing.cards(made) if url else {})
        lay_out(sources, texts, files)
        built = scratch / "pages"  # not in place: MyST-NB writes a folder of its own beside the pages
        sphinx_run.build(sources, built, scratch / "doctrees")
        finish.mend(built, notebooks.in_words(read), url.rstrip("/"))
        shutil.copytree(built, new, dirs_exist_ok=True)
        replace(new / folder.MANIFEST, (json.dumps({"made_by": MADE_BY}) + "\n").encode())
        return sum(1 for _ in new.rglob("*.html"))


def pages(made: material.Material, read: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The text of every page by its path in the folder of sources."""
    guided = {} if made.article else guides.pages(made.root / "docs")
    found = {
        **claim_page.pages(made),
        **gallery.pages(made, notebooks.titles(read)),
        **notebooks.pages(read),
        **references.pages(made, guides.for_readers(guided)),
        **guided,
        **({} if made.article else api.pages()),
    }
    # A page of its own, or the index of a folder.
    top = [name for name in found if name.endswith(".md") and ("/" not in name or name.endswith("/index.md"))]
    return front.pages(made, [name.removesuffix(".md") for name in top]) | found


def extra_files(made: material.Material, texts: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, bytes]:
    """What pages show or offer as it is: figures, tables, ledger, references, the list to search; by path.

    `texts` are the pages, `titles` those of the notebooks by stem.
    """
    drawn = picture.shipped(made.figures, list(figure.described(made.data)))  # guides show others than the gallery
    found = {f"figures/{path.name}": path.read_bytes() for path in drawn}
    found |= {f"ledger/{path.name}": path.read_bytes() for path in sorted(made.ledger.glob("*.csv"))}
    found |= {f"data/{name}": content for name, content in made.tables().items()}
    found |= picture.thumbs(made) | references.downloads(made.data)
    return found | {search.FILE: search.index(made, texts, titles)}


def lay_out(sources: Path, texts: Mapping[str, str], files: Mapping[str, bytes]) -> None:
    """Put pages, settings, styles and files where Sphinx looks for them."""
    for name in (STATIC, TEMPLATES):
        shutil.copytree(render.THEME / name, sources / name)
    shutil.copyfile(render.THEME / CONF, sources / CONF)
    with (sources / STATIC / "site.css").open("a", encoding="utf-8") as style:
        style.write(look.css(texts.values()))
    (sources / STATIC / "fonts").mkdir()
    for name, raw in look.fonts(texts.values()).items():
        (sources / STATIC / "fonts" / name).write_bytes(raw)
    content = {name: text.encode() for name, text in texts.items()}
    content |= {f"files/{name}": raw for name, raw in files.items()}
    for name, raw in content.items():
        path = sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    for name in sorted({name.split("/")[0] for name in files if "/" in name}):
        (sources / name).symlink_to(Path("files") / name)  # so that a guide may link to ../figures/
