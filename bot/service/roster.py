"""Importing the roster: who works where, in which role, from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Membership, Role
from bot.core.permissions import Action, require
from bot.core.roster import RosterFault, parse_roster
from bot.store import people
from bot.store.engine import Store

# Whoever can run commands on the machine acts as an administrator.
OPERATOR = Actor(
    slack_user_id="", memberships=(Membership("", Role.ADMINISTRATOR, date(2000, 1, 1)),)
)


@dataclass(frozen=True, slots=True)
class RosterImport:
    """How an import went: people and sections now on the roster, or every fault."""

    staff: int
    sections: int
    unmatched: tuple[str, ...]
    faults: tuple[RosterFault, ...]


class Roster:
    """The roster of the ward; all or nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(self, actor: Actor, data: bytes, now: datetime) -> RosterImport:
        """Import a CSV as the whole roster from today on; with any fault change nothing.

        ``unmatched`` names the people without a Slack account, who get no messages.
        """
        require(actor, Action.CHANGE_ROSTER)
        day = tokyo_day(now)
        roster, faults = parse_roster(data, day)
        if roster is None:
            return RosterImport(0, 0, (), faults)
        with self._store.write() as tx:
            people.replace_roster(tx, roster.sections, roster.staff, roster.memberships, day)
        return RosterImport(
            staff=len(roster.staff),
            sections=len(roster.sections),
            unmatched=tuple(s.name for s in roster.staff if s.slack_user_id is None),
            faults=(),
        )
