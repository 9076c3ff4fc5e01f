"""Finding people's Slack accounts by their e-mail address, where the ward granted that.

``users:read.email`` is an optional scope; without it the roster's member ids decide alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from http.client import HTTPException

from slack_sdk.errors import SlackApiError

from bot.core.delivery import RetryAfter
from bot.core.people import Staff
from bot.slack.clients import Clients
from bot.slack.outcomes import of_answer

SECONDS_BETWEEN = 1.3  # users.lookupByEmail: tier 3, 50 a minute and more
MOST_REFUSALS = 5
NO_SCOPE = (
    "メールでの照合は、Slackの権限 users:read.email があるときだけ使えます。"
    "権限を足すか、名簿に「Slackメンバーid」を入れてください。"
)
AWAY = "Slackにつながりません。少し待って、もう一度お試しください。"


class Found(Enum):
    """What a look-up came to."""

    ACCOUNT = auto()
    UNKNOWN = auto()  # Slack knows no working account with that address


class LookupsEnded(Exception):
    """Nothing more can be looked up now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One person's address, and the account that has it."""

    person: Staff
    found: Found
    slack_user_id: str = ""


def look_up(
    clients: Clients, people: Iterable[Staff], sleep: Callable[[float], None] = time.sleep
) -> Iterator[Lookup]:
    """Ask Slack for each address, one after the other at the pace it allows.

    Raises LookupsEnded without the scope or without Slack.
    """
    for person in people:
        yield _one(clients, person, sleep)
        sleep(SECONDS_BETWEEN)


def _one(clients: Clients, person: Staff, sleep: Callable[[float], None]) -> Lookup:
    for _ in range(MOST_REFUSALS):
        try:
            answer = clients.posting.users_lookupByEmail(email=person.email or "")
        except SlackApiError as error:
            outcome = of_answer(error)
            if isinstance(outcome, RetryAfter):
                sleep(outcome.seconds)
                continue
            if error.response.get("error") == "users_not_found":
                return Lookup(person, Found.UNKNOWN)
            raise LookupsEnded(_why(error)) from error
        except (OSError, HTTPException) as error:
            raise LookupsEnded(AWAY) from error
        user = answer["user"]
        if user.get("deleted") or user.get("is_bot") or user.get("is_email_confirmed") is False:
            return Lookup(person, Found.UNKNOWN)
        return Lookup(person, Found.ACCOUNT, str(user["id"]))
    raise LookupsEnded(AWAY)


def _why(error: SlackApiError) -> str:
    code = error.response.get("error")
    return NO_SCOPE if code in {"missing_scope", "not_allowed_token_type"} else f"{AWAY}（{code}）"
