"""Weeks that are done although not everything in them was answered: nobody answers for content.

A question that rests counts as answered. Where it was somebody's last open one, no answer
completes the week any more, so that this is looked for when the week closes.
"""

from __future__ import annotations

from datetime import date

from bot.core.course import Course
from bot.core.learning.posts import questions_of
from bot.service.training.means import Usable
from bot.store.engine import Tx
from bot.store.undone import undone_posts


def done_by_rest(tx: Tx, course: Course, usable: Usable, week: str, day: date) -> frozenset[str]:
    """Whose week has only questions left that rest on ``day``, or are gone."""
    live = {question_id for question_id in course.questions if usable(question_id, day)}
    if live == course.questions.keys():
        return frozenset()
    asked: set[str] = set()
    waiting: set[str] = set()
    for post in undone_posts(tx, week):
        asked.add(post.staff_id)
        if any(q in live and q not in post.answers for q in questions_of(post.payload)):
            waiting.add(post.staff_id)
    return frozenset(asked - waiting)
