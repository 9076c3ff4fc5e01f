"""The audit's rows: appended one at a time by all processes, never changed.

The row of ``meta`` that holds the chain's key is also its lock: whoever appends holds it
until their transaction ends, so that several processes make one chain. A segment is the
month of the moment, or the newest there is where a clock is behind.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.core.audit import KEY_BYTES, OPERATOR, START, Anchor, Entry, Segment, mark, pseudonym
from bot.core.people import Role, Staff
from bot.store.engine import Tx
from bot.store.errors import translated
from bot.store.sql import among, insert_into, insert_new
from bot.store.tables import audit_entry, audit_key, audit_segment, audit_subject, membership, meta
from bot.store.tables import staff as staff_table

_CHAIN = "audit/key"
_POSTED = "audit/posted/"


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a list; ``viewer`` is None for the operator and the erased."""

    at: datetime
    viewer: Staff | None
    by_operator: bool
    what: str


def append(
    tx: Tx, viewer: str | None, what: str, staff_ids: Collection[str], month: str, now: datetime
) -> Entry:
    """Write down that ``viewer`` (None: the operator) saw a list with these people on it.

    ``month`` is that of ``now`` in the office. All of them must be on the roster.
    """
    with translated():
        chain = _locked(tx)
        segment = _open_segment(tx, month)
        keys = _keys_of(tx, {*staff_ids, *([viewer] if viewer else [])})
        names = {person: pseudonym(key, segment.month) for person, key in keys.items()}
        entry = Entry(
            month=segment.month,
            number=segment.count + 1,
            at=now,
            who=OPERATOR if viewer is None else names[viewer],
            what=what,
            subjects=frozenset(names[person] for person in staff_ids),
        )
        marked = replace(entry, mark=mark(chain, segment.head, entry))
        _write(tx, marked)
    return marked


def close_before(tx: Tx, month: str) -> None:
    """Close the months before ``month``: nothing is added to them any more."""
    with translated():
        _locked(tx)
        latest = _latest(tx)
        if latest is not None and latest.month < month and not latest.closed:
            _begin(tx, month, latest)


def closed(tx: Tx) -> tuple[Anchor, ...]:
    """Count and head of each closed month, to be sent to the administrators."""
    table = audit_segment
    full = (table.c.closed.is_(True), table.c.entries > 0)
    wanted = select(table).where(*full).order_by(table.c.month)
    return tuple(Anchor(row.month, row.entries, row.head) for row in tx.execute(wanted))


def posted(tx: Tx, where: str) -> str:
    """The newest month that was posted ``where``; nothing sorts before every month."""
    wanted = select(meta.c.value).where(meta.c.key == _POSTED + where)
    return tx.execute(wanted).scalar_one_or_none() or ""


def note_posted(tx: Tx, where: str, month: str) -> None:
    """The months up to ``month`` were posted ``where``."""
    statement = insert_into(tx, meta).values(key=_POSTED + where, value=month)
    newer = {"value": statement.excluded.value}
    tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_=newer))


def segments(tx: Tx) -> tuple[Segment, ...]:
    """Every month there ever was, in order."""
    rows = tx.execute(select(audit_segment).order_by(audit_segment.c.month))
    return tuple(map(_segment, rows))


def entries(tx: Tx) -> Mapping[str, Sequence[Entry]]:
    """Every entry there is, by month, each month in its order."""
    subjects: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in tx.execute(select(audit_subject)):
        subjects[row.month, row.number].add(row.pseudonym)
    found: dict[str, list[Entry]] = defaultdict(list)
    wanted = select(audit_entry).order_by(audit_entry.c.month, audit_entry.c.number)
    for row in tx.execute(wanted):
        found[row.month].append(_entry(row, subjects.pop((row.month, row.number), set())))
    for month, _ in subjects:  # people of an entry that is gone: verify() must meet the month
        found.setdefault(month, [])
    return found


def key(tx: Tx) -> str | None:
    """The chain's key (hex); None when nothing was ever written down."""
    return tx.execute(select(meta.c.value).where(meta.c.key == _CHAIN)).scalar_one_or_none()


def looks_at(tx: Tx, staff_id: str, limit: int) -> tuple[Look, ...]:
    """The newest looks at lists with that person on them, newest first."""
    own = _keys(tx, [staff_id]).get(staff_id)
    if own is None:
        return ()
    months = tx.execute(select(audit_segment.c.month)).scalars()
    mine = [pseudonym(own, month) for month in months]
    entry, subject = audit_entry, audit_subject
    on = (subject.c.month == entry.c.month) & (subject.c.number == entry.c.number)
    rows = tx.execute(
        select(entry)
        .join(subject, on)
        .where(among(tx, subject.c.pseudonym, mine))
        .order_by(entry.c.month.desc(), entry.c.number.desc())
        .limit(limit)
    ).all()
    viewers = _viewers(tx, {row.month for row in rows})
    return tuple(
        Look(row.at, viewers.get((row.month, row.who)), row.who == OPERATOR, row.what)
        for row in rows
    )


