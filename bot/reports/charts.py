"""A section week by week, as PNG; only the child process may import this module."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from bot.core.figures import SectionReport, WeekRow
from bot.reports import palette
from bot.reports.drawing import (
    SMALL,
    TEXT,
    UPRIGHT,
    WIDTH,
    blank_figure,
    heading,
    monday,
    png,
    say_if_none,
)
from bot.reports.glyphs import drawable

_HEIGHT = 5.0
_BAR = 0.72
_FEWEST = 6  # so many bars always have room: one alone would be a wall
_CLASSES = (
    (palette.COMPLETED, "", "受講済"),
    (palette.LATE, palette.LATE_HATCH, "期限後受講"),
    (palette.NOT_COMPLETED, "", "未受講"),
)


def section_chart(report: SectionReport, latest: int = 0) -> bytes:
    """One bar a week, shares of 対象 on top of each other, figures above the bars.

    ``latest``: only so many of the newest weeks (0: all).
    """
    weeks = report.weeks[-latest:] if latest else report.weeks
    figure = blank_figure(WIDTH, _HEIGHT)
    name = drawable(report.total.section_name)
    heading(figure, f"{name}　週ごとの受講（{drawable(report.period.label)}）", weeks)
    plot = figure.add_axes((0.075, 0.2, 0.905, 0.54))
    _bars(plot, weeks)
    _frame(plot, weeks)
    say_if_none(plot, weeks)
    _legend(figure)
    return png(figure)


def _bars(plot: Axes, weeks: Sequence[WeekRow]) -> None:
    places = range(len(weeks))
    bottoms = [0.0] * len(weeks)
    for number, (fill, hatch, _) in enumerate(_CLASSES):
        shares = [_shares(week)[number] for week in weeks]
        plot.bar(
            places,
            shares,
            _BAR,
            bottoms,
            color=fill,
            hatch=hatch,
            edgecolor=palette.INK,
            linewidth=0.9,
        )
        bottoms = [bottom + share for bottom, share in zip(bottoms, shares, strict=True)]
    upright = len(weeks) > UPRIGHT
    for place, week in zip(places, weeks, strict=True):
        plot.text(
            place,
            102,
            week.rate if upright else f"{week.rate}\n{week.completed}／{week.members}人",
            ha="center",
            va="bottom",
            rotation=90 if upright else 0,
            fontsize=SMALL,
        )


def _shares(week: WeekRow) -> tuple[float, float, float]:
    """受講済・期限後受講・未受講 in per cent of 対象; nothing where nobody counts."""
    if not week.members:
        return (0.0, 0.0, 0.0)
    counts = (week.completed, week.late, week.not_completed)
    first, second, third = (100 * count / week.members for count in counts)
    return first, second, third


def _frame(plot: Axes, weeks: Sequence[WeekRow]) -> None:
    plot.set_xlim(-0.6, max(len(weeks), _FEWEST) - 0.4)
    plot.set_ylim(0, 100)
    plot.set_yticks(range(0, 101, 20), [f"{n}％" for n in range(0, 101, 20)])
    upright = len(weeks) > UPRIGHT
    plot.set_xticks(
        range(len(weeks)),
        [monday(week) for week in weeks],
        rotation=90 if upright else 0,
        fontsize=SMALL if upright else TEXT,
    )
    plot.set_xlabel("週（月曜日の日付）", labelpad=4)
    plot.tick_params(length=0)
    plot.spines[["top", "right"]].set_visible(False)


def _legend(figure: Figure) -> None:
    shown = [
        Patch(facecolor=fill, edgecolor=palette.INK, hatch=hatch, label=label)
        for fill, hatch, label in _CLASSES
    ]
    figure.legend(
        handles=shown,
        loc="upper left",
        bbox_to_anchor=(0.008, 0.93),
        ncols=len(shown),
        frameon=False,
        handlelength=1.6,
        handleheight=1.1,
    )
