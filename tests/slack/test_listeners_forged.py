"""Values that no control of ours holds end in a kind sentence and count nothing."""

from __future__ import annotations

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.permissions import NotPermitted
from bot.service.referral import UnknownEntry
from bot.slack.blocks import quiz
from bot.slack.blocks.controls import (
    CLARIFY,
    CONFERENCE,
    DELETE,
    DETAILS,
    DOMAIN,
    NONE_OF_THEM,
    REFER,
    SHARE,
    WRONG,
)
from bot.slack.blocks.details import AREA
from bot.slack.blocks.duty import DUTY
from bot.slack.blocks.lists import ROW
from bot.slack.blocks.quiz import CHOICES, ENTRY, SURE, UNSURE, choices_block
from bot.slack.errors import SENTENCES
from bot.slack.listeners import ask
from tests.slack.quiz_hands import post_question, post_to
from tests.support.front import Front
from tests.support.service import CLERK, CLOSE, KEY, NEXT_KEY, STRANGER, Someone
from tests.support.slack_payloads import (
    Ack,
    Payload,
    Who,
    account,
    blocks_of,
    control,
    home,
    modal,
    picked,
    words_of,
)

EMPTY = Ack(200, "")
ENTRY_GONE = SENTENCES[UnknownEntry]
GONE = quiz.GONE


def pressed(action_id: str, value: object) -> Payload:
    """A control that carries a value, as button and as select."""
    chosen = {"selected_option": {"value": value, "text": {"type": "plain_text", "text": "x"}}}
    return {"type": "button", "action_id": action_id, "value": value, **chosen}


BY_SELECT = (f"{DUTY}:choose", f"{CONFERENCE}:choose", f"{REFER}:one")
WITH_ANSWER = (DETAILS, f"{CLARIFY}:0", REFER, SHARE, WRONG, NONE_OF_THEM)
ENTRIES = (DOMAIN, f"{ROW}:0", DUTY, CONFERENCE, AREA, *WITH_ANSWER, *BY_SELECT, f"{ENTRY}:0")


