"""Slack accounts and the people on the roster: matched by e-mail, noticed when they close.

What Slack tells has no actor; what an administrator asks for has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Staff
from bot.core.permissions import Action, require
from bot.service.notices import Notice, Notices
from bot.store import accounts, people
from bot.store.engine import Store
from bot.store.errors import Duplicate


@dataclass(frozen=True, slots=True)
class ToMatch:
    """People without a Slack account: those whose address can be looked up, and the others."""

    by_email: tuple[Staff, ...]
    without_email: tuple[Staff, ...]


class Accounts:
    """Keeps the roster and Slack's accounts together."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._notices = Notices(store)

    def seen(self, slack_user_id: str, email: str | None) -> bool:
        """Slack has such a working account; whether it could be matched to somebody anew.

        Somebody who has an account keeps it: the roster's member id decides.
        """
        with self._store.write() as tx:
            owner = accounts.by_account(tx, slack_user_id)
            if owner is not None:
                accounts.reopen(tx, owner.staff_id)
                return False
            person = accounts.by_email(tx, email) if email else None
            if person is None or person.slack_user_id is not None:
                return False
            people.link_slack(tx, person.staff_id, slack_user_id)
            return True

    def closed(self, slack_user_id: str, now: datetime) -> bool:
        """Slack closed an account; whether that is news of somebody on the roster.

        The administrators are told once, and once for all that close within an hour.
        """
        with self._store.write() as tx:
            owner = accounts.by_account(tx, slack_user_id)
            if owner is None or not accounts.close(tx, owner.staff_id, now):
                return False
            here = any(p.staff_id == owner.staff_id for p in accounts.closed(tx, tokyo_day(now)))
        if here:
            self._notices.tell(Notice.ACCOUNT_CLOSED, f"{now:%Y%m%dT%H}", now)
        return here

    def to_match(self, actor: Actor, now: datetime) -> ToMatch:
        """The people who have no account yet (administrators)."""
        require(actor, Action.CHANGE_ROSTER)
        with self._store.read() as tx:
            lacking = accounts.without_account(tx, tokyo_day(now))
        return ToMatch(
            tuple(person for person in lacking if person.email),
            tuple(person for person in lacking if not person.email),
        )

    def match(self, actor: Actor, person: Staff, slack_user_id: str) -> bool:
        """Note whose account that is; False when it is another person's (administrators)."""
        require(actor, Action.CHANGE_ROSTER)
        try:
            with self._store.write() as tx:
                people.link_slack(tx, person.staff_id, slack_user_id)
        except Duplicate:
            return False
        return True
