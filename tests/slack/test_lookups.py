"""Accounts by address: working ones only, page by page, never faster than Slack allows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.lookups import (
    AWAY,
    MOST_REFUSALS,
    NO_SCOPE,
    PAGE,
    LookupsEnded,
    working_accounts,
)
from tests.support.front import Front
from tests.support.slack_stub import Trouble

METHOD = "users.list"


class Waits:
    """Notes how long it was told to wait instead of waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def member(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"U{number}", "profile": {"email": f"S{number}@example.jp"}, **more}


def page(*members: dict[str, Any], cursor: str = "") -> dict[str, Any]:
    return {"ok": True, "members": list(members), "response_metadata": {"next_cursor": cursor}}


def test_working_accounts_by_address(front: Front) -> None:
    front.stub.answers[METHOD] = page(
        member(1),
        member(2, deleted=True),
        member(3, is_bot=True),
        member(4, is_email_confirmed=False),
        {"id": "U5", "profile": {}},
    )
    assert working_accounts(front.clients, Waits()) == {"s1@example.jp": "U1"}
    assert [int(call.args["limit"]) for call in front.calls(METHOD)] == [PAGE]


def test_page_by_page_at_slacks_pace(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"": page(member(1), cursor="next"), "next": page(member(2))}
    waits = Waits()

    def turned(seconds: float) -> None:
        waits(seconds)
        front.stub.answers[METHOD] = pages["next"]

    front.stub.answers[METHOD] = pages[""]
    assert len(working_accounts(front.clients, turned)) == 2
    assert [call.args.get("cursor") for call in front.calls(METHOD)] == [None, "next"]
    assert min(waits.seconds) >= 60 / 20


def test_without_the_scope_slack_leaves_the_addresses_out(front: Front) -> None:
    front.stub.answers[METHOD] = page({"id": "U1", "profile": {"real_name": "x"}})
    with pytest.raises(LookupsEnded, match=NO_SCOPE[:10]):
        working_accounts(front.clients, Waits())


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(Trouble(200, "missing_scope"), NO_SCOPE), (Trouble(0), AWAY), (Trouble(500), AWAY)],
    ids=["scope", "dropped", "broken"],
)
def test_it_ends_with_a_sentence(front: Front, trouble: Trouble, said: str) -> None:
    front.stub.troubles[METHOD] = trouble
    with pytest.raises(LookupsEnded, match=said[:10]):
        working_accounts(front.clients, Waits())


def test_a_refusal_is_waited_out(front: Front) -> None:
    front.stub.troubles[METHOD] = Trouble(429, "ratelimited")
    waits = Waits()
    with pytest.raises(LookupsEnded):
        working_accounts(front.clients, waits)
    assert waits.seconds == [30.0] * MOST_REFUSALS
