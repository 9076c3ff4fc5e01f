"""A question as one person sees it, and what is told after the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.course import Question
from bot.core.knowledge import Knowledge
from bot.core.learning.posts import Track, questions_of, track_of
from bot.core.learning.weeks import closes_at, shown_order, week_of_occurrence
from bot.service.cards import shown_sources
from bot.service.training.first_use import FIRST_USE
from bot.service.training.means import Means
from bot.service.training.values import DueQuestion, Feedback, QuestionGone, SeenChoice
from bot.store.answering import Post
from bot.store.training import GivenAnswer


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, when, and in which words; ``new``: they have answered nothing yet."""

    staff_id: str
    now: datetime
    easy: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: in a post of a week, or in a sitting (``week`` is empty)."""

    occurrence_key: str
    week: str
    closes_at: datetime
    number: int
    of: int
    track: Track


def place_in(means: Means, post: Post, question_id: str) -> Place:
    """The place of a question in its post, where what is no longer there does not count."""
    there = [q for q in questions_of(post.payload) if q in means.course.questions]
    week = week_of_occurrence(post.occurrence_key)
    return Place(
        occurrence_key=post.occurrence_key,
        week=week,
        closes_at=closes_at(week),
        number=there.index(question_id) + 1,
        of=len(there),
        track=track_of(post.payload),
    )


def in_post(means: Means, post: Post, question_id: str, reader: Reader) -> DueQuestion:
    """A question of a post as its reader sees it."""
    return seen_by(means.question(question_id), place_in(means, post, question_id), reader)


def seen_by(question: Question, place: Place, reader: Reader) -> DueQuestion:
    """The question with its choices in the order and words of this person."""
    order = shown_order(question, reader.staff_id, place.occurrence_key)
    texts = choice_texts(question, easy=reader.easy)
    simple = question.easy if reader.easy else None
    return DueQuestion(
        occurrence_key=place.occurrence_key,
        question_id=question.id,
        week=place.week,
        closes_at=place.closes_at,
        stem=simple.stem if simple else question.stem,
        choices=tuple(SeenChoice(i, texts[i]) for i in order),
        number=place.number,
        of=place.of,
        type=question.type,
        easy=simple is not None,
        late=reader.now >= place.closes_at,
        track=place.track,
        first_use=FIRST_USE if reader.new else None,
    )


def choice_texts(question: Question, *, easy: bool) -> tuple[str, ...]:
    """The choices' texts in the order of the file."""
    if easy and question.easy:
        return question.easy.choices
    return tuple(choice.text for choice in question.choices)


def told(
    question: Question, seen: DueQuestion, given: GivenAnswer, knowledge: Knowledge
) -> Feedback:
    """What is told after an answer; where it was given and what follows is to be filled in.

    QuestionGone where the choice that was taken is no longer there.
    """
    if not 0 <= given.choice < len(question.choices):
        raise QuestionGone(question.id)
    right = sorted(question.right_indexes)
    texts = choice_texts(question, easy=seen.easy)
    simple = question.easy if seen.easy else None
    return Feedback(
        question=seen,
        chosen=given.choice,
        confident=given.confident,
        right=given.right,
        why_chosen=question.choices[given.choice].reason(easy=seen.easy),
        right_texts=tuple(texts[i] for i in right),
        why_right=tuple(question.choices[i].reason(easy=seen.easy) for i in right),
        explanation=simple.explanation if simple else question.explanation,
        sources=shown_sources(knowledge, question.citations),
        entries=tuple(dict.fromkeys(entry for entry, _ in question.rests_on)),
        assured=question.assured_date,
        state=None,
        repeated=False,
    )
