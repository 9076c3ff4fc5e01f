"""The weekly question, answered wherever it is met: feedback there, and everywhere else in step."""

from __future__ import annotations

import pytest

from bot.service.referral import UnknownEntry
from bot.service.training import FIRST_USE
from bot.slack.blocks.catch_up import OPEN
from bot.slack.blocks.quiz import (
    CHOICES,
    ENTRY,
    NOTHING_DUE,
    OPEN_OF_OLD,
    OPEN_OF_THIS,
    RESTING,
    SURE,
    UNSURE,
)
from bot.slack.errors import SENTENCES
from bot.store.training import GivenAnswer
from tests.slack.quiz_hands import (
    HEADER,
    SECOND_HEADER,
    SHOWN_BY,
    Place,
    answer,
    choice,
    in_ephemeral,
    in_home,
    in_message,
    in_modal,
    post_question,
    post_to,
    published,
    rest,
    stored_answer,
)
from tests.support.front import Front
from tests.support.service import CLERK, CLOSE, DUE, HOUR, SECOND_DUE
from tests.support.slack_payloads import (
    Ack,
    blocks_of,
    control,
    modal,
    picked,
    selected,
    words_of,
)
from tests.support.slack_stub import Trouble

EMPTY = Ack(200, "")


@pytest.mark.parametrize("place", SHOWN_BY)
def test_feedback_comes_where_the_answer_was_given(front: Front, place: Place) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    assert answer(front, post, place, choice(front, CLERK, right=True)) == EMPTY
    fresh = front.stub.wait(published)
    assert fresh.args["user_id"] == CLERK.account
    assert HEADER not in words_of(fresh.args)
    assert SECOND_HEADER in words_of(fresh.args)
    update = front.stub.wait(lambda c: c.method == "chat.update")
    container = front.place_of(post)["container"]
    there = (update.args["channel"], update.args["ts"])
    assert there == (container["channel_id"], container["message_ts"])
    shown = front.only(SHOWN_BY[place])
    for call in (shown, update):
        assert "○ 正解です" in words_of(call.args)
        assert "解説" in words_of(call.args)
        assert SECOND_HEADER in words_of(call.args)
        assert words_of(call.args).count(SURE) == 1
        assert words_of(call.args).index("解説") < words_of(call.args).index(SURE)


@pytest.mark.parametrize("place", SHOWN_BY)
def test_the_week_is_done_with_its_last_question(front: Front, place: Place) -> None:
    front.deliver(CLERK)
    front.ward.finish(CLERK, DUE)
    front.ward.clock.moment = SECOND_DUE
    front.deliver(CLERK)
    post = post_to(front, CLERK, number=1)
    answer(front, post, place, choice(front, CLERK, right=True))
    shown = words_of(front.only(SHOWN_BY[place]).args)
    assert "「受講済」になりました" in shown
    assert SURE not in shown
    fresh = front.stub.wait(published)
    assert NOTHING_DUE in words_of(fresh.args)


