"""APScheduler as a ticker only: the truth is in the occurrence and delivery rows."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from bot.core.clock import Clock
from bot.jobs.worker import Worker
from bot.service.delivery import DeliveryDesk
from bot.service.editors import Editors
from bot.service.inbox import Inbox
from bot.store.errors import StoreUnavailable

log = logging.getLogger(__name__)

TICK_SECONDS = 30
RELOAD_SECONDS = 5


class Ticker:
    """Plans and sends every 30 seconds, and at once when told that the clock moved.

    ``on_tick`` is called after each round, ``catch_up`` before anything is sent in it,
    ``on_reload`` whenever it was looked whether content changed, in every process.
    """

    def __init__(
        self,
        desk: DeliveryDesk,
        worker: Worker,
        editors: Editors,
        inbox: Inbox,
        clock: Clock,
        *,
        on_tick: Callable[[], None] = lambda: None,
        catch_up: Callable[[], None] = lambda: None,
        on_reload: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk = desk
        self._worker = worker
        self._editors = editors
        self._inbox = inbox
        self._clock = clock
        self._on_tick = on_tick
        self._catch_up = catch_up
        self._on_reload = on_reload
        self._again = threading.Event()
        self._busy = threading.Lock()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self, *, sending: bool = True) -> None:
        """Begin ticking, the first tick at once; without ``sending`` only follow the content."""
        add = self._scheduler.add_job
        add(self.reload, "interval", seconds=RELOAD_SECONDS, id="reload")
        if sending:
            now = datetime.now(UTC)
            # A tick that meets another at work returns at once, hence two instances.
            every = {"seconds": TICK_SECONDS, "next_run_time": now, "max_instances": 2}
            add(self.tick, "interval", id="tick", **every)
            add(self.tidy, "interval", hours=6, id="tidy")
        self._scheduler.start()

    def wake(self) -> None:
        """Tick now, also when a tick is under way (the demonstration's clock moved)."""
        self._again.set()
        self._worker.nudge()
        self._scheduler.modify_job("tick", next_run_time=datetime.now(UTC))

    def halt(self) -> None:
        """Begin no further message; returns at once."""
        self._worker.stop()

    def stop(self) -> None:
        """Stop ticking; a message being sent is finished first."""
        self.halt()
        self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Plan what is due and send it; a store that is away is tried again next tick.

        While a send goes on or waits it comes round again, to plan what else is due. Of
        two ticks at once the second leaves its round to the first.
        """
        self._again.set()
        while self._again.is_set() and self._busy.acquire(blocking=False):
            try:
                self._again.clear()
                self._round()
                if self._worker.has_more:
                    self._again.set()
            except StoreUnavailable as error:
                log.error("tick postponed: %s", error)
            finally:
                self._busy.release()

    def _round(self) -> None:
        """One round; it counts as one only when messages could have gone out."""
        self._desk.ensure_due(self._clock.now())
        self._catch_up()
        self._worker.drain()
        if self._worker.reachable:
            self._on_tick()

    def reload(self) -> None:
        """Take up changed content files."""
        try:
            for mistake in self._editors.reload(self._clock.now()):
                log.error("content not taken up: %s", mistake)
            self._on_reload()
        except StoreUnavailable as error:
            log.error("editors not told: %s", error)

    def tidy(self) -> None:
        """Forget old event ids."""
        try:
            self._inbox.forget_old(self._clock.now())
        except StoreUnavailable as error:
            log.error("tidying postponed: %s", error)
