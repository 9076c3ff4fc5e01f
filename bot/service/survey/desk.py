"""What a front and the command line can ask of the survey, in whichever process they are.

Where this process is the owner, answers go straight to its memory. Elsewhere they are sealed
for the owner and put into the main database; where no owner is at work, nothing is taken.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from bot.content.library import Library
from bot.core.indicator.result import WaveResult
from bot.core.indicator.wave import WaveDefinition, WaveFault
from bot.core.people import Actor
from bot.core.permissions import Action, require, sections_in_reach
from bot.core.pooling import Form
from bot.core.survey import WaveState, checked
from bot.service.survey import requests
from bot.service.survey.asking import invitation_of, is_alive, refused, staff_id_of, why_not
from bot.service.survey.counts import Progress, progress_of
from bot.service.survey.opening import CannotOpen, frozen
from bot.service.survey.owner import SurveyOwner
from bot.service.survey.running import SurveyRunning
from bot.service.survey.sealing import Carried, seal
from bot.service.survey.status import announcement_of, broken_status, result_of, status_of
from bot.service.survey.values import (
    Accepted,
    Announcement,
    Refused,
    SurveyInvitation,
    WaveOver,
    WaveStatus,
    Why,
)
from bot.service.survey.words import REFUSALS, TAKEN, TAKEN_UNSEEN
from bot.store import survey
from bot.store.engine import Store, Tx
from bot.store.errors import StoreUnavailable
from bot.store.wall import Wall

log = logging.getLogger(__name__)


class Surveys(SurveyRunning):
    """The survey's room; ``owner``: its owner, where that is this process."""

    def __init__(self, store: Store, library: Library, wall: Wall | None = None) -> None:
        super().__init__(store, library, wall)
        self.owner: SurveyOwner | None = None
        self._complained: set[str] = set()

    def take_ownership(self, file: Path, now: datetime) -> bool:
        """Become the survey's owner in this process, if nobody is."""
        self.owner = SurveyOwner.take(self._store, file, now, self._wall)
        return self.owner is not None

    def carry_out(self, now: datetime) -> int:
        """As the owner do what other processes have asked for; how many requests."""
        if self.owner is None:
            return 0
        return requests.carry_out(self._store, self.owner, self.plan, now)

    # ------------------------------------------------------------ answering

    def is_open(self, now: datetime) -> bool:
        """Whether people are asked at ``now``: then its reminders go before others."""
        with self._store.read() as tx:
            return self._current(tx, now) is not None

    def invitation(self, actor: Actor, now: datetime) -> SurveyInvitation | Refused:
        """The open wave as this person is asked it, or why not."""
        require(actor, Action.ANSWER_SURVEY)
        with self._store.read() as tx:
            wave = self._current(tx, now)
            why = Why.NO_WAVE if wave is None else why_not(tx, wave, actor)
        if wave is not None and why is None and self._has_answered(wave, actor):
            why = Why.ALREADY
        if wave is None or why is not None:
            return refused(why or Why.NO_WAVE)
        if self._kept(wave) is None:
            return refused(Why.BROKEN)
        return invitation_of(wave, sure=self.owner is not None)

    def as_sent(self, wave_id: str, now: datetime) -> SurveyInvitation:
        """A wave as its messages speak of it (WaveOver when it is over).

        StoreUnavailable while its record is not the one that was frozen: the message waits.
        """
        with self._store.read() as tx:
            wave = self._current(tx, now)
        if wave is None or wave.wave != wave_id:
            raise WaveOver(wave_id)
        if self._kept(wave) is None:
            raise StoreUnavailable(REFUSALS[Why.BROKEN])
        return invitation_of(wave)

    def answer(self, actor: Actor, wave_id: str, form: Form, now: datetime) -> Accepted | Refused:
        """Take somebody's answer, once; what was chosen is in nothing that comes back."""
        require(actor, Action.ANSWER_SURVEY)
        with self._store.read() as tx:
            wave = self._current(tx, now)
            if wave is None or wave.wave != wave_id:
                return refused(Why.NO_WAVE)
            why = why_not(tx, wave, actor)
            told, wall = survey.owner(tx), self._wall(tx)
        definition = self._kept(wave)
        if definition is None:
            why = why or Why.BROKEN
        elif why is None and not checked(form, definition):
            why = Why.INCOMPLETE
        if why is not None:
            return refused(why)
        staff_id = staff_id_of(actor)
        if self.owner is not None:
            why = self.owner.accept(wave_id, staff_id, form)
            return Accepted(TAKEN) if why is None else refused(why)
        return self._hand_on(
            Carried(wave_id, staff_id, form), told if is_alive(told, wall) else None
        )

    def _hand_on(self, answer: Carried, told: survey.Owner | None) -> Accepted | Refused:
        """Seal an answer for the owner that is at work elsewhere; it knows whether it is new."""
        if told is None:
            return refused(Why.NOT_NOW)
        sealed = seal(told.public_key, answer)
        with self._store.write() as tx:
            survey.put_sealed(tx, sealed)
        return Accepted(TAKEN_UNSEEN)

    def _has_answered(self, wave: survey.Wave, actor: Actor) -> bool:
        return self.owner is not None and self.owner.has_answered(wave.wave, staff_id_of(actor))

    def _current(self, tx: Tx, now: datetime) -> survey.Wave | None:
        waves = survey.waves(tx, WaveState.OPEN)
        return next((wave for wave in waves if now < wave.closes_at), None)

    def _kept(self, wave: survey.Wave) -> WaveDefinition | None:
        """The wave as it was frozen; None, and once a line of the log, where it was changed."""
        try:
            return frozen(wave)
        except WaveFault as error:
            if wave.wave not in self._complained:
                log.error("survey: %s", error)
            self._complained.add(wave.wave)
            return None

    # ------------------------------------------------------------ announcing

    def announcement(self, wave_id: str) -> Announcement | None:
        """What is made known of a wave; None for one that was never opened."""
        with self._store.read() as tx:
            wave = survey.wave(tx, wave_id)
        return None if wave is None else announcement_of(wave)

    def to_announce(self) -> tuple[Announcement, ...]:
        """The open waves that do not stand in the channel yet."""
        with self._store.read() as tx:
            waves = survey.waves(tx, WaveState.OPEN)
        return tuple(announcement_of(w) for w in waves if not w.announced and self._kept(w))

    def announced(self, wave_id: str) -> None:
        """The wave stands in the channel."""
        with self._store.write() as tx:
            survey.note_announced(tx, wave_id)

    # ------------------------------------------------------------ looking

    def status(self, actor: Actor) -> tuple[WaveStatus, ...]:
        """How far each wave is, newest first: a supervisor sees the groups of their section."""
        require(actor, Action.SEE_SURVEY)
        reach = sections_in_reach(actor, Action.SEE_SURVEY)
        with self._store.read() as tx:
            waves, told, wall = survey.waves(tx), survey.owner(tx), self._wall(tx)
        alive = is_alive(told, wall)
        progress = Progress() if told is None else progress_of(told.progress)
        return tuple(
            status_of(wave, progress, reach, alive) if self._kept(wave) else broken_status(wave)
            for wave in reversed(waves)
        )

    def result(self, actor: Actor, wave_id: str) -> WaveResult:
        """What a closed wave came to, its groups as they may be shown.

        CannotOpen for one that is open, void or unknown. Not of one alone is made what is
        published: earlier waves hide cells, too.
        """
        require(actor, Action.SEE_SURVEY_RESULTS)
        with self._store.read() as tx:
            wave = survey.wave(tx, wave_id)
        if wave is None or wave.counts is None:
            raise CannotOpen(f"「{wave_id}」の結果は、閉じてから見られます。")
        return result_of(wave)

    def closed_waves(self, actor: Actor) -> tuple[WaveStatus, ...]:
        """The closed waves whose report may be made, newest first."""
        self.check_runner(actor)
        return tuple(w for w in self.status(actor) if w.state is WaveState.CLOSED and not w.broken)

    def closed(self, actor: Actor) -> tuple[str, ...]:
        """The ids of the closed waves, oldest first."""
        require(actor, Action.SEE_SURVEY_RESULTS)
        with self._store.read() as tx:
            return tuple(wave.wave for wave in survey.waves(tx, WaveState.CLOSED))
