"""Looking after the installation: nightly copies, forgetting what is old, telling of trouble.

These have threads of their own, apart from the ticker, so that a ticker that stands still
is noticed. They are daemons: a copy under way does not hold up the end of the process,
and what it leaves behind is cleared away by the next one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.service.caretaking import Caretaking
from bot.store.errors import StoreError

log = logging.getLogger(__name__)

WATCH_SECONDS = 60
NIGHT_SECONDS = 300
STOP_SECONDS = 2


class Caretaker:
    """Runs the chores until it is stopped; what fails is logged and tried again."""

    def __init__(self, caretaking: Caretaking, clock: Clock) -> None:
        self._caretaking = caretaking
        self._clock = clock
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=work, name=work[0], daemon=True)
            for work in (
                ("watch", self.watch, timedelta(seconds=WATCH_SECONDS)),
                ("night", self.night, timedelta(seconds=NIGHT_SECONDS)),
            )
        ]

    def start(self) -> None:
        """Begin, with a first round at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new; what is under way gets two seconds."""
        self._stopping.set()
        deadline = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def watch(self, now: datetime) -> None:
        """Tell the administrators what needs them."""
        self._caretaking.watch.look(now)

    def night(self, now: datetime) -> None:
        """Make tonight's copy and forget what is old, unless that is done already."""
        aged = self._caretaking.forget_if_due(now)
        if aged is not None:
            log.info("aged out: %s", aged)
        file = self._caretaking.backups.make_if_due(now)
        if file is not None:
            log.info("backup made: %s", file.name)

    def _repeat(self, name: str, work: Callable[[datetime], None], pause: timedelta) -> None:
        while not self._stopping.is_set():
            try:
                work(self._clock.now())
            except StoreError as error:
                log.error("%s postponed: %s", name, error)
            self._stopping.wait(pause.total_seconds())
