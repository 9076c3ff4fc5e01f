"""What the browser page reads and sends: state, live changes, clock, bad requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.support.workspace import CHIEF, STAFF, Served
from tests.workspace.samples import home, modal


@contextmanager
def stream(served: Served, user: str = STAFF) -> Iterator[Iterator[dict[str, Any]]]:
    """The page's live changes, after its first line."""
    address = f"{served.address}/page/events"
    with httpx.stream("GET", address, params={"user": user}, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        events = (json.loads(row[6:]) for row in lines if row.startswith("data: "))
        assert next(events)["changed"] == []
        yield events


def test_the_page_says_demo_and_who_is_there(served: Served) -> None:
    state = served.page.get("state")
    assert state["demo"] is True
    assert state["me"] == STAFF
    assert state["people"][1] == {
        "id": CHIEF,
        "name": "若草 はじめ",
        "title": "課長（窓口サービス課）",
    }
    kinds = [(row["name"], row["kind"]) for row in state["conversations"]]
    assert kinds == [("テストアプリ", "app"), ("全体連絡", "channel"), ("窓口", "channel")]
    assert state["commands"] == [
        {"command": "/kizuki", "usage_hint": "相談 [内容]", "description": "相談する"}
    ]
    assert state["shortcuts"][0]["callback_id"] == "ask"
    assert state["clock"] == {
        "now": "2026-11-24T09:00:00+09:00",
        "next_post": "2026-11-30T10:00:00+09:00",
    }


def test_each_person_has_a_conversation_of_their_own(served: Served) -> None:
    mine, theirs = served.page.dm(STAFF), served.page.dm(CHIEF)
    assert mine != theirs
    assert served.page.get("messages", STAFF, channel=theirs)["error"] == "channel_not_found"


def test_a_page_that_knows_nobody_yet_starts_as_the_first_person(served: Served) -> None:
    assert served.page.http.get("/page/state").json()["me"] == STAFF
    assert served.page.get("state", "U0NOBODY")["me"] == STAFF


def test_an_unknown_person_is_refused(served: Served) -> None:
    answer = served.page.http.get("/page/home", params={"user": "U0NOBODY"})
    assert (answer.status_code, answer.json()["error"]) == (404, "user_not_found")
    assert served.page.post("open_home", "U0NOBODY")["error"] == "user_not_found"


def test_unread_messages_are_counted_until_seen(served: Served) -> None:
    channel = served.page.channel("窓口")
    served.page.post("message", channel=channel, text="一つ目")

    def unread(user: str) -> int:
        rows = served.page.get("state", user)["conversations"]
        return next(int(row["unread"]) for row in rows if row["id"] == channel)

    assert (unread(STAFF), unread(CHIEF)) == (0, 1)
    served.page.messages(channel, CHIEF)
    assert unread(CHIEF) == 0


def test_changes_are_told_at_once(served: Served) -> None:
    client = served.client()
    with stream(served) as events:
        channel = client.chat_postMessage(channel=STAFF, text="x")["channel"]
        first = next(events)
        assert (first["changed"], first["channel"]) == (["messages"], channel)
        client.views_publish(user_id=STAFF, view=home())
        assert next(events)["changed"] == ["home"]
        client.views_open(trigger_id=served.workspace.hub.triggers.issue(STAFF), view=modal())
        assert next(events)["changed"] == ["modal"]
        served.page.post("clock", minutes=1)
        last = next(events)
        assert last["changed"] == ["clock"]
        assert last["version"] > first["version"]


def test_nobody_is_told_of_anothers_screen(served: Served) -> None:
    client = served.client()
    with stream(served, CHIEF) as events:
        client.chat_postMessage(channel=STAFF, text="x")
        client.views_publish(user_id=STAFF, view=home())
        channel = served.page.channel("窓口")
        client.chat_postEphemeral(channel=channel, user=STAFF, text="内緒")
        served.workspace.tell_page("state")
        assert next(events)["changed"] == ["state"]


def test_the_clock_moves_forward(served: Served) -> None:
    start = served.clock.now()
    answer = served.page.post("clock", to="next_post")
    assert answer["clock"]["now"] == "2026-11-30T10:00:00+09:00"
    served.page.post("clock", minutes=60)
    served.page.post("clock", days=1)
    assert served.clock.now() - start == timedelta(days=7, hours=2)


@pytest.mark.parametrize(
    "body", [{}, {"minutes": 0}, {"minutes": -5}, {"days": 401}, {"days": "1"}, {"days": 10**9}]
)
def test_a_clock_move_that_makes_no_sense(served: Served, body: dict[str, Any]) -> None:
    start = served.clock.now()
    answer = served.page.post("clock", **body)
    assert answer["error"] == "clock_refused"
    assert "。" in answer["message"]
    assert served.clock.now() == start


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"user=U0STAFF", "application/x-www-form-urlencoded", 400),
        (b'"' + b"x" * 1_000_001 + b'"', "application/json", 413),
    ],
)
def test_a_bad_body_is_refused_in_japanese(
    served: Served, content: bytes, content_type: str, status: int
) -> None:
    headers = {"content-type": content_type}
    answer = served.page.http.post("/page/message", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.json()["message"].endswith("。")


def test_an_unknown_deed_is_refused(served: Served) -> None:
    assert served.page.post("dance")["error"] == "not_found"


def test_the_page_and_its_files_are_served(served: Served) -> None:
    answer = served.page.http.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
