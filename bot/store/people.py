"""Who is who: staff, sections and dated memberships.

A membership is in force from ``valid_from`` up to, not including, ``valid_until``.
A person is counted in one section: that of the STAFF membership held longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from bot.core.people import (
    Actor,
    Exclusion,
    ExclusionReason,
    Member,
    Membership,
    Role,
    Section,
    Staff,
)
from bot.store.engine import Tx
from bot.store.errors import translated
from bot.store.prepared import Prepared
from bot.store.roster import replace_roster
from bot.store.tables import exclusion, membership, staff
from bot.store.tables import section as sections_table

__all__ = [
    "actor",
    "counted_on",
    "holders",
    "joined_since",
    "link_slack",
    "members",
    "replace_roster",
    "section",
    "sections",
    "staff_by_id",
    "supervisors",
]


def actor(tx: Tx, slack_user_id: str, day: date) -> Actor:
    """Whoever has that Slack id, with the memberships in force on ``day``; one statement.

    Somebody unknown is an actor without ``staff``.
    """
    rows = _ACTOR.all(tx, {"account": slack_user_id, "day": day})
    if not rows:
        return Actor(slack_user_id)
    held = tuple(_membership(row) for row in rows if row.section_id is not None)
    return Actor(slack_user_id, _staff(rows[0]), held)


def staff_by_id(tx: Tx, staff_id: str) -> Staff | None:
    """The person with that id, also one who has left."""
    row = tx.execute(select(staff).where(staff.c.staff_id == staff_id)).first()
    return None if row is None else _staff(row)


def members(tx: Tx, day: date, section_id: str | None = None) -> tuple[Member, ...]:
    """The people the figures count on ``day``, each once; all sections or one."""
    counted = counted_on(day, section_id).subquery()
    found = (
        select(staff, counted.c.section_id)
        .join(counted, counted.c.staff_id == staff.c.staff_id)
        .order_by(counted.c.section_id, staff.c.staff_id)
    )
    return tuple(Member(_staff(row), row.section_id) for row in tx.execute(found))


def counted_on(
    day: date, section_id: str | None = None, of: Select[tuple[str]] | None = None
) -> Select[tuple[str, str]]:
    """The ids of the people counted on ``day`` with their sections: a query for others.

    ``of``: only these people, which is quicker where they are few.
    """
    in_force = and_(membership.c.role == Role.STAFF, _in_force(day))
    rank = func.row_number().over(partition_by=membership.c.staff_id, order_by=_SENIORITY)
    ranked = select(membership.c.staff_id, membership.c.section_id, rank.label("rank"))
    ranked = ranked.where(in_force)
    if section_id is not None:
        here = select(membership.c.staff_id).where(in_force, membership.c.section_id == section_id)
        ranked = ranked.where(membership.c.staff_id.in_(here))
    if of is not None:
        ranked = ranked.where(membership.c.staff_id.in_(of))
    rows = ranked.subquery().c
    first = select(rows.staff_id, rows.section_id).where(rows.rank == 1)
    return first if section_id is None else first.where(rows.section_id == section_id)


def sections(tx: Tx) -> tuple[Section, ...]:
    """Every section there ever was, by id."""
    rows = tx.execute(select(sections_table).order_by(sections_table.c.section_id))
    return tuple(Section(row.section_id, row.name) for row in rows)


def section(tx: Tx, section_id: str) -> Section | None:
    """The section with that id."""
    wanted = select(sections_table).where(sections_table.c.section_id == section_id)
    row = tx.execute(wanted).first()
    return None if row is None else Section(row.section_id, row.name)


def holders(tx: Tx, role: Role, day: date) -> tuple[Staff, ...]:
    """The people who hold ``role`` anywhere on ``day``, each once."""
    holding = select(membership.c.staff_id).where(membership.c.role == role, _in_force(day))
    wanted = select(staff).where(staff.c.staff_id.in_(holding)).order_by(staff.c.staff_id)
    return _people(tx.execute(wanted))


def supervisors(tx: Tx, section_id: str, day: date) -> tuple[Staff, ...]:
    """The 課長（課長級） of a section on ``day``: usually one, sometimes none or several."""
    leading = and_(membership.c.role == Role.SUPERVISOR, membership.c.section_id == section_id)
    holding = select(membership.c.staff_id).where(leading, _in_force(day))
    wanted = select(staff).where(staff.c.staff_id.in_(holding)).order_by(staff.c.staff_id)
    return _people(tx.execute(wanted))


def excluded_on(tx: Tx, day: date) -> Mapping[str, Exclusion]:
    """Who is 対象外 on ``day`` (also people who have left), by staff id."""
    not_over = or_(exclusion.c.valid_until.is_(None), exclusion.c.valid_until > day)
    rows = tx.execute(select(exclusion).where(exclusion.c.valid_from <= day, not_over))
    return {
        row.staff_id: Exclusion(ExclusionReason(row.reason), row.valid_from, row.valid_until)
        for row in rows
    }


def joined_since(tx: Tx, day: date) -> Mapping[str, date]:
    """Who came to the ward on ``day`` or later, with when; nobody of its very first day."""
    first = func.min(membership.c.valid_from)
    wanted = select(membership.c.staff_id, first.label("first")).group_by(membership.c.staff_id)
    begun = select(first).scalar_subquery()
    rows = tx.execute(wanted.having(first >= day, first > begun))
    return {row.staff_id: row.first for row in rows}


def link_slack(tx: Tx, staff_id: str, slack_user_id: str) -> None:
    """Note a person's Slack account; Duplicate when it is already another person's."""
    with translated():
        tx.execute(
            update(staff).where(staff.c.staff_id == staff_id).values(slack_user_id=slack_user_id)
        )


_TERMS = (membership.c.role, membership.c.valid_from, membership.c.valid_until)
_SENIORITY = (membership.c.valid_from, membership.c.section_id, membership.c.role)


def _in_force(day: date | BindParameter[date]) -> ColumnElement[bool]:
    not_over = or_(membership.c.valid_until.is_(None), membership.c.valid_until > day)
    return and_(membership.c.valid_from <= day, not_over)


def _of_account() -> Select[Any]:
    in_force = _in_force(bindparam("day", type_=Date))
    return (
        select(staff, membership.c.section_id, *_TERMS)
        .outerjoin(membership, and_(membership.c.staff_id == staff.c.staff_id, in_force))
        .where(staff.c.slack_user_id == bindparam("account"))
        .order_by(*_SENIORITY)
    )


_ACTOR = Prepared(_of_account())  # every request begins with it


def _people(rows: Iterable[Row[Any]]) -> tuple[Staff, ...]:
    return tuple(_staff(row) for row in rows)


def _staff(row: Row[Any]) -> Staff:
    return Staff(row.staff_id, row.name, row.slack_user_id, row.email)


def _membership(row: Row[Any]) -> Membership:
    return Membership(row.section_id, Role(row.role), row.valid_from, row.valid_until)
