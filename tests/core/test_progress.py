"""Progress bars, durations, and what reaching everybody takes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.progress import bar, duration_words, estimates, week_title


@pytest.mark.parametrize(
    ("part", "whole", "filled"),
    [(0, 240, 0), (1, 240, 0), (12, 240, 1), (239, 240, 19), (240, 240, 20), (0, 0, 20)],
)
def test_the_bar_is_full_only_when_all_is_done(part: int, whole: int, filled: int) -> None:
    assert bar(part, whole) == "■" * filled + "□" * (20 - filled)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0秒"),
        (4.2, "5秒"),
        (59, "59秒"),
        (59.5, "1分"),
        (240, "4分"),
        (3600, "1時間"),
        (35_000, "9時間44分"),
    ],
)
def test_durations_as_people_say_them(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        (1, [(1, 1, 1, 601), (1, 0.25, 1, 601), (1, 1, 1, 601), (0, 0, 1, 600)]),
        (240, [(240, 240, 1, 604), (240, 60, 1, 601), (5, 5, 1, 601), (0, 0, 1, 600)]),
        (1_000, [(1000, 1000, 1, 617), (1000, 250, 1, 605), (20, 20, 1, 601), (0, 0, 1, 600)]),
        (
            35_000,
            [(35_000, 35_000, 2, 824), (35_000, 8_750, 1, 806), (700, 700, 1, 612), (0, 0, 1, 600)],
        ),
    ],
)
def test_what_reaching_everybody_takes(
    staff: int, expected: list[tuple[int, float, int, int]]
) -> None:
    """240 in 4 minutes, 35,000 in 9.7 hours of sending, over two days (reliability.md §2)."""
    found = [(e.messages, e.seconds, e.ends_on, e.ends_at) for e in estimates(staff)]
    assert found == expected


def test_a_section_channel_is_a_plan_only() -> None:
    assert [e.way.planned_only for e in estimates(240)] == [False, False, True, False]


def test_a_week_is_called_by_its_days() -> None:
    assert week_title(date(2026, 11, 30)) == "11月30日〜12月4日の週の設問"
