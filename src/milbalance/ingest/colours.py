"""Font colours of a workbook, and what SIPRI means by them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from typing import Any

from defusedxml.ElementTree import fromstring

# The order in which cells number the colours of a theme; the theme itself lists dark before light.
_THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)


class Palette:
    """The colours that cells of one workbook refer to by number."""

    def __init__(self, indexed: Sequence[str], theme: bytes | None) -> None:
        self._indexed = list(indexed)
        parts = fromstring(theme).iter() if theme else ()
        scheme = next((part for part in parts if part.tag.endswith("}clrScheme")), ())
        listed = [entry[0].get("lastClr") or entry[0].get("val") or "" for entry in scheme if len(entry)]
        self._theme = [listed[position] for position in _THEME_ORDER if position < len(listed)]

    def find(self, colour: Any) -> str | None:
        """An openpyxl colour as six hexadecimal digits; None for the automatic one or none at all."""
        if colour is None or colour.type == "auto":
            return None
        if colour.type == "rgb":
            return _six(colour.rgb)
        known = self._indexed if colour.type == "indexed" else self._theme
        number = colour.value
        # 64 and 65 are the colours of the system: black on white.
        found = _six(known[number]) if 0 <= number < len(known) else None
        return _tinted(found, colour.tint) if found and colour.tint else found


def quality(colour: str | None) -> str | None:
    """What a font colour says of a value: reported (black or grey), estimate (blue), uncertain (red); else None.

    Editions write their blue and red in several shades, so the hue decides.
    """
    if colour is None:
        return "reported"
    hue, saturation, brightness = colorsys.rgb_to_hsv(*_channels(colour))
    if saturation < 0.25 or brightness < 0.25:
        return "reported"
    if saturation < 0.5 or brightness < 0.6:
        return None
    if 200 <= hue * 360 <= 260:
        return "estimate"
    return "uncertain" if hue * 360 <= 15 or hue * 360 >= 345 else None


def _six(text: object) -> str | None:
    found = re.fullmatch(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})", str(text))
    return found[1].upper() if found else None


def _tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint above zero, up to 1) or darker (down to -1)."""
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation)
    return f"{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue
