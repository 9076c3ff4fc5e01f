"""Which Slack account is whose, which were closed, and whose App Home shows the numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select

from bot.core.people import Role, Staff
from bot.store.engine import Tx
from bot.store.sql import insert_into, insert_new
from bot.store.tables import closed_account, home_published, membership, staff


def by_account(tx: Tx, slack_user_id: str) -> Staff | None:
    """Whose account that is; None for nobody on the roster."""
    row = tx.execute(select(staff).where(staff.c.slack_user_id == slack_user_id)).first()
    return None if row is None else _staff(row)


def by_email(tx: Tx, email: str) -> Staff | None:
    """Whose address that is."""
    row = tx.execute(select(staff).where(staff.c.email == email.lower())).first()
    return None if row is None else _staff(row)


def close(tx: Tx, staff_id: str, at: datetime) -> bool:
    """Note that a person's account was closed; whether that is new."""
    return insert_new(tx, closed_account, [{"staff_id": staff_id, "at": at}]) == 1


def reopen(tx: Tx, staff_id: str) -> None:
    """The person's account works (again)."""
    tx.execute(delete(closed_account).where(closed_account.c.staff_id == staff_id))


def closed(tx: Tx, day: date) -> tuple[Staff, ...]:
    """The people on the roster of ``day`` whose Slack account was closed."""
    here = select(membership.c.staff_id).where(_counted(day))
    on = closed_account.c.staff_id == staff.c.staff_id
    wanted = select(staff).join(closed_account, on).where(staff.c.staff_id.in_(here))
    return tuple(_staff(row) for row in tx.execute(wanted.order_by(staff.c.staff_id)))


def closed_ids(tx: Tx) -> frozenset[str]:
    """Whose account was closed, on the roster or not."""
    return frozenset(tx.execute(select(closed_account.c.staff_id)).scalars())


def without_account(tx: Tx, day: date) -> tuple[Staff, ...]:
    """The people on the roster of ``day`` who have no Slack account yet."""
    here = select(membership.c.staff_id).where(_counted(day))
    lacking = select(staff).where(staff.c.slack_user_id.is_(None), staff.c.staff_id.in_(here))
    return tuple(_staff(row) for row in tx.execute(lacking.order_by(staff.c.staff_id)))


def to_publish(tx: Tx, version: str, day: date, limit: int) -> tuple[Staff, ...]:
    """Some of the people whose App Home does not show that version of the numbers yet."""
    shown = and_(
        home_published.c.staff_id == staff.c.staff_id,
        home_published.c.version == version,
        home_published.c.slack_user_id == staff.c.slack_user_id,
    )
    here = select(membership.c.staff_id).where(_counted(day))
    gone = select(closed_account.c.staff_id)
    wanted = (
        select(staff)
        .outerjoin(home_published, shown)
        .where(
            staff.c.slack_user_id.is_not(None),
            home_published.c.staff_id.is_(None),
            staff.c.staff_id.in_(here),
            staff.c.staff_id.not_in(gone),
        )
        .order_by(staff.c.staff_id)
        .limit(limit)
    )
    return tuple(_staff(row) for row in tx.execute(wanted))


def note_published(tx: Tx, person: Staff, version: str) -> None:
    """That person's App Home shows that version of the numbers."""
    statement = insert_into(tx, home_published).values(
        staff_id=person.staff_id, version=version, slack_user_id=person.slack_user_id
    )
    newer = {name: statement.excluded[name] for name in ("version", "slack_user_id")}
    tx.execute(statement.on_conflict_do_update(index_elements=["staff_id"], set_=newer))


def count(tx: Tx, day: date) -> tuple[int, int]:
    """How many people and how many sections are on the roster of ``day``."""
    people = func.count(func.distinct(membership.c.staff_id))
    sections = func.count(func.distinct(membership.c.section_id))
    row = tx.execute(select(people, sections).where(_counted(day))).one()
    return int(row[0]), int(row[1])


def _counted(day: date) -> ColumnElement[bool]:
    not_over = or_(membership.c.valid_until.is_(None), membership.c.valid_until > day)
    return and_(membership.c.role == Role.STAFF, membership.c.valid_from <= day, not_over)


def _staff(row: Row[Any]) -> Staff:
    return Staff(row.staff_id, row.name, row.slack_user_id, row.email)
