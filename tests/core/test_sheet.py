"""From ticks to duties, destinations, meeting and record, over the shipped content."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.duties import SafetyKind
from bot.core.knowledge import Knowledge
from bot.core.meeting import SHARE, TSUNAGARU
from bot.core.sheet import (
    HEADER,
    POSITIVE,
    Basis,
    MeetingAnswer,
    Note,
    Noticed,
    Observation,
    Place,
    Sheet,
    SheetResult,
    items_of,
)
from bot.core.sheet_advice import NO_PAPER
from bot.core.sheet_items import Agreement, SheetItem, SheetPart
from bot.core.sheet_rules import judge
from tests.support.service import KNOWLEDGE_DIR, QUIZZES_DIR

AT = datetime(2026, 11, 24, 10, 5, tzinfo=TOKYO)
KNOWLEDGE = Library.open(KNOWLEDGE_DIR, QUIZZES_DIR).knowledge
ITEMS = tuple(items_of(KNOWLEDGE))
URGENT = tuple(items_of(KNOWLEDGE, SheetPart.URGENCY))
TEXTS = {item.id: item.text for item in ITEMS}
PENSION = ("money-pension-gone", "money-arrears", "neighbourhood-alone")
HOUSEHOLD = ("health-care-fatigue", "money-debt", "children-school")
observations = st.builds(
    Observation, st.sampled_from([item.id for item in ITEMS]), st.sampled_from(Noticed)
)
sheets = st.builds(
    Sheet,
    st.lists(observations, max_size=30).map(tuple),
    st.sampled_from(Place),
    st.lists(st.builds(Note, st.sampled_from(Basis), st.just("声が大きい")), max_size=2).map(tuple),
)


def heard(*ids: str) -> Sheet:
    return Sheet(tuple(Observation(i, Noticed.HEARD) for i in ids))


def result(*ids: str) -> SheetResult:
    return judge(heard(*ids), KNOWLEDGE, AT)


def places(found: SheetResult) -> list[str]:
    return [d.destination_id for d in found.destinations]


def test_three_signs_about_money_and_loneliness() -> None:
    found = result(*PENSION, "wish-consent")
    assert places(found) == ["kurashi-assist", "mimamori-room"]
    assert found.destinations[0].because == tuple(TEXTS[i] for i in PENSION[1::-1])
    assert "税・保険料・料金の滞納" in found.destinations[0].signs
    assert found.at_once == ()
    assert [duty.kind for duty in found.duties] == [SafetyKind.ELDER_ABUSE]
    assert found.agreement is Agreement.AGREED
    assert any("了承" in way for way in found.how)
    assert any("日時・場所" in way for way in found.how)


def test_a_child_who_interprets_on_a_weekday() -> None:
    assert places(result("children-weekday"))[0] == "young-carer"


def test_a_hint_of_a_violent_partner_is_a_card_and_no_call_to_the_home() -> None:
    found = result("counter-hide-address")
    assert [duty.kind for duty in found.at_once] == [SafetyKind.DV]
    assert found.nothing_on_paper
    assert found.how[0] == NO_PAPER
    assert "自宅や携帯に連絡しません" in NO_PAPER
    assert found.meeting.answer is MeetingAnswer.DANGER_FIRST


def test_a_household_with_many_troubles_and_consent() -> None:
    agreed = result(*HOUSEHOLD, "wish-consent").meeting
    assert (agreed.answer, agreed.conference_id) == (MeetingAnswer.SEVERAL_AGREED, TSUNAGARU)
    unasked = result(*HOUSEHOLD).meeting
    assert unasked.answer is MeetingAnswer.SEVERAL_ASK_FIRST
    assert "先に同意を得ます" in unasked.because
    for wish in ("wish-no-consent", "wish-not-asked"):
        found = result(*HOUSEHOLD, wish)
        assert found.meeting.conference_id == SHARE
        assert any("お名前を出さずに" in way for way in found.how)


def test_one_trouble_needs_no_meeting() -> None:
    assert result("money-debt").meeting.answer is MeetingAnswer.NOT_NEEDED


def test_contradicting_consent_is_read_with_care() -> None:
    assert result("wish-consent", "wish-no-consent").agreement is Agreement.DECLINED


def test_one_sign_may_be_chance_and_two_together_are_not() -> None:
    one = result("person-bruise")
    assert one.at_once == ()
    assert SafetyKind.ELDER_ABUSE in {duty.kind for duty in one.duties}
    assert places(one) == ["community-welfare"]
    two = result("person-bruise", "person-fear")
    assert SafetyKind.ELDER_ABUSE in {duty.kind for duty in two.at_once}


@pytest.mark.parametrize("item", URGENT, ids=lambda item: item.id)
def test_every_urgent_item_is_a_card_at_once(item: SheetItem) -> None:
    found = result(item.id, *PENSION)
    assert {duty.kind for duty in found.at_once} >= set(item.danger)
    assert found.urgent == (item.text,)


def test_every_kind_of_danger_has_an_urgent_item() -> None:
    urgent = {kind for item in items_of(KNOWLEDGE, SheetPart.URGENCY) for kind in item.danger}
    assert urgent == set(SafetyKind)


def test_the_record_can_be_copied_as_it_stands() -> None:
    sheet = Sheet(
        (
            Observation("money-arrears", Noticed.SEEN),
            Observation("neighbourhood-alone", Noticed.HEARD),
            Observation("money-debt", Noticed.CHECKED_NOT),
            Observation("money-job", Noticed.UNKNOWN),
            Observation("wish-consent", Noticed.SEEN),
        ),
        Place.VISIT,
        (Note(Basis.GUESS, "お疲れかもしれない"), Note(Basis.HEARD, "夜眠れない")),
    )
    lines = judge(sheet, KNOWLEDGE, AT).record.splitlines()
    assert lines[:5] == [
        HEADER,
        "2026年11月24日 10時05分ごろ　訪問先",
        "【見たこと】",
        f"・{TEXTS['money-arrears']}",
        "【聞いたこと（本人・家族・周りの方の話）】",
    ]
    assert "・夜眠れない" in lines
    assert (
        lines.index("・お疲れかもしれない") == lines.index("【推測（事実と分けて書くもの）】") + 1
    )
    assert f"・{TEXTS['money-debt']}" in lines
    assert f"・{TEXTS['money-job']}" in lines


def test_what_is_ticked_twice_counts_as_noticed() -> None:
    sheet = Sheet(
        (
            Observation("money-debt", Noticed.CHECKED_NOT),
            Observation("money-debt", Noticed.HEARD),
            Observation("gone-from-the-content", Noticed.SEEN),
        )
    )
    found = judge(sheet, KNOWLEDGE, AT)
    assert found.heard == (TEXTS["money-debt"],)
    assert found.checked_not == ()
    assert found.seen == ()


@settings(max_examples=150, deadline=None)
@given(sheets)
def test_whatever_is_ticked(sheet: Sheet) -> None:
    """Danger first and no meeting beside it; what is not touched is nowhere; never 「なし」."""
    found = judge(sheet, KNOWLEDGE, AT)
    ticked = {o.item_id for o in sheet.observations if o.noticed in POSITIVE}
    danger = {kind for item in ITEMS if item.id in ticked for kind in item.danger}
    flags = [duty.at_once for duty in found.duties]
    assert flags == sorted(flags, reverse=True)
    assert danger <= {duty.kind for duty in found.at_once}
    assert (found.meeting.answer is MeetingAnswer.DANGER_FIRST) is bool(found.at_once)
    assert found.meeting.because
    untouched = {i.text for i in ITEMS} - {TEXTS[o.item_id] for o in sheet.observations}
    assert not untouched & {line.removeprefix("・") for line in found.record.splitlines()}
    assert "なし" not in _own_words(found.record, KNOWLEDGE)
    if found.meeting.conference_id == TSUNAGARU:
        assert found.agreement not in {Agreement.DECLINED, Agreement.NOT_ASKED}
    if ticked & {i.id for i in items_of(KNOWLEDGE, SheetPart.SIGNS)}:
        assert found.destinations or found.at_once


def _own_words(record: str, knowledge: Knowledge) -> str:
    """The record without what the content's own sentences say."""
    for item in items_of(knowledge):
        record = record.replace(item.text, "")
    return record
