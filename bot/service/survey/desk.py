"""What a front and the command line can ask of the survey, in whichever process they are.

Where this process is the owner, answers go straight to its memory. Elsewhere they are sealed
for the owner and put into the main database; where no owner is at work, nothing is taken.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.content.library import Library
from bot.core.indicator.result import WaveResult, wave_result
from bot.core.indicator.wave import WaveDefinition
from bot.core.people import Actor
from bot.core.permissions import Action, require, sections_in_reach
from bot.core.pooling import Form
from bot.core.survey import SurveyPlan, WaveState, checked
from bot.service.survey import requests
from bot.service.survey.asking import invitation_of, is_alive, refused, staff_id_of, why_not
from bot.service.survey.counts import Progress, of_text, progress_of
from bot.service.survey.opening import CannotOpen, frozen
from bot.service.survey.owner import SurveyOwner
from bot.service.survey.paper import PaperLot
from bot.service.survey.sealing import Carried, seal
from bot.service.survey.status import announcement_of, by_place, status_of
from bot.service.survey.values import (
    Accepted,
    Announcement,
    Refused,
    SurveyInvitation,
    WaveOver,
    WaveStatus,
    Why,
)
from bot.service.survey.words import TAKEN
from bot.store import survey
from bot.store.engine import Store, Tx
from bot.store.wall import RealTime, Wall

STILL_ALIVE = "アンケートを受け持つ気づきナビが動いています。先に、その回を閉じてください。"


class Surveys:
    """The survey's room; ``owner``: its owner, where that is this process."""

    def __init__(self, store: Store, library: Library, wall: Wall | None = None) -> None:
        self._store = store
        self._library = library
        self._wall = wall or RealTime()
        self.owner: SurveyOwner | None = None

    @property
    def plan(self) -> SurveyPlan:
        """The waves of the years, as the file says today."""
        return self._library.course.survey

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
        return invitation_of(wave)

    def as_sent(self, wave_id: str, now: datetime) -> SurveyInvitation:
        """A wave as its messages speak of it (WaveOver when it is over)."""
        with self._store.read() as tx:
            wave = self._current(tx, now)
        if wave is None or wave.wave != wave_id:
            raise WaveOver(wave_id)
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
        if why is not None:
            return refused(why)
        if not checked(form, frozen(wave)):
            return refused(Why.INCOMPLETE)
        staff_id = staff_id_of(actor)
        if self.owner is not None:
            why = self.owner.accept(wave_id, staff_id, form)
            return Accepted(TAKEN) if why is None else refused(why)
        if told is None or not is_alive(told, wall):
            return refused(Why.NOT_NOW)
        sealed = seal(told.public_key, Carried(wave_id, staff_id, form))
        with self._store.write() as tx:
            survey.put_sealed(tx, sealed)
        return Accepted(TAKEN)

    def _has_answered(self, wave: survey.Wave, actor: Actor) -> bool:
        return self.owner is not None and self.owner.has_answered(wave.wave, staff_id_of(actor))

    def _current(self, tx: Tx, now: datetime) -> survey.Wave | None:
        waves = survey.waves(tx, WaveState.OPEN)
        return next((wave for wave in waves if now < wave.closes_at), None)

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
        return tuple(announcement_of(wave) for wave in waves if not wave.announced)

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
        return tuple(status_of(wave, progress, reach, alive) for wave in reversed(waves))

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
        definition, counts = frozen(wave), of_text(wave.counts)
        return wave_result(
            definition,
            by_place(definition, counts),
            paper=sum(counts.on_paper.values()),
            interrupted=wave.interrupted_on is not None,
        )

    def closed(self, actor: Actor) -> tuple[str, ...]:
        """The ids of the closed waves, oldest first."""
        require(actor, Action.SEE_SURVEY_RESULTS)
        with self._store.read() as tx:
            return tuple(wave.wave for wave in survey.waves(tx, WaveState.CLOSED))

    def definition(self, actor: Actor, wave_id: str) -> WaveDefinition:
        """A wave as it was frozen (CannotOpen for one that was never opened)."""
        require(actor, Action.RUN_SURVEY)
        with self._store.read() as tx:
            wave = survey.wave(tx, wave_id)
        if wave is None:
            raise CannotOpen(f"「{wave_id}」は、まだ開いたことがありません。")
        return frozen(wave)

    # ------------------------------------------------------------ running

    def open(self, actor: Actor, wave_id: str, now: datetime, seconds: float) -> str:
        """Have the owner open a wave; its answer (CannotOpen)."""
        require(actor, Action.RUN_SURVEY)
        return requests.ask(self._store, requests.OPEN, {"wave": wave_id}, now, seconds)

    def close(self, actor: Actor, wave_id: str, now: datetime, seconds: float) -> str:
        """Have the owner close a wave; its answer (CannotOpen)."""
        require(actor, Action.RUN_SURVEY)
        return requests.ask(self._store, requests.CLOSE, {"wave": wave_id}, now, seconds)

    def paper(
        self, actor: Actor, wave_id: str, lot: PaperLot, now: datetime, seconds: float
    ) -> str:
        """Have the owner add paper forms; its answer (CannotOpen)."""
        require(actor, Action.RUN_SURVEY)
        options = {question: dict(by) for question, by in lot.options.items()}
        details = {
            "wave": wave_id,
            "group": lot.group,
            "people": lot.people,
            "options": options,
        }
        return requests.ask(self._store, requests.PAPER, details, now, seconds)

    def void(self, actor: Actor, wave_id: str) -> None:
        """Give up an open wave whose counters are lost (CannotOpen while an owner is at work)."""
        require(actor, Action.RUN_SURVEY)
        with self._store.write() as tx:
            survey.one_at_a_time(tx)
            wave, told = survey.wave(tx, wave_id), survey.owner(tx)
            if wave is None or wave.state is not WaveState.OPEN:
                raise CannotOpen(f"「{wave_id}」は、いま開いていません。")
            if is_alive(told, self._wall(tx)):
                raise CannotOpen(STILL_ALIVE)
            survey.end_wave(tx, wave_id, WaveState.VOID)
