"""The roster: looked through first, taken over as a whole or not at all, matched to Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Membership, Role, Staff
from bot.core.permissions import Action, require, scopes
from bot.core.roster import RosterFault, RosterFile, read_csv, read_rows
from bot.core.roster_diff import RosterDiff, Standing, compare, day_words, settled
from bot.service.audit import list_viewed
from bot.service.spreadsheet import is_workbook, read_workbook
from bot.store import accounts, people
from bot.store import roster as roster_store
from bot.store.engine import Store, Tx
from bot.store.roster_now import save_exclusions, standings

# Whoever can run commands on the machine acts as an administrator.
OPERATOR = Actor(
    slack_user_id="", memberships=(Membership("", Role.ADMINISTRATOR, date(2000, 1, 1)),)
)
FAR_AHEAD, FAR_BACK = timedelta(days=92), timedelta(days=366)
LIST_OF_CHANGES = "名簿を取り込む前の確認（変わるところの一覧）"
LIST_OF_UNMATCHED = "Slackの相手が分からない人・止まった人の一覧"


class RosterChanged(Exception):
    """What would change is not what was shown: the roster or the file changed meanwhile."""


@dataclass(frozen=True, slots=True)
class RosterLook:
    """What a file would do: the changes, or every fault in it (then ``diff`` is None).

    ``file`` is what was read, to be taken over without reading it again.
    """

    diff: RosterDiff | None
    faults: tuple[RosterFault, ...]
    file: RosterFile | None = None


@dataclass(frozen=True, slots=True)
class RosterImport:
    """How an import went: people and sections now on the roster, or every fault."""

    staff: int
    sections: int
    unmatched: tuple[str, ...]
    faults: tuple[RosterFault, ...]


@dataclass(frozen=True, slots=True)
class RosterState:
    """How the roster stands: its 基準日, its size, and who has no working Slack account."""

    as_of: date | None
    staff: int
    sections: int
    unmatched: tuple[Staff, ...]
    closed: tuple[Staff, ...]


ByEmail = Callable[[RosterFile], Mapping[str, str]]
"""Slack's working accounts by address, asked for only where a file has addresses."""


def _nobody(_file: RosterFile) -> Mapping[str, str]:
    return {}


