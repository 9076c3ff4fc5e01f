"""The crossover trial in the service: off by default, the 研修担当's alone, 必修 untouched."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.learning.posts import questions_of
from bot.core.office_calendar import tokyo_day
from bot.core.permissions import NotPermitted
from bot.service.trial import ANNOUNCEMENT, TrialRefused
from bot.store import occurrences, trials
from bot.store.training import answer_once
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
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
WEEK = timedelta(weeks=1)
PEOPLE = tuple(Someone(f"P{i:03d}", f"職員 {i}", "窓口サービス課") for i in range(60))


def begin(ward: Ward, now: datetime = DUE) -> None:
    ward.service.trials.begin(ward.actor(TRAINER, now), now)


def test_it_is_off_until_somebody_turns_it_on(ward: Ward) -> None:
    service = ward.service.trials
    assert service.report(ward.actor(TRAINER), DUE) is None
    assert service.announcement(DUE) is None
    assert all(not service.avoided(p.staff_id, tokyo_day(DUE)) for p in EVERYBODY)


@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, COUNTER, EDITOR, ADMIN])
def test_only_the_training_officer_may(ward: Ward, who: Someone) -> None:
    service, actor = ward.service.trials, ward.actor(who)
    for attempt in (service.report, service.begin, service.stop):
        with pytest.raises(NotPermitted):
            attempt(actor, DUE)


def test_one_at_a_time_and_it_can_be_stopped(ward: Ward) -> None:
    begin(ward)
    with pytest.raises(TrialRefused):
        begin(ward, DUE + DAY)
    ward.service.trials.stop(ward.actor(TRAINER), DUE + DAY)
    with pytest.raises(TrialRefused):
        ward.service.trials.stop(ward.actor(TRAINER), DUE + DAY)
    begin(ward, DUE + 2 * DAY)


def test_it_is_announced_on_the_first_use_card_and_nowhere_else(ward: Ward) -> None:
    begin(ward)
    ward.post()
    first = ward.due(CLERK)
    assert first.first_use is not None
    assert ANNOUNCEMENT in first.first_use.lines
    answered = ward.answer(CLERK)
    assert answered.question.first_use is None
    ward.service.trials.stop(ward.actor(TRAINER), DUE)
    other = ward.due(SUPERVISOR)
    assert other.first_use is not None
    assert ANNOUNCEMENT not in other.first_use.lines


def test_nothing_required_is_held_back_from_anybody(ward: Ward) -> None:
    begin(ward)
    required = {c.id for c in ward.library.course.concepts.values() if c.required}
    halves = set()
    for person in EVERYBODY:
        avoided = ward.service.trials.avoided(person.staff_id, tokyo_day(DUE))
        assert not avoided & required
        assert len(avoided) == 6
        halves.add(avoided)
    assert len(halves) == 2


def test_the_planner_begins_no_concept_of_the_other_block(ward: Ward) -> None:
    ward.employ(PEOPLE + EVERYBODY, HIRED + DAY)
    begin(ward)
    ward.post()
    questions = ward.library.course.questions
    with ward.store.read() as tx:
        trial = trials.newest(tx)
        rows = tx.exec_driver_sql(
            "SELECT staff_id, payload FROM delivery WHERE occurrence_key LIKE 'quiz/%'"
        ).all()
    assert trial is not None
    assert rows
    for staff_id, payload in rows:
        asked = {questions[q].concept_id for q in questions_of(json.loads(payload))}
        assert not asked & trial.avoided(staff_id, tokyo_day(DUE))


def test_the_result_comes_when_it_is_over(ward: Ward) -> None:
    ward.employ(PEOPLE + EVERYBODY, HIRED + DAY)
    begin(ward)
    with ward.store.read() as tx:
        trial = trials.newest(tx)
    assert trial is not None
    by_concept = {c.id: c.questions for c in ward.library.course.concepts.values()}
    early, late = DUE + WEEK, DUE + 21 * WEEK
    with ward.store.write() as tx:
        for key, at in (("quiz/2026-W48/1", early), ("quiz/2027-W15/1", late)):
            occurrences.note(tx, Occurrence(key, DeliveryKind.QUIZ, at, at + WEEK))
        for person in PEOPLE:
            half = trial.half(person.staff_id)
            own, other = trial.blocks[half][0], trial.blocks[1 - half][0]
            answers = [("quiz/2026-W48/1", by_concept[own][0], True, early)]
            answers += [("quiz/2027-W15/1", by_concept[own][1], True, late)]
            answers += [("quiz/2027-W15/1", by_concept[other][0], False, late)]
            for key, question, right, at in answers:
                answer_once(tx, key, person.staff_id, question.id, 0, True, right, at)
    officer = ward.actor(TRAINER, late)
    running = ward.service.trials.report(officer, late)
    assert running is not None
    assert (running.is_running, running.effect) == (True, None)
    over = ward.service.trials.report(officer, DUE + 37 * WEEK)
    assert over is not None
    assert over.effect is not None
    assert (over.effect.points, over.effect.people, over.effect.answers) == (100, 60, 120)
