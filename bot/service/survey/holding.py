"""What the survey's owner holds: the file, the key, the open waves; taken up and told to all."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import RLock

from bot.core.indicator.wave import WaveDefinition, WaveFault
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.core.survey import WaveState
from bot.service.survey import reminding
from bot.service.survey.ballot import Ballot
from bot.service.survey.counts import Progress, as_text, progress_text
from bot.service.survey.opening import CannotOpen, frozen
from bot.service.survey.sealing import Opener
from bot.store import survey, survey_messages
from bot.store.engine import Store, Tx
from bot.store.survey_counters import Counted
from bot.store.survey_file import SurveyFile
from bot.store.wall import RealTime, Wall

log = logging.getLogger(__name__)

BEAT, SLOW_BEAT = timedelta(seconds=5), timedelta(seconds=30)
ALIVE = timedelta(seconds=20)
GONE = timedelta(seconds=90)  # after so long without a beat another machine may take over
KEPT_AFTER = timedelta(days=30)
REQUESTS_KEPT = timedelta(days=1)
STRANGE_FILE = (
    "survey: the file in DATA_DIR is not the one in which the open wave is counted; "
    "put survey.db of the machine that opened it here, or end the wave with `survey void`"
)
COUNTED_BEFORE = (
    "前に開いた「{0}」の回答が、アンケートのファイルに残っています（データベースを前の写しに"
    "戻したときなどです）。日程のファイルで、回の名前を変えてから開いてください。"
)
OTHER_WAVE = "survey: %s in survey.db is not the wave of that name in the database"
NOT_MINE = "アンケートの受け持ちが、ほかの機械に移りました。"


class Holding:
    """State of the owner, and how it is made, told and given up."""

    def __init__(self, store: Store, file: SurveyFile, wall: Wall | None = None) -> None:
        self._store = store
        self._file = file
        self._wall = wall or RealTime()
        self._opener = Opener()
        self._ballot = Ballot(file)
        self._open: dict[str, tuple[WaveDefinition, survey.Wave]] = {}
        self._listed: dict[str, Mapping[str, survey.Listed]] = {}
        self._answered: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self._lock = RLock()
        self._beaten: datetime | None = None
        self._resting = False
        self._complained: set[str] = set()

    @property
    def resting(self) -> bool:
        """Whether the file was given back: nothing can be done here any more."""
        return self._resting

    def register(self, now: datetime) -> bool:
        """Make this file the survey's and take up its waves; False when another one is."""
        with self._store.write() as tx:
            survey.one_at_a_time(tx)
            held, wall = survey.owner(tx), self._wall(tx)
            if held is not None and held.file_id != self._file.file_id:
                if survey.waves(tx, WaveState.OPEN):
                    log.error(STRANGE_FILE)
                    return False
                if held.public_key and wall - held.beat_at < GONE:
                    return False
            self._tell(tx, wall)
        died = self._file.begin()
        self._reconcile(tokyo_day(now) if died else None, now)
        self._beat()
        return True

    def _reconcile(self, crash: date | None, now: datetime) -> None:
        """Take up the open waves; ``crash``: the day on which an owner has died."""
        stored = {wave.wave: wave for wave in self._file.waves()}
        with self._store.read() as tx:
            waves, void = survey.waves(tx, WaveState.OPEN), survey.waves(tx, WaveState.VOID)
        for wave in void:
            if wave.wave in stored:
                self._file.drop_wave(wave.wave)
        for wave in waves:
            if wave.wave in stored and not stored[wave.wave].is_open:
                self._make_known(wave.wave)
                continue
            self._take_up(wave)
            self._leave_alone(wave.wave, self._ballot.standing(wave.wave).counted)
            if crash is not None:
                self._ask_again(wave, crash, now)

    def _require_new(self, wave_id: str) -> None:
        """A wave that the main database does not know is not counted on from an earlier one."""
        if any(one.wave == wave_id for one in self._file.waves()):
            raise CannotOpen(COUNTED_BEFORE.format(wave_id))

    def _take_up(self, wave: survey.Wave) -> None:
        """Take answers to an open wave from now on (WaveFault where the file has another one)."""
        definition = frozen(wave)
        counted = {one.wave: one.digest for one in self._file.waves()}
        if counted.get(wave.wave, wave.digest) != wave.digest:
            log.error(OTHER_WAVE, wave.wave)
            raise WaveFault(COUNTED_BEFORE.format(wave.wave))
        if wave.wave not in counted:
            self._file.open_wave(wave.wave, wave.definition, wave.digest)
        with self._store.read() as tx:
            self._listed[wave.wave] = {one.staff_id: one for one in survey.listed(tx, wave.wave)}
        self._ballot.begin(definition)
        self._open[wave.wave] = (definition, wave)

    def _leave_alone(self, wave: str, people: Collection[str]) -> None:
        """Whoever has answered gets no message of the wave any more."""
        with self._store.write() as tx:
            survey_messages.call_off(tx, reminding.prefix(wave), sorted(people))

    def _ask_again(self, wave: survey.Wave, day: date, now: datetime) -> None:
        """Whoever is not counted may have been lost: their messages are queued again."""
        with self._store.write() as tx:
            survey.note_interrupted(tx, wave.wave, day)
            people = self._not_answered(wave.wave)
            survey_messages.call_again(tx, reminding.prefix(wave.wave), people, now)
            interrupted = survey.wave(tx, wave.wave)
        if interrupted is not None:
            self._open[wave.wave] = (self._open[wave.wave][0], interrupted)

    def _not_answered(self, wave: str) -> list[str]:
        """Who is asked in Slack and has not answered."""
        done = self._ballot.standing(wave).answered
        people = self._listed[wave].values()
        return sorted(p.staff_id for p in people if not p.on_paper and p.staff_id not in done)

    def _make_known(self, wave: str) -> Counted:
        """Write the counters of a closed wave down where every process reads them."""
        counted = self._file.counted(wave)
        with self._store.write() as tx:
            survey.end_wave(tx, wave, WaveState.CLOSED, as_text(counted))
        return counted

    def _forget_waves(self, wave: str) -> None:
        """The wave is over for this process."""
        self._ballot.end(wave)
        del self._open[wave], self._listed[wave]

    def _forget(self, now: datetime) -> None:
        """Thirty days after a wave nobody knows any more who was asked or has answered."""
        for wave in self._file.waves():
            if wave.closed_on is None:
                continue
            over = now >= at_tokyo(wave.closed_on, 0) + KEPT_AFTER
            with self._store.write() as tx:
                if over:
                    survey.forget_listed(tx, wave.wave)
                listed = {one.staff_id for one in survey.listed(tx, wave.wave)}
            self._file.keep_voted(wave.wave, listed)
        with self._store.write() as tx:
            for void in survey.waves(tx, WaveState.VOID):
                if now >= void.closes_at + KEPT_AFTER:
                    survey.forget_listed(tx, void.wave)
            survey.forget_requests(tx, now - REQUESTS_KEPT)

    def _say_goodbye(self) -> None:
        """Nobody seals an answer for a key that is about to end."""
        with self._store.write() as tx:
            self._require_mine(tx)
            self._tell(tx, self._wall(tx), public_key="")

    def waves_of(self, staff_id: str) -> tuple[str, ...]:
        """The waves of which it is noted that somebody has answered them."""
        return self._file.waves_of(staff_id)

    def copy(self, folder: Path) -> Path | None:
        """Copy the counters of closed waves to ``folder``, while no wave is open."""
        with self._lock:
            waves = () if self._resting else self._file.waves()
            if not waves or any(wave.is_open for wave in waves):
                return None
            target = folder / f"kizuki-survey-{len(waves)}-{waves[-1].wave}.db"
            if target.exists():
                return None
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file.copy(target)
            return target

    def definition(self, wave_id: str) -> WaveDefinition:
        """An open wave as it was frozen (CannotOpen for one that is not open)."""
        if wave_id not in self._open:
            raise CannotOpen(f"「{wave_id}」は、いま開いていません。")
        return self._open[wave_id][0]

    # ------------------------------------------------------------ telling

    def _beat_if_due(self) -> None:
        with self._store.read() as tx:
            wall = self._wall(tx)
        pause = BEAT if self._open else SLOW_BEAT
        if self._beaten is None or not timedelta(0) <= wall - self._beaten < pause:
            self._beat()

    def _beat(self) -> None:
        with self._store.write() as tx:
            self._require_mine(tx)
            self._beaten = self._wall(tx)
            self._tell(tx, self._beaten)

    def _tell(self, tx: Tx, wall: datetime, public_key: str | None = None) -> None:
        key = self._opener.public_key if public_key is None else public_key
        told = survey.Owner(self._file.file_id, key, wall, progress_text(self._progress()))
        survey.note_owner(tx, told)

    def _require_mine(self, tx: Tx) -> None:
        """The survey is still this file's (CannotOpen)."""
        survey.one_at_a_time(tx)
        held = survey.owner(tx)
        if held is None or held.file_id != self._file.file_id:
            raise CannotOpen(NOT_MINE)

    def _progress(self) -> Progress:
        """How far the open wave is, counted and waiting together; at most one is open."""
        for wave in self._open:
            counted, waiting = self._ballot.counted_and_waiting(wave)
            answered = Counter({group: one.people for group, one in counted.groups.items()})
            answered.update(waiting)
            number = sum(waiting.values())
            return Progress(wave, dict(+answered), dict(counted.on_paper), number)
        return Progress()
