"""Every request: in time also while the database is held, counted, and of no trace of its text."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from bot.core.delivery import DeliveryKind, RetryAfter, Sent
from bot.service.notices import Notice
from bot.slack.app import WAIT_SECONDS, listener_of
from bot.slack.notices import notice_reply
from bot.slack.sender import SlackSender
from tests.store.test_patience import somebody_writes
from tests.support.front import Front
from tests.support.service import ADMIN, CLERK
from tests.support.slack_payloads import blocks_of
from tests.support.slack_stub import Trouble

SLACK_WAITS = 3.0


def test_a_held_database_ends_in_a_sentence_before_slack_gives_up(
    front: Front, database: Path
) -> None:
    """Somebody's long write: a press waits for it, but not longer than the person can."""
    front.deliver(CLERK)
    with somebody_writes(f"sqlite:///{database}"):
        began = time.monotonic()
        ack = front.say(CLERK, "家賃が払えないと言っている", "EvHeld")
        seconds = time.monotonic() - began
    assert ack.status == 200
    assert WAIT_SECONDS * 0.9 < seconds < SLACK_WAITS
    told = front.stub.wait(lambda call: call.method == "chat.postEphemeral")
    assert "いま記録を保存できません" in told.args["text"]
    front.forget()
    assert front.say(CLERK, "家賃が払えないと言っている", "EvAgain").status == 200
    assert front.seen() == ["chat.postMessage"]


def test_requests_are_counted_and_logged_without_their_text(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    metrics = front.ward.service.metrics
    with caplog.at_level(logging.INFO):
        front.command(CLERK, "相談 家賃が払えないと言っている")
        front.open_home(ADMIN)
    latency = metrics.so_far().latency
    assert {n: sum(s.counts) for n, s in latency.items()} == {
        "command/ask": 1,
        "event/app_home_opened": 1,
    }
    fields = [r.fields for r in caplog.records if hasattr(r, "fields")]
    assert [f["listener"] for f in fields] == ["command/ask", "event/app_home_opened"]
    for word in ("家賃", CLERK.account, CLERK.name):
        assert word not in caplog.text + str(fields)


def test_a_rate_limit_of_slack_is_counted_wherever_it_comes(front: Front) -> None:
    metrics, calls = front.ward.service.metrics, front.stub
    calls.troubles["views.publish"] = Trouble(429, "ratelimited")
    front.open_home(CLERK)
    assert metrics.so_far().rate_limited == 1
    calls.troubles["chat.postMessage"] = Trouble(429, "ratelimited")
    sender = SlackSender(front.ward.service, front.clients)
    ids = {"notice": Notice.BACKUP_OVERDUE, "delivery": "d1", "occurrence": "k"}
    assert isinstance(sender(DeliveryKind.NOTICE, ids, ADMIN.account), RetryAfter)
    assert metrics.so_far().rate_limited == 2


@pytest.mark.parametrize("notice", ["content_errors", *Notice])
def test_every_notice_says_what_to_do_and_nothing_over_the_shoulder(
    front: Front, notice: str
) -> None:
    ids = {"notice": notice, "occurrence": f"{notice}/2026-10"}
    reply = notice_reply(front.ward.service, ids)
    words = "".join(block["text"]["text"] for block in reply.blocks)
    assert reply.text == "お知らせがあります"
    assert "ください" in words
    assert "虐待" not in reply.blocks[0]["text"]["text"]
    assert ("虐待" in words) is (notice == Notice.DUTY_CONTACTS)


def test_an_apology_says_to_write_again_and_nothing_over_the_shoulder(front: Front) -> None:
    sender = SlackSender(front.ward.service, front.clients)
    ids = {"delivery": "d1", "occurrence": "apology/1"}
    assert isinstance(sender(DeliveryKind.APOLOGY, ids, CLERK.account), Sent)
    sent = front.only("chat.postMessage").args
    assert sent["channel"] == CLERK.account
    assert sent["text"] == "お返事できず、申し訳ありません"
    assert "もう一度送ってください" in str(blocks_of(sent))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"command": "/kizuki", "text": "家賃が払えない"}, "command/ask"),
        ({"type": "event_callback", "event": {"type": "message"}}, "event/message"),
        ({"type": "block_actions", "actions": [{"action_id": "x:12"}]}, "block_actions/x:n"),
        ({"type": "view_submission", "view": {"callback_id": "ask"}}, "view_submission/ask"),
        ({"type": "shortcut", "callback_id": "quiz"}, "shortcut/quiz"),
        ({}, "unknown/"),
    ],
)
def test_listeners_have_names_of_a_few(body: dict[str, object], name: str) -> None:
    assert listener_of(body) == name