class Roster:
    """The roster of the ward; all or nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def may_change(self, actor: Actor) -> bool:
        """Whether the actor may send a roster at all (administrators)."""
        return bool(scopes(actor, Action.CHANGE_ROSTER))

    def look(self, actor: Actor, data: bytes, now: datetime, day: date | None = None) -> RosterLook:
        """What CSV or XLSX bytes would change as the roster of ``day`` (today); changes nothing.

        The audit keeps that the actor saw these names.
        """
        require(actor, Action.CHANGE_ROSTER)
        day = day or tokyo_day(now)
        file, faults = _read(data, day)
        with self._store.write() as tx:
            faults = faults or _day_faults(tx, day, now)
            if file is None or faults:
                return RosterLook(None, faults)
            known = standings(tx, day)
            diff = compare(settled(file, known, day), known, day)
            seen = {change.staff_id for change in diff.changes} & set(known)
            if seen:
                list_viewed(tx, actor, LIST_OF_CHANGES, seen, now)
        return RosterLook(diff, (), file)

    def replace(
        self,
        actor: Actor,
        data: bytes | RosterFile,
        now: datetime,
        day: date | None = None,
        *,
        expected: str | None = None,
        by_email: ByEmail = _nobody,
    ) -> RosterImport:
        """Take CSV or XLSX bytes (or what :meth:`look` read) over as the roster from ``day`` on.

        With any fault nothing changes. ``expected`` is the digest of the changes that were
        confirmed: RosterChanged when they are others by now. ``by_email`` gives the Slack
        accounts of the file's addresses; ``unmatched`` names the people without an
        account, who get no messages.
        """
        require(actor, Action.CHANGE_ROSTER)
        day = day or tokyo_day(now)
        file, faults = _read(data, day)
        found = by_email(file) if file else {}
        with self._store.write() as tx:
            faults = faults or _day_faults(tx, day, now)
            if file is None or faults:
                return RosterImport(0, 0, (), faults)
            known = standings(tx, day)
            whole = settled(file, known, day)
            if expected not in {None, compare(whole, known, day).digest}:
                raise RosterChanged
            _take_over(tx, whole, known, day)
            matched = _matched(tx, whole, known, found)
        lacking = (s for s in whole.staff if not _has_account(s, known))
        return RosterImport(
            staff=len(whole.staff),
            sections=len(whole.sections),
            unmatched=tuple(s.name for s in lacking if s.staff_id not in matched),
            faults=(),
        )

    def state(self, actor: Actor, now: datetime) -> RosterState:
        """How the roster stands (administrators); the audit keeps whose names were shown."""
        require(actor, Action.CHANGE_ROSTER)
        day = tokyo_day(now)
        with self._store.write() as tx:
            staff, sections = accounts.count(tx, day)
            state = RosterState(
                as_of=roster_store.as_of(tx),
                staff=staff,
                sections=sections,
                unmatched=accounts.without_account(tx, day),
                closed=accounts.closed(tx, day),
            )
            seen = {person.staff_id for person in (*state.unmatched, *state.closed)}
            if seen:
                list_viewed(tx, actor, LIST_OF_UNMATCHED, seen, now)
        return state


def _read(data: bytes | RosterFile, day: date) -> tuple[RosterFile | None, tuple[RosterFault, ...]]:
    if isinstance(data, RosterFile):
        return data, ()
    lines, faults = read_workbook(data) if is_workbook(data) else read_csv(data)
    return (None, faults) if faults else read_rows(lines, day)


def _day_faults(tx: Tx, day: date, now: datetime) -> tuple[RosterFault, ...]:
    """Why the roster cannot be one of ``day``: a later one is in use, or it is far away."""
    today, in_use = tokyo_day(now), roster_store.as_of(tx)
    if in_use is not None and day < in_use:
        message = (
            f"基準日（{day_words(day)}）が、いまの名簿の基準日（{day_words(in_use)}）より"
            "前です。いまの名簿の基準日か、それより後の日で取り込んでください。"
        )
        return (RosterFault(0, message),)
    if not today - FAR_BACK <= day <= today + FAR_AHEAD:
        message = f"基準日（{day_words(day)}）は、1年前から3か月先までの日にしてください。"
        return (RosterFault(0, message),)
    return ()


def _take_over(tx: Tx, file: RosterFile, known: Mapping[str, Standing], day: date) -> None:
    people.replace_roster(tx, file.sections, file.staff, file.memberships, day, dict(file.moves))
    save_exclusions(tx, file.exclusions, day)
    new = {p.staff_id: p.slack_user_id for p in file.staff if p.slack_user_id}
    for staff_id in accounts.closed_ids(tx) & set(new):
        if staff_id in known and new[staff_id] != known[staff_id].staff.slack_user_id:
            accounts.reopen(tx, staff_id)


def _matched(
    tx: Tx, file: RosterFile, known: Mapping[str, Standing], by_email: Mapping[str, str]
) -> frozenset[str]:
    """Note the accounts found by address of people who have none; an account has one owner."""
    found = set()
    for person in file.staff:
        account = by_email.get(person.email or "")
        if account and not _has_account(person, known) and not accounts.by_account(tx, account):
            people.link_slack(tx, person.staff_id, account)
            found.add(person.staff_id)
    return frozenset(found)


def _has_account(person: Staff, known: Mapping[str, Standing]) -> bool:
    """Whether the file names an account, or one was matched before."""
    before = known.get(person.staff_id)
    return bool(person.slack_user_id or (before and before.staff.slack_user_id))
