"""「自分の記録」: what somebody learned, when it comes again, and what they took part in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.learning.sitting import key_of
from bot.core.learning.standing import ConceptStanding
from bot.core.learning.taking import How
from bot.core.learning.weeks import CompletionState
from bot.core.office_calendar import tokyo_day
from bot.service.training import ConceptRecord, OwnRecord, TogetherRecord, Training, YearRecord
from bot.service.training.values import QuestionGone
from bot.store import figures, training
from tests.content.conftest import Desk
from tests.service.training.posts import FIRST, LATER, SECOND, Course, Rests, in_week
from tests.support.service import (
    CLERK,
    DAY,
    DUE,
    EVERYBODY,
    HEALTH,
    NURSE,
    WEEK,
    SetClock,
    Someone,
    Ward,
    open_ward,
)

MASTERED, LEARNING, UNSEEN = ConceptStanding


def _record(course: Course, who: Someone = CLERK, now: datetime = DUE) -> OwnRecord:
    return course.training.record(course.ward.actor(who, now), now)


def _of(record: OwnRecord, concept_id: str) -> ConceptRecord:
    return next(c for c in record.concepts if c.concept_id == concept_id)


def test_it_counts_answers_concepts_and_weeks(course: Course) -> None:
    for question_id, key in zip(course.asked, (FIRST.key, FIRST.key, SECOND.key), strict=True):
        course.press(CLERK, question_id, key, LATER, right=question_id == course.asked[0])
    record = _record(course, now=LATER)
    assert (record.name, record.answered, record.right) == (CLERK.name, 3, 1)
    in_all = len(course.ward.library.course.concepts)
    assert (record.concepts_met, record.concepts_in_all) == (3, in_all)
    assert [(w.week, w.state, w.together) for w in record.weeks] == [
        (WEEK, CompletionState.COMPLETED, False)
    ]
    assert record.required == YearRecord(2026, 3, 12)


def test_an_empty_record_lists_every_concept_as_still_to_come(course: Course) -> None:
    record = _record(course)
    assert (record.answered, record.right, record.concepts_met, record.weeks) == (0, 0, 0, ())
    assert {c.standing for c in record.concepts} == {UNSEEN}
    assert all(c.due is None and c.last_day is None and c.answers == 0 for c in record.concepts)
    assert [c.required for c in record.concepts] == sorted(
        (c.required for c in record.concepts), reverse=True
    )


def test_concepts_stand_with_their_days(course: Course) -> None:
    variants = [course.asked[0], *course.others(course.asked[0])]
    concept = course.concept(variants[0])
    course.press(CLERK, variants[0])
    met = _of(_record(course), concept)
    assert (met.standing, met.answers, met.last_day) == (LEARNING, 1, tokyo_day(DUE))
    assert met.due == course.states(CLERK)[concept].due > tokyo_day(DUE)
    for number, variant in zip((2, 5), variants[1:], strict=False):
        course.give(in_week(number), [variant])
        course.press(CLERK, variant, in_week(number).key, in_week(number).due_at)
    now = in_week(5).due_at
    record = _record(course, now=now)
    assert _of(record, concept).standing is MASTERED
    assert _of(record, concept).mastered_on == tokyo_day(now)
    assert (record.concepts_mastered, record.concepts_due) == (1, 0)
    later = _record(course, now=now + timedelta(days=181))
    assert later.concepts_due == 1


def test_what_was_talked_over_together_is_named_so(course: Course) -> None:
    concept = course.ward.library.course.concepts[course.concept(course.asked[0])]
    section = course.ward.actor(CLERK).section_id
    assert section is not None
    with course.ward.store.write() as tx:
        for which in (concept.id, "no-longer-there"):
            figures.note_taken(tx, CLERK.staff_id, which, tokyo_day(DUE), How.TOGETHER)
        figures.note_taken(tx, CLERK.staff_id, "other", tokyo_day(DUE), How.ANSWERED)
        done = CompletionState.COMPLETED
        training.complete(tx, CLERK.staff_id, WEEK, section, done, DUE)
    record = _record(course)
    assert set(record.together) == {
        TogetherRecord(tokyo_day(DUE), concept.id, concept.title),
        TogetherRecord(tokyo_day(DUE), "no-longer-there", "no-longer-there"),
    }
    assert [w.together for w in record.weeks] == [True]
    assert record.required == YearRecord(2026, 1, 12)
    assert _of(record, concept.id).standing is UNSEEN, "a talk is no answer"


def test_the_required_ones_are_those_of_the_present_year(course: Course) -> None:
    course.press(CLERK, course.asked[0])
    april = datetime(2027, 4, 1, 9, tzinfo=TOKYO)
    assert _record(course).required == YearRecord(2026, 1, 12)
    assert _record(course, now=april).required == YearRecord(2027, 0, 12)


def test_everybody_reads_only_their_own(course: Course) -> None:
    course.press(CLERK, course.asked[0])
    question = course.training.catch_up(course.ward.actor(NURSE), DUE).question
    assert question is not None
    course.press(NURSE, question.question_id, key_of(2026))
    for who in EVERYBODY:
        record = _record(course, who)
        assert record.name == who.name
        assert record.answered == (1 if who in {CLERK, NURSE} else 0)
        assert record.concepts_met == record.answered


def test_it_survives_a_transfer(course: Course) -> None:
    course.press(CLERK, course.asked[0])
    before = _record(course)
    moved = Someone(CLERK.staff_id, CLERK.name, HEALTH)
    course.ward.employ([moved, *EVERYBODY[1:]], DUE + DAY)
    assert _record(course, now=DUE + DAY) == before


# ------------------------------------------------------------ content that changes


CONCEPT, POST = "quizzes/concepts/call-first.yaml", in_week(0)


@pytest.fixture
def small(ward: Ward, desk: Desk, clock: SetClock) -> Course:
    """The ward with a small content of its own, one question given."""
    library = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    opened = open_ward(ward.store, library, ward.service.referral, clock)
    plain = Course(opened, Training(ward.store, library), Rests(), ("call-first-1",))
    plain.give(POST, ["call-first-1"])
    return plain


def test_a_question_that_was_taken_out_is_gone(small: Course, desk: Desk) -> None:
    actor = small.ward.actor(CLERK)
    assert small.training.due(actor, DUE) is not None
    desk.replace(CONCEPT, "id: call-first-1", "id: call-first-2")
    assert small.ward.library.reload().errors == ()
    assert small.training.due(actor, DUE) is None
    with pytest.raises(QuestionGone):
        small.training.as_sent(actor, POST.key, "call-first-1", DUE)
    with pytest.raises(QuestionGone):
        small.training.answer(actor, POST.key, "call-first-1", 0, True, DUE)
    assert _record(small).answered == 0


def test_an_answer_to_a_choice_that_was_taken_out_cannot_be_explained(
    small: Course, desk: Desk
) -> None:
    third = "      - {text: 帰る, right: false, why: 放っておけないから}\n    explanation"
    desk.replace(CONCEPT, "    explanation", third)
    assert small.ward.library.reload().errors == ()
    assert not small.press(CLERK, "call-first-1", chosen=2).right
    desk.replace(CONCEPT, third, "    explanation")
    assert small.ward.library.reload().errors == ()
    with pytest.raises(QuestionGone):
        small.press(CLERK, "call-first-1", chosen=0)
    record = _record(small, now=DUE + timedelta(days=7))
    assert (record.answered, record.right) == (1, 0)
    files = small.training.export(small.ward.actor(CLERK), DUE)
    assert "call-first-1" in files[0].data.decode("utf-8-sig")
