"""Which e-mail addresses have a working Slack account, where the ward granted to see that.

``users:read.email`` is an optional scope; without it the roster's member ids decide alone.
The whole list is asked for, page by page: one address after the other would take half a
day for 35,000 people, this takes two minutes. Nothing of it is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.core.delivery import RetryAfter
from bot.slack.clients import Clients
from bot.slack.outcomes import of_answer

PAGE = 1000
SECONDS_BETWEEN = 3.1  # users.list: tier 2, 20 a minute and more
MOST_REFUSALS = 5
NO_SCOPE = (
    "メールでの照合は、Slackの権限 users:read.email があるときだけ使えます。"
    "権限を足すか、名簿に「Slackメンバーid」を入れてください。"
)
AWAY = "Slackにつながりません。少し待って、もう一度お試しください。"


class LookupsEnded(Exception):
    """The accounts cannot be seen now; the message says why and what to do."""


def working_accounts(
    clients: Clients, sleep: Callable[[float], None] = time.sleep
) -> Mapping[str, str]:
    """The Slack id of every working account, by its address in lower case.

    Raises LookupsEnded without the scope or without Slack.
    """
    found: dict[str, str] = {}
    for members in _pages(clients, sleep):
        known = {_address(member): str(member["id"]) for member in members if _works(member)}
        known.pop("", None)
        if not found and not known:  # Slack leaves the addresses out in silence
            raise LookupsEnded(NO_SCOPE)
        found |= known
    return found


def _address(member: Mapping[str, Any]) -> str:
    return str((member.get("profile") or {}).get("email") or "").lower()


def _works(member: Mapping[str, Any]) -> bool:
    unusable = member.get("deleted") or member.get("is_bot")
    return not unusable and member.get("is_email_confirmed") is not False


def _pages(
    clients: Clients, sleep: Callable[[float], None]
) -> Iterator[Sequence[Mapping[str, Any]]]:
    cursor = ""
    while True:
        page = _page(clients, cursor, sleep)
        yield page.get("members") or ()
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
        sleep(SECONDS_BETWEEN)


def _page(clients: Clients, cursor: str, sleep: Callable[[float], None]) -> SlackResponse:
    for _ in range(MOST_REFUSALS):
        try:
            return clients.posting.users_list(limit=PAGE, cursor=cursor or None)
        except SlackApiError as error:
            outcome = of_answer(error)
            if not isinstance(outcome, RetryAfter):
                raise LookupsEnded(_why(error)) from error
            sleep(outcome.seconds)
        except (OSError, HTTPException) as error:
            raise LookupsEnded(AWAY) from error
    raise LookupsEnded(AWAY)


def _why(error: SlackApiError) -> str:
    code = error.response.get("error")
    return NO_SCOPE if code in {"missing_scope", "not_allowed_token_type"} else f"{AWAY}（{code}）"
