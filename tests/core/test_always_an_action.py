"""Whatever the hour, an urgent card as shipped offers something that works then."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.content.reader import read_knowledge
from bot.core.clock import TOKYO
from bot.core.contacts import contact_opening, in_order
from bot.core.duties import Force, SafetyKind
from bot.core.knowledge import Knowledge

# The way that needs no number; said while the counters are open.
GO_THERE = "一人で抱えず、すぐ上司に声をかけ、保健福祉課へ直接行ってください（内線は区で設定）"
MONDAY = datetime(2026, 11, 16, tzinfo=TOKYO)  # of a week without a holiday
HOLIDAYS = (datetime(2026, 11, 23, tzinfo=TOKYO), datetime(2027, 1, 1, tzinfo=TOKYO))
WEEK = [MONDAY + timedelta(hours=hour) for hour in range(7 * 24)]
OFF = [day + timedelta(hours=hour) for day in HOLIDAYS for hour in range(24)]
SENSITIVE = re.compile("虐待|DV|暴力|自殺|死|性")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    shipped = read_knowledge(Path(__file__).parents[2] / "knowledge").value
    assert shipped is not None
    return shipped


@pytest.mark.parametrize("kind", list(SafetyKind))
def test_the_first_contact_answers_at_every_hour(knowledge: Knowledge, kind: SafetyKind) -> None:
    contacts = [knowledge.contacts[id_] for id_ in knowledge.duties[kind].contact_ids]
    for now in [*WEEK, *OFF]:
        first = in_order(contacts, now)[0]
        assert first.phones, now
        assert contact_opening(first, now).is_open is True, (now, first.id)


@pytest.mark.parametrize("kind", list(SafetyKind))
def test_every_card_says_where_to_walk(knowledge: Knowledge, kind: SafetyKind) -> None:
    assert any(step.startswith(GO_THERE) for step in knowledge.duties[kind].steps)


@pytest.mark.parametrize("kind", list(SafetyKind))
def test_no_card_ends_in_what_the_ward_has_yet_to_enter(
    knowledge: Knowledge, kind: SafetyKind
) -> None:
    duty = knowledge.duties[kind]
    for line in (duty.act_now, duty.steps[-1], *duty.do_not, duty.closing or ""):
        assert "区で設定" not in line
    assert all(knowledge.contacts[id_].phones for id_ in duty.contact_ids)


@pytest.mark.parametrize("kind", list(SafetyKind))
def test_the_first_line_may_be_read_over_a_shoulder(knowledge: Knowledge, kind: SafetyKind) -> None:
    act_now = knowledge.duties[kind].act_now
    assert act_now.endswith("ください")
    assert not SENSITIVE.search(act_now)


@pytest.mark.parametrize("kind", list(SafetyKind))
def test_only_a_law_makes_a_duty(knowledge: Knowledge, kind: SafetyKind) -> None:
    duty = knowledge.duties[kind]
    told = "".join((duty.act_now, *duty.steps, *duty.do_not, duty.closing or ""))
    if not any(law.force is not Force.NONE for law in duty.laws):
        assert "義務" not in told


def test_children_are_reported_in_another_word_than_adults(knowledge: Knowledge) -> None:
    said = {
        kind: "".join(law.text for law in duty.laws if law.force is Force.DUTY)
        for kind, duty in knowledge.duties.items()
    }
    assert "通告" in said[SafetyKind.CHILD_ABUSE]
    for kind in (SafetyKind.ELDER_ABUSE, SafetyKind.DISABILITY_ABUSE):
        assert "通報" in said[kind]
        assert "通告" not in said[kind]
    assert not said[SafetyKind.DV]  # 努力義務 only
