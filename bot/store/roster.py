"""Taking over a full roster while keeping history.

The roster says who is where as of one day. 異動 ends a membership and begins another;
nobody is deleted, because figures of past weeks still count them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.core.people import Membership, Section, Staff
from bot.store import tables
from bot.store.errors import Duplicate, translated
from bot.store.sql import among, insert_into, insert_new, serialise
from bot.store.tables import membership as memberships_table
from bot.store.tables import meta

Held = tuple[str, Membership]
_AS_OF = "roster/as-of"
_AT_ONCE = 500


def as_of(tx: Connection) -> date | None:
    """The 基準日 of the roster in use; None before the first."""
    found = tx.execute(select(meta.c.value).where(meta.c.key == _AS_OF)).scalar_one_or_none()
    return None if found is None else date.fromisoformat(found)


def replace_roster(
    tx: Connection,
    sections: Sequence[Section],
    staff: Sequence[Staff],
    memberships: Sequence[Held],
    day: date,
    moves: Mapping[str, date] | None = None,
) -> None:
    """Make the tables agree with a full roster as of ``day``; all or nothing.

    ``memberships`` are (staff_id, membership). One in force on ``day`` with the same
    person, section and role is the same one: it keeps its beginning and takes the
    roster's end. Those in force that the roster lacks end on ``day``, or on the person's
    own day of ``moves``; the others are added from their own ``valid_from``, and what an
    earlier roster announced for later is forgotten. An e-mail address or Slack id of None leaves
    what is stored; one that somebody else had moves over. Raises Duplicate when the
    roster itself repeats an id or address, BadValue for unknown ids and overlong text.
    """
    with translated():
        serialise(tx, "roster")
        _save_sections(tx, sections)
        _save_staff(tx, staff)
        _save_memberships(tx, memberships, day, moves or {})
        _upsert(tx, meta, [{"key": _AS_OF, "value": day.isoformat()}], ["key"], "value")


def _save_sections(tx: Connection, sections: Iterable[Section]) -> None:
    rows = [{"section_id": s.section_id, "name": s.name} for s in sections]
    _upsert(tx, tables.section, rows, ["section_id"], "name")


def _save_staff(tx: Connection, staff: Sequence[Staff]) -> None:
    _refuse_repeated(staff)
    changed = _changed(tx, staff)
    insert_new(tx, tables.staff, [{"staff_id": p.staff_id, "name": p.name} for p in changed])
    _release(tx, "slack_user_id", [p.slack_user_id for p in changed if p.slack_user_id])
    _release(tx, "email", [p.email for p in changed if p.email])
    table = tables.staff
    statement = (
        update(table)
        .where(table.c.staff_id == bindparam("who"))
        .values(
            name=bindparam("new_name"),
            slack_user_id=func.coalesce(bindparam("slack"), table.c.slack_user_id),
            email=func.coalesce(bindparam("mail"), table.c.email),
        )
    )
    if changed:
        tx.execute(statement, [_person(p) for p in changed])


def _refuse_repeated(staff: Sequence[Staff]) -> None:
    kinds = ("staff_id", "職員番号"), ("slack_user_id", "Slackメンバーid"), ("email", "メール")
    for name, label in kinds:
        values = [value for p in staff if (value := getattr(p, name)) is not None]
        if len(set(values)) < len(values):
            raise Duplicate(f"名簿に同じ{label}が2回出ています。")


def _changed(tx: Connection, staff: Sequence[Staff]) -> Sequence[Staff]:
    """Who is new or written differently: of a whole city's roster usually a few."""
    known = {row.staff_id: row for row in tx.execute(select(tables.staff))}
    return [p for p in staff if p.staff_id not in known or _differs(p, known[p.staff_id])]


def _differs(person: Staff, row: Row[Any]) -> bool:
    return (
        person.name != row.name
        or person.slack_user_id not in {None, row.slack_user_id}
        or person.email not in {None, row.email}
    )


def _person(person: Staff) -> Mapping[str, str | None]:
    return {
        "who": person.staff_id,
        "new_name": person.name,
        "slack": person.slack_user_id,
        "mail": person.email,
    }


