"""The roster as it stands on a day, for comparing; and the 対象外 that a new one brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, or_, select, tuple_, update

from bot.core.people import Exclusion, ExclusionReason, Membership, Role, Staff
from bot.core.roster_diff import Standing
from bot.store.engine import Tx
from bot.store.errors import translated
from bot.store.sql import insert_into
from bot.store.tables import exclusion, membership
from bot.store.tables import staff as staff_table

_AT_ONCE = 400


def standings(tx: Tx, day: date) -> Mapping[str, Standing]:
    """Everybody there ever was, with what is in force on ``day`` and 対象外 now or later."""
    held: dict[str, list[Membership]] = defaultdict(list)
    not_over = or_(membership.c.valid_until.is_(None), membership.c.valid_until > day)
    order = (membership.c.valid_from, membership.c.section_id, membership.c.role)
    rows = select(membership).where(membership.c.valid_from <= day, not_over).order_by(*order)
    for row in tx.execute(rows):
        held[row.staff_id].append(
            Membership(row.section_id, Role(row.role), row.valid_from, row.valid_until)
        )
    excluded = _exclusions(tx, day)
    return {
        row.staff_id: Standing(
            Staff(row.staff_id, row.name, row.slack_user_id, row.email),
            tuple(held[row.staff_id]),
            tuple(excluded[row.staff_id]),
        )
        for row in tx.execute(select(staff_table).order_by(staff_table.c.staff_id))
    }


def save_exclusions(tx: Tx, given: Sequence[tuple[str, Exclusion]], day: date) -> None:
    """Make 対象外 agree with a full roster as of ``day``; what is over stays as it was.

    What is in force and not on the roster any more ends on ``day``, what was announced for
    later is forgotten.
    """
    with translated():
        kept = {(staff_id, e.valid_from) for staff_id, e in given}
        known = [(i, e.valid_from) for i, es in _exclusions(tx, day).items() for e in es]
        lacking = [key for key in known if key not in kept]
        begun = [key for key in lacking if key[1] < day]
        for some in _pieces(begun):
            here = tuple_(exclusion.c.staff_id, exclusion.c.valid_from).in_(some)
            tx.execute(update(exclusion).where(here).values(valid_until=day))
        for some in _pieces([key for key in lacking if key[1] >= day]):
            here = tuple_(exclusion.c.staff_id, exclusion.c.valid_from).in_(some)
            tx.execute(delete(exclusion).where(here))
        _write(tx, given)


def _write(tx: Tx, given: Sequence[tuple[str, Exclusion]]) -> None:
    rows = [
        {
            "staff_id": staff_id,
            "valid_from": e.valid_from,
            "valid_until": e.valid_until,
            "reason": e.reason,
        }
        for staff_id, e in given
    ]
    statement = insert_into(tx, exclusion)
    newer = {name: statement.excluded[name] for name in ("valid_until", "reason")}
    if rows:
        keys = ["staff_id", "valid_from"]
        tx.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer), rows)


def _exclusions(tx: Tx, day: date) -> Mapping[str, list[Exclusion]]:
    found: dict[str, list[Exclusion]] = defaultdict(list)
    not_over = or_(exclusion.c.valid_until.is_(None), exclusion.c.valid_until > day)
    for row in tx.execute(select(exclusion).where(not_over).order_by(exclusion.c.valid_from)):
        reason = ExclusionReason(row.reason)
        found[row.staff_id].append(Exclusion(reason, row.valid_from, row.valid_until))
    return found


def _pieces(keys: Sequence[tuple[str, date]]) -> Sequence[Sequence[tuple[str, date]]]:
    return [keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)]
