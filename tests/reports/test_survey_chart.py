"""The chart of the indicator: labels outside, breaks, and what every eye can tell apart."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from bot.core.indicator.result import WaveResult
from bot.reports import palette
from bot.reports.survey_chart import BREAK, MOST_WAVES, SHAPE, draw, frame, survey_chart
from bot.reports.survey_pdf import CHART_SHAPE, trend_text
from tests.reports.colour_vision import EYES, contrast
from tests.reports.survey_samples import definition, result, wave

FILL = palette.HEAT[1]


def many(number: int) -> list[WaveResult]:
    return [wave(definition(f"r{n}-w2"), 0.5 + n / 20) for n in range(number)]


def plotted(waves: list[WaveResult]) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(10, 5), dpi=150)
    plot = figure.add_axes((0.075, 0.16, 0.905, 0.57))
    draw(plot, waves)
    frame(plot, waves)
    figure.draw_without_rendering()
    return figure, plot


@pytest.mark.parametrize("number", [1, 3, MOST_WAVES])
def test_labels_stand_above_the_plot_and_do_not_touch(number: int) -> None:
    figure, plot = plotted(many(number))
    boxes = [text.get_window_extent() for text in plot.texts]
    top = plot.transData.transform((0, 101))[1]
    assert len(boxes) == number
    assert all(box.y0 >= top for box in boxes)
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes))
    assert max(box.y1 for box in boxes) < 0.86 * figure.bbox.height, "the legend stands above"
    names = [label.get_window_extent() for label in plot.get_xticklabels()]
    assert all(a.x1 < b.x0 for a, b in pairwise(names))


def test_no_line_joins_waves_that_may_not_be_compared() -> None:
    """Of three waves the first had other options: it is a point alone, and it is said why."""
    _, plot = plotted(list(result().waves))
    runs = [list(line.get_xdata()) for line in plot.lines if line.get_marker() == "o"]
    assert runs == [[0], [1, 2]]
    assert [text.get_text() for text in plot.texts if text.get_text() == BREAK] == [BREAK]
    _, whole = plotted(list(result().waves[1:]))
    assert [list(line.get_xdata()) for line in whole.lines if line.get_marker() == "o"] == [[0, 1]]


def test_the_target_the_interval_and_the_bounds_are_where_they_belong() -> None:
    _, plot = plotted([wave()])
    found = wave().figures
    target, bounds, point = plot.lines
    assert list(target.get_ydata()) == [80, 80]
    assert list(bounds.get_ydata()) == [100 * float(found.share(n)) for n in found.bounds]
    assert list(point.get_ydata()) == [pytest.approx(100 * 225 / 270)]
    (bar,) = plot.patches
    least, most = (100 * float(found.share(n)) for n in found.interval)
    assert (bar.get_y(), bar.get_y() + bar.get_height()) == pytest.approx((least, most))


def test_a_wave_that_nobody_answered_has_no_point() -> None:
    _, plot = plotted([wave(response=0.0), wave(definition("r9-w2"))])
    (run,) = [list(line.get_xdata()) for line in plot.lines if line.get_marker() == "o"]
    assert run == [1]


@pytest.mark.parametrize("eyes", EYES)
def test_every_eye_and_grey_paper_tell_the_parts_apart(eyes: str) -> None:
    """Shapes differ, too: a dashed line, a box, a line with ends, a round point."""
    for line in (palette.INK, palette.COMPLETED, palette.FAINT):
        assert contrast(line, palette.PAPER, eyes) >= 3.0
    assert contrast(FILL, palette.COMPLETED, eyes) >= 3.0, "the point on its interval"
    assert contrast(FILL, palette.INK, eyes) >= 4.5, "the target across an interval"


def test_the_picture_has_the_parts_in_their_colours_and_the_papers_shape() -> None:
    drawn = survey_chart(result().waves)
    with Image.open(io.BytesIO(drawn)) as picture:
        pixels = np.asarray(picture.convert("RGB"))
        grey = np.asarray(picture.convert("L"))
    for colour in (FILL, palette.COMPLETED, palette.INK):
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert (pixels == wanted).all(axis=2).sum() > 200, colour
    assert len(np.unique(grey)) > 10
    height, width, _ = pixels.shape
    assert height / width == pytest.approx(SHAPE) == pytest.approx(CHART_SHAPE)


def test_the_same_waves_give_the_same_picture_and_only_the_newest_are_drawn() -> None:
    assert survey_chart(many(2)) == survey_chart(many(2)) != survey_chart(many(3))
    waves = many(MOST_WAVES + 1)
    assert survey_chart(waves) == survey_chart(waves[1:])
    assert survey_chart([]) != survey_chart(many(1))


def test_the_alternative_text_says_the_figures() -> None:
    text = trend_text(result().waves)
    assert "2026年度年度末は対象300人、回答270人のうち225人（83.3％）" in text
    assert len(trend_text(many(MOST_WAVES))) <= 1000
