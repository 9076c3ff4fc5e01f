"""What the buttons leave behind: counts for the ward, and never a case."""

from __future__ import annotations

import pytest

from bot.core.permissions import NotPermitted
from bot.service.feedback import NEVER_COUNTED, SHOWN_FROM, STAYS_IN_SLACK
from bot.service.inbox import KEEP_TAPS
from bot.service.referral import UnknownEntry
from bot.store import feedback
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
    DUE,
    EDITOR,
    HOUR,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Ward,
)

# The table of permissions is asked before the database, whichever that is.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])

DESK = "tax-office"


def refer(ward: Ward, key: str, destination: str = DESK) -> bool:
    return ward.service.feedback.refer(ward.actor(CLERK), key, destination, DUE)


def total(ward: Ward) -> int:
    with ward.store.read() as tx:
        return sum(row.count for row in feedback.referral_counts(tx, "2000-01", 1))


def test_a_second_tap_in_any_process_counts_nothing(ward: Ward, second: Ward) -> None:
    assert refer(ward, "k1")
    assert not refer(second, "k1")
    assert refer(second, "k2")
    assert total(ward) == 2


def test_two_destinations_of_one_answer_count_each(ward: Ward) -> None:
    assert refer(ward, "k1")
    assert refer(ward, "k1", "hello-work")


def test_without_a_key_and_for_the_crisis_lines_nothing_counts(ward: Ward) -> None:
    assert not refer(ward, "")
    for destination in NEVER_COUNTED:
        assert not refer(ward, "k1", destination)
    assert total(ward) == 0


def test_an_unknown_destination_is_said_to_be_one(ward: Ward) -> None:
    with pytest.raises(UnknownEntry):
        refer(ward, "k1", "no-such-desk")
    with pytest.raises(UnknownEntry):
        ward.service.feedback.correct(ward.actor(CLERK), "k1", [], "no-such-desk", DUE)
    assert total(ward) == 0


def test_the_answers_id_is_forgotten_after_a_day(ward: Ward) -> None:
    assert refer(ward, "k1")
    ward.service.inbox.forget_old(DUE + KEEP_TAPS)
    assert not refer(ward, "k1")
    ward.service.inbox.forget_old(DUE + KEEP_TAPS + HOUR)
    assert refer(ward, "k1")
    assert KEEP_TAPS == DAY


def test_counts_below_ten_stay_hidden(ward: Ward) -> None:
    for number in range(SHOWN_FROM):
        counts = ward.service.feedback.referral_counts(ward.actor(TRAINER), DUE)
        assert counts == ()
        refer(ward, f"k{number}")
    (row,) = ward.service.feedback.referral_counts(ward.actor(COUNTER), DUE)
    assert (row.month, row.count) == ("2026-11", SHOWN_FROM)
    assert row.name == ward.library.knowledge.destinations[DESK].name


def test_only_the_last_twelve_months_are_shown(ward: Ward) -> None:
    with ward.store.write() as tx:
        for _ in range(SHOWN_FROM):
            for month in ("2025-11", "2025-12", "2026-11"):
                feedback.count_referral(tx, DESK, month)
    rows = ward.service.feedback.referral_counts(ward.actor(TRAINER), DUE)
    assert [row.month for row in rows] == ["2026-11", "2025-12"]


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, EDITOR, ADMIN, STRANGER])
def test_others_may_not_see_the_counts(ward: Ward, who: object) -> None:
    with pytest.raises(NotPermitted):
        ward.service.feedback.referral_counts(ward.actor(who), DUE)  # type: ignore[arg-type]


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, TRAINER, COUNTER, STRANGER])
def test_others_may_not_see_the_corrections(ward: Ward, who: object) -> None:
    with pytest.raises(NotPermitted):
        ward.service.feedback.corrections(ward.actor(who))  # type: ignore[arg-type]


def test_a_correction_keeps_only_signs_the_lexicon_knows(ward: Ward) -> None:
    service, clerk = ward.service.feedback, ward.actor(CLERK)
    assert service.correct(clerk, "k1", ["霧島", "rent-arrears", "../x"], DESK, DUE)
    assert not service.correct(clerk, "k1", ["debt"], DESK, DUE)
    assert service.correct(clerk, "k2", [], None, DUE)
    assert not service.correct(clerk, "", ["debt"], DESK, DUE)
    newest, oldest = service.corrections(ward.actor(EDITOR))
    assert oldest.signs == (ward.library.knowledge.lexicon["rent-arrears"].label,)
    assert (newest.right, newest.current) == (None, True)


def test_a_note_is_new_to_each_once_and_to_strangers_always(ward: Ward) -> None:
    service = ward.service.feedback
    people = (CLERK, CLERK, NURSE, STRANGER, STRANGER)
    told = [service.first_time(ward.actor(who), STAYS_IN_SLACK) for who in people]
    assert told == [True, False, True, True, True]