@pytest.mark.parametrize("value", ["no-such-entry", "", "x" * 50_000, "../secret", "\u0000", "🙂"])
@pytest.mark.parametrize("action_id", ENTRIES)
def test_an_entry_that_is_gone_is_said_kindly(
    front: Front, action_id: str, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert front.press(CLERK, pressed(action_id, value), front.message(ephemeral=True)) == EMPTY
    assert front.only("response_url").args["text"] == ENTRY_GONE
    assert front.press(CLERK, pressed(action_id, value), modal("V1")) == EMPTY
    assert ENTRY_GONE in words_of(front.only("views.push").args)
    assert front.press(CLERK, pressed(action_id, value), home()) == EMPTY
    assert ENTRY_GONE in words_of(front.only("views.open").args)
    assert "unexpected" not in caplog.text


WITH_VALUE = (*ENTRIES, SURE, UNSURE)
LONG = "x" * 5000
TEXTS = st.text(max_size=30).filter(lambda text: not text.isdecimal()) | st.just(LONG)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=6,
)
NO_CHOICE = st.sampled_from(["9", "²", "-1", "00", "9" * 5000, "x"]) | VALUES
OPTIONS = VALUES | st.builds(lambda value: {"value": value}, NO_CHOICE)
ANSWERS = VALUES | st.builds(lambda option: {"selected_option": option}, OPTIONS)
PICKED = VALUES | st.builds(lambda answer: {CHOICES: answer}, ANSWERS)
PLACES = st.sampled_from([KEY, f"{KEY}|x"])  # as messages of an older version had it, and now
STATES = VALUES | st.builds(lambda place, block: {f"choices|{place}": block}, PLACES, PICKED)
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def test_whatever_a_control_carries_ends_in_a_sentence(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    front.deliver(CLERK)
    mine = f"{KEY}|{front.ward.due(CLERK).question_id}"
    places = [front.message(), front.message(ephemeral=True), modal(), modal("V2", "V1"), home()]
    values = st.sampled_from([mine, mine, f"{KEY}|x", f"{KEY}|", "|", KEY]) | VALUES
    carried = st.fixed_dictionaries({}, optional={"value": values, "selected_option": OPTIONS})

    @FUZZ
    @given(st.sampled_from([*WITH_VALUE, CHOICES]), carried, STATES, st.sampled_from(places))
    def ends_well(action_id: str, carries: Payload, state: Payload, place: Payload) -> None:
        front.forget()
        element = {"type": "button", "action_id": action_id, **carries}
        assert front.press(CLERK, element, place, state) == EMPTY
        assert len(front.seen()) == (action_id != CHOICES)
        assert "Traceback" not in str(front.stub.calls)

    with caplog.at_level(logging.WARNING):
        ends_well()
    assert "could not tell" not in caplog.text
    assert LONG not in caplog.text
    assert front.ward.due(CLERK).question_id in mine, "nothing of it counted as an answer"


def forged(key: str, question: str, choice: str = "0") -> tuple[Payload, Payload]:
    """A button and a picked choice that we never made."""
    chosen = {"selected_option": {"value": choice}}
    button = {"type": "button", "action_id": SURE, "value": f"{key}|{question}"}
    return button, {choices_block(f"{key}|{question}"): {CHOICES: chosen}}


def nothing_counted(front: Front, who: Someone) -> bool:
    return front.ward.service.training.record(front.ward.actor(who), CLOSE).answered == 0


def test_an_occurrence_that_is_not_mine_is_gone(front: Front) -> None:
    front.deliver(CLERK)
    question = post_question(front, CLERK)
    for key in (NEXT_KEY, "quiz/2020-W01/1", "quiz", "", "x/y", "k" * 5000, "\u0000"):
        button, state = forged(key, question)
        assert front.press(CLERK, button, front.message(ephemeral=True), state) == EMPTY
    told = front.calls("response_url")
    assert [c.args["text"] for c in told] == [GONE] * 7
    assert nothing_counted(front, CLERK)


def test_a_question_that_was_not_sent_to_me_is_gone(front: Front) -> None:
    front.deliver(CLERK)
    mine = post_question(front, CLERK)
    others = [q for q in front.ward.library.course.questions if q != mine]
    for question in (others[0], "no-such-question", ""):
        button, state = forged(KEY, question)
        front.press(CLERK, button, front.message(ephemeral=True), state)
    told = front.calls("response_url")
    assert [c.args["text"] for c in told] == [GONE] * 3
    assert nothing_counted(front, CLERK)


def test_a_choice_that_the_question_does_not_have_is_gone(front: Front) -> None:
    front.deliver(CLERK)
    question = post_question(front, CLERK)
    for choice in ("9", "-1", "00", "²", "x", "", "9" * 5000):
        button, state = forged(KEY, question, choice)
        front.press(CLERK, button, front.message(ephemeral=True), state)
    told = front.calls("response_url")
    assert [c.args["text"] for c in told] == [GONE] * 7
    assert nothing_counted(front, CLERK)


def test_a_question_before_it_was_planned_is_gone(front: Front) -> None:
    question = next(iter(front.ward.library.course.questions))
    button, state = forged(KEY, question)
    front.press(CLERK, button, front.message(ephemeral=True), state)
    assert front.only("response_url").args["text"] == GONE
    assert nothing_counted(front, CLERK)


@pytest.mark.parametrize("who", [STRANGER, "U0NOBODY"])
def test_a_strangers_press_counts_nothing(front: Front, who: Who) -> None:
    front.deliver(CLERK)
    blocks = blocks_of(post_to(front, CLERK).args)
    button, state = control(blocks, SURE), picked(blocks)
    assert front.press(account(who), button, front.message(ephemeral=True), state) == EMPTY
    assert front.only("response_url").args["text"] == SENTENCES[NotPermitted]
    assert nothing_counted(front, CLERK)


@pytest.mark.parametrize("values", [{}, {"question": {}}, {"question": {"text": None}}])
def test_a_form_of_another_shape_ends_in_a_sentence(front: Front, values: Payload) -> None:
    ack = front.submit(CLERK, ask.ASK_MODAL, values)
    assert ack.status == 200
    assert "申し訳ありません" in words_of(ack.body["view"])


@pytest.mark.parametrize(
    "container", [{}, {"is_ephemeral": True}, {"channel_id": "D1"}, {"channel_id": None}], ids=str
)
def test_a_removal_from_nowhere_ends_in_a_sentence(front: Front, container: Payload) -> None:
    pressed = {"type": "button", "action_id": DELETE}
    assert front.press(CLERK, pressed, {"container": container}) == EMPTY
    assert front.seen() == ["views.open"]
    assert "申し訳ありません" in words_of(front.only("views.open").args)
