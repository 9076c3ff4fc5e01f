"""Slack refuses, limits, fails or hangs up: 200, one try, one sentence or a line in the log."""

from __future__ import annotations

import threading

import pytest

from bot.slack import errors
from bot.slack.blocks.controls import DELETE
from bot.slack.conversations import LISTENERS
from tests.slack.quiz_hands import (
    HEADER,
    SHOWN_BY,
    Place,
    answer,
    choice,
    in_ephemeral,
    in_home,
    in_message,
    post_to,
    published,
    stored_answer,
)
from tests.support.front import Front
from tests.support.service import CLERK, SUPERVISOR
from tests.support.slack_payloads import Ack, modal, words_of
from tests.support.slack_stub import DROPPED, Trouble

EMPTY = Ack(200, "")
HUNGRY = "家賃が払えず食べるものもないと言っている"
SHORTCUTS = [c for c in LISTENERS if c.shortcut]
TROUBLES = [
    Trouble(200, "expired_trigger_id"),
    Trouble(429, "ratelimited"),
    Trouble(500, "fatal_error"),
    Trouble(DROPPED),
]
every_trouble = pytest.mark.parametrize("trouble", TROUBLES, ids=str)


@every_trouble
def test_a_form_that_does_not_open_ends_in_a_sentence(front: Front, trouble: Trouble) -> None:
    front.stub.troubles["views.open"] = trouble
    ack = front.command(CLERK, "相談")
    assert ack.status == 200
    assert "うまく処理できませんでした" in words_of(ack.body)
    assert front.seen() == ["views.open"]


@every_trouble
def test_a_shortcut_that_does_not_open_is_tried_once_and_logged(
    front: Front, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    front.stub.troubles["views.open"] = trouble
    for command in SHORTCUTS:
        assert front.shortcut(SUPERVISOR, command.action_id) == EMPTY
    assert front.seen() == ["views.open"] * len(SHORTCUTS)
    logged = [r for r in caplog.records if r.name == errors.__name__]
    assert len(logged) == len(SHORTCUTS)


@every_trouble
def test_an_answer_that_cannot_be_posted_is_tried_once(
    front: Front, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    front.stub.troubles["chat.postMessage"] = trouble
    front.stub.troubles["chat.postEphemeral"] = trouble
    assert front.say(CLERK, HUNGRY, "Ev1") == EMPTY
    in_reach = trouble.status != DROPPED
    if in_reach:  # after the acknowledgement
        front.stub.wait(lambda c: c.method == "chat.postEphemeral")
    assert front.seen() == ["chat.postMessage", *["chat.postEphemeral"][:in_reach]]
    front.forget()
    assert front.mention(CLERK, HUNGRY, "Ev2") == EMPTY
    assert front.seen() == ["chat.postEphemeral"]
    logged = [r.getMessage() for r in caplog.records if r.name == errors.__name__]
    assert sum("ref=" in line for line in logged) == 2
    assert HUNGRY not in caplog.text


@every_trouble
def test_a_removal_that_fails_is_tried_once_and_said_or_logged(
    front: Front, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    pressed = {"type": "button", "action_id": DELETE}
    for method in ("chat.delete", "response_url", "views.update"):
        front.stub.troubles[method] = trouble
    front.forget()
    for place in (front.message(), front.message(ephemeral=True), modal()):
        caplog.clear()
        assert front.press(CLERK, pressed, place) == EMPTY
        assert [r for r in caplog.records if r.name.startswith("bot.slack")]
    assert front.calls("chat.delete")[1:] == front.calls("views.update")[1:] == []
    removals = [c for c in front.calls("response_url") if "delete_original" in c.args]
    assert len(removals) == 1


@every_trouble
@pytest.mark.parametrize("place", SHOWN_BY)
def test_feedback_that_cannot_be_shown_is_tried_once_and_the_answer_counts(
    front: Front, place: Place, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    value = choice(front, CLERK, right=True)
    method = SHOWN_BY[place]
    front.stub.troubles[method] = trouble
    assert answer(front, post, place, value) == EMPTY
    assert len(front.calls(method)) == 1
    assert [r for r in caplog.records if r.name.startswith("bot.slack")]
    assert HEADER not in words_of(front.stub.wait(published).args)
    assert stored_answer(front, CLERK) is not None
    tells = place is in_message and trouble.status != DROPPED
    if tells:  # after the acknowledgement
        front.stub.wait(lambda c: c.method == "response_url")
    assert len(front.calls("response_url")[place is in_ephemeral :]) == tells


def test_after_a_refused_call_the_acknowledgement_comes_first(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second slow call before it would miss Slack's three seconds."""
    acknowledged, told = threading.Event(), threading.Event()

    def tell(*_: object, slack_failed: bool) -> None:
        if slack_failed and acknowledged.wait(20):
            told.set()

    monkeypatch.setattr(errors, "_tell", tell)
    front.stub.troubles["chat.postMessage"] = Trouble(200, "channel_not_found")
    assert front.say(CLERK, HUNGRY, "Ev1") == EMPTY
    acknowledged.set()
    assert told.wait(20)


def test_a_home_that_cannot_be_published_stops_nothing_else(front: Front) -> None:
    front.deliver(CLERK)
    post = post_to(front, CLERK)
    value = choice(front, CLERK, right=True)
    front.stub.troubles["views.publish"] = Trouble(500, "fatal_error")
    assert answer(front, post, in_home, value) == EMPTY
    front.stub.wait(published)
    update = front.stub.wait(lambda c: c.method == "chat.update")
    assert "解説" in words_of(update.args)
    assert len(front.calls("views.publish")) == 1


@every_trouble
def test_a_home_that_cannot_be_published_is_tried_once_and_logged(
    front: Front, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    front.stub.troubles["views.publish"] = trouble
    assert front.open_home(CLERK) == EMPTY
    assert front.seen() == ["views.publish"]
    (line,) = [r.getMessage() for r in caplog.records if r.name == errors.__name__]
    assert "ref=" in line
