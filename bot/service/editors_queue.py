"""What waits for the people who keep the knowledge: examples sent in, 「ちがう」, overdue entries.

An example is a sentence of staff about no particular resident: it is looked through for
personal data twice and shown before it is sent. Who sent it is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.content.library import Library
from bot.core.delivery import OFFICE_HOURS, DeliveryKind, Occurrence, PlannedDelivery
from bot.core.office_calendar import at_tokyo, next_business_day, tokyo_day
from bot.core.people import Actor, Role
from bot.core.permissions import Action, require
from bot.core.personal_data import PersonalDataKind
from bot.service.feedback import Feedback, ShownCorrection
from bot.service.inbox import RETAKE_AFTER, TAPS
from bot.service.question_standing import Standing
from bot.service.referral import Referral, UnknownEntry
from bot.store import deliveries, inbox, occurrences, people, suggestions
from bot.store.engine import Store
from bot.store.suggestions import Suggestion

DIGEST = "editors_digest"
DIGEST_HOUR = 10
WORTH_SENDING = timedelta(days=8)
SHORTEST, LONGEST = 5, 200
MOST_SHOWN = 20


class NotAnExample(Exception):
    """What was written cannot be an example: ``kinds`` of personal data in it, or its length."""

    def __init__(self, kinds: tuple[PersonalDataKind, ...] = ()) -> None:
        super().__init__("、".join(kind.value for kind in kinds))
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class OverdueEntry:
    """An entry whose review day (``since``) has passed, and the posts that answer for it."""

    name: str
    since: date
    owner: str
    deputy: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything that waits; ``examples_in_all`` counts also those not shown."""

    examples: tuple[Suggestion, ...]
    examples_in_all: int
    corrections: tuple[ShownCorrection, ...]
    overdue: tuple[OverdueEntry, ...]


class EditorsQueue:
    """Takes examples from everybody and shows what waits to those who keep the content."""

    def __init__(
        self,
        store: Store,
        library: Library,
        referral: Referral,
        feedback: Feedback,
        standing: Standing | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._referral = referral
        self._feedback = feedback
        self._standing = standing or Standing(store, library)

    def checked(self, actor: Actor, text: str) -> str:
        """The example as it would be kept; NotAnExample when it may not be. Open to everybody."""
        example = " ".join(text.split())
        if not SHORTEST <= len(example) <= LONGEST:
            raise NotAnExample
        if kinds := self._referral.personal_data(actor, example):
            raise NotAnExample(kinds)
        return example

    def send(self, actor: Actor, key: str, text: str, now: datetime) -> None:
        """Keep an example, once for each ``key`` (NotAnExample). Open to everybody."""
        example = self.checked(actor, text)
        tap = f"{TAPS}example/{key}"
        with self._store.write() as tx:
            if inbox.begin(tx, tap, now, RETAKE_AFTER):
                suggestions.add(tx, example, f"{tokyo_day(now):%Y-%m}")
                inbox.finish(tx, tap, now)

    def queue(self, actor: Actor, now: datetime) -> Queue:
        """What waits (NotPermitted for all but the content's keepers)."""
        require(actor, Action.SEE_CONTENT_ERRORS)
        with self._store.read() as tx:
            examples, in_all = suggestions.newest(tx, MOST_SHOWN), suggestions.count(tx)
        corrections = self._feedback.corrections(actor)
        return Queue(examples, in_all, corrections, self._overdue(now))

    def settle(self, actor: Actor, suggestion_id: int) -> None:
        """An editor is done with an example: it is forgotten (UnknownEntry if it was)."""
        require(actor, Action.EDIT_KNOWLEDGE)
        with self._store.write() as tx:
            if not suggestions.remove(tx, suggestion_id):
                raise UnknownEntry

    def ensure_due(self, now: datetime) -> int:
        """Plan the editors' monthly digest if something waits; how many were added."""
        post = digest_post(tokyo_day(now))
        if not post.due_at <= now < post.expires_at:
            return 0
        with self._store.read() as tx:
            if occurrences.exists(tx, post.key):
                return 0
            waiting = suggestions.count(tx)
            told = people.holders(tx, Role.KNOWLEDGE_EDITOR, tokyo_day(now))
        if not waiting and not self._overdue(now) and not any(self._of_questions(now).values()):
            return 0
        planned = [PlannedDelivery(s.staff_id, {"notice": DIGEST}) for s in told]
        with self._store.write() as tx:
            return deliveries.plan(tx, post, planned)

    def digest(self, now: datetime) -> Mapping[str, int]:
        """The counts the digest tells: examples that wait and overdue entries.

        And of questions those that rest, and entries they rest on whose day has its turn.
        """
        with self._store.read() as tx:
            waiting = suggestions.count(tx)
        counts = {"examples": waiting, "overdue": len(self._overdue(now))}
        return {**counts, **self._of_questions(now)}

    def _of_questions(self, now: datetime) -> Mapping[str, int]:
        day = tokyo_day(now)
        resting, turn = self._standing.resting(day), self._standing.in_turn(day)
        return {"resting": len(resting), "in_turn": len(turn)}

    def _overdue(self, now: datetime) -> tuple[OverdueEntry, ...]:
        entries = self._library.knowledge.destinations.values()
        passed = (d for d in entries if d.review_after < tokyo_day(now))
        ordered = sorted(passed, key=lambda d: (d.review_after, d.id))
        return tuple(OverdueEntry(d.name, d.review_after, d.owner, d.deputy) for d in ordered)


def digest_post(day: date) -> Occurrence:
    """The digest of the month in which ``day`` lies: its first 開庁日 at 10:00."""
    due_at = at_tokyo(next_business_day(day.replace(day=1)), DIGEST_HOUR)
    return Occurrence(
        key=f"editors-digest/{day.year:04d}-{day.month:02d}",
        kind=DeliveryKind.NOTICE,
        due_at=due_at,
        expires_at=due_at + WORTH_SENDING,
        hours=OFFICE_HOURS,
    )
