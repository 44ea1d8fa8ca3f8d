"""What a picture file says about itself, so that one that travels alone keeps its title, sources and terms."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

FORMATS = ("svg", "png", "pdf")
DEFAULT_FORMATS = ("svg", "png")
# What matplotlib would add of itself: dates differ between runs, versions between machines.
UNDATED: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
}
_CREATOR, _LANGUAGE = "milbalance", "en"


def metadata(kind: str, card: dict[str, Any]) -> dict[str, str | None]:
    """The metadata of one picture file for matplotlib's savefig, from the card of the figure.

    `kind` is svg (Dublin Core), png (text chunks) or pdf (its information dictionary, which knows four fields).
    """
    title, alt, source, terms = (str(card[name]) for name in ("title", "alt", "source_line", "terms"))
    if kind == "pdf":
        keywords = ", ".join([str(card["name"]), source, terms])
        return UNDATED["pdf"] | {"Title": title, "Author": _CREATOR, "Subject": alt, "Keywords": keywords}
    rights, creator = ("Rights", "Creator") if kind == "svg" else ("Copyright", "Author")
    return UNDATED[kind] | {
        "Title": title,
        "Description": alt,
        "Source": source,
        rights: terms,
        creator: _CREATOR,
        "Identifier": str(card["name"]),
        "Language": _LANGUAGE,
    }


def accessible(svg: bytes, card: dict[str, Any]) -> bytes:
    """An SVG file of matplotlib's that assistive technology reads as one picture with title and description.

    The title that savefig wrote as the first element gets an id, a description follows it, the root names both.
    Raises ValueError if the file does not begin like that.
    """
    title, description = (quoteattr(f"{card['name']}-{part}") for part in ("title", "desc"))
    labels = quoteattr(f"{card['name']}-title {card['name']}-desc")
    root = f'<svg role="img" lang="{_LANGUAGE}" xml:lang="{_LANGUAGE}" aria-labelledby={labels} '
    before, opening, rest = svg.decode().partition("<svg ")
    attributes, start, rest = rest.partition(">\n <title>")
    said, end, rest = rest.partition("</title>\n")
    if not (opening and start and end) or ">" in attributes:
        raise ValueError(f"{card['name']}: found an SVG file that does not begin with its title")
    named = f">\n <title id={title}>{said}</title>\n <desc id={description}>{escape(card['alt'])}</desc>\n"
    return (before + root + attributes + named + rest).encode()
