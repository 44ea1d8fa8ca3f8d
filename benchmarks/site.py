"""The site: how long it takes to build, what its front page weighs with all it loads, and how large it all is.

Run with `python benchmarks/site.py`. Machines are shared and noisy: read the share of Sphinx, not the seconds.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory

_LOADED = re.compile(r'<(?:img|script|link)\b[^>]*?\b(?:src|href)="([^"?#]+)')


def front_page(site: Path) -> dict[str, int]:
    """Bytes of the front page and of each file that it loads, uncompressed."""
    text = (site / "index.html").read_text(encoding="utf-8")
    files = dict.fromkeys(["index.html", *_LOADED.findall(text)])
    # Other pages are named as the next or for searching, and not loaded.
    loaded = [name for name in files if name == "index.html" or not name.endswith(".html")]
    return {name: (site / name).stat().st_size for name in loaded if (site / name).is_file()}


def main() -> None:
    start = time.perf_counter()
    from milbalance.publish.site import build, material
    from milbalance.tables import load

    data = load.everything()
    loaded = time.perf_counter()
    material.gather(data)
    assessed = time.perf_counter()
    with TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        pages = build.write(data, site)
        built = time.perf_counter()
        weights = front_page(site)
        everything = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    whole = built - assessed
    print(f"{pages} pages in {whole:.0f} s, of which answering the claims {(assessed - loaded) / whole:.0%}")
    print(f"reading and checking the data before that: {loaded - start:.1f} s")
    print(f"front page with all it loads: {sum(weights.values()) / 1e6:.2f} MB; the heaviest:")
    for name, size in sorted(weights.items(), key=lambda item: -item[1])[:5]:
        print(f"  {size / 1e3:6.0f} kB  {name}")
    print(f"whole site: {sum(everything) / 1e6:.0f} MB in {len(everything)} files")


if __name__ == "__main__":
    main()