def drop_before(tx: Tx, month: str) -> int:
    """Delete the entries of closed months before ``month``, keeping the heads; how many months."""
    table = audit_segment
    old = (table.c.month < month, table.c.closed.is_(True), table.c.dropped.is_(False))
    months = tuple(tx.execute(select(table.c.month).where(*old)).scalars())
    for gone in (audit_subject, audit_entry):
        tx.execute(delete(gone).where(gone.c.month.in_(months)))
    tx.execute(update(table).where(table.c.month.in_(months)).values(dropped=True))
    return len(months)


def _locked(tx: Tx) -> str:
    """The chain's key, its row ours until the transaction ends."""
    wanted = select(meta.c.value).where(meta.c.key == _CHAIN).with_for_update()
    found: str | None = tx.execute(wanted).scalar_one_or_none()
    if found is None:
        insert_new(tx, meta, [{"key": _CHAIN, "value": _new_key()}])
        found = str(tx.execute(wanted).scalar_one())
    return found


def _open_segment(tx: Tx, month: str) -> Segment:
    latest = _latest(tx)
    if latest is None or latest.month < month:
        return _begin(tx, month, latest)
    return latest


def _begin(tx: Tx, month: str, latest: Segment | None) -> Segment:
    """Close the newest month and begin the next with its head."""
    head = START if latest is None else latest.head
    tx.execute(update(audit_segment).where(audit_segment.c.closed.is_(False)).values(closed=True))
    row = {"month": month, "start": head, "entries": 0, "head": head}
    tx.execute(insert(audit_segment), {**row, "closed": False, "dropped": False})
    return Segment(month, head, 0, head)


def _latest(tx: Tx) -> Segment | None:
    row = tx.execute(select(audit_segment).order_by(audit_segment.c.month.desc()).limit(1)).first()
    return None if row is None else _segment(row)


def _write(tx: Tx, entry: Entry) -> None:
    place = {"month": entry.month, "number": entry.number}
    row = {"at": entry.at, "who": entry.who, "what": entry.what, "mark": entry.mark}
    tx.execute(insert(audit_entry), {**place, **row})
    if entry.subjects:
        tx.execute(
            insert(audit_subject), [{**place, "pseudonym": one} for one in sorted(entry.subjects)]
        )
    segment = audit_segment
    tx.execute(
        update(segment)
        .where(segment.c.month == entry.month)
        .values(entries=entry.number, head=entry.mark)
    )


def _keys_of(tx: Tx, staff_ids: Collection[str]) -> Mapping[str, str]:
    """Each person's key, made where there is none yet."""
    known = _keys(tx, staff_ids)
    missing = sorted(set(staff_ids) - set(known))
    rows = [{"staff_id": person, "key": _new_key()} for person in missing]
    insert_new(tx, audit_key, rows)
    return {**known, **{row["staff_id"]: row["key"] for row in rows}}


def _keys(tx: Tx, staff_ids: Collection[str]) -> Mapping[str, str]:
    table = audit_key
    rows = tx.execute(select(table).where(among(tx, table.c.staff_id, staff_ids)))
    return {row.staff_id: row.key for row in rows}


def _viewers(tx: Tx, months: Iterable[str]) -> Mapping[tuple[str, str], Staff]:
    """Who stands under which pseudonym, among the people who ever had a role."""
    roles = select(membership.c.staff_id).where(membership.c.role != Role.STAFF)
    rows = tx.execute(
        select(staff_table, audit_key.c.key)
        .join(audit_key, audit_key.c.staff_id == staff_table.c.staff_id)
        .where(staff_table.c.staff_id.in_(roles))
    ).all()
    return dict(_named(rows, months))


def _named(
    rows: Sequence[Row[Any]], months: Iterable[str]
) -> Iterator[tuple[tuple[str, str], Staff]]:
    for month in months:
        for row in rows:
            person = Staff(row.staff_id, row.name, row.slack_user_id, row.email)
            yield (month, pseudonym(row.key, month)), person


def _segment(row: Row[Any]) -> Segment:
    return Segment(row.month, row.start, row.entries, row.head, row.closed, row.dropped)


def _entry(row: Row[Any], subjects: Iterable[str]) -> Entry:
    return Entry(row.month, row.number, row.at, row.who, row.what, frozenset(subjects), row.mark)


def _new_key() -> str:
    return secrets.token_bytes(KEY_BYTES).hex()
