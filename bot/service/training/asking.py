"""What waits for a person, read without changing anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.core.learning.posts import questions_of
from bot.core.learning.weeks import week_of_occurrence
from bot.core.office_calendar import tokyo_day, week_of
from bot.core.people import Staff
from bot.service.training.first_use import NOTE
from bot.service.training.means import Means
from bot.service.training.showing import Reader, in_post
from bot.service.training.values import DueQuestion, QuestionGone
from bot.store import answering
from bot.store.answering import Post
from bot.store.engine import Tx

LATE_DAYS = 21
"""What was not answered waits for this week and the two before it: at most six questions
late. Nobody comes back from leave to a pile; older posts can still be answered in place."""
OF_NO_CONCEPT = ""


def due(means: Means, staff: Staff, now: datetime) -> DueQuestion | None:
    """The first open question: this week's before last week's, in the order of the posts."""
    since = now - timedelta(days=LATE_DAYS)
    with means.store.read() as tx:
        posts = answering.open_posts(tx, staff.staff_id, since, now)
        done = answering.done_weeks(tx, staff.staff_id, week_of(tokyo_day(since)))
        open_ = [p for p in posts if week_of_occurrence(p.occurrence_key) not in done]
        for post in in_order(open_):
            for question_id in open_in(means, post, now):
                return in_post(means, post, question_id, reader_of(tx, staff, now))
    return None


def first_of(means: Means, staff: Staff, occurrence_key: str, now: datetime) -> DueQuestion:
    """The question with which a post begins, or goes on where some of it is answered."""
    with means.store.read() as tx:
        post = own_post(tx, staff, occurrence_key)
        there = [q for q in questions_of(post.payload) if means.may_ask(q, tokyo_day(now))]
        if not there:
            raise QuestionGone(occurrence_key)
        open_ = [q for q in there if q not in post.answers]
        return in_post(means, post, (open_ or there)[0], reader_of(tx, staff, now))


def as_sent(
    means: Means, staff: Staff, occurrence_key: str, question_id: str, now: datetime
) -> DueQuestion:
    """One question planned for this very person (QuestionGone otherwise)."""
    means.question(question_id)
    with means.store.read() as tx:
        post = own_post(tx, staff, occurrence_key)
        if question_id not in questions_of(post.payload):
            raise QuestionGone(question_id)
        return in_post(means, post, question_id, reader_of(tx, staff, now))


def own_post(tx: Tx, staff: Staff, occurrence_key: str) -> Post:
    """A post to this very person, also one that was withdrawn (QuestionGone otherwise)."""
    week = week_in(occurrence_key)
    held = answering.week_of_person(tx, staff.staff_id, week, OF_NO_CONCEPT, NOTE)
    post = held.post(occurrence_key)
    if post is None:
        raise QuestionGone(occurrence_key)
    return post


def week_in(occurrence_key: str) -> str:
    """The week a post's key names; QuestionGone where it can be no post's."""
    if occurrence_key.count("/") < 2:  # kind, week, number
        raise QuestionGone(occurrence_key[:100])
    return week_of_occurrence(occurrence_key)


def in_order(posts: Iterable[Post]) -> list[Post]:
    """The newest week first, and in it the first post first."""
    ordered = sorted(posts, key=lambda post: post.occurrence_key)
    return sorted(ordered, key=lambda p: week_of_occurrence(p.occurrence_key), reverse=True)


def open_in(means: Means, post: Post, now: datetime) -> Iterator[str]:
    """What a post still asks; what rests or is gone counts as answered."""
    day = tokyo_day(now)
    for question_id in questions_of(post.payload):
        if question_id not in post.answers and means.may_ask(question_id, day):
            yield question_id


def reader_of(tx: Tx, staff: Staff, now: datetime) -> Reader:
    """Who looks, with what they chose and whether they have answered before."""
    easy = answering.wants_easy(tx, staff.staff_id)
    return Reader(staff.staff_id, now, easy, new=not answering.was_told(tx, staff.staff_id, NOTE))
