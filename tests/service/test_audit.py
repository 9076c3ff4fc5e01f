"""The one audit as the service offers it: each their own, months closed and told once."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.core.clock import TOKYO
from bot.core.permissions import NotPermitted
from bot.core.retention import Terms
from bot.service.audit import list_viewed
from bot.service.retention import Retention
from bot.store import deliveries, occurrences
from tests.support.service import (
    ADMIN,
    CLERK,
    DUE,
    EVERYBODY,
    HIRED,
    NURSE,
    STRANGER,
    SUPERVISOR,
    Ward,
)

WHAT = "窓口サービス課の未受講者の一覧"
DECEMBER = datetime(2026, 12, 1, 0, 0, tzinfo=TOKYO)
LAST_OF_NOVEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=TOKYO)


def _look(ward: Ward, now: datetime = DUE) -> None:
    with ward.store.write() as tx:
        list_viewed(tx, ward.actor(SUPERVISOR), WHAT, [CLERK.staff_id], now)


def _told(ward: Ward) -> list[str]:
    with ward.store.read() as tx:
        keys = [p.key for p in occurrences.progress(tx, 50)]
    return [key for key in keys if key.startswith("audit_closed/")]


def test_each_sees_looks_at_themselves_only(ward: Ward) -> None:
    _look(ward)
    (look,) = ward.service.audit.looks_at_me(ward.actor(CLERK))
    assert look.viewer is not None
    assert (look.viewer.name, look.what, look.at) == (SUPERVISOR.name, WHAT, DUE)
    for who in EVERYBODY[1:]:
        assert ward.service.audit.looks_at_me(ward.actor(who)) == ()
    with pytest.raises(NotPermitted):
        ward.service.audit.looks_at_me(ward.actor(STRANGER))


def test_without_the_list_there_is_no_entry(ward: Ward) -> None:
    """The entry is of the transaction that reads the list: both or neither."""

    class Away(Exception):
        pass

    def interrupted() -> None:
        with ward.store.write() as tx:
            list_viewed(tx, ward.actor(SUPERVISOR), WHAT, [CLERK.staff_id], DUE)
            raise Away

    with pytest.raises(Away):
        interrupted()
    assert ward.service.audit.looks_at_me(ward.actor(CLERK)) == ()


def test_administrators_verify(ward: Ward) -> None:
    _look(ward)
    found = ward.service.audit.verify(ward.actor(ADMIN))
    assert (found.months, found.entries, found.tampering) == (1, 1, ())
    for who in (*EVERYBODY[:-1], STRANGER):
        with pytest.raises(NotPermitted):
            ward.service.audit.verify(ward.actor(who))


def test_a_month_is_closed_by_the_calendar_of_the_office_and_told_once(ward: Ward) -> None:
    _look(ward, LAST_OF_NOVEMBER)
    ward.service.audit.close_months(LAST_OF_NOVEMBER)
    assert _told(ward) == []
    for _ in range(2):
        ward.service.audit.close_months(DECEMBER)
    assert _told(ward) == ["audit_closed/2026-11"]
    with ward.store.read() as tx:
        assert deliveries.planned_staff(tx, "audit_closed/2026-11") == {ADMIN.staff_id}
    anchor = ward.service.audit.anchor("2026-11")
    assert anchor is not None
    assert anchor.count == 1
    assert ward.service.audit.to_post(DECEMBER) == (anchor,)
    ward.service.audit.posted(anchor)
    assert ward.service.audit.to_post(DECEMBER) == ()


def test_without_an_administrator_the_first_one_is_told(ward: Ward) -> None:
    _look(ward)
    ward.employ(EVERYBODY[:-1], DUE)
    ward.service.audit.close_months(DECEMBER)
    assert _told(ward) == []
    ward.employ(EVERYBODY, DECEMBER)
    ward.service.audit.close_months(DECEMBER)
    assert _told(ward) == ["audit_closed/2026-11"]


def test_what_aged_out_keeps_its_head(ward: Ward) -> None:
    _look(ward, HIRED)
    _look(ward, DUE)
    retention = Retention(ward.store, Terms(answer_years=1))
    aged = retention.age_out(datetime(2028, 4, 1, 3, tzinfo=TOKYO))
    assert aged.months_of_audit == 1, "the newest month stays open until another begins"
    found = ward.service.audit.verify(ward.actor(ADMIN))
    assert (found.dropped, found.tampering) == (1, ())


def test_who_is_erased_is_unknown_to_the_audit(ward: Ward) -> None:
    _look(ward)
    with ward.store.write() as tx:
        list_viewed(tx, ward.actor(ADMIN), WHAT, [NURSE.staff_id, CLERK.staff_id], DUE)
    Retention(ward.store, Terms()).erase(ward.actor(ADMIN), NURSE.staff_id)
    assert ward.service.audit.verify(ward.actor(ADMIN)).tampering == ()
    assert len(ward.service.audit.looks_at_me(ward.actor(CLERK))) == 2
