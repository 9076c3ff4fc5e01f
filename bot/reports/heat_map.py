"""The ward as a heat-map 課 × 週, as PNG; only the child process may import this module."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from bot.core.figures import WardReport, WeekRow, tenths
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
from bot.reports.wording import HEAT_NOTE

MOST_WEEKS = 26  # more columns would make the figures too small to read
_NAME_ROOM, _FOOT_ROOM, _ROW = 2.3, 0.85, 0.3  # inches
_HEAD_ROOM, _HEAD_ROOM_UPRIGHT = 0.75, 1.05


def ward_heat_map(report: WardReport, weeks: Sequence[WeekRow] | None = None) -> bytes:
    """A row a section under the ward's own, a column a week, each cell with its rate.

    ``weeks``: the columns, at most MOST_WEEKS (default: the newest).
    """
    columns = report.weeks[-MOST_WEEKS:] if weeks is None else weeks
    rows = [(report.total.section_name, report.weeks)]
    rows += [(r.total.section_name, r.weeks) for r in report.sections]
    head = _HEAD_ROOM_UPRIGHT if len(columns) > UPRIGHT else _HEAD_ROOM
    height = head + _FOOT_ROOM + _ROW * len(rows)
    figure = blank_figure(WIDTH, height)
    heading(figure, f"課と週ごとの受講の率（{drawable(report.period.label)}）", columns)
    room = (WIDTH - _NAME_ROOM - 0.15) / WIDTH
    bottom = _FOOT_ROOM / height
    plot = figure.add_axes((_NAME_ROOM / WIDTH, bottom, room, _ROW * len(rows) / height))
    _cells(plot, rows, columns)
    say_if_none(plot, columns)
    _heat_legend(figure, height)
    return png(figure)


def _cells(
    plot: Axes, rows: Sequence[tuple[str, Sequence[WeekRow]]], columns: Sequence[WeekRow]
) -> None:
    size = TEXT if len(columns) <= UPRIGHT else SMALL
    for y, (_, weeks) in enumerate(rows):
        known = {week.week: week for week in weeks}
        for x, column in enumerate(columns):
            _cell(plot, x, y, known.get(column.week), size)
    plot.set_xlim(0, max(len(columns), 1))
    plot.set_ylim(len(rows), 0)
    plot.set_yticks([y + 0.5 for y in range(len(rows))], [drawable(name) for name, _ in rows])
    _narrow(plot, [name for name, _ in rows])
    plot.set_xticks(
        [x + 0.5 for x in range(len(columns))],
        [monday(week) for week in columns],
        rotation=90 if len(columns) > UPRIGHT else 0,
        fontsize=SMALL,
    )
    plot.xaxis.tick_top()
    plot.tick_params(length=0)
    plot.axhline(1, color=palette.INK, linewidth=1.8)


def _narrow(plot: Axes, names: Sequence[str]) -> None:
    """Long names in type that fits their column; the ward's own name in bold."""
    for label, name in zip(plot.get_yticklabels(), names, strict=True):
        label.set_fontsize(min(TEXT, 72 * (_NAME_ROOM - 0.15) / max(len(name), 1)))
    plot.get_yticklabels()[0].set_fontweight("bold")


def _cell(plot: Axes, x: int, y: int, week: WeekRow | None, size: float) -> None:
    if week is None or not week.members:
        hatch = palette.NO_FIGURE_HATCH
        plot.add_patch(Rectangle((x, y), 1, 1, fc=palette.PAPER, ec=palette.FAINT, hatch=hatch))
        return
    rate = tenths(week.completed, week.members)
    heat = palette.heat_class(rate)
    plot.add_patch(Rectangle((x, y), 1, 1, fc=palette.HEAT[heat], ec=palette.INK, lw=0.5))
    whole = (200 * week.completed + week.members) // (2 * week.members)
    ink = palette.ink_on(heat)
    plot.text(x + 0.5, y + 0.52, f"{whole}", ha="center", va="center", fontsize=size, color=ink)


def _heat_legend(figure: Figure, height: float) -> None:
    shown = [
        Patch(facecolor=fill, edgecolor=palette.INK, label=label)
        for fill, label in zip(palette.HEAT, palette.HEAT_LABELS, strict=True)
    ]
    shown.append(
        Patch(
            facecolor=palette.PAPER,
            edgecolor=palette.FAINT,
            hatch=palette.NO_FIGURE_HATCH,
            label="数字なし",
        )
    )
    figure.legend(
        handles=shown,
        loc="lower left",
        bbox_to_anchor=(0.008, 0.32 / height),
        ncols=len(shown),
        frameon=False,
        fontsize=TEXT,
        handlelength=1.4,
        handleheight=1.1,
        columnspacing=1.2,
    )
    figure.text(0.015, 0.12 / height, HEAT_NOTE, fontsize=SMALL, va="bottom")
