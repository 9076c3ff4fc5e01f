"""The colours of charts: told apart by people with any colour vision and on grey paper.

A test simulates three kinds of colour blindness and greyscale and compares neighbours. The
share of a class also shows by hatching and outline, and every cell carries its figure.
"""

from __future__ import annotations

from bisect import bisect_right

INK = "#1A1A1A"
PAPER = "#FFFFFF"
FAINT = "#767676"  # lines and axes; as text still 4.5:1 on white

COMPLETED = "#003F72"
LATE = "#D08A00"
NOT_COMPLETED = PAPER
LATE_HATCH = "////"

# Equal steps of contrast, from nobody to everybody.
HEAT = (PAPER, "#8CC1EA", "#5B96C8", "#2B6597", "#163B5A")
HEAT_FROM = (0, 200, 400, 600, 800)  # tenths of a per cent at which each class begins
HEAT_LABELS = ("20％未満", "20％以上", "40％以上", "60％以上", "80％以上")
NO_FIGURE_HATCH = "...."


def heat_class(rate: int) -> int:
    """Which of the five classes a rate in tenths of a per cent belongs to."""
    return bisect_right(HEAT_FROM, rate) - 1


def ink_on(heat: int) -> str:
    """The colour of figures on a cell of that class."""
    return INK if heat < 3 else PAPER
