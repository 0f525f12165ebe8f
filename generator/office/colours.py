"""Colours as RRGGBB: how readable one is on another, and its darker and lighter shades."""

from __future__ import annotations

import colorsys

WHITE = "FFFFFF"


def contrast(first: str, second: str) -> float:
    """1 to 21, as WCAG 2.2 measures it ("contrast ratio"); text needs 4.5."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, on: str = WHITE, least: float = 4.5) -> str:
    """``colour``, or the nearest darker shade of it with that contrast on a light ground."""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(256):
        made = _text(colorsys.hls_to_rgb(hue, max(0.0, light * (1 - step / 255)), full))
        if contrast(made, on) >= least:
            return made if step else colour
    return "000000"


def shaded(colour: str, *, tint: float = 1.0, shade: float = 1.0) -> str:
    """As Word reckons themeTint and themeShade (ISO/IEC 29500-1, 17.3.2.6): 1 changes nothing."""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    light = light * shade * tint + (1 - tint)
    return _text(colorsys.hls_to_rgb(hue, light, full))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _text(parts: tuple[float, float, float]) -> str:
    return "".join([f"{round(part * 255):02X}" for part in parts])


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
