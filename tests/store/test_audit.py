"""The audit's chain: one for all, found out when touched, silent about whoever was erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.core.audit import Anchor, verify
from bot.core.people import Membership, Role
from bot.store import audit, people, retention
from bot.store.engine import Store, Tx
from bot.store.tables import audit_key
from tests.store.samples import DAY, NOW, SECTIONS, employed, person

LIST = "福祉課の未受講者の一覧"
OCTOBER, NOVEMBER, DECEMBER = "2026-10", "2026-11", "2026-12"
BOSS = person(1).staff_id


def hired(store: Store, number: int = 4) -> tuple[str, ...]:
    """That many people, the first of them the supervisor."""
    staff = [person(n) for n in range(1, number + 1)]
    held = [(p.staff_id, employed()) for p in staff]
    boss = (BOSS, Membership("welfare", Role.SUPERVISOR, DAY))
    with store.write() as tx:
        people.replace_roster(tx, SECTIONS, staff, [*held, boss], DAY)
    return tuple(p.staff_id for p in staff)


def look(store: Store, staff_ids: tuple[str, ...], month: str = NOVEMBER, minutes: int = 0) -> None:
    """The supervisor looks at a list."""
    with store.write() as tx:
        audit.append(tx, BOSS, LIST, staff_ids, month, NOW + timedelta(minutes=minutes))


def faults(tx: Tx, *anchors: Anchor) -> list[str]:
    """What verification finds."""
    found = verify(audit.key(tx) or "", audit.segments(tx), audit.entries(tx), anchors)
    return [str(fault.sentence) for fault in found]


def test_each_sees_who_looked_at_a_list_with_them_on_it(store: Store) -> None:
    first, second, third, fourth = hired(store)
    look(store, (second, third))
    look(store, (third,), minutes=5)
    with store.write() as tx:
        audit.append(tx, None, "名簿", (third,), NOVEMBER, NOW + timedelta(minutes=9))
    with store.read() as tx:
        (only,) = audit.looks_at(tx, second, 30)
        assert only.viewer is not None
        assert (only.viewer.staff_id, only.what, only.at) == (first, LIST, NOW)
        moments: list[datetime] = [one.at for one in audit.looks_at(tx, third, 30)]
        assert moments == [NOW + timedelta(minutes=m) for m in (9, 5, 0)]
        assert audit.looks_at(tx, third, 30)[0].by_operator
        assert len(audit.looks_at(tx, third, 2)) == 2
        assert audit.looks_at(tx, fourth, 30) == ()
        assert audit.looks_at(tx, "nobody", 30) == ()
        assert faults(tx) == []


def test_no_name_and_no_number_of_staff_stands_in_an_entry(store: Store) -> None:
    ids = hired(store)
    look(store, ids)
    with store.read() as tx:
        (entry,) = audit.entries(tx)[NOVEMBER]
    assert not {entry.who, *entry.subjects} & set(ids)
    assert len(entry.subjects) == len(ids)


def test_whoever_is_erased_stands_in_the_chain_unknown_to_all(store: Store) -> None:
    boss, second, third, _ = hired(store)
    look(store, (second, third))
    with store.write() as tx:
        retention.erase_person(tx, second)
        retention.erase_person(tx, boss)
    with store.read() as tx:
        assert faults(tx) == []
        kept = select(func.count()).select_from(audit_key)
        assert tx.execute(kept).scalar_one() == 1
        (one,) = audit.looks_at(tx, third, 30)
        assert (one.viewer, one.by_operator) == (None, False)
        assert audit.looks_at(tx, second, 30) == ()


def test_months_close_and_the_next_begins_with_the_last_mark(store: Store) -> None:
    _, second, _, _ = hired(store)
    look(store, (second,), OCTOBER)
    look(store, (second,), NOVEMBER, 1)
    look(store, (second,), OCTOBER, 2)  # a clock behind: a closed month stays closed
    with store.read() as tx:
        october, november = audit.segments(tx)
        assert (october.count, october.closed, november.count) == (1, True, 2)
        assert november.start == october.head
        assert audit.closed(tx) == (Anchor(OCTOBER, 1, october.head),)
        assert len(audit.looks_at(tx, second, 30)) == 3
        assert faults(tx) == []


def test_a_month_closes_without_anybody_looking(store: Store) -> None:
    with store.write() as tx:
        audit.close_before(tx, DECEMBER)
        assert audit.segments(tx) == ()
    look(store, hired(store)[1:2], NOVEMBER)
    with store.write() as tx:
        audit.close_before(tx, NOVEMBER)
        assert audit.closed(tx) == ()
        audit.close_before(tx, DECEMBER)
        assert [anchor.month for anchor in audit.closed(tx)] == [NOVEMBER]
        audit.close_before(tx, DECEMBER)
        assert len(audit.segments(tx)) == 2


def test_old_months_go_and_their_heads_stay(store: Store) -> None:
    ids = hired(store)
    for minutes, month in enumerate((OCTOBER, NOVEMBER, DECEMBER)):
        look(store, ids, month, minutes)
    with store.write() as tx:
        assert audit.drop_before(tx, NOVEMBER) == 1
        assert audit.drop_before(tx, NOVEMBER) == 0
        assert list(audit.entries(tx)) == [NOVEMBER, DECEMBER]
        assert [s.dropped for s in audit.segments(tx)] == [True, False, False]
        assert faults(tx) == []
        assert audit.drop_before(tx, "2027-01") == 1, "the open month stays"
