"""A picture as part of a page: one small inline SVG with real text, in colours that the page may change.

Every colour is a CSS variable with its light value as fallback: those of the theme have names (`--ink`), all others
carry their light value in the name (`--c-0072b2`). `stylesheet` writes what they are on a dark page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from xml.etree import ElementTree

from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from milbalance.charts import style

FONTS = "'Source Sans Pro', sans-serif"
HALO = "halo"  # begins the id of a text that has one, from `plain_texts` to `inlined`
AROUND = "; paint-order: stroke; stroke: #ffffff; stroke-width: 3"
GROUND = "#131416"  # of a dark page
# The theme: the name of each colour's variable, and what it is on a dark page.
THEME = {
    style.INK: ("ink", "#ECECEC"),
    style.MUTED: ("muted", "#A8ABB0"),
    style.FAINT: ("line", "#3A3D42"),
    style.NEUTRAL: ("neutral", "#8E9299"),
    style.STATED_BAND: ("band", "#303338"),
    style.SHADE: ("shade", "#212327"),
    style.PAPER: ("paper", GROUND),
    style.ON_PALE: ("on-pale", GROUND),
}
_NAMES = {to_hex(light): name for light, (name, _) in THEME.items()}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
_VARIABLE = re.compile(r"--c-([0-9a-f]{6})")
_NUMBER = re.compile(r"-?\d+\.\d+")
_LINK = re.compile(r"#([a-zA-Z][\w.-]*)")
_FAMILY = re.compile(r" ?font-family: [^;]*;?")
_UPRIGHT = re.compile(r"rotate\(-?0[ )].*")


def variable(colour: str) -> str:
    """The variable of a colour of light pages.

    >>> from milbalance.charts import style, web
    >>> web.variable(style.INK), web.variable("#0072B2")
    ('--ink', '--c-0072b2')
    """
    light = to_hex(colour)
    return f"--{_NAMES.get(light) or 'c-' + light[1:]}"


def dark(colour: str) -> str:
    """What a colour of light pages is on a dark one: its own of the theme, else lighter until text can be read.

    Letters in the colour of the ground can then be read on every fill too.
    """
    light = to_hex(colour)
    own = {to_hex(one): value for one, (_, value) in THEME.items()}
    if light in own:
        return own[light]
    red, green, blue = to_rgb(light)
    wanted = 4.6 * (style.luminance(*to_rgb(GROUND)) + 0.05)
    while style.luminance(red, green, blue) + 0.05 < wanted:
        red, green, blue = (channel + 0.05 * (1 - channel) for channel in (red, green, blue))
    return to_hex((red, green, blue))


def stylesheet(pictures: Iterable[str]) -> str:
    """The CSS that turns pictures dark: for a reader whose system is, and for `data-theme` on the body (Furo's)."""
    found = sorted({name for picture in pictures for name in _VARIABLE.findall(picture)})
    named = [f"--{name}: {value}" for name, value in THEME.values()]
    values = "; ".join([*named, *(f"--c-{name}: {dark('#' + name)}" for name in found)])
    return (
        f'body[data-theme="dark"] {{ {values} }}\n'
        f'@media (prefers-color-scheme: dark) {{ body:not([data-theme="light"]) {{ {values} }} }}\n'
    )


def plain_texts(figure: Figure) -> None:
    """Take the halos off the texts, which would turn letters into outlines; `inlined` draws them in CSS."""
    for place, text in enumerate(figure.findobj(Text)):
        if text.get_path_effects():
            text.set_path_effects([])
            text.set_gid(f"{HALO}{place}")


def inlined(svg: bytes, *, name: str, title: str, alt: str) -> str:
    """An SVG file of matplotlib's as an element of a page, with ids that begin with `name`."""
    root = ElementTree.fromstring(svg)
    for part in root.iter():
        part.tag = part.tag.rpartition("}")[2]
        part.attrib = {key.rpartition("}")[2]: value for key, value in part.attrib.items()}
        part.text, part.tail = (part.text if part.tag == "text" else None), None
    linked = {name for part in root.iter() for value in part.attrib.values() for name in _LINK.findall(value)}
    root[:] = [kept for part in root for kept in _kept(part, linked)]
    owners = [own for part in root.iter() if (own := part.get("id"))]
    ids = {own: f"{name}-{place}" for place, own in enumerate(owners)}
    for part in root.iter():
        part.attrib = {key: _rewritten(key, value, ids) for key, value in part.attrib.items()}
    told = [ElementTree.Element(tag, {"id": f"{name}-{tag}"}) for tag in ("title", "desc")]
    told[0].text, told[1].text = title, alt
    root[:] = [*told, *root]
    root.attrib = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
        "style": f"font-family: {FONTS}; fill: {_coloured(style.INK)}; stroke-linejoin: round",
    }
    return ElementTree.tostring(root, encoding="unicode")


def _kept(part: ElementTree.Element, linked: Collection[str], *, halo: bool = False) -> list[ElementTree.Element]:
    """What stays of a part of a picture: not what draws nothing, nor a group or an id that nothing asks for."""
    halo = halo or part.get("id", "").startswith(HALO)
    part[:] = [kept for child in part for kept in _kept(child, linked, halo=halo)]
    if part.get("id") not in linked:
        part.attrib.pop("id", None)
    drawn = part.tag not in ("metadata", "style") and part.get("style") != "fill: none"
    if not drawn or (part.tag == "defs" and not len(part)):
        return []
    if part.tag == "g" and not part.attrib:
        return list(part)
    if part.tag == "text":
        part.set("style", _FAMILY.sub("", part.attrib["style"]) + AROUND * halo)
        if _UPRIGHT.fullmatch(part.get("transform", "")):
            del part.attrib["transform"]
    return [part]


def _rewritten(key: str, value: str, ids: Mapping[str, str]) -> str:
    """The value of an attribute with the ids of the page, colours as variables and short numbers."""
    if key == "id":
        return ids[value]
    if key in ("href", "clip-path"):
        return _LINK.sub(lambda found: f"#{ids[found[1]]}", value)
    value = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), " ".join(value.split()))
    return _COLOUR.sub(lambda found: _coloured(found[0]), value) if key == "style" else value


def _coloured(colour: str) -> str:
    return f"var({variable(colour)}, {colour})"