def test_the_next_question_is_answered_where_the_feedback_stands(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    answer(front, post, in_message, choice(front, CLERK, right=True))
    below = blocks_of(front.only("chat.update").args)
    state = picked(below, choice(front, CLERK, right=False))
    front.press(CLERK, control(below, SURE), in_message(front, post), state)
    told = words_of(front.calls("chat.update")[-1].args)
    assert "△ もう一歩です" in told
    assert "残りの設問は、開庁日に届きます" in told
    assert SURE not in told


def test_what_is_picked_for_one_question_is_not_picked_for_the_next(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    first = picked(blocks_of(post.args))
    answer(front, post, in_message, choice(front, CLERK, right=True))
    below = blocks_of(front.only("chat.update").args)
    front.press(CLERK, control(below, SURE), in_message(front, post), first)
    assert "ひとつ選んで" in words_of(front.only("views.open").args)


def test_on_a_second_device_the_first_answer_counts_and_the_next_question_follows(
    front: Front,
) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    wrong = choice(front, CLERK, right=False)
    answer(front, post, in_message, choice(front, CLERK, right=True))
    answer(front, post, in_home, wrong)
    told = words_of(front.only("views.open").args)
    assert "はじめの答えを記録しています" in told
    assert "○ 正解です" in told
    assert SECOND_HEADER in told
    given = stored_answer(front, CLERK)
    assert given is not None
    assert given.right


def test_who_sees_what_is_said_with_the_first_question_alone(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    for line in FIRST_USE.lines:
        assert line in words_of(post.args)
    answer(front, post, in_message, choice(front, CLERK, right=True))
    assert FIRST_USE.title not in words_of(front.only("chat.update").args)
    assert FIRST_USE.title not in words_of(front.command(CLERK, "クイズ").body)


def test_the_guide_never_speaks_of_the_course_first(front: Front) -> None:
    said = words_of(front.command(CLERK, "家賃が払えないと言っている").body)
    assert FIRST_USE.title not in said


def test_a_resting_question_says_so_and_the_next_takes_its_place(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    resting = post_question(front, CLERK)
    rest(front, resting)
    answer(front, post, in_message, "0")
    told = words_of(front.only("chat.update").args)
    assert RESTING in told
    assert SURE in told
    assert resting not in told
    assert stored_answer(front, CLERK) is None


def test_feedback_replaces_what_was_asked(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    answer(front, post, in_ephemeral, choice(front, CLERK, right=True))
    assert front.only("response_url").args["replace_original"] is True
    answer(front, post, in_modal, "0")
    assert front.only("views.update").args["view_id"] == "V7"


def test_a_wrong_answer_is_explained_and_counts(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    wrong = choice(front, CLERK, right=False)
    answer(front, post, in_message, wrong, UNSURE)
    said = words_of(front.only("chat.update").args)
    assert "△ もう一歩です" in said
    assert "迷いやすいところ" in said
    assert "正しい答え" in said
    assert stored_answer(front, CLERK) == GivenAnswer(int(wrong), confident=False, right=False)


@pytest.mark.parametrize("place", SHOWN_BY)
def test_pressing_without_a_choice_asks_for_one(front: Front, place: Place) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    button = control(blocks_of(post.args), SURE)
    assert front.press(CLERK, button, place(front, post)) == EMPTY
    way = "views.push" if place is in_modal else "views.open"
    assert front.seen() == ["chat.postMessage", way]
    assert "ひとつ選んで" in words_of(front.only(way).args)
    assert stored_answer(front, CLERK) is None


def test_picking_a_choice_alone_does_nothing(front: Front) -> None:
    front.deliver(CLERK)
    blocks = blocks_of(post_to(front, CLERK).args)
    before = front.seen()
    radio = control(blocks, CHOICES)
    pressed = selected(radio, "0")
    assert front.press(CLERK, pressed, front.message(), picked(blocks, "0")) == EMPTY
    assert front.seen() == before
    assert stored_answer(front, CLERK) is None


def test_a_second_press_shows_the_first_answer_again(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    right, wrong = (choice(front, CLERK, right=r) for r in (True, False))
    answer(front, post, in_message, right)
    answer(front, post, in_message, wrong, UNSURE)
    first, second = front.calls("chat.update")
    assert "はじめの答えを記録しています" in words_of(second.args)
    assert "はじめの答え" not in words_of(first.args)
    assert "○ 正解です" in words_of(second.args)
    assert stored_answer(front, CLERK) == GivenAnswer(int(right), confident=True, right=True)


def test_an_answer_after_the_close_is_late(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    value = choice(front, CLERK, right=True)
    front.ward.clock.moment = CLOSE + HOUR
    answer(front, post, in_message, value)
    assert "いま答えると「期限後受講」になります" in words_of(front.only("chat.update").args)


def test_what_is_left_of_a_week_that_is_over_is_not_announced(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    front.ward.clock.moment = CLOSE + HOUR
    answer(front, post, in_message, choice(front, CLERK, right=True))
    below = blocks_of(front.only("chat.update").args)
    state = picked(below, choice(front, CLERK, right=True))
    front.press(CLERK, control(below, SURE), in_message(front, post), state)
    told = words_of(front.calls("chat.update")[-1].args)
    assert OPEN_OF_OLD in told
    assert OPEN_OF_THIS not in told


def test_a_question_whose_message_never_arrived_is_answered_at_home(front: Front) -> None:
    front.stub.troubles["chat.postMessage"] = Trouble(500, "fatal_error")
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    answer(front, post, in_home, choice(front, CLERK, right=True))
    assert HEADER not in words_of(front.stub.wait(published).args)
    assert "○ 正解です" in words_of(front.only("views.open").args)
    assert front.calls("chat.update") == []


def test_without_a_question_the_next_day_is_named(front: Front) -> None:
    shown = words_of(front.command(CLERK, "クイズ").body)
    assert NOTHING_DUE in shown
    assert OPEN in shown, "what is left of the year's 必修 can be answered at any time"


def test_the_entry_a_question_rests_on_can_be_read(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    answer(front, post, in_message, choice(front, CLERK, right=True))
    shown = blocks_of(front.only("chat.update").args)
    assert front.press(CLERK, control(shown, f"{ENTRY}:0"), in_message(front, post)) == EMPTY
    assert "出典" in words_of(front.only("views.open").args)


def test_every_entry_that_a_question_rests_on_opens(front: Front) -> None:
    questions = front.ward.library.course.questions.values()
    entries = sorted({entry for q in questions for entry, _ in q.rests_on})
    for entry in entries:
        front.press(CLERK, {"type": "button", "action_id": f"{ENTRY}:0", "value": entry}, modal())
    pages = [words_of(c.args) for c in front.calls("views.push")]
    assert len(pages) == len(entries) > 0
    assert not any(SENTENCES[UnknownEntry] in page for page in pages)
