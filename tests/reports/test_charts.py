"""The charts: the palette's colours, labels outside the bars, the same bytes again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from bot.core.figures import SectionReport
from bot.reports import palette
from bot.reports.charts import _bars, _frame, section_chart
from bot.reports.descriptions import LONGEST, section_text, ward_text
from bot.reports.heat_map import MOST_WEEKS, ward_heat_map
from tests.reports.samples import DESK, RARE, section, ward, week

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def pixels(png: bytes) -> Pixels:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def share(png: bytes, colour: str) -> float:
    """How much of a picture has exactly that colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return float((pixels(png) == wanted).all(axis=2).mean())


def plotted(number: int) -> tuple[Figure, Axes]:
    """The bars of so many weeks, laid out as in the chart."""
    figure = Figure(figsize=(10, 5), dpi=150)
    plot = figure.add_axes((0.075, 0.2, 0.905, 0.54))
    _bars(plot, section(number=number).weeks)
    _frame(plot, section(number=number).weeks)
    return figure, plot


def test_a_section_shows_its_three_classes_in_the_palettes_colours() -> None:
    chart = section_chart(section(number=12, seed=1))
    assert share(chart, palette.COMPLETED) > 0.08
    assert share(chart, palette.LATE) > 0.02
    assert share(chart, palette.PAPER) > 0.5


def test_bars_are_as_high_as_the_shares() -> None:
    full = section_chart(section(people=10, number=0))
    assert share(full, palette.COMPLETED) < 0.001, "without weeks only the legend has the colour"
    half, whole = (
        share(section_chart(report), palette.COMPLETED)
        for report in (
            _one_week(10, 5),
            _one_week(10, 10),
        )
    )
    assert whole == pytest.approx(2 * half, rel=0.05)


def _one_week(members: int, completed: int) -> SectionReport:
    return replace(section(number=0), weeks=(week(date(2026, 11, 16), members, completed),))


@pytest.mark.parametrize("number", [1, 8, 12, 13, 26, 53])
def test_labels_stand_above_the_bars_and_do_not_touch(number: int) -> None:
    figure, plot = plotted(number)
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in plot.texts]
    top = plot.transData.transform((0, 100))[1]
    assert len(boxes) == number
    assert all(box.y0 >= top for box in boxes)
    assert all(a.x1 < b.x0 + 1 for a, b in pairwise(boxes))
    assert max(box.y1 for box in boxes) < 0.875 * figure.bbox.height, "the legend stands above"


def test_without_weeks_a_sentence_stands_in_the_middle() -> None:
    empty = pixels(section_chart(section(number=0)))
    height, width, _ = empty.shape
    dark = empty[int(0.4 * height) : int(0.6 * height)].min(axis=2) < 128
    columns = np.flatnonzero(dark[:, int(0.1 * width) :].any(axis=0)) + int(0.1 * width)
    assert abs((columns[0] + columns[-1]) / 2 / width - 0.527) < 0.02
    assert ward_heat_map(ward(3, 0)) != ward_heat_map(ward(3, 1))


def test_only_the_newest_weeks_on_the_small_chart() -> None:
    report = section(number=20)
    shorter = replace(report, weeks=report.weeks[-8:])
    assert section_chart(report, latest=8) == section_chart(shorter) != section_chart(report)


def test_the_same_figures_give_the_same_bytes_whatever_was_drawn_before() -> None:
    first = section_chart(section())
    heat = ward_heat_map(ward())
    assert section_chart(section()) == first
    assert ward_heat_map(ward()) == heat
    assert section_chart(section(seed=2)) != first


def test_names_with_rare_kanji_or_any_sign_are_drawn() -> None:
    """A glyph that no font has would be a warning, which fails the test."""
    plain, rare = section_chart(section("課")), section_chart(section("𠮷﨑髙辻"))
    assert plain != rare
    assert section_chart(section("$x^2$ の_課 😀")) != plain


def test_the_heat_map_has_its_five_classes_and_marks_what_has_no_figure() -> None:
    heat = ward_heat_map(ward(8, 12))
    for colour in palette.HEAT[1:]:
        assert share(heat, colour) > 0.005, colour
    absent = ward(3, 6)
    emptied = replace(absent.sections[0], weeks=())
    gone = replace(absent, sections=(emptied, *absent.sections[1:]))
    assert ward_heat_map(gone) != ward_heat_map(absent)


def test_the_heat_map_shows_at_most_half_a_year() -> None:
    long = ward(2, 40)
    assert ward_heat_map(long) == ward_heat_map(long, long.weeks[-MOST_WEEKS:])
    width = pixels(ward_heat_map(long)).shape[1]
    assert width == pixels(ward_heat_map(ward(2, 3))).shape[1]


def test_the_alternative_texts_say_the_figures() -> None:
    report = section(number=3)
    text = section_text(report)
    assert text.startswith(f"{DESK}の週ごとの受講の棒グラフ（2026年度）。")
    assert report.total.sentence in text
    for row in report.weeks:
        day = f"{row.monday.month}月{row.monday.day}日の週"
        assert f"{day}は対象{row.members}人のうち{row.completed}人（{row.rate}）" in text
    whole = ward(4, 6)
    assert whole.total.sentence in ward_text(whole)
    assert f"{RARE} {whole.sections[0].total.rate}" in ward_text(whole)


def test_the_alternative_texts_stay_within_what_slack_takes() -> None:
    assert len(section_text(section("課" * 100, number=53))) <= LONGEST
    assert len(ward_text(ward(60, 53))) <= LONGEST
    assert "まだ集計する週がありません" in section_text(section(number=0))