def _release(tx: Connection, column: str, values: Collection[str]) -> None:
    """Take ids from whoever has them, so that two people can swap theirs."""
    held = among(tx, tables.staff.c[column], values)
    tx.execute(update(tables.staff).where(held).values({column: None}))


def _save_memberships(
    tx: Connection, given: Sequence[Held], day: date, moves: Mapping[str, date]
) -> None:
    _forget_announced(tx, given, day)
    current = {_key(*held): held[1] for held in given if held[1].holds_on(day)}
    in_force = _rows_in_force(tx, day)
    ends = {key: held.valid_until for key, held in current.items()}
    wanted = ((row, ends.get(_row_key(row), _end_of(row, day, moves))) for row in in_force)
    _end(tx, {row.id: end for row, end in wanted if end != row.valid_until})
    known = {_row_key(row) for row in in_force}
    new = [held for held in given if not (held[1].holds_on(day) and _key(*held) in known)]
    _add(tx, new, day)


def _end_of(row: Row[Any], day: date, moves: Mapping[str, date]) -> date:
    """When a membership ends that the roster lacks: never before it began."""
    began: date = row.valid_from
    return max(moves.get(row.staff_id, day), began)


def _forget_announced(tx: Connection, given: Iterable[Held], day: date) -> None:
    """Delete what was to begin after ``day`` and is not on the roster any more."""
    table = memberships_table
    kept = {(*_key(*held), held[1].valid_from) for held in given}
    later = tx.execute(select(table).where(table.c.valid_from > day))
    gone = [row.id for row in later if (*_row_key(row), row.valid_from) not in kept]
    for at in range(0, len(gone), _AT_ONCE):
        tx.execute(delete(table).where(table.c.id.in_(gone[at : at + _AT_ONCE])))


def _rows_in_force(tx: Connection, day: date) -> Sequence[Row[Any]]:
    table = memberships_table
    not_over = or_(table.c.valid_until.is_(None), table.c.valid_until > day)
    return tx.execute(select(table).where(table.c.valid_from <= day, not_over)).all()


def _end(tx: Connection, ends: Mapping[int, date | None]) -> None:
    statement = (
        update(memberships_table)
        .where(memberships_table.c.id == bindparam("row_id"))
        .values(valid_until=bindparam("ends"))
    )
    if ends:
        tx.execute(statement, [{"row_id": row_id, "ends": end} for row_id, end in ends.items()])


def _add(tx: Connection, new: Iterable[Held], day: date) -> None:
    absences = _absences(tx, day)
    rows = [_new_row(staff_id, held, absences, day) for staff_id, held in new]
    keys = ["staff_id", "section_id", "role", "valid_from"]
    _upsert(tx, memberships_table, rows, keys, "valid_until")


def _new_row(
    staff_id: str, held: Membership, absences: Collection[tuple[object, ...]], day: date
) -> Mapping[str, object]:
    """The row to write; somebody who comes back after an absence begins anew on ``day``."""
    if held.holds_on(day) and (*_key(staff_id, held), held.valid_from) in absences:
        held = replace(held, valid_from=day)
    return {
        "staff_id": staff_id,
        "section_id": held.section_id,
        "role": held.role,
        "valid_from": held.valid_from,
        "valid_until": held.valid_until,
    }


def _absences(tx: Connection, day: date) -> frozenset[tuple[object, ...]]:
    """Memberships that ended before ``day``, by key and beginning."""
    ended = select(memberships_table).where(memberships_table.c.valid_until < day)
    return frozenset((*_row_key(row), row.valid_from) for row in tx.execute(ended))


def _key(staff_id: str, held: Membership) -> tuple[str, str, str]:
    return (staff_id, held.section_id, held.role.value)


def _row_key(row: Row[Any]) -> tuple[str, str, str]:
    return (row.staff_id, row.section_id, row.role)


def _upsert(
    tx: Connection,
    table: Table,
    rows: Sequence[Mapping[str, object]],
    keys: Sequence[str],
    changing: str,
) -> None:
    statement = insert_into(tx, table)
    newer = {changing: statement.excluded[changing]}
    if rows:
        tx.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer), rows)
