"""What the charts have in common: fonts, sizes, the heading, the picture's bytes.

Loads matplotlib (a second, 75 MB): only the child process may import this module.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.core.figures import WeekRow
from bot.reports import fonts, palette
from bot.reports.wording import NO_WEEKS, OPEN_NOTE

DPI = 150
WIDTH = 10.0  # inches
TEXT, SMALL, HEADING = 11.0, 9.0, 14.0  # points
UPRIGHT = 12  # from more weeks on, labels stand upright

# The font for rare kanji has one weight; that it is used in headings too is no news.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
for _face in (fonts.REGULAR, fonts.BOLD, fonts.FALLBACK):
    font_manager.fontManager.addfont(str(_face))
mpl.rcParams.update(
    {
        "font.family": [fonts.FAMILY, fonts.FALLBACK_FAMILY],
        "font.size": TEXT,
        "text.color": palette.INK,
        "axes.labelcolor": palette.INK,
        "axes.edgecolor": palette.FAINT,
        "xtick.color": palette.INK,
        "ytick.color": palette.INK,
        "text.parse_math": False,  # a name may hold any sign
        "hatch.linewidth": 0.8,
    }
)


def blank_figure(width: float, height: float) -> Figure:
    """White paper of that size in inches."""
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    return figure


def heading(figure: Figure, text: str, weeks: Sequence[WeekRow]) -> None:
    """What the picture shows, and that a week is still open where one is."""
    inch = 1 / figure.get_figheight()
    figure.text(0.015, 1 - 0.1 * inch, text, fontsize=HEADING, fontweight="bold", va="top")
    if any(week.open for week in weeks):
        figure.text(0.985, 1 - 0.14 * inch, OPEN_NOTE, fontsize=SMALL, ha="right", va="top")


def say_if_none(plot: Axes, weeks: Sequence[WeekRow]) -> None:
    """Say in the middle of the picture that there is nothing to show yet."""
    if not weeks:
        plot.text(0.5, 0.5, NO_WEEKS, transform=plot.transAxes, ha="center", va="center")


def monday(week: WeekRow) -> str:
    """How a week stands at the edge: 「11/16」, with a star while it is open."""
    return f"{week.monday.month}/{week.monday.day}{'＊' if week.open else ''}"


def png(figure: Figure) -> bytes:
    """The picture; the same drawing gives the same bytes."""
    out = io.BytesIO()
    # Without the program's name and version in the file it depends on the figures alone.
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
