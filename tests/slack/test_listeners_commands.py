"""/kizuki, the shortcuts and the doors: every word for every role, and for a stranger."""

from __future__ import annotations

import pytest

from bot.core.permissions import Action, NotPermitted, scopes
from bot.service.referral import QuestionTooLong
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.conversations import LISTENERS
from bot.slack.errors import SENTENCES
from bot.slack.listeners import ask, catch_up, preferences, report_files, sheet
from tests.support import signed
from tests.support.front import Front
from tests.support.service import CLERK, EVERYBODY, STRANGER
from tests.support.slack_payloads import (
    TRIGGER,
    Ack,
    Who,
    home,
    interaction,
    modal,
    without_key,
    words_of,
)

REFUSED = SENTENCES[NotPermitted]
PEOPLE = (*EVERYBODY, STRANGER)
NEEDS = {
    "quiz": Action.TAKE_TRAINING,
    "catch-up": Action.TAKE_TRAINING,
    "preferences": Action.TAKE_TRAINING,
    "record": Action.SEE_OWN_RECORD,
    "certificate": Action.GET_CERTIFICATE,
    "survey": Action.ANSWER_SURVEY,
    "plan": Action.KEEP_PLAN,
    "figures": Action.SEE_FIGURES,
    "morning": Action.MAKE_CARD,
    "refer": Action.SEE_REFERRALS,
    "wrong": Action.SEE_CONTENT_ERRORS,
    "renewal": Action.RENEW_ENTRY,
    "editors": Action.EDIT_KNOWLEDGE,
    "deliveries": Action.SEE_HEALTH,
    "roster": Action.CHANGE_ROSTER,
    "suggest": Action.SEE_CONTENT_ERRORS,
    "questions": Action.SEE_CONTENT_ERRORS,
    "trial": Action.RUN_TRIAL,
}
SHORTCUTS = [c for c in LISTENERS if c.shortcut]
OPENING = (
    ask.COMMAND,
    catch_up.COMMAND,
    preferences.COMMAND,
    report_files.COMMAND,
    sheet.COMMAND,
)  # answered by a modal
ANSWERED = [(c, word) for c in LISTENERS for word in (c.word, *c.aliases) if c not in OPENING]
EMPTY = Ack(200, "")


def button(action_id: str) -> dict[str, str]:
    return {"type": "button", "action_id": action_id}


def may(front: Front, who: Who, command: Command) -> bool:
    """What the table of permissions says."""
    action = NEEDS.get(command.id)
    return action is None or bool(scopes(front.ward.actor(who), action))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_word_answers_as_the_table_of_permissions_says(front: Front, who: Who) -> None:
    front.deliver()
    for command, word in ANSWERED:
        ack = front.command(who, word)
        assert ack.status == 200
        assert ack.body["response_type"] == "ephemeral"
        assert (REFUSED not in words_of(ack.body)) is may(front, who, command), word
    assert "views.open" not in front.seen()


@pytest.mark.parametrize("who", PEOPLE)
def test_every_shortcut_and_door_opens_a_modal(front: Front, who: Who) -> None:
    front.deliver()
    for command in SHORTCUTS:
        front.forget()
        assert front.shortcut(who, command.action_id) == EMPTY
        assert front.press(who, button(command.action_id), home()) == EMPTY
        assert front.seen() == ["views.open", "views.open"]
        for call in front.stub.calls:
            assert call.args["trigger_id"] == TRIGGER
            assert (REFUSED not in words_of(call.args)) is may(front, who, command)


@pytest.mark.parametrize("word", [ask.COMMAND.word, *ask.COMMAND.aliases])
def test_asking_without_a_question_opens_the_form(front: Front, word: str) -> None:
    assert front.command(STRANGER, word) == EMPTY
    assert front.only("views.open").args["view"]["callback_id"] == ask.ASK_MODAL


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "ヘルプ"])
def test_help_names_every_command(front: Front, text: str) -> None:
    said = words_of(front.command(STRANGER, text).body)
    assert all(c.usage in said and c.description in said for c in LISTENERS)


def test_a_line_without_a_command_is_a_question(front: Front) -> None:
    plain = front.command(CLERK, "家賃が払えず食べるものもないと言っている")
    with_word = front.command(CLERK, "相談\u3000家賃が払えず食べるものもないと言っている")
    assert without_key(words_of(plain.body)) == without_key(words_of(with_word.body))
    assert words_of(plain.body).index("そのまま帰さず") < words_of(plain.body).index(
        "くらしアシスト"
    )


@pytest.mark.parametrize("word", ["", "相談 ", "つなぎ先 "])
def test_above_two_thousand_characters_a_sentence(front: Front, word: str) -> None:
    ack = front.command(CLERK, word + "家賃" * 1001)
    assert ack.body["text"] == SENTENCES[QuestionTooLong]
    assert front.seen() == []


def test_above_five_hundred_characters_a_hint(front: Front) -> None:
    long = front.command(CLERK, "家賃が払えない。" * 70)
    short = front.command(CLERK, "家賃が払えない。")
    assert "長い質問です" in words_of(long.body)
    assert "長い質問です" not in words_of(short.body)


def test_a_control_of_an_older_version_says_so(front: Front) -> None:
    stale = button("gone:since:long")
    assert front.press(CLERK, stale, front.message()) == EMPTY
    assert "画面は古く" in front.only("response_url").args["text"]
    assert front.press(CLERK, stale, home()) == EMPTY
    assert "画面は古く" in words_of(front.only("views.open").args)
    assert front.press(CLERK, stale, modal()) == EMPTY
    assert "画面は古く" in words_of(front.only("views.push").args)
    assert front.shortcut(CLERK, "open:gone") == EMPTY
    submitted = front.submit(CLERK, "gone", {})
    assert "画面は古く" in words_of(submitted.body["view"])


def test_an_event_nobody_listens_to_is_accepted_in_silence(front: Front) -> None:
    event = {"type": "reaction_added", "user": CLERK.account, "channel": "C1"}
    assert front.event(event, "Ev1") == EMPTY
    assert front.seen() == []


def test_a_request_without_a_person_has_no_rights(front: Front) -> None:
    nobody = {**interaction("shortcut", CLERK), "callback_id": "open:record"}
    del nobody["user"]
    ack = front.send(signed.interaction_body(nobody), "interactive")
    assert ack == EMPTY
    assert REFUSED in words_of(front.only("views.open").args)


def test_nothing_waits_longer_than_slack_does(made_clients: Clients) -> None:
    assert made_clients.posting.timeout <= 2
    assert made_clients.posting.retry_handlers == []
    assert made_clients.reading.timeout <= 3
    assert len(made_clients.reading.retry_handlers) == 3
    assert made_clients.posting.proxy is None
    assert made_clients.reading.proxy is None
