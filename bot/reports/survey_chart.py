"""The indicator over the waves, as PNG; only the child process may import this module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from bot.core.figures import rate_text
from bot.core.indicator.figures import TARGET
from bot.core.indicator.result import WaveResult
from bot.core.indicator.wave_hash import breaks
from bot.reports import palette
from bot.reports.drawing import SMALL, TEXT, WIDTH, blank_figure, png
from bot.reports.glyphs import drawable
from bot.reports.survey_words import CERTAINTY, SHARE

SHAPE = 0.5
MOST_WAVES = 9  # so many labels have room beside each other
HEADING = f"{SHARE}の推移"
BREAK = "設問や選択肢が変わりました\n（前とはくらべられません）"
NONE = "まだ結果がありません。"
_FEWEST = 3
_WIDE = 0.16  # of an interval, in waves
_POINT: dict[str, Any] = {
    "color": palette.COMPLETED,
    "marker": "o",
    "markersize": 6,
    "markerfacecolor": palette.PAPER,
    "markeredgewidth": 1.6,
    "linewidth": 1.4,
}
_BAR: dict[str, Any] = {
    "facecolor": palette.HEAT[1],
    "edgecolor": palette.COMPLETED,
    "linewidth": 1.2,
}
_SPAN: dict[str, Any] = {"color": palette.FAINT, "marker": "_", "markersize": 14, "linewidth": 1.4}
_DASHED: dict[str, Any] = {"color": palette.INK, "linewidth": 1.4, "linestyle": (0, (6, 3))}
_LABELS = (
    "回答者のうち",
    f"{CERTAINTY}％の区間",
    "無回答を考えた幅",
    f"目標{TARGET}％",
)


def survey_chart(waves: Sequence[WaveResult]) -> bytes:
    """A point a wave with its interval and bounds; figures stand above, outside the plot.

    Only the newest MOST_WAVES are drawn; no line joins waves that may not be compared.
    """
    shown = list(waves)[-MOST_WAVES:]
    figure = blank_figure(WIDTH, WIDTH * SHAPE)
    figure.text(0.015, 0.98, HEADING, fontsize=14, fontweight="bold", va="top")
    plot = figure.add_axes((0.075, 0.16, 0.905, 0.57))
    draw(plot, shown)
    frame(plot, shown)
    _legend(figure)
    return png(figure)


def draw(plot: Axes, waves: Sequence[WaveResult]) -> None:
    """Points, intervals, bounds, the line of the target, and the figures above."""
    plot.axhline(TARGET, zorder=1, **_DASHED)
    for place, wave in enumerate(waves):
        found = wave.figures
        low, high = (100 * float(found.share(n)) for n in found.bounds)
        plot.plot([place] * 2, [low, high], zorder=2, **_SPAN)
        least, most = (100 * float(found.share(n)) for n in found.interval)
        plot.bar(place, most - least, _WIDE, least, zorder=3, **_BAR)
        plot.text(place, 104, _label(wave), ha="center", va="bottom", fontsize=SMALL)
    for run in _runs(waves):
        plot.plot(run, [_share(waves[place]) for place in run], zorder=4, **_POINT)
    if not waves:
        plot.text(0.5, 0.5, NONE, transform=plot.transAxes, ha="center", va="center")


def frame(plot: Axes, waves: Sequence[WaveResult]) -> None:
    """Axes, names of the waves, and where a new series begins."""
    number = max(len(waves), _FEWEST)
    plot.set_xlim(-0.5, number - 0.5)
    plot.set_ylim(0, 101)
    plot.set_yticks(range(0, 101, 20), [f"{n}％" for n in range(0, 101, 20)])
    plot.set_xticks(range(len(waves)), [_name(w) for w in waves], fontsize=SMALL)
    plot.tick_params(length=0)
    plot.spines[["top", "right"]].set_visible(False)
    for place, broken in enumerate(breaks([wave.definition for wave in waves])):
        if broken:
            plot.axvline(place - 0.5, color=palette.INK, linewidth=1, linestyle=":")
            plot.text(place - 0.47, 3, BREAK, fontsize=SMALL, va="bottom")


def _runs(waves: Sequence[WaveResult]) -> Iterator[list[int]]:
    """The places of waves that a line may join."""
    run: list[int] = []
    for place, broken in enumerate(breaks([wave.definition for wave in waves])):
        if broken:
            yield run
            run = []
        if waves[place].answered:
            run.append(place)
    yield run


def _share(wave: WaveResult) -> float:
    return 100 * wave.yes / wave.answered


def _label(wave: WaveResult) -> str:
    return f"{rate_text(wave.yes, wave.answered)}\n{wave.yes}／{wave.answered}人"


def _name(wave: WaveResult) -> str:
    definition = wave.definition
    lines = [f"{definition.fiscal_year}年度", drawable(definition.moment)]
    return "\n".join(lines if definition.official else [*lines, "（参考値）"])


def _legend(figure: Figure) -> None:
    figure.legend(
        handles=[
            Line2D([], [], **_POINT),
            Patch(**_BAR),
            Line2D([], [], **{**_SPAN, "marker": "|"}),
            Line2D([], [], **_DASHED),
        ],
        labels=list(_LABELS),
        loc="upper left",
        bbox_to_anchor=(0.008, 0.935),
        ncols=len(_LABELS),
        frameon=False,
        handlelength=2.4,
        fontsize=TEXT,
    )
