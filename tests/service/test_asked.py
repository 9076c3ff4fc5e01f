"""Ask→learn: topics counted by different people, without a word and without a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.core.asked import AskedHow
from bot.core.clock import TOKYO
from bot.core.permissions import NotPermitted
from bot.service.questions import Candidates
from bot.store import sheet
from bot.store.engine import Store, StoreUnavailable
from tests.support.service import (
    ADMIN,
    CLERK,
    DUE,
    EDITOR,
    HEAD,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

TAX = "税金が払えない"
DEATH = "死にたいと話している"
HIT = "子どもが殴られている"
DECEMBER = datetime(2026, 12, 2, 10, tzinfo=TOKYO)


def ask(ward: Ward, who: Someone | str, words: str, now: datetime = DUE) -> None:
    actor = ward.actor(who, now)
    answer = ward.service.referral.ask(actor, words, now)
    ward.service.asked.note(actor, answer, now)


def flush(ward: Ward, now: datetime = DUE) -> int:
    return ward.service.asked.flush(now)


def candidates(ward: Ward, now: datetime = DUE) -> Candidates:
    return ward.service.questions.candidates(ward.actor(EDITOR, now), now)


def everything_stored(ward: Ward) -> str:
    with ward.store.read() as tx:
        return "\n".join(
            repr(row)
            for table in ("asked_by", "asked_topic", "asked_key")
            for row in tx.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
        )


def test_three_different_people_make_a_candidate(ward: Ward) -> None:
    for who in (CLERK, CLERK, CLERK, NURSE):
        ask(ward, who, TAX)
    assert flush(ward) == 4
    assert candidates(ward) == Candidates((), (), (), ())
    ask(ward, HEAD, TAX)
    flush(ward)
    found = candidates(ward).asked
    assert found
    assert {one.number for one in found} == {"3〜5"}
    assert {one.month for one in found} == {"2026-11"}
    assert any(one.questions for one in found)


def test_what_could_not_be_answered_stands_apart(ward: Ward) -> None:
    for who in (CLERK, NURSE, HEAD):
        found = ward.service.referral.ask(ward.actor(who), TAX, DUE)
        ward.service.asked.note(ward.actor(who), replace(found, abstained=True), DUE)
    flush(ward)
    shown = candidates(ward).unanswered
    assert shown
    assert candidates(ward).asked == ()
    figures = ward.service.statistics.figures(ward.actor(TRAINER), DUE)
    assert figures.ward is not None
    assert set(figures.ward.unknown) == {f"{one.label}（3〜5人）" for one in shown}
    later = ward.service.statistics.figures(ward.actor(TRAINER), DUE + timedelta(days=200))
    assert later.ward is not None
    assert later.ward.unknown == (), "older than three months"


def test_nothing_says_who_asked_or_what(ward: Ward) -> None:
    for who in (CLERK, NURSE, HEAD):
        ask(ward, who, TAX)
    flush(ward)
    stored = everything_stored(ward)
    assert "sign:" in stored
    for who in (CLERK, NURSE, HEAD):
        assert who.staff_id not in stored
        assert who.account not in stored
    assert TAX not in stored


def test_death_is_not_counted_at_all(ward: Ward) -> None:
    for who in (CLERK, NURSE, HEAD):
        ask(ward, who, DEATH)
    assert flush(ward) == 0
    assert everything_stored(ward) == ""


def test_danger_is_counted_in_times_and_never_by_person(ward: Ward) -> None:
    for who in (CLERK, NURSE, HEAD):
        ask(ward, who, HIT)
    flush(ward)
    with ward.store.read() as tx:
        rows = tx.execute(text("SELECT topic, how, count FROM asked_topic")).all()
        assert tx.execute(text("SELECT count(*) FROM asked_by")).scalar() == 0
    assert ("duty:child_abuse", AskedHow.DUTY, 3) in [tuple(row) for row in rows]
    (duty,) = [one for one in candidates(ward).duties if one.label]
    assert duty.number == "3〜5"


def test_strangers_are_not_counted(ward: Ward) -> None:
    ask(ward, STRANGER, TAX)
    assert flush(ward) == 0


def test_the_month_ends_and_nobody_can_be_counted_again(ward: Ward) -> None:
    for who in (CLERK, NURSE, HEAD):
        ask(ward, who, TAX)
    flush(ward)
    before = candidates(ward).asked
    flush(ward, DECEMBER)
    with ward.store.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM asked_by")).scalar() == 0
        assert tx.execute(text("SELECT count(*) FROM asked_key")).scalar() == 0
    assert candidates(ward, DECEMBER).asked == before
    assert candidates(ward, DECEMBER + timedelta(days=100)).asked == ()


def test_a_month_is_closed_by_whichever_process_comes_first(ward: Ward, second: Ward) -> None:
    for who in (CLERK, NURSE, HEAD):
        ask(ward, who, TAX)
    flush(ward)
    flush(second, DECEMBER)
    flush(ward, DECEMBER)
    assert candidates(ward, DECEMBER).asked == candidates(second, DECEMBER).asked != ()


def test_two_processes_count_a_person_once(ward: Ward, second: Ward) -> None:
    for process in (ward, second):
        ask(process, CLERK, TAX)
        ask(process, NURSE, TAX)
        flush(process)
    assert candidates(ward).asked == ()


def test_while_the_store_is_away_it_waits(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(ward, CLERK, TAX)

    def away(self: Store) -> None:
        raise StoreUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", away)
        with pytest.raises(StoreUnavailable):
            flush(ward)
    assert flush(ward) == 1
    assert flush(ward) == 0


def test_items_left_open_on_sheets_become_candidates(ward: Ward) -> None:
    with ward.store.write() as tx:
        sheet.add_ticks(
            tx,
            "2026-11",
            {("money-arrears", "unknown"): 12, ("money-arrears", "seen"): 90},
        )
        sheet.add_ticks(tx, "2026-10", {("housing-none", "unknown"): 2})
        sheet.add_ticks(tx, "2026-09", {("housing-none", "unknown"): 2})
        sheet.add_ticks(tx, "2026-05", {("housing-rent", "unknown"): 50})
    found = candidates(ward).left_open
    assert [one.number for one in found] == ["11以上", "3〜5"]
    assert "滞納" in found[0].label
    assert found[0].questions


@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, TRAINER])
def test_only_who_keeps_the_content_sees_candidates(ward: Ward, who: Someone) -> None:
    with pytest.raises(NotPermitted):
        ward.service.questions.candidates(ward.actor(who), DUE)
    ward.service.questions.candidates(ward.actor(ADMIN), DUE)
