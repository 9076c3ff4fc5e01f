"""How colours look to other eyes and on grey paper: luminance after simulation, and contrast.

Machado, Oliveira & Fernandes (2009), severity 1.0, in linear RGB; contrast as WCAG 2.2 has it.
"""

from __future__ import annotations

from collections.abc import Mapping

Colour = tuple[float, float, float]

_SIMULATED: Mapping[str, tuple[Colour, Colour, Colour]] = {
    "as it is, or grey": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
EYES = tuple(_SIMULATED)


def contrast(one: str, other: str, eyes: str) -> float:
    """The contrast of two colours (#RRGGBB) for those eyes, from 1 to 21."""
    darker, lighter = sorted(_luminance(colour, eyes) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def grey(colour: Colour) -> float:
    """The luminance of a colour given in linear parts: what a grey printer puts down."""
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: str) -> Colour:
    """#RRGGBB as linear parts from 0 to 1."""
    red, green, blue = (_part(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str, eyes: str) -> float:
    seen = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, seen, strict=True))))
        for row in _SIMULATED[eyes]
    )
    return grey((red, green, blue))


def _part(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
