"""The editors' view: figures from first attempts, what rests, and who may see it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.learning.item_statistics import LEAST_JUDGED, Flag
from bot.core.learning.posts import questions_of
from bot.core.office_calendar import tokyo_day
from bot.core.permissions import NotPermitted
from bot.service.training import QuestionSuspended
from bot.store import occurrences
from bot.store import question_standing as rows
from bot.store.training import answer_once
from tests.support.service import (
    ADMIN,
    CLERK,
    DUE,
    EDITOR,
    EVERYBODY,
    HIRED,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
PEOPLE = tuple(Someone(f"P{i:03d}", f"職員 {i}", "窓口サービス課") for i in range(LEAST_JUDGED))
KEY = "quiz/2026-W40/1"
TODAY = tokyo_day(DUE)


def suspend(ward: Ward, *question_ids: str) -> None:
    """Have questions rest: they were confirmed against something else."""
    ward.service.standing.look(DUE)
    facts = ward.service.standing._facts()
    with ward.store.write() as tx:
        rows.confirm(tx, {i: dict.fromkeys(facts[i], "0" * 16) for i in question_ids})
    ward.service.standing.look(DUE)


def test_figures_come_from_first_attempts_of_the_whole_ward(ward: Ward) -> None:
    ward.employ(PEOPLE + EVERYBODY, HIRED + timedelta(days=1))
    with ward.store.write() as tx:
        at = DUE - timedelta(days=30)
        occurrences.note(tx, Occurrence(KEY, DeliveryKind.QUIZ, at, at + timedelta(days=5)))
        for number, person in enumerate(PEOPLE):
            right = number % 5 == 0
            choice = 0 if right else 1
            answer_once(tx, KEY, person.staff_id, "danger-first-1", choice, True, right, at)
    overview = ward.service.questions.overview(ward.actor(EDITOR), DUE)
    (flagged,) = overview.flagged
    assert flagged.question.id == "danger-first-1"
    assert flagged.figures.n == LEAST_JUDGED
    assert flagged.figures.facility == pytest.approx(0.2)
    assert Flag.TOO_HARD in flagged.figures.flags
    assert Flag.UNUSED_CHOICE in flagged.figures.flags
    assert set(overview.figures) == {"danger-first-1"}


@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, TRAINER])
def test_only_who_keeps_the_content_sees_it(ward: Ward, who: Someone) -> None:
    with pytest.raises(NotPermitted):
        ward.service.questions.overview(ward.actor(who), DUE)
    assert ward.service.questions.overview(ward.actor(ADMIN), DUE).in_use == 100


def test_the_training_officer_sees_what_rests_in_the_view_of_the_ward(ward: Ward) -> None:
    suspend(ward, "danger-first-1")
    report = ward.service.statistics.ward(ward.actor(TRAINER), DUE)
    (said,) = report.suspended
    assert "danger-first-1" in said


def test_what_rests_is_not_planned_and_blames_nobody(ward: Ward) -> None:
    required = [c for c in ward.library.course.concepts.values() if c.required]
    resting = [q.id for c in required[:11] for q in c.questions]
    suspend(ward, *resting)
    ward.post()
    for person in EVERYBODY:
        due = ward.due(person)
        assert due.question_id not in resting


def test_what_came_to_rest_since_it_was_sent_counts_as_answered(ward: Ward) -> None:
    ward.post()
    due = ward.due(CLERK)
    with ward.store.read() as tx:
        payload = tx.exec_driver_sql(
            f"SELECT payload FROM delivery WHERE staff_id = '{CLERK.staff_id}'"  # noqa: S608
            f" AND occurrence_key = '{due.occurrence_key}'"
        ).scalar_one()
    sent = questions_of(json.loads(payload))
    suspend(ward, *sent)
    with pytest.raises(QuestionSuspended):
        ward.service.training.answer(
            ward.actor(CLERK), due.occurrence_key, due.question_id, 0, True, DUE
        )


def test_a_question_past_its_review_says_so(ward: Ward) -> None:
    standing = ward.service.standing
    days = standing._current().standings.review_after
    question_id, after = next(iter(days.items()))
    assert not standing.needs_review(question_id, after)
    assert standing.needs_review(question_id, after + timedelta(days=1))


def test_owners_and_editors_hear_of_it_once_a_month(ward: Ward) -> None:
    """community-welfare is 保健福祉課's, to be looked at by 12 February."""
    standing = ward.service.standing
    head = ward.actor(Someone("T004", "藤 ゆかり", "保健福祉課", "課長"))
    told = {
        month: [e.entry_id for e in standing.in_turn_of(head, TODAY.replace(year=y, month=m))]
        for y, m, month in ((2026, 12, "12"), (2027, 1, "1"), (2027, 2, "2"), (2027, 3, "3"))
    }
    assert told == {
        "12": [],
        "1": ["community-welfare"],
        "2": ["community-welfare"],
        "3": ["community-welfare"],
    }
    april = TODAY.replace(year=2027, month=4)
    assert standing.in_turn_of(head, april) == ()
    assert ward.service.editors_queue.digest(DUE)["in_turn"] == len(standing.in_turn(TODAY))
    assert standing.in_turn_of(ward.actor(CLERK), TODAY) == ()
