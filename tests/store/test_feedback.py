"""Counts and corrections add up on both engines and hold nothing else."""

from __future__ import annotations

import pytest

from bot.store import feedback
from bot.store.engine import BadValue, Store
from bot.store.feedback import Correction, MonthCount
from tests.store.samples import DAY, hire


def test_referrals_add_up_by_destination_and_month(store: Store) -> None:
    with store.write() as tx:
        for destination, month in (("a", "2026-10"), ("a", "2026-11"), ("a", "2026-11")):
            feedback.count_referral(tx, destination, month)
        for _ in range(3):
            feedback.count_referral(tx, "b", "2026-11")
    with store.read() as tx:
        assert feedback.referral_counts(tx, "2026-01", 1) == (
            MonthCount("2026-11", "b", 3),
            MonthCount("2026-11", "a", 2),
            MonthCount("2026-10", "a", 1),
        )
        assert feedback.referral_counts(tx, "2026-11", 3) == (MonthCount("2026-11", "b", 3),)
        assert feedback.referral_counts(tx, "2026-12", 1) == ()


def test_corrections_come_back_newest_first(store: Store) -> None:
    given = [
        Correction(("rent", "debt"), "hello-work", "v1"),
        Correction((), None, "v2"),
    ]
    with store.write() as tx:
        for one in given:
            feedback.add_correction(tx, one)
    with store.read() as tx:
        assert feedback.corrections(tx, 10) == tuple(reversed(given))
        assert feedback.corrections(tx, 1) == (given[1],)


def test_a_note_is_told_to_each_person_once(store: Store) -> None:
    with store.write() as tx:
        first, second = hire(tx, 2, DAY)
        told = [
            feedback.tell_once(tx, person.staff_id, note)
            for person in (first, second)
            for note in ("n1", "n1", "n2")
        ]
    assert told == [True, False, True] * 2


def test_too_long_a_month_is_refused(store: Store) -> None:
    with pytest.raises(BadValue), store.write() as tx:
        feedback.count_referral(tx, "a", "2026-11-22")
