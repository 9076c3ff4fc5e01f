"""まとめて受講, 受け取り方, 自分の記録: what a person does with their own course in Slack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.delivery import DeliveryKind
from bot.core.learning.choices import CourseChoice, PausedBy, TimeSlot
from bot.core.learning.first_signs import TITLE
from bot.core.learning.posts import LAST_FOR_NOW, NOTICE
from bot.core.learning.reminder_texts import REMINDER_TEXTS, WORDS
from bot.service.training import OwnRecord
from bot.slack.blocks import catch_up, figures_sent, post, preferences, record
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.slack.blocks.quiz import CHOICES, SURE
from bot.slack.sender import SlackSender
from bot.store import courses
from tests.support.front import Front
from tests.support.service import CLERK, DAY, DESK, DUE, EVERYBODY, KEY, NURSE, WEEK, Someone
from tests.support.slack_payloads import (
    Ack,
    Payload,
    blocks_of,
    control,
    home,
    modal,
    picked,
    words_of,
)
from tests.support.slack_stub import Call

EMPTY = Ack(200, "")


def button(action_id: str) -> Payload:
    return {"type": "button", "action_id": action_id}


def choice_of(front: Front) -> CourseChoice:
    return front.ward.service.course_choices.see(front.ward.actor(CLERK))


def record_of(front: Front) -> OwnRecord:
    now = front.ward.clock.now()
    return front.ward.service.training.record(front.ward.actor(CLERK, now), now)


# ------------------------------------------------------------ まとめて受講


def sitting(front: Front) -> list[Payload]:
    """Begin or go on; the blocks of the modal that opens."""
    front.forget()
    assert front.command(CLERK, "まとめて受講") == EMPTY
    return blocks_of(front.only("views.open").args)


def answer_in_modal(front: Front, blocks: list[Payload], *, right: bool = True) -> list[Payload]:
    """Answer what stands in the modal; what takes its place."""
    radio = control(blocks, CHOICES)
    question_id = radio["block_id"].rpartition("|")[2]
    rights = front.ward.library.course.questions[question_id].right_indexes
    value = next(o["value"] for o in radio["options"] if (int(o["value"]) in rights) is right)
    front.forget()
    assert front.press(CLERK, control(blocks, SURE), modal("V7"), picked(blocks, value)) == EMPTY
    return blocks_of(front.only("views.update").args)


def test_a_whole_sitting_ends_with_every_required_concept_taken(front: Front) -> None:
    blocks, required = sitting(front), record_of(front).required.of
    for number in range(1, required + 1):
        assert f"まとめて受講 {number}／{required}" in words_of({"blocks": blocks})
        told = answer_in_modal(front, blocks, right=number % 2 == 0)
        assert "今週" not in words_of({"blocks": told}), "a sitting belongs to no week"
        if number < required:
            following = control(told, catch_up.NEXT)
            assert f"{number + 1}／{required}" in following["text"]["text"]
            front.forget()
            assert front.press(CLERK, following, modal("V7")) == EMPTY
            blocks = blocks_of(front.only("views.update").args)
    assert catch_up.DONE in words_of({"blocks": told})
    own = record_of(front)
    assert (own.required.taken, own.concepts_mastered) == (required, 0)
    assert catch_up.DONE in words_of({"blocks": sitting(front)})


def test_a_sitting_is_gone_on_with_where_it_was_left(front: Front) -> None:
    answer_in_modal(front, sitting(front))
    assert "まとめて受講 2／" in words_of({"blocks": sitting(front)})


def test_an_answer_of_a_sitting_counts_once(front: Front) -> None:
    blocks = sitting(front)
    answer_in_modal(front, blocks, right=True)
    again = answer_in_modal(front, blocks, right=False)
    assert "はじめの答えを記録しています" in words_of({"blocks": again})
    assert record_of(front).right == 1


def test_the_door_stands_on_app_home_while_something_is_open(front: Front) -> None:
    front.open_home(CLERK)
    shown = blocks_of(front.only("views.publish").args)
    front.forget()
    assert front.press(CLERK, control(shown, catch_up.OPEN), home()) == EMPTY
    assert "まとめて受講 1／" in words_of(front.only("views.open").args)
    blocks = sitting(front)
    for _ in range(record_of(front).required.of):
        answer_in_modal(front, blocks)
        blocks = sitting(front)
    front.open_home(CLERK)
    assert catch_up.OPEN not in words_of(front.only("views.publish").args)


# ------------------------------------------------------------ 受け取り方


def form_values(posts: str, slot: str, *, easy: bool) -> Payload:
    ticked = [{"value": "yes"}] if easy else []
    return {
        preferences.POSTS: {preferences.POSTS: {"selected_option": {"value": posts}}},
        preferences.SLOT: {preferences.SLOT: {"selected_option": {"value": slot}}},
        preferences.EASY: {preferences.EASY: {"selected_options": ticked}},
    }


def test_what_is_chosen_holds_and_is_shown(front: Front) -> None:
    assert front.command(CLERK, "受け取り方") == EMPTY
    opened = front.only("views.open").args["view"]
    assert preferences.INTRO in words_of({"view": opened})
    values = form_values(preferences.ONCE, TimeSlot.AFTERNOON, easy=True)
    ack = front.submit(CLERK, preferences.FORM, values)
    assert preferences.CHANGED in words_of(ack.body)
    assert choice_of(front) == CourseChoice(one_batch=True, slot=TimeSlot.AFTERNOON, easy=True)


def test_easy_words_are_what_the_person_then_reads(front: Front) -> None:
    front.deliver(CLERK)
    front.submit(CLERK, preferences.FORM, form_values(preferences.TWICE, "morning", easy=True))
    due = front.ward.due(CLERK)
    easy = front.ward.library.course.questions[due.question_id].easy
    assert easy is not None
    assert easy.stem in words_of(front.command(CLERK, "クイズ").body).replace("\\n", "\n")


def in_form(front: Front) -> Payload:
    place = modal("V7")
    return {**place, "view": {**place["view"], "callback_id": preferences.FORM}}


def in_home(front: Front) -> Payload:
    return home()


def in_message(front: Front) -> Payload:
    return front.message()


@pytest.mark.parametrize("place", [in_form, in_home, in_message])
def test_a_rest_begins_and_ends_wherever_the_button_stands(
    front: Front, place: Callable[[Front], Payload]
) -> None:
    here = place(front)
    way = "views.update" if place is in_form else "views.open"
    assert front.press(CLERK, button(preferences.PAUSE), here) == EMPTY
    assert preferences.PAUSED in words_of(front.only(way).args)
    assert choice_of(front).paused_by is PausedBy.SELF
    front.deliver(CLERK)
    assert _posts_to(front, CLERK.account) == []
    front.forget()
    assert front.press(CLERK, button(preferences.RESUME), here) == EMPTY
    assert preferences.RESUMED in words_of(front.only(way).args)
    assert not choice_of(front).paused


def _posts_to(front: Front, account: str) -> list[Call]:
    return [c for c in front.calls("chat.postMessage") if c.args["channel"] == account]


@pytest.mark.parametrize("by", PausedBy)
def test_app_home_says_that_the_posts_rest_and_still_shows_the_question(
    front: Front, by: PausedBy
) -> None:
    with front.ward.store.write() as tx:
        courses.pause(tx, [CLERK.staff_id], DUE.date(), by)
    front.deliver()
    said = [words_of(c.args) for c in _posts_to(front, CLERK.account)]
    assert [post.LAST_FOR_NOW in words for words in said] == [True] * (by is PausedBy.SILENCE)
    front.forget()
    front.open_home(CLERK)
    shown = words_of(front.only("views.publish").args)
    assert preferences.paused_words(choice_of(front)) in shown
    assert preferences.RESUME in shown
    assert SURE in shown


# ------------------------------------------------------------ what a post says besides


def test_a_newcomers_first_post_names_three_signs_and_begins_quietly(front: Front) -> None:
    new = Someone("T009", "蕗 めばえ", DESK)
    front.ward.employ((*EVERYBODY, new), DUE - 3 * DAY)
    front.deliver(new)
    message = front.only("chat.postMessage").args
    said = words_of(message)
    assert TITLE in said
    group = next(g for g in front.ward.library.course.newcomers if g.id == "desk")
    assert all(sign.text in said and sign.action in said for sign in group.signs)
    assert said.index(TITLE) < said.index("はじめの確認 1／6")
    assert sensitive_words(message["text"][:FIRST_CHARACTERS]) == []
    assert sensitive_words(words_of({"blocks": blocks_of(message)[:1]})) == []


def send(front: Front, kind: DeliveryKind, **payload: str) -> Payload:
    """What the sender makes of a delivery with that payload."""
    front.deliver(CLERK)
    front.forget()
    ids = {**payload, "occurrence": KEY, "delivery": "d1"}
    SlackSender(front.ward.service, front.clients)(kind, ids, CLERK.account)
    return front.only("chat.postMessage").args


def test_the_last_post_before_a_rest_says_so_with_the_way_back(front: Front) -> None:
    message = send(front, DeliveryKind.QUIZ, **{NOTICE: LAST_FOR_NOW})
    assert post.LAST_FOR_NOW in words_of(message)
    assert control(blocks_of(message), preferences.RESUME)
    assert post.LAST_FOR_NOW not in words_of(send(front, DeliveryKind.QUIZ))


def test_each_reminder_says_its_own_words_and_opens_the_question(front: Front) -> None:
    for number, text in enumerate(REMINDER_TEXTS):
        message = send(front, DeliveryKind.REMINDER, **{WORDS: str(number)})
        assert text in words_of(message)
        assert figures_sent.REMINDER not in words_of(message)
    front.forget()
    front.press(CLERK, control(blocks_of(message), figures_sent.QUIZ_DOOR), front.message())
    assert SURE in words_of(front.only("views.open").args)
    assert figures_sent.REMINDER in words_of(send(front, DeliveryKind.REMINDER))


# ------------------------------------------------------------ 自分の記録


def test_a_record_tells_what_was_learned_and_what_is_still_to_come(front: Front) -> None:
    front.deliver(CLERK)
    front.ward.finish(CLERK)
    said = words_of(front.command(CLERK, "記録").body)
    assert "学習中（3）" in said
    assert "まだ（21）" in said
    assert "11月18日" in said
    assert "今年度の必修：12テーマのうち" in said


def test_own_answers_come_as_files_in_the_own_messages(front: Front) -> None:
    front.deliver(CLERK)
    front.ward.answer(CLERK)
    shown = blocks_of(front.command(CLERK, "記録").body)
    front.forget()
    pressed = control(shown, record.EXPORT)
    assert front.press(CLERK, pressed, front.message(ephemeral=True)) == EMPTY
    assert record.EXPORTING in words_of(front.only("views.open").args)
    told = front.stub.wait(lambda c: c.method == "chat.postMessage")
    assert told.args["channel"] == CLERK.account
    front.stub.wait(lambda c: c.method == "files.getUploadURLExternal")


def test_own_answers_are_erased_after_a_second_question_and_the_weeks_stay(front: Front) -> None:
    front.deliver(CLERK)
    front.ward.finish(CLERK)
    shown = blocks_of(front.command(CLERK, "記録").body)
    pressed = control(shown, record.ERASE)
    assert pressed["confirm"]["text"]["text"] == record.ERASING
    front.forget()
    place = front.message(ephemeral=True)
    assert front.press(CLERK, pressed, place) == EMPTY
    said = words_of(front.only("response_url").args)
    assert "回答3件と、テーマ3件" in said
    own = record_of(front)
    assert (own.answered, own.concepts_met) == (0, 0)
    assert [week.week for week in own.weeks] == [WEEK]
    front.forget()
    front.press(CLERK, pressed, place)
    assert record.NOTHING_TO_ERASE in words_of(front.only("response_url").args)


def test_nobody_erases_for_another(front: Front) -> None:
    front.deliver(CLERK, NURSE)
    front.ward.finish(CLERK)
    front.press(NURSE, button(record.ERASE), front.message(ephemeral=True))
    assert record_of(front).answered == 3
