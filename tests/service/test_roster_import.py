"""The roster looked through and taken over: dates, leave, return, 1 April, and 300 people."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.core.clock import TOKYO
from bot.core.permissions import NotPermitted
from bot.core.roster_diff import ChangeKind
from bot.service.audit import Audit
from bot.service.roster import OPERATOR, RosterChanged
from bot.store import people, roster
from tests.support.rosters import PLANTED, as_csv, as_xlsx, planted
from tests.support.rosters import people as many
from tests.support.service import (
    ADMIN,
    CLERK,
    CLOSE,
    DAY,
    DESK,
    DUE,
    EVERYBODY,
    HEALTH,
    HIRED,
    NURSE,
    SUPERVISOR,
    Someone,
    Ward,
    roster_csv,
)

TODAY = date(2026, 11, 16)
APRIL = datetime(2027, 4, 1, 9, tzinfo=TOKYO)


def _with(*extra: tuple[Someone, str], without: tuple[Someone, ...] = ()) -> bytes:
    """The ward's roster with columns of dates, some rows changed."""
    changed = dict(extra)
    lines = [
        "職員番号,氏名,課,役割,Slackメンバーid,メール,適用日,対象外の理由,対象外の開始日,対象外の終了日"
    ]
    lines += [
        ",".join([*who.row, changed.get(who, ",,,")])
        for who in dict.fromkeys([*EVERYBODY, *changed])
        if who not in without
    ]
    return "\n".join(lines).encode()


def _take(ward: Ward, data: bytes, now: datetime = DUE, day: date | None = None) -> None:
    assert ward.service.roster.replace(OPERATOR, data, now, day).faults == ()


def test_looking_changes_nothing_and_is_written_down(ward: Ward) -> None:
    data = _with(without=(NURSE,))
    seen = ward.service.roster.look(ward.actor(ADMIN), data, DUE)
    assert seen.diff is not None
    assert seen.diff.of(ChangeKind.LEFT) == (f"{NURSE.name}（{HEALTH}）",)
    assert ward.actor(NURSE).section_id == HEALTH
    (look,) = ward.service.audit.looks_at_me(ward.actor(NURSE))
    assert look.viewer is not None
    assert look.viewer.staff_id == ADMIN.staff_id
    assert ward.service.audit.looks_at_me(ward.actor(CLERK)) == ()


def test_only_administrators_look(ward: Ward) -> None:
    for who in EVERYBODY[:-1]:
        with pytest.raises(NotPermitted):
            ward.service.roster.look(ward.actor(who), roster_csv(), DUE)
        with pytest.raises(NotPermitted):
            ward.service.roster.state(ward.actor(who), DUE)


def test_what_was_confirmed_is_what_happens(ward: Ward) -> None:
    service = ward.service.roster
    seen = service.look(OPERATOR, _with(without=(NURSE,)), DUE)
    assert seen.diff is not None
    ward.employ(EVERYBODY[:-2], DUE)
    with pytest.raises(RosterChanged):
        service.replace(OPERATOR, _with(without=(NURSE,)), DUE, expected=seen.diff.digest)
    assert ward.actor(NURSE).section_id == HEALTH
    again = service.look(OPERATOR, _with(without=(NURSE,)), DUE)
    assert again.diff is not None
    service.replace(OPERATOR, _with(without=(NURSE,)), DUE, expected=again.diff.digest)
    assert ward.actor(NURSE).section_id is None


def test_a_move_announced_for_later_happens_then(ward: Ward) -> None:
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    _take(ward, _with((moved, "2026-12-01,,,"), without=(CLERK,)))
    before, after = (datetime(2026, m, d, 12, tzinfo=TOKYO) for m, d in ((11, 30), (12, 1)))
    assert ward.actor(CLERK, before).section_id == DESK
    assert ward.actor(CLERK, after).section_id == HEALTH
    ward.employ(EVERYBODY, DUE + DAY)  # announced no more
    assert ward.actor(CLERK, after).section_id == DESK


def test_a_move_told_of_late_is_dated_back(ward: Ward) -> None:
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    _take(ward, _with((moved, "2026-11-02,,,"), without=(CLERK,)))
    assert ward.actor(CLERK, datetime(2026, 11, 1, 12, tzinfo=TOKYO)).section_id == DESK
    assert ward.actor(CLERK, datetime(2026, 11, 2, 12, tzinfo=TOKYO)).section_id == HEALTH


def test_a_roster_of_another_day(ward: Ward) -> None:
    """1 April is prepared in March; a roster older than the one in use is refused."""
    ahead = datetime(2027, 3, 25, 9, tzinfo=TOKYO)
    _take(ward, roster_csv(EVERYBODY[1:]), ahead, APRIL.date())
    assert ward.actor(CLERK, ahead).section_id == DESK
    assert ward.actor(CLERK, APRIL).section_id is None
    for day, said in (
        (date(2027, 3, 31), "いまの名簿の基準日（2027年4月1日）より前です。"),
        (date(2062, 4, 1), "1年前から3か月先までの日にしてください。"),
    ):
        (fault,) = ward.service.roster.replace(OPERATOR, roster_csv(), ahead, day).faults
        assert said in str(fault)
    with ward.store.read() as tx:
        assert roster.as_of(tx) == APRIL.date()


