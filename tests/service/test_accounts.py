"""Slack's accounts and the roster: matched by address, noticed when they close."""

from __future__ import annotations

import pytest

from bot.core.permissions import NotPermitted
from bot.service.roster import OPERATOR
from bot.store import occurrences
from tests.support.service import (
    ADMIN,
    CLERK,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    MINUTE,
    NURSE,
    STRANGER,
    Someone,
    Ward,
)

NEW = Someone("T300", "槙 しずか", DESK, slack=False, email="maki@example.jp")
SILENT = Someone("T301", "柚 こずえ", DESK, slack=False)


@pytest.fixture
def ward(ward: Ward) -> Ward:
    ward.employ([*EVERYBODY, NEW, SILENT], DUE)
    return ward


def _notices(ward: Ward) -> int:
    with ward.store.read() as tx:
        return sum(p.key.startswith("account_closed/") for p in occurrences.progress(tx, 50))


def test_a_newcomer_is_matched_by_address(ward: Ward) -> None:
    accounts = ward.service.accounts
    assert accounts.seen("U0NEW", "Maki@Example.jp")
    staff = ward.actor("U0NEW").staff
    assert staff is not None
    assert staff.staff_id == NEW.staff_id
    assert not accounts.seen("U0NEW", "maki@example.jp"), "once"


def test_nobody_else_is_matched(ward: Ward) -> None:
    accounts = ward.service.accounts
    assert not accounts.seen(STRANGER, "nobody@example.jp")
    assert not accounts.seen(STRANGER, None)
    accounts.seen("U0NEW", NEW.email)
    assert not accounts.seen(STRANGER, NEW.email), "whoever has an account keeps it"
    assert ward.actor(STRANGER).staff is None


def test_a_closed_account_is_told_once_and_shown_until_it_works_again(ward: Ward) -> None:
    accounts = ward.service.accounts
    assert accounts.closed(CLERK.account, DUE)
    assert not accounts.closed(CLERK.account, DUE + MINUTE)
    assert not accounts.closed(STRANGER, DUE)
    assert _notices(ward) == 1
    state = ward.service.roster.state(ward.actor(ADMIN), DUE)
    assert [s.staff_id for s in state.closed] == [CLERK.staff_id]
    accounts.seen(CLERK.account, None)
    assert ward.service.roster.state(ward.actor(ADMIN), DUE).closed == ()
    assert accounts.closed(CLERK.account, DUE + DAY)
    assert _notices(ward) == 2


def test_who_has_left_the_roster_is_nobodys_trouble(ward: Ward) -> None:
    ward.employ([who for who in EVERYBODY if who is not NURSE], DUE + DAY)
    assert not ward.service.accounts.closed(NURSE.account, DUE + DAY)
    assert _notices(ward) == 0


def test_a_new_account_of_the_roster_ends_the_old_ones_trouble(ward: Ward) -> None:
    ward.service.accounts.closed(CLERK.account, DUE)
    rows = [[*who.row] for who in EVERYBODY]
    rows[0][4] = "U0CLERK2"
    data = "職員番号,氏名,課,役割,Slackメンバーid,メール\n" + "\n".join(map(",".join, rows))
    assert ward.service.roster.replace(OPERATOR, data.encode(), DUE).faults == ()
    assert ward.service.roster.state(ward.actor(ADMIN), DUE).closed == ()


def test_who_is_to_be_matched(ward: Ward) -> None:
    waiting = ward.service.accounts.to_match(OPERATOR, DUE)
    assert [p.staff_id for p in waiting.by_email] == [NEW.staff_id]
    assert [p.staff_id for p in waiting.without_email] == [SILENT.staff_id]
    (person,) = waiting.by_email
    assert not ward.service.accounts.match(OPERATOR, person, CLERK.account), "another's"
    assert ward.service.accounts.match(OPERATOR, person, "U0NEW")
    assert ward.service.accounts.to_match(OPERATOR, DUE).by_email == ()
    for who in EVERYBODY[:-1]:
        with pytest.raises(NotPermitted):
            ward.service.accounts.to_match(ward.actor(who), DUE)
        with pytest.raises(NotPermitted):
            ward.service.accounts.match(ward.actor(who), person, "U0OTHER")
