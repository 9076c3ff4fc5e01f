"""朝礼5分カード: every released question fits on one page, the answer below the fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.content.library import Library
from bot.reports import morning_card as layout
from bot.reports.morning_card import FOLD, TALK, CardChoice, MorningCard, morning_card
from bot.reports.page import Paper
from bot.service.card_printing import PROMPTS, card_of
from tests.support.pdf import bad_line_ends, page_texts
from tests.support.service import KNOWLEDGE_DIR, QUIZZES_DIR

TODAY = date(2026, 11, 24)
LIBRARY = Library.open(KNOWLEDGE_DIR, QUIZZES_DIR)
CONCEPTS = sorted(LIBRARY.course.concepts.values(), key=lambda concept: concept.id)
CARD = MorningCard(
    concept="通告・通報は、気づいた人がする",
    required=True,
    kind="義務",
    stem="どれが正しいですか。",
    choices=(CardChoice("する", True, "決まりです。"), CardChoice("しない", False, "迷います。")),
    prompts=("話します。",),
    explanation="解説です。",
    sources=("法令（二次情報、2026年7月1日時点）",),
    checked=TODAY,
    version="abc",
    printed=TODAY,
)


def squeezed(text: str) -> str:
    return "".join(text.split())


CARDS = [card_of(LIBRARY, concept, q, TODAY) for concept in CONCEPTS for q in concept.questions]


def words_above(card: MorningCard) -> int:
    return len(card.stem) + sum(len(choice.text) for choice in card.choices)


def words_below(card: MorningCard) -> int:
    return len(card.explanation) + sum(len(choice.why) for choice in card.choices)


def test_every_question_of_the_course_fits_in_type_that_can_be_read() -> None:
    """Both halves of each have room at ten points: nothing runs over the fold or the edge."""
    paper = Paper("x", TODAY)
    ten = layout._Half(paper, 10.0)
    for card in CARDS:
        for half in (ten.question(card), ten.answer(card)):
            assert layout._height(list(half)) <= layout._ROOM, card.stem


@pytest.mark.parametrize("longest", [words_above, words_below])
def test_the_longest_questions_stand_on_one_page_with_all_their_words(
    longest: Callable[[MorningCard], int],
) -> None:
    card = max(CARDS, key=longest)
    made = morning_card(card)
    (text,) = page_texts(made)
    above, below = text.split(squeezed(FOLD), 1)
    assert bad_line_ends(made) == []
    for words in (card.concept, card.stem, TALK, *card.prompts):
        assert squeezed(words) in above
    for choice in card.choices:
        assert squeezed(choice.text) in above
        assert squeezed(choice.why) in below
        assert squeezed(choice.why) not in above
    assert squeezed(card.explanation) in below
    assert all(squeezed(source) in below for source in card.sources)
    assert "確かめた日" in below


def test_the_answer_is_not_given_away_above_the_fold() -> None:
    (text,) = page_texts(morning_card(CARD))
    above, below = text.split(FOLD)
    assert "答え：" not in above
    assert "答え：Ａする" in below


def test_what_is_far_too_long_is_still_one_page() -> None:
    choices = tuple(CardChoice("長い選択肢" * 20, n == 0, "長いわけ" * 30) for n in range(5))
    card = replace(CARD, stem="長い問い" * 60, choices=choices, explanation="長い解説" * 60)
    assert len(page_texts(morning_card(card))) == 1


def test_the_same_card_gives_the_same_bytes() -> None:
    assert morning_card(CARD) == morning_card(CARD)


def test_every_type_of_question_has_something_to_talk_about() -> None:
    asked = {q.type for concept in CONCEPTS for q in concept.questions}
    assert asked <= set(PROMPTS)
    assert len(set(PROMPTS.values())) == len(PROMPTS)
