"""App Homes before they are opened, and the audit's marks in the administrators' channel."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.core.clock import TOKYO
from bot.service.audit import list_viewed
from bot.slack.unasked import post_anchors, publish_homes
from tests.support.front import Front
from tests.support.service import CLERK, DAY, EVERYBODY, NURSE, SUPERVISOR, Someone
from tests.support.slack_stub import Trouble

CHANNEL = "C0ADMIN"
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=TOKYO)
SECOND = timedelta(seconds=1)


def published(front: Front, seconds: int = 30) -> list[str]:
    """Who is given a home while that time passes."""
    front.forget()
    for _ in range(seconds):
        publish_homes(front.ward.service, front.clients)
        front.ward.clock.moment += SECOND
    return [call.args["user_id"] for call in front.calls("views.publish")]


def test_everybody_on_the_roster_has_the_urgent_numbers_once(front: Front) -> None:
    assert sorted(published(front)) == sorted(who.account for who in EVERYBODY)
    assert published(front) == []


def test_no_faster_than_the_pace(front: Front) -> None:
    assert len(published(front, 4)) <= 4


def test_after_a_new_roster_the_newcomers_get_it(front: Front) -> None:
    published(front)
    new = Someone("T300", "槙 しずか", "税務課")
    front.ward.employ([*EVERYBODY, new], front.ward.clock.now())
    assert published(front) == [new.account]


def test_after_a_change_of_a_number_everybody_gets_it_anew(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(front)
    monkeypatch.setattr("bot.service.homes.LAYOUT", 2)
    assert len(published(front)) == len(EVERYBODY)


def test_a_closed_account_is_passed_over(front: Front) -> None:
    front.ward.service.accounts.closed(CLERK.account, front.ward.clock.now())
    assert CLERK.account not in published(front)


@pytest.mark.parametrize(
    ("trouble", "tried"),
    [
        (Trouble(200, "user_not_found"), len(EVERYBODY)),  # nobody holds up the others
        (Trouble(429, "ratelimited"), 1),  # thirty seconds of silence, as Slack asks
        (Trouble(500), 1),
        (Trouble(0), 1),
        (Trouble(200, "missing_scope"), 1),
    ],
    ids=["user", "limit", "broken", "dropped", "scope"],
)
def test_when_slack_refuses(front: Front, trouble: Trouble, tried: int) -> None:
    front.stub.troubles["views.publish"] = trouble
    assert len(published(front, 25)) == tried
    front.stub.troubles.clear()
    front.ward.clock.moment += timedelta(minutes=10)
    rest = 0 if tried > 1 else len(EVERYBODY)
    assert len(published(front, 60)) == rest


def test_a_closed_month_stands_in_the_channel_once(front: Front) -> None:
    service, clock = front.ward.service, front.ward.clock
    with front.ward.store.write() as tx:
        boss = front.ward.actor(SUPERVISOR)
        list_viewed(tx, boss, "一覧", [NURSE.staff_id], clock.now())
    post_anchors(service, front.clients, CHANNEL)
    assert front.seen() == []
    clock.moment = DECEMBER
    front.stub.troubles["chat.postMessage"] = Trouble(200, "channel_not_found")
    post_anchors(service, front.clients, CHANNEL)
    front.stub.troubles.clear()
    front.forget()
    for _ in range(2):
        post_anchors(service, front.clients, CHANNEL)
    post = front.only("chat.postMessage")
    anchor = service.audit.anchor("2026-11")
    assert str(anchor) in str(post.args)
    assert post.args["channel"] == CHANNEL
    assert NURSE.name not in str(post.args)


def test_the_administrators_are_told_the_mark_by_message_too(front: Front) -> None:
    with front.ward.store.write() as tx:
        list_viewed(tx, front.ward.actor(SUPERVISOR), "一覧", [NURSE.staff_id], DECEMBER - DAY)
    front.ward.clock.moment = DECEMBER
    front.ward.service.audit.close_months(DECEMBER)
    front.deliver(EVERYBODY[-1])
    (said,) = [c for c in front.calls("chat.postMessage") if "しめくくり" in str(c.args)]
    assert str(front.ward.service.audit.anchor("2026-11")) in str(said.args)
