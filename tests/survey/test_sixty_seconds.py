"""「質問は5つまで、60秒ほど」: what there is to read and to press."""

from __future__ import annotations

import pytest

from bot.core.indicator.questions import usual_questions
from bot.service.survey.words import PROMISE

CHARACTERS_A_SECOND = 10  # in silence, by people who read for a living; our own assumption
SECONDS_A_PRESS = 1


@pytest.mark.parametrize("four", [True, False])
@pytest.mark.parametrize("end_of_year", [True, False])
def test_promise_questions_and_presses_fit_into_a_minute(*, four: bool, end_of_year: bool) -> None:
    questions = usual_questions(four=four, end_of_year=end_of_year)
    assert len(questions) <= 5
    scales = {question.options for question in questions}  # the same scale is read once
    texts = [PROMISE.first_line, *PROMISE.lines, *(q.text for q in questions)]
    read = sum(map(len, texts)) + sum(len(option) for scale in scales for option in scale)
    pressed = len(questions) + 1
    assert read / CHARACTERS_A_SECOND + pressed * SECONDS_A_PRESS <= 60


def test_only_the_indicator_is_needed_and_nothing_is_written() -> None:
    """No question takes a text of one's own: all are answered by one choice."""
    assert all(len(question.options) >= 2 for question in usual_questions(end_of_year=True))
