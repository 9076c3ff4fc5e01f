"""What whoever runs the survey asks: what comes next, open, close, paper forms, give up.

Opening, closing and paper are the owner's to do, in whichever process it is; here it is asked
for them, and waited for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.content.library import Library
from bot.core.indicator.wave import WaveDefinition
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.core.survey import PlannedWave, SurveyPlan, WaveState
from bot.service.survey import requests
from bot.service.survey.asking import is_alive
from bot.service.survey.counts import progress_of
from bot.service.survey.opening import CannotOpen, frozen
from bot.service.survey.outlook import Outlook, next_wave, outlook
from bot.service.survey.paper import PaperLot, PaperSheet, sheet_of
from bot.service.survey.values import Press
from bot.store import survey
from bot.store.engine import Store
from bot.store.wall import RealTime, Wall

STILL_ALIVE = "アンケートを受け持つ気づきナビが動いています。先に、その回を閉じてください。"
NOT_OPEN = "「{0}」は、いま開いていません。"


class SurveyRunning:
    """The part of the survey's room that is for whoever may RUN_SURVEY."""

    def __init__(self, store: Store, library: Library, wall: Wall | None = None) -> None:
        self._store = store
        self._library = library
        self._wall = wall or RealTime()

    @property
    def plan(self) -> SurveyPlan:
        """The waves of the years, as the file says today."""
        return self._library.course.survey

    def check_runner(self, actor: Actor) -> None:
        """Raise NotPermitted for who may not run the survey."""
        require(actor, Action.RUN_SURVEY)

    def coming(self, actor: Actor, now: datetime) -> PlannedWave | None:
        """The next wave of the plan; None where it has no more."""
        require(actor, Action.RUN_SURVEY)
        with self._store.read() as tx:
            return next_wave(tx, self.plan, now)

    def outlook(self, actor: Actor, now: datetime) -> Outlook | None:
        """The next wave as it would be opened at ``now``; None where the plan has no more."""
        require(actor, Action.RUN_SURVEY)
        with self._store.read() as tx:
            return outlook(tx, self.plan, now)

    def definition(self, actor: Actor, wave_id: str) -> WaveDefinition:
        """A wave as it was frozen (CannotOpen for one that was never opened)."""
        require(actor, Action.RUN_SURVEY)
        with self._store.read() as tx:
            wave = survey.wave(tx, wave_id)
        if wave is None:
            raise CannotOpen(f"「{wave_id}」は、まだ開いたことがありません。")
        return frozen(wave)

    def paper_sheet(self, actor: Actor, wave_id: str) -> PaperSheet:
        """What can be entered from paper now (CannotOpen for a wave that is not open)."""
        require(actor, Action.RUN_SURVEY)
        with self._store.read() as tx:
            wave, told = survey.wave(tx, wave_id), survey.owner(tx)
        if wave is None or wave.state is not WaveState.OPEN:
            raise CannotOpen(NOT_OPEN.format(wave_id))
        progress = None if told is None else progress_of(told.progress)
        counted = progress.on_paper if progress and progress.wave == wave_id else {}
        return sheet_of(frozen(wave), counted)

    def open(
        self, actor: Actor, wave_id: str, now: datetime, seconds: float, press: Press | None = None
    ) -> str:
        """Have the owner open a wave; its answer (CannotOpen).

        With a ``press`` it is the wave whose hash was shown, or none.
        """
        require(actor, Action.RUN_SURVEY)
        seen = {"seen": press.seen} if press else {}
        return self._ask(requests.OPEN, {"wave": wave_id, **seen}, now, seconds, press)

    def close(
        self, actor: Actor, wave_id: str, now: datetime, seconds: float, press: Press | None = None
    ) -> str:
        """Have the owner close a wave; its answer (CannotOpen)."""
        require(actor, Action.RUN_SURVEY)
        return self._ask(requests.CLOSE, {"wave": wave_id}, now, seconds, press)

    def paper(
        self,
        actor: Actor,
        wave_id: str,
        lot: PaperLot,
        now: datetime,
        seconds: float,
        press: Press | None = None,
    ) -> str:
        """Have the owner add paper forms; its answer (CannotOpen).

        With a ``press`` only where as many are counted as were shown.
        """
        require(actor, Action.RUN_SURVEY)
        seen = {"seen": int(press.seen)} if press else {}
        options = {question: dict(by) for question, by in lot.options.items()}
        details = {"wave": wave_id, "group": lot.group, "people": lot.people, "options": options}
        return self._ask(requests.PAPER, {**details, **seen}, now, seconds, press)

    def void(self, actor: Actor, wave_id: str) -> None:
        """Give up an open wave whose counters are lost (CannotOpen while an owner is at work)."""
        require(actor, Action.RUN_SURVEY)
        with self._store.write() as tx:
            survey.one_at_a_time(tx)
            wave, told = survey.wave(tx, wave_id), survey.owner(tx)
            if wave is None or wave.state is not WaveState.OPEN:
                raise CannotOpen(NOT_OPEN.format(wave_id))
            if is_alive(told, self._wall(tx)):
                raise CannotOpen(STILL_ALIVE)
            survey.end_wave(tx, wave_id, WaveState.VOID)

    def _ask(
        self, what: str, details: dict[str, Any], now: datetime, seconds: float, press: Press | None
    ) -> str:
        name = press.name if press else ""
        return requests.ask(self._store, what, details, now, seconds, name)
