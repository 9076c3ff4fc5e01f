"""What the administrators are told once, by the same door as everything unasked.

A notice's key names the episode (which backup is overdue, since when), and the row of its
occurrence is what remembers that it was told: also across processes and restarts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.delivery import OFFICE_HOURS, DeliveryKind, Occurrence, PlannedDelivery
from bot.core.office_calendar import tokyo_day
from bot.core.people import Role
from bot.store import deliveries, occurrences, people
from bot.store.engine import Store

WORTH_TELLING = timedelta(days=7)


class Notice(StrEnum):
    """What is told; the front has the words and the next step for each."""

    ACCOUNT_CLOSED = "account_closed"
    AUDIT_CLOSED = "audit_closed"
    BACKUP_OVERDUE = "backup_overdue"
    DELIVERY_FAILING = "delivery_failing"
    DUTY_CONTACTS = "duty_contacts"
    NAMED_FILE_STAYS = "named_file_stays"
    SCHEDULER_STOPPED = "scheduler_stopped"
    SURVEY_OPENED = "survey_opened"


class Notices:
    """Tells the administrators, each episode once, in office hours."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def tell(self, notice: Notice, episode: str, now: datetime) -> bool:
        """Tell it unless it was told; whether it was new.

        Without an administrator nothing is noted, so that the first one is told.
        """
        due = Occurrence(
            key=f"{notice}/{episode}",
            kind=DeliveryKind.NOTICE,
            due_at=now,
            expires_at=now + WORTH_TELLING,
            hours=OFFICE_HOURS,
        )
        with self._store.read() as tx:
            if occurrences.exists(tx, due.key):
                return False
            told = people.holders(tx, Role.ADMINISTRATOR, tokyo_day(now))
        planned = [PlannedDelivery(s.staff_id, {"notice": notice.value}) for s in told]
        if not planned:
            return False
        with self._store.write() as tx:
            return deliveries.plan(tx, due, planned) > 0
