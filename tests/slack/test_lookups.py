"""Accounts by address: found, unknown, refused; never faster than Slack allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.core.people import Staff
from bot.slack.lookups import AWAY, MOST_REFUSALS, NO_SCOPE, Found, LookupsEnded, look_up
from tests.support.front import Front
from tests.support.slack_stub import Trouble

PEOPLE = tuple(Staff(f"s{n}", f"職員{n}", None, f"s{n}@example.jp") for n in range(3))


class Waits:
    """Notes how long it was told to wait instead of waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def answering(front: Front, user: Mapping[str, Any]) -> None:
    front.stub.answers["users.lookupByEmail"] = {"ok": True, "user": user}


def test_an_address_that_slack_knows(front: Front) -> None:
    answering(front, {"id": "U0NEW", "deleted": False})
    waits = Waits()
    found = list(look_up(front.clients, PEOPLE, waits))
    assert [(one.found, one.slack_user_id) for one in found] == [(Found.ACCOUNT, "U0NEW")] * 3
    asked = [call.args["email"] for call in front.calls("users.lookupByEmail")]
    assert asked == [person.email for person in PEOPLE]
    assert len(waits.seconds) == 3
    assert min(waits.seconds) >= 60 / 50


NOBODY = ({"deleted": True}, {"is_bot": True}, {"is_email_confirmed": False})


@pytest.mark.parametrize("user", [{"id": "U1", **more} for more in NOBODY])
def test_closed_accounts_bots_and_unconfirmed_addresses_are_nobody(
    front: Front, user: Mapping[str, Any]
) -> None:
    answering(front, user)
    assert [one.found for one in look_up(front.clients, PEOPLE[:1], Waits())] == [Found.UNKNOWN]


def test_an_unknown_address(front: Front) -> None:
    front.stub.troubles["users.lookupByEmail"] = Trouble(200, "users_not_found")
    found = list(look_up(front.clients, PEOPLE, Waits()))
    assert [one.found for one in found] == [Found.UNKNOWN] * 3


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(Trouble(200, "missing_scope"), NO_SCOPE), (Trouble(0), AWAY), (Trouble(500), AWAY)],
    ids=["scope", "dropped", "broken"],
)
def test_it_ends_with_a_sentence(front: Front, trouble: Trouble, said: str) -> None:
    front.stub.troubles["users.lookupByEmail"] = trouble
    lookups: Iterator[object] = look_up(front.clients, PEOPLE, Waits())
    with pytest.raises(LookupsEnded, match=said[:10]):
        next(lookups)


def test_a_refusal_is_waited_out(front: Front) -> None:
    front.stub.troubles["users.lookupByEmail"] = Trouble(429, "ratelimited")
    waits = Waits()
    with pytest.raises(LookupsEnded):
        next(look_up(front.clients, PEOPLE, waits))
    assert waits.seconds == [30.0] * MOST_REFUSALS
