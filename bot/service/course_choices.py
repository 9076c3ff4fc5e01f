"""How a person wants the course: seen and changed by themselves alone.

A change holds from the next week on, because this week's posts are planned. A pause stops
what still waits at once, and nothing else: the weeks count as for everybody, and the
questions stand on App Home.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.content.library import Library
from bot.core.learning.choices import CourseChoice, PausedBy
from bot.core.learning.first_signs import SignGroup
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.planning import TRAINING
from bot.service.training.means import on_roster
from bot.store import courses, holding
from bot.store.engine import Store


class CourseChoices:
    """One person's own choices; ``actor`` must be on the roster for all of it."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library

    def see(self, actor: Actor) -> CourseChoice:
        """What holds for the person at present."""
        staff = on_roster(actor, Action.TAKE_TRAINING)
        with self._store.read() as tx:
            return courses.choices_of(tx, staff.staff_id)

    def change(self, actor: Actor, wanted: CourseChoice) -> CourseChoice:
        """Take over everything but the pause, which goes on as it is; what holds then."""
        staff = on_roster(actor, Action.TAKE_TRAINING)
        with self._store.write() as tx:
            before = courses.choices_of(tx, staff.staff_id)
            choice = replace(before, one_batch=wanted.one_batch, slot=wanted.slot, easy=wanted.easy)
            courses.keep(tx, staff.staff_id, choice)
        return choice

    def pause(self, actor: Actor, now: datetime) -> CourseChoice:
        """Stop the person's posts from now on; one that is on its way still arrives."""
        staff = on_roster(actor, Action.TAKE_TRAINING)
        with self._store.write() as tx:
            courses.pause(tx, [staff.staff_id], tokyo_day(now), PausedBy.SELF)
            holding.hold(tx, [staff.staff_id], TRAINING)
            return courses.choices_of(tx, staff.staff_id)

    def resume(self, actor: Actor, now: datetime) -> CourseChoice:
        """Let the posts come again, from the next week on; nothing is made up for."""
        staff = on_roster(actor, Action.TAKE_TRAINING)
        with self._store.write() as tx:
            before = courses.choices_of(tx, staff.staff_id)
            if not before.paused:
                return before
            today = tokyo_day(now)
            choice = replace(before, paused_since=None, paused_by=None, resumed_on=today)
            courses.keep(tx, staff.staff_id, choice)
        return choice

    def first_signs(self, group_id: str) -> SignGroup | None:
        """The three signs that a newcomer's first post names; None where content has changed."""
        groups = self._library.course.newcomers
        return next((group for group in groups if group.id == group_id), None)
