"""A question by command, form, direct message or mention; what was typed goes nowhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.service.referral import QuestionTooLong
from bot.slack import errors
from bot.slack.blocks.answer import PERSONAL_DATA_NOTE, STAYS_IN_SLACK
from bot.slack.blocks.controls import BROWSE, DELETE, DETAILS, DOMAIN
from bot.slack.listeners import ask
from tests.support.front import Front
from tests.support.service import CLERK, NURSE, STRANGER
from tests.support.slack_payloads import (
    Ack,
    Payload,
    blocks_of,
    control,
    dm,
    elements,
    modal,
    without_key,
    words_of,
)
from tests.support.slack_stub import Call

EMPTY = Ack(200, "")
HUNGRY = "家賃が払えず食べるものもないと言っている"
TOO_LONG = errors.SENTENCES[QuestionTooLong]
NAME, PHONE = "霧島そよか", "090-1234-5678"
PERSONAL = f"{NAME}さん（電話{PHONE}）が家賃を払えないと言っている"


def fill_in(front: Front, text: str | None) -> Ack:
    """Send the form."""
    return front.submit(CLERK, ask.ASK_MODAL, {ask.QUESTION: {ask.TEXT: {"value": text}}})


def by_command(front: Front, text: str) -> str:
    return words_of(front.command(CLERK, f"相談 {text}").body)


def by_form(front: Front, text: str) -> str:
    return words_of(fill_in(front, text).body["view"])


def by_message(front: Front, text: str) -> str:
    assert front.say(CLERK, text) == EMPTY
    return words_of(front.only("chat.postMessage").args)


def by_mention(front: Front, text: str) -> str:
    assert front.mention(CLERK, f"<@U0BOT> {text}") == EMPTY
    return words_of(front.only("chat.postEphemeral").args)


WAYS = (by_command, by_form, by_message, by_mention)
Way = Callable[[Front, str], str]


@pytest.mark.parametrize("way", WAYS)
def test_the_urgent_card_comes_before_the_destinations(front: Front, way: Way) -> None:
    said = way(front, HUNGRY)
    assert said.index("そのまま帰さず") < said.index("くらしアシスト")
    assert "出典" in said
    assert PERSONAL_DATA_NOTE not in said
    assert (STAYS_IN_SLACK in said) is (way in {by_message, by_mention})


@pytest.mark.parametrize("way", WAYS)
def test_a_name_and_a_number_are_noticed_and_go_nowhere(
    front: Front, way: Way, caplog: pytest.LogCaptureFixture, database: Path
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = way(front, PERSONAL)
    assert PERSONAL_DATA_NOTE in said
    sent = json.dumps([c.args for c in front.stub.calls], ensure_ascii=False)
    files = [f.read_bytes() for f in database.parent.glob(f"{database.name}*")]
    assert len(files) >= 2, "the file and its write-ahead log"
    for typed in (NAME, "霧島", "そよか", PHONE, "1234-5678", "5678"):
        assert typed not in said + sent + caplog.text
        assert not any(typed.encode() in data for data in files)


@pytest.mark.parametrize("text", ["", None, "  ", "\u3000\n"])
def test_an_empty_form_is_given_back(front: Front, text: str | None) -> None:
    ack = fill_in(front, text)
    assert ack.body["response_action"] == "errors"
    assert set(ack.body["errors"]) == {ask.QUESTION}


def test_a_form_is_answered_in_its_place(front: Front) -> None:
    ack = fill_in(front, HUNGRY)
    assert ack.body["response_action"] == "update"
    assert front.seen() == []


def test_a_form_with_too_much_says_so(front: Front) -> None:
    assert TOO_LONG in words_of(fill_in(front, "家" * 2001).body["view"])


def test_a_message_is_answered_once_for_each_event(front: Front) -> None:
    for event_id in ("Ev1", "Ev1", "Ev2", "Ev1"):
        assert front.say(STRANGER, HUNGRY, event_id) == EMPTY
    posts = front.calls("chat.postMessage")
    assert len(posts) == 2
    assert {p.args["channel"] for p in posts} == {dm(STRANGER)}
    assert not any(p.args["unfurl_links"] or p.args["unfurl_media"] for p in posts)


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B0BOT"},
        {"user": "U0BOT"},
        {"user": None},
        {"subtype": "message_changed", "message": {"text": HUNGRY}},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"channel_type": "channel", "channel": "C1"},
        {"channel_type": "mpim", "channel": "G1"},
        {"channel_type": None},
        {"text": ""},
        {"text": None},
        {"text": " <@U0BOT> "},
    ],
    ids=str,
)
def test_what_is_no_question_of_a_person_is_not_answered(front: Front, event: Payload) -> None:
    more: dict[str, Any] = {"text": HUNGRY, **event}
    assert front.say(CLERK, **more).status == 200
    assert front.seen() == []


def test_a_mention_is_answered_to_the_asker_only_and_once(front: Front) -> None:
    for _ in range(2):
        assert front.mention(CLERK, f"<@U0BOT> {HUNGRY}") == EMPTY
    assert front.seen() == ["chat.postEphemeral"]
    answer = front.only("chat.postEphemeral").args
    assert (answer["channel"], answer["user"]) == ("C1", CLERK.account)


@pytest.mark.parametrize("more", [{"bot_id": "B1"}, {"user": None}, {"user": "U0BOT"}], ids=str)
def test_a_mention_by_a_program_is_not_answered(front: Front, more: Payload) -> None:
    assert front.mention(CLERK, HUNGRY, **more).status == 200
    assert front.seen() == []


def test_a_bare_mention_says_how_to_ask(front: Front) -> None:
    front.mention(CLERK, "<@U0BOT>")
    assert ask.JUST_CALLED in words_of(front.only("chat.postEphemeral").args)


def test_slacks_markup_is_no_part_of_the_question(front: Front) -> None:
    front.say(CLERK, HUNGRY, "Ev0")
    front.forget()
    front.say(CLERK, HUNGRY, "Ev1")
    front.say(CLERK, f"<@U0BOT> <@U0OTHER|だれか> {HUNGRY}", "Ev2")
    plain, marked = (without_key(words_of(c.args)) for c in front.calls("chat.postMessage"))
    assert plain == marked
    front.say(CLERK, "&lt;b&gt;DV&lt;/b&gt; &amp; 夫に殴られた", "Ev3")
    assert "amp;amp" not in words_of(front.calls("chat.postMessage")[-1].args)


def test_too_long_a_message_is_answered_with_a_sentence(front: Front) -> None:
    front.say(CLERK, "家" * 2001)
    front.mention(CLERK, "家" * 2001, "Ev2")
    said = front.calls("chat.postEphemeral")
    assert [c.args["text"] for c in said] == [TOO_LONG] * 2
    assert {c.args["user"] for c in said} == {CLERK.account}


def answer_of(front: Front) -> tuple[Call, list[Payload]]:
    """An answer in the direct message, with its blocks."""
    front.say(CLERK, HUNGRY)
    post = front.only("chat.postMessage")
    return post, blocks_of(post.args)


def test_an_answer_can_be_removed_from_the_direct_message(front: Front) -> None:
    post, blocks = answer_of(front)
    place = front.place_of(post)
    assert front.press(CLERK, control(blocks, DELETE), place) == EMPTY
    removed = front.only("chat.delete").args
    assert removed["channel"] == dm(CLERK)
    assert removed["ts"] == place["container"]["message_ts"]


def test_an_answer_that_only_the_asker_sees_can_be_removed(front: Front) -> None:
    blocks = blocks_of(front.command(CLERK, f"相談 {HUNGRY}").body)
    place = front.message(ephemeral=True)
    assert front.press(CLERK, control(blocks, DELETE), place) == EMPTY
    assert front.only("response_url").args == {"delete_original": True}
    assert front.seen() == ["response_url"]


def test_an_answer_in_a_form_gives_way_to_an_empty_form(front: Front) -> None:
    blocks = blocks_of(fill_in(front, HUNGRY).body["view"])
    assert front.press(CLERK, control(blocks, DELETE), modal("V7")) == EMPTY
    update = front.only("views.update").args
    assert update["view_id"] == "V7"
    assert update["view"]["callback_id"] == ask.ASK_MODAL
    assert HUNGRY not in words_of(update)


@pytest.mark.parametrize("action_id", [DETAILS, BROWSE])
def test_reading_on_opens_over_what_is_open(front: Front, action_id: str) -> None:
    blocks = blocks_of(front.command(CLERK, HUNGRY).body)
    pressed = control(blocks, action_id)
    front.press(CLERK, pressed, front.message(ephemeral=True))
    front.press(CLERK, pressed, modal("V1"))
    front.press(CLERK, pressed, modal("V2", previous="V1"))
    front.press(CLERK, pressed, modal("V3", previous="V2"))
    assert front.seen() == ["views.open", "views.push", "views.update", "views.update"]
    assert [c.args["view_id"] for c in front.calls("views.update")] == ["V2", "V3"]
    assert len({words_of(c.args) for c in front.stub.calls if "view" in c.args}) == 1


def test_that_it_stays_is_said_once_to_each_and_whenever_somebody_is_named(front: Front) -> None:
    for number, (who, text) in enumerate(
        [(CLERK, HUNGRY), (CLERK, HUNGRY), (CLERK, PERSONAL), (NURSE, HUNGRY)]
    ):
        front.say(who, text, f"Ev{number}")
    told = [STAYS_IN_SLACK in words_of(c.args) for c in front.calls("chat.postMessage")]
    assert told == [True, False, True, True]


def test_a_stranger_is_always_told_because_nothing_is_kept_about_them(front: Front) -> None:
    for number in range(2):
        front.say(STRANGER, HUNGRY, f"Ev{number}")
    assert all(STAYS_IN_SLACK in words_of(c.args) for c in front.calls("chat.postMessage"))


def test_what_is_not_known_has_one_way_to_the_domains(front: Front) -> None:
    ways = {DOMAIN, BROWSE}
    for text, expected in (("スカイツリーの高さは何メートルですか", DOMAIN), (HUNGRY, BROWSE)):
        blocks = blocks_of(front.command(CLERK, f"相談 {text}").body)
        assert [e["action_id"] for e in elements(blocks) if e["action_id"] in ways] == [expected]
