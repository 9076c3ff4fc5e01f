"""Each event has one effect, whoever receives it and however often it comes."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from bot.service.inbox import KEEP, RETAKE_AFTER
from tests.support.service import DUE, HOUR, Ward

TICK = timedelta(microseconds=1)


class Broken(Exception):
    """What a listener may meet half-way."""


def _act(ward: Ward, event_id: str = "Ev1", now: datetime = DUE, *, fails: bool = False) -> bool:
    with ward.service.inbox.once(event_id, now) as first:
        if fails:
            raise Broken
        return first


def test_an_event_is_taken_once(ward: Ward, second: Ward) -> None:
    assert _act(ward)
    for one in (ward, second):
        for later in (timedelta(0), RETAKE_AFTER, HOUR):
            assert not _act(one, now=DUE + later)


def test_events_do_not_stand_in_each_others_way(ward: Ward) -> None:
    assert [_act(ward, f"Ev{n}") for n in range(3)] == [True] * 3


def test_while_one_process_works_the_other_keeps_out(ward: Ward, second: Ward) -> None:
    with ward.service.inbox.once("Ev1", DUE) as first:
        assert first
        assert not _act(second)
    assert not _act(second, now=DUE + HOUR)


def test_at_the_same_moment_one_process_gets_it(ward: Ward, second: Ward) -> None:
    together = threading.Barrier(4)
    taken: list[bool] = []

    def act(one: Ward) -> None:
        together.wait()
        taken.append(_act(one))

    threads = [threading.Thread(target=act, args=(one,)) for one in (ward, second) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]


def test_an_act_that_failed_is_taken_again_but_not_at_once(ward: Ward, second: Ward) -> None:
    with pytest.raises(Broken):
        _act(ward, fails=True)
    assert not _act(second, now=DUE + RETAKE_AFTER - TICK)
    assert _act(second, now=DUE + RETAKE_AFTER)
    assert not _act(ward, now=DUE + HOUR)


def test_a_duplicate_that_fails_changes_nothing(ward: Ward) -> None:
    assert _act(ward)
    with pytest.raises(Broken):
        _act(ward, fails=True)
    assert not _act(ward, now=DUE + HOUR)


def test_a_second_failure_waits_anew(ward: Ward) -> None:
    for moment in (DUE, DUE + RETAKE_AFTER):
        with pytest.raises(Broken):
            _act(ward, now=moment, fails=True)
    assert not _act(ward, now=DUE + 2 * RETAKE_AFTER - TICK)
    assert _act(ward, now=DUE + 2 * RETAKE_AFTER)


def test_old_events_are_forgotten_after_their_term(ward: Ward) -> None:
    assert _act(ward)
    with suppress(Broken):
        _act(ward, "Ev2", fails=True)
    ward.service.inbox.forget_old(DUE + KEEP)
    assert not _act(ward, now=DUE + KEEP)
    ward.service.inbox.forget_old(DUE + KEEP + TICK)
    assert _act(ward, now=DUE + KEEP + TICK)
