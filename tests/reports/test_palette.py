"""S5, colours: neighbours are told apart by every eye and on grey paper; text can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.reports import palette
from tests.reports.colour_vision import EYES, contrast

CLASSES = (palette.COMPLETED, palette.LATE, palette.NOT_COMPLETED)
TEXT, EDGE = 4.5, 3.0


@pytest.mark.parametrize("eyes", EYES)
def test_the_classes_of_a_bar_differ_and_their_outline_stands_out(eyes: str) -> None:
    assert min(contrast(a, b, eyes) for a, b in pairwise(CLASSES)) >= 2.5
    assert contrast(palette.COMPLETED, palette.NOT_COMPLETED, eyes) >= TEXT
    assert min(contrast(palette.INK, c, eyes) for c in CLASSES[1:]) >= EDGE


@pytest.mark.parametrize("eyes", EYES)
def test_neighbouring_classes_of_the_heat_map_differ(eyes: str) -> None:
    assert min(contrast(a, b, eyes) for a, b in pairwise(palette.HEAT)) >= 1.6


@pytest.mark.parametrize("eyes", EYES)
def test_every_text_can_be_read_on_its_ground(eyes: str) -> None:
    grounds = {palette.ink_on(n): colour for n, colour in enumerate(palette.HEAT)}
    assert set(grounds) == {palette.INK, palette.PAPER}
    for number, colour in enumerate(palette.HEAT):
        assert contrast(palette.ink_on(number), colour, eyes) >= TEXT, (number, colour)
    assert contrast(palette.INK, palette.PAPER, eyes) >= TEXT
    assert contrast(palette.FAINT, palette.PAPER, eyes) >= EDGE


def test_classes_begin_where_the_legend_says() -> None:
    rates = (0, 199, 200, 399, 400, 599, 600, 799, 800, 1000)
    assert [palette.heat_class(rate) for rate in rates] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert len(palette.HEAT) == len(palette.HEAT_LABELS) == len(palette.HEAT_FROM)
    for start, label in zip(palette.HEAT_FROM[1:], palette.HEAT_LABELS[1:], strict=True):
        assert label == f"{start // 10}％以上"


def test_the_simulation_knows_red_from_green_as_people_do() -> None:
    """Two colours that differ in hue alone fall together for the eyes that lack it."""
    red, green = "#C04000", "#6E7B00"
    assert contrast(red, green, "deuteranopia") < 1.2 < contrast("#FFFFFF", red, "deuteranopia")
    assert contrast("#000000", "#FFFFFF", "tritanopia") > 20.9
