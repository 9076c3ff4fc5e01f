"""Everything a person can ask of their training; each function is for the asker alone."""

from __future__ import annotations

from datetime import datetime

from bot.content.library import Library
from bot.core.learning.scheduling import FsrsScheduler, Scheduler
from bot.core.learning.sitting import is_sitting
from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.training import answering, asking, catch_up, own_data, record
from bot.service.training.answering import Press
from bot.service.training.means import Means, Usable, everything_usable, on_roster
from bot.service.training.remarks import Remarks
from bot.service.training.values import (
    DueQuestion,
    Erased,
    Feedback,
    OwnFile,
    OwnRecord,
    Sitting,
)
from bot.store.engine import Store


class Training:
    """Questions of one person; ``actor`` must be on the roster for all of it.

    ``usable`` says whether a question may be asked on a day, or rests.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        usable: Usable = everything_usable,
        scheduler: Scheduler | None = None,
        remarks: Remarks | None = None,
    ) -> None:
        self._remarks = remarks or Remarks()
        self._means = Means(store, library, usable, scheduler or FsrsScheduler())

    def due(self, actor: Actor, now: datetime) -> DueQuestion | None:
        """The first open question the person has been given, if any."""
        seen = asking.due(self._means, on_roster(actor, Action.TAKE_TRAINING), now)
        return seen and self._remarks.beside(seen, now)

    def first_of(self, actor: Actor, occurrence_key: str, now: datetime) -> DueQuestion:
        """The question with which a post begins (QuestionGone where nothing is asked)."""
        staff = on_roster(actor, Action.TAKE_TRAINING)
        seen = asking.first_of(self._means, staff, occurrence_key, now)
        return self._remarks.beside(seen, now)

    def as_sent(
        self, actor: Actor, occurrence_key: str, question_id: str, now: datetime
    ) -> DueQuestion:
        """One question planned for this very person (QuestionGone otherwise)."""
        staff = on_roster(actor, Action.TAKE_TRAINING)
        where = catch_up if is_sitting(occurrence_key) else asking
        seen = where.as_sent(self._means, staff, occurrence_key, question_id, now)
        return self._remarks.beside(seen, now)

    def answer(
        self,
        actor: Actor,
        occurrence_key: str,
        question_id: str,
        chosen: int,
        confident: bool,
        now: datetime,
    ) -> Feedback:
        """Keep an answer to a question of a post or of the sitting; the first one counts.

        QuestionGone for what was not given to this person or is no longer there, of it
        QuestionSuspended for what rests at present.
        """
        staff = on_roster(actor, Action.TAKE_TRAINING)
        question = self._means.question(question_id)
        press = Press(occurrence_key, question, chosen, confident, now)
        if is_sitting(occurrence_key):
            feedback = catch_up.answer(self._means, staff, press)
        else:
            feedback = answering.answer(self._means, actor, staff, press)
        return self._remarks.beside_all(feedback, now)

    def catch_up(self, actor: Actor, now: datetime) -> Sitting:
        """まとめて受講: how the person's sitting stands, and its next question.

        Its questions are answered with ``answer`` like any other.
        """
        sitting = catch_up.sitting(self._means, on_roster(actor, Action.TAKE_TRAINING), now)
        return self._remarks.beside_next(sitting, now)

    def record(self, actor: Actor, now: datetime) -> OwnRecord:
        """The person's own record."""
        return record.own_record(self._means, on_roster(actor, Action.SEE_OWN_RECORD), now)

    def export(self, actor: Actor, now: datetime) -> tuple[OwnFile, OwnFile, OwnFile]:
        """The person's own answers and record: CSV, JSON, and xAPI statements by line."""
        return own_data.export(self._means, on_roster(actor, Action.SEE_OWN_RECORD), now)

    def erase(self, actor: Actor) -> Erased:
        """Delete the person's own answers and what was learned; irreversible, so ask first."""
        return own_data.erase(self._means, on_roster(actor, Action.SEE_OWN_RECORD))