def test_on_1_april_learning_stays_and_the_supervisors_change(ward: Ward) -> None:
    ward.post()
    ward.answer(CLERK)
    heir = Someone("T300", "樺 あらた", DESK, "課長")
    gone = Someone(SUPERVISOR.staff_id, SUPERVISOR.name, HEALTH)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    ward.employ([heir, gone, moved, *EVERYBODY[2:]], APRIL)
    with ward.store.read() as tx:
        led = {s: people.supervisors(tx, s, APRIL.date()) for s in (DESK, HEALTH)}
        before = people.supervisors(tx, DESK, APRIL.date() - timedelta(days=1))
    assert [s.staff_id for s in led[DESK]] == [heir.staff_id]
    assert [s.staff_id for s in before] == [SUPERVISOR.staff_id]
    assert len(led[HEALTH]) == 1
    assert ward.service.training.record(ward.actor(CLERK, APRIL), APRIL).answered == 1


def test_who_is_away_is_excluded_until_they_are_back(ward: Ward) -> None:
    away = "2026-07-01,勤務していない期間,2026-11-16,2026-12-31"
    _take(ward, _with((CLERK, f",{away.split(',', 1)[1]}")))
    with ward.store.read() as tx:
        assert set(people.excluded_on(tx, TODAY)) == {CLERK.staff_id}
        assert people.excluded_on(tx, date(2027, 1, 1)) == {}
        assert people.excluded_on(tx, TODAY - timedelta(days=1)) == {}
    _take(ward, _with(), DUE + DAY)  # back earlier than announced
    with ward.store.read() as tx:
        assert set(people.excluded_on(tx, TODAY)) == {CLERK.staff_id}
        assert people.excluded_on(tx, TODAY + timedelta(days=1)) == {}


def test_an_exclusion_without_dates_goes_on_from_roster_to_roster(ward: Ward) -> None:
    open_ended = ",派遣・出向,,"
    _take(ward, _with((CLERK, open_ended)))
    _take(ward, _with((CLERK, open_ended)), CLOSE)
    with ward.store.read() as tx:
        (found,) = people.excluded_on(tx, CLOSE.date()).values()
    assert (found.valid_from, found.valid_until) == (TODAY, None)
    again = ward.service.roster.look(OPERATOR, _with((CLERK, open_ended)), CLOSE + DAY)
    assert again.diff is not None
    assert again.diff.changes == ()


def test_the_state_names_who_has_no_account(ward: Ward) -> None:
    quiet = Someone("T300", "槙 しずか", DESK, slack=False)
    ward.employ([*EVERYBODY, quiet], DUE)
    state = ward.service.roster.state(ward.actor(ADMIN), DUE)
    assert (state.as_of, state.staff, state.sections) == (TODAY, len(EVERYBODY) + 1, 2)
    assert [s.name for s in state.unmatched] == [quiet.name]
    assert state.closed == ()


@pytest.mark.parametrize("make", [as_csv, as_xlsx], ids=["csv", "xlsx"])
def test_three_hundred_people_with_twenty_mistakes(ward: Ward, make: type) -> None:
    """Each is told with its row and nothing is imported; then it takes five seconds at most."""
    rows = many(300)
    result = ward.service.roster.replace(OPERATOR, make(planted(rows)), DUE)
    told = [(fault.row, fault.message) for fault in result.faults]
    assert len(told) == len(PLANTED) == 20
    for (row, message), (number, _, _, said) in zip(told, PLANTED, strict=True):
        assert row == number
        assert message.startswith(said)
    assert ward.actor(CLERK).section_id == DESK
    began = time.monotonic()
    done = ward.service.roster.replace(OPERATOR, make(rows), DUE)
    assert (done.staff, done.sections, done.faults) == (300, 10, ())
    assert time.monotonic() - began <= 5
    assert ward.actor("U0000299").section_id == "第10課"
    assert Audit(ward.store).verify(OPERATOR).tampering == ()


def test_the_guide_never_needs_the_roster(ward: Ward) -> None:
    """Guide, sheet, conferences, urgent numbers: the same for a stranger as for staff."""
    ward.employ([ADMIN], HIRED + DAY)
    stranger, known = ward.actor("U0STRANGER"), ward.actor(ADMIN)
    guide, home = ward.service.referral, ward.service.home
    assert guide.conferences(stranger) == guide.conferences(known)
    assert guide.urgent(stranger, DUE) == guide.urgent(known, DUE) != ()
    assert ward.service.sheet.form(stranger) == ward.service.sheet.form(known)
    answers = [guide.ask(actor, "家賃が払えない", DUE) for actor in (stranger, known)]
    assert replace(answers[0], key="") == replace(answers[1], key="")
    urgent = [home.overview(actor, DUE).urgent for actor in (stranger, known)]
    assert urgent[0] == urgent[1] != ()
