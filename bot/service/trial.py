"""The crossover trial for the 研修担当: begun, stopped and read by them alone.

It is off until somebody turns it on, holds back nothing that is 必修, and is told to
everybody on the first-use card. Its result is shown when it is over and not before, so
that nobody stops it on a day when the figure happens to please.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime

from bot.content.library import Library
from bot.core.learning.trial import Effect, GivenFirst, Trial, effect, observations, planned
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.store import trials
from bot.store.engine import Store, Tx

FRESH_SECONDS = 30.0
ANNOUNCEMENT = (
    "いま、設問の順番をくらべる試みをしています。必修のほかのテーマが届く順番が、"
    "人によってちがいます。必修は全員に同じように届きます。くらべるのは全体の数字だけです。"
)


class TrialRefused(Exception):
    """It cannot be begun: one is running, or there are too few concepts beside 必修."""


@dataclass(frozen=True, slots=True)
class TrialReport:
    """How the trial that was begun last stands; ``effect`` only when it is over.

    ``blocks`` are titles of concepts. ``effect`` None when over: too few answers.
    """

    starts_on: date
    crosses_on: date
    ends_on: date
    is_running: bool
    stopped_on: date | None
    blocks: tuple[tuple[str, ...], tuple[str, ...]]
    effect: Effect | None


class Trials:
    """Knows the trial in force."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library
        self._kept: tuple[float, Trial | None] | None = None

    def avoided(self, staff_id: str, day: date) -> frozenset[str]:
        """The concepts that are not begun with a person yet, never a 必修 one.

        For the planner, which asks for everybody: a change made in another process is
        seen within half a minute.
        """
        trial = self._newest()
        if trial is None:
            return frozenset()
        concepts = self._library.course.concepts
        avoided = trial.avoided(staff_id, day)
        return frozenset(i for i in avoided if i in concepts and not concepts[i].required)

    def announcement(self, now: datetime) -> str | None:
        """What the first-use card says of a trial that is running."""
        trial = self._newest()
        running = trial is not None and trial.is_running(tokyo_day(now))
        return ANNOUNCEMENT if running else None

    def _newest(self) -> Trial | None:
        kept = self._kept
        if kept is None or time.monotonic() - kept[0] > FRESH_SECONDS:
            with self._store.read() as tx:
                kept = (time.monotonic(), trials.newest(tx))
            self._kept = kept
        return kept[1]

    def report(self, actor: Actor, now: datetime) -> TrialReport | None:
        """The trial begun last; None where there never was one (研修担当 alone)."""
        require(actor, Action.RUN_TRIAL)
        day = tokyo_day(now)
        with self._store.read() as tx:
            trial = trials.newest(tx)
            if trial is None:
                return None
            running = trial.is_running(day)
            found = None if running else self._effect(tx, trial)
        return TrialReport(
            trial.starts_on,
            trial.crosses_on,
            trial.ends_on,
            running,
            trial.stopped_on,
            (self._titles(trial.blocks[0]), self._titles(trial.blocks[1])),
            found,
        )

    def begin(self, actor: Actor, now: datetime) -> Trial:
        """Begin today (NotPermitted for all but the 研修担当, TrialRefused)."""
        require(actor, Action.RUN_TRIAL)
        day = tokyo_day(now)
        trial = planned(self._library.course, secrets.token_hex(16), day)
        if trial is None:
            raise TrialRefused
        with self._store.write() as tx:
            before = trials.newest(tx)
            if before is not None and before.is_running(day):
                raise TrialRefused
            if not trials.begin(tx, trial):
                raise TrialRefused
        self._kept = None
        return trial

    def stop(self, actor: Actor, now: datetime) -> None:
        """End the trial that is running (研修担当 alone, TrialRefused where none is)."""
        require(actor, Action.RUN_TRIAL)
        day = tokyo_day(now)
        with self._store.write() as tx:
            trial = trials.newest(tx)
            if trial is None or not trial.is_running(day):
                raise TrialRefused
            trials.stop(tx, trial.starts_on, day)
        self._kept = None

    def _titles(self, concept_ids: tuple[str, ...]) -> tuple[str, ...]:
        concepts = self._library.course.concepts
        return tuple(concepts[i].title if i in concepts else i for i in concept_ids)

    def _effect(self, tx: Tx, trial: Trial) -> Effect | None:
        until = at_tokyo(trial.stopped_on or trial.ends_on, 0)
        mine = {*trial.blocks[0], *trial.blocks[1]}
        questions = self._library.course.questions.values()
        wanted = {q.id: q.concept_id for q in questions if q.concept_id in mine}
        answers = trials.first_answers(tx, until, wanted)
        return effect(
            observations(
                trial, (GivenFirst(who, what, tokyo_day(at), ok) for who, what, at, ok in answers)
            )
        )
