"""Importing the roster: all or nothing, and nobody's learning is touched."""

from __future__ import annotations

import pytest

from bot.core.permissions import NotPermitted
from bot.service.roster import OPERATOR, Roster
from bot.store import people
from tests.support.service import (
    ADMIN,
    CLERK,
    CLOSE,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    HEALTH,
    HOUR,
    NURSE,
    STRANGER,
    SUPERVISOR,
    Someone,
    Ward,
    roster_csv,
)


def _named(ward: Ward, who: Someone) -> str:
    with ward.store.read() as tx:
        found = people.staff_by_id(tx, who.staff_id)
    assert found is not None
    return found.name


def test_an_import_says_what_it_did(ward: Ward) -> None:
    quiet = Someone("T300", "槙 しずか", "税務課", slack=False)
    result = ward.employ([*EVERYBODY, quiet], DUE)
    assert (result.staff, result.sections, result.faults) == (len(EVERYBODY) + 1, 3, ())
    assert result.unmatched == ("槙 しずか",)
    assert ward.actor(CLERK).section_id == DESK


def test_administrators_may_import(ward: Ward) -> None:
    roster: Roster = ward.service.roster
    assert roster.replace(ward.actor(ADMIN), roster_csv(), DUE).staff == len(EVERYBODY)
    for who in (*EVERYBODY[:-1], STRANGER):
        with pytest.raises(NotPermitted):
            roster.replace(ward.actor(who), roster_csv([CLERK]), DUE)
    assert ward.actor(NURSE).section_id == HEALTH


def test_with_one_fault_nothing_changes(ward: Ward) -> None:
    bad = Someone(NURSE.staff_id, "別の名前", DESK, roles="部長")
    result = ward.service.roster.replace(OPERATOR, roster_csv([CLERK, bad]), DUE)
    assert (result.staff, result.sections, result.unmatched) == (0, 0, ())
    assert [f.row for f in result.faults] == [3]
    assert _named(ward, NURSE) == NURSE.name
    assert [ward.actor(who).section_id for who in EVERYBODY] == [w.section for w in EVERYBODY]


def test_the_longest_file_the_parser_lets_through_fits_the_tables(ward: Ward) -> None:
    """Otherwise the store would refuse what the file's check had called good."""
    longest = Someone("9" * 32, "名" * 100, "課" * 64, email=f"a@{'b' * 98}")
    row = (*longest.row[:4], "U" + "A" * 20, longest.row[5])
    data = roster_csv([CLERK]) + ",".join(row).encode() + b"\r\n"
    assert ward.service.roster.replace(OPERATOR, data, DUE).faults == ()


def test_a_transfer_takes_the_learning_along(ward: Ward) -> None:
    ward.post()
    ward.finish(CLERK, DUE)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    ward.employ([moved, *EVERYBODY[1:]], DUE + DAY)
    actor = ward.actor(CLERK, DUE + DAY)
    assert actor.section_id == HEALTH
    record = ward.service.training.record(actor, DUE + DAY)
    assert (record.answered, record.concepts_met) == (2, 2)
    assert ward.service.training.due(actor, DUE + DAY) is None


def test_who_comes_back_finds_their_learning(ward: Ward) -> None:
    ward.post()
    ward.answer(CLERK)
    ward.employ(EVERYBODY[1:], DUE + DAY)
    ward.employ(EVERYBODY, CLOSE)
    assert ward.service.training.record(ward.actor(CLERK, CLOSE), CLOSE).answered == 1


def test_an_account_moves_from_somebody_who_left(ward: Ward) -> None:
    """Slack ids and addresses are one person's at a time; the newest roster is right."""
    ward.post()
    ward.answer(SUPERVISOR)
    ward.employ([CLERK, *EVERYBODY[2:]], DUE + DAY)
    heir = Someone("T400", "梓 つぐ", DESK, email="shared@example.jp")
    row = ",".join([*heir.row[:4], SUPERVISOR.account, heir.email])
    data = roster_csv([CLERK, *EVERYBODY[2:]]) + row.encode() + b"\r\n"
    later = DUE + DAY + HOUR
    assert ward.service.roster.replace(OPERATOR, data, later).faults == ()
    actor = ward.actor(SUPERVISOR.account, later)
    assert actor.staff is not None
    assert (actor.staff.staff_id, actor.staff.name) == ("T400", "梓 つぐ")
    assert ward.service.training.record(actor, later).answered == 0


def test_two_people_may_swap_accounts(ward: Ward) -> None:
    rows = [[*who.row] for who in (CLERK, NURSE)]
    rows[0][4], rows[1][4] = rows[1][4], rows[0][4]
    header = roster_csv([]).decode()
    data = header + "".join(f"{','.join(row)}\r\n" for row in rows)
    assert ward.service.roster.replace(OPERATOR, data.encode(), DUE).faults == ()
    swapped = [ward.actor(who).staff for who in (CLERK, NURSE)]
    assert [s.staff_id for s in swapped if s] == [NURSE.staff_id, CLERK.staff_id]


def test_an_import_twice_a_day_is_the_last_one(ward: Ward) -> None:
    ward.employ([CLERK], DUE)
    assert ward.actor(NURSE).section_id is None
    ward.employ(EVERYBODY, DUE + HOUR)
    assert ward.actor(NURSE).section_id == HEALTH
