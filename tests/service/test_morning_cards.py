"""朝礼5分カード: who may have one, which comes next, and another question each time."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.permissions import NotPermitted
from bot.service.gathering_values import Talk
from bot.service.morning_cards import MorningCards
from bot.service.referral import UnknownEntry
from tests.support.pdf import page_texts
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    HEAD,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

# The table of permissions is asked before the database, whichever that is.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])


def hold(ward: Ward, concept_id: str, days_ago: int = 0) -> None:
    talk = Talk(DESK, (DUE - days_ago * DAY).date(), (concept_id,))
    ward.service.gatherings.note(ward.actor(SUPERVISOR), talk, [CLERK.staff_id], DUE)


def suggested(ward: Ward, who: Someone = SUPERVISOR) -> str:
    found = ward.service.morning_cards.topics(ward.actor(who), DUE).suggested
    assert found is not None
    return found.concept_id


def test_required_themes_come_first_and_one_not_had_is_next(ward: Ward) -> None:
    topics = ward.service.morning_cards.topics(ward.actor(SUPERVISOR), DUE).topics
    assert [t.required for t in topics] == sorted((t.required for t in topics), reverse=True)
    assert {t.concept_id for t in topics} == set(ward.library.course.concepts)
    first, second = topics[0].concept_id, topics[1].concept_id
    assert suggested(ward) == first
    hold(ward, first)
    assert suggested(ward) == second
    assert suggested(ward, HEAD) == first, "another section has not had it"
    held = ward.service.morning_cards.topics(ward.actor(SUPERVISOR), DUE).topics[0].held
    assert held == DUE.date()


def test_when_all_were_had_the_one_of_longest_ago_is_next(ward: Ward) -> None:
    topics = ward.service.morning_cards.topics(ward.actor(SUPERVISOR), DUE).topics
    for number, topic in enumerate(topics):
        hold(ward, topic.concept_id, days_ago=5 if number == 7 else 2)
    assert suggested(ward) == topics[7].concept_id


def test_each_time_another_question_and_only_those_in_use(ward: Ward) -> None:
    concept = ward.library.course.concepts["danger-first"]
    resting = concept.questions[1].id
    cards = MorningCards(ward.store, ward.library, lambda q, _day: q != resting)
    asked = [q for q in concept.questions if q.id != resting]
    shown = []
    for days_ago in (2, 1):
        title, made = cards.card(ward.actor(SUPERVISOR), concept.id, DUE)
        assert title == concept.title
        shown.append(page_texts(made)[0])
        hold(ward, concept.id, days_ago)
    for question, text in zip(asked, shown, strict=False):
        assert "".join(question.stem.split()) in text


def test_without_a_question_to_ask_there_is_no_card(ward: Ward) -> None:
    def never(question_id: str, day: date) -> bool:
        return False

    cards, boss = MorningCards(ward.store, ward.library, never), ward.actor(SUPERVISOR)
    assert cards.topics(boss, DUE).topics == ()
    assert cards.topics(boss, DUE).suggested is None
    for concept_id in ("danger-first", "gone"):
        with pytest.raises(UnknownEntry):
            cards.card(boss, concept_id, DUE)


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, COUNTER, EDITOR, ADMIN, STRANGER])
def test_nobody_else_makes_cards(ward: Ward, who: Someone | str) -> None:
    cards, actor = ward.service.morning_cards, ward.actor(who)
    with pytest.raises(NotPermitted):
        cards.topics(actor, DUE)
    with pytest.raises(NotPermitted):
        cards.card(actor, "danger-first", DUE)
    assert ward.service.morning_cards.topics(ward.actor(TRAINER), DUE).topics
