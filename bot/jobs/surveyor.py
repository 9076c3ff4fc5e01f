"""The survey's owner at work, in a thread of its own: becomes it, takes what is sealed, reminds.

Every process that receives or sends runs one; which of them gets survey.db is the owner, and
the others wait for their turn. When the process ends, what waits is counted first.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.core.clock import Clock
from bot.core.indicator.wave import WaveFault
from bot.service.survey.desk import Surveys
from bot.service.survey.opening import CannotOpen
from bot.store.errors import StoreError

log = logging.getLogger(__name__)

STEP_SECONDS = 0.5
TEND = timedelta(seconds=20)
TAKE = timedelta(seconds=3)
STOP_SECONDS = 3


class Surveyor:
    """Runs until it is stopped; what fails is logged and tried again.

    ``copies``: where the counters of closed waves are copied to; None: nowhere.
    """

    def __init__(self, surveys: Surveys, clock: Clock, file: Path, copies: Path | None) -> None:
        self._surveys = surveys
        self._clock = clock
        self._file = file
        self._copies = copies
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="survey", daemon=True)

    def start(self) -> None:
        """Begin; the first try to become the owner is made before this returns."""
        self._guarded(self._take)
        self._thread.start()

    def wake(self) -> None:
        """Look at the clock now (the demonstration's was moved)."""
        self._woken.set()

    def stop(self) -> None:
        """Count what waits, and take nothing more; repeating it does nothing."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(STOP_SECONDS)
        owner, self._surveys.owner = self._surveys.owner, None
        if owner is not None:
            log.info("survey: %d answers that waited were counted at the end", owner.rest())

    def _run(self) -> None:
        taken = tended = time.monotonic()
        self._guarded(self._tend)
        while not self._stopping.is_set():
            moment = time.monotonic()
            moved = self._woken.is_set()
            self._woken.clear()
            if self._surveys.owner is None and moment - taken >= TAKE.total_seconds():
                taken = moment
                self._guarded(self._take)
            self._guarded(self._step)
            if moved or moment - tended >= TEND.total_seconds():
                tended = moment
                self._guarded(self._tend)
            self._woken.wait(STEP_SECONDS)

    def _take(self) -> None:
        if self._surveys.take_ownership(self._file, self._clock.now()):
            log.info("survey: this process is its owner")

    def _step(self) -> None:
        if (owner := self._surveys.owner) is not None:
            self._surveys.carry_out(self._clock.now())
            owner.step()

    def _tend(self) -> None:
        if (owner := self._surveys.owner) is not None:
            owner.tend(self._surveys.plan, self._clock.now())
            if self._copies is not None:
                owner.copy(self._copies)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (StoreError, WaveFault) as error:
            log.error("survey: postponed: %s", error)
        except CannotOpen as error:
            # Another machine's file is the survey's now: nothing of this one is open.
            log.error("survey: given up: %s", error)
            owner, self._surveys.owner = self._surveys.owner, None
            if owner is not None:
                owner.rest()
