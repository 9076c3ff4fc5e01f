"""What the people who keep the knowledge see: is it loaded, what is wrong, what is overdue."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.content.errors import ContentError
from bot.content.library import Library
from bot.core.delivery import DeliveryKind, Occurrence, PlannedDelivery
from bot.core.go_live import duties_without_contact
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Role, Staff
from bot.core.permissions import Action, require
from bot.service.question_standing import Standing
from bot.store import deliveries, people
from bot.store.engine import Store


@dataclass(frozen=True, slots=True)
class ContentHealth:
    """The content in use and the mistakes that keep newer files out of it."""

    version: str
    destinations: int
    questions: int
    errors: tuple[ContentError, ...]
    overdue: tuple[str, ...]


class Editors:
    """Reloads content and knows whom to tell about mistakes."""

    def __init__(self, store: Store, library: Library, standing: Standing | None = None) -> None:
        self._store = store
        self._library = library
        self._standing = standing or Standing(store, library)
        self._looked_at = ""
        self._errors: tuple[ContentError, ...] = ()
        self._untold: tuple[ContentError, ...] = ()
        self._lock = threading.Lock()

    def reload(self, now: datetime) -> tuple[ContentError, ...]:
        """Take up changed files if all of them are right; otherwise tell the editors once.

        Returns the mistakes seen for the first time. When the store is away they are
        told at a later call.
        """
        with self._lock:
            if self._library.changed_on_disk():
                result = self._library.reload()
                self._errors = result.errors
                if result.errors_are_new or not result.errors:
                    self._untold = result.errors
            untold = self._untold
            if untold:
                self._tell(untold, now)
                self._untold = ()
            self._look(now)
        return untold

    def _look(self, now: datetime) -> None:
        """Once for each content: which questions rest on what has just changed."""
        version = self._library.edition.version
        if version != self._looked_at:
            self._standing.look(now)
            self._looked_at = version

    @contextmanager
    def nobody_reading(self) -> Iterator[None]:
        """While several files change: nobody takes up one of them without the others."""
        with self._lock:
            yield

    def _tell(self, errors: tuple[ContentError, ...], now: datetime) -> None:
        mistakes = "\n".join(str(e) for e in errors)
        notice = Occurrence(
            key=f"content-errors/{sha256(mistakes.encode()).hexdigest()[:16]}",
            kind=DeliveryKind.NOTICE,
            due_at=now,
            expires_at=now + timedelta(days=1),
        )
        told = (
            PlannedDelivery(s.staff_id, {"notice": "content_errors"}) for s in self.to_tell(now)
        )
        with self._store.write() as tx:
            deliveries.plan(tx, notice, told)

    def content_health(self, actor: Actor, now: datetime) -> ContentHealth:
        """The state of the content (editors and administrators)."""
        require(actor, Action.SEE_CONTENT_ERRORS)
        knowledge = self._library.knowledge
        today = tokyo_day(now)
        overdue = (d.name for d in knowledge.destinations.values() if d.review_after < today)
        return ContentHealth(
            version=knowledge.version,
            destinations=len(knowledge.destinations),
            questions=len(self._library.course.questions),
            errors=self._errors,
            overdue=tuple(overdue),
        )

    def duties_without_contact(self) -> tuple[str, ...]:
        """The names of the duties whose desk in the ward cannot be called by day yet."""
        return tuple(duty.name for duty in duties_without_contact(self._library.knowledge))

    def to_tell(self, now: datetime) -> tuple[Staff, ...]:
        """The knowledge editors and the administrators, each once."""
        day = tokyo_day(now)
        with self._store.read() as tx:
            roles = (Role.KNOWLEDGE_EDITOR, Role.ADMINISTRATOR)
            held = {s.staff_id: s for role in roles for s in people.holders(tx, role, day)}
        return tuple(held.values())
