"""The one process that owns the survey: it alone has survey.db open, and the key in memory.

``step`` is called twice a second, ``tend`` every so often, ``rest`` when the process is asked
to end. All of it is level-triggered: whatever died in between is taken up from the rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from queue import Empty

from bot.core.indicator.wave import WaveDefinition, WaveFault
from bot.core.office_calendar import tokyo_day
from bot.core.pooling import Form
from bot.core.survey import SurveyPlan, checked
from bot.service.notices import Notice, Notices
from bot.service.survey import reminding
from bot.service.survey.counts import reduced
from bot.service.survey.holding import Holding
from bot.service.survey.opening import CannotOpen, prepare
from bot.service.survey.paper import PaperLot, tally_of
from bot.service.survey.values import Why
from bot.service.survey.words import CHANGED_SINCE, PAPER_CHANGED
from bot.store import survey
from bot.store.engine import Store
from bot.store.errors import StoreError, StoreUnavailable
from bot.store.survey_counters import Counted
from bot.store.survey_file import SurveyFile
from bot.store.wall import Wall

log = logging.getLogger(__name__)

NOT_COUNTED = "集計できない回答があります。ディスクの空きを確かめて、もう一度実行してください。"


class SurveyOwner(Holding):
    """The owner's side of the survey; safe to call from every thread."""

    @classmethod
    def take(
        cls, store: Store, path: Path, now: datetime, wall: Wall | None = None
    ) -> SurveyOwner | None:
        """Become the owner if nobody is, of this file or on another machine.

        Raises StoreUnavailable when a database cannot be used.
        """
        file = SurveyFile.take(path)
        if file is None:
            return None
        made = cls(store, file, wall)
        try:
            mine = made.register(now)
        except (StoreError, WaveFault):
            file.release()
            raise
        if not mine:
            file.release()
            return None
        return made

    def accept(self, wave: str, staff_id: str, form: Form) -> Why | None:
        """Take an answer; None when it was taken, else why not."""
        listed = self._listed.get(wave, {}).get(staff_id)
        if self._resting or wave not in self._open:
            return Why.NOT_NOW
        if listed is None:
            return Why.NOT_ASKED
        if listed.on_paper:
            return Why.ON_PAPER
        taken = self._ballot.add(wave, listed.group, staff_id, form)
        if taken is None:
            return Why.NOT_NOW
        self._answered.put((wave, staff_id))
        return None if taken else Why.ALREADY

    def has_answered(self, wave: str, staff_id: str) -> bool:
        """Whether somebody's answer is counted or waits."""
        return staff_id in self._ballot.standing(wave).answered

    def step(self) -> None:
        """Take what was sealed, call off messages to who has answered, tell of oneself."""
        with self._lock:
            if not self._resting:
                self._take_sealed()
                self._call_off()
                self._beat_if_due()

    def tend(self, plan: SurveyPlan, now: datetime) -> None:
        """Open and close by the clock, remind, count what could not be, forget what is old."""
        with self._lock:
            if self._resting:
                return
            for wave_id, (_, wave) in list(self._open.items()):
                if now >= wave.closes_at:
                    self.close_wave(wave_id, now)
            self._open_due(plan, now)
            self._ballot.settle()
            for wave_id, (_, wave) in self._open.items():
                silent = self._not_answered(wave_id)
                with self._store.write() as tx:
                    reminding.plan_due(tx, wave, silent, now)
                    reminding.call_off_absent(tx, wave, silent, now)
            self._forget(now)

    def open_wave(
        self, plan: SurveyPlan, wave_id: str, now: datetime, seen: str | None = None
    ) -> WaveDefinition:
        """Freeze and open a wave of the plan (CannotOpen, WaveFault).

        ``seen``: the hash that was shown beforehand; another one is not opened.
        """
        with self._lock:
            with self._store.write() as tx:
                self._require_mine(tx)
                ready = prepare(tx, plan, wave_id, now)
                self._require_new(wave_id)
                if seen is not None and ready.wave.digest != seen:
                    raise CannotOpen(CHANGED_SINCE)
                survey.open_wave(tx, ready.wave, ready.listed)
                slack = [one.staff_id for one in ready.listed if not one.on_paper]
                reminding.plan_last_day(tx, ready.wave, slack)
            Notices(self._store).tell(Notice.SURVEY_OPENED, wave_id, now)
            self._take_up(ready.wave)
            self._beat()
            return ready.definition

    def close_wave(self, wave_id: str, now: datetime) -> Counted:
        """Count all that waits, end the wave, and make known what may be shown of its counters.

        CannotOpen when it is not open, StoreUnavailable when something cannot be counted now.
        """
        with self._lock:
            definition = self.definition(wave_id)
            self._take_sealed()
            self._ballot.finish(wave_id)
            if self._ballot.standing(wave_id).still_waiting:
                self._ballot.go_on(wave_id)
                raise StoreUnavailable(NOT_COUNTED)
            kept = reduced(self._file.counted(wave_id), definition)
            self._file.close_wave(wave_id, tokyo_day(now), kept)
            counted = self._make_known(wave_id)
            self._leave_alone(wave_id, self._listed[wave_id])
            self._forget_waves(wave_id)
            self._beat()
            return counted

    def count_paper(self, wave_id: str, lot: PaperLot, seen: int | None = None) -> int:
        """Add paper forms of one group; how many of its list are still out.

        CannotOpen, also when more would be counted than the list is long. ``seen``: how many
        were counted as it was shown beforehand; where there are more by now, nothing is added.
        """
        with self._lock:
            definition = self.definition(wave_id)
            counted = self._file.counted(wave_id).on_paper
            if seen is not None and counted.get(lot.group, 0) != seen:
                raise CannotOpen(PAPER_CHANGED.format(counted.get(lot.group, 0)))
            tally, left = tally_of(lot, definition, counted)
            self._file.count_paper(wave_id, lot.group, tally)
            self._beat()
            return left

    def rest(self) -> int:
        """Count everything that waits and give the file back; how many people waited.

        Afterwards nothing is taken here any more.
        """
        with self._lock:
            if self._resting:
                return 0
            _try(self._take_sealed)
            _try(self._call_off)
            self._resting = True
            waves = self._ballot.waves
            counted = sum(self._ballot.finish(wave) for wave in waves)
            left = sum(self._ballot.standing(wave).still_waiting for wave in waves)
            if left:
                log.error("survey: %d answers could not be counted", left)
            else:
                _try(self._file.end)
            _try(self._say_goodbye)
            self._file.release()
            return counted

    # ------------------------------------------------------------ parts

    def _take_sealed(self) -> None:
        with self._store.read() as tx:
            if not survey.sealed_waiting(tx):
                return
        with self._store.write() as tx:
            taken = survey.take_sealed(tx)
        for sealed in taken:
            carried = self._opener.open(sealed)
            if carried is None or carried.wave not in self._open:
                continue
            if checked(carried.form, self._open[carried.wave][0]):
                self.accept(carried.wave, carried.staff_id, carried.form)

    def _call_off(self) -> None:
        """Nobody who has answered is reminded; many at once, in one transaction."""
        answered: dict[str, set[str]] = {}
        try:
            while True:
                wave, staff_id = self._answered.get_nowait()
                answered.setdefault(wave, set()).add(staff_id)
        except Empty:
            pass
        for wave, people in sorted(answered.items()):
            try:
                self._leave_alone(wave, people)
            except StoreError:
                for staff_id in people:
                    self._answered.put((wave, staff_id))
                raise

    def _open_due(self, plan: SurveyPlan, now: datetime) -> None:
        with self._store.read() as tx:
            known = {wave.wave for wave in survey.waves(tx)}
        for wave in plan.waves:
            if wave.id in known or not wave.opens_at <= now < wave.closes_at:
                continue
            try:
                definition = self.open_wave(plan, wave.id, now)
            except (CannotOpen, WaveFault) as error:
                if str(error) not in self._complained:
                    log.error("survey: %s not opened: %s", wave.id, error)
                self._complained.add(str(error))
            else:
                log.info("survey: %s opened, %d asked", wave.id, definition.staff)


def _try(work: Callable[[], None]) -> None:
    """Do it although the process is ending; what cannot be done is logged."""
    try:
        work()
    except (StoreError, CannotOpen) as error:
        log.error("survey: at the end: %s", error)
